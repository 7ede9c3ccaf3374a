//! Why a package or an answer from another site is not taken in: a closed list, each with words that say what to do next.

use kernel::Refusal;

use super::parcel::MOST_BYTES;

/// Why a file from another site is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageRefusal {
    /// No file was chosen.
    #[error("请选择文件")]
    FileMissing,
    /// Something else.
    #[error("这不是备案包。请使用对方网站“下载备案包”得到的原文件，不要解压后重新打包")]
    NotAPackage,
    /// Something else where an answer is wanted.
    #[error("这不是备案答复文件。请使用受理机关网站“下载答复”得到的原文件")]
    NotAnAnswer,
    /// More than is taken.
    #[error("文件超过{}兆字节，不能接收；请核对是否选错文件", MOST_BYTES >> 20)]
    TooLarge,
    /// Not what was signed.
    #[error("文件内容与签名不符，可能在传送中损坏或者被改动，没有接收。请对方重新下载后再送")]
    Altered,
    /// Written by a program that is newer, or not ours.
    #[error("文件格式的版本“{0}”不是本站能读的，请联系系统管理员升级程序")]
    UnknownSchema(String),
    /// Signed by somebody who is not known here.
    #[error(
        "本站还不认识签发这份文件的网站（{name}，密钥指纹 {fingerprint}）。请先向对方单位电话核对指纹，再由系统管理员把对方的验证密钥写入配置 [publishing.filing_senders]（收备案）或 [publishing.filing_receivers]（收答复），然后重新接收"
    )]
    UnknownKey {
        /// The key's name.
        name: String,
        /// Of the whole key.
        fingerprint: String,
    },
    /// Meant for somebody else.
    #[error("这份备案包报送的是“{0}”，不由您选择的单位受理，请核对后由受理单位接收")]
    ForOthers(String),
    /// A newer sending of the same filing is here.
    #[error("本站已收到这件备案更新的一次报送（第{0}次），较早的不再接收")]
    Older(u32),
    /// The filing does not wait for anything from its sender.
    #[error("这件备案不在待补正或待纠正状态，不能接收新的报送；请先办理已收到的一次，或与对方核对")]
    NotAwaited,
    /// The answer is to a filing that is not here.
    #[error("答复所指的备案不是这一件，请核对是否选错文件")]
    OtherFiling,
    /// The answer is to an earlier sending.
    #[error("答复针对的是第{0}次报送，与现在的不同，请受理机关就最近一次报送答复")]
    OtherRound(u32),
}

impl Refusal for PackageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::FileMissing => "filing_package.file_missing",
            Self::NotAPackage => "filing_package.not_a_package",
            Self::NotAnAnswer => "filing_package.not_an_answer",
            Self::TooLarge => "filing_package.too_large",
            Self::Altered => "filing_package.altered",
            Self::UnknownSchema(_) => "filing_package.unknown_schema",
            Self::UnknownKey { .. } => "filing_package.unknown_key",
            Self::ForOthers(_) => "filing_package.for_others",
            Self::Older(_) => "filing_package.older",
            Self::NotAwaited => "filing_package.not_awaited",
            Self::OtherFiling => "filing_package.other_filing",
            Self::OtherRound(_) => "filing_package.other_round",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        Some("file")
    }
}
