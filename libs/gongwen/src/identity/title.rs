//! The plan's own title: which line (or lines) it is. The title of a forwarding notice, the page's title and the
//! navigation are not it.
//!
//! Lines are weighed by their shape: how they end, whether they name a year or a place, where they stand, and whether a
//! notice or the page's metadata names the plan in the same words.

use super::Line;
use super::fold::{fold, key, tidy};
use super::lines;
use super::notice::{self, Notice};
use super::{date, number};

/// The title with the lines (indices into the head) that it stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Title {
    pub text: Option<String>,
    pub lines: Vec<usize>,
}

/// Words with which the titles of plans end.
const STRONG: &[&str] = &[
    "要点",
    "方案",
    "计划",
    "规划",
    "分解表",
    "分工表",
    "任务表",
    "清单",
    "措施",
    "意见",
    "办法",
    "细则",
    "安排",
    "台账",
    "月历",
    "日历",
    "任务书",
    "路线图",
    "责任表",
    "一览表",
    "目录",
    "任务分解",
    "任务分工",
    "责任分工",
    "分工",
    "纲要",
    "举措",
    "明细表",
    "推进表",
    "时间表",
    "作战图",
    "重点任务",
    "实施细则",
    "指引",
    "通知",
    "一览",
    "函",
    "责任状",
    "任务单",
    "进度表",
    "安排表",
    "销号表",
];

/// Words that end titles as well as headings within them.
const WEAK: &[&str] = &[
    "任务", "事项", "实事", "工作", "项目", "目标", "要求", "部署", "规程", "制度", "规定", "决定",
    "通告", "公告", "报告", "表",
];

/// The second line of a title that is set on two lines: it names the kind of document alone.
const KINDS: &[&str] = &[
    "分工方案",
    "任务分解表",
    "任务分工表",
    "责任分解表",
    "责任分工表",
    "任务分解方案",
    "工作分工方案",
    "分解表",
    "实施方案",
    "工作方案",
    "行动方案",
    "工作要点",
    "工作计划",
    "行动计划",
    "任务清单",
    "责任清单",
    "重点任务分解表",
    "重点任务分工方案",
    "重点工作分工方案",
    "重点任务清单",
    "工作任务分解表",
    "责任分工方案",
    "任务分工方案",
    "任务分工",
    "责任分工",
    "重点任务分工",
];

/// Chooses the title among the head's lines. `body` is the line of the first numbered item or table.
pub(crate) fn choose(
    lines: &[Line<'_>],
    notice: Option<&Notice>,
    listed: Option<&str>,
    body: usize,
) -> Title {
    let mut names: Vec<String> = notice
        .map(|notice| notice.names.clone())
        .unwrap_or_default();
    let listed_name = listed
        .map(|title| notice::split_forwarding(title).map_or_else(|| tidy(title), |(name, _)| name));
    names.extend(listed_name.clone());
    let from = notice
        .and_then(|notice| notice.sentence_line.or(notice.title_line))
        .map_or(0, |line| line + 1);
    if let Some(title) = names
        .iter()
        .find_map(|name| named(lines, name, (from, body)))
    {
        return with_tail(lines, title);
    }
    if let Some(at) =
        (0..body.min(lines.len())).find(|at| names.iter().any(|n| is_fuller(&lines[*at], n)))
    {
        return with_tail(lines, with_head(lines, at, at));
    }
    let end = if notice.is_some() {
        (from..lines.len())
            .find(|at| lines[*at].is_labelled && !is_attachment_item(lines, *at))
            .unwrap_or(lines.len())
    } else {
        body
    };
    let best = (from..end.min(lines.len()))
        .filter_map(|at| weigh(lines, at, notice).map(|weight| (weight, at)))
        .max_by_key(|(weight, at)| (*weight, *at));
    if let Some((_, at)) = best {
        return with_tail(lines, with_head(lines, at, from));
    }
    let named_alone = notice.and_then(|notice| notice.names.first().cloned());
    let forwarding = |line: &Line<'_>| notice::split_forwarding(line.text).is_some();
    let page_title = || {
        lines
            .iter()
            .take(end)
            .find(|line| !forwarding(line) && is_title_shaped(line))
            .map(|line| tidy(line.text))
    };
    Title {
        text: named_alone.or(listed_name).or_else(page_title),
        lines: Vec::new(),
    }
}

/// The second and later items of a list of attachments are no body.
pub(crate) fn is_attachment_item(lines: &[Line<'_>], at: usize) -> bool {
    let mut before = at;
    while before > 0 && at - before < 12 {
        before -= 1;
        let line = &lines[before];
        if lines::is_attachment(&line.folded) {
            return !lines[at].folded.ends_with('。');
        }
        if !line.is_labelled || line.folded.ends_with('。') {
            return false;
        }
    }
    false
}

/// The lines, one to three of them, that read exactly as the name: the first after a notice (`from`), or else the last
/// before the body, as pages repeat the title above the text.
fn named(lines: &[Line<'_>], name: &str, (from, body): (usize, usize)) -> Option<Title> {
    let wanted = key(name);
    if wanted.chars().count() < 5 {
        return None;
    }
    let matching = |at: usize| -> Option<Title> {
        let mut joined = String::new();
        for end in at..(at + 3).min(lines.len()) {
            let line = &lines[end];
            let is_long = line.text.len() > name.len() * 2 + 40;
            if is_long || line.folded.is_empty() || line.table_row.is_some_and(|_| end > at) {
                return None;
            }
            joined.push_str(&key(strip_attachment(line.text)));
            if joined == wanted {
                let text: String = lines[at..=end]
                    .iter()
                    .map(|line| tidy(strip_attachment(line.text)))
                    .collect();
                let listed = line.is_field()
                    || at == end
                        && lines::is_attachment(&line.folded)
                        && line.folded.chars().any(|c| c == ':');
                return (!listed).then(|| Title {
                    text: Some(unwrap(&text)),
                    lines: (at..=end).collect(),
                });
            }
            if joined.is_empty() || !wanted.starts_with(&joined) || line.is_field() {
                return None;
            }
        }
        None
    };
    if from > 0 {
        return (from..lines.len()).find_map(matching);
    }
    (0..body.min(lines.len())).rev().find_map(matching)
}

/// Whether a line is the title in full where a notice names it without its issuer (现将2019年工作台账印发给你们).
fn is_fuller(line: &Line<'_>, name: &str) -> bool {
    let (whole, short) = (key(line.text), key(name));
    let added = whole.chars().count().saturating_sub(short.chars().count());
    short.chars().count() >= 8
        && (2..=24).contains(&added)
        && whole.ends_with(&short)
        && is_title_shaped(line)
        && notice::split_forwarding(line.text).is_none()
        && !whole.contains("关于")
        && !lines::is_attachment(&line.folded)
}

/// `附件1 XX方案` on one line: what follows the word.
fn strip_attachment(text: &str) -> &str {
    let bare = text.trim();
    if !lines::is_attachment(&fold(bare)) {
        return bare;
    }
    bare.trim_start_matches(['附', '件', '表'])
        .trim_start_matches(|c: char| {
            c.is_ascii_digit() || lines::is_han_number(c) || ":：.、() （）\u{3000}".contains(c)
        })
        .trim()
}

fn unwrap(text: &str) -> String {
    let inner = text
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|inner| !inner.contains('《'));
    inner.unwrap_or(text).to_string()
}

/// Whether the line can be a title as far as its own words say.
fn is_title_shaped(line: &Line<'_>) -> bool {
    let folded = &line.folded;
    let count = folded.chars().count();
    let quiet = !folded.contains(['。', ';', '!', '?', ':', '|']) && !folded.ends_with([',', '、']);
    (6..=80).contains(&count)
        && quiet
        && kind_weight(folded) > 0
        && !line.is_labelled
        && !line.is_field()
        && !lines::is_furniture(folded)
        && !lines::is_imprint(folded)
        && !lines::is_attachment(folded)
        && date::parse(folded).is_none()
        && number::parse(folded).is_none()
}

/// How surely the line's last word is that of a plan: 3, 1 or 0.
fn kind_weight(folded: &str) -> i32 {
    let bare = trim_tail(folded);
    if STRONG.iter().any(|word| bare.ends_with(word)) {
        3
    } else if WEAK.iter().any(|word| bare.ends_with(word)) {
        1
    } else {
        0
    }
}

/// The line without what may stand after the kind: (试行), (2023—2025年), 》, "汇总".
fn trim_tail(folded: &str) -> &str {
    let mut bare = folded.trim_end_matches(['》', ' ', '"', '”']);
    while let Some(open) = bare.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        bare = bare[..open].trim_end_matches(['》', ' ']);
    }
    bare
}

fn has_year(folded: &str) -> bool {
    super::year::find(folded).is_some()
}

fn names_place(folded: &str) -> bool {
    folded
        .chars()
        .skip(1)
        .take(14)
        .any(|c| "省市县区州旗镇乡局委厅办院校".contains(c))
        || folded.starts_with(['全', '我'])
}

fn weigh(lines: &[Line<'_>], at: usize, notice: Option<&Notice>) -> Option<i32> {
    let line = &lines[at];
    if !is_title_shaped(line) || notice::split_forwarding(line.text).is_some() {
        return None;
    }
    if line.folded.starts_with("关于印发") || line.folded.starts_with("关于转发") {
        return None;
    }
    let count = line.folded.chars().count();
    let mut weight = kind_weight(&line.folded);
    weight += if has_year(&line.folded) { 2 } else { 0 };
    weight += if names_place(&line.folded) { 1 } else { 0 };
    weight += if line.level == Some(1) { 2 } else { 0 };
    weight += if (10..=60).contains(&count) { 1 } else { 0 };
    weight += if at > 0 && lines::is_attachment(&lines[at - 1].folded) {
        2
    } else {
        0
    };
    weight += if line.table_row.is_some() { -1 } else { 0 };
    weight -= if trim_tail(&line.folded).ends_with("通知") && notice.is_some() {
        3
    } else {
        0
    };
    let least = if notice.is_some() { 3 } else { 4 };
    let joined = at > 0 && begins_title(lines, at - 1);
    (weight >= least || (joined && kind_weight(&line.folded) == 3)).then_some(weight)
}

/// Lines above that the title begins on.
fn with_head(lines: &[Line<'_>], at: usize, from: usize) -> Title {
    let mut first = at;
    while first > from && at - first < 2 && begins_title(lines, first - 1) {
        first -= 1;
    }
    let text: String = lines[first..=at]
        .iter()
        .map(|line| tidy(line.text))
        .collect();
    Title {
        text: Some(unwrap(&text)),
        lines: (first..=at).collect(),
    }
}

/// Whether the title set on the next line begins on this one: a short line that stops in the middle.
fn begins_title(lines: &[Line<'_>], at: usize) -> bool {
    let (line, next) = (&lines[at], &lines[at + 1]);
    let folded = &line.folded;
    let count = folded.chars().count();
    let usable = (3..=50).contains(&count)
        && !folded.contains(['。', ';', ':', '!', '?', '|', '>'])
        && !line.is_labelled
        && !line.is_field()
        && line.table_row.is_none()
        && next.table_row.is_none()
        && next.block == line.block + 1
        && !next.after_gap
        && !lines::is_furniture(folded)
        && !lines::is_imprint(folded)
        && !lines::is_attachment(folded)
        && date::parse(folded).is_none()
        && number::parse(folded).is_none()
        && !["文件", "网", "网站", "平台", "频道", "专栏", "目录", "中心"]
            .iter()
            .any(|end| folded.ends_with(end))
        && kind_weight(folded) < 3;
    if !usable {
        return false;
    }
    let open =
        folded.ends_with("关于") || folded.ends_with(['年', '度', '的', '和', '、', '与', '及']);
    let next_bare = trim_tail(&next.folded);
    let is_kind_alone = KINDS.contains(&next_bare);
    let lacks_name = !names_place(&next.folded) || next_bare.chars().count() <= 8;
    let adds = has_year(folded) && !has_year(&next.folded) || names_place(folded) && count >= 3;
    open || is_kind_alone || adds && lacks_name
}

/// Lines below that belong to the title: (2023—2025年), (试行), or the kind of document alone.
fn with_tail(lines: &[Line<'_>], mut title: Title) -> Title {
    while let (Some(last), Some(text)) = (title.lines.last().copied(), title.text.as_mut()) {
        let Some(next) = lines.get(last + 1).filter(|_| title.lines.len() < 4) else {
            break;
        };
        let folded = &next.folded;
        let is_note = folded.starts_with('(')
            && folded.ends_with(')')
            && folded.chars().count() <= 24
            && date::parse(folded).is_none()
            && number::parse(folded).is_none()
            && !folded.ends_with("月)")
            && (has_year(folded)
                || [
                    "试行",
                    "征求意见",
                    "送审",
                    "草案",
                    "讨论",
                    "修订",
                    "暂行",
                    "审议",
                ]
                .iter()
                .any(|word| folded.contains(word)));
        let is_kind = KINDS.contains(&folded.as_str())
            && !next.is_labelled
            && kind_weight(folded) == 3
            && next.table_row.is_none();
        if !is_note && !is_kind {
            break;
        }
        text.push_str(&tidy(next.text));
        title.lines.push(last + 1);
    }
    title
}

/// A title without the number in brackets at its end, which is the document's own: `…的通知(临政办发〔2021〕25号)`.
pub(crate) fn without_number(text: &str) -> (&str, Option<number::Parsed>) {
    let bare = text.trim();
    let inner = bare.trim_end_matches([')', '）', '】', ']', '］']);
    if bare.len() > 400 || !inner.ends_with(['号', '號']) {
        return (bare, None);
    }
    let Some(mention) = super::list_mentions(bare)
        .pop()
        .filter(|mention| mention.end == inner.len())
    else {
        return (bare, None);
    };
    let head = bare
        .get(..mention.start)
        .unwrap_or("")
        .trim_end_matches(['(', '（', '【', '[', '［', ' ', '\u{3000}']);
    if head.chars().count() >= 8 && kind_weight(&fold(head)) > 0 {
        (head, Some(mention.parsed))
    } else {
        (bare, None)
    }
}
