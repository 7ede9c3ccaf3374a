//! Decisions about editions: which act is allowed in which state, and who does it.
//!
//! Pure: no SQL, no async, no clock of its own. [`verdict`] is the whole table of state and command; tests walk it, docs print it.
//! 《条例》第十七条: what is to be public is reviewed first. The steps are those that offices write into their plans: 科室初审, 保密审查, 领导审批, 公开; of
//! what several units issue together, each unit's leader signs before that (《党政机关公文处理工作条例》: 联合发文由所有联署机关的负责人会签).

use kernel::Verdict::{Becomes, Refused};
use kernel::{Refusal as _, Transition, Verdict};

use crate::model::{EditionState, Person};
use crate::refusal::DocumentRefusal;

/// Files of one edition at most.
pub const MOST_FILES: usize = 50;
/// Characters of an opinion at most.
pub const MOST_WORDS: usize = 2000;

kernel::coded_enum! {
    /// What can be done to an edition.
    EditionCommand {
        /// 修改: text, metadata, files.
        Edit = "edit", "修改";
        /// 提交审核.
        Submit = "submit", "提交审核";
        /// 初审通过.
        Pass = "pass", "初审通过";
        /// 保密审查通过.
        Sign = "sign", "保密审查通过";
        /// 保密审查通过，转会签: of what several units issue together.
        SignJointly = "sign_jointly", "保密审查通过，转会签";
        /// 会签: the leader of one of those units agrees.
        Countersign = "countersign", "会签同意";
        /// 会签完成: all have agreed.
        Gather = "gather", "会签完成";
        /// 审批通过.
        Approve = "approve", "审批通过";
        /// 先行公开: what cannot wait comes out, and its approval is owed.
        PublishFirst = "publish_first", "先行公开";
        /// 补办审批.
        Ratify = "ratify", "补办审批";
        /// 审批存档: approved as one that is not public.
        File = "file", "审批存档（不公开）";
        /// 退回.
        Return = "return", "退回";
        /// 撤回: taken back by those who drafted it.
        Recall = "recall", "撤回";
        /// 发布: the moment has come.
        Publish = "publish", "发布";
        /// 被新版次取代.
        Supersede = "supersede", "被新版次取代";
        /// 撤下.
        Withdraw = "withdraw", "撤下";
        /// 废弃.
        Discard = "discard", "废弃";
        /// 导入: taken over from an old site. It begins an edition and is never a step of one, so no way in the table leads by it.
        Import = "import", "从旧网站导入";
    }
}

impl EditionCommand {
    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Edit | Self::Submit | Self::Recall | Self::Discard => {
                "本单位经办人、科室负责人或政务公开办公室"
            }
            Self::Pass => "本单位科室负责人或分管领导（起草人除外）",
            Self::Sign | Self::SignJointly => "本单位保密审查员（起草人除外）",
            Self::Countersign => "联合发文单位的分管领导，各签各的",
            Self::Gather => "系统，在最后一个单位会签后",
            Self::PublishFirst => {
                "本单位科室负责人或分管领导（起草人除外），限种类文件规定可以先行公开的种类"
            }
            Self::Ratify => "本单位分管领导（起草人除外）",
            Self::Approve | Self::File => "本单位分管领导（起草人除外）",
            Self::Return => {
                "当前环节的审核人（起草人除外）；待会签的，联合发文单位或本单位的分管领导"
            }
            Self::Publish => "系统，在审批通过或到达定时时间后",
            Self::Supersede => "系统，在新版次发布时",
            Self::Withdraw => "本单位分管领导，或系统在公示期满时",
            Self::Import => {
                "控制台（gongkai import documents），写明批准人；只用于新增，不改动已有版次"
            }
        }
    }
}

use EditionCommand::{
    Approve, Countersign, Discard, Edit, File, Gather, Pass, Publish, PublishFirst, Ratify, Recall,
    Return, Sign, SignJointly, Submit, Supersede, Withdraw,
};
use EditionState::{
    Approval, Countersigning, Discarded, Draft, Filed, FirstReview, Published, Returned, Scheduled,
    SecrecyReview, Superseded, Withdrawn,
};

/// What is allowed: in this state, this command, then this state. Everything else is refused by [`refusal_in`].
const WAYS: &[(EditionState, EditionCommand, EditionState)] = &[
    (Draft, Edit, Draft),
    (Draft, Submit, FirstReview),
    (Draft, Discard, Discarded),
    (Returned, Edit, Returned),
    (Returned, Submit, FirstReview),
    (Returned, Discard, Discarded),
    (FirstReview, Pass, SecrecyReview),
    (FirstReview, Return, Returned),
    (FirstReview, Recall, Draft),
    (SecrecyReview, Sign, Approval),
    (SecrecyReview, SignJointly, Countersigning),
    (SecrecyReview, Return, Returned),
    (SecrecyReview, Recall, Draft),
    (Countersigning, Countersign, Countersigning),
    (Countersigning, Gather, Approval),
    (Countersigning, Return, Returned),
    (Countersigning, Recall, Draft),
    (Approval, Approve, Scheduled),
    (Approval, PublishFirst, Scheduled),
    (Approval, File, Filed),
    (Approval, Return, Returned),
    (Approval, Recall, Draft),
    (Scheduled, Publish, Published),
    (Scheduled, Return, Returned),
    (Scheduled, Recall, Draft),
    (Published, Ratify, Published),
    (Superseded, Ratify, Superseded),
    (Published, Supersede, Superseded),
    (Published, Withdraw, Withdrawn),
    // The history of a document that leaves the site leaves with it.
    (Superseded, Withdraw, Withdrawn),
];

/// Why what is not allowed in a state is refused there.
fn refusal_in(state: EditionState) -> DocumentRefusal {
    match state {
        Draft | Returned => DocumentRefusal::NotSubmitted,
        FirstReview | SecrecyReview | Countersigning | Approval | Scheduled => {
            DocumentRefusal::NotAtThisStage(state.label())
        }
        Published => DocumentRefusal::AlreadyPublished,
        Superseded | Filed | Withdrawn | Discarded => DocumentRefusal::Ended,
    }
}

/// State × command: everything that can be asked and what the answer is.
pub fn verdict(state: EditionState, command: EditionCommand) -> Verdict<EditionState> {
    match after(state, command) {
        Ok(next) => Becomes(next),
        Err(refusal) => Refused(refusal.code()),
    }
}

/// The table as rows, for the tests that walk it and the docs that print it.
pub fn transitions() -> Vec<Transition<EditionState, EditionCommand>> {
    let rows = EditionState::ALL.iter().flat_map(|state| {
        let row = |command: &EditionCommand| (*state, *command, verdict(*state, *command));
        EditionCommand::ALL.iter().map(row)
    });
    rows.collect()
}

/// The state after a command.
///
/// # Errors
/// Why it may not be done.
pub fn after(
    state: EditionState,
    command: EditionCommand,
) -> Result<EditionState, DocumentRefusal> {
    let way = WAYS
        .iter()
        .find(|(from, by, _)| (*from, *by) == (state, command));
    way.map(|(_, _, to)| *to).ok_or_else(|| refusal_in(state))
}

/// Whoever drafted does not review. The console and the program have no account: they answer for the site.
///
/// # Errors
/// Where it is the drafter.
pub fn check_not_drafter(
    actor: &kernel::Actor,
    drafter: &Person,
) -> Result<(), kernel::NotAllowed> {
    if actor.is_account(drafter.account) {
        return Err(kernel::NotAllowed::OwnDraft);
    }
    Ok(())
}

/// An opinion, without what cannot be seen.
///
/// # Errors
/// Where it is missing though it must be there, or too long.
pub fn check_words(given: &str, must_be_there: Demand) -> Result<String, DocumentRefusal> {
    let words = promises::wording::cleaned(given);
    if words.chars().count() > MOST_WORDS {
        return Err(DocumentRefusal::TooLong {
            field: "words",
            label: "意见",
            most: MOST_WORDS,
        });
    }
    match must_be_there {
        Demand::Required if words.is_empty() => Err(DocumentRefusal::WordsMissing),
        Demand::Required | Demand::Optional => Ok(words),
    }
}

/// Whether words must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// They must.
    Required,
    /// They may.
    Optional,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_public_without_first_review_signature_and_approval() {
        // Every way from draft to public goes through all three, whatever the order of commands; what comes out first still goes through the
        // first two, for the law lets nothing out unreviewed (《条例》第十七条).
        let mut reached = vec![(EditionState::Draft, Vec::new())];
        let mut seen = Vec::new();
        while let Some((state, way)) = reached.pop() {
            if state == EditionState::Published {
                let has = |wanted| way.contains(&wanted);
                assert!(
                    has(EditionCommand::Pass)
                        && (has(EditionCommand::Sign) || has(EditionCommand::Gather))
                        && (has(EditionCommand::Approve) || has(EditionCommand::PublishFirst)),
                    "{way:?}"
                );
                continue;
            }
            for command in EditionCommand::ALL {
                if let Becomes(next) = verdict(state, *command) {
                    // What was reviewed before an edit or a return counts for nothing.
                    let mut way = if next == EditionState::Draft || next == EditionState::Returned {
                        Vec::new()
                    } else {
                        way.clone()
                    };
                    // What is done several times at a stage (each unit signs) leads no further than done once.
                    if way.last() != Some(command) {
                        way.push(*command);
                    }
                    if !seen.contains(&(next, way.clone())) {
                        seen.push((next, way.clone()));
                        reached.push((next, way));
                    }
                }
            }
        }
        assert!(
            seen.iter()
                .any(|(state, _)| *state == EditionState::Published)
        );
    }

    #[test]
    fn a_public_edition_is_never_edited() {
        for state in [
            EditionState::Published,
            EditionState::Superseded,
            EditionState::Withdrawn,
        ] {
            assert!(matches!(verdict(state, EditionCommand::Edit), Refused(_)));
        }
    }
}
