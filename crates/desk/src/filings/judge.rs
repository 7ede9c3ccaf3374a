//! 备案审查 and 重新报送: the forms on a filing's page.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::Stop;
use publishing::filing::{
    Filing, FilingCommand, FilingRefusal, JudgeFiling, ResendFiling, decline, note_outcome, object,
    register, resend, return_filing,
};

use super::filing_of;
use super::send::Typed;
use super::show::{Tried, page};
use crate::documents::outlet;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/filings/{id}/register", post(act_register))
        .route("/desk/filings/{id}/return", post(act_return))
        .route("/desk/filings/{id}/object", post(act_object))
        .route("/desk/filings/{id}/decline", post(act_decline))
        .route("/desk/filings/{id}/resend", post(act_resend))
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
    let filing = filing_of(desk, &officer, id).await?;
    let command = JudgeFiling {
        filing: filing.id,
        words: form.words.clone(),
        register_number: form.register_number.clone(),
    };
    let outcome = judge(desk, &officer, (&filing, &command, verb)).await?;
    ended(desk, &officer, (&filing, verb, form), outcome).await
}

/// By whom it is judged decides which right is needed.
async fn judge(
    desk: &Desk,
    officer: &Officer,
    (filing, command, verb): (&Filing, &JudgeFiling, FilingCommand),
) -> Result<Result<(), Stop<FilingRefusal>>, Snag> {
    let outlet = outlet(desk);
    let when = (&outlet, desk.now());
    let (actor, store) = (&officer.actor, &desk.store);
    let Some(receiver) = filing.receiver_unit else {
        let right = actor.unit_officer(filing.unit)?;
        return Ok(note_outcome(store, (command, verb), &right, when).await);
    };
    Ok(match verb {
        FilingCommand::Return => {
            return_filing(store, command, &actor.unit_officer(receiver)?, when).await
        }
        FilingCommand::Object => object(store, command, &actor.approver(receiver)?, when).await,
        FilingCommand::Decline => decline(store, command, &actor.approver(receiver)?, when).await,
        FilingCommand::Register
        | FilingCommand::Send
        | FilingCommand::Supplement
        | FilingCommand::Answer => {
            register(store, command, &actor.unit_officer(receiver)?, when).await
        }
    })
}

async fn act_resend(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let filing = filing_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(filing.unit)?;
    let command = ResendFiling {
        filing: filing.id,
        papers: form.papers(),
        words: form.words.clone(),
    };
    let verb = filing.state.sent_again_by();
    let outcome = resend(&desk.store, &command, &right, (&outlet(&desk), desk.now())).await;
    ended(&desk, &officer, (&filing, verb, form), outcome).await
}

/// What is said on the page, or what was wrong, at the form with what was typed.
async fn ended(
    desk: &Desk,
    officer: &Officer,
    (filing, verb, typed): (&Filing, FilingCommand, Typed),
    outcome: Result<(), Stop<FilingRefusal>>,
) -> Result<Response, Snag> {
    match outcome {
        Ok(()) => {
            let to = format!("/desk/filings/{}", filing.id);
            Ok(flash::go(desk, &to, told(verb)))
        }
        Err(stop) => {
            let tried = Tried {
                command: Some(verb),
                typed,
                errors: Errors::of(stop)?,
            };
            page(desk, officer, &filing.id.to_string(), tried).await
        }
    }
}

pub(super) fn told(verb: FilingCommand) -> &'static str {
    match verb {
        FilingCommand::Register => "已登记备案，公开页面已标明",
        FilingCommand::Return => "已退回补正",
        FilingCommand::Object => "已提出审查意见",
        FilingCommand::Decline => "已记为不予备案",
        FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer => {
            "已重新报送，等待审查"
        }
    }
}
