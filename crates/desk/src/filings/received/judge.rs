//! 备案审查 of what another site sent: the forms on its page.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use publishing::filing::received::{
    decline_received, object_received, register_received, return_received,
};
use publishing::filing::{FilingCommand, JudgeFiling};

use super::received_of;
use super::show::page;
use crate::filings::send::Typed;
use crate::filings::show::Tried;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/filings/received/{id}/register", post(act_register))
        .route("/desk/filings/received/{id}/return", post(act_return))
        .route("/desk/filings/received/{id}/object", post(act_object))
        .route("/desk/filings/received/{id}/decline", post(act_decline))
}

async fn act_register(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, FilingCommand::Register), posted).await
}

async fn act_return(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, FilingCommand::Return), posted).await
}

async fn act_object(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, FilingCommand::Object), posted).await
}

async fn act_decline(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, FilingCommand::Decline), posted).await
}

async fn act(
    desk: &Desk,
    (id, verb): (&str, FilingCommand),
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let filing = received_of(desk, &officer, id).await?;
    let command = JudgeFiling {
        filing: filing.id,
        words: form.words.clone(),
        register_number: form.register_number.clone(),
    };
    let (actor, store, unit, now) = (
        &officer.actor,
        &desk.store,
        filing.receiver_unit,
        desk.now(),
    );
    let outcome = match verb {
        FilingCommand::Return => {
            return_received(store, &command, &actor.unit_officer(unit)?, now).await
        }
        FilingCommand::Object => {
            object_received(store, &command, &actor.approver(unit)?, now).await
        }
        FilingCommand::Decline => {
            decline_received(store, &command, &actor.approver(unit)?, now).await
        }
        FilingCommand::Register
        | FilingCommand::Send
        | FilingCommand::Supplement
        | FilingCommand::Answer => {
            register_received(store, &command, &actor.unit_officer(unit)?, now).await
        }
    };
    match outcome {
        Ok(()) => {
            let to = format!("/desk/filings/received/{}", filing.id);
            let told = "已办理。请下载答复文件，送给报送备案的网站";
            Ok(flash::go(desk, &to, told))
        }
        Err(stop) => {
            let tried = Tried {
                command: Some(verb),
                typed: form,
                errors: Errors::of(stop)?,
            };
            page(desk, &officer, id, tried).await
        }
    }
}
