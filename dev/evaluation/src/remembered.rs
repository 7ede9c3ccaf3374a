//! Queries about one of the [`crate::large`] documents: what people remember of it, and how they mistype it.

use crate::asking::Class;
use crate::chance::Chance;
use crate::large::{Made, document};

/// What is asked where speed counts: known documents, and common words.
pub const CLASSES: [Class; 6] = [
    Class::Part,
    Class::Damaged,
    Class::Number,
    Class::Combination,
    Class::Phrase,
    Class::Topic,
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
            let text: Vec<char> = text_of(made).chars().collect();
            let length = 10 + chance.below(7);
            let begin = chance.below(text.len() - length);
            text[begin..begin + length].iter().collect()
        }
        Class::Topic | Class::Question | Class::Unit | Class::Traditional => made.topic.to_owned(),
    }
}

fn text_of(made: &Made) -> String {
    made.item.sections[0].text.replace('\n', "")
}

/// What answers as well as the document that was meant: the same title for titles, the same number for numbers, the same passage for passages.
pub fn answers(class: Class, typed: &str, wanted: &Made, key: &str) -> bool {
    if key == wanted.item.key {
        return true;
    }
    let number = key.strip_prefix("document/").and_then(|it| it.parse().ok());
    let Some(number) = number else {
        return false;
    };
    let other = document(number);
    match class {
        Class::Part => other.item.title.contains(typed),
        Class::Damaged => other.item.title == wanted.item.title,
        Class::Number => other.item.number == wanted.item.number,
        Class::Combination => {
            (other.place, other.topic, other.year, other.form)
                == (wanted.place, wanted.topic, wanted.year, wanted.form)
        }
        Class::Phrase => text_of(&other).contains(typed),
        Class::Topic | Class::Question | Class::Unit | Class::Traditional => {
            other.topic == wanted.topic
        }
    }
}
