//! 作废: a promise that never was owed, or is owed no more, leaves the count; its record stays.

use kernel::{OpenGovernmentOffice, PromiseId};
use promises::actions::{MakeVoid, make_void};
use promises::queries::PromiseDetail;

use super::verb::{Amiss, Reasoned, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum Voiding {}

impl Verb for Voiding {
    const NAME: &'static str = "作废";
    const PATH: &'static str = "void";
    const DONE: &'static str = "已作废";
    type Form = Reasoned;
    type Right = OpenGovernmentOffice;

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "只用于立项有误（重复、单位有误、任务取消）的承诺；确有义务而免除的，请提出豁免。作废的承诺仍可查，理由向社会公开，不能恢复。".to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Reasoned,
        right: &OpenGovernmentOffice,
    ) -> Result<(), Amiss> {
        let command = MakeVoid {
            promise,
            reason: form.reason.clone(),
        };
        make_void(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}
