//! PPTX and PPTM: hidden slides, notes, comments, hidden shapes. What lies beside or behind on a slide is not seen.

mod slides;

use std::collections::BTreeSet;

use super::error::FileError;
use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::limits::Limits;
use super::masking::{APART, texts_of};
use super::office;
use super::package::{Package, Relation};
use super::proof::Tally;
use super::tree::Element;
use super::what::What;
use super::xlsx::look_drawing;

pub use slides::{ShownSlide, read_slides};

/// A slide.
struct Slide {
    part: String,
    id: String,
    tree: Element,
}

impl Slide {
    fn is_hidden(&self) -> bool {
        matches!(self.tree.attribute("show"), Some("0" | "false"))
    }
}

fn slides_of(package: &Package, limits: &Limits) -> Result<Vec<Slide>, FileError> {
    let main = package.main(limits)?;
    let Some(tree) = package.find(&main, limits)? else {
        return Ok(Vec::new());
    };
    let relations = package.relations(&main, limits)?;
    let mut slides = Vec::new();
    for entry in tree
        .child("sldIdLst")
        .into_iter()
        .flat_map(Element::elements)
    {
        // The number and the relation have the same name but for the prefix.
        let of = |is_own: bool| {
            let mut keys = entry.attributes.iter();
            keys.find(|(key, _)| match is_own {
                true => key == "id",
                false => key.ends_with(":id"),
            })
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
        };
        let relation = of(false);
        let Some(found) = relations.iter().find(|it| it.id == relation) else {
            continue;
        };
        if let Some(tree) = package.find(&found.target, limits)? {
            slides.push(Slide {
                part: found.target.clone(),
                id: of(true),
                tree,
            });
        }
    }
    Ok(slides)
}

/// Looks through a presentation.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let package = Package::open(bytes, it)?;
    for (index, slide) in slides_of(&package, it.limits)?.iter().enumerate() {
        let place = format!("第{}张幻灯片", index + 1);
        if slide.is_hidden() {
            it.hide(HiddenKind::Slide, &place, texts_of(&slide.tree).join(APART));
        } else {
            look_drawing(&place, &slide.tree, it);
        }
        look_remarks(&package, slide, &place, it)?;
    }
    let mut seen = BTreeSet::new();
    for source in package.reachable(it.limits)? {
        for relation in package.relations(&source, it.limits)? {
            let is_drawn = matches!(relation.kind.as_str(), "chart" | "diagramData");
            if !is_drawn || !seen.insert(relation.target.clone()) {
                continue;
            }
            if let Some(tree) = package.find(&relation.target, it.limits)? {
                let file = relation.target.rsplit('/').next().unwrap_or_default();
                look_drawing(file, &tree, it);
            }
        }
    }
    office::look(&package, it)
}

fn look_remarks(
    package: &Package,
    slide: &Slide,
    place: &str,
    it: &mut Inspection<'_>,
) -> Result<(), FileError> {
    for relation in package.relations(&slide.part, it.limits)? {
        if !matches!(relation.kind.as_str(), "notesSlide" | "comments") {
            continue;
        }
        let Some(tree) = package.find(&relation.target, it.limits)? else {
            continue;
        };
        if relation.kind == "comments" {
            let text = office::words_in(&tree);
            it.hide(HiddenKind::Comment, &format!("{place}批注"), text);
        } else {
            it.hide_text(HiddenKind::Notes, &format!("{place}备注"), notes(&tree));
        }
    }
    Ok(())
}

/// The words of notes, without the number of the page.
fn notes(tree: &Element) -> String {
    let mut copy = tree.clone();
    copy.prune(&mut |it| !it.is("fld"));
    let mut lines = Vec::new();
    copy.walk(&mut |it| {
        if it.is("p") {
            lines.push(it.text().trim().to_owned());
        }
    });
    lines.retain(|it| !it.is_empty());
    lines.join("\n")
}

/// Takes out what is to be taken out.
pub(crate) fn clean(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    if what.strips(HiddenKind::Slide) {
        drop_slides(package, tally, limits)?;
    }
    let is_comment =
        |it: &Relation| matches!(it.kind.as_str(), "comments" | "commentAuthors" | "authors");
    if what.strips(HiddenKind::Comment) {
        let count = package.cut(&is_comment, limits)?;
        tally.stripped(HiddenKind::Comment, count);
    }
    if what.strips(HiddenKind::Notes) {
        let count = package.cut(&|it| it.kind == "notesSlide", limits)?;
        tally.stripped(HiddenKind::Notes, count);
    }
    if what.strips(HiddenKind::HiddenText) {
        drop_shapes(package, tally, limits)?;
    }
    office::clean(package, what, tally, limits)?;
    package.sweep(limits)?;
    Ok(())
}

fn drop_slides(package: &mut Package, tally: &mut Tally, limits: &Limits) -> Result<(), FileError> {
    let slides = slides_of(package, limits)?;
    let hidden: Vec<&Slide> = slides.iter().filter(|it| it.is_hidden()).collect();
    if hidden.is_empty() {
        return Ok(());
    }
    if hidden.len() == slides.len() {
        return Err(FileError::malformed("演示文稿", "所有幻灯片都隐藏"));
    }
    let parts: BTreeSet<&str> = hidden.iter().map(|it| it.part.as_str()).collect();
    let ids: BTreeSet<&str> = hidden.iter().map(|it| it.id.as_str()).collect();
    package.cut(&|it| parts.contains(it.target.as_str()), limits)?;
    let main = package.main(limits)?;
    let mut tree = package.find(&main, limits)?.unwrap_or_default();
    // Sections list slides by number.
    tree.prune(&mut |it| {
        !(it.is("sldId") && it.attribute("id").is_some_and(|id| ids.contains(id)))
    });
    package.put(&main, &tree);
    tally.stripped(HiddenKind::Slide, hidden.len());
    Ok(())
}

fn drop_shapes(package: &mut Package, tally: &mut Tally, limits: &Limits) -> Result<(), FileError> {
    let is_hidden = |shape: &Element| {
        let mut properties = shape.elements().flat_map(Element::elements);
        properties.any(|it| it.is("cNvPr") && it.says("hidden"))
    };
    let names: Vec<String> = package.parts.keys().cloned().collect();
    for name in names {
        if !name.starts_with("ppt/slides/") || !name.ends_with(".xml") {
            continue;
        }
        let mut tree = package.find(&name, limits)?.unwrap_or_default();
        let count = tree.prune(&mut |it| !is_hidden(it));
        tally.stripped(HiddenKind::HiddenText, count);
        package.put(&name, &tree);
    }
    Ok(())
}
