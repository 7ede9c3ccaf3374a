//! Which styles of cells show nothing: letters in the colour of their ground, or a number format without any.

use crate::file::tree::Element;

/// By number of the style, whether it shows nothing.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    invisible: Vec<bool>,
}

impl Styles {
    /// Of the part of styles.
    pub fn of(tree: &Element) -> Self {
        let list = |name: &str| -> Vec<&Element> {
            let found = tree.child(name);
            found.map(|it| it.elements().collect()).unwrap_or_default()
        };
        let inks: Vec<String> = list("fonts")
            .into_iter()
            .map(|it| ink(it.child("color"), BLACK))
            .collect();
        let grounds: Vec<Option<String>> = list("fills").into_iter().map(ground).collect();
        let empty: Vec<&str> = list("numFmts")
            .into_iter()
            .filter(|it| is_empty_format(it.attribute("formatCode").unwrap_or_default()))
            .filter_map(|it| it.attribute("numFmtId"))
            .collect();
        let number = |style: &Element, name: &str| style.number(name).unwrap_or(0) as usize;
        let is_invisible = |style: &Element| {
            let ink = inks.get(number(style, "fontId")).map_or(BLACK, |it| it);
            let ground = grounds.get(number(style, "fillId"));
            let is_lost = ground.is_some_and(|it| it.as_deref() == Some(ink));
            let is_blank = style
                .attribute("numFmtId")
                .is_some_and(|id| empty.contains(&id));
            is_lost || is_blank
        };
        Self {
            invisible: list("cellXfs").into_iter().map(is_invisible).collect(),
        }
    }

    /// Whether a cell shows nothing of what it holds.
    pub fn hides(&self, cell: &Element) -> bool {
        let style = cell.number("s").unwrap_or(0) as usize;
        self.invisible.get(style).copied().unwrap_or(false)
    }
}

const BLACK: &str = "000000";
const WHITE: &str = "FFFFFF";

/// A colour in words that are the same for the same colour.
fn ink(color: Option<&Element>, otherwise: &str) -> String {
    let Some(color) = color else {
        return otherwise.to_owned();
    };
    let tint = color.attribute("tint").and_then(|it| it.parse().ok());
    let tint: f64 = tint.unwrap_or(0.0);
    let is_plain = tint.abs() < 0.05;
    if let Some(rgb) = color.attribute("rgb").filter(|it| it.is_ascii()) {
        return rgb[rgb.len().saturating_sub(6)..].to_ascii_uppercase();
    }
    match (color.attribute("theme"), color.attribute("indexed")) {
        (Some("0"), _) | (None, Some("1" | "9" | "65")) if is_plain => WHITE.to_owned(),
        (Some("1"), _) | (None, Some("0" | "8" | "64")) if is_plain => BLACK.to_owned(),
        (Some(theme), _) => format!("theme {theme} {tint}"),
        (None, Some(index)) => format!("index {index}"),
        (None, None) => otherwise.to_owned(),
    }
}

/// What a fill paints; nothing that could be told where it is no plain colour.
fn ground(fill: &Element) -> Option<String> {
    if fill.child("gradientFill").is_some() {
        return None;
    }
    let pattern = fill.child("patternFill");
    match pattern.and_then(|it| it.attribute("patternType")) {
        None | Some("none") => Some(WHITE.to_owned()),
        Some("solid") => Some(ink(pattern?.child("fgColor"), WHITE)),
        Some(_) => None,
    }
}

/// A format of three or four empty sections.
fn is_empty_format(code: &str) -> bool {
    let code = code.trim_matches(['"', ' ']);
    code.len() >= 3 && code.chars().all(|c| c == ';')
}
