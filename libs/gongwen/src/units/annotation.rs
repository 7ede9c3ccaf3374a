//! Unit annotations in running lines: (责任单位:A、B), 〔A牵头,B配合〕, 牵头单位:A on its own line, 。责任单位:A。
//! Says where they stand and which units and times they name; which text they belong to is settled elsewhere.

use crate::outline::label;
use crate::outline::line::Line;

use super::list::Stretch;
use super::name::{begins_with_level, is_full, is_likely};
use super::role::{Role, ends, of_key, starts};
use super::verbs::{Roles, are_units, groups, letters};

/// The longest bracket that is looked at.
const LONGEST_BRACKET: usize = 500;

/// An annotation: the characters it takes and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// First character.
    pub from: usize,
    /// Character after the last, its closing bracket included.
    pub to: usize,
    /// Units with their roles, in the order of the text.
    pub roles: Roles,
    /// Stretches that state a time.
    pub times: Vec<Stretch>,
}

/// All annotations within `from..to`, in order.
pub fn list(line: &Line, from: usize, to: usize) -> Vec<Annotation> {
    if let Some(own) = own_line(line, from, to) {
        return vec![own];
    }
    if (covers_above(&line.chars[from..to]) || from == 0 && is_terse(&line.chars[..to]))
        && line.chars[from] != '('
        && let Some(own) = of_sentence(line, from, to)
    {
        return vec![Annotation { to, ..own }];
    }
    let mut found: Vec<Annotation> = Vec::new();
    let chars = &line.chars[..to];
    let brackets = closings(chars, from);
    let (mut at, mut nth) = (from, 0);
    while at < to {
        match chars[at] {
            '(' => {
                while brackets.get(nth).is_some_and(|b| b.0 < at) {
                    nth += 1;
                }
                let content_end = brackets.get(nth).map_or(to, |b| b.1);
                let after = (content_end + 1).min(to);
                if content_end - at <= LONGEST_BRACKET {
                    if let Some(a) = of_bracket(line, (at, content_end), after) {
                        at = a.to;
                        found.push(a);
                        continue;
                    }
                    // an outer bracket without units may hold none within; go on after it, unless it never closed
                    if after > content_end {
                        at = after;
                        continue;
                    }
                }
            }
            ':' => {
                if let Some(a) = trailing(line, (from, to), at) {
                    at = a.to;
                    found.push(a);
                    continue;
                }
            }
            '-' if follows_stop(line, from, at) => {
                if let Some(a) = after_dash(line, at, to) {
                    at = a.to;
                    found.push(a);
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn follows_stop(line: &Line, from: usize, at: usize) -> bool {
    let before = line.chars[from..at].iter().rev().find(|c| **c != ' ');
    matches!(before, None | Some('。' | ';' | '!'))
}

/// `……。——甲局负责`: a dash after a full stop and nothing but who does it up to the line's end.
fn after_dash(line: &Line, dash: usize, to: usize) -> Option<Annotation> {
    let dashes = line.chars[dash..to]
        .iter()
        .take_while(|c| matches!(c, '-' | ' '))
        .count();
    let start = dash + dashes;
    let a = of_sentence(line, start, to).or_else(|| own_line(line, start, to))?;
    (!a.roles.is_empty()).then_some(Annotation {
        from: dash,
        to,
        ..a
    })
}

/// Whether a line's words begin by answering for all above them (以上任务由…负责).
pub fn covers_above(chars: &[char]) -> bool {
    let skipped = chars
        .iter()
        .take_while(|c| matches!(c, '(' | ' ' | '-'))
        .count();
    let rest = &chars[skipped..];
    ["以上", "上述", "前述"].iter().any(|w| starts(rest, w))
}

/// Whether a whole line may do nothing but say who does it: `甲局牵头,乙局配合。`, and not what they ought to do.
pub fn is_terse(chars: &[char]) -> bool {
    if chars.len() > 120 || chars.iter().any(|c| matches!(c, '要' | '应' | '须' | '(')) {
        return false;
    }
    let stops = chars
        .iter()
        .rev()
        .take_while(|c| matches!(c, '。' | ' '))
        .count();
    let said = &chars[..chars.len() - stops];
    ["牵头", "负责", "配合", "参与", "参加", "协办"]
        .iter()
        .any(|w| ends(said, w))
}

/// Where each bracket of `from..to` closes, by its opening; one that never closes reaches to the end.
fn closings(chars: &[char], from: usize) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, c) in chars.iter().enumerate().skip(from) {
        match c {
            '(' => {
                open.push(found.len());
                found.push((i, chars.len()));
            }
            ')' => {
                if let Some(last) = open.pop() {
                    found[last].1 = i;
                }
            }
            _ => {}
        }
    }
    found
}

fn of_bracket(line: &Line, (open, content_end): Stretch, after: usize) -> Option<Annotation> {
    let (from, to) = line.trimmed(open + 1, content_end);
    if from >= to {
        return None;
    }
    let closed = after > content_end;
    if let Some(mut a) = keyed(line, from, to) {
        a.from = open;
        a.to = after;
        return Some(a);
    }
    if to - from < 2 || !closed && to - from > 80 {
        return None;
    }
    let before = line.chars[..open]
        .iter()
        .rev()
        .find(|c| **c != ' ')
        .copied();
    let next = line.chars[after..].iter().find(|c| **c != ' ').copied();
    let after_stop = before.is_none_or(|c| matches!(c, '。' | ';' | '!' | '?' | '”' | ')'));
    let at_end = next.is_none_or(|c| matches!(c, '。' | ';' | '.' | '('));
    let opens_item = opens_item(line, open);
    if !(after_stop || at_end || opens_item || next == Some(',')) {
        return None;
    }
    let found = groups(line, from, to);
    if found.roles.is_empty() || !are_units(&found.roles) {
        return None;
    }
    // a bracket that never closes names units where a verb and full names say so
    let sure = found.has_verb && found.roles.iter().all(|(_, n)| is_full(&letters(n)));
    if !closed && !sure {
        return None;
    }
    let stands_alone = opens_item
        || before.is_none_or(|c| matches!(c, '。' | ';'))
        || closes_line(line, open, after)
            && found
                .roles
                .iter()
                .all(|(_, n)| begins_with_level(&letters(n)));
    let bare = stands_alone && is_bare_list(&found.roles);
    (found.has_verb || bare).then_some(Annotation {
        from: open,
        to: after,
        roles: found.roles,
        times: found.times,
    })
}

/// Whether a bracket stands between an item's label and its words (2.1 【供水科】每月公布水质).
fn opens_item(line: &Line, open: usize) -> bool {
    let first = line.chars.iter().position(|c| *c != ' ');
    first
        .and_then(|at| label::read(&line.chars, at))
        .is_some_and(|label| label.end == open)
}

/// Whether a bracket is the last thing on its line and explains no unit's name before it (主管部门(县财政局)).
fn closes_line(line: &Line, open: usize, after: usize) -> bool {
    let last = line.chars[after..]
        .iter()
        .all(|c| matches!(c, ' ' | '。' | ';'));
    last && (2..=8).all(|n| open < n || !is_full(&line.chars[open - n..open]))
}

/// A bracket with nothing but full names, as in 。(市教育局、市财政局).
fn is_bare_list(roles: &Roles) -> bool {
    roles.iter().all(|(_, n)| {
        let chars: Vec<char> = n.chars().collect();
        chars.len() >= 3 && is_full(&chars)
    })
}

/// One `key:value` of an annotation.
struct Field {
    role: Role,
    /// First character of the key.
    from: usize,
    value: Stretch,
}

/// The key that ends at the colon `colon`, not reaching before `floor`: its role and first character.
fn key_before(line: &Line, floor: usize, colon: usize) -> Option<(Role, usize)> {
    let lowest = floor.max(colon.saturating_sub(16));
    let mut best = None;
    let mut at = colon;
    while at > lowest {
        at -= 1;
        let c = line.chars[at];
        if matches!(c, '。' | ';' | ',' | ':' | '!' | '?') {
            break;
        }
        let begins = at == lowest.max(floor) && at == floor
            || at > 0
                && at > floor
                && matches!(
                    line.chars[at - 1],
                    '。' | ';'
                        | ','
                        | '、'
                        | ' '
                        | '('
                        | ')'
                        | '!'
                        | '?'
                        | '-'
                        | '·'
                        | '●'
                        | '◆'
                        | '★'
                        | '*'
                        | '#'
                        | '/'
                );
        if begins
            && c != ' '
            && let Some(role) = of_key(&line.chars[at..colon])
        {
            best = Some((role, at));
        }
    }
    best
}

/// The fields of `from..to`, where it is made of keys and values.
fn fields(line: &Line, from: usize, to: usize) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    let mut depth = 0usize;
    for at in from..to {
        match line.chars[at] {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                let floor = found.last().map_or(from, |f| f.value.0);
                if let Some((role, key)) = key_before(line, floor, at) {
                    if let Some(last) = found.last_mut() {
                        last.value.1 = key;
                    }
                    found.push(Field {
                        role,
                        from: key,
                        value: (at + 1, to),
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// `责任单位 市教育局、市财政局`: a key without its colon.
fn unmarked_key(line: &Line, from: usize, to: usize) -> Option<Field> {
    let limit = to.min(from + 10);
    for end in (from + 2..limit).rev() {
        let noun = end >= 2
            && (line.chars[end - 2..end] == ['单', '位']
                || line.chars[end - 2..end] == ['部', '门']
                || line.chars[end - 2..end] == ['主', '体']);
        if noun && let Some(role) = of_key(&line.chars[from..end]) {
            let value = line.trimmed(end, to);
            let found = groups(line, value.0, value.1);
            let sure =
                !found.roles.is_empty() && found.roles.iter().all(|(_, n)| is_likely(&letters(n)));
            return sure.then_some(Field { role, from, value });
        }
    }
    None
}

/// Reads keys and values; `None` where `from..to` does not begin with a key (a time may stand before it).
fn keyed(line: &Line, from: usize, to: usize) -> Option<Annotation> {
    let mut list = fields(line, from, to);
    if list.is_empty() {
        list.extend(unmarked_key(line, from, to));
    }
    let first = list.first()?;
    let mut a = Annotation {
        from,
        to,
        ..Annotation::default()
    };
    let lead_in = line.trimmed(from, first.from);
    if lead_in.1 > lead_in.0 {
        if lead_in.1 - lead_in.0 > 24 {
            return None;
        }
        a.times.push(lead_in);
    }
    for field in &list {
        read_field(line, field, &mut a);
    }
    let says_units = list
        .iter()
        .any(|f| matches!(f.role, Role::Lead | Role::Answer | Role::Support));
    (says_units || !a.times.is_empty() || list.iter().all(|f| f.role == Role::Person)).then_some(a)
}

fn read_field(line: &Line, field: &Field, into: &mut Annotation) {
    let (from, to) = line.trimmed(field.value.0, field.value.1);
    if from >= to {
        return;
    }
    match field.role {
        Role::Person => {}
        Role::Time => into.times.push((from, to)),
        role => {
            let found = groups(line, from, to);
            into.times.extend(found.times);
            for (own, name) in found.roles {
                into.roles.push((
                    own.or(match (found.has_verb, role) {
                        (true, Role::Answer) => None,
                        _ => Some(role),
                    }),
                    name,
                ));
            }
        }
    }
}

/// A line that is nothing but keys and values.
fn own_line(line: &Line, from: usize, to: usize) -> Option<Annotation> {
    let (from, to) = line.trimmed(from, to);
    if from >= to || line.chars[from] == '(' {
        return None;
    }
    let head = &line.chars[from..to.min(from + 18)];
    let colon = from + head.iter().position(|c| *c == ':')?;
    let (role, key) = key_before(line, from, colon)?;
    if key != from {
        return None;
    }
    let end = value_end(line, colon + 1, to);
    if end < to
        && line.chars[end..to]
            .iter()
            .any(|c| !matches!(c, '。' | ' ' | ')'))
    {
        return None;
    }
    let a = keyed(line, from, end)?;
    let sound = match role {
        Role::Time => end - colon <= 48,
        Role::Person => end - colon <= 80,
        _ => a.roles.is_empty() || plausible(&a.roles, key_has_noun(&line.chars[key..colon])),
    };
    sound.then_some(Annotation { to, ..a })
}

fn key_has_noun(key: &[char]) -> bool {
    super::role::contains(key, "单位")
        || super::role::contains(key, "部门")
        || super::role::contains(key, "主体")
        || super::role::contains(key, "科室")
}

/// Whether the values of keys outside brackets are units: nearly all where the key is a bare 配合 or 责任.
fn plausible(roles: &Roles, noun: bool) -> bool {
    let likely = roles.iter().filter(|(_, n)| is_likely(&letters(n))).count();
    let short = roles
        .iter()
        .filter(|(_, n)| n.chars().count() <= 24)
        .count();
    if noun {
        short * 2 > roles.len()
    } else {
        likely * 4 >= roles.len() * 3 && likely > 0
    }
}

/// The end of the values from `from` on: the first full stop that no other key follows.
fn value_end(line: &Line, from: usize, to: usize) -> usize {
    let mut at = from;
    while at < to {
        if line.chars[at] == '。' {
            let rest = &line.chars[at + 1..to.min(at + 19)];
            let next_key = rest
                .iter()
                .position(|c| *c == ':')
                .and_then(|i| key_before(line, at + 1, at + 1 + i));
            if next_key.is_none() {
                return at;
            }
        }
        at += 1;
    }
    to
}

/// `……。责任单位:A、B。` within or at the end of a line.
fn trailing(line: &Line, (from, to): Stretch, colon: usize) -> Option<Annotation> {
    let (role, key) = key_before(line, from, colon)?;
    if role == Role::Person {
        return None;
    }
    let noun = key_has_noun(&line.chars[key..colon]);
    let before = line.chars[from..key]
        .iter()
        .rev()
        .find(|c| **c != ' ')
        .copied();
    let after_stop = matches!(before, None | Some('。' | ';' | ')' | '!'));
    let after_blank = key > from && line.chars[key - 1] == ' ';
    if !after_stop && !after_blank {
        return None;
    }
    let end = value_end(line, colon + 1, to);
    let a = keyed(line, key, end)?;
    let sound = if role == Role::Time {
        end - colon <= 48
    } else if noun {
        plausible(&a.roles, true) && !a.roles.is_empty()
    } else {
        // 公开结果。牵头:甲局,参与:乙局: a bare key needs units beyond doubt
        after_stop && !a.roles.is_empty() && a.roles.iter().all(|(_, n)| is_full(&letters(n)))
    };
    sound.then_some(Annotation {
        from: key,
        to: end,
        ..a
    })
}

/// `由A牵头,B配合。`: a whole sentence that says only who does it.
pub fn of_sentence(line: &Line, from: usize, to: usize) -> Option<Annotation> {
    let (from, mut to) = line.trimmed(from, to);
    if to > from && line.chars[to - 1] == '。' {
        to -= 1;
    }
    if to <= from || to - from > 160 {
        return None;
    }
    let found = groups(line, from, to);
    let named = found
        .roles
        .iter()
        .all(|(r, n)| r.is_some() && is_full(&letters(n)));
    (found.has_verb && named && !found.roles.is_empty()).then_some(Annotation {
        from,
        to,
        roles: found.roles,
        times: found.times,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let line = Line::new(text);
        let read: Vec<String> = list(&line, 0, line.len())
            .iter()
            .map(|a| {
                let roles: Vec<String> = a
                    .roles
                    .iter()
                    .map(|(r, n)| {
                        format!(
                            "{}{n}",
                            match r {
                                Some(Role::Lead) => "L",
                                Some(Role::Support) => "S",
                                Some(Role::Answer) => "A",
                                _ => "-",
                            }
                        )
                    })
                    .collect();
                let times: Vec<&str> = a.times.iter().map(|(f, t)| line.written(*f, *t)).collect();
                format!("{}|{}", roles.join(","), times.join(","))
            })
            .collect();
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn brackets_with_keys_are_annotations() {
        check(
            "公开。(责任单位:县编办、各乡镇政府(街道办事处))",
            &["A县编办,A各乡镇政府(街道办事处)|"],
        );
        check(
            "公开。（牵头单位：甲局；责任单位：乙局、丙局）",
            &["L甲局,A乙局,A丙局|"],
        );
        check("公开。〔牵头单位:甲局,配合单位:乙局〕", &["L甲局,S乙局|"]);
        check(
            "公開。【責任單位：甲局；完成時限：2024年6月底】",
            &["A甲局|2024年6月底"],
        );
        check("公开(责任单位:甲局、乙局", &["A甲局,A乙局|"]);
        check("公开。(责任单位 市财政局)", &["A市财政局|"]);
    }

    #[test]
    fn brackets_with_verbs_are_annotations_at_the_end_of_a_part() {
        check(
            "打造大厅(市行政服务中心牵头)。通过结合(市跑改办牵头)。",
            &["L市行政服务中心|", "L市跑改办|"],
        );
        check(
            "意见。[市教育局、市财政局负责]做好",
            &["A市教育局,A市财政局|"],
        );
        check("向村(社区)延伸,与村(居)务公开衔接", &[]);
        check("谁主管谁负责(主要领导负责)。", &[]);
        check("公布清单。(市教育局、市财政局)", &["-市教育局,-市财政局|"]);
        check("9月底前公开决算(县财政局)。", &["-县财政局|"]);
        check("报送主管部门(县财政局)。", &[]);
    }

    #[test]
    fn keys_outside_brackets_are_annotations_on_their_own_line_or_after_a_stop() {
        check("牵头单位：甲局", &["L甲局|"]);
        check(
            "责任单位:市教育局、市财政局;完成时限:12月底",
            &["A市教育局,A市财政局|12月底"],
        );
        check(
            "牵头单位:市教育局  责任单位:市财政局",
            &["L市教育局,A市财政局|"],
        );
        check(
            "推进公开。责任单位:市教育局、市财政局。",
            &["A市教育局,A市财政局|"],
        );
        check(
            "推进公开。公开结果。牵头:市教育局 督办:市政府督查室",
            &["L市教育局,S市政府督查室|"],
        );
        check("推进公开。压实责任:各单位要加强公开", &[]);
        check(
            "承办:各行政村、镇直各部门　监督:镇纪委",
            &["A各行政村,A镇直各部门,S镇纪委|"],
        );
        check("完成时限：2024年6月底", &["|2024年6月底"]);
        check("工作要求:各责任单位要加强公开", &[]);
        check("要压实责任:各单位要加强", &[]);
    }
}
