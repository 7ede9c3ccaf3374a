//! What can be wrong with a log's texts, tiles and proofs.
//!
//! Messages are Chinese sentences: whoever verifies a file at the command line reads them as they are.

/// Why a text was not read, or a proof not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// A text is longer than any honest one.
    #[error("{what}过长（超过 {most} 字节）")]
    TooLong {
        /// What it is.
        what: &'static str,
        /// Bytes at most.
        most: usize,
    },
    /// A text does not have the form it should have.
    #[error("{what}的格式有误：{why}")]
    Malformed {
        /// What it is.
        what: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// No signature of the key asked for.
    #[error("没有密钥「{name}」的签名")]
    NotSigned {
        /// The key's name.
        name: String,
    },
    /// A signature that names the key but was not made by it over this text.
    #[error("密钥「{name}」的签名与内容不符：内容被改动过，或签名是伪造的")]
    BadSignature {
        /// The key's name.
        name: String,
    },
    /// A checkpoint of another log.
    #[error("检查点属于另一本账「{origin}」，不是「{expected}」")]
    OtherLog {
        /// The origin it names.
        origin: String,
        /// The origin asked for.
        expected: String,
    },
    /// An index that is not in the tree, or sizes that are out of order.
    #[error("序号 {index} 不在大小为 {size} 的账中")]
    OutOfRange {
        /// The index, or the smaller size.
        index: u64,
        /// The size.
        size: u64,
    },
    /// A proof that does not lead to the root.
    #[error("证明与账的根哈希不符：条目不在账中，或被改动过")]
    RootDiffers,
    /// Two heads of which one does not continue the other.
    #[error("两个检查点不一致：后一个不是前一个的延续，账被改写过")]
    Inconsistent,
    /// A tile that is needed is not there.
    #[error("缺少账页 {path}")]
    TileMissing {
        /// Its path.
        path: String,
    },
    /// An entry longer than an entry bundle can hold.
    #[error("条目过长（{length} 字节），账中每条最多 65535 字节")]
    EntryTooLong {
        /// Its length.
        length: usize,
    },
    /// Key material that is no key of its algorithm.
    #[error("密钥内容无效")]
    BadKey,
}

/// A malformed text, briefly.
pub(crate) fn malformed(what: &'static str, why: &'static str) -> LedgerError {
    LedgerError::Malformed { what, why }
}
