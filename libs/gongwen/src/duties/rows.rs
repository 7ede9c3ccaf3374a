//! Rows of a task table, however it was laid out, to duties: merged cells carried down, labels to sections.

use std::collections::HashMap;

use super::draft::{Book, Draft, Seg};
use super::parts::part;
use crate::outline::label::{self, Label, Style};
use crate::outline::line::Line;
use crate::outline::nest::Nest;
use crate::outline::numeral;
use crate::reading::Doubt;
use crate::units::list::join_lines;
use crate::units::role::Role;
use crate::units::verbs::{Roles, groups};

/// A cell: lines of the book.
pub(crate) type CellLines = Vec<usize>;

/// A row whose cells are known by what their column holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// A row that spans the table: 一、…
    pub group: CellLines,
    /// The cell of a column that groups tasks (类别), where another column names them.
    pub class: CellLines,
    pub number: CellLines,
    /// Whether the numbers stand within the tasks: their column comes after the tasks' labels.
    pub numbers_within: bool,
    pub task: CellLines,
    pub text: CellLines,
    pub units: Vec<(RoleOf, CellLines)>,
    pub time: CellLines,
    /// Whether the cell of the words is the same as in the row above.
    pub same_text: bool,
}

/// The role of a column of units.
pub(crate) type RoleOf = Role;

/// What is carried from row to row.
#[derive(Default)]
pub(crate) struct Carried {
    nest: Nest,
    group_heading: String,
    task: Option<Label>,
    task_heading: String,
    number: Option<String>,
    roles: Roles,
    has_row: bool,
}

/// Makes duties of rows; `base` are the labels above the table.
pub(crate) fn duties(
    book: &Book,
    rows: &[Row],
    base: &[String],
    carried: &mut Carried,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut cells = UnitCells::default();
    for row in rows {
        if !row.group.is_empty() {
            enter_group(book, row, carried);
            continue;
        }
        enter_class(book, row, carried);
        enter_task(book, row, carried);
        let roles = cells.roles_of(book, row);
        if row.same_text
            && let Some(last) = drafts.last_mut()
        {
            last.roles.extend(roles);
            continue;
        }
        carry(row, roles, carried);
        carried.has_row = true;
        drafts.extend(drafts_of(book, row, (base, carried)));
    }
    drafts
}

/// Keeps the units of the row above where this row's cells are empty; of several columns, the leading one alone.
fn carry(row: &Row, mut roles: Roles, carried: &mut Carried) {
    // a cell with a stroke in it says nobody, an empty one goes on from above
    let blank = row.units.iter().all(|(_, lines)| lines.is_empty());
    if roles.is_empty() && blank || !roles.is_empty() && is_ditto(&roles) {
        return;
    }
    let has = |role: Role| row.units.iter().any(|(r, _)| *r == role);
    let leading = match () {
        () if row.units.len() < 2 => None,
        () if has(Role::Lead) => Some(Role::Lead),
        () if has(Role::Support) => Some(Role::Answer),
        () => None,
    };
    let is_told = |leading: Role| {
        roles.iter().any(|(r, _)| *r == Some(leading))
            || row
                .units
                .iter()
                .any(|(r, lines)| *r == leading && !lines.is_empty())
    };
    if let Some(leading) = leading.filter(|l| !is_told(*l)) {
        let above = carried.roles.iter().filter(|(r, _)| *r == Some(leading));
        roles.splice(0..0, above.cloned().collect::<Vec<_>>());
    }
    carried.roles = roles;
}

fn is_ditto(roles: &Roles) -> bool {
    roles.iter().all(|(_, n)| n == "同上" || n == "〃")
}

fn first_label(book: &Book, lines: &[usize]) -> Option<Label> {
    let chars = &book.lines[*lines.first()?].chars;
    let at = chars.iter().position(|c| *c != ' ')?;
    label::read(chars, at)
}

fn enter_group(book: &Book, row: &Row, carried: &mut Carried) {
    carried.task = None;
    carried.task_heading.clear();
    carried.number = None;
    let label = first_label(book, &row.group);
    carried.group_heading = words(book, &row.group, label.as_ref().map_or(0, |l| l.end));
    let label = label.or_else(|| chapter_number(book, row));
    match label {
        Some(label) => {
            carried.nest.enter(&label, 0);
        }
        None => carried.nest.open.clear(),
    }
}

/// The label of a chapter whose number stands in a cell of its own.
fn chapter_number(book: &Book, row: &Row) -> Option<Label> {
    let chars = &book.lines[*row.number.first()?].chars;
    let at = chars.iter().position(|c| *c != ' ')?;
    let (number, end) = numeral::chinese(chars, at)?;
    Some(Label {
        style: Style::Chinese,
        number,
        printed: chars[at..end].iter().collect(),
        end,
    })
}

/// A class with a chapter's label stands above the tasks beside it.
fn enter_class(book: &Book, row: &Row, carried: &mut Carried) {
    if let Some(label) = first_label(book, &row.class).filter(|l| l.style <= Style::ChineseBracket)
    {
        carried.task = None;
        carried.task_heading.clear();
        carried.group_heading = words(book, &row.class, label.end);
        carried.nest.enter(&label, 0);
    }
}

fn enter_task(book: &Book, row: &Row, carried: &mut Carried) {
    if !row.task.is_empty() {
        carried.task = first_label(book, &row.task);
        let end = carried.task.as_ref().map_or(0, |l| l.end);
        carried.task_heading = words(book, &row.task, end);
        carried.number = None;
    }
    if let Some(index) = row.number.first() {
        let line = &book.lines[*index];
        let label = first_label(book, &row.number).map(|l| l.printed);
        let bare: String = line
            .chars
            .iter()
            .filter(|c| !matches!(c, ' ' | '.' | '、'))
            .collect();
        carried.number =
            Some(label.unwrap_or(bare)).filter(|n| !n.is_empty() && n.chars().count() <= 6);
    }
}

/// A cell's words on one line, from a character of its first line on.
fn words(book: &Book, lines: &[usize], from: usize) -> String {
    let mut text = String::new();
    for (i, index) in lines.iter().enumerate() {
        let line = &book.lines[*index];
        text.push_str(
            line.written(if i == 0 { from.min(line.len()) } else { 0 }, line.len())
                .trim(),
        );
    }
    text.trim_matches(|c: char| matches!(c, '。' | '；' | ';' | '：' | ':' | ' ' | '　'))
        .to_owned()
}

/// Unit cells already read: a table names the same few units in row after row.
#[derive(Default)]
struct UnitCells {
    seen: HashMap<(Role, String), Roles>,
}

impl UnitCells {
    /// The units of a row's cells.
    fn roles_of(&mut self, book: &Book, row: &Row) -> Roles {
        let mut roles = Roles::new();
        for (role, lines) in &row.units {
            let words = join_lines(lines.iter().map(|i| book.lines[*i].text));
            let found = self
                .seen
                .entry((*role, words))
                .or_insert_with_key(|(role, words)| roles_of_cell(words, *role));
            roles.extend_from_slice(found);
        }
        roles
    }
}

fn roles_of_cell(words: &str, role: Role) -> Roles {
    let line = Line::new(words);
    if line.is_empty() {
        return Roles::new();
    }
    // a cell may itself say 牵头单位:… or …牵头,…配合
    if line.chars.iter().any(|c| matches!(c, ':' | '(' | ' '))
        && let [only] = crate::units::annotation::list(&line, 0, line.len()).as_slice()
        && only.from == 0
        && only.to >= line.len()
        && !only.roles.is_empty()
    {
        return only
            .roles
            .iter()
            .map(|(r, n)| (r.or(Some(role)), n.clone()))
            .collect();
    }
    let found = groups(&line, 0, line.len());
    if found.has_verb {
        return found
            .roles
            .into_iter()
            .map(|(r, n)| (r.or((role != Role::Answer).then_some(role)), n))
            .collect();
    }
    found
        .roles
        .into_iter()
        .map(|(_, n)| (Some(role), n))
        .collect()
}

/// Whether a line that begins with a list's first label goes on to its second.
fn enumerates(chars: &[char], first: &Label) -> bool {
    (first.end..chars.len()).any(|i| {
        matches!(chars[i - 1], ';' | '。' | ',' | ' ')
            && label::read(chars, i)
                .is_some_and(|l| l.style == first.style && l.number == first.number + 1)
    })
}

fn drafts_of(book: &Book, row: &Row, (base, carried): (&[String], &Carried)) -> Vec<Draft> {
    let (lines, from_task) = if row.text.is_empty() {
        (&row.task, true)
    } else {
        (&row.text, false)
    };
    let mut segs: Vec<Seg> = lines.iter().map(|i| book.whole(*i)).collect();
    let labelled = lines
        .iter()
        .filter(|i| first_label(book, &[**i]).is_some())
        .count();
    let own = first_label(book, lines)
        .filter(|l| labelled == 1 && !enumerates(&book.lines[lines[0]].chars, l));
    if let (Some(label), Some(first)) = (&own, segs.first_mut()) {
        first.from = label.end;
    }
    let mut section = base.to_vec();
    section.extend(carried.nest.section());
    let above = section.len();
    if !from_task && let Some(task) = &carried.task {
        section.push(task.printed.clone());
    }
    if (section.len() == above || row.numbers_within && own.is_none())
        && let Some(number) = &carried.number
    {
        section.push(number.clone());
    }
    if let Some(label) = &own {
        section.push(label.printed.clone());
    }
    let heading = match () {
        () if !carried.task_heading.is_empty() && !from_task => carried.task_heading.clone(),
        () if !carried.group_heading.is_empty() => carried.group_heading.clone(),
        () => carried.task_heading.clone(),
    };
    let times: Vec<Seg> = row.time.iter().map(|i| book.whole(*i)).collect();
    let parts = part(book, &segs);
    let blank = Draft {
        section,
        heading,
        times,
        ..Draft::default()
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for closed in &parts.closed {
        drafts.push(Draft {
            text: closed.text.clone(),
            roles: closed.roles.clone(),
            times: [&blank.times[..], &closed.times].concat(),
            ..blank.clone()
        });
    }
    if !parts.rest.text.is_empty() {
        let times = [&blank.times[..], &parts.rest.times].concat();
        drafts.push(Draft {
            text: parts.rest.text,
            roles: if parts.ahead.roles.is_empty() {
                carried.roles.clone()
            } else {
                parts.ahead.roles
            },
            times,
            ..blank
        });
    }
    drafts
}

/// Notes on every duty that the layout of its table was guessed.
pub(crate) fn tell_guess(drafts: &mut [Draft]) {
    if let Some(first) = drafts.first_mut() {
        first.doubts.push(Doubt {
            code: "table_layout_guessed".into(),
            message: "表格没有可辨认的表头，各栏含义由内容推断，请核对任务与单位是否对应。".into(),
            place: None,
        });
    }
}
