//! Which kept pages an event touches.
//!
//! Coarse on purpose: an event of a promise drops the pages of that promise, its unit and its plan, and every list and
//! board; what is dropped needlessly costs one rendering, what is kept wrongly is a lie.

use kernel::{BlobId, UnitId};
use store::RecordedEvent;
use ui::Tag;

/// Every list of promises and everything that counts them.
pub(crate) fn lists() -> Tag {
    Tag::of("lists")
}

/// Every list of documents, and every page of one: what is decided about a document is told by those that cite it, too.
pub(crate) fn documents() -> Tag {
    Tag::of("documents")
}

/// The figures of requests, as far as days that are over count in them.
pub(crate) fn requests() -> Tag {
    Tag::of("requests")
}

/// The register of units.
pub(crate) fn directory() -> Tag {
    Tag::of("directory")
}

/// One unit's pages.
pub(crate) fn unit(id: UnitId) -> Tag {
    Tag::one("unit", id)
}

/// One thing's page: `plan`, `duty`, `promise`, `document`.
pub(crate) fn one(kind: &str, id: impl std::fmt::Display) -> Tag {
    Tag::one(kind, id)
}

/// What shows whether and how a file can be read here.
pub fn rendition(file: &BlobId) -> Tag {
    Tag::one("rendition", file)
}

/// A page that says what will be otherwise in a moment without an event: it is not kept.
pub(crate) fn passing() -> Tag {
    Tag::of("passing")
}

/// The tags of everything that an event touches.
pub fn tags_of(event: &RecordedEvent) -> Vec<Tag> {
    // Who follows what is shown on no page: a stranger's click must not empty the cache.
    if event.chain == "subscriptions" {
        return Vec::new();
    }
    let mut tags = vec![lists()];
    for path in [event.subject.as_str(), event.chain.as_str()] {
        if let Some((kind, id)) = path.split_once('/') {
            tags.push(Tag::one(kind, id));
        }
    }
    tags.extend(event.unit.map(unit));
    if event.kind.starts_with("unit.") || event.kind.starts_with("units.") {
        tags.push(directory());
    }
    if event.kind.starts_with("document.") || event.kind.starts_with("subsite.") {
        tags.push(documents());
    }
    if moves_figures(event) {
        tags.push(requests());
    }
    if let Ok(facts) = event.facts() {
        for (field, kind) in [
            ("plan", "plan"),
            ("plan_id", "plan"),
            ("duty", "duty"),
            ("duty_id", "duty"),
        ] {
            if let Some(id) = facts.get(field).and_then(|it| it.as_str()) {
                tags.push(Tag::one(kind, id));
            }
        }
    }
    tags.sort();
    tags.dedup();
    tags
}

/// Whether an event changes what was counted of requests through the end of yesterday: another unit answers, or something is noted of an earlier day. What happens today counts
/// from midnight, when every page is made anew.
fn moves_figures(event: &RecordedEvent) -> bool {
    if event.kind == "request.handed_over" {
        return true;
    }
    let today = event.happened_at.date();
    let is_earlier = |facts: &serde_json::Value, field: &str| {
        let day = facts.get(field).and_then(|it| it.as_str());
        let day = day.and_then(|it| it.parse::<kernel::Date>().ok());
        day.is_some_and(|it| it < today)
    };
    let is_counted =
        ["request.submitted", "request.confirmed", "request.sent"].contains(&event.kind.as_str());
    is_counted
        && event
            .facts()
            .is_ok_and(|facts| is_earlier(&facts, "received_on") || is_earlier(&facts, "sent_on"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn event() -> RecordedEvent {
        let unit_id: UnitId = "0190a6f2-0000-7000-8000-000000000001".parse().unwrap();
        RecordedEvent {
            chain: "plan/p1".into(),
            seq: 1,
            id: "0190a6f2-0000-7000-8000-000000000002".parse().unwrap(),
            kind: "promise.kept".into(),
            subject: "promise/x".into(),
            unit: Some(unit_id),
            actor: "王秀英".into(),
            actor_standing: "officer".into(),
            account: None,
            address: None,
            happened_at: Moment::parse("2026-03-01T00:00:00.000Z").unwrap(),
            body: r#"{"duty":"d1"}"#.into(),
            previous_hash: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn an_event_of_a_document_touches_it_its_unit_and_all_lists_of_documents() {
        let mut event = event();
        event.chain = "document/d7".into();
        event.subject = "document/d7".into();
        event.kind = "document.validity_changed".into();
        let tags = tags_of(&event);
        for tag in [
            documents(),
            one("document", "d7"),
            unit(event.unit.unwrap()),
        ] {
            assert!(tags.contains(&tag), "{tag:?}");
        }
    }

    #[test]
    fn figures_of_requests_hang_on_what_is_noted_of_earlier_days_alone() {
        for (kind, body, touches) in [
            ("request.sent", r#"{"sent_on":"2026-02-27"}"#, true),
            ("request.sent", r#"{"sent_on":"2026-03-01"}"#, false),
            ("request.confirmed", r#"{"received_on":"2026-02-20"}"#, true),
            ("request.submitted", r#"{"received_on":null}"#, false),
            ("request.handed_over", "{}", true),
            ("request.ended", r#"{"outcome":"withdrawn"}"#, false),
            ("request.served", r#"{"served_on":"2026-02-20"}"#, false),
        ] {
            let mut event = event();
            (event.kind, event.body) = (kind.into(), body.into());
            assert_eq!(
                tags_of(&event).contains(&requests()),
                touches,
                "{kind} {body}"
            );
        }
    }

    #[test]
    fn an_event_of_a_subscription_touches_nothing() {
        let mut event = event();
        event.chain = "subscriptions".into();
        event.subject = "subscriptions".into();
        event.kind = "subscription.confirmed".into();
        assert_eq!(tags_of(&event), Vec::new());
    }

    #[test]
    fn an_event_of_a_promise_touches_it_its_unit_its_plan_and_all_lists() {
        let event = event();
        let unit_id = event.unit.unwrap();
        let tags = tags_of(&event);
        for tag in [
            lists(),
            unit(unit_id),
            one("promise", "x"),
            one("plan", "p1"),
            one("duty", "d1"),
        ] {
            assert!(tags.contains(&tag), "{tag:?}");
        }
        assert!(!tags.contains(&directory()) && !tags.contains(&documents()));
    }
}
