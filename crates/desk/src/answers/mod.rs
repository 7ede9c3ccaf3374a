//! 问答: what the office answers itself, and what visitors asked or sought in vain. The same pages list, write and retire; the public sees an entry as long as it was read in
//! time and what it rests on is public and in force.

mod asked;
mod edit;
mod list;
mod sought;
mod take_up;

use answers::Wording;
use axum::Router;
use search::Compared;

use kernel::unit::{Directory, Unit};
use kernel::{Date, UnitId};

use crate::site::Desk;

/// Their addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(edit::router())
        .merge(asked::router())
        .merge(sought::router())
        .merge(take_up::router())
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

/// A unit that a form offers.
pub(crate) struct UnitChoice {
    id: UnitId,
    name: String,
    is_chosen: bool,
}

/// The units of today, with the one that was chosen.
fn unit_choices(directory: &Directory, chosen: &str, today: Date) -> Vec<UnitChoice> {
    let units = directory.units().iter().filter(|it| it.exists_on(today));
    let choice = |it: &Unit| UnitChoice {
        id: it.id,
        name: it.name.clone(),
        is_chosen: it.id.to_string() == chosen,
    };
    units.map(choice).collect()
}
