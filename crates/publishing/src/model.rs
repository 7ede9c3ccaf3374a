//! What a document and an edition are, and whether a document is in force on a day.
//!
//! Pure: no SQL, no async, no clock of its own.

use kernel::{AccountId, Date, DocumentId, EditionId, Moment, PromiseId, UnitId, UploadId};
use prose::Body;

use crate::gathered::Chapter;
use crate::metadata::Metadata;

kernel::coded_enum! {
    /// Where an edition stands on its way.
    EditionState {
        /// Being written.
        Draft = "draft", "起草中";
        /// Sent back by a reviewer.
        Returned = "returned", "已退回";
        /// Waits for the section head.
        FirstReview = "first_review", "待初审";
        /// Waits for the secrecy officer.
        SecrecyReview = "secrecy_review", "待保密审查";
        /// Waits for the leaders of the units that issue it together.
        Countersigning = "countersigning", "待会签";
        /// Waits for the leader.
        Approval = "approval", "待审批";
        /// Approved; becomes public at its time.
        Scheduled = "scheduled", "定时发布";
        /// Approved as one that is not public (依申请公开, 不予公开).
        Filed = "filed", "已存档（不公开）";
        /// Public.
        Published = "published", "已公开";
        /// Was public; another edition took its place. Still public as history.
        Superseded = "superseded", "旧版次";
        /// Was public; the document was taken off the site.
        Withdrawn = "withdrawn", "已撤下";
        /// Given up before it was public.
        Discarded = "discarded", "已废弃";
    }
}

impl EditionState {
    /// Whether it is on its way: a document has one such edition at most.
    pub fn is_under_way(self) -> bool {
        match self {
            Self::Draft
            | Self::Returned
            | Self::FirstReview
            | Self::SecrecyReview
            | Self::Countersigning
            | Self::Approval
            | Self::Scheduled => true,
            Self::Filed
            | Self::Published
            | Self::Superseded
            | Self::Withdrawn
            | Self::Discarded => false,
        }
    }
}

kernel::coded_enum! {
    /// What has become of a document.
    DocumentState {
        /// Nothing of it was ever public.
        Unpublished = "unpublished", "未公开";
        /// An edition of it is public.
        Published = "published", "已公开";
        /// Was public; a tombstone stands in its place.
        Withdrawn = "withdrawn", "已撤下";
    }
}

kernel::coded_enum! {
    /// How much an edition changes.
    Scale {
        /// The first.
        First = "first", "首次公开";
        /// A slip was mended.
        Minor = "minor", "文字更正";
        /// What it says was changed.
        Major = "major", "内容修订";
    }
}

kernel::coded_enum! {
    /// 公开属性, fixed at the source (国办发〔2016〕80号).
    Disclosure {
        /// 主动公开.
        Public = "public", "主动公开";
        /// 依申请公开.
        OnRequest = "on_request", "依申请公开";
        /// 不予公开.
        Withheld = "withheld", "不予公开";
    }
}

kernel::coded_enum! {
    /// 解读人: who interprets, in an interpretation.
    Interpreter {
        /// The principal leader of the unit.
        Principal = "principal", "主要负责人";
        /// The leader in charge of the matter.
        Deputy = "deputy", "分管负责人";
        /// Whoever drafted what is interpreted.
        Drafter = "drafter", "起草人员";
        /// An expert from outside.
        Expert = "expert", "专家";
    }
}

kernel::coded_enum! {
    /// Whether a document is in force, as people read it.
    Validity {
        /// In force.
        InForce = "in_force", "有效";
        /// Its day has not come.
        NotYet = "not_yet", "尚未施行";
        /// In force, changed by another.
        Amended = "amended", "已修改";
        /// In force in part.
        PartlyRepealed = "partly_repealed", "部分失效";
        /// Its time has run out.
        Expired = "expired", "已失效";
        /// Repealed.
        Repealed = "repealed", "已废止";
    }
}

impl Validity {
    /// The shape that stands beside its word, so that no colour alone tells it.
    pub fn shape(self) -> &'static str {
        match self {
            Self::InForce => "✓",
            Self::NotYet => "○",
            Self::Amended => "◇",
            Self::PartlyRepealed => "◐",
            Self::Expired | Self::Repealed => "×",
        }
    }

    /// Whether nothing need be said of it where a kind knows no validity: of such a document it may still be said that it is over.
    pub fn goes_without_saying(self) -> bool {
        self == Self::InForce
    }

    /// Whether nobody is bound by it any more.
    pub fn is_over(self) -> bool {
        match self {
            Self::Expired | Self::Repealed => true,
            Self::InForce | Self::NotYet | Self::Amended | Self::PartlyRepealed => false,
        }
    }
}

/// What was decided about a document and what its dates say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Force {
    /// What was decided: in force, amended, partly repealed, repealed.
    pub decided: Validity,
    /// From which day that holds; from the beginning where nothing was decided.
    pub decided_from: Option<Date>,
    /// What held before that day.
    pub before: Validity,
    /// 施行日期.
    pub effective_on: Option<Date>,
    /// 失效日期: the first day on which it is no longer in force.
    pub expires_on: Option<Date>,
}

impl Force {
    /// Whether it is in force on a day. What was decided to be over is over; then the dates speak.
    pub fn on(self, today: Date) -> Validity {
        let decided = self.decided_on(today);
        if decided.is_over() {
            return decided;
        }
        if self.expires_on.is_some_and(|day| day <= today) {
            return Validity::Expired;
        }
        if self.effective_on.is_some_and(|day| today < day) {
            return Validity::NotYet;
        }
        decided
    }

    /// The next day on which it may stand otherwise than on this one.
    pub fn next_after(self, today: Date) -> Option<Date> {
        self.days().filter(|day| *day > today).min()
    }

    /// The days on which something of it comes.
    pub fn days(self) -> impl Iterator<Item = Date> {
        [self.decided_from, self.effective_on, self.expires_on]
            .into_iter()
            .flatten()
    }

    /// What was decided, as it holds on a day.
    pub fn decided_on(self, today: Date) -> Validity {
        match self.decided_from {
            Some(from) if today < from => self.before,
            Some(_) | None => self.decided,
        }
    }
}

/// A document without its editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Its kind's code.
    pub kind: String,
    /// The unit that publishes it.
    pub unit: UnitId,
    /// What has become of it.
    pub state: DocumentState,
    /// 索引号; none before the first publication.
    pub index_number: Option<String>,
    /// The edition that is public.
    pub published_edition: Option<EditionId>,
    /// When it first became public.
    pub first_published_at: Option<Moment>,
    /// What was decided about its validity.
    pub validity: Validity,
    /// From which day that holds.
    pub validity_from: Option<Date>,
    /// What held before that day.
    pub validity_before: Validity,
}

impl Document {
    /// What was decided, as it holds on a day.
    pub fn validity_on(&self, today: Date) -> Validity {
        let force = Force {
            decided: self.validity,
            decided_from: self.validity_from,
            before: self.validity_before,
            effective_on: None,
            expires_on: None,
        };
        force.decided_on(today)
    }
}

/// An edition with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its document.
    pub document: DocumentId,
    /// 1, 2, 3.
    pub ordinal: u32,
    /// Where it stands.
    pub state: EditionState,
    /// Grows with every write.
    pub revision: u32,
    /// How much it changes.
    pub scale: Scale,
    /// What changed, for the public.
    pub change_note: String,
    /// Title, number, dates and the rest.
    pub metadata: Metadata,
    /// The text.
    pub body: Body,
    /// Its files, in order.
    pub attachments: Vec<Attachment>,
    /// Whoever wrote it.
    pub drafter: Person,
    /// What the secrecy officer signed.
    pub signed_digest: Option<String>,
    /// Whoever signed.
    pub signed_by: Option<Person>,
    /// The units that issue it together with its own (联合发文), in order.
    pub joint: Vec<JointIssuer>,
    /// Where it came out before its approval (先行公开).
    pub published_first: Option<PublishedFirst>,
    /// What it gathers (专题, 政府公报), in order.
    pub gathered: Vec<Chapter>,
}

impl Edition {
    /// Whether it came out before its approval, which is still owed.
    pub fn owes_approval(&self) -> bool {
        self.published_first
            .as_ref()
            .is_some_and(|it| it.approved_at.is_none())
    }
}

kernel::coded_enum! {
    /// How far a unit that issues together with another has come.
    JointState {
        /// Named; its turn has not come.
        Named = "named", "未到会签";
        /// Its leader is asked to sign.
        Asked = "asked", "待会签";
        /// Its leader has signed.
        Signed = "signed", "已会签";
    }
}

/// A unit that issues an edition together with the edition's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointIssuer {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub state: JointState,
    /// Since when.
    pub since: Moment,
    /// What its leader signed.
    pub signed_digest: Option<String>,
    /// Whoever signed.
    pub signed_by: Option<String>,
}

/// How an edition came out before its approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFirst {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why it could not wait.
    pub reason: String,
    /// When the approval was made up for.
    pub approved_at: Option<Moment>,
    /// The promise to do so.
    pub promise: Option<PromiseId>,
}

/// Somebody as an edition remembers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name, for colleagues.
    pub name: String,
    /// The account; none for the console and the program.
    pub account: Option<AccountId>,
}

/// A file under way to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The draft.
    pub edition: EditionId,
    /// Whose it is.
    pub account: AccountId,
    /// The file's name on the sender's machine, without folders.
    pub file_name: String,
    /// When it was last changed, as the sender's browser says it; empty where it says nothing.
    pub changed_at: String,
    /// Bytes of the whole.
    pub size: u64,
    /// Bytes that are here.
    pub received: u64,
    /// When it was begun.
    pub begun_at: Moment,
    /// Cleared away after it.
    pub expires_at: Moment,
}

impl Upload {
    /// Whether all of it is here.
    pub fn is_whole(&self) -> bool {
        self.received == self.size
    }
}

/// A file of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its place, from 1.
    pub ordinal: u32,
    /// Its bytes.
    pub blob: kernel::BlobId,
    /// Its name.
    pub file_name: String,
    /// Media type, as told by content.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// What the reader said where it could not look into it.
    pub unreadable: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_say_whether_a_document_is_in_force_until_somebody_decides() {
        let force = Force {
            decided: Validity::InForce,
            decided_from: None,
            before: Validity::InForce,
            effective_on: Some(day("2026-01-01")),
            expires_on: Some(day("2031-01-01")),
        };
        assert_eq!(force.on(day("2025-12-31")), Validity::NotYet);
        assert_eq!(force.on(day("2026-01-01")), Validity::InForce);
        assert_eq!(force.on(day("2030-12-31")), Validity::InForce);
        assert_eq!(force.on(day("2031-01-01")), Validity::Expired);
        let repealed = Force {
            decided: Validity::Repealed,
            ..force
        };
        assert_eq!(repealed.on(day("2025-12-31")), Validity::Repealed);
        let amended = Force {
            decided: Validity::Amended,
            ..force
        };
        assert_eq!(amended.on(day("2026-06-01")), Validity::Amended);
        let later = Force {
            decided: Validity::Repealed,
            decided_from: Some(day("2027-01-01")),
            before: Validity::Amended,
            ..force
        };
        assert_eq!(later.on(day("2026-12-31")), Validity::Amended);
        assert_eq!(later.on(day("2027-01-01")), Validity::Repealed);
    }
}
