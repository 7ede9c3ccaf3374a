//! Why a row of an old site's list is not taken over: a closed list with stable codes, each with what happened and the cure.

use kernel::{NotAllowed, Refusal};

use super::heading::Heading;
use crate::DocumentRefusal;

/// Why a row, or the whole list, was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefusal {
    /// Not CSV, JSON or a WordPress export, or damaged.
    #[error("清单第{line}行读不懂：{detail}")]
    Unreadable {
        /// The line.
        line: u64,
        /// What the reader says.
        detail: String,
    },
    /// The mapping cannot be used.
    #[error("映射文件有误：{0}")]
    BadMapping(String),
    /// A heading that nobody knows.
    #[error("不认识这一列：{0}")]
    HeadingUnknown(String),
    /// A heading twice.
    #[error("“{0}”有两列")]
    HeadingTwice(&'static str),
    /// A row with more cells than headings.
    #[error("这一行的列数多于表头")]
    TooManyCells,
    /// Neither a file nor a text.
    #[error("这一行既没有文件也没有正文")]
    NothingToRead,
    /// Neither a file nor an address to know it again by.
    #[error("这一行既没有文件也没有原地址，再次导入时无法识别")]
    NoKey,
    /// The same document twice in one list.
    #[error("这次导入中已有相同的文件或原地址")]
    Twice,
    /// Not public on the old site.
    #[error("在旧网站上没有公开（{0}）")]
    NotPublic(String),
    /// A path that leads out of the folder.
    #[error("路径“{0}”不在所给的目录之内")]
    Outside(String),
    /// No such file.
    #[error("没有文件“{0}”")]
    FileMissing(String),
    /// A file that cannot be read.
    #[error("文件“{0}”不能导入：{1}")]
    FileRefused(String, String),
    /// No unit and no default.
    #[error("没有写明单位")]
    UnitMissing,
    /// A unit that the directory does not know.
    #[error("单位名录中没有“{0}”")]
    UnitUnknown(String),
    /// A name that several units have.
    #[error("“{0}”是不止一个单位的名称")]
    UnitAmbiguous(String),
    /// A unit that ended.
    #[error("单位“{0}”已撤并")]
    UnitEnded(String),
    /// No kind and no default.
    #[error("没有写明种类")]
    KindMissing,
    /// No such kind.
    #[error("没有种类“{0}”")]
    KindUnknown(String),
    /// No column and no default.
    #[error("没有写明栏目")]
    ColumnMissing,
    /// No such column.
    #[error("没有栏目“{0}”")]
    ColumnUnknown(String),
    /// A kind that does not stand in that column.
    #[error("种类“{kind}”不能放在栏目“{column}”")]
    ColumnNotOfKind {
        /// The kind's name.
        kind: String,
        /// The column's name.
        column: String,
    },
    /// Not a day.
    #[error("{}“{given}”不是日期", .heading.label())]
    NotADay {
        /// Which.
        heading: Heading,
        /// What stands there.
        given: String,
    },
    /// When it was published is not known.
    #[error("没有写明公开日期")]
    PublicationMissing,
    /// Published in days to come.
    #[error("公开日期“{0}”晚于现在")]
    PublicationInFuture(String),
    /// A word that says nothing about validity.
    #[error("效力“{0}”不认识")]
    ValidityUnknown(String),
    /// A kind without validity.
    #[error("种类“{0}”没有效力之分")]
    ValidityNotOfKind(String),
    /// What dates say, without the date.
    #[error("效力写作“{0}”，但没有相应的日期")]
    ValidityWantsDay(&'static str),
    /// An address that is none.
    #[error("原地址“{0}”不能使用")]
    AddressUnusable(String),
    /// An address that leads to another document already.
    #[error("原地址“{0}”已指向另一件信息")]
    AddressTaken(String),
    /// A text that shows a picture of this site that is none of its own.
    #[error("正文引用了本站的图片地址")]
    ForeignPicture,
    /// What every document must fulfil.
    #[error(transparent)]
    Document(#[from] DocumentRefusal),
}

impl From<NotAllowed> for ImportRefusal {
    fn from(it: NotAllowed) -> Self {
        Self::Document(it.into())
    }
}

impl ImportRefusal {
    /// What to do next.
    pub fn cure(&self) -> String {
        let text = match self {
            Self::Unreadable { .. } => "请另存为 CSV UTF-8、JSON 或重新导出后再试；此前各行已处理",
            Self::BadMapping(_) => "请按 docs/import.md 改正映射文件",
            Self::HeadingUnknown(_) => {
                "请在映射文件的 [headings] 写明它是哪一列，不需要的列写 \"\""
            }
            Self::HeadingTwice(_) => "请只保留一列",
            Self::TooManyCells => "请检查这一行的逗号和引号",
            Self::NothingToRead => "请填写“文件”，或提供“正文”",
            Self::NoKey => "请填写“文件”或“原地址”",
            Self::Twice => "请删去重复的行",
            Self::NotPublic(_) => "只导入已公开的信息；确需公开的，请在工作台起草",
            Self::Outside(_) => "请把文件放进所给的目录，写相对路径，不用 .. 和指向目录外的链接",
            Self::FileMissing(_) => "请核对文件名（区分大小写）",
            Self::FileRefused(..) => "请改正或更换文件后再次导入",
            Self::UnitMissing => "请填写“单位”，或在映射文件写 [defaults] unit",
            Self::UnitUnknown(_) | Self::UnitAmbiguous(_) => {
                "请在映射文件的 [units] 写明它是哪个单位（代码）"
            }
            Self::UnitEnded(_) => "请在映射文件的 [units] 写明现在由哪个单位负责（代码）",
            Self::KindMissing => "请填写“种类”，或在映射文件写 [defaults] kind",
            Self::KindUnknown(_) => "请在映射文件的 [kinds] 写明它是哪个种类（代码）",
            Self::ColumnMissing => "请填写“栏目”，或在映射文件写 [defaults] column",
            Self::ColumnUnknown(_) => "请在映射文件的 [columns] 写明它是哪个栏目（代码）",
            Self::ColumnNotOfKind { .. } => "请改种类或栏目",
            Self::NotADay { .. } => "请写作 2019-03-04；公开日期可带时间，如 2019-03-04 09:30",
            Self::PublicationMissing => "请填写在旧网站公开的日期",
            Self::PublicationInFuture(_) => "请核对；尚未公开的信息请在工作台起草",
            Self::ValidityUnknown(_) => "请写 有效、已修改、部分失效、已废止 或 已失效",
            Self::ValidityNotOfKind(_) => "请把“效力”留空，或改种类",
            Self::ValidityWantsDay(_) => {
                "请填写失效日期（尚未施行的填写施行日期）；被废止的写 已废止"
            }
            Self::AddressUnusable(_) => {
                "请写完整网址或以 / 开头的路径，最长1000字节；首页不能作为一件信息的原地址"
            }
            Self::AddressTaken(_) => "请核对是否重复导入，或留空原地址",
            Self::ForeignPicture => "请改为相对路径，并把图片放进所给的目录",
            Self::Document(DocumentRefusal::NotReady(_)) => {
                "请补填；这个种类必须有这些内容，缺的可改用不要求它的种类"
            }
            Self::Document(_) => "请改正后再次导入",
        };
        text.to_owned()
    }

    /// What stands there and is wrong.
    pub fn given(&self) -> &str {
        match self {
            Self::HeadingUnknown(it)
            | Self::NotPublic(it)
            | Self::Outside(it)
            | Self::FileMissing(it)
            | Self::FileRefused(it, _)
            | Self::UnitUnknown(it)
            | Self::UnitAmbiguous(it)
            | Self::UnitEnded(it)
            | Self::KindUnknown(it)
            | Self::ColumnUnknown(it)
            | Self::NotADay { given: it, .. }
            | Self::PublicationInFuture(it)
            | Self::ValidityUnknown(it)
            | Self::ValidityNotOfKind(it)
            | Self::AddressUnusable(it)
            | Self::AddressTaken(it) => it,
            Self::ColumnNotOfKind { column, .. } => column,
            Self::HeadingTwice(it) | Self::ValidityWantsDay(it) => it,
            Self::Unreadable { .. }
            | Self::BadMapping(_)
            | Self::TooManyCells
            | Self::NothingToRead
            | Self::NoKey
            | Self::Twice
            | Self::UnitMissing
            | Self::KindMissing
            | Self::ColumnMissing
            | Self::PublicationMissing
            | Self::ForeignPicture
            | Self::Document(_) => "",
        }
    }
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "import.unreadable",
            Self::BadMapping(_) => "import.bad_mapping",
            Self::HeadingUnknown(_) => "import.heading_unknown",
            Self::HeadingTwice(_) => "import.heading_twice",
            Self::TooManyCells => "import.too_many_cells",
            Self::NothingToRead => "import.nothing_to_read",
            Self::NoKey => "import.no_key",
            Self::Twice => "import.twice",
            Self::NotPublic(_) => "import.not_public",
            Self::Outside(_) => "import.outside",
            Self::FileMissing(_) => "import.file_missing",
            Self::FileRefused(..) => "import.file_refused",
            Self::UnitMissing => "import.unit_missing",
            Self::UnitUnknown(_) => "import.unit_unknown",
            Self::UnitAmbiguous(_) => "import.unit_ambiguous",
            Self::UnitEnded(_) => "import.unit_ended",
            Self::KindMissing => "import.kind_missing",
            Self::KindUnknown(_) => "import.kind_unknown",
            Self::ColumnMissing => "import.column_missing",
            Self::ColumnUnknown(_) => "import.column_unknown",
            Self::ColumnNotOfKind { .. } => "import.column_not_of_kind",
            Self::NotADay { .. } => "import.not_a_day",
            Self::PublicationMissing => "import.publication_missing",
            Self::PublicationInFuture(_) => "import.publication_in_future",
            Self::ValidityUnknown(_) => "import.validity_unknown",
            Self::ValidityNotOfKind(_) => "import.validity_not_of_kind",
            Self::ValidityWantsDay(_) => "import.validity_wants_day",
            Self::AddressUnusable(_) => "import.address_unusable",
            Self::AddressTaken(_) => "import.address_taken",
            Self::ForeignPicture => "import.foreign_picture",
            Self::Document(inner) => inner.code(),
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        let heading = match self {
            Self::Outside(_) | Self::FileMissing(_) | Self::FileRefused(..) => Heading::File,
            Self::UnitMissing
            | Self::UnitUnknown(_)
            | Self::UnitAmbiguous(_)
            | Self::UnitEnded(_) => Heading::Unit,
            Self::KindMissing | Self::KindUnknown(_) => Heading::Kind,
            Self::ColumnMissing | Self::ColumnUnknown(_) | Self::ColumnNotOfKind { .. } => {
                Heading::Column
            }
            Self::NotADay { heading, .. } => *heading,
            Self::PublicationMissing | Self::PublicationInFuture(_) => Heading::PublishedOn,
            Self::ValidityUnknown(_) | Self::ValidityNotOfKind(_) | Self::ValidityWantsDay(_) => {
                Heading::Validity
            }
            Self::AddressUnusable(_) | Self::AddressTaken(_) => Heading::OldUrl,
            Self::NothingToRead | Self::ForeignPicture => Heading::Content,
            Self::Document(inner) => return inner.field(),
            Self::Unreadable { .. }
            | Self::BadMapping(_)
            | Self::HeadingUnknown(_)
            | Self::HeadingTwice(_)
            | Self::TooManyCells
            | Self::NoKey
            | Self::Twice
            | Self::NotPublic(_) => return None,
        };
        Some(heading.code())
    }
}
