//! Chinese and Arabic numerals within folded text. Deliberately no fractions and nothing above 9999.

/// The value of one Chinese digit.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' | 'Ο' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// Whether a character may stand in a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// Reads a number in Arabic digits (at most 9) at `from`; the value and the index after it.
pub fn arabic(chars: &[char], from: usize) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut at = from;
    while at < chars.len() && at - from < 9 {
        let Some(d) = chars[at].to_digit(10) else {
            break;
        };
        value = value * 10 + d;
        at += 1;
    }
    if at == from || chars.get(at).is_some_and(char::is_ascii_digit) {
        return None;
    }
    Some((value, at))
}

/// Reads a Chinese numeral at `from`: 二十一, 十, 一百零三, or bare digits 二〇二四.
pub fn chinese(chars: &[char], from: usize) -> Option<(u32, usize)> {
    let mut end = from;
    while end < chars.len() && end - from < 8 && is_numeral(chars[end]) {
        end += 1;
    }
    if end == from {
        return None;
    }
    let run = &chars[from..end];
    if run.iter().all(|c| digit(*c).is_some()) {
        let value = run
            .iter()
            .take(4)
            .fold(0, |v, c| v * 10 + digit(*c).unwrap_or(0));
        return (run.len() <= 4).then_some((value, end));
    }
    let (mut total, mut pending) = (0u32, None);
    for c in run {
        if let Some(d) = digit(*c) {
            pending = Some(d);
        } else if let Some(u) = unit(*c) {
            total += pending.take().unwrap_or(1) * u;
        }
    }
    Some((total + pending.unwrap_or(0), end))
}

/// Reads a number in either script.
pub fn number(chars: &[char], from: usize) -> Option<(u32, usize)> {
    arabic(chars, from).or_else(|| chinese(chars, from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<u32> {
        number(&text.chars().collect::<Vec<_>>(), 0).map(|(v, _)| v)
    }

    #[test]
    fn numerals_of_both_scripts_are_read() {
        for (text, value) in [
            ("二十一、", 21),
            ("十、", 10),
            ("二〇二四年", 2024),
            ("一百零三", 103),
            ("15个", 15),
            ("三年", 3),
            ("两个", 2),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        assert_eq!(read("甲"), None);
        assert_eq!(read("1234567890123"), None);
    }
}
