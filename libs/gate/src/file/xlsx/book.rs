//! A workbook: its sheets with their parts, its strings, its styles; which of a sheet's rows and columns are hidden.

use std::collections::BTreeSet;

use super::cell::string_of;
use super::style::Styles;
use crate::file::error::FileError;
use crate::file::limits::Limits;
use crate::file::package::Package;
use crate::file::tree::Element;

/// A workbook.
#[derive(Debug)]
pub(crate) struct Book {
    /// The main part.
    pub main: String,
    /// Its tree.
    pub tree: Element,
    /// In order.
    pub sheets: Vec<Sheet>,
    /// The part of shared strings.
    pub strings_part: Option<String>,
    /// What they say.
    pub strings: Vec<String>,
    /// Styles of cells.
    pub styles: Styles,
}

/// A sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// What its tab says.
    pub name: String,
    /// Its part.
    pub part: String,
    /// Whether its tab is not shown.
    pub is_hidden: bool,
}

impl Book {
    /// Of a package.
    pub fn of(package: &Package, limits: &Limits) -> Result<Self, FileError> {
        let main = package.main(limits)?;
        let Some(tree) = package.find(&main, limits)? else {
            return Err(FileError::malformed("工作簿", "没有正文部件"));
        };
        let relations = package.relations(&main, limits)?;
        let part_of = |kind: &str| {
            let found = relations.iter().find(|it| it.kind == kind);
            found.map(|it| it.target.clone())
        };
        let entries: Vec<&Element> = match tree.child("sheets") {
            Some(list) => list.elements().collect(),
            None => Vec::new(),
        };
        let sheets = entries.into_iter().filter_map(|it| {
            let relation = relations
                .iter()
                .find(|relation| Some(relation.id.as_str()) == it.attribute("id"))?;
            Some(Sheet {
                name: it.attribute("name").unwrap_or_default().to_owned(),
                part: relation.target.clone(),
                is_hidden: matches!(it.attribute("state"), Some("hidden" | "veryHidden")),
            })
        });
        let sheets = sheets.collect();
        let strings_part = part_of("sharedStrings");
        let strings = match &strings_part {
            Some(part) => package.find(part, limits)?,
            None => None,
        };
        let styles = match part_of("styles") {
            Some(part) => package.find(&part, limits)?,
            None => None,
        };
        Ok(Self {
            main,
            sheets,
            strings_part,
            strings: strings
                .map(|it| it.elements().map(string_of).collect())
                .unwrap_or_default(),
            styles: styles.map(|it| Styles::of(&it)).unwrap_or_default(),
            tree,
        })
    }
}

/// Which rows and columns of a sheet are not shown.
#[derive(Debug, Default)]
pub(crate) struct Shutters {
    columns: Vec<(u32, u32)>,
    are_rows_hidden: bool,
}

impl Shutters {
    /// Of a sheet.
    pub fn of(sheet: &Element) -> Self {
        let list = sheet.child("cols");
        let columns = list.into_iter().flat_map(Element::elements).filter(|it| {
            let is_narrow = it
                .attribute("width")
                .and_then(|it| it.parse::<f64>().ok())
                .is_some_and(|width| width <= 0.0);
            it.says("hidden") || is_narrow
        });
        let range = |it: &Element| {
            let (first, last) = (it.number("min")?, it.number("max")?);
            Some((first.checked_sub(1)?, last.checked_sub(1)?))
        };
        let format = sheet.child("sheetFormatPr");
        Self {
            columns: columns.filter_map(range).collect(),
            are_rows_hidden: format.is_some_and(|it| it.says("zeroHeight")),
        }
    }

    /// Whether a column is not shown.
    pub fn hide_column(&self, column: u32) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Whether a row is not shown.
    pub fn hide_row(&self, row: &Element) -> bool {
        let height = row.attribute("ht").and_then(|it| it.parse::<f64>().ok());
        let is_shown_by_name = matches!(row.attribute("hidden"), Some("0" | "false"));
        row.says("hidden")
            || height.is_some_and(|it| it <= 0.0)
            || self.are_rows_hidden && !is_shown_by_name && height.is_none()
    }
}

/// Numbers in words: 3、5—9.
pub(crate) fn ranges(numbers: &BTreeSet<u32>, name: &dyn Fn(u32) -> String) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let more = parts.len() > 8;
    let words: Vec<String> = parts
        .iter()
        .take(8)
        .map(|(first, last)| match first == last {
            true => name(*first),
            false => format!("{}—{}", name(*first), name(*last)),
        })
        .collect();
    format!("{}{}", words.join("、"), if more { "等" } else { "" })
}
