//! The identities of the annual report (勾稽关系): each column, each row, and this year's beginning with last year's end.
//!
//! I6 (cells are whole numbers, none is empty) is held by the types.

use super::table3::{AskerKind, Row, Table3};
use super::table4::{Branch, Table4};

/// An identity that does not hold, with its place. `found` minus `expected` is what the place has too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// `I1` to `I5`.
    pub identity: &'static str,
    /// The cell, in the words of the form.
    pub place: String,
    /// What stands there.
    pub found: u64,
    /// What should.
    pub expected: u64,
}

impl Flaw {
    /// What is wrong and what to do.
    pub fn message(&self) -> String {
        let Self {
            place,
            found,
            expected,
            ..
        } = self;
        let by = match found.checked_sub(*expected) {
            Some(more) => format!("多{more}"),
            None => format!("少{}", expected - found),
        };
        format!("{place}填的是{found}，应为{expected}（{by}），请核对这一栏和与它相加的各栏")
    }
}

fn look(
    flaws: &mut Vec<Flaw>,
    identity: &'static str,
    place: String,
    (found, expected): (u64, u64),
) {
    if found != expected {
        flaws.push(Flaw {
            identity,
            place,
            found,
            expected,
        });
    }
}

/// Every identity within one report that does not hold.
pub fn check(table3: &Table3, table4: &Table4) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (column, written) in &table3.written_results {
        let place = format!("表三“三（七）总计”{}", column.label());
        look(&mut flaws, "I2", place, (*written, table3.results(*column)));
    }
    for (row, written) in &table3.written_totals {
        let place = format!("表三“{}”总计", row.label());
        look(&mut flaws, "I3", place, (*written, table3.total(*row)));
    }
    for column in AskerKind::ALL {
        let written = table3.written_results.iter().find(|it| it.0 == *column);
        let results = written.map_or_else(|| table3.results(*column), |it| it.1);
        let came = table3.cell(Row::Received, *column) + table3.cell(Row::CarriedOver, *column);
        let went = results + table3.cell(Row::LeftOver, *column);
        let place = format!("表三“三（七）总计”加“四”{}", column.label());
        look(&mut flaws, "I1", place, (went, came));
    }
    for (branch, written) in &table4.written_totals {
        let place = format!("表四“{}”总计", branch.label());
        look(&mut flaws, "I4", place, (*written, table4.total(*branch)));
    }
    flaws
}

/// I5: what was carried over is what the year before left, column by column.
pub fn check_carried_over(before: &Table3, this: &Table3) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for column in AskerKind::ALL {
        let pair = (
            this.cell(Row::CarriedOver, *column),
            before.cell(Row::LeftOver, *column),
        );
        let place = format!("表三“二、上年结转”{}", column.label());
        look(&mut flaws, "I5", place, pair);
    }
    flaws
}

/// Whether a branch of table 4 has anything.
impl Table4 {
    /// All that was applied for or sued over.
    pub fn all(&self) -> u64 {
        Branch::ALL.iter().map(|it| self.total(*it)).sum()
    }
}
