//! Small pieces of the desk's pages about promises. A standing is a word and a shape, never a colour alone (WCAG 1.4.1).

use promises::Standing;
use ui::Markup;

/// A standing as people see it.
pub(crate) fn standing(standing: Standing) -> Markup {
    Markup::trusted(format!(
        "<span class=\"st st-{}\"><i aria-hidden=\"true\">{}</i>{}</span>",
        standing.code(),
        standing.shape(),
        standing.label()
    ))
}

/// Thousandths as a percentage; a dash where there is none.
pub(crate) fn percent(permille: Option<u16>) -> String {
    match permille {
        None => "—".to_owned(),
        Some(share) => format!("{}.{}%", share / 10, share % 10),
    }
}
