//! 公众订阅: how many follow what, in numbers. Addresses are nobody's to see, the administrator's neither.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use subscriptions::Pace;
use subscriptions::model::KINDS;
use subscriptions::queries::{MOST_COUNTED, Numbers, count};

use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/settings/subscriptions", get(show))
}

#[derive(Debug, Template)]
#[template(path = "settings/subscriptions.html")]
struct SubscriptionsPage {
    frame: DeskFrame,
    /// What people call a kind, and how many follow it at each pace.
    rows: Vec<(&'static str, Vec<u64>)>,
    numbers: Numbers,
}

impl SubscriptionsPage {
    /// A number that was counted no further than that.
    fn shown(&self, n: &u64) -> String {
        match *n >= u64::from(MOST_COUNTED) {
            true => format!("{MOST_COUNTED}以上"),
            false => n.to_string(),
        }
    }
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let numbers = store::read!(desk.store, |tx| count(tx).await)?;
    let of = |kind: &str, pace: &Pace| {
        let mut lines = numbers.followed.iter();
        let line = lines.find(|(k, p, _)| k == kind && p == pace.code());
        line.map_or(0, |(_, _, n)| *n)
    };
    let rows = KINDS.iter().map(|(kind, label)| {
        let counts = Pace::ALL.iter().map(|pace| of(kind, pace));
        (*label, counts.collect())
    });
    html(&SubscriptionsPage {
        frame: desk
            .frame(&officer, "公众订阅")
            .under("系统设置", "/desk/settings"),
        rows: rows.collect(),
        numbers,
    })
}
