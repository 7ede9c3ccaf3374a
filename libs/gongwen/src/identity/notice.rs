//! The forwarding notice (关于印发…的通知) before a plan: whether there is one, who issues it, and how it names the plan.

use super::Line;
use super::fold::tidy;

/// A forwarding notice found in the head of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Index of the line that holds the notice's title, if it has one.
    pub title_line: Option<usize>,
    /// Index of the line that hands the plan on (现将《…》印发给你们).
    pub sentence_line: Option<usize>,
    /// The plan's names, the surest first.
    pub names: Vec<String>,
    /// The organs before 关于印发, as written.
    pub issuer: Option<String>,
}

const HANDING: &[&str] = &[
    "印发给你们",
    "转发给你们",
    "下发给你们",
    "下达给你们",
    "下达你们",
    "印发你们",
    "转发你们",
    "现予印发",
    "现印发",
    "现予公布",
    "现下发",
    "现予转发",
];

const ACTS: &[&str] = &["印发", "转发", "下发", "批转", "公布", "发布", "翻印"];

/// Finds the notice among the lines of the head.
pub(crate) fn find(lines: &[Line<'_>]) -> Option<Notice> {
    let mut notice = Notice::default();
    for (at, line) in lines.iter().enumerate() {
        if notice.sentence_line.is_none() && line.is_notice_like() {
            let names = handed_names(line.text);
            if !names.is_empty() || HANDING.iter().any(|word| line.folded_long().contains(word)) {
                notice.sentence_line = Some(at);
                notice.names.splice(0..0, names);
            }
        }
        if notice.title_line.is_none()
            && notice.sentence_line.is_none_or(|sentence| sentence >= at)
            && let Some((name, issuer)) = forwarding_title(lines, at)
        {
            notice.title_line = Some(at);
            notice.names.push(name);
            notice.issuer = issuer;
        }
    }
    (notice.title_line.is_some() || notice.sentence_line.is_some()).then_some(notice)
}

/// `XX办公室关于印发…的通知`, on one line or on two: the plan's name and the issuer.
fn forwarding_title(lines: &[Line<'_>], at: usize) -> Option<(String, Option<String>)> {
    let line = &lines[at];
    if line.folded.is_empty()
        || !line.folded.contains("关于")
        || line.folded.ends_with('。')
        || line.is_field()
    {
        return None;
    }
    if let Some(found) = split_forwarding(line.text) {
        let before = at
            .checked_sub(1)
            .map(|before| &lines[before])
            .filter(|before| super::lines::is_organ(&before.folded));
        let issuer = found
            .1
            .or_else(|| before.map(|before| before.text.trim().to_string()));
        return Some((found.0, issuer));
    }
    let next = lines
        .get(at + 1)
        .filter(|next| !next.folded.is_empty() && next.folded.chars().count() <= 50)?;
    split_forwarding(&format!("{}{}", line.text.trim(), next.text.trim()))
}

/// The plan's name within the title of a notice, and what stands before 关于.
pub(crate) fn split_forwarding(title: &str) -> Option<(String, Option<String>)> {
    let bare = super::title::without_number(title)
        .0
        .trim_end_matches(['。', ' ']);
    let bare = ["的通知", "通知", "的函"]
        .iter()
        .find_map(|end| bare.strip_suffix(end))?;
    let (head, rest) = ["关于", "關於", "關于"]
        .iter()
        .find_map(|word| bare.split_once(word))?;
    let act = ["發布", "公佈", "發佈", "轉發", "下發", "印發"]
        .iter()
        .chain(ACTS)
        .find(|act| rest.starts_with(**act))?;
    let name = rest.get(act.len()..)?.trim();
    let name = name
        .strip_prefix('《')
        .and_then(|inner| inner.strip_suffix('》'))
        .unwrap_or(name);
    let issuer = Some(head.trim())
        .filter(|head| !head.is_empty())
        .map(str::to_string);
    (name.chars().count() >= 4).then(|| (tidy(name), issuer))
}

/// The names of what a sentence hands on: the 《》 directly before 印发给你们, or what stands after 现将.
fn handed_names(text: &str) -> Vec<String> {
    let Some(at) = handing_at(text) else {
        return Vec::new();
    };
    let head = text.get(..at).unwrap_or("");
    let mut names = titles_before(head);
    if names.is_empty()
        && let Some((_, name)) = ["现将", "現將"]
            .iter()
            .find_map(|word| head.rsplit_once(word))
        && (6..=60).contains(&name.trim().chars().count())
    {
        names.push(tidy(name));
    }
    names
}

fn handing_at(text: &str) -> Option<usize> {
    const WRITTEN: &[&str] = &[
        "印發給你們",
        "轉發給你們",
        "下發給你們",
        "現予印發",
        "現印發",
        "現轉發",
    ];
    HANDING
        .iter()
        .chain(WRITTEN)
        .filter_map(|word| text.find(word))
        .min()
}

/// The last title in 《》 of a text, with those that stand directly beside it.
fn titles_before(head: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = head;
    while let Some(close) = rest.rfind('》') {
        let between = rest.get(close + '》'.len_utf8()..).unwrap_or("");
        if !names.is_empty() && !matches!(between.trim(), "" | "、" | "和" | "及" | ",") {
            break;
        }
        let mut depth = 0;
        let mut open = None;
        for (at, c) in rest
            .get(..close + '》'.len_utf8())
            .unwrap_or("")
            .char_indices()
            .rev()
            .take(160)
        {
            depth += match c {
                '》' => 1,
                '《' => -1,
                _ => 0,
            };
            if depth == 0 {
                open = Some(at);
                break;
            }
        }
        let Some(open) = open else { break };
        names.insert(
            0,
            tidy(rest.get(open + '《'.len_utf8()..close).unwrap_or("")),
        );
        rest = rest.get(..open).unwrap_or("");
        if names.len() >= 4 {
            break;
        }
    }
    names
}
