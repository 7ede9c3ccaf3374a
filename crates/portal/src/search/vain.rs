//! What was sought and not found is noted for the office: words and how many sought them, never who.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header;
use kernel::Fault;

use super::Question;
use crate::answers::press::identifies_nobody;
use crate::answers::said::wording;
use crate::site::Site;

/// Characters of words that are noted: longer ones are sentences, and those are for questions.
const LONGEST: usize = 40;
/// By these words programs say in their name that they are programs.
const PROGRAMS: &[&str] = &["bot", "spider", "crawl", "slurp", "curl", "wget", "python"];

/// Who searches, as far as it is told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searcher {
    visitor: Option<IpAddr>,
    is_program: bool,
}

impl Searcher {
    /// That of a request.
    pub(super) fn of(site: &Site, request: &Request) -> Self {
        Self {
            visitor: site.gate.as_ref().and_then(|it| it.visitor(request)),
            is_program: is_program(request),
        }
    }
}

/// Notes a search without choices that found nothing whole.
///
/// # Errors
/// Where the gate cannot be opened.
pub(super) fn note(site: &Site, question: &Question, searcher: Searcher) -> Result<(), Fault> {
    let typed = question.typed.trim();
    let length = typed.chars().count();
    let is_plain = question.page == 1 && question.choices().is_empty();
    if !is_plain || !(2..=LONGEST).contains(&length) || searcher.is_program {
        return Ok(());
    }
    if identifies_nobody(typed, site.today())? {
        site.vain
            .note(&wording(typed), searcher.visitor, site.today());
    }
    Ok(())
}

fn is_program(request: &Request) -> bool {
    let name = request.headers().get(header::USER_AGENT);
    let name = name.and_then(|it| it.to_str().ok());
    // What does not say what it is, is no browser.
    name.is_none_or(|it| {
        let it = it.to_ascii_lowercase();
        PROGRAMS.iter().any(|word| it.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_names() {
        let of = |name: &str| {
            let request = Request::builder().header(header::USER_AGENT, name);
            is_program(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert!(of("Mozilla/5.0 (compatible; Baiduspider/2.0)"));
        assert!(of("curl/8.5.0"));
        assert!(!of(
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0"
        ));
        let silent = Request::builder().body(axum::body::Body::empty()).unwrap();
        assert!(is_program(&silent));
    }
}
