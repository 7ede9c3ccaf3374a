//! 提交、登记: a request comes online from the asker, or on paper, by fax or by word of mouth through an officer.

use calendar::{Calendar, Date};
use kernel::{Actor, Moment, RequestId, Stop, UnitId, UnitOfficer, Vault};
use promises::docket::Docket;
use store::{Store, Tx, directory, params};

use super::act::{note_step, owe_confirmation, owe_reply, record};
use crate::case::Case;
use crate::events::RequestEvent;
use crate::model::{Channel, Identity, Request, Stage, Wish};
use crate::receipt::{Receipt, mark_of, new_secret};
use crate::refusal::RequestRefusal;
use crate::report::AskerKind;
use crate::rules::{RequestCommand, check_identity, check_receipt, check_wish};
use crate::sql;

/// A request as its asker fills it in (第二十九条).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// The organ that is asked.
    pub unit: Option<UnitId>,
    /// What kind of asker.
    pub asker: AskerKind,
    /// Who asks.
    pub identity: Identity,
    /// What is asked for.
    pub wish: Wish,
}

/// A request that an officer enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enter {
    /// By which way it came.
    pub channel: Channel,
    /// The day of receipt (第三十一条); none where both sides have yet to confirm it.
    pub received_on: Option<Date>,
    /// What it says.
    pub filled: Submit,
}

/// Takes a request that was filled in online.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn submit(
    store: &Store,
    filled: &Submit,
    (vault, calendar, now): (&dyn Vault, &Calendar, Moment),
) -> Result<Receipt, Stop<RequestRefusal>> {
    let unit = filled
        .unit
        .ok_or(Stop::Refused(RequestRefusal::UnitMissing))?;
    let entered = Enter {
        channel: Channel::Online,
        received_on: None,
        filled: filled.clone(),
    };
    let actor = Actor::applicant(unit);
    take(store, &entered, &actor, (vault, calendar, now)).await
}

/// Enters a request that came another way.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn enter(
    store: &Store,
    command: &Enter,
    officer: &UnitOfficer,
    (vault, calendar, now): (&dyn Vault, &Calendar, Moment),
) -> Result<Receipt, Stop<RequestRefusal>> {
    if command.filled.unit != Some(officer.unit()) {
        return Err(Stop::Refused(
            kernel::NotAllowed::ResponsibleUnitOnly.into(),
        ));
    }
    if command.received_on.is_none() && !command.channel.is_confirmed_by_both() {
        return Err(Stop::Refused(RequestRefusal::NotConfirmed));
    }
    take(store, command, officer.actor(), (vault, calendar, now)).await
}

async fn take(
    store: &Store,
    command: &Enter,
    actor: &Actor,
    (vault, calendar, now): (&dyn Vault, &Calendar, Moment),
) -> Result<Receipt, Stop<RequestRefusal>> {
    let Submit {
        unit,
        asker,
        identity,
        wish,
    } = &command.filled;
    let unit = unit.ok_or(Stop::Refused(RequestRefusal::UnitMissing))?;
    let wish = check_wish(wish).map_err(Stop::Refused)?;
    let identity = check_identity(identity, *asker, wish.delivery).map_err(Stop::Refused)?;
    if let Some(day) = command.received_on {
        check_receipt((command.channel, now), day, now.date()).map_err(Stop::Refused)?;
    }
    let secret = new_secret()?;
    let plain = serde_json::to_string(&identity)
        .map_err(|cause| kernel::Fault::caused("writing an identity", cause))?;
    store::write!(store, |tx| {
        check_organ(tx, unit, now).await?;
        let id: RequestId = tx.new_id(now);
        let (number, serial) = next_number(tx, now).await?;
        let stage = match command.received_on {
            Some(_) => Stage::Registered,
            None => Stage::Unconfirmed,
        };
        let request = Request {
            id,
            number: number.clone(),
            unit,
            channel: command.channel,
            asker: *asker,
            wish: wish.clone(),
            submitted_at: now,
            received_on: command.received_on,
            stage,
            revision: 1,
            outcome: None,
            closed_on: None,
        };
        let sealed = Sealed {
            asker: vault.seal(&plain, &owner_of(id))?,
            asker_mark: vault.mark(&format!("asker/{}", identity.proof)),
            secret_mark: mark_of(vault, &number, &secret),
        };
        add(tx, &request, serial, &sealed).await?;
        note_step(tx, &request, ("submit", ""), (actor, now)).await?;
        let event = RequestEvent::Submitted {
            number: number.clone(),
            channel: command.channel.code(),
            received_on: command.received_on,
        };
        record(tx, &request, &event, (actor, now)).await?;
        owe(tx, request, (actor, now, calendar)).await?;
        Ok(Receipt {
            request: id,
            number,
            secret: secret.clone(),
        })
    })
}

/// For whom an identity is sealed.
pub(crate) fn owner_of(request: RequestId) -> String {
    format!("request/{request}")
}

/// What the database holds of the asker.
struct Sealed {
    asker: String,
    asker_mark: String,
    secret_mark: String,
}

/// Only a unit of today answers.
pub(super) async fn check_organ(
    tx: &mut Tx,
    unit: UnitId,
    now: Moment,
) -> Result<(), Stop<RequestRefusal>> {
    let found = directory::find_unit(tx, unit).await?;
    match found.is_some_and(|it| it.exists_on(now.date())) {
        true => Ok(()),
        false => Err(Stop::Refused(RequestRefusal::UnitUnknown)),
    }
}

async fn next_number(tx: &mut Tx, now: Moment) -> Result<(String, u32), kernel::Fault> {
    let year = now.date().year();
    let last = tx.fetch_one(sql::FIND_LAST_SERIAL, params![year]).await?;
    let serial = last.get::<u32>("number_in_year")? + 1;
    Ok((format!("{year}-{serial:06}"), serial))
}

async fn add(tx: &mut Tx, it: &Request, serial: u32, sealed: &Sealed) -> Result<(), kernel::Fault> {
    let wish = &it.wish;
    let values = params![
        it.id,
        it.number,
        it.submitted_at.date().year(),
        serial,
        it.unit,
        it.channel.code(),
        it.asker.code(),
        sealed.asker,
        sealed.asker_mark,
        sealed.secret_mark,
        wish.wanted,
        wish.doc_number,
        wish.description,
        wish.form.code(),
        wish.delivery.code(),
        wish.is_reduction_asked,
        wish.help,
        it.submitted_at,
        it.received_on,
        it.stage.code()
    ];
    tx.execute(sql::ADD_REQUEST, values).await?;
    Ok(())
}

async fn owe(
    tx: &mut Tx,
    request: Request,
    (actor, now, calendar): (&Actor, Moment, &Calendar),
) -> Result<(), Stop<RequestRefusal>> {
    let case = Case::new(request);
    let mut docket = Docket::begin(tx, actor, now).await?;
    match case.request.received_on {
        None => owe_confirmation(&mut docket, &case.request, calendar).await?,
        Some(_) => {
            owe_reply(
                &mut docket,
                &case,
                (None, RequestCommand::Confirm),
                calendar,
            )
            .await?;
        }
    }
    docket.finish().await?;
    Ok(())
}
