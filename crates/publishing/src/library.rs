//! The library's plan: columns as a tree and the kinds of documents, as a data file declares them.
//!
//! Pure: the file's text comes from the caller. A new kind or column is a line of that file, not code. What is published in a
//! column is not known here.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Span;
use kernel::unit::UnitKind;
use serde::Deserialize;

use crate::model::Interpreter;

/// The file that the program brings along.
pub const BUILT_IN: &str = include_str!("data/library.toml");

/// A column (栏目).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The word that addresses use.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in English, for pages with an English frame.
    #[serde(default)]
    pub english: Option<String>,
    /// What it is for (ColumnDescription of 《政府网站发展指引》).
    pub description: String,
    /// The ColumnType of 《政府网站发展指引》.
    #[serde(rename = "type")]
    pub column_type: String,
    /// The column above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// The article that demands it.
    #[serde(default)]
    pub article: String,
}

/// A field that a kind may demand before review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 发文字号.
    Number,
    /// 主题分类.
    Theme,
    /// 内容概述.
    Summary,
    /// 成文日期.
    MadeOn,
    /// 施行日期.
    EffectiveOn,
    /// 年、期号.
    Issue,
    /// 解读人.
    Interpreter,
}

impl Field {
    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "发文字号",
            Self::Theme => "主题分类",
            Self::Summary => "内容概述",
            Self::MadeOn => "成文日期",
            Self::EffectiveOn => "施行日期",
            Self::Issue => "年和期号",
            Self::Interpreter => "解读人",
        }
    }
}

/// A kind of document (信息种类).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The word that the database uses.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The columns that it may stand in; the first is proposed.
    pub columns: Vec<String>,
    /// What must be filled in before review.
    pub required: Vec<Field>,
    /// Whether it is in force or not.
    #[serde(default)]
    pub has_validity: bool,
    /// Whether a 发文字号 is usual.
    #[serde(default)]
    pub has_number: bool,
    /// Whether it interprets another document (政策解读) and can be tied to it.
    #[serde(default)]
    pub interprets: bool,
    /// What its documents gather other public documents under (章节, 栏目); a kind that says none gathers nothing.
    #[serde(default)]
    pub gathers: Option<String>,
    /// Whether its documents are issues of a year with a number (期号).
    #[serde(default)]
    pub has_issue: bool,
    /// Who may be named as interpreting (解读人), by code.
    #[serde(default)]
    interpreters: Vec<String>,
    /// Who has to interpret how often in a year.
    #[serde(default)]
    pub yearly: Option<Yearly>,
    /// The promises that its documents open.
    #[serde(default)]
    pub opens: Vec<Opening>,
}

/// How often in a calendar year somebody of a unit has to interpret (主要负责人解读).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    /// Who, by code.
    interpreter: String,
    /// How often at least.
    pub least: u32,
    /// The kinds of units that have to, by code.
    units: Vec<String>,
    /// What sets it, in words.
    pub basis: String,
}

impl Yearly {
    /// Who has to.
    pub fn interpreter(&self) -> Interpreter {
        Interpreter::from_code(&self.interpreter)
            .expect("a library with another word is refused when it is read")
    }

    /// Whether a unit of a kind has to.
    pub fn asks(&self, unit: UnitKind) -> bool {
        self.units.iter().any(|it| it == unit.code())
    }
}

impl Kind {
    /// Whether its documents may come out before their approval: the promise to make up for it says so.
    pub fn may_come_first(&self) -> bool {
        let mut openings = self.opens.iter();
        openings.any(|it| it.when == Occasion::PublishedFirst)
    }

    /// Who may be named as interpreting, in the file's order.
    pub fn interpreters(&self) -> impl Iterator<Item = Interpreter> {
        let codes = self.interpreters.iter();
        codes.filter_map(|it| Interpreter::from_code(it))
    }

    /// Whether its documents are put on file with the unit above (备案): the promise to do so says it.
    pub fn is_filed(&self) -> bool {
        let mut openings = self.opens.iter();
        openings.any(|it| it.filed && it.when == Occasion::Published)
    }
}

/// When a document obliges to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// It has become public for the first time.
    Published,
    /// It was repealed.
    Repealed,
    /// It came out before its approval (先行公开). A kind that opens no promise then may not come out so.
    PublishedFirst,
    /// What was sent to be put on file (报送备案) came back to be supplemented.
    FilingReturned,
    /// The unit above objects to it: it is to be mended or repealed.
    FilingObjected,
}

/// A promise that documents of a kind open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// When.
    pub when: Occasion,
    /// Which of the document's promises it is; stands in the database.
    pub slot: String,
    /// What is owed, in a line; `{title}` is the document's.
    pub title: String,
    /// Within which span, counted from the day after: `P3WD`.
    pub within: Span,
    /// What sets the span, in words.
    pub basis: String,
    /// The kind of the tied document whose publication keeps it; a person settles it where there is none.
    #[serde(default)]
    pub kept_by: Option<String>,
    /// Whether sending the document to be put on file keeps it (报送备案). Documents of a kind that opens such a promise when published are put on
    /// file.
    #[serde(default)]
    pub filed: bool,
}

/// Columns and kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    columns: Vec<Column>,
    kinds: Vec<Kind>,
    /// Columns that lead nowhere on this site.
    unlisted: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    column: Vec<Column>,
    kind: Vec<Kind>,
}

/// Why a library's file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// It is not the TOML that is expected.
    #[error("栏目与种类文件读不懂：{0}")]
    Unreadable(String),
    /// A code that is none.
    #[error("“{0}”不能作为代码，请用小写字母、数字和连字符，最长40个字符")]
    BadCode(String),
    /// A code twice.
    #[error("代码“{0}”重复")]
    Twice(String),
    /// A column under one that is not there, or under itself.
    #[error("栏目“{column}”的上级栏目“{parent}”不存在或排在它之后，请把上级栏目写在前面")]
    NoParent {
        /// The column.
        column: String,
        /// What it names.
        parent: String,
    },
    /// A kind with a column that is not there, or with none.
    #[error("种类“{kind}”的栏目“{column}”不存在，请改正 columns")]
    NoColumn {
        /// The kind.
        kind: String,
        /// What it names.
        column: String,
    },
    /// A site that names a column which is not there.
    #[error("没有栏目“{0}”，请改为 gongkai config library 中写有的栏目代码")]
    NoSuchColumn(String),
    /// Somebody who cannot be named as interpreting, or a yearly number that says nothing.
    #[error(
        "种类“{kind}”的解读人写得不对：interpreters 从 principal、deputy、drafter、expert 中选，yearly 的 interpreter 要在其中，least 至少为1，units 写单位类型的代码，basis 写明依据"
    )]
    BadInterpreter {
        /// The kind.
        kind: String,
    },
    /// Nothing to gather under.
    #[error("种类“{kind}”的 gathers 要写各部分叫什么，如“章节”“栏目”，最多10个字")]
    BadGathers {
        /// The kind.
        kind: String,
    },
    /// A promise that is no promise.
    #[error(
        "种类“{kind}”的承诺“{slot}”写得不对：slot 用小写字母、数字和连字符且不重复，title 要有 {{title}}，kept_by 要写有 interprets 的种类，filed 与 kept_by 只写一个"
    )]
    BadOpening {
        /// The kind.
        kind: String,
        /// The slot that it names.
        slot: String,
    },
}

impl Library {
    /// The library that the program brings along.
    ///
    /// # Panics
    /// Never: a test reads the file.
    pub fn built_in() -> Self {
        Self::read(BUILT_IN).expect("the library's own file is read by a test")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`LibraryError`], which names the place.
    pub fn read(text: &str) -> Result<Self, LibraryError> {
        let file: File =
            toml::from_str(text).map_err(|cause| LibraryError::Unreadable(cause.to_string()))?;
        let library = Self {
            columns: file.column,
            kinds: file.kind,
            unlisted: BTreeSet::new(),
        };
        library.check()?;
        Ok(library)
    }

    fn check(&self) -> Result<(), LibraryError> {
        for (at, column) in self.columns.iter().enumerate() {
            check_code(&column.code)?;
            let before = self.columns.get(..at).unwrap_or_default();
            if before.iter().any(|it| it.code == column.code) {
                return Err(LibraryError::Twice(column.code.clone()));
            }
            if let Some(parent) = &column.parent
                && !before.iter().any(|it| it.code == *parent)
            {
                return Err(LibraryError::NoParent {
                    column: column.code.clone(),
                    parent: parent.clone(),
                });
            }
        }
        for (at, kind) in self.kinds.iter().enumerate() {
            check_code(&kind.code)?;
            let before = self.kinds.get(..at).unwrap_or_default();
            if before.iter().any(|it| it.code == kind.code) {
                return Err(LibraryError::Twice(kind.code.clone()));
            }
            let missing = kind
                .columns
                .iter()
                .find(|it| self.find_column(it).is_none());
            if kind.columns.is_empty() || missing.is_some() {
                return Err(LibraryError::NoColumn {
                    kind: kind.code.clone(),
                    column: missing.cloned().unwrap_or_default(),
                });
            }
            check_interpreters(kind)?;
            check_gathers(kind)?;
            self.check_openings(kind)?;
        }
        Ok(())
    }

    fn check_openings(&self, kind: &Kind) -> Result<(), LibraryError> {
        for (at, opening) in kind.opens.iter().enumerate() {
            let before = kind.opens.get(..at).unwrap_or_default();
            let keeper = opening.kept_by.as_deref();
            let is_kept =
                keeper.is_none_or(|it| self.find_kind(it).is_some_and(|it| it.interprets));
            let is_kept = is_kept && !(opening.filed && keeper.is_some());
            let is_sound = check_code(&opening.slot).is_ok()
                && !before.iter().any(|it| it.slot == opening.slot)
                && opening.title.contains("{title}")
                && is_kept;
            if !is_sound {
                return Err(LibraryError::BadOpening {
                    kind: kind.code.clone(),
                    slot: opening.slot.chars().take(60).collect(),
                });
            }
        }
        Ok(())
    }

    /// Every column, those above before those under them.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns of a site beside the main one: those that it names with all above and under them, some under names of its own. What it does not name is known
    /// still, so that documents from elsewhere say where they stand, but leads nowhere. Naming none means all.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchColumn`] for the first code that no column has.
    pub fn of_site(
        &self,
        named: &[String],
        names: &BTreeMap<String, String>,
    ) -> Result<Self, LibraryError> {
        let unknown = named.iter().chain(names.keys());
        if let Some(code) = unknown
            .into_iter()
            .find(|it| self.find_column(it).is_none())
        {
            return Err(LibraryError::NoSuchColumn(code.chars().take(60).collect()));
        }
        let mut library = self.clone();
        for column in &mut library.columns {
            if let Some(name) = names.get(&column.code) {
                column.name.clone_from(name);
                // What another name means in English is not known.
                column.english = None;
            }
        }
        if !named.is_empty() {
            let is_listed = |column: &Column| {
                let above = self.list_above(&column.code);
                let leads_there = named.iter().any(|code| {
                    let way = self.list_above(code);
                    way.iter().any(|it| it.code == column.code)
                });
                leads_there || above.iter().any(|it| named.contains(&it.code))
            };
            let unlisted = self.columns.iter().filter(|it| !is_listed(it));
            library.unlisted = unlisted.map(|it| it.code.clone()).collect();
        }
        Ok(library)
    }

    /// Every column that leads somewhere: all but those that a site beside the main one left out.
    pub fn listed(&self) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns.filter(|it| !self.unlisted.contains(&it.code))
    }

    /// Every kind.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The column of a code.
    pub fn find_column(&self, code: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.code == code)
    }

    /// The kind of a code.
    pub fn find_kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|it| it.code == code)
    }

    /// The kind whose documents somebody has to interpret in each year, with how often.
    pub fn find_yearly(&self) -> Option<(&Kind, &Yearly)> {
        let mut kinds = self.kinds.iter();
        kinds.find_map(|it| Some((it, it.yearly.as_ref()?)))
    }

    /// Whether documents of a column are issues of a year with a number.
    pub fn has_issues(&self, column: &str) -> bool {
        let mut kinds = self.kinds.iter();
        kinds.any(|it| it.has_issue && it.columns.iter().any(|it| it == column))
    }

    /// The name of a kind; of one that the file no longer has, its code.
    pub fn kind_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.find_kind(code).map_or(code, |it| it.name.as_str())
    }

    /// The columns right under one; under none, those at the top.
    pub fn list_under<'a>(&'a self, parent: Option<&'a str>) -> impl Iterator<Item = &'a Column> {
        self.listed()
            .filter(move |it| it.parent.as_deref() == parent)
    }

    /// The columns from the top down to one, that one last.
    pub fn list_above(&self, code: &str) -> Vec<&Column> {
        let mut path = Vec::new();
        let mut at = self.find_column(code);
        while let Some(column) = at {
            path.push(column);
            at = column.parent.as_deref().and_then(|it| self.find_column(it));
        }
        path.reverse();
        path
    }
}

fn check_interpreters(kind: &Kind) -> Result<(), LibraryError> {
    let is_known = |it: &String| Interpreter::from_code(it).is_some();
    let yearly = kind.yearly.as_ref();
    let is_yearly_sound = yearly.is_none_or(|it| {
        it.least >= 1
            && !it.basis.is_empty()
            && kind.interpreters.contains(&it.interpreter)
            && !it.units.is_empty()
            && it.units.iter().all(|it| UnitKind::from_code(it).is_some())
    });
    if kind.interpreters.iter().all(is_known) && is_yearly_sound {
        Ok(())
    } else {
        let kind = kind.code.clone();
        Err(LibraryError::BadInterpreter { kind })
    }
}

fn check_gathers(kind: &Kind) -> Result<(), LibraryError> {
    let is_sound = |it: &String| !it.trim().is_empty() && it.chars().count() <= 10;
    if kind.gathers.as_ref().is_none_or(is_sound) {
        Ok(())
    } else {
        let kind = kind.code.clone();
        Err(LibraryError::BadGathers { kind })
    }
}

fn check_code(code: &str) -> Result<(), LibraryError> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || code.len() > 40 || !code.chars().all(is_plain) {
        return Err(LibraryError::BadCode(code.chars().take(60).collect()));
    }
    Ok(())
}

/// 主题分类 of the first level as gov.cn uses them; a name may hold 、 and is never cut there.
pub const THEMES: &[&str] = &[
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_library_has_the_four_fixed_columns_in_their_order() {
        let library = Library::built_in();
        let under: Vec<&str> = library
            .list_under(Some("platform"))
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(
            under,
            [
                "政府信息公开指南",
                "政府信息公开制度",
                "法定主动公开内容",
                "政府信息公开年报"
            ]
        );
        // Fifteen items of article 20.
        assert_eq!(library.list_under(Some("content")).count(), 15);
        let path: Vec<&str> = library
            .list_above("policies")
            .iter()
            .map(|it| it.code.as_str())
            .collect();
        assert_eq!(path, ["platform", "content", "policies"]);
    }

    #[test]
    fn a_library_that_names_what_is_not_there_is_refused_with_the_place() {
        let column = |code: &str, parent: &str| {
            format!(
                "[[column]]\ncode = \"{code}\"\nname = \"甲\"\ndescription = \"乙\"\ntype = \"丙\"\n{parent}\n"
            )
        };
        let kind = "[[kind]]\ncode = \"k\"\nname = \"丁\"\ncolumns = [\"b\"]\nrequired = []\n";
        for (text, wanted) in [
            (format!("{}{kind}", column("a", "")), "种类“k”的栏目“b”"),
            (
                format!("{}{kind}", column("b", "parent = \"x\"")),
                "上级栏目“x”",
            ),
            (
                format!("{}{}{kind}", column("b", ""), column("b", "")),
                "重复",
            ),
            (format!("{}{kind}", column("B", "")), "不能作为代码"),
            ("kind = 3".to_owned(), "读不懂"),
            (
                format!("{}{kind}gathers = \" \"\n", column("b", "")),
                "种类“k”的 gathers",
            ),
            (
                format!("{}{kind}interpreters = [\"mayor\"]\n", column("b", "")),
                "种类“k”的解读人",
            ),
            (
                format!(
                    "{}{kind}interpreters = [\"expert\"]\nyearly = {{ interpreter = \"principal\", least = 1, units = [\"town\"], basis = \"戊\" }}\n",
                    column("b", "")
                ),
                "种类“k”的解读人",
            ),
        ] {
            let told = Library::read(&text).unwrap_err().to_string();
            assert!(told.contains(wanted), "{told}");
        }
    }
}
