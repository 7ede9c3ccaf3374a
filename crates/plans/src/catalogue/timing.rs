//! 公开时限 → what it amounts to: a span after an event, a cadence, a day of each year, or standing publicity.
//!
//! Pure. What cannot be read is told as unknown and opens nothing until a person has read it.

use calendar::Span;
use promises::{Cadence, Grace};

/// What a 公开时限 amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// So long after something happened (信息形成或者变更之日起20个工作日内).
    After {
        /// How long.
        span: Span,
        /// What happens, in the text's words.
        trigger: String,
        /// The words.
        words: String,
    },
    /// Once a period (每月, 每季度), so long after it or by a day of it.
    Periodic {
        /// How often.
        cadence: Cadence,
        /// When a period's promise is due, where the text says it.
        grace: Option<Grace>,
        /// The words.
        words: String,
    },
    /// Public at all times (长期公开, 实时, 动态调整): no promise by a day.
    Standing,
}

/// Reads a 公开时限; the second part is what could not be read.
pub fn read(text: &str) -> (Vec<Timing>, Vec<String>) {
    let mut timings = Vec::new();
    let mut unknown = Vec::new();
    for part in text.split(['。', ';', ',', '\n', '\u{ff1b}', '\u{ff0c}']) {
        let part: String = part
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(half_width)
            .collect();
        if part.is_empty() {
            continue;
        }
        let found = read_part(&part);
        if found.is_empty() {
            unknown.push(part);
        }
        for timing in found {
            if !timings.contains(&timing) {
                timings.push(timing);
            }
        }
    }
    // One part that was read explains the lead-in beside it (原则上, 法律法规另有规定的从其规定).
    unknown.retain(|part| !is_proviso(part));
    (timings, unknown)
}

fn is_proviso(part: &str) -> bool {
    [
        "从其规定",
        "除外",
        "另有规定",
        "原则上",
        "特殊情况",
        "根据实际",
        "按照规定",
        "依法",
    ]
    .iter()
    .any(|it| part.contains(it))
}

fn read_part(part: &str) -> Vec<Timing> {
    if let Some(yearly) = yearly_date(part) {
        return vec![yearly];
    }
    if let Some(periodic) = periodic(part) {
        return vec![periodic];
    }
    if let Some(after) = after(part) {
        return vec![after];
    }
    let stands = ["长期", "常年", "实时", "动态", "适时", "随时更新", "持续"];
    if stands.iter().any(|it| part.contains(it)) {
        return vec![Timing::Standing];
    }
    // 及时 has the law's own limit: 《条例》第二十六条.
    let at_once = ["及时", "形成后", "变更后", "第一时间", "即时"];
    if at_once.iter().any(|it| part.contains(it)) {
        return vec![Timing::After {
            span: Span::Workdays(20),
            trigger: "信息形成或者变更".to_owned(),
            words: part.to_owned(),
        }];
    }
    Vec::new()
}

/// 每年1月31日前.
fn yearly_date(part: &str) -> Option<Timing> {
    let rest = after_any(part, &["每年度", "每年", "次年"])?;
    let (month, rest) = number(rest)?;
    let rest = rest.strip_prefix('月')?;
    let day = match number(rest) {
        Some((day, rest)) if rest.starts_with(['日', '号']) => day,
        _ if rest.starts_with('底') || rest.starts_with('末') => 31,
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let day = match (month, day) {
        (2, 30..) => 29,
        (4 | 6 | 9 | 11, 31) => 30,
        (_, day) => day,
    };
    let grace: Grace = format!("--{month:02}-{day:02}").parse().ok()?;
    Some(Timing::Periodic {
        cadence: Cadence::Yearly,
        grace: Some(grace),
        words: part.to_owned(),
    })
}

fn periodic(part: &str) -> Option<Timing> {
    const WORDS: &[(&[&str], Cadence)] = &[
        (&["每周", "按周"], Cadence::Weekly),
        (&["每月", "按月", "每个月", "月度"], Cadence::Monthly),
        (&["每季", "按季", "季度"], Cadence::Quarterly),
        (&["每年", "按年", "年度"], Cadence::Yearly),
    ];
    let (_, cadence) = WORDS
        .iter()
        .find(|(words, _)| words.iter().any(|it| part.contains(it)))?;
    // 季度结束后10日内, 每月终了后5个工作日内.
    let ended = after_any(
        part,
        &["结束后", "终了后", "结束之日起", "末后", "次月", "下月"],
    );
    let grace = ended
        .and_then(find_span)
        .map(|(span, _)| Grace::After(span));
    Some(Timing::Periodic {
        cadence: *cadence,
        grace,
        words: part.to_owned(),
    })
}

/// A span and the event before it.
fn after(part: &str) -> Option<Timing> {
    let (span, at) = find_span(part)?;
    let before = &part[..at];
    let trigger = ["之日起", "之日", "日起", "后的", "后", "起", "之时", "的"]
        .iter()
        .find_map(|it| before.strip_suffix(it))
        .unwrap_or(before)
        .trim_start_matches("原则上")
        .trim_start_matches(['自', '从', '在', '应', '于']);
    let trigger = if trigger.is_empty() {
        "信息形成或者变更"
    } else {
        trigger
    };
    Some(Timing::After {
        span,
        trigger: trigger.to_owned(),
        words: part.to_owned(),
    })
}

/// The first span of a text and where it begins.
fn find_span(text: &str) -> Option<(Span, usize)> {
    for (at, _) in text.char_indices() {
        // A number's later digits are no number of their own.
        let is_inside = text[..at].chars().next_back().is_some_and(is_digit);
        let Some((n, rest)) = number(&text[at..]).filter(|_| !is_inside) else {
            continue;
        };
        let rest = rest.strip_prefix('个').unwrap_or(rest);
        let span = if rest.starts_with("工作日") || rest.starts_with("工作天") {
            Span::Workdays(n)
        } else if rest.starts_with("小时") {
            Span::Hours(n)
        } else if rest.starts_with("月内") || rest.starts_with("月之内") {
            Span::Months(n)
        } else if rest.starts_with("自然日")
            || rest.starts_with("日内")
            || rest.starts_with("天内")
            || rest.starts_with("日以内")
        {
            Span::Days(n)
        } else if rest.starts_with("年内") {
            Span::Years(n)
        } else {
            continue;
        };
        return Some((span, at));
    }
    None
}

fn after_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words
        .iter()
        .find_map(|it| text.find(it).map(|at| &text[at + it.len()..]))
}

const DIGITS: &str = "零一二三四五六七八九";

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || c == '十' || c == '两' || (c != ' ' && DIGITS.contains(c))
}

/// A number below a hundred in Chinese, or below a million in digits, and the rest of the text.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .char_indices()
        .find(|(_, c)| !is_digit(*c))
        .map_or(text.len(), |(at, _)| at);
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return None;
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits
            .parse()
            .ok()
            .filter(|n| *n < 1_000_000)
            .map(|n| (n, rest));
    }
    let value = |text: &str| -> Option<u32> {
        let mut letters = text.chars();
        let (one, none) = (letters.next()?, letters.next());
        let one = if one == '两' { '二' } else { one };
        let at = DIGITS.chars().position(|it| it == one)?;
        none.is_none().then(|| u32::try_from(at).unwrap_or(0))
    };
    let n = match digits.split_once('十') {
        None => value(digits)?,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { value(tens)? };
            tens * 10 + if ones.is_empty() { 0 } else { value(ones)? }
        }
    };
    Some((n, rest))
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests;
