//! Why an archive is not taken in: each with where it stands and what to do. Nothing of a refused archive is in the database.

use std::fmt;

use kernel::{BlobId, Refusal};

use super::{FORMAT_VERSION, manifest};

/// Where in an archive something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The part.
    pub part: String,
    /// Its first and last line that are meant.
    pub lines: (u64, u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.lines;
        write!(f, "{} 第{first}", self.part)?;
        if last != first {
            write!(f, "—{last}")?;
        }
        f.write_str("行")
    }
}

/// Why an archive is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveRefusal {
    /// It is no archive of a site.
    #[error("这不是 gongkai export 写出的存档：{0}")]
    NotAnArchive(String),
    /// Its format is of a later version.
    #[error("存档的格式是第 {0} 版，本程序只读到第 {FORMAT_VERSION} 版")]
    NewerFormat(u32),
    /// It was written by a program with another schema.
    #[error(
        "存档由 {program} 写出，数据库结构是第 {schema_version} 版；本程序是第 {} 版{}",
        manifest::schema_version(),
        if *.schema_version == manifest::schema_version() { "，但内容不同" } else { "" }
    )]
    OtherSchema {
        /// The program that wrote it.
        program: String,
        /// The version of its schema.
        schema_version: u32,
    },
    /// It ends too early.
    #[error("存档不完整：{0}")]
    Cut(String),
    /// There is something in it that does not belong there.
    #[error("存档中有不应有的内容：{0}")]
    Stray(String),
    /// A part is not what the manifest says.
    #[error("存档的 {part} 与清单不符：{why}")]
    PartDiffers {
        /// The part.
        part: String,
        /// In what it differs.
        why: String,
    },
    /// A row cannot be taken in.
    #[error("存档的 {place}：{why}")]
    BadRow {
        /// Where it stands.
        place: Place,
        /// What is wrong with it.
        why: String,
    },
    /// A blob is not what its name or its row says.
    #[error("存档的文件 {id}：{why}")]
    BadBlob {
        /// The blob.
        id: BlobId,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The site has data already.
    #[error("这个站点已有数据（表 {0} 不是空的），只能导入到空的站点")]
    NotEmpty(&'static str),
}

impl ArchiveRefusal {
    /// What to do about it.
    pub fn cure(&self) -> String {
        match self {
            Self::NotAnArchive(_) => {
                "请检查路径；导入旧网站的信息用 gongkai import documents".to_owned()
            }
            Self::NewerFormat(_) => "请用写出存档的程序版本，或更新的版本导入".to_owned(),
            Self::OtherSchema {
                program,
                schema_version,
            } => match schema_version.cmp(&manifest::schema_version()) {
                std::cmp::Ordering::Less => format!(
                    "请用 {program} 导入，再用本程序执行 gongkai migrate 升级；或先在原站点升级程序，重新导出"
                ),
                std::cmp::Ordering::Equal => format!("请用写出存档的那个 {program} 导入"),
                std::cmp::Ordering::Greater => format!("请用 {program} 或更新的版本导入"),
            },
            Self::Cut(_) | Self::PartDiffers { .. } | Self::BadBlob { .. } => {
                "存档在传输或保存中损坏，请重新拷贝（可比对 SHA-256）或重新导出；站点仍是空的"
                    .to_owned()
            }
            Self::Stray(_) => {
                "请使用 gongkai export 写出的原文件，不要重新打包；站点仍是空的".to_owned()
            }
            Self::BadRow { .. } => {
                "请在原站点执行 gongkai check 后重新导出；站点仍是空的".to_owned()
            }
            Self::NotEmpty(_) => {
                "请在配置 store.data、store.database 中换一个新的数据目录或新建的空数据库，再导入"
                    .to_owned()
            }
        }
    }
}

impl Refusal for ArchiveRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAnArchive(_) => "archive.not_an_archive",
            Self::NewerFormat(_) => "archive.newer_format",
            Self::OtherSchema { .. } => "archive.other_schema",
            Self::Cut(_) => "archive.cut",
            Self::Stray(_) => "archive.stray",
            Self::PartDiffers { .. } => "archive.part_differs",
            Self::BadRow { .. } => "archive.bad_row",
            Self::BadBlob { .. } => "archive.bad_blob",
            Self::NotEmpty(_) => "archive.site_not_empty",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }
}
