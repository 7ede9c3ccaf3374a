//! The folder of an import: files within it, and nothing else. Links and names that lead out are refused, whatever the list says.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use gongwen::limits::Limits;
use publishing::import::ImportRefusal;

use crate::failure::Failure;

/// A folder that was opened.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let root = path.canonicalize().ok().filter(|it| it.is_dir());
        root.map(|root| Self { root }).ok_or_else(|| {
            Failure::bad_input(
                "import.no_folder",
                "没有这个目录",
                "请给出旧网站文件所在的目录",
            )
            .in_file(path)
        })
    }

    /// Its name: what the old site is called where nobody says otherwise.
    pub fn name(&self) -> String {
        let name = self.root.file_name();
        name.map_or_else(
            || "旧网站".to_owned(),
            |it| it.to_string_lossy().into_owned(),
        )
    }

    /// The bytes of a file, by its path within the folder.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, ImportRefusal> {
        let refused = |why: &str| ImportRefusal::FileRefused(path.to_owned(), why.to_owned());
        let found = self.root.join(path).canonicalize();
        let found = found.map_err(|cause| match cause.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                ImportRefusal::FileMissing(path.to_owned())
            }
            _ => refused(&cause.to_string()),
        })?;
        if !found.starts_with(&self.root) {
            return Err(ImportRefusal::Outside(path.to_owned()));
        }
        let metadata = found.metadata().map_err(|it| refused(&it.to_string()))?;
        // Opening a pipe or a device would wait for ever.
        if !metadata.is_file() {
            return Err(refused("不是文件"));
        }
        let most = Limits::default().bytes;
        if metadata.len() > u64::try_from(most).unwrap_or(u64::MAX) {
            return Err(refused(&format!("超过{}兆字节", most >> 20)));
        }
        std::fs::read(&found).map_err(|it| refused(&it.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read_by_whichever_name() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("site");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        std::fs::write(inner.join("a.txt"), "a").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret"), inner.join("link")).unwrap();
        std::os::unix::fs::symlink("a.txt", inner.join("near")).unwrap();
        let folder = Folder::open(&inner).unwrap();
        assert_eq!(folder.read("a.txt"), Ok(b"a".to_vec()));
        assert_eq!(folder.read("near"), Ok(b"a".to_vec()));
        for path in ["link", "../secret"] {
            let refusal = folder.read(path).unwrap_err();
            assert_eq!(refusal, ImportRefusal::Outside(path.to_owned()));
        }
        assert_eq!(
            folder.read("b.txt"),
            Err(ImportRefusal::FileMissing("b.txt".to_owned()))
        );
        assert_eq!(
            folder.read("a.txt/b"),
            Err(ImportRefusal::FileMissing("a.txt/b".to_owned()))
        );
        assert!(matches!(
            folder.read("."),
            Err(ImportRefusal::FileRefused(..))
        ));
        assert!(Folder::open(&inner.join("a.txt")).is_err());
    }
}
