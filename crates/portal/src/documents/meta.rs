//! What the head of a document's page says beyond what every frame says: `Keywords`, `Description` under the name that 《政府网站发展指引》
//! writes, and, for an older edition, that the newest is the one to keep.
//!
//! The frame knows no place for these: they are put into the finished page, beside a tag of the frame's own.

use ui::Frame;
use ui::markup::escaped;

/// The frame's tag of the description; it stands before anything that a document says.
const DESCRIPTION: &str = "<meta name=\"description\"";

/// What is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meta {
    /// Keywords with single blanks between; may be empty.
    pub keywords: String,
    /// The full address of the page that is to be kept, where that is another: the newest edition, the document of an attachment.
    pub kept_at: Option<String>,
    /// Whether this is of an older edition: search engines are asked to forget it.
    pub is_old: bool,
    /// What machines read; see [`super::linked`].
    pub linked: String,
}

/// The page with it.
pub(super) fn complete(html: &str, (meta, frame): (&Meta, &Frame)) -> String {
    let mut tags = String::new();
    if !meta.keywords.is_empty() {
        let words = escaped(&meta.keywords.replace(' ', ","));
        tags.push_str(&format!("<meta name=\"Keywords\" content=\"{words}\">\n"));
    }
    if meta.is_old {
        tags.push_str("<meta name=\"robots\" content=\"noindex\">\n");
    }
    tags.push_str(&meta.linked);
    tags.push_str("<meta name=\"Description\"");
    let html = html.replacen(DESCRIPTION, &tags, 1);
    let Some(kept_at) = &meta.kept_at else {
        return html;
    };
    let canonical =
        |address: &str| format!("<link rel=\"canonical\" href=\"{}\">", escaped(address));
    html.replacen(&canonical(&frame.canonical()), &canonical(kept_at), 1)
}
