//! Prints the reading of a plan as JSON: `read_plan FILE [--blocks]`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = args.first() else {
        eprintln!("usage: read_plan FILE [--blocks]");
        return ExitCode::from(2);
    };
    let source = match std::fs::read(path)
        .map_err(|e| e.to_string())
        .and_then(|bytes| {
            gongwen::readers::read(&bytes, &gongwen::limits::Limits::default())
                .map_err(|e| e.to_string())
        }) {
        Ok(source) => source,
        Err(e) => {
            eprintln!("{path}: {e}");
            return ExitCode::FAILURE;
        }
    };
    let json = if args.iter().any(|a| a == "--blocks") {
        serde_json::to_string_pretty(&source)
    } else {
        serde_json::to_string_pretty(&gongwen::plan::read(&source))
    };
    match json {
        Ok(json) => {
            println!("{json}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
