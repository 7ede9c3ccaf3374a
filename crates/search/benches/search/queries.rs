//! Queries about one document each: what people remember of it, and how they mistype it.

use crate::corpus::{Chance, Made};

/// How a query is made of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A part of the title.
    Part,
    /// The title with characters lost, or its halves swapped.
    Damaged,
    /// The number, in some writing.
    Number,
    /// Place, topic, year and kind.
    Combination,
    /// Ten to sixteen characters of the text.
    Phrase,
}

pub const CLASSES: [Class; 5] = [
    Class::Part,
    Class::Damaged,
    Class::Number,
    Class::Combination,
    Class::Phrase,
];

/// What somebody types who means that document.
pub fn query(made: &Made, class: Class, chance: &mut Chance) -> String {
    let title: Vec<char> = made.item.title.chars().collect();
    match class {
        Class::Part => {
            let length = (title.len() * 3 / 5).max(10).min(title.len());
            let begin = chance.below(title.len() - length + 1);
            title[begin..begin + length].iter().collect()
        }
        Class::Damaged if chance.below(2) == 0 => {
            let (one, other) = title.split_at(title.len() / 2);
            other.iter().chain(one).collect()
        }
        Class::Damaged => {
            let lost = [
                chance.below(title.len()),
                chance.below(title.len()),
                chance.below(title.len()),
            ];
            let kept = title
                .iter()
                .enumerate()
                .filter(|(at, _)| !lost.contains(at));
            kept.map(|it| it.1).collect()
        }
        Class::Number => {
            let number = &made.item.number;
            match chance.below(4) {
                0 => number.replace('〔', "[").replace('〕', "]"),
                1 => number.replace(['〔', '〕'], " ").replace('号', ""),
                2 => number.replace('〔', "（").replace('〕', "）"),
                _ => number.clone(),
            }
        }
        Class::Combination => format!("{} {} {} {}", made.place, made.topic, made.year, made.form),
        Class::Phrase => {
            let text: Vec<char> = made.item.sections[0]
                .text
                .chars()
                .filter(|it| *it != '\n')
                .collect();
            let length = 10 + chance.below(7);
            let begin = chance.below(text.len() - length);
            text[begin..begin + length].iter().collect()
        }
    }
}
