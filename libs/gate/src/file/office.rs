//! What DOCX, XLSX and PPTX hide alike: properties, programs, embedded files, data of other programs, pictures, leftovers.

use super::PROPERTIES;
use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::limits::Limits;
use super::masking::APART;
use super::package::{Package, Relation};
use super::picture;
use super::proof::Tally;
use super::sort::sort_of;
use super::tree::{Element, Item, decode};
use super::what::What;

/// Properties that say who wrote a file, and where.
const PERSONAL: &[(&str, &str)] = &[
    ("creator", "作者"),
    ("lastModifiedBy", "最后保存者"),
    ("description", "备注"),
    ("contentStatus", "状态"),
    ("Manager", "经理"),
    ("Company", "单位"),
    ("HyperlinkBase", "超链接基础"),
];
/// Properties that say what it is about; they are read, but are no finding alone.
const ABOUT: &[(&str, &str)] = &[
    ("title", "标题"),
    ("subject", "主题"),
    ("keywords", "关键词"),
    ("category", "类别"),
];

/// Whether a relation leads to a property part.
fn is_property(kind: &str) -> bool {
    matches!(
        kind,
        "core-properties" | "extended-properties" | "custom-properties"
    )
}

/// Whether a relation leads to a file or object inside.
pub(crate) fn is_embedded(it: &Relation) -> bool {
    matches!(
        it.kind.as_str(),
        "oleObject" | "package" | "control" | "ctrlProp" | "activeXControlBinary" | "aFChunk"
    ) && !it.is_outside
}

/// Whether a relation leads to a program.
pub(crate) fn is_macro(it: &Relation) -> bool {
    matches!(
        it.kind.as_str(),
        "vbaProject"
            | "wordVbaData"
            | "xlMacrosheet"
            | "xlIntlMacrosheet"
            | "extensibility"
            | "attachedToolbars"
            | "keyMapCustomizations"
    )
}

/// Looks for what is hidden alike.
pub(crate) fn look(package: &Package, it: &mut Inspection<'_>) -> Result<(), FileError> {
    look_properties(package, it)?;
    let mut seen = std::collections::BTreeSet::new();
    let reached = package.reachable(it.limits)?;
    for source in std::iter::once(String::new()).chain(reached) {
        for relation in package.relations(&source, it.limits)? {
            if relation.is_outside {
                look_outside(&relation, it);
            } else if seen.insert(relation.target.clone()) {
                look_part(package, &relation, it)?;
            }
        }
    }
    for name in package.leftovers(it.limits)? {
        let text = words_of(package, &name, it.limits);
        it.hide(HiddenKind::Leftover, &format!("部件{name}"), text);
    }
    Ok(())
}

fn look_part(
    package: &Package,
    relation: &Relation,
    it: &mut Inspection<'_>,
) -> Result<(), FileError> {
    let Some(bytes) = package.parts.get(&relation.target) else {
        return Ok(());
    };
    let file = relation.target.rsplit('/').next().unwrap_or_default();
    if is_macro(relation) {
        it.hide(HiddenKind::Macro, file, String::new());
    } else if is_embedded(relation) {
        it.hide(
            HiddenKind::Embedded,
            &format!("嵌入文件{file}"),
            String::new(),
        );
        it.enter(&format!("嵌入文件{file}"), bytes)?;
    } else if relation.kind == "customXml" {
        let text = words_of(package, &relation.target, it.limits);
        it.hide_text(HiddenKind::CustomXml, file, text);
    } else if relation.kind == "image" {
        it.enter_picture(&format!("图片{file}"), bytes);
    }
    Ok(())
}

fn look_outside(relation: &Relation, it: &mut Inspection<'_>) {
    match relation.kind.as_str() {
        "hyperlink" => it.show("超链接", relation.target.as_str()),
        "attachedTemplate" | "mailMergeSource" | "mailMergeHeaderSource" => {
            let kind = if relation.kind == "attachedTemplate" {
                HiddenKind::Metadata
            } else {
                HiddenKind::DataConnection
            };
            it.hide(kind, "文档设置", relation.target.as_str());
        }
        "oleObject" | "externalLinkPath" | "image" => {
            it.hide(HiddenKind::ExternalLink, "链接", relation.target.as_str());
        }
        _ => {}
    }
}

fn look_properties(package: &Package, it: &mut Inspection<'_>) -> Result<(), FileError> {
    let (mut lines, mut is_personal) = (Vec::new(), false);
    for relation in package.relations("", it.limits)? {
        if !is_property(&relation.kind) {
            continue;
        }
        let Some(tree) = package.find(&relation.target, it.limits)? else {
            continue;
        };
        for property in tree.elements() {
            let words = property.text();
            let words = words.trim();
            if words.is_empty() {
                continue;
            }
            let of = |list: &'static [(&str, &str)]| {
                list.iter()
                    .find(|(name, _)| property.is(name))
                    .map(|(_, label)| *label)
            };
            if relation.kind == "custom-properties" {
                is_personal = true;
                let name = property.attribute("name").unwrap_or("自定义");
                lines.push(format!("{name}：{words}"));
            } else if let Some(label) = of(PERSONAL) {
                is_personal = true;
                lines.push(format!("{label}：{words}"));
            } else if let Some(label) = of(ABOUT) {
                lines.push(format!("{label}：{words}"));
            }
        }
    }
    let text = lines.join("\n");
    if is_personal {
        it.hide(HiddenKind::Metadata, PROPERTIES, text);
    } else {
        it.show(PROPERTIES, text);
    }
    Ok(())
}

/// The words of a part, whatever it is.
pub(crate) fn words_of(package: &Package, name: &str, limits: &Limits) -> String {
    let Some(bytes) = package.parts.get(name) else {
        return String::new();
    };
    match Element::parse(bytes, name, limits) {
        Ok(tree) => words_in(&tree),
        Err(_) if sort_of(bytes) == super::sort::Sort::Text => decode(bytes),
        Err(_) => String::new(),
    }
}

/// The words of a tree, those of each element on a line of their own, and of attributes that hold words.
pub(crate) fn words_in(tree: &Element) -> String {
    let mut lines = Vec::new();
    let mut take = |it: &Element| {
        for (key, value) in &it.attributes {
            let is_words = matches!(
                key.as_str(),
                "v" | "name" | "val" | "value" | "caption" | "descr" | "title" | "uniqueName"
            );
            if is_words && !value.is_empty() {
                lines.push(value.clone());
            }
        }
        for child in &it.children {
            if let Item::Text(words) = child
                && !words.trim().is_empty()
            {
                lines.push(words.trim().to_owned());
            }
        }
    };
    take(tree);
    tree.walk(&mut take);
    lines.join(APART)
}

/// Takes out what is hidden alike.
pub(crate) fn clean(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    if what.strips(HiddenKind::Macro) {
        let count = package.cut(&is_macro, limits)?;
        tally.stripped(HiddenKind::Macro, count);
        package.retype(&plain_type, limits)?;
    }
    if what.strips(HiddenKind::Embedded) {
        let count = package.cut(&is_embedded, limits)?;
        tally.stripped(HiddenKind::Embedded, count);
    }
    if what.strips(HiddenKind::CustomXml) {
        let count = package.cut(&|it| it.kind == "customXml", limits)?;
        tally.stripped(HiddenKind::CustomXml, count);
    }
    if what.strips(HiddenKind::ExternalLink) {
        let is_link = |it: &Relation| {
            it.kind == "externalLink"
                || it.is_outside && matches!(it.kind.as_str(), "oleObject" | "image")
        };
        let count = package.cut(&is_link, limits)?;
        tally.stripped(HiddenKind::ExternalLink, count);
    }
    if what.strips(HiddenKind::Metadata) {
        clean_properties(package, tally, limits)?;
    }
    clean_pictures(package, what, tally);
    Ok(())
}

fn clean_properties(
    package: &mut Package,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    let mut count = 0;
    for relation in package.relations("", limits)? {
        if !is_property(&relation.kind) {
            continue;
        }
        let Some(mut tree) = package.find(&relation.target, limits)? else {
            continue;
        };
        count += tree.elements().filter(|it| !it.text().is_empty()).count();
        tree.children.clear();
        package.put(&relation.target, &tree);
    }
    let is_trace = |it: &Relation| {
        matches!(
            it.kind.as_str(),
            "custom-properties" | "thumbnail" | "printerSettings" | "attachedTemplate"
        )
    };
    count += package.cut(&is_trace, limits)?;
    tally.stripped(HiddenKind::Metadata, count);
    Ok(())
}

fn clean_pictures(package: &mut Package, what: &What, tally: &mut Tally) {
    if !what.strips(HiddenKind::PictureData) && !what.strips(HiddenKind::Location) {
        return;
    }
    for (name, bytes) in &mut package.parts {
        if !name.contains("/media/") {
            continue;
        }
        if let Some((clean, count)) = picture::clean(bytes, sort_of(bytes)) {
            tally.stripped(HiddenKind::PictureData, count);
            *bytes = clean;
        }
    }
}

/// The content type without macros.
fn plain_type(of: &str) -> Option<&'static str> {
    Some(match of {
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        | "application/vnd.ms-excel.template.macroEnabled.main+xml" => {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        }
        "application/vnd.ms-word.document.macroEnabled.main+xml"
        | "application/vnd.ms-word.template.macroEnabledTemplate.main+xml" => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        }
        "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
        | "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml"
        | "application/vnd.ms-powerpoint.template.macroEnabled.main+xml" => {
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        }
        _ => return None,
    })
}
