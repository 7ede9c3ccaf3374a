//! Proposals (请示): what one person asks for about a promise and another decides.
//!
//! Pure. A nil return is signed by a leader of the unit that owes; a waiver or another due day is decided by an approver of the
//! open-government office's unit. Whoever proposed it decides neither.

use calendar::Span;
use kernel::{AccountId, Actor, Moment, NotAllowed, PromiseId, ProposalId, Right, UnitId};

kernel::coded_enum! {
    /// What is asked for.
    ProposalKind {
        /// There was nothing to publish in the period.
        NilReturn = "nil_return", "零报告";
        /// The unit is to be released.
        Waiver = "waiver", "豁免";
        /// The due day is to move.
        Move = "move", "延期";
    }
}

kernel::coded_enum! {
    /// What has become of it.
    ProposalState {
        /// Nobody has decided.
        Waiting = "waiting", "待办";
        /// It was granted.
        Approved = "approved", "已批准";
        /// It was refused.
        Refused = "refused", "未批准";
        /// The promise was closed another way before anybody decided.
        Lapsed = "lapsed", "已失效";
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// The promise it is about.
    pub promise: PromiseId,
    /// What is asked for.
    pub kind: ProposalKind,
    /// What has become of it.
    pub state: ProposalState,
    /// The unit whose leader decides.
    pub deciding_unit: UnitId,
    /// Why.
    pub reason: String,
    /// What allows it; empty for a nil return.
    pub basis: String,
    /// How much longer, for a move.
    pub span: Option<Span>,
    /// Who asked.
    pub proposed_by: String,
    /// With which account.
    pub proposer: Option<AccountId>,
    /// When.
    pub proposed_at: Moment,
    /// Who decided, and how.
    pub decision: Option<Decision>,
}

/// A decision on a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub by: String,
    /// By which role.
    pub decided_as: String,
    /// When.
    pub at: Moment,
    /// Why not; empty where it was granted.
    pub note: String,
}

impl Proposal {
    /// Whoever proposes does not decide.
    ///
    /// # Errors
    /// Where they are the same person.
    pub fn check_other(&self, actor: &Actor) -> Result<(), NotAllowed> {
        let is_same = match (self.proposer, actor.account()) {
            (Some(proposer), Some(account)) => proposer == account,
            // People without accounts act in tests and at the console only; their names tell them apart.
            (None, None) => self.proposed_by == actor.name(),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if is_same {
            Err(NotAllowed::OwnProposal)
        } else {
            Ok(())
        }
    }
}

/// The role by which somebody holds a right in a unit, in words: what the public reads instead of a name.
pub fn role_of(actor: &Actor, right: Right, unit: UnitId) -> &'static str {
    actor
        .posts()
        .iter()
        .find(|post| {
            post.unit == unit && right.holders().iter().any(|(role, _)| *role == post.role)
        })
        .map_or("控制台", |post| post.role.label())
}
