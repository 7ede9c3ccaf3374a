//! 下载备案包: a filing with its papers as one signed file, for a site elsewhere or for whoever keeps them.
//!
//! It is made of what is kept whenever it is asked for: the same filing gives the same bytes.

use kernel::{Fault, FilingId};
use ledger::Signer;
use prose::Body;
use store::{Store, Tx, directory, event};

use super::exchange::{Attached, MOST_ATTACHED, Package, Paper, Sealed, Site};
use super::model::Filing;
use super::queries::{find, list_steps};
use super::rules::FilingCommand;
use crate::Library;
use crate::actions::load as load_edition;
use crate::model::{Attachment, Document, Edition};

/// Events of a document that are looked through for its publication.
const MOST_EVENTS: u32 = 1000;

/// The site that a package leaves.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its address, without a slash at the end.
    pub address: &'a str,
    /// Its key.
    pub signer: &'a dyn Signer,
    /// What its kinds of documents are called.
    pub library: &'a Library,
}

/// A filing as a package; `None` where there is no such filing.
///
/// # Errors
/// The engine's fault, or the disk's.
pub async fn pack(
    store: &Store,
    id: FilingId,
    origin: Origin<'_>,
) -> Result<Option<Sealed>, Fault> {
    let loaded = store::read!(store, |tx| load(tx, id, origin).await)?;
    let Some((package, body, attached)) = loaded else {
        return Ok(None);
    };
    let mut files = Vec::new();
    for it in &attached {
        let bytes = store.blobs().find(&it.blob).await?;
        let lost = || Fault::new(format!("blob {} is not there", it.blob));
        files.push(bytes.ok_or_else(lost)?);
    }
    let texts = (body.html(), body.text());
    let sealed = package.seal((texts.0, &texts.1), files, origin.signer);
    let sealed = sealed.map_err(|cause| Fault::caused("signing a package", cause))?;
    Ok(Some(sealed))
}

/// What the package says, its text, and the attachments that lie in it.
type Loaded = (Package, Body, Vec<Attachment>);

async fn load(tx: &mut Tx, id: FilingId, origin: Origin<'_>) -> Result<Option<Loaded>, Fault> {
    let Some(filing) = find(tx, id).await? else {
        return Ok(None);
    };
    let gone = |_| Fault::new(format!("the document of filing {id} is not there"));
    let (document, edition) = load_edition(tx, filing.edition).await.map_err(gone)?;
    let unit = directory::find_unit(tx, filing.unit).await?;
    let steps = list_steps(tx, id).await?;
    let is_sending = |it: FilingCommand| match it {
        FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer => true,
        FilingCommand::Register
        | FilingCommand::Return
        | FilingCommand::Object
        | FilingCommand::Decline => false,
    };
    let sent = steps.iter().rev().find(|it| is_sending(it.command));
    let (attachments, inside) = attached(&document, &edition, origin);
    let package = Package {
        schema: Package::schema(),
        site: Site {
            name: origin.name.to_owned(),
            address: origin.address.to_owned(),
            key: origin.signer.verifier().text(),
        },
        filing: filing.id.to_string(),
        round: filing.round,
        command: sent.map_or("send", |it| it.command.code()).to_owned(),
        words: sent.map_or_else(String::new, |it| it.words.clone()),
        sent_at: filing.sent_at,
        unit: unit.map_or_else(String::new, |it| it.name),
        receiver: filing.receiver.clone(),
        document: paper(tx, &filing, (&document, &edition), origin).await?,
        explanation: filing.papers.explanation.clone(),
        legal_review: filing.papers.legal_review.clone(),
        contact: filing.papers.contact.clone(),
        attachments,
    };
    Ok(Some((package, edition.body, inside)))
}

async fn paper(
    tx: &mut Tx,
    filing: &Filing,
    (document, edition): (&Document, &Edition),
    origin: Origin<'_>,
) -> Result<Paper, Fault> {
    let it = &edition.metadata;
    let kind = origin.library.find_kind(&document.kind);
    Ok(Paper {
        id: document.id.to_string(),
        address: format!("{}/documents/{}", origin.address, document.id),
        edition: edition.ordinal,
        digest: filing.digest.clone(),
        kind: kind.map_or_else(String::new, |it| it.name.clone()),
        title: filing.title.clone(),
        number: filing.number.clone(),
        index_number: filing.index_number.clone(),
        theme: it.theme.clone(),
        keywords: it.keywords.clone(),
        summary: it.summary.clone(),
        made_on: it.made_on,
        effective_on: it.effective_on,
        expires_on: it.expires_on,
        published_at: document.first_published_at,
        proof: proof_of(tx, (document, edition), origin).await?,
    })
}

/// Where the public log proves that the edition was published.
async fn proof_of(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
    origin: Origin<'_>,
) -> Result<String, Fault> {
    let subject = format!("document/{}", document.id);
    for event in event::list_of_subject(tx, &subject, MOST_EVENTS).await? {
        let is_it = event.kind == "document.published"
            && event.facts()?["edition"] == serde_json::json!(edition.ordinal);
        if is_it {
            return Ok(format!("{}/log/proof/{}", origin.address, event.id));
        }
    }
    Ok(String::new())
}

/// The attachments as they are named, and those whose bytes go along: in order, until there is no more room.
fn attached(
    document: &Document,
    edition: &Edition,
    origin: Origin<'_>,
) -> (Vec<Attached>, Vec<Attachment>) {
    let (mut named, mut inside) = (Vec::new(), Vec::new());
    let mut room = MOST_ATTACHED;
    for it in &edition.attachments {
        let fits = it.size <= room;
        if fits {
            room -= it.size;
            inside.push(it.clone());
        }
        named.push(Attached {
            name: it.file_name.clone(),
            media_type: it.media_type.clone(),
            size: it.size,
            sha256: it.blob.to_string(),
            address: format!(
                "{}/documents/{}/files/{}/{}",
                origin.address, document.id, edition.ordinal, it.blob
            ),
            file: fits.then(|| format!("附件/{:02}-{}", it.ordinal, plain(&it.file_name))),
        });
    }
    (named, inside)
}

/// A file's name that leads nowhere, short enough for every system.
fn plain(name: &str) -> String {
    let kept = name.chars().map(|c| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        c if c.is_control() => '_',
        c => c,
    });
    kept.take(80).collect()
}
