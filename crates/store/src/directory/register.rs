//! The units file and the classes file: CSV text to records, each error at its line and column.
//!
//! Pure. UTF-8 with or without BOM; the first line names the columns, in any order. It does not know what the
//! database holds; [`super::import`] does.

use std::collections::HashMap;

use kernel::unit::{UnitKind, UnitLevel};
use kernel::{Date, Refusal};

/// A row of the units file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRecord {
    /// Line of the file, for messages.
    pub line: u64,
    /// Code, unique.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for lists; the full name where the file gives none.
    pub short_name: String,
    /// Kind.
    pub kind: UnitKind,
    /// Level.
    pub level: UnitLevel,
    /// Code of the unit above.
    pub parent_code: Option<String>,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// Names no longer in use.
    pub former_names: Vec<String>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Code of the successor.
    pub successor_code: Option<String>,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Opening hours.
    pub opening_hours: String,
    /// Web address.
    pub website: String,
}

/// A row of the classes file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRecord {
    /// Line of the file, for messages.
    pub line: u64,
    /// Name, unique.
    pub name: String,
    /// Other wordings.
    pub aliases: Vec<String>,
    /// Who belongs to it.
    pub members: MembersRecord,
}

/// Who belongs to a class, as the file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersRecord {
    /// Codes of units.
    Codes(Vec<String>),
    /// `kind:town,subdistrict`
    Kinds(Vec<UnitKind>),
    /// `*`
    All,
    /// Empty.
    Unknown,
}

/// Why a units file is refused.
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
    #[error("第 {line} 行「{column}」列的「{given}」无效：{cure}")]
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
    #[error("第 {line} 行「{column}」列引用的编码「{given}」不存在；请先在文件中加入该单位")]
    NoSuchUnit {
        /// Line.
        line: u64,
        /// Column.
        column: &'static str,
        /// The code.
        given: String,
    },
    /// A circle of parents or successors.
    #[error("第 {line} 行「{column}」列形成循环：{given} 最终指回自己；请改正上级或继承单位")]
    Circle {
        /// Line.
        line: u64,
        /// Column.
        column: &'static str,
        /// The code.
        given: String,
    },
}

impl Refusal for RegisterRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotCsv { .. } => "units.not_csv",
            Self::NoColumn { .. } => "units.no_column",
            Self::BadCell { .. } => "units.bad_cell",
            Self::Twice { .. } => "units.twice",
            Self::NoSuchUnit { .. } => "units.no_such_unit",
            Self::Circle { .. } => "units.circle",
        }
    }
    fn message(&self) -> String {
        self.to_string()
    }
}

const UNIT_COLUMNS: &[&str] = &[
    "code",
    "name",
    "short_name",
    "kind",
    "level",
    "parent_code",
    "aliases",
    "former_names",
    "valid_from",
    "valid_to",
    "successor_code",
    "phone",
    "address",
    "opening_hours",
    "website",
];
const CLASS_COLUMNS: &[&str] = &["name", "aliases", "members"];

/// Reads a units file.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read_units(text: &str) -> Result<Vec<UnitRecord>, RegisterRefusal> {
    let sheet = Sheet::read(text, UNIT_COLUMNS)?;
    let mut seen = HashMap::new();
    let mut records: Vec<UnitRecord> = Vec::new();
    for line in &sheet.lines {
        let record = unit_record(line)?;
        if seen.insert(record.code.clone(), records.len()).is_some() {
            return Err(RegisterRefusal::Twice {
                line: record.line,
                given: record.code,
            });
        }
        records.push(record);
    }
    for record in &records {
        walk(record, &records, &seen, Link::Parent)?;
        walk(record, &records, &seen, Link::Successor)?;
    }
    Ok(records)
}

/// Reads a classes file.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read_classes(text: &str) -> Result<Vec<ClassRecord>, RegisterRefusal> {
    let sheet = Sheet::read(text, CLASS_COLUMNS)?;
    let mut records: Vec<ClassRecord> = Vec::new();
    for line in &sheet.lines {
        let name = line.required("name")?;
        if records.iter().any(|other| other.name == name) {
            return Err(RegisterRefusal::Twice {
                line: line.number,
                given: name,
            });
        }
        records.push(ClassRecord {
            line: line.number,
            name,
            aliases: line.list("aliases"),
            members: members(line)?,
        });
    }
    Ok(records)
}

fn unit_record(line: &Line) -> Result<UnitRecord, RegisterRefusal> {
    let name = line.required("name")?;
    let website = line.text("website");
    if !(website.is_empty() || website.starts_with("https://") || website.starts_with("http://")) {
        return Err(line.bad("website", "网址应以 https:// 或 http:// 开头"));
    }
    let short_name = line.text("short_name");
    Ok(UnitRecord {
        line: line.number,
        code: line.required("code")?,
        short_name: if short_name.is_empty() {
            name.clone()
        } else {
            short_name
        },
        name,
        kind: UnitKind::from_code(&line.text("kind"))
            .ok_or_else(|| line.bad("kind", &one_of(UnitKind::ALL.iter().map(|k| k.code()))))?,
        level: UnitLevel::from_code(&line.text("level"))
            .ok_or_else(|| line.bad("level", &one_of(UnitLevel::ALL.iter().map(|l| l.code()))))?,
        parent_code: line.optional("parent_code"),
        aliases: line.list("aliases"),
        former_names: line.list("former_names"),
        valid_from: line.date("valid_from")?,
        valid_to: line.date("valid_to")?,
        successor_code: line.optional("successor_code"),
        phone: line.text("phone"),
        address: line.text("address"),
        opening_hours: line.text("opening_hours"),
        website,
    })
}

fn one_of<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    format!("应为 {} 之一", codes.collect::<Vec<_>>().join("、"))
}

fn members(line: &Line) -> Result<MembersRecord, RegisterRefusal> {
    let text = line.text("members");
    if text.is_empty() {
        return Ok(MembersRecord::Unknown);
    }
    if text == "*" {
        return Ok(MembersRecord::All);
    }
    let Some(kinds) = text.strip_prefix("kind:") else {
        return Ok(MembersRecord::Codes(line.list("members")));
    };
    let kinds: Option<Vec<_>> = kinds
        .split(',')
        .map(|code| UnitKind::from_code(code.trim()))
        .collect();
    kinds.map(MembersRecord::Kinds).ok_or_else(|| {
        line.bad(
            "members",
            &one_of(UnitKind::ALL.iter().map(|kind| kind.code())),
        )
    })
}

#[derive(Clone, Copy)]
enum Link {
    Parent,
    Successor,
}

/// Follows parents or successors to the end: each code must exist, and none may come twice.
fn walk(
    start: &UnitRecord,
    records: &[UnitRecord],
    by_code: &HashMap<String, usize>,
    link: Link,
) -> Result<(), RegisterRefusal> {
    let column = match link {
        Link::Parent => "parent_code",
        Link::Successor => "successor_code",
    };
    let mut record = start;
    for _ in 0..=records.len() {
        let next = match link {
            Link::Parent => &record.parent_code,
            Link::Successor => &record.successor_code,
        };
        let Some(code) = next else { return Ok(()) };
        record =
            by_code
                .get(code)
                .map(|&n| &records[n])
                .ok_or_else(|| RegisterRefusal::NoSuchUnit {
                    line: record.line,
                    column,
                    given: code.clone(),
                })?;
    }
    Err(RegisterRefusal::Circle {
        line: start.line,
        column,
        given: start.code.clone(),
    })
}

/// A CSV text with named columns.
struct Sheet {
    lines: Vec<Line>,
}

struct Line {
    number: u64,
    cells: HashMap<&'static str, String>,
}

impl Sheet {
    fn read(text: &str, columns: &'static [&'static str]) -> Result<Self, RegisterRefusal> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(not_csv)?.clone();
        let mut places = Vec::new();
        for &column in columns {
            let place = header.iter().position(|name| name == column);
            places.push((
                column,
                place.ok_or_else(|| RegisterRefusal::NoColumn {
                    column,
                    expected: columns.join(","),
                })?,
            ));
        }
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(not_csv)?;
            lines.push(Line {
                number: record.position().map_or(0, csv::Position::line),
                cells: places
                    .iter()
                    .map(|&(column, place)| {
                        (column, record.get(place).unwrap_or_default().to_owned())
                    })
                    .collect(),
            });
        }
        Ok(Self { lines })
    }
}

fn not_csv(cause: csv::Error) -> RegisterRefusal {
    RegisterRefusal::NotCsv {
        line: cause.position().map_or(1, csv::Position::line),
        detail: cause.to_string(),
    }
}

impl Line {
    fn text(&self, column: &'static str) -> String {
        self.cells.get(column).cloned().unwrap_or_default()
    }

    fn optional(&self, column: &'static str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn required(&self, column: &'static str) -> Result<String, RegisterRefusal> {
        self.optional(column)
            .ok_or_else(|| self.bad(column, "不能为空"))
    }

    fn list(&self, column: &'static str) -> Vec<String> {
        self.text(column)
            .split([';', '；'])
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn date(&self, column: &'static str) -> Result<Option<Date>, RegisterRefusal> {
        self.optional(column)
            .map(|text| text.parse())
            .transpose()
            .map_err(|_| self.bad(column, "日期应写作 2019-01-01"))
    }

    fn bad(&self, column: &'static str, cure: &str) -> RegisterRefusal {
        RegisterRefusal::BadCell {
            line: self.number,
            column,
            given: self.text(column),
            cure: cure.to_owned(),
        }
    }
}
