//! The identities of the annual report: a balanced one holds, and each number that is changed by hand is named.

use proptest::prelude::*;
use requests::Outcome;
use requests::report::{
    AskerKind, Branch, Decided, Row, Table3, Table4, check, check_carried_over,
};

/// The figures of a published report, by groups: results 13364, 252, 0, 44, 121, 29; received 14069, carried over 560, left 819.
fn published() -> Table3 {
    let mut table = Table3::default();
    for (row, count) in [
        (Row::Received, 14_069),
        (Row::CarriedOver, 560),
        (Row::Provided, 13_364),
        (Row::Partly, 252),
        (Row::NotHeld, 44),
        (Row::Repeated, 121),
        (Row::Other, 29),
        (Row::LeftOver, 819),
    ] {
        table.set(row, AskerKind::Person, count);
    }
    table
}

#[test]
fn a_published_report_balances() {
    let mut table = published();
    table.written_results = vec![(AskerKind::Person, 13_810)];
    table.written_totals = vec![(Row::Received, 14_069), (Row::LeftOver, 819)];
    assert_eq!(check(&table, &Table4::default()), []);
    assert_eq!(table.all_results(), 13_810);
}

#[test]
fn a_number_changed_by_hand_is_named_with_its_cell() {
    let mut table = published();
    table.written_results = vec![(AskerKind::Person, 13_810)];
    table.set(Row::Internal, AskerKind::Person, 1);
    let flaws = check(&table, &Table4::default());
    assert_eq!(flaws.len(), 1);
    assert_eq!(
        (flaws[0].identity, flaws[0].found, flaws[0].expected),
        ("I2", 13_810, 13_811)
    );
    assert!(flaws[0].message().contains("三（七）总计") && flaws[0].message().contains("少1"));
    let mut next = Table3::default();
    next.set(Row::CarriedOver, AskerKind::Person, 818);
    let flaws = check_carried_over(&published(), &next);
    assert_eq!(
        (flaws[0].identity, flaws[0].found, flaws[0].expected),
        ("I5", 818, 819)
    );
    assert!(flaws[0].message().contains("上年结转"));
}

#[test]
fn table_4_is_added_up_by_branch() {
    let mut table = Table4::default();
    for (decided, count) in Decided::ALL.iter().zip([376, 97, 196, 121]) {
        table.set(Branch::Review, *decided, count);
    }
    table.written_totals = vec![(Branch::Review, 790)];
    assert_eq!(check(&Table3::default(), &table), []);
    table.written_totals = vec![(Branch::Review, 791)];
    let flaws = check(&Table3::default(), &table);
    assert_eq!((flaws[0].identity, flaws[0].expected), ("I4", 790));
    assert_eq!(table.all(), 790);
}

#[test]
fn the_form_has_its_rows() {
    assert_eq!(Row::ALL.len() + 1, 25, "with 三（七）");
    assert_eq!(Row::RESULTS.len(), 21);
    assert!(Row::RESULTS.iter().all(|it| it.label().starts_with('三')));
}

fn cases() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    let case = (
        0..Outcome::ALL.len(),
        0..AskerKind::ALL.len(),
        any::<bool>(),
    );
    prop::collection::vec(case, 0..200)
}

proptest! {
    /// However cases end, what is counted from them balances, year after year.
    #[test]
    fn what_is_counted_from_cases_balances(old in cases(), new in cases()) {
        let (mut before, mut this) = (Table3::default(), Table3::default());
        for (outcome, column, is_done) in old {
            let column = AskerKind::ALL[column];
            before.add(Row::Received, column);
            let end = if is_done { Outcome::ALL[outcome].row() } else { Row::LeftOver };
            before.add(end, column);
            if !is_done {
                // It goes on into the next year, and ends there.
                this.add(Row::CarriedOver, column);
                this.add(Outcome::ALL[outcome].row(), column);
            }
        }
        for (outcome, column, is_done) in new {
            let column = AskerKind::ALL[column];
            this.add(Row::Received, column);
            this.add(if is_done { Outcome::ALL[outcome].row() } else { Row::LeftOver }, column);
        }
        let none = Table4::default();
        prop_assert_eq!(check(&before, &none), []);
        prop_assert_eq!(check(&this, &none), []);
        prop_assert_eq!(check_carried_over(&before, &this), []);
        let mut both = before.clone();
        both.add_all(&this);
        prop_assert_eq!(both.total(Row::Received), before.total(Row::Received) + this.total(Row::Received));
    }
}
