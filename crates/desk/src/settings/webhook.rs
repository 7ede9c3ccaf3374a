//! One webhook: added, changed, tried.
//!
//! Address and secret are never shown again once kept; left empty they stay as they are.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Fault, Never, Stop, UnitId, WebhookId};
use serde::Deserialize;
use store::directory;
use store::outbox::template::{self, DINGTALK, PLACEHOLDERS, PLAIN, WECOM};
use store::outbox::webhook::{
    KnownWebhook, SECRET_OWNER, Signing, URL_OWNER, Webhook, add, change, find,
};
use store::outbox::{Body, NewMessage, Topic, Way, enqueue};

use crate::flash;
use crate::form::{Errors, NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const LIST: &str = "/desk/settings/webhooks";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/settings/webhooks/new", get(ask).post(enter))
        .route("/desk/settings/webhooks/{id}", get(show).post(keep))
        .route("/desk/settings/webhooks/{id}/test", post(test))
}

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    signing: String,
    #[serde(default)]
    template: String,
    #[serde(default)]
    topic: Vec<String>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    active: String,
}

#[derive(Debug, Template)]
#[template(path = "settings/webhook.html")]
struct WebhookPage {
    frame: DeskFrame,
    errors: Errors,
    typed: Typed,
    known: Option<WebhookId>,
    units: Vec<(UnitId, String)>,
    signings: &'static [Signing],
    placeholders: &'static [(&'static str, &'static str)],
    examples: [(&'static str, &'static str); 3],
}

impl WebhookPage {
    fn has_topic(&self, code: &str) -> bool {
        self.typed.topic.iter().any(|it| it == code)
    }

    fn is_unit(&self, id: &UnitId) -> bool {
        self.typed.unit == id.to_string()
    }
}

async fn ask(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let typed = Typed {
        signing: Signing::None.code().to_owned(),
        template: WECOM.to_owned(),
        topic: vec![
            Topic::Reminders.code().to_owned(),
            Topic::Notices.code().to_owned(),
        ],
        active: "yes".to_owned(),
        ..Typed::default()
    };
    page(&desk, &officer, None, (typed, Errors::none())).await
}

async fn enter(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let administrator = officer.actor.system_administrator()?;
    let webhook = match checked(&desk, &form, None)? {
        Ok(webhook) => webhook,
        Err(errors) => return page(&desk, &officer, None, (form, errors)).await,
    };
    let now = desk.now();
    store::write!(desk.store, |tx| -> Result<WebhookId, Stop<Never>> {
        Ok(add(tx, &webhook, &administrator, now).await?)
    })?;
    Ok(flash::go(&desk, LIST, "已添加，可打开后发送测试消息"))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let known = load(&desk, &id).await?;
    let hook = known.webhook;
    let typed = Typed {
        name: hook.name,
        url: String::new(),
        secret: String::new(),
        signing: hook.signing.code().to_owned(),
        template: hook.template,
        topic: hook.topics.iter().map(|it| it.code().to_owned()).collect(),
        unit: hook.unit.map_or_else(String::new, |it| it.to_string()),
        active: if hook.is_active { "yes" } else { "" }.to_owned(),
    };
    page(&desk, &officer, Some(known.id), (typed, Errors::none())).await
}

async fn keep(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let administrator = officer.actor.system_administrator()?;
    let known = load(&desk, &id).await?;
    let webhook = match checked(&desk, &form, Some(&known.webhook))? {
        Ok(webhook) => webhook,
        Err(errors) => return page(&desk, &officer, Some(known.id), (form, errors)).await,
    };
    let now = desk.now();
    store::write!(desk.store, |tx| -> Result<bool, Stop<Never>> {
        Ok(change(tx, (known.id, &webhook), &administrator, now).await?)
    })?;
    Ok(flash::go(&desk, LIST, "已保存"))
}

/// Puts a message into the outbox that leaves by this webhook only.
async fn test(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    posted.officer.actor.system_administrator()?;
    let known = load(&desk, &id).await?;
    let now = desk.now();
    let new = NewMessage {
        key: format!("test/{}/{now}", known.id),
        topic: Topic::Test,
        account: None,
        unit: None,
        subject: "测试消息".to_owned(),
        body: Body {
            lead: "这是一条测试消息，收到说明配置正确。".to_owned(),
            path: "/desk".to_owned(),
            ..Body::default()
        },
        ways: vec![Way::Webhook(known.id)],
    };
    store::write!(desk.store, |tx| -> Result<(), Stop<Never>> {
        enqueue(tx, &new, now).await?;
        Ok(())
    })?;
    let to = format!("{LIST}/{}", known.id);
    let says = "测试消息已放入发件箱，几秒后可在“投递情况”查看结果";
    Ok(flash::go(&desk, &to, says))
}

async fn load(desk: &Desk, id: &str) -> Result<KnownWebhook, Snag> {
    let id: WebhookId = id.parse().map_err(|_| Snag::Missing("回调"))?;
    let found = store::read!(desk.store, |tx| find(tx, id).await)?;
    found.ok_or(Snag::Missing("回调"))
}

/// The webhook that a form means, or what is wrong with the form; an empty address or secret stays what it was. Both are kept
/// under the site's key.
fn checked(
    desk: &Desk,
    typed: &Typed,
    known: Option<&Webhook>,
) -> Result<Result<Webhook, Errors>, Snag> {
    let (url, secret) = (typed.url.trim(), typed.secret.trim());
    let signing = Signing::from_code(&typed.signing).unwrap_or(Signing::None);
    let topics: Vec<Topic> = typed
        .topic
        .iter()
        .filter_map(|it| Topic::from_code(it))
        .collect();
    let mut errors = flaws(typed, known, signing);
    if topics.is_empty() {
        errors = errors.with("topic", "请至少选择一类告知内容");
    }
    let Some(key) = &desk.accounts.key else {
        return Ok(Err(errors.with(
            "",
            "站点密钥不可用，无法保存地址和密钥，请检查数据目录中的密钥文件",
        )));
    };
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let sealed = |typed: &str, owner: &str, known: Option<&String>| match known {
        Some(known) if typed.is_empty() => Ok(known.clone()),
        Some(_) | None => key.seal(typed.as_bytes(), owner),
    };
    Ok(Ok(Webhook {
        name: typed.name.trim().to_owned(),
        url: sealed(url, URL_OWNER, known.map(|it| &it.url))?,
        secret: sealed(secret, SECRET_OWNER, known.map(|it| &it.secret))?,
        signing,
        template: typed.template.clone(),
        topics,
        unit: typed.unit.parse().ok(),
        is_active: typed.active == "yes",
    }))
}

/// What is wrong with the words of a form.
fn flaws(typed: &Typed, known: Option<&Webhook>, signing: Signing) -> Errors {
    let (url, secret) = (typed.url.trim(), typed.secret.trim());
    let mut errors = Errors::none();
    let letters = typed.name.trim().chars().count();
    if letters == 0 || letters > 50 {
        errors = errors.with("name", "请填写名称（最多50字）");
    }
    let keeps_url = known.is_some() && url.is_empty();
    if !keeps_url && !template::is_address(url) {
        errors = errors.with("url", "请填写以 https:// 开头的完整地址");
    }
    let had_none = known.is_none_or(|it| it.signing == Signing::None);
    if signing != Signing::None && secret.is_empty() && had_none {
        errors = errors.with("secret", "使用签名时请填写密钥");
    }
    if let Err(flaw) = template::check(&typed.template) {
        errors = errors.with("template", flaw.to_string());
    }
    errors
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    known: Option<WebhookId>,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let units = directory
        .units()
        .iter()
        .map(|it| (it.id, it.short_name.clone()));
    let title = match known {
        Some(_) => typed.name.clone(),
        None => "添加群机器人或回调".to_owned(),
    };
    let status = errors.status();
    let mut response = html(&WebhookPage {
        frame: desk
            .frame(officer, title)
            .under("系统设置", "/desk/settings")
            .under("群机器人与回调", LIST),
        errors,
        typed,
        known,
        units: units.collect(),
        signings: Signing::ALL,
        placeholders: PLACEHOLDERS,
        examples: [
            ("企业微信群机器人", WECOM),
            ("钉钉群机器人", DINGTALK),
            ("其他程序", PLAIN),
        ],
    })?;
    *response.status_mut() = status;
    Ok::<_, Fault>(response).map_err(Snag::from)
}
