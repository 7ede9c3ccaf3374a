//! 在线申请: who asks, for what, and how it is to be given (第二十九条). No purpose is asked for. What is wrong is told at its field, and nothing that was typed is lost.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Refusal as _, Stop, UnitId};
use requests::actions::{Submit, submit as hand_in};
use requests::report::AskerKind;
use requests::{Delivery, Form as InForm, Identity, Receipt, RequestRefusal, Wish};
use serde::Deserialize;
use store::directory;
use ui::Frame;

use super::{Requesting, closed, too_often};
use crate::ask::{Ask, is_foreign};
use crate::columns;
use crate::serve::Head;
use crate::site::Site;
use crate::subscribe::page::reply;

/// What is handed in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    unit: String,
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
    form: String,
    delivery: String,
    is_reduction_asked: String,
    help: String,
    /// Must stay empty: people do not see it.
    remark: String,
}

/// What is wrong, and at which field; none for the form as a whole.
struct Wrong {
    field: Option<&'static str>,
    words: String,
}

#[derive(Template)]
#[template(path = "requests/form.html")]
struct FormPage {
    frame: Frame,
    action: String,
    units: Vec<(String, String)>,
    typed: Fields,
    wrong: Option<Wrong>,
}

impl FormPage {
    /// The words for a field that is refused.
    fn flaw(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.as_ref()?;
        (wrong.field == Some(field)).then_some(wrong.words.as_str())
    }
}

#[derive(Template)]
#[template(path = "requests/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    receipt: Receipt,
    unit_name: String,
    wanted: String,
    action: String,
}

/// Shows the form; the address may name a unit and what is wanted.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.requesting.is_none() {
        return closed(&site, &ask);
    }
    let from = |name: &str| ask.params.text(name).unwrap_or_default().to_owned();
    let fields = Fields {
        unit: from("unit"),
        wanted: from("wanted").chars().take(200).collect(),
        asker: AskerKind::Person.code().to_owned(),
        form: InForm::Electronic.code().to_owned(),
        delivery: Delivery::Download.code().to_owned(),
        ..Fields::default()
    };
    form(&site, &ask, (fields, None)).await
}

/// Takes it. The receipt is the answer itself: an address that shows a secret again would be somebody else's tomorrow.
pub(super) async fn submit(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let Some(requesting) = site.requesting.clone() else {
        return closed(&site, &ask);
    };
    if let Err(refused) = requesting.handed.count(&request) {
        return too_often(&site, &ask, refused);
    }
    let foreign = is_foreign(request.headers());
    // What cannot be read is a form in which everything is missing.
    let fields = match Form::<Fields>::from_request(request, &()).await {
        Ok(Form(fields)) => fields,
        Err(_) => Fields::default(),
    };
    if foreign || !fields.remark.is_empty() {
        let wrong = Wrong {
            field: None,
            words: "这份申请没有提交，请在本页重新提交".to_owned(),
        };
        return form(&site, &ask, (fields, Some(wrong))).await;
    }
    match read(&fields) {
        Ok(filled) => take((&site, &ask), &requesting, (fields, filled)).await,
        Err(wrong) => form(&site, &ask, (fields, Some(wrong))).await,
    }
}

async fn take(
    (site, ask): (&Site, &Ask),
    requesting: &Requesting,
    (fields, filled): (Fields, Submit),
) -> Response {
    let (calendar, now) = ((site.calendar)(), (site.clock)());
    let by = (requesting.vault.as_ref(), calendar.as_ref(), now);
    let receipt = match hand_in(&site.store, &filled, by).await {
        Ok(receipt) => receipt,
        Err(Stop::Refused(refusal)) => {
            let wrong = Wrong {
                field: field_of(&refusal),
                words: refusal.message(),
            };
            return form(site, ask, (fields, Some(wrong))).await;
        }
        Err(Stop::Failed(fault)) => return site.trouble(ask, fault.into()),
    };
    let unit = filled.unit;
    let found = store::read!(site.store, |tx| match unit {
        Some(unit) => directory::find_unit(tx, unit).await,
        None => Ok(None),
    });
    let unit_name = match found {
        Ok(unit) => unit.map_or_else(String::new, |it| it.name),
        Err(fault) => return site.trouble(ask, fault.into()),
    };
    let head = Head::new("申请已经提交", &columns::REQUESTS, "/requests/new")
        .under("依申请公开", "/requests");
    let page = ReceiptPage {
        frame: site.frame(ask.variant, head, site.today()),
        receipt,
        unit_name,
        wanted: filled.wish.wanted,
        action: ask.variant.address("/requests/status"),
    };
    reply(site, ask, (StatusCode::OK, &page))
}

/// The field of the form at which a refusal is told.
fn field_of(refusal: &RequestRefusal) -> Option<&'static str> {
    match refusal {
        RequestRefusal::TooLong(field, _, _) => Some(field),
        other => other.field(),
    }
}

fn read(fields: &Fields) -> Result<Submit, Wrong> {
    let choose = |field, words: &str| Wrong {
        field: Some(field),
        words: words.to_owned(),
    };
    let unit: Option<UnitId> = fields.unit.parse().ok();
    Ok(Submit {
        unit: Some(unit.ok_or_else(|| {
            let refusal = RequestRefusal::UnitMissing;
            choose("unit", &refusal.message())
        })?),
        asker: AskerKind::from_code(&fields.asker)
            .ok_or_else(|| choose("asker", "请选择申请人的类型"))?,
        identity: Identity {
            name: fields.name.clone(),
            proof: fields.proof.clone(),
            representative: fields.representative.clone(),
            phone: fields.phone.clone(),
            email: fields.email.clone(),
            address: fields.address.clone(),
        },
        wish: Wish {
            wanted: fields.wanted.clone(),
            doc_number: fields.doc_number.clone(),
            description: fields.description.replace('\r', ""),
            form: InForm::from_code(&fields.form)
                .ok_or_else(|| choose("form", "请选择信息的形式"))?,
            delivery: Delivery::from_code(&fields.delivery)
                .ok_or_else(|| choose("delivery", "请选择获取方式"))?,
            is_reduction_asked: !fields.is_reduction_asked.is_empty(),
            help: fields.help.clone(),
        },
    })
}

async fn form(site: &Site, ask: &Ask, (typed, wrong): (Fields, Option<Wrong>)) -> Response {
    let today = site.today();
    let directory = match store::read!(site.store, |tx| directory::load(tx).await) {
        Ok(directory) => directory,
        Err(fault) => return site.trouble(ask, fault.into()),
    };
    let units = directory.units().iter().filter(|it| it.exists_on(today));
    let head =
        Head::new("在线申请", &columns::REQUESTS, "/requests/new").under("依申请公开", "/requests");
    let status = match wrong {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = FormPage {
        frame: site.frame(ask.variant, head, today),
        action: ask.variant.address("/requests/new"),
        units: units
            .map(|it| (it.id.to_string(), it.name.clone()))
            .collect(),
        typed,
        wrong,
    };
    reply(site, ask, (status, &page))
}
