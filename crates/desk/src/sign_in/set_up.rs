//! 首次设置: the page behind the console's one-time link, on which an administrator makes their account.

use accounts::actions::set_up::is_open;
use accounts::actions::{SetUp, set_up};
use accounts::{AccountRefusal, Secret, Token};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{Fault, Role, Stop};
use serde::Deserialize;

use super::{enter, from};
use crate::flash;
use crate::form::{Errors, GuestPosted};
use crate::page::{DeskFrame, html};
use crate::people::{UnitChoice, list_unit_choices};
use crate::session::Visit;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/set-up", get(show).post(act))
}

/// The administrators that the link makes.
const ROLES: [Role; 3] = [
    Role::SecurityAdministrator,
    Role::SystemAdministrator,
    Role::AuditAdministrator,
];

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    token: String,
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    token: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    again: Secret,
}

#[derive(Debug, Template)]
#[template(path = "sign_in/set_up.html")]
struct SetUpPage {
    frame: DeskFrame,
    roles: [Role; 3],
    units: Vec<UnitChoice>,
    form: Form,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    visit.count_attempt(&desk.door)?;
    let form = Form {
        token: asked.token,
        role: Role::SecurityAdministrator.code().to_owned(),
        ..Form::default()
    };
    page(&desk, (form, Errors::none())).await
}

/// The page for whoever has a link that works; nobody else learns that there is one.
async fn page(desk: &Desk, (form, errors): (Form, Errors)) -> Result<Response, Snag> {
    let token = Token::parse(&form.token).ok_or(Snag::Missing("页面"))?;
    let now = desk.now();
    let (works, units) = store::read!(desk.store, |tx| {
        let works = is_open(tx, &token, now).await?;
        Ok::<_, Fault>((works, list_unit_choices(tx, now.date()).await?))
    })?;
    if !works {
        return Err(Stop::Refused(AccountRefusal::LinkUsed).into());
    }
    let status = errors.status();
    let page = SetUpPage {
        frame: desk.guest_frame("首次设置"),
        roles: ROLES,
        units,
        form,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn act(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    GuestPosted(form): GuestPosted<Form>,
) -> Result<Response, Snag> {
    visit.count_attempt(&desk.door)?;
    let token = Token::parse(&form.token).ok_or(Snag::Missing("页面"))?;
    let role = Role::from_code(&form.role).filter(|role| ROLES.contains(role));
    let (Ok(unit), Some(role)) = (form.unit.parse(), role) else {
        let refusal = Stop::Refused(AccountRefusal::UnknownUnit);
        return page(&desk, (form, Errors::of(refusal)?)).await;
    };
    let command = SetUp {
        token,
        login: form.login.clone(),
        name: form.name.clone(),
        unit,
        role,
        password: form.password.clone(),
        again: form.again.clone(),
        from: from(&visit, &headers),
    };
    match set_up(&desk.store, (&command, &desk.accounts), desk.now()).await {
        Ok(founded) => Ok(match founded.session {
            Some(made) => enter(&desk, &made, "/desk"),
            None => flash::go(&desk, "/desk/sign-in", "账号已建立，请登录"),
        }),
        Err(stop) => page(&desk, (form, Errors::of(stop)?)).await,
    }
}
