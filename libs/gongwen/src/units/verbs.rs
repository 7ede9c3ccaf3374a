//! Groups of units by what a sentence has them do: A牵头, B、C按职责分工负责, D配合, A会同B负责.

use std::sync::LazyLock;

use crate::outline::fold::fold;
use crate::outline::line::Line;

use super::list::{Stretch, clean, join_phrases, names_of, pieces, says_something};
use super::name::{is_clean, is_full, is_likely};
use super::role::{Role, contains, ends, find, starts};
use super::suffix::Suffixes;

/// Units in the order of the text, each with the role that its group has (`None`: no verb closed the group).
pub type Roles = Vec<(Option<Role>, String)>;

/// Verbs that may close a group.
const VERBS: &[(&str, Role)] = &[
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("主抓", Role::Lead),
    ("为牵头单位", Role::Lead),
    ("为主办单位", Role::Lead),
    ("配合", Role::Support),
    ("协助", Role::Support),
    ("参与", Role::Support),
    ("参加", Role::Support),
    ("协办", Role::Support),
    ("协同", Role::Support),
    ("支持", Role::Support),
    ("协作", Role::Support),
    ("为配合单位", Role::Support),
    ("为协办单位", Role::Support),
    ("负责", Role::Answer),
    ("落实", Role::Answer),
    ("实施", Role::Answer),
    ("承担", Role::Answer),
    ("承办", Role::Answer),
    ("执行", Role::Answer),
    ("推进", Role::Answer),
    ("抓落实", Role::Answer),
    ("完成", Role::Answer),
    ("分工", Role::Answer),
    ("职责", Role::Answer),
    ("统筹", Role::Answer),
    ("为责任单位", Role::Answer),
    ("推动", Role::Answer),
    ("办理", Role::Answer),
    ("分头抓好", Role::Answer),
];

/// Words that stand around the verbs and are no part of a name.
const AROUND: &[&str] = &[
    "按",
    "按照",
    "根据",
    "依",
    "依据",
    "依照",
    "结合",
    "在",
    "各自",
    "职责",
    "职能",
    "职责范围内",
    "范围内",
    "权限",
    "任务",
    "工作",
    "分工",
    "分别",
    "共同",
    "具体",
    "联合",
    "统筹",
    "协同",
    "分头",
    "总",
    "组织",
    "指导",
    "协调",
    "督促",
    "密切",
    "积极",
    "主动",
    "切实",
    "全力",
    "抓好",
    "做好",
    "要",
    "应",
    "依法",
    "严格",
    "贯彻",
    "认真",
    "统一",
    "相应",
    "本",
    "的",
    "抓",
    "总体",
    "齐抓",
    "全面",
];

static VERB_ENDS: LazyLock<Suffixes> =
    LazyLock::new(|| Suffixes::new(VERBS.iter().map(|(w, _)| *w)));
static AROUND_ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(AROUND.iter().copied()));

/// Ends of names that a stripped word must not eat into (社会组织, 专业合作, 服务指导).
fn eats_name(rest: &[char], word: &str) -> bool {
    match word {
        "组织" => {
            ends(rest, "社会")
                || ends(rest, "群团")
                || ends(rest, "党")
                || ends(rest, "经济")
                || ends(rest, "行业")
                || ends(rest, "国际")
        }
        "按" | "要" | "应" | "在" | "本" | "总" | "抓" | "依" | "的" | "工作" | "任务" | "指导"
        | "协调" | "职能" => rest.is_empty(),
        _ => false,
    }
}

/// The verb that closes a piece and the end of the words before it.
fn verb_tail(chars: &[char], piece: Stretch) -> (usize, Option<Role>) {
    let (from, mut to) = piece;
    let mut role: Option<Role> = None;
    let mut end = to;
    loop {
        let rest = &chars[from..end];
        if let Some((i, n)) = VERB_ENDS.longest(rest) {
            role = Some(match role {
                // 牵头负责, 牵头落实, 配合落实: the word that says more wins
                None | Some(Role::Answer) => VERBS[i].1,
                Some(kept) => kept,
            });
            end -= n;
            to = end;
            continue;
        }
        if role.is_none() {
            return (piece.1, None);
        }
        match AROUND_ENDS.longest(rest) {
            Some((i, n)) if !eats_name(&rest[..rest.len() - n], AROUND[i]) || rest.len() == n => {
                end -= n;
                to = end;
            }
            _ if ends(rest, " ") => end -= 1,
            _ => return (to.min(end), role),
        }
    }
}

/// `市教育局负责学校部分`: a full name, a verb, its object.
fn verb_inside(chars: &[char], (from, to): Stretch) -> Option<(usize, Role)> {
    for (word, role) in [
        ("牵头", Role::Lead),
        ("负责", Role::Answer),
        ("配合", Role::Support),
        ("指导", Role::Support),
        ("督导", Role::Support),
    ] {
        if let Some(i) = find(&chars[from..to], word)
            && is_full(&chars[from..from + i])
        {
            return Some((from + i, role));
        }
    }
    None
}

/// `市发改委(牵头)`: the role marked on one name.
fn mark_of(chars: &[char], (from, to): Stretch) -> Option<(usize, Role)> {
    for (mark, role) in [
        ("(牵头)", Role::Lead),
        ("(牵头单位)", Role::Lead),
        ("(主办)", Role::Lead),
        ("(配合)", Role::Support),
        ("(协办)", Role::Support),
        ("(负责)", Role::Answer),
        ("(牵头负责)", Role::Lead),
        ("(参与)", Role::Support),
    ] {
        if ends(&chars[from..to], mark) {
            return Some((to - mark.chars().count(), role));
        }
    }
    None
}

/// A group being gathered.
#[derive(Default)]
struct Open {
    names: Vec<Stretch>,
    /// The names before 会同: they take the closing verb's role, those after it assist.
    before_joint: Option<Vec<Stretch>>,
}

/// What a stretch says of units.
pub struct Groups {
    /// The units with their roles.
    pub roles: Roles,
    /// Whether any verb or mark gave a role.
    pub has_verb: bool,
    /// Pieces that speak of time instead of units.
    pub times: Vec<Stretch>,
}

/// Reads the groups of `from..to`.
pub fn groups(line: &Line, from: usize, to: usize) -> Groups {
    let mut out = Groups {
        roles: Vec::new(),
        has_verb: false,
        times: Vec::new(),
    };
    let mut open = Open::default();
    for piece in pieces(line, from, to) {
        read_piece(line, piece, (&mut open, &mut out));
    }
    close(line, &mut open, (None, &mut out));
    out
}

/// 以上任务由, 上述工作由: what stands before the units that answer for all above.
fn by_whom(piece: &[char]) -> Option<usize> {
    let opens = ["以上", "上述", "前述"].iter().any(|w| starts(piece, w));
    let by = piece.iter().take(12).position(|c| *c == '由')?;
    (opens && by + 2 < piece.len()).then_some(by + 1)
}

fn read_piece(line: &Line, piece: Stretch, (open, out): (&mut Open, &mut Groups)) {
    let (mut from, to) = piece;
    let chars = &line.chars;
    if is_time_piece(&chars[from..to]) {
        out.times.push(piece);
        return;
    }
    for lead_in in ["由", "请", "责成", "以上由", "均由"] {
        if starts(&chars[from..to], lead_in) && to - from > lead_in.chars().count() + 1 {
            from += lead_in.chars().count();
            break;
        }
    }
    if let Some(by) = by_whom(&chars[from..to]) {
        from += by;
    }
    if let Some((end, role)) = mark_of(chars, (from, to)) {
        out.has_verb = true;
        let earlier = std::mem::take(open);
        open.names = names_of(line, (from, end));
        close(line, open, (Some(role), out));
        // names without a mark beside marked ones stay without a role, in their place
        *open = earlier;
        let marked = out.roles.split_off(
            out.roles.len()
                - out
                    .roles
                    .iter()
                    .rev()
                    .take_while(|(r, _)| *r == Some(role))
                    .count()
                    .min(1),
        );
        close(line, open, (None, out));
        out.roles.extend(marked);
        return;
    }
    if let Some(i) = find(&chars[from..to], "会同").filter(|i| *i > 0) {
        let (left_end, left_role) = verb_tail(chars, (from, from + i));
        open.names.extend(names_of(line, (from, left_end)));
        if left_role.is_some() {
            out.has_verb = true;
            close(line, open, (left_role, out));
            open.before_joint = Some(Vec::new());
        } else {
            open.before_joint = Some(std::mem::take(&mut open.names));
        }
        from += i + 2;
    }
    let (end, role) = verb_tail(chars, (from, to));
    let (end, role) = match role {
        None => verb_inside(chars, (from, to)).map_or((end, None), |(e, r)| (e, Some(r))),
        some => (end, some),
    };
    let (f, t) = line.trimmed(from, end);
    if f < t {
        open.names.extend(names_of(line, (f, t)));
    }
    if role.is_some() {
        out.has_verb = true;
        close(line, open, (role, out));
    }
}

fn close(line: &Line, open: &mut Open, (role, out): (Option<Role>, &mut Groups)) {
    let taken = std::mem::take(open);
    let own = if taken.before_joint.is_some() {
        Some(Role::Support)
    } else {
        role
    };
    if taken.before_joint.is_some() {
        out.has_verb = true;
    }
    for (names, role) in [
        (
            taken.before_joint.unwrap_or_default(),
            role.or(Some(Role::Answer)),
        ),
        (taken.names, own),
    ] {
        for (f, t) in join_phrases(line, names) {
            let name = clean(line.written(f, t));
            if says_something(&name) {
                out.roles.push((role, name));
            }
        }
    }
}

/// Whether a piece of a list speaks of time (2024年6月底前完成, 长期坚持).
pub fn is_time_piece(chars: &[char]) -> bool {
    if chars.len() > 24 || is_full(chars) {
        return false;
    }
    let word = |w: &str| contains(chars, w);
    let dated = chars
        .windows(2)
        .any(|w| w[0].is_ascii_digit() && matches!(w[1], '年' | '月' | '日'));
    dated
        || word("年底")
        || word("月底")
        || word("年内")
        || word("季度")
        || word("长期")
        || word("全年")
        || word("持续")
        || word("半年")
        || word("工作日")
        || word("常态化")
        || word("学期")
        || word("每月")
        || word("每年")
        || word("每周")
        || word("月末")
}

/// The folded characters of a name (市政府辦公廳 is judged as 市政府办公厅).
pub(crate) fn letters(name: &str) -> Vec<char> {
    name.chars().map(fold).collect()
}

/// Whether the names that verbs gave roles read like units: all clean, at least half (and one) of likely form.
pub fn are_units(roles: &Roles) -> bool {
    let mut likely = 0;
    for (_, name) in roles {
        let chars = letters(name);
        if !is_clean(&chars) || chars.iter().any(|c| matches!(c, ':' | '：')) {
            return false;
        }
        likely += usize::from(is_likely(&chars));
    }
    likely > 0 && likely * 2 >= roles.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let line = Line::new(text);
        let read: Vec<(String, String)> = groups(&line, 0, line.len())
            .roles
            .into_iter()
            .map(|(r, n)| (r.map_or("-".into(), |r| format!("{r:?}")), n))
            .collect();
        let expect: Vec<(String, String)> = expect
            .iter()
            .map(|(r, n)| ((*r).to_owned(), (*n).to_owned()))
            .collect();
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn verbs_give_groups_their_roles() {
        check(
            "市发改局、市大数据管理中心牵头,各类规划编制单位具体负责",
            &[
                ("Lead", "市发改局"),
                ("Lead", "市大数据管理中心"),
                ("Answer", "各类规划编制单位"),
            ],
        );
        check(
            "市发改局、市财政局按职责分工分别牵头落实",
            &[("Lead", "市发改局"), ("Lead", "市财政局")],
        );
        check(
            "市府办会同财政等有关部门负责",
            &[("Answer", "市府办"), ("Support", "财政等有关部门")],
        );
        check(
            "市教育局牵头会同市财政局、市人社局落实",
            &[
                ("Lead", "市教育局"),
                ("Support", "市财政局"),
                ("Support", "市人社局"),
            ],
        );
        check(
            "由市教育局牵头、市财政局配合",
            &[("Lead", "市教育局"), ("Support", "市财政局")],
        );
        check(
            "市教育局牵头,市财政局、各县(市、区)政府",
            &[
                ("Lead", "市教育局"),
                ("-", "市财政局"),
                ("-", "各县(市、区)政府"),
            ],
        );
        check("各有关部门按职责分工负责", &[("Answer", "各有关部门")]);
        check(
            "市发改委（牵头）、市财政局、市工信局",
            &[("Lead", "市发改委"), ("-", "市财政局"), ("-", "市工信局")],
        );
        check(
            "市民政局、各社会组织具体组织实施",
            &[("Answer", "市民政局"), ("Answer", "各社会组织")],
        );
        check("各镇街分头落实", &[("Answer", "各镇街")]);
        check(
            "市委宣传部负责,市融媒体中心配合,2024年6月底前完成",
            &[("Answer", "市委宣传部"), ("Support", "市融媒体中心")],
        );
    }
}
