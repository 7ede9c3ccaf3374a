//! What is asked of the audit log, as it stands in the address, and what is wrong with it.

use std::net::IpAddr;

use accounts::queries::{find_account_by_login, list_namesakes};
use kernel::{Date, EventId, Fault};
use serde::Deserialize;
use store::Tx;
use store::audit::kinds::{find_kind, list_kinds};
use store::audit::{AuditAsk, Group};

use crate::form::Errors;
use crate::page::percent_encoded;

/// The fields of the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The first day.
    pub from: String,
    /// The last day.
    pub through: String,
    /// A login or a name; of whoever has no account, a part of what they call themselves.
    pub who: String,
    /// A kind, or a group of kinds.
    pub kind: String,
    /// `promise/ID`, or the address of its page.
    pub subject: String,
    /// A unit's id.
    pub unit: String,
    /// An address from which somebody acted.
    pub address: String,
    /// Words in the facts.
    pub words: String,
    /// Anything where the search is to begin; empty where the form is only shown.
    pub go: String,
    /// The event of the search whose page is turned.
    pub search: String,
    /// Where its next page begins.
    pub before: String,
}

/// People of one name that are told apart by their logins.
const NAMESAKES: u32 = 10;

/// Characters of a field at most.
const LONGEST: usize = 200;

impl Asked {
    /// What is looked for, as a part of an address: `from=…&kind=…`.
    pub fn query(&self) -> String {
        let fields = [
            ("from", &self.from),
            ("through", &self.through),
            ("who", &self.who),
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("unit", &self.unit),
            ("address", &self.address),
            ("words", &self.words),
        ];
        let given = fields
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value.trim())));
        given.collect::<Vec<_>>().join("&")
    }

    /// Whether something is looked for.
    pub fn is_search(&self) -> bool {
        !self.go.is_empty() || !self.query().is_empty()
    }

    /// The search that is gone on with.
    pub fn noted(&self) -> Option<EventId> {
        self.search.parse().ok()
    }

    /// The question, and what is wrong with it.
    pub async fn read(&self, tx: &mut Tx) -> Result<(AuditAsk, Errors), Fault> {
        let mut errors = Errors::none();
        let text = |value: &str| -> Option<String> {
            let value: String = value.trim().chars().take(LONGEST).collect();
            (!value.is_empty()).then_some(value)
        };
        let mut ask = AuditAsk {
            subject: text(&self.subject).map(|it| subject_of(&it)),
            words: text(&self.words),
            ..AuditAsk::default()
        };
        for (field, value, into) in [
            ("from", &self.from, &mut ask.from),
            ("through", &self.through, &mut ask.through),
        ] {
            match text(value).map(|it| it.parse::<Date>()) {
                None => {}
                Some(Ok(day)) => *into = Some(day),
                Some(Err(_)) => errors = errors.with(field, "请填写日期，例如 2026-11-20"),
            }
        }
        if let (Some(from), Some(through)) = (ask.from, ask.through)
            && from > through
        {
            errors = errors.with("through", "结束日期不能早于开始日期");
        }
        match text(&self.kind) {
            None => {}
            Some(kind) => match (find_kind(&kind), Group::from_code(&kind)) {
                (Some(kind), _) => ask.kinds = vec![kind.code],
                (None, Some(group)) => ask.kinds = list_kinds(group),
                (None, None) => errors = errors.with("kind", "没有这种事项，请从列表中选择"),
            },
        }
        match text(&self.unit).map(|it| it.parse()) {
            None => {}
            Some(Ok(unit)) => ask.unit = Some(unit),
            Some(Err(_)) => errors = errors.with("unit", "没有这个单位，请从列表中选择"),
        }
        match text(&self.address).map(|it| it.parse::<IpAddr>()) {
            None => {}
            Some(Ok(address)) => ask.address = Some(address.to_string()),
            Some(Err(_)) => errors = errors.with("address", "请填写完整的IP地址，例如 10.1.2.3"),
        }
        if let Some(who) = text(&self.who) {
            match find_account_by_login(tx, &who.to_lowercase()).await? {
                Some(account) => ask.account = Some(account.id),
                None => match list_namesakes(tx, &who, NAMESAKES).await?.as_slice() {
                    [] => ask.actor = Some(who),
                    [account] => ask.account = Some(account.id),
                    several => {
                        let logins: Vec<&str> =
                            several.iter().map(|it| it.login.as_str()).collect();
                        let says = format!("有几人同名，请填写登录名：{}", logins.join("、"));
                        errors = errors.with("who", says);
                    }
                },
            }
        }
        Ok((ask, errors))
    }
}

/// A subject as the log writes it, from that or from the address of its page.
fn subject_of(text: &str) -> String {
    const PAGES: &[(&str, &str)] = &[
        ("promises/", "promise"),
        ("people/", "account"),
        ("plans/duties/", "duty"),
        ("duties/", "duty"),
        ("plans/drafts/", "draft"),
        ("plans/", "plan"),
        ("notices/", "notice"),
        ("units/", "unit"),
    ];
    let id_after = |mark: &str| {
        let (_, rest) = text.split_once(mark)?;
        let id = rest.get(..36)?;
        id.parse::<EventId>().is_ok().then_some(id)
    };
    PAGES
        .iter()
        .find_map(|(mark, noun)| Some(format!("{noun}/{}", id_after(mark)?)))
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_taken_from_the_address_of_its_page() {
        let id = "0190a6f2-0000-7000-8000-000000000001";
        for (text, noun) in [
            (
                format!("http://gk.example/desk/promises/{id}?x=1"),
                "promise",
            ),
            (format!("/promises/{id}"), "promise"),
            (format!("/desk/people/{id}"), "account"),
            (format!("/desk/plans/duties/{id}/assign"), "duty"),
            (format!("/desk/plans/drafts/{id}"), "draft"),
            (format!("/plans/{id}"), "plan"),
            (format!("promise/{id}"), "promise"),
        ] {
            assert_eq!(subject_of(&text), format!("{noun}/{id}"), "{text}");
        }
        assert_eq!(subject_of("setting/reminders"), "setting/reminders");
    }

    #[test]
    fn the_address_says_only_what_was_given() {
        let asked = Asked {
            who: " 王敏 ".to_owned(),
            kind: "promise.kept".to_owned(),
            ..Asked::default()
        };
        assert_eq!(asked.query(), "who=%E7%8E%8B%E6%95%8F&kind=promise.kept");
        assert!(asked.is_search() && !Asked::default().is_search());
    }
}
