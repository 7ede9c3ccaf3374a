//! What must be there for a review, a lawsuit, its result, a new answer and a call afterwards: words, days in order, and what the law wants done before.

use calendar::{Date, Span};
use kernel::DisputeId;
use promises::wording::cleaned;

use super::checks::{MOST_TEXT, check_answer_day, check_grounds, check_words, line};
use crate::case::Case;
use crate::dispute::{Anew, Dispute, Finding, Order, Ruling, Visit};
use crate::outcome::Outcome;
use crate::refusal::RequestRefusal;
use crate::remedy::Remedy;
use crate::report::Branch;

/// Days that an order to answer anew may set at most.
const MOST_DAYS: u32 = 90;

/// A review or lawsuit about to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputing {
    /// Which way was gone.
    pub branch: Branch,
    /// 复议机关 or court.
    pub body: String,
    /// The number of the case there.
    pub number: String,
    /// The day on which it was applied for or sued over.
    pub filed_on: Date,
}

/// A review or lawsuit, tidied.
///
/// # Errors
/// What is missing; a day before the answer or to come; a lawsuit where review comes first and was not had.
pub fn check_disputing(
    case: &Case,
    given: &Disputing,
    today: Date,
) -> Result<Disputing, RequestRefusal> {
    let disputing = Disputing {
        body: line(("body", "复议机关或者法院"), &given.body)?,
        number: line(("number", "案号"), &given.number)?,
        ..given.clone()
    };
    if disputing.body.is_empty() {
        return Err(RequestRefusal::BodyMissing);
    }
    if disputing.number.is_empty() {
        return Err(RequestRefusal::CaseNumberMissing);
    }
    let answered_on = case.request.closed_on.ok_or(RequestRefusal::NotEnded)?;
    check_answer_day(given.filed_on, answered_on, today)?;
    let same = |it: &Dispute| (it.branch, it.number.as_str()) == (given.branch, &*disputing.number);
    if case.standing_disputes().any(same) {
        return Err(RequestRefusal::DisputeNotedBefore);
    }
    match (given.branch, case.remedy_on(given.filed_on)) {
        (_, Remedy::None) => Err(RequestRefusal::NothingToDispute),
        (Branch::Suit, Remedy::ReviewFirst) => Err(RequestRefusal::ReviewFirst),
        (Branch::SuitAfterReview, Remedy::ReviewFirst | Remedy::Either)
            if !case.is_reviewed_by(given.filed_on, None) =>
        {
            Err(RequestRefusal::NotReviewed)
        }
        (Branch::Suit, Remedy::Either)
        | (Branch::Review | Branch::SuitAfterReview, Remedy::ReviewFirst | Remedy::Either) => {
            Ok(disputing)
        }
    }
}

/// A result about to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Of which review or lawsuit.
    pub dispute: DisputeId,
    /// The result.
    pub finding: Finding,
    /// The day of the decision or judgment.
    pub decided_on: Date,
    /// What was decided.
    pub words: String,
    /// Whether a new answer is ordered, and within which period.
    pub order: Ordered,
}

/// What a ruling orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordered {
    /// Nothing.
    Nothing,
    /// A new answer. The day on which the ruling reached the unit: that of the ruling where none is given. The period: the Regulation's where the ruling sets none.
    Anew {
        /// That day.
        received_on: Option<Date>,
        /// That period.
        period: Option<Span>,
    },
}

/// A dispute of a case whose note stands.
///
/// # Errors
/// Where there is none.
pub fn find_dispute(case: &Case, id: DisputeId) -> Result<&Dispute, RequestRefusal> {
    let found = case.standing_disputes().find(|it| it.id == id);
    found.ok_or(RequestRefusal::DisputeUnknown)
}

/// The result, tidied.
///
/// # Errors
/// Where it was decided before, days are out of order, or something other than a correction orders a new answer.
pub fn check_ruled(case: &Case, given: &Ruled, today: Date) -> Result<Ruling, RequestRefusal> {
    let dispute = find_dispute(case, given.dispute)?;
    if dispute.ruling.is_some() {
        return Err(RequestRefusal::DisputeDecided);
    }
    check_answer_day(given.decided_on, dispute.filed_on, today)?;
    let order = match given.order {
        Ordered::Nothing => None,
        Ordered::Anew { .. } if given.finding != Finding::Corrected => {
            return Err(RequestRefusal::OrderWithoutCorrection);
        }
        Ordered::Anew {
            received_on,
            period,
        } => {
            let received_on = received_on.unwrap_or(given.decided_on);
            check_reached(received_on, given.decided_on, today)?;
            let period = period.unwrap_or_else(|| Order::usual_period(received_on));
            if !(1..=MOST_DAYS).contains(&period.count()) {
                return Err(RequestRefusal::OrderDays(MOST_DAYS));
            }
            Some(Order {
                received_on,
                period,
                anew: None,
            })
        }
    };
    Ok(Ruling {
        finding: given.finding,
        decided_on: given.decided_on,
        words: check_words(("words", "结果"), &given.words)?,
        order,
    })
}

/// The day on which a ruling reached the unit has a field of its own.
fn check_reached(received_on: Date, decided_on: Date, today: Date) -> Result<(), RequestRefusal> {
    match (decided_on..=today).contains(&received_on) {
        true => Ok(()),
        false => Err(RequestRefusal::ReachedOutOfOrder(decided_on)),
    }
}

/// Whether a note may be struck as wrong.
///
/// # Errors
/// Where it was struck before, was answered anew, or a lawsuit after review rests on it.
pub fn check_strike(case: &Case, id: DisputeId) -> Result<&Dispute, RequestRefusal> {
    let dispute = find_dispute(case, id)?;
    if dispute.anew().is_some() {
        return Err(RequestRefusal::AnsweredAnew);
    }
    let is_rested_on = case
        .standing_disputes()
        .filter(|it| it.branch == Branch::SuitAfterReview && it.id != id)
        .any(|it| !case.is_reviewed_by(it.filed_on, Some(id)));
    match is_rested_on {
        true => Err(RequestRefusal::SuitRestsOnIt),
        false => Ok(dispute),
    }
}

/// A new answer, tidied.
///
/// # Errors
/// Where none is ordered or it was given, what is missing, a day before the order reached the unit.
pub fn check_anew(
    case: &Case,
    (id, given): (DisputeId, &Anew),
    today: Date,
) -> Result<Anew, RequestRefusal> {
    let dispute = find_dispute(case, id)?;
    let order = dispute.order().ok_or(RequestRefusal::NothingOrdered)?;
    if order.anew.is_some() {
        return Err(RequestRefusal::AnsweredAnew);
    }
    match given.outcome {
        Outcome::Withdrawn | Outcome::NotSupplemented | Outcome::FeeUnpaid => {
            return Err(RequestRefusal::NotByDecision);
        }
        _ => check_grounds(given.outcome, &given.withheld)?,
    }
    check_answer_day(given.answered_on, order.received_on, today)?;
    let letter_number = line(("letter_number", "告知书文号"), &given.letter_number)?;
    if letter_number.is_empty() {
        return Err(RequestRefusal::LetterNumberMissing);
    }
    Ok(Anew {
        reply: check_words(("words", "重新答复的内容"), &given.reply)?,
        letter_number,
        ..given.clone()
    })
}

/// A call after the answer, tidied.
///
/// # Errors
/// Days out of order, or too many words.
pub fn check_visit(case: &Case, given: &Visit, today: Date) -> Result<Visit, RequestRefusal> {
    let ended_on = case.request.closed_on.ok_or(RequestRefusal::NotEnded)?;
    check_answer_day(given.visited_on, ended_on, today)?;
    let words = cleaned(&given.words);
    match words.chars().count() > MOST_TEXT {
        true => Err(RequestRefusal::TooLong("words", "回访情况", MOST_TEXT)),
        false => Ok(Visit {
            words,
            ..given.clone()
        }),
    }
}
