//! Lists and boards agree with `standing` on the due day and on the days around it, before and after the sweep, on both engines.

use crate::city::{City, clerk, day, open, open_one};
use kernel::{Date, Moment, PageAsk, PromiseId};
use promises::actions::{Keep, MakeVoid, Swept, Waive, keep, make_void, sweep, waive};
use promises::cadence::plus_days;
use promises::queries::{
    Board, PromiseFilter, PromiseLine, UnitScore, board, find_promise, list_late_units,
    list_promises, list_unit_scores, tallies_of, unit_board,
};
use promises::rules::Evidence;
use promises::{Standing, standing};
use testkit::{TestSite, on_both};

async fn list(site: &TestSite, filter: &PromiseFilter, today: Date) -> Vec<PromiseLine> {
    let mut lines = Vec::new();
    let mut ask = PageAsk::first(2);
    loop {
        let page = store::read!(site.store, |tx| list_promises(tx, filter, &ask, today)
            .await)
        .unwrap();
        assert!(page.items.len() <= 2);
        lines.extend(page.items);
        match page.next {
            Some(next) => ask = PageAsk::after(next, 2),
            None => return lines,
        }
    }
}

async fn board_on(site: &TestSite, today: Date) -> Board {
    store::read!(site.store, |tx| board(tx, today).await).unwrap()
}

async fn keep_on(site: &TestSite, id: PromiseId, city: &City, on: &str, recorded: &str) {
    let command = Keep {
        promise: id,
        evidence: Evidence {
            link: "https://www.yunxi.example/t.html".to_owned(),
            note: String::new(),
            published_on: day(on),
        },
    };
    let now = Moment::noon_of(day(recorded));
    keep(&site.store, &command, &clerk(city.finance), now)
        .await
        .unwrap();
}

async fn void(site: &TestSite, id: PromiseId) {
    let mistake = MakeVoid {
        promise: id,
        reason: "重复立项".to_owned(),
    };
    make_void(&site.store, &mistake, &site.office(), site.now)
        .await
        .unwrap();
}

/// What the board must say, counted from the promises one by one by the one function.
async fn counted(site: &TestSite, ids: &[PromiseId], today: Date) -> (u64, u64, u64, u64, u64) {
    let (mut on_time, mut late_kept, mut late, mut due_today, mut open) = (0, 0, 0, 0, 0);
    for id in ids {
        let found = store::read!(site.store, |tx| find_promise(tx, *id, today).await)
            .unwrap()
            .unwrap();
        let says = standing(&found.state, found.line.due_on, today);
        assert_eq!(found.line.standing, says);
        match says {
            Standing::KeptOnTime => on_time += 1,
            Standing::KeptLate => late_kept += 1,
            Standing::Late => late += 1,
            Standing::DueToday => {
                due_today += 1;
                open += 1;
            }
            Standing::Open => open += 1,
            Standing::Waived | Standing::Void => {}
        }
    }
    (on_time, late_kept, late, due_today, open)
}

async fn agree(site: &TestSite, ids: &[PromiseId], today: Date) {
    let board = board_on(site, today).await;
    let says = (
        board.kept_on_time,
        board.kept_late,
        board.late_now,
        board.due_today,
        board.open,
    );
    assert_eq!(says, counted(site, ids, today).await, "{today}");
    for wanted in Standing::ALL {
        let filter = PromiseFilter {
            standing: Some(*wanted),
            ..PromiseFilter::default()
        };
        let lines = list(site, &filter, today).await;
        let mut expected = 0;
        for id in ids {
            let found = store::read!(site.store, |tx| find_promise(tx, *id, today).await)
                .unwrap()
                .unwrap();
            expected += usize::from(found.line.standing == *wanted);
        }
        assert_eq!(lines.len(), expected, "{wanted:?} on {today}");
        assert!(lines.iter().all(|line| line.standing == *wanted));
        assert!(lines.is_sorted_by_key(|line| (line.due_on, line.id)));
    }
    let by_day: (u64, u64) = board
        .days
        .iter()
        .fold((0, 0), |sum, it| (sum.0 + it.open, sum.1 + it.late));
    assert_eq!(
        by_day,
        (board.open, board.late_now),
        "all are due this year"
    );
    let by_unit: (u64, u64) = board
        .units
        .iter()
        .fold((0, 0), |sum, it| (sum.0 + it.open, sum.1 + it.late_now));
    assert_eq!(by_unit, (board.open, board.late_now));
}

on_both! {
    async fn screens_and_the_one_function_agree_on_the_due_day_and_around_it(site: &TestSite) {
        let city = City::of(site).await;
        let mut ids = Vec::new();
        for n in 0..5 {
            let on = plus_days(day("2026-10-29"), n).to_string();
            ids.push(open_one(site, city.due(city.finance, &on)).await);
            ids.push(open_one(site, city.due(city.welfare, &on)).await);
        }
        keep_on(site, ids[0], &city, "2026-10-29", "2026-11-03").await;
        keep_on(site, ids[2], &city, "2026-10-31", "2026-11-03").await;
        let days: Vec<Date> = (-2..7).map(|n| plus_days(day("2026-10-29"), n)).collect();
        for today in &days {
            agree(site, &ids, *today).await;
        }
        // The same whatever day the sweep has reached, also on days before it.
        for swept in ["2026-10-30", "2026-11-01", "2026-11-04"] {
            sweep(&site.store, &site.calendar, Moment::noon_of(day(swept))).await.unwrap();
            for today in &days {
                agree(site, &ids, *today).await;
            }
            assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
        }
    }

    async fn the_sweep_tells_each_unit_once_and_heals_what_it_missed(site: &TestSite) {
        let city = City::of(site).await;
        open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-11-19"),
            city.due(city.welfare, "2026-11-19"),
            city.due(city.welfare, "2026-11-21"),
        ]).await;
        let done = sweep(&site.store, &site.calendar, site.now).await.unwrap();
        assert_eq!(done, Swept { days: 2, became_late: 3, opened: 0 });
        assert_eq!(sweep(&site.store, &site.calendar, site.now).await.unwrap(), Swept::default());
        let told = store::read!(site.store, |tx| store::event::list_after(tx, None, 1000).await).unwrap();
        let told = told.iter().filter(|it| it.kind == "promises.became_late").count();
        assert_eq!(told, 3);
        // Due today is not late until the day has ended.
        assert_eq!(board_on(site, day("2026-11-21")).await.late_now, 3);
        let tomorrow = Moment::noon_of(day("2026-11-22"));
        assert_eq!(sweep(&site.store, &site.calendar, tomorrow).await.unwrap().became_late, 1);
        assert_eq!(board_on(site, day("2026-11-22")).await.late_now, 4);
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    }

    async fn keeping_a_late_promise_takes_it_off_the_late_ones(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-18")).await;
        sweep(&site.store, &site.calendar, site.now).await.unwrap();
        keep_on(site, id, &city, "2026-11-20", "2026-11-21").await;
        let shown = board_on(site, site.now.date()).await;
        assert_eq!((shown.late_now, shown.kept_late, shown.open), (0, 1, 0));
        assert_eq!(shown.on_time_permille(), Some(0));
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    }

    async fn a_list_is_narrowed_by_unit_plan_duty_and_days(site: &TestSite) {
        let city = City::of(site).await;
        open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-12-18"),
            city.due(city.welfare, "2026-11-21"),
        ]).await;
        let today = site.now.date();
        let count = async |filter: PromiseFilter| list(site, &filter, today).await.len();
        let of = PromiseFilter::default;
        assert_eq!(count(of()).await, 3);
        assert_eq!(count(PromiseFilter { unit: Some(city.finance), ..of() }).await, 2);
        assert_eq!(count(PromiseFilter { plan: Some(city.plan), ..of() }).await, 3);
        assert_eq!(count(PromiseFilter { duty: Some(city.duty), unit: Some(city.welfare), ..of() }).await, 1);
        assert_eq!(count(PromiseFilter { unit: Some(city.government), ..of() }).await, 0);
        assert_eq!(count(PromiseFilter { due_from: Some(today), ..of() }).await, 2);
        assert_eq!(count(PromiseFilter { due_through: Some(today), ..of() }).await, 2);
        assert_eq!(count(PromiseFilter { unit: Some(city.finance), standing: Some(Standing::Late), ..of() }).await, 1);
        assert_eq!(count(PromiseFilter { due_from: Some(day("2027-01-01")), due_through: Some(today), ..of() }).await, 0);
        for garbage in ["", "_", "2026-11-21", "2026-13-01_x", "'; drop table promise; --"] {
            let ask = PageAsk::after(garbage, 10);
            let page = store::read!(site.store, |tx| list_promises(tx, &of(), &ask, today).await).unwrap();
            assert!(page.items.is_empty() && page.next.is_none());
        }
    }

    async fn units_and_plans_have_their_own_numbers(site: &TestSite) {
        let city = City::of(site).await;
        open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-11-28"),
            city.due(city.finance, "2026-12-18"),
            city.due(city.finance, "2025-12-31"),
        ]).await;
        let today = site.now.date();
        let unit = store::read!(site.store, |tx| unit_board(tx, city.finance, today).await).unwrap().unwrap();
        assert_eq!((unit.score.late_now, unit.score.due_this_month, unit.score.open), (2, 1, 2));
        assert_eq!(unit.days.len(), 3, "days of this year");
        let idle = store::read!(site.store, |tx| unit_board(tx, city.welfare, today).await).unwrap().unwrap();
        assert_eq!(idle.score.on_time_permille(), None);
        let nobody = kernel::Ids::seeded(99).next(site.now);
        assert!(store::read!(site.store, |tx| unit_board(tx, nobody, today).await).unwrap().is_none());
        let plans = [city.plan.to_string()];
        let tallies = store::read!(site.store, |tx| tallies_of(tx, "plan", &plans, today).await).unwrap();
        assert_eq!((tallies[&plans[0]].late_now, tallies[&plans[0]].open), (2, 2));
        let scores = store::read!(site.store, |tx| list_unit_scores(tx, &PageAsk::first(10), today).await).unwrap();
        assert_eq!(scores.items, [unit.score]);
    }
}

/// Every unit by lateness, a page of one at a time.
async fn late_units(site: &TestSite, today: Date) -> Vec<UnitScore> {
    let mut scores = Vec::new();
    let mut ask = PageAsk::first(1);
    loop {
        let page = store::read!(site.store, |tx| list_late_units(tx, &ask, today).await).unwrap();
        scores.extend(page.items);
        match page.next {
            Some(next) => ask = PageAsk::after(next, 1),
            None => return scores,
        }
    }
}

on_both! {
    async fn the_most_late_come_first_before_and_after_the_sweep(site: &TestSite) {
        let city = City::of(site).await;
        let due = |unit, on| city.due(unit, on);
        open(site, &[
            due(city.finance, "2026-11-18"), due(city.welfare, "2026-11-19"), due(city.welfare, "2026-11-20"),
            due(city.finance, "2026-11-25"), due(city.finance, "2026-11-26"), due(city.government, "2026-12-01"),
        ]).await;
        let days: Vec<Date> = (0..14).map(|n| plus_days(day("2026-11-17"), n)).collect();
        for is_swept in [false, true] {
            if is_swept {
                sweep(&site.store, &site.calendar, site.now).await.unwrap();
            }
            for today in &days {
                let found = late_units(site, *today).await;
                let all = store::read!(site.store, |tx| list_unit_scores(tx, &PageAsk::first(9), *today).await).unwrap();
                let mut expected = all.items;
                expected.sort_by_key(|it| std::cmp::Reverse((it.late_now, it.open, it.unit_id)));
                assert_eq!(found, expected, "{today} {is_swept}");
            }
        }
        let first = &late_units(site, day("2026-11-22")).await[0];
        assert_eq!((first.unit_id, first.late_now), (city.welfare, 2));
        let foreign = PageAsk::after(city.finance.to_string(), 9);
        let none = store::read!(site.store, |tx| list_late_units(tx, &foreign, site.now.date()).await).unwrap();
        assert!(none.items.is_empty() && none.next.is_none());
    }
}

on_both! {
    async fn what_is_waived_or_void_is_counted_by_the_year_it_was_due_in(site: &TestSite) {
        let city = City::of(site).await;
        let ids = open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-11-20"),
            city.due(city.finance, "2026-12-18"),
            city.due(city.welfare, "2025-12-31"),
        ]).await;
        sweep(&site.store, &site.calendar, site.now).await.unwrap();
        void(site, ids[0].unwrap()).await;
        void(site, ids[3].unwrap()).await;
        let waiver = Waive { promise: ids[1].unwrap(), reason: "事项已取消".to_owned(), basis: "云政办函〔2026〕7号".to_owned(), approved_by: "市政府办公室主任".to_owned() };
        waive(&site.store, &waiver, &site.office(), site.now).await.unwrap();
        let today = site.now.date();
        let all = board_on(site, today).await;
        assert_eq!((all.waived, all.void, all.late_now, all.open), (1, 1, 0, 1));
        let unit = store::read!(site.store, |tx| unit_board(tx, city.finance, today).await).unwrap().unwrap();
        assert_eq!((unit.waived, unit.void), (1, 1));
        let plans = [city.plan.to_string()];
        let tallies = store::read!(site.store, |tx| tallies_of(tx, "plan", &plans, today).await).unwrap();
        assert_eq!((tallies[&plans[0]].waived, tallies[&plans[0]].void), (1, 2), "whatever year they were due in");
        let year = PromiseFilter {
            standing: Some(Standing::Void),
            due_from: Some(day("2026-01-01")),
            due_through: Some(day("2026-12-31")),
            ..PromiseFilter::default()
        };
        assert_eq!(list(site, &year, today).await.len(), 1, "the list that the number leads to");
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    }

    async fn promises_made_void_before_they_were_counted_are_counted_by_migrating(site: &TestSite) {
        let city = City::of(site).await;
        let ids = open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-11-19"),
            city.due(city.welfare, "2025-12-31"),
        ]).await;
        void(site, ids[0].unwrap()).await;
        void(site, ids[2].unwrap()).await;
        let right = board_on(site, site.now.date()).await;
        let migration = store::migration::ALL.iter().find(|it| it.name == "void_tallies").unwrap();
        store::write!(site.store, |tx| -> Result<(), kernel::Stop<kernel::Never>> {
            tx.execute("update promise_day set void = 0", &[]).await?;
            tx.execute("delete from promise_tally where open = 0", &[]).await?;
            tx.execute("update promise_tally set void = 0", &[]).await?;
            for statement in migration.text.split(";\n").filter(|it| it.contains("insert into")) {
                tx.execute(statement, &[]).await?;
            }
            Ok(())
        }).unwrap();
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
        assert_eq!(board_on(site, site.now.date()).await, right);
    }

    async fn many_scopes_are_asked_about_at_once(site: &TestSite) {
        let city = City::of(site).await;
        open(site, &[city.due(city.finance, "2026-11-18"), city.due(city.finance, "2026-11-20")]).await;
        let mut asked = vec![city.plan.to_string()];
        let strangers = kernel::Ids::seeded(99);
        asked.extend((0..300).map(|_| strangers.next::<kernel::PlanId>(site.now).to_string()));
        asked.reverse();
        for swept in ["2026-11-19", "2026-11-21"] {
            sweep(&site.store, &site.calendar, Moment::noon_of(day(swept))).await.unwrap();
            let today = day("2026-11-21");
            let tallies = store::read!(site.store, |tx| tallies_of(tx, "plan", &asked, today).await).unwrap();
            assert_eq!(tallies.len(), 1, "the others owe nothing");
            assert_eq!(tallies[asked.last().unwrap()].late_now, 2);
        }
        let none = store::read!(site.store, |tx| tallies_of(tx, "plan", &[], day("2026-11-21")).await).unwrap();
        assert!(none.is_empty());
    }
}

on_both! {
    async fn tallies_that_went_wrong_are_found_and_built_anew(site: &TestSite) {
        let city = City::of(site).await;
        let ids = open(site, &[
            city.due(city.finance, "2026-11-18"),
            city.due(city.finance, "2026-12-18"),
            city.due(city.welfare, "2025-12-31"),
        ]).await;
        sweep(&site.store, &site.calendar, site.now).await.unwrap();
        keep_on(site, ids[1].unwrap(), &city, "2026-11-20", "2026-11-21").await;
        let right = board_on(site, site.now.date()).await;
        store::write!(site.store, |tx| -> Result<(), kernel::Stop<kernel::Never>> {
            tx.execute("update promise_day set open = open + 1 where scope_kind = 'site'", &[]).await?;
            tx.execute("delete from promise_tally where span = 'all' and scope_kind = 'unit'", &[]).await?;
            Ok(())
        }).unwrap();
        let problems = promises::check::check(&site.store).await.unwrap();
        assert!(problems.len() >= 4, "{problems:?}");
        assert!(problems.iter().all(|it| it.code == "promises.tally_differs"));
        promises::check::rebuild(&site.store).await.unwrap();
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
        assert_eq!(board_on(site, site.now.date()).await, right);
    }
}
