//! The parts of an item that can be quoted: articles with their items, paragraphs, short sections as a whole.
//!
//! A piece is a stretch of a section as it stands: nothing is put together, nothing left out in between.

use std::ops::Range;

use crate::item::{Section, Shown};

/// The longest piece, in characters, unless one sentence is longer.
const LONGEST: usize = 280;

/// The most pieces of one item that are looked at.
const MOST: usize = 600;

/// A part of an item that can be quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The section, as a place in [`Shown::sections`].
    pub section: usize,
    /// Where it stands in the section's text, in bytes.
    pub range: Range<usize>,
    /// What it stands under beside the section's heading: the chapter, the sentence that begins its list.
    pub under: String,
}

/// What of an item can be quoted, in order.
pub(super) fn pieces_of(shown: &Shown) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chapter = String::new();
    for (at, section) in shown.sections.iter().enumerate() {
        if is_chapter(&section.heading) {
            chapter.clone_from(&section.heading);
        }
        let from = pieces.len();
        add_section(at, section, &mut pieces);
        for piece in &mut pieces[from..] {
            if !chapter.is_empty() && chapter != section.heading {
                piece.under = format!("{chapter} {}", piece.under);
            }
        }
        if pieces.len() >= MOST {
            pieces.truncate(MOST);
            break;
        }
    }
    pieces
}

fn is_chapter(heading: &str) -> bool {
    let begin: String = heading.chars().take(6).collect();
    begin.starts_with('第') && (begin.contains('章') || begin.contains('编'))
}

fn add_section(at: usize, section: &Section, pieces: &mut Vec<Piece>) {
    let text = &section.text;
    let lines = lines_of(text);
    let has_articles = lines.iter().any(|it| is_article(&text[it.clone()]));
    let is_short = text.chars().count() <= LONGEST;
    // Lines like 电话：… and rows say something together only.
    let is_card = lines
        .iter()
        .all(|it| !text[it.clone()].ends_with(['。', '；']));
    if (!section.heading.is_empty() || is_card) && is_short && !has_articles {
        let whole = trimmed(text, 0..text.len());
        if !whole.is_empty() {
            pieces.push(Piece {
                section: at,
                range: whole,
                under: String::new(),
            });
        }
        return;
    }
    let mut begin = 0;
    while begin < lines.len() && pieces.len() < MOST {
        let mut end = begin + 1;
        while end < lines.len() && goes_on(text, &lines, (begin, end)) {
            end += 1;
        }
        add_block(at, text, &lines[begin..end], pieces);
        begin = end;
    }
}

/// Whether a line belongs to the block that began earlier: an item of its list, a row of its table.
fn goes_on(text: &str, lines: &[Range<usize>], (begin, at): (usize, usize)) -> bool {
    let line = &text[lines[at].clone()];
    if is_article(line) {
        return false;
    }
    let first = &text[lines[begin].clone()];
    let opens_list =
        first.ends_with(['：', ':']) || first.contains("下列") || first.contains("以下");
    (is_item(line) && opens_list) || (is_row(line) && is_row(first))
}

/// A row of a table: cells are parted by tabs.
fn is_row(line: &str) -> bool {
    line.contains('\t')
}

fn add_block(at: usize, text: &str, lines: &[Range<usize>], pieces: &mut Vec<Piece>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return;
    };
    let whole = first.start..last.end;
    if text[whole.clone()].chars().count() <= LONGEST {
        pieces.push(Piece {
            section: at,
            range: whole,
            under: String::new(),
        });
        return;
    }
    for (n, line) in lines.iter().enumerate() {
        let under = match n {
            0 => String::new(),
            _ => text[first.clone()].chars().take(LONGEST).collect(),
        };
        for range in sentences_of(text, line.clone()) {
            pieces.push(Piece {
                section: at,
                range,
                under: under.clone(),
            });
        }
    }
}

/// A line that is too long, as stretches of whole sentences.
fn sentences_of(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut begin, mut end, mut chars) = (line.start, line.start, 0);
    let mut length = 0;
    for (place, sign) in text[line.clone()].char_indices() {
        length += 1;
        let is_end = matches!(sign, '。' | '！' | '？' | '；');
        if !is_end {
            continue;
        }
        let here = line.start + place + sign.len_utf8();
        if chars > 0 && chars + length > LONGEST {
            parts.push(begin..end);
            (begin, chars) = (end, 0);
        }
        end = here;
        chars += length;
        length = 0;
    }
    parts.push(begin..line.end);
    parts.retain(|it| !text[it.clone()].trim().is_empty());
    parts
}

fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        let range = trimmed(text, begin..begin + line.len());
        if !range.is_empty() {
            lines.push(range);
        }
        begin += line.len();
    }
    lines
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let begin = range.start + (part.len() - part.trim_start().len());
    begin..begin + part.trim().len()
}

const NUMERALS: &str = "一二三四五六七八九十百零〇0123456789";

/// `第十二条 …`.
pub(super) fn is_article(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('第') else {
        return false;
    };
    let rest = rest.trim_start_matches(|it| NUMERALS.contains(it));
    rest.starts_with('条')
}

/// `（一）…`, `1. …`, `一、…`, `① …`, `- …`.
fn is_item(line: &str) -> bool {
    let inside = line.trim_start_matches(['（', '(', '-', '•', '·']);
    let rest = inside.trim_start_matches(|it| NUMERALS.contains(it) || ('①'..='⑳').contains(&it));
    let has_number = rest.len() < inside.len();
    let is_dash = inside.len() < line.len() && !line.starts_with(['（', '(']);
    is_dash || (has_number && rest.starts_with(['）', ')', '、', '.', '．', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Choice;

    fn shown(sections: &[(&str, &str)]) -> Shown {
        Shown {
            key: "document/1".to_owned(),
            address: "/documents/1".to_owned(),
            title: "办法".to_owned(),
            number: String::new(),
            codes: Vec::new(),
            summary: String::new(),
            day: kernel::Date::constant(2026, 1, 1),
            standing: String::new(),
            kind: Choice::new("normative", "规范性文件"),
            units: Vec::new(),
            matter: String::new(),
            sections: sections
                .iter()
                .map(|(heading, text)| Section {
                    heading: (*heading).to_owned(),
                    anchor: String::new(),
                    text: (*text).to_owned(),
                })
                .collect(),
        }
    }

    fn texts(shown: &Shown) -> Vec<&str> {
        let pieces = pieces_of(shown);
        let of = |it: Piece| &shown.sections[it.section].text[it.range];
        pieces.into_iter().map(of).collect()
    }

    #[test]
    fn an_article_keeps_its_items_and_ends_where_the_next_begins() {
        let it = shown(&[(
            "第二章 提取",
            "第三条 有下列情形之一的，可以提取：\n（一）购房的；\n（二）退休的。\n第四条 提取不收费。",
        )]);
        assert_eq!(
            texts(&it),
            [
                "第三条 有下列情形之一的，可以提取：\n（一）购房的；\n（二）退休的。",
                "第四条 提取不收费。"
            ]
        );
    }

    #[test]
    fn a_short_section_under_a_heading_is_one_piece() {
        let it = shown(&[("三、材料", "身份证\n户口簿"), ("", "甲。\n乙。")]);
        assert_eq!(texts(&it), ["身份证\n户口簿", "甲。", "乙。"]);
    }

    #[test]
    fn a_long_list_comes_in_parts_that_know_what_they_stand_under() {
        let items: Vec<String> = (1..=9)
            .map(|it| format!("（{it}）{}；", "长".repeat(60)))
            .collect();
        let it = shown(&[("", &format!("有下列情形的：\n{}", items.join("\n")))]);
        let pieces = pieces_of(&it);
        assert_eq!(pieces.len(), 10);
        assert_eq!(pieces[4].under, "有下列情形的：");
    }

    #[test]
    fn a_long_line_is_parted_between_sentences_and_nothing_is_lost() {
        let line = format!(
            "{}。{}。{}",
            "甲".repeat(200),
            "乙".repeat(200),
            "丙".repeat(20)
        );
        let it = shown(&[("", &line)]);
        assert_eq!(texts(&it).concat(), line);
        assert_eq!(texts(&it).len(), 2);
    }
}
