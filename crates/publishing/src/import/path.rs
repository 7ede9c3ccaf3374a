//! Paths within the folder of an import: as lists and pages write them, and refused where they lead out of it.
//!
//! Pure: only the words are looked at. That no link on the disk leads out either is for whoever opens the file.

use super::address::decoded;

/// Bytes of a path at most.
const LONGEST: usize = 1000;

/// A path within the folder, with `/` between its parts; `None` where it leads out or is none.
pub fn relative(written: &str) -> Option<String> {
    let path = written.trim().replace('\\', "/");
    let is_absolute = path.starts_with('/') || path.as_bytes().get(1) == Some(&b':');
    if is_absolute || path.len() > LONGEST || path.chars().any(char::is_control) {
        return None;
    }
    walk(path.split('/'), Vec::new())
}

/// The path of what a page refers to: beside the page, or from the folder's root where it begins with `/`. `None` for what lies on another
/// site, and for what leads out of the folder.
pub fn beside(page: &str, written: &str) -> Option<String> {
    let written = written.trim();
    let written = written.split(['?', '#']).next().unwrap_or_default();
    let head = written.split('/').next().unwrap_or_default();
    let is_remote = head.contains(':') || written.starts_with("//");
    if is_remote || written.is_empty() || written.len() > LONGEST {
        return None;
    }
    let path = String::from_utf8(decoded(written)).ok()?.replace('\\', "/");
    if path.chars().any(char::is_control) || path.starts_with("//") {
        return None;
    }
    match path.strip_prefix('/') {
        Some(from_root) => walk(from_root.split('/'), Vec::new()),
        None => {
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            walk(path.split('/'), parts)
        }
    }
}

fn walk<'a>(parts: impl Iterator<Item = &'a str>, mut way: Vec<&'a str>) -> Option<String> {
    for part in parts {
        match part {
            "" | "." => {}
            // One step up too many is out of the folder.
            ".." => {
                way.pop()?;
            }
            part => way.push(part),
        }
    }
    (!way.is_empty()).then(|| way.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_of_the_folder_is_none() {
        for path in [
            "../etc/passwd",
            "a/../../b",
            "/etc/passwd",
            "C:\\old\\a.html",
            "\\\\host\\a",
            "..",
            "",
            "a\0b",
            "..\\a",
        ] {
            assert_eq!(relative(path), None, "{path:?}");
        }
        assert_eq!(
            relative(" art\\2019\\a.html ").as_deref(),
            Some("art/2019/a.html")
        );
        assert_eq!(relative("./a/../b.html").as_deref(), Some("b.html"));
        assert_eq!(relative(&"a".repeat(1001)), None);
    }

    #[test]
    fn a_picture_lies_beside_its_page_or_from_the_root_and_nowhere_else() {
        let of = |written: &str| beside("art/2019/a.html", written);
        assert_eq!(
            of("a_files/1.png").as_deref(),
            Some("art/2019/a_files/1.png")
        );
        assert_eq!(of("../1.png?x=1").as_deref(), Some("art/1.png"));
        assert_eq!(of("/upload/1.png").as_deref(), Some("upload/1.png"));
        assert_eq!(of("%E5%9B%BE.png").as_deref(), Some("art/2019/图.png"));
        for written in [
            "http://old.example/1.png",
            "//old.example/1.png",
            "data:image/png;base64,xx",
            "../../../1.png",
            "%2e%2e/%2e%2e/%2e%2e/x",
            "/%2f/x\0",
            "",
        ] {
            assert_eq!(of(written), None, "{written:?}");
        }
    }
}
