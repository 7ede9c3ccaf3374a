//! Why a change of the register of units is refused: at its line and column where it comes from a file, at its field where it
//! comes from a form.

use kernel::Refusal;

/// Why a units file, or a form that changes a unit, is refused. Line 0 means a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterRefusal {
    /// It is no CSV.
    #[error("第 {line} 行不是有效的 CSV：{detail}；请用 UTF-8 编码的 CSV 另存后重试")]
    NotCsv {
        /// Line.
        line: u64,
        /// What the reader said.
        detail: String,
    },
    /// A column is missing.
    #[error("缺少列「{column}」；首行应包含：{expected}")]
    NoColumn {
        /// The column.
        column: &'static str,
        /// All columns.
        expected: String,
    },
    /// A cell holds something else than it should.
    #[error("{}", bad_cell(*.line, .column, .given, .cure))]
    BadCell {
        /// Line.
        line: u64,
        /// Column.
        column: &'static str,
        /// What it holds.
        given: String,
        /// What to write instead.
        cure: String,
    },
    /// Two rows with one code or name.
    #[error("第 {line} 行的「{given}」与前面的行重复；每个编码、名称只能出现一次")]
    Twice {
        /// Line of the second.
        line: u64,
        /// The code or name.
        given: String,
    },
    /// A code that no row has.
    #[error("{}引用的编码「{given}」不存在；请先加入该单位", place(*.line, .column))]
    NoSuchUnit {
        /// Line.
        line: u64,
        /// Column.
        column: &'static str,
        /// The code.
        given: String,
    },
    /// A circle of parents or successors.
    #[error("{}形成循环：{given} 最终指回自己；请改正上级或继承单位", place(*.line, .column))]
    Circle {
        /// Line.
        line: u64,
        /// Column.
        column: &'static str,
        /// The code.
        given: String,
    },
    /// The code or name is another's.
    #[error("「{given}」已被使用，请换一个")]
    Taken {
        /// Which field.
        column: &'static str,
        /// What was given.
        given: String,
    },
    /// A row ends a unit that still owes something.
    #[error(
        "第 {line} 行为{name}填写了截止日期，但该单位还有{promises}项未结承诺或周期任务；请先办理机构调整，由承接单位继续办理"
    )]
    EndsOwing {
        /// Line.
        line: u64,
        /// The unit's name.
        name: String,
        /// Open promises.
        promises: u64,
    },
    /// There is no such unit or class any more.
    #[error("没有这个单位或集合称谓，请从单位名录中选择")]
    Unknown,
    /// Somebody changed it after the form was opened.
    #[error("您打开表单后，内容已被他人修改；请核对两个版本，再决定是否保存")]
    Stale,
}

fn bad_cell(line: u64, column: &'static str, given: &str, cure: &str) -> String {
    let place = place(line, column);
    match given {
        "" if cure.starts_with("不能") => format!("{place}{cure}"),
        "" => format!("{place}：{cure}"),
        given => format!("{place}的「{given}」无效：{cure}"),
    }
}

/// Where something stands: a column of a line, or a field.
fn place(line: u64, column: &'static str) -> String {
    match line {
        0 => format!("「{}」", label_of(column)),
        line => format!("第 {line} 行「{column}」列"),
    }
}

/// What a column of the units file or the classes file is called.
pub fn label_of(column: &'static str) -> &'static str {
    LABELS
        .iter()
        .find(|(code, _)| *code == column)
        .map_or(column, |(_, label)| label)
}

/// Columns and what people call them.
const LABELS: &[(&str, &str)] = &[
    ("code", "编码"),
    ("name", "全称"),
    ("short_name", "简称"),
    ("kind", "类别"),
    ("level", "层级"),
    ("parent_code", "上级单位"),
    ("aliases", "别名"),
    ("former_names", "曾用名"),
    ("valid_from", "设立日期"),
    ("valid_to", "截止日期"),
    ("successor_code", "承接单位"),
    ("phone", "联系电话"),
    ("fax", "传真"),
    ("mail", "电子邮箱"),
    ("address", "办公地址"),
    ("opening_hours", "办公时间"),
    ("website", "网址"),
    ("members", "成员"),
];

impl Refusal for RegisterRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotCsv { .. } => "units.not_csv",
            Self::NoColumn { .. } => "units.no_column",
            Self::BadCell { .. } => "units.bad_cell",
            Self::Twice { .. } => "units.twice",
            Self::NoSuchUnit { .. } => "units.no_such_unit",
            Self::Circle { .. } => "units.circle",
            Self::Taken { .. } => "units.taken",
            Self::EndsOwing { .. } => "units.ends_owing",
            Self::Unknown => "units.unknown",
            Self::Stale => "units.stale",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::BadCell {
                line: 0, column, ..
            }
            | Self::NoSuchUnit {
                line: 0, column, ..
            }
            | Self::Circle {
                line: 0, column, ..
            }
            | Self::Taken { column, .. } => Some(column),
            Self::NotCsv { .. }
            | Self::NoColumn { .. }
            | Self::BadCell { .. }
            | Self::Twice { .. }
            | Self::EndsOwing { .. }
            | Self::NoSuchUnit { .. }
            | Self::Circle { .. } => Some("file"),
            Self::Unknown | Self::Stale => None,
        }
    }
}
