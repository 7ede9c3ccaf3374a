//! Which styles of cells show nothing: white on white, or a number format without any.

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
        let white: Vec<bool> = list("fonts").into_iter().map(is_white_font).collect();
        let bare: Vec<bool> = list("fills").into_iter().map(is_bare).collect();
        let empty: Vec<&str> = list("numFmts")
            .into_iter()
            .filter(|it| is_empty_format(it.attribute("formatCode").unwrap_or_default()))
            .filter_map(|it| it.attribute("numFmtId"))
            .collect();
        let at = |list: &[bool], style: &Element, name: &str| {
            let index = style.number(name).unwrap_or(0) as usize;
            list.get(index).copied().unwrap_or(false)
        };
        let is_invisible = |style: &Element| {
            let is_white = at(&white, style, "fontId") && at(&bare, style, "fillId");
            let is_blank = style
                .attribute("numFmtId")
                .is_some_and(|id| empty.contains(&id));
            is_white || is_blank
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

fn is_white(color: &Element) -> bool {
    let is_plain = color
        .attribute("tint")
        .is_none_or(|it| it.parse::<f64>().is_ok_and(|tint| tint > -0.05));
    let rgb = color.attribute("rgb").map(str::to_ascii_uppercase);
    let is_rgb = rgb.is_some_and(|it| it.ends_with("FFFFFF") && it.len() >= 6);
    let is_indexed = matches!(color.attribute("indexed"), Some("1" | "9"));
    is_rgb || is_indexed || color.attribute("theme") == Some("0") && is_plain
}

fn is_white_font(font: &Element) -> bool {
    font.child("color").is_some_and(is_white)
}

/// No fill, or a white one.
fn is_bare(fill: &Element) -> bool {
    if fill.child("gradientFill").is_some() {
        return false;
    }
    let Some(pattern) = fill.child("patternFill") else {
        return true;
    };
    match pattern.attribute("patternType") {
        None | Some("none") => true,
        Some("solid") => pattern.child("fgColor").is_some_and(is_white),
        Some(_) => false,
    }
}

/// A format of three or four empty sections.
fn is_empty_format(code: &str) -> bool {
    let code = code.trim_matches(['"', ' ']);
    code.len() >= 3 && code.chars().all(|c| c == ';')
}
