//! References as Markdown, made from what they are about: the command line, and the table of what can be done to a
//! promise or a supervision notice. `cargo xtask docs` writes them to docs/; nothing is decided here.

use clap::{Command, CommandFactory};

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
    use promises::rules::{CommandKind, StateKind, TRANSITIONS, Verdict};
    let find = |state: &StateKind, command: &CommandKind| {
        TRANSITIONS
            .iter()
            .find(|(from, asked, _)| (from, asked) == (state, command))
            .map(|(_, _, verdict)| match verdict {
                Verdict::Becomes(to) => Cell::Becomes(to.label()),
                Verdict::Refused(code) => Cell::Refused(code),
            })
    };
    States {
        of: "承诺",
        table: "promises::rules::TRANSITIONS",
        begins: "开立",
        note: "“按期”与“逾期”不是状态，由到期日和公开日期推算：到期日当天不算逾期，次日零时（北京时间）起算逾期。",
        states: StateKind::ALL
            .iter()
            .map(|it| (format!("{it:?}"), it.label()))
            .collect(),
        commands: CommandKind::ALL
            .iter()
            .map(|command| Row {
                label: command.label(),
                right: command.right().to_owned(),
                cells: StateKind::ALL.iter().map(|it| find(it, command)).collect(),
            })
            .collect(),
    }
    .print();
}

/// Prints the states of a supervision notice.
pub fn print_notice_states() {
    use oversight::rules::{CommandKind, StateKind, TRANSITIONS, Verdict};
    let find = |state: &StateKind, command: &CommandKind| {
        TRANSITIONS
            .iter()
            .find(|(from, asked, _)| (from, asked) == (state, command))
            .map(|(_, _, verdict)| match verdict {
                Verdict::Becomes(to) => Cell::Becomes(to.label()),
                Verdict::Refused(code) => Cell::Refused(code),
            })
    };
    States {
        of: "督办单",
        table: "oversight::rules::TRANSITIONS",
        begins: "发出",
        note: "答复期限按工作日计算，退回后自退回次日重新计算；是否逾期由承诺的同一函数判断。",
        states: StateKind::ALL
            .iter()
            .map(|it| (format!("{it:?}"), it.label()))
            .collect(),
        commands: CommandKind::ALL
            .iter()
            .map(|command| Row {
                label: command.label(),
                right: command.right().to_owned(),
                cells: StateKind::ALL.iter().map(|it| find(it, command)).collect(),
            })
            .collect(),
    }
    .print();
}

/// What a command does in a state.
enum Cell {
    Becomes(&'static str),
    Refused(&'static str),
}

/// A command in every state.
struct Row {
    label: &'static str,
    right: String,
    cells: Vec<Option<Cell>>,
}

/// A table of states and commands.
struct States {
    of: &'static str,
    table: &'static str,
    begins: &'static str,
    note: &'static str,
    /// Name in the diagram, and label.
    states: Vec<(String, &'static str)>,
    commands: Vec<Row>,
}

impl States {
    fn print(&self) {
        println!("# {}的状态\n", self.of);
        println!(
            "本页由 `cargo xtask docs` 从程序的状态表（`{}`）生成。\n",
            self.table
        );
        self.print_diagram();
        println!("{}\n", self.note);
        println!("## 每种状态下的每项操作\n");
        println!("表中代码是拒绝的理由，与命令行、接口给出的 `code` 相同。\n");
        let heads: Vec<_> = self.states.iter().map(|(_, label)| *label).collect();
        println!("| 操作 | 谁可以办 | {} |", heads.join(" | "));
        println!("|---|---|{}", "---|".repeat(heads.len()));
        for row in &self.commands {
            let cells: Vec<_> = row.cells.iter().zip(&heads).map(words).collect();
            println!("| {} | {} | {} |", row.label, row.right, cells.join(" | "));
        }
    }

    fn print_diagram(&self) {
        println!("```mermaid\nstateDiagram-v2");
        for (name, label) in &self.states {
            println!("    state \"{label}\" as {name}");
        }
        if let Some((first, _)) = self.states.first() {
            println!("    [*] --> {first}: {}", self.begins);
        }
        for (at, (from, _)) in self.states.iter().enumerate() {
            for (to, label) in &self.states {
                let labels: Vec<_> = self
                    .commands
                    .iter()
                    .filter(|row| matches!(&row.cells[at], Some(Cell::Becomes(it)) if it == label))
                    .map(|row| row.label)
                    .collect();
                if !labels.is_empty() {
                    println!("    {from} --> {to}: {}", labels.join("、"));
                }
            }
        }
        println!("```\n");
    }
}

fn words((cell, state): (&Option<Cell>, &&'static str)) -> String {
    match cell {
        Some(Cell::Becomes(to)) if to == state => "可以，状态不变".to_owned(),
        Some(Cell::Becomes(to)) => format!("可以，变为{to}"),
        Some(Cell::Refused(code)) => format!("`{code}`"),
        None => "—".to_owned(),
    }
}
