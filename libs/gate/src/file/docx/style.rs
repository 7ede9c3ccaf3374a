//! Which styles hide text, and which runs do.

use std::collections::{BTreeMap, BTreeSet};

use crate::file::tree::Element;

/// Styles by what they do to text.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    vanishing: BTreeSet<String>,
    white: BTreeSet<String>,
    shaded: BTreeSet<String>,
}

impl Styles {
    /// Of the part of styles.
    pub fn of(tree: &Element) -> Self {
        let mut styles = Self::default();
        let mut parents = BTreeMap::new();
        for style in tree.elements().filter(|it| it.is("style")) {
            let id = style.attribute("styleId").unwrap_or_default().to_owned();
            let properties = style.child("rPr");
            if properties.is_some_and(|it| is_on(it, "vanish")) {
                styles.vanishing.insert(id.clone());
            }
            if properties.is_some_and(is_white) {
                styles.white.insert(id.clone());
            }
            let mut has_shade = false;
            style.walk(&mut |it| has_shade |= is_shade(it));
            if has_shade {
                styles.shaded.insert(id.clone());
            }
            if let Some(parent) = style.child("basedOn").and_then(|it| it.attribute("val")) {
                parents.insert(id, parent.to_owned());
            }
        }
        for list in [&mut styles.vanishing, &mut styles.white, &mut styles.shaded] {
            inherit(list, &parents);
        }
        styles
    }

    /// Whether a run's text is marked as hidden.
    pub fn vanishes(&self, run: &Element, paragraph: Option<&str>) -> bool {
        let own = run.child("rPr");
        match own.and_then(|it| it.child("vanish")) {
            Some(it) => it.is_on(),
            None => {
                style_of(own, "rStyle").is_some_and(|it| self.vanishing.contains(it))
                    || paragraph.is_some_and(|it| self.vanishing.contains(it))
            }
        }
    }

    /// Whether a run's text cannot be seen on white.
    pub fn is_invisible(&self, run: &Element, paragraph: Option<&str>) -> bool {
        let own = run.child("rPr");
        let is_shaded = own.is_some_and(|it| {
            it.child("shd").is_some_and(is_shade) || it.child("highlight").is_some()
        });
        let size = own.and_then(|it| it.child("sz")?.number("val"));
        if size.is_some_and(|it| it <= 2) {
            return true;
        }
        if is_shaded {
            return own.is_some_and(is_blackened);
        }
        match own.and_then(|it| it.child("color")) {
            Some(_) => own.is_some_and(is_white),
            None => {
                style_of(own, "rStyle").is_some_and(|it| self.white.contains(it))
                    || paragraph.is_some_and(|it| self.white.contains(it))
            }
        }
    }

    /// Whether a table's style has shaded cells.
    pub fn shades(&self, table: &Element) -> bool {
        let properties = table.child("tblPr");
        style_of(properties, "tblStyle").is_some_and(|it| self.shaded.contains(it))
    }
}

fn style_of<'a>(properties: Option<&'a Element>, name: &str) -> Option<&'a str> {
    properties?.child(name)?.attribute("val")
}

fn inherit(list: &mut BTreeSet<String>, parents: &BTreeMap<String, String>) {
    // A chain of styles is no longer than there are styles.
    for _ in 0..parents.len() {
        let new: Vec<String> = parents
            .iter()
            .filter(|(id, parent)| list.contains(*parent) && !list.contains(*id))
            .map(|(id, _)| id.clone())
            .collect();
        if new.is_empty() {
            return;
        }
        list.extend(new);
    }
}

fn is_on(properties: &Element, name: &str) -> bool {
    properties.child(name).is_some_and(Element::is_on)
}

fn is_white(properties: &Element) -> bool {
    let color = properties.child("color");
    let value = color.and_then(|it| it.attribute("val"));
    value.is_some_and(|it| it.eq_ignore_ascii_case("FFFFFF"))
}

/// Black letters marked black, or letters in the colour of their own shading.
fn is_blackened(properties: &Element) -> bool {
    let value = |name: &str, key: &str| properties.child(name).and_then(|it| it.attribute(key));
    let color = value("color", "val").unwrap_or("auto");
    let is_marked = value("highlight", "val") == Some("black");
    let is_black = color == "auto" || color == "000000";
    let fill = value("shd", "fill").unwrap_or("auto");
    is_marked && is_black || fill != "auto" && fill.eq_ignore_ascii_case(color)
}

/// A shading that is not white.
pub(crate) fn is_shade(it: &Element) -> bool {
    let fill = it.attribute("fill").unwrap_or("auto");
    let is_fill = !fill.eq_ignore_ascii_case("auto") && !fill.eq_ignore_ascii_case("FFFFFF");
    let is_pattern = !matches!(it.attribute("val"), None | Some("clear" | "nil"));
    it.is("shd") && (is_fill || is_pattern)
}
