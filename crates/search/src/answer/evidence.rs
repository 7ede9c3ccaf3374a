//! Whether a passage holds the kind of thing that was asked for: a duration, an amount, a day, a place, a unit.
//!
//! A rule that says in how many days answers no question for how much money, however many words they share.

use super::question::Asks;

const DIGITS: &str = "0123456789一二三四五六七八九十百千万两半〇零";

/// How surely a passage holds what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It does, in the words by which rules say such things.
    Sure,
    /// It may.
    Weak,
    /// It does not.
    Missing,
    /// Nothing of a kind was asked for.
    None,
}

impl Evidence {
    /// Looks at a folded passage.
    pub fn of(asks: Asks, text: &str) -> Self {
        let (is_sure, is_there) = match asks {
            Asks::Anything => return Self::None,
            Asks::HowLong => (
                has_duration(text) && has_any(text, TERMS),
                has_duration(text),
            ),
            Asks::HowMuch => (has_amount(text), has_any(text, MEASURES)),
            Asks::HowMany => (has_count(text), false),
            Asks::When => (has_day(text), has_duration(text)),
            Asks::Where => (
                has_address(text) || has_any(text, COUNTERS),
                has_any(text, PLACES),
            ),
            Asks::Contact => (has_phone(text), false),
            Asks::Materials => (
                count(text, PAPERS) >= 2 || has_any(text, &["无需提交", "不需要提交", "免提交"]),
                count(text, PAPERS) >= 1,
            ),
            Asks::Condition => (has_any(text, CONDITIONS), false),
            Asks::Who => (has_any(text, UNITS), text.contains('人')),
            Asks::HowTo => (has_any(text, STEPS), false),
            Asks::MayI => (has_any(text, MODALS), false),
        };
        match (is_sure, is_there) {
            (true, _) => Self::Sure,
            (false, true) => Self::Weak,
            (false, false) => Self::Missing,
        }
    }
}

/// What is added to a passage that holds it, and taken from one that does not.
pub(super) fn stakes(asks: Asks) -> (f32, f32) {
    match asks {
        Asks::HowLong | Asks::HowMuch => (0.10, 0.30),
        Asks::HowMany => (0.10, 0.20),
        Asks::Contact => (0.10, 0.35),
        Asks::When => (0.10, 0.25),
        Asks::Where => (0.10, 0.18),
        Asks::Materials => (0.10, 0.18),
        Asks::Condition => (0.05, 0.10),
        Asks::Who => (0.03, 0.15),
        Asks::HowTo => (0.04, 0.06),
        Asks::MayI => (0.04, 0.06),
        Asks::Anything => (0.0, 0.0),
    }
}

/// Whether a heading says that under it stands what is asked for.
pub(super) fn heading_fits(asks: Asks, heading: &str) -> bool {
    let words: &[&str] = match asks {
        Asks::HowLong => &["时限", "期限", "多久", "时间"],
        Asks::HowMuch => &["费", "标准", "金额", "多少", "额度"],
        Asks::When => &["时间", "何时", "什么时候", "日期", "期限"],
        Asks::Where => &["地点", "地址", "在哪", "哪里", "受理机构", "渠道"],
        Asks::Contact => &["电话", "联系", "咨询", "监督"],
        Asks::Materials => &["材料", "手续", "证件"],
        Asks::Condition => &["条件", "对象", "范围", "哪些", "谁可以", "资格"],
        Asks::Who => &["机关", "机构", "部门", "单位", "职责", "主体"],
        Asks::HowTo => &["流程", "程序", "方式", "步骤", "怎样", "怎么", "如何"],
        Asks::Anything => &["什么", "哪些", "范围", "内容"],
        Asks::MayI | Asks::HowMany => &[],
    };
    has_any(heading, words)
}

const PLACES: &[&str] = &[
    "窗口",
    "大厅",
    "地址",
    "地点",
    "街",
    "路",
    "号楼",
    "楼",
    "中心",
    "网站",
    "平台",
    "app",
    "小程序",
    "办事处",
    "派出所",
    "服务站",
    "车管所",
    "登记处",
    "所在地",
    "户籍地",
    "居住地",
    "场所",
    "医院",
    "学校",
    "社区",
    "乡镇",
    "向",
];
const COUNTERS: &[&str] = &[
    "窗口",
    "大厅",
    "登录",
    "小程序",
    "派出所",
    "乡镇人民政府",
    "街道办事处",
    "网站",
    "所在地",
    "容器",
    "堆放点",
];
/// Words by which rules set a term.
const TERMS: &[&str] = &[
    "工作日",
    "日内",
    "日起",
    "期限",
    "时限",
    "有效期",
    "最长",
    "不超过",
    "以内",
    "内作出",
    "年内",
    "月内",
    "当场",
    "小时",
    "分钟",
    "提前",
    "周期",
    "冷静期",
    "假",
    "长期",
    "即时",
];
const MEASURES: &[&str] = &["平方米", "千克", "公里", "立方米", "名", "次", "册"];
const PAPERS: &[&str] = &[
    "材料",
    "证明",
    "身份证",
    "户口簿",
    "居住证",
    "复印件",
    "原件",
    "申请表",
    "申请书",
    "执照",
    "合同",
    "发票",
    "凭证",
    "照片",
    "证书",
    "登记表",
    "协议",
    "护照",
    "病历",
    "报告",
    "图纸",
    "清单",
    "结婚证",
    "声明",
    "承诺书",
    "许可证",
    "鉴定",
    "银行卡",
    "行驶证",
    "驾驶证",
];
const CONDITIONS: &[&str] = &[
    "条件",
    "下列",
    "以下",
    "符合",
    "周岁",
    "具有",
    "具备",
    "之一的",
    "年满",
    "周岁",
    "户籍",
    "连续",
    "不得",
    "的人员",
    "对象",
    "应当",
    "适用",
];
const UNITS: &[&str] = &[
    "局",
    "委员会",
    "部门",
    "办公室",
    "机关",
    "人民政府",
    "政府",
    "中心",
    "街道",
    "机构",
    "法院",
    "村民委员会",
    "居民委员会",
    "单位",
    "所",
    "人员",
    "医师",
    "负责人",
    "家属",
    "本人",
    "监护人",
];
const STEPS: &[&str] = &[
    "申请", "提交", "办理", "登录", "通过", "窗口", "受理", "网上", "报名", "拨打", "预约", "填写",
    "登记", "应当", "可以", "携带", "缴纳", "领取", "投诉", "举报", "向",
];
const MODALS: &[&str] = &[
    "可以",
    "不得",
    "应当",
    "禁止",
    "允许",
    "不予",
    "准予",
    "无需",
    "不需要",
    "必须",
    "须",
    "免",
    "不再",
    "方可",
    "不能",
    "能够",
    "有权",
    "严禁",
    "不属于",
    "属于",
    "不受",
    "不收",
    "不停止",
    "不重复",
    "仍",
    "视为",
    "不限",
];

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|it| text.contains(it))
}

fn count(text: &str, words: &[&str]) -> usize {
    words.iter().filter(|it| text.contains(**it)).count()
}

/// Whether a number stands right before one of these.
pub(super) fn has_number_before(text: &str, units: &[&str]) -> bool {
    units.iter().any(|unit| {
        text.match_indices(unit).any(|(at, _)| {
            let before = text[..at].trim_end();
            let last = before
                .trim_end_matches(['个', '多', '余', '以'])
                .trim_end()
                .chars()
                .next_back();
            last.is_some_and(|it| DIGITS.contains(it))
        })
    })
}

/// `限养一只`, `图书十册`.
fn has_count(text: &str) -> bool {
    has_number_before(
        text,
        &[
            "只", "册", "本", "人", "名", "次", "套", "层", "家", "张", "份", "户", "处", "台",
            "辆", "个", "项",
        ],
    )
}

fn has_duration(text: &str) -> bool {
    const SPANS: &[&str] = &[
        "工作日",
        "日内",
        "天",
        "个月",
        "月内",
        "小时",
        "分钟",
        "年内",
        "学期",
        "年以内",
    ];
    const SAID: &[&str] = &[
        "当场", "即时", "即办", "当日", "当天", "长期", "终身", "立即", "及时", "永久",
    ];
    if has_number_before(text, SPANS) || has_any(text, SAID) {
        return true;
    }
    // 三年, 十五日: not the year 2026, nor the 15th of a month.
    let has_span = |unit: char| {
        text.match_indices(unit).any(|(at, _)| {
            let before = text[..at].trim_end();
            let number: Vec<char> = before
                .chars()
                .rev()
                .take_while(|it| DIGITS.contains(*it))
                .collect();
            let begin = before.chars().rev().nth(number.len());
            !number.is_empty() && number.len() <= 3 && begin != Some('月') && begin != Some('第')
        })
    };
    has_span('年') || has_span('日')
}

fn has_amount(text: &str) -> bool {
    const FREE: &[&str] = &["免费", "不收费", "不收取", "免收", "无偿", "免征", "免交"];
    has_any(text, FREE)
        || has_number_before(text, &["元", "万元", "倍", "%", "％", "角", "亿元"])
        || has_any(
            text,
            &[
                "分之",
                "五折",
                "折优惠",
                "不予退还",
                "一半",
                "全额",
                "减半",
                "半价",
                "等量",
            ],
        )
}

fn has_day(text: &str) -> bool {
    const SAID: &[&str] = &[
        "每年",
        "每月",
        "每周",
        "工作日",
        "之日",
        "起施行",
        "期间",
        "全年",
        "法定节假日",
        "寒假",
        "暑假",
        "每季度",
        "前一",
        "次月",
        "周六",
        "当日",
        "届满",
    ];
    let has_clock = text.match_indices(':').any(|(at, _)| {
        text[..at].ends_with(|it: char| it.is_ascii_digit())
            && text[at + 1..].starts_with(|it: char| it.is_ascii_digit())
    });
    has_clock || has_any(text, SAID) || has_number_before(text, &["月", "日", "时至", "点", "号前"])
}

/// `听泉大道88号`, `三层`.
fn has_address(text: &str) -> bool {
    const WAYS: &[&str] = &["路", "街", "大道", "巷"];
    WAYS.iter().any(|way| {
        text.match_indices(way).any(|(at, _)| {
            let behind = text[at + way.len()..].trim_start_matches(|it| DIGITS.contains(it));
            behind.len() < text.len() - at - way.len() && behind.starts_with('号')
        })
    })
}

fn has_phone(text: &str) -> bool {
    let mut run = 0;
    for sign in text.chars() {
        run = match sign {
            '0'..='9' => run + 1,
            '-' | '—' if run > 0 => run,
            _ => 0,
        };
        if run >= 7 {
            return true;
        }
    }
    has_any(
        text,
        &[
            "12345", "12348", "12333", "12329", "12315", "12369", "12366", "110", "热线",
        ],
    ) || text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(asks: Asks, text: &str) -> bool {
        Evidence::of(asks, text) != Evidence::Missing
    }

    #[test]
    fn a_duration_is_no_date_and_a_date_no_duration() {
        for text in [
            "十五个工作日内办结",
            "不超过30日",
            "有效期五年",
            "当场办结",
            "3 个工作日",
            "满2年",
        ] {
            assert!(there(Asks::HowLong, text), "{text}");
        }
        for text in ["2026年5月", "5月12日公布", "第三年度"] {
            assert!(!there(Asks::HowLong, text), "{text}");
        }
    }

    #[test]
    fn amounts_days_and_telephones_are_told() {
        assert!(there(Asks::HowMuch, "处200元以上2000元以下罚款"));
        assert!(there(Asks::HowMuch, "本事项不收费"));
        assert!(there(Asks::HowMuch, "按百分之五计算"));
        assert!(!there(Asks::HowMuch, "处以罚款"));
        assert!(there(Asks::When, "每年9月1日至30日申报") && there(Asks::When, "9:00—12:00"));
        assert!(!there(Asks::When, "由市民政局负责"));
        assert!(there(Asks::Contact, "咨询：0000-5550149") && !there(Asks::Contact, "咨询大厅"));
        assert!(there(Asks::Materials, "身份证、户口簿") && !there(Asks::Materials, "提出申请"));
    }
}
