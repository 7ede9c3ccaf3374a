//! The units file and the classes file: CSV text to records, each error at its line and column.
//!
//! Pure. UTF-8 with or without BOM; the first line names the columns, in any order. It does not know what the
//! database holds; [`super::import`] does. [`super::export`] writes the same files.

use std::collections::HashMap;

use kernel::Date;
use kernel::unit::{UnitKind, UnitLevel};

pub use super::refusal::{RegisterRefusal, label_of};

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
    /// Fax.
    pub fax: String,
    /// Mail address.
    pub mail: String,
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

/// The columns that a units file has.
pub const UNIT_COLUMNS: &[&str] = &[
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
/// Columns that a units file may have: files of before them are good files.
pub const OPTIONAL_UNIT_COLUMNS: &[&str] = &["fax", "mail"];
/// The columns of a classes file.
pub const CLASS_COLUMNS: &[&str] = &["name", "aliases", "members"];

/// Reads a units file.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read_units(text: &str) -> Result<Vec<UnitRecord>, RegisterRefusal> {
    let sheet = Sheet::read(text, (UNIT_COLUMNS, OPTIONAL_UNIT_COLUMNS))?;
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
    let sheet = Sheet::read(text, (CLASS_COLUMNS, &[]))?;
    let mut records: Vec<ClassRecord> = Vec::new();
    for line in &sheet.lines {
        let record = class_record(line)?;
        if records.iter().any(|other| other.name == record.name) {
            return Err(RegisterRefusal::Twice {
                line: record.line,
                given: record.name,
            });
        }
        records.push(record);
    }
    Ok(records)
}

fn class_record(line: &Line) -> Result<ClassRecord, RegisterRefusal> {
    Ok(ClassRecord {
        line: line.number,
        name: line.required("name")?,
        aliases: line.list("aliases"),
        members: members(line)?,
    })
}

/// What a form says of a unit, under the names of the columns.
///
/// # Errors
/// The first thing that is wrong, with its field.
pub fn unit_of_form(
    fields: impl IntoIterator<Item = (&'static str, String)>,
) -> Result<UnitRecord, RegisterRefusal> {
    let cells = fields
        .into_iter()
        .map(|(name, text)| (name, one_line(&text)));
    unit_record(&Line {
        number: 0,
        cells: cells.collect(),
    })
}

/// What a form says of a class.
///
/// # Errors
/// The first thing that is wrong, with its field.
pub fn class_of_form(
    fields: impl IntoIterator<Item = (&'static str, String)>,
) -> Result<ClassRecord, RegisterRefusal> {
    let cells = fields
        .into_iter()
        .map(|(name, text)| (name, one_line(&text)));
    class_record(&Line {
        number: 0,
        cells: cells.collect(),
    })
}

/// Words in one line; lines of a list of names become `;`.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let joined: Vec<&str> = lines.collect();
    joined.join(";")
}

/// Characters of a cell at most.
const LONGEST: usize = 500;

fn unit_record(line: &Line) -> Result<UnitRecord, RegisterRefusal> {
    let name = line.required("name")?;
    line.check_lengths()?;
    let website = line.text("website");
    if !(website.is_empty() || website.starts_with("https://") || website.starts_with("http://")) {
        return Err(line.bad("website", "网址应以 https:// 或 http:// 开头"));
    }
    let mail = line.text("mail");
    if !(mail.is_empty() || mail.split('@').filter(|part| !part.is_empty()).count() == 2) {
        return Err(line.bad("mail", "应写作 name@example.gov.cn"));
    }
    let (valid_from, valid_to) = (line.date("valid_from")?, line.date("valid_to")?);
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        return Err(line.bad("valid_to", "截止日期不能早于设立日期"));
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
        valid_from,
        valid_to,
        successor_code: line.optional("successor_code"),
        phone: line.text("phone"),
        address: line.text("address"),
        opening_hours: line.text("opening_hours"),
        website,
        fax: line.text("fax"),
        mail,
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
    fn read(
        text: &str,
        (columns, optional): (&'static [&'static str], &'static [&'static str]),
    ) -> Result<Self, RegisterRefusal> {
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
        for &column in optional {
            places.extend(
                header
                    .iter()
                    .position(|name| name == column)
                    .map(|place| (column, place)),
            );
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

    /// No cell is longer than any name or address; a list of members may be.
    fn check_lengths(&self) -> Result<(), RegisterRefusal> {
        let mut too_long = self
            .cells
            .iter()
            .filter(|(column, text)| **column != "members" && text.chars().count() > LONGEST)
            .map(|(column, _)| *column);
        match too_long.next() {
            None => Ok(()),
            Some(column) => Err(RegisterRefusal::BadCell {
                line: self.number,
                column,
                given: self.text(column).chars().take(20).collect::<String>() + "…",
                cure: format!("最多{LONGEST}字"),
            }),
        }
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
