//! `/answers`: a question is answered by passages of documents in force, word for word, with where they stand (智能问答); or not at all.
//!
//! What the index proposes is looked up again in the database before it is shown: a document that was withdrawn, repealed or changed a moment ago
//! answers nothing. A question for the day on which something becomes public is answered by what was promised, too. Pages are made anew each time, and nothing of what visitors ask is kept.

mod led;
pub(crate) mod press;
pub(crate) mod promised;
pub(crate) mod reword;
pub(crate) mod said;

use std::net::SocketAddr;
use std::sync::Arc;

use ::answers::Press;
use ::search::query::LONGEST_QUERY;
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::{Params, and, with_query};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::words::PageWords;
use reword::{Asker, Plain, plain_of};
use said::{Outcome, Said};

#[derive(Template)]
#[template(path = "answers/show.html")]
struct AnswersPage {
    frame: Frame,
    typed: String,
    action: String,
    search: String,
    /// What stands in the form that says whether it helped; none where nothing was asked.
    press: Option<Vec<Press>>,
    press_action: String,
    /// What stands above the passages.
    plain: Plain,
    said: Said,
}

/// Shows the form, and what is said to a question.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    ask: Ask,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let is_asked_for = ask.params.text("plain").is_some_and(|it| it == "1");
    let asker = Asker::of(is_asked_for, peer.map(|it| it.0), headers);
    let made = page(&site, &ask, &asker).await;
    site.serve_unkept(&ask, made)
}

/// What was asked, so far as it is read.
pub(crate) fn typed(params: &Params) -> String {
    let typed = params.text("q").unwrap_or_default();
    typed.chars().take(LONGEST_QUERY).collect()
}

/// The address of the answers to a question.
pub(crate) fn path_of(typed: &str) -> String {
    match typed {
        "" => "/answers".to_owned(),
        typed => with_query("/answers", &and("", "q", typed)),
    }
}

async fn page(site: &Site, ask: &Ask, asker: &Asker) -> Result<Fresh, Snag> {
    let typed = typed(&ask.params);
    let said = Said::to(site, &typed).await?;
    let plain = plain_of(site, (&typed, &said), asker).await;
    let title = match typed.as_str() {
        "" => "智能问答".to_owned(),
        typed => format!("问答：{typed}"),
    };
    let head = Head::new(title, &columns::ANSWERS, &path_of(&typed));
    let head = match typed.as_str() {
        "" => head.in_english(PageWords::ENGLISH.questions),
        _ => head.under(columns::ANSWERS.name, columns::ANSWERS.path),
    };
    let frame = site.frame(ask.variant, head, site.today());
    let page = AnswersPage {
        action: frame.link("/answers"),
        search: frame.link(&with_query("/search", &and("", "q", &typed))),
        press: presses(
            &said.outcome,
            said.own.is_some() || !said.promised.is_empty(),
        ),
        press_action: frame.link("/answers/press"),
        typed,
        plain,
        said,
        frame,
    };
    Fresh::page(&page, Vec::new())
}

/// What may be said of what was answered.
fn presses(outcome: &Outcome, has_more: bool) -> Option<Vec<Press>> {
    match outcome {
        Outcome::Unasked | Outcome::Waiting | Outcome::Away => None,
        Outcome::Quoted(..) => Some(vec![Press::Helpful, Press::Unhelpful]),
        Outcome::Over(_) | Outcome::Nothing if has_more => {
            Some(vec![Press::Helpful, Press::Unhelpful])
        }
        Outcome::Over(_) | Outcome::Nothing => Some(vec![Press::Unanswered]),
    }
}

/// A day as the pages of answers show it.
pub(crate) fn day(day: &kernel::Date) -> ui::Markup {
    ui::dates::day(*day)
}
