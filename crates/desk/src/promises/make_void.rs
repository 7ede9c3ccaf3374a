//! 作废: a promise that never was owed, or is owed no more, leaves the count; its record stays.

use kernel::{Actor, NotAllowed, OpenGovernmentOffice, PromiseId, UnitId};
use promises::actions::{MakeVoid, make_void};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Field};
use super::verb::{Amiss, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum Voiding {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    reason: String,
}

impl Verb for Voiding {
    const NAME: &'static str = "作废";
    const PATH: &'static str = "void";
    const DONE: &'static str = "已作废";
    type Form = Form;
    type Right = OpenGovernmentOffice;

    fn right(actor: &Actor, _unit: UnitId) -> Result<OpenGovernmentOffice, NotAllowed> {
        actor.open_government_office()
    }

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "只用于立项有误（重复、单位有误、任务取消）的承诺；确有义务而免除的，请提出豁免。作废的承诺仍可查，理由向社会公开，不能恢复。".to_owned()
    }

    fn fields(form: &Form) -> Vec<Field> {
        vec![act::reason(&form.reason)]
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
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
