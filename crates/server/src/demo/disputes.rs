//! What follows some answers in the demo city: reviews and lawsuits with each result, new answers that they order, and calls to askers.

use kernel::{Date, Moment, Stop, UnitId};
use requests::actions::{self, Seen};
use requests::dispute::{Anew, Satisfaction, Visit, VisitWay};
use requests::queries::find_case;
use requests::report::Branch;
use requests::rules::{Disputing, Ordered, Ruled};
use requests::{Case, Dispute, Finding, Outcome, Receipt, RequestRefusal};

use super::City;
use super::requests::letter_number;

/// One act after the answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Later {
    Dispute(Branch),
    Rule(Finding),
    /// A correction that orders a new answer.
    Order,
    AnswerAnew,
    Visit(Satisfaction, &'static str),
}

use Later::{AnswerAnew, Dispute as Goes, Order, Rule, Visit as Asks};

/// What follows the lives of [`super::requests`], in their order: working days from the day on which the request was sent off.
const AFTERMATHS: [&[(u32, Later)]; 16] = [
    &[(
        22,
        Asks(
            Satisfaction::Satisfied,
            "申请人表示材料齐全，对答复时间满意。",
        ),
    )],
    &[],
    &[
        (40, Goes(Branch::Review)),
        (80, Order),
        (90, AnswerAnew),
        (
            95,
            Asks(Satisfaction::Satisfied, "已经收到重新答复的材料。"),
        ),
    ],
    &[(40, Goes(Branch::Suit)), (85, Rule(Finding::Otherwise))],
    &[(30, Asks(Satisfaction::Silent, ""))],
    &[(
        18,
        Asks(
            Satisfaction::Dissatisfied,
            "申请人希望直接转给负责的机关办理，已经说明。",
        ),
    )],
    &[],
    &[
        (30, Goes(Branch::Review)),
        (70, Rule(Finding::Upheld)),
        (80, Goes(Branch::SuitAfterReview)),
        (150, Rule(Finding::Upheld)),
    ],
    &[],
    &[],
    &[],
    &[(28, Asks(Satisfaction::Satisfied, ""))],
    &[(45, Goes(Branch::Review)), (75, Rule(Finding::Otherwise))],
    &[(50, Goes(Branch::Suit)), (120, Order), (132, AnswerAnew)],
    &[],
    &[(30, Goes(Branch::Review)), (72, Rule(Finding::Upheld))],
];

/// What follows the life of a request.
pub(super) fn aftermath_of(nth: usize) -> &'static [(u32, Later)] {
    AFTERMATHS[nth % AFTERMATHS.len()]
}

/// Does it on its day.
pub(super) async fn done(
    city: &City,
    (receipt, unit, act): (&Receipt, UnitId, Later),
    day: Date,
) -> Result<(), Stop<RequestRefusal>> {
    let store = &city.store;
    let found = store::read!(store, |tx| find_case(tx, receipt.request).await)?;
    let case = found.ok_or(Stop::Refused(RequestRefusal::Unknown))?;
    let seen = Seen {
        request: receipt.request,
        revision: case.request.revision,
    };
    let clerk = &city.office.actor().unit_officer(unit)?;
    let by = (city.calendar.as_ref(), Moment::noon_of(day));
    let newest = || {
        let last = case.disputes.last().map(|it| it.id);
        last.ok_or(Stop::Refused(RequestRefusal::DisputeUnknown))
    };
    match act {
        Later::Dispute(branch) => {
            let given = disputing(branch, &case, day);
            actions::note_dispute(store, (seen, &given), clerk, by).await?;
        }
        Later::Rule(finding) => {
            let ruled = Ruled {
                dispute: newest()?,
                finding,
                decided_on: day,
                words: words_of(finding, case.disputes.last()).to_owned(),
                order: Ordered::Nothing,
            };
            actions::note_ruling(store, (seen, &ruled), clerk, by).await?;
        }
        Later::Order => {
            let ruled = Ruled {
                dispute: newest()?,
                finding: Finding::Corrected,
                decided_on: day,
                words: "原答复认定事实不清，予以撤销，责令在法定期限内重新答复。".to_owned(),
                order: Ordered::Anew {
                    received_on: None,
                    period: None,
                },
            };
            actions::note_ruling(store, (seen, &ruled), clerk, by).await?;
        }
        Later::AnswerAnew => {
            let anew = Anew {
                outcome: Outcome::Provided,
                withheld: Vec::new(),
                reply: "经重新审查，现将您申请的信息提供给您。".to_owned(),
                letter_number: format!("{}之一", letter_number(&receipt.number)),
                answered_on: day,
            };
            actions::answer_anew(store, (seen, newest()?, &anew), clerk, by).await?;
        }
        Later::Visit(satisfaction, words) => {
            let visit = Visit {
                visited_on: day,
                way: VisitWay::Phone,
                satisfaction,
                words: words.to_owned(),
            };
            actions::visit_back(store, (seen, &visit), clerk, by).await?;
        }
    }
    Ok(())
}

fn disputing(branch: Branch, case: &Case, day: Date) -> Disputing {
    let (year, serial) = (day.year(), case.request.number.replace('-', ""));
    let (body, number) = match branch {
        Branch::Review => ("云溪市人民政府", format!("云政复〔{year}〕{serial}号")),
        Branch::Suit => (
            "云溪市云台区人民法院",
            format!("（{year}）云0199行初{serial}号"),
        ),
        Branch::SuitAfterReview => (
            "云溪市中级人民法院",
            format!("（{year}）云01行初{serial}号"),
        ),
    };
    Disputing {
        branch,
        body: body.to_owned(),
        number,
        filed_on: day,
    }
}

fn words_of(finding: Finding, dispute: Option<&Dispute>) -> &'static str {
    let is_review = dispute.is_some_and(|it| it.branch == Branch::Review);
    match (finding, is_review) {
        (Finding::Upheld, true) => "原答复认定事实清楚，适用依据正确，程序合法，予以维持。",
        (Finding::Upheld, false) => "判决驳回原告的诉讼请求。",
        (Finding::Corrected, _) => "确认原答复违法。",
        (Finding::Otherwise, true) => "申请人撤回复议申请，复议终止。",
        (Finding::Otherwise, false) => "原告撤回起诉，裁定准许。",
    }
}
