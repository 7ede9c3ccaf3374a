//! Queues and orders for many, on both engines: what each list holds, that counts agree, that nothing is half-done.

use crate::city::{City, clerk, day, open, open_one};
use crate::desk::{approver, check, code, detail, events, file, head, office_of, submission};
use kernel::{Actor, PageAsk, PromiseId, Role};
use promises::actions::{
    NewBatch, ProposeNilReturn, ReturnEvidence, Submit, order_batch, propose_nil_return,
    return_evidence, submit, work_batch, work_batches,
};
use promises::work::batch::{Order, find_batch, list_refused};
use promises::work::{Queue, QueueAsk, QueueCounts, Whose, count_queue, list_queue, week_end};
use promises::{Standing, model::WaitsFor};
use testkit::{TestSite, on_both};

async fn listed(site: &TestSite, whose: &Whose, queue: Queue, limit: u32) -> Vec<PromiseId> {
    let today = site.now.date();
    let mut all = Vec::new();
    let mut page = PageAsk::first(limit);
    loop {
        let ask = QueueAsk {
            whose: whose.clone(),
            queue,
            plan: None,
            page,
        };
        let got = store::read!(site.store, |tx| list_queue(tx, &ask, today).await).unwrap();
        all.extend(got.items.iter().map(|it| it.line.id));
        match got.next {
            Some(next) => page = PageAsk::after(next, limit),
            None => return all,
        }
    }
}

async fn counts(site: &TestSite, whose: &Whose) -> QueueCounts {
    let today = site.now.date();
    store::read!(site.store, |tx| count_queue(tx, whose, today).await).unwrap()
}

fn keep_order() -> Order {
    Order::Keep {
        link: "https://www.yunxi.example/zwgk/202611/all.html".to_owned(),
        note: String::new(),
        published_on: day("2026-11-20"),
    }
}

fn clerk_actor(unit: kernel::UnitId) -> Actor {
    Actor::officer("财政局 李卫", unit, vec![Role::Clerk])
}

on_both! {
    async fn every_tab_holds_as_many_as_it_says_for_a_unit_for_two_and_for_the_city(site: &TestSite) {
        let city = City::of(site).await;
        let mut made = Vec::new();
        for unit in [city.finance, city.welfare] {
            // 2026-11-21 is a Saturday: the week ends tomorrow.
            for on in ["2026-11-10", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-12-31"] {
                made.push(open_one(site, city.due(unit, on)).await);
            }
        }
        let nil = ProposeNilReturn { promise: made[4], reason: "没有".to_owned() };
        propose_nil_return(&site.store, &nil, &clerk(city.finance), site.now).await.unwrap();
        submit(&site.store, &Submit { promise: made[0], submission: submission("2026-11-09") }, &clerk(city.finance), site.now).await.unwrap();
        submit(&site.store, &Submit { promise: made[6], submission: submission("2026-11-09") }, &clerk(city.welfare), site.now).await.unwrap();
        let back = ReturnEvidence { promise: made[0], reason: "链接打不开".to_owned() };
        return_evidence(&site.store, &back, &office_of(city.government), site.now).await.unwrap();
        let finance = Whose::Units(vec![city.finance]);
        let both = Whose::Units(vec![city.finance, city.welfare]);
        let one = counts(site, &finance).await;
        assert_eq!(one, QueueCounts { today: 1, week: 2, late: 2, returned: 1, signing: 1, deciding: 0, owed: 6 });
        let all = counts(site, &Whose::Everybody).await;
        assert_eq!(all, QueueCounts { today: 2, week: 4, late: 3, returned: 1, signing: 1, deciding: 0, owed: 11 });
        assert_eq!(counts(site, &both).await, all);
        for whose in [finance, both, Whose::Everybody] {
            let said = counts(site, &whose).await;
            for queue in [Queue::Today, Queue::Week, Queue::Late, Queue::Returned, Queue::Signing, Queue::Deciding, Queue::Owed] {
                let whole = listed(site, &whose, queue, 200).await;
                assert_eq!(Some(whole.len() as u64), said.of(queue), "{queue:?}");
                assert_eq!(listed(site, &whose, queue, 2).await, whole, "{queue:?} in pages");
            }
        }
        let kept = listed(site, &Whose::Everybody, Queue::Kept, 1).await;
        assert_eq!(kept, [made[6]], "what was returned is not kept");
    }

    async fn an_order_does_what_it_may_and_says_what_it_may_not(site: &TestSite) {
        let city = City::of(site).await;
        let mine = open(site, &[city.due(city.finance, "2026-11-20"), city.due(city.finance, "2026-12-01")]).await;
        let other = open_one(site, city.due(city.welfare, "2026-12-01")).await;
        let early = open_one(site, promises::NewPromise { owed_from: day("2026-11-21"), ..city.due(city.finance, "2026-12-31") }).await;
        let promises = vec![mine[0].unwrap(), other, mine[1].unwrap(), early, early];
        let before = events(site).await;
        let order = NewBatch { order: keep_order(), promises };
        let id = order_batch(&site.store, &order, &clerk_actor(city.finance), site.now).await.unwrap();
        assert_eq!(events(site).await, before, "an order is not yet an act");
        let now = site.now;
        let worked = work_batches(&site.store, &site.calendar, &move || now).await.unwrap();
        assert_eq!((worked.done, worked.refused), (2, 2));
        assert_eq!(events(site).await, before + 2);
        let batch = store::read!(site.store, |tx| find_batch(tx, id).await).unwrap().unwrap();
        assert_eq!((batch.total, batch.done, batch.refused, batch.percent()), (4, 2, 2, 100));
        assert_eq!(batch.finished_at, Some(site.now));
        let said = store::read!(site.store, |tx| list_refused(tx, id, &PageAsk::first(10)).await).unwrap();
        let mut codes: Vec<(PromiseId, &str)> = said.items.iter().map(|it| (it.promise, it.code.as_str())).collect();
        codes.sort_unstable();
        let mut expected = vec![(other, "kernel.responsible_unit_only"), (early, "promises.published_before_owed")];
        expected.sort_unstable();
        assert_eq!(codes, expected);
        assert!(said.items.iter().all(|it| !it.message.is_empty()));
        assert_eq!(detail(site, other).await.line.standing, Standing::Open);
        let again = work_batches(&site.store, &site.calendar, &move || now).await.unwrap();
        assert_eq!((again.done, again.refused), (0, 0));
        check(site).await;
    }

    async fn two_workers_at_one_order_do_no_item_twice(site: &TestSite) {
        let city = City::of(site).await;
        let new: Vec<_> = (1..=9).map(|n| city.due(city.finance, &format!("2026-12-0{n}"))).collect();
        let promises = open(site, &new).await.into_iter().flatten().collect();
        let order = NewBatch { order: keep_order(), promises };
        let id = order_batch(&site.store, &order, &clerk_actor(city.finance), site.now).await.unwrap();
        let before = events(site).await;
        let now = site.now;
        let clock = move || now;
        let (one, two) = tokio::join!(
            work_batch(&site.store, id, (&site.calendar, &clock)),
            work_batch(&site.store, id, (&site.calendar, &clock)),
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(events(site).await, before + 9);
        let batch = store::read!(site.store, |tx| find_batch(tx, id).await).unwrap().unwrap();
        assert_eq!((batch.done, batch.refused), (9, 0));
        check(site).await;
    }

    async fn an_order_needs_its_right_and_something_selected(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-12-01")).await;
        let give = |order: Order, promises: Vec<PromiseId>, actor: Actor| {
            let store = site.store.clone();
            let now = site.now;
            async move { order_batch(&store, &NewBatch { order, promises }, &actor, now).await }
        };
        let back = Order::Return { reason: "链接打不开".to_owned() };
        assert_eq!(code(give(back, vec![id], clerk_actor(city.finance)).await), "kernel.open_government_office_only");
        assert_eq!(code(give(Order::Approve, vec![id], clerk_actor(city.finance)).await), "kernel.unit_leader_only");
        let supervisor = Actor::officer("督查室 郑毅", city.government, vec![Role::Supervisor]);
        assert_eq!(code(give(keep_order(), vec![id], supervisor).await), "kernel.responsible_unit_only");
        assert_eq!(code(give(keep_order(), Vec::new(), clerk_actor(city.finance)).await), "promises.nothing_selected");
        let nobody = kernel::Ids::seeded(99).next(site.now);
        assert_eq!(code(give(keep_order(), vec![nobody], clerk_actor(city.finance)).await), "promises.unknown");
    }

    async fn waivers_are_proposed_and_granted_by_order(site: &TestSite) {
        let city = City::of(site).await;
        let promises: Vec<PromiseId> = open(site, &[city.due(city.finance, "2026-12-01"), city.due(city.welfare, "2026-12-01")])
            .await.into_iter().flatten().collect();
        let now = site.now;
        let clock = move || now;
        let propose = Order::ProposeWaiver { reason: "专项工作取消".to_owned(), basis: "云政办函〔2026〕7号".to_owned() };
        let office = office_of(city.government);
        order_batch(&site.store, &NewBatch { order: propose, promises: promises.clone() }, office.actor(), now).await.unwrap();
        let worked = work_batches(&site.store, &site.calendar, &clock).await.unwrap();
        assert_eq!((worked.done, worked.refused), (2, 0));
        assert_eq!(file(site, promises[0]).await.promise.waits_for, WaitsFor::Decision);
        // A leader of another unit is refused item by item; the approver of the office grants.
        let stranger = head(city.finance, "财政局 周岚");
        let grant = NewBatch { order: Order::Approve, promises: promises.clone() };
        order_batch(&site.store, &grant, stranger.actor(), now).await.unwrap();
        assert_eq!(work_batches(&site.store, &site.calendar, &clock).await.unwrap().refused, 2);
        let leader = approver(city.government, "市政府 孙副秘书长");
        order_batch(&site.store, &grant, leader.actor(), now).await.unwrap();
        assert_eq!(work_batches(&site.store, &site.calendar, &clock).await.unwrap().done, 2);
        assert_eq!(detail(site, promises[1]).await.line.standing, Standing::Waived);
        check(site).await;
    }
}

#[test]
fn a_week_ends_on_its_sunday() {
    assert_eq!(week_end(day("2026-11-16")), day("2026-11-22"));
    assert_eq!(week_end(day("2026-11-22")), day("2026-11-22"));
}
