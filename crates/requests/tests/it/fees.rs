//! Fees as the office of the State Council publishes them, and what holds of every scale.

use kernel::Date;
use proptest::prelude::*;
use requests::fee::{find_table, tables};

const DAY: Date = Date::constant(2026, 3, 1);

#[test]
fn items_of_a_month_rise_by_steps() {
    let table = find_table(DAY).unwrap();
    let rows = [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2_000),
        (31, 2_200),
        (40, 4_000),
        (41, 4_300),
        (45, 5_500),
        (50, 7_000),
        (51, 7_400),
        (60, 11_000),
        (100, 37_000),
    ];
    for (count, yuan) in rows {
        assert_eq!(table.items(count), yuan, "{count} items");
    }
    assert_eq!(table.item(45), 300, "the forty-fifth alone");
    assert_eq!(table.item(1), 0);
}

#[test]
fn pages_of_one_application_rise_by_steps() {
    let table = find_table(DAY).unwrap();
    let rows = [
        (30, 0),
        (31, 10),
        (100, 700),
        (101, 720),
        (200, 2_700),
        (201, 2_740),
        (250, 4_700),
        (1000, 34_700),
    ];
    for (count, yuan) in rows {
        assert_eq!(table.pages(count), yuan, "{count} pages");
    }
}

#[test]
fn before_the_first_table_nothing_is_charged() {
    assert!(find_table(Date::constant(2020, 12, 31)).is_none());
    assert!(find_table(Date::constant(2021, 1, 1)).is_some());
    assert!(tables().is_sorted_by_key(|it| it.effective_from));
}

proptest! {
    #[test]
    fn more_never_costs_less_and_a_month_is_the_sum_of_its_items(count in 0_u64..400) {
        let table = find_table(DAY).unwrap();
        prop_assert!(table.items(count) <= table.items(count + 1));
        prop_assert!(table.pages(count) <= table.pages(count + 1));
        prop_assert_eq!((1..=count).map(|nth| table.item(nth)).sum::<u64>(), table.items(count));
        // The rule in its own words: from the 31st on 200 and 100 more for each ten.
        let of = |nth: u64| match nth {
            0..=10 => 0,
            11..=30 => 100,
            _ => 200 + 100 * ((nth - 31) / 10),
        };
        prop_assert_eq!(table.item(count + 1), of(count + 1));
    }
}
