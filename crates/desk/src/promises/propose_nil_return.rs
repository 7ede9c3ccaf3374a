//! 零报告: a unit says that there was nothing to publish in the period; a leader signs it.

use kernel::{Actor, NotAllowed, PromiseId, UnitId, UnitOfficer};
use promises::actions::{ProposeNilReturn, propose_nil_return};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Field};
use super::verb::{Amiss, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum ProposingNilReturn {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    reason: String,
}

impl Verb for ProposingNilReturn {
    const NAME: &'static str = "提出零报告";
    const PATH: &'static str = "nil-return";
    const DONE: &'static str = "已提出零报告，等待签署";
    type Form = Form;
    type Right = UnitOfficer;

    fn right(actor: &Actor, unit: UnitId) -> Result<UnitOfficer, NotAllowed> {
        actor.unit_officer(unit)
    }

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "本期确无应公开的信息时使用。须由本单位科室负责人或分管领导签署，提出人不能自己签署；签署后计为兑现，以提出之日为准，并向社会公开“零报告”。".to_owned()
    }

    fn fields(form: &Form) -> Vec<Field> {
        vec![act::reason(&form.reason)]
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
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
