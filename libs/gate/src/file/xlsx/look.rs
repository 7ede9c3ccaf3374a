//! Looking through a workbook.

use std::collections::BTreeSet;

use super::book::{Book, Sheet, Shutters, ranges};
use super::cell::{Place, each, letters, text_of};
use crate::file::error::FileError;
use crate::file::hidden::HiddenKind;
use crate::file::inspection::Inspection;
use crate::file::masking::{APART, texts_of};
use crate::file::office::{self, words_in, words_of};
use crate::file::package::{Package, Relation};
use crate::file::tree::Element;

/// Looks through a workbook.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let package = Package::open(bytes, it)?;
    let book = Book::of(&package, it.limits)?;
    let mut used = BTreeSet::new();
    for sheet in &book.sheets {
        let Some(tree) = package.find(&sheet.part, it.limits)? else {
            continue;
        };
        note_strings(&tree, &mut used);
        look_sheet(&book, sheet, &tree, it);
        look_remarks(&package, sheet, it)?;
    }
    let orphans: Vec<&str> = book
        .strings
        .iter()
        .enumerate()
        .filter(|(index, _)| !used.contains(index))
        .map(|(_, words)| words.as_str())
        .filter(|words| !words.trim().is_empty())
        .collect();
    it.hide_text(HiddenKind::Leftover, "字符串表", orphans.join(APART));
    look_names(&book, it);
    look_relations(&package, it)?;
    office::look(&package, it)
}

/// Which shared strings the cells of a sheet use.
pub(crate) fn note_strings(sheet: &Element, used: &mut BTreeSet<usize>) {
    each(sheet, &mut |_, _, cell| {
        if cell.attribute("t") == Some("s") {
            let value = cell.child("v").map(Element::text).unwrap_or_default();
            used.extend(value.trim().parse::<usize>());
        }
    });
}

#[derive(Default)]
struct Found {
    rows: BTreeSet<u32>,
    row_lines: Vec<String>,
    columns: BTreeSet<u32>,
    column_lines: Vec<String>,
    blank: Vec<Place>,
    blank_lines: Vec<String>,
    whole: Vec<String>,
}

fn look_sheet(book: &Book, sheet: &Sheet, tree: &Element, it: &mut Inspection<'_>) {
    let shutters = Shutters::of(tree);
    let mut found = Found::default();
    each(tree, &mut |place, row, cell| {
        let text = text_of(cell, &book.strings);
        if text.trim().is_empty() {
            return;
        }
        if sheet.is_hidden {
            found.whole.push(text);
        } else if shutters.hide_row(row) {
            found.rows.insert(place.row);
            found.row_lines.push(text);
        } else if shutters.hide_column(place.column) {
            found.columns.insert(place.column);
            found.column_lines.push(text);
        } else if book.styles.hides(cell) {
            found.blank.push(place);
            found.blank_lines.push(text);
        } else {
            let words = cell.child("f").map(Element::text).unwrap_or_default();
            let at = format!("工作表“{}”{}", sheet.name, place.name());
            if words.contains('"') || words.len() > 8 {
                it.show(&format!("{at}公式"), words);
            }
            it.show(&at, text);
        }
    });
    let mut rest: Vec<String> = Vec::new();
    for element in tree.elements().filter(|it| !it.is("sheetData")) {
        rest.extend(texts_of(element));
    }
    let place = format!("工作表“{}”", sheet.name);
    if sheet.is_hidden {
        found.whole.extend(rest);
        it.hide(HiddenKind::Sheet, &place, found.whole.join(APART));
        return;
    }
    it.show(&format!("{place}设置"), rest.join(APART));
    it.show(&place, sheet.name.as_str());
    found.tell(&place, it);
}

impl Found {
    fn tell(self, place: &str, it: &mut Inspection<'_>) {
        let rows = ranges(&self.rows, &|row| (row + 1).to_string());
        it.hide_text(
            HiddenKind::Rows,
            &format!("{place}第{rows}行"),
            self.row_lines.join(APART),
        );
        let columns = ranges(&self.columns, &letters);
        it.hide_text(
            HiddenKind::Columns,
            &format!("{place}第{columns}列"),
            self.column_lines.join(APART),
        );
        let first = self.blank.first().map(|it| it.name()).unwrap_or_default();
        let more = if self.blank.len() > 1 { "等" } else { "" };
        it.hide_text(
            HiddenKind::InvisibleText,
            &format!("{place}{first}{more}"),
            self.blank_lines.join(APART),
        );
    }
}

fn look_remarks(
    package: &Package,
    sheet: &Sheet,
    it: &mut Inspection<'_>,
) -> Result<(), FileError> {
    for relation in package.relations(&sheet.part, it.limits)? {
        if !matches!(relation.kind.as_str(), "comments" | "threadedComment") {
            continue;
        }
        let Some(tree) = package.find(&relation.target, it.limits)? else {
            continue;
        };
        let (mut places, mut lines) = (Vec::new(), Vec::new());
        tree.walk(&mut |remark| {
            if remark.is("comment") || remark.is("threadedComment") {
                places.push(remark.attribute("ref").unwrap_or_default().to_owned());
                lines.push(remark.text());
            }
        });
        let authors = tree
            .child("authors")
            .into_iter()
            .flat_map(Element::elements);
        lines.extend(authors.map(|author| format!("批注人：{}", author.text())));
        if places.is_empty() {
            continue;
        }
        let first = places.first().cloned().unwrap_or_default();
        let more = if places.len() > 1 { "等" } else { "" };
        let place = format!("工作表“{}”{first}{more}批注", sheet.name);
        it.hide(HiddenKind::Comment, &place, lines.join(APART));
    }
    Ok(())
}

/// Names that are not listed; those that the program itself makes are.
pub(crate) fn is_hidden_name(it: &Element) -> bool {
    let is_own = it
        .attribute("name")
        .is_some_and(|name| name.starts_with("_xlnm."));
    it.is("definedName") && it.says("hidden") && !is_own
}

fn look_names(book: &Book, it: &mut Inspection<'_>) {
    let names = book.tree.child("definedNames");
    for name in names.into_iter().flat_map(Element::elements) {
        let place = format!("名称{}", name.attribute("name").unwrap_or_default());
        if is_hidden_name(name) {
            it.hide(HiddenKind::DefinedName, &place, name.text());
        } else {
            it.show(&place, name.text());
        }
    }
}

fn kind_of(relation: &Relation) -> Option<(HiddenKind, &'static str)> {
    Some(match relation.kind.as_str() {
        "pivotCacheDefinition" | "pivotCacheRecords" => (HiddenKind::PivotCache, "透视表缓存"),
        "powerPivotData" => (HiddenKind::PivotCache, "数据模型"),
        "connections" | "queryTable" => (HiddenKind::DataConnection, "数据连接"),
        "externalLink" => (HiddenKind::ExternalLink, "外部链接"),
        "person" => (HiddenKind::Comment, "批注人"),
        _ => return None,
    })
}

fn look_relations(package: &Package, it: &mut Inspection<'_>) -> Result<(), FileError> {
    let mut seen = BTreeSet::new();
    for source in package.reachable(it.limits)? {
        for relation in package.relations(&source, it.limits)? {
            let file = relation.target.rsplit('/').next().unwrap_or_default();
            if relation.is_outside || !seen.insert(relation.target.clone()) {
                continue;
            }
            if let Some((kind, label)) = kind_of(&relation) {
                let text = words_of(package, &relation.target, it.limits);
                // A list of nobody is what some programs write into every file.
                let is_empty = relation.kind == "person" && text.is_empty();
                if !is_empty && package.parts.contains_key(&relation.target) {
                    it.hide(kind, &format!("{label}{file}"), text);
                }
            } else if is_drawing(&relation.kind)
                && let Some(tree) = package.find(&relation.target, it.limits)?
            {
                look_drawing(file, &tree, it);
            }
        }
    }
    Ok(())
}

fn is_drawing(kind: &str) -> bool {
    matches!(
        kind,
        "drawing" | "chart" | "chartUserShapes" | "diagramData" | "chartEx" | "vmlDrawing"
    )
}

/// Shapes that are not shown, and the texts of all others.
pub(crate) fn look_drawing(file: &str, tree: &Element, it: &mut Inspection<'_>) {
    let mut hidden = Vec::new();
    tree.walk(&mut |shape| {
        let mut properties = shape.elements().flat_map(Element::elements);
        if properties.any(|it| it.is("cNvPr") && it.says("hidden")) {
            hidden.push(words_in(shape));
        }
    });
    it.hide_text(
        HiddenKind::HiddenText,
        &format!("隐藏的图形（{file}）"),
        hidden.join(APART),
    );
    it.show(&format!("图形（{file}）"), texts_of(tree).join(APART));
}
