//! What a PDF holds beside its pages: properties, files, scripts, layers, earlier revisions.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{Pdf, as_dictionary, string_of};
use crate::file::PROPERTIES;
use crate::file::error::FileError;
use crate::file::hidden::HiddenKind;
use crate::file::inspection::Inspection;
use crate::file::picture::xmp_words;

/// Properties that name a program or a day, and the title; all others name somebody or something.
const PLAIN: &[&[u8]] = &[
    b"Creator",
    b"Producer",
    b"CreationDate",
    b"ModDate",
    b"Trapped",
    b"Title",
    b"Subject",
    b"Keywords",
];
/// Dictionaries within dictionaries that are looked through.
const DEPTH: usize = 6;

/// Looks for what is beside the pages.
pub(crate) fn look(pdf: &Pdf, it: &mut Inspection<'_>) -> Result<(), FileError> {
    look_properties(pdf, it)?;
    let (mut scripts, mut files) = (Vec::new(), BTreeSet::new());
    for object in pdf.document.objects.values() {
        search(pdf, object, &mut scripts, &mut files, DEPTH);
    }
    if let Ok(catalog) = pdf.document.catalog() {
        if catalog.has(b"AA") {
            scripts.push("AA".to_owned());
        }
        look_layers(pdf, catalog, it);
    }
    if !scripts.is_empty() {
        it.hide(HiddenKind::Script, "文档", scripts.join("\n"));
    }
    for (name, id) in files {
        look_file(pdf, &name, id, it)?;
    }
    let revisions = pdf.document.revision_count();
    if revisions > 1 {
        let place = format!("{}次保存前的版本", revisions - 1);
        it.hide(HiddenKind::Leftover, &place, String::new());
    }
    Ok(())
}

fn look_properties(pdf: &Pdf, it: &mut Inspection<'_>) -> Result<(), FileError> {
    let (mut lines, mut is_personal) = (Vec::new(), false);
    if let Some(info) = pdf.dictionary(&pdf.document.trailer, "Info") {
        for (key, value) in info {
            let Some(words) = string_of(pdf.follow(value)).filter(|it| !it.trim().is_empty())
            else {
                continue;
            };
            is_personal |= !PLAIN.contains(&key.as_slice());
            lines.push(format!("{}：{words}", String::from_utf8_lossy(key)));
        }
    }
    let catalog = pdf.document.catalog().ok();
    let packet = catalog.and_then(|it| pdf.entry(it, "Metadata")?.as_stream().ok());
    if let Some(packet) = packet {
        let words = xmp_words(&unpack(packet, "XMP", it)?);
        is_personal |= words.lines().any(names_somebody);
        lines.push(words);
    }
    let text = lines.join("\n");
    if is_personal {
        it.hide(HiddenKind::Metadata, PROPERTIES, text);
    } else {
        it.show(PROPERTIES, text);
    }
    Ok(())
}

/// Whether a property names a person or an office; programs and days are none.
fn names_somebody(line: &str) -> bool {
    let key = line.split('：').next().unwrap_or_default();
    let names = [
        "dc:creator",
        "Author",
        "Authors",
        "Manager",
        "Company",
        "LastModifiedBy",
    ];
    names.iter().any(|name| key.ends_with(name))
}

/// A stream's bytes, counted.
pub(crate) fn unpack(
    stream: &Stream,
    part: &str,
    it: &mut Inspection<'_>,
) -> Result<Vec<u8>, FileError> {
    let most = usize::try_from(it.left()).unwrap_or(usize::MAX);
    let bytes = match stream.get_plain_content_with_limit(most) {
        Ok(bytes) => bytes,
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            return Err(FileError::Bomb {
                part: part.to_owned(),
                limit: it.limits.decompressed_bytes,
            });
        }
        Err(_) => stream.content.clone(),
    };
    it.spend(bytes.len() as u64, part)?;
    Ok(bytes)
}

fn search(
    pdf: &Pdf,
    object: &Object,
    scripts: &mut Vec<String>,
    files: &mut BTreeSet<(String, ObjectId)>,
    depth: usize,
) {
    if depth == 0 {
        return;
    }
    if let Object::Array(list) = object {
        for it in list {
            search(pdf, it, scripts, files, depth - 1);
        }
    }
    let Some(dictionary) = as_dictionary(object) else {
        return;
    };
    let acts = pdf.name(dictionary, "S").is_some_and(|it| {
        matches!(
            it,
            b"JavaScript" | b"Launch" | b"ImportData" | b"SubmitForm"
        )
    });
    if acts {
        let script = pdf.entry(dictionary, "JS").and_then(string_of);
        scripts.push(script.unwrap_or_default());
    }
    if let Some(kept) = pdf.dictionary(dictionary, "EF") {
        let name = pdf
            .text(dictionary, "UF")
            .or_else(|| pdf.text(dictionary, "F"));
        let file = kept.get(b"F").or_else(|_| kept.get(b"UF"));
        if let Ok(id) = file.and_then(Object::as_reference) {
            files.insert((name.unwrap_or_default(), id));
        }
    }
    for (_, it) in dictionary {
        search(pdf, it, scripts, files, depth - 1);
    }
}

fn look_file(
    pdf: &Pdf,
    name: &str,
    id: ObjectId,
    it: &mut Inspection<'_>,
) -> Result<(), FileError> {
    let place = format!("附件“{name}”");
    it.hide(HiddenKind::Embedded, &place, String::new());
    let object = pdf.document.get_object(id).and_then(Object::as_stream);
    let Ok(stream) = object else { return Ok(()) };
    let bytes = unpack(stream, &place, it)?;
    it.enter(&place, &bytes)
}

/// The layers that are off when the file is opened.
pub(crate) fn layers_off(document: &Document) -> BTreeSet<ObjectId> {
    let off = || {
        let catalog = document.catalog().ok()?;
        let properties = catalog.get_deref(b"OCProperties", document).ok()?;
        let properties = properties.as_dict().ok()?;
        let default = properties.get_deref(b"D", document).ok()?.as_dict().ok()?;
        let references = |of: &Dictionary, key: &[u8]| -> BTreeSet<ObjectId> {
            let list = of.get_deref(key, document).and_then(Object::as_array);
            let list = list.map(Vec::as_slice).unwrap_or_default();
            list.iter()
                .filter_map(|it| it.as_reference().ok())
                .collect()
        };
        let mut off = references(default, b"OFF");
        let base = default.get(b"BaseState").and_then(Object::as_name);
        if base.is_ok_and(|it| it == b"OFF") {
            let on = references(default, b"ON");
            let all = references(properties, b"OCGs");
            off.extend(all.difference(&on));
        }
        Some(off)
    };
    off().unwrap_or_default()
}

fn look_layers(pdf: &Pdf, catalog: &Dictionary, it: &mut Inspection<'_>) {
    let has_layers = catalog.has(b"OCProperties");
    if !has_layers || pdf.layers_off.is_empty() {
        return;
    }
    let names = pdf.layers_off.iter().filter_map(|id| {
        let layer = pdf.document.get_dictionary(*id).ok()?;
        pdf.text(layer, "Name")
    });
    let names: Vec<String> = names.collect();
    it.hide(HiddenKind::Layer, "图层", names.join("\n"));
}
