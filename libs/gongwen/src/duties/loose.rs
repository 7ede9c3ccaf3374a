//! Plans without numbers: short lines as headings, annotations as the mark of a duty. Used only where no label stands.

use std::collections::HashMap;

use super::draft::{Book, Seg};
use super::tree::{Node, Tree};

/// The longest line that may be an unnumbered heading.
const LONGEST_HEADING: usize = 32;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    Text,
    /// A line with units at its end or made of nothing else.
    Named,
}

/// Items of lines without labels; none where no line names units. `under` tells which lines stand under the heading of a
/// period: they are duties, whether they name units or not.
pub(crate) fn grow(book: &Book, lines: &[usize], under: &HashMap<usize, usize>) -> Tree {
    let kinds: Vec<Kind> = lines.iter().map(|i| kind(book, *i)).collect();
    let mut tree = Tree {
        nodes: Vec::new(),
        doubts: Vec::new(),
    };
    if !kinds.contains(&Kind::Named) {
        return tree;
    }
    // a heading counts where text follows it; two short lines in a row are something else (a list, a signature)
    let heads: Vec<bool> = kinds
        .iter()
        .enumerate()
        .map(|(i, k)| *k == Kind::Heading && kinds.get(i + 1).is_some_and(|n| *n != Kind::Heading))
        .collect();
    let has_headings = heads.iter().filter(|h| **h).count() >= 2;
    let mut open = false;
    for (i, index) in lines.iter().enumerate() {
        let begins = if has_headings {
            heads[i]
        } else {
            kinds[i] == Kind::Text || kinds[i] == Kind::Named && !is_bare(book, *index)
        };
        if begins {
            tree.nodes.push(Node {
                section: Vec::new(),
                style: None,
                segs: vec![book.whole(*index)],
                parent: None,
                children: Vec::new(),
            });
            open = true;
        } else if open
            && kinds[i] != Kind::Heading
            && let Some(last) = tree.nodes.last_mut()
        {
            last.segs.push(book.whole(*index));
        }
    }
    if has_headings {
        // the title and what stands below it hand out nothing
        let first = tree
            .nodes
            .iter()
            .position(|n| n.segs.iter().any(|s| names_units(book, *s)))
            .unwrap_or(0);
        tree.nodes.drain(..first);
    } else {
        tree.nodes.retain(|n| {
            n.segs
                .iter()
                .any(|s| under.contains_key(&s.line) || names_units(book, *s))
        });
    }
    tree
}

fn kind(book: &Book, index: usize) -> Kind {
    let line = &book.lines[index];
    if names_units(book, book.whole(index)) {
        return Kind::Named;
    }
    let stops = line
        .chars
        .iter()
        .any(|c| matches!(c, '。' | ';' | ':' | '!'));
    if line.len() <= LONGEST_HEADING && line.len() >= 3 && !stops {
        Kind::Heading
    } else {
        Kind::Text
    }
}

fn names_units(book: &Book, seg: Seg) -> bool {
    book.annotations(seg).iter().any(|a| !a.roles.is_empty())
}

fn is_bare(book: &Book, index: usize) -> bool {
    book.begins_with_annotation(book.whole(index))
}
