//! 复议和诉讼 and 回访 on a request's page: what was noted, until when somebody may go where, and the forms.

use calendar::{Calendar, Span};
use kernel::{Date, DisputeId, UnitOfficer};
use requests::actions::{self, Seen};
use requests::dispute::{Anew, Satisfaction, Visit, VisitWay};
use requests::report::Branch;
use requests::rules::{Disputing, Ordered, RequestCommand, Ruled};
use requests::{Case, Dispute, Finding, Stage};

use super::act::{Typed, Undone, Wrong, chosen, day_of, end_of};
use super::cards::{Card, Field, Ground, Shape, coded, day, field, grounds, outcomes, words};
use super::{may, urgency};
use crate::site::Desk;

/// What the page shows of it.
#[derive(Debug)]
pub(super) struct Section {
    /// Whether the request has come so far.
    pub is_shown: bool,
    /// Until when somebody may go where.
    pub periods: Periods,
    /// The disputes.
    pub lines: Vec<Line>,
    /// Calls after the answer, the last first.
    pub visits: Vec<Visit>,
    /// The forms.
    pub cards: Vec<Card>,
}

/// Until when somebody may go where, counted from the service of the first answer.
#[derive(Debug)]
pub(super) enum Periods {
    /// It ended without a letter, or nothing may be done.
    None,
    /// The letter was not served yet.
    NotYet,
    /// They run since its service.
    Since {
        /// That day.
        served_on: Date,
        /// The last day to apply for review.
        review_on: Date,
        /// The last day to go to court at once; none where review comes first.
        suit_on: Option<Date>,
    },
}

/// A dispute with what is said of it.
#[derive(Debug)]
pub(super) struct Line {
    /// The dispute.
    pub dispute: Dispute,
    /// How it stands.
    pub tag: &'static str,
    /// The class of the tag, with a space before it.
    pub look: &'static str,
    /// By when the new answer is or was owed.
    pub anew_by: Option<Date>,
    /// How that day stands today, while it is owed.
    pub standing: &'static str,
}

/// Whether a form stands in the section.
pub(super) fn is_of_disputes(command: RequestCommand) -> bool {
    use RequestCommand as It;
    matches!(
        command,
        It::NoteDispute | It::NoteRuling | It::StrikeDispute | It::AnswerAnew | It::VisitBack
    )
}

/// The section of a case.
pub(super) fn section(
    case: &Case,
    (visits, cards): (Vec<Visit>, Vec<Card>),
    (calendar, today): (&Calendar, Date),
) -> Section {
    let line = |it: &Dispute| line_of(it, (calendar, today));
    Section {
        is_shown: matches!(case.request.stage, Stage::Sent | Stage::Closed),
        periods: periods_of(case, calendar),
        lines: case.disputes.iter().map(line).collect(),
        visits,
        cards,
    }
}

fn line_of(dispute: &Dispute, (calendar, today): (&Calendar, Date)) -> Line {
    let (tag, look) = match (&dispute.struck_why, &dispute.ruling) {
        (Some(_), _) => ("登记有误，已撤销", ""),
        (None, None) => ("尚未审结", ""),
        (None, Some(ruling)) => match ruling.finding {
            Finding::Upheld => (ruling.finding.label(), " good"),
            Finding::Corrected => (ruling.finding.label(), " bad"),
            Finding::Otherwise => (ruling.finding.label(), ""),
        },
    };
    let due = dispute.order().and_then(|it| it.clock().due(calendar).ok());
    let anew_by = due.map(|it| it.on);
    let open = anew_by.filter(|_| dispute.is_owed_anew());
    Line {
        tag,
        look,
        anew_by,
        standing: open.map_or("", |it| urgency(it, today)),
        dispute: dispute.clone(),
    }
}

fn periods_of(case: &Case, calendar: &Calendar) -> Periods {
    let Some(decision) = &case.decision else {
        return Periods::None;
    };
    let Some(served_on) = decision.served_on else {
        return Periods::NotYet;
    };
    let remedy = decision.outcome.remedy(&decision.withheld);
    match remedy.terms(served_on, calendar) {
        Ok(Some(terms)) => Periods::Since {
            served_on,
            review_on: terms.review.on,
            suit_on: terms.suit.map(|it| it.on),
        },
        Ok(None) | Err(_) => Periods::None,
    }
}

/// Disputes to choose from; a single one is chosen.
fn dispute_field(case: &Case, is_meant: fn(&Dispute) -> bool) -> Field {
    let meant = case.disputes.iter().filter(|it| is_meant(it));
    let choice = |it: &Dispute| {
        let words = format!("{}：{} {}", it.branch.label(), it.body, it.number);
        (it.id.to_string(), words)
    };
    let choices: Vec<_> = meant.map(choice).collect();
    let only = match choices.as_slice() {
        [(id, _)] => id.clone(),
        _ => String::new(),
    };
    field("dispute", "哪一件", only).shape(Shape::Choice(choices))
}

const ORDERS: [(&str, &str); 4] = [
    ("nothing", "没有责令重新答复"),
    (
        "usual",
        "责令重新答复，没有写明期限（按《政府信息公开条例》第三十三条20个工作日）",
    ),
    ("workdays", "责令在若干个工作日内重新答复"),
    ("days", "责令在若干日内重新答复（含休息日）"),
];

/// The fields of a form.
pub(super) fn fields(command: RequestCommand, ground: &Ground<'_>) -> Vec<Field> {
    use RequestCommand as It;
    match command {
        It::NoteDispute => vec![
            field("branch", "类型", "").shape(coded(Branch::ALL, Branch::code, Branch::label)),
            field("body", "复议机关或者法院", "").hint("写全称"),
            field("number", "案号", "").hint("以答复通知书、应诉通知书上的为准"),
            day("申请复议或者起诉的日期", ground),
        ],
        It::NoteRuling => vec![
            dispute_field(ground.case, Dispute::is_pending),
            field("finding", "结果", "").shape(coded(Finding::ALL, Finding::code, Finding::label)),
            day("作出日期", ground),
            words("结果的内容").hint("写明决定、判决的要点，不写申请人的姓名"),
            order_field(),
            field("days", "重新答复的期限（天数）", "")
                .hint("写明了期限的填写，1至90之间的整数")
                .optional(),
            field("received_on", "收到决定书、判决书的日期", "")
                .hint("重新答复的期限自次日起算；不填的，自作出日期的次日起算")
                .optional(),
        ],
        It::StrikeDispute => vec![
            dispute_field(ground.case, may::may_strike),
            words("撤销登记的原因"),
        ],
        It::AnswerAnew => vec![
            dispute_field(ground.case, Dispute::is_owed_anew),
            field("outcome", "处理结果", "").shape(Shape::Choice(outcomes())),
            field("withheld", "部分公开的，不予公开部分的理由", "")
                .shape(Shape::Boxes(grounds()))
                .optional(),
            field("reply", "重新答复的内容", "").shape(Shape::Text),
            field("letter_number", "告知书文号", "").hint("写作 云财公开告〔2026〕12号"),
            day("发出日期", ground),
        ],
        _ => vec![
            field("way", "方式", "").shape(coded(VisitWay::ALL, VisitWay::code, VisitWay::label)),
            field("satisfaction", "申请人的意见", "").shape(coded(
                Satisfaction::ALL,
                Satisfaction::code,
                Satisfaction::label,
            )),
            words("回访情况").optional(),
            day("回访日期", ground),
        ],
    }
}

fn order_field() -> Field {
    let choices = ORDERS.map(|(code, label)| (code.to_owned(), label.to_owned()));
    field("order", "是否责令重新答复", "nothing").shape(Shape::Choice(choices.to_vec()))
}

/// What the rule wants.
pub(super) fn hint(command: RequestCommand) -> &'static str {
    use RequestCommand as It;
    match command {
        It::NoteDispute => {
            "对依照第十四条至第十六条不予公开的决定，须先申请行政复议，才能起诉（《行政复议法》第二十三条第一款第四项）。登记后计入年度报告表四。"
        }
        It::NoteRuling => {
            "按年度报告表四的三种结果登记，计入作出日期所在的年度。责令重新答复的，产生一项重新答复的期限；原来的处理结果不变，仍按原来的年度计入表三。"
        }
        It::StrikeDispute => {
            "登记有误的撤销后重新登记。撤销的不计入年度数据，保留在办理记录中；由它产生的重新答复期限同时作废。"
        }
        It::AnswerAnew => "按本单位的程序审核、签发并发出后登记；发出之日为重新答复之日。",
        _ => "答复后向申请人了解是否满意，只供本机关改进工作，不计入年度报告。",
    }
}

fn dispute_of(form: &Typed) -> Result<DisputeId, Wrong> {
    let id = form.value("dispute").parse();
    id.map_err(|_| Wrong("dispute", "请选择一件复议或者诉讼"))
}

fn ordered_of(form: &Typed) -> Result<Ordered, Wrong> {
    let order = form.value("order");
    let period = match order.as_str() {
        "nothing" => return Ok(Ordered::Nothing),
        "usual" => None,
        "workdays" => Some(Span::Workdays(form.days()?)),
        "days" => Some(Span::Days(form.days()?)),
        _ => return Err(Wrong("order", "请选择一项")),
    };
    let received_on = match form.value("received_on").trim() {
        "" => None,
        text => Some(day_of("received_on", text)?),
    };
    Ok(Ordered::Anew {
        received_on,
        period,
    })
}

/// Does what a form of the section asks for.
pub(super) async fn done(
    desk: &Desk,
    clerk: &UnitOfficer,
    (seen, command, form): (Seen, RequestCommand, &Typed),
) -> Result<(), Undone> {
    use RequestCommand as It;
    let (store, calendar) = (&desk.store, desk.calendar());
    let by = (calendar.as_ref(), desk.now());
    let text = |name: &str| form.value(name).replace('\r', "");
    match command {
        It::NoteDispute => {
            let given = Disputing {
                branch: chosen("branch", &form.value("branch"), Branch::from_code)?,
                body: form.value("body"),
                number: form.value("number"),
                filed_on: form.day()?,
            };
            actions::note_dispute(store, (seen, &given), clerk, by).await?;
        }
        It::NoteRuling => {
            let given = Ruled {
                dispute: dispute_of(form)?,
                finding: chosen("finding", &form.value("finding"), Finding::from_code)?,
                decided_on: form.day()?,
                words: text("words"),
                order: ordered_of(form)?,
            };
            actions::note_ruling(store, (seen, &given), clerk, by).await?;
        }
        It::StrikeDispute => {
            let id = dispute_of(form)?;
            actions::strike_dispute(store, (seen, id, &text("words")), clerk, by).await?;
        }
        It::AnswerAnew => {
            let (outcome, withheld) = end_of(form)?;
            let given = Anew {
                outcome,
                withheld,
                reply: text("reply"),
                letter_number: form.value("letter_number"),
                answered_on: form.day()?,
            };
            actions::answer_anew(store, (seen, dispute_of(form)?, &given), clerk, by).await?;
        }
        _ => {
            let given = Visit {
                way: chosen("way", &form.value("way"), VisitWay::from_code)?,
                satisfaction: chosen(
                    "satisfaction",
                    &form.value("satisfaction"),
                    Satisfaction::from_code,
                )?,
                words: text("words"),
                visited_on: form.day()?,
            };
            actions::visit_back(store, (seen, &given), clerk, by).await?;
        }
    }
    Ok(())
}
