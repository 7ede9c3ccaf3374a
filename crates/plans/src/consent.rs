//! 放过逾期的同意: late promises are withdrawn or given a later day only where somebody says why, and the public reads it.
//!
//! Pure. It is asked after the fact, within the transaction, so that what counts is what an act does and not what it was thought
//! to do; a refused one leaves no trace.

use serde::{Deserialize, Serialize};

use crate::reconcile::Effect;
use crate::refusal::PlanRefusal;

/// Why late promises may go, where somebody said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consent {
    reason: Option<String>,
}

/// The late promises that an act let go, as its event keeps them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateGone {
    /// Late ones among those withdrawn.
    #[serde(default)]
    pub late_withdrawn: u64,
    /// Late ones that were given a later day.
    #[serde(default)]
    pub late_postponed: u64,
    /// Why they might go, where the office said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<String>,
}

impl Consent {
    /// A reason as it was given.
    ///
    /// # Errors
    /// Where it is empty or too long.
    pub fn of(given: Option<&str>) -> Result<Self, PlanRefusal> {
        let reason = given.map(promises::wording::cleaned);
        let is_bad = |it: &String| it.is_empty() || it.chars().count() > 500;
        if reason.as_ref().is_some_and(is_bad) {
            return Err(PlanRefusal::ReasonMissing);
        }
        Ok(Self { reason })
    }

    /// Why promises change, with the reason given for late ones.
    pub fn why(&self, general: &str) -> String {
        match &self.reason {
            None => general.to_owned(),
            Some(reason) => format!("{general}（{reason}）"),
        }
    }

    /// What goes by it.
    ///
    /// # Errors
    /// Where late promises would go and nobody has said why they may.
    pub fn weigh(&self, effect: &Effect) -> Result<LateGone, PlanRefusal> {
        if effect.late() > 0 && self.reason.is_none() {
            return Err(PlanRefusal::WithdrawsLate {
                withdrawn: effect.late_withdrawn,
                postponed: effect.late_postponed,
            });
        }
        Ok(LateGone {
            late_withdrawn: effect.late_withdrawn,
            late_postponed: effect.late_postponed,
            late_reason: self.reason.clone(),
        })
    }
}

impl LateGone {
    /// `，其中作废逾期承诺1项、顺延逾期承诺0项，理由：……`; empty where nothing late went and nothing was said.
    pub fn describe(&self) -> String {
        let mut said = String::new();
        if self.late_withdrawn + self.late_postponed > 0 {
            said.push_str(&format!(
                "，其中作废逾期承诺{}项、顺延逾期承诺{}项",
                self.late_withdrawn, self.late_postponed
            ));
        }
        if let Some(reason) = &self.late_reason {
            said.push_str(&format!("，理由：{reason}"));
        }
        said
    }
}
