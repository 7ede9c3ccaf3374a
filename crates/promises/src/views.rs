//! What screens see of promises: plain structs, made by [`crate::queries`]; no rule and no SQL lives here.

use calendar::Clock;
use kernel::{AccountId, Date, EvidenceId, Moment, PlanId, PromiseId, UnitId};

use crate::model::{Origin, PromiseState, Return, Standing};
use crate::rules::EvidenceFile;

/// One promise in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseLine {
    /// Its id.
    pub id: PromiseId,
    /// What is owed, in a line.
    pub title: String,
    /// Who owes it.
    pub unit_id: UnitId,
    /// That unit's name in lists.
    pub unit_name: String,
    /// The plan it comes from; `None` for a catalogue item.
    pub plan_id: Option<PlanId>,
    /// What it comes from.
    pub origin: Origin,
    /// The period it is owed for: `2026年10月`, `2026年第3季度`, `2026年`, `2026年第42周`.
    pub period_label: Option<String>,
    /// The last day on which it is kept on time.
    pub due_on: Date,
    /// How it stands on the day that was asked about.
    pub standing: Standing,
    /// The day on which the information became public, if it did.
    pub kept_on: Option<Date>,
    /// Whether the due day counts days for which no holiday notice was out.
    pub is_provisional: bool,
}

/// Which promises a list shows; every field narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PromiseFilter {
    /// Owed by this unit.
    pub unit: Option<UnitId>,
    /// Of this plan.
    pub plan: Option<PlanId>,
    /// Of this duty.
    pub duty: Option<kernel::DutyId>,
    /// Standing so today.
    pub standing: Option<Standing>,
    /// Due on this day or later.
    pub due_from: Option<Date>,
    /// Due on this day or earlier.
    pub due_through: Option<Date>,
}

/// One promise with all that is known of it.
#[derive(Debug, Clone)]
pub struct PromiseDetail {
    /// What lists show.
    pub line: PromiseLine,
    /// The units that assist (配合), with their names.
    pub supporters: Vec<(UnitId, String)>,
    /// The clock that the due day is derived from; `clock.proof(&calendar)` prints it day by day.
    pub clock: Clock,
    /// The calendar's version by which the due day was last decided.
    pub calendar_version: String,
    /// What sets the due day, in words.
    pub due_basis: String,
    /// The first day on which it could be kept: the period's first day, or the day that set it going.
    pub owed_from: Date,
    /// When it was opened.
    pub opened_at: Moment,
    /// What has become of it.
    pub state: PromiseState,
    /// The evidence, oldest first.
    pub evidence: Vec<EvidenceLine>,
    /// What happened, oldest first.
    pub history: Vec<HistoryLine>,
}

/// One piece of evidence. Both days are shown: when the information became public and when this was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Its id.
    pub id: EvidenceId,
    /// A link, a file or a note that stands alone.
    pub kind: EvidenceKind,
    /// Where the information stands (http or https); empty for a file or a note.
    pub link: String,
    /// The file, where it is one.
    pub file: Option<EvidenceFile>,
    /// What the recorder adds; may be empty.
    pub note: String,
    /// The day on which the information became public.
    pub published_on: Date,
    /// When this was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
    /// When and why the office sent it back, where it did.
    pub returned: Option<Return>,
}

kernel::coded_enum! {
    /// What a piece of evidence is.
    EvidenceKind {
        /// A page of the web.
        Link = "link", "公开链接";
        /// A file that is kept here.
        File = "file", "文件";
        /// Words that stand alone.
        Note = "note", "说明";
    }
}

/// One thing that happened to a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Moment,
    /// What, in Chinese.
    pub what: String,
    /// As what somebody did it, in words without personal data.
    pub who: String,
    /// The account of whoever did it, for screens inside the house.
    pub account: Option<AccountId>,
    /// The event's hash in the log.
    pub hash: String,
}

/// The whole site on one day. `open` are those owed and not late; together with `late_now` they are all that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The year of the day that was asked about; kept and waived promises are counted by the year they are due in.
    pub year: i16,
    /// Due this year and kept on time.
    pub kept_on_time: u64,
    /// Due this year and kept late.
    pub kept_late: u64,
    /// Owed and late today, whatever year they were due in.
    pub late_now: u64,
    /// Owed and due today.
    pub due_today: u64,
    /// Owed, not late, and due within this month (today included).
    pub due_this_month: u64,
    /// Owed and not late, whenever due.
    pub open: u64,
    /// Due this year and waived.
    pub waived: u64,
    /// Due this year and made void.
    pub void: u64,
    /// Units by what they owe, the latest first; at most [`Board::MOST_UNITS`]. All of them: `queries::list_unit_scores`.
    pub units: Vec<UnitScore>,
    /// How many units owe or owed anything.
    pub unit_count: u64,
    /// Days of the year on which anything was or is due, in order.
    pub days: Vec<DayTally>,
}

impl Board {
    /// How many units a board shows at most.
    pub const MOST_UNITS: u32 = 200;

    /// Kept on time among all that had to be kept by today, in thousandths; `None` before anything had to.
    pub fn on_time_permille(&self) -> Option<u16> {
        on_time_permille(self.kept_on_time, self.kept_late, self.late_now)
    }
}

/// One unit on one day; the numbers mean what they mean on [`Board`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitScore {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name in lists.
    pub unit_name: String,
    /// Due this year and kept on time.
    pub kept_on_time: u64,
    /// Due this year and kept late.
    pub kept_late: u64,
    /// Owed and late today.
    pub late_now: u64,
    /// Owed, not late, and due within this month.
    pub due_this_month: u64,
    /// Owed and not late.
    pub open: u64,
}

impl UnitScore {
    /// Kept on time among all that had to be kept by today, in thousandths; `None` before anything had to.
    pub fn on_time_permille(&self) -> Option<u16> {
        on_time_permille(self.kept_on_time, self.kept_late, self.late_now)
    }
}

/// The share of promises kept on time, in thousandths, rounded down so that no late promise hides in 100 %.
pub fn on_time_permille(kept_on_time: u64, kept_late: u64, late_now: u64) -> Option<u16> {
    let all = kept_on_time + kept_late + late_now;
    (kept_on_time * 1000)
        .checked_div(all)
        .and_then(|share| u16::try_from(share).ok())
}

/// The promises that are due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTally {
    /// The day.
    pub date: Date,
    /// Owed and not late.
    pub open: u64,
    /// Kept on time.
    pub kept_on_time: u64,
    /// Kept late.
    pub kept_late: u64,
    /// Owed and late.
    pub late: u64,
}

/// One unit's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBoard {
    /// The numbers.
    pub score: UnitScore,
    /// Due this year and waived.
    pub waived: u64,
    /// Due this year and made void.
    pub void: u64,
    /// Days of the year on which anything was or is due, in order.
    pub days: Vec<DayTally>,
}

/// How the promises of a plan, duty or catalogue item stand on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScopeTally {
    /// Kept by their due day.
    pub kept_on_time: u64,
    /// Kept after it.
    pub kept_late: u64,
    /// Owed and late.
    pub late_now: u64,
    /// Owed and not late.
    pub open: u64,
    /// Waived.
    pub waived: u64,
    /// Made void.
    pub void: u64,
}
