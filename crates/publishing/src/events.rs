//! What happens to documents: a closed list, as it stands in the log.
//!
//! Opinions of reviewers stay within the government and only their digest is in the log; what was published, corrected, withdrawn and
//! decided about validity is public with its reason.

use kernel::{Date, Fault, Moment};
use serde::Serialize;

/// Something that happened to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum DocumentEvent {
    /// An edition was begun.
    Drafted {
        /// 1, 2, 3.
        edition: u32,
        /// The kind's code.
        kind: String,
    },
    /// A step of its review.
    Reviewed {
        /// 1, 2, 3.
        edition: u32,
        /// What was done: the command's code.
        command: String,
        /// Where it stands now.
        state: String,
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// The secrecy officer signed.
    Signed {
        /// 1, 2, 3.
        edition: u32,
        /// What was signed.
        digest: String,
        /// How many findings stay by a stated reason.
        kept: u64,
    },
    /// The leader of a unit that issues it together with another signed.
    Countersigned {
        /// 1, 2, 3.
        edition: u32,
        /// The unit's id.
        unit: String,
        /// What was signed.
        digest: String,
    },
    /// A reviewer said at a place of the text what is to be changed.
    Remarked {
        /// 1, 2, 3.
        edition: u32,
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// What became of a remark was said.
    RemarkAnswered {
        /// 1, 2, 3.
        edition: u32,
        /// Which: 1, 2, 3.
        remark: u32,
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// A finding stays, and why.
    FindingKept {
        /// 1, 2, 3.
        edition: u32,
        /// The finding's fingerprint.
        fingerprint: String,
        /// SHA-256 of the reason.
        reason_digest: String,
    },
    /// It became public.
    Published {
        /// 1, 2, 3.
        edition: u32,
        /// The title.
        title: String,
        /// 发文字号.
        number: String,
        /// 索引号.
        index_number: String,
        /// The column's code.
        column: String,
        /// SHA-256 of all that was reviewed.
        digest: String,
        /// SHA-256 of the files.
        files: Vec<String>,
    },
    /// It was public elsewhere, and was taken over from there.
    Imported {
        /// 1.
        edition: u32,
        /// The title.
        title: String,
        /// 发文字号.
        number: String,
        /// 索引号.
        index_number: String,
        /// The column's code.
        column: String,
        /// SHA-256 of all that the import answers for.
        digest: String,
        /// SHA-256 of the files.
        files: Vec<String>,
        /// The day on which it first became public, where it was.
        published_on: Date,
        /// Whether it was in force, as it was marked there.
        validity: String,
        /// What it is called where it came from.
        source: String,
        /// SHA-256 of the words of whoever answers for the import.
        words_digest: String,
    },
    /// Another edition took the place of the public one.
    Corrected {
        /// 1, 2, 3.
        edition: u32,
        /// The title.
        title: String,
        /// How much: minor, major.
        scale: String,
        /// What changed.
        change_note: String,
        /// SHA-256 of all that was reviewed.
        digest: String,
        /// SHA-256 of the files.
        files: Vec<String>,
    },
    /// It was taken off the site.
    Withdrawn {
        /// The title.
        title: String,
        /// 索引号.
        index_number: String,
        /// Why.
        reason: String,
        /// The address of what replaces it.
        successor: Option<String>,
    },
    /// It was decided whether it is in force.
    ValidityChanged {
        /// The title.
        title: String,
        /// The new state's code.
        validity: String,
        /// By what.
        basis: String,
        /// From when.
        effective_on: Date,
    },
    /// A day came on which the validity of documents changed by their dates.
    DayCame {
        /// Which.
        day: Date,
        /// How many were looked at.
        documents: u64,
    },
    /// Approved as one that is not public.
    Filed {
        /// 1, 2, 3.
        edition: u32,
        /// on_request, withheld.
        disclosure: String,
        /// When that is looked at again.
        review_again_on: Option<Date>,
    },
    /// The office said by which publications the promises of a duty or item are kept.
    KeepRuleSet {
        /// The column's code.
        column: String,
        /// Words that the title holds.
        title_words: String,
        /// Whether what fits keeps by itself.
        is_certain: bool,
    },
    /// The office took such a rule back.
    KeepRuleRemoved {
        /// The column's code.
        column: String,
        /// Words that the title holds.
        title_words: String,
    },
    /// The office put an expression on the list of those that the site does not use.
    ExpressionSet {
        /// What must not stand there.
        wrong: String,
        /// What should.
        better: String,
    },
    /// The office took one off that list.
    ExpressionRemoved {
        /// What may stand there again.
        wrong: String,
    },
    /// It was tied to what it interprets.
    Tied {
        /// The document that is interpreted.
        interpreted: String,
    },
    /// The tie was taken back.
    Untied {
        /// The document that was interpreted.
        interpreted: String,
    },
    /// A citation of what is no longer in force was looked at.
    CitationReviewed {
        /// What is cited.
        cited: String,
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// Approved for a later moment.
    Scheduled {
        /// 1, 2, 3.
        edition: u32,
        /// When.
        publish_at: Moment,
    },
}

impl DocumentEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "document.drafted",
            Self::Reviewed { .. } => "document.reviewed",
            Self::Signed { .. } => "document.signed",
            Self::Countersigned { .. } => "document.countersigned",
            Self::Remarked { .. } => "document.remarked",
            Self::RemarkAnswered { .. } => "document.remark_answered",
            Self::FindingKept { .. } => "document.finding_kept",
            Self::Published { .. } => "document.published",
            Self::Imported { .. } => "document.imported",
            Self::Corrected { .. } => "document.corrected",
            Self::Withdrawn { .. } => "document.withdrawn",
            Self::ValidityChanged { .. } => "document.validity_changed",
            Self::DayCame { .. } => "document.day_came",
            Self::Filed { .. } => "document.filed",
            Self::KeepRuleSet { .. } => "document.keep_rule_set",
            Self::KeepRuleRemoved { .. } => "document.keep_rule_removed",
            Self::ExpressionSet { .. } => "expression.set",
            Self::ExpressionRemoved { .. } => "expression.removed",
            Self::Tied { .. } => "document.tied",
            Self::Untied { .. } => "document.untied",
            Self::CitationReviewed { .. } => "document.citation_reviewed",
            Self::Scheduled { .. } => "document.scheduled",
        }
    }

    /// The facts that the log keeps.
    ///
    /// # Errors
    /// Never in practice: the facts are texts and numbers.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }
}
