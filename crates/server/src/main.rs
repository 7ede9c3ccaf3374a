//! `gongkai`: the one binary. Reads the command line, runs a command, tells how it ended.
//!
//! No rule of the field lives here: commands call the capability crates. Exit codes are in [`failure`].

mod clamd;
mod command;
mod config;
mod delivery;
mod demo;
mod desking;
mod failure;
mod gating;
mod hosting;
mod importing;
mod indexing;
mod ledger_key;
mod ledger_work;
mod listening;
mod mail;
mod oidc;
mod opening;
mod printing;
mod progress;
mod reading;
mod reminding;
mod rendering;
mod requesting;
mod rewording;
mod secrets;
mod serving;
mod subscribing;
mod ticking;
mod webhook;

use std::process::ExitCode;

use clap::Parser as _;

use crate::command::CommandLine;

/// Reading a plan and answering a page are thousands of small allocations: with the system's allocator they took a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(wrong) => return misused(&wrong),
    };
    let as_json = line.as_json();
    // A worker is single-threaded and must not start a runtime before it has limited itself.
    if let Some(work) = line.worker() {
        return work();
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(cause) => {
            eprintln!("gongkai: 无法启动运行环境：{cause}");
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(line.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(as_json),
    }
}

/// Help, version and wrong command lines. Programs that asked for JSON get the error as JSON.
fn misused(wrong: &clap::Error) -> ExitCode {
    let asked_json = std::env::args().any(|argument| argument == "--json");
    if wrong.use_stderr() && asked_json {
        let message = wrong.to_string();
        let failure =
            failure::Failure::bad_input("usage", message.trim(), "命令的写法见 gongkai --help");
        eprintln!("{}", failure.to_json());
    } else {
        // Where nobody listens any more there is nobody to tell.
        let _ = wrong.print();
    }
    ExitCode::from(if wrong.use_stderr() { 2 } else { 0 })
}
