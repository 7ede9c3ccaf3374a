//! The forms of a request's page, as data: which fields a command asks for, with what stands in them at first. One template draws them all.

use kernel::Date;
use kernel::unit::Directory;
use requests::clock::Consulted;
use requests::rules::RequestCommand;
use requests::{Case, Charging, Delivery, Outcome, Stance};

use super::act::Typed;
use super::disputes;
use crate::form::Errors;

/// A form.
#[derive(Debug)]
pub(super) struct Card {
    /// What it does.
    pub command: RequestCommand,
    /// What the rule wants, with its article.
    pub hint: String,
    /// What is asked for.
    pub fields: Vec<Field>,
    /// Whether it is open at first: what is to be done next.
    pub is_open: bool,
    /// What was wrong with it.
    pub errors: Errors,
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in the form.
    pub name: &'static str,
    /// Its words.
    pub label: &'static str,
    /// What to write.
    pub hint: &'static str,
    /// How it is drawn.
    pub shape: Shape,
    /// What stands in it.
    pub value: String,
    /// Whether something must be there.
    pub is_required: bool,
}

/// How a field is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// One of these: code and words.
    Choice(Vec<(String, String)>),
    /// Any of these.
    Boxes(Vec<(String, String)>),
}

impl Field {
    /// Whether a choice is the one that stands in it.
    pub(super) fn has(&self, code: &str) -> bool {
        self.value.split_whitespace().any(|it| it == code)
    }
}

/// A line that must be filled in.
pub(super) fn field(name: &'static str, label: &'static str, value: impl Into<String>) -> Field {
    Field {
        name,
        label,
        hint: "",
        shape: Shape::Line,
        value: value.into(),
        is_required: true,
    }
}

impl Field {
    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(super) fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    pub(super) fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }
}

const DAY: &str = "写作 2026-11-21，不能晚于今天";

/// What the forms are filled in from.
pub(super) struct Ground<'a> {
    /// The case.
    pub case: &'a Case,
    /// Whom letters went to, in their order.
    pub parties: &'a [String],
    /// The units.
    pub directory: &'a Directory,
    /// Today.
    pub today: Date,
    /// The number that this item has in its asker's month.
    pub nth: u64,
}

/// The form of a command, with what was typed where it was tried before.
pub(super) fn card(
    command: RequestCommand,
    ground: &Ground<'_>,
    tried: Option<(&Typed, &Errors)>,
) -> Card {
    let mut fields = fields_of(command, ground);
    if let Some((typed, _)) = tried {
        for field in &mut fields {
            field.value = typed.value(field.name);
        }
    }
    Card {
        command,
        hint: hint_of(command, ground),
        fields,
        is_open: tried.is_some() || is_next(command),
        errors: tried.map(|it| it.1.clone()).unwrap_or_default(),
    }
}

/// Whether it is the usual next act at its stage.
fn is_next(command: RequestCommand) -> bool {
    use RequestCommand as It;
    matches!(
        command,
        It::Confirm
            | It::Accept
            | It::Supply
            | It::NotePayment
            | It::Draft
            | It::Pass
            | It::Sign
            | It::Approve
            | It::Send
            | It::Serve
            | It::AnswerAnew
    )
}

/// Several lines that must be filled in.
pub(super) fn words(label: &'static str) -> Field {
    field("words", label, "").shape(Shape::Text)
}

/// A day, today at first.
pub(super) fn day(label: &'static str, ground: &Ground<'_>) -> Field {
    field("day", label, ground.today.to_string()).hint(DAY)
}

/// A choice of all codes.
pub(super) fn coded<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Shape {
    let pair = |it: &T| (code(*it).to_owned(), label(*it).to_owned());
    Shape::Choice(all.iter().map(pair).collect())
}

fn fields_of(command: RequestCommand, ground: &Ground<'_>) -> Vec<Field> {
    use RequestCommand as It;
    match command {
        It::Confirm => vec![day("收到日期", ground)],
        It::Accept => Vec::new(),
        It::AskSupplement => vec![
            words("需要补正的内容").hint("一次写全，补正只能告知一次"),
            field("days", "补正期限（工作日）", "10").hint("3至30之间的整数"),
            day("告知申请人的日期", ground),
        ],
        It::Supply => vec![words("补正的内容"), day("收到补正的日期", ground)],
        It::EndUnsupplied | It::EndUnpaid => {
            vec![words("情况说明").hint("写明怎样提醒过申请人，有没有提出正当理由")]
        }
        It::Consult => consulting(ground),
        It::ServeConsultation => vec![letter(ground), day("送达日期", ground)],
        It::TakeOpinion => vec![
            letter(ground),
            field("stance", "意见", "").shape(coded(Stance::ALL, Stance::code, Stance::label)),
            words("理由").optional(),
            day("收到意见的日期", ground),
        ],
        It::NoteSearch => vec![
            field("place", "检索的范围", "").hint("档案室、公文系统、业务系统、科室，年度"),
            field("terms", "检索的方法", "").hint("用了哪些关键词、文号、目录"),
            field("found", "检索的结果", ""),
            field("searched_by", "检索人", ""),
            day("检索日期", ground),
        ],
        It::Extend => vec![
            field("days", "延长（工作日）", "20").hint("1至20之间的整数，只能延长一次"),
            words("延长的理由").hint("告知书中写给申请人"),
            day("告知申请人的日期", ground),
        ],
        It::AskFee => vec![
            field("charging", "计收方式", "").shape(coded(
                Charging::ALL,
                Charging::code,
                Charging::label,
            )),
            field("units", "数量", ground.nth.to_string())
                .hint("按件计收的填本件是该申请人当月第几件（已按收到日期数出），按量计收的填页数"),
            day("告知申请人的日期", ground),
        ],
        It::NotePayment => vec![day("缴费完成的日期", ground)],
        It::Draft => drafting(ground),
        It::Pass | It::Sign => vec![words("意见").optional()],
        It::Approve => {
            vec![field("letter_number", "告知书文号", "").hint("写作 云财公开告〔2026〕12号")]
        }
        It::Return => vec![words("退回的意见")],
        It::Send => vec![
            field("way", "发出方式", ground.case.request.wish.delivery.code()).shape(coded(
                Delivery::ALL,
                Delivery::code,
                Delivery::label,
            )),
            day("发出日期", ground),
        ],
        It::Serve => vec![
            day("送达日期", ground),
            words("送达的凭证").hint("签收回执、邮政投递记录、电子邮件回执等"),
        ],
        It::Withdraw => vec![
            words("撤回的情况")
                .hint("写明申请人书面撤回的日期和原因")
                .optional(),
        ],
        It::NoteDispute | It::NoteRuling | It::StrikeDispute | It::AnswerAnew | It::VisitBack => {
            disputes::fields(command, ground)
        }
        It::HandOver => {
            let units = ground.directory.units().iter();
            let units =
                units.filter(|it| it.exists_on(ground.today) && it.id != ground.case.request.unit);
            let choices = units
                .map(|it| (it.id.to_string(), it.name.clone()))
                .collect();
            vec![
                field("unit", "移交给", "").shape(Shape::Choice(choices)),
                words("移交的理由"),
            ]
        }
    }
}

fn consulting(ground: &Ground<'_>) -> Vec<Field> {
    vec![
        field("whom", "征求谁的意见", "").shape(coded(
            Consulted::ALL,
            Consulted::code,
            Consulted::label,
        )),
        field("party", "单位或者姓名", "").hint("加密保存"),
        words("征求意见的内容"),
        day("发出日期", ground),
        field("wished_on", "要求反馈的日期", "")
            .hint("征求其他机关意见的填写；第三方和共同制作机关由法规规定为收到之日起15个工作日")
            .optional(),
    ]
}

/// The letters that wait.
fn letter(ground: &Ground<'_>) -> Field {
    let letters = ground.case.asked.iter().zip(ground.parties);
    let open = letters.filter(|(it, _)| it.consultation.answered_on.is_none());
    let choice = |(it, party): (&requests::model::Asked, &String)| {
        (it.id.to_string(), format!("{}：{party}", it.whom().label()))
    };
    field("consultation", "征求意见书", "").shape(Shape::Choice(open.map(choice).collect()))
}

fn pair_of(it: &Outcome) -> (String, String) {
    let words = format!("{}（{}）", it.label(), it.basis());
    (it.code().to_owned(), words)
}

/// The ways in which a decision may end a request.
pub(super) fn outcomes() -> Vec<(String, String)> {
    let ends = [
        Outcome::Withdrawn,
        Outcome::NotSupplemented,
        Outcome::FeeUnpaid,
    ];
    let outcomes = Outcome::ALL.iter().filter(|it| !ends.contains(it));
    outcomes.map(pair_of).collect()
}

/// The grounds to withhold a part.
pub(super) fn grounds() -> Vec<(String, String)> {
    let grounds = Outcome::ALL.iter().filter(|it| it.is_refusal());
    grounds.map(pair_of).collect()
}

fn drafting(ground: &Ground<'_>) -> Vec<Field> {
    let before = ground.case.decision.as_ref();
    let value =
        |read: fn(&requests::model::Decision) -> String| before.map(read).unwrap_or_default();
    vec![
        field(
            "outcome",
            "处理结果",
            value(|it| it.outcome.code().to_owned()),
        )
        .shape(Shape::Choice(outcomes())),
        field(
            "withheld",
            "部分公开的，不予公开部分的理由",
            value(|it| {
                let codes: Vec<&str> = it.withheld.iter().map(|it| it.code()).collect();
                codes.join(" ")
            }),
        )
        .shape(Shape::Boxes(grounds()))
        .optional(),
        field("facts", "查明的情况", value(|it| it.facts.clone())).shape(Shape::Text),
        field("reply", "答复内容", value(|it| it.reply.clone()))
            .hint("写给申请人：提供什么、怎样获取，或者为什么不提供；救济途径由系统写入告知书")
            .shape(Shape::Text),
    ]
}

fn hint_of(command: RequestCommand, ground: &Ground<'_>) -> String {
    use RequestCommand as It;
    let case = ground.case;
    match command {
        It::Confirm => format!("收到日期为{}，答复期限自次日起算。", case.request.channel.receipt_basis()),
        It::Accept => "内容明确、属于政府信息公开申请的，受理后开始检索和办理。".to_owned(),
        It::AskSupplement => "内容不明确的，自收到之日起7个工作日内一次性告知；收到补正之日起，答复期限重新计算（《政府信息公开条例》第三十条）。".to_owned(),
        It::Supply => "答复期限自收到补正之日起重新计算。".to_owned(),
        It::EndUnsupplied => "补正期限届满、没有正当理由的，视为放弃申请（《政府信息公开条例》第三十条）。".to_owned(),
        It::Consult => "征求意见的时间不计入答复期限。第三方逾期不答复的，由本机关决定（第三十二条）；共同制作机关逾期不答复的，视为同意公开（第三十四条）。".to_owned(),
        It::ServeConsultation => "第三方和共同制作机关的15个工作日自送达次日起算。".to_owned(),
        It::TakeOpinion => "收到意见的次日起，答复期限继续计算。".to_owned(),
        It::NoteSearch => "告知信息不存在的，须能说明已经尽到合理的检索义务。".to_owned(),
        It::Extend => "经政府信息公开工作机构负责人同意，并在原期限届满前告知申请人（《政府信息公开条例》第三十三条第二款）。".to_owned(),
        It::AskFee => "按件或者按量选择一种，在答复期限内告知；申请人在20个工作日内缴纳（国办函〔2020〕109号）。".to_owned(),
        It::NotePayment => "答复期限自缴费完成次日起重新计算。".to_owned(),
        It::EndUnpaid => "期限届满没有缴纳的，视为放弃申请（国办函〔2020〕109号）。".to_owned(),
        It::Draft => "提交后依次经审核、保密审查、签发，拟稿人不能审核自己的稿件。".to_owned(),
        It::Pass => "审核事实、依据、程序和文书。".to_owned(),
        It::Sign => "审查拟提供的内容是否涉及国家秘密、商业秘密和个人隐私（《政府信息公开条例》第十七条）。".to_owned(),
        It::Approve => "签发后不能再修改。".to_owned(),
        It::Return => "退回后重新办理，答复期限不变。".to_owned(),
        It::Send => "发出之日为答复之日。".to_owned(),
        It::Serve => "申请复议、提起诉讼的期限自送达次日起算。".to_owned(),
        It::Withdraw => "申请人书面撤回的，代为登记。".to_owned(),
        It::NoteDispute
        | It::NoteRuling
        | It::StrikeDispute
        | It::AnswerAnew
        | It::VisitBack => disputes::hint(command).to_owned(),
        It::HandOver => "收到日期不变，答复期限继续计算。".to_owned(),
    }
}
