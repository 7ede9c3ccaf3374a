//! What somebody may do to a request now: by its stage, by their rights, and never on their own draft.

use kernel::Actor;
use requests::rules::{RequestCommand, after};
use requests::{Case, Dispute, Outcome, Stage};

/// The commands whose forms the page shows, in the order of the table.
pub(super) fn commands(actor: &Actor, case: &Case) -> Vec<RequestCommand> {
    let all = RequestCommand::ALL.iter().copied();
    all.filter(|it| after(case.request.stage, *it).is_ok())
        .filter(|it| holds(actor, case, *it) && applies(case, *it))
        .collect()
}

/// Whether they hold the right.
fn holds(actor: &Actor, case: &Case, command: RequestCommand) -> bool {
    use RequestCommand as It;
    let unit = case.request.unit;
    let drafter = case.decision.as_ref().and_then(|it| it.drafted_account);
    let is_own = actor.is_account(drafter);
    match command {
        It::Confirm
        | It::Accept
        | It::AskSupplement
        | It::Supply
        | It::EndUnsupplied
        | It::Consult
        | It::ServeConsultation
        | It::TakeOpinion
        | It::NoteSearch
        | It::AskFee
        | It::NotePayment
        | It::EndUnpaid
        | It::Draft
        | It::Send
        | It::Serve
        | It::Withdraw
        | It::NoteDispute
        | It::NoteRuling
        | It::StrikeDispute
        | It::AnswerAnew
        | It::VisitBack => actor.unit_officer(unit).is_ok(),
        It::Extend => actor.unit_leader(unit).is_ok(),
        It::Pass => !is_own && actor.unit_leader(unit).is_ok(),
        It::Sign => !is_own && actor.secrecy_reviewer(unit).is_ok(),
        It::Approve => !is_own && actor.approver(unit).is_ok(),
        It::Return => {
            !is_own
                && match case.request.stage {
                    Stage::SecrecyReview => actor.secrecy_reviewer(unit).is_ok(),
                    Stage::Approval => actor.approver(unit).is_ok(),
                    _ => actor.unit_leader(unit).is_ok(),
                }
        }
        It::HandOver => actor.open_government_office().is_ok(),
    }
}

/// Whether there is something to do it to: what may be done once was not done yet.
fn applies(case: &Case, command: RequestCommand) -> bool {
    use RequestCommand as It;
    let waits = |is: fn(&requests::clock::Consultation) -> bool| {
        case.asked.iter().any(|it| is(&it.consultation))
    };
    match command {
        It::AskSupplement => case.supplement.is_none(),
        It::AskFee => case.fee.is_none(),
        It::Extend => case.lengthening().is_none(),
        It::ServeConsultation => waits(|it| it.served_on.is_none() && it.answered_on.is_none()),
        It::TakeOpinion => waits(|it| it.answered_on.is_none()),
        It::NoteDispute => case.request.outcome != Some(Outcome::Withdrawn),
        It::NoteRuling => case.disputes.iter().any(Dispute::is_pending),
        It::StrikeDispute => case.disputes.iter().any(may_strike),
        It::AnswerAnew => case.disputes.iter().any(Dispute::is_owed_anew),
        It::Confirm
        | It::Accept
        | It::Supply
        | It::EndUnsupplied
        | It::Consult
        | It::NoteSearch
        | It::NotePayment
        | It::EndUnpaid
        | It::Draft
        | It::Pass
        | It::Sign
        | It::Approve
        | It::Return
        | It::Send
        | It::Serve
        | It::Withdraw
        | It::HandOver
        | It::VisitBack => true,
    }
}

/// Whether a note may be wrong still: it stands, and nothing was answered by it.
pub(super) fn may_strike(dispute: &Dispute) -> bool {
    dispute.stands() && dispute.anew().is_none()
}
