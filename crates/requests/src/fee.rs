//! 信息处理费: by item within a calendar month of one asker, or by volume of one application; never both (国办函〔2020〕109号).

use std::sync::OnceLock;

use kernel::Date;
use serde::Deserialize;

kernel::coded_enum! {
    /// By what an application is charged.
    Charging {
        /// 按件计收.
        ByItem = "by_item", "按件计收";
        /// 按量计收.
        ByPage = "by_page", "按量计收";
    }
}

/// What costs how much from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTable {
    /// First day of effect.
    pub effective_from: Date,
    /// The provision, as notices name it.
    pub basis: String,
    /// What of this nobody has compared with the original yet.
    #[serde(default)]
    pub to_confirm: Option<String>,
    by_item: Scale,
    by_page: Scale,
}

/// A scale that rises by steps: each unit costs what its own step says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scale {
    steps: Vec<Step>,
    then: Rising,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    through: u64,
    each: u64,
}

/// What comes behind the last step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rising {
    /// How many units one step has; 0 for no further steps.
    every: u64,
    first: u64,
    more: u64,
}

impl Scale {
    /// What the units up to one cost together, in yuan.
    fn total(&self, units: u64) -> u64 {
        let (mut total, mut begin) = (0_u64, 0);
        for step in &self.steps {
            let within = units.min(step.through).saturating_sub(begin);
            total = total.saturating_add(within.saturating_mul(step.each));
            begin = step.through;
        }
        let Rising { every, first, more } = self.then;
        let mut left = units.saturating_sub(begin);
        if every == 0 {
            return total.saturating_add(left.saturating_mul(first));
        }
        // Whole steps are an arithmetic series; the last one may be begun only.
        let whole = left / every;
        left %= every;
        let rising = more.saturating_mul(whole.saturating_mul(whole.saturating_sub(1)) / 2);
        let series = every.saturating_mul(first.saturating_mul(whole).saturating_add(rising));
        let last = left.saturating_mul(first.saturating_add(more.saturating_mul(whole)));
        total.saturating_add(series).saturating_add(last)
    }
}

impl FeeTable {
    /// What so many items of one asker in one calendar month cost together, in yuan.
    pub fn items(&self, count: u64) -> u64 {
        self.by_item.total(count)
    }

    /// What the item costs that is so many-th of its asker in its calendar month (1, 2, 3), in yuan.
    pub fn item(&self, nth: u64) -> u64 {
        self.items(nth) - self.items(nth.saturating_sub(1))
    }

    /// What so many pages of one application cost, in yuan: pages of several applications are never added up.
    pub fn pages(&self, count: u64) -> u64 {
        self.by_page.total(count)
    }
}

/// The tables that are built in, the earliest first.
pub fn tables() -> &'static [FeeTable] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        tables: Vec<FeeTable>,
    }
    static TABLES: OnceLock<Vec<FeeTable>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../data/fees.toml"))
            .expect("the embedded tables are read by a test");
        file.tables
    })
}

/// The table in effect on a day; `None` before the first.
pub fn find_table(on: Date) -> Option<&'static FeeTable> {
    tables().iter().rev().find(|it| it.effective_from <= on)
}
