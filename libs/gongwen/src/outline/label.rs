//! The labels of Chinese outlines: 第一章, 一、, (一), 1., (1), ①. Says what a label is, not which items nest in which.

use super::numeral;

/// The shape of a label; the order is the customary nesting (GB/T 9704), 1 within (一) within 一.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// 第一编, 第一部分, 第一篇.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Division,
    /// 第一条.
    Article,
    /// 一、
    Chinese,
    /// (一)
    ChineseBracket,
    /// 1. or 1、
    Digit,
    /// 1.1 or 1.1.1: the number of points is its depth; 0 is the bare number of their chapter.
    Dotted(u8),
    /// (1)
    DigitBracket,
    /// 1)
    DigitHalf,
    /// ①
    Circled,
}

/// A label as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its shape.
    pub style: Style,
    /// Its number.
    pub number: u32,
    /// As it is written in a duty's section: half-width, without trailing marks.
    pub printed: String,
    /// Index of the first character after the label, its marks and blanks.
    pub end: usize,
}

fn skip_blanks(chars: &[char], mut at: usize) -> usize {
    while chars.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

/// Where a line's label may stand: after blanks and the marks that set an item off (★任务一, ●1.).
pub fn begin(chars: &[char]) -> Option<usize> {
    let is_mark = |c: char| matches!(c, ' ' | '★' | '☆' | '●' | '◆' | '■' | '▲' | '※' | '*');
    chars.iter().position(|c| !is_mark(*c))
}

/// Reads the label at `from`, if one stands there.
pub fn read(chars: &[char], from: usize) -> Option<Label> {
    match *chars.get(from)? {
        '第' => ordinal(chars, from),
        '任' => named(chars, from),
        '(' => bracketed(chars, from),
        c if c.is_ascii_digit() => arabic(chars, from),
        c if numeral::is_numeral(c) => chinese(chars, from),
        c => symbol(c).map(|(style, number, printed)| Label {
            style,
            number,
            printed,
            end: skip_marks(chars, from + 1),
        }),
    }
}

fn ordinal(chars: &[char], from: usize) -> Option<Label> {
    let (number, after) = numeral::number(chars, skip_blanks(chars, from + 1))?;
    let at = skip_blanks(chars, after);
    let (style, end) = match (chars.get(at)?, chars.get(at + 1)) {
        ('章', _) => (Style::Chapter, at + 1),
        ('节', _) => (Style::Division, at + 1),
        ('条', _) => (Style::Article, at + 1),
        ('篇' | '编', _) => (Style::Part, at + 1),
        ('部', Some('分')) => (Style::Part, at + 2),
        _ => return None,
    };
    // 第一条规定, 第二部分内容: running text goes on at once, a label is followed by a blank, a mark or the heading's end
    let next = chars.get(end).copied().unwrap_or(' ');
    if matches!(
        next,
        '的' | '第' | '和' | '、' | '至' | '-' | '规' | '所' | '款'
    ) {
        return None;
    }
    let printed = chars[from..end].iter().filter(|c| **c != ' ').collect();
    Some(Label {
        style,
        number,
        printed,
        end: skip_marks(chars, end),
    })
}

/// 任务一　公开账目: a blank or a mark parts it from the words.
fn named(chars: &[char], from: usize) -> Option<Label> {
    let after = (chars.get(from + 1) == Some(&'务')).then_some(from + 2)?;
    let (number, end) = numeral::number(chars, after)?;
    let is_parted = matches!(chars.get(end), Some(' ' | ':' | '、' | '.'));
    (is_parted && (1..100).contains(&number)).then(|| Label {
        style: Style::Article,
        number,
        printed: chars[from..end].iter().collect(),
        end: skip_marks(chars, end),
    })
}

/// Skips what may stand between a label and its words: blanks and one mark.
fn skip_marks(chars: &[char], from: usize) -> usize {
    let at = skip_blanks(chars, from);
    if matches!(chars.get(at), Some('、' | '.' | ':' | ',')) {
        skip_blanks(chars, at + 1)
    } else {
        at
    }
}

fn bracketed(chars: &[char], from: usize) -> Option<Label> {
    let inner = skip_blanks(chars, from + 1);
    let first = *chars.get(inner)?;
    let (number, after) = numeral::number(chars, inner)?;
    let close = skip_blanks(chars, after);
    if chars.get(close) != Some(&')') || number == 0 || number > 99 {
        return None;
    }
    let words: String = chars[inner..after].iter().collect();
    let style = if first.is_ascii_digit() {
        Style::DigitBracket
    } else {
        Style::ChineseBracket
    };
    Some(Label {
        style,
        number,
        printed: format!("({words})"),
        end: skip_marks(chars, close + 1),
    })
}

fn chinese(chars: &[char], from: usize) -> Option<Label> {
    let (number, after) = numeral::chinese(chars, from)?;
    if number == 0 || number > 99 || numeral::digit(chars[from]) == Some(0) {
        return None;
    }
    let printed: String = chars[from..after].iter().collect();
    let mark = skip_blanks(chars, after);
    let end = match chars.get(mark) {
        Some('、' | '.') => mark + 1,
        // 一 总体要求: a blank alone marks a label only on a short heading line
        Some(_) if mark > after && from == 0 && is_short_heading(&chars[mark..]) => mark,
        _ => return None,
    };
    // 一、二、三级医院 is a list of numbers
    if chars.get(end).is_some_and(|c| numeral::is_numeral(*c))
        && numeral::chinese(chars, end).is_some_and(|(_, e)| {
            matches!(chars.get(e), Some('、' | '级' | '类' | '线' | '期' | '次'))
        })
    {
        return None;
    }
    Some(Label {
        style: Style::Chinese,
        number,
        printed,
        end: skip_blanks(chars, end),
    })
}

fn is_short_heading(chars: &[char]) -> bool {
    chars.len() >= 2
        && chars.len() <= 30
        && !chars
            .iter()
            .any(|c| matches!(c, '。' | ',' | ';' | ':' | '、'))
}

fn arabic(chars: &[char], from: usize) -> Option<Label> {
    let (number, after) = numeral::arabic(chars, from)?;
    if number == 0 || number > 999 || chars[from] == '0' {
        return None;
    }
    let printed: String = chars[from..after].iter().collect();
    let mark = skip_blanks(chars, after);
    match chars.get(mark)? {
        '、' => {
            let end = skip_blanks(chars, mark + 1);
            // 3、4号楼: digits and then neither year nor day is a list of numbers
            if chars.get(end).is_some_and(char::is_ascii_digit)
                && !is_year(chars, end)
                && !is_day(chars, end)
                && !is_large(chars, end)
            {
                return None;
            }
            Some(Label {
                style: Style::Digit,
                number,
                printed,
                end,
            })
        }
        ')' => Some(Label {
            style: Style::DigitHalf,
            number,
            printed: format!("{printed})"),
            end: skip_marks(chars, mark + 1),
        }),
        '.' => {
            let end = mark + 1;
            if mark == after
                && chars.get(end).is_some_and(char::is_ascii_digit)
                && !is_year(chars, end)
                && !is_day(chars, end)
            {
                return dotted(chars, from);
            }
            Some(Label {
                style: Style::Digit,
                number,
                printed,
                end: skip_marks(chars, end),
            })
        }
        _ => None,
    }
}

fn is_year(chars: &[char], from: usize) -> bool {
    numeral::arabic(chars, from)
        .is_some_and(|(v, e)| (1990..2100).contains(&v) && chars.get(e) == Some(&'年'))
}

/// `8月10日`, `8月底`: a month that a label may stand before (3、4月 is a list of months).
fn is_day(chars: &[char], from: usize) -> bool {
    numeral::arabic(chars, from).is_some_and(|(v, e)| {
        (1..=12).contains(&v)
            && chars.get(e) == Some(&'月')
            && chars.get(e + 1).is_some_and(|c| {
                c.is_ascii_digit() || matches!(c, '底' | '末' | '上' | '中' | '下')
            })
    })
}

/// `12345热线`, `100家`: a number too large to be the next of a list of numbers.
fn is_large(chars: &[char], from: usize) -> bool {
    chars[from..]
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .count()
        >= 3
}

/// `2 重点任务`: a chapter's number that nothing but a blank parts from a short heading. Whether it is one shows in the
/// items below it (2.1, 2.2), which the caller knows.
pub fn bare_chapter(chars: &[char]) -> Option<Label> {
    let from = skip_blanks(chars, 0);
    let (number, after) = numeral::arabic(chars, from)?;
    let end = skip_blanks(chars, after);
    let words = &chars[end..];
    let is_heading = (2..=30).contains(&words.len())
        && !words.iter().any(|c| matches!(c, '。' | ',' | ';' | ':'));
    (end > after && (1..100).contains(&number) && is_heading).then(|| Label {
        style: Style::Dotted(0),
        number,
        printed: chars[from..after].iter().collect(),
        end,
    })
}

/// The chapter that a dotted label belongs to (2 of 2.1 and of 2.1.3).
pub fn chapter_of(label: &Label) -> Option<u32> {
    match label.style {
        Style::Dotted(_) => label.printed.split('.').next()?.parse().ok(),
        _ => None,
    }
}

/// `1.1 加强…`, `2.3.1 …`: at least one point, and words (no unit of measure) after it.
fn dotted(chars: &[char], from: usize) -> Option<Label> {
    let (mut at, mut depth, mut last) = (from, 0u8, 0);
    while let Some((value, after)) = numeral::arabic(chars, at) {
        if value == 0 || value > 99 {
            return None;
        }
        last = value;
        at = after;
        if chars.get(at) == Some(&'.')
            && chars.get(at + 1).is_some_and(char::is_ascii_digit)
            && depth < 4
        {
            depth += 1;
            at += 1;
        } else {
            break;
        }
    }
    let printed: String = chars[from..at].iter().collect();
    let marked = matches!(chars.get(at), Some(' ' | '、' | '.'));
    (depth > 0 && marked && at < chars.len()).then(|| Label {
        style: Style::Dotted(depth),
        number: last,
        printed,
        end: skip_marks(chars, at),
    })
}

fn symbol(c: char) -> Option<(Style, u32, String)> {
    let code = c as u32;
    match c {
        '①'..='⑳' => Some((Style::Circled, code - 0x2460 + 1, c.to_string())),
        '⑴'..='⒇' => Some((
            Style::DigitBracket,
            code - 0x2474 + 1,
            format!("({})", code - 0x2474 + 1),
        )),
        '⒈'..='⒛' => Some((
            Style::Digit,
            code - 0x2488 + 1,
            format!("{}", code - 0x2488 + 1),
        )),
        '㈠'..='㈩' => {
            let number = code - 0x3220 + 1;
            let word = "一二三四五六七八九十".chars().nth(number as usize - 1)?;
            Some((Style::ChineseBracket, number, format!("({word})")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::fold::fold;

    fn label(text: &str) -> Option<(String, u32, String)> {
        let chars: Vec<char> = text.chars().map(fold).collect();
        read(&chars, 0).map(|l| (l.printed, l.number, chars[l.end..].iter().collect()))
    }

    fn check(text: &str, printed: &str, number: u32, rest: &str) {
        assert_eq!(
            label(text),
            Some((printed.to_owned(), number, rest.to_owned())),
            "{text}"
        );
    }

    #[test]
    fn labels_of_every_shape_are_read() {
        check("一、总体要求", "一", 1, "总体要求");
        check("二 、 主要任务", "二", 2, "主要任务");
        check("二十一、加强", "二十一", 21, "加强");
        check("（一）加强", "(一)", 1, "加强");
        check("(十二)、加强", "(十二)", 12, "加强");
        check("１．加强", "1", 1, "加强");
        check("12、加强", "12", 12, "加强");
        check("1.2024年6月底前", "1", 1, "2024年6月底前");
        check("（３）加强", "(3)", 3, "加强");
        check("3)加强", "3)", 3, "加强");
        check("④加强", "④", 4, "加强");
        check("第三章 保障", "第三章", 3, "保障");
        check("第十二条 对新设", "第十二条", 12, "对新设");
        check("1.2 加强培训", "1.2", 2, "加强培训");
        check("6.12月25日前报送", "6", 6, "12月25日前报送");
        check("任务一　公开账目", "任务一", 1, "公开账目");
        check("任务三：公开账目", "任务三", 3, "公开账目");
        check("㈡加强", "(二)", 2, "加强");
        check("一　总体要求", "一", 1, "总体要求");
    }

    #[test]
    fn running_text_is_no_label() {
        for text in [
            "2023年",
            "一是要",
            "1.5亿元",
            "12345热线",
            "5G基站",
            "一二三",
            "十四五规划",
            "(2017)47号",
            "第一条的规定",
            "一、二级医院",
            "任务一览表",
            "任务一完成即上报",
            "6.5月均值",
            "3、4号楼",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
