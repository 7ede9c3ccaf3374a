//! Work plans on the desk: uploaded, corrected beside their source, approved, revised, linked to the superior's, handed out.
//!
//! All of it is the open-government office's work. Domain rules are in `plans`; here are requests, pages and addresses.

mod approve;
mod changes;
mod draft;
mod duty;
mod edit_form;
mod links;
mod list;
mod sheets;
mod show;
mod source;
mod upload;

use axum::Router;
use kernel::OpenGovernmentOffice;
use plans::actions::Authority;
use plans::reconcile::Effect;

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Their addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(upload::router())
        .merge(draft::router())
        .merge(approve::router())
        .merge(show::router())
        .merge(duty::router())
        .merge(changes::router())
        .merge(links::router())
        .merge(sheets::router())
}

/// Whoever works on plans, with the calendar and the moment that an action takes.
struct Office {
    office: OpenGovernmentOffice,
    calendar: std::sync::Arc<calendar::Calendar>,
    now: kernel::Moment,
}

impl Office {
    fn of(desk: &Desk, officer: &Officer) -> Result<Self, Snag> {
        Ok(Self {
            office: officer.actor.open_government_office()?,
            calendar: desk.calendar(),
            now: desk.now(),
        })
    }

    fn authority(&self) -> Authority<'_> {
        Authority {
            office: &self.office,
            calendar: &self.calendar,
            now: self.now,
        }
    }
}

/// What an act did to promises, as the next page says it: `已确认：立项2项、调整1项、作废0项承诺`.
fn told(done: &str, effect: &Effect) -> String {
    let mut says = format!(
        "{done}：立项{}项、调整{}项、作废{}项承诺",
        effect.opened, effect.moved, effect.withdrawn
    );
    if effect.late() > 0 {
        says.push_str(&format!("，其中已逾期的{}项", effect.late()));
    }
    if effect.granted_kept > 0 {
        let kept = effect.granted_kept;
        says.push_str(&format!("；经批准延长的到期日{kept}项保留不变"));
    }
    says
}

/// A reason for late promises, where one was written.
fn late_reason(written: &str) -> Option<String> {
    Some(written.to_owned()).filter(|it| !it.trim().is_empty())
}

/// The first words of a text, for a line.
fn cut(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace('\n', " ")
}

/// A deadline or cadence in words: `每季度`, `2026-06-30`, `本要点公布后20个工作日内`.
fn term_words(term: &gongwen::reading::Term) -> String {
    use gongwen::reading::Trigger;
    let value = match promises::Cadence::from_code(&term.value) {
        Some(cadence) => cadence.label().to_owned(),
        None => match (term.value.parse::<calendar::Span>(), &term.trigger) {
            (Ok(span), Trigger::PlanPublication) => format!("本要点公布后{}内", span.describe()),
            (Ok(span), Trigger::Event(event)) => format!("{event}起{}内", span.describe()),
            (Ok(span), Trigger::None) => format!("{}内", span.describe()),
            (Err(_), _) => term.value.clone(),
        },
    };
    if term.words.is_empty() || term.words == value {
        value
    } else {
        format!("{value}（{}）", term.words)
    }
}
