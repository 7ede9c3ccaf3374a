//! 备案包 and 答复: a filing saved as the signed file that another site takes in, and the answer that comes back from there.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Stop;
use publishing::filing::exchange::PackageRefusal;
use publishing::filing::{FilingRefusal, Origin, pack, take_answer};

use super::filing_of;
use super::judge::told;
use super::show::{Tried, page};
use crate::documents::outlet;
use crate::flash;
use crate::form::{Errors, NoFields};
use crate::page::saved;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/filings/{id}/package.zip", get(download))
        .route("/desk/filings/{id}/answer", post(take))
}

async fn download(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let filing = filing_of(&desk, &officer, &id).await?;
    let origin = Origin {
        name: &desk.identity.name,
        address: &desk.identity.base_url,
        signer: &*desk.signer,
        library: &desk.library,
    };
    let sealed = pack(&desk.store, filing.id, origin).await?;
    let sealed = sealed.ok_or(Snag::Missing("备案"))?;
    let name = match filing.number.as_str() {
        "" => &filing.index_number,
        number => number,
    };
    let name = format!("备案包-{name}-第{}次报送.zip", filing.round);
    Ok(saved(sealed.bytes(), &name))
}

async fn take(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<NoFields>,
) -> Result<Response, Snag> {
    let Uploaded {
        officer, mut files, ..
    } = posted;
    let filing = filing_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(filing.unit)?;
    let outcome = match files.pop() {
        None => Err(Stop::Refused(FilingRefusal::from(
            PackageRefusal::FileMissing,
        ))),
        Some(file) => {
            let what = (filing.id, file.bytes.as_slice());
            let who = (&right, desk.partners.as_ref());
            take_answer(&desk.store, what, who, (&outlet(&desk), desk.now())).await
        }
    };
    match outcome {
        Ok(verb) => {
            let to = format!("/desk/filings/{}", filing.id);
            let told = format!("已接收受理机关的答复：{}", told(verb));
            Ok(flash::go(&desk, &to, &told))
        }
        Err(stop) => {
            let errors = Errors::of(stop)?;
            let message = errors.all().first().map(|(_, it)| it.clone());
            let tried = Tried {
                errors: Errors::none().with("file", message.unwrap_or_default()),
                ..Tried::default()
            };
            page(&desk, &officer, &id, tried).await
        }
    }
}
