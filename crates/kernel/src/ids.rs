//! Typed ids: one type a noun, so that a unit's id cannot be passed where a plan's is wanted.
//!
//! Ids are UUIDv7 in hyphenated text: they sort by the moment they were made, on every database.
//! [`Ids`] makes them; tests seed it, so that a run can be repeated to the byte.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::moment::Moment;

/// A text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{given}」不是有效的编号")]
pub struct NotAnId {
    /// What was given.
    pub given: String,
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl $name {
            /// The least id of that many milliseconds before this one was made: where to begin when ids of
            /// several machines may come to light a little out of order.
            #[must_use]
            pub fn earlier_by(self, millis: i64) -> Self {
                let made = self.0.as_u128() >> 80;
                let back = u128::try_from(millis).unwrap_or(0);
                Self(Uuid::from_u128(made.saturating_sub(back) << 80))
            }

            /// The least id of a moment: those made at it or later sort behind, those made before it in front.
            #[must_use]
            pub fn least_at(moment: Moment) -> Self {
                let millis = u128::try_from(moment.as_millisecond()).unwrap_or(0);
                Self(Uuid::from_u128(millis << 80))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let hyphenated = text.len() == 36;
                match Uuid::try_parse(text) {
                    Ok(uuid) if hyphenated => Ok(Self(uuid)),
                    _ => Err(NotAnId { given: text.chars().take(60).collect() }),
                }
            }
        }
    )*};
}

typed_ids! {
    /// A unit (单位).
    UnitId;
    /// A class of units (集合称谓), such as 各乡镇人民政府.
    ClassId;
    /// A work plan (工作要点).
    PlanId;
    /// A duty of a plan (任务).
    DutyId;
    /// A row of the disclosure catalogue (主动公开基本目录).
    CatalogueItemId;
    /// A promise: what one unit owes by one day.
    PromiseId;
    /// A piece of evidence that a promise was kept.
    EvidenceId;
    /// An event of the log.
    EventId;
    /// An account (账号): a person who signs in.
    AccountId;
    /// A delegation (授权代办) during an absence.
    DelegationId;
    /// A session (会话): a browser that somebody signed in with.
    SessionId;
    /// A draft (草稿) of a plan on the way from file to promises.
    DraftId;
    /// A proposal (请示) that waits for its approver.
    ProposalId;
    /// A supervision notice (督办单).
    NoticeId;
    /// A message (消息) to be delivered: reminder, mail, webhook.
    MessageId;
    /// A delivery (投递) of a message by one way.
    DeliveryId;
    /// A webhook: a robot or another program that is told by HTTPS.
    WebhookId;
    /// A document (信息): what a unit makes public, in one or more editions.
    DocumentId;
    /// An edition (版次) of a document: a text with its metadata.
    EditionId;
    /// A filing (备案): a published document put on file with the unit above.
    FilingId;
    /// A file that comes in parts (断点续传).
    UploadId;
    /// Work on many things at once (批量办理).
    BatchId;
    /// A reader (订阅者): an address that follows something.
    ReaderId;
    /// A subscription (订阅): one thing that a reader follows.
    SubscriptionId;
    /// A happening (动态): something that readers are told of.
    HappeningId;
    /// A letter to a reader.
    LetterId;
    /// A question that an office answered itself (人工整理的问答).
    CuratedId;
    /// What the public sought and the office promised (公众需求).
    DemandId;
    /// A request for information (政府信息公开申请).
    RequestId;
    /// An opinion asked for on the way to the answer of a request (征求意见).
    ConsultationId;
    /// A review or lawsuit over the answer to a request (行政复议、行政诉讼).
    DisputeId;
}

/// A file in the blob store, named by the SHA-256 of its content: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlobId(String);

impl BlobId {
    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BlobId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let is_digest = text.len() == 64
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if is_digest {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnId {
                given: text.chars().take(60).collect(),
            })
        }
    }
}

/// Where new ids come from.
#[derive(Debug)]
pub struct Ids {
    source: Source,
}

#[derive(Debug)]
enum Source {
    Random,
    Seeded(Mutex<u64>),
}

impl Ids {
    /// Ids nobody can guess, for a running site.
    pub fn random() -> Self {
        Self {
            source: Source::Random,
        }
    }

    /// The same ids on every run, for tests and the demo city.
    pub fn seeded(seed: u64) -> Self {
        Self {
            source: Source::Seeded(Mutex::new(seed)),
        }
    }

    /// A new id, sorting after those made at earlier moments.
    pub fn next<T: From<Uuid>>(&self, now: Moment) -> T {
        let tail: [u8; 10] = match &self.source {
            Source::Random => {
                let bytes = *Uuid::new_v4().as_bytes();
                let mut tail = [0; 10];
                // Bytes 6 and 8 of a v4 carry its version marks: leave them out.
                tail[..6].copy_from_slice(&bytes[..6]);
                tail[6..].copy_from_slice(&bytes[9..13]);
                tail
            }
            Source::Seeded(state) => {
                let mut state = state
                    .lock()
                    .expect("the lock is never held across a panic: splitmix cannot panic");
                let high = splitmix(&mut state);
                let low = splitmix(&mut state);
                let mut tail = [0; 10];
                tail[..8].copy_from_slice(&high.to_be_bytes());
                tail[8..].copy_from_slice(&low.to_be_bytes()[..2]);
                tail
            }
        };
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough for ids that only must differ.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_ids_repeat_and_sort_by_their_moment() {
        let early = Moment::parse("2026-01-01T00:00:00.000Z").unwrap();
        let later = Moment::parse("2026-01-01T00:00:00.001Z").unwrap();
        let (a, b) = (Ids::seeded(7), Ids::seeded(7));
        let first: PromiseId = a.next(early);
        assert_eq!(first, b.next::<PromiseId>(early));
        let second: PromiseId = a.next(later);
        assert!(first.to_string() < second.to_string());
        assert_ne!(a.next::<PromiseId>(later), second);
    }

    #[test]
    fn an_earlier_id_sorts_before_all_of_its_moment() {
        let at = Moment::parse("2026-01-01T00:00:10.000Z").unwrap();
        let ids = Ids::seeded(3);
        let (id, before): (EventId, EventId) = (ids.next(at), ids.next(at.plus_millis(-5000)));
        assert!(id.earlier_by(5000) < before && before < id.earlier_by(4999));
    }

    #[test]
    fn the_least_id_of_a_moment_parts_what_was_made_before_it_from_what_came_after() {
        let at = Moment::parse("2026-01-01T00:00:10.000Z").unwrap();
        let ids = Ids::seeded(5);
        let (before, then): (EventId, EventId) = (ids.next(at.plus_millis(-1)), ids.next(at));
        let least = EventId::least_at(at).to_string();
        assert!(before.to_string() < least && least < then.to_string());
    }

    #[test]
    fn an_id_is_read_from_its_own_text_only() {
        let id: UnitId = Ids::random().next(Moment::parse("2026-01-01T00:00:00.000Z").unwrap());
        assert_eq!(id.to_string().parse::<UnitId>().unwrap(), id);
        for bad in ["", "1", "../etc", &id.to_string().replace('-', ""), "{}"] {
            assert!(bad.parse::<UnitId>().is_err(), "{bad}");
        }
        assert!("ab".repeat(32).parse::<BlobId>().is_ok());
        assert!("AB".repeat(32).parse::<BlobId>().is_err());
    }
}
