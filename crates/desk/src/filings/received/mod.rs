//! 其他网站报送的备案: taken in as packages, read, judged, and answered by a file.
//!
//! The unit that looks through them sees them, the open-government office all. What came from elsewhere is shown cleaned, and saved, never opened.

mod judge;
mod list;
mod show;

use axum::Router;
use kernel::{FilingId, NotAllowed};
use publishing::filing::received::Received;
use publishing::filing::received::queries::find;

use super::{own_units, sees_all};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(show::router())
        .merge(judge::router())
}

/// The filing of an address, for somebody who may see it; for anybody else it is not there.
async fn received_of(desk: &Desk, officer: &Officer, id: &str) -> Result<Received, Snag> {
    const NONE: Snag = Snag::Missing("备案");
    let id: FilingId = id.parse().map_err(|_| NONE)?;
    let units = own_units(&officer.actor);
    if units.is_empty() && !sees_all(&officer.actor) {
        return Err(NotAllowed::ResponsibleUnitOnly.into());
    }
    let found = store::read!(desk.store, |tx| find(tx, id).await)?;
    let is_theirs = |it: &Received| sees_all(&officer.actor) || units.contains(&it.receiver_unit);
    found.filter(is_theirs).ok_or(NONE)
}
