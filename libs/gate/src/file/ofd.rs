//! OFD (GB/T 33190): who wrote it, attachments, annotations, layers that are not shown, its text. What is painted over text is not seen.

use super::PROPERTIES;
use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
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
