//! Rows to model.

use kernel::{EditionId, Fault};
use prose::Body;
use store::{Row, Tx, params};

use crate::gathered::{self, typed_of};
use crate::issue::Issue;
use crate::metadata::Metadata;
use crate::model::{
    Attachment, Disclosure, Document, Edition, Force, Interpreter, JointIssuer, JointState, Person,
    PublishedFirst, Scale, Upload,
};
use crate::sql;
use crate::{DocumentState, EditionState, Validity};

/// Reads a coded value.
pub(crate) fn coded<T>(
    row: &Row,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Fault> {
    let code: String = row.get(column)?;
    read(&code).ok_or_else(|| Fault::new(format!("{column} holds {code:?}")))
}

pub(crate) fn document_of(row: &Row) -> Result<Document, Fault> {
    Ok(Document {
        id: row.get("id")?,
        kind: row.get("kind")?,
        unit: row.get("unit_id")?,
        state: coded(row, "state", DocumentState::from_code)?,
        index_number: row.get("index_number")?,
        published_edition: row.get("published_edition_id")?,
        first_published_at: row.get("first_published_at")?,
        validity: coded(row, "validity", Validity::from_code)?,
        validity_from: row.get("validity_from")?,
        validity_before: coded(row, "validity_before", Validity::from_code)?,
    })
}

/// What was decided about a document's validity, and its dates.
pub(crate) fn force_of(row: &Row) -> Result<Force, Fault> {
    Ok(Force {
        decided: coded(row, "validity", Validity::from_code)?,
        decided_from: row.get("validity_from")?,
        before: coded(row, "validity_before", Validity::from_code)?,
        effective_on: row.get("effective_on")?,
        expires_on: row.get("expires_on")?,
    })
}

fn metadata_of(row: &Row) -> Result<Metadata, Fault> {
    Ok(Metadata {
        joint_issuers: Vec::new(),
        column: row.get("column_code")?,
        title: row.get("title")?,
        number: row.get("number")?,
        theme: row.get("theme")?,
        keywords: row.get("keywords")?,
        summary: row.get("summary")?,
        made_on: row.get("made_on")?,
        effective_on: row.get("effective_on")?,
        expires_on: row.get("expires_on")?,
        unpublish_after: row.get("unpublish_after")?,
        disclosure: coded(row, "disclosure", Disclosure::from_code)?,
        disclosure_ground: row.get("disclosure_ground")?,
        review_again_on: row.get("review_again_on")?,
        publish_at: row.get("publish_at")?,
        issue: row.get::<Option<i64>>("issue")?.and_then(Issue::of_key),
        interpreter: Interpreter::from_code(&row.get::<String>("interpreter")?),
        gathered: Vec::new(),
    })
}

pub(crate) fn attachment_of(row: &Row) -> Result<Attachment, Fault> {
    let reading: String = row.get("reading")?;
    Ok(Attachment {
        ordinal: row.get("ordinal")?,
        blob: row.get("blob_id")?,
        file_name: row.get("file_name")?,
        media_type: row.get("media_type")?,
        size: row.get("size")?,
        unreadable: match reading.as_str() {
            "read" => None,
            _ => Some(row.get("reading_note")?),
        },
    })
}

pub(crate) fn upload_of(row: &Row) -> Result<Upload, Fault> {
    Ok(Upload {
        id: row.get("id")?,
        edition: row.get("edition_id")?,
        account: row.get("account_id")?,
        file_name: row.get("file_name")?,
        changed_at: row.get("changed_at")?,
        size: row.get("size")?,
        received: row.get("received")?,
        begun_at: row.get("begun_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// An edition with its text and files.
pub(crate) async fn find_edition(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_EDITION, params![id]).await? else {
        return Ok(None);
    };
    let body = tx.fetch_one(sql::FIND_BODY, params![id]).await?;
    let body: String = body.get("html")?;
    let files = tx.fetch_all(sql::LIST_ATTACHMENTS, params![id]).await?;
    let signed_by: Option<String> = row.get("signed_by")?;
    let signed_account = row.get("signed_account")?;
    let joint = tx.fetch_all(sql::LIST_JOINT, params![id]).await?;
    let joint = joint.iter().map(joint_of).collect::<Result<Vec<_>, _>>()?;
    let gathered = gathered::load(tx, id).await?;
    Ok(Some(Edition {
        id,
        document: row.get("document_id")?,
        ordinal: row.get("ordinal")?,
        state: coded(&row, "state", EditionState::from_code)?,
        revision: row.get("revision")?,
        scale: coded(&row, "scale", Scale::from_code)?,
        change_note: row.get("change_note")?,
        metadata: Metadata {
            joint_issuers: joint.iter().map(|it| it.name.clone()).collect(),
            gathered: typed_of(&gathered),
            ..metadata_of(&row)?
        },
        body: clean(&body)?,
        attachments: files.iter().map(attachment_of).collect::<Result<_, _>>()?,
        drafter: Person {
            name: row.get("drafted_by")?,
            account: row.get("drafter_account")?,
        },
        signed_digest: row.get("signed_digest")?,
        signed_by: signed_by.map(|name| Person {
            name,
            account: signed_account,
        }),
        published_first: published_first_of(&row)?,
        gathered,
        joint,
    }))
}

fn joint_of(row: &Row) -> Result<JointIssuer, Fault> {
    Ok(JointIssuer {
        unit: row.get("unit_id")?,
        name: row.get("name")?,
        state: coded(row, "state", JointState::from_code)?,
        since: row.get("since")?,
        signed_digest: row.get("signed_digest")?,
        signed_by: row.get("signed_by")?,
    })
}

fn published_first_of(row: &Row) -> Result<Option<PublishedFirst>, Fault> {
    let Some(at) = row.get("published_first_at")? else {
        return Ok(None);
    };
    Ok(Some(PublishedFirst {
        at,
        by: row
            .get::<Option<String>>("published_first_by")?
            .unwrap_or_default(),
        reason: row.get("published_first_reason")?,
        approved_at: row.get("approved_at")?,
        promise: row.get("approval_promise_id")?,
    }))
}

/// The kept text. It was clean when it was kept, and cleaning what is clean changes nothing.
fn clean(html: &str) -> Result<Body, Fault> {
    let cleaned = Body::clean(html);
    let cleaned = cleaned.map_err(|cause| Fault::caused("reading a kept body", cause))?;
    Ok(cleaned.body)
}
