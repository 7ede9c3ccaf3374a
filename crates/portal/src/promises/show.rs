//! One promise: who owes what, the words it comes from, the clock's proof, the evidence, the history.

use std::collections::BTreeMap;
use std::sync::Arc;

use answers::Demand;
use answers::queries::find_demand;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, DutyId, EventId, Fault, PromiseId};
use plans::queries::{CatalogueLine, DutyDetail, PlanLine};
use promises::model::{KeptBy, Origin, PromiseState, Standing};
use promises::queries::{self, PromiseDetail};
use promises::work::{Proposal, ProposalKind, PublicFile, find_public_file};
use publishing::public::{find_public_title, list_of_promise};
use subscriptions::Followed;
use ui::{Article, Frame, Markup, dates, qr};

use super::proof::{self, Look, ProofTable};
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::parts::standing;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::{log, tags};

#[derive(Template)]
#[template(path = "promises/show.html")]
struct PromisePage {
    frame: Frame,
    detail: PromiseDetail,
    standing: Markup,
    verdict: String,
    due: Markup,
    source: Option<Words>,
    item: Option<CatalogueLine>,
    /// What the public sought.
    demand: Option<Demand>,
    /// Whether it is the duty to answer a request, of which nothing else is public.
    is_request: bool,
    /// The document that obliges: its address and title.
    obliging: Option<(String, String)>,
    proof: Result<ProofTable, String>,
    /// The calendar of the day gives another due day than the one decided.
    differs: bool,
    qr: Option<Markup>,
    /// The form by which it is followed by mail.
    follow: Option<String>,
    /// Progress, returns and decided proposals, as far as they are for everybody.
    file: PublicFile,
    /// Who signed that there was nothing to publish, and why.
    nil_return: Option<Proposal>,
    /// The events of the history that are in the public log, by their hashes.
    proofs: BTreeMap<String, EventId>,
    /// The documents by which it was kept: where they are, and their titles.
    documents: Vec<(String, String)>,
}

/// The words of the plan that a promise comes from.
struct Words {
    plan_title: String,
    plan_href: String,
    duty_href: String,
    heading: String,
    lines: Vec<String>,
    terms: Vec<String>,
    issuer: Option<String>,
}

/// Shows it. `proof` is the part of a long proof.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<PromiseId>() else {
        return site.trouble(&ask, Snag::Missing("承诺"));
    };
    let part = match ask
        .params
        .parse::<usize>("proof", "应为计时表的页码，从1开始")
    {
        Ok(part) => part.unwrap_or(1).clamp(1, 1_000),
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let path = match part {
        1 => format!("/promises/{id}"),
        _ => format!("/promises/{id}?proof={part}"),
    };
    site.serve(&ask, &path, |today| {
        let look = Look { part, today };
        page(&site, &ask, (id, path.clone()), look)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (id, path): (PromiseId, String),
    look: Look,
) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| {
        let proofs = log::list_proofs(tx, id).await?;
        let documents = list_of_promise(tx, id).await?;
        let file = find_public_file(tx, id).await?;
        let found = read(tx, id, look.today).await?;
        Ok(found
            .zip(file)
            .map(|(it, file)| (it, file, (proofs, documents))))
    })?;
    let Some(((detail, origin), file, (proofs, documents))) = found else {
        return Err(Snag::Missing("承诺"));
    };
    let (mut source, mut item, mut obliging, mut demand) = (None, None, None, None);
    match origin {
        Some(Told::Duty(duty, plan)) => source = Some((duty, plan)),
        Some(Told::Item(it)) => item = Some(it),
        Some(Told::Document(id, title)) => obliging = Some((id, title)),
        Some(Told::Demand(it)) => demand = Some(*it),
        None => {}
    }
    let mut tags = vec![
        tags::one("promise", id),
        tags::unit(detail.line.unit_id),
        tags::directory(),
        tags::documents(),
    ];
    tags.extend(detail.line.plan_id.map(|plan| tags::one("plan", plan)));
    let calendar = (site.calendar)();
    let proof = proof::table(&detail.clock, &calendar, look);
    let frame = site.frame(ask.variant, head(&detail, &path), look.today);
    let page = PromisePage {
        standing: standing(detail.line.standing, &frame),
        verdict: verdict(&detail, look.today),
        due: dates::day(detail.line.due_on),
        source: source.map(|(duty, plan)| Words::of(&duty, &plan, &frame)),
        item: item.map(|it| *it),
        demand,
        is_request: matches!(detail.line.origin, Origin::Request(_)),
        obliging: obliging.map(|(id, title)| (frame.link(&format!("/documents/{id}")), title)),
        differs: proof
            .as_ref()
            .is_ok_and(|table| table.due_on != detail.line.due_on),
        proof,
        qr: qr::svg(&frame.full_address(), "本页网址的二维码"),
        follow: site
            .follow_path(&Followed::Promise(id))
            .map(|it| frame.link(&it)),
        proofs,
        documents: documents
            .into_iter()
            .map(|(id, title)| (frame.link(&format!("/documents/{id}")), title))
            .collect(),
        nil_return: nil_return(&detail, &file),
        file,
        detail,
        frame,
    };
    Fresh::page(&page, tags)
}

/// What a promise comes from, as far as it can still be shown.
enum Told {
    Duty(Box<DutyDetail>, Box<PlanLine>),
    Item(Box<CatalogueLine>),
    Document(DocumentId, String),
    Demand(Box<Demand>),
}

type Read = Option<(PromiseDetail, Option<Told>)>;

async fn read(tx: &mut store::Tx, id: PromiseId, today: Date) -> Result<Read, Fault> {
    let Some(detail) = queries::find_promise(tx, id, today).await? else {
        return Ok(None);
    };
    let told = match detail.line.origin {
        Origin::Duty(duty) => read_duty(tx, duty, today).await?,
        Origin::CatalogueItem(item) => plans::queries::find_catalogue_item(tx, item, today)
            .await?
            .map(|item| Told::Item(Box::new(item))),
        Origin::Document(document) => find_public_title(tx, document)
            .await?
            .map(|title| Told::Document(document, title)),
        Origin::Demand(demand) => find_demand(tx, demand)
            .await?
            .map(|demand| Told::Demand(Box::new(demand))),
        // Of a request nothing is public but that it is to be answered, and by when.
        Origin::Request(_) => None,
    };
    Ok(Some((detail, told)))
}

async fn read_duty(tx: &mut store::Tx, id: DutyId, today: Date) -> Result<Option<Told>, Fault> {
    let Some(duty) = plans::queries::find_duty(tx, id, today).await? else {
        return Ok(None);
    };
    let plan = plans::queries::find_plan_line(tx, duty.plan_id, today).await?;
    Ok(plan.map(|plan| Told::Duty(Box::new(duty), Box::new(plan))))
}

fn head(detail: &PromiseDetail, path: &str) -> Head {
    let line = &detail.line;
    let title = match &line.period_label {
        Some(period) => format!("{}（{period}）", line.title),
        None => line.title.clone(),
    };
    Head::new(title.clone(), &columns::PROMISES, path)
        .under("承诺", "/promises")
        .under(line.unit_name.clone(), format!("/units/{}", line.unit_id))
        .calendar(
            format!("{title}：到期日"),
            format!("/promises/{}/calendar.ics", line.id),
        )
        .article(Article {
            title,
            published: dates::minute(detail.opened_at),
            source: line.unit_name.clone(),
        })
}

/// The nil return by which a promise was kept.
fn nil_return(detail: &PromiseDetail, file: &PublicFile) -> Option<Proposal> {
    let is_nil = matches!(
        detail.state,
        PromiseState::Kept {
            how: KeptBy::NilReturn,
            ..
        }
    );
    let signed = file.decided.iter().rev();
    signed
        .filter(|_| is_nil)
        .find(|it| it.kind == ProposalKind::NilReturn)
        .cloned()
}

/// The standing in a sentence.
fn verdict(detail: &PromiseDetail, today: Date) -> String {
    let due_on = detail.line.due_on;
    let days = |from: Date, to: Date| from.duration_until(to).as_hours() / 24;
    if let PromiseState::Kept {
        how: KeptBy::NilReturn,
        on,
        ..
    } = &detail.state
    {
        let late = if *on > due_on {
            "，晚于最迟公开日"
        } else {
            ""
        };
        return format!(
            "零报告：本期没有应公开的信息，{}报送{late}。",
            dates::long(*on)
        );
    }
    match (detail.line.standing, &detail.state) {
        (Standing::Open, _) => format!("距最迟公开日还有{}天。", days(today, due_on)),
        (Standing::DueToday, _) => "今天是最迟公开日，今天24时以前公开即为按期。".to_owned(),
        (Standing::Late, _) => format!("最迟公开日已过{}天，尚未公开。", days(due_on, today)),
        (Standing::KeptOnTime, PromiseState::Kept { on, .. }) if *on == due_on => {
            "在最迟公开日当天公开，按期。".to_owned()
        }
        (Standing::KeptOnTime, PromiseState::Kept { on, .. }) => {
            format!("比最迟公开日提前{}天公开。", days(*on, due_on))
        }
        (Standing::KeptLate, PromiseState::Kept { on, .. }) => {
            format!("比最迟公开日晚{}天公开。", days(due_on, *on))
        }
        (_, PromiseState::Waived { on, reason, basis }) => {
            format!(
                "{}决定豁免。理由：{reason}。依据：{basis}。",
                dates::long(*on)
            )
        }
        (_, PromiseState::Void { reason }) => format!("不再计入。理由：{reason}。"),
        (Standing::KeptOnTime | Standing::KeptLate | Standing::Waived | Standing::Void, _) => {
            String::new()
        }
    }
}

impl Words {
    fn of(duty: &DutyDetail, plan: &PlanLine, frame: &Frame) -> Self {
        Self {
            plan_title: plan.title.clone(),
            plan_href: frame.link(&format!("/plans/{}", plan.id)),
            duty_href: frame.link(&format!("/duties/{}", duty.id)),
            heading: duty.heading.clone(),
            // A cell that is heading and text at once is shown once.
            lines: match duty.text == duty.heading {
                true => Vec::new(),
                false => duty.text.lines().map(str::to_owned).collect(),
            },
            terms: duty.terms.iter().map(|term| term.words.clone()).collect(),
            issuer: plan.issuer.clone(),
        }
    }
}
