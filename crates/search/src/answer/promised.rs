//! Promises that answer when something will be public or done: found by what they name, never by 公开 alone.
//!
//! A promise and the duty that it comes from are weighed together: one has the day, the other the words of the plan. Every name of the question must
//! stand there, for a promise about another matter is a wrong answer however alike it sounds. Which day is shown, and whether the promise is still
//! public, is the database's to say.

use std::collections::HashMap;

use super::question::{Asks, Focus, Question};
use super::weigh::Weigher;
use super::{Asking, usual_names};
use crate::find::{Ask, Hit, Narrowing, Order};
use crate::fold::folded;
use crate::index::IndexError;
use crate::query::Query;
use crate::source::Source;

/// Promises of one answer, before the database has its word.
const MOST: usize = 3;

/// Items of each kind that each way of asking brings.
const CANDIDATES: usize = 20;

/// How much of the question must stand in a promise, and how much for it to go first. Chosen on the first count of `tests/answers/questions-4.tsv`.
const LEAST: f32 = 0.8;
const STRONG: f32 = 0.9;

/// How far behind the best a further promise may be.
const BEHIND: f32 = 0.95;

/// How surely a name must be found.
const FOUND: f32 = 0.45;

/// What a name counts that stands there in parts.
const IN_PARTS: f32 = 0.75;

/// What a word counts that only says in which form something is made public.
const FORM: f32 = 0.3;

/// What a word counts that stands only in the name of the unit.
const IN_UNIT: f32 = 0.5;

/// A promise that may answer: a promise, or a duty whose promises are looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Promised {
    /// What it is: `promise/ID` or `duty/ID`.
    pub key: String,
    /// What it comes from: `duty/ID` and the like.
    pub matter: String,
    /// Its title.
    pub title: String,
    /// How much of what the question names stands in it, from 0 to 1.
    pub covered: f32,
    /// Whether it goes before passages: a day of publication was asked for, and the promise is about that.
    pub is_first: bool,
}

/// Whether a question is one for promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Publication {
    /// It is not.
    None,
    /// It asks whether something was made public or done.
    Whether,
    /// It asks for the day.
    Day,
}

/// What is promised.
const DONE: &[&str] = &[
    "公开", "公布", "发布", "公示", "完成", "出台", "印发", "上线", "出来", "做完", "兑现", "承诺",
    "更新", "编制", "补录", "建成",
];

/// What asks for a day, beside the signs of [`Asks::When`].
const DAYS: &[&str] = &[
    "什么时候",
    "啥时候",
    "何时",
    "哪天",
    "哪一天",
    "几号",
    "月底",
    "底前",
    "之前",
    "最迟",
    "最晚",
    "多会儿",
    "哪个月",
    "几月",
    "期限",
    "时间",
];

/// What asks whether it was done.
const WHETHER: &[&str] = &[
    "了吗",
    "了没",
    "了么",
    "按时",
    "按期",
    "逾期",
    "是否已",
    "有没有",
];

/// Words that every promise has, so that they tell none from another.
const COMMON: &[&str] = &[
    "信息",
    "情况",
    "工作",
    "任务",
    "计划",
    "政府",
    "按时",
    "按期",
    "逾期",
    "最迟",
    "最晚",
    "时间",
    "期限",
    "月底",
    "今年",
    "去年",
    "明年",
    "本年",
    "年度",
    "最近",
    "一次",
    "政府信息",
    "政务公开",
    "信息公开",
    "月份",
    "月底前",
    "年底",
    "年底前",
    "底前",
    "没有",
];

/// Forms in which the same is made public: 名单 is asked for where a plan says 清单.
const FORMS: &[&str] = &[
    "名单", "清单", "目录", "名录", "名册", "明细", "方案", "公告", "结果", "进展", "安排",
];

impl Publication {
    /// Reads a folded question.
    pub fn of(asks: Asks, text: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|it| text.contains(it));
        if !has(DONE) {
            return Self::None;
        }
        if asks == Asks::When || has(DAYS) {
            return Self::Day;
        }
        match has(WHETHER) {
            true => Self::Whether,
            false => Self::None,
        }
    }
}

/// Whether a word says what is promised, not merely that something is.
fn names_something(focus: &Focus) -> bool {
    let word = focus.word.as_str();
    focus.weight > 0.2 && !DONE.contains(&word) && !COMMON.contains(&word)
}

/// What is known of one matter: the promise whose own words say most of the question, the nearest to today among those, and how surely each word stands somewhere in it.
struct Matter<'a> {
    promise: Option<(&'a Hit, f32)>,
    /// Whether another one says as much in other words, so that the duty has to speak for all.
    is_one_of_many: bool,
    duty: Option<&'a Hit>,
    found: Vec<f32>,
}

impl dyn Source + '_ {
    /// The promises that answer, the best one first.
    pub(super) fn promised(
        &self,
        asking: &Asking<'_>,
        weigher: &Weigher<'_>,
    ) -> Result<Vec<Promised>, IndexError> {
        let question = asking.question;
        if question.publication == Publication::None || !question.focus.iter().any(names_something)
        {
            return Ok(Vec::new());
        }
        let hits = self.promises_and_duties(asking)?;
        let mut matters: Vec<(&str, Matter<'_>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for hit in &hits {
            let key = hit.shown.matter.as_str();
            let at = *places.entry(key).or_insert_with(|| {
                let found = vec![0.0; question.focus.len()];
                matters.push((
                    key,
                    Matter {
                        promise: None,
                        is_one_of_many: false,
                        duty: None,
                        found,
                    },
                ));
                matters.len() - 1
            });
            matters[at].1.take(hit, weigher, asking);
        }
        let mut promised: Vec<Promised> = matters
            .iter()
            .filter_map(|(key, matter)| matter.judged(key, weigher, question))
            .collect();
        promised.sort_by(|one, other| other.covered.total_cmp(&one.covered));
        let least = promised.first().map_or(0.0, |it| it.covered * BEHIND);
        promised.retain(|it| it.covered >= least);
        promised.truncate(MOST);
        Ok(promised)
    }

    /// Promises and duties that have words of the question.
    fn promises_and_duties(&self, asking: &Asking<'_>) -> Result<Vec<Hit>, IndexError> {
        let question = asking.question;
        let named = || question.focus.iter().filter(|it| names_something(it));
        let typed: Vec<&str> = named().map(|it| it.word.as_str()).collect();
        let usual = usual_names(self, named())?;
        let mut ways = vec![usual.join(" "), typed.join(" ")];
        // A plan has few of a question's words: the rest is told by weighing.
        ways.extend(usual.iter().take(3).map(|it| (*it).to_owned()));
        ways.dedup();
        let mut hits: Vec<Hit> = Vec::new();
        for wanted in &ways {
            for kind in ["duty", "promise"] {
                let query = Query::read(wanted, asking.synonyms);
                let found = self.find(&Ask {
                    query: &query,
                    narrowing: Narrowing {
                        kind: Some(kind.to_owned()),
                        ..Narrowing::default()
                    },
                    order: Order::Fitting,
                    skip: 0,
                    limit: CANDIDATES,
                    today: asking.today,
                })?;
                for hit in found.hits {
                    if hits.iter().all(|it| it.shown.key != hit.shown.key) {
                        hits.push(hit);
                    }
                }
            }
        }
        Ok(hits)
    }
}

impl<'a> Matter<'a> {
    fn take(&mut self, hit: &'a Hit, weigher: &Weigher<'_>, asking: &Asking<'_>) {
        let shown = &hit.shown;
        let mut text = folded(&shown.title);
        if shown.kind.code == "duty" {
            for section in &shown.sections {
                text.push('\n');
                text.push_str(&folded(&section.heading));
                text.push('\n');
                text.push_str(&folded(&section.text));
            }
            self.duty = Some(hit);
        } else {
            // A duty may owe several things, each with words of its own in the promise's title.
            let own = weigher.share_of(&text);
            if let Some((known, best)) = self.promise {
                let is_other = known.shown.title != shown.title;
                self.is_one_of_many =
                    own <= best && (self.is_one_of_many || (is_other && own >= best));
            }
            let is_better = self.promise.is_none_or(|(known, best)| {
                own > best || (own >= best && is_nearer(hit, known, asking))
            });
            if is_better {
                self.promise = Some((hit, own));
            }
        }
        let units: Vec<&str> = shown.units.iter().map(|it| it.name.as_str()).collect();
        let units = folded(&units.join(" "));
        for (at, found) in self.found.iter_mut().enumerate() {
            let here = weigher.surely(at, &text);
            *found = found.max(here).max(IN_UNIT * weigher.surely(at, &units));
        }
    }

    /// As it answers; `None` where it does not.
    fn judged(&self, key: &str, weigher: &Weigher<'_>, question: &Question) -> Option<Promised> {
        let (mut whole, mut covered) = (0.0_f32, 0.0_f32);
        for (at, focus) in question.focus.iter().enumerate() {
            if !names_something(focus) {
                continue;
            }
            let is_form = FORMS.contains(&focus.word.as_str());
            let is_name = focus.weight >= 0.5 && focus.word.chars().count() > 1;
            if is_name && !is_form && self.found[at] < FOUND {
                return None;
            }
            let weight = weigher.weight_of(at) * if is_form { FORM } else { 1.0 };
            // A plan parts what people say together: 重大项目 is 重大建设项目.
            let found = match self.found[at] {
                found if found >= FOUND => found.max(IN_PARTS),
                found => found,
            };
            whole += weight;
            covered += weight * found;
        }
        let covered = covered / whole.max(0.01);
        let promise = self.promise.map(|it| it.0);
        let hit = match self.duty {
            Some(duty) if self.is_one_of_many => duty,
            duty => promise.or(duty)?,
        };
        (covered >= LEAST).then(|| Promised {
            key: hit.shown.key.clone(),
            matter: key.to_owned(),
            title: hit.shown.title.clone(),
            covered,
            is_first: covered >= STRONG && question.publication == Publication::Day,
        })
    }
}

/// Whether a promise of the same matter is nearer to what is asked: the next one due, and where none is to come, the last.
fn is_nearer(one: &Hit, other: &Hit, asking: &Asking<'_>) -> bool {
    let (one, other) = (one.shown.day, other.shown.day);
    match (one >= asking.today, other >= asking.today) {
        (true, true) => one < other,
        (false, false) => one > other,
        (is_to_come, _) => is_to_come,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Synonyms;

    #[test]
    fn a_question_for_a_day_of_publication_is_told_from_others() {
        for (typed, publication) in [
            ("部门决算几月底前公布", Publication::Day),
            ("招生范围什么时候公开", Publication::Day),
            ("名单最迟哪天公示", Publication::Day),
            ("应急预案公布了吗", Publication::Whether),
            ("图书馆几点开门", Publication::None),
            ("怎么申请公开信息", Publication::None),
        ] {
            let question = Question::read(typed, &Synonyms::default());
            assert_eq!(question.publication, publication, "{typed}");
        }
    }
}
