//! 用简单的话说一遍: passages that are shown anyway, reworded by a program elsewhere where the site names one, and only what the rule of
//! `search::supported` holds. Nothing of it is kept, and no page waits for it that did not ask.
//!
//! What comes from there is a stranger's text: it is judged here, whoever brought it. Whatever goes wrong, the page is whole without it.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use ui::{Limits, Quota, Visitors};

use super::press::identifies_nobody;
use super::said::{Outcome, Said};
use crate::site::Site;

/// Characters of passages that are sent, at most.
const MOST_SENT: usize = 2_000;

/// Characters of a rewording, at most.
const MOST_SAID: usize = 1_200;

/// What is sent: the question and passages of public documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToReword {
    /// The question; nothing in it identifies anybody.
    pub question: String,
    /// The passages, word for word.
    pub passages: Vec<String>,
}

/// Why nothing came back, as a word for the figures: `slow`, `refused`, `too_large`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotReworded(pub &'static str);

/// A rewording under way.
pub type UnderWay = Pin<Box<dyn Future<Output = Result<String, NotReworded>> + Send>>;

/// Whoever rewords.
pub trait Reword: std::fmt::Debug + Send + Sync {
    /// Asks for a rewording; ends within a few seconds.
    fn reword(&self, what: ToReword) -> UnderWay;
}

/// What rewording needs. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Rewording {
    by: Arc<dyn Reword>,
    places: Arc<Semaphore>,
    visitors: Visitors,
    limits: Limits<IpAddr>,
}

impl Rewording {
    /// Has `by` reword, at most `at_once` at a time, and gives every visitor this quota.
    pub fn new(by: Arc<dyn Reword>, at_once: usize, (visitors, quota): (Visitors, Quota)) -> Self {
        Self {
            by,
            places: Arc::new(Semaphore::new(at_once)),
            visitors,
            limits: Limits::new(quota),
        }
    }

    /// Counts a visitor. One who cannot be told passes: how many are served at a time is limited as well.
    fn may_ask(&self, asker: &Asker) -> bool {
        let key = asker
            .peer
            .and_then(|peer| self.visitors.key(peer.ip(), &asker.headers));
        key.is_none_or(|key| self.limits.count(key).is_ok())
    }
}

/// Who asks.
#[derive(Debug)]
pub(crate) struct Asker {
    /// Whether the rewording was asked for.
    pub wants_it: bool,
    peer: Option<SocketAddr>,
    headers: HeaderMap,
}

impl Asker {
    /// As the request says. Another site's page cannot ask, nor a browser that only looks ahead.
    pub fn of(
        has_parameter: bool,
        peer: Option<ConnectInfo<SocketAddr>>,
        headers: HeaderMap,
    ) -> Self {
        let is = |name: &str, value: &str| headers.get(name).is_some_and(|it| it == value);
        let is_foreign = is("sec-fetch-site", "cross-site")
            || headers.contains_key("sec-purpose")
            || is("purpose", "prefetch");
        Self {
            wants_it: has_parameter && !is_foreign,
            peer: peer.map(|it| it.0),
            headers,
        }
    }
}

/// What stands above the passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Plain {
    /// Nothing: the site has none, or there is nothing to reword.
    None,
    /// The button.
    Offered,
    /// The rewording, by lines.
    Said(Vec<String>),
    /// That there is none, and why as far as it concerns people.
    Dropped(&'static str),
}

/// What stands above the passages of an answer.
pub(crate) async fn plain_of(site: &Site, (typed, said): (&str, &Said), asker: &Asker) -> Plain {
    let (Some(rewording), Outcome::Quoted(passages, _)) = (&site.rewording, &said.outcome) else {
        return Plain::None;
    };
    if !asker.wants_it {
        return Plain::Offered;
    }
    let mut left = MOST_SENT;
    let texts = passages.iter().map(|it| it.text.as_str());
    let sent: Vec<&str> = texts
        .take_while(|it| {
            let chars = it.chars().count();
            let fits = chars <= left;
            left = left.saturating_sub(chars);
            fits
        })
        .collect();
    let made = ask(rewording, (typed, &sent), (site, asker)).await;
    let outcome = made.as_ref().err().map_or("shown", |it| it.0);
    metrics::counter!("answers_reworded_total", "outcome" => outcome).increment(1);
    match made {
        Ok(said) => Plain::Said(said.lines().map(str::to_owned).collect()),
        Err(NotReworded("personal")) => Plain::Dropped(
            "问题中似乎有个人信息，没有发送改写。请删去姓名、号码等后再试，或直接看原文。",
        ),
        Err(NotReworded("often" | "busy")) => {
            Plain::Dropped("现在改写的人较多，请过几分钟再试。原文如下。")
        }
        Err(NotReworded(_)) => Plain::Dropped("没有得到与原文一致的改写，所以不显示。请看原文。"),
    }
}

async fn ask(
    rewording: &Rewording,
    (typed, sent): (&str, &[&str]),
    (site, asker): (&Site, &Asker),
) -> Result<String, NotReworded> {
    if sent.is_empty() {
        return Err(NotReworded("long_passage"));
    }
    match identifies_nobody(typed, site.today()) {
        Ok(true) => {}
        Ok(false) => return Err(NotReworded("personal")),
        Err(_) => return Err(NotReworded("gate")),
    }
    if !rewording.may_ask(asker) {
        return Err(NotReworded("often"));
    }
    let Ok(_place) = rewording.places.try_acquire() else {
        return Err(NotReworded("busy"));
    };
    let what = ToReword {
        question: typed.to_owned(),
        passages: sent.iter().map(|it| (*it).to_owned()).collect(),
    };
    let said = rewording.by.reword(what).await?;
    let said = said.trim().to_owned();
    if said.chars().count() > MOST_SAID {
        return Err(NotReworded("too_large"));
    }
    // Bidirectional marks and the like would show another text than the one that was judged.
    if said.chars().any(is_hidden) {
        return Err(NotReworded("hidden_signs"));
    }
    match ::search::supported(sent, &said) {
        Ok(()) => Ok(said),
        Err(why) => Err(NotReworded(why.code())),
    }
}

/// Signs that are not seen, but for the end of a line.
fn is_hidden(sign: char) -> bool {
    (sign.is_control() && sign != '\n')
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
