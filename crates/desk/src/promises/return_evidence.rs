//! 退回证据: the open-government office sends back what a promise was kept with.

use kernel::{OpenGovernmentOffice, PromiseId};
use promises::actions::{ReturnEvidence, return_evidence};
use promises::queries::PromiseDetail;

use super::verb::{Amiss, Reasoned, Verb};
use crate::site::Desk;

/// The act.
pub(crate) enum ReturningEvidence {}

impl Verb for ReturningEvidence {
    const NAME: &'static str = "退回证据";
    const PATH: &'static str = "return";
    const DONE: &'static str = "已退回证据，承诺重新计为未结";
    type Form = Reasoned;
    type Right = OpenGovernmentOffice;

    fn rule(detail: &PromiseDetail, desk: &Desk) -> String {
        returned_means(detail, desk.today())
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Reasoned,
        right: &OpenGovernmentOffice,
    ) -> Result<(), Amiss> {
        let command = ReturnEvidence {
            promise,
            reason: form.reason.clone(),
        };
        return_evidence(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}

/// What the clock does when evidence is returned.
fn returned_means(detail: &PromiseDetail, today: kernel::Date) -> String {
    let due = ui::dates::long(detail.line.due_on);
    let then = if today > detail.line.due_on {
        "该日已过，退回后立即计为逾期"
    } else {
        "在此之前重新登记仍可按期"
    };
    format!(
        "退回后承诺重新计为未结，最迟公开日{due}不变，{then}。已交的证据和退回的理由都留在记录中，向社会公开。"
    )
}
