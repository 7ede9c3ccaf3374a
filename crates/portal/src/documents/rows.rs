//! Documents in lists, and validity as people see it: always a word and a shape, never a colour alone (WCAG 1.4.1).

use kernel::Date;
use publishing::model::Force;
use publishing::public::PublicLine;
use publishing::{Library, Validity};
use ui::{Frame, Markup, dates};

use crate::parts::badge;
use crate::words;

/// A row of a list of documents.
#[derive(Debug)]
pub(crate) struct DocumentRow {
    /// Where its page is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// 发文字号; may be empty.
    pub number: String,
    /// Where its unit's page is; `None` on that page.
    pub unit_href: Option<String>,
    /// Who publishes it.
    pub unit: String,
    /// The day on which it became public.
    pub published: Markup,
    /// Whether it is in force, for kinds that are or are not.
    pub validity: Option<Markup>,
}

impl DocumentRow {
    /// The rows of lines.
    pub fn all(lines: &[PublicLine], library: &Library, frame: &Frame) -> Vec<Self> {
        let row = |line: &PublicLine| Self {
            href: frame.link(&format!("/documents/{}", line.id)),
            title: line.title.clone(),
            number: line.number.clone(),
            unit_href: frame.link_elsewhere(&format!("/units/{}", line.unit)),
            unit: line.unit_name.clone(),
            published: dates::day(line.published_at.date()),
            validity: validity_of(library, (&line.kind, line.force), frame.today)
                .map(|it| validity(it, frame)),
        };
        lines.iter().map(row).collect()
    }
}

/// Whether a document is in force on a day; `None` for a kind that is not in force or out of it.
pub(crate) fn validity_of(
    library: &Library,
    (kind, force): (&str, Force),
    today: Date,
) -> Option<Validity> {
    let has_validity = library.find_kind(kind).is_some_and(|it| it.has_validity);
    let now = force.on(today);
    // Of a kind that knows no validity it may still be said that it is over.
    (has_validity || !now.goes_without_saying()).then_some(now)
}

/// A validity as people see it.
pub(crate) fn validity(it: Validity, frame: &Frame) -> Markup {
    badge(
        &format!("va-{}", it.code()),
        (it.shape(), words::validity(it, frame.variant)),
        frame,
    )
}
