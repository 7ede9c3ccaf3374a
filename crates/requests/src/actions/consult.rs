//! 征求意见: of a third party (第三十二条), of whoever made it together (第三十四条), of another organ (第三十三条第三款). The clock stands still meanwhile.

use calendar::{Calendar, Date};
use kernel::{ConsultationId, Moment, Stop, UnitOfficer, Vault};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use super::submit::owner_of;
use crate::clock::Consultation;
use crate::events::RequestEvent;
use crate::model::{Asked, Stance};
use crate::refusal::RequestRefusal;
use crate::rules::{Consulting, RequestCommand, check_answer_day, check_consulting};
use crate::sql;

/// Notes that an opinion was asked for. Of whom is sealed.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn consult(
    store: &Store,
    (seen, command): (Seen, &Consulting),
    officer: &UnitOfficer,
    (vault, calendar, now): (&dyn Vault, &Calendar, Moment),
) -> Result<ConsultationId, Stop<RequestRefusal>> {
    let letter = check_consulting(command).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Consult).await?;
        check_unit(&act.case, officer.unit())?;
        check_answer_day(letter.sent_on, act.received_on()?, now.date()).map_err(Stop::Refused)?;
        let id: ConsultationId = tx.new_id(now);
        let party = vault.seal(&letter.party, &owner_of(act.id()))?;
        let whom = letter.whom.code();
        let values = params![
            id,
            act.id(),
            whom,
            party,
            letter.words,
            letter.sent_on,
            letter.wished_on
        ];
        tx.execute(sql::ADD_CONSULTATION, values).await?;
        act.case.asked.push(Asked {
            id,
            consultation: Consultation {
                whom: letter.whom,
                sent_on: letter.sent_on,
                served_on: None,
                wished_on: letter.wished_on,
                answered_on: None,
            },
            words: letter.words.clone(),
            stance: None,
            opinion: String::new(),
        });
        let event = RequestEvent::Consulted {
            whom,
            sent_on: letter.sent_on,
        };
        let by = (officer.actor(), now, calendar);
        act.keep(tx, (letter.whom.label(), event), by).await?;
        Ok(id)
    })
}

fn find(act: &mut Act, id: ConsultationId) -> Result<&mut Asked, Stop<RequestRefusal>> {
    let found = act.case.asked.iter_mut().find(|it| it.id == id);
    found.ok_or(Stop::Refused(RequestRefusal::ConsultationUnknown))
}

/// Notes on which day the letter reached them, by its proof of service: from it their fifteen working days count.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn serve_consultation(
    store: &Store,
    (seen, id, served_on): (Seen, ConsultationId, Date),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::ServeConsultation).await?;
        check_unit(&act.case, officer.unit())?;
        let asked = find(&mut act, id)?;
        check_answer_day(served_on, asked.consultation.sent_on, now.date())
            .map_err(Stop::Refused)?;
        asked.consultation.served_on = Some(served_on);
        let label = asked.whom().label();
        let changed = tx
            .execute(sql::SERVE_CONSULTATION, params![id, served_on])
            .await?;
        if changed != 1 {
            return Err(Stop::Refused(RequestRefusal::ConsultationDone));
        }
        let event = RequestEvent::ConsultationServed { served_on };
        act.keep(tx, (label, event), (officer.actor(), now, calendar))
            .await
    })
}

/// An opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// To which letter.
    pub consultation: ConsultationId,
    /// What it is.
    pub stance: Stance,
    /// Why; may be empty.
    pub words: String,
    /// The day on which it came.
    pub answered_on: Date,
}

/// Notes an opinion; the clock goes on after its day.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn take_opinion(
    store: &Store,
    (seen, command): (Seen, &Opinion),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = promises::wording::cleaned(&command.words);
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::TakeOpinion).await?;
        check_unit(&act.case, officer.unit())?;
        let answered_on = command.answered_on;
        let asked = find(&mut act, command.consultation)?;
        let first = asked
            .consultation
            .served_on
            .unwrap_or(asked.consultation.sent_on);
        check_answer_day(answered_on, first, now.date()).map_err(Stop::Refused)?;
        asked.consultation.answered_on = Some(answered_on);
        asked.stance = Some(command.stance);
        asked.opinion.clone_from(&words);
        let stance = command.stance.code();
        let values = params![command.consultation, answered_on, stance, words];
        if tx.execute(sql::TAKE_OPINION, values).await? != 1 {
            return Err(Stop::Refused(RequestRefusal::ConsultationDone));
        }
        let event = RequestEvent::OpinionTaken {
            answered_on,
            stance,
        };
        let by = (officer.actor(), now, calendar);
        act.keep(tx, (command.stance.label(), event), by).await
    })
}
