//! Why a file could not be looked through or cleaned, in words for whoever uploaded it.

use super::hidden::HiddenKind;
use crate::finding::Kind;

/// A refusal. `code()` is stable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// More bytes than allowed.
    #[error("文件有 {bytes} 字节，超过上限 {limit} 字节。请删去图片或拆成几份后再检查。")]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Unpacks to more than allowed.
    #[error("{part}解压后超过上限 {limit} 字节，疑为压缩炸弹，已停止检查。请确认文件来源。")]
    Bomb {
        /// Which part.
        part: String,
        /// The limit.
        limit: u64,
    },
    /// More parts, elements, pages or operations than allowed.
    #[error("{part}超过上限（{limit} 项），已停止检查。请拆成几份后再检查。")]
    TooMany {
        /// Of what.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// Nested deeper than allowed.
    #[error("{part}的嵌套超过 {limit} 层，已停止检查。请取出其中的文件，逐个检查。")]
    TooDeep {
        /// Where.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// Locked with a password.
    #[error("文件设了密码，无法检查。请取消密码后重新保存，再检查。")]
    Encrypted,
    /// Broken.
    #[error("{part}已损坏，无法检查（{detail}）。请用原来的软件打开，另存一份后再检查。")]
    Malformed {
        /// Where.
        part: String,
        /// What the parser said.
        detail: String,
    },
    /// A file of a kind that is not cleaned here.
    #[error("{name}不能在这里清理。请从源文件去除后重新导出，再检查。")]
    NotCleanable {
        /// What it is.
        name: &'static str,
    },
    /// A secrecy mark: nothing of it is to be published.
    #[error("{place}有密级标志或不得外传的标注，不得清理后公开。请立即停止，交保密审查员处理。")]
    Secret {
        /// Where.
        place: String,
    },
    /// Something that was to be taken out is still there.
    #[error("清理后{place}仍有{}，没有写出文件。请在原来的软件中处理后重试。", kind.label())]
    StillHidden {
        /// What.
        kind: HiddenKind,
        /// Where.
        place: String,
    },
    /// Something that was to be masked can still be read.
    #[error("清理后{place}仍能读出{}，没有写出文件。请在原来的软件中处理后重试。", kind.label())]
    StillLegible {
        /// What.
        kind: Kind,
        /// Where.
        place: String,
    },
}

impl FileError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "gate.too_large",
            Self::Bomb { .. } => "gate.bomb",
            Self::TooMany { .. } => "gate.too_many",
            Self::TooDeep { .. } => "gate.too_deep",
            Self::Encrypted => "gate.encrypted",
            Self::Malformed { .. } => "gate.malformed",
            Self::NotCleanable { .. } => "gate.not_cleanable",
            Self::Secret { .. } => "gate.secret",
            Self::StillHidden { .. } => "gate.still_hidden",
            Self::StillLegible { .. } => "gate.still_legible",
        }
    }

    pub(crate) fn malformed(part: &str, detail: impl std::fmt::Display) -> Self {
        Self::Malformed {
            part: part.to_owned(),
            detail: detail.to_string(),
        }
    }

    /// Whether a file within a file may have this wrong and the rest be looked at all the same.
    pub(crate) fn is_local(&self) -> bool {
        matches!(
            self,
            Self::Malformed { .. } | Self::Encrypted | Self::NotCleanable { .. }
        )
    }
}
