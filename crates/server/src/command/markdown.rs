//! References as Markdown, made from what they are about: the command line, the tables of what can be done to a
//! promise, a supervision notice or an edition of a document, and what is in an archive of a site. `cargo xtask docs` writes them to docs/; nothing is decided here.

use std::fmt::Debug;

use clap::{Command, CommandFactory};
use kernel::{Transition, Verdict};

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
    use promises::rules::{CommandKind, StateKind, TRANSITIONS};
    Table {
        of: "承诺",
        source: "promises::rules::TRANSITIONS",
        begins: "开立",
        note: "“按期”与“逾期”不是状态，由到期日和公开日期推算：到期日当天不算逾期，次日零时（北京时间）起算逾期。",
        transitions: TRANSITIONS,
        states: (StateKind::ALL, StateKind::label),
        commands: (CommandKind::ALL, |it| (it.label(), it.right())),
    }
    .print();
}

/// Prints the states of a supervision notice.
pub fn print_notice_states() {
    use oversight::rules::{CommandKind, StateKind, TRANSITIONS};
    Table {
        of: "督办单",
        source: "oversight::rules::TRANSITIONS",
        begins: "发出",
        note: "答复期限按工作日计算，退回后自退回次日重新计算；是否逾期由承诺的同一函数判断。",
        transitions: TRANSITIONS,
        states: (StateKind::ALL, StateKind::label),
        commands: (CommandKind::ALL, |it| (it.label(), it.right())),
    }
    .print();
}

/// Prints the states of an edition of a document.
pub fn print_edition_states() {
    use publishing::EditionState;
    use publishing::rules::{EditionCommand, transitions};
    Table {
        of: "信息版次",
        source: "publishing::rules::verdict",
        begins: "起草",
        note: "审批通过而没有定时的，当即发布；公开属性为依申请公开、不予公开的，审批后存档而不公开。已公开的版次不能修改，更正另起新版次。从旧网站导入的，直接成为已公开的版次或草稿（见 import.md），不经过本表。",
        transitions: transitions().leak(),
        states: (EditionState::ALL, EditionState::label),
        commands: (EditionCommand::ALL, |it| (it.label(), it.right())),
    }
    .print();
}

/// Prints the states of a filing.
pub fn print_filing_states() {
    use publishing::filing::rules::transitions;
    use publishing::filing::{FilingCommand, FilingState};
    Table {
        of: "备案",
        source: "publishing::filing::rules::verdict",
        begins: "报送备案",
        note: "期限由栏目与种类文件规定（gongkai config library），退回补正和审查意见各产生一项承诺；受理单位不在本站的，由制定单位登记其书面意见。",
        transitions: transitions().leak(),
        states: (FilingState::ALL, FilingState::label),
        commands: (FilingCommand::ALL, |it| (it.label(), it.right())),
    }
    .print();
}

/// Prints the stages of a request for information.
pub fn print_request_states() {
    use requests::Stage;
    use requests::rules::{RequestCommand, transitions};
    Table {
        of: "政府信息公开申请",
        source: "requests::rules::verdict",
        begins: "提交或者登记",
        note: "征求第三方、共同制作机关和其他机关的意见与各阶段并行，不是阶段。书面提交而收到日期确定的，直接成为已登记。答复期限由办理的日期推算（《政府信息公开条例》第三十条至第三十四条），每次办理后重新推算，是一项承诺；发出之日为答复之日。",
        transitions: transitions().leak(),
        states: (Stage::ALL, Stage::label),
        commands: (RequestCommand::ALL, |it| (it.label(), it.right())),
    }
    .print();
}

/// Prints the tables and columns of an archive.
pub fn print_archive_tables() {
    use store::archive::tables::{LEFT_OUT, TABLES};
    println!("# 存档中的表\n");
    println!(
        "本页由 `cargo xtask docs` 从 `store::archive::tables` 生成；存档的格式见 [export.md](export.md)。\n"
    );
    println!(
        "每张表是 `tables/表名.jsonl`，每行一个 JSON 对象，列依此处的次序，行按主键（粗体）排列：文本按 UTF-8 字节，整数按大小。\
         类型：text 为字符串，bigint 为 64 位整数，boolean 为 true 或 false；标“可空”的列可为 null。列名以 `_at` 结尾的是时刻\
         （`2026-11-21T02:00:00.000Z`），以 `_on` 结尾的是日期（`2026-11-21`，北京时间），以 `_id` 结尾的指向另一张表的行。\n"
    );
    for table in TABLES {
        println!("## {}\n\n{}。\n", table.name, table.about);
        println!("| 列 | 类型 |\n|---|---|");
        for column in table.columns {
            let mark = if table.key.contains(&column.name) {
                "**"
            } else {
                ""
            };
            let nullable = if column.is_nullable { "，可空" } else { "" };
            println!(
                "| {mark}{}{mark} | {}{nullable} |",
                column.name,
                column.kind.word()
            );
        }
        println!();
    }
    println!("## 没有写入的表\n\n| 表 | 原因 |\n|---|---|");
    for (table, reason) in LEFT_OUT {
        println!("| {table} | {reason} |");
    }
    println!("| schema_migration, schema_lock | 数据库结构自身的记录；结构的版本在 about.json |");
}

/// The word for a command, and for whoever may do it.
type Words<C> = fn(C) -> (&'static str, &'static str);

/// A table of states and commands, of whatever.
struct Table<S: 'static, C: 'static> {
    of: &'static str,
    /// Where it stands in the code.
    source: &'static str,
    /// What makes the first state.
    begins: &'static str,
    note: &'static str,
    transitions: &'static [Transition<S, C>],
    /// All of them, and the word for one.
    states: (&'static [S], fn(S) -> &'static str),
    /// All of them, and the word for one and for whoever may.
    commands: (&'static [C], Words<C>),
}

impl<S: Copy + PartialEq + Debug, C: Copy + PartialEq> Table<S, C> {
    fn print(&self) {
        println!("# {}的状态\n", self.of);
        println!(
            "本页由 `cargo xtask docs` 从程序的状态表（`{}`）生成。\n",
            self.source
        );
        self.print_diagram();
        println!("{}\n", self.note);
        println!("## 每种状态下的每项操作\n");
        println!("表中代码是拒绝的理由，与命令行、接口给出的 `code` 相同。\n");
        let ((states, label), (commands, words)) = (self.states, self.commands);
        let heads: Vec<_> = states.iter().map(|state| label(*state)).collect();
        println!("| 操作 | 谁可以办 | {} |", heads.join(" | "));
        println!("|---|---|{}", "---|".repeat(heads.len()));
        for command in commands {
            let (command_label, right) = words(*command);
            let cells: Vec<_> = states
                .iter()
                .map(|state| self.cell(*state, *command))
                .collect();
            println!("| {command_label} | {right} | {} |", cells.join(" | "));
        }
    }

    fn print_diagram(&self) {
        println!("```mermaid\nstateDiagram-v2");
        let ((states, label), (commands, words)) = (self.states, self.commands);
        for state in states {
            println!("    state \"{}\" as {state:?}", label(*state));
        }
        if let Some(first) = states.first() {
            println!("    [*] --> {first:?}: {}", self.begins);
        }
        for from in states {
            for to in states {
                let labels: Vec<_> = commands
                    .iter()
                    .filter(|it| self.find(*from, **it) == Some(Verdict::Becomes(*to)))
                    .map(|it| words(*it).0)
                    .collect();
                if !labels.is_empty() {
                    println!("    {from:?} --> {to:?}: {}", labels.join("、"));
                }
            }
        }
        println!("```\n");
    }

    fn find(&self, state: S, command: C) -> Option<Verdict<S>> {
        let mut rows = self.transitions.iter();
        let row = rows.find(|(from, asked, _)| *from == state && *asked == command);
        row.map(|(_, _, verdict)| *verdict)
    }

    fn cell(&self, state: S, command: C) -> String {
        match self.find(state, command) {
            Some(Verdict::Becomes(to)) if to == state => "可以，状态不变".to_owned(),
            Some(Verdict::Becomes(to)) => format!("可以，变为{}", self.states.1(to)),
            Some(Verdict::Refused(code)) => format!("`{code}`"),
            None => "—".to_owned(),
        }
    }
}
