//! 有帮助、没解决: what a visitor says of an answer. Nobody signs in, no cookie is set; kept are the question, how often and when, never by whom.
//!
//! A question that holds what identifies somebody is not kept at all.

use std::sync::Arc;

use ::answers::Press;
use ::answers::actions::note_press;
use askama::Template;
use axum::Form;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use gate::{Gate, Rules};
use kernel::{Date, Fault};
use serde::Deserialize;
use ui::Frame;

use super::said::wording;
use crate::ask::{Ask, is_foreign};
use crate::columns;
use crate::params::bad;
use crate::serve::{Fresh, Head};
use crate::site::Site;

/// What is handed in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    q: String,
    press: String,
    /// Must stay empty: people do not see it.
    remark: String,
}

#[derive(Template)]
#[template(path = "answers/thanks.html")]
struct ThanksPage {
    frame: Frame,
}

/// Takes it.
pub(crate) async fn submit(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let is_foreign = is_foreign(request.headers());
    // What cannot be read is a form in which everything is missing.
    let fields = match Form::<Fields>::from_request(request, &()).await {
        Ok(Form(fields)) => fields,
        Err(_) => Fields::default(),
    };
    let Some(press) = Press::from_code(&fields.press).filter(|_| !is_foreign) else {
        let cure = "请返回问答页面，用页面上的按钮提交";
        return site.trouble(&ask, bad("press", &fields.press, cure).into());
    };
    let typed: String = fields.q.trim().chars().take(LONGEST).collect();
    if fields.remark.is_empty() {
        match identifies_nobody(&typed, site.today()) {
            Ok(true) => {
                let noted = note_press(&site.store, &wording(&typed), press, (site.clock)()).await;
                if let Err(fault) = noted {
                    return site.trouble(&ask, fault.into());
                }
            }
            Ok(false) => {}
            Err(fault) => return site.trouble(&ask, fault.into()),
        }
    }
    Redirect::to(&ask.variant.address("/answers/thanks")).into_response()
}

/// Characters of a question that are kept: what is longer is cut.
const LONGEST: usize = 100;

/// Whether nothing in a question identifies anybody.
pub(crate) fn identifies_nobody(typed: &str, today: Date) -> Result<bool, Fault> {
    let rules = Rules {
        today,
        own_phones: Vec::new(),
        own_mail_hosts: Vec::new(),
        expressions: Vec::new(),
    };
    let gate = Gate::new(rules).map_err(|cause| Fault::caused("opening the gate", cause))?;
    // Six digits in a row are no year and no number of a rule.
    let mut run = 0;
    let has_number = typed.chars().any(|it| {
        run = if it.is_ascii_digit() { run + 1 } else { 0 };
        run >= 6
    });
    Ok(!has_number && gate.examine(typed).is_empty())
}

/// Says thanks.
pub(crate) async fn thanks(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let head = Head::new("感谢反馈", &columns::ANSWERS, "/answers/thanks")
        .under(columns::ANSWERS.name, columns::ANSWERS.path);
    let page = ThanksPage {
        frame: site.frame(ask.variant, head, site.today()),
    };
    let made = Fresh::page(&page, Vec::new());
    site.serve_unkept(&ask, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_identifies_somebody_is_not_kept() {
        let today = Date::constant(2026, 11, 21);
        let kept = |typed| identifies_nobody(typed, today).unwrap();
        assert!(kept("2026年小学什么时候报名"));
        assert!(!kept("11010519491231002X 的低保批了吗"));
        assert!(!kept("我的电话13800138000，请回复"));
        assert!(!kept("写信给 li@example.cn"));
    }
}
