//! What a request is: who asks for what, by which way, and how far the answer has come.
//!
//! Pure: no SQL, no async, no clock of its own. Who asks is an [`Identity`], which the database holds sealed; nothing else here names a person.

use kernel::{AccountId, ConsultationId, Date, Moment, RequestId, UnitId};
use serde::{Deserialize, Serialize};

use crate::clock::{Consultation, Consulted};
use crate::fee::Charging;
use crate::outcome::Outcome;
use crate::remedy::Instances;
use crate::report::AskerKind;

kernel::coded_enum! {
    /// By which way a request came (第三十一条): it says which day is the day of receipt.
    Channel {
        /// 互联网: the day on which both sides confirm it.
        Online = "online", "网上提交";
        /// 当面: the day of handing it in.
        InPerson = "in_person", "当面提交";
        /// 需要签收的邮寄: the day of signing for it.
        SignedPost = "signed_post", "邮寄（签收）";
        /// 平常信函: the day on which its coming is confirmed with the asker, which is the day of its coming.
        PlainPost = "plain_post", "邮寄（平常信函）";
        /// 传真: the day on which both sides confirm it.
        Fax = "fax", "传真";
        /// 口头: the organ writes it down (第二十九条); the day of that.
        Oral = "oral", "口头（代为填写）";
    }
}

impl Channel {
    /// Whether the day of receipt is the one on which both sides confirm it (第三十一条第三项).
    pub fn is_confirmed_by_both(self) -> bool {
        match self {
            Self::Online | Self::Fax => true,
            Self::InPerson | Self::SignedPost | Self::PlainPost | Self::Oral => false,
        }
    }

    /// What makes a day the day of receipt, in words.
    pub fn receipt_basis(self) -> &'static str {
        match self {
            Self::Online | Self::Fax => "双方确认之日（《政府信息公开条例》第三十一条第三项）",
            Self::InPerson | Self::Oral => "提交之日（《政府信息公开条例》第三十一条第一项）",
            Self::SignedPost => "签收之日（《政府信息公开条例》第三十一条第二项）",
            Self::PlainPost => "与申请人确认之日（《政府信息公开条例》第三十一条第二项）",
        }
    }
}

kernel::coded_enum! {
    /// In which form the information is wanted.
    Form {
        /// 电子文档.
        Electronic = "electronic", "电子文档";
        /// 纸质.
        Paper = "paper", "纸质";
        /// 光盘等介质.
        Disc = "disc", "光盘等介质";
        /// 查阅、抄录.
        Inspection = "inspection", "现场查阅、抄录";
    }
}

kernel::coded_enum! {
    /// By which way it is to be given.
    Delivery {
        /// 在本平台下载.
        Download = "download", "在本平台下载";
        /// 电子邮件.
        Mail = "mail", "电子邮件";
        /// 邮寄.
        Post = "post", "邮寄";
        /// 自行领取.
        PickUp = "pick_up", "自行领取";
        /// 现场查阅.
        OnSite = "on_site", "现场查阅";
    }
}

kernel::coded_enum! {
    /// How far the answer to a request has come. Opinions that are asked for run beside it and are no stage.
    Stage {
        /// 待确认收到: the day of receipt is not settled, so no clock runs.
        Unconfirmed = "unconfirmed", "待确认收到";
        /// 已登记.
        Registered = "registered", "已登记，待审核";
        /// 待补正.
        Supplementing = "supplementing", "待申请人补正";
        /// 办理中.
        Handling = "handling", "办理中";
        /// 待缴费.
        Paying = "paying", "待申请人缴费";
        /// 审核.
        Review = "review", "答复待审核";
        /// 保密审查.
        SecrecyReview = "secrecy_review", "答复待保密审查";
        /// 签发.
        Approval = "approval", "答复待签发";
        /// 已签发.
        Signed = "signed", "答复已签发，待发出";
        /// 已发出.
        Sent = "sent", "答复已发出，待送达";
        /// 已办结.
        Closed = "closed", "已办结";
    }
}

kernel::coded_enum! {
    /// What somebody who was asked says.
    Stance {
        /// 同意公开.
        Agrees = "agrees", "同意公开";
        /// 不同意公开.
        Objects = "objects", "不同意公开";
    }
}

/// Who asks (第二十九条第二款第一项). Serialized only to be sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// 姓名或者名称.
    pub name: String,
    /// 身份证明: the number of the resident's card or the social credit code.
    pub proof: String,
    /// 法定代表人或者代理人, of an organisation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub representative: String,
    /// 联系电话.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// 电子邮箱.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// 通信地址.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

// Not derived: whoever logs a request must not log a person.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// The name as lists show it: the first sign of a person's, all of an organisation's.
    pub fn masked_name(&self, kind: AskerKind) -> String {
        match kind {
            AskerKind::Person => {
                let mut signs = self.name.chars();
                let first: String = signs.next().into_iter().collect();
                format!("{first}{}", "*".repeat(signs.count()))
            }
            AskerKind::Company
            | AskerKind::Research
            | AskerKind::Charity
            | AskerKind::LegalService
            | AskerKind::OtherOrganisation => self.name.clone(),
        }
    }

    /// The proof as screens show it: the first and the last four signs (rules of masking for identity numbers).
    pub fn masked_proof(&self) -> String {
        let signs: Vec<char> = self.proof.chars().collect();
        let shown = |at: usize| signs.len() > 10 && (at < 4 || at + 4 >= signs.len());
        let mask = |(at, sign): (usize, &char)| if shown(at) { *sign } else { '*' };
        signs.iter().enumerate().map(mask).collect()
    }
}

/// What is asked for (第二十九条第二款第二项、第三项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// 所需信息的名称.
    pub wanted: String,
    /// 文号; may be empty.
    pub doc_number: String,
    /// 便于查询的其他特征性描述; may be empty.
    pub description: String,
    /// 形式.
    pub form: Form,
    /// 获取方式.
    pub delivery: Delivery,
    /// Whether the asker asks to be let off the fee.
    pub is_reduction_asked: bool,
    /// What help the asker needs (第四十三条); may be empty.
    pub help: String,
}

/// A request. Who asked is not in it: see [`crate::queries::open_identity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// 受理编号: `2026-000012`.
    pub number: String,
    /// The organ that answers.
    pub unit: UnitId,
    /// By which way it came.
    pub channel: Channel,
    /// What kind of asker.
    pub asker: AskerKind,
    /// What is asked for.
    pub wish: Wish,
    /// When it was sent off or entered.
    pub submitted_at: Moment,
    /// The day of receipt, once settled.
    pub received_on: Option<Date>,
    /// How far it has come.
    pub stage: Stage,
    /// Counts its changes, so that nobody decides on what they have not seen.
    pub revision: u32,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The day with which it ended.
    pub closed_on: Option<Date>,
}

/// What was to be supplemented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// What is missing.
    pub words: String,
    /// The day on which the asker was told.
    pub asked_on: Date,
    /// The last day for it.
    pub due_on: Date,
    /// The day on which it came.
    pub received_on: Option<Date>,
    /// What came.
    pub supplied: String,
}

/// An opinion that was asked for. Of whom is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: ConsultationId,
    /// Of whom, and its days.
    pub consultation: Consultation,
    /// What they were asked.
    pub words: String,
    /// What they said.
    pub stance: Option<Stance>,
    /// Why, in their words.
    pub opinion: String,
}

impl Asked {
    /// Of what sort those are who were asked.
    pub fn whom(&self) -> Consulted {
        self.consultation.whom
    }
}

/// A fee that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// By what it is counted.
    pub charging: Charging,
    /// The number of the item in its asker's month, or pages.
    pub units: u64,
    /// In fen.
    pub fee_fen: u64,
    /// The provision.
    pub basis: String,
    /// The day on which the asker was told.
    pub told_on: Date,
    /// The last day for paying.
    pub due_on: Date,
    /// The day on which all was paid.
    pub paid_on: Option<Date>,
}

impl Fee {
    /// The amount in yuan, as people write it: `720.00`.
    pub fn yuan(&self) -> String {
        format!("{}.{:02}", self.fee_fen / 100, self.fee_fen % 100)
    }
}

/// The longer period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lengthening {
    /// By so many working days.
    pub workdays: u32,
    /// Why, as the asker was told.
    pub reason: String,
    /// Who agreed.
    pub agreed_by: String,
    /// The day on which the asker was told.
    pub told_on: Date,
}

/// A line of the search record (合理检索).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Where: which archive, system, office.
    pub place: String,
    /// By which words.
    pub terms: String,
    /// What came of it.
    pub found: String,
    /// Who looked.
    pub searched_by: String,
    /// When.
    pub searched_on: Date,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// How the request ends.
    pub outcome: Outcome,
    /// Why a part is withheld, where a part is given.
    pub withheld: Vec<Outcome>,
    /// What was found.
    pub facts: String,
    /// What the asker is told: what is given and how, or why not.
    pub reply: String,
    /// Who drafted it.
    pub drafted_by: String,
    /// The account of whoever did.
    pub drafted_account: Option<AccountId>,
    /// 文号 of the letter, once signed.
    pub letter_number: Option<String>,
    /// The day on which it left.
    pub sent_on: Option<Date>,
    /// The day on which it was served.
    pub served_on: Option<Date>,
}

impl Decision {
    /// What may be done against it, as its letter must say (《行政复议法》第二十三条第二款).
    pub fn remedy_paragraph(&self, instances: &Instances) -> String {
        self.outcome.remedy(&self.withheld).paragraph(instances)
    }
}
