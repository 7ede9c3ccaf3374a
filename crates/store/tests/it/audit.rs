//! The audit log on both engines: what fits is found, page by page, and reading leaves its own trace.

use kernel::{
    AccountId, Actor, AuditAdministrator, EventId, Ids, Moment, Never, Role, SignedIn, Stop, UnitId,
};
use serde_json::json;
use store::audit::{self, AuditAsk, AuditPage, WINDOW, list_audited};
use store::{EventDraft, params};
use testkit::{TestSite, on_both};

/// People and units whom nobody has to have registered: the log keeps references.
struct Town {
    ids: Ids,
    finance: UnitId,
    education: UnitId,
    clerk: Actor,
    reader: AuditAdministrator,
}

fn person(ids: &Ids, name: &str, role: Role, unit: UnitId, address: &str) -> Actor {
    let noon = Moment::parse("2026-01-05T04:00:00.000Z").unwrap();
    Actor::signed_in(SignedIn {
        account: ids.next(noon),
        name: name.to_owned(),
        unit,
        posts: vec![kernel::actor::Post::own(unit, role)],
        address: address.to_owned(),
    })
}

fn town() -> Town {
    let ids = Ids::seeded(4);
    let noon = Moment::parse("2026-01-05T04:00:00.000Z").unwrap();
    let (finance, education) = (ids.next(noon), ids.next(noon));
    let auditor = person(&ids, "沈计", Role::AuditAdministrator, finance, "10.0.0.9");
    Town {
        clerk: person(&ids, "王敏", Role::Clerk, finance, "10.0.0.1"),
        reader: auditor.audit_administrator().unwrap(),
        finance,
        education,
        ids,
    }
}

fn draft(kind: &'static str, subject: &str, unit: UnitId) -> EventDraft {
    EventDraft {
        chain: format!("unit/{unit}"),
        kind,
        subject: subject.to_owned(),
        unit: Some(unit),
        body: json!({ "name": subject }),
    }
}

async fn record(site: &TestSite, event: &EventDraft, (actor, at): (&Actor, Moment)) -> EventId {
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(tx.record(event.clone(), actor, at).await?)
    })
    .unwrap()
    .id
}

async fn page(
    site: &TestSite,
    town: &Town,
    ask: &AuditAsk,
    turn: (Option<EventId>, u32),
) -> AuditPage {
    store::read!(site.store, |tx| {
        list_audited(tx, &town.reader, ask, turn).await
    })
    .unwrap()
}

/// All that fits, a page of two at a time.
async fn found(site: &TestSite, town: &Town, ask: &AuditAsk) -> Vec<EventId> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = page(site, town, ask, (before, 2)).await;
        assert!(page.events.len() <= 2);
        all.extend(page.events.iter().map(|event| event.id));
        match page.next {
            Some(next) => before = Some(next),
            None => return all,
        }
    }
}

on_both! {
    async fn every_statement_of_the_audit_log_prepares(site: &TestSite) {
        store::read!(site.store, |tx| {
            for (name, text) in audit::ALL {
                tx.prepare(text).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
            }
            Ok(())
        }).unwrap();
    }

    async fn every_question_finds_exactly_what_fits_newest_first(site: &TestSite) {
        let town = town();
        let system = Actor::system();
        let at = |text: &str| Moment::parse(text).unwrap();
        let mut all = Vec::new();
        for (kind, subject, unit, who, when) in [
            ("unit.added", "unit/1", town.finance, &system, "2026-03-01T15:59:59.999Z"),
            ("unit.changed", "unit/1", town.finance, &town.clerk, "2026-03-01T16:00:00.000Z"),
            ("unit.changed", "unit/2", town.education, &town.clerk, "2026-03-02T15:59:59.999Z"),
            ("promise.waived", "promise/1", town.education, &system, "2026-03-02T16:00:00.000Z"),
            ("promise.kept", "promise/1", town.finance, &town.clerk, "2026-03-05T01:00:00.000Z"),
            ("promise.kept", "promise/2", town.finance, &system, "2026-03-06T01:00:00.000Z"),
        ] {
            let id = record(site, &draft(kind, subject, unit), (who, at(when))).await;
            let event = store::read!(site.store, |tx| store::event::find_event(tx, id).await).unwrap();
            all.push(event.expect("it was recorded"));
        }
        let day = |text: &str| Some(text.parse().unwrap());
        let any = AuditAsk::default;
        let asks = [
            any(),
            AuditAsk { from: day("2026-03-02"), through: day("2026-03-02"), ..any() },
            AuditAsk { from: day("2026-03-03"), ..any() },
            AuditAsk { through: day("2026-03-01"), ..any() },
            AuditAsk { account: town.clerk.account(), ..any() },
            AuditAsk { account: town.clerk.account(), unit: Some(town.finance), ..any() },
            AuditAsk { actor: Some("系".to_owned()), ..any() },
            AuditAsk { kinds: vec!["promise.kept"], ..any() },
            AuditAsk { kinds: vec!["promise.kept", "promise.waived"], unit: Some(town.education), ..any() },
            AuditAsk { subject: Some("unit/1".to_owned()), through: day("2026-03-01"), ..any() },
            AuditAsk { address: Some("10.0.0.1".to_owned()), from: day("2026-03-03"), ..any() },
            AuditAsk { words: Some("promise/2".to_owned()), ..any() },
            AuditAsk { words: Some("nothing of the kind".to_owned()), ..any() },
        ];
        for ask in &asks {
            let expected: Vec<EventId> = all.iter().rev().filter(|event| ask.fits(event)).map(|event| event.id).collect();
            assert_eq!(found(site, &town, ask).await, expected, "{ask:?}");
        }
        let of_second = found(site, &town, &asks[1]).await;
        assert_eq!(of_second, [all[2].id, all[1].id], "days end at midnight in China");
        assert_eq!(found(site, &town, &asks[9]).await, [all[0].id]);
        assert!(found(site, &town, &asks[12]).await.is_empty());
    }

    async fn a_page_looks_at_so_many_events_and_says_where_it_stopped(site: &TestSite) {
        let town = town();
        let rare = record(site, &draft("unit.added", "unit/rare", town.finance), (&town.clerk, site.now)).await;
        let actor = Actor::system();
        let later = site.now.plus_millis(1);
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            for n in 0..WINDOW + 10 {
                let event = draft("unit.changed", "unit/often", town.education);
                tx.record(event, &actor, later.plus_millis(i64::from(n))).await?;
            }
            Ok(())
        }).unwrap();
        let ask = AuditAsk { words: Some("rare".to_owned()), ..AuditAsk::default() };
        let first = page(site, &town, &ask, (None, 50)).await;
        assert!(first.events.is_empty() && first.next.is_some());
        assert_eq!(first.looked_back_to, Some(later.plus_millis(10)), "the oldest of those looked at");
        let second = page(site, &town, &ask, (first.next, 50)).await;
        assert_eq!(second.events.iter().map(|it| it.id).collect::<Vec<_>>(), [rare]);
        assert_eq!((second.next, second.looked_back_to), (None, None));
    }

    async fn a_search_is_an_event_and_only_the_same_person_goes_on_with_the_same_search(site: &TestSite) {
        let town = town();
        let ask = AuditAsk { actor: Some("王敏".to_owned()), unit: Some(town.finance), ..AuditAsk::default() };
        let search = audit::note_search(&site.store, &ask, &town.reader, site.now).await.unwrap();
        let event = store::read!(site.store, |tx| store::event::find_event(tx, search).await).unwrap().expect("it was noted");
        assert_eq!((event.kind.as_str(), event.address.as_deref()), ("audit.searched", Some("10.0.0.9")));
        assert!(event.body.contains(&town.finance.to_string()) && !event.body.contains("王敏"), "{}", event.body);
        let other = person(&town.ids, "严查", Role::AuditAdministrator, town.finance, "10.0.0.8").audit_administrator().unwrap();
        let known = |ask: AuditAsk, reader: AuditAdministrator, id: EventId| async move {
            store::read!(site.store, |tx| audit::find_noted_search(tx, id, (&ask, &reader)).await).unwrap()
        };
        assert_eq!(known(ask.clone(), town.reader.clone(), search).await, Some(search));
        assert_eq!(known(ask.clone(), other, search).await, None);
        assert_eq!(known(AuditAsk::default(), town.reader.clone(), search).await, None);
        let export = audit::note_export(&site.store, (&ask, "csv"), &town.reader, site.now).await.unwrap();
        assert_eq!(known(ask, town.reader.clone(), export).await, None, "an export is no search");
    }

    async fn an_event_without_words_for_its_kind_is_not_recorded(site: &TestSite) {
        let town = town();
        let event = draft("unit.vanished", "unit/1", town.finance);
        let refused = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(tx.record(event.clone(), &town.clerk, site.now).await?)
        });
        assert!(refused.unwrap_err().to_string().contains("unit.vanished"));
    }

    async fn messages_of_long_ago_are_forgotten_and_those_on_their_way_are_not(site: &TestSite) {
        use store::outbox::{Body, NewMessage, Topic, Way, enqueue};
        let account: AccountId = Ids::seeded(6).next(site.now);
        let days = |n: i64| site.now.plus_millis(-n * 24 * 60 * 60 * 1000);
        let told = |key: &str, ways: Vec<Way>| NewMessage {
            key: key.to_owned(),
            topic: Topic::Reminders,
            account: Some(account),
            unit: None,
            subject: "今日到期".to_owned(),
            body: Body::default(),
            ways,
        };
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            enqueue(tx, &told("a", vec![]), days(500)).await?;
            enqueue(tx, &told("b", vec![Way::Mail(account)]), days(500)).await?;
            enqueue(tx, &told("c", vec![Way::Mail(account)]), days(500)).await?;
            enqueue(tx, &told("d", vec![]), days(399)).await?;
            enqueue(tx, &told("e", vec![Way::Mail(account)]), days(500)).await?;
            let carried = "update delivery set state = 'delivered', finished_at = $2 where message_id in \
                (select id from message where dedupe_key = $1)";
            tx.execute(carried, params!["c", days(450)]).await?;
            tx.execute(carried, params!["e", days(1)]).await?;
            Ok(())
        }).unwrap();
        assert_eq!(site.store.forget_messages(days(400), site.now).await.unwrap(), 2);
        let left = store::read!(site.store, |tx| {
            let rows = tx.fetch_all("select dedupe_key from message order by dedupe_key", params![]).await?;
            rows.iter().map(|row| row.get::<String>("dedupe_key")).collect::<Result<Vec<_>, _>>()
        }).unwrap();
        assert_eq!(left, ["b", "d", "e"]);
        let newest = store::read!(site.store, |tx| store::event::list_newest(tx, 1).await).unwrap();
        assert_eq!((newest[0].kind.as_str(), newest[0].facts().unwrap()["count"].as_u64()), ("messages.forgotten", Some(2)));
        assert_eq!(site.store.forget_messages(days(400), site.now).await.unwrap(), 0);
        let again = store::read!(site.store, |tx| store::event::list_newest(tx, 1).await).unwrap();
        assert_eq!(again[0].id, newest[0].id, "nothing forgotten, nothing recorded");
    }
}
