//! Why a text cannot become a body: the limits it broke. Words for people; nothing here is about a program's own faults.

use thiserror::Error;

/// Bytes of HTML that a body may have, pictures within it included while it is taken in.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// Elements within elements.
pub(crate) const DEEPEST: usize = 128;
/// Nodes of a parsed page.
pub(crate) const MOST_NODES: usize = 400_000;
/// Cells of all tables together.
pub(crate) const MOST_CELLS: usize = 20_000;
/// Columns of one table.
pub(crate) const MOST_COLUMNS: usize = 100;

/// Why a text cannot become a body.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BodyError {
    /// More bytes than [`LARGEST_BODY`].
    #[error("正文超过{}兆字节，无法保存。请把大图片作为附件上传，或者把正文分成几篇。", LARGEST_BODY / 1024 / 1024)]
    TooLarge,
    /// Elements within elements, without end.
    #[error("正文的格式层层嵌套，超过{DEEPEST}层，无法整理。请先粘贴为纯文本，再设置格式。")]
    TooDeep,
    /// More nodes than a text can have.
    #[error("正文的格式标记超过{MOST_NODES}个，无法整理。请先粘贴为纯文本，再设置格式。")]
    TooManyNodes,
    /// More cells than people read.
    #[error("正文的表格超过{MOST_CELLS}个单元格。请把表格作为附件上传，或者以清单的形式发布。")]
    TooManyCells,
    /// A place to be replaced is none in this text.
    #[error("要替换的位置不在正文之内，正文可能已被修改。请重新检查后再试。")]
    NoSuchRange,
}
