//! 授权代办: handing posts on for an absence, and taking them back.

use accounts::AccountRefusal;
use accounts::actions::{Delegate, delegate, end_delegation};
use accounts::model::HeldPost;
use accounts::queries;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{Date, Role, Stop, UnitId};
use serde::Deserialize;

use crate::flash;
use crate::form::{Errors, NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/account/delegations/new", get(show).post(act))
        .route("/desk/account/delegations/{id}/end", post(end))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    taker: String,
    #[serde(default)]
    posts: Vec<String>,
    #[serde(default)]
    from_on: String,
    #[serde(default)]
    through_on: String,
    #[serde(default)]
    reason: String,
}

/// A post that may be handed on.
#[derive(Debug)]
struct PostChoice {
    value: String,
    label: String,
    is_chosen: bool,
}

#[derive(Debug, Template)]
#[template(path = "account/delegate.html")]
struct DelegatePage {
    frame: DeskFrame,
    posts: Vec<PostChoice>,
    form: Form,
    errors: Errors,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let form = Form {
        from_on: desk.today().to_string(),
        ..Form::default()
    };
    page(&desk, &officer, (form, Errors::none())).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (form, errors): (Form, Errors),
) -> Result<Response, Snag> {
    let (id, today) = (officer.entered.account.id, desk.today());
    let held = store::read!(desk.store, |tx| queries::list_posts(tx, id).await)?;
    let choice = |post: HeldPost| {
        let value = format!("{}:{}", post.unit, post.role.code());
        PostChoice {
            is_chosen: form.posts.contains(&value),
            value,
            label: format!("{} · {}", post.unit_name, post.role.label()),
        }
    };
    let posts = held
        .into_iter()
        .filter(|post| post.holds_on(today) && !post.role.is_administrative())
        .map(choice)
        .collect();
    let status = errors.status();
    let page = DelegatePage {
        frame: desk
            .frame(officer, "授权代办")
            .under("我的账号", "/desk/account"),
        posts,
        form,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

/// `UNIT:ROLE` of a ticked box.
fn post_of(text: &str) -> Option<(UnitId, Role)> {
    let (unit, role) = text.split_once(':')?;
    Some((unit.parse().ok()?, Role::from_code(role)?))
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let (officer, form) = (posted.officer, posted.form);
    let day = |text: &str| text.trim().parse::<Date>().ok();
    let login = form.taker.trim().to_lowercase();
    let taker = store::read!(desk.store, |tx| {
        queries::find_account_by_login(tx, &login).await
    })?;
    let outcome = match (taker, day(&form.from_on), day(&form.through_on)) {
        (None, _, _) => Err(Stop::Refused(AccountRefusal::UnknownTaker)),
        (Some(taker), Some(from_on), Some(through_on)) => {
            let command = Delegate {
                taker: taker.id,
                posts: form.posts.iter().filter_map(|it| post_of(it)).collect(),
                from_on,
                through_on,
                reason: form.reason.clone(),
            };
            let giver = (&*officer.entered, &officer.actor);
            delegate(&desk.store, &command, giver, desk.now()).await
        }
        _ => Err(Stop::Refused(AccountRefusal::BadDelegationDates)),
    };
    match outcome {
        Ok(_) => Ok(flash::go(&desk, "/desk/account", "已授权代办")),
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}

async fn end(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let delegation = id.parse().map_err(|_| Snag::Missing("授权"))?;
    let giver = (&*officer.entered, &officer.actor);
    end_delegation(&desk.store, delegation, giver, desk.now()).await?;
    Ok(flash::go(&desk, "/desk/account", "已收回授权"))
}
