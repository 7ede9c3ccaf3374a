//! Table 3 from the cases: it balances whatever happened, and each number is as large as the list behind it.

use kernel::{PageAsk, UnitId};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use requests::report::{
    AskerKind, Period, Row, Table3, Table4, check, check_carried_over, count_table3, list_behind,
};
use requests::{Receipt, Stage};
use testkit::{TestSite, on_both};

use crate::city::{City, at, day, seen};

/// Working days on which something may happen, the year's end among them.
const DAYS: [&str; 8] = [
    "2025-12-22",
    "2025-12-25",
    "2025-12-29",
    "2025-12-31",
    "2026-01-05",
    "2026-01-06",
    "2026-01-09",
    "2026-01-12",
];

fn year(unit: UnitId, year: i16) -> Period {
    Period {
        unit,
        from: day(&format!("{year}-01-01")),
        through: day(&format!("{year}-12-31")),
    }
}

async fn table(site: &TestSite, period: Period) -> Table3 {
    store::read!(site.store, |tx| count_table3(tx, period).await).unwrap()
}

/// A request that goes one stage further on each of some days.
async fn live(site: &TestSite, city: &City, (begins, steps): (usize, usize)) -> Receipt {
    const WAY: [Stage; 8] = [
        Stage::Registered,
        Stage::Handling,
        Stage::Review,
        Stage::SecrecyReview,
        Stage::Approval,
        Stage::Signed,
        Stage::Sent,
        Stage::Closed,
    ];
    let receipt = city.submit(site, at(DAYS[begins])).await;
    for (step, stage) in WAY.iter().enumerate().take(steps) {
        // Four acts a day at most, so that lives end on many days.
        let on = (begins + step / 4).min(DAYS.len() - 1);
        city.walk(site, &receipt, &[*stage], at(DAYS[on])).await;
    }
    receipt
}

on_both! {
    async fn the_tables_of_two_years_balance_and_every_number_has_its_cases(site: &TestSite) {
        let city = City::found(site).await;
        let lives = prop::collection::vec((0..DAYS.len(), 0..9_usize), 24);
        let lives = lives.new_tree(&mut TestRunner::deterministic()).unwrap().current();
        for life in lives {
            let receipt = live(site, &city, life).await;
            // Some are taken back before they are answered.
            if life.1 == 3 {
                let by = (&*site.calendar, at("2026-01-13"));
                let hand = requests::actions::Hand::Officer(&city.clerk);
                requests::actions::withdraw(&site.store, (seen(site, &receipt).await, ""), hand, by).await.unwrap();
            }
        }
        let (before, now) = (year(city.unit, 2025), year(city.unit, 2026));
        let (old, new) = (table(site, before).await, table(site, now).await);
        assert_eq!(check(&old, &Table4::default()), []);
        assert_eq!(check(&new, &Table4::default()), []);
        assert_eq!(check_carried_over(&old, &new), []);
        assert!(old.total(Row::LeftOver) > 0 && new.total(Row::CarriedOver) == old.total(Row::LeftOver));
        assert!(new.total(Row::Other) > 0 && new.all_results() > 2, "{new:?}");
        let mut seen_rows = 0;
        for (period, table) in [(before, &old), (now, &new)] {
            for row in Row::ALL {
                let listed = store::read!(site.store, |tx| {
                    list_behind(tx, period, (*row, AskerKind::Person), &PageAsk::first(100)).await
                }).unwrap();
                assert_eq!(listed.items.len() as u64, table.cell(*row, AskerKind::Person), "{row:?}");
                seen_rows += usize::from(!listed.items.is_empty());
            }
        }
        assert!(seen_rows >= 6, "{seen_rows}");
        assert_eq!(table(site, year(city.other, 2026)).await, Table3::default(), "another unit's");
    }
}
