//! 催办: the open-government office reminds a unit of a promise by hand, with words of its own.
//!
//! Once a day and promise: who is reminded more often reads none. The clerks are told, and where it is late their head too.

use kernel::{Moment, NotAllowed, OpenGovernmentOffice, PromiseId, Refusal, Role, Stop};
use store::{Store, Tx, params};

use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{Standing, standing};
use crate::remind::ADD_REMINDER;
use crate::wording::cleaned;

/// The longest note, in characters.
const MOST_WORDS: usize = 300;

/// What is said to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remind {
    /// Which promise.
    pub promise: PromiseId,
    /// The office's words; may be empty.
    pub note: String,
}

/// Why a reminder by hand was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemindRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such promise.
    #[error("没有这项承诺，请核对编号")]
    Unknown,
    /// It is owed no more.
    #[error("该承诺{}，无须催办", .0.label())]
    NotOwed(Standing),
    /// Once a day.
    #[error("今天已经催办过该承诺，请明天再催办，或直接与责任单位联系")]
    AlreadyToday,
    /// Too many words.
    #[error("催办说明过长（最多300字），请精简")]
    NoteTooLong,
}

impl Refusal for RemindRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Unknown => "promises.unknown",
            Self::NotOwed(_) => "promises.not_owed",
            Self::AlreadyToday => "promises.reminded_today",
            Self::NoteTooLong => "promises.note_too_long",
        }
    }
    fn message(&self) -> String {
        self.to_string()
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoteTooLong => Some("note"),
            Self::NotAllowed(_) | Self::Unknown | Self::NotOwed(_) | Self::AlreadyToday => None,
        }
    }
}

/// Reminds.
///
/// # Errors
/// [`RemindRefusal`], or the engine's fault.
pub async fn remind(
    store: &Store,
    command: &Remind,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<RemindRefusal>> {
    store::write!(store, |tx| remind_in(tx, command, office, now).await)
}

/// The same within the caller's transaction: for reminding of many at once.
///
/// # Errors
/// [`RemindRefusal`], or the engine's fault.
pub async fn remind_in(
    tx: &mut Tx,
    command: &Remind,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<RemindRefusal>> {
    let note = cleaned(&command.note);
    if note.chars().count() > MOST_WORDS {
        return Err(Stop::Refused(RemindRefusal::NoteTooLong));
    }
    let mut docket = Docket::begin(tx, office.actor(), now).await?;
    let promise = docket
        .find(command.promise)
        .await?
        .ok_or(Stop::Refused(RemindRefusal::Unknown))?;
    let today = now.date();
    let stands = standing(&promise.state, promise.due_on, today);
    let audiences: &[Role] = match stands {
        Standing::Open | Standing::DueToday => &[Role::Clerk],
        Standing::Late => &[Role::Clerk, Role::SectionHead],
        Standing::KeptOnTime | Standing::KeptLate | Standing::Waived | Standing::Void => {
            return Err(Stop::Refused(RemindRefusal::NotOwed(stands)));
        }
    };
    for audience in audiences {
        let step = format!("hand/{today}/{}", audience.code());
        let values = params![
            promise.id,
            promise.due_on,
            step,
            audience.code(),
            promise.unit_id,
            today,
            office.actor().name(),
            note
        ];
        if docket.tx().execute(ADD_REMINDER, values).await? == 0 {
            return Err(Stop::Refused(RemindRefusal::AlreadyToday));
        }
    }
    docket
        .record(&promise, PromiseEvent::Reminded { note })
        .await?;
    docket.finish().await?;
    Ok(())
}
