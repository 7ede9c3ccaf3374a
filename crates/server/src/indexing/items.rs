//! What the index is told of a document and of a unit: what their public pages say. Whoever holds a document against searches is told the same.

use std::sync::Arc;

use kernel::unit::{Directory, Unit};
use kernel::{Date, Fault, UnitId};
use publishing::public::PublicDocument;
use publishing::{Library, Validity};
use search::{Choice, Item, Section, Standing};
use store::Store;

/// What items are made with.
pub(crate) struct Reading {
    pub directory: Directory,
    pub library: Arc<Library>,
    pub today: Date,
}

/// The most characters of one file's text.
const MOST_OF_FILE: usize = 60_000;
/// The most files of one document whose text is taken.
const MOST_FILES: usize = 20;

impl Reading {
    /// As of a day.
    pub async fn load(store: &Store, library: &Arc<Library>, today: Date) -> Result<Self, Fault> {
        Ok(Self {
            directory: store::read!(store, |tx| store::directory::load(tx).await)?,
            library: Arc::clone(library),
            today,
        })
    }

    /// A document with what is written in its files, as far as they can be read on the site.
    pub async fn document_with_files(
        &self,
        store: &Store,
        document: &PublicDocument,
    ) -> Result<Item, Fault> {
        let mut item = self.document(document);
        add_files(store, document, &mut item).await?;
        Ok(item)
    }

    pub fn units(&self) -> impl Iterator<Item = Item> {
        self.directory.units().iter().map(|it| self.unit_item(it))
    }

    pub fn unit(&self, id: UnitId) -> Option<Item> {
        self.directory.find(id).map(|it| self.unit_item(it))
    }

    fn unit_item(&self, unit: &Unit) -> Item {
        let key = format!("unit/{}", unit.id);
        let contact = &unit.contact;
        let lines = [
            ("电话", &contact.phone),
            ("地址", &contact.address),
            ("办公时间", &contact.opening_hours),
        ];
        let lines = lines.iter().filter(|(_, value)| !value.is_empty());
        let text: Vec<String> = lines
            .map(|(name, value)| format!("{name}：{value}"))
            .collect();
        let has_ended = unit.has_ended(self.today);
        Item {
            address: format!("/units/{}", unit.id),
            title: unit.name.clone(),
            number: String::new(),
            codes: Vec::new(),
            summary: String::new(),
            keywords: other_names(unit),
            sections: vec![Section {
                heading: String::new(),
                anchor: String::new(),
                text: text.join("\n"),
            }],
            day: unit.valid_from.unwrap_or(self.today),
            standing: if has_ended {
                Standing::Expired
            } else {
                Standing::Holds
            },
            standing_name: if has_ended {
                "已撤销或更名".to_owned()
            } else {
                String::new()
            },
            kind: Choice::new("unit", "单位"),
            weight: 12,
            units: vec![Choice::new(unit.id.to_string(), unit.short_name.clone())],
            unit_names: other_names(unit),
            theme: None,
            columns: Vec::new(),
            sites: Vec::new(),
            matter: key.clone(),
            key,
        }
    }

    pub fn document(&self, document: &PublicDocument) -> Item {
        let line = &document.line;
        let kind = self.library.find_kind(&line.kind);
        let validity = line.force.on(self.today);
        let knows_validity = kind.is_some_and(|it| it.has_validity);
        let is_said = knows_validity || !validity.goes_without_saying();
        // What explains only what is over is as little to be relied on.
        let ended = document
            .interpreted
            .first()
            .map(|it| it.force.on(self.today));
        let ended = ended.filter(|_| {
            let mut interpreted = document.interpreted.iter();
            interpreted.all(|it| it.force.on(self.today).is_over())
        });
        let issuers: Vec<&Unit> = std::iter::once(line.unit)
            .chain(document.edition.joint.iter().map(|it| it.unit))
            .filter_map(|it| self.directory.find(it))
            .collect();
        let column = self.library.list_above(&line.column);
        let key = format!("document/{}", line.id);
        Item {
            address: format!("/documents/{}", line.id),
            title: line.title.clone(),
            number: line.number.clone(),
            codes: vec![line.index_number.clone()],
            summary: line.summary.clone(),
            keywords: document
                .edition
                .metadata
                .keywords
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            sections: sections_of(document),
            day: line.published_at.date(),
            standing: standing_of(ended.unwrap_or(validity)),
            standing_name: match ended {
                Some(ended) => format!("所解读的文件{}", ended.label()),
                None if is_said => validity.label().to_owned(),
                None => String::new(),
            },
            kind: Choice::new(line.kind.clone(), self.library.kind_name(&line.kind)),
            weight: match kind {
                Some(kind) if kind.has_validity => 15,
                Some(kind) if kind.interprets => 12,
                Some(kind) if kind.has_number => 10,
                _ => 6,
            },
            units: issuers
                .iter()
                .map(|it| Choice::new(it.id.to_string(), it.short_name.clone()))
                .collect(),
            unit_names: issuers.iter().flat_map(|it| other_names(it)).collect(),
            theme: (!line.theme.is_empty())
                .then(|| Choice::new(line.theme.clone(), line.theme.clone())),
            columns: column
                .iter()
                .map(|it| it.code.clone())
                .chain(std::iter::once(line.column.clone()))
                .collect(),
            sites: document.sites.iter().map(|it| it.code.clone()).collect(),
            matter: document
                .interpreted
                .first()
                .map_or_else(|| key.clone(), |it| format!("document/{}", it.id)),
            key,
        }
    }
}

fn sections_of(document: &PublicDocument) -> Vec<Section> {
    let sections = document.edition.body.sections().into_iter();
    let section = |it: prose::Section| {
        let (heading, anchor) = it
            .heading
            .map(|it| (it.text, it.anchor))
            .unwrap_or_default();
        Section {
            heading,
            anchor,
            text: it.text,
        }
    };
    sections.map(section).collect()
}

async fn add_files(store: &Store, document: &PublicDocument, item: &mut Item) -> Result<(), Fault> {
    let edition = (document.line.id, document.edition.ordinal);
    for file in document.edition.attachments.iter().take(MOST_FILES) {
        let text = publishing::renditions::find_public_text(store, edition, &file.blob).await?;
        let Some(text) = text else { continue };
        item.sections.push(Section {
            heading: format!("附件：{}", file.file_name),
            anchor: String::new(),
            text: text.chars().take(MOST_OF_FILE).collect(),
        });
    }
    Ok(())
}

fn standing_of(validity: Validity) -> Standing {
    match validity {
        Validity::InForce | Validity::Amended => Standing::Holds,
        Validity::NotYet => Standing::Coming,
        Validity::PartlyRepealed => Standing::InPart,
        Validity::Expired => Standing::Expired,
        Validity::Repealed => Standing::Repealed,
    }
}

/// Its full name, its short one, and whatever else it is or was called.
pub(super) fn other_names(unit: &Unit) -> Vec<String> {
    let mut names = vec![unit.name.clone(), unit.short_name.clone()];
    names.extend(unit.aliases.iter().map(|it| it.name.clone()));
    names.dedup();
    names
}
