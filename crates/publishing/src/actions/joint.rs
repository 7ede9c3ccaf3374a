//! 联合发文、会签: what several units issue together is signed by the leader of each before it goes to the approval of the unit that drafts it.
//!
//! Each signs what the secrecy officer signed. Whatever goes back to be changed is signed anew by all.

use kernel::unit::{AliasKind, Unit, UnitAlias};
use kernel::{Actor, Approver, EditionId, Moment, NotAllowed, Stop, UnitId};
use store::{Store, Tx, directory, params};

use super::review::Judge;
use super::{Step, load, record};
use crate::events::DocumentEvent;
use crate::model::{Document, Edition, JointIssuer, JointState};
use crate::rules::{self, Demand, EditionCommand};
use crate::{DocumentRefusal, sql};

/// Units that issue together with another at most.
pub const MOST_JOINT: usize = 20;

/// Signs for a unit that issues an edition together with another. The last signature hands it on to approval.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn countersign(
    store: &Store,
    command: &Judge,
    approver: &Approver,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            countersign_in(tx, (&document, &edition, &words), approver, now)
                .await
                .map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

async fn countersign_in(
    tx: &mut Tx,
    (document, edition, words): (&Document, &Edition, &str),
    approver: &Approver,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let (actor, unit) = (approver.actor(), approver.unit());
    let step = Step {
        document,
        edition,
        command: EditionCommand::Countersign,
        words,
    };
    rules::after(edition.state, step.command).map_err(Stop::Refused)?;
    let asked = |it: &&JointIssuer| it.state == JointState::Asked;
    if !edition.joint.iter().filter(asked).any(|it| it.unit == unit) {
        return Err(Stop::Refused(DocumentRefusal::NotAskedToSign));
    }
    rules::check_not_drafter(actor, &edition.drafter)
        .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))?;
    let digest = super::publish::check_secrecy_signature(edition)?;
    tx.execute(
        sql::SIGN_JOINTLY,
        params![edition.id, unit, digest, actor.name(), actor.account(), now],
    )
    .await?;
    step.take(tx, actor, now).await?;
    let event = DocumentEvent::Countersigned {
        edition: edition.ordinal,
        unit: unit.to_string(),
        digest: digest.to_owned(),
    };
    record(tx, document, &event, (actor, now)).await?;
    if edition.joint.iter().filter(asked).count() == 1 {
        let gather = Step {
            command: EditionCommand::Gather,
            words: "",
            ..step
        };
        gather.take(tx, &Actor::system(), now).await?;
    }
    Ok(())
}

/// Whoever may give an edition back that waits to be countersigned: the leader of a unit that issues it, or of its own.
pub(super) fn holder(
    actor: &Actor,
    (document, edition): (&Document, &Edition),
) -> Result<Actor, NotAllowed> {
    let own = actor.approver(document.unit);
    let mut joint = edition.joint.iter().map(|it| actor.approver(it.unit));
    match (own, joint.find_map(Result::ok)) {
        (Ok(it), _) | (Err(_), Some(it)) => Ok(it.actor().clone()),
        (Err(refused), None) => Err(refused),
    }
}

/// Those that are named are asked, from now on.
pub(super) async fn ask(
    tx: &mut Tx,
    edition: EditionId,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    tx.execute(sql::ASK_JOINT, params![edition, now]).await?;
    Ok(())
}

/// Names the units that issue an edition together with its own, instead of those named before.
pub(super) async fn name(
    tx: &mut Tx,
    (edition, own): (EditionId, UnitId),
    names: &[String],
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    tx.execute(sql::REMOVE_JOINT, params![edition]).await?;
    if names.is_empty() {
        return Ok(());
    }
    let directory = directory::load(tx).await?;
    let mut named: Vec<UnitId> = Vec::new();
    for name in names {
        let unit = resolve(directory.units(), name, now).map_err(Stop::Refused)?;
        if unit == own {
            return Err(Stop::Refused(DocumentRefusal::JointOwn(name.clone())));
        }
        if !named.contains(&unit) {
            named.push(unit);
        }
    }
    if named.len() > MOST_JOINT {
        return Err(Stop::Refused(DocumentRefusal::TooManyJoint(MOST_JOINT)));
    }
    for (at, unit) in named.iter().enumerate() {
        tx.execute(sql::ADD_JOINT, params![edition, unit, at + 1, now])
            .await?;
    }
    Ok(())
}

/// The unit of a name, short name or other name in use: one that stands today, never one guessed.
fn resolve(units: &[Unit], name: &str, now: Moment) -> Result<UnitId, DocumentRefusal> {
    let today = now.date();
    let bears = |it: &Unit| {
        let is_alias = |alias: &UnitAlias| alias.kind == AliasKind::Alias && alias.name == name;
        it.name == name || it.short_name == name || it.aliases.iter().any(is_alias)
    };
    let mut meant = units.iter().filter(|it| it.exists_on(today) && bears(it));
    match (meant.next(), meant.next()) {
        (Some(unit), None) => Ok(unit.id),
        (Some(_), Some(_)) => Err(DocumentRefusal::JointAmbiguous(name.to_owned())),
        (None, _) => Err(DocumentRefusal::JointUnknown(name.to_owned())),
    }
}

/// Every unit that issues it together with another has signed what stands there.
pub(super) fn check_joint(edition: &Edition) -> Result<(), Stop<DocumentRefusal>> {
    let is_signed = |it: &JointIssuer| {
        it.state == JointState::Signed && it.signed_digest == edition.signed_digest
    };
    if edition.joint.iter().all(is_signed) {
        Ok(())
    } else {
        Err(Stop::Refused(DocumentRefusal::SignatureBroken))
    }
}
