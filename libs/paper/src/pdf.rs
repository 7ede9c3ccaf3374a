//! From what was drawn to the file, by krilla: glyphs, boxes, the tree of what is said, bookmarks. Not here: where anything stands.

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};

use crate::PaperError;
use crate::canvas::{Canvas, Color, Drawn, HIGH, Mark, WIDE};
use crate::font::Font;
use crate::structure::Structure;

/// The language of what is written.
const LANGUAGE: &str = "zh-CN";

/// The file of what a canvas holds.
pub(crate) fn write(canvas: Canvas, title: &str) -> Result<Vec<u8>, PaperError> {
    let Canvas {
        font,
        mut pages,
        mut structure,
        headings,
    } = canvas;
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    let mut document = Document::new_with(settings()?);
    for marks in &pages {
        let size = PageSettings::from_wh(single(WIDE), single(HIGH))
            .ok_or_else(|| PaperError::new("a page has no size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        draw(&mut surface, marks, (&font, &mut structure));
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(title, headings));
    document.set_tag_tree(structure.tree().with_lang(Some(LANGUAGE.to_owned())));
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(LANGUAGE.to_owned())
            .creator("Gongkai".to_owned()),
    );
    document
        .finish()
        .map_err(|cause| PaperError::new(cause.to_string()))
}

fn settings() -> Result<SerializeSettings, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|cause| PaperError::new(format!("{cause:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

/// Bookmarks: the title, and the headings beneath it.
fn outline(title: &str, headings: Vec<(String, usize, f64)>) -> Outline {
    let to = |page, y| XyzDestination::new(page, Point::from_xy(0.0, single(y)));
    let mut whole = OutlineNode::new(title.to_owned(), to(0, 0.0)).with_open(true);
    for (heading, page, y) in headings {
        whole.push_child(OutlineNode::new(heading, to(page, y)));
    }
    let mut outline = Outline::new();
    outline.push_child(whole);
    outline
}

/// Draws a page; marks of the same part that follow each other are one piece of it.
fn draw(surface: &mut Surface<'_>, marks: &[Mark], (font, structure): (&Font, &mut Structure)) {
    for run in marks.chunk_by(|one, next| one.part == next.part) {
        match run.first().and_then(|mark| mark.part) {
            Some(part) => {
                let marked = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                structure.mark(part, marked);
            }
            None => {
                let ornament = Artifact::with_kind(ArtifactType::Layout);
                surface.start_tagged(ContentTag::Artifact(ornament));
            }
        }
        for mark in run {
            put(surface, &mark.drawn, font);
        }
        surface.end_tagged();
    }
}

fn put(surface: &mut Surface<'_>, drawn: &Drawn, font: &Font) {
    match drawn {
        Drawn::Text { at, ink, text } => {
            surface.set_fill(Some(filled(ink.color)));
            // The font has no bold face: a stroke around thickens it.
            surface.set_stroke(ink.is_heavy.then(|| Stroke {
                paint: paint(ink.color).into(),
                width: single(ink.size / 36.0),
                ..Stroke::default()
            }));
            let start = Point::from_xy(single(at.0), single(at.1));
            let glyphs = font.glyphs(text);
            let written = font.written.clone();
            surface.draw_glyphs(start, &glyphs, written, text, single(ink.size), false);
        }
        Drawn::Fill {
            at: (x, y),
            wide_and_high: (wide, high),
            color,
        } => {
            let mut path = PathBuilder::new();
            // What has no size is not drawn.
            if let Some(rect) =
                Rect::from_xywh(single(*x), single(*y), single(*wide), single(*high))
            {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.set_stroke(None);
                surface.set_fill(Some(filled(*color)));
                surface.draw_path(&path);
            }
        }
    }
}

fn paint(color: Color) -> rgb::Color {
    rgb::Color::new(color.0, color.1, color.2)
}

fn filled(color: Color) -> Fill {
    Fill {
        paint: paint(color).into(),
        ..Fill::default()
    }
}

/// A length as krilla takes it: to a ten-thousandth of a point on A4.
#[allow(clippy::cast_possible_truncation)]
fn single(length: f64) -> f32 {
    length as f32
}
