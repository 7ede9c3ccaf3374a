//! Decisions about supervision notices: which act is allowed in which state, and which words are enough.
//!
//! Pure: no SQL, no async, no clock of its own. [`TRANSITIONS`] is the whole table of state and command; tests walk it, docs
//! print it. Who may act is proved by type at the actions, not here.

use kernel::Transition;
use kernel::Verdict::{Becomes, Refused};
use promises::wording::{cleaned, is_web_address};

use crate::model::NoticeState;
use crate::refusal::NoticeRefusal;

/// The longest title, in characters.
const MOST_TITLE: usize = 100;
/// The longest text, in characters.
const MOST_WORDS: usize = 5000;
/// Working days for an answer at most.
pub const MOST_WORKDAYS: u32 = 60;
/// Promises of one notice at most.
pub const MOST_PROMISES: usize = 200;
/// Bytes of a link at most.
const MOST_LINK: usize = 2000;
/// Links of one answer at most.
const MOST_LINKS: usize = 20;

kernel::coded_enum! {
    /// A state without its data.
    StateKind {
        /// 待答复.
        Issued = "issued", "待答复";
        /// 待审核.
        Answered = "answered", "待审核";
        /// 已退回.
        Returned = "returned", "已退回";
        /// 已办结.
        Closed = "closed", "已办结";
        /// 已撤回.
        Withdrawn = "withdrawn", "已撤回";
    }
}

kernel::coded_enum! {
    /// What can be done to a notice.
    CommandKind {
        /// 答复: the unit says what it did, with links.
        Answer = "answer", "答复";
        /// 退回: the answer is not enough; the days count anew.
        Return = "return", "退回";
        /// 办结: the answer is enough.
        Close = "close", "办结";
        /// 撤回: the notice was a mistake, or has become needless.
        Withdraw = "withdraw", "撤回";
    }
}

impl CommandKind {
    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Answer => "被督办单位经办人、科室负责人或政务公开办公室",
            Self::Return | Self::Close => "督查人员（答复人本人除外）",
            Self::Withdraw => "督查人员",
        }
    }
}

use CommandKind::{Answer, Close, Return, Withdraw};
use StateKind::{Answered, Closed, Issued, Returned, Withdrawn};

/// State × command: everything that can be asked and what the answer is.
pub const TRANSITIONS: &[Transition<StateKind, CommandKind>] = &[
    (Issued, Answer, Becomes(Answered)),
    (Issued, Return, Refused("oversight.not_answered")),
    (Issued, Close, Refused("oversight.not_answered")),
    (Issued, Withdraw, Becomes(Withdrawn)),
    (Answered, Answer, Refused("oversight.already_answered")),
    (Answered, Return, Becomes(Returned)),
    (Answered, Close, Becomes(Closed)),
    (Answered, Withdraw, Refused("oversight.already_answered")),
    (Returned, Answer, Becomes(Answered)),
    (Returned, Return, Refused("oversight.not_answered")),
    (Returned, Close, Refused("oversight.not_answered")),
    (Returned, Withdraw, Becomes(Withdrawn)),
    (Closed, Answer, Refused("oversight.already_closed")),
    (Closed, Return, Refused("oversight.already_closed")),
    (Closed, Close, Refused("oversight.already_closed")),
    (Closed, Withdraw, Refused("oversight.already_closed")),
    (Withdrawn, Answer, Refused("oversight.already_withdrawn")),
    (Withdrawn, Return, Refused("oversight.already_withdrawn")),
    (Withdrawn, Close, Refused("oversight.already_withdrawn")),
    (Withdrawn, Withdraw, Refused("oversight.already_withdrawn")),
];

impl NoticeState {
    /// The state without its data.
    pub fn kind(&self) -> StateKind {
        match self {
            Self::Issued => Issued,
            Self::Answered { .. } => Answered,
            Self::Returned => Returned,
            Self::Closed { .. } => Closed,
            Self::Withdrawn { .. } => Withdrawn,
        }
    }
}

/// Whether a command may be done in a state.
///
/// # Errors
/// Why not.
pub fn allow(state: &NoticeState, command: CommandKind) -> Result<(), NoticeRefusal> {
    match (state.kind(), command) {
        (Issued | Returned, Answer | Withdraw) | (Answered, Return | Close) => Ok(()),
        (Issued | Returned, Return | Close) => Err(NoticeRefusal::NotAnswered),
        (Answered, Answer | Withdraw) => Err(NoticeRefusal::AlreadyAnswered),
        (Closed, Answer | Return | Close | Withdraw) => Err(NoticeRefusal::AlreadyClosed),
        (Withdrawn, Answer | Return | Close | Withdraw) => Err(NoticeRefusal::AlreadyWithdrawn),
    }
}

/// What a supervisor writes into a new notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// What it is about, in a line.
    pub title: String,
    /// What is asked.
    pub body: String,
    /// Working days for the answer.
    pub workdays: u32,
}

/// The same without what cannot be seen.
///
/// # Errors
/// Where something is missing or too long.
pub fn check_wording(given: &Wording) -> Result<Wording, NoticeRefusal> {
    let (title, body) = (cleaned(&given.title), cleaned(&given.body));
    if title.is_empty() {
        return Err(NoticeRefusal::TitleMissing);
    }
    if title.chars().count() > MOST_TITLE || title.contains('\n') {
        return Err(NoticeRefusal::TitleTooLong);
    }
    if body.is_empty() {
        return Err(NoticeRefusal::BodyMissing);
    }
    if body.chars().count() > MOST_WORDS {
        return Err(NoticeRefusal::BodyTooLong);
    }
    if !(1..=MOST_WORKDAYS).contains(&given.workdays) {
        return Err(NoticeRefusal::NoSuchSpan);
    }
    Ok(Wording {
        title,
        body,
        workdays: given.workdays,
    })
}

/// The words of an act upon a notice, without what cannot be seen.
///
/// # Errors
/// Where they are missing or too long.
pub fn check_words(given: &str) -> Result<String, NoticeRefusal> {
    let words = cleaned(given);
    if words.is_empty() {
        return Err(NoticeRefusal::WordsMissing);
    }
    if words.chars().count() > MOST_WORDS {
        return Err(NoticeRefusal::WordsTooLong);
    }
    Ok(words)
}

/// Links as typed, one a line: addresses that a reader can open.
///
/// # Errors
/// Where one is none, or there are too many.
pub fn check_links(given: &str) -> Result<Vec<String>, NoticeRefusal> {
    let mut links: Vec<String> = Vec::new();
    for link in given.lines().map(str::trim).filter(|it| !it.is_empty()) {
        if link.len() > MOST_LINK || !is_web_address(link) {
            return Err(NoticeRefusal::LinkNotHttp(link.chars().take(60).collect()));
        }
        if !links.iter().any(|known| known == link) {
            links.push(link.to_owned());
        }
    }
    if links.len() > MOST_LINKS {
        return Err(NoticeRefusal::TooManyLinks);
    }
    Ok(links)
}

#[cfg(test)]
mod tests;
