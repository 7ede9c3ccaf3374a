//! A proof as a file: that an entry is in a log, with all it takes to verify it offline (C2SP tlog-proof).
//!
//! The entry itself travels as the format's extra data: it is proven by the path, not by standing there. The file ends
//! with the checkpoint, as served. A file is about 3 KB and is never longer than [`LogProof::LONGEST`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::Checkpoint;
use crate::digits::parse_number;
use crate::error::{LedgerError, malformed};
use crate::hash::Hash;
use crate::key::Verifier;
use crate::note::LONGEST_NOTE;
use crate::verify::verify_inclusion;

const WHAT: &str = "证明文件";
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A proof as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    /// The entry, where the file carries it.
    pub entry: Option<Vec<u8>>,
    /// The entry's index in the log.
    pub index: u64,
    /// The inclusion proof: the sibling first.
    pub path: Vec<Hash>,
    /// The signed checkpoint, byte for byte.
    pub checkpoint: String,
}

/// What a believed proof says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The entry.
    pub entry: Vec<u8>,
    /// Its index in the log.
    pub index: u64,
    /// The head under which it stands.
    pub checkpoint: Checkpoint,
}

impl LogProof {
    /// Bytes that a file may have.
    pub const LONGEST: usize = 256 * 1024;

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        if let Some(entry) = &self.entry {
            text.push_str(&format!("extra {}\n", STANDARD.encode(entry)));
        }
        text.push_str(&format!("index {}\n", self.index));
        for hash in &self.path {
            text.push_str(&format!("{hash}\n"));
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads a file. It believes nothing of it.
    ///
    /// # Errors
    /// Where it is too long or not written as a proof is.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        if text.len() > Self::LONGEST {
            return Err(LedgerError::TooLong {
                what: WHAT,
                most: Self::LONGEST,
            });
        }
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| malformed(WHAT, "缺少检查点前的空行"))?;
        if checkpoint.len() > LONGEST_NOTE {
            return Err(LedgerError::TooLong {
                what: "检查点",
                most: LONGEST_NOTE,
            });
        }
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(malformed(WHAT, "第一行应为 c2sp.org/tlog-proof@v1"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let entry = extra
            .map(|line| STANDARD.decode(&line["extra ".len()..]))
            .transpose()
            .map_err(|_| malformed(WHAT, "extra 不是 Base64"))?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(parse_number)
            .ok_or_else(|| malformed(WHAT, "缺少 index 行"))?;
        let path = lines
            .map(Hash::from_base64)
            .collect::<Option<Vec<_>>>()
            .filter(|path| path.len() <= 63)
            .ok_or_else(|| malformed(WHAT, "证明路径不是 32 字节的 Base64"))?;
        Ok(Self {
            entry,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Believes the proof, or says why not: the checkpoint is signed by the key, and the path leads from the entry to its root.
    ///
    /// # Errors
    /// Why it is not to be believed.
    pub fn verify(&self, verifier: &dyn Verifier) -> Result<Proven, LedgerError> {
        let entry = self
            .entry
            .as_deref()
            .ok_or_else(|| malformed(WHAT, "文件中没有条目内容（extra 行）"))?;
        self.verify_entry(entry, verifier)
    }

    /// The same for an entry that came another way.
    ///
    /// # Errors
    /// Why it is not to be believed.
    pub fn verify_entry(
        &self,
        entry: &[u8],
        verifier: &dyn Verifier,
    ) -> Result<Proven, LedgerError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, verifier)?;
        let head = (self.index, checkpoint.size, checkpoint.root);
        verify_inclusion(verifier.suite().tree_hash(), entry, head, &self.path)?;
        Ok(Proven {
            entry: entry.to_vec(),
            index: self.index,
            checkpoint,
        })
    }
}
