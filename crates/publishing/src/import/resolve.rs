//! From a row of the list to what it means here: unit, kind, column, days, validity, address; each understood, or the row is refused.
//!
//! Pure. A name is exactly one unit's, or it is nobody's.

use std::collections::HashMap;

use kernel::unit::{Directory, Unit};
use kernel::{Moment, UnitId};

use super::heading::Heading;
use super::mapping::Mapping;
use super::refusal::ImportRefusal;
use super::row::{RawRow, Row};
use super::{address, date, path};
use crate::library::{Kind, Library};
use crate::metadata::TypedMetadata;
use crate::model::Validity;

/// Understands rows.
#[derive(Debug)]
pub struct Resolver<'a> {
    mapping: &'a Mapping,
    library: &'a Library,
    directory: &'a Directory,
    /// Names as they are written, and whose they are; `None` where several have it.
    names: HashMap<&'a str, Option<UnitId>>,
    now: Moment,
}

impl<'a> Resolver<'a> {
    /// Gets ready.
    ///
    /// # Errors
    /// [`ImportRefusal::BadMapping`] where the mapping names a unit that the directory does not know.
    pub fn new(
        mapping: &'a Mapping,
        (library, directory): (&'a Library, &'a Directory),
        now: Moment,
    ) -> Result<Self, ImportRefusal> {
        for code in mapping.list_units() {
            if directory.find_by_code(code).is_none() {
                let words = format!("单位名录中没有代码“{code}”");
                return Err(ImportRefusal::BadMapping(words));
            }
        }
        let mut names: HashMap<&str, Option<UnitId>> = HashMap::new();
        for unit in directory.units() {
            let own = [unit.name.as_str(), unit.short_name.as_str()];
            let other = unit.aliases.iter().map(|it| it.name.as_str());
            for name in own.into_iter().chain(other) {
                let holder = names.entry(name).or_insert(Some(unit.id));
                if *holder != Some(unit.id) {
                    *holder = None;
                }
            }
        }
        Ok(Self {
            mapping,
            library,
            directory,
            names,
            now,
        })
    }

    /// What a row means.
    ///
    /// # Errors
    /// The first thing that is not understood.
    pub fn resolve(&self, raw: &RawRow) -> Result<Row, ImportRefusal> {
        if let Some(flaw) = &raw.flaw {
            return Err(flaw.clone());
        }
        let (file, attachments) = files_of(raw)?;
        let content = Some(raw.cell(Heading::Content)).filter(|it| !it.is_empty());
        if file.is_none() && content.is_none() {
            return Err(ImportRefusal::NothingToRead);
        }
        let old_address = old_address_of(raw)?;
        let key = match (&file, &old_address) {
            (Some(file), _) => format!("file/{file}"),
            (None, Some(address)) => format!("url{address}"),
            (None, None) => return Err(ImportRefusal::NoKey),
        };
        let unit = self.unit(raw.cell(Heading::Unit))?.id;
        let kind = self.kind(raw.cell(Heading::Kind))?;
        let column = self.column(raw.cell(Heading::Column), kind)?;
        let metadata = self.metadata(raw, column)?;
        let validity = validity_of(raw.cell(Heading::Validity), kind, &metadata)?;
        Ok(Row {
            place: raw.place,
            key,
            file,
            content: content.map(str::to_owned),
            unit,
            kind: kind.code.clone(),
            published_at: self.published_at(raw.cell(Heading::PublishedOn))?,
            metadata,
            validity,
            old_address,
            attachments,
        })
    }

    fn unit(&self, written: &str) -> Result<&Unit, ImportRefusal> {
        let mapped = self.mapping.unit(written);
        let default = Some(self.mapping.defaults.unit.as_str()).filter(|it| !it.is_empty());
        let code = match written {
            "" => Some(default.ok_or(ImportRefusal::UnitMissing)?),
            _ => mapped,
        };
        let found = match code {
            Some(code) => self.directory.find_by_code(code),
            None => match self.names.get(written) {
                Some(Some(id)) => self.directory.find(*id),
                Some(None) => return Err(ImportRefusal::UnitAmbiguous(written.to_owned())),
                None => self.directory.find_by_code(written),
            },
        };
        let unit = found.ok_or_else(|| ImportRefusal::UnitUnknown(written.to_owned()))?;
        if !unit.exists_on(self.now.date()) {
            return Err(ImportRefusal::UnitEnded(unit.name.clone()));
        }
        Ok(unit)
    }

    fn kind(&self, written: &str) -> Result<&Kind, ImportRefusal> {
        let default = Some(self.mapping.defaults.kind.as_str()).filter(|it| !it.is_empty());
        let word = match written {
            "" => default.ok_or(ImportRefusal::KindMissing)?,
            _ => self.mapping.kind(written).unwrap_or(written),
        };
        let by_name = || self.library.kinds().iter().find(|it| it.name == word);
        let found = self.library.find_kind(word).or_else(by_name);
        found.ok_or_else(|| ImportRefusal::KindUnknown(written.to_owned()))
    }

    fn column(&self, written: &str, kind: &Kind) -> Result<&str, ImportRefusal> {
        let default = Some(self.mapping.defaults.column.as_str()).filter(|it| !it.is_empty());
        let word = match written {
            "" => default.ok_or(ImportRefusal::ColumnMissing)?,
            _ => self.mapping.column(written).unwrap_or(written),
        };
        let by_name = || self.library.columns().iter().find(|it| it.name == word);
        let found = self.library.find_column(word).or_else(by_name);
        let found = found.ok_or_else(|| ImportRefusal::ColumnUnknown(written.to_owned()))?;
        if !kind.columns.contains(&found.code) {
            return Err(ImportRefusal::ColumnNotOfKind {
                kind: kind.name.clone(),
                column: found.name.clone(),
            });
        }
        Ok(&found.code)
    }

    fn metadata(&self, raw: &RawRow, column: &str) -> Result<TypedMetadata, ImportRefusal> {
        let cell = |heading| raw.cell(heading).to_owned();
        let theme = match raw.cell(Heading::Theme) {
            "" => self.mapping.defaults.theme.clone(),
            theme => theme.to_owned(),
        };
        Ok(TypedMetadata {
            column: column.to_owned(),
            title: cell(Heading::Title),
            number: cell(Heading::Number),
            theme,
            keywords: cell(Heading::Keywords),
            summary: cell(Heading::Summary),
            made_on: day_of(raw, Heading::MadeOn)?,
            effective_on: day_of(raw, Heading::EffectiveOn)?,
            expires_on: day_of(raw, Heading::ExpiresOn)?,
            ..TypedMetadata::default()
        })
    }

    fn published_at(&self, written: &str) -> Result<Moment, ImportRefusal> {
        if written.is_empty() {
            return Err(ImportRefusal::PublicationMissing);
        }
        let at = date::moment(written).ok_or_else(|| ImportRefusal::NotADay {
            heading: Heading::PublishedOn,
            given: short(written),
        })?;
        if at > self.now {
            return Err(ImportRefusal::PublicationInFuture(short(written)));
        }
        Ok(at)
    }
}

fn files_of(raw: &RawRow) -> Result<(Option<String>, Vec<String>), ImportRefusal> {
    let inside = |written: &str| {
        path::relative(written).ok_or_else(|| ImportRefusal::Outside(short(written)))
    };
    let file = match raw.cell(Heading::File) {
        "" => None,
        written => Some(inside(written)?),
    };
    let attachments = raw.cell(Heading::Attachments).split([';', '；']);
    let attachments = attachments.map(str::trim).filter(|it| !it.is_empty());
    Ok((file, attachments.map(inside).collect::<Result<_, _>>()?))
}

fn old_address_of(raw: &RawRow) -> Result<Option<String>, ImportRefusal> {
    match raw.cell(Heading::OldUrl) {
        "" => Ok(None),
        written => match address::normal(written) {
            Some(address) => Ok(Some(address)),
            None => Err(ImportRefusal::AddressUnusable(short(written))),
        },
    }
}

fn day_of(raw: &RawRow, heading: Heading) -> Result<String, ImportRefusal> {
    let written = raw.cell(heading);
    if written.is_empty() {
        return Ok(String::new());
    }
    match date::day(written) {
        Some(day) => Ok(day.to_string()),
        None => Err(ImportRefusal::NotADay {
            heading,
            given: short(written),
        }),
    }
}

fn validity_of(
    written: &str,
    kind: &Kind,
    metadata: &TypedMetadata,
) -> Result<Validity, ImportRefusal> {
    let decided = match written {
        "" | "有效" | "现行有效" | "in_force" => return Ok(Validity::InForce),
        "已修改" | "修改" | "amended" => Validity::Amended,
        "部分失效" | "部分废止" | "partly_repealed" => Validity::PartlyRepealed,
        "已废止" | "废止" | "repealed" => Validity::Repealed,
        "已失效" | "失效" | "expired" => Validity::Expired,
        "尚未施行" | "not_yet" => Validity::NotYet,
        _ => return Err(ImportRefusal::ValidityUnknown(short(written))),
    };
    if !kind.has_validity {
        return Err(ImportRefusal::ValidityNotOfKind(kind.name.clone()));
    }
    // What dates say is derived from dates, and never decided.
    let day = match decided {
        Validity::Expired => &metadata.expires_on,
        Validity::NotYet => &metadata.effective_on,
        Validity::InForce | Validity::Amended | Validity::PartlyRepealed | Validity::Repealed => {
            return Ok(decided);
        }
    };
    match day.is_empty() {
        true => Err(ImportRefusal::ValidityWantsDay(decided.label())),
        false => Ok(Validity::InForce),
    }
}

/// The beginning of what stands there, for a message.
fn short(written: &str) -> String {
    written.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
