//! The parts of an Office Open XML package in memory, with what refers to what. Does not trust the sizes that the package declares.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write as _};

use zip::ZipArchive;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::error::FileError;
use super::inspection::Inspection;
use super::limits::Limits;
use super::tree::{Element, Item};

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// A package, unpacked.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// By name.
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// One reference of a part to another, or outwards.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// How the part calls it.
    pub id: String,
    /// The last word of its type.
    pub kind: String,
    /// The part, by its name in the package; outside the address.
    pub target: String,
    /// Whether it leads outside.
    pub is_outside: bool,
}

impl Package {
    /// Unpacks under the limits of the inspection.
    pub fn open(bytes: &[u8], inspection: &mut Inspection<'_>) -> Result<Self, FileError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|cause| FileError::malformed("文件包", cause))?;
        inspection.count_parts(archive.len())?;
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut entry = match archive.by_index(index) {
                Ok(entry) => entry,
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(FileError::Encrypted);
                }
                Err(cause) => return Err(FileError::malformed("文件包", cause)),
            };
            let name = match entry.name() {
                Ok(name) => name.replace('\\', "/"),
                Err(cause) => return Err(FileError::malformed("文件包", cause)),
            };
            if entry.is_dir() {
                continue;
            }
            let mut content = Vec::new();
            let read = (&mut entry)
                .take(inspection.left().saturating_add(1))
                .read_to_end(&mut content);
            inspection.spend(content.len() as u64, &name)?;
            read.map_err(|cause| FileError::malformed(&name, cause))?;
            parts.insert(name.trim_start_matches('/').to_owned(), content);
        }
        Ok(Self { parts })
    }

    /// A part as a tree; `None` where there is no such part.
    pub fn find(&self, name: &str, limits: &Limits) -> Result<Option<Element>, FileError> {
        let Some(bytes) = self.parts.get(name) else {
            return Ok(None);
        };
        Element::parse(bytes, name, limits).map(Some)
    }

    /// Puts a tree in the place of a part.
    pub fn put(&mut self, name: &str, tree: &Element) {
        self.parts.insert(name.to_owned(), tree.write());
    }

    /// What a part refers to; of the whole package under the empty name.
    pub fn relations(&self, source: &str, limits: &Limits) -> Result<Vec<Relation>, FileError> {
        let Some(tree) = self.find(&relations_of(source), limits)? else {
            return Ok(Vec::new());
        };
        let relation = |it: &Element| {
            let is_outside = it.attribute("TargetMode") == Some("External");
            let target = it.attribute("Target").unwrap_or_default();
            let kind = it.attribute("Type").unwrap_or_default();
            Relation {
                id: it.attribute("Id").unwrap_or_default().to_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: if is_outside {
                    target.to_owned()
                } else {
                    resolve(source, target)
                },
                is_outside,
            }
        };
        Ok(tree.elements().map(relation).collect())
    }

    /// The main part.
    pub fn main(&self, limits: &Limits) -> Result<String, FileError> {
        let found = self.relations("", limits)?.into_iter();
        let mut found = found.filter(|it| it.kind == "officeDocument");
        let main = found
            .next()
            .map(|it| it.target)
            .filter(|it| self.parts.contains_key(it));
        main.ok_or_else(|| FileError::malformed("文件包", "没有正文部件"))
    }

    /// The parts that can be reached from the beginning.
    pub fn reachable(&self, limits: &Limits) -> Result<BTreeSet<String>, FileError> {
        let mut reached = BTreeSet::new();
        let mut next = vec![String::new()];
        while let Some(source) = next.pop() {
            for relation in self.relations(&source, limits)? {
                let is_new = !relation.is_outside && self.parts.contains_key(&relation.target);
                if is_new && reached.insert(relation.target.clone()) {
                    next.push(relation.target);
                }
            }
        }
        Ok(reached)
    }

    /// Parts that belong to nothing.
    pub fn leftovers(&self, limits: &Limits) -> Result<Vec<String>, FileError> {
        let reached = self.reachable(limits)?;
        let is_left = |name: &&String| {
            let is_frame = *name == CONTENT_TYPES || name.ends_with(".rels");
            !is_frame && !reached.contains(*name)
        };
        Ok(self.parts.keys().filter(is_left).cloned().collect())
    }

    /// Takes away the relations that a question says yes to, from all parts, with the elements that name them; says how many.
    pub fn cut(
        &mut self,
        is_cut: &dyn Fn(&Relation) -> bool,
        limits: &Limits,
    ) -> Result<usize, FileError> {
        let sources: Vec<String> = self.parts.keys().filter_map(|it| source_of(it)).collect();
        let mut count = 0;
        for source in sources {
            let gone: BTreeSet<String> = self
                .relations(&source, limits)?
                .iter()
                .filter(|it| is_cut(it))
                .map(|it| it.id.clone())
                .collect();
            if gone.is_empty() {
                continue;
            }
            count += gone.len();
            let file = relations_of(&source);
            if let Some(mut tree) = self.find(&file, limits)? {
                tree.prune(&mut |it| !it.attribute("Id").is_some_and(|id| gone.contains(id)));
                self.put(&file, &tree);
            }
            if source.ends_with(".xml")
                && let Some(mut tree) = self.find(&source, limits)?
            {
                forget(&mut tree, &gone);
                self.put(&source, &tree);
            }
        }
        Ok(count)
    }

    /// Drops what can no longer be reached, and its content types.
    pub fn sweep(&mut self, limits: &Limits) -> Result<usize, FileError> {
        let reached = self.reachable(limits)?;
        let before = self.parts.len();
        self.parts.retain(|name, _| {
            let owner = source_of(name);
            name == CONTENT_TYPES
                || reached.contains(name)
                || owner.is_some_and(|it| it.is_empty() || reached.contains(&it))
        });
        if let Some(mut types) = self.find(CONTENT_TYPES, limits)? {
            types.prune(&mut |it| {
                let named = it.attribute("PartName").unwrap_or_default();
                !it.is("Override") || self.parts.contains_key(named.trim_start_matches('/'))
            });
            self.put(CONTENT_TYPES, &types);
        }
        Ok(before - self.parts.len())
    }

    /// Changes the content type of all parts of a type.
    pub fn retype(
        &mut self,
        change: &dyn Fn(&str) -> Option<&'static str>,
        limits: &Limits,
    ) -> Result<(), FileError> {
        let Some(mut types) = self.find(CONTENT_TYPES, limits)? else {
            return Ok(());
        };
        for it in types.elements_mut() {
            if let Some(plain) = it.attribute("ContentType").and_then(change) {
                it.set("ContentType", plain);
            }
        }
        self.put(CONTENT_TYPES, &types);
        Ok(())
    }

    /// Packs it again.
    pub fn write(&self) -> Result<Vec<u8>, FileError> {
        let failed = |cause: &dyn std::fmt::Display| FileError::malformed("清理后的文件包", cause);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        let first = self.parts.get_key_value(CONTENT_TYPES).into_iter();
        let rest = self.parts.iter().filter(|(name, _)| *name != CONTENT_TYPES);
        for (name, bytes) in first.chain(rest) {
            writer
                .start_file(name.as_str(), options)
                .map_err(|it| failed(&it))?;
            writer.write_all(bytes).map_err(|it| failed(&it))?;
        }
        let packed = writer.finish().map_err(|it| failed(&it))?;
        Ok(packed.into_inner())
    }
}

/// Attributes by which an element names a relation.
fn is_reference(key: &str) -> bool {
    let (prefix, name) = key.split_once(':').unwrap_or(("", key));
    !prefix.is_empty()
        && matches!(
            name,
            "id" | "embed" | "link" | "pict" | "dm" | "lo" | "qs" | "cs" | "relid" | "blip"
        )
}

/// Takes away the elements that name one of the relations, what that leaves empty, and the frame that would be left without its content.
fn forget(tree: &mut Element, gone: &BTreeSet<String>) {
    let names = |it: &Element| {
        let mut attributes = it.attributes.iter();
        attributes.any(|(key, value)| is_reference(key) && gone.contains(value))
    };
    // A drawing's frame around an object is not valid without the object.
    let is_frame = |it: &Element| it.is("graphicFrame") && it.find("oleObj").is_some_and(names);
    tree.prune(&mut |it| !is_frame(it));
    forget_in(tree, &names);
}

/// Does so below an element; says whether something went.
fn forget_in(element: &mut Element, names: &dyn Fn(&Element) -> bool) -> bool {
    let is_list = |it: &Element| {
        it.attributes.iter().all(|(key, _)| {
            matches!(key.as_str(), "count" | "uri" | "Requires") || key.starts_with("xmlns")
        })
    };
    let mut has_lost = false;
    element.children.retain_mut(|it| {
        let Item::Element(inner) = it else {
            return true;
        };
        let has_inner_lost = !names(inner) && forget_in(inner, names);
        let is_left_empty = has_inner_lost && inner.children.is_empty() && is_list(inner);
        let goes = names(inner) || is_left_empty;
        has_lost |= goes;
        !goes
    });
    if has_lost && element.attribute("count").is_some() {
        let count = element.elements().count();
        element.set("count", count.to_string());
    }
    has_lost
}

/// Where the relations of a part are kept.
fn relations_of(source: &str) -> String {
    match source.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{source}.rels"),
    }
}

/// Whose relations a part holds, where it does.
fn source_of(name: &str) -> Option<String> {
    let file = name.strip_suffix(".rels")?;
    if let Some(file) = file.strip_prefix("_rels/") {
        return Some(file.to_owned());
    }
    let (folder, file) = file.split_once("/_rels/")?;
    Some(format!("{folder}/{file}"))
}

/// A target as a name in the package.
fn resolve(source: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(name) = target.strip_prefix('/') {
        return name.to_owned();
    }
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}
