//! Lists of units: 市发改局、市农业局〈林业局〉市卫计局 → three names. Splits and cleans names; gives them no role.

use crate::outline::line::Line;

use super::name::{begins_with_level, is_class, is_clean, is_full, is_likely, stem};
use super::role::{ends, starts};

/// A stretch of a line, in characters.
pub type Stretch = (usize, usize);

/// Splits at the separators that always part names: 、 , ; / and line ends, brackets excepted.
pub fn pieces(line: &Line, from: usize, to: usize) -> Vec<Stretch> {
    let mut found = Vec::new();
    let (mut start, mut at) = (from, from);
    while at < to {
        match line.chars[at] {
            '(' => {
                if let Some(close) = close_of(&line.chars[..to], at) {
                    at = close;
                }
            }
            '、' | ',' | ';' | '/' | '|' | '，' | '。' => {
                push_trimmed(line, (start, at), &mut found);
                start = at + 1;
            }
            // 甲局牵头 乙局配合: a verb closes its group, also where a blank is all that follows
            ' ' if ["牵头", "负责", "配合", "主办", "参与"]
                .iter()
                .any(|w| ends(&line.chars[start..at], w)) =>
            {
                push_trimmed(line, (start, at), &mut found);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    push_trimmed(line, (start, to), &mut found);
    found
}

fn push_trimmed(line: &Line, stretch: Stretch, into: &mut Vec<Stretch>) {
    let (from, to) = line.trimmed(stretch.0, stretch.1);
    if from < to {
        into.push((from, to));
    }
}

/// The bracket that closes the one at `open`, where it does so within the length of a name.
fn close_of(chars: &[char], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in chars.iter().enumerate().skip(open).take(60) {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// The names in one piece: parts it at 和, 及, 与, at blanks, after a closing bracket and at 等.
pub fn names_of(line: &Line, piece: Stretch) -> Vec<Stretch> {
    let mut parted = Vec::new();
    part(line, piece, 0, &mut parted);
    let mut names = Vec::new();
    for stretch in parted {
        part_at_such_as(line, stretch, &mut names);
    }
    names
}

/// Parts a piece where both sides are names of their own.
fn part(line: &Line, (from, to): Stretch, depth: usize, into: &mut Vec<Stretch>) {
    if to - from > 3 && depth < 24 {
        let mut at = from + 1;
        while at + 1 < to {
            let skip = match line.chars[at] {
                '(' => {
                    let close = close_of(&line.chars[..to], at);
                    if let Some(close) = close {
                        if close + 1 < to && is_lost_separator(line, (from, at), (close + 1, to)) {
                            into.push((from, close + 1));
                            return part(line, (close + 1, to), depth + 1, into);
                        }
                        at = close;
                    }
                    0
                }
                '和' | '及' | '与' | '暨' => 1,
                '以' if line.chars[at + 1] == '及' => 2,
                ' ' => 1,
                _ => 0,
            };
            if skip > 0 && at + skip < to {
                let left = line.trimmed(from, at);
                let right = line.trimmed(at + skip, to);
                if left.0 < left.1 && right.0 < right.1 && are_two(line, left, right) {
                    into.push(left);
                    return part(line, right, depth + 1, into);
                }
            }
            at += 1;
        }
    }
    into.push((from, to));
}

fn are_two(line: &Line, left: Stretch, right: Stretch) -> bool {
    let (l, r) = (&line.chars[left.0..left.1], &line.chars[right.0..right.1]);
    let first = names_before_conjunction(r);
    is_full(l) && (begins_with_level(r) || is_full(first)) && is_clean(l) && is_likely(first)
}

/// The words up to the next conjunction or 等, so that 甲局和乙局和丙局 is judged name by name.
fn names_before_conjunction(chars: &[char]) -> &[char] {
    let mut depth = 0usize;
    for (i, c) in chars.iter().enumerate() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '和' | '及' | '与' | '等' | ' ' if depth == 0 && is_full(&chars[..i]) => {
                return &chars[..i];
            }
            _ => {}
        }
    }
    chars
}

/// 市农业局(林业局)市卫计局 lost a separator; 各县(市)区政府 and 各县(市、区)人民政府 did not.
fn is_lost_separator(line: &Line, left: Stretch, right: Stretch) -> bool {
    let (l, r) = (&line.chars[left.0..left.1], &line.chars[right.0..right.1]);
    // 各乡(镇)国土资源所: a class of places lends its name to what follows
    let class = is_class(l) && l.len() <= 4;
    !class && begins_with_level(r) && is_full(names_before_conjunction(r)) && is_full(l)
}

/// Where 等 stands as "such as" within a name.
fn such_as(chars: &[char]) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in chars.iter().enumerate() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '等' if depth == 0 && i > 0 => {
                let within_word = matches!(chars[i - 1], '高' | '中' | '初' | '同' | '平')
                    && matches!(
                        chars.get(i + 1),
                        Some('学' | '院' | '职' | '教' | '专' | '级')
                    );
                if !within_word && !matches!(chars.get(i + 1), Some('级')) {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// `X等Y`: two names where X is a unit's full name, one phrase where it is none; a closing 等 is dropped.
fn part_at_such_as(line: &Line, (from, to): Stretch, into: &mut Vec<Stretch>) {
    let Some(i) = such_as(&line.chars[from..to]) else {
        into.push((from, to));
        return;
    };
    let at = from + i;
    let right = line.trimmed(at + 1, to);
    if right.0 >= right.1 {
        into.push(line.trimmed(from, at));
    } else if is_full(&line.chars[from..at]) {
        into.push(line.trimmed(from, at));
        part_at_such_as(line, right, into);
    } else {
        into.push((from, to));
    }
}

/// Joins 财政、教育等有关部门 to one phrase: what stands before a phrase with 等 and is no full name belongs to it.
pub fn join_phrases(line: &Line, names: Vec<Stretch>) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::with_capacity(names.len());
    for name in names {
        let mut from = name.0;
        if such_as(&line.chars[name.0..name.1]).is_some() {
            while let Some(last) = joined.last() {
                let before = &line.chars[last.0..last.1];
                if is_likely(before) || before.len() > 8 || from - last.1 > 2 {
                    break;
                }
                from = last.0;
                joined.pop();
            }
        }
        joined.push((from, name.1));
    }
    joined
}

/// A name as a reading gives it: no blanks, brackets half-width, no marks at its ends.
pub fn clean(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '（' | '〈' | '〔' | '［' | '【' | '＜' | '<' | '[' => name.push('('),
            '）' | '〉' | '〕' | '］' | '】' | '＞' | '>' | ']' => name.push(')'),
            c if c.is_whitespace()
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}') => {}
            '０'..='９' => name.extend(char::from_u32(c as u32 - 0xFEE0)),
            c => name.push(c),
        }
    }
    let marks: &[char] = &[
        '。', '.', ';', '；', ':', '：', ',', '，', '、', '*', '★', '●', '※',
    ];
    let mut name = name.trim_matches(marks).to_owned();
    let open = name.matches('(').count();
    let close = name.matches(')').count();
    if open > close {
        name.extend(std::iter::repeat_n(')', open - close));
    } else if close > open && name.ends_with(')') {
        name.truncate(
            name.len() - (close - open).min(name.len() - name.trim_end_matches(')').len()),
        );
    }
    name
}

/// Whether a cleaned name says something (not 无, a dash, a blank).
pub fn says_something(name: &str) -> bool {
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.is_empty()
        && !matches!(bare, "无" | "無" | "暂无" | "等" | "同上" | "详见附件")
        && bare.chars().any(|c| !c.is_ascii_digit())
}

/// All names of a list without roles.
pub fn names(line: &Line, from: usize, to: usize) -> Vec<String> {
    let mut stretches = Vec::new();
    for piece in pieces(line, from, to) {
        stretches.extend(names_of(line, piece));
    }
    join_phrases(line, stretches)
        .into_iter()
        .map(|(f, t)| clean(line.written(f, t)))
        .filter(|n| says_something(n))
        .collect()
}

/// The lines of a cell as one list: a line that ends a name parts from the next, a broken name is mended.
pub fn join_lines<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !joined.is_empty() && parts_here(&joined, line) {
            joined.push('、');
        }
        joined.push_str(line);
    }
    joined
}

fn parts_here(before: &str, after: &str) -> bool {
    let tail = Line::new(
        before
            .rsplit(['、', ',', '，', ';', '；'])
            .next()
            .unwrap_or(before),
    );
    let head = Line::new(after);
    let (left, right) = (&tail.chars[..], &head.chars[..]);
    if left.is_empty()
        || matches!(right[0], '(' | '、' | ',' | ')' | ';' | '和' | '及' | '等')
        || right.len() < 2
    {
        return false;
    }
    for (a, b) in [
        ("办", "公室"),
        ("委", "员会"),
        ("办", "事处"),
        ("部", "门"),
        ("中", "心"),
        ("政", "府"),
        ("机", "关"),
        ("单", "位"),
        ("公", "司"),
        ("会", "议"),
        ("社", "会"),
        ("法", "院"),
        ("管", "委会"),
    ] {
        if ends(left, a) && starts(right, b) {
            return false;
        }
    }
    let name = &right[..right
        .iter()
        .position(|c| matches!(c, '、' | ',' | ';' | '/' | '('))
        .unwrap_or(right.len())];
    let starts_anew = begins_with_level(right) || starts(right, "有关") || name.len() >= 3;
    is_full(stem(left))
        && is_likely(stem(name))
        && starts_anew
        && !(ends(left, "会") && starts(right, "保障"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let line = Line::new(text);
        assert_eq!(names(&line, 0, line.len()), expect, "{text}");
    }

    #[test]
    fn lists_part_into_names_as_written() {
        check(
            "县编办、县法制办、各乡镇人民政府(街道办事处)",
            &["县编办", "县法制办", "各乡镇人民政府(街道办事处)"],
        );
        check(
            "市发改局、市农业局〈林业局〉市卫计局",
            &["市发改局", "市农业局(林业局)", "市卫计局"],
        );
        check(
            "市国税局和各乡镇人民政府〈街道办事处〉",
            &["市国税局", "各乡镇人民政府(街道办事处)"],
        );
        check(
            "市住房和城乡建设局，市文化和旅游局及市教育和体育局",
            &["市住房和城乡建设局", "市文化和旅游局", "市教育和体育局"],
        );
        check(
            "各县（市、区）人民政府，市直有关部门",
            &["各县(市、区)人民政府", "市直有关部门"],
        );
        check("各县(市)区人民政府", &["各县(市)区人民政府"]);
        check("各乡（镇）国土资源所", &["各乡(镇)国土资源所"]);
        check("市教育局 市财政局", &["市教育局", "市财政局"]);
        check(
            "各乡镇政府(街道办事处)、县直各部门 ",
            &["各乡镇政府(街道办事处)", "县直各部门"],
        );
    }

    #[test]
    fn such_as_parts_full_names_only() {
        check(
            "县教育局、县住建局等行业主管部门",
            &["县教育局", "县住建局", "行业主管部门"],
        );
        check("财政等有关部门", &["财政等有关部门"]);
        check(
            "市发改委、财政、教育等有关部门",
            &["市发改委", "财政、教育等有关部门"],
        );
        check("市发改委、市财政局等", &["市发改委", "市财政局"]);
        check("各高等学校", &["各高等学校"]);
    }

    #[test]
    fn lines_of_a_cell_are_mended_or_parted() {
        let join = |lines: &[&str]| join_lines(lines.iter().copied());
        assert_eq!(join(&["市人力资源社会", "保障局"]), "市人力资源社会保障局");
        assert_eq!(join(&["市住房和城乡", "建设局"]), "市住房和城乡建设局");
        assert_eq!(
            join(&["市政府办公室、", "市经济和信息化局"]),
            "市政府办公室、市经济和信息化局"
        );
        assert_eq!(
            join(&["市政府办公室", "(市政府督查室)"]),
            "市政府办公室(市政府督查室)"
        );
        assert_eq!(join(&["市财政局", "市教育局"]), "市财政局、市教育局");
        assert_eq!(join(&["市政府办", "公室"]), "市政府办公室");
    }
}
