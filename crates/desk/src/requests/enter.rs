//! 登记申请: a request that came on paper, by fax or by word of mouth, with its own day of receipt (第三十一条).

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Stop, UnitId};
use requests::actions::{Enter, Submit, enter};
use requests::report::AskerKind;
use requests::{Channel, Delivery, Form, Identity, Receipt, RequestRefusal, Wish};
use serde::Deserialize;
use store::directory;

use super::LIST;
use super::act::address;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/requests/new", get(show).post(take))
}

/// What is typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Typed {
    unit: String,
    channel: String,
    received_on: String,
    asker: String,
    name: String,
    proof: String,
    representative: String,
    phone: String,
    email: String,
    address: String,
    wanted: String,
    doc_number: String,
    description: String,
    form_wanted: String,
    delivery: String,
    is_reduction_asked: bool,
    help: String,
}

#[derive(Debug, Template)]
#[template(path = "requests/enter.html")]
struct EnterPage {
    frame: DeskFrame,
    typed: Typed,
    units: Vec<(String, String)>,
    errors: Errors,
}

impl EnterPage {
    fn channels(&self) -> Vec<(&'static str, &'static str)> {
        let paper = Channel::ALL.iter().filter(|it| **it != Channel::Online);
        paper.map(|it| (it.code(), it.label())).collect()
    }
}

#[derive(Debug, Template)]
#[template(path = "requests/receipt.html")]
struct ReceiptPage {
    frame: DeskFrame,
    receipt: Receipt,
    to: String,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let typed = Typed {
        channel: Channel::InPerson.code().to_owned(),
        received_on: desk.today().to_string(),
        asker: AskerKind::Person.code().to_owned(),
        form_wanted: Form::Paper.code().to_owned(),
        delivery: Delivery::PickUp.code().to_owned(),
        ..Typed::default()
    };
    page(&desk, &officer, (typed, Errors::none())).await
}

/// The units for which somebody may enter requests: their own, or all for the office.
async fn units_of(desk: &Desk, officer: &Officer) -> Result<Vec<(String, String)>, Snag> {
    let today = desk.today();
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let units = directory.units().iter();
    let units = units.filter(|it| it.exists_on(today) && officer.actor.unit_officer(it.id).is_ok());
    Ok(units
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect())
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let units = units_of(desk, officer).await?;
    if units.is_empty() {
        return Err(kernel::NotAllowed::ResponsibleUnitOnly.into());
    }
    let status = errors.status();
    let page = EnterPage {
        frame: desk.frame(officer, "登记申请").under("依申请公开", LIST),
        units,
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn take(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let command = match read(&form) {
        Ok(command) => command,
        Err((field, words)) => {
            let errors = Errors::none().with(field, words);
            return page(&desk, &officer, (form, errors)).await;
        }
    };
    let Some(unit) = command.filled.unit else {
        let errors = Errors::of(Stop::Refused(RequestRefusal::UnitMissing))?;
        return page(&desk, &officer, (form, errors)).await;
    };
    let clerk = officer.actor.unit_officer(unit)?;
    let calendar = desk.calendar();
    let by = (desk.vault.as_ref(), calendar.as_ref(), desk.now());
    match enter(&desk.store, &command, &clerk, by).await {
        Ok(receipt) => html(&ReceiptPage {
            frame: desk.frame(&officer, "受理回执").under("依申请公开", LIST),
            to: address(receipt.request),
            receipt,
        }),
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}

/// A field that cannot be read, and what to write in it.
type Wrong = (&'static str, &'static str);

fn read(form: &Typed) -> Result<Enter, Wrong> {
    let unit: Option<UnitId> = form.unit.parse().ok();
    let channel = Channel::from_code(&form.channel).filter(|it| *it != Channel::Online);
    let received_on: Option<Date> = match form.received_on.trim() {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| ("received_on", "请填写日期，写作 2026-11-21"))?,
        ),
    };
    Ok(Enter {
        channel: channel.ok_or(("channel", "请选择提交方式"))?,
        received_on,
        filled: Submit {
            unit,
            asker: AskerKind::from_code(&form.asker).ok_or(("asker", "请选择申请人的类型"))?,
            identity: Identity {
                name: form.name.clone(),
                proof: form.proof.clone(),
                representative: form.representative.clone(),
                phone: form.phone.clone(),
                email: form.email.clone(),
                address: form.address.clone(),
            },
            wish: Wish {
                wanted: form.wanted.clone(),
                doc_number: form.doc_number.clone(),
                description: form.description.replace('\r', ""),
                form: Form::from_code(&form.form_wanted)
                    .ok_or(("form_wanted", "请选择信息的形式"))?,
                delivery: Delivery::from_code(&form.delivery)
                    .ok_or(("delivery", "请选择获取方式"))?,
                is_reduction_asked: form.is_reduction_asked,
                help: form.help.clone(),
            },
        },
    })
}
