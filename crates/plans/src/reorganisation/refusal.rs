//! What a user can cause and mend when reorganising units: a closed list with stable codes.

use kernel::{Date, NotAllowed, Refusal};

/// Why a reorganisation was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReorganiseRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such unit.
    #[error("没有这个单位，请从单位名录中选择")]
    UnknownUnit,
    /// It has ended.
    #[error("{name}已经撤并，不能再办理机构调整")]
    Ended {
        /// Its name.
        name: String,
    },
    /// Nothing ends.
    #[error("请至少选择一个要并入的单位")]
    NothingEnds,
    /// Nobody takes over.
    #[error("请选择承接单位")]
    NoSuccessor,
    /// A split needs two.
    #[error("拆分须有两个以上不同的承接单位；只有一个的，请办理合并")]
    OneSuccessor,
    /// A unit cannot take its own work over.
    #[error("{name}不能由自己承接，请另选承接单位")]
    OwnSuccessor {
        /// Its name.
        name: String,
    },
    /// The successor does not exist on the day.
    #[error("承接单位{name}在{on}尚未设立或已经撤并，请核对其设立日期，或先在名录中新增")]
    SuccessorAbsent {
        /// Its name.
        name: String,
        /// The day.
        on: Date,
    },
    /// A duty was chosen for somebody who takes nothing over.
    #[error("任务的承接单位须是本次拆分的承接单位之一，请重新选择")]
    StrangeChoice,
    /// A day of the future.
    #[error("生效日期{given}晚于今天，请在生效当日办理，或填写已经生效的日期")]
    InFuture {
        /// What was given.
        given: Date,
    },
    /// A day before the unit began.
    #[error("生效日期{given}不晚于{name}的设立日期{began}，请核对")]
    BeforeItBegan {
        /// What was given.
        given: Date,
        /// The unit's name.
        name: String,
        /// Its first day.
        began: Date,
    },
    /// No basis given, or one too long.
    #[error("请填写依据（机构改革方案或批复文件的名称、文号），300字以内，将向社会公开")]
    BasisMissing,
    /// No name given, or one too long.
    #[error("请填写新的全称和简称，各100字以内")]
    NameMissing,
    /// The same name.
    #[error("新名称与现在的名称相同，没有改动")]
    NameSame,
    /// Another bears the name.
    #[error("名称“{name}”已被其他单位使用，请核对")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// It owes something still, and nobody would take it over.
    #[error(
        "{name}还有{promises}项未结承诺、{recurrences}项周期任务，不能直接撤销；请办理合并或拆分，由承接单位继续办理"
    )]
    StillOwes {
        /// The unit's name.
        name: String,
        /// Open promises.
        promises: u64,
        /// What recurs.
        recurrences: u64,
    },
    /// What was seen is not what is.
    #[error("核对之后情况有了变化，请重新核对下面的数字，再确认办理")]
    Stale,
}

impl Refusal for ReorganiseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::UnknownUnit => "reorganise.unknown_unit",
            Self::Ended { .. } => "reorganise.ended",
            Self::NothingEnds => "reorganise.nothing_ends",
            Self::NoSuccessor => "reorganise.no_successor",
            Self::OneSuccessor => "reorganise.one_successor",
            Self::OwnSuccessor { .. } => "reorganise.own_successor",
            Self::SuccessorAbsent { .. } => "reorganise.successor_absent",
            Self::StrangeChoice => "reorganise.strange_choice",
            Self::InFuture { .. } => "reorganise.in_future",
            Self::BeforeItBegan { .. } => "reorganise.before_it_began",
            Self::BasisMissing => "reorganise.basis_missing",
            Self::NameMissing => "reorganise.name_missing",
            Self::NameSame => "reorganise.name_same",
            Self::NameTaken { .. } => "reorganise.name_taken",
            Self::StillOwes { .. } => "reorganise.still_owes",
            Self::Stale => "reorganise.stale",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NothingEnds => Some("units"),
            Self::NoSuccessor
            | Self::OneSuccessor
            | Self::OwnSuccessor { .. }
            | Self::SuccessorAbsent { .. } => Some("into"),
            Self::InFuture { .. } | Self::BeforeItBegan { .. } => Some("from_on"),
            Self::BasisMissing => Some("basis"),
            Self::NameMissing | Self::NameSame | Self::NameTaken { .. } => Some("name"),
            Self::NotAllowed(_)
            | Self::UnknownUnit
            | Self::Ended { .. }
            | Self::StrangeChoice
            | Self::StillOwes { .. }
            | Self::Stale => None,
        }
    }
}
