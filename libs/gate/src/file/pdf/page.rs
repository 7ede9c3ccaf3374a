//! One page: its content, then what is pinned onto it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::geometry::{Frame, Matrix};
use super::objects::unpack;
use super::paint::{Canvas, Runner, placed};
use super::sight::sort;
use super::{Pdf, as_dictionary};
use crate::file::error::FileError;
use crate::file::hidden::HiddenKind;
use crate::file::inspection::Inspection;

/// Pages within branches of the tree of pages.
const DEPTH: usize = 32;
/// A4, where a page does not say how large it is.
const A4: Frame = Frame {
    left: 0.0,
    bottom: 0.0,
    right: 595.0,
    top: 842.0,
};

/// Looks through a page.
pub(crate) fn look(
    pdf: &Pdf,
    (number, id): (u32, ObjectId),
    left: &mut usize,
    it: &mut Inspection<'_>,
) -> Result<(), FileError> {
    let Ok(page) = pdf.document.get_dictionary(id) else {
        return Ok(());
    };
    let frame = |key: &str| {
        let list = inherited(pdf, page, key)?.as_array().ok()?;
        Frame::of(&pdf.numbers(list)).filter(|it| it.area() > 0.0)
    };
    let media = frame("MediaBox").unwrap_or(A4);
    let shown = frame("CropBox").map_or(media, |it| it.within(media));
    let resources = inherited(pdf, page, "Resources").and_then(as_dictionary);
    let content = content_of(pdf, page, it)?;
    let place = format!("第{number}页");
    let mut runner = Runner {
        pdf,
        it,
        left,
        canvas: Canvas::default(),
        layers: Vec::new(),
        fonts: BTreeMap::new(),
    };
    runner.run(&content, resources, (Matrix::SAME, Frame::ALL, 0))?;
    let notes = pin(&mut runner, page)?;
    let Runner {
        canvas, it, left, ..
    } = runner;
    let Some(sight) = sort(&canvas, shown, left) else {
        return Err(FileError::TooMany {
            part: "PDF 的绘制指令".to_owned(),
            limit: it.limits.operations,
        });
    };
    for (kind, words) in sight.hidden {
        it.hide(kind, &place, words);
    }
    it.show(&place, sight.shown);
    it.hide_text(
        HiddenKind::Comment,
        &format!("{place}注释"),
        notes.join("\n"),
    );
    Ok(())
}

fn inherited<'a>(pdf: &'a Pdf, page: &'a Dictionary, key: &str) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..DEPTH {
        if let Some(found) = pdf.entry(node, key) {
            return Some(found);
        }
        node = pdf.dictionary(node, "Parent")?;
    }
    None
}

fn content_of(pdf: &Pdf, page: &Dictionary, it: &mut Inspection<'_>) -> Result<Vec<u8>, FileError> {
    let mut content = Vec::new();
    let parts: Vec<&Object> = match pdf.entry(page, "Contents") {
        Some(Object::Array(list)) => list.iter().map(|it| pdf.follow(it)).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for part in parts {
        if let Object::Stream(stream) = part {
            content.extend(unpack(stream, "PDF", it)?);
            content.push(b'\n');
        }
    }
    Ok(content)
}

/// Paints what is pinned onto a page above its content; gives the words of remarks.
fn pin<'a>(
    runner: &mut Runner<'a, '_, '_>,
    page: &'a Dictionary,
) -> Result<Vec<String>, FileError> {
    let pdf = runner.pdf;
    let mut notes = Vec::new();
    for annotation in pdf.list(page, "Annots") {
        let Some(annotation) = as_dictionary(pdf.follow(annotation)) else {
            continue;
        };
        let kind = pdf.name(annotation, "Subtype").unwrap_or_default();
        if !matches!(kind, b"Link" | b"Widget" | b"Popup") {
            let author = pdf.text(annotation, "T");
            let words = pdf.text(annotation, "Contents");
            if kind != b"FreeText" || author.is_some() {
                notes.extend(words);
                notes.extend(author.map(|it| format!("注释人：{it}")));
            }
        }
        // Bits 2 and 6: hidden, not viewed.
        let flags = pdf
            .entry(annotation, "F")
            .and_then(|it| it.as_i64().ok())
            .unwrap_or(0);
        if flags & 0b10_0010 == 0 && kind != b"Popup" {
            draw(runner, annotation, kind)?;
        }
    }
    Ok(notes)
}

fn draw<'a>(
    runner: &mut Runner<'a, '_, '_>,
    annotation: &'a Dictionary,
    kind: &[u8],
) -> Result<(), FileError> {
    let pdf = runner.pdf;
    let rect = Frame::of(&pdf.numbers(pdf.list(annotation, "Rect")));
    let Some(rect) = rect else { return Ok(()) };
    let looks = pdf.dictionary(annotation, "AP");
    let form = looks.and_then(|it| pdf.entry(it, "N"));
    let form = match form {
        Some(Object::Stream(form)) => Some(form),
        Some(Object::Dictionary(states)) => {
            let state = pdf.name(annotation, "AS").unwrap_or_default();
            let found = states.get(state).ok();
            found.and_then(|it| pdf.follow(it).as_stream().ok())
        }
        _ => None,
    };
    if let Some(form) = form {
        let own = Matrix::of(&pdf.numbers(pdf.list(&form.dict, "Matrix")));
        let own = own.unwrap_or(Matrix::SAME);
        let inner = Frame::of(&pdf.numbers(pdf.list(&form.dict, "BBox"))).unwrap_or(rect);
        let inner = placed(inner, own);
        let ratio = |of: f64, to: f64| if of > 0.0 { to / of } else { 1.0 };
        let (x, y) = (
            ratio(inner.right - inner.left, rect.right - rect.left),
            ratio(inner.top - inner.bottom, rect.top - rect.bottom),
        );
        let put = Matrix([
            x,
            0.0,
            0.0,
            y,
            rect.left - inner.left * x,
            rect.bottom - inner.bottom * y,
        ]);
        let resources = pdf.dictionary(&form.dict, "Resources");
        let content = unpack(form, "PDF", runner.it)?;
        return runner.run(&content, resources, (own.then(put), rect.grown(1.0), 1));
    }
    let is_filled = !pdf.list(annotation, "IC").is_empty();
    let opacity = pdf
        .entry(annotation, "CA")
        .and_then(|it| it.as_float().ok());
    if matches!(kind, b"Square" | b"Redact") && is_filled && opacity.is_none_or(|it| it > 0.95) {
        runner.canvas.cover(rect);
    }
    Ok(())
}
