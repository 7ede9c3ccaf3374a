//! What happens to requests, as it stands in the log: numbers, days and ways of ending. Who asked, for what, and what anybody wrote is in no event.

use kernel::{Date, DisputeId, Fault, UnitId};
use serde::Serialize;

/// Something that happened to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum RequestEvent {
    /// It came.
    Submitted {
        /// 受理编号.
        number: String,
        /// By which way.
        channel: &'static str,
        /// The day of receipt, where it is settled at once.
        received_on: Option<Date>,
    },
    /// The day of receipt was settled.
    Confirmed {
        /// That day.
        received_on: Date,
    },
    /// It is being handled.
    Accepted,
    /// The asker was told what to supplement.
    SupplementAsked {
        /// When.
        asked_on: Date,
        /// By when.
        due_on: Date,
    },
    /// The supplement came.
    Supplemented {
        /// When.
        received_on: Date,
    },
    /// An opinion was asked for.
    Consulted {
        /// Of what sort they are.
        whom: &'static str,
        /// When.
        sent_on: Date,
    },
    /// The letter reached them.
    ConsultationServed {
        /// When.
        served_on: Date,
    },
    /// The opinion came.
    OpinionTaken {
        /// When.
        answered_on: Date,
        /// What it is.
        stance: &'static str,
    },
    /// It was looked for.
    Searched {
        /// When.
        searched_on: Date,
    },
    /// The period was made longer.
    Extended {
        /// By so many working days.
        workdays: u32,
        /// When the asker was told.
        told_on: Date,
    },
    /// A fee was asked for.
    FeeAsked {
        /// How much, in fen.
        fee_fen: u64,
        /// When.
        told_on: Date,
        /// By when.
        due_on: Date,
    },
    /// It was paid.
    FeePaid {
        /// When.
        paid_on: Date,
    },
    /// An answer was drafted.
    Drafted {
        /// How the request is to end.
        outcome: &'static str,
        /// SHA-256 of the words.
        digest: String,
    },
    /// Somebody reviewed it and found it good.
    Reviewed {
        /// At which stage.
        stage: &'static str,
        /// SHA-256 of the words that they read.
        digest: String,
    },
    /// Somebody sent it back.
    Returned {
        /// At which stage.
        stage: &'static str,
    },
    /// It was signed.
    Approved {
        /// How the request ends.
        outcome: &'static str,
        /// 文号.
        letter_number: String,
        /// SHA-256 of the words.
        digest: String,
    },
    /// It left.
    Sent {
        /// When.
        sent_on: Date,
    },
    /// It was served.
    Served {
        /// When.
        served_on: Date,
    },
    /// It ended without an answer.
    Ended {
        /// How.
        outcome: &'static str,
    },
    /// A letter was made.
    LetterMade {
        /// Which one.
        slot: String,
        /// SHA-256 of what it says, but for whom it goes to.
        digest: String,
    },
    /// Somebody looked at who asked, unmasked.
    IdentityOpened,
    /// Another unit answers.
    HandedOver {
        /// Who did before.
        from: UnitId,
        /// Who does now.
        to: UnitId,
    },
    /// A review or lawsuit was noted.
    DisputeNoted {
        /// Which one.
        dispute: DisputeId,
        /// Which way was gone.
        branch: &'static str,
        /// When.
        filed_on: Date,
    },
    /// Its result was noted.
    DisputeDecided {
        /// Of which one.
        dispute: DisputeId,
        /// The result.
        finding: &'static str,
        /// When.
        decided_on: Date,
        /// By when a new answer is owed, where one is ordered.
        anew_by: Option<Date>,
    },
    /// A note was struck as wrong.
    DisputeStruck {
        /// Which one.
        dispute: DisputeId,
    },
    /// It was answered anew.
    AnsweredAnew {
        /// As which one ordered.
        dispute: DisputeId,
        /// How it ends now.
        outcome: &'static str,
        /// 文号.
        letter_number: String,
        /// When it left.
        answered_on: Date,
    },
    /// The asker was asked what they think of the answer.
    VisitedBack {
        /// When.
        visited_on: Date,
        /// What they think.
        satisfaction: &'static str,
    },
}

impl RequestEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "request.submitted",
            Self::Confirmed { .. } => "request.confirmed",
            Self::Accepted => "request.accepted",
            Self::SupplementAsked { .. } => "request.supplement_asked",
            Self::Supplemented { .. } => "request.supplemented",
            Self::Consulted { .. } => "request.consulted",
            Self::ConsultationServed { .. } => "request.consultation_served",
            Self::OpinionTaken { .. } => "request.opinion_taken",
            Self::Searched { .. } => "request.searched",
            Self::Extended { .. } => "request.extended",
            Self::FeeAsked { .. } => "request.fee_asked",
            Self::FeePaid { .. } => "request.fee_paid",
            Self::Drafted { .. } => "request.drafted",
            Self::Reviewed { .. } => "request.reviewed",
            Self::Returned { .. } => "request.returned",
            Self::Approved { .. } => "request.approved",
            Self::Sent { .. } => "request.sent",
            Self::Served { .. } => "request.served",
            Self::Ended { .. } => "request.ended",
            Self::LetterMade { .. } => "request.letter_made",
            Self::IdentityOpened => "request.identity_opened",
            Self::HandedOver { .. } => "request.handed_over",
            Self::DisputeNoted { .. } => "request.dispute_noted",
            Self::DisputeDecided { .. } => "request.dispute_decided",
            Self::DisputeStruck { .. } => "request.dispute_struck",
            Self::AnsweredAnew { .. } => "request.answered_anew",
            Self::VisitedBack { .. } => "request.visited_back",
        }
    }

    /// The facts that the log keeps.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }
}
