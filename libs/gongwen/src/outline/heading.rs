//! What a heading's words say of the passage below it: goals and closing provisions hand out no duties.

use crate::units::role::{contains, ends, starts};

const GOALS: &[&str] = &[
    "总体要求",
    "总体思路",
    "总体目标",
    "总体考虑",
    "总体部署",
    "总要求",
    "指导思想",
    "指导原则",
    "基本原则",
    "基本思路",
    "工作原则",
    "工作目标",
    "工作思路",
    "工作要点目标",
    "主要目标",
    "发展目标",
    "目标要求",
    "建设目标",
    "行动目标",
    "年度目标",
    "目标",
    "目标任务",
    "任务目标",
    "具体目标",
    "阶段目标",
    "预期目标",
    "远景目标",
    "思路目标",
    "发展思路",
    "发展定位",
    "实施原则",
    "工作背景",
    "背景",
    "现状",
    "发展基础",
    "面临形势",
    "形势要求",
    "重要意义",
    "目的意义",
    "编制依据",
    "制定依据",
    "适用范围",
    "适用对象",
    "支持对象",
    "实施范围",
    "实施时间",
    "实施期限",
    "工作期限",
    "行动期限",
    "名词解释",
    "思路",
    "原则",
    "总则",
    "整体目标",
    "战略目标",
    "基本要求",
    "总体方向",
    "目的",
    "主要指标",
    "绩效目标",
    "目标指标",
];

const CLOSING: &[&str] = &[
    "附则",
    "施行日期",
    "施行时间",
    "有效期",
    "有效期限",
    "实施日期",
    "生效时间",
    "解释权",
    "施行与解释",
];

/// What kind of passage a heading opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Tasks.
    Body,
    /// 总体要求, 工作目标 and the like.
    Goals,
    /// 附则 and the like.
    Closing,
}

/// The region that a heading opens.
pub fn region(heading: &[char]) -> Region {
    let words: Vec<char> = heading
        .iter()
        .copied()
        .filter(|c| !matches!(c, ' ' | '。' | ':' | '"' | '“' | '”'))
        .collect();
    if words.is_empty() || words.len() > 24 {
        return Region::Body;
    }
    let mut parts: Vec<Vec<char>> = vec![Vec::new()];
    for c in &words {
        if matches!(c, '和' | '与' | '及' | '、' | ',' | '暨') {
            parts.push(Vec::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(*c);
        }
    }
    parts.retain(|p| !p.is_empty());
    let all = |list: &[&str]| {
        !parts.is_empty() && parts.iter().all(|p| list.iter().any(|w| is_named(p, w)))
    };
    if all(GOALS) {
        Region::Goals
    } else if all(CLOSING) {
        Region::Closing
    } else {
        Region::Body
    }
}

/// `工作目标`, also with a year or 的 around it (2024年工作目标, 创建的总体目标).
fn is_named(part: &[char], word: &str) -> bool {
    let n = word.chars().count();
    if part.len() < n || !ends(part, word) {
        return false;
    }
    let before = &part[..part.len() - n];
    before.is_empty()
        || n >= 4
            && (ends(before, "年")
                || ends(before, "年度")
                || ends(before, "的")
                || [
                    "工作",
                    "行动",
                    "发展",
                    "建设",
                    "创建",
                    "主要",
                    "政务公开",
                    "政务公开工作",
                ]
                .iter()
                .any(|w| starts(before, w) && w.chars().count() == before.len()))
}

/// Whether a sentence provides for force, validity or interpretation of the document (本措施自印发之日起施行).
pub fn is_closing_sentence(chars: &[char]) -> bool {
    let head = &chars[..chars.len().min(60)];
    let document = [
        "本措施",
        "本方案",
        "本办法",
        "本意见",
        "本政策",
        "本规定",
        "本计划",
        "本要点",
        "本细则",
        "本通知",
        "以上措施",
        "上述政策",
        "以上政策",
        "本文件",
        "本若干",
        "本行动",
        "本清单",
        "本规划",
        "本政策措施",
        "该政策",
        "本实施",
    ];
    let speaks = document.iter().any(|d| starts(head, d))
        || starts(head, "自")
        || starts(head, "有效期")
        || contains(&head[..head.len().min(20)], "由") && contains(head, "负责解释");
    let provides = (contains(head, "施行")
        || contains(head, "实施")
        || contains(head, "执行")
        || contains(head, "生效"))
        && (contains(head, "自") && contains(head, "起") || contains(head, "有效期"))
        || contains(head, "有效期")
        || contains(head, "负责解释");
    speaks && provides
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Region {
        region(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn goals_are_known_by_the_whole_heading() {
        for h in [
            "总体要求",
            "指导思想。",
            "工作目标",
            "总体要求和主要目标",
            "2024年工作目标",
            "基本原则",
            "目标任务",
        ] {
            assert_eq!(of(h), Region::Goals, "{h}");
        }
        for h in [
            "围绕总体要求推进公开",
            "重点任务",
            "落实目标责任",
            "加强目标管理",
            "保障措施",
        ] {
            assert_eq!(of(h), Region::Body, "{h}");
        }
        assert_eq!(of("附则"), Region::Closing);
    }

    #[test]
    fn provisions_of_force_are_closing() {
        let is = |t: &str| is_closing_sentence(&t.chars().collect::<Vec<_>>());
        assert!(is("本措施自2023年7月1日起施行,有效期至2025年12月31日。"));
        assert!(is("本方案由市工信局负责解释。"));
        assert!(is("本要点自印发之日起实施。"));
        assert!(!is("各单位要结合实际抓好落实。"));
    }
}
