//! Tables that lost their grid: the header's cells one a line, then the cells of the rows one a line.

use super::columns::{Column, Columns, of_heading};
use super::draft::Book;
use super::rows::Row;
use crate::outline::label::{self, Style};
use crate::outline::line::Line;
use crate::outline::nest::Nest;
use crate::units::name::{is_clean, is_full, is_likely};
use crate::units::role::Role;
use crate::units::verbs::{groups, is_time_piece};

/// The header that begins at `at`: its columns and the number of lines it takes.
pub(crate) fn header(book: &Book, lines: &[usize], at: usize) -> Option<(Columns, usize)> {
    let mut list = Vec::new();
    let mut taken = 0;
    while let Some(index) = lines.get(at + taken) {
        let line = &book.lines[*index];
        if line.len() > 14 {
            break;
        }
        if let Some(column) = of_heading(line.text) {
            list.push(column);
            taken += 1;
            continue;
        }
        // a heading broken over two lines
        let Some(second) = lines.get(at + taken + 1).map(|i| &book.lines[*i]) else {
            break;
        };
        if taken == 0 || line.len() > 6 || second.len() > 6 || label::read(&line.chars, 0).is_some()
        {
            break;
        }
        let Some(column) = of_heading(&format!("{}{}", line.text, second.text)) else {
            break;
        };
        list.push(column);
        taken += 2;
    }
    let distinct = list.iter().any(|c| matches!(c, Column::Units(_)));
    let columns = Columns {
        list,
        is_guessed: false,
    };
    (columns.list.len() >= 2 && distinct && columns.hand_out()).then(|| (columns.settle(), taken))
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Number,
    Label(Style),
    Units,
    /// The first half of a unit's name that the cell's width broke.
    HalfUnits,
    Time,
    /// Words that may go on in the next line.
    Words,
}

/// The state of a table being put together again.
struct Flat<'b, 'a> {
    book: &'b Book<'a>,
    columns: &'b Columns,
    rows: Vec<Row>,
    /// Cells of the row at hand.
    cells: Vec<Vec<usize>>,
    at: Option<usize>,
    /// Which column each shape of label stands in.
    styles: Vec<(Style, usize)>,
}

/// Puts the rows together from the lines after the header; tells how many lines belong to the table, which ends where a
/// label carries on the outline in `nest` above it.
pub(crate) fn rows(
    book: &Book,
    lines: &[usize],
    columns: &Columns,
    nest: &Nest,
) -> (Vec<Row>, usize) {
    let mut flat = Flat {
        book,
        columns,
        rows: Vec::new(),
        cells: vec![Vec::new(); columns.list.len()],
        at: None,
        styles: Vec::new(),
    };
    let mut taken = 0;
    while taken < lines.len() {
        if let Some((_, again)) = header(book, lines, taken) {
            taken += again;
            continue;
        }
        let line = &book.lines[lines[taken]];
        if label::read(&line.chars, 0).is_some_and(|l| {
            nest.carries_on(&l)
                && !flat
                    .styles
                    .iter()
                    .any(|(s, c)| *s == l.style && *c != usize::MAX)
        }) {
            break;
        }
        let next = lines.get(taken + 1).map(|i| &book.lines[*i]);
        let mut seen = look(line, next);
        if seen == Look::Words && flat.breaks_name(&lines[taken..]) {
            seen = Look::HalfUnits;
        }
        flat.take(lines[taken], seen);
        taken += 1;
    }
    flat.end_row();
    drop_furniture(book, &mut flat.rows);
    (flat.rows, taken)
}

/// Words of the page after the table: rows at the end with neither label, number, units nor a full stop, where rows
/// usually have one.
fn drop_furniture(book: &Book, rows: &mut Vec<Row>) {
    let marked = |row: &Row| {
        let labelled = row
            .text
            .iter()
            .chain(&row.task)
            .any(|i| label::read(&book.lines[*i].chars, 0).is_some());
        let named = row.units.iter().any(|(_, lines)| !lines.is_empty());
        labelled || named || !row.number.is_empty() || !row.group.is_empty()
    };
    let usual = rows.iter().filter(|r| marked(r)).count() * 3 >= rows.len() * 2;
    while usual && let Some(last) = rows.last() {
        let stops = last
            .text
            .iter()
            .chain(&last.task)
            .any(|i| matches!(book.lines[*i].chars.last(), Some('。' | ';')));
        if marked(last) || stops {
            break;
        }
        rows.pop();
    }
}

fn look(line: &Line, next: Option<&Line>) -> Look {
    let chars: Vec<char> = line.chars.iter().copied().filter(|c| *c != ' ').collect();
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 && digits <= 3 && chars[digits..].iter().all(|c| matches!(c, '.' | '、')) {
        return Look::Number;
    }
    if let Some(label) = label::read(&line.chars, 0) {
        return Look::Label(label.style);
    }
    // a stroke in a cell of units says nobody
    let stroke = !chars.is_empty() && chars.iter().all(|c| matches!(c, '-' | '/' | '\\'));
    if stroke || is_unit_line(&line.chars) {
        return Look::Units;
    }
    if is_time_line(&chars) {
        return Look::Time;
    }
    // the first half of a name that the cell's width broke
    if let Some(next) = next
        && line.len() <= 14
        && next.len() <= 14
        && !line.chars.iter().any(|c| matches!(c, '。' | ';' | ':'))
        && line.chars.first() != Some(&'(')
        && !is_unit_line_complete(&next.chars)
    {
        let joined: Vec<char> = line.chars.iter().chain(&next.chars).copied().collect();
        if is_unit_line(&joined) {
            return Look::HalfUnits;
        }
    }
    Look::Words
}

fn is_unit_line_complete(chars: &[char]) -> bool {
    crate::units::name::begins_with_level(chars) && is_unit_line(chars)
}

/// Whether a line is names of units and nothing else; also `(市政府督查室)`, which adds to the name before it.
fn is_unit_line(chars: &[char]) -> bool {
    if chars.len() < 2
        || chars.len() > 160
        || chars
            .iter()
            .any(|c| matches!(c, '。' | ':' | '“' | '《' | '%'))
    {
        return false;
    }
    if chars[0] == '(' && chars.last() == Some(&')') {
        return is_full(&chars[1..chars.len() - 1]);
    }
    let text: String = chars.iter().collect();
    let line = Line::new(&text);
    let found = groups(&line, 0, line.len());
    let full = |n: &str| is_full(&n.chars().collect::<Vec<_>>());
    let likely = |n: &str| {
        let chars: Vec<char> = n.chars().collect();
        is_clean(&chars) && is_likely(&chars)
    };
    let all_full = found.roles.iter().all(|(_, n)| full(n));
    let places = found.roles.len() >= 2
        && found.roles.iter().all(|(_, n)| likely(n))
        && !chars.contains(&' ');
    !found.roles.is_empty() && (all_full || places)
}

fn is_time_line(chars: &[char]) -> bool {
    if chars.len() > 24 || chars.iter().any(|c| matches!(c, '。' | ';')) {
        return false;
    }
    let open = [
        "全年",
        "长期",
        "长期坚持",
        "持续推进",
        "常态化",
        "及时",
        "年内",
        "按季度",
        "按月",
        "每月",
        "每季度",
        "每年",
        "立即",
        "即时",
        "适时",
        "持续",
        "长期推进",
        "全年推进",
        "常年",
        "已完成",
        "长效坚持",
        "立行立改",
        "立即执行",
    ];
    is_time_piece(chars) && chars.len() <= 20
        || open.iter().any(|w| w.chars().eq(chars.iter().copied()))
}

impl Flat<'_, '_> {
    fn kind(&self, at: usize) -> Column {
        self.columns.list[at]
    }

    fn find(&self, from: usize, wanted: impl Fn(Column) -> bool) -> Option<usize> {
        (from..self.columns.list.len()).find(|i| wanted(self.kind(*i)))
    }

    /// The first column of the duty's words.
    fn words(&self) -> usize {
        self.find(0, |c| c == Column::Requirement)
            .or_else(|| self.find(0, |c| c == Column::Task))
            .unwrap_or(0)
    }

    fn take(&mut self, line: usize, look: Look) {
        let target = match look {
            Look::Number => self.columns.find(Column::Number).map(|c| (c, true)),
            Look::Label(style) => self.label_column(style).map(|c| (c, false)),
            // 责任领导 before 责任单位: a person's office may look like the half of a name
            Look::HalfUnits if self.is_before_other() => None,
            Look::Units | Look::HalfUnits => self.units_column(line),
            Look::Time => self.time_column(),
            Look::Words => None,
        };
        if let (Look::Label(_), None) = (look, target) {
            self.end_row();
            self.rows.push(Row {
                group: vec![line],
                ..Row::default()
            });
            return;
        }
        let (column, anew) = target.unwrap_or_else(|| self.words_column(line));
        let backwards = self
            .at
            .is_some_and(|at| column < at || column == at && anew);
        if backwards {
            self.end_row();
        }
        self.cells[column].push(line);
        self.at = Some(column);
    }

    /// The column of a label's shape, `None` for the label of a row that spans the table.
    fn label_column(&mut self, style: Style) -> Option<usize> {
        if let Some((_, column)) = self.styles.iter().find(|(s, _)| *s == style) {
            let column = *column;
            // a new label in the column at hand begins a new row
            if self.at.is_some_and(|at| at >= column) {
                self.end_row();
            }
            return (column < self.columns.list.len()).then_some(column);
        }
        let words = self.words();
        let task = self.find(0, |c| c == Column::Task).filter(|t| *t != words);
        let column = match task {
            // 序号 stands before the tasks: a chapter's label where no number was read spans the table
            Some(task) if style <= Style::Chinese && self.awaits_number(task) => usize::MAX,
            Some(task) if self.styles.is_empty() && style <= Style::ChineseBracket => task,
            Some(task) if self.styles.iter().any(|(_, c)| *c == task) || self.at == Some(task) => {
                words
            }
            Some(task) => task,
            None if style <= Style::Chinese => usize::MAX,
            None => words,
        };
        self.styles.push((style, column));
        if self.at.is_some_and(|at| at >= column) {
            self.end_row();
        }
        (column < self.columns.list.len()).then_some(column)
    }

    /// Whether a short line is the beginning or the end of a name that a narrow cell broke over three lines.
    fn breaks_name(&self, lines: &[usize]) -> bool {
        let chars = |i: &usize| self.book.lines[*i].chars.clone();
        let short = |i: &usize| self.book.lines[*i].len() <= 8;
        let first =
            |c: &[char]| c.len() >= 3 && !c.iter().any(|c| matches!(c, '。' | ';' | ':' | ','));
        let Some(this) = lines.first().filter(|i| short(i)) else {
            return false;
        };
        let at_units = self
            .at
            .is_some_and(|at| matches!(self.kind(at), Column::Units(_)));
        let open = at_units
            .then(|| self.cells[self.at.unwrap_or(0)].last())
            .flatten();
        if let Some(last) = open.filter(|i| short(i) && !is_unit_line(&chars(i))) {
            let joined = [chars(last), chars(this)].concat();
            return is_unit_line(&joined);
        }
        if !self.ended(self.at.unwrap_or(0)) || !first(&chars(this)) {
            return false;
        }
        let [_, second, third, ..] = lines else {
            return false;
        };
        let whole = [chars(this), chars(second), chars(third)].concat();
        short(second)
            && self.book.lines[*third].len() <= 4
            && !is_unit_line(&chars(second))
            && label::read(&chars(second), 0).is_none()
            && is_unit_line(&whole)
    }

    /// Whether a row begins with its number, and none was read for the row to come.
    fn awaits_number(&self, task: usize) -> bool {
        self.columns
            .find(Column::Number)
            .is_some_and(|number| number < task && self.at != Some(number))
    }

    /// The column that a line of units belongs to: the same cell while its list goes on, else the next one.
    fn units_column(&self, line: usize) -> Option<(usize, bool)> {
        let at = self.at?;
        let is_units = |c: Column| matches!(c, Column::Units(_));
        if at < self.words()
            && self.cells[self.words()].is_empty()
            && self.find(0, |c| c == Column::Requirement).is_some()
            && self.kind(at) != Column::Task
        {
            return None;
        }
        if is_units(self.kind(at)) {
            let last = self.cells[at].last().map(|i| &self.book.lines[*i])?;
            let open = matches!(
                last.chars.iter().rev().find(|c| **c != ' '),
                Some('、' | ',' | ';')
            ) || !is_unit_line(&last.chars);
            let adds = self.book.lines[line].chars.first() == Some(&'(');
            let next = self.find(at + 1, is_units);
            return Some((if open || adds { at } else { next.unwrap_or(at) }, false));
        }
        self.find(at + 1, is_units).map(|c| (c, false))
    }

    /// Whether the words are complete and a column of neither units nor times comes next.
    fn is_before_other(&self) -> bool {
        self.at.is_some_and(|at| {
            at == self.words()
                && self.ended(at)
                && self.columns.list.get(at + 1) == Some(&Column::Other)
        })
    }

    fn time_column(&self) -> Option<(usize, bool)> {
        let at = self.at?;
        // 投诉5个工作日内办结: right after the row's number stand its words, whatever they say of time
        let awaits_words = self.kind(at) == Column::Number;
        self.find(0, |c| c == Column::Time)
            .filter(|c| !awaits_words || *c == at + 1)
            .filter(|c| {
                *c >= at || self.cells[*c].is_empty() && self.kind(at) != Column::Requirement
            })
            .map(|c| (c, false))
    }

    /// The column that plain words belong to.
    fn words_column(&self, line: usize) -> (usize, bool) {
        let words = self.words();
        let task = self.find(0, |c| c == Column::Task).filter(|t| *t < words);
        let Some(at) = self.at else {
            return (task.unwrap_or(words), false);
        };
        let text = &self.book.lines[line];
        let sentence = text.chars.iter().any(|c| matches!(c, '。' | ';' | ',')) || text.len() > 25;
        if !sentence && self.is_before_other() {
            return (at + 1, false);
        }
        match self.kind(at) {
            Column::Number | Column::Section => (task.filter(|t| *t > at).unwrap_or(words), false),
            Column::Task if at < words => (words, false),
            Column::Requirement | Column::Task => {
                let more = self
                    .find(at + 1, |c| c == Column::Requirement)
                    .filter(|_| self.ended(at));
                (more.unwrap_or(at), false)
            }
            Column::Units(_)
                if !sentence
                    && self.find(at + 1, |c| c == Column::Other).is_some()
                    && self.columns.find(Column::Number).is_some() =>
            {
                (
                    self.find(at + 1, |c| c == Column::Other).unwrap_or(at),
                    false,
                )
            }
            // in a row that begins with a number, what follows the units is the time, however it is worded
            Column::Units(_)
                if !sentence
                    && text.len() <= 16
                    && self.columns.list.get(at + 1) == Some(&Column::Time)
                    && self.columns.list.last() == Some(&Column::Time)
                    && self.columns.list.contains(&Column::Number) =>
            {
                (at + 1, false)
            }
            Column::Other | Column::Time if self.columns.find(Column::Number).is_some() => {
                (at, false)
            }
            _ => (
                if sentence {
                    words
                } else {
                    task.unwrap_or(words)
                },
                true,
            ),
        }
    }

    fn ended(&self, at: usize) -> bool {
        self.cells[at]
            .last()
            .is_some_and(|i| matches!(self.book.lines[*i].chars.last(), Some('。' | ';')))
    }

    fn end_row(&mut self) {
        let cells = std::mem::replace(&mut self.cells, vec![Vec::new(); self.columns.list.len()]);
        self.at = None;
        if cells.iter().all(Vec::is_empty) {
            return;
        }
        let mut row = Row {
            numbers_within: self.columns.numbers_within(),
            ..Row::default()
        };
        for (kind, lines) in self.columns.list.iter().zip(cells) {
            match kind {
                Column::Number => row.number = lines,
                Column::Task => row.task.extend(lines),
                Column::Requirement => row.text.extend(lines),
                Column::Units(role) => row.units.push((*role as Role, lines)),
                Column::Time => row.time = lines,
                Column::Section | Column::Other => {}
            }
        }
        self.rows.push(row);
    }
}
