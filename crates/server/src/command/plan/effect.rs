//! What an act on plans or the catalogue does to promises: how it is told, and the consent that letting late ones go asks for.

use clap::Args;
use kernel::Stop;
use plans::PlanRefusal;
use plans::reconcile::Effect;
use serde_json::{Value, json};

use crate::failure::Failure;

/// 放过逾期承诺
#[derive(Debug, Args)]
pub struct ConsentArgs {
    /// 同意作废或顺延已逾期的承诺（须写明理由）
    #[arg(long, requires = "reason")]
    withdraw_late: bool,
    /// 作废或顺延已逾期承诺的理由（向社会公开，记入事件）
    #[arg(long, value_name = "文字", requires = "withdraw_late")]
    reason: Option<String>,
}

/// What lets late promises go.
pub const CONSENT: &str = "--withdraw-late --reason 理由";

impl ConsentArgs {
    /// Why late promises may go, where somebody said so.
    pub fn late_reason(self) -> Option<String> {
        self.reason.filter(|_| self.withdraw_late)
    }
}

/// A stop as a failure; one for the sake of late promises says how to consent.
pub fn failure_of(stop: Stop<PlanRefusal>) -> Failure {
    let is_late = matches!(&stop, Stop::Refused(PlanRefusal::WithdrawsLate { .. }));
    let failure = Failure::from(stop);
    if is_late {
        failure.with_cure(format!("再加 {CONSENT}"))
    } else {
        failure
    }
}

/// What was done to promises, for programs.
pub fn view(effect: &Effect) -> Value {
    json!({
        "opened": effect.opened,
        "moved": effect.moved,
        "withdrawn": effect.withdrawn,
        "late_withdrawn": effect.late_withdrawn,
        "late_postponed": effect.late_postponed,
        "granted_kept": effect.granted_kept,
    })
}

/// A view of what is proposed, with what it would do to promises.
pub fn with_foreseen(mut view: Value, effect: &Effect) -> Value {
    view["moves"] = effect.moved.into();
    view["withdraws"] = effect.withdrawn.into();
    view["withdraws_late"] = effect.late_withdrawn.into();
    view["postpones_late"] = effect.late_postponed.into();
    view["keeps_granted"] = effect.granted_kept.into();
    view
}

/// The lines below `新开承诺 3 项，……`: late promises that went, longer days that stayed. Nothing where there are none.
pub fn tell_notable(effect: &Effect) {
    if effect.late() > 0 {
        println!(
            "  其中作废逾期承诺 {} 项、顺延逾期承诺 {} 项，理由已记入事件",
            effect.late_withdrawn, effect.late_postponed
        );
    }
    if effect.granted_kept > 0 {
        println!(
            "  另有经批准延长的到期日 {} 项保留不变",
            effect.granted_kept
        );
    }
}

/// `作废承诺 3 项，其中逾期 1 项`; `None` where nothing happens to promises.
pub fn words(effect: &Effect) -> Option<String> {
    let mut words = Vec::new();
    if effect.withdrawn > 0 {
        words.push(match effect.late_withdrawn {
            0 => format!("作废承诺 {} 项", effect.withdrawn),
            late => format!("作废承诺 {} 项，其中逾期 {late} 项", effect.withdrawn),
        });
    }
    if effect.moved > 0 {
        words.push(match effect.late_postponed {
            0 => format!("调整到期日 {} 项", effect.moved),
            late => format!("调整到期日 {} 项，其中逾期顺延 {late} 项", effect.moved),
        });
    }
    if effect.granted_kept > 0 {
        words.push(format!("保留经批准延长的到期日 {} 项", effect.granted_kept));
    }
    (!words.is_empty()).then(|| words.join("，"))
}
