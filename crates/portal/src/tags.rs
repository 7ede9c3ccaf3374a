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
