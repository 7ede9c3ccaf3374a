//! 材料核验: whoever holds a document on paper types its code and reads which document and edition it is, and whether it still holds.
//!
//! The code leads to an act of the public log, and shows nothing that its page does not show. Looking costs two rows and a document; how
//! often one visitor may ask is counted as for every page. Nothing is kept of what was asked.

mod code;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{DocumentId, EventId, Fault};
use publishing::public::{PublicDocument, Tombstone};
use store::{RecordedEvent, Tx};
use ui::{Frame, Markup, dates};

pub(crate) use code::PaperCode;

use crate::ask::Ask;
use crate::columns;
use crate::documents::banner::Banner;
use crate::documents::rows::{validity, validity_of};
use crate::documents::sought::Sought;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;

/// Characters of what was typed that are shown again.
const TYPED: usize = 60;

#[derive(Template)]
#[template(path = "verify/show.html")]
struct VerifyPage {
    frame: Frame,
    typed: String,
    outcome: Outcome,
}

/// What comes of a code.
enum Outcome {
    /// Nothing was asked.
    Empty,
    /// What was typed is no code; why, and what to do.
    Flawed(String),
    /// No edition has this code.
    Unknown,
    /// The edition.
    Told(Box<Told>),
    /// It was public and is withdrawn.
    Withdrawn(Box<Tombstone>),
}

/// The edition that a code stands for.
struct Told {
    found: PublicDocument,
    code: String,
    digest: String,
    leaf: u64,
    event: EventId,
    /// Where its page is.
    href: String,
    /// The number of the newest edition, where this is an older one.
    newest: Option<u32>,
    validity: Option<Markup>,
    banner: Option<String>,
    published: Markup,
}

/// The form, and what it found.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let typed = ask.params.text("code").unwrap_or_default().to_owned();
    let head = Head::new("材料核验", &columns::VERIFY, "/verify");
    let frame = site.frame(ask.variant, head, site.today());
    let outcome = match typed.as_str() {
        "" => Ok(Outcome::Empty),
        typed => match PaperCode::parse(typed) {
            Ok(code) => find(&site, code, &frame).await,
            Err(flaw) => Ok(Outcome::Flawed(flaw.to_string())),
        },
    };
    let page = outcome.and_then(|outcome| {
        let page = VerifyPage {
            typed: typed.chars().take(TYPED).collect(),
            outcome,
            frame,
        };
        Fresh::page(&page, Vec::new())
    });
    site.serve_unkept(&ask, page)
}

async fn find(site: &Site, code: PaperCode, frame: &Frame) -> Result<Outcome, Snag> {
    let found = store::read!(site.store, |tx| {
        let Some(event) = store::ledger::find_act_at(tx, code.leaf).await? else {
            return Ok(None);
        };
        let Some(act) = EditionAct::of(&event)?.filter(|it| code.fits(&it.digest)) else {
            return Ok(None);
        };
        let sought = site
            .find_document(tx, (act.document, Some(act.ordinal)))
            .await?;
        Ok::<_, Fault>(Some((sought, act)))
    })?;
    Ok(match found {
        Some((Sought::Here(found), act)) => {
            let told = Told::of(site, (*found, act), (code, frame));
            Outcome::Told(Box::new(told))
        }
        Some((Sought::Withdrawn(stone), _)) => Outcome::Withdrawn(stone),
        Some((Sought::Elsewhere | Sought::Nowhere, _)) | None => Outcome::Unknown,
    })
}

impl Told {
    fn of(
        site: &Site,
        (found, act): (PublicDocument, EditionAct),
        (code, frame): (PaperCode, &Frame),
    ) -> Self {
        let now = validity_of(
            &site.library,
            (&found.line.kind, found.line.force),
            frame.today,
        );
        let newest = found.editions.first().map(|it| it.ordinal);
        let address = format!("/documents/{}", found.line.id);
        let newest = newest.filter(|it| *it != act.ordinal);
        let address = match newest {
            None => address,
            Some(_) => format!("{address}/editions/{}", act.ordinal),
        };
        let at = found.editions.iter().find(|it| it.ordinal == act.ordinal);
        let at = at.and_then(|it| it.published_at);
        Self {
            code: code.shown(),
            leaf: code.leaf,
            event: act.event,
            digest: act.digest,
            href: frame.link(&address),
            newest,
            validity: now.map(|it| validity(it, frame)),
            banner: now.and_then(|now| Banner::of(now, &found, frame.today).map(|it| it.says)),
            published: dates::moment(at.unwrap_or(found.line.published_at)),
            found,
        }
    }
}

/// An edition that became public, as the log has it.
pub(crate) struct EditionAct {
    event: EventId,
    document: DocumentId,
    /// Which edition.
    pub ordinal: u32,
    /// SHA-256 of all that was signed, in hexadecimal.
    pub digest: String,
}

impl EditionAct {
    /// What an event says; none where it is about something else.
    pub fn of(event: &RecordedEvent) -> Result<Option<Self>, Fault> {
        let is_it = [
            "document.published",
            "document.corrected",
            "document.imported",
        ]
        .contains(&event.kind.as_str());
        let document = event.subject.strip_prefix("document/");
        let Some(Ok(document)) = document.filter(|_| is_it).map(str::parse) else {
            return Ok(None);
        };
        let facts = event.facts()?;
        let ordinal = facts["edition"]
            .as_u64()
            .and_then(|it| u32::try_from(it).ok());
        let digest = facts["digest"].as_str();
        Ok(ordinal.zip(digest).map(|(ordinal, digest)| Self {
            event: event.id,
            document,
            ordinal,
            digest: digest.to_owned(),
        }))
    }
}

/// The act by which an edition became public, among the events of its document, and its code; no code while it waits for the log.
pub(crate) async fn find_code(
    tx: &mut Tx,
    (events, ordinal): (&[RecordedEvent], u32),
) -> Result<Option<(EditionAct, Option<PaperCode>)>, Fault> {
    for event in events {
        let Some(act) = EditionAct::of(event)?.filter(|it| it.ordinal == ordinal) else {
            continue;
        };
        let leaf = store::ledger::find_leaf_index(tx, event.id).await?;
        let code = leaf.and_then(|leaf| PaperCode::of(leaf, &act.digest));
        return Ok(Some((act, code)));
    }
    Ok(None)
}
