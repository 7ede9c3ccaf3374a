//! What may be written, and when two questions are asked alike. Pure.

use kernel::Date;

use crate::model::Wording;
use crate::refusal::AnswerRefusal;

/// Entries that are shown at most: what is asked is compared with all that share a gram.
pub const MOST_SHOWN: u64 = 2_000;
/// Questions of visitors that are kept: beyond that the one asked longest ago goes.
pub const MOST_ASKED: u64 = 5_000;
/// Words of searches in vain that are kept: beyond that those sought longest ago go.
pub const MOST_SOUGHT: u64 = 5_000;
/// Visitors who must have sought the same before an officer sees it: what one alone seeks may be about a person.
pub const LEAST_SOUGHT: u64 = 3;
/// Days after which words that fewer have sought are forgotten.
pub const SOUGHT_DAYS: i32 = 30;
/// Characters of what is promised.
pub const MOST_DEMAND: usize = 100;
/// Working days within which what was taken up is published, at most; proposed are those of 《条例》第二十六条.
pub const MOST_DEMAND_DAYS: u32 = 60;
/// Ways of asking of one entry, the question itself among them.
pub const MOST_WORDINGS: usize = 12;
/// Grams by which a question is compared: its first ones.
pub const MOST_GRAMS: usize = 16;
/// Characters of a question.
pub const MOST_QUESTION: usize = 100;
/// Characters of an answer.
pub const MOST_ANSWER: usize = 2_000;

/// How much of their grams two questions must share.
const ALIKE: f64 = 0.75;

/// An entry about to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The ways of asking; the first one is the question.
    pub wordings: Vec<Wording>,
    /// The answer.
    pub answer: String,
    /// The last day on which it may stand unread.
    pub review_by: Option<Date>,
}

/// Looks a draft through; the day until which it stands.
///
/// # Errors
/// [`AnswerRefusal`], for the first thing that is wrong.
pub fn check(draft: &Draft, today: Date) -> Result<Date, AnswerRefusal> {
    let Some(question) = draft.wordings.first().filter(|it| !it.folded.is_empty()) else {
        return Err(AnswerRefusal::QuestionMissing);
    };
    if question.words.chars().count() > MOST_QUESTION {
        return Err(AnswerRefusal::QuestionTooLong(MOST_QUESTION));
    }
    if draft.wordings.len() > MOST_WORDINGS {
        return Err(AnswerRefusal::TooManyWordings(MOST_WORDINGS - 1));
    }
    let is_long = |it: &&Wording| it.words.chars().count() > MOST_QUESTION;
    if draft.wordings.iter().any(|it| is_long(&it)) {
        return Err(AnswerRefusal::WordingTooLong(MOST_QUESTION));
    }
    if draft.answer.trim().is_empty() {
        return Err(AnswerRefusal::AnswerMissing);
    }
    if draft.answer.chars().count() > MOST_ANSWER {
        return Err(AnswerRefusal::AnswerTooLong(MOST_ANSWER));
    }
    match draft.review_by {
        None => Err(AnswerRefusal::ReviewDayMissing),
        Some(day) if day <= today => Err(AnswerRefusal::ReviewDayPast),
        Some(day) => Ok(day),
    }
}

/// Looks a demand through; what is promised, tidied, within how many working days.
///
/// # Errors
/// [`AnswerRefusal`], for the first thing that is wrong.
pub fn check_demand(title: &str, days: Option<u32>) -> Result<(String, u32), AnswerRefusal> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(AnswerRefusal::DemandMissing);
    }
    if title.chars().count() > MOST_DEMAND {
        return Err(AnswerRefusal::DemandTooLong(MOST_DEMAND));
    }
    match days {
        Some(days) if (1..=MOST_DEMAND_DAYS).contains(&days) => Ok((title, days)),
        _ => Err(AnswerRefusal::DemandDays(MOST_DEMAND_DAYS)),
    }
}

/// How alike two questions are that have so many grams, and share so many: from 0 to 1.
pub fn likeness(shared: u64, one: u64, other: u64) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let of = |it: u64| it as f64;
    match one + other {
        0 => 0.0,
        sum => 2.0 * of(shared) / of(sum),
    }
}

/// Whether that is alike enough for the same answer.
pub fn is_alike(likeness: f64) -> bool {
    likeness >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demand_has_words_and_a_time() {
        assert_eq!(
            check_demand(" 全市 公厕分布图 ", Some(20)),
            Ok(("全市 公厕分布图".to_owned(), 20))
        );
        assert_eq!(
            check_demand("  ", Some(20)),
            Err(AnswerRefusal::DemandMissing)
        );
        assert_eq!(
            check_demand(&"图".repeat(101), Some(20)),
            Err(AnswerRefusal::DemandTooLong(100))
        );
        for days in [None, Some(0), Some(61)] {
            assert_eq!(
                check_demand("公厕分布图", days),
                Err(AnswerRefusal::DemandDays(60))
            );
        }
    }

    #[test]
    fn questions_with_most_of_the_same_grams_are_alike() {
        assert!(is_alike(likeness(6, 7, 7)));
        assert!(!is_alike(likeness(4, 7, 7)));
        assert!(!is_alike(likeness(0, 0, 0)));
    }
}
