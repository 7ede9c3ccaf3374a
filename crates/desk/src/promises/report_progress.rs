//! 报送进展: how far a unit is, in per cent and in words.

use kernel::{PromiseId, UnitOfficer};
use promises::actions::{ReportProgress, report_progress};
use promises::queries::PromiseDetail;
use promises::rules::Progress;
use serde::Deserialize;

use super::act::{self, Field, Kind};
use super::verb::{Amiss, Typed, Verb};
use crate::form::Errors;
use crate::site::Desk;

/// The act.
pub(crate) enum ReportingProgress {}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    percent: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    stated_on: String,
}

impl Typed for Form {
    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("percent", "完成比例（%）", Kind::Number(100))
                .hint("0到100之间的整数。")
                .value(&self.percent),
            Field::new("note", "进展说明", Kind::Area)
                .hint("一两句话，最多1000字。")
                .value(&self.note),
            Field::new("stated_on", "截至日期", Kind::Day).value(&self.stated_on),
        ]
    }
}

impl Verb for ReportingProgress {
    const NAME: &'static str = "报送进展";
    const PATH: &'static str = "progress";
    const DONE: &'static str = "已报送进展";
    type Form = Form;
    type Right = UnitOfficer;

    fn blank(desk: &Desk) -> Form {
        Form {
            stated_on: desk.today().to_string(),
            ..Form::default()
        }
    }

    fn rule(_detail: &PromiseDetail, _desk: &Desk) -> String {
        "进展向社会公开，但不等于兑现：信息公开后仍须登记兑现。比例可以回落，请在说明中写明原因。"
            .to_owned()
    }

    async fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Form,
        right: &UnitOfficer,
    ) -> Result<(), Amiss> {
        let progress = progress(form)?;
        let command = ReportProgress { promise, progress };
        report_progress(&desk.store, &command, right, desk.now()).await?;
        Ok(())
    }
}

fn progress(form: &Form) -> Result<Progress, Errors> {
    let percent = form.percent.trim().trim_end_matches(['%', '％']);
    Ok(Progress {
        percent: percent
            .parse()
            .map_err(|_| Errors::none().with("percent", "完成比例应为0到100之间的整数"))?,
        note: form.note.clone(),
        stated_on: act::day_of("stated_on", &form.stated_on)?,
    })
}
