//! Queries that seek a document that one knows, made of the archive: fifty of each class.
//!
//! Every document that the query fits as well is an answer too: whatever has the typed part in its title, or the typed passage in its
//! text. Where damage makes a title as near to another one, it is drawn again: nobody could tell which was meant.

use std::collections::{BTreeMap, HashSet};

use super::{Asked, Class};
use crate::archive::{Record, Role};
use crate::chance::Chance;

const OF_EACH: usize = 50;

/// Characters that are typed for each other: they sound alike, or look alike.
const MISTAKEN: [(char, char); 40] = [
    ('补', '捕'),
    ('贴', '帖'),
    ('养', '样'),
    ('老', '佬'),
    ('管', '菅'),
    ('理', '里'),
    ('住', '往'),
    ('提', '题'),
    ('取', '娶'),
    ('申', '甲'),
    ('保', '宝'),
    ('障', '章'),
    ('医', '衣'),
    ('疗', '疔'),
    ('险', '检'),
    ('登', '灯'),
    ('记', '纪'),
    ('施', '旋'),
    ('实', '时'),
    ('细', '西'),
    ('则', '侧'),
    ('知', '之'),
    ('通', '同'),
    ('法', '发'),
    ('农', '浓'),
    ('村', '材'),
    ('河', '何'),
    ('砂', '沙'),
    ('职', '织'),
    ('业', '叶'),
    ('培', '陪'),
    ('训', '驯'),
    ('护', '户'),
    ('服', '付'),
    ('务', '物'),
    ('建', '健'),
    ('设', '没'),
    ('情', '请'),
    ('况', '祝'),
    ('作', '做'),
];

/// What people call each kind in a query, where its title or its kind says so.
const WORDS: [(Role, &str); 8] = [
    (Role::Interpretation, "政策解读"),
    (Role::Guide, "办事指南"),
    (Role::Notice, "通知"),
    (Role::Local, "实施细则"),
    (Role::Inspection, "检查"),
    (Role::Result, "公示"),
    (Role::Reply, "答复"),
    (Role::News, "工作动态"),
];

/// All queries of the five classes.
pub(super) fn ask(records: &[Record]) -> Vec<Asked> {
    let mut asked = Vec::new();
    for class in Class::KNOWN {
        asked.extend(ask_class(class, records));
    }
    asked
}

fn ask_class(class: Class, records: &[Record]) -> Vec<Asked> {
    let mut chance = Chance::of(class.word());
    let mut seen = HashSet::new();
    let mut asked = Vec::new();
    while asked.len() < OF_EACH {
        let record = chance.one(records);
        let made = match class {
            Class::Part => part(record, records, &mut chance),
            Class::Damaged => damaged((record, asked.len()), records, &mut chance),
            Class::Number => number((record, asked.len()), records),
            Class::Combination => combination(record, records),
            Class::Phrase => phrase(record, records, &mut chance),
            Class::Topic | Class::Question | Class::Unit | Class::Traditional => None,
        };
        let Some((text, answers)) = made else {
            continue;
        };
        if !seen.insert(text.clone()) {
            continue;
        }
        let grades: BTreeMap<String, u8> =
            answers.iter().map(|it| (it.code().to_owned(), 3)).collect();
        asked.push(Asked {
            class,
            text,
            grades,
        });
    }
    asked
}

type Made<'a> = Option<(String, Vec<&'a Record>)>;

/// All that fit, where they are few enough to be known.
fn few<'a>(text: String, records: &'a [Record], fits: impl Fn(&Record) -> bool) -> Made<'a> {
    const MOST: usize = 4;
    let answers: Vec<&Record> = records.iter().filter(|it| fits(it)).collect();
    (!answers.is_empty() && answers.len() <= MOST).then_some((text, answers))
}

fn part<'a>(record: &Record, records: &'a [Record], chance: &mut Chance) -> Made<'a> {
    let title: Vec<char> = record.item.title.chars().collect();
    let length = (title.len() * 3 / 5).max(8);
    if title.len() <= length {
        return None;
    }
    let begin = chance.below(title.len() - length + 1);
    let text: String = title[begin..begin + length].iter().collect();
    few(text.clone(), records, |it| it.item.title.contains(&text))
}

fn damaged<'a>(
    (record, turn): (&Record, usize),
    records: &'a [Record],
    chance: &mut Chance,
) -> Made<'a> {
    let title: Vec<char> = record.item.title.chars().collect();
    if title.len() < 12 {
        return None;
    }
    let text: String = match turn % 3 {
        0 => {
            let lost: HashSet<usize> = (0..3).map(|_| chance.below(title.len())).collect();
            let kept = title.iter().enumerate();
            let kept = kept.filter(|(at, it)| !lost.contains(at) || it.is_ascii_digit());
            kept.map(|it| it.1).collect()
        }
        1 => {
            let (one, other) = title.split_at(title.len() / 2);
            other.iter().chain(one).collect()
        }
        _ => mistaken(&title, chance),
    };
    if text == record.item.title {
        return None;
    }
    let own = likeness(&text, &record.item.title);
    let others = records
        .iter()
        .filter(|it| it.item.title != record.item.title);
    let nearest = others.map(|it| likeness(&text, &it.item.title));
    if nearest.fold(0.0, f64::max) + 0.04 > own {
        return None;
    }
    few(text, records, |it| it.item.title == record.item.title)
}

/// The title with two characters taken for others.
fn mistaken(title: &[char], chance: &mut Chance) -> String {
    let other = |it: char| MISTAKEN.iter().find(|pair| pair.0 == it).map(|pair| pair.1);
    let mut places: Vec<usize> = (0..title.len())
        .filter(|at| other(title[*at]).is_some())
        .collect();
    let mut text = title.to_vec();
    for _ in 0..2 {
        if places.is_empty() {
            break;
        }
        let at = places.swap_remove(chance.below(places.len()));
        text[at] = other(title[at]).unwrap_or(title[at]);
    }
    text.iter().collect()
}

/// How many neighbouring pairs two texts share, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let signs: Vec<char> = text.chars().collect();
        signs.windows(2).map(|it| (it[0], it[1])).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    2.0 * one.intersection(&other).count() as f64 / (one.len() + other.len()) as f64
}

fn number<'a>((record, turn): (&Record, usize), records: &'a [Record]) -> Made<'a> {
    let number = &record.item.number;
    if number.is_empty() {
        return None;
    }
    let wide = |it: char| match it.to_digit(10) {
        Some(digit) => char::from_u32('０' as u32 + digit).unwrap_or(it),
        None => it,
    };
    let text = match turn % 7 {
        0 => number.clone(),
        1 => number.replace('〔', "[").replace('〕', "]"),
        2 => number.replace('〔', "（").replace('〕', "）"),
        3 => number.replace(['〔', '〕'], " ").replace('号', ""),
        4 => number.replace('〔', "").replace('〕', "年第"),
        5 => number.replace('〔', "").replace(['〕', '号'], "-"),
        _ => number.chars().map(wide).collect(),
    };
    let text = text.trim_end_matches('-').to_owned();
    few(text, records, |it| it.item.number == *number)
}

fn combination<'a>(record: &Record, records: &'a [Record]) -> Made<'a> {
    let word = WORDS.iter().find(|it| it.0 == record.role)?.1;
    let matter = record.matter?;
    let name = crate::archive::all_matters()
        .iter()
        .find(|it| it.code == matter)?;
    let says = |it: &Record| it.item.title.contains(word) || it.item.kind.name.contains(word);
    if !says(record) {
        return None;
    }
    let text = format!("{} {} {} {word}", record.unit.place, name.name, record.year);
    let is_same = |it: &Record| {
        (it.role, it.matter, it.year, it.unit.place)
            == (record.role, record.matter, record.year, record.unit.place)
    };
    few(text, records, |it| is_same(it) && says(it))
}

fn phrase<'a>(record: &Record, records: &'a [Record], chance: &mut Chance) -> Made<'a> {
    let whole = record.text();
    let line = {
        let lines: Vec<&str> = whole.lines().collect();
        *chance.one(&lines)
    };
    let line: Vec<char> = line.chars().collect();
    let length = 10 + chance.below(7);
    if line.len() <= length {
        return None;
    }
    let begin = chance.below(line.len() - length);
    let text: String = line[begin..begin + length].iter().collect();
    let is_whole = |it: char| matches!(it, '。' | '　' | '：' | '；');
    let ends = [text.chars().next(), text.chars().next_back()];
    if text.contains(is_whole) || ends.contains(&Some('，')) {
        return None;
    }
    few(text.clone(), records, |it| it.says(&text))
}
