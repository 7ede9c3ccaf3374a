//! Keeping, waiving, voiding and moving promises on both engines: what changes, what is refused, what the log says.

use crate::city::{City, clerk, day, open, open_one};
use kernel::{Moment, PromiseId, Refusal, Stop};
use promises::actions::{
    Keep, MakeVoid, Waive, add_evidence, keep, make_void, recompute_due_dates, waive,
};
use promises::model::KeptBy;
use promises::queries::find_promise;
use promises::rules::Evidence;
use promises::{PromiseRefusal, PromiseState, Standing};
use testkit::{TestSite, on_both};

fn evidence(promise: PromiseId, on: &str) -> Keep {
    Keep {
        promise,
        evidence: Evidence {
            link: "https://www.yunxi.example/czj/202611/t1.html".to_owned(),
            note: String::new(),
            published_on: day(on),
        },
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Stop<PromiseRefusal>>) -> &'static str {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_after(tx, None, 1000)
        .await)
    .unwrap()
    .len()
}

async fn detail(site: &TestSite, id: PromiseId) -> promises::queries::PromiseDetail {
    let today = site.now.date();
    store::read!(site.store, |tx| find_promise(tx, id, today).await)
        .unwrap()
        .unwrap()
}

async fn check(site: &TestSite) {
    assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    let report = site.store.check(&mut |_, _| {}).await.unwrap();
    assert_eq!(report.problems, []);
}

on_both! {
    async fn a_promise_is_kept_by_its_unit_and_shows_both_days(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-21")).await;
        let officer = clerk(city.finance);
        let done = keep(&site.store, &evidence(id, "2026-11-10"), &officer, site.now).await.unwrap();
        assert_eq!((done.kept_on, done.standing), (day("2026-11-10"), Standing::KeptOnTime));
        let shown = detail(site, id).await;
        assert_eq!(shown.line.standing, Standing::KeptOnTime);
        assert_eq!(shown.state, PromiseState::Kept { on: day("2026-11-10"), at: site.now, how: KeptBy::Evidence });
        assert_eq!(shown.evidence.len(), 1);
        assert_eq!(shown.evidence[0].published_on, day("2026-11-10"));
        assert_eq!(shown.evidence[0].recorded_at, site.now);
        assert_eq!(shown.evidence[0].recorded_by, "财政局 李卫");
        let said: Vec<&str> = shown.history.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("立项"), "{said:?}");
        assert!(said[1].contains("2026年11月10日公开") && said[1].ends_with("按期"), "{said:?}");
        assert!(shown.history.iter().all(|it| it.hash.len() == 64));
        check(site).await;
    }

    async fn sending_the_same_evidence_twice_is_one_act(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-21")).await;
        let officer = clerk(city.finance);
        let first = keep(&site.store, &evidence(id, "2026-11-10"), &officer, site.now).await.unwrap();
        let before = events(site).await;
        let later = site.now.plus_millis(60_000);
        let second = keep(&site.store, &evidence(id, "2026-11-10"), &officer, later).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(events(site).await, before);
        assert_eq!(detail(site, id).await.evidence.len(), 1);
        // Other evidence is another act, and that has its own verb.
        assert_eq!(code(keep(&site.store, &evidence(id, "2026-11-11"), &officer, later).await), "promises.already_kept");
        let more = add_evidence(&site.store, &evidence(id, "2026-11-11"), &officer, later).await.unwrap();
        assert_eq!(add_evidence(&site.store, &evidence(id, "2026-11-11"), &officer, later).await.unwrap(), more);
        let shown = detail(site, id).await;
        assert_eq!(shown.evidence.len(), 2);
        assert_eq!(shown.line.kept_on, Some(day("2026-11-10")), "the judgement does not move");
        check(site).await;
    }

    async fn a_refused_act_leaves_no_trace(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-20")).await;
        let before = (events(site).await, detail(site, id).await.state);
        let officer = clerk(city.finance);
        let other = clerk(city.welfare);
        let refused = [
            code(keep(&site.store, &evidence(id, "2026-11-10"), &other, site.now).await),
            code(keep(&site.store, &evidence(id, "2026-11-22"), &officer, site.now).await),
            code(keep(&site.store, &evidence(id, "2025-12-31"), &officer, site.now).await),
            code(add_evidence(&site.store, &evidence(id, "2026-11-10"), &officer, site.now).await),
            code(waive(&site.store, &Waive { promise: id, reason: "事项取消".to_owned(), basis: " ".to_owned(), approved_by: "市政府办公室主任".to_owned() }, &site.office(), site.now).await),
            code(make_void(&site.store, &MakeVoid { promise: id, reason: String::new() }, &site.office(), site.now).await),
        ];
        assert_eq!(refused, [
            "kernel.responsible_unit_only",
            "promises.published_in_future",
            "promises.published_before_owed",
            "promises.not_kept_yet",
            "promises.basis_missing",
            "promises.reason_missing",
        ]);
        let nobody = kernel::Ids::seeded(99).next(site.now);
        assert_eq!(code(keep(&site.store, &evidence(nobody, "2026-11-10"), &officer, site.now).await), "promises.unknown");
        assert_eq!((events(site).await, detail(site, id).await.state), before);
        check(site).await;
    }

    async fn waived_and_void_promises_leave_the_count_and_stay_on_record(site: &TestSite) {
        let city = City::of(site).await;
        let waived = open_one(site, city.due(city.finance, "2026-11-20")).await;
        let void = open_one(site, city.due(city.finance, "2026-11-19")).await;
        let office = site.office();
        let waiver = Waive { promise: waived, reason: "事项已取消".to_owned(), basis: "云政办函〔2026〕7号".to_owned(), approved_by: "市政府办公室主任".to_owned() };
        waive(&site.store, &waiver, &office, site.now).await.unwrap();
        let mistake = MakeVoid { promise: void, reason: "重复立项".to_owned() };
        make_void(&site.store, &mistake, &office, site.now).await.unwrap();
        assert_eq!(code(waive(&site.store, &waiver, &office, site.now).await), "promises.already_waived");
        assert_eq!(code(make_void(&site.store, &mistake, &office, site.now).await), "promises.already_void");
        let shown = detail(site, waived).await;
        assert_eq!(shown.line.standing, Standing::Waived);
        assert!(shown.history[1].what.contains("云政办函〔2026〕7号"));
        assert_eq!(detail(site, void).await.line.standing, Standing::Void);
        // What the office made void by hand is not opened again by the next import.
        assert_eq!(open(site, &[city.due(city.finance, "2026-11-19")]).await, [None]);
        check(site).await;
    }

    async fn opening_twice_opens_once(site: &TestSite) {
        let city = City::of(site).await;
        let new = [city.due(city.finance, "2026-12-15"), city.due(city.welfare, "2026-12-15")];
        assert!(open(site, &new).await.iter().all(Option::is_some));
        let before = events(site).await;
        assert_eq!(open(site, &new).await, [None, None]);
        assert_eq!(events(site).await, before);
        check(site).await;
    }

    async fn a_new_calendar_moves_open_due_days_and_leaves_closed_ones(site: &TestSite) {
        let city = City::of(site).await;
        // 2026-12-25 and ten working days lies in 2027, for which no notice is out.
        let open_id = open_one(site, city.due_after(city.finance, "2026-12-25", 10)).await;
        let kept_id = open_one(site, city.due_after(city.welfare, "2026-12-25", 10)).await;
        let fixed_id = open_one(site, city.due(city.finance, "2027-01-15")).await;
        let officer = clerk(city.welfare);
        keep(&site.store, &evidence(kept_id, "2026-11-10"), &officer, site.now).await.unwrap();
        let before = detail(site, open_id).await;
        assert!(before.line.is_provisional);
        let overlay = calendar::Overlay {
            version: "yunxi-1".to_owned(),
            source: String::new(),
            days: vec![calendar::OverlayDay {
                name: "云溪建市纪念日".to_owned(),
                off: vec![before.line.due_on.to_string()],
                work: Vec::new(),
            }],
        };
        let changed = site.calendar.with_overlay(&overlay).unwrap();
        let done = recompute_due_dates(&site.store, &changed, &site.office(), site.now).await.unwrap();
        assert_eq!((done.looked_at, done.moved), (2, 1));
        let after = detail(site, open_id).await;
        assert!(after.line.due_on > before.line.due_on);
        assert_eq!(after.calendar_version, changed.version());
        assert!(after.history.last().unwrap().what.contains("工作日历更新"));
        assert_eq!(detail(site, kept_id).await.calendar_version, before.calendar_version);
        assert_eq!(detail(site, fixed_id).await.line.due_on, day("2027-01-15"));
        let again = recompute_due_dates(&site.store, &changed, &site.office(), site.now).await.unwrap();
        assert_eq!((again.looked_at, again.moved), (0, 0));
        check(site).await;
    }

    async fn two_who_keep_at_once_keep_once(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-21")).await;
        let officer = clerk(city.finance);
        let (one, two) = (evidence(id, "2026-11-10"), evidence(id, "2026-11-11"));
        let outcomes = tokio::join!(
            keep(&site.store, &one, &officer, site.now),
            keep(&site.store, &two, &officer, site.now),
        );
        let kept = [outcomes.0.is_ok(), outcomes.1.is_ok()];
        assert_eq!(kept.iter().filter(|it| **it).count(), 1, "{outcomes:?}");
        assert_eq!(detail(site, id).await.evidence.len(), 1);
        check(site).await;
    }
}

#[test]
fn the_test_moment_is_a_day_in_china() {
    assert_eq!(
        Moment::parse(testkit::NOW).unwrap().date(),
        day("2026-11-21")
    );
}
