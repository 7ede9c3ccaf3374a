//! The whole table of state and command: what can be asked of a promise, and what the answer is.
//!
//! Pure. Tests walk it, docs print it. Who may act is proved by type at the actions; [`CommandKind::right`] only names it.

use kernel::Transition;
use kernel::Verdict::{Becomes, Refused};

use crate::model::PromiseState;
use crate::refusal::PromiseRefusal;

/// A state without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// Owed.
    Open,
    /// Kept.
    Kept,
    /// Released with a reason.
    Waived,
    /// Not owed.
    Void,
}

/// What can be done to a promise, without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// 登记兑现.
    Keep,
    /// 补充证据.
    AddEvidence,
    /// 报送进展.
    ReportProgress,
    /// 提出零报告.
    ProposeNilReturn,
    /// 签署零报告.
    SignNilReturn,
    /// 退回证据.
    ReturnEvidence,
    /// 提出豁免.
    ProposeWaiver,
    /// 提出调整期限.
    ProposeMove,
    /// 豁免 (a waiver approved).
    Waive,
    /// 作废.
    MakeVoid,
    /// 调整到期日 (a move approved, a new calendar, a revised plan).
    MoveDue,
    /// 移交 (its unit was reorganised).
    HandOver,
}

impl StateKind {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Kept, Self::Waived, Self::Void];

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "未结",
            Self::Kept => "已兑现",
            Self::Waived => "已豁免",
            Self::Void => "已作废",
        }
    }
}

impl CommandKind {
    /// Every command.
    pub const ALL: &'static [Self] = &[
        Self::Keep,
        Self::AddEvidence,
        Self::ReportProgress,
        Self::ProposeNilReturn,
        Self::SignNilReturn,
        Self::ReturnEvidence,
        Self::ProposeWaiver,
        Self::ProposeMove,
        Self::Waive,
        Self::MakeVoid,
        Self::MoveDue,
        Self::HandOver,
    ];

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Keep => "登记兑现",
            Self::AddEvidence => "补充证据",
            Self::ReportProgress => "报送进展",
            Self::ProposeNilReturn => "提出零报告",
            Self::SignNilReturn => "签署零报告",
            Self::ReturnEvidence => "退回证据",
            Self::ProposeWaiver => "提出豁免",
            Self::ProposeMove => "提出调整期限",
            Self::Waive => "批准豁免",
            Self::MakeVoid => "作废",
            Self::MoveDue => "调整到期日",
            Self::HandOver => "机构调整移交",
        }
    }

    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Keep | Self::AddEvidence | Self::ReportProgress | Self::ProposeNilReturn => {
                "责任单位经办人或政务公开办公室"
            }
            Self::SignNilReturn => "责任单位科室负责人或分管领导，不得是提出人",
            Self::ReturnEvidence
            | Self::ProposeWaiver
            | Self::ProposeMove
            | Self::MakeVoid
            | Self::HandOver => "政务公开办公室",
            Self::Waive | Self::MoveDue => "政务公开办公室所在单位的分管领导，不得是提出人",
        }
    }

    /// Whether it is about what a promise was kept with.
    fn needs_kept(self) -> bool {
        match self {
            Self::AddEvidence | Self::ReturnEvidence => true,
            Self::Keep
            | Self::ReportProgress
            | Self::ProposeNilReturn
            | Self::SignNilReturn
            | Self::ProposeWaiver
            | Self::ProposeMove
            | Self::Waive
            | Self::MakeVoid
            | Self::MoveDue
            | Self::HandOver => false,
        }
    }
}

use CommandKind::{
    AddEvidence, HandOver, Keep, MakeVoid, MoveDue, ProposeMove, ProposeNilReturn, ProposeWaiver,
    ReportProgress, ReturnEvidence, SignNilReturn, Waive,
};
use StateKind::{Kept, Open, Void, Waived};

/// State × command: everything that can be asked and what the answer is.
pub const TRANSITIONS: &[Transition<StateKind, CommandKind>] = &[
    (Open, Keep, Becomes(Kept)),
    (Open, AddEvidence, Refused("promises.not_kept_yet")),
    (Open, ReportProgress, Becomes(Open)),
    (Open, ProposeNilReturn, Becomes(Open)),
    (Open, SignNilReturn, Becomes(Kept)),
    (Open, ReturnEvidence, Refused("promises.not_kept_yet")),
    (Open, ProposeWaiver, Becomes(Open)),
    (Open, ProposeMove, Becomes(Open)),
    (Open, Waive, Becomes(Waived)),
    (Open, MakeVoid, Becomes(Void)),
    (Open, MoveDue, Becomes(Open)),
    (Open, HandOver, Becomes(Open)),
    (Kept, Keep, Refused("promises.already_kept")),
    (Kept, AddEvidence, Becomes(Kept)),
    (Kept, ReportProgress, Refused("promises.already_kept")),
    (Kept, ProposeNilReturn, Refused("promises.already_kept")),
    (Kept, SignNilReturn, Refused("promises.already_kept")),
    (Kept, ReturnEvidence, Becomes(Open)),
    (Kept, ProposeWaiver, Refused("promises.already_kept")),
    (Kept, ProposeMove, Refused("promises.already_kept")),
    (Kept, Waive, Refused("promises.already_kept")),
    (Kept, MakeVoid, Refused("promises.already_kept")),
    (Kept, MoveDue, Refused("promises.already_kept")),
    (Kept, HandOver, Refused("promises.already_kept")),
    (Waived, Keep, Refused("promises.already_waived")),
    (Waived, AddEvidence, Refused("promises.already_waived")),
    (Waived, ReportProgress, Refused("promises.already_waived")),
    (Waived, ProposeNilReturn, Refused("promises.already_waived")),
    (Waived, SignNilReturn, Refused("promises.already_waived")),
    (Waived, ReturnEvidence, Refused("promises.already_waived")),
    (Waived, ProposeWaiver, Refused("promises.already_waived")),
    (Waived, ProposeMove, Refused("promises.already_waived")),
    (Waived, Waive, Refused("promises.already_waived")),
    (Waived, MakeVoid, Refused("promises.already_waived")),
    (Waived, MoveDue, Refused("promises.already_waived")),
    (Waived, HandOver, Refused("promises.already_waived")),
    (Void, Keep, Refused("promises.already_void")),
    (Void, AddEvidence, Refused("promises.already_void")),
    (Void, ReportProgress, Refused("promises.already_void")),
    (Void, ProposeNilReturn, Refused("promises.already_void")),
    (Void, SignNilReturn, Refused("promises.already_void")),
    (Void, ReturnEvidence, Refused("promises.already_void")),
    (Void, ProposeWaiver, Refused("promises.already_void")),
    (Void, ProposeMove, Refused("promises.already_void")),
    (Void, Waive, Refused("promises.already_void")),
    (Void, MakeVoid, Refused("promises.already_void")),
    (Void, MoveDue, Refused("promises.already_void")),
    (Void, HandOver, Refused("promises.already_void")),
];

/// Whether a command may be done in a state.
///
/// # Errors
/// Why not.
pub fn allow(state: &PromiseState, command: CommandKind) -> Result<(), PromiseRefusal> {
    match state {
        PromiseState::Open if command.needs_kept() => Err(PromiseRefusal::NotKeptYet),
        PromiseState::Kept { on, .. } if !command.needs_kept() => {
            Err(PromiseRefusal::AlreadyKept { on: *on })
        }
        PromiseState::Open | PromiseState::Kept { .. } => Ok(()),
        PromiseState::Waived { .. } => Err(PromiseRefusal::AlreadyWaived),
        PromiseState::Void { .. } => Err(PromiseRefusal::AlreadyVoid),
    }
}
