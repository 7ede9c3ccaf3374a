//! What a promise is: one thing that one unit owes by one day, and whether it was kept.
//!
//! Pure: no SQL, no async, no clock of its own. [`standing`] is the one place in the program that answers
//! "is it late"; SQL and screens must agree with it.

use kernel::{CatalogueItemId, Date, DutyId, Moment};

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

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that addresses, files and the API use.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The word that people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

coded! {
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
}

#[cfg(test)]
mod tests;
