//! What a filing is, and where it stands.
//!
//! Pure: no SQL, no async, no clock of its own.

use kernel::{AccountId, Date, DocumentId, EditionId, FilingId, Moment, UnitId};

kernel::coded_enum! {
    /// Where a filing stands.
    FilingState {
        /// Waits for the unit above.
        Sent = "sent", "待备案审查";
        /// Something is missing in what was sent.
        Returned = "returned", "待补正";
        /// The document is to be mended or repealed.
        Objected = "objected", "待纠正";
        /// On file.
        Registered = "registered", "已备案";
        /// It is none that is put on file.
        Declined = "declined", "不予备案";
    }
}

impl FilingState {
    /// Whether somebody has to do something about it.
    pub fn is_under_way(self) -> bool {
        match self {
            Self::Sent | Self::Returned | Self::Objected => true,
            Self::Registered | Self::Declined => false,
        }
    }
}

/// What goes along with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// 起草说明: why it was made, on what basis, what it changes.
    pub explanation: String,
    /// 合法性审核意见: who reviewed it, and what they said.
    pub legal_review: String,
    /// Whom to ask, with telephone.
    pub contact: String,
}

/// A document put on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Its id.
    pub id: FilingId,
    /// The document.
    pub document: DocumentId,
    /// The edition that was sent.
    pub edition: EditionId,
    /// Who puts it on file.
    pub unit: UnitId,
    /// With whom; none where that unit is not on this site.
    pub receiver_unit: Option<UnitId>,
    /// The receiver's name.
    pub receiver: String,
    /// The document's title when it was sent.
    pub title: String,
    /// Its 发文字号.
    pub number: String,
    /// Its 索引号.
    pub index_number: String,
    /// SHA-256 of all that was reviewed.
    pub digest: String,
    /// What went along.
    pub papers: Papers,
    /// Where it stands.
    pub state: FilingState,
    /// Since when.
    pub since: Moment,
    /// How often it was sent.
    pub round: u32,
    /// When it was sent last.
    pub sent_at: Moment,
    /// By which account: whoever sent it does not decide on it.
    pub sent_by: Option<AccountId>,
    /// 备案登记号; empty while it has none.
    pub register_number: String,
    /// The day of it.
    pub registered_on: Option<Date>,
}

impl Filing {
    /// Who says what becomes of it: the receiver, or the sender itself where the receiver is not on this site and answers on paper.
    pub fn judge(&self) -> UnitId {
        self.receiver_unit.unwrap_or(self.unit)
    }
}
