//! The source of a draft as the page shows it: its blocks, with each duty's words marked and leading to the duty.
//!
//! Pure. Words that several duties share are marked once, for the first.

use gongwen::blocks::{Block, Place, Source};

/// A stretch of text of one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    /// The duty whose words these are.
    pub duty: Option<u32>,
    /// Whether the page can be led here: the duty's first piece.
    pub is_first: bool,
}

/// A block of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    Paragraph(Vec<Piece>),
    Table(Vec<Vec<Vec<Piece>>>),
}

/// Blocks shown at most: more would only make the page slow.
const MOST: usize = 4_000;

/// Marks the words of duties in their source; whether all of it is shown.
pub(super) fn marked(source: &Source, duties: &[(u32, Vec<Place>)]) -> (Vec<Shown>, bool) {
    let mut marks = Marks::of(duties);
    let shown = (0..)
        .zip(source.blocks.iter().take(MOST))
        .map(|(n, block)| match block {
            Block::Paragraph(it) => Shown::Paragraph(marks.pieces(&it.text, (n, None))),
            Block::Table(table) => {
                let mut rows: Vec<Vec<Vec<Piece>>> = Vec::new();
                let mut last = None;
                for (cell, it) in (0..).zip(&table.cells) {
                    if last != Some(it.row) {
                        rows.push(Vec::new());
                        last = Some(it.row);
                    }
                    let pieces = marks.pieces(&it.text, (n, Some(cell)));
                    if let Some(row) = rows.last_mut() {
                        row.push(pieces);
                    }
                }
                Shown::Table(rows)
            }
        })
        .collect();
    (shown, source.blocks.len() <= MOST)
}

/// A block, and the cell where it is a table.
type Spot = (u32, Option<u32>);
/// First byte, byte after the last, and whose words these are.
type Stretch = (usize, usize, u32);

struct Marks {
    by_place: std::collections::HashMap<Spot, Vec<Stretch>>,
    seen: std::collections::HashSet<u32>,
}

impl Marks {
    fn of(duties: &[(u32, Vec<Place>)]) -> Self {
        let mut by_place: std::collections::HashMap<_, Vec<_>> = std::collections::HashMap::new();
        for (key, places) in duties {
            for it in places {
                let stretch = (it.start as usize, it.end as usize, *key);
                by_place
                    .entry((it.block, it.cell))
                    .or_default()
                    .push(stretch);
            }
        }
        for stretches in by_place.values_mut() {
            stretches.sort_unstable();
        }
        Self {
            by_place,
            seen: std::collections::HashSet::new(),
        }
    }

    fn pieces(&mut self, text: &str, at: (u32, Option<u32>)) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut from = 0;
        let mut add = |text: Option<&str>, duty: Option<u32>, is_first: bool| {
            if let Some(text) = text.filter(|it| !it.is_empty()) {
                pieces.push(Piece {
                    text: text.to_owned(),
                    duty,
                    is_first,
                });
            }
        };
        for (start, end, key) in self.by_place.get(&at).into_iter().flatten() {
            let (start, end) = ((*start).max(from), *end);
            // Places of another text would cut letters: such a mark is left out.
            if start >= end || text.get(start..end).is_none() {
                continue;
            }
            add(text.get(from..start), None, false);
            add(text.get(start..end), Some(*key), self.seen.insert(*key));
            from = end;
        }
        add(text.get(from..), None, false);
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongwen::blocks::{Format, Origin, Paragraph};

    #[test]
    fn each_duty_is_marked_where_its_words_stand() {
        let source = Source {
            format: Format::Text,
            blocks: vec![Block::Paragraph(Paragraph {
                text: "一、公开决算。公开预算。".to_owned(),
                origin: Origin {
                    line: 1,
                    page: None,
                },
                level: None,
                after_gap: false,
            })],
        };
        let place = |start, end| Place {
            block: 0,
            cell: None,
            start,
            end,
        };
        let duties = [
            (1, vec![place(6, 21)]),
            (2, vec![place(21, 36)]),
            (3, vec![place(21, 36), place(1, 4), place(0, 999)]),
        ];
        let (shown, is_whole) = marked(&source, &duties);
        let Shown::Paragraph(pieces) = &shown[0] else {
            panic!("a paragraph");
        };
        let told: Vec<_> = pieces
            .iter()
            .map(|it| (it.text.as_str(), it.duty, it.is_first))
            .collect();
        assert_eq!(
            told,
            [
                ("一、", None, false),
                ("公开决算。", Some(1), true),
                ("公开预算。", Some(2), true),
            ]
        );
        assert!(is_whole);
    }
}
