//! 零报告: a unit says that there was nothing to publish in the period; a leader signs it.

use kernel::{PromiseId, UnitOfficer};
use promises::actions::{ProposeNilReturn, propose_nil_return};
use promises::queries::PromiseDetail;

use super::verb::{Amiss, Reasoned, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum ProposingNilReturn {}

impl Verb for ProposingNilReturn {
    const NAME: &'static str = "提出零报告";
    const PATH: &'static str = "nil-return";
    const DONE: &'static str = "已提出零报告，等待签署";
    type Form = Reasoned;
    type Right = UnitOfficer;

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "本期确无应公开的信息时使用。须由本单位科室负责人或分管领导签署，提出人不能自己签署；签署后计为兑现，以提出之日为准，并向社会公开“零报告”。".to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Reasoned,
        right: &UnitOfficer,
    ) -> Result<(), Amiss> {
        let command = ProposeNilReturn {
            promise,
            reason: form.reason.clone(),
        };
        propose_nil_return(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}
