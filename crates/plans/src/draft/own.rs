//! What a plan asks of every unit for itself (本要点公布后15个工作日内公开本单位实施方案, 12月15日前报送落实情况): sentences that stand
//! in the middle of a duty that names nobody, and that are promises of their own.
//!
//! Pure. It finds such sentences and the classes of units that the text speaks to; an officer parts them out with one click
//! ([`super::Edit::PartOut`]).

use gongwen::reading::{Duty, Trigger};
use kernel::unit::Directory;

/// A sentence that asks something of every unit for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTask {
    /// Its first byte in the duty's words.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// The sentence.
    pub words: String,
    /// Classes of units that it, or else its duty, speaks to, as the text writes them.
    pub lead: Vec<String>,
}

/// Words by which a unit makes a plan of its own public.
const OWN_PLAN: &[&str] = &[
    "实施方案",
    "工作方案",
    "工作措施",
    "分工方案",
    "贯彻落实方案",
];
/// Words by which it reports.
const OWN_REPORT: &[&str] = &[
    "落实情况",
    "贯彻落实",
    "工作总结",
    "完成情况",
    "专题报",
    "报送",
];

/// The sentences of a duty that ask something of every unit for itself. Where the duty names who answers, there is none to find.
pub fn list_own_tasks(duty: &Duty, directory: &Directory) -> Vec<OwnTask> {
    if !duty.lead.is_empty() {
        return Vec::new();
    }
    let spoken_to = |text: &str| classes_in(text, directory);
    let of_duty = spoken_to(&duty.text);
    sentences(&duty.text)
        .into_iter()
        .filter(|(from, to)| {
            let words = &duty.text[*from..*to];
            let has = |list: &[&str]| list.iter().any(|it| words.contains(it));
            duty.terms.iter().any(|term| {
                words.contains(term.words.trim())
                    && match term.trigger {
                        Trigger::PlanPublication => has(OWN_PLAN),
                        Trigger::None => {
                            term.value.parse::<kernel::Date>().is_ok() && has(OWN_REPORT)
                        }
                        Trigger::Event(_) => false,
                    }
            })
        })
        .map(|(from, to)| {
            let words = duty.text[from..to].trim().to_owned();
            let named = spoken_to(&words);
            OwnTask {
                from,
                to,
                lead: if named.is_empty() {
                    of_duty.clone()
                } else {
                    named
                },
                words,
            }
        })
        .collect()
}

/// Sentences by their bytes, ends included.
fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut list = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '\n') {
            let to = at + c.len_utf8();
            if !text[from..to].trim().is_empty() {
                list.push((from, to));
            }
            from = to;
        }
    }
    if !text[from..].trim().is_empty() {
        list.push((from, text.len()));
    }
    list
}

/// The classes of the register that a text speaks to, in the register's order; brackets of either width are the same.
fn classes_in(text: &str, directory: &Directory) -> Vec<String> {
    let plain = |it: &str| it.replace('（', "(").replace('）', ")");
    let text = plain(text);
    let mut found: Vec<String> = Vec::new();
    for class in directory.classes() {
        let names = std::iter::once(&class.name).chain(&class.aliases);
        let stands = |name: &&String| text.contains(&plain(name));
        // The longest wording that stands there: 各乡镇人民政府 rather than 各乡镇.
        if let Some(name) = names.filter(stands).max_by_key(|name| name.len()) {
            found.push(name.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests;
