//! What an asker may do against a decision, until when, and how a letter says it.

use calendar::{Calendar, CalendarError, Date, Due, find_period};
use kernel::UnitId;
use kernel::unit::{Directory, UnitKind};

/// What may be done against a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Review first, a court only after it (复议前置).
    ReviewFirst,
    /// Review or a court.
    Either,
    /// Nothing was decided.
    None,
}

/// Who is asked, as the unit's data has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instances {
    /// 复议机关.
    pub reviewer: String,
    /// 有管辖权的人民法院.
    pub court: String,
}

/// Until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// To apply for review.
    pub review: Due,
    /// To go to court at once; `None` where review comes first.
    pub suit: Option<Due>,
}

impl Instances {
    /// Of a unit, as the law has it: a department's decisions are reviewed by the government that it belongs to, a government's by the one above (《行政复议法》第二十四条).
    /// Which court it is depends on the case and stands in the letter.
    pub fn of(directory: &Directory, unit: UnitId) -> Self {
        let mut above = directory.find(unit).and_then(|it| it.parent);
        let mut reviewer = None;
        // The register is a tree of few levels; a broken one must not hold anybody up.
        for _ in 0..16 {
            let Some(found) = above.and_then(|it| directory.find(it)) else {
                break;
            };
            if found.kind == UnitKind::Government {
                reviewer = Some(found.name.clone());
                break;
            }
            above = found.parent;
        }
        Self {
            reviewer: reviewer.unwrap_or_else(|| "上一级行政机关".to_owned()),
            court: "有管辖权的人民法院".to_owned(),
        }
    }
}

impl Remedy {
    /// Until when, counted from the day on which the decision was served; `None` where there is nothing to do.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn terms(
        self,
        served_on: Date,
        calendar: &Calendar,
    ) -> Result<Option<Terms>, CalendarError> {
        let due = |code: &str| {
            let period = find_period(code, served_on);
            period
                .map(|it| it.start(served_on.at(0, 0, 0, 0)).due(calendar))
                .transpose()
        };
        let Some(review) = due("review.apply")?.filter(|_| self != Self::None) else {
            return Ok(None);
        };
        let suit = match self {
            Self::Either => due("lawsuit.direct")?,
            Self::ReviewFirst | Self::None => None,
        };
        Ok(Some(Terms { review, suit }))
    }

    /// The paragraph of a letter; empty where there is nothing to do. The law demands it (《行政复议法》第二十三条第二款), so that no edit may take it out.
    pub fn paragraph(self, instances: &Instances) -> String {
        let Instances { reviewer, court } = instances;
        match self {
            Self::ReviewFirst => format!(
                "如对本告知书不服，应当先自收到本告知书之日起60日内向{reviewer}申请行政复议；对行政复议决定不服的，可以再自收到复议决定书之日起15日内向{court}提起行政诉讼。"
            ),
            Self::Either => format!(
                "如对本告知书不服，可以自收到本告知书之日起60日内向{reviewer}申请行政复议，或者自收到本告知书之日起6个月内向{court}提起行政诉讼。"
            ),
            Self::None => String::new(),
        }
    }
}
