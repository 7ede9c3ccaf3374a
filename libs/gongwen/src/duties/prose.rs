//! Duties of running text: headings, regions, parts, and units that one annotation gives to several items.

use std::collections::HashMap;

use super::draft::{Book, Draft, Seg};
use super::parts::{Part, Parts, part};
use super::periods::is_period;
use super::tree::{Node, Tree};
use crate::outline::heading::{Region, is_closing_sentence, region};
use crate::outline::label::Style;
use crate::outline::line::Line;
use crate::reading::Doubt;
use crate::units::annotation;
use crate::units::list;
use crate::units::name::is_full;
use crate::units::role::Role;
use crate::units::verbs::Roles;

/// The longest first sentence that may be a heading.
const LONGEST_HEADING: usize = 45;

/// What is known of one item once its text is parted.
struct Item {
    heading: Option<Seg>,
    region: Region,
    parts: Parts,
    /// Units that its heading consists of (一、市财政局): they answer for the items within.
    named: Roles,
}

/// The duties of a tree of items.
pub(crate) fn duties(book: &Book, tree: &Tree) -> Vec<Draft> {
    let leads = lead_sentences(book, tree);
    let mut items: Vec<Item> = tree
        .nodes
        .iter()
        .enumerate()
        .map(|(i, n)| item(book, n, leads[i]))
        .collect();
    read_sentences(book, tree, &mut items);
    for at in 0..tree.nodes.len() {
        if let Some(parent) = tree.nodes[at].parent
            && items[parent].region != Region::Body
        {
            items[at].region = items[parent].region;
        }
    }
    let shared = share(tree, &items);
    let mut drafts = Vec::new();
    for at in 0..tree.nodes.len() {
        drafts_of(book, tree, (&items, &shared), at, &mut drafts);
    }
    drafts
}

/// How an item's first stretch may part into heading and text.
#[derive(Clone, Copy, Default)]
struct Lead {
    /// The first sentence, without its closing mark.
    head: Option<Seg>,
    /// Index after the closing mark.
    after: usize,
    /// Whether items of this shape usually begin with a heading.
    usual: bool,
}

/// The first sentence of each item, and whether its shape of item usually has such headings.
fn lead_sentences(book: &Book, tree: &Tree) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::with_capacity(tree.nodes.len());
    let mut votes: HashMap<Option<Style>, (usize, usize)> = HashMap::new();
    for node in &tree.nodes {
        let lead = node
            .segs
            .first()
            .map_or_else(Lead::default, |seg| lead_sentence(book, *seg));
        if let (Some(head), Some(seg), true) =
            (lead.head, node.segs.first(), node.children.is_empty())
        {
            let rest = book.trimmed(Seg {
                from: lead.after,
                ..*seg
            });
            let text_follows = rest.is_some_and(|r| !book.begins_with_annotation(r));
            if text_follows || node.segs.len() > 1 {
                let vote = votes.entry(node.style).or_default();
                vote.1 += 1;
                vote.0 += usize::from(head.to - head.from <= 34 && !has_time(book.chars(head)));
            }
        }
        leads.push(lead);
    }
    for (lead, node) in leads.iter_mut().zip(&tree.nodes) {
        let (yes, all) = votes.get(&node.style).copied().unwrap_or((0, 0));
        lead.usual = yes * 2 >= all;
    }
    leads
}

fn has_time(chars: &[char]) -> bool {
    chars
        .windows(2)
        .any(|w| w[0].is_ascii_digit() && matches!(w[1], '年' | '月' | '日'))
        || chars
            .windows(2)
            .any(|w| matches!(w, ['底', '前'] | ['每', '月' | '年' | '季']))
}

/// The first sentence of a stretch: up to 。 or, on a short beginning, a colon or a blank.
fn lead_sentence(book: &Book, seg: Seg) -> Lead {
    let chars = book.chars(seg);
    let begin = chars.iter().position(|c| *c != ' ').unwrap_or(0);
    let (mut depth, mut quoted) = (0i32, 0i32);
    for (i, c) in chars
        .iter()
        .enumerate()
        .skip(begin)
        .take(LONGEST_HEADING + 30)
    {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '“' | '《' | '「' => quoted += 1,
            '”' | '》' | '」' => quoted -= 1,
            // a semicolon parts the items of a list, it closes no heading
            ';' if depth <= 0 && quoted <= 0 => return Lead::default(),
            '。' | '!' | '?' if depth <= 0 && quoted <= 0 => {
                return found(seg, (begin, i), i + 1);
            }
            ':' | ' '
                if depth <= 0
                    && quoted <= 0
                    && i >= begin + 4
                    && i - begin <= 26
                    && is_plain(&chars[begin..i])
                    && chars.len() > i + 8
                    && (*c == ':' || opens_text(chars, i)) =>
            {
                return found(seg, (begin, i), i + 1);
            }
            _ => {}
        }
    }
    if chars.len() - begin <= LONGEST_HEADING + 30 && begin < chars.len() {
        found(seg, (begin, chars.len()), chars.len())
    } else {
        Lead::default()
    }
}

fn opens_text(chars: &[char], blank: usize) -> bool {
    chars[blank..]
        .iter()
        .take(60)
        .any(|c| matches!(c, '。' | ','))
}

fn is_plain(chars: &[char]) -> bool {
    !chars.iter().any(|c| matches!(c, ',' | '。' | ';'))
}

fn found(seg: Seg, (from, to): (usize, usize), after: usize) -> Lead {
    Lead {
        head: (to > from).then_some(Seg {
            line: seg.line,
            from: seg.from + from,
            to: seg.from + to,
        }),
        after: seg.from + after,
        usual: false,
    }
}

fn item(book: &Book, node: &Node, lead: Lead) -> Item {
    let (heading, segs) = part_heading(book, node, lead);
    let named = heading.map_or(Region::Body, |h| region(book.chars(h)));
    let told = lead.head.map_or(Region::Body, |h| region(book.chars(h)));
    let region = if named == Region::Body { told } else { named };
    Item {
        heading,
        region,
        parts: part(book, &segs),
        named: heading
            .filter(|_| !node.children.is_empty())
            .map_or_else(Roles::new, |head| units_only(book, head)),
    }
}

/// The units of a heading that says nothing else.
fn units_only(book: &Book, heading: Seg) -> Roles {
    let line = &book.lines[heading.line];
    let names = list::names(line, heading.from, heading.to);
    let said: usize = names.iter().map(|n| n.chars().count() + 1).sum();
    let is_all = said + 1 >= heading.to - heading.from;
    let are_full = names.iter().all(|n| is_full(&Line::new(n).chars));
    if !is_all || !are_full {
        return Roles::new();
    }
    names.into_iter().map(|n| (Some(Role::Answer), n)).collect()
}

/// Parts an item's own stretches into its heading and its text.
fn part_heading(book: &Book, node: &Node, lead: Lead) -> (Option<Seg>, Vec<Seg>) {
    let Some(first) = node.segs.first().copied() else {
        return (None, Vec::new());
    };
    let others = &node.segs[1..];
    let marks = book.annotations(first);
    let first_mark = marks.first().map(|a| a.from);
    let end = first_mark.unwrap_or(first.to);
    let head = lead
        .head
        .map(|h| Seg {
            to: h.to.min(end),
            ..h
        })
        .filter(|h| h.from < h.to);
    let with_rest = |heading: Seg, from: usize| {
        let mut segs = vec![Seg {
            from: from.max(heading.to),
            ..first
        }];
        segs.extend_from_slice(others);
        (Some(heading), segs)
    };
    let Some(head) = head else {
        return (None, node.segs.clone());
    };
    let text_in_line = book
        .trimmed(Seg {
            from: lead.after,
            to: end.max(lead.after),
            ..first
        })
        .is_some();
    let text_below = others.iter().any(|s| !is_annotation_line(book, *s));
    let short = head.to - head.from <= LONGEST_HEADING;
    // (一)推进公开(责任单位:甲局)。正文……: the only units of the item stand right after its heading
    if let [mark] = &*marks
        && short
        && !mark.roles.is_empty()
        && mark.from <= head.to + 1
        && (text_below
            || book
                .trimmed(Seg {
                    from: mark.to,
                    ..first
                })
                .is_some())
        && others.iter().all(|s| book.annotations(*s).is_empty())
    {
        return with_rest(head, mark.from);
    }
    let is_heading = match () {
        () if !node.children.is_empty() => short || !text_in_line,
        () if text_in_line => short && lead.usual,
        () if text_below => short,
        () => false,
    };
    if is_heading {
        with_rest(head, lead.after.min(end).max(head.to))
    } else {
        (None, node.segs.clone())
    }
}

fn is_annotation_line(book: &Book, seg: Seg) -> bool {
    let Some(seg) = book.trimmed(seg) else {
        return true;
    };
    if !book.begins_with_annotation(seg) {
        return false;
    }
    let marks = book.annotations(seg);
    marks
        .first()
        .is_some_and(|a| a.from <= seg.from + 1 && a.to + 1 >= seg.to)
}

/// 由A牵头,B配合。 as an item's last sentence names its units where the plan does so throughout and in no other way.
fn read_sentences(book: &Book, tree: &Tree, items: &mut [Item]) {
    if items.iter().any(|i| i.parts.has_units()) {
        return;
    }
    let mut found = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        let Some(last) = items[at]
            .parts
            .rest
            .text
            .last()
            .copied()
            .filter(|_| node.children.is_empty())
        else {
            continue;
        };
        let chars = book.chars(last);
        let body = chars.len() - usize::from(chars.last() == Some(&'。'));
        let start = chars[..body]
            .iter()
            .rposition(|c| matches!(c, '。' | ';'))
            .map_or(0, |i| i + 1);
        if start == 0 && items[at].parts.rest.text.len() < 2 {
            continue;
        }
        let seg = Seg {
            from: last.from + start,
            ..last
        };
        if let Some(a) = annotation::of_sentence(&book.lines[seg.line], seg.from, seg.to) {
            found.push((at, seg, a));
        }
    }
    let leaves = tree.nodes.iter().filter(|n| n.children.is_empty()).count();
    if found.len() < 2 || found.len() * 3 < leaves {
        return;
    }
    for (at, seg, a) in found {
        let parts = &mut items[at].parts;
        if let Some(last) = parts.rest.text.last_mut() {
            last.to = seg.from;
        }
        let text = std::mem::take(&mut parts.rest.text);
        let mut closed = Part {
            text: text.into_iter().filter_map(|s| book.trimmed(s)).collect(),
            ..std::mem::take(&mut parts.rest)
        };
        closed.roles = a.roles;
        parts.closed.push(closed);
    }
}

/// Units that an item has from elsewhere: from the item above it, or from an annotation after the last of its siblings.
fn share(tree: &Tree, items: &[Item]) -> Vec<Option<Part>> {
    let mut shared: Vec<Option<Part>> = vec![None; tree.nodes.len()];
    for at in 0..tree.nodes.len() {
        let from_above = tree.nodes[at].parent.and_then(|p| {
            let own = &items[p].parts;
            let part = own
                .closed
                .last()
                .filter(|_| own.closed.len() == 1 && own.rest.text.is_empty())
                .or_else(|| (!own.ahead.roles.is_empty()).then_some(&own.ahead));
            let named = || {
                (!items[p].named.is_empty()).then(|| Part {
                    roles: items[p].named.clone(),
                    ..Part::default()
                })
            };
            part.cloned().or_else(named).or_else(|| shared[p].clone())
        });
        if from_above.is_some() && !items[at].parts.has_units() {
            shared[at] = from_above;
        }
    }
    let groups: Vec<usize> = (0..tree.nodes.len())
        .filter(|at| {
            tree.nodes[*at].children.len() > 1
                && tree.nodes[*at]
                    .children
                    .iter()
                    .all(|c| tree.nodes[*c].children.is_empty())
        })
        .collect();
    let last_only = |at: &usize| {
        let children = &tree.nodes[*at].children;
        let (last, others) = children.split_last()?;
        let parts = &items[*last].parts;
        let one = parts.closed.len() == 1
            && parts.rest.text.is_empty()
            && others.iter().all(|c| !items[*c].parts.has_units());
        one.then_some(*last)
    };
    let shape = |at: &usize| tree.nodes[tree.nodes[*at].children[0]].style;
    let mut habits: HashMap<Option<Style>, (usize, usize)> = HashMap::new();
    for at in &groups {
        let habit = habits.entry(shape(at)).or_default();
        habit.0 += usize::from(last_only(at).is_some());
        habit.1 += usize::from(
            tree.nodes[*at]
                .children
                .iter()
                .rev()
                .skip(1)
                .any(|c| items[*c].parts.has_units()),
        );
    }
    for at in &groups {
        share_with_all_above(tree, items, (*at, &mut shared));
    }
    for at in &groups {
        let Some(last) = last_only(at) else { continue };
        let part = &items[last].parts.closed[0];
        let (usual, other) = habits.get(&shape(at)).copied().unwrap_or_default();
        if other == 0 && (part.on_own_line || usual >= 2) {
            for child in &tree.nodes[*at].children {
                if *child != last && shared[*child].is_none() {
                    shared[*child] = Some(part.clone());
                }
            }
        }
    }
    shared
}

/// 以上任务由…负责 after the last item of a list goes for each of its items that names no units of its own.
fn share_with_all_above(tree: &Tree, items: &[Item], (at, shared): (usize, &mut [Option<Part>])) {
    let Some((last, others)) = tree.nodes[at].children.split_last() else {
        return;
    };
    let Some(part) = items[*last].parts.closed.last().filter(|p| p.covers_above) else {
        return;
    };
    for child in others {
        if !items[*child].parts.has_units() && shared[*child].is_none() {
            shared[*child] = Some(part.clone());
        }
    }
}

fn drafts_of(
    book: &Book,
    tree: &Tree,
    (items, shared): (&[Item], &[Option<Part>]),
    at: usize,
    into: &mut Vec<Draft>,
) {
    let (node, item) = (&tree.nodes[at], &items[at]);
    let heading = heading_of(tree, items, at);
    let draft = |part: &Part| Draft {
        section: node.section.clone(),
        headed_at: heading.map(|h| h.line),
        heading: heading.map_or_else(String::new, |h| book.title_of(h)),
        text: part.text.clone(),
        roles: part.roles.clone(),
        times: part.times.clone(),
        period: period_of(book, tree, items, at),
        doubts: Vec::new(),
    };
    let is_lead_in = !node.children.is_empty();
    let gives_all = is_lead_in
        && item.parts.closed.len() == 1
        && node.children.iter().any(|c| shared[*c].is_some());
    if !gives_all {
        into.extend(item.parts.closed.iter().map(draft));
    }
    let rest = &item.parts.rest;
    if is_lead_in || item.region != Region::Body {
        return;
    }
    if rest.text.is_empty() {
        // a bare heading without any text below it is the duty's own text
        if item.parts.closed.is_empty()
            && let Some(text) = item.heading
            && !is_closing_sentence(book.chars(text))
        {
            let mut whole = draft(rest);
            whole.text = vec![text];
            lend(&mut whole, &item.parts, shared[at].as_ref());
            into.push(whole);
        }
        return;
    }
    if rest
        .text
        .iter()
        .all(|s| is_closing_sentence(book.chars(*s)))
    {
        return;
    }
    let mut own = draft(rest);
    if item.parts.closed.is_empty() {
        lend(&mut own, &item.parts, shared[at].as_ref());
    } else {
        own.roles.clone_from(&item.parts.ahead.roles);
    }
    into.push(own);
}

/// Gives a duty without units of its own those named ahead of it or shared with it.
fn lend(draft: &mut Draft, parts: &Parts, shared: Option<&Part>) {
    if !parts.ahead.roles.is_empty() {
        draft.roles.clone_from(&parts.ahead.roles);
        draft.times.extend_from_slice(&parts.ahead.times);
    } else if let Some(part) = shared {
        draft.roles.clone_from(&part.roles);
        draft.times.extend_from_slice(&part.times);
        draft.doubts.push(Doubt {
            code: "unit_shared".into(),
            message: "本项没有单独写责任单位，这里沿用同一标题下共同标注的单位，请核对。".into(),
            place: None,
        });
    }
}

/// The heading above an item that says nothing but a period ((一)一月份).
fn period_of(book: &Book, tree: &Tree, items: &[Item], at: usize) -> Option<Seg> {
    let mut node = Some(at);
    while let Some(n) = node {
        if let Some(heading) = items[n].heading
            && is_period(book.chars(heading))
        {
            return Some(heading);
        }
        node = tree.nodes[n].parent;
    }
    None
}

/// The innermost heading above an item's text.
fn heading_of(tree: &Tree, items: &[Item], at: usize) -> Option<Seg> {
    let mut node = Some(at);
    while let Some(n) = node {
        if items[n].heading.is_some() {
            return items[n].heading;
        }
        node = tree.nodes[n].parent;
    }
    None
}
