//! What the public sees: published documents with their editions, their validity, what they cite and what cites them; and tombstones.
//!
//! Every statement asks for published documents only; a draft, an edition under review or one that is withdrawn cannot be reached
//! from here, whatever is asked.

use kernel::{
    BlobId, Date, DocumentId, EditionId, Fault, Moment, Page, PageAsk, PromiseId, UnitId,
};
use store::{Row, Tx, Value, params};

use crate::gathered::{Gathering, list_gathering};
use crate::import::address::normal_of;
use crate::interpreters::begins;
use crate::model::{Attachment, Edition, Force};
use crate::queries::{
    EditionLine, LinkedPromise, ValidityLine, key_of, list_editions, list_linked,
    list_validity_changes,
};
use crate::rows::{document_of, find_edition, force_of};
use crate::subsites::MAIN;
use crate::subsites::queries::{SiteName, list_sites_of};
pub use crate::ties::PublicTie;
use crate::ties::list_public_ties;
use crate::{DocumentState, Validity, sql};

/// Which public documents; nothing chosen means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Of a site beside the main one, by its code; the main site has all.
    pub site: Option<String>,
    /// Of a column, by its code.
    pub column: Option<String>,
    /// Of a unit, alone or together with others.
    pub unit: Option<UnitId>,
    /// Of a kind, by its code.
    pub kind: Option<String>,
    /// Of a 主题分类.
    pub theme: Option<String>,
    /// Of the year in which what is shown became public.
    pub year: Option<i16>,
    /// As it stands today: what was decided and what dates say, moved by [`crate::actions::settle_due`].
    pub validity: Option<Validity>,
}

impl Scope {
    /// Everything on a site.
    pub fn of_site(site: Option<&str>) -> Self {
        Self {
            site: site.map(str::to_owned),
            ..Self::default()
        }
    }

    /// The site's code.
    pub(crate) fn site(&self) -> &str {
        self.site.as_deref().unwrap_or(MAIN)
    }
}

/// A public document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLine {
    /// Its id.
    pub id: DocumentId,
    /// The kind's code.
    pub kind: String,
    /// Who publishes it.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// The column's code.
    pub column: String,
    /// 索引号.
    pub index_number: String,
    /// Its title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// 主题分类.
    pub theme: String,
    /// 内容概述.
    pub summary: String,
    /// 成文日期.
    pub made_on: Option<Date>,
    /// When this edition became public.
    pub published_at: Moment,
    /// What was decided about it, and its dates.
    pub force: Force,
}

/// A document that this one cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The title as it is cited.
    pub title: String,
    /// The number as it is cited.
    pub number: String,
    /// Where it is here.
    pub here: Option<CitedHere>,
}

/// A cited document that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedHere {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Whether it is in force.
    pub force: Force,
}

/// A document that cites this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citing {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// When it became public.
    pub published_at: Moment,
}

/// A public document as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDocument {
    /// What lists show of it.
    pub line: PublicLine,
    /// The unit's full name.
    pub unit_full_name: String,
    /// When it first became public.
    pub first_published_at: Moment,
    /// The edition that is shown: the newest, unless another was asked for.
    pub edition: Edition,
    /// Every public edition, newest first.
    pub editions: Vec<EditionLine>,
    /// What was decided about validity, oldest first.
    pub validity_changes: Vec<ValidityLine>,
    /// What it cites.
    pub cited: Vec<Cited>,
    /// What cites it.
    pub citing: Vec<Citing>,
    /// The promises that it kept.
    pub promises: Vec<LinkedPromise>,
    /// What it obliges to, kept or not.
    pub obliged: Vec<Obligation>,
    /// What interprets it.
    pub interpreting: Vec<PublicTie>,
    /// What it interprets.
    pub interpreted: Vec<PublicTie>,
    /// Where it is on file (备案).
    pub filing: Option<PublicFiling>,
    /// The sites beside the main one on which it stands; 20 at most.
    pub sites: Vec<SiteName>,
    /// The collections in which it stands.
    pub gathering: Vec<Gathering>,
}

/// That a document is on file with the unit above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFiling {
    /// With whom.
    pub receiver: String,
    /// 备案登记号.
    pub register_number: String,
    /// The day of it.
    pub registered_on: Date,
}

impl PublicDocument {
    /// The full names of all who issue it, the unit that publishes it first.
    pub fn issuers(&self) -> String {
        let joint = self.edition.joint.iter().map(|it| it.name.as_str());
        let all = std::iter::once(self.unit_full_name.as_str()).chain(joint);
        all.collect::<Vec<_>>().join("、")
    }
}

/// A promise that a document opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Its id.
    pub id: PromiseId,
    /// What is owed.
    pub title: String,
    /// By when.
    pub due_on: Date,
}

/// What stands in the place of a document that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Its id.
    pub id: DocumentId,
    /// 索引号.
    pub index_number: String,
    /// Its title.
    pub title: String,
    /// The unit's name.
    pub unit_name: String,
    /// When it was first public.
    pub first_published_at: Option<Moment>,
    /// When it was withdrawn.
    pub withdrawn_at: Moment,
    /// Why.
    pub reason: String,
    /// What replaces it, with its title.
    pub successor: Option<(DocumentId, String)>,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A document.
    Document(Box<PublicDocument>),
    /// A tombstone.
    Withdrawn(Box<Tombstone>),
}

/// The statement of each combination of choices: column 1, kind 2, theme 4, validity 8, unit 16. The year is a stretch of every list.
const LISTS: [&str; 32] = [
    sql::LIST_PUBLIC,
    sql::LIST_PUBLIC_OF_COLUMN,
    sql::LIST_PUBLIC_OF_KIND,
    sql::LIST_PUBLIC_OF_COLUMN_KIND,
    sql::LIST_PUBLIC_OF_THEME,
    sql::LIST_PUBLIC_OF_COLUMN_THEME,
    sql::LIST_PUBLIC_OF_KIND_THEME,
    sql::LIST_PUBLIC_OF_COLUMN_KIND_THEME,
    sql::LIST_PUBLIC_OF_VALIDITY,
    sql::LIST_PUBLIC_OF_COLUMN_VALIDITY,
    sql::LIST_PUBLIC_OF_KIND_VALIDITY,
    sql::LIST_PUBLIC_OF_COLUMN_KIND_VALIDITY,
    sql::LIST_PUBLIC_OF_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_COLUMN_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_KIND_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_COLUMN_KIND_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN,
    sql::LIST_PUBLIC_OF_UNIT_KIND,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_KIND,
    sql::LIST_PUBLIC_OF_UNIT_THEME,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_THEME,
    sql::LIST_PUBLIC_OF_UNIT_KIND_THEME,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_KIND_THEME,
    sql::LIST_PUBLIC_OF_UNIT_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_KIND_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_KIND_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_KIND_THEME_VALIDITY,
    sql::LIST_PUBLIC_OF_UNIT_COLUMN_KIND_THEME_VALIDITY,
];

/// The key that a part of a list begins after, and the earliest moment it reaches: a year is a stretch of the list.
fn bounds(scope: &Scope, key: (String, String)) -> ((String, String), String) {
    let Some(year) = scope.year else {
        return (key, String::new());
    };
    let begins = |year| begins(year).map(|it| it.to_string());
    let (Some(from), Some(end)) = (begins(year), begins(year + 1)) else {
        return (key, String::new());
    };
    // Nothing has an empty id: what became public with the first moment of the year after stays out.
    let last = (end, String::new());
    (key.min(last), from)
}

/// Public documents, newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_public(
    tx: &mut Tx,
    scope: &Scope,
    ask: &PageAsk,
) -> Result<Page<PublicLine>, Fault> {
    let (key, from) = bounds(scope, key_of(ask));
    let mut values: Vec<Value> = params![key.0, key.1, ask.limit + 1, from, scope.site()].to_vec();
    let mut statement = 0;
    let validity = scope.validity.map(|it| it.code().to_owned());
    for (bit, chosen) in [&scope.column, &scope.kind, &scope.theme, &validity]
        .into_iter()
        .enumerate()
    {
        if let Some(value) = chosen {
            statement |= 1 << bit;
            values.extend(params![value].to_vec());
        }
    }
    if let Some(unit) = scope.unit {
        statement |= 1 << 4;
        values.splice(5..5, params![unit].to_vec());
    }
    let statement = LISTS[statement];
    let rows = tx.fetch_all(statement, &values).await?;
    let lines = rows.iter().map(line_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.published_at, it.id)
    }))
}

/// The document of an address, in an edition of its history where one is asked for; `None` where nothing of it was ever public.
///
/// # Errors
/// The engine's fault.
pub async fn find_public(
    tx: &mut Tx,
    id: DocumentId,
    ordinal: Option<u32>,
) -> Result<Option<Found>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_DOCUMENT, params![id]).await? else {
        return Ok(None);
    };
    let document = document_of(&row)?;
    match document.state {
        DocumentState::Unpublished => Ok(None),
        DocumentState::Withdrawn => {
            let tombstone = tombstone_of(tx, &row).await?;
            Ok(Some(Found::Withdrawn(Box::new(tombstone))))
        }
        DocumentState::Published => {
            let found = whole(tx, id, ordinal).await?;
            Ok(found.map(|it| Found::Document(Box::new(it))))
        }
    }
}

/// The document that an address of an old site led to: with its query, else without it, for what messengers hang on links says nothing.
/// Only what is or was public is found.
///
/// # Errors
/// The engine's fault.
pub async fn find_by_old_address(
    tx: &mut Tx,
    path: &str,
    query: &str,
) -> Result<Option<DocumentId>, Fault> {
    let with_query = normal_of(path, query);
    let without = normal_of(path, "").filter(|it| Some(it) != with_query.as_ref());
    for address in [with_query, without].into_iter().flatten() {
        let row = tx
            .fetch_optional(sql::FIND_PUBLIC_BY_OLD_ADDRESS, params![address])
            .await?;
        if let Some(row) = row {
            return Ok(Some(row.get("id")?));
        }
    }
    Ok(None)
}

async fn whole(
    tx: &mut Tx,
    id: DocumentId,
    ordinal: Option<u32>,
) -> Result<Option<PublicDocument>, Fault> {
    let row = tx.fetch_one(sql::FIND_PUBLIC_LINE, params![id]).await?;
    let line = line_of(&row)?;
    let edition = match ordinal {
        None => Some(row.get::<EditionId>("published_edition_id")?),
        Some(ordinal) => find_edition_id(tx, id, ordinal).await?,
    };
    let Some(edition) = edition else {
        return Ok(None);
    };
    let edition = find_edition(tx, edition).await?;
    let edition = edition.ok_or_else(|| Fault::new("a public document without its edition"))?;
    let promises = list_linked(tx, id).await?;
    let unit = store::directory::find_unit(tx, line.unit).await?;
    let (interpreting, interpreted) = list_public_ties(tx, id).await?;
    Ok(Some(PublicDocument {
        unit_full_name: unit.map(|it| it.name).unwrap_or_default(),
        first_published_at: row.get("first_published_at")?,
        editions: list_editions(tx, sql::LIST_EDITIONS, id).await?,
        validity_changes: list_validity_changes(tx, id).await?,
        cited: list_cited(tx, id).await?,
        citing: list_citing(tx, &line).await?,
        promises: promises
            .into_iter()
            .filter(|it| it.state == "kept")
            .collect(),
        obliged: list_obliged(tx, id).await?,
        filing: find_filing(tx, id).await?,
        sites: list_sites_of(tx, id).await?,
        gathering: list_gathering(tx, id).await?,
        interpreting,
        interpreted,
        edition,
        line,
    }))
}

/// The newest filing, where it stands registered: what was objected to since is not on file any more.
async fn find_filing(tx: &mut Tx, id: DocumentId) -> Result<Option<PublicFiling>, Fault> {
    let known = crate::filing::queries::list_of_document(tx, id).await?;
    let newest = known.into_iter().next();
    let registered = newest.filter(|it| it.state == crate::filing::FilingState::Registered);
    Ok(registered.and_then(|it| {
        Some(PublicFiling {
            receiver: it.receiver,
            register_number: it.register_number,
            registered_on: it.registered_on?,
        })
    }))
}

async fn list_obliged(tx: &mut Tx, id: DocumentId) -> Result<Vec<Obligation>, Fault> {
    let rows = tx.fetch_all(sql::LIST_OBLIGED, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Obligation {
                id: row.get("id")?,
                title: row.get("title")?,
                due_on: row.get("due_on")?,
            })
        })
        .collect()
}

async fn find_edition_id(
    tx: &mut Tx,
    id: DocumentId,
    ordinal: u32,
) -> Result<Option<EditionId>, Fault> {
    let key = params![id, ordinal];
    let row = tx.fetch_optional(sql::FIND_PUBLIC_EDITION, key).await?;
    row.map(|it| it.get("id")).transpose()
}

/// Two public editions of a document, the older first, to be compared; `None` where one is not public.
///
/// # Errors
/// The engine's fault.
pub async fn find_two(
    tx: &mut Tx,
    id: DocumentId,
    (older, newer): (u32, u32),
) -> Result<Option<(Edition, Edition)>, Fault> {
    let one = find_edition_id(tx, id, older).await?;
    let other = find_edition_id(tx, id, newer).await?;
    let (Some(one), Some(other)) = (one, other) else {
        return Ok(None);
    };
    let (one, other) = (find_edition(tx, one).await?, find_edition(tx, other).await?);
    Ok(one.zip(other))
}

/// A file of a public edition.
///
/// # Errors
/// The engine's fault.
pub async fn find_public_file(
    tx: &mut Tx,
    (id, ordinal): (DocumentId, u32),
    blob: &BlobId,
) -> Result<Option<Attachment>, Fault> {
    let Some(edition) = find_edition_id(tx, id, ordinal).await? else {
        return Ok(None);
    };
    let rows = tx
        .fetch_all(sql::LIST_ATTACHMENTS, params![edition])
        .await?;
    for row in &rows {
        let file = crate::rows::attachment_of(row)?;
        if file.blob == *blob {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// A picture in the body of a public edition: its media type.
///
/// # Errors
/// The engine's fault.
pub async fn find_public_image(tx: &mut Tx, blob: &BlobId) -> Result<Option<String>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_PUBLIC_IMAGE, params![blob])
        .await?;
    row.map(|it| it.get("media_type")).transpose()
}

/// The title of a public document.
///
/// # Errors
/// The engine's fault.
pub async fn find_public_title(tx: &mut Tx, id: DocumentId) -> Result<Option<String>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_PUBLIC_LINE, params![id])
        .await?;
    row.map(|it| it.get("title")).transpose()
}

/// The public documents by which a promise was kept, with their titles.
///
/// # Errors
/// The engine's fault.
pub async fn list_of_promise(
    tx: &mut Tx,
    promise: PromiseId,
) -> Result<Vec<(DocumentId, String)>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_DOCUMENTS_OF_PROMISE, params![promise])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("title")?)))
        .collect()
}

pub(crate) fn line_of(row: &Row) -> Result<PublicLine, Fault> {
    Ok(PublicLine {
        id: row.get("id")?,
        kind: row.get("kind")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        column: row.get("column_code")?,
        index_number: row.get("index_number")?,
        title: row.get("title")?,
        number: row.get("number")?,
        theme: row.get("theme")?,
        summary: row.get("summary")?,
        made_on: row.get("made_on")?,
        published_at: row.get("published_at")?,
        force: force_of(row)?,
    })
}

async fn tombstone_of(tx: &mut Tx, row: &Row) -> Result<Tombstone, Fault> {
    let unit = store::directory::find_unit(tx, row.get("unit_id")?).await?;
    let successor: Option<DocumentId> = row.get("successor_id")?;
    let successor = match successor {
        None => None,
        Some(id) => {
            let found = tx.fetch_optional(sql::FIND_DOCUMENT, params![id]).await?;
            let title: Option<String> = found.map(|it| it.get("title")).transpose()?;
            title.map(|title| (id, title))
        }
    };
    Ok(Tombstone {
        id: row.get("id")?,
        index_number: row.get("index_number")?,
        title: row.get("title")?,
        unit_name: unit.map(|it| it.name).unwrap_or_default(),
        first_published_at: row.get("first_published_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
        reason: row.get("withdrawn_reason")?,
        successor,
    })
}

async fn list_cited(tx: &mut Tx, id: DocumentId) -> Result<Vec<Cited>, Fault> {
    let rows = tx.fetch_all(sql::LIST_CITED, params![id]).await?;
    let mut cited: Vec<Cited> = Vec::with_capacity(rows.len());
    for row in &rows {
        let number: String = row.get("number")?;
        if cited.iter().any(|it| it.number == number) {
            continue;
        }
        let here: Option<DocumentId> = row.get("id")?;
        let here = match here {
            None => None,
            Some(id) => Some(CitedHere {
                id,
                title: row.get("known_title")?,
                force: force_of(row)?,
            }),
        };
        cited.push(Cited {
            title: row.get("title")?,
            number,
            here,
        });
    }
    Ok(cited)
}

async fn list_citing(tx: &mut Tx, line: &PublicLine) -> Result<Vec<Citing>, Fault> {
    let Some(key) = crate::metadata::number_key(&line.number) else {
        return Ok(Vec::new());
    };
    let rows = tx.fetch_all(sql::LIST_CITING, params![key]).await?;
    rows.iter()
        .map(|row| {
            Ok(Citing {
                id: row.get("id")?,
                title: row.get("title")?,
                number: row.get("number")?,
                published_at: row.get("published_at")?,
            })
        })
        .collect()
}
