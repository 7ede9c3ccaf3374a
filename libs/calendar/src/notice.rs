//! The calendar file: laws and yearly notices as JSON, read and checked.
//! Every error names the place in the file and the cure. It builds no tables; `table` does.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::daynum;
use crate::error::CalendarError;
use crate::law::{self, Law};

/// Longest run of days that one range may name; no holiday was ever longer.
const LONGEST_RANGE: usize = 31;

/// The State Council's notice for one year (国务院办公厅关于某年部分节假日安排的通知).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The year that the notice names; its days may reach into the December before.
    pub year: i16,
    /// Addresses of the papers, amendments included.
    #[serde(default)]
    pub papers: Vec<String>,
    /// The holidays in the notice's order.
    pub holidays: Vec<NoticeHoliday>,
}

/// One holiday of a notice: days `YYYY-MM-DD` or runs of days `YYYY-MM-DD..YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeHoliday {
    /// Name as printed in proofs: 国庆节.
    pub name: String,
    /// Days off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<String>,
    /// Days that are worked although they would be off (调休上班), or worked by express order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<String>,
}

/// A whole calendar file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarFile {
    pub version: String,
    #[serde(default)]
    pub source: String,
    /// Left out: the laws that are built in.
    #[serde(default)]
    pub laws: Vec<Law>,
    pub notices: Vec<Notice>,
}

/// What a notice says of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoticeDay {
    pub is_off: bool,
    pub name: String,
    /// Path of the entry in the file, for messages.
    pub place: String,
}

/// Reads JSON, telling line and column and what to do when it does not fit.
pub(crate) fn from_json<T: for<'de> Deserialize<'de>>(
    text: &str,
    cure: &str,
) -> Result<T, CalendarError> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let place = format!("第{}行第{}列", error.line(), error.column());
        CalendarError::bad(place, format!("格式不符（{error}）"), cure)
    })
}

/// Reads and checks a calendar file; `notices` end up sorted by year.
pub(crate) fn read_file(text: &str) -> Result<CalendarFile, CalendarError> {
    let mut file: CalendarFile = from_json(
        text,
        "请对照内置日历文件的格式：version、source、laws（可省略）、notices",
    )?;
    check_version(&file.version, "version")?;
    law::check(&file.laws)?;
    file.notices.sort_by_key(|notice| notice.year);
    Ok(file)
}

/// A version is printed in proofs and stored with decisions, so it is short and plain.
pub(crate) fn check_version(version: &str, place: &str) -> Result<(), CalendarError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    if !version.is_empty() && version.len() <= 100 && version.chars().all(is_plain) {
        return Ok(());
    }
    Err(CalendarError::bad(
        place,
        "版本号为空、过长或含有字母、数字和“.-_+”以外的字符",
        "请填写如 cn-2027.1 的版本号，每次更换日历都要不同",
    ))
}

/// All days that the notices name; two notices must not contradict each other.
pub(crate) fn collect_days(notices: &[Notice]) -> Result<BTreeMap<Date, NoticeDay>, CalendarError> {
    let mut days: BTreeMap<Date, NoticeDay> = BTreeMap::new();
    for (at, notice) in notices.iter().enumerate() {
        check_year(notices, at)?;
        for (index, holiday) in notice.holidays.iter().enumerate() {
            let lists = [("off", &holiday.off), ("work", &holiday.work)];
            for (field, ranges) in lists {
                for (n, range) in ranges.iter().enumerate() {
                    let place = format!("{}年通知 holidays[{index}].{field}[{n}]", notice.year);
                    for on in read_range(range, &place)? {
                        check_season(on, notice.year, &place)?;
                        let day = NoticeDay {
                            is_off: field == "off",
                            name: holiday.name.clone(),
                            place: place.clone(),
                        };
                        add_day(&mut days, on, day)?;
                    }
                }
            }
        }
    }
    Ok(days)
}

fn check_year(notices: &[Notice], at: usize) -> Result<(), CalendarError> {
    let year = notices[at].year;
    if !daynum::years().any(|known| known == year) {
        return Err(CalendarError::bad(
            format!("notices[{at}].year"),
            format!("年份 {year} 不在 1990 至 2100 之间"),
            "请核对通知的年份",
        ));
    }
    if notices[..at].iter().any(|other| other.year == year) {
        return Err(CalendarError::bad(
            format!("notices[{at}].year"),
            format!("{year} 年的通知出现两次"),
            "请把同一年的通知（含调整通知）合并为一条",
        ));
    }
    Ok(())
}

fn add_day(
    days: &mut BTreeMap<Date, NoticeDay>,
    on: Date,
    day: NoticeDay,
) -> Result<(), CalendarError> {
    match days.get(&on) {
        Some(known) if known.is_off != day.is_off => Err(CalendarError::bad(
            day.place,
            format!("{on} 在此处与 {} 一处放假、一处上班", known.place),
            "请对照通知原文删去其中一处",
        )),
        Some(_) => Ok(()),
        None => {
            days.insert(on, day);
            Ok(())
        }
    }
}

fn check_season(on: Date, year: i16, place: &str) -> Result<(), CalendarError> {
    if on.year() == year || (on.year() == year - 1 && on.month() == 12) {
        return Ok(());
    }
    Err(CalendarError::bad(
        place,
        format!("{on} 不在 {year} 年或其前一年12月"),
        "请核对日期的年份，或把它移到所属年份的通知",
    ))
}

/// The days of `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD`.
pub(crate) fn read_range(text: &str, place: &str) -> Result<Vec<Date>, CalendarError> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let parse = |day: &str| {
        day.parse::<Date>()
            .ok()
            .filter(|_| day.len() == 10)
            .ok_or_else(|| {
                CalendarError::bad(
                    place,
                    format!("“{}”不是日期", day.chars().take(40).collect::<String>()),
                    "请写成 2026-10-01 或 2026-10-01..2026-10-07",
                )
            })
    };
    let (first, last) = (parse(first)?, parse(last)?);
    let days: Vec<Date> = first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .take(LONGEST_RANGE + 1)
        .collect();
    if days.is_empty() || days.len() > LONGEST_RANGE {
        return Err(CalendarError::bad(
            place,
            format!("区间 {first} 至 {last} 倒置或超过{LONGEST_RANGE}天"),
            "请核对起止日期，起在前、止在后",
        ));
    }
    Ok(days)
}
