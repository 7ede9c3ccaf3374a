//! The calendar itself: one table look-up for every question about working days.
//! It knows nothing of legal periods; `clock` counts with it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::day::{self, DayInfo, DayReason, is_weekend};
use crate::daynum::{self, FIRST_DAY, number_of};
use crate::error::CalendarError;
use crate::law;
use crate::notice::{self, CalendarFile, Notice};
use crate::overlay::Overlay;

/// Which days public offices work, 1990 to 2100. Cloning shares the tables.
#[derive(Clone)]
pub struct Calendar {
    tables: Arc<Tables>,
}

struct Tables {
    version: String,
    digest: String,
    file: CalendarFile,
    overlays: Vec<Overlay>,
    days: Box<[Cell]>,
    /// Working days up to and including the day.
    worked: Box<[u32]>,
    /// Provisional days up to and including the day.
    provisional: Box<[u32]>,
    /// The n-th working day of the range, from 0.
    workdays: Box<[Date]>,
    names: Vec<Arc<str>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub reason: DayReason,
    pub is_provisional: bool,
    /// Index into the names plus one; 0 is no name.
    name: u16,
}

impl Calendar {
    /// The calendar that is built in.
    pub fn national() -> Arc<Self> {
        static NATIONAL: OnceLock<Arc<Calendar>> = OnceLock::new();
        let calendar = NATIONAL.get_or_init(|| {
            let built_in = Self::from_json(include_str!("../data/national.json"));
            Arc::new(built_in.expect("the embedded calendar is read by every test"))
        });
        Arc::clone(calendar)
    }

    /// Reads a calendar file, which replaces the built-in one. `laws` may be left out: the built-in
    /// ones hold. Errors name the place and the cure.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        let mut file = notice::read_file(text)?;
        if file.laws.is_empty() {
            file.laws = Self::national().tables.file.laws.clone();
        }
        Self::build(file, Vec::new())
    }

    /// This calendar with the notice of one more year, or with another notice for a year it has
    /// (an amendment); `version` names the result.
    pub fn with_notice(&self, notice: Notice, version: &str) -> Result<Self, CalendarError> {
        notice::check_version(version, "version")?;
        let mut file = self.tables.file.clone();
        file.notices.retain(|known| known.year != notice.year);
        file.notices.push(notice);
        file.notices.sort_by_key(|known| known.year);
        file.version = version.to_owned();
        Self::build(file, self.tables.overlays.clone())
    }

    /// This calendar with a region's own days over it; a later overlay wins over an earlier one.
    pub fn with_overlay(&self, overlay: &Overlay) -> Result<Self, CalendarError> {
        let mut overlays = self.tables.overlays.clone();
        overlays.push(overlay.clone());
        Self::build(self.tables.file.clone(), overlays)
    }

    /// Name of the data: `cn-2026.1`, with overlays `cn-2026.1+guangxi-2026.1`.
    pub fn version(&self) -> &str {
        &self.tables.version
    }

    /// SHA-256 (hex) of what the calendar says of every day with its version: equal digests answer alike.
    pub fn digest(&self) -> &str {
        &self.tables.digest
    }

    /// The notices that the calendar rests on, by year.
    pub fn notices(&self) -> &[Notice] {
        &self.tables.file.notices
    }

    /// The calendar as a file that `from_json` reads; overlays are not part of it.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.tables.file).expect("plain data always becomes JSON")
    }

    /// Whether public offices work on the day; outside 1990..=2100 by the weekday alone.
    pub fn is_workday(&self, day: Date) -> bool {
        self.cell(day).reason.is_workday()
    }

    /// What the day is and why; outside 1990..=2100 by the weekday alone and provisional.
    pub fn day(&self, day: Date) -> DayInfo {
        let cell = self.cell(day);
        DayInfo {
            date: day,
            is_workday: cell.reason.is_workday(),
            reason: cell.reason,
            name: self.name(cell).cloned(),
            is_provisional: cell.is_provisional,
        }
    }

    /// The n-th working day after `start`, which is not counted itself; `start` for `n` = 0.
    pub fn add_workdays(&self, start: Date, n: u32) -> Result<Date, CalendarError> {
        let out_of_range = CalendarError::OutOfRange { from: start };
        let Some(number) = number_of(start) else {
            return Err(out_of_range);
        };
        let Some(before) = n.checked_sub(1) else {
            return Ok(start);
        };
        let nth = self.tables.worked[number] as usize + before as usize;
        self.tables.workdays.get(nth).copied().ok_or(out_of_range)
    }

    /// Working days in `(after, through]`; days outside 1990..=2100 are not counted.
    pub fn count_workdays(&self, after: Date, through: Date) -> u32 {
        count_between(&self.tables.worked, after, through)
    }

    /// The day itself if it is worked, else the next working day.
    pub fn roll_forward(&self, day: Date) -> Result<Date, CalendarError> {
        if number_of(day).is_some() && self.is_workday(day) {
            return Ok(day);
        }
        self.add_workdays(day, 1)
    }

    /// Whether any day from `from` through `through`, both included, is computed and not yet announced.
    pub fn is_provisional(&self, from: Date, through: Date) -> bool {
        self.cell(from).is_provisional
            || self.cell(through).is_provisional
            || count_between(&self.tables.provisional, from, through) > 0
    }

    pub(crate) fn cell(&self, day: Date) -> Cell {
        match number_of(day) {
            Some(number) => self.tables.days[number],
            None => Cell {
                reason: by_weekday(day),
                is_provisional: true,
                name: 0,
            },
        }
    }

    pub(crate) fn describe(&self, cell: Cell, on: Date) -> String {
        day::describe(
            cell.reason,
            self.name(cell).map(AsRef::as_ref),
            on.weekday(),
        )
    }

    fn name(&self, cell: Cell) -> Option<&Arc<str>> {
        self.tables
            .names
            .get(usize::from(cell.name).checked_sub(1)?)
    }

    fn build(file: CalendarFile, overlays: Vec<Overlay>) -> Result<Self, CalendarError> {
        let mut builder = Builder::default();
        builder.lay_years(&file)?;
        for overlay in &overlays {
            builder.lay_overlay(overlay)?;
        }
        let parts = std::iter::once(file.version.as_str());
        let parts: Vec<&str> = parts
            .chain(overlays.iter().map(|o| o.version.as_str()))
            .collect();
        let version = parts.join("+");
        let mut worked = Vec::with_capacity(daynum::DAYS);
        let mut provisional = Vec::with_capacity(daynum::DAYS);
        let mut workdays = Vec::with_capacity(daynum::DAYS);
        let mut open = 0u32;
        let mut hash = Sha256::new();
        hash.update(version.as_bytes());
        for (on, cell) in daynum::all_days().zip(&builder.days) {
            if cell.reason.is_workday() {
                workdays.push(on);
            }
            open += u32::from(cell.is_provisional);
            worked.push(workdays.len() as u32);
            provisional.push(open);
            hash.update([cell.reason as u8, u8::from(cell.is_provisional)]);
            if let Some(name) = usize::from(cell.name).checked_sub(1) {
                hash.update(builder.names[name].as_bytes());
            }
        }
        Ok(Self {
            tables: Arc::new(Tables {
                version,
                digest: hash
                    .finalize()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
                file,
                overlays,
                days: builder.days.into_boxed_slice(),
                worked: worked.into_boxed_slice(),
                provisional: provisional.into_boxed_slice(),
                workdays: workdays.into_boxed_slice(),
                names: builder.names,
            }),
        })
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("version", &self.tables.version)
            .field("digest", &self.tables.digest)
            .finish()
    }
}

fn by_weekday(day: Date) -> DayReason {
    if is_weekend(day) {
        DayReason::Weekend
    } else {
        DayReason::Weekday
    }
}

/// Entries in `(after, through]` by a running total; 0 when `through` is not later.
fn count_between(totals: &[u32], after: Date, through: Date) -> u32 {
    let total_at = |day: Date| match number_of(day) {
        Some(number) => totals[number],
        None if day < FIRST_DAY => 0,
        None => totals[totals.len() - 1],
    };
    total_at(through).saturating_sub(total_at(after))
}

#[derive(Default)]
struct Builder {
    days: Vec<Cell>,
    names: Vec<Arc<str>>,
    numbers: BTreeMap<String, u16>,
}

impl Builder {
    fn lay_years(&mut self, file: &CalendarFile) -> Result<(), CalendarError> {
        let announced = notice::collect_days(&file.notices)?;
        self.days = daynum::all_days()
            .map(|on| Cell {
                reason: by_weekday(on),
                is_provisional: true,
                name: 0,
            })
            .collect();
        for year in daynum::years() {
            let has_notice = file.notices.iter().any(|notice| notice.year == year);
            if has_notice {
                self.settle_year(year);
            } else {
                for (on, (reason, name)) in law::compute_year(&file.laws, year) {
                    self.put(on, reason, &name)?;
                }
            }
        }
        let statutory: std::collections::BTreeSet<Date> = daynum::years()
            .flat_map(|year| law::list_statutory_days(&file.laws, year))
            .map(|day| day.on)
            .collect();
        for (on, entry) in &announced {
            let reason = match (entry.is_off, is_weekend(*on)) {
                (true, _) if statutory.contains(on) => DayReason::Statutory,
                (true, _) => DayReason::Arranged,
                (false, true) => DayReason::MakeUp,
                (false, false) => DayReason::Weekday,
            };
            self.put(*on, reason, &entry.name)?;
            self.settle(*on);
        }
        Ok(())
    }

    fn lay_overlay(&mut self, overlay: &Overlay) -> Result<(), CalendarError> {
        for (on, (is_off, name)) in overlay.collect_days()? {
            let reason = if is_off {
                DayReason::RegionalHoliday
            } else {
                DayReason::RegionalWorkday
            };
            if number_of(on).is_none() {
                return Err(CalendarError::bad(
                    format!("overlay {}", overlay.version),
                    format!("{on} 不在 1990 至 2100 年之间"),
                    "请核对日期的年份",
                ));
            }
            self.put(on, reason, name)?;
            self.settle(on);
        }
        Ok(())
    }

    fn settle_year(&mut self, year: i16) {
        let first = Date::new(year, 1, 1).ok().and_then(number_of);
        let last = Date::new(year, 12, 31).ok().and_then(number_of);
        if let (Some(first), Some(last)) = (first, last) {
            for cell in &mut self.days[first..=last] {
                cell.is_provisional = false;
            }
        }
    }

    fn settle(&mut self, on: Date) {
        if let Some(number) = number_of(on) {
            self.days[number].is_provisional = false;
        }
    }

    fn put(&mut self, on: Date, reason: DayReason, name: &str) -> Result<(), CalendarError> {
        let name = self.number_name(name)?;
        if let Some(number) = number_of(on) {
            let cell = &mut self.days[number];
            cell.reason = reason;
            cell.name = name;
        }
        Ok(())
    }

    fn number_name(&mut self, name: &str) -> Result<u16, CalendarError> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        if name.trim().is_empty() || name.chars().count() > 60 {
            return Err(CalendarError::bad(
                format!("节日名称“{}”", name.chars().take(20).collect::<String>()),
                "为空或超过60字",
                "请填写通知中的节日名称，如“国庆节”",
            ));
        }
        self.names.push(name.into());
        let number = u16::try_from(self.names.len())
            .map_err(|_| CalendarError::bad("节日名称", "种类过多", "请合并相同的节日名称"))?;
        self.numbers.insert(name.to_owned(), number);
        Ok(number)
    }
}
