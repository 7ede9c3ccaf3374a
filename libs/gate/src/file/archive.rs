//! A ZIP of files: what is inside, each looked through; and the list of what is inside, without unpacking it.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::limits::Limits;
use super::package::Package;

/// Looks into an archive.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let package = Package::open(bytes, it)?;
    let names: Vec<&str> = package.parts.keys().map(String::as_str).collect();
    if !names.is_empty() {
        let place = format!("共{}个文件", names.len());
        it.hide(HiddenKind::Enclosed, &place, names.join("\n"));
    }
    for (name, bytes) in &package.parts {
        it.enter(&format!("包内文件“{name}”"), bytes)?;
    }
    Ok(())
}

/// A file in an archive, as its directory tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path with `/`, decoded as UTF-8 or GB18030.
    pub name: String,
    /// Bytes when unpacked, as the directory says: nothing is unpacked to see.
    pub size: u64,
}

/// Lists the files in an archive of any size, by path. Folders are left out, and what systems put beside the files of people.
///
/// # Errors
/// Where it is no archive, or lists more than the limits allow.
pub fn list_entries<R: Read + Seek>(from: R, limits: &Limits) -> Result<Vec<Entry>, FileError> {
    let mut archive =
        ZipArchive::new(from).map_err(|cause| FileError::malformed("压缩包", cause))?;
    if archive.len() > limits.parts {
        return Err(FileError::TooMany {
            part: "压缩包的文件".to_owned(),
            limit: limits.parts,
        });
    }
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|cause| FileError::malformed("压缩包", cause))?;
        let name = name_of(entry.name_raw());
        let is_furniture = name.starts_with("__MACOSX/")
            || name.ends_with(".DS_Store")
            || name.ends_with("Thumbs.db");
        if !entry.is_dir() && !name.ends_with('/') && !is_furniture {
            let size = entry.size();
            entries.push(Entry { name, size });
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// A path as its bytes say it: Chinese Windows writes GB18030 and does not say so.
fn name_of(raw: &[u8]) -> String {
    let name = match str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    let shown = name.chars().filter(|it| !it.is_control());
    shown
        .collect::<String>()
        .replace('\\', "/")
        .trim_start_matches('/')
        .to_owned()
}
