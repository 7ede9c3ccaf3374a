//! What users can cause and mend: a closed list with stable codes.

use calendar::Date;
use kernel::{NotAllowed, Refusal};

/// Declares the refusals: the words, the code, and the field that they belong to.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $(($($part:ty),*))? = $code:literal, $field:expr, $words:literal;)*) => {
        /// Why something about a request was refused.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum RequestRefusal {
            /// Who may not.
            #[error(transparent)]
            NotAllowed(#[from] NotAllowed),
            $($(#[$doc])* #[error($words)] $name $(($($part),*))?,)*
        }

        impl Refusal for RequestRefusal {
            fn code(&self) -> &'static str {
                match self {
                    Self::NotAllowed(why) => why.code(),
                    $(Self::$name { .. } => $code,)*
                }
            }

            fn message(&self) -> String {
                self.to_string()
            }

            fn field(&self) -> Option<&'static str> {
                match self {
                    Self::NotAllowed(_) => None,
                    $(Self::$name { .. } => $field,)*
                }
            }
        }
    };
}

refusals! {
    /// There is none, or the secret is another's.
    Unknown = "requests.unknown", None, "没有找到这件申请，请核对受理编号和查询码";
    /// Somebody else changed it.
    Changed = "requests.changed", None, "这件申请刚刚被他人办理，请刷新页面，核对后再办";
    /// No day of receipt yet.
    NotConfirmed = "requests.not_confirmed", None, "这件申请还没有确认收到日期，请先确认收到";
    /// Another stage.
    NotAtThisStage(&'static str) = "requests.not_at_this_stage", None, "这件申请现在是“{0}”，不能这样办理，请刷新页面";
    /// The answer is signed.
    AlreadyAnswered = "requests.already_answered", None, "这件申请的答复已经签发，不能再改变";
    /// It has ended.
    AlreadyClosed = "requests.already_closed", None, "这件申请已经办结";
    /// No name.
    NameMissing = "requests.name_missing", Some("name"), "请填写申请人的姓名或者名称";
    /// No proof of who asks.
    ProofMissing = "requests.proof_missing", Some("proof"), "请填写身份证件号码或者统一社会信用代码（《政府信息公开条例》第二十九条）";
    /// No representative of an organisation.
    RepresentativeMissing = "requests.representative_missing", Some("representative"), "单位申请的，请填写法定代表人或者代理人";
    /// No way to reach the asker.
    ContactMissing = "requests.contact_missing", Some("phone"), "请至少填写一种联系方式：电话、电子邮箱或者通信地址";
    /// No such address.
    BadEmail = "requests.bad_email", Some("email"), "电子邮箱的写法不对，请写作 name@example.com";
    /// It is to be mailed, and there is no address.
    EmailMissing = "requests.email_missing", Some("email"), "选择了用电子邮件获取，请填写电子邮箱";
    /// It is to be sent, and there is no address.
    AddressMissing = "requests.address_missing", Some("address"), "选择了邮寄，请填写通信地址";
    /// Nothing is asked for.
    WantedMissing = "requests.wanted_missing", Some("wanted"), "请填写所需信息的名称，不知道名称的，写出能帮助查找的特征";
    /// Too long a field.
    TooLong(&'static str, &'static str, usize) = "requests.too_long", None, "“{1}”最多{2}个字，请缩短";
    /// No unit.
    UnitMissing = "requests.unit_missing", Some("unit"), "请选择向哪个单位申请";
    /// A unit that is no more.
    UnitUnknown = "requests.unit_unknown", Some("unit"), "没有这个单位，或者它已经撤并，请重新选择";
    /// A day that is still to come.
    DayInFuture = "requests.day_in_future", Some("day"), "日期不能晚于今天";
    /// A day before what it follows.
    DayTooEarly(Date) = "requests.day_too_early", Some("day"), "日期不能早于{0}，请核对";
    /// No words.
    WordsMissing = "requests.words_missing", Some("words"), "请写明内容";
    /// It may be asked once only.
    SupplementAskedBefore = "requests.supplement_asked_before", None, "已经告知过一次补正。补正只能一次性告知（《政府信息公开条例》第三十条），仍不明确的请作出无法提供的答复";
    /// Seven working days are over.
    SupplementTooLate(Date) = "requests.supplement_too_late", None, "告知补正的期限是{0}（收到申请之日起7个工作日，《政府信息公开条例》第三十条），已经过期，请按现有内容办理";
    /// No reasonable period.
    SupplementDays(u32, u32) = "requests.supplement_days", Some("days"), "补正期限请填写{0}至{1}个工作日";
    /// The period still runs.
    NotYetOver(Date) = "requests.not_yet_over", None, "期限到{0}为止，还没有过期，不能终止办理";
    /// Nobody is named.
    PartyMissing = "requests.party_missing", Some("party"), "请填写向谁征求意见";
    /// No day for another organ.
    WishMissing = "requests.wish_missing", Some("wished_on"), "请填写征求意见函中要求反馈的日期";
    /// There is no such letter.
    ConsultationUnknown = "requests.consultation_unknown", None, "没有这份征求意见书，请刷新页面";
    /// It was served or answered before.
    ConsultationDone = "requests.consultation_done", None, "这份征求意见书已经登记过，请刷新页面核对";
    /// There is no such letter.
    LetterUnknown = "requests.letter_unknown", None, "这件申请没有这份告知书，请刷新页面";
    /// No search was recorded.
    SearchMissing = "requests.search_missing", Some("outcome"), "告知信息不存在或者没有现成信息的，须先登记检索：在哪里、用什么词、由谁检索、结果如何";
    /// Opinions are awaited.
    OpinionsAwaited = "requests.opinions_awaited", Some("outcome"), "还有征求的意见没有收到，期限也没有届满，请等收到意见或者期限届满后再拟定答复";
    /// The third party was not asked.
    ThirdPartyNotAsked = "requests.third_party_not_asked", Some("outcome"), "以损害第三方合法权益为由不予公开的，须先书面征求第三方的意见（《政府信息公开条例》第三十二条）";
    /// No ground for what is withheld.
    WithheldMissing = "requests.withheld_missing", Some("withheld"), "部分公开的，请选择不予公开部分的理由（《政府信息公开条例》第三十七条）";
    /// A ground where nothing is withheld in part.
    WithheldTooMuch = "requests.withheld_too_much", Some("withheld"), "只有部分公开才另选不予公开部分的理由";
    /// No ground to withhold.
    NoGround = "requests.no_ground", Some("withheld"), "这不是不予公开的理由，请从第十四条至第十六条规定的情形中选择";
    /// An end without a decision.
    NotByDecision = "requests.not_by_decision", Some("outcome"), "撤回、逾期不补正和逾期不缴费不用拟定答复，请用相应的操作终止办理";
    /// Nothing was supplemented.
    NotSupplementedYet = "requests.not_supplemented_yet", Some("outcome"), "只有补正后仍不明确的才能这样答复，请先告知补正";
    /// It was made longer before.
    ExtendedBefore = "requests.extended_before", None, "答复期限已经延长过，不能再延长（《政府信息公开条例》第三十三条第二款）";
    /// Not so long.
    ExtensionDays(u32) = "requests.extension_days", Some("days"), "延长期限请填写1至{0}个工作日（《政府信息公开条例》第三十三条第二款）";
    /// Too late.
    TooLate(Date) = "requests.too_late", Some("day"), "答复期限是{0}，告知申请人的日期不能晚于这一天";
    /// Nothing is to be paid.
    NothingToPay = "requests.nothing_to_pay", Some("units"), "按收费标准不需要缴费，请直接办理";
    /// A fee was asked before.
    FeeAskedBefore = "requests.fee_asked_before", None, "已经告知过缴费，同一件申请不得重复收费（国办函〔2020〕109号）";
    /// No table holds.
    NoFeeTable = "requests.no_fee_table", None, "这一天没有生效的收费标准，不能收费";
    /// The letter's number is another's.
    LetterNumberTaken = "requests.letter_number_taken", Some("letter_number"), "这个文号已经用过，请核对";
    /// No answer left yet.
    NotEnded = "requests.not_ended", None, "这件申请还没有答复：答复发出或者终止办理后才能登记复议、诉讼，办结后才能登记回访";
    /// The asker took it back.
    NothingToDispute = "requests.nothing_to_dispute", None, "申请人已经撤回这件申请，没有可以申请复议、提起诉讼的决定，请核对受理编号";
    /// Review comes before a lawsuit.
    ReviewFirst = "requests.review_first", Some("branch"), "对不予公开的决定不服的，须先申请行政复议，不能直接起诉（《行政复议法》第二十三条第一款第四项），请先登记行政复议，或者核对类型";
    /// No review was decided by then.
    NotReviewed = "requests.not_reviewed", Some("branch"), "到起诉日期为止，没有已经审结的行政复议，不能登记复议后起诉，请先登记行政复议及其结果，或者核对类型和日期";
    /// Nobody is named.
    BodyMissing = "requests.body_missing", Some("body"), "请填写复议机关或者法院的名称";
    /// No number.
    CaseNumberMissing = "requests.case_number_missing", Some("number"), "请填写复议案件编号或者法院案号";
    /// The same stands already.
    DisputeNotedBefore = "requests.dispute_noted_before", Some("number"), "这个案号已经登记过，请在原有登记上办理";
    /// There is none, or it was struck.
    DisputeUnknown = "requests.dispute_unknown", Some("dispute"), "没有这件复议或者诉讼，或者登记已经撤销，请刷新页面后重新选择";
    /// It has its result.
    DisputeDecided = "requests.dispute_decided", Some("dispute"), "这件复议或者诉讼已经登记过结果；登记有误的，请撤销后重新登记";
    /// Only a correction orders a new answer.
    OrderWithoutCorrection = "requests.order_without_correction", Some("order"), "只有结果纠正的才能责令重新答复，请核对结果";
    /// Not so long.
    OrderDays(u32) = "requests.order_days", Some("days"), "重新答复的期限请填写1至{0}之间的整数，决定没有写明期限的，请选择“没有写明期限”";
    /// The ruling cannot have reached the unit then.
    ReachedOutOfOrder(Date) = "requests.reached_out_of_order", Some("received_on"), "收到决定书、判决书的日期不能早于{0}，也不能晚于今天，请核对";
    /// No order, so no new answer.
    NothingOrdered = "requests.nothing_ordered", Some("dispute"), "这件复议或者诉讼没有责令重新答复，请核对选择";
    /// It was answered anew.
    AnsweredAnew = "requests.answered_anew", Some("dispute"), "已经按这件复议或者诉讼的结果重新答复，不能再改变";
    /// A lawsuit rests on the review.
    SuitRestsOnIt = "requests.suit_rests_on_it", Some("dispute"), "复议后起诉的登记以这件复议为前提，请先撤销那件诉讼的登记";
    /// No number of a letter.
    LetterNumberMissing = "requests.letter_number_missing", Some("letter_number"), "请填写重新答复的告知书文号";
    /// The days cannot have come so.
    Clock(String) = "requests.clock", Some("day"), "日期前后不合，请核对：{0}";
    /// The year of a report is not over, or was before the form.
    NotAYearToReport(i16) = "requests.not_a_year_to_report", Some("year"), "{0}年不能起草年度报告：统计期为全年（1月1日至12月31日），请在年度结束后起草，2021年起适用现行格式";
    /// The tables of a report do not hold.
    Unbalanced(String) = "requests.unbalanced", Some("year"), "年度报告的表格勾稽关系不成立，没有起草：{0}";
    /// The calendar does not reach so far.
    OutOfCalendar = "requests.out_of_calendar", Some("day"), "日期超出工作日历的范围，请核对";
}

impl RequestRefusal {
    /// The refusal of a clock in this crate's words.
    pub(crate) fn of_clock(refused: &calendar::ClockRefusal) -> Self {
        use calendar::ClockRefusal as Told;
        match refused {
            Told::ExtensionTooLate { due_on, .. } => Self::TooLate(*due_on),
            Told::Calendar(_) => Self::OutOfCalendar,
            other => Self::Clock(other.to_string()),
        }
    }
}
