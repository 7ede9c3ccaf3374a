//! Whether a rewording of passages says what they say: a rule that anybody can follow with a pencil, and nothing that learns.
//!
//! A rewording may leave words out, put in small ones (您, 的, 就), and say 应该 for 应当 and the like (`SAME`). It may not add, exchange or move a word,
//! touch a number, its unit or its bound, add or drop a word of permission or negation, leave out a part between two commas, or draw on two places for
//! one sentence. One sentence that does any of it and the whole is not shown. What it may do, and may do wrongly, is leave out a word that narrows
//! (本市户籍): so the passages stand below it in full.

use std::ops::Range;

use crate::fold::{Sign, folded, sign_of};
use crate::grams::grams_of;
use crate::words::tagged;

/// Why a rewording is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// It says nothing, or more than the passages.
    Length,
    /// A word that does not stand in the passage, or not at that place.
    Word,
    /// A number, a date, an amount, or its unit or bound.
    Number,
    /// A word of permission or negation.
    Modal,
    /// A part of the passage that was left out.
    Left,
}

impl Unsupported {
    /// A word for the figures.
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Word => "word",
            Self::Number => "number",
            Self::Modal => "modal",
            Self::Left => "left_out",
        }
    }
}

/// What is the same said plainly: the plain word, and that of rules.
const SAME: &[(&str, &str)] = &[
    ("应该", "应当"),
    ("不可以", "不得"),
    ("不准", "不得"),
    ("不许", "不得"),
    ("不需要", "无需"),
    ("不用", "无需"),
    ("无须", "无需"),
    ("那天起", "之日起"),
    ("当天起", "之日起"),
    ("以及", "和"),
    ("并且", "并"),
    ("或者", "或"),
    ("按照", "按"),
];

/// Words that may be put in.
const SMALL: &[&str] = &[
    "的", "了", "着", "呢", "吧", "啊", "就", "您", "你", "请", "那么", "这", "该", "其", "则",
];

/// Words by which rules allow, oblige, forbid, except and join; the longest first where one stands in another.
const MODALS: &[&str] = &[
    "有下列情形之一",
    "另有规定",
    "不再适用",
    "可以不",
    "不适用",
    "不予",
    "不得",
    "不再",
    "不能",
    "不收",
    "不是",
    "不足",
    "不含",
    "不包括",
    "无需",
    "免予",
    "免于",
    "免费",
    "免收",
    "免征",
    "免交",
    "可以",
    "应当",
    "必须",
    "须",
    "方可",
    "才能",
    "禁止",
    "严禁",
    "允许",
    "准许",
    "有权",
    "除外",
    "例外",
    "除",
    "但是",
    "但",
    "仅限",
    "仅",
    "只能",
    "只",
    "一律",
    "全部",
    "任何",
    "各",
    "均",
    "都",
    "未经",
    "未",
    "非",
    "无",
    "没有",
    "不",
    "禁",
    "能",
    "免",
    "或",
    "和",
    "如果",
    "若",
    "每",
    "均可",
    "暂停",
    "终止",
    "取消",
    "拒绝",
    "同意",
];

/// Bounds before a number, the longest first.
const BEFORE: &[&str] = &[
    "不超过",
    "不少于",
    "不低于",
    "不高于",
    "不多于",
    "不满",
    "未满",
    "超过",
    "少于",
    "低于",
    "高于",
    "多于",
    "最多",
    "最高",
    "最长",
    "最低",
    "最少",
    "至少",
    "提前",
    "年满",
    "满",
    "近",
    "约",
    "第",
    "前",
    "后",
    "每",
];

/// Units and what may stand behind them, the longest first.
const UNITS: &[&str] = &[
    "个工作日",
    "个自然日",
    "工作日",
    "个小时",
    "平方米",
    "立方米",
    "个月",
    "个日",
    "小时",
    "分钟",
    "周岁",
    "千克",
    "公里",
    "万元",
    "亿元",
    "学期",
    "毫升",
    "年",
    "月",
    "日",
    "天",
    "周",
    "岁",
    "时",
    "分",
    "元",
    "角",
    "倍",
    "人",
    "名",
    "户",
    "只",
    "册",
    "本",
    "次",
    "项",
    "份",
    "套",
    "家",
    "折",
    "条",
    "款",
    "号",
    "%",
    "米",
    "层",
    "台",
    "辆",
    "张",
    "种",
    "级",
    "个",
];
const BEHIND: &[&str] = &[
    "以上", "以下", "以内", "以后", "以前", "之内", "之前", "之后", "前", "后", "内", "起", "底",
    "左右",
];

const NUMERALS: &str = "0123456789〇零一二三四五六七八九十百千万亿两半";

/// How much of the part of the passage must remain, and of its sentence stand there, in hundredths.
const KEPT: usize = 70;
/// How much of each part between two commas.
const KEPT_OF_PART: usize = 50;

/// Sentences of a passage that one sentence may draw on, one behind another.
const MOST_JOINED: usize = 3;

/// Whether every sentence of a rewording is supported by one of the passages.
///
/// # Errors
/// What the first sentence that is not does wrong, judged by the place that comes nearest to it.
pub fn supported(passages: &[&str], reworded: &str) -> Result<(), Unsupported> {
    let whole: usize = passages.iter().map(|it| it.chars().count()).sum();
    let sentences = sentences_of(&same(&folded(reworded)));
    if sentences.is_empty() || reworded.chars().count() > whole + whole / 4 + 20 {
        return Err(Unsupported::Length);
    }
    let places: Vec<String> = passages.iter().flat_map(|it| places_of(it)).collect();
    for sentence in &sentences {
        let mut nearest = Unsupported::Word;
        let is_supported = places.iter().any(|place| match held(place, sentence) {
            Ok(()) => true,
            Err(why) => {
                if nearest == Unsupported::Word {
                    nearest = why;
                }
                false
            }
        });
        if !is_supported {
            return Err(nearest);
        }
    }
    Ok(())
}

/// The text with the words of rules instead of plain ones.
fn same(text: &str) -> String {
    let mut text = text.to_owned();
    for (plain, official) in SAME {
        text = text.replace(plain, official);
    }
    text
}

fn ends_sentence(sign: char) -> bool {
    matches!(sign, '。' | '!' | '?' | ';' | '\n')
}

/// The sentences of a folded text that say anything.
fn sentences_of(text: &str) -> Vec<String> {
    let parts = text.split(ends_sentence).map(str::trim);
    let said = parts.filter(|it| it.chars().any(|sign| sign_of(sign) != Sign::Break));
    said.map(|it| unlabelled(it).to_owned()).collect()
}

/// Without what only counts it: `第六条`, `(一)`, `2.`.
fn unlabelled(sentence: &str) -> &str {
    let counted =
        |text: &'_ str| text.len() - text.trim_start_matches(|it| NUMERALS.contains(it)).len();
    let article = sentence.strip_prefix('第').and_then(|rest| {
        let rest = rest.get(counted(rest).max(1)..)?;
        rest.strip_prefix('条')
    });
    if let Some(rest) = article {
        return rest.trim_start();
    }
    let inside = sentence.strip_prefix('(').unwrap_or(sentence);
    let rest = inside.get(counted(inside)..).unwrap_or_default();
    let is_label = rest.len() < inside.len();
    let behind = match inside.len() < sentence.len() {
        true => rest.strip_prefix(')'),
        false => rest
            .strip_prefix(['、', '.'])
            .filter(|it| !it.starts_with(|it: char| it.is_ascii_digit())),
    };
    behind
        .filter(|_| is_label)
        .map_or(sentence, str::trim_start)
}

/// What a sentence may draw on: sentences of a passage and rows of two or three. An exception belongs to what it excepts from, and what a list
/// begins with to the list.
fn places_of(passage: &str) -> Vec<String> {
    const EXCEPTIONS: [&str; 6] = ["但", "除", "例外", "不适用", "另有规定", "前款"];
    let mut units: Vec<String> = Vec::new();
    let mut is_list = false;
    for sentence in sentences_of(&same(&folded(passage))) {
        let is_exception = EXCEPTIONS.iter().any(|it| sentence.contains(it));
        let opens = sentence.ends_with(':');
        match units.last_mut() {
            Some(last) if is_exception || is_list => {
                last.push('，');
                last.push_str(&sentence);
            }
            _ => units.push(sentence),
        }
        is_list |= opens;
    }
    let mut places = Vec::new();
    for many in 1..=MOST_JOINED {
        places.extend(units.windows(many).map(|it| it.join("，")));
    }
    places
}

/// Whether one place holds a sentence.
fn held(place: &str, sentence: &str) -> Result<(), Unsupported> {
    let found = in_order(&bare(place), sentence)?;
    if shared(place, sentence) < KEPT {
        return Err(Unsupported::Word);
    }
    if numbers_of(place) != numbers_of(sentence) {
        return Err(Unsupported::Number);
    }
    if modals_of(place) != modals_of(sentence) {
        return Err(Unsupported::Modal);
    }
    is_whole(place, &found)
}

/// Without marks, but for those that belong to numbers.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|it| sign_of(*it) != Sign::Break || ".%:".contains(*it))
        .collect()
}

/// Where the words of a sentence stand in a bare text, one behind another; small words may stand nowhere.
fn in_order(text: &str, sentence: &str) -> Result<Vec<Range<usize>>, Unsupported> {
    let mut found = Vec::new();
    let mut from = 0;
    for (word, _) in tagged(&bare(sentence)) {
        let at = text.get(from..).and_then(|rest| rest.find(word));
        match at {
            Some(at) => {
                found.push(from + at..from + at + word.len());
                from += at + word.len();
            }
            None if SMALL.contains(&word) => {}
            None => return Err(Unsupported::Word),
        }
    }
    Ok(found)
}

/// How many in a hundred of a sentence's pairs stand in the place.
fn shared(place: &str, sentence: &str) -> usize {
    let there = grams_of(&bare(place));
    let pairs = grams_of(&bare(sentence));
    let held = pairs.iter().filter(|it| there.contains(it)).count();
    100 * held / pairs.len().max(1)
}

/// Whether enough of the place is left, and of each of its parts.
fn is_whole(place: &str, found: &[Range<usize>]) -> Result<(), Unsupported> {
    let (mut at, mut all, mut kept_of_all) = (0, 0, 0);
    for part in place.split([',', '，', ':', '、']) {
        let part = bare(part);
        let (mut chars, mut kept) = (0, 0);
        for (place, _) in part.char_indices() {
            chars += 1;
            kept += usize::from(found.iter().any(|it| it.contains(&(at + place))));
        }
        at += part.len();
        if chars > 1 && 100 * kept < KEPT_OF_PART * chars {
            return Err(Unsupported::Left);
        }
        all += chars;
        kept_of_all += kept;
    }
    match 100 * kept_of_all < KEPT * all {
        true => Err(Unsupported::Left),
        false => Ok(()),
    }
}

/// The words of permission and negation, in order.
fn modals_of(text: &str) -> Vec<&'static str> {
    let mut text = bare(text);
    // 不超过 and 满 belong to their numbers, which are compared by themselves.
    for bound in BEFORE.iter().filter(|it| it.chars().count() > 1) {
        text = text.replace(bound, " ");
    }
    let mut modals = Vec::new();
    let mut rest = text.as_str();
    while let Some(sign) = rest.chars().next() {
        let modal = MODALS.iter().filter(|it| rest.starts_with(**it));
        match modal.max_by_key(|it| it.len()) {
            Some(modal) => {
                modals.push(*modal);
                rest = &rest[modal.len()..];
            }
            None => rest = &rest[sign.len_utf8()..],
        }
    }
    modals
}

/// The numbers with unit and bounds, in order: `不超过15个工作日`, `2000元以下`. A letter or a digit that is no number counts as well: A4.
fn numbers_of(text: &str) -> Vec<String> {
    let text: Vec<char> = bare(text).chars().collect();
    let is_number = |at: usize| {
        text.get(at)
            .is_some_and(|it| NUMERALS.contains(*it) || it.is_ascii_alphanumeric())
    };
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !is_number(at) {
            at += 1;
            continue;
        }
        let begin = at;
        while is_number(at) || (matches!(text.get(at), Some('.' | ':')) && is_number(at + 1)) {
            at += 1;
        }
        let before: String = text[begin.saturating_sub(3)..begin].iter().collect();
        let behind: String = text[at..text.len().min(at + 6)].iter().collect();
        let bound = BEFORE.iter().find(|it| before.ends_with(**it));
        let unit = longest(UNITS, &behind);
        let end = longest(BEHIND, behind.get(unit.len()..).unwrap_or_default());
        let number: String = text[begin..at].iter().collect();
        numbers.push(format!(
            "{}{number}{unit}{end}",
            bound.copied().unwrap_or_default()
        ));
        at += unit.chars().count();
    }
    numbers
}

/// The longest of these with which a text begins; nothing where there is none.
fn longest(words: &[&'static str], text: &str) -> &'static str {
    let fitting = words.iter().filter(|it| text.starts_with(**it));
    fitting.max_by_key(|it| it.len()).copied().unwrap_or("")
}

#[cfg(test)]
mod tests;
