//! Decisions about filings: which act is allowed in which state, which words are enough, and with whom something is put on file.
//!
//! Pure: no SQL, no async, no clock of its own. [`verdict`] is the whole table of state and command; tests walk it, docs print it.

use std::collections::BTreeMap;

use kernel::Verdict::{Becomes, Refused};
use kernel::unit::{Directory, Unit};
use kernel::{Date, Refusal as _, Transition, UnitId, Verdict};

use super::model::{FilingState, Papers};
use super::refusal::FilingRefusal;

/// Characters of an explanation or a legal review at most.
const MOST_PAPER: usize = 10_000;
/// Characters of a line at most.
const MOST_LINE: usize = 100;
/// Characters of an opinion at most.
const MOST_WORDS: usize = 5000;

kernel::coded_enum! {
    /// What can be done to a filing.
    FilingCommand {
        /// 报送备案.
        Send = "send", "报送备案";
        /// 补正后重新报送.
        Supplement = "supplement", "补正报送";
        /// 报送纠正结果.
        Answer = "answer", "报送纠正结果";
        /// 予以备案登记.
        Register = "register", "予以备案";
        /// 退回补正.
        Return = "return", "退回补正";
        /// 提出审查意见: the document is to be mended or repealed.
        Object = "object", "提出审查意见";
        /// 不予备案: it is none that is put on file.
        Decline = "decline", "不予备案";
    }
}

impl FilingCommand {
    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Send | Self::Supplement | Self::Answer => {
                "制定单位经办人、科室负责人或政务公开办公室"
            }
            Self::Register | Self::Return => {
                "备案审查单位经办人、科室负责人（报送人除外）；审查单位不在本站的，由制定单位登记其书面意见"
            }
            Self::Object | Self::Decline => {
                "备案审查单位分管领导（报送人除外）；审查单位不在本站的，由制定单位登记其书面意见"
            }
        }
    }
}

impl FilingState {
    /// By which command a filing is sent again: what was objected to is answered, all else supplemented.
    pub fn sent_again_by(self) -> FilingCommand {
        match self {
            Self::Objected => FilingCommand::Answer,
            Self::Sent | Self::Returned | Self::Registered | Self::Declined => {
                FilingCommand::Supplement
            }
        }
    }
}

use FilingCommand::{Answer, Decline, Object, Register, Return, Supplement};
use FilingState::{Declined, Objected, Registered, Returned, Sent};

/// What is allowed; [`FilingCommand::Send`] begins a filing and is never a step of one.
const WAYS: &[(FilingState, FilingCommand, FilingState)] = &[
    (Sent, Register, Registered),
    (Sent, Return, Returned),
    (Sent, Object, Objected),
    (Sent, Decline, Declined),
    (Returned, Supplement, Sent),
    (Objected, Answer, Sent),
    // What is found wrong later (备案监督) is wrong all the same.
    (Registered, Object, Objected),
];

/// The state after a command.
///
/// # Errors
/// Why it may not be done.
pub fn after(state: FilingState, command: FilingCommand) -> Result<FilingState, FilingRefusal> {
    let way = WAYS
        .iter()
        .find(|(from, by, _)| (*from, *by) == (state, command));
    way.map(|(_, _, to)| *to).ok_or(match state {
        Sent => FilingRefusal::Waiting,
        Returned | Objected => FilingRefusal::WithSender,
        Registered | Declined => FilingRefusal::Ended,
    })
}

/// State × command: everything that can be asked and what the answer is.
pub fn verdict(state: FilingState, command: FilingCommand) -> Verdict<FilingState> {
    match after(state, command) {
        Ok(next) => Becomes(next),
        Err(refusal) => Refused(refusal.code()),
    }
}

/// The table as rows, for the tests that walk it and the docs that print it.
pub fn transitions() -> Vec<Transition<FilingState, FilingCommand>> {
    let rows = FilingState::ALL.iter().flat_map(|state| {
        let row = |command: &FilingCommand| (*state, *command, verdict(*state, *command));
        FilingCommand::ALL.iter().map(row)
    });
    rows.collect()
}

/// What goes along, without what cannot be seen.
///
/// # Errors
/// Where something is missing or too long.
pub fn check_papers(given: &Papers) -> Result<Papers, FilingRefusal> {
    let papers = Papers {
        explanation: promises::wording::cleaned(&given.explanation),
        legal_review: promises::wording::cleaned(&given.legal_review),
        contact: promises::wording::cleaned(&given.contact),
    };
    if papers.explanation.is_empty() {
        return Err(FilingRefusal::ExplanationMissing);
    }
    if papers.legal_review.is_empty() {
        return Err(FilingRefusal::LegalReviewMissing);
    }
    for (field, label, text, most) in [
        ("explanation", "起草说明", &papers.explanation, MOST_PAPER),
        (
            "legal_review",
            "合法性审核意见",
            &papers.legal_review,
            MOST_PAPER,
        ),
        ("contact", "联系人和电话", &papers.contact, MOST_LINE),
    ] {
        check_length((field, label, most), text)?;
    }
    Ok(papers)
}

/// The words of an act, without what cannot be seen.
///
/// # Errors
/// Where they are missing though they must be there, or too long.
pub fn check_words(given: &str, command: FilingCommand) -> Result<String, FilingRefusal> {
    let words = promises::wording::cleaned(given);
    let may_be_missing = command == Register;
    if words.is_empty() && !may_be_missing {
        return Err(FilingRefusal::WordsMissing);
    }
    check_length(("words", "意见", MOST_WORDS), &words)?;
    Ok(words)
}

/// A line: a name or a number.
///
/// # Errors
/// Where it is too long.
pub fn check_line(
    (field, label): (&'static str, &'static str),
    given: &str,
) -> Result<String, FilingRefusal> {
    let line = promises::wording::cleaned(given).replace('\n', " ");
    check_length((field, label, MOST_LINE), &line)?;
    Ok(line)
}

fn check_length(
    (field, label, most): (&'static str, &'static str, usize),
    text: &str,
) -> Result<(), FilingRefusal> {
    if text.chars().count() > most {
        return Err(FilingRefusal::TooLong { field, label, most });
    }
    Ok(())
}

/// Which unit looks through what is put on file with another (备案审查机构, often the bureau of justice): code of the one, code of the other.
pub type FilingDesks = BTreeMap<String, String>;

/// With whom a unit puts something on file: the unit above it, or who does that for it. `None` where the unit above is not on this site.
pub fn receiver_of<'a>(
    directory: &'a Directory,
    (unit, desks): (UnitId, &FilingDesks),
    today: Date,
) -> Option<&'a Unit> {
    let own = directory.find(unit)?;
    let above = directory.find(own.parent?)?;
    if !above.exists_on(today) {
        return None;
    }
    let desk = desks.get(&above.code);
    let desk = desk.and_then(|code| directory.units().iter().find(|it| it.code == *code));
    // Whoever looks through the others' does not look through its own.
    match desk {
        Some(desk) if desk.exists_on(today) && desk.id != unit => Some(desk),
        Some(_) | None => Some(above),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_registered_that_does_not_wait_for_it() {
        for (state, command, verdict) in transitions() {
            if verdict == Becomes(Registered) {
                assert_eq!((state, command), (Sent, Register));
            }
            if state == Declined {
                assert!(matches!(verdict, Refused(_)), "{command:?}");
            }
            if command == FilingCommand::Send {
                assert!(matches!(verdict, Refused(_)), "sending begins a filing");
            }
        }
    }

    #[test]
    fn papers_must_be_there_and_are_no_books() {
        let good = Papers {
            explanation: "为规范专项资金管理制定。".to_owned(),
            legal_review: " 法规科已审核，同意。\n".to_owned(),
            contact: String::new(),
        };
        assert_eq!(
            check_papers(&good).unwrap().legal_review,
            "法规科已审核，同意。"
        );
        let empty = Papers {
            explanation: " \n".to_owned(),
            ..good.clone()
        };
        assert_eq!(check_papers(&empty), Err(FilingRefusal::ExplanationMissing));
        let long = Papers {
            contact: "长".repeat(101),
            ..good
        };
        assert!(matches!(
            check_papers(&long),
            Err(FilingRefusal::TooLong {
                field: "contact",
                ..
            })
        ));
        assert_eq!(check_words("", Register), Ok(String::new()));
        assert_eq!(check_words("", Object), Err(FilingRefusal::WordsMissing));
    }
}
