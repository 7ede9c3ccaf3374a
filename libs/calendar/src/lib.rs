//! Working days, legal spans and clocks, and the day-by-day proof of a due date.
//! Pure: it reads no file, knows no "now" and no time zone; callers hand in dates of Asia/Shanghai.
#![doc = include_str!("../README.md")]

mod clock;
mod day;
mod daynum;
mod error;
mod law;
mod lunar;
mod notice;
mod overlay;
mod period;
mod span;
mod table;
mod what_if;

pub use clock::{Clock, ClockRefusal, Due, Extension, LastDay, Proof, ProofLine, Segment};
pub use day::{DayInfo, DayReason};
pub use daynum::{FIRST_DAY, LAST_DAY};
pub use error::CalendarError;
pub use jiff::civil::{Date, DateTime};
pub use notice::{Notice, NoticeHoliday};
pub use overlay::{Overlay, OverlayDay};
pub use period::{Period, find_period, periods};
pub use span::{Span, SpanError};
pub use table::Calendar;
pub use what_if::{Moved, what_if};
