//! An item's text parted by its unit annotations: each part is the smallest stretch with units of its own.

use super::draft::{Book, Seg};
use crate::outline::heading::is_closing_sentence;
use crate::outline::label;
use crate::units::annotation::{Annotation, covers_above};
use crate::units::list;
use crate::units::verbs::Roles;

/// A stretch of text with the units and times that its annotations name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub text: Vec<Seg>,
    pub roles: Roles,
    pub times: Vec<Seg>,
    /// Whether the annotation stood on a line of its own.
    pub on_own_line: bool,
    /// Whether it answers for the items above it as well (以上任务由…负责).
    pub covers_above: bool,
}

/// The parts of an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// Parts with units, in order.
    pub closed: Vec<Part>,
    /// Text after the last annotation, or all text where there is none.
    pub rest: Part,
    /// Units named before any text: they answer for the text that follows.
    pub ahead: Part,
}

impl Parts {
    /// Whether any annotation names units.
    pub fn has_units(&self) -> bool {
        !self.closed.is_empty() || !self.ahead.roles.is_empty()
    }
}

/// Parts the stretches of one item.
pub(crate) fn part(book: &Book, segs: &[Seg]) -> Parts {
    let mut parts = Parts::default();
    let mut at = 0;
    while at < segs.len() {
        let seg = segs[at];
        at += 1;
        let found = book.annotations(seg);
        let mut cursor = seg.from;
        let mut last: Option<(bool, bool)>;
        for a in found.iter().cloned() {
            text(
                book,
                Seg {
                    line: seg.line,
                    from: cursor,
                    to: a.from,
                },
                &mut parts,
            );
            cursor = a.to;
            last = Some((goes_on(book, seg, &a), own_line(book, seg, &a)));
            let mut a = Named {
                times: a
                    .times
                    .iter()
                    .map(|(f, t)| Seg {
                        line: seg.line,
                        from: *f,
                        to: *t,
                    })
                    .collect(),
                covers_above: covers_above(&book.lines[seg.line].chars[a.from..a.to]),
                roles: a.roles,
                on_own_line: last.is_some_and(|l| l.1),
            };
            // a list that the line's end broke goes on in the next line
            while last.is_some_and(|l| l.0) && cursor >= seg.to && at < segs.len() {
                match continue_list(book, segs[at], &mut a.roles) {
                    Some(Broken { rest, open }) => {
                        at += 1;
                        last = Some((open, true));
                        if let Some(rest) = rest {
                            close(&mut parts, std::mem::take(&mut a));
                            text(book, rest, &mut parts);
                        }
                    }
                    None => break,
                }
            }
            close(&mut parts, a);
        }
        text(
            book,
            Seg {
                line: seg.line,
                from: cursor,
                to: seg.to,
            },
            &mut parts,
        );
    }
    drop_closing(book, &mut parts.rest.text);
    parts
}

/// An annotation ready to be filed.
#[derive(Default)]
struct Named {
    roles: Roles,
    times: Vec<Seg>,
    on_own_line: bool,
    covers_above: bool,
}

fn text(book: &Book, seg: Seg, parts: &mut Parts) {
    if let Some(seg) = book.trimmed(seg) {
        parts.rest.text.push(seg);
    }
}

fn close(parts: &mut Parts, named: Named) {
    let pending = !parts.rest.text.is_empty();
    if named.roles.is_empty() {
        // a time alone belongs to the text before it, or to the units just named
        let into = match parts.closed.last_mut() {
            Some(last) if !pending => last,
            _ => &mut parts.rest,
        };
        into.times.extend(named.times);
        return;
    }
    if pending {
        let mut part = std::mem::take(&mut parts.rest);
        part.roles = named.roles;
        part.times.extend(named.times);
        part.on_own_line = named.on_own_line;
        part.covers_above = named.covers_above;
        parts.closed.push(part);
        return;
    }
    let into = parts.closed.last_mut().unwrap_or(&mut parts.ahead);
    into.roles.extend(named.roles);
    into.times.extend(named.times);
    into.times.extend(std::mem::take(&mut parts.rest.times));
}

fn own_line(book: &Book, seg: Seg, a: &Annotation) -> bool {
    let before = &book.lines[seg.line].chars[seg.from..a.from];
    before.iter().all(|c| matches!(c, ' ' | '。'))
}

/// Whether an annotation reaches the line's end without its closing bracket, or ends in a separator.
fn goes_on(book: &Book, seg: Seg, a: &Annotation) -> bool {
    let line = &book.lines[seg.line];
    if a.to < seg.to || a.from >= a.to {
        return false;
    }
    let written = &line.chars[a.from..a.to];
    let last = written.iter().rev().find(|c| **c != ' ');
    let opened = written.iter().filter(|c| **c == '(').count();
    let closed = written.iter().filter(|c| **c == ')').count();
    matches!(last, Some('、' | ':' | ',')) || (written.first() == Some(&'(') && opened > closed)
}

struct Broken {
    rest: Option<Seg>,
    /// Whether it goes on once more.
    open: bool,
}

/// Reads a line as the rest of a broken list of units.
fn continue_list(book: &Book, seg: Seg, roles: &mut Roles) -> Option<Broken> {
    let line = &book.lines[seg.line];
    let chars = &line.chars[seg.from..seg.to];
    if chars.len() > 400 || label::read(chars, 0).is_some() && chars.first() != Some(&'(') {
        return None;
    }
    let mut depth = 0i32;
    let close = chars.iter().position(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    });
    let end = seg.from + close.unwrap_or(chars.len());
    let role = roles.last().and_then(|(r, _)| *r);
    let names = list::names(line, seg.from, end);
    let long = names
        .iter()
        .any(|n| n.chars().count() > crate::units::name::LONGEST);
    if names.is_empty() || long || (close.is_none() && chars.contains(&'。')) {
        return None;
    }
    roles.extend(names.into_iter().map(|n| (role, n)));
    let rest = close.map(|c| Seg {
        line: seg.line,
        from: seg.from + c + 1,
        to: seg.to,
    });
    let open =
        close.is_none() && matches!(chars.iter().rev().find(|c| **c != ' '), Some('、' | ','));
    Some(Broken { rest, open })
}

/// Provisions of force and validity at the end are no part of a duty.
fn drop_closing(book: &Book, text: &mut Vec<Seg>) {
    while let Some(last) = text.last() {
        if !is_closing_sentence(book.chars(*last)) {
            break;
        }
        text.pop();
    }
}
