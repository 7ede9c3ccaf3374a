//! A body as it is set on paper: passages in reading order, their words without marks and links. Whoever sets them decides on type
//! and place.

use crate::block::{Align, Block, List, Row, Table, text_of};

/// One passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A heading.
    Heading {
        /// 2 to 4.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph; lines that were broken by hand end in a line feed.
    Paragraph {
        /// Its words.
        text: String,
        /// Where it stands.
        stand: Stand,
    },
    /// A paragraph of a list or a quotation.
    Item {
        /// How deep it stands, from 1.
        depth: usize,
        /// `1.` or `•`; empty where it goes on, and in a quotation.
        marker: String,
        /// Its words.
        text: String,
    },
    /// A table.
    Table {
        /// What it is called; may be empty.
        caption: String,
        /// Its rows, those of the head first.
        rows: Vec<Vec<PassageCell>>,
    },
    /// A line across.
    Rule,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// From the left, its first line drawn in.
    Start,
    /// In the middle.
    Centre,
    /// On the right.
    Right,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageCell {
    /// Whether it heads others.
    pub is_head: bool,
    /// How many columns it takes, 1 at least.
    pub columns: usize,
    /// How many rows it takes, 1 at least.
    pub rows: usize,
    /// Its words; paragraphs end in a line feed.
    pub text: String,
}

/// The passages of a body.
pub(crate) fn passages(blocks: &[Block]) -> Vec<Passage> {
    let mut found = Vec::new();
    flow(blocks, (0, &mut String::new()), &mut found);
    found
}

/// Passages at a depth of lists and quotations; the first that is words takes the marker.
fn flow(blocks: &[Block], (depth, marker): (usize, &mut String), found: &mut Vec<Passage>) {
    for block in blocks {
        match block {
            Block::Paragraph(it) if depth == 0 => found.push(Passage::Paragraph {
                text: text_of(&it.line),
                stand: match it.align {
                    Align::Start => Stand::Start,
                    Align::Centre => Stand::Centre,
                    Align::Right => Stand::Right,
                },
            }),
            Block::Paragraph(it) => found.push(Passage::Item {
                depth,
                marker: std::mem::take(marker),
                text: text_of(&it.line),
            }),
            Block::Heading { level, line } => found.push(Passage::Heading {
                level: *level,
                text: text_of(line),
            }),
            Block::List(list) => items(list, depth, found),
            Block::Table(table) => found.push(of_table(table)),
            Block::Quote(within) => flow(within, (depth + 1, &mut String::new()), found),
            Block::Figure(figure) => {
                for line in [&figure.picture, &figure.caption] {
                    let text = text_of(line);
                    if !text.trim().is_empty() {
                        let stand = Stand::Centre;
                        found.push(Passage::Paragraph { text, stand });
                    }
                }
            }
            Block::Rule => found.push(Passage::Rule),
        }
    }
}

fn items(list: &List, depth: usize, found: &mut Vec<Passage>) {
    for (item, number) in list.items.iter().zip(1_usize..) {
        let mut marker = match list.is_ordered {
            true => format!("{number}."),
            false => "•".to_owned(),
        };
        flow(item, (depth + 1, &mut marker), found);
    }
}

fn of_table(table: &Table) -> Passage {
    let rows = table.head.iter().chain(&table.body);
    Passage::Table {
        caption: text_of(&table.caption),
        rows: rows.map(of_row).collect(),
    }
}

fn of_row(row: &Row) -> Vec<PassageCell> {
    row.iter()
        .map(|cell| PassageCell {
            is_head: cell.is_header,
            columns: cell.columns.max(1),
            rows: cell.rows.max(1),
            text: words_of(&passages(&cell.blocks)),
        })
        .collect()
}

/// What stands in a cell, a line a passage.
fn words_of(passages: &[Passage]) -> String {
    let lines = passages.iter().map(|it| match it {
        Passage::Heading { text, .. } | Passage::Paragraph { text, .. } => text.clone(),
        Passage::Item { marker, text, .. } => format!("{marker}{text}"),
        Passage::Table { rows, .. } => {
            let cells = rows.iter().flatten().map(|cell| cell.text.as_str());
            cells.collect::<Vec<_>>().join(" ")
        }
        Passage::Rule => String::new(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Body;

    #[test]
    fn a_body_becomes_passages_in_reading_order() {
        let html = "<h2>一、总则</h2><p>第一条<br>续</p><ol><li><p>甲</p><ul><li>子</li></ul></li><li>乙</li></ol>\
            <table><caption>表一</caption><thead><tr><th colspan=\"2\">头</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\
            <p class=\"right\">落款</p>";
        let body = Body::clean(html).unwrap().body;
        let found = passages(body.blocks());
        let item = |depth, marker: &str, text: &str| Passage::Item {
            depth,
            marker: marker.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            found[0],
            Passage::Heading {
                level: 2,
                text: "一、总则".to_owned()
            }
        );
        assert_eq!(
            found[1],
            Passage::Paragraph {
                text: "第一条\n续".to_owned(),
                stand: Stand::Start
            }
        );
        assert_eq!(
            found[2..5],
            [item(1, "1.", "甲"), item(2, "•", "子"), item(1, "2.", "乙")]
        );
        let Passage::Table { caption, rows } = &found[5] else {
            panic!("{:?}", found[5])
        };
        assert_eq!(caption, "表一");
        assert_eq!((rows[0][0].columns, rows[0][0].is_head), (2, true));
        assert_eq!(rows[1][1].text, "2");
        let Passage::Paragraph { stand, .. } = &found[6] else {
            panic!("{:?}", found[6])
        };
        assert_eq!(*stand, Stand::Right);
    }
}
