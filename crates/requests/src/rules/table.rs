//! The whole table of stage and command: what can be asked of a request, who may ask it, and what the answer is.
//!
//! Pure. Who may act is proved by type at the actions; [`RequestCommand::right`] names it for people.

use kernel::Verdict::{Becomes, Refused};
use kernel::{Refusal as _, Transition, Verdict};

use crate::model::Stage;
use crate::refusal::RequestRefusal;

kernel::coded_enum! {
    /// What can be done to a request.
    RequestCommand {
        /// 确认收到: both sides settle the day of receipt (第三十一条).
        Confirm = "confirm", "确认收到日期";
        /// 受理.
        Accept = "accept", "受理";
        /// 告知补正 (第三十条): once.
        AskSupplement = "ask_supplement", "告知补正";
        /// 收到补正.
        Supply = "supply", "收到补正";
        /// 逾期不补正，不再处理.
        EndUnsupplied = "end_unsupplied", "逾期不补正，不再处理";
        /// 征求意见 (第三十二条、第三十三条、第三十四条).
        Consult = "consult", "征求意见";
        /// 征求意见书送达.
        ServeConsultation = "serve_consultation", "登记征求意见书送达";
        /// 收到意见.
        TakeOpinion = "take_opinion", "登记收到的意见";
        /// 检索.
        NoteSearch = "note_search", "登记检索";
        /// 延长答复期限 (第三十三条第二款): once.
        Extend = "extend", "延长答复期限";
        /// 告知缴费: once.
        AskFee = "ask_fee", "告知缴纳信息处理费";
        /// 收到缴费.
        NotePayment = "note_payment", "登记缴费";
        /// 逾期不缴费，不再处理.
        EndUnpaid = "end_unpaid", "逾期不缴费，不再处理";
        /// 拟定答复.
        Draft = "draft", "拟定答复";
        /// 审核通过.
        Pass = "pass", "审核通过";
        /// 保密审查通过.
        Sign = "sign", "保密审查通过";
        /// 签发.
        Approve = "approve", "签发";
        /// 退回.
        Return = "return", "退回";
        /// 发出.
        Send = "send", "发出答复";
        /// 送达.
        Serve = "serve", "登记送达";
        /// 撤回申请.
        Withdraw = "withdraw", "撤回申请";
        /// 移交: another unit of the same organ answers; the clock goes on.
        HandOver = "hand_over", "移交其他单位";
        /// 登记复议或者诉讼, once an answer left or the request ended without one.
        NoteDispute = "note_dispute", "登记复议或者诉讼";
        /// 登记结果 (表四).
        NoteRuling = "note_ruling", "登记复议、诉讼结果";
        /// 撤销有误的登记: it counts nowhere any more.
        StrikeDispute = "strike_dispute", "撤销有误的复议、诉讼登记";
        /// 重新答复, as a ruling ordered.
        AnswerAnew = "answer_anew", "登记重新答复";
        /// 回访.
        VisitBack = "visit_back", "登记回访";
    }
}

impl RequestCommand {
    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Confirm
            | Self::Accept
            | Self::AskSupplement
            | Self::EndUnsupplied
            | Self::Consult
            | Self::ServeConsultation
            | Self::TakeOpinion
            | Self::NoteSearch
            | Self::AskFee
            | Self::NotePayment
            | Self::EndUnpaid
            | Self::Draft
            | Self::Send
            | Self::Serve
            | Self::NoteDispute
            | Self::NoteRuling
            | Self::StrikeDispute
            | Self::AnswerAnew
            | Self::VisitBack => "答复单位经办人、科室负责人或政务公开办公室",
            Self::Supply | Self::Withdraw => {
                "申请人凭受理编号和查询码；书面提交的，答复单位经办人、科室负责人或政务公开办公室代为登记"
            }
            Self::Extend => "答复单位科室负责人或分管领导（政府信息公开工作机构负责人）",
            Self::Pass => "答复单位科室负责人或分管领导（拟稿人除外）",
            Self::Sign => "答复单位保密审查员（拟稿人除外）",
            Self::Approve => "答复单位分管领导（拟稿人除外）",
            Self::Return => "当前环节的审核人（拟稿人除外）",
            Self::HandOver => "政务公开办公室",
        }
    }
}

use RequestCommand::{
    Accept, AnswerAnew, Approve, AskFee, AskSupplement, Confirm, Consult, Draft, EndUnpaid,
    EndUnsupplied, Extend, HandOver, NoteDispute, NotePayment, NoteRuling, NoteSearch, Pass,
    Return, Send, Serve, ServeConsultation, Sign, StrikeDispute, Supply, TakeOpinion, VisitBack,
    Withdraw,
};
use Stage::{
    Approval, Closed, Handling, Paying, Registered, Review, SecrecyReview, Sent, Signed,
    Supplementing, Unconfirmed,
};

/// What is allowed: at this stage, this command, then this stage. Everything else is refused by [`refusal_at`].
const WAYS: &[(Stage, RequestCommand, Stage)] = &[
    (Unconfirmed, Confirm, Registered),
    (Unconfirmed, HandOver, Unconfirmed),
    (Unconfirmed, Withdraw, Closed),
    (Registered, Accept, Handling),
    (Registered, AskSupplement, Supplementing),
    (Registered, HandOver, Registered),
    (Registered, Withdraw, Closed),
    (Supplementing, Supply, Handling),
    (Supplementing, EndUnsupplied, Closed),
    (Supplementing, Withdraw, Closed),
    (Handling, AskSupplement, Supplementing),
    (Handling, Consult, Handling),
    (Handling, ServeConsultation, Handling),
    (Handling, TakeOpinion, Handling),
    (Handling, NoteSearch, Handling),
    (Handling, Extend, Handling),
    (Handling, AskFee, Paying),
    (Handling, Draft, Review),
    (Handling, HandOver, Handling),
    (Handling, Withdraw, Closed),
    (Paying, NotePayment, Handling),
    (Paying, EndUnpaid, Closed),
    (Paying, Withdraw, Closed),
    (Review, Pass, SecrecyReview),
    (Review, Return, Handling),
    (Review, Extend, Review),
    (Review, Withdraw, Closed),
    (SecrecyReview, Sign, Approval),
    (SecrecyReview, Return, Handling),
    (SecrecyReview, Extend, SecrecyReview),
    (SecrecyReview, Withdraw, Closed),
    (Approval, Approve, Signed),
    (Approval, Return, Handling),
    (Approval, Extend, Approval),
    (Approval, Withdraw, Closed),
    (Signed, Send, Sent),
    (Sent, Serve, Closed),
    (Sent, NoteDispute, Sent),
    (Sent, NoteRuling, Sent),
    (Sent, StrikeDispute, Sent),
    (Sent, AnswerAnew, Sent),
    (Closed, NoteDispute, Closed),
    (Closed, NoteRuling, Closed),
    (Closed, StrikeDispute, Closed),
    (Closed, AnswerAnew, Closed),
    (Closed, VisitBack, Closed),
];

/// Why what is not allowed at a stage is refused there.
fn refusal_at(stage: Stage, command: RequestCommand) -> RequestRefusal {
    let is_of_the_end = matches!(
        command,
        NoteDispute | NoteRuling | StrikeDispute | AnswerAnew | VisitBack
    );
    match stage {
        _ if is_of_the_end => RequestRefusal::NotEnded,
        Unconfirmed => RequestRefusal::NotConfirmed,
        Signed | Sent => RequestRefusal::AlreadyAnswered,
        Closed => RequestRefusal::AlreadyClosed,
        Registered | Supplementing | Handling | Paying | Review | SecrecyReview | Approval => {
            RequestRefusal::NotAtThisStage(stage.label())
        }
    }
}

/// The stage after a command.
///
/// # Errors
/// Why it may not be done.
pub fn after(stage: Stage, command: RequestCommand) -> Result<Stage, RequestRefusal> {
    let way = WAYS
        .iter()
        .find(|(from, by, _)| (*from, *by) == (stage, command));
    way.map(|(_, _, to)| *to).ok_or(refusal_at(stage, command))
}

/// Stage × command: everything that can be asked and what the answer is.
pub fn verdict(stage: Stage, command: RequestCommand) -> Verdict<Stage> {
    match after(stage, command) {
        Ok(next) => Becomes(next),
        Err(refusal) => Refused(refusal.code()),
    }
}

/// The table as rows, for the tests that walk it and the docs that print it.
pub fn transitions() -> Vec<Transition<Stage, RequestCommand>> {
    let rows = Stage::ALL.iter().flat_map(|stage| {
        let row = |command: &RequestCommand| (*stage, *command, verdict(*stage, *command));
        RequestCommand::ALL.iter().map(row)
    });
    rows.collect()
}
