//! The command-line reference as Markdown, made from the command line itself; `cargo xtask docs` writes it to docs/.

use clap::{Command, CommandFactory};

use super::CommandLine;

/// Prints the reference.
pub fn print() {
    let mut command = CommandLine::command();
    command.build();
    println!("# 命令行参考\n");
    println!("本页由 `cargo xtask docs` 从程序生成。\n");
    section(&command, "gongkai");
}

fn section(command: &Command, path: &str) {
    println!("## `{path}`\n");
    let mut shown = command.clone();
    println!(
        "```text\n{}\n```\n",
        shown.render_long_help().to_string().trim_end()
    );
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        section(sub, &format!("{path} {}", sub.get_name()));
    }
}
