//! The register as records and as files: what [`super::register`] reads, written so that reading it again changes nothing.
//!
//! Pure. Also tells two records apart, field by field: what an import would change, and the two versions of a stale form.

use kernel::unit::{AliasKind, Directory, Members, Unit, UnitClass};
use kernel::{Fault, UnitId};

use super::register::{
    CLASS_COLUMNS, ClassRecord, MembersRecord, OPTIONAL_UNIT_COLUMNS, UNIT_COLUMNS, UnitRecord,
};

/// A unit as a row of the units file.
pub fn record_of(unit: &Unit, directory: &Directory) -> UnitRecord {
    let code_of = |id: Option<UnitId>| {
        id.and_then(|id| directory.find(id))
            .map(|unit| unit.code.clone())
    };
    let names = |kind| unit.names(kind).map(str::to_owned).collect();
    let contact = unit.contact.clone();
    UnitRecord {
        line: 0,
        code: unit.code.clone(),
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        kind: unit.kind,
        level: unit.level,
        parent_code: code_of(unit.parent),
        aliases: names(AliasKind::Alias),
        former_names: names(AliasKind::Former),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        successor_code: code_of(unit.successor),
        phone: contact.phone,
        address: contact.address,
        opening_hours: contact.opening_hours,
        website: contact.website,
        fax: contact.fax,
        mail: contact.mail,
    }
}

/// A class as a row of the classes file.
pub fn class_record_of(class: &UnitClass, directory: &Directory) -> ClassRecord {
    ClassRecord {
        line: 0,
        name: class.name.clone(),
        aliases: class.aliases.clone(),
        members: match &class.members {
            Members::Listed(ids) => MembersRecord::Codes(
                ids.iter()
                    .filter_map(|id| directory.find(*id))
                    .map(|unit| unit.code.clone())
                    .collect(),
            ),
            Members::OfKinds(kinds) => MembersRecord::Kinds(kinds.clone()),
            Members::All => MembersRecord::All,
            Members::Unknown => MembersRecord::Unknown,
        },
    }
}

impl UnitRecord {
    /// Its cells, under the names of the columns, in the order of the file.
    pub fn cells(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<kernel::Date>| day.map(|it| it.to_string()).unwrap_or_default();
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        vec![
            ("code", self.code.clone()),
            ("name", self.name.clone()),
            ("short_name", self.short_name.clone()),
            ("kind", self.kind.code().to_owned()),
            ("level", self.level.code().to_owned()),
            ("parent_code", code(&self.parent_code)),
            ("aliases", self.aliases.join(";")),
            ("former_names", self.former_names.join(";")),
            ("valid_from", day(self.valid_from)),
            ("valid_to", day(self.valid_to)),
            ("successor_code", code(&self.successor_code)),
            ("phone", self.phone.clone()),
            ("address", self.address.clone()),
            ("opening_hours", self.opening_hours.clone()),
            ("website", self.website.clone()),
            ("fax", self.fax.clone()),
            ("mail", self.mail.clone()),
        ]
    }

    /// The same with its lists of names in order and each name once, an alias before a former name, as they are stored.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let mut tidied = self.clone();
        for names in [&mut tidied.aliases, &mut tidied.former_names] {
            names.sort();
            names.dedup();
        }
        let aliases = tidied.aliases.clone();
        tidied.former_names.retain(|name| !aliases.contains(name));
        tidied
    }

    /// What another record says otherwise: column, what this one says, what the other says.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let pairs = self
            .tidied()
            .cells()
            .into_iter()
            .zip(other.tidied().cells());
        pairs
            .filter(|(mine, theirs)| mine.1 != theirs.1)
            .map(|((column, before), (_, after))| Difference {
                column,
                before,
                after,
            })
            .collect()
    }
}

/// A field that two records fill otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: &'static str,
    /// What the one says.
    pub before: String,
    /// What the other says.
    pub after: String,
}

impl ClassRecord {
    /// Who belongs to it, as the file writes it.
    pub fn members_text(&self) -> String {
        match &self.members {
            MembersRecord::Codes(codes) => codes.join(";"),
            MembersRecord::Kinds(kinds) => {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
                format!("kind:{}", kinds.join(","))
            }
            MembersRecord::All => "*".to_owned(),
            MembersRecord::Unknown => String::new(),
        }
    }

    /// The same with its other wordings in order and each once.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let mut tidied = self.clone();
        tidied.aliases.sort();
        tidied.aliases.dedup();
        tidied
    }

    /// Whether another record says the same, whatever line it stands in.
    pub fn is_same(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.tidied(), other.tidied());
        mine.name == theirs.name && mine.aliases == theirs.aliases && mine.members == theirs.members
    }
}

/// The units file of the whole register, with a mark at its head that spreadsheets tell UTF-8 by.
///
/// # Errors
/// A fault where it cannot be written.
pub fn units_file(directory: &Directory) -> Result<String, Fault> {
    let header = UNIT_COLUMNS.iter().chain(OPTIONAL_UNIT_COLUMNS).copied();
    let rows = directory.units().iter().map(|unit| {
        let cells = record_of(unit, directory).cells();
        cells.into_iter().map(|(_, text)| text).collect()
    });
    file(header.collect(), rows)
}

/// The classes file of the whole register.
///
/// # Errors
/// A fault where it cannot be written.
pub fn classes_file(directory: &Directory) -> Result<String, Fault> {
    let rows = directory.classes().iter().map(|class| {
        let record = class_record_of(class, directory);
        let members = record.members_text();
        vec![record.name, record.aliases.join(";"), members]
    });
    file(CLASS_COLUMNS.to_vec(), rows)
}

fn file(header: Vec<&str>, rows: impl Iterator<Item = Vec<String>>) -> Result<String, Fault> {
    let broken = |cause| Fault::caused("writing a CSV file", cause);
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header).map_err(broken)?;
    for row in rows {
        writer.write_record(row).map_err(broken)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|cause| Fault::new(format!("writing a CSV file: {cause}")))?;
    String::from_utf8(bytes).map_err(|cause| Fault::caused("writing a CSV file", cause))
}
