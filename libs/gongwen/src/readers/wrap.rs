//! Undoing hard line breaks: which line of a fixed-width text or of a PDF goes on in the next one. Judges by the fill
//! of the lines, by indents, labels and sentence marks; knows nothing of pages or fonts.

/// What is known of one line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LineShape {
    /// It reaches the right margin.
    pub is_full: bool,
    /// It begins further right than the lines of the paragraph's body.
    pub is_indented: bool,
    /// It begins with a label (`一、`, `（一）`, `1.`, `第三条`).
    pub has_label: bool,
    /// It ends with a mark that ends a sentence.
    pub ends_sentence: bool,
}

impl LineShape {
    /// The part of the shape that the words alone tell.
    pub(crate) fn of_words(text: &str) -> Self {
        Self {
            has_label: starts_with_label(text),
            ends_sentence: ends_sentence(text),
            ..Self::default()
        }
    }
}

/// How a text marks the first line of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// First lines are indented: an indent alone starts a paragraph.
    Indented,
    /// No indents: only the fill of the line before and labels tell.
    Flush,
}

/// Whether `next` goes on with the paragraph that `line` belongs to.
pub(crate) fn goes_on(line: LineShape, next: LineShape, style: Style) -> bool {
    if !line.is_full || next.is_indented {
        return false;
    }
    match style {
        Style::Indented => !(next.has_label && line.ends_sentence),
        Style::Flush => !next.has_label && !line.ends_sentence,
    }
}

/// Whether `text` ends with a mark that ends a sentence or an item.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let last = text
        .trim_end_matches(['”', '"', '」', '』', '’', '》', ' '])
        .chars()
        .next_back();
    matches!(
        last,
        Some('。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…')
    ) || text.ends_with(['）', ')']) && text.contains(['。', '；'])
}

/// Whether `text` begins with a label of an outline.
pub(crate) fn starts_with_label(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('①'..='⒛' | '㈠'..='㈩' | '•' | '●' | '■' | '◆' | '□') => true,
        Some('第') => {
            let rest = chars.as_str().trim_start_matches(is_number);
            rest.len() < chars.as_str().len()
                && rest.starts_with(['章', '条', '節', '节', '條', '编', '款', '项'])
        }
        Some('（' | '(') => {
            let rest = chars.as_str().trim_start_matches(is_number);
            let digits = chars.as_str()[..chars.as_str().len() - rest.len()]
                .chars()
                .count();
            (1..=3).contains(&digits) && rest.starts_with(['）', ')'])
        }
        Some(c) if is_number(c) => number_label(text),
        _ => false,
    }
}

fn number_label(text: &str) -> bool {
    let rest = text.trim_start_matches(is_number);
    let count = text[..text.len() - rest.len()].chars().count();
    let mut rest = rest.chars();
    let mark = rest.next();
    let after = rest.next();
    count <= 3
        && match mark {
            Some('、' | '．' | '）' | ')') => true,
            Some('.') => !after.is_some_and(|c| c.is_ascii_digit() || c == '．'),
            Some('是') => text.chars().next().is_some_and(|c| !c.is_ascii_digit()) && count == 1,
            _ => false,
        }
}

fn is_number(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}
