//! 密级标志 (《保守国家秘密法》 with its marks 秘密★, 机密★, 绝密★) and words that forbid passing a paper on.

use std::ops::Range;

/// Words that stand on papers which are not for the public.
pub(crate) const WORDS: &[&str] = &[
    "内部文件",
    "内部资料",
    "内部明电",
    "内部传阅",
    "内部掌握",
    "不得外传",
    "严禁外传",
    "请勿外传",
    "注意保存",
    "阅后即焚",
    "阅后收回",
    "此件不公开",
    "此件不予公开",
    "此件不对外公开",
    "工作秘密",
    "密码电报",
    "仅限内部使用",
];

/// Those of them that prose speaks of too (审查国家秘密、工作秘密, 清理内部文件): they are marks only where they stand alone.
const SPOKEN_OF: &[&str] = &[
    "内部文件",
    "内部资料",
    "内部明电",
    "内部传阅",
    "内部掌握",
    "注意保存",
    "工作秘密",
    "密码电报",
    "仅限内部使用",
];

/// Characters of a line that is a mark and nothing else, at most.
const LONGEST_MARK: usize = 14;

/// Whether the words at a place are a mark: some are wherever they stand, others only on a line (or in a cell) of their own.
pub(crate) fn is_mark(text: &str, place: &Range<usize>) -> bool {
    if !SPOKEN_OF.contains(&&text[place.clone()]) {
        return true;
    }
    let is_border = |c: &char| matches!(c, '\n' | '\r' | '\t' | '|');
    let before = text[..place.start].chars().rev();
    let before = before.take(LONGEST_MARK + 1).take_while(|c| !is_border(c));
    let after = text[place.end..].chars();
    let after = after.take(LONGEST_MARK + 1).take_while(|c| !is_border(c));
    let around: Vec<char> = before.chain(after).filter(|c| !c.is_whitespace()).collect();
    let is_prose = |c: &char| {
        matches!(
            c,
            '。' | '，' | '、' | '；' | '“' | '”' | '《' | '》' | ',' | ';'
        )
    };
    around.len() + 4 <= LONGEST_MARK && !around.iter().any(is_prose)
}

const LEVELS: &[&str] = &["绝密", "机密", "秘密"];

/// The mark that has the star at a byte: the level before it, and the term behind it (`机密★10年`).
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end_matches(|c: char| c.is_whitespace());
    let level = LEVELS.iter().find(|level| before.ends_with(**level))?;
    let start = before.len() - level.len();
    let after = at + text[at..].chars().next()?.len_utf8();
    let term = text[after..]
        .char_indices()
        .take_while(|(_, c)| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    ' ' | '年' | '月' | '个' | '长' | '期' | '启' | '用' | '前'
                )
        })
        .take(8)
        .last();
    let end = term.map_or(after, |(place, c)| after + place + c.len_utf8());
    Some(start..start + text[start..end].trim_end().len())
}
