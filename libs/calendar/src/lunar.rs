//! The days of the lunisolar calendar that statutory holidays hang on, 1990 to 2100.
//! A table of computed facts (new moons and solar longitudes in UTC+8), not a general converter.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

/// A moving day that a law names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Anchor {
    /// 农历正月初一.
    Spring,
    /// 清明.
    Qingming,
    /// 农历五月初五.
    DragonBoat,
    /// 农历八月十五.
    MidAutumn,
}

#[derive(Deserialize)]
struct LunarFile {
    years: BTreeMap<i16, [String; 4]>,
}

/// The date of an anchor in a year; `None` outside 1990..=2100.
pub(crate) fn find_anchor(year: i16, anchor: Anchor) -> Option<Date> {
    static TABLE: OnceLock<BTreeMap<i16, [Date; 4]>> = OnceLock::new();
    let table = TABLE.get_or_init(read_table);
    Some(table.get(&year)?[anchor as usize])
}

fn read_table() -> BTreeMap<i16, [Date; 4]> {
    let file: LunarFile = serde_json::from_str(include_str!("../data/lunar.json"))
        .expect("the embedded table is read by a test");
    file.years
        .into_iter()
        .map(|(year, days)| {
            let dates = days.map(|day| {
                format!("{year}-{day}")
                    .parse()
                    .expect("the embedded table is read by a test")
            });
            (year, dates)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_table_covers_every_year_and_stays_within_the_seasons() {
        for year in crate::daynum::years() {
            let of = |anchor| find_anchor(year, anchor).expect("in range");
            let spring = of(Anchor::Spring);
            assert!(
                spring >= date(year, 1, 21) && spring <= date(year, 2, 21),
                "{spring}"
            );
            let qingming = of(Anchor::Qingming);
            assert!(
                qingming >= date(year, 4, 4) && qingming <= date(year, 4, 6),
                "{qingming}"
            );
            let boat = of(Anchor::DragonBoat);
            assert!(
                boat >= date(year, 5, 27) && boat <= date(year, 6, 26),
                "{boat}"
            );
            let autumn = of(Anchor::MidAutumn);
            assert!(
                autumn >= date(year, 9, 7) && autumn <= date(year, 10, 8),
                "{autumn}"
            );
        }
        assert_eq!(find_anchor(2101, Anchor::Spring), None);
    }

    #[test]
    fn known_years_have_the_known_days() {
        assert_eq!(find_anchor(2024, Anchor::Spring), Some(date(2024, 2, 10)));
        assert_eq!(find_anchor(2024, Anchor::Qingming), Some(date(2024, 4, 4)));
        assert_eq!(
            find_anchor(2013, Anchor::DragonBoat),
            Some(date(2013, 6, 12))
        );
        assert_eq!(
            find_anchor(2020, Anchor::MidAutumn),
            Some(date(2020, 10, 1))
        );
        assert_eq!(find_anchor(2027, Anchor::Spring), Some(date(2027, 2, 6)));
    }
}
