//! 问答: what the office answers itself, and what visitors asked in vain. The same pages list, write and retire; the public sees an entry as long as it was read in
//! time and what it rests on is public and in force.

mod asked;
mod edit;
mod list;

use answers::Wording;
use axum::Router;
use search::Compared;

use crate::site::Desk;

/// Their addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(edit::router())
        .merge(asked::router())
}

/// Where entries are listed, and written by a form that is handed in.
pub(crate) const LIST: &str = "/desk/answers";

/// A question as it is compared with others.
fn wording(words: &str) -> Wording {
    let compared = Compared::of(words);
    Wording {
        words: words.trim().to_owned(),
        folded: compared.folded,
        grams: compared.grams,
    }
}
