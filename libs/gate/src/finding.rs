//! What was found: where, what, how grave, and what can be done about it.

use std::ops::Range;

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 居民身份证号, its check digit and its date right.
    ResidentNumber,
    /// What looks like a 居民身份证号 with a wrong check digit, or is one of the old 15 digits.
    LikeResidentNumber,
    /// 手机号.
    Mobile,
    /// 座机号.
    Landline,
    /// 银行卡号 by Luhn's sum.
    BankCard,
    /// 护照 or 通行证 number.
    Passport,
    /// 机动车号牌.
    Plate,
    /// 电子邮箱.
    Mail,
    /// An address down to the room.
    Address,
    /// The name of a patient, a victim or a minor.
    Name,
    /// 密级标志 (秘密★ …), or words that forbid passing the paper on.
    SecrecyMark,
    /// An expression that the site's own list forbids.
    Expression,
}

/// How grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look.
    Notice,
    /// Probably should not leave.
    Warning,
    /// Does not leave unless a second person says why.
    Block,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Hide the part that identifies.
    Mask,
    /// Put this in its place; where it is empty, take it out.
    Replace(String),
    /// Not to be published here; the secrecy officer decides.
    Withhold,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where in the text, in bytes; always at borders of characters.
    pub place: Range<usize>,
    /// How grave.
    pub severity: Severity,
    /// What can be done.
    pub remedy: Remedy,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: &'static [Self] = &[
        Self::ResidentNumber,
        Self::LikeResidentNumber,
        Self::Mobile,
        Self::Landline,
        Self::BankCard,
        Self::Passport,
        Self::Plate,
        Self::Mail,
        Self::Address,
        Self::Name,
        Self::SecrecyMark,
        Self::Expression,
    ];

    /// The kind that a word of files and addresses means.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }

    /// The word that files and addresses use.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentNumber => "resident_number",
            Self::LikeResidentNumber => "like_resident_number",
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::BankCard => "bank_card",
            Self::Passport => "passport",
            Self::Plate => "plate",
            Self::Mail => "mail",
            Self::Address => "address",
            Self::Name => "name",
            Self::SecrecyMark => "secrecy_mark",
            Self::Expression => "expression",
        }
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::ResidentNumber => "居民身份证号",
            Self::LikeResidentNumber => "疑似居民身份证号",
            Self::Mobile => "手机号",
            Self::Landline => "座机号",
            Self::BankCard => "银行卡号",
            Self::Passport => "护照或通行证号",
            Self::Plate => "车牌号",
            Self::Mail => "电子邮箱",
            Self::Address => "详细住址",
            Self::Name => "患者、未成年人等的姓名",
            Self::SecrecyMark => "密级标志或不得外传的标注",
            Self::Expression => "规范用语",
        }
    }

    /// Why it should not leave, and what to do next, for whoever reviews.
    pub fn reason(self) -> &'static str {
        match self {
            Self::ResidentNumber => {
                "校验位、出生日期均正确的居民身份证号，属于个人隐私，请脱敏后公开"
            }
            Self::LikeResidentNumber => {
                "形似居民身份证号（校验位不符，或为15位旧号），请核对后脱敏"
            }
            Self::Mobile => "不是本单位公开的手机号，请脱敏，或登记为单位公开电话",
            Self::Landline => "不是本单位公开的电话，请核对是否应当公开",
            Self::BankCard => "符合银行卡号校验规则，请脱敏",
            Self::Passport => "形似护照或通行证号，请脱敏",
            Self::Plate => "形似车牌号，可以识别到个人的请脱敏",
            Self::Mail => "个人邮箱请脱敏；单位邮箱请登记为单位公开邮箱",
            Self::Address => "详细到门牌室号的住址，属于个人隐私的请脱敏",
            Self::Name => "患者、受害人、未成年人的姓名请脱敏",
            Self::SecrecyMark => {
                "含有密级标志或不得外传的标注，不得在本平台公开，请立即停止并交保密审查员处理"
            }
            Self::Expression => "本站规定的规范用语，请按建议修改",
        }
    }

    pub(crate) fn found(self, place: Range<usize>) -> Finding {
        let severity = match self {
            Self::ResidentNumber | Self::Mobile | Self::BankCard | Self::SecrecyMark => {
                Severity::Block
            }
            Self::LikeResidentNumber
            | Self::Passport
            | Self::Plate
            | Self::Address
            | Self::Name
            | Self::Expression => Severity::Warning,
            Self::Landline | Self::Mail => Severity::Notice,
        };
        let remedy = match self {
            Self::SecrecyMark => Remedy::Withhold,
            Self::Expression => Remedy::Replace(String::new()),
            Self::ResidentNumber
            | Self::LikeResidentNumber
            | Self::Mobile
            | Self::Landline
            | Self::BankCard
            | Self::Passport
            | Self::Plate
            | Self::Mail
            | Self::Address
            | Self::Name => Remedy::Mask,
        };
        Finding {
            kind: self,
            place,
            severity,
            remedy,
        }
    }
}
