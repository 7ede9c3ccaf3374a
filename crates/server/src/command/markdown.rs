//! References as Markdown, made from what they are about: the command line, and the table of what can be done to a
//! promise. `cargo xtask docs` writes them to docs/; nothing is decided here.

use clap::{Command, CommandFactory};
use promises::rules::{CommandKind, StateKind, TRANSITIONS, Verdict};

use super::CommandLine;

/// Prints the reference of the command line.
pub fn print_commands() {
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

/// Prints the states of a promise: a diagram of what changes them, and the whole table with what is refused.
pub fn print_states() {
    println!("# 承诺的状态\n");
    println!("本页由 `cargo xtask docs` 从程序的状态表（`promises::rules::TRANSITIONS`）生成。\n");
    println!("```mermaid\nstateDiagram-v2");
    for state in StateKind::ALL {
        println!("    state \"{}\" as {state:?}", state.label());
    }
    println!("    [*] --> {:?}: 开立", StateKind::Open);
    for from in StateKind::ALL {
        for to in StateKind::ALL {
            let labels = labels_between(*from, *to);
            if !labels.is_empty() {
                println!("    {from:?} --> {to:?}: {}", labels.join("、"));
            }
        }
    }
    println!("```\n");
    println!(
        "“按期”与“逾期”不是状态，由到期日和公开日期推算：到期日当天不算逾期，次日零时（北京时间）起算逾期。\n"
    );
    println!("## 每种状态下的每项操作\n");
    println!("表中代码是拒绝的理由，与命令行、接口给出的 `code` 相同。\n");
    let heads: Vec<_> = StateKind::ALL.iter().map(|it| it.label()).collect();
    println!("| 操作 | 谁可以办 | {} |", heads.join(" | "));
    println!("|---|---|{}", "---|".repeat(heads.len()));
    for command in CommandKind::ALL {
        let cells: Vec<_> = StateKind::ALL
            .iter()
            .map(|state| cell(*state, *command))
            .collect();
        let (label, right) = (command.label(), command.right());
        println!("| {label} | {right} | {} |", cells.join(" | "));
    }
}

/// What leads from one state to the other, or stays in it.
fn labels_between(from: StateKind, to: StateKind) -> Vec<&'static str> {
    TRANSITIONS
        .iter()
        .filter(|(state, _, verdict)| *state == from && *verdict == Verdict::Becomes(to))
        .map(|(_, command, _)| command.label())
        .collect()
}

fn cell(state: StateKind, command: CommandKind) -> String {
    let row = TRANSITIONS
        .iter()
        .find(|(from, asked, _)| (*from, *asked) == (state, command));
    match row.map(|(_, _, verdict)| verdict) {
        Some(Verdict::Becomes(to)) if *to == state => "可以，状态不变".to_owned(),
        Some(Verdict::Becomes(to)) => format!("可以，变为{}", to.label()),
        Some(Verdict::Refused(code)) => format!("`{code}`"),
        None => "—".to_owned(),
    }
}
