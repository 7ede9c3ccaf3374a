//! The statutory holidays by the law in force on the day, and the 补假 they bring
//! (《全国年节及纪念日放假办法》第二条、第六条). Only used for days that no notice settles.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::day::{DayReason, is_weekend};
use crate::error::CalendarError;
use crate::lunar::{Anchor, find_anchor};

/// One version of the law with its holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Law {
    /// First day on which this version decides what is a holiday.
    pub effective_from: Date,
    /// The paper that made it.
    pub source: String,
    /// Holidays of all citizens; those of some citizens (妇女节…) never change working days.
    pub holidays: Vec<LawHoliday>,
}

/// One holiday of a law: on fixed days of the year, or around a moving day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LawHoliday {
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<i8>,
}

/// A statutory day off and the name of its holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatutoryDay {
    pub on: Date,
    pub name: String,
}

/// Refuses laws whose days cannot be placed in a year; `laws` is sorted by effective date.
pub(crate) fn check(laws: &[Law]) -> Result<(), CalendarError> {
    for (at, law) in laws.iter().enumerate() {
        for (index, holiday) in law.holidays.iter().enumerate() {
            let place = format!("laws[{at}].holidays[{index}]");
            let is_moving = holiday.anchor.is_some() && !holiday.offsets.is_empty();
            let is_fixed = !holiday.fixed.is_empty();
            let is_half = holiday.anchor.is_some() == holiday.offsets.is_empty();
            if is_fixed == is_moving || is_half {
                return Err(CalendarError::bad(
                    place,
                    format!(
                        "“{}”必须且只能写明 fixed，或写明 anchor 和 offsets",
                        holiday.name
                    ),
                    "请为公历节日填 fixed（如 \"10-01\"），为农历节日和清明填 anchor 与 offsets",
                ));
            }
            if let Some(bad) = holiday
                .fixed
                .iter()
                .find(|day| fixed_date(2024, day).is_none())
            {
                return Err(CalendarError::bad(
                    format!("{place}.fixed"),
                    format!("“{bad}”不是月日"),
                    "请写成两位月-两位日，如 \"05-01\"",
                ));
            }
        }
        if at > 0 && laws[at - 1].effective_from >= law.effective_from {
            return Err(CalendarError::bad(
                format!("laws[{at}].effective_from"),
                "施行日期没有晚于前一版办法",
                "请按施行日期先后排列，每版一条",
            ));
        }
    }
    Ok(())
}

fn fixed_date(year: i16, month_day: &str) -> Option<Date> {
    let (month, day) = month_day.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The statutory days of a year in date order; a day that is two holidays at once is listed twice.
pub(crate) fn list_statutory_days(laws: &[Law], year: i16) -> Vec<StatutoryDay> {
    let mut days = Vec::new();
    for (at, law) in laws.iter().enumerate() {
        let until = laws.get(at + 1).map(|next| next.effective_from);
        for holiday in &law.holidays {
            let fixed = holiday.fixed.iter().filter_map(|day| fixed_date(year, day));
            let moving = holiday
                .anchor
                .and_then(|anchor| find_anchor(year, anchor))
                .into_iter()
                .flat_map(|day| {
                    let offsets = holiday.offsets.iter();
                    offsets.filter_map(move |n| day.checked_add(i32::from(*n).days()).ok())
                });
            days.extend(
                fixed
                    .chain(moving)
                    .filter(|on| *on >= law.effective_from && until.is_none_or(|end| *on < end))
                    .map(|on| StatutoryDay {
                        on,
                        name: holiday.name.clone(),
                    }),
            );
        }
    }
    days.sort_by_key(|day| day.on);
    days
}

/// The days off of a year without a notice: statutory days, and for each that falls on a weekend
/// (第六条) or on another holiday (as the notices of 2009 and 2020 did) the next free weekday.
pub(crate) fn compute_year(laws: &[Law], year: i16) -> BTreeMap<Date, (DayReason, String)> {
    let statutory = list_statutory_days(laws, year);
    let mut off: BTreeMap<Date, (DayReason, String)> = BTreeMap::new();
    for day in &statutory {
        off.entry(day.on)
            .and_modify(|(_, name)| *name = format!("{name}、{}", day.name))
            .or_insert_with(|| (DayReason::Statutory, day.name.clone()));
    }
    let mut previous = None;
    for day in &statutory {
        let is_double = previous == Some(day.on);
        previous = Some(day.on);
        if !is_weekend(day.on) && !is_double {
            continue;
        }
        let mut next = day.on;
        while let Ok(candidate) = next.tomorrow() {
            next = candidate;
            if !is_weekend(next) && !off.contains_key(&next) {
                off.insert(next, (DayReason::Substitute, day.name.clone()));
                break;
            }
        }
    }
    off
}
