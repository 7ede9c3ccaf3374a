//! A ZIP of files: what is inside, each looked through.

use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
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
