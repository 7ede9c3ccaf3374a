//! `/api/v1/answers`: the passages that answer a question, with what the page says.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::lists::JSON;
use crate::answers::promised::Owed;
use crate::answers::said::{Charge, Outcome, Passage, Said, Source, Step};
use crate::answers::typed;
use crate::ask::Ask;
use crate::error::{Problem, Snag};
use crate::params::bad;
use crate::serve::Fresh;
use crate::site::Site;

/// What is said to a question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerRecord {
    /// The question, as far as it was read.
    pub question: String,
    /// What it asks for: `how_long`, `how_much`, `when`, `where`, `who` and so on.
    pub asks: &'static str,
    /// `quoted`, `over` where only what no longer holds would answer, `nothing`, or `waiting` while the index is being opened or its engine does not answer.
    pub outcome: &'static str,
    /// What an office answered itself to what was asked alike.
    pub own: Option<OwnView>,
    /// What was promised about it, where the question asks when something becomes public; the best one first.
    pub promises: Vec<OwedView>,
    /// The passages, word for word, the best one first.
    pub passages: Vec<PassageView>,
    /// The sections of the guide, where the answer stands in one (办事指南); what was asked for first.
    pub steps: Vec<StepView>,
    /// What no longer holds.
    pub over: Option<OverView>,
    /// Who is in charge, as far as can be told.
    pub unit: Option<ChargeView>,
    /// Documents about the same matter.
    pub near: Vec<SourceView>,
}

/// An answer that an office wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnView {
    /// The question that it answers.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// Who answers for it.
    pub unit: String,
    /// The day on which it was written or read last.
    #[schema(value_type = String, format = Date)]
    pub set_on: Date,
    /// What it rests on; null for the unit's own statement.
    pub source: Option<SourceView>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceView {
    /// Its title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// Its kind.
    pub kind: String,
    /// The units that issue it.
    pub units: String,
    /// 成文日期, or the day on which it became public.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Its page.
    pub page: String,
}

/// What is owed, with its days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwedView {
    /// Its heading in the plan.
    pub heading: String,
    /// The words of the plan; long ones are cut at the end of a line.
    pub words: String,
    /// The page of the duty, with all its promises; null for what comes from elsewhere.
    pub duty: Option<String>,
    /// The promises nearest to today, by due day.
    pub days: Vec<OwedDayView>,
}

/// One promise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwedDayView {
    /// Its page.
    pub page: String,
    /// What of the duty it is, where that is not all.
    pub what: String,
    /// Who owes it.
    pub unit: String,
    /// For which period; empty for none.
    pub period: String,
    /// The last day on which it is kept on time.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// How it stands: `open`, `due_today`, `late`, `kept_on_time`, `kept_late`, `waived`.
    pub standing: &'static str,
    /// The day on which it became public.
    #[schema(value_type = Option<String>, format = Date)]
    pub kept_on: Option<Date>,
}

/// A passage as it stands in a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PassageView {
    /// The passage.
    pub text: String,
    /// The heading under which it stands.
    pub heading: String,
    /// Where it stands: the page with the place on it.
    pub page: String,
    /// The document.
    pub document: SourceView,
    /// Words of the question that were found there or above.
    pub found: Vec<String>,
    /// Those that were not.
    pub missing: Vec<String>,
    /// How surely it answers, from 0 to about 1.
    pub score: f32,
}

/// A section of a guide.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepView {
    /// Its heading.
    pub heading: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub page: String,
}

/// What no longer holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverView {
    /// The document.
    pub document: SourceView,
    /// How it stands, in Chinese.
    pub standing: String,
    /// By what that was decided.
    pub basis: String,
    /// The page of that decision or of the successor.
    pub successor: Option<String>,
}

/// Who is in charge.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChargeView {
    /// The unit's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its telephone.
    pub phone: String,
    /// Its address.
    pub address: String,
    /// When it is open.
    pub opening_hours: String,
}

/// Answers a question.
#[utoipa::path(
    get, path = "/api/v1/answers", operation_id = "answerQuestion", tag = "answers",
    params(("q" = String, Query, description = "一句话的问题，最多200个字")),
    responses(
        (status = 200, description = "现行有效文件中的原文，或者没有可靠的答案", body = AnswerRecord),
        (status = 400, description = "参数不可用", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let made = record(&site, &ask).await;
    site.serve_unkept(&ask, made)
}

async fn record(site: &Site, ask: &Ask) -> Result<Fresh, Snag> {
    ask.params.refuse_others(&["q"])?;
    let question = typed(&ask.params);
    if question.is_empty() {
        return Err(bad("q", "", "请写下问题，例如：租房一年能提取多少公积金").into());
    }
    let said = Said::to(site, &question).await?;
    let record = AnswerRecord::of(question, said, site.lasting_base());
    let body = serde_json::to_string(&record)
        .map_err(|cause| kernel::Fault::caused("writing JSON", cause))?;
    Ok(Fresh {
        content_type: JSON,
        body,
        tags: Vec::new(),
    })
}

impl AnswerRecord {
    fn of(question: String, said: Said, base: &str) -> Self {
        let mut record = Self {
            question,
            asks: said.asks.code(),
            outcome: "nothing",
            own: said.own.map(|it| OwnView {
                question: it.question,
                answer: it.answer,
                unit: it.unit_name,
                set_on: it.set_on,
                source: it.source.map(|it| SourceView::of(it, base)),
            }),
            promises: said
                .promised
                .into_iter()
                .map(|it| OwedView::of(it, base))
                .collect(),
            passages: Vec::new(),
            steps: Vec::new(),
            over: None,
            unit: said.charge.map(ChargeView::of),
            near: said
                .near
                .into_iter()
                .map(|it| SourceView::of(it, base))
                .collect(),
        };
        match said.outcome {
            Outcome::Unasked | Outcome::Nothing => {}
            Outcome::Waiting | Outcome::Away => record.outcome = "waiting",
            Outcome::Quoted(passages, steps) => {
                record.outcome = "quoted";
                record.passages = passages
                    .into_iter()
                    .map(|it| PassageView::of(it, base))
                    .collect();
                record.steps = steps.into_iter().map(|it| StepView::of(it, base)).collect();
            }
            Outcome::Over(over) => {
                record.outcome = "over";
                record.over = Some(OverView {
                    document: SourceView::of(over.source, base),
                    standing: over.standing,
                    basis: over.basis,
                    successor: over.successor.map(|it| format!("{base}{it}")),
                });
            }
        }
        record
    }
}

impl SourceView {
    fn of(it: Source, base: &str) -> Self {
        Self {
            title: it.title,
            number: it.number,
            kind: it.kind,
            units: it.units,
            day: it.day,
            page: format!("{base}{}", it.address),
        }
    }
}

impl OwedView {
    fn of(it: Owed, base: &str) -> Self {
        let days = it.days.into_iter().map(|day| OwedDayView {
            page: format!("{base}{}", day.address),
            what: day.what,
            unit: day.unit_name,
            period: day.period,
            due_on: day.due_on,
            standing: day.standing.code(),
            kept_on: day.kept_on,
        });
        Self {
            heading: it.heading,
            words: it.lines.join("\n"),
            duty: it.duty.map(|duty| format!("{base}{duty}")),
            days: days.collect(),
        }
    }
}

impl PassageView {
    fn of(it: Passage, base: &str) -> Self {
        Self {
            text: it.text,
            heading: it.heading,
            page: format!("{base}{}{}", it.source.address, it.anchor),
            document: SourceView::of(it.source, base),
            found: it.found,
            missing: it.missing,
            score: it.score,
        }
    }
}

impl StepView {
    fn of(it: Step, base: &str) -> Self {
        Self {
            heading: it.heading,
            text: it.text,
            page: format!("{base}{}", it.address),
        }
    }
}

impl ChargeView {
    fn of(it: Charge) -> Self {
        Self {
            id: it.id.to_string(),
            name: it.name,
            phone: it.phone,
            address: it.address,
            opening_hours: it.opening_hours,
        }
    }
}
