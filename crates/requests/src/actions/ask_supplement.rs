//! 补正 (第三十条): the asker is told once what is missing, and the clock begins anew when it comes.

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Hand, Seen, check_unit};
use crate::events::RequestEvent;
use crate::model::Supplement;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_answer_day, check_supplement, check_words};
use crate::sql;

/// What is to be supplemented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskSupplement {
    /// All that is missing.
    pub words: String,
    /// The day on which the asker is told.
    pub asked_on: Date,
    /// Working days that they have.
    pub workdays: u32,
}

/// Tells the asker what is missing.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn ask_supplement(
    store: &Store,
    (seen, command): (Seen, &AskSupplement),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = check_words(("words", "需要补正的内容"), &command.words).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::AskSupplement).await?;
        check_unit(&act.case, officer.unit())?;
        let asked_on = command.asked_on;
        check_answer_day(asked_on, act.received_on()?, now.date()).map_err(Stop::Refused)?;
        let due_on = check_supplement(&act.case, (asked_on, command.workdays), calendar)
            .map_err(Stop::Refused)?;
        let values = params![act.id(), words, asked_on, due_on];
        tx.execute(sql::ADD_SUPPLEMENT, values).await?;
        act.case.supplement = Some(Supplement {
            words: words.clone(),
            asked_on,
            due_on,
            received_on: None,
            supplied: String::new(),
        });
        let event = RequestEvent::SupplementAsked { asked_on, due_on };
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}

/// What the asker supplies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// In their words.
    pub words: String,
    /// The day on which it came; today where the asker does it.
    pub received_on: Option<Date>,
}

/// Takes the supplement; the clock of the reply begins anew with its day.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn supply(
    store: &Store,
    (seen, command): (Seen, &Supply),
    hand: Hand<'_>,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = check_words(("words", "补正的内容"), &command.words).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Supply).await?;
        hand.check(&act.case)?;
        let received_on = match (hand, command.received_on) {
            (Hand::Officer(_), Some(day)) => day,
            (Hand::Officer(_), None) | (Hand::Applicant(_), _) => now.date(),
        };
        let Some(supplement) = act.case.supplement.as_mut() else {
            return Err(Stop::Refused(RequestRefusal::Changed));
        };
        check_answer_day(received_on, supplement.asked_on, now.date()).map_err(Stop::Refused)?;
        supplement.received_on = Some(received_on);
        supplement.supplied.clone_from(&words);
        let values = params![act.id(), received_on, words];
        tx.execute(sql::TAKE_SUPPLEMENT, values).await?;
        let event = RequestEvent::Supplemented { received_on };
        act.keep(tx, (&words, event), (hand.actor(), now, calendar))
            .await
    })
}
