//! The rules of reminding as a form, and a message to oneself that shows whether mail arrives.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Fault, Never, Role, Stop};
use promises::remind::rules::is_audience;
use promises::remind::{ReminderRules, RulesRefusal, Step, find_rules, keep_rules};
use serde::Deserialize;
use store::outbox::{Body, DeliveryState, NewMessage, Topic, Way, count_deliveries, enqueue};

use crate::flash;
use crate::form::{Errors, NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PATH: &str = "/desk/settings";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(PATH, get(show).post(keep))
        .route("/desk/settings/test-mail", post(test_mail))
}

/// Empty rows at the end of the form.
const SPARE_ROWS: usize = 3;

/// What is typed: three lists of the same length.
#[derive(Debug, Clone, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    days: Vec<String>,
    #[serde(default)]
    role: Vec<String>,
    #[serde(default)]
    at: String,
}

/// One row of the form.
#[derive(Debug, Clone)]
struct Row {
    /// `before`, `on` or `after`.
    when: String,
    days: String,
    role: String,
}

#[derive(Debug, Template)]
#[template(path = "settings/reminders.html")]
struct RemindersPage {
    frame: DeskFrame,
    errors: Errors,
    rows: Vec<Row>,
    at: String,
    roles: Vec<Role>,
    dead: u64,
    has_address: bool,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let rules = store::read!(desk.store, |tx| find_rules(tx).await)?;
    let rows = rules.steps.iter().map(row_of).collect();
    let at = format!("{:02}:{:02}", rules.hour, rules.minute);
    page(&desk, &officer, (rows, at, Errors::none())).await
}

async fn keep(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let administrator = officer.actor.system_administrator()?;
    let refused = match rules_of(&form) {
        Ok(rules) => match keep_rules(&desk.store, rules, &administrator, desk.now()).await {
            Ok(_) => {
                let says = "已保存提醒规则";
                return Ok(flash::go(&desk, PATH, says));
            }
            Err(stop) => Errors::of(stop)?,
        },
        Err(refusal) => Errors::of(Stop::Refused(refusal))?,
    };
    page(&desk, &officer, (rows_of(&form), form.at, refused)).await
}

fn row_of(step: &Step) -> Row {
    let when = match step.after_days {
        0 => "on",
        days if days < 0 => "before",
        _ => "after",
    };
    Row {
        when: when.to_owned(),
        days: step.after_days.abs().to_string(),
        role: step.audience.code().to_owned(),
    }
}

fn rows_of(typed: &Typed) -> Vec<Row> {
    typed
        .when
        .iter()
        .zip(&typed.days)
        .zip(&typed.role)
        .map(|((when, days), role)| Row {
            when: when.clone(),
            days: days.clone(),
            role: role.clone(),
        })
        .filter(|row| !row.when.is_empty())
        .collect()
}

fn rules_of(typed: &Typed) -> Result<ReminderRules, RulesRefusal> {
    let (hour, minute) = typed.at.trim().split_once(':').unwrap_or(("", ""));
    let time = |text: &str| text.parse().map_err(|_| RulesRefusal::NoSuchTime);
    Ok(ReminderRules {
        steps: rows_of(typed)
            .iter()
            .map(step_of)
            .collect::<Result<_, _>>()?,
        hour: time(hour)?,
        minute: time(minute)?,
    })
}

fn step_of(row: &Row) -> Result<Step, RulesRefusal> {
    let wrong = || RulesRefusal::NotAStep(format!("{} {}", row.days, row.role));
    let audience = Role::from_code(&row.role).ok_or_else(wrong)?;
    let days = || match row.days.trim().parse::<i32>() {
        Ok(days) if days > 0 => Ok(days),
        Ok(_) | Err(_) => Err(wrong()),
    };
    let after_days = match row.when.as_str() {
        "before" => -days()?,
        "on" => 0,
        "after" => days()?,
        _ => return Err(wrong()),
    };
    Ok(Step {
        after_days,
        audience,
    })
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (mut rows, at, errors): (Vec<Row>, String, Errors),
) -> Result<Response, Snag> {
    let dead = store::read!(desk.store, |tx| {
        count_deliveries(tx, DeliveryState::Dead).await
    })?;
    rows.extend((0..SPARE_ROWS).map(|_| Row {
        when: String::new(),
        days: String::new(),
        role: Role::Clerk.code().to_owned(),
    }));
    let status = errors.status();
    let mut response = html(&RemindersPage {
        frame: desk.frame(officer, "系统设置"),
        errors,
        rows,
        at,
        roles: Role::ALL
            .iter()
            .copied()
            .filter(|it| is_audience(*it))
            .collect(),
        dead,
        has_address: !officer.entered.account.mail.is_empty(),
    })?;
    *response.status_mut() = status;
    Ok(response)
}

/// Writes a message to oneself that leaves by mail.
async fn test_mail(State(desk): State<Desk>, posted: Posted<NoFields>) -> Result<Response, Snag> {
    let officer = posted.officer;
    officer.actor.system_administrator()?;
    let (account, now) = (officer.entered.account.id, desk.now());
    let new = NewMessage {
        key: format!("test/{account}/{now}"),
        topic: Topic::Test,
        account: Some(account),
        unit: None,
        subject: "测试消息".to_owned(),
        body: Body {
            lead: "这是一条测试消息。收到邮件说明邮件服务器配置正确。".to_owned(),
            path: "/desk/settings".to_owned(),
            ..Body::default()
        },
        ways: vec![Way::Mail(account)],
    };
    store::write!(desk.store, |tx| -> Result<(), Stop<Never>> {
        enqueue(tx, &new, now).await?;
        Ok::<_, Fault>(()).map_err(Stop::from)
    })?;
    let says = "测试消息已放入发件箱，几秒后可在“投递情况”查看结果";
    Ok(flash::go(&desk, PATH, says))
}
