//! OFD (GB/T 33190): who wrote it, attachments, annotations, layers that are not shown, its text. What is painted over text is not seen.

use super::PROPERTIES;
use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::limits::Limits;
use super::office::words_in;
use super::package::Package;
use super::tree::Element;

/// Looks through an OFD.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let package = Package::open(bytes, it)?;
    for (name, bytes) in &package.parts {
        let file = name.rsplit('/').next().unwrap_or_default();
        if !name.ends_with(".xml") {
            look_file(name, bytes, it)?;
            continue;
        }
        let tree = Element::parse(bytes, name, it.limits)?;
        if file == "OFD.xml" {
            look_properties(&tree, it);
        } else if file.starts_with("Annot") {
            it.hide_text(HiddenKind::Comment, &format!("注释{name}"), words_in(&tree));
        } else {
            look_page(name, &tree, it);
        }
    }
    Ok(())
}

fn look_file(name: &str, bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let is_attached = name.contains("/Attach");
    if is_attached {
        it.hide(HiddenKind::Embedded, &format!("附件{name}"), String::new());
        it.enter(&format!("附件{name}"), bytes)?;
    } else {
        it.enter_picture(&format!("图片{name}"), bytes);
    }
    Ok(())
}

fn look_properties(tree: &Element, it: &mut Inspection<'_>) {
    let mut lines = Vec::new();
    tree.walk(&mut |element| {
        let label = match element.local() {
            "Author" => "作者",
            "CustomData" => element.attribute("Name").unwrap_or("自定义"),
            _ => return,
        };
        let words = element.text();
        if !words.trim().is_empty() {
            lines.push(format!("{label}：{}", words.trim()));
        }
    });
    it.hide_text(HiddenKind::Metadata, PROPERTIES, lines.join("\n"));
}

fn look_page(name: &str, tree: &Element, it: &mut Inspection<'_>) {
    let mut shown = Vec::new();
    tree.walk(&mut |element| {
        if !element.is("TextObject") {
            return;
        }
        let mut words = String::new();
        element.walk(&mut |inner| {
            if inner.is("TextCode") {
                words.push_str(&inner.text());
            }
        });
        let is_shown = element.attribute("Visible") != Some("false")
            && element.attribute("Alpha") != Some("0");
        if is_shown {
            shown.push(words);
        } else {
            it.hide_text(HiddenKind::InvisibleText, name, words);
        }
    });
    it.show(name, shown.join("\n"));
}

/// The texts of the pages in their order, line by line; what is not shown is left out, and templates, annotations and attachments.
///
/// # Errors
/// Where the file is broken, locked, or goes beyond the limits.
pub fn read_pages(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<String>>, FileError> {
    let package = Package::open(bytes, &mut Inspection::new(limits))?;
    let parse = |name: &str| package.find(name, limits);
    let Some(root) = parse("OFD.xml")?.and_then(|it| Some(it.find("DocRoot")?.text())) else {
        return Err(FileError::malformed("OFD", "没有文档入口"));
    };
    let document = beside("", root.trim());
    let Some(tree) = parse(&document)? else {
        return Err(FileError::malformed("OFD", "没有文档部件"));
    };
    let mut pages = Vec::new();
    let list = tree.child("Pages").into_iter().flat_map(Element::elements);
    for page in list.filter(|it| it.is("Page")) {
        let place = page.attribute("BaseLoc").unwrap_or_default();
        pages.push(match parse(&beside(&document, place))? {
            Some(page) => lines_of(&page),
            None => Vec::new(),
        });
    }
    Ok(pages)
}

/// The lines of a page: objects side by side are one.
fn lines_of(page: &Element) -> Vec<String> {
    let mut objects = Vec::new();
    gather(page, &mut objects);
    let mut lines: Vec<(f64, String)> = Vec::new();
    for (top, words) in objects {
        match lines.last_mut() {
            Some((last, line)) if (*last - top).abs() < SAME_LINE => line.push_str(&words),
            _ => lines.push((top, words)),
        }
    }
    let mut lines: Vec<String> = lines
        .into_iter()
        .map(|(_, it)| it.trim().to_owned())
        .collect();
    lines.retain(|it| !it.is_empty());
    lines
}

/// Millimetres by which the tops of objects on one line differ at most.
const SAME_LINE: f64 = 1.0;

fn gather(element: &Element, objects: &mut Vec<(f64, String)>) {
    for it in element.elements().filter(|it| is_seen(it)) {
        if !it.is("TextObject") {
            gather(it, objects);
            continue;
        }
        let mut words = String::new();
        it.walk(&mut |inner| {
            if inner.is("TextCode") {
                words.push_str(&inner.text());
            }
        });
        let bounds = it.attribute("Boundary").unwrap_or_default();
        let top = bounds.split_whitespace().nth(1);
        objects.push((top.and_then(|it| it.parse().ok()).unwrap_or(0.0), words));
    }
}

/// Whether an object shows anything. What is white is taken for unseen: nothing here knows what lies under it.
fn is_seen(it: &Element) -> bool {
    let colour = it.child("FillColor");
    let is_white = colour.is_some_and(|it| {
        let value = it.attribute("Value").unwrap_or_default();
        it.attribute("Alpha") == Some("0") || value.split_whitespace().eq(["255", "255", "255"])
    });
    it.attribute("Visible") != Some("false") && it.attribute("Alpha") != Some("0") && !is_white
}

/// A place as a name in the package: from the root, or beside the part that says it.
fn beside(part: &str, place: &str) -> String {
    if let Some(name) = place.strip_prefix('/') {
        return name.to_owned();
    }
    match part.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{place}"),
        None => place.to_owned(),
    }
}
