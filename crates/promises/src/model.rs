//! What a promise is: one thing that one unit owes by one day, and whether it was kept.
//!
//! Pure: no SQL, no async, no clock of its own. [`standing`] is the one place in the program that answers
//! "is it late"; SQL and screens must agree with it.

use calendar::Clock;
use kernel::{
    CatalogueItemId, Date, DemandId, DocumentId, DutyId, Moment, PlanId, PromiseId, RequestId,
    UnitId,
};

/// What has become of a promise. The day on which something counts is kept beside the moment at which it was
/// recorded, for the two may differ and the public sees both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromiseState {
    /// Owed.
    Open,
    /// Kept.
    Kept {
        /// The day on which the information became public, as the evidence says.
        on: Date,
        /// When this was recorded.
        at: Moment,
        /// By evidence, or by a signed nil return.
        how: KeptBy,
    },
    /// Released by the open-government office, in public, with a reason.
    Waived {
        /// The day of the decision.
        on: Date,
        /// Why.
        reason: String,
        /// The article or document that allows it.
        basis: String,
    },
    /// Never was owed, or is owed no more (the duty was dropped, the unit was wrong).
    Void {
        /// Why.
        reason: String,
    },
}

kernel::coded_enum! {
    /// What a promise was kept by.
    KeptBy {
        /// Evidence that the information is public.
        Evidence = "evidence", "公开证据";
        /// A leader signed that there was nothing to publish in the period.
        NilReturn = "nil_return", "零报告";
    }
}

kernel::coded_enum! {
    /// What an open promise waits for, beside being kept.
    WaitsFor {
        /// Nothing: its unit is at work.
        Nothing = "", "办理中";
        /// Its evidence was returned: the unit has to mend it.
        Mending = "returned", "已退回";
        /// A leader of the unit has to sign a nil return.
        Signature = "signature", "待签署";
        /// An approver has to decide on a waiver or another due day.
        Decision = "decision", "待审批";
    }
}

/// How often the evidence of a promise was returned, and what is still to be mended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returns {
    /// How often.
    pub times: u32,
    /// The last return, until the promise is kept again.
    pub unmended: Option<Return>,
}

/// One return of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// When.
    pub at: Moment,
    /// Why; the public reads it.
    pub reason: String,
}

kernel::coded_enum! {
    /// How a promise stands on a given day.
    Standing {
        /// Owed, and the due day is yet to come.
        Open = "open", "进行中";
        /// Owed, and the due day is today: due, not late, until the day ends in Asia/Shanghai.
        DueToday = "due_today", "今日到期";
        /// Owed, and the due day has passed.
        Late = "late", "已逾期";
        /// Kept on or before the due day.
        KeptOnTime = "kept_on_time", "按期兑现";
        /// Kept after the due day.
        KeptLate = "kept_late", "逾期兑现";
        /// Released with a reason.
        Waived = "waived", "已豁免";
        /// Not owed.
        Void = "void", "已作废";
    }
}

impl Standing {
    /// The shape that stands beside its word, so that no colour alone tells it (WCAG 1.4.1).
    pub fn shape(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::DueToday => "◐",
            Self::Late => "▲",
            Self::KeptOnTime => "✓",
            Self::KeptLate => "◇",
            Self::Waived => "—",
            Self::Void => "×",
        }
    }
}

/// How a promise stands on the day `today`: the one function that says whether it is late.
///
/// On the due day a promise is due, not late, until the end of that day in China; whether it was kept on time is
/// judged by the day on which the information became public.
pub fn standing(state: &PromiseState, due_on: Date, today: Date) -> Standing {
    match state {
        PromiseState::Open if today < due_on => Standing::Open,
        PromiseState::Open if today == due_on => Standing::DueToday,
        PromiseState::Open => Standing::Late,
        PromiseState::Kept { on, .. } if *on <= due_on => Standing::KeptOnTime,
        PromiseState::Kept { .. } => Standing::KeptLate,
        PromiseState::Waived { .. } => Standing::Waived,
        PromiseState::Void { .. } => Standing::Void,
    }
}

/// What a promise comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A duty of a work plan.
    Duty(DutyId),
    /// A row of the disclosure catalogue.
    CatalogueItem(CatalogueItemId),
    /// A document: what its kind obliges to once it is public or repealed.
    Document(DocumentId),
    /// What the public sought in vain and the office took up.
    Demand(DemandId),
    /// A request for information, which the law wants answered by a day.
    Request(RequestId),
}

impl Origin {
    /// The word that the database keeps: `duty`, `item`, `document`, `demand` or `request`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Duty(_) => "duty",
            Self::CatalogueItem(_) => "item",
            Self::Document(_) => "document",
            Self::Demand(_) => "demand",
            Self::Request(_) => "request",
        }
    }

    /// The id's text.
    pub fn id(&self) -> String {
        match self {
            Self::Duty(id) => id.to_string(),
            Self::CatalogueItem(id) => id.to_string(),
            Self::Document(id) => id.to_string(),
            Self::Demand(id) => id.to_string(),
            Self::Request(id) => id.to_string(),
        }
    }
}

/// A promise: what one unit owes by one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub id: PromiseId,
    /// Who owes it.
    pub unit_id: UnitId,
    /// The plan it comes from.
    pub plan_id: Option<PlanId>,
    /// What it comes from.
    pub origin: Origin,
    /// Which of its origin's promises it is: `monthly/2026-10`, `date/1`.
    pub slot: String,
    /// What is owed, in a line.
    pub title: String,
    /// The first day on which it could be kept.
    pub owed_from: Date,
    /// The last day on which it is kept on time.
    pub due_on: Date,
    /// What sets the due day, in words.
    pub due_basis: String,
    /// The clock that the due day is derived from.
    pub clock: Clock,
    /// The calendar by which it was derived.
    pub calendar_version: String,
    /// Whether days were counted for which no holiday notice was out.
    pub is_provisional: bool,
    /// What has become of it.
    pub state: PromiseState,
    /// What it waits for while it is open.
    pub waits_for: WaitsFor,
    /// What the office sent back.
    pub returns: Returns,
    /// The newest progress, in per cent.
    pub percent: Option<u8>,
    /// When it was opened.
    pub opened_at: Moment,
}

/// What stands between a slot and the unit that it came from, where two of the same slot met in one unit.
const FROM: &str = "/from/";

impl Promise {
    /// Its slot as what obliges names it, without the mark of [`Promise::slot_beside`].
    pub fn plain_slot(&self) -> &str {
        self.slot.split_once(FROM).map_or(&self.slot, |it| it.0)
    }

    /// The slot that it takes in a unit that owes the same already, as after a merger: both stay owed.
    pub fn slot_beside(&self) -> String {
        format!("{}{FROM}{}", self.slot, self.unit_id)
    }
}

#[cfg(test)]
mod tests;
