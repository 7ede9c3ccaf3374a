//! From the blocks of a work plan to its duties: running text, tables and tables that lost their grid.
//!
//! Which blocks are title, signature and furniture is told by the caller; what units and dates mean is for others.

mod aside;
mod columns;
mod draft;
mod flat;
mod loose;
mod parts;
mod periods;
mod prose;
mod repeats;
mod rows;
mod table;
mod tree;

use std::collections::HashMap;

use crate::blocks::{Block, Source};
use crate::outline::heading::{Region, region};
use crate::outline::label::{self, Style};
use crate::outline::line::{Line, of_paragraph};
use crate::outline::nest::Nest;
use crate::outline::numeral;
use crate::reading::{Doubt, Duty};
use crate::units::role::starts;

use aside::{Notes, is_contents_line};
use columns::Columns;
use draft::{Book, Draft, Facts};
use rows::Carried;

/// What is known of a plan before its duties are read.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Index of the first block after the plan's title; 0 where there is no title.
    pub start: usize,
    /// Blocks that are no part of any duty, ascending.
    pub skip: Vec<usize>,
    /// Blocks of signatures and the like, ascending: running text after one that follows an item is no duty.
    pub signatures: Vec<usize>,
    /// The year that the plan covers.
    pub year: Option<i16>,
    /// Whether it covers several years.
    pub is_multi_year: bool,
}

/// The duties of a plan and doubts about it as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// In reading order.
    pub duties: Vec<Duty>,
    /// What a person should check.
    pub doubts: Vec<Doubt>,
}

/// Reads the duties of a plan.
pub fn read(source: &Source, frame: &Frame) -> Reading {
    let mut reader = Reader {
        source,
        book: Book::default(),
        nest: Nest::default(),
        run: Vec::new(),
        under: HashMap::new(),
        drafts: Vec::new(),
        doubts: Vec::new(),
        last_table: None,
    };
    let (mut signed, mut annexes, mut notes) = (false, false, Notes::default());
    let mut begins_annex = false;
    for block in frame.start..source.blocks.len() {
        if frame.skip.binary_search(&block).is_ok() {
            signed |= frame.signatures.binary_search(&block).is_ok() && reader.has_items();
            continue;
        }
        match &source.blocks[block] {
            Block::Paragraph(_) => {
                let Some(line) = of_paragraph(source, block) else {
                    continue;
                };
                let titles = std::mem::replace(&mut begins_annex, opens_annex(&line));
                if begins_annex {
                    reader.annex();
                }
                if signed || titles && is_annex_title(&line) {
                    continue;
                }
                annexes = lists_annexes(&line, annexes);
                let aside = notes.take(&line, reader.has_items()) || is_contents_line(&line);
                if !annexes && !aside {
                    let index = reader.book.push(line);
                    reader.run.push(index);
                }
            }
            Block::Table(_) => reader.table(block),
        }
    }
    reader.end_run(After::Nothing);
    let facts = Facts {
        year: frame.year,
        is_multi_year: frame.is_multi_year,
    };
    let (book, under) = (reader.book, reader.under);
    let duties: Vec<Duty> = reader
        .drafts
        .into_iter()
        .filter(|d| !d.text.is_empty())
        .map(|d| d.under_period(&book, &under).finish(&book, facts))
        .collect();
    let mut reading = Reading {
        duties,
        doubts: reader.doubts,
    };
    tell_missing_units(&mut reading);
    repeats::tell(&mut reading.duties);
    reading
}

/// Whether a line opens an annex: 附件, 附件1, and nothing else.
fn opens_annex(line: &Line) -> bool {
    let chars: Vec<char> = line.chars.iter().copied().filter(|c| *c != ' ').collect();
    let opens = starts(&chars, "附件") || starts(&chars, "附表");
    let mut rest = chars.iter().skip(2);
    opens && rest.all(|c| c.is_ascii_digit() || numeral::is_numeral(*c) || *c == ':')
}

/// Whether the line after 附件 can be the annex's title.
fn is_annex_title(line: &Line) -> bool {
    let stops = line
        .chars
        .iter()
        .any(|c| matches!(c, '。' | ';' | ':' | ','));
    line.len() <= 60 && !stops && label::read(&line.chars, 0).is_none()
}

/// Whether a line names annexes: 附件:1.… and the short numbered lines after it.
fn lists_annexes(line: &Line, so_far: bool) -> bool {
    let chars = &line.chars;
    let named = starts(chars, "附件") && matches!(chars.get(2), Some(':' | ' ') | None)
        || starts(chars, "附件下载")
        || starts(chars, "附:")
        || starts(chars, "附表:");
    let numbered = starts(chars, "附件")
        && chars.len() < 60
        && chars
            .get(2)
            .is_some_and(|c| c.is_ascii_digit() || numeral::is_numeral(*c));
    let is_file = chars.len() < 60
        && [
            ".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".et", ".zip", ".rar",
        ]
        .iter()
        .any(|end| crate::units::role::ends(chars, end));
    let goes_on = so_far
        && chars.len() < 60
        && !chars.contains(&'。')
        && label::read(chars, 0).is_some_and(|l| l.style >= Style::Digit && l.number > 1);
    named || numbered || goes_on || is_file
}

/// What follows a run of paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    Table,
}

struct Reader<'a> {
    source: &'a Source,
    book: Book<'a>,
    nest: Nest,
    /// Paragraphs not yet read.
    run: Vec<usize>,
    /// Lines under the heading of a period (三月), and that heading's line.
    under: HashMap<usize, usize>,
    drafts: Vec<Draft>,
    doubts: Vec<Doubt>,
    /// Columns of the last table and what its rows carry, for a table that goes on.
    last_table: Option<(Columns, Carried, Vec<String>)>,
}

impl Reader<'_> {
    fn has_items(&self) -> bool {
        !self.drafts.is_empty()
            || self
                .run
                .iter()
                .any(|i| label::read(&self.book.lines[*i].chars, 0).is_some())
    }

    /// An annex begins: it stands under none of the items before it.
    fn annex(&mut self) {
        if self.has_items() {
            self.end_run(After::Nothing);
            self.nest = Nest::default();
        }
    }

    fn table(&mut self, block: usize) {
        let Some(Block::Table(table)) = self.source.blocks.get(block) else {
            return;
        };
        let grid = table::Grid::new(table);
        let header = grid.as_ref().and_then(table::Grid::header);
        let goes_on = self
            .last_table
            .as_ref()
            .is_some_and(|(c, _, _)| c.list.len() == table.columns as usize);
        let (columns, first, fresh) = match (header, grid) {
            (Some((columns, first)), _) => (columns, first, true),
            (None, Some(_)) if goes_on => {
                let Some((columns, _, _)) = &self.last_table else {
                    return;
                };
                (columns.clone(), 0, false)
            }
            (None, Some(grid)) => match grid.guess() {
                Some(columns) => (columns, 0, true),
                None => return self.frame(block),
            },
            (None, None) => return self.frame(block),
        };
        self.end_run(After::Table);
        let rows = table::rows(&mut self.book, self.source, block, (&columns, first));
        let (mut carried, base) = match self.last_table.take() {
            Some((_, carried, base)) if !fresh || goes_on && self.nest.section() == base => {
                (carried, base)
            }
            _ => (Carried::default(), self.nest.section()),
        };
        let mut drafts = rows::duties(&self.book, &rows, &base, &mut carried);
        if columns.is_guessed {
            rows::tell_guess(&mut drafts);
        }
        self.drafts.extend(drafts);
        self.last_table = Some((columns, carried, base));
    }

    /// A table that merely frames running text.
    fn frame(&mut self, block: usize) {
        for line in table::framed(self.source, block) {
            let index = self.book.push(line);
            self.run.push(index);
        }
    }

    /// Reads the paragraphs gathered so far.
    fn end_run(&mut self, after: After) {
        let run = std::mem::take(&mut self.run);
        let mut at = 0;
        let mut begin = 0;
        while at < run.len() {
            let Some((columns, taken)) = flat::header(&self.book, &run, at) else {
                at += 1;
                continue;
            };
            self.prose(&run[begin..at], After::Table);
            let (rows, used) = flat::rows(&self.book, &run[at + taken..], &columns, &self.nest);
            let base = self.nest.section();
            self.drafts.extend(rows::duties(
                &self.book,
                &rows,
                &base,
                &mut Carried::default(),
            ));
            at += taken + used;
            begin = at;
        }
        self.prose(&run[begin..], after);
    }

    fn prose(&mut self, run: &[usize], after: After) {
        let (run, under) = periods::part(&self.book, run);
        let mut tree = tree::grow(&self.book, &run, &mut self.nest);
        if tree.nodes.is_empty() && self.nest.open.is_empty() && self.drafts.is_empty() {
            tree = loose::grow(&self.book, &run, &under);
        }
        self.under.extend(under);
        self.doubts.extend(tree.doubts.iter().cloned());
        let mut drafts = prose::duties(&self.book, &tree);
        // a heading right above a table names the table
        if after == After::Table
            && let Some(last) = drafts.last()
            && last.roles.is_empty()
            && tree
                .nodes
                .last()
                .is_some_and(|n| n.section == last.section && n.segs.len() <= 1)
            && last.text.iter().map(|s| s.to - s.from).sum::<usize>() <= 60
        {
            drafts.pop();
        }
        self.drafts.extend(drafts);
    }
}

/// Whether a heading opens goals; for callers that show an outline.
pub fn is_goals(heading: &str) -> bool {
    let line = Line::new(heading);
    region(&line.chars) == Region::Goals
}

/// Duties without units in a plan that names units elsewhere.
fn tell_missing_units(reading: &mut Reading) {
    if reading.duties.is_empty() {
        reading.doubts.push(Doubt {
            code: "no_duties".into(),
            message: "没有读到任务：正文没有编号，也没有标注责任单位，请确认这是不是一份工作计划。"
                .into(),
            place: None,
        });
        return;
    }
    let named = reading.duties.iter().filter(|d| !d.lead.is_empty()).count();
    if named == 0 {
        reading.doubts.push(Doubt {
            code: "unit_missing".into(),
            message: "全文没有标注责任单位，请为各项任务指定责任单位。".into(),
            place: None,
        });
        return;
    }
    let missing = reading
        .duties
        .iter()
        .filter(|d| d.lead.is_empty() && d.support.is_empty())
        .count();
    if missing * 3 > reading.duties.len() {
        let message = format!("有 {missing} 项没有写责任单位，请确认由谁承担。");
        reading.doubts.push(Doubt {
            code: "unit_missing".into(),
            message,
            place: None,
        });
        return;
    }
    for duty in reading
        .duties
        .iter_mut()
        .filter(|d| d.lead.is_empty() && d.support.is_empty())
    {
        let place = duty.places.first().copied();
        duty.doubts.push(Doubt {
            code: "unit_missing".into(),
            message: "本项没有写责任单位，而其他各项大多写了，请确认由谁承担。".into(),
            place,
        });
    }
}
