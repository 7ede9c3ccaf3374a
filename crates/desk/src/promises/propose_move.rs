//! 提出延期: the open-government office asks an approver for a longer clock; the due day is derived, never typed in.

use calendar::Span;
use kernel::{OpenGovernmentOffice, PromiseId};
use promises::actions::{ProposeMove, propose_move};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Field, Kind};
use super::verb::{Amiss, Typed, Verb};
use crate::form::Errors;
use crate::site::Desk;

/// The act.
pub(crate) enum ProposingMove {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default, rename = "span")]
    amount: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    basis: String,
}

impl Typed for Form {
    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("span", "延长", Kind::Number(366)).value(&self.amount),
            Field::new("unit", "单位", Kind::Choice(UNITS)).value(&self.unit),
            act::reason(&self.reason),
            act::basis(&self.basis),
        ]
    }
}

impl Verb for ProposingMove {
    const NAME: &'static str = "提出延期";
    const PATH: &'static str = "move";
    const DONE: &'static str = "已提出延期，等待审批";
    type Form = Form;
    type Right = OpenGovernmentOffice;

    fn blank(_desk: &Desk) -> Form {
        Form {
            unit: "workdays".to_owned(),
            ..Form::default()
        }
    }

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "须由公开办所在单位的分管领导审批，提出人不能自己审批。延长的期限写入计时，逐日可查，并连同理由、依据向社会公开。已逾期的不能延期。".to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
        right: &OpenGovernmentOffice,
    ) -> Result<(), Amiss> {
        let by = span(form).ok_or_else(|| {
            Errors::none().with("span", "请填写延长多少个工作日或日，应在1到366之间")
        })?;
        let command = ProposeMove {
            promise,
            by,
            reason: form.reason.clone(),
            basis: form.basis.clone(),
        };
        propose_move(&desk.store, &command, right, (&desk.calendar(), desk.now())).await?;
        Ok(())
    }
}

const UNITS: &[(&str, &str)] = &[("workdays", "个工作日"), ("days", "日（自然日）")];

fn span(form: &Form) -> Option<Span> {
    let amount: u32 = form.amount.trim().parse().ok()?;
    match form.unit.as_str() {
        "workdays" => Some(Span::Workdays(amount)),
        "days" => Some(Span::Days(amount)),
        _ => None,
    }
}
