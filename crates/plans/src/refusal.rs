//! What a user can cause and mend when working on plans and the catalogue: a closed list with stable codes.

use kernel::NotAllowed;
use kernel::Refusal;

/// Why an act on a plan was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such plan.
    #[error("没有这份工作要点，请核对编号")]
    UnknownPlan,
    /// There is no such duty.
    #[error("没有这项任务，请核对编号")]
    UnknownDuty,
    /// There is no such unit.
    #[error("没有这个单位，请从单位名录中选择")]
    UnknownUnit,
    /// The document cannot be told from others.
    #[error(
        "未能识别文件的标题和发文字号，无法建档；请检查文件是否为工作要点正文，或补充标题后再导入"
    )]
    Unidentified,
    /// Nothing to do in it.
    #[error("未能从文件中读出任何任务；请检查文件内容是否完整（扫描件需先转为文本）")]
    NoDuties,
    /// No difference waits.
    #[error("这份工作要点没有待确认的变化，可能已被确认或被更新的导入取代；请刷新后再试")]
    NothingToAccept,
    /// Late promises would be seen as late no more, and nobody has said why they may.
    #[error(
        "这样办理会{}已逾期的承诺；确需如此的，请明确同意并写明理由，理由向社会公开",
        late_words(*.withdrawn, *.postponed)
    )]
    WithdrawsLate {
        /// Late ones owed no more.
        withdrawn: u64,
        /// Late ones with a later day.
        postponed: u64,
    },
    /// No reason given, or one too long.
    #[error("请写明理由，500字以内")]
    ReasonMissing,
    /// The plan names no such unit.
    #[error("该文件中没有写作“{written}”的单位，请核对名称")]
    NotWritten {
        /// What was given.
        written: String,
    },
    /// No unit was chosen.
    #[error("请至少选择一个责任单位")]
    NoUnitGiven,
    /// There is no such item of the catalogue.
    #[error("目录中没有这个事项，请核对编号")]
    UnknownItem,
    /// Nobody is settled to owe it.
    #[error("责任单位尚未明确，请先明确责任单位，再登记事件")]
    NobodyOwes,
    /// The duty or item waits for no such event.
    #[error("没有这一条以事件起算的期限，请核对")]
    NothingAwaited,
    /// It waits for several, and none was named.
    #[error("有多条以事件起算的期限，请指明是第几条：{}", join(.ordinals))]
    WhichAwaited {
        /// Those that it waits for.
        ordinals: Vec<u32>,
    },
    /// The event lies in the future.
    #[error("事件日期不能晚于今天，请填写实际发生的日期")]
    EventInFuture,
    /// The event has no name.
    #[error("请填写事件名称（如：关于某办法的征求意见），100字以内")]
    EventUnnamed,
    /// A due day outside the calendar.
    #[error("按此日期推算的到期日超出日历范围（1990年至2100年），请核对日期")]
    OutOfCalendar,
    /// The span cannot be read.
    #[error(
        "期限写法有误或与任务的频次不合：{given}；请写成如“20个工作日内”“1个月内”“次月前5个工作日内”，每年一次的也可写“1月31日前”"
    )]
    BadGrace {
        /// What was given.
        given: String,
    },
    /// The plans are not linked.
    #[error("两份工作要点没有建立对照，请先选择上级工作要点")]
    NotLinked,
    /// No basis given.
    #[error("请填写依据（法律条款或文件文号），500字以内")]
    BasisMissing,
    /// The table has no header that can be read.
    #[error(
        "未找到目录表头：需有“公开事项”“公开时限”“公开主体”等列；请使用标准目录格式的 XLSX 或 CSV 文件"
    )]
    NoCatalogueHeader,
    /// The file cannot be opened.
    #[error("无法打开文件：{why}；请确认文件为 XLSX 或 CSV 格式且未加密")]
    UnreadableTable {
        /// What went wrong.
        why: String,
    },
    /// The file is too large.
    #[error("目录文件过大（最多20万个单元格），请拆分后导入")]
    TableTooLarge,
}

/// `作废1项、顺延2项`
fn late_words(withdrawn: u64, postponed: u64) -> String {
    match (withdrawn, postponed) {
        (0, postponed) => format!("顺延{postponed}项"),
        (withdrawn, 0) => format!("作废{withdrawn}项"),
        (withdrawn, postponed) => format!("作废{withdrawn}项、顺延{postponed}项"),
    }
}

fn join(ordinals: &[u32]) -> String {
    let words: Vec<String> = ordinals.iter().map(u32::to_string).collect();
    words.join("、")
}

impl Refusal for PlanRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::UnknownPlan => "plans.unknown_plan",
            Self::UnknownDuty => "plans.unknown_duty",
            Self::UnknownUnit => "plans.unknown_unit",
            Self::Unidentified => "plans.unidentified",
            Self::NoDuties => "plans.no_duties",
            Self::NothingToAccept => "plans.nothing_to_accept",
            Self::WithdrawsLate { .. } => "plans.withdraws_late",
            Self::ReasonMissing => "plans.reason_missing",
            Self::NotWritten { .. } => "plans.not_written",
            Self::NoUnitGiven => "plans.no_unit_given",
            Self::UnknownItem => "plans.unknown_item",
            Self::NobodyOwes => "plans.nobody_owes",
            Self::WhichAwaited { .. } => "plans.which_awaited",
            Self::NothingAwaited => "plans.nothing_awaited",
            Self::EventInFuture => "plans.event_in_future",
            Self::EventUnnamed => "plans.event_unnamed",
            Self::OutOfCalendar => "plans.out_of_calendar",
            Self::BadGrace { .. } => "plans.bad_grace",
            Self::NotLinked => "plans.not_linked",
            Self::BasisMissing => "plans.basis_missing",
            Self::NoCatalogueHeader => "plans.no_catalogue_header",
            Self::UnreadableTable { .. } => "plans.unreadable_table",
            Self::TableTooLarge => "plans.table_too_large",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unidentified
            | Self::NoDuties
            | Self::NoCatalogueHeader
            | Self::UnreadableTable { .. }
            | Self::TableTooLarge => Some("file"),
            Self::UnknownUnit | Self::NoUnitGiven => Some("units"),
            Self::NotWritten { .. } => Some("written"),
            Self::EventInFuture | Self::OutOfCalendar => Some("happened_at"),
            Self::EventUnnamed => Some("label"),
            Self::WhichAwaited { .. } => Some("ordinal"),
            Self::BadGrace { .. } => Some("grace"),
            Self::BasisMissing => Some("basis"),
            Self::WithdrawsLate { .. } | Self::ReasonMissing => Some("reason"),
            Self::NotAllowed(_)
            | Self::UnknownPlan
            | Self::UnknownDuty
            | Self::NotLinked
            | Self::UnknownItem
            | Self::NobodyOwes
            | Self::NothingToAccept
            | Self::NothingAwaited => None,
        }
    }
}
