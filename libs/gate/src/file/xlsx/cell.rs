//! Cells: where they stand and what they show. Dates are shown as the numbers that they are.

use crate::file::masking::{Leaf, Visit, visit_texts};
use crate::file::tree::{Element, Item};

/// A place on a sheet, counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    /// Of `B3`.
    pub fn parse(words: &str) -> Option<Self> {
        let words = words.replace('$', "");
        let cut = words.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = words.split_at(cut);
        let mut column: u32 = 0;
        for c in letters.chars() {
            let value = (c.to_ascii_uppercase() as u32).checked_sub('A' as u32)?;
            if value > 25 {
                return None;
            }
            column = column.checked_mul(26)?.checked_add(value + 1)?;
        }
        let row: u32 = digits.parse().ok()?;
        Some(Self {
            row: row.checked_sub(1)?,
            column: column.checked_sub(1)?,
        })
    }

    /// As `B3`.
    pub fn name(self) -> String {
        format!("{}{}", letters(self.column), self.row + 1)
    }
}

/// The letters of a column.
pub(crate) fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Goes through the cells of a sheet with their places; rows and cells may leave their own out.
pub(crate) fn each<'a>(sheet: &'a Element, look: &mut dyn FnMut(Place, &'a Element, &'a Element)) {
    let Some(data) = sheet.child("sheetData") else {
        return;
    };
    let mut row_number = 0;
    for row in data.elements().filter(|it| it.is("row")) {
        let own = row.number("r").and_then(|it| it.checked_sub(1));
        let at = own.unwrap_or(row_number);
        let mut column = 0;
        for cell in row.elements().filter(|it| it.is("c")) {
            let own = cell.attribute("r").and_then(Place::parse);
            let column_at = own.map_or(column, |it| it.column);
            let place = Place {
                row: at,
                column: column_at,
            };
            look(place, row, cell);
            column = column_at.saturating_add(1);
        }
        row_number = at.saturating_add(1);
    }
}

/// What a cell shows.
pub(crate) fn text_of(cell: &Element, strings: &[String]) -> String {
    let value = || cell.child("v").map(Element::text).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => {
            let index = value().trim().parse::<usize>().ok();
            let found = index.and_then(|it| strings.get(it));
            found.cloned().unwrap_or_default()
        }
        Some("inlineStr") => cell.child("is").map(string_of).unwrap_or_default(),
        Some("b" | "e") => String::new(),
        _ => written_out(&value()),
    }
}

/// The text of a string with its runs, without reading aids.
pub(crate) fn string_of(string: &Element) -> String {
    let mut words = String::new();
    for it in string.elements() {
        match it.local() {
            "t" => words.push_str(&it.text()),
            "r" => words.push_str(&it.child("t").map(Element::text).unwrap_or_default()),
            _ => {}
        }
    }
    words
}

/// A whole number as people read it: `1.3812345678E10` is a mobile.
fn written_out(value: &str) -> String {
    let value = value.trim();
    let has_exponent = value.contains(['E', 'e']) && value.parse::<f64>().is_ok();
    match value.parse::<f64>() {
        Ok(number) if has_exponent && number.fract() == 0.0 && number.abs() < 1e18 => {
            format!("{number:.0}")
        }
        _ => value.to_owned(),
    }
}

/// Shows the texts of a sheet to a visitor; a number or result that it changes becomes a text without formula.
pub(crate) fn visit(sheet: &mut Element, visit: Visit<'_>) {
    for element in sheet.elements_mut() {
        if !element.is("sheetData") {
            visit_texts(element, visit);
            continue;
        }
        let rows = element.elements_mut();
        for cell in rows.flat_map(Element::elements_mut).filter(|it| it.is("c")) {
            visit_cell(cell, visit);
        }
    }
}

fn visit_cell(cell: &mut Element, visit: Visit<'_>) {
    if cell.attribute("t") == Some("inlineStr") {
        visit_texts(cell, visit);
        return;
    }
    let mut formula = cell.child("f").map(Element::text).unwrap_or_default();
    let before = formula.clone();
    if !formula.is_empty() {
        visit(&mut [Leaf::Text(&mut formula)]);
    }
    let mut is_changed = formula != before;
    if !matches!(cell.attribute("t"), Some("s" | "b" | "e")) {
        let mut text = written_out(&cell.child("v").map(Element::text).unwrap_or_default());
        let before = text.clone();
        if !text.is_empty() {
            visit(&mut [Leaf::Text(&mut text)]);
        }
        if text != before {
            inline(cell, text);
            is_changed = false;
        }
    }
    if is_changed {
        drop_formula(cell);
    }
}

/// Makes a cell one with its own text.
fn inline(cell: &mut Element, text: String) {
    let prefix = cell.name.strip_suffix('c').unwrap_or_default().to_owned();
    let words = Element {
        name: format!("{prefix}t"),
        attributes: vec![("xml:space".to_owned(), "preserve".to_owned())],
        children: vec![Item::Text(text)],
    };
    let string = Element {
        name: format!("{prefix}is"),
        attributes: Vec::new(),
        children: vec![Item::Element(words)],
    };
    cell.set("t", "inlineStr");
    cell.children = vec![Item::Element(string)];
}

/// Leaves of a cell its result.
pub(crate) fn drop_formula(cell: &mut Element) {
    cell.children
        .retain(|it| !matches!(it, Item::Element(inner) if inner.is("f")));
}
