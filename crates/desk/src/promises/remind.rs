//! 催办: the office reminds a unit of one promise by hand. Of many at once: `batch`.

use kernel::{OpenGovernmentOffice, PromiseId};
use promises::actions::{Remind, remind};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{Field, Kind};
use super::verb::{Amiss, Typed, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum Reminding {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    note: String,
}

impl Typed for Form {
    fn fields(&self) -> Vec<Field> {
        let note = Field::new("note", "催办说明（可选）", Kind::Area);
        vec![note.hint("最多300字，只在政府内部可见。").value(&self.note)]
    }
}

impl Verb for Reminding {
    const NAME: &'static str = "催办";
    const PATH: &'static str = "remind";
    const DONE: &'static str = "已催办";
    type Form = Form;
    type Right = OpenGovernmentOffice;

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "催办责任单位经办人，逾期的同时告知科室负责人；同一承诺每天最多催办一次。催办不向社会公开。"
            .to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
        right: &OpenGovernmentOffice,
    ) -> Result<(), Amiss> {
        let command = Remind {
            promise,
            note: form.note.clone(),
        };
        remind(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}
