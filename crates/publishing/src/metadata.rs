//! Metadata of an edition: as it is typed, and as it is kept once each field has been read.
//!
//! Pure. A draft may be incomplete; what a kind demands before review is [`missing`]. Facts: rules for 发文字号 (GB/T 9704), four dates that
//! are never mixed up (成文, 公开, 施行, 失效), 公开属性 fixed at the source with a day to look again (《条例》第十八条).

use gongwen::identity::number;
use kernel::{Date, Moment};
use promises::wording::cleaned;

use crate::gathered::typed::{self, TypedChapter};
use crate::issue::Issue;
use crate::library::{Field, Kind, Library, THEMES};
use crate::model::{Disclosure, Interpreter};
use crate::refusal::DocumentRefusal;

/// Characters of a title at most.
const MOST_TITLE: usize = 200;
/// Characters of a summary at most.
const MOST_SUMMARY: usize = 1000;
/// Characters of the names of joint issuers at most.
const MOST_JOINT_NAMES: usize = 500;
/// Characters of keywords at most.
const MOST_KEYWORDS: usize = 200;
/// Characters of a ground at most.
const MOST_GROUND: usize = 1000;

/// What is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedMetadata {
    /// The column's code.
    pub column: String,
    /// The title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// 联合发文单位: names with 、 or commas between.
    pub joint_issuers: String,
    /// 主题分类.
    pub theme: String,
    /// Keywords, with blanks or commas between.
    pub keywords: String,
    /// 内容概述.
    pub summary: String,
    /// 成文日期.
    pub made_on: String,
    /// 施行日期.
    pub effective_on: String,
    /// 失效日期.
    pub expires_on: String,
    /// The last day on which it is shown.
    pub unpublish_after: String,
    /// 公开属性.
    pub disclosure: String,
    /// Why it is not public.
    pub disclosure_ground: String,
    /// When that is looked at again.
    pub review_again_on: String,
    /// When it is to come out: `2026-11-23T09:00`.
    pub publish_at: String,
    /// The year of the issue (公报): `2026`.
    pub issue_year: String,
    /// The number of the issue in its year (期号): `3`.
    pub issue_number: String,
    /// 解读人: the code.
    pub interpreter: String,
    /// What it gathers, a line a document: see [`crate::gathered::typed`].
    pub gathered: String,
}

/// Title, number, dates and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The column's code.
    pub column: String,
    /// The title.
    pub title: String,
    /// 发文字号 in its normal form; may be empty.
    pub number: String,
    /// Names of the units that issue it together with its own (联合发文).
    pub joint_issuers: Vec<String>,
    /// 主题分类; may be empty.
    pub theme: String,
    /// Keywords with single blanks between.
    pub keywords: String,
    /// 内容概述.
    pub summary: String,
    /// 成文日期.
    pub made_on: Option<Date>,
    /// 施行日期.
    pub effective_on: Option<Date>,
    /// 失效日期: the first day on which it is no longer in force.
    pub expires_on: Option<Date>,
    /// The last day on which it is shown (rules on public notice periods).
    pub unpublish_after: Option<Date>,
    /// 公开属性.
    pub disclosure: Disclosure,
    /// Why it is not public.
    pub disclosure_ground: String,
    /// When that is looked at again.
    pub review_again_on: Option<Date>,
    /// When it is to come out; at approval where empty.
    pub publish_at: Option<Moment>,
    /// Which issue it is (公报): year and number.
    pub issue: Option<Issue>,
    /// 解读人.
    pub interpreter: Option<Interpreter>,
    /// What it gathers, as somebody names it; which documents are meant stands in [`crate::model::Edition::gathered`].
    pub gathered: Vec<TypedChapter>,
}

impl Metadata {
    /// All that was written freely.
    pub(crate) fn words(&self) -> Vec<&str> {
        let mut all = vec![&self.title, &self.summary, &self.keywords];
        for chapter in &self.gathered {
            all.push(&chapter.heading);
            all.extend(chapter.entries.iter().map(|it| &it.words));
        }
        all.into_iter().map(String::as_str).collect()
    }

    /// All that was written freely, to be masked or replaced in: title, summary, keywords, headings and words of what is gathered.
    pub(crate) fn words_mut(&mut self) -> Vec<&mut String> {
        let mut all = vec![&mut self.title, &mut self.summary, &mut self.keywords];
        for chapter in &mut self.gathered {
            all.push(&mut chapter.heading);
            all.extend(chapter.entries.iter_mut().map(|it| &mut it.words));
        }
        all
    }
}

/// The number folded, so that every writing of it is the same; `None` where there is none.
pub fn number_key(number: &str) -> Option<String> {
    if number.trim().is_empty() {
        return None;
    }
    let parsed = number::parse(number);
    Some(parsed.map_or_else(|| number.trim().to_owned(), |it| it.number.to_string()))
}

/// Reads what was typed; the draft may be incomplete, but what is there must be readable.
///
/// # Errors
/// Every flaw, in the order of the form.
pub fn read(
    typed: &TypedMetadata,
    (kind, library): (&Kind, &Library),
    now: Moment,
) -> Result<Metadata, Vec<DocumentRefusal>> {
    let mut flaws = Flaws::default();
    let today = now.date();
    let metadata = Metadata {
        column: flaws.column(&typed.column, kind, library),
        title: flaws.line(&typed.title, ("title", "标题", MOST_TITLE)),
        number: flaws.number(&typed.number),
        joint_issuers: unit_names(&flaws.line(
            &typed.joint_issuers,
            ("joint_issuers", "联合发文单位", MOST_JOINT_NAMES),
        )),
        theme: flaws.theme(&typed.theme),
        keywords: keywords(&flaws.line(&typed.keywords, ("keywords", "关键词", MOST_KEYWORDS))),
        summary: flaws.text(&typed.summary, ("summary", "内容概述", MOST_SUMMARY)),
        made_on: flaws.day(&typed.made_on, ("made_on", "成文日期")),
        effective_on: flaws.day(&typed.effective_on, ("effective_on", "施行日期")),
        expires_on: flaws.day(&typed.expires_on, ("expires_on", "失效日期")),
        unpublish_after: flaws.day(&typed.unpublish_after, ("unpublish_after", "停止公示日期")),
        disclosure: Disclosure::from_code(&typed.disclosure).unwrap_or(Disclosure::Public),
        disclosure_ground: flaws.text(
            &typed.disclosure_ground,
            ("disclosure_ground", "理由", MOST_GROUND),
        ),
        review_again_on: flaws.day(&typed.review_again_on, ("review_again_on", "评估日期")),
        publish_at: flaws.moment(&typed.publish_at),
        issue: flaws.issue(&typed.issue_year, &typed.issue_number),
        interpreter: flaws.interpreter(&typed.interpreter, kind),
        gathered: flaws.gathered(&typed.gathered, kind),
    };
    if metadata.title.is_empty() {
        flaws.found.push(DocumentRefusal::TitleMissing);
    }
    flaws.found.extend(check(&metadata, today, now));
    if flaws.found.is_empty() {
        Ok(metadata)
    } else {
        Err(flaws.found)
    }
}

/// What the fields say against each other and against the day.
fn check(metadata: &Metadata, today: Date, now: Moment) -> Vec<DocumentRefusal> {
    let mut found = Vec::new();
    if metadata.made_on.is_some_and(|day| day > today) {
        found.push(DocumentRefusal::MadeInFuture);
    }
    if let (Some(from), Some(to)) = (metadata.effective_on, metadata.expires_on)
        && to <= from
    {
        found.push(DocumentRefusal::ExpiresTooEarly);
    }
    if metadata.unpublish_after.is_some_and(|day| day < today) {
        found.push(DocumentRefusal::LeavesTooEarly);
    }
    if metadata.publish_at.is_some_and(|at| at <= now) {
        found.push(DocumentRefusal::PublishAtPast);
    }
    match metadata.disclosure {
        Disclosure::Public => {}
        Disclosure::OnRequest | Disclosure::Withheld => {
            if metadata.disclosure_ground.is_empty() {
                found.push(DocumentRefusal::GroundMissing);
            }
            if metadata.review_again_on.is_none_or(|day| day <= today) {
                found.push(DocumentRefusal::ReviewDayMissing);
            }
        }
    }
    found
}

/// What is still to be filled in before review, in words.
pub fn missing(metadata: &Metadata, kind: &Kind, has_content: bool) -> Vec<&'static str> {
    let mut labels = Vec::new();
    for field in &kind.required {
        let is_there = match field {
            Field::Number => !metadata.number.is_empty(),
            Field::Theme => !metadata.theme.is_empty(),
            Field::Summary => !metadata.summary.is_empty(),
            Field::MadeOn => metadata.made_on.is_some(),
            Field::EffectiveOn => metadata.effective_on.is_some(),
            Field::Issue => metadata.issue.is_some(),
            Field::Interpreter => metadata.interpreter.is_some(),
        };
        if !is_there {
            labels.push(field.label());
        }
    }
    if !has_content {
        labels.push(match kind.gathers {
            Some(_) => "收录的信息、正文或附件",
            None => "正文或附件",
        });
    }
    labels
}

fn keywords(text: &str) -> String {
    each_once(text.split(is_between)).join(" ")
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、')
}

/// Names of units; what stands in brackets belongs to a name: 市文化和旅游局（市文物局、市体育局）.
fn unit_names(text: &str) -> Vec<String> {
    let mut depth = 0_u32;
    each_once(text.split(|c: char| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && is_between(c)
    }))
}

fn each_once<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in parts.filter(|it| !it.is_empty()) {
        if !all.iter().any(|it| it == part) {
            all.push(part.to_owned());
        }
    }
    all
}

#[derive(Default)]
struct Flaws {
    found: Vec<DocumentRefusal>,
}

impl Flaws {
    fn column(&mut self, typed: &str, kind: &Kind, library: &Library) -> String {
        let code = typed.trim();
        if !kind.columns.iter().any(|it| it == code) || library.find_column(code).is_none() {
            self.found.push(DocumentRefusal::ColumnUnknown);
        }
        code.to_owned()
    }

    fn text(
        &mut self,
        typed: &str,
        (field, label, most): (&'static str, &'static str, usize),
    ) -> String {
        let text = cleaned(typed);
        if text.chars().count() > most {
            self.found
                .push(DocumentRefusal::TooLong { field, label, most });
        }
        text
    }

    fn line(&mut self, typed: &str, named: (&'static str, &'static str, usize)) -> String {
        let text = self.text(typed, named);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn number(&mut self, typed: &str) -> String {
        let text = cleaned(typed);
        if text.is_empty() {
            return text;
        }
        match number::parse(&text) {
            Some(parsed) if parsed.is_repaired() => {
                let meant = parsed.number.to_string();
                self.found.push(DocumentRefusal::NumberDamaged(meant));
            }
            Some(parsed) => return parsed.number.to_string(),
            None => self.found.push(DocumentRefusal::NumberUnreadable),
        }
        text
    }

    fn theme(&mut self, typed: &str) -> String {
        let text = typed.trim();
        if !text.is_empty() && !THEMES.contains(&text) {
            self.found.push(DocumentRefusal::ThemeUnknown);
        }
        text.to_owned()
    }

    fn day(&mut self, typed: &str, (field, label): (&'static str, &'static str)) -> Option<Date> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        let day = text.parse::<Date>().ok();
        // Years that no document of this state has are slips of the hand.
        let day = day.filter(|it| (1900..=2999).contains(&it.year()) && text.len() == 10);
        if day.is_none() {
            self.found.push(DocumentRefusal::NotADate { field, label });
        }
        day
    }

    fn issue(&mut self, year: &str, number: &str) -> Option<Issue> {
        if year.trim().is_empty() && number.trim().is_empty() {
            return None;
        }
        let issue = Issue::read(year, number);
        if issue.is_none() {
            self.found.push(DocumentRefusal::IssueUnreadable);
        }
        issue
    }

    fn interpreter(&mut self, typed: &str, kind: &Kind) -> Option<Interpreter> {
        let code = typed.trim();
        if code.is_empty() {
            return None;
        }
        let known = kind.interpreters().find(|it| it.code() == code);
        if known.is_none() {
            self.found.push(DocumentRefusal::InterpreterUnknown);
        }
        known
    }

    fn gathered(&mut self, typed: &str, kind: &Kind) -> Vec<TypedChapter> {
        if typed.trim().is_empty() {
            return Vec::new();
        }
        if kind.gathers.is_none() {
            self.found.push(DocumentRefusal::GathersNothing);
            return Vec::new();
        }
        typed::read(typed).unwrap_or_else(|flaws| {
            self.found.push(DocumentRefusal::Gathered(flaws));
            Vec::new()
        })
    }

    fn moment(&mut self, typed: &str) -> Option<Moment> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        let at = Moment::of_local(text);
        if at.is_none() {
            self.found.push(DocumentRefusal::NotADate {
                field: "publish_at",
                label: "发布时间",
            });
        }
        at
    }
}

#[cfg(test)]
mod tests;
