//! What is typed into a document's form, and how it becomes a body and metadata.
//!
//! Pictures that were pasted are stored at once, not public, so that a form that comes back has not lost them.

use std::collections::HashMap;

use kernel::{BlobId, Date, Moment};
use prose::{Body, Cleaned, PastedImage};
use publishing::Metadata;
use publishing::actions::begin::IMAGES;
use publishing::gathered::typed::print;
use publishing::metadata::TypedMetadata;
use publishing::model::{Edition, Interpreter};
use serde::Deserialize;
use store::StoredBlob;

use crate::form::Errors;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::UploadedFile;

/// The form of a draft.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub kind: String,
    pub unit: String,
    pub revision: String,
    pub column: String,
    pub title: String,
    pub number: String,
    pub joint_issuers: String,
    pub theme: String,
    pub keywords: String,
    pub summary: String,
    pub made_on: String,
    pub effective_on: String,
    pub expires_on: String,
    pub unpublish_after: String,
    pub disclosure: String,
    pub disclosure_ground: String,
    pub review_again_on: String,
    pub publish_at: String,
    pub issue_year: String,
    pub issue_number: String,
    pub interpreter: String,
    pub gathered: String,
    pub body: String,
    pub scale: String,
    pub change_note: String,
    /// Which button: `show` goes on to the review page.
    pub then: String,
}

impl Typed {
    /// The form of an edition as it is kept.
    pub(super) fn of(edition: &Edition, kind: &str) -> Self {
        let it = &edition.metadata;
        let day = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
        Self {
            kind: kind.to_owned(),
            unit: String::new(),
            revision: edition.revision.to_string(),
            column: it.column.clone(),
            title: it.title.clone(),
            number: it.number.clone(),
            joint_issuers: it.joint_issuers.join("、"),
            theme: it.theme.clone(),
            keywords: it.keywords.clone(),
            summary: it.summary.clone(),
            made_on: day(it.made_on),
            effective_on: day(it.effective_on),
            expires_on: day(it.expires_on),
            unpublish_after: day(it.unpublish_after),
            disclosure: it.disclosure.code().to_owned(),
            disclosure_ground: it.disclosure_ground.clone(),
            review_again_on: day(it.review_again_on),
            publish_at: publish_at(it),
            issue_year: it.issue.map(|it| it.year.to_string()).unwrap_or_default(),
            issue_number: it.issue.map(|it| it.number.to_string()).unwrap_or_default(),
            interpreter: it.interpreter.map_or("", Interpreter::code).to_owned(),
            gathered: print(&it.gathered),
            body: edition.body.html().to_owned(),
            scale: edition.scale.code().to_owned(),
            change_note: edition.change_note.clone(),
            then: String::new(),
        }
    }

    /// The metadata as typed.
    pub(super) fn metadata(&self) -> TypedMetadata {
        TypedMetadata {
            column: self.column.clone(),
            title: self.title.clone(),
            number: self.number.clone(),
            joint_issuers: self.joint_issuers.clone(),
            theme: self.theme.clone(),
            keywords: self.keywords.clone(),
            summary: self.summary.clone(),
            made_on: self.made_on.clone(),
            effective_on: self.effective_on.clone(),
            expires_on: self.expires_on.clone(),
            unpublish_after: self.unpublish_after.clone(),
            disclosure: self.disclosure.clone(),
            disclosure_ground: self.disclosure_ground.clone(),
            review_again_on: self.review_again_on.clone(),
            publish_at: self.publish_at.clone(),
            issue_year: self.issue_year.clone(),
            issue_number: self.issue_number.clone(),
            interpreter: self.interpreter.clone(),
            gathered: self.gathered.clone(),
        }
    }

    /// The body: from a file where one was chosen, else as typed. What was wrong stands at its field.
    pub(super) async fn body(
        &self,
        desk: &Desk,
        files: Vec<UploadedFile>,
    ) -> Result<Result<Body, Errors>, Snag> {
        let file = files.into_iter().find(|it| it.field == "body_file");
        if let Some(file) = file {
            let wrong = |why: String| Ok(Err(Errors::none().with("body_file", why)));
            let read = match desk.read_file.text(file.bytes, &file.name).await {
                Ok(read) => read,
                Err(refused) => return wrong(refused.message),
            };
            let images = read.pictures.into_iter().filter_map(PastedImage::read);
            return match Body::clean(&read.html) {
                Err(cause) => wrong(cause.to_string()),
                Ok(cleaned) => {
                    let images = images.collect();
                    store_images(desk, Cleaned { images, ..cleaned }).await
                }
            };
        }
        let cleaned = if self.body.contains('<') {
            Body::clean(&self.body)
        } else {
            Body::from_text(&self.body).map(|body| Cleaned {
                body,
                dropped: Vec::new(),
                images: Vec::new(),
            })
        };
        match cleaned {
            Err(cause) => Ok(Err(Errors::none().with("body", cause.to_string()))),
            Ok(cleaned) => store_images(desk, cleaned).await,
        }
    }
}

/// The moment of publication as a field of the browser wants it.
fn publish_at(metadata: &Metadata) -> String {
    let at = metadata.publish_at.map(Moment::civil);
    at.map(|it| it.strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}

/// Keeps pasted pictures; the body names them by where they lie.
async fn store_images(desk: &Desk, cleaned: Cleaned) -> Result<Result<Body, Errors>, Snag> {
    let mut kept: HashMap<String, BlobId> = HashMap::new();
    for image in cleaned.images {
        let size = u64::try_from(image.bytes.len()).unwrap_or(u64::MAX);
        let id = desk.store.blobs().put(image.bytes).await?;
        let blob = StoredBlob {
            id: id.clone(),
            size,
            media_type: image.media_type.to_owned(),
            file_name: String::new(),
            is_public: false,
        };
        let now = desk.now();
        store::write!(
            desk.store,
            |tx| -> Result<(), kernel::Stop<kernel::Never>> { Ok(tx.note_blob(&blob, now).await?) }
        )?;
        kept.insert(image.mark, id);
    }
    if kept.is_empty() {
        return Ok(Ok(cleaned.body));
    }
    let body = cleaned
        .body
        .with_images(|mark| kept.get(mark).map(|id| format!("{IMAGES}{id}")));
    Ok(body.map_err(|cause| Errors::none().with("body", cause.to_string())))
}
