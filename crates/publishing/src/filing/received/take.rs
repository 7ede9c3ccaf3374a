//! 接收备案包: an officer of the unit that looks through it takes in what another site signed.
//!
//! The same package twice is one filing; a later sending of a filing goes on with it, where it is waited for.

use kernel::{BlobId, Fault, FilingId, Moment, Stop, UnitOfficer};
use store::{Blobs, Store, StoredBlob, Tx, directory, params};

use super::queries::find_of_sender;
use super::{Received, ReceivedEvent, note, sql};
use crate::filing::exchange::{Package, PackageRefusal, Partners, Sealed, find_receiver};
use crate::filing::model::FilingState;
use crate::filing::refusal::FilingRefusal;
use crate::filing::rules::{self, FilingCommand, FilingDesks};

/// What is known of a package once it is believed.
struct Arrival {
    package: Package,
    /// The key that signed it, and the name of the key.
    key: (String, String),
    /// The name by which this site knows the sender.
    sender: String,
    command: FilingCommand,
    /// Its bytes, as they are kept.
    blob: BlobId,
}

/// What becomes of an arrival.
enum Course {
    /// It is here already.
    Known(FilingId),
    /// A filing that is new here.
    New,
    /// The next sending of one that is here.
    Next(Box<Received>),
}

/// Takes a package in; the filing.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault, or the disk's.
pub async fn take_package(
    store: &Store,
    bytes: Vec<u8>,
    (officer, partners, desks): (&UnitOfficer, &Partners, &FilingDesks),
    now: Moment,
) -> Result<FilingId, Stop<FilingRefusal>> {
    let (arrival, bytes) = believe(bytes, partners).map_err(|it| Stop::Refused(it.into()))?;
    // Looked at before the file is written, and once more where its row is.
    let looked = store::read!(store, |tx| {
        course_of(tx, &arrival, (officer, desks), now).await
    })?;
    if let Course::Known(known) = looked.map_err(|it| Stop::Refused(it.into()))? {
        return Ok(known);
    }
    let stored = StoredBlob {
        id: arrival.blob.clone(),
        size: bytes.len() as u64,
        media_type: "application/zip".to_owned(),
        file_name: "备案包.zip".to_owned(),
        is_public: false,
    };
    store.blobs().put(bytes).await?;
    store::write!(store, |tx| {
        let course = course_of(tx, &arrival, (officer, desks), now).await?;
        let filing = match course.map_err(|it| Stop::Refused(it.into()))? {
            Course::Known(known) => return Ok(known),
            Course::New => add(tx, &arrival, officer, (&stored, now)).await?,
            Course::Next(known) => go_on(tx, (&known, &arrival), (&stored, now)).await?,
        };
        let event = ReceivedEvent::Taken {
            sender: arrival.key.1.clone(),
            sender_filing: filing.sender_filing.clone(),
            round: filing.round,
            package: filing.package.to_string(),
        };
        let step = (&filing, arrival.command, arrival.package.words.as_str());
        note(tx, step, &event, (officer.actor(), now)).await?;
        Ok(filing.id)
    })
}

/// What is in the bytes, where a known site signed it.
fn believe(bytes: Vec<u8>, partners: &Partners) -> Result<(Arrival, Vec<u8>), PackageRefusal> {
    let (sealed, key) = Sealed::open(&bytes, partners.senders.values().cloned())?;
    let key = (key.text(), key.name().to_owned());
    let sender = partners.senders.iter().find(|(_, it)| **it == key.0);
    let sender = sender.map_or_else(|| key.1.clone(), |(name, _)| name.clone());
    let package = sealed.package;
    let command = match FilingCommand::from_code(&package.command) {
        Some(it @ (FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer)) => it,
        _ => return Err(PackageRefusal::NotAPackage),
    };
    let arrival = Arrival {
        package,
        key,
        sender,
        command,
        blob: Blobs::id_of(&bytes),
    };
    Ok((arrival, bytes))
}

async fn course_of(
    tx: &mut Tx,
    arrival: &Arrival,
    (officer, desks): (&UnitOfficer, &FilingDesks),
    now: Moment,
) -> Result<Result<Course, PackageRefusal>, Fault> {
    let package = &arrival.package;
    let directory = directory::load(tx).await?;
    let named = (package.receiver.as_str(), desks);
    let receiver = find_receiver(&directory, named, now.date());
    if receiver.is_none_or(|it| it.id != officer.unit()) {
        return Ok(Err(PackageRefusal::ForOthers(package.receiver.clone())));
    }
    let Some(known) = find_of_sender(tx, (&arrival.key.0, &package.filing)).await? else {
        return Ok(Ok(Course::New));
    };
    if package.round == known.round {
        return Ok(Ok(Course::Known(known.id)));
    }
    if package.round < known.round {
        return Ok(Err(PackageRefusal::Older(known.round)));
    }
    Ok(match known.state {
        FilingState::Returned | FilingState::Objected => Ok(Course::Next(Box::new(known))),
        FilingState::Sent | FilingState::Registered | FilingState::Declined => {
            Err(PackageRefusal::NotAwaited)
        }
    })
}

async fn add(
    tx: &mut Tx,
    arrival: &Arrival,
    officer: &UnitOfficer,
    (stored, now): (&StoredBlob, Moment),
) -> Result<Received, Stop<FilingRefusal>> {
    let it = &arrival.package;
    let filing = Received {
        id: tx.new_id(now),
        sender_key: arrival.key.0.clone(),
        sender: arrival.sender.clone(),
        sender_filing: it.filing.clone(),
        unit_name: it.unit.clone(),
        receiver_unit: officer.unit(),
        receiver: it.receiver.clone(),
        title: it.document.title.clone(),
        number: it.document.number.clone(),
        digest: it.document.digest.clone(),
        state: FilingState::Sent,
        since: now,
        round: it.round,
        sent_at: it.sent_at,
        taken_at: now,
        package: stored.id.clone(),
        register_number: String::new(),
        registered_on: None,
    };
    tx.note_blob(stored, now).await?;
    tx.execute(
        sql::ADD,
        params![
            filing.id,
            filing.sender_key,
            filing.sender,
            filing.sender_filing,
            filing.unit_name,
            filing.receiver_unit,
            filing.receiver,
            filing.title,
            filing.number,
            filing.digest,
            filing.state.code(),
            filing.round,
            filing.sent_at,
            filing.taken_at,
            filing.package
        ],
    )
    .await?;
    Ok(filing)
}

async fn go_on(
    tx: &mut Tx,
    (known, arrival): (&Received, &Arrival),
    (stored, now): (&StoredBlob, Moment),
) -> Result<Received, Stop<FilingRefusal>> {
    let it = &arrival.package;
    let state = rules::after(known.state, known.state.sent_again_by()).map_err(Stop::Refused)?;
    let filing = Received {
        sender: arrival.sender.clone(),
        unit_name: it.unit.clone(),
        title: it.document.title.clone(),
        number: it.document.number.clone(),
        digest: it.document.digest.clone(),
        state,
        since: now,
        round: it.round,
        sent_at: it.sent_at,
        taken_at: now,
        package: stored.id.clone(),
        ..known.clone()
    };
    tx.note_blob(stored, now).await?;
    tx.execute(
        sql::TAKE_AGAIN,
        params![
            filing.id,
            filing.sender,
            filing.unit_name,
            filing.title,
            filing.number,
            filing.digest,
            filing.state.code(),
            filing.round,
            filing.sent_at,
            filing.taken_at,
            filing.package
        ],
    )
    .await?;
    Ok(filing)
}
