//! 导入: documents that an old site has published come in, many in one transaction, each whole or not at all.
//!
//! They were reviewed and public elsewhere; who answers for that is named by the operator and stands in the edition's first line. What the
//! gate holds to be grave does not become public: it waits as a draft for the usual way. No promise is kept by it and nobody is told.
//! Run again, a document that is known by its key stays as it is.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kernel::{
    DocumentId, EditionId, Fault, Moment, Never, OpenGovernmentOffice, Stop, UnitId, UnitOfficer,
};
use prose::Body;
use store::{Store, StoredBlob, Tx, params};

use super::attach::{NewFile, add_file, keep_found};
use super::begin::{NewEdition, add_edition, note_images};
use super::{digest_of_words, record};
use crate::digest::digest_of;
use crate::events::DocumentEvent;
use crate::examine::{Found, Gravity};
use crate::import::ImportRefusal;
use crate::metadata::{Metadata, number_key};
use crate::model::{
    Attachment, Disclosure, Document, DocumentState, Edition, EditionState, Person, Scale, Validity,
};
use crate::rules::EditionCommand;
use crate::tally::Moves;
use crate::{DocumentRefusal, sql};

/// From where documents come, and on whose word.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// What the old site is called.
    pub source: &'a str,
    /// Who answers for it, in words.
    pub approved_by: &'a str,
    /// Whoever runs it.
    pub office: &'a OpenGovernmentOffice,
}

/// A document about to be taken over. Its pictures and files lie in the blob store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// By what it is known again at its source.
    pub key: String,
    /// Its unit.
    pub unit: UnitId,
    /// The kind's code.
    pub kind: String,
    /// Title, number, dates and the rest.
    pub metadata: Metadata,
    /// The text.
    pub body: Body,
    /// Pictures of the text.
    pub pictures: Vec<StoredBlob>,
    /// Its files.
    pub files: Vec<NewFile>,
    /// What the gate found in metadata and text.
    pub found: Vec<Found>,
    /// When it became public.
    pub published_at: Moment,
    /// What was decided about its validity.
    pub validity: Validity,
    /// Whether a document of its kind is in force or not.
    pub knows_validity: bool,
    /// Its address on the old site, in its normal form.
    pub old_address: Option<String>,
}

impl Arrival {
    /// How many findings keep it from the public.
    pub fn count_grave(&self) -> usize {
        let of_files = self.files.iter().flat_map(|it| &it.found);
        let all = self.found.iter().chain(of_files);
        all.filter(|it| it.gravity == Gravity::Block).count()
    }
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// It is public.
    Published(DocumentId),
    /// It waits as a draft: the document and its edition.
    Drafted(DocumentId, EditionId),
    /// It was there before.
    Known(DocumentId),
    /// It was not taken.
    Refused(ImportRefusal),
}

/// Takes documents over in one transaction; what became of each, in their order.
///
/// # Errors
/// The engine's fault; then nothing of them was taken.
pub async fn import(
    store: &Store,
    (import, arrivals): (&Import<'_>, &[Arrival]),
    now: Moment,
) -> Result<Vec<Arrived>, Fault> {
    let done = store::write!(store, |tx| -> Result<Vec<Arrived>, Stop<Never>> {
        let mut serials = HashMap::new();
        let mut moves = Moves::default();
        let mut done = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            let arrived = match foresee_in(tx, import.source, arrival, now).await? {
                Some(arrived) => arrived,
                None => take_in(tx, import, (arrival, &mut serials), now).await?,
            };
            if let Arrived::Published(document) = &arrived {
                moves.enter(tx, *document, now.date()).await?;
            }
            done.push(arrived);
        }
        // Once for all: what many of them count as is written once.
        moves.keep(tx).await?;
        Ok(done)
    });
    Ok(done?)
}

/// Which of the keys of a source are known, in their order.
///
/// # Errors
/// The engine's fault.
pub async fn list_known(
    tx: &mut Tx,
    source: &str,
    keys: &[&str],
) -> Result<Vec<Option<(DocumentId, Moment)>>, Fault> {
    let mut known = Vec::with_capacity(keys.len());
    for key in keys {
        let row = tx
            .fetch_optional(sql::FIND_IMPORTED, params![source, *key])
            .await?;
        known.push(match row {
            Some(row) => Some((row.get("document_id")?, row.get("imported_at")?)),
            None => None,
        });
    }
    Ok(known)
}

/// What would become of a document by what is there already; `None` where it would come in.
///
/// # Errors
/// The engine's fault.
pub async fn foresee_in(
    tx: &mut Tx,
    source: &str,
    arrival: &Arrival,
    now: Moment,
) -> Result<Option<Arrived>, Fault> {
    let known = list_known(tx, source, &[&arrival.key]).await?;
    if let Some((document, at)) = known.into_iter().flatten().next() {
        // Of this very run: the list holds it twice.
        return Ok(Some(match at == now {
            true => Arrived::Refused(ImportRefusal::Twice),
            false => Arrived::Known(document),
        }));
    }
    if let Some(address) = &arrival.old_address {
        let holder = tx
            .fetch_optional(sql::FIND_OLD_ADDRESS, params![address])
            .await?;
        if holder.is_some() {
            let refusal = ImportRefusal::AddressTaken(address.clone());
            return Ok(Some(Arrived::Refused(refusal)));
        }
    }
    let Some(key) = number_key(&arrival.metadata.number) else {
        return Ok(None);
    };
    let holder = tx
        .fetch_optional(sql::FIND_NUMBER_HOLDER, params![arrival.unit, key, ""])
        .await?;
    let Some(row) = holder else {
        return Ok(None);
    };
    let refusal = DocumentRefusal::NumberTaken(row.get("title")?);
    Ok(Some(Arrived::Refused(refusal.into())))
}

/// The unit's code and the last serial of its index in a year, as far as this transaction has asked.
type Serials = HashMap<(UnitId, i16), (String, u32)>;

async fn take_in(
    tx: &mut Tx,
    import: &Import<'_>,
    (arrival, serials): (&Arrival, &mut Serials),
    now: Moment,
) -> Result<Arrived, Fault> {
    let officer = match import.office.actor().unit_officer(arrival.unit) {
        Ok(officer) => officer,
        Err(refused) => return Ok(Arrived::Refused(refused.into())),
    };
    let newcomer = Newcomer {
        import,
        arrival,
        officer: &officer,
        now,
    };
    if arrival.count_grave() > 0 {
        newcomer.draft(tx).await
    } else {
        newcomer.publish(tx, serials).await
    }
}

struct Newcomer<'a> {
    import: &'a Import<'a>,
    arrival: &'a Arrival,
    officer: &'a UnitOfficer,
    now: Moment,
}

impl Newcomer<'_> {
    /// It waits for the usual way, with all that the gate found.
    async fn draft(&self, tx: &mut Tx) -> Result<Arrived, Fault> {
        let (it, now) = (self.arrival, self.now);
        let document = self.document(tx.new_id(now), DocumentState::Unpublished);
        tx.execute(
            sql::ADD_DOCUMENT,
            params![
                document.id,
                document.kind,
                document.unit,
                it.knows_validity,
                now
            ],
        )
        .await?;
        let first = NewEdition {
            ordinal: 1,
            scale: Scale::First,
            change_note: "",
            metadata: &it.metadata,
            body: &it.body,
        };
        self.note_pictures(tx).await?;
        let edition = add_edition(tx, &document, &first, (self.officer, now)).await;
        let edition = edition.map_err(unrefusable)?;
        self.fill(tx, (&document, edition)).await?;
        Ok(Arrived::Drafted(document.id, edition))
    }

    /// It is public as of its old day.
    async fn publish(&self, tx: &mut Tx, serials: &mut Serials) -> Result<Arrived, Fault> {
        let (it, now) = (self.arrival, self.now);
        let Some((index, year, serial)) = self.index(tx, serials).await? else {
            let refusal = DocumentRefusal::UnitUnknown;
            return Ok(Arrived::Refused(refusal.into()));
        };
        let document = Document {
            index_number: Some(index),
            ..self.document(tx.new_id(now), DocumentState::Published)
        };
        let edition = self.edition(&document, tx.new_id(now));
        let digest = digest_of(&edition);
        self.add_document(tx, (&document, edition.id), (year, serial))
            .await?;
        self.add_edition(tx, &edition, &digest).await?;
        self.note_pictures(tx).await?;
        self.fill(tx, (&document, edition.id)).await?;
        note_images(tx, edition.id, &it.body)
            .await
            .map_err(unrefusable)?;
        super::publish::show_files(tx, &edition, self.now).await?;
        super::publish::cite(tx, &document, &edition)
            .await
            .map_err(unrefusable)?;
        self.record(tx, &document, (&edition, digest)).await?;
        Ok(Arrived::Published(document.id))
    }

    fn document(&self, id: DocumentId, state: DocumentState) -> Document {
        Document {
            id,
            kind: self.arrival.kind.clone(),
            unit: self.arrival.unit,
            state,
            index_number: None,
            published_edition: None,
            first_published_at: None,
            validity: self.arrival.validity,
            validity_from: None,
            validity_before: Validity::InForce,
        }
    }

    /// The edition as it will be read again: its digest is of that.
    fn edition(&self, document: &Document, id: EditionId) -> Edition {
        let it = self.arrival;
        let files = it.files.iter().zip(1..);
        Edition {
            id,
            document: document.id,
            ordinal: 1,
            state: EditionState::Published,
            revision: 1,
            scale: Scale::First,
            change_note: String::new(),
            metadata: it.metadata.clone(),
            body: it.body.clone(),
            attachments: files.map(attached).collect(),
            drafter: Person {
                name: self.officer.actor().name().to_owned(),
                account: None,
            },
            signed_digest: None,
            signed_by: None,
            joint: Vec::new(),
            published_first: None,
            gathered: Vec::new(),
        }
    }

    /// 索引号 by the year in which it became public.
    async fn index(
        &self,
        tx: &mut Tx,
        serials: &mut Serials,
    ) -> Result<Option<(String, i16, u32)>, Fault> {
        let (unit, year) = (self.arrival.unit, self.arrival.published_at.date().year());
        let (code, serial) = match serials.entry((unit, year)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let Some(found) = store::directory::find_unit(tx, unit).await? else {
                    return Ok(None);
                };
                let row = tx
                    .fetch_one(sql::FIND_LAST_SERIAL, params![unit, year])
                    .await?;
                unknown.insert((found.code, row.get("serial")?))
            }
        };
        *serial += 1;
        Ok(Some((format!("{code}/{year}-{serial:05}"), year, *serial)))
    }

    async fn add_document(
        &self,
        tx: &mut Tx,
        (document, edition): (&Document, EditionId),
        (year, serial): (i16, u32),
    ) -> Result<(), Fault> {
        let it = &self.arrival.metadata;
        tx.execute(
            sql::ADD_IMPORTED_DOCUMENT,
            params![
                document.id,
                document.kind,
                document.unit,
                document.index_number.clone(),
                year,
                serial,
                edition,
                it.column,
                it.title,
                it.number,
                number_key(&it.number),
                it.theme,
                it.summary,
                it.made_on,
                it.effective_on,
                it.expires_on,
                self.arrival.published_at,
                self.arrival.validity.code(),
                self.arrival.knows_validity,
                self.now
            ],
        )
        .await?;
        Ok(())
    }

    async fn add_edition(&self, tx: &mut Tx, edition: &Edition, digest: &str) -> Result<(), Fault> {
        let it = &edition.metadata;
        tx.execute(
            sql::ADD_IMPORTED_EDITION,
            params![
                edition.id,
                edition.document,
                self.arrival.unit,
                it.column,
                it.title,
                it.number,
                it.theme,
                it.keywords,
                it.summary,
                it.made_on,
                it.effective_on,
                it.expires_on,
                Disclosure::Public.code(),
                self.officer.actor().name(),
                self.now,
                digest,
                self.import.approved_by,
                self.arrival.published_at
            ],
        )
        .await?;
        tx.execute(sql::ADD_BODY, params![edition.id, edition.body.html()])
            .await?;
        Ok(())
    }

    async fn note_pictures(&self, tx: &mut Tx) -> Result<(), Fault> {
        for picture in &self.arrival.pictures {
            tx.note_blob(picture, self.now).await?;
        }
        Ok(())
    }

    /// Files, findings, the line of the import, its key and its old address.
    async fn fill(
        &self,
        tx: &mut Tx,
        (document, edition): (&Document, EditionId),
    ) -> Result<(), Fault> {
        let it = self.arrival;
        for (file, ordinal) in it.files.iter().zip(1..) {
            add_file(tx, (edition, ordinal, file), self.officer.actor(), self.now)
                .await
                .map_err(unrefusable)?;
        }
        for (at, found) in it.found.iter().enumerate() {
            keep_found(tx, edition, (None, at, found))
                .await
                .map_err(unrefusable)?;
        }
        let actor = self.officer.actor();
        tx.execute(
            sql::ADD_STEP,
            params![
                edition,
                1,
                EditionCommand::Import.code(),
                format!(
                    "从“{}”导入；批准人：{}",
                    self.import.source, self.import.approved_by
                ),
                actor.title(),
                actor.name(),
                actor.account(),
                self.now,
                self.now
            ],
        )
        .await?;
        tx.execute(
            sql::ADD_IMPORTED,
            params![self.import.source, it.key, document.id, self.now],
        )
        .await?;
        if let Some(address) = &it.old_address {
            tx.execute(sql::ADD_OLD_ADDRESS, params![address, document.id])
                .await?;
        }
        Ok(())
    }

    async fn record(
        &self,
        tx: &mut Tx,
        document: &Document,
        (edition, digest): (&Edition, String),
    ) -> Result<(), Fault> {
        let it = &edition.metadata;
        let files = edition.attachments.iter();
        let event = DocumentEvent::Imported {
            edition: edition.ordinal,
            title: it.title.clone(),
            number: it.number.clone(),
            index_number: document.index_number.clone().unwrap_or_default(),
            column: it.column.clone(),
            digest,
            files: files.map(|it| it.blob.as_str().to_owned()).collect(),
            published_on: self.arrival.published_at.date(),
            validity: self.arrival.validity.code().to_owned(),
            source: self.import.source.to_owned(),
            words_digest: digest_of_words(self.import.approved_by),
        };
        record(tx, document, &event, (self.officer.actor(), self.now)).await
    }
}

fn attached((file, ordinal): (&NewFile, u32)) -> Attachment {
    Attachment {
        ordinal,
        blob: file.blob.clone(),
        file_name: file.file_name.clone(),
        media_type: file.media_type.clone(),
        size: file.size,
        unreadable: file.unreadable.clone(),
    }
}

/// What refuses nothing here: everything was looked at before the first row was written.
fn unrefusable(stop: Stop<DocumentRefusal>) -> Fault {
    match stop {
        Stop::Failed(fault) => fault,
        Stop::Refused(refusal) => Fault::caused("taking a document over", refusal),
    }
}
