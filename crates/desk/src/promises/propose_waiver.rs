//! 提出豁免: the open-government office asks an approver to release a unit.

use kernel::{OpenGovernmentOffice, PromiseId};
use promises::actions::{ProposeWaiver, propose_waiver};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Field};
use super::verb::{Amiss, Typed, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum ProposingWaiver {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    basis: String,
}

impl Typed for Form {
    fn fields(&self) -> Vec<Field> {
        vec![act::reason(&self.reason), act::basis(&self.basis)]
    }
}

impl Verb for ProposingWaiver {
    const NAME: &'static str = "提出豁免";
    const PATH: &'static str = "waiver";
    const DONE: &'static str = "已提出豁免，等待审批";
    type Form = Form;
    type Right = OpenGovernmentOffice;

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "须由公开办所在单位的分管领导审批，提出人不能自己审批。批准或不批准都连同理由、依据向社会公开；批准前承诺照常计时。".to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
        right: &OpenGovernmentOffice,
    ) -> Result<(), Amiss> {
        let command = ProposeWaiver {
            promise,
            reason: form.reason.clone(),
            basis: form.basis.clone(),
        };
        propose_waiver(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}
