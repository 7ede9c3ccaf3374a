//! Numbered items of running text: which stretch belongs to which label, and which item stands under which.

use std::collections::HashMap;

use super::draft::{Book, Seg};
use crate::outline::label::{self, Label, Style};
use crate::outline::nest::Nest;
use crate::outline::numeral;
use crate::reading::Doubt;

/// A numbered item.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub section: Vec<String>,
    pub style: Option<Style>,
    /// The stretches of its own text, before its first inner item; the first is the rest of the label's line.
    pub segs: Vec<Seg>,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
}

/// The items of a run of lines and the nesting at its end.
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    pub doubts: Vec<Doubt>,
}

/// Grows the tree of `lines` (indices into the book), going on with `nest`.
pub(crate) fn grow(book: &Book, lines: &[usize], nest: &mut Nest) -> Tree {
    let mut tree = Tree {
        nodes: Vec::new(),
        doubts: Vec::new(),
    };
    // items that an earlier run opened have no nodes here
    let mut known = nest.open.len();
    let chapters = chapters(book, lines);
    for (i, index) in lines.iter().enumerate() {
        let next = lines.get(i + 1).and_then(|n| at_start(book, *n));
        let mut start = 0usize;
        let mut labels = labels_in(book, *index, next.as_ref());
        if let Some(chapter) = chapters.get(index) {
            labels = vec![(0, (chapter.clone(), true))];
        }
        let inner_text = inner_lists(book, *index, lines.get(i + 1).copied(), &labels);
        let whole = is_inline_list(book, *index, &labels) && !tree.nodes.is_empty();
        for (at, label) in labels {
            if whole
                || at > start
                    && (!accepts(nest, (at, &label)) || inner_text.contains(&label.0.style))
            {
                continue;
            }
            attach(
                &mut tree,
                nest,
                known,
                Seg {
                    line: *index,
                    from: start,
                    to: at,
                },
            );
            // 2.责任单位:甲局: a numbered annotation adds to the item before it
            if at == 0
                && !tree.nodes.is_empty()
                && is_annotation(
                    book,
                    Seg {
                        line: *index,
                        from: label.0.end,
                        to: book.lines[*index].len(),
                    },
                )
            {
                start = label.0.end;
                continue;
            }
            enter(&mut tree, book, (nest, &mut known), (*index, at, &label.0));
            start = label.0.end;
        }
        attach(
            &mut tree,
            nest,
            known,
            Seg {
                line: *index,
                from: start,
                to: book.lines[*index].len(),
            },
        );
    }
    tree
}

/// The lines that open a chapter by its bare number, as the dotted numbers below them show (2 重点任务 above 2.1).
fn chapters(book: &Book, lines: &[usize]) -> HashMap<usize, Label> {
    let mut found = HashMap::new();
    let mut open: Option<(usize, Label)> = None;
    let mut last = None;
    for index in lines {
        let chars = &book.lines[*index].chars;
        if let Some(label) = label::bare_chapter(chars) {
            // a chapter without items of its own follows one that has some
            if last.is_some_and(|n| n + 1 == label.number) {
                last = Some(label.number);
                found.insert(*index, label);
                open = None;
            } else {
                open = Some((*index, label));
            }
        } else if let Some(inner) = at_start(book, *index)
            && let Some((line, chapter)) = open.take()
            && label::chapter_of(&inner) == Some(chapter.number)
        {
            last = Some(chapter.number);
            found.insert(line, chapter);
        }
    }
    found
}

/// A label and whether it may begin a list in the middle of a line.
type Candidate = (Label, bool);

fn accepts(nest: &Nest, (at, (label, may_begin)): (usize, &Candidate)) -> bool {
    at == 0 || nest.carries_on(label) || (label.number == 1 && *may_begin && !nest.has(label.style))
}

fn at_start(book: &Book, line: usize) -> Option<Label> {
    let chars = &book.lines[line].chars;
    label::read(chars, label::begin(chars)?)
}

/// The labels of a line: the one at its start, and those in its middle that follow a full stop or a closing bracket.
fn labels_in(book: &Book, index: usize, next: Option<&Label>) -> Vec<(usize, Candidate)> {
    let chars = &book.lines[index].chars;
    let Some(first) = label::begin(chars) else {
        return Vec::new();
    };
    let mut found: Vec<(usize, Label, bool)> = Vec::new();
    let mut floor = first;
    if let Some(label) = label::read(chars, first) {
        floor = label.end;
        found.push((0, label, true));
    }
    let mut seconds: HashMap<Style, usize> = HashMap::new();
    let mut before = ' ';
    for at in floor..chars.len() {
        let c = chars[at];
        let begins = c.is_ascii_digit()
            || matches!(c, '(' | '第' | '①'..='⒛' | '㈠'..='㈩')
            || numeral::is_numeral(c);
        if begins
            && matches!(before, '。' | ')' | ';' | '!' | ':' | '.')
            && let Some(label) = label::read(chars, at)
        {
            if label.number == 2 {
                seconds.insert(label.style, at);
            }
            // a list begins after a full stop or a bracket, not within a sentence
            let begins_list = matches!(before, '。' | ')' | '!' | '.');
            let plain = matches!(label.style, Style::ChineseBracket | Style::Chinese);
            if before != '.' || plain {
                found.push((at, label, begins_list));
            }
        }
        if c != ' ' {
            before = c;
        }
    }
    found
        .into_iter()
        .map(|(at, label, begins_list)| {
            let goes_on = seconds.get(&label.style).is_some_and(|s| *s > at)
                || next.is_some_and(|n| n.style == label.style && n.number == 2);
            (at, (label, begins_list && goes_on))
        })
        .collect()
}

/// Whether a stretch is keys and values of units and times and nothing else (no bracket).
fn is_annotation(book: &Book, seg: Seg) -> bool {
    seg.to - seg.from < 200
        && book.lines[seg.line].chars.get(seg.from) != Some(&'(')
        && book.begins_with_annotation(seg)
        && book
            .annotations(seg)
            .first()
            .is_some_and(|a| a.from == seg.from && a.to >= seg.to)
}

/// Shapes of labels in the middle of a line that only count within one stretch: its units, named once at its end or on
/// the next line, answer for all of it.
fn inner_lists(
    book: &Book,
    index: usize,
    next: Option<usize>,
    labels: &[(usize, Candidate)],
) -> Vec<Style> {
    if labels.len() < 2 {
        return Vec::new();
    }
    let outer = labels
        .first()
        .filter(|(at, _)| *at == 0)
        .map(|(_, (l, _))| l.style);
    let marks = book.annotations(book.whole(index));
    let named: Vec<usize> = marks
        .iter()
        .filter(|a| !a.roles.is_empty())
        .map(|a| a.from)
        .collect();
    let last_label = labels.last().map_or(0, |(at, _)| *at);
    let below = named.is_empty()
        && next.is_some_and(|n| {
            let whole = book.whole(n);
            book.begins_with_annotation(whole)
                && book
                    .annotations(whole)
                    .first()
                    .is_some_and(|a| a.from == 0 && !a.roles.is_empty())
        });
    let at_end = !named.is_empty() && named.iter().all(|from| *from > last_label);
    if !(below || at_end) {
        return Vec::new();
    }
    labels
        .iter()
        .filter(|(at, _)| *at > 0)
        .map(|(_, (l, _))| l.style)
        .filter(|s| Some(*s) != outer && *s > Style::ChineseBracket)
        .collect()
}

/// `①…;②…;③…。(甲局负责)`: a list within one line whose units are named once at its end, and so one stretch.
fn is_inline_list(book: &Book, index: usize, labels: &[(usize, Candidate)]) -> bool {
    let [(0, (first, _)), others @ ..] = labels else {
        return false;
    };
    let counts_on = others
        .iter()
        .zip(2..)
        .all(|((_, (l, _)), n)| l.style == first.style && l.number == n);
    let Some((last, _)) = others.last() else {
        return false;
    };
    let marks = book.annotations(book.whole(index));
    first.number == 1
        && first.style == Style::Circled
        && counts_on
        && marks
            .iter()
            .filter(|a| !a.roles.is_empty())
            .all(|a| a.from > *last)
}

fn attach(tree: &mut Tree, nest: &Nest, known: usize, seg: Seg) {
    if seg.from >= seg.to || nest.open.len() <= known && tree.nodes.is_empty() {
        return;
    }
    if let Some(node) = tree.nodes.last_mut() {
        node.segs.push(seg);
    }
}

fn enter(
    tree: &mut Tree,
    book: &Book,
    (nest, known): (&mut Nest, &mut usize),
    (line, at, label): (usize, usize, &Label),
) {
    let id = tree.nodes.len();
    let entered = nest.enter(label, id);
    // an item opened by an earlier run is closed by now or stands above as a mere label
    let above = nest.open.len() - 1;
    let parent = if above <= *known {
        None
    } else {
        entered.parent
    };
    *known = (*known).min(above);
    if let Some(expected) = entered.expected
        && label.number != expected
        && label.number != 1
    {
        let seg = Seg {
            line,
            from: at,
            to: label.end,
        };
        tree.doubts.push(Doubt {
            code: "label_gap".into(),
            message: format!(
                "序号“{}”与上一项不连续，可能漏了一项或编号有误，请对照原文。",
                label.printed
            ),
            place: Some(book.place(seg)),
        });
    }
    if let Some(parent) = parent {
        tree.nodes[parent].children.push(id);
    }
    tree.nodes.push(Node {
        section: nest.section(),
        style: Some(label.style),
        segs: Vec::new(),
        parent,
        children: Vec::new(),
    });
}
