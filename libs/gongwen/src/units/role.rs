//! The words that give units their role: 牵头单位, 责任部门, 协办, 完成时限. Tells roles apart; reads no names.

/// What a key or a column says of the words beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Units that lead (牵头单位, 主办单位).
    Lead,
    /// Units that answer (责任单位, 承办单位): leading where nobody else leads.
    Answer,
    /// Units that assist (配合单位, 协办单位).
    Support,
    /// Persons (分管领导, 责任人): no units.
    Person,
    /// A time (完成时限, 时间要求).
    Time,
}

const LEAD: &[&str] = &["牵头", "主办", "主责", "首责"];
const SUPPORT: &[&str] = &[
    "配合", "协办", "协同", "参与", "参加", "协助", "支持", "协作", "会办", "联办", "辅助", "会同",
    "督办", "督导", "督查", "监督", "指导",
];
const ANSWER: &[&str] = &[
    "责任", "承办", "落实", "负责", "实施", "执行", "承担", "主管", "分工", "推进", "完成", "任务",
    "经办", "办理", "组织",
];
const FILLER: &[&str] = &[
    "工作", "及", "和", "与", "/", "、", "或", "具体", "共同", "主要", "第一", "市级", "县级",
    "区级", "省级", "州级", "镇级", "其他", "相关", "有关", "各", "市", "县", "区", "省", "本",
    "联合", "并", "(", ")", " ", "*",
];
const NOUN: &[&str] = &[
    "单位", "部门", "主体", "科室", "处室", "股室", "机构", "机关", "方", "成员", "科", "室", "处",
    "股", "队", "站所",
];
const PERSON: &[&str] = &[
    "领导",
    "负责人",
    "联系人",
    "责任人",
    "牵头人",
    "人员",
    "人",
    "专员",
    "校领导",
];
const TIME: &[&str] = &[
    "完成时限",
    "完成时间",
    "完成期限",
    "时限要求",
    "时间要求",
    "时间节点",
    "工作时限",
    "办结时限",
    "进度要求",
    "时间安排",
    "推进时限",
    "进度安排",
    "实施时间",
    "时限",
    "期限",
    "时间",
    "公开时限",
    "完成日期",
    "节点",
    "进度",
    "计划",
    "工作进度",
    "截止时间",
    "整改时限",
    "落实时限",
    "任务时限",
    "办理时限",
    "实施期限",
    "进度目标",
    "完成",
    "年限",
    "时序",
    "月份",
    "时间段",
];

fn strip<'a>(rest: &'a [char], words: &[&str]) -> Option<&'a [char]> {
    words
        .iter()
        .filter(|w| starts(rest, w))
        .map(|w| w.chars().count())
        .max()
        .map(|n| &rest[n..])
}

/// Whether folded characters begin with a word.
pub fn starts(chars: &[char], word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(i, c)| chars.get(i) == Some(&c))
}

/// Whether folded characters end with a word.
pub fn ends(chars: &[char], word: &str) -> bool {
    let mut at = chars.len();
    word.chars().rev().all(|c| {
        at = at.wrapping_sub(1);
        chars.get(at) == Some(&c)
    })
}

/// Whether folded characters contain a word.
pub fn contains(chars: &[char], word: &str) -> bool {
    find(chars, word).is_some()
}

/// Where a word first stands.
pub fn find(chars: &[char], word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    chars
        .iter()
        .enumerate()
        .filter(|(_, c)| **c == first)
        .map(|(i, _)| i)
        .find(|i| starts(&chars[*i..], word))
}

/// The role of a key, where the whole of `key` is made of key words.
pub fn of_key(key: &[char]) -> Option<Role> {
    let mut rest = key;
    while let Some('为' | '是' | ' ') = rest.last() {
        rest = &rest[..rest.len() - 1];
    }
    if rest.is_empty() || rest.len() > 16 {
        return None;
    }
    if is_time(rest) {
        return Some(Role::Time);
    }
    let (mut lead, mut support, mut answer, mut noun, mut person) =
        (None, None, None, false, false);
    let mut step = 0;
    while !rest.is_empty() {
        step += 1;
        if let Some(r) = strip(rest, PERSON) {
            person = true;
            rest = r;
        } else if let Some(r) = strip(rest, LEAD) {
            lead.get_or_insert(step);
            rest = r;
        } else if let Some(r) = strip(rest, SUPPORT) {
            support.get_or_insert(step);
            rest = r;
        } else if let Some(r) = strip(rest, ANSWER) {
            answer.get_or_insert(step);
            rest = r;
        } else if let Some(r) = strip(rest, NOUN) {
            noun = true;
            rest = r;
        } else if starts(rest, "分管")
            || starts(rest, "包保")
            || starts(rest, "联系")
            || starts(rest, "挂点")
        {
            person = true;
            rest = &rest[2..];
        } else if let Some(r) = strip(rest, FILLER) {
            rest = r;
        } else {
            return None;
        }
    }
    let stems = lead.is_some() || support.is_some() || answer.is_some();
    match () {
        () if person && !noun => Some(Role::Person),
        () if !stems => None,
        () if lead.is_some() && lead < support.or(Some(usize::MAX)) => Some(Role::Lead),
        // 责任单位及配合单位: what is named first gives the role
        () if support.is_some() && support < answer.or(Some(usize::MAX)) => Some(Role::Support),
        () if noun || is_bare_answer(key) => Some(Role::Answer),
        () => None,
    }
}

fn is_bare_answer(key: &[char]) -> bool {
    [
        "责任",
        "承办",
        "落实",
        "负责",
        "分工",
        "责任分工",
        "任务分工",
        "工作分工",
        "实施",
        "执行",
        "办理",
    ]
    .iter()
    .any(|w| starts(key, w) && w.chars().count() == key.len())
}

fn is_time(key: &[char]) -> bool {
    TIME.iter()
        .any(|t| starts(key, t) && t.chars().count() == key.len())
        || ["时限", "期限", "时间", "时间节点", "时限要求", "时间要求"]
            .iter()
            .any(|t| ends(key, t) && key.len() <= t.chars().count() + 4 && !contains(key, "有效"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::fold::fold;

    fn role(key: &str) -> Option<Role> {
        of_key(&key.chars().map(fold).collect::<Vec<_>>())
    }

    #[test]
    fn keys_are_told_apart() {
        for key in [
            "牵头单位",
            "牽頭單位",
            "牵头部门",
            "主办单位",
            "主办",
            "牵头(责任)单位",
            "牵头责任单位",
            "牵头落实单位",
            "牵头和配合单位",
            "主责部门",
        ] {
            assert_eq!(role(key), Some(Role::Lead), "{key}");
        }
        for key in [
            "责任单位",
            "責任單位",
            "责任部门",
            "责任主体",
            "承办单位",
            "落实单位",
            "责任科室",
            "主要责任单位",
            "责任单位(部门)",
            "具体责任单位",
            "责任分工",
            "负责单位",
            "任务分工",
            "责任科（室）",
            "责任单位及配合单位",
        ] {
            assert_eq!(role(key), Some(Role::Answer), "{key}");
        }
        for key in [
            "配合单位",
            "协办单位",
            "參與單位",
            "协同部门",
            "督办",
            "督办单位",
            "监督部门",
            "指导单位",
            "配合",
            "协办",
            "共同配合单位",
        ] {
            assert_eq!(role(key), Some(Role::Support), "{key}");
        }
        for key in [
            "分管领导",
            "责任人",
            "联系人",
            "牵头领导",
            "责任领导",
            "分管市领导",
        ] {
            assert_eq!(role(key), Some(Role::Person), "{key}");
        }
        for key in ["完成时限", "时限", "時間要求", "进度安排", "任务完成时限"]
        {
            assert_eq!(role(key), Some(Role::Time), "{key}");
        }
        for key in [
            "工作要求",
            "任务",
            "联系电话",
            "监督电话",
            "指导思想",
            "做好",
            "",
            "重点工作",
            "主要内容",
        ] {
            assert_eq!(role(key), None, "{key}");
        }
    }
}
