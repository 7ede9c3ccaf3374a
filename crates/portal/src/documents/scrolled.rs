//! Clean HTML of documents and attachments on a page: its tables in frames of their own that a narrow screen and the keyboard can scroll.

use ui::Markup;

/// The HTML with its tables in such frames, which are called so. It is clean, so what looks like the tag of a table is one.
pub(super) fn scrolled(html: &str, label: &'static str) -> Markup {
    let open = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><table>"
    );
    let html = html.replace("<table>", &open);
    Markup::trusted(html.replace("</table>", "</table></div>"))
}
