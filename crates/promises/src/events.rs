//! What happens to promises: a closed list, as it stands in the log and as people read it.
//!
//! Recording is done by [`crate::docket::Docket`]; nothing here touches a database.

use kernel::{BlobId, Date, Fault, UnitId};
use serde::{Deserialize, Serialize};

/// Something that happened to a promise, or to a unit's promises of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PromiseEvent {
    /// It came to be owed.
    Opened {
        /// What is owed.
        title: String,
        /// By when.
        due_on: Date,
        /// What sets the day.
        basis: String,
        /// The calendar used.
        calendar: String,
    },
    /// It was kept.
    Kept {
        /// The day the information became public.
        published_on: Date,
        /// Where.
        link: String,
        /// The recorder's words.
        note: String,
        /// By when it was owed.
        due_on: Date,
        /// `kept_on_time` or `kept_late`.
        outcome: String,
        /// Further links.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<String>,
        /// The files' digests.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<BlobId>,
    },
    /// More evidence was added.
    EvidenceAdded {
        /// The day the information became public.
        published_on: Date,
        /// Where.
        link: String,
        /// The recorder's words.
        note: String,
        /// Further links.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<String>,
        /// The files' digests.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<BlobId>,
    },
    /// Its evidence was sent back; it is owed again.
    EvidenceReturned {
        /// Why.
        reason: String,
        /// By when it is owed.
        due_on: Date,
        /// Whether that day was past: it is late again at once.
        is_late: bool,
    },
    /// Its unit told how far it is.
    ProgressReported {
        /// How far.
        percent: u8,
        /// In words.
        note: String,
        /// The day that the words speak of.
        stated_on: Date,
    },
    /// Somebody asked for something that somebody else decides.
    Proposed {
        /// `nil_return`, `waiver` or `move`.
        kind: String,
        /// Why.
        reason: String,
        /// What allows it; empty for a nil return.
        basis: String,
        /// How much longer, for a move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        span: Option<String>,
    },
    /// That was refused.
    ProposalRefused {
        /// `nil_return`, `waiver` or `move`.
        kind: String,
        /// Why.
        reason: String,
        /// The role of whoever refused.
        decided_as: String,
    },
    /// A leader signed that there was nothing to publish: it is kept.
    NilReturnSigned {
        /// Why there was nothing.
        reason: String,
        /// The day on which it was handed in.
        proposed_on: Date,
        /// By when it was owed.
        due_on: Date,
        /// The role of whoever signed.
        signed_as: String,
        /// `kept_on_time` or `kept_late`.
        outcome: String,
    },
    /// It was waived.
    Waived {
        /// Why.
        reason: String,
        /// What allows it.
        basis: String,
        /// Who approved it, where somebody else proposed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<String>,
    },
    /// It was made void.
    MadeVoid {
        /// Why.
        reason: String,
    },
    /// Its due day moved.
    DueMoved {
        /// From.
        from: Date,
        /// To.
        to: Date,
        /// Why.
        why: String,
        /// The calendar used.
        calendar: String,
    },
    /// Its unit was reorganised: another owes it now.
    HandedOver {
        /// Who owed it.
        from: UnitId,
        /// That unit's name.
        from_name: String,
        /// Who owes it now.
        to: UnitId,
        /// That unit's name.
        to_name: String,
        /// The document that the reorganisation is based on.
        basis: String,
        /// By when it is owed: the day stays.
        due_on: Date,
    },
    /// The office reminded its unit by hand.
    Reminded {
        /// The office's words; may be empty.
        note: String,
    },
    /// A supervision notice about it was issued. What it says stays within the government.
    NoticeIssued {
        /// The notice's number.
        number: String,
        /// By when it is to be answered.
        due_on: Date,
    },
    /// A unit's promises of that day were not kept when the day ended.
    BecameLate {
        /// The day they were due.
        due_on: Date,
        /// How many.
        count: u64,
    },
    /// All open due days were derived anew.
    Recomputed {
        /// The calendar used.
        calendar: String,
        /// How many were looked at.
        looked_at: u64,
        /// How many moved.
        moved: u64,
    },
}

impl PromiseEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "promise.opened",
            Self::Kept { .. } => "promise.kept",
            Self::EvidenceAdded { .. } => "promise.evidence_added",
            Self::EvidenceReturned { .. } => "promise.evidence_returned",
            Self::ProgressReported { .. } => "promise.progress_reported",
            Self::Proposed { .. } => "promise.proposed",
            Self::ProposalRefused { .. } => "promise.proposal_refused",
            Self::NilReturnSigned { .. } => "promise.nil_return_signed",
            Self::Waived { .. } => "promise.waived",
            Self::MadeVoid { .. } => "promise.made_void",
            Self::DueMoved { .. } => "promise.due_moved",
            Self::HandedOver { .. } => "promise.handed_over",
            Self::Reminded { .. } => "promise.reminded",
            Self::NoticeIssued { .. } => "promise.notice_issued",
            Self::BecameLate { .. } => "promises.became_late",
            Self::Recomputed { .. } => "promises.recomputed",
        }
    }

    /// Whether the public sees it. What is asked for inside the house and not decided yet is no act of the public kind, nor is
    /// a nil return that the own leader sent back: 《条例》第十六条 leaves such deliberation out.
    pub fn is_public(&self) -> bool {
        match self {
            Self::Proposed { .. } | Self::Reminded { .. } => false,
            Self::ProposalRefused { kind, .. } => kind != "nil_return",
            Self::Opened { .. }
            | Self::Kept { .. }
            | Self::EvidenceAdded { .. }
            | Self::EvidenceReturned { .. }
            | Self::ProgressReported { .. }
            | Self::NilReturnSigned { .. }
            | Self::Waived { .. }
            | Self::MadeVoid { .. }
            | Self::DueMoved { .. }
            | Self::HandedOver { .. }
            | Self::NoticeIssued { .. }
            | Self::BecameLate { .. }
            | Self::Recomputed { .. } => true,
        }
    }

    /// The facts that the log keeps.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }

    /// Reads the facts back.
    pub fn from_body(body: &str) -> Result<Self, Fault> {
        serde_json::from_str(body).map_err(|cause| Fault::caused("reading an event", cause))
    }

    /// The event in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Opened {
                due_on,
                basis,
                calendar,
                ..
            } => format!(
                "立项：应于{}前兑现。依据：{basis}（日历版本{calendar}）",
                chinese(*due_on)
            ),
            Self::Kept {
                published_on,
                due_on,
                ..
            } => {
                let how = if published_on <= due_on {
                    "按期"
                } else {
                    "逾期"
                };
                format!("登记兑现：信息于{}公开，{how}", chinese(*published_on))
            }
            Self::EvidenceAdded { published_on, .. } => {
                format!("补充证据：信息于{}公开", chinese(*published_on))
            }
            Self::EvidenceReturned {
                reason,
                due_on,
                is_late,
            } => {
                let means = if *is_late {
                    format!("最迟公开日{}已过，即为逾期", chinese(*due_on))
                } else {
                    format!("最迟公开日{}不变", chinese(*due_on))
                };
                format!("证据被退回，须重新兑现：{reason}。{means}")
            }
            Self::ProgressReported {
                percent,
                note,
                stated_on,
            } => format!("截至{}进展{percent}%：{note}", chinese(*stated_on)),
            Self::Proposed {
                kind,
                reason,
                basis,
                span,
            } => {
                let what = proposal_label(kind);
                let span = span
                    .as_ref()
                    .map_or_else(String::new, |it| format!("，{it}"));
                let basis = if basis.is_empty() {
                    String::new()
                } else {
                    format!("。依据：{basis}")
                };
                format!("提出{what}{span}：{reason}{basis}")
            }
            Self::ProposalRefused {
                kind,
                reason,
                decided_as,
            } => {
                format!("{}未获批准（{decided_as}）：{reason}", proposal_label(kind))
            }
            Self::NilReturnSigned {
                reason,
                proposed_on,
                signed_as,
                ..
            } => format!(
                "零报告：{reason}。{}报送，经{signed_as}签署",
                chinese(*proposed_on)
            ),
            Self::Waived {
                reason,
                basis,
                approved_by,
            } => {
                let approved = approved_by
                    .as_ref()
                    .map_or_else(String::new, |it| format!("。批准：{it}"));
                format!("豁免：{reason}。依据：{basis}{approved}")
            }
            Self::MadeVoid { reason } => format!("作废：{reason}"),
            Self::DueMoved {
                from,
                to,
                why,
                calendar,
            } => format!(
                "到期日由{}调整为{}：{why}（日历版本{calendar}）",
                chinese(*from),
                chinese(*to)
            ),
            Self::HandedOver {
                from_name,
                to_name,
                basis,
                due_on,
                ..
            } => format!(
                "机构调整：由{from_name}移交{to_name}承接，最迟公开日{}不变。依据：{basis}",
                chinese(*due_on)
            ),
            Self::Reminded { note } if note.is_empty() => "政务公开办公室催办".to_owned(),
            Self::Reminded { note } => format!("政务公开办公室催办：{note}"),
            Self::NoticeIssued { number, due_on } => {
                format!(
                    "督查部门发出督办单（{number}），要求{}前答复",
                    chinese(*due_on)
                )
            }
            Self::BecameLate { due_on, count } => {
                format!("{}到期的{count}项承诺未按期兑现", chinese(*due_on))
            }
            Self::Recomputed {
                calendar,
                looked_at,
                moved,
            } => format!("按日历版本{calendar}重算{looked_at}项未结承诺，{moved}项到期日有变化"),
        }
    }
}

fn proposal_label(kind: &str) -> &str {
    match crate::work::ProposalKind::from_code(kind) {
        Some(known) => known.label(),
        None => kind,
    }
}

/// A day as people read it: `2026年10月14日`.
pub fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
