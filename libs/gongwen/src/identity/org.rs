//! Where a 机关代字 begins within running text: `按照省政府办公厅浙政办发〔2021〕28号` has it at 浙.
//!
//! Only the run of characters directly before the bracket is looked at; it knows words that precede a number
//! in a sentence, full names of organs, and how codes of provinces begin. It holds no list of codes.

use super::fold::fold_char;

/// Words of a sentence after which a code may begin.
const BEFORE: &[&str] = &[
    "根据",
    "依据",
    "依照",
    "按照",
    "遵照",
    "参照",
    "对照",
    "贯彻",
    "落实",
    "执行",
    "严格",
    "认真",
    "印发",
    "转发",
    "下发",
    "制发",
    "发布",
    "公布",
    "出台",
    "通知",
    "文件",
    "精神",
    "要求",
    "规定",
    "意见",
    "方案",
    "办法",
    "要点",
    "详见",
    "参见",
    "附件",
    "包括",
    "以及",
    "废止",
    "修订",
    "修改",
    "替代",
    "代替",
    "取代",
    "我市",
    "我省",
    "我县",
    "我区",
    "我局",
    "我厅",
    "我委",
    "我部",
    "我州",
    "文号",
    "字号",
    "为准",
    "衔接",
    "依托",
    "通过",
    "结合",
    "收到",
    "接到",
    "关于",
    "上级",
    "因此",
    "属于",
    "列入",
    "纳入",
    "对应",
    "本方案",
    "本通知",
    "简称",
    "的",
    "与",
    "及",
    "或",
    "据",
    "照",
    "将",
    "把",
    "按",
    "是",
    "对",
    "以",
    "由",
    "从",
    "该",
    "此",
    "有",
    "在",
    "为",
    "经",
    "凡",
    "另",
    "等",
    "至",
    "自",
    "到",
    "了",
    "并",
];

/// Full names of organs that may stand directly before their own code.
const ORGANS: &[&str] = &[
    "办公厅",
    "办公室",
    "人民政府",
    "国务院",
    "省政府",
    "市政府",
    "县政府",
    "区政府",
    "州政府",
    "党中央",
    "委员会",
    "改革委",
    "健康委",
    "财政部",
    "教育部",
    "公安部",
    "民政部",
    "司法部",
    "商务部",
    "水利部",
    "建设部",
    "运输部",
    "农村部",
    "环境部",
    "资源部",
    "旅游部",
    "保障部",
    "信息化部",
    "管理部",
    "科技部",
    "总局",
    "财政厅",
    "教育厅",
    "财政局",
    "教育局",
];

/// Single characters with which the codes of provinces and of the centre begin.
const PLACES: &str = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕甘青宁新国中";

/// What follows a place in a code.
const AFTER_PLACE: &str = "政府办委发教科工民司财人自住交水农商文卫应审市统医林建环安食药价税";

/// The byte in `run` at which the code begins; `run` is what precedes the bracket, of at most 28 characters.
pub(crate) fn code_start(run: &str) -> usize {
    let mut start = 0;
    for word in BEFORE {
        if let Some(at) = run.rfind(word) {
            let end = at + word.len();
            if end > start
                && is_whole(run.get(end..).unwrap_or(""))
                && !is_inside_code(run, at, word)
            {
                start = end;
            }
        }
    }
    for word in ORGANS {
        if let Some(at) = run.rfind(word) {
            let end = at + word.len();
            if end > start && is_whole(run.get(end..).unwrap_or("")) {
                start = end;
            }
        }
    }
    start += leading_conjunction(run.get(start..).unwrap_or(""));
    start + long_run(run.get(start..).unwrap_or(""))
}

/// A remainder that can stand as a code by itself: two characters or more, not only a suffix of the name before.
fn is_whole(rest: &str) -> bool {
    rest.chars().count() >= 2
        && !rest
            .chars()
            .next()
            .map(fold_char)
            .is_some_and(|c| "办发函规字电厅令".contains(c))
}

/// A single character of the list may also be part of a place's name at the very beginning (`自贡`, `从化`).
fn is_inside_code(run: &str, at: usize, word: &str) -> bool {
    let short = word.chars().count() == 1;
    short
        && at == 0
        && !matches!(
            word,
            "的" | "与" | "及" | "或" | "据" | "照" | "将" | "把" | "按" | "了" | "是"
        )
        && run.chars().count() <= 6
}

/// `和浙政办发` after a closing bracket: 和 joins, unless what follows cannot do without it (和县 `和政办发`).
fn leading_conjunction(run: &str) -> usize {
    let mut chars = run.chars();
    match (chars.next().map(fold_char), chars.next().map(fold_char)) {
        (Some('和' | '同' | '见' | '、'), Some(next))
            if !"政府办委县市党发".contains(next) && chars.next().is_some() =>
        {
            run.chars().next().map_or(0, char::len_utf8)
        }
        _ => 0,
    }
}

/// A long run keeps only what begins like a code.
fn long_run(run: &str) -> usize {
    if run.chars().count() <= 7 {
        return 0;
    }
    let marks: Vec<(usize, char)> = run
        .char_indices()
        .map(|(at, c)| (at, fold_char(c)))
        .collect();
    marks
        .windows(2)
        .rev()
        .filter(|pair| PLACES.contains(pair[0].1) && AFTER_PLACE.contains(pair[1].1))
        .map(|pair| pair[0].0)
        .find(|at| (3..=9).contains(&run.get(*at..).unwrap_or("").chars().count()))
        .unwrap_or(0)
}
