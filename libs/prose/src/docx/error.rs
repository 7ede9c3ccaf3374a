//! Why a DOCX file cannot become a body.

use thiserror::Error;

use crate::error::BodyError;

/// Bytes of all parts together, unpacked.
pub(super) const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts of a package.
pub(super) const MOST_PARTS: usize = 4_000;

/// Elements within elements of a part.
pub(super) const DEEPEST_XML: usize = 512;

/// Why a DOCX file cannot become a body.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DocxError {
    /// It is no DOCX file.
    #[error("这不是DOCX文件，或者文件已损坏。请用Word或WPS打开，另存为DOCX后再上传。")]
    NotDocx,
    /// It wants a password.
    #[error("文件设有密码，无法读取。请取消密码后再上传。")]
    Encrypted,
    /// One part of it cannot be read.
    #[error("文件的{0}已损坏。请用Word或WPS打开，另存为DOCX后再上传。")]
    Malformed(&'static str),
    /// It unpacks to more than it may.
    #[error("文件解压后超过{}兆字节，或者部件超过{MOST_PARTS}个，无法读取。请把大图片作为附件上传。", MOST_UNPACKED / 1024 / 1024)]
    TooLarge,
    /// What it holds is too much for a body.
    #[error(transparent)]
    Body(#[from] BodyError),
}

impl From<ooxml::XmlError> for DocxError {
    fn from(error: ooxml::XmlError) -> Self {
        match error {
            ooxml::XmlError::Malformed { part, .. } => Self::Malformed(part),
            ooxml::XmlError::TooDeep { .. } => BodyError::TooDeep.into(),
        }
    }
}
