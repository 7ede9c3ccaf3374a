//! A workbook without what it hides. Where cells go, formulas become their results: they would change, or bring back what is gone.

use std::collections::BTreeSet;

use super::book::{Book, Shutters};
use super::cell::{Place, drop_formula, each};
use super::look::{is_hidden_name, note_strings};
use crate::file::error::FileError;
use crate::file::hidden::HiddenKind;
use crate::file::limits::Limits;
use crate::file::office;
use crate::file::package::{Package, Relation};
use crate::file::proof::Tally;
use crate::file::tree::{Element, Item};
use crate::file::what::What;

/// Takes out what is to be taken out.
pub(crate) fn clean(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    let gone = if what.strips(HiddenKind::Sheet) {
        drop_sheets(package, tally, limits)?
    } else {
        0
    };
    drop_names(package, what, tally, limits)?;
    drop_relations(package, what, tally, limits)?;
    let freezes = gone > 0 || what.strips(HiddenKind::ExternalLink);
    let book = Book::of(package, limits)?;
    let mut cleared = 0;
    let mut sheets = Vec::new();
    for sheet in &book.sheets {
        let Some(mut tree) = package.find(&sheet.part, limits)? else {
            continue;
        };
        cleared += clear_cells(&book, &mut tree, what, tally);
        sheets.push((sheet.part.clone(), tree));
    }
    if freezes || cleared > 0 {
        for (_, tree) in &mut sheets {
            tree.walk_mut(&mut |it| {
                if it.is("c") {
                    drop_formula(it);
                }
            });
        }
    }
    for (part, tree) in &sheets {
        package.put(part, tree);
    }
    // The order of calculation is made anew by whatever opens the file.
    package.cut(&|it| it.kind == "calcChain", limits)?;
    office::clean(package, what, tally, limits)?;
    package.sweep(limits)?;
    drop_strings(package, what, tally, limits)
}

/// The hidden sheets, with the names that refer to them.
fn drop_sheets(
    package: &mut Package,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<usize, FileError> {
    let book = Book::of(package, limits)?;
    let gone: BTreeSet<String> = book
        .sheets
        .iter()
        .filter(|it| it.is_hidden)
        .map(|it| it.part.clone())
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    if gone.len() == book.sheets.len() {
        return Err(FileError::malformed("工作簿", "所有工作表都隐藏"));
    }
    tally.stripped(HiddenKind::Sheet, gone.len());
    package.cut(&|it| gone.contains(&it.target), limits)?;
    let mut tree = package.find(&book.main, limits)?.unwrap_or_default();
    let names: Vec<String> = book
        .sheets
        .iter()
        .filter(|it| it.is_hidden)
        .flat_map(|it| [format!("{}!", it.name), format!("{}'!", it.name)])
        .collect();
    let mut moved = Vec::new();
    let mut next = 0_usize;
    for sheet in &book.sheets {
        moved.push((!sheet.is_hidden).then_some(next));
        next += usize::from(!sheet.is_hidden);
    }
    tree.prune(&mut |it| {
        let text = || it.text();
        let of = it.number("localSheetId").map(|at| at as usize);
        let is_of_gone = of.is_some_and(|at| moved.get(at).copied().flatten().is_none());
        !(it.is("definedName")
            && (is_of_gone || names.iter().any(|name| text().contains(name.as_str()))))
    });
    tree.prune(&mut |it| !(it.is("definedNames") && it.children.is_empty()));
    tree.walk_mut(&mut |it| {
        if it.is("definedName") {
            let of = it.number("localSheetId").map(|at| at as usize);
            if let Some(at) = of.and_then(|at| moved.get(at).copied().flatten()) {
                it.set("localSheetId", at.to_string());
            }
        }
        if it.is("workbookView") {
            it.unset("activeTab");
            it.unset("firstSheet");
        }
    });
    package.put(&book.main, &tree);
    Ok(gone.len())
}

fn drop_names(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    if !what.strips(HiddenKind::DefinedName) {
        return Ok(());
    }
    let main = package.main(limits)?;
    let mut tree = package.find(&main, limits)?.unwrap_or_default();
    let count = tree.prune(&mut |it| !is_hidden_name(it));
    tree.prune(&mut |it| !(it.is("definedNames") && it.elements().next().is_none()));
    tally.stripped(HiddenKind::DefinedName, count);
    package.put(&main, &tree);
    Ok(())
}

/// What hangs on sheets and the workbook: comments, pivot tables, connections.
fn drop_relations(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    let notes: BTreeSet<String> = package
        .parts
        .iter()
        .filter(|(name, bytes)| {
            let is_note = |it: &[u8]| it == b"ObjectType=\"Note\"";
            name.ends_with(".vml") && bytes.windows(17).any(is_note)
        })
        .map(|(name, _)| name.clone())
        .collect();
    let of = |kind: HiddenKind, it: &Relation| match kind {
        HiddenKind::Comment => {
            matches!(it.kind.as_str(), "comments" | "threadedComment" | "person")
                || it.kind == "vmlDrawing" && notes.contains(&it.target)
        }
        HiddenKind::PivotCache => matches!(
            it.kind.as_str(),
            "pivotTable"
                | "pivotCacheDefinition"
                | "pivotCacheRecords"
                | "slicer"
                | "slicerCache"
                | "timeline"
                | "timelineCache"
                | "powerPivotData"
        ),
        HiddenKind::DataConnection => matches!(it.kind.as_str(), "connections" | "queryTable"),
        _ => false,
    };
    for kind in [
        HiddenKind::Comment,
        HiddenKind::PivotCache,
        HiddenKind::DataConnection,
    ] {
        if what.strips(kind) {
            let count = package.cut(&|it| of(kind, it), limits)?;
            tally.stripped(kind, count);
        }
    }
    Ok(())
}

/// Empties the cells that are not shown; says how many.
fn clear_cells(book: &Book, tree: &mut Element, what: &What, tally: &mut Tally) -> usize {
    let shutters = Shutters::of(tree);
    let mut gone: BTreeSet<Place> = BTreeSet::new();
    let mut counts = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
    each(tree, &mut |place, row, cell| {
        if cell.children.is_empty() {
            return;
        }
        let number = u64::from(place.row) << 32 | u64::from(place.column);
        let (at, key) = if what.strips(HiddenKind::Rows) && shutters.hide_row(row) {
            (0, u64::from(place.row))
        } else if what.strips(HiddenKind::Columns) && shutters.hide_column(place.column) {
            (1, u64::from(place.column))
        } else if what.strips(HiddenKind::InvisibleText) && book.styles.hides(cell) {
            (2, number)
        } else {
            return;
        };
        counts[at].insert(key);
        gone.insert(place);
    });
    let kinds = [
        HiddenKind::Rows,
        HiddenKind::Columns,
        HiddenKind::InvisibleText,
    ];
    for (kind, count) in kinds.into_iter().zip(&counts) {
        tally.stripped(kind, count.len());
    }
    if !gone.is_empty() {
        empty(tree, &gone);
        // A table whose heads are gone would not open; a filter remembers values of rows that are.
        tree.prune(&mut |it| !it.is("tableParts") && !it.is("filterColumn"));
    }
    gone.len()
}

fn empty(tree: &mut Element, gone: &BTreeSet<Place>) {
    let Some(data) = tree.child_mut("sheetData") else {
        return;
    };
    let mut row_number = 0;
    for row in data.elements_mut().filter(|it| it.is("row")) {
        let own = row.number("r").and_then(|it| it.checked_sub(1));
        let at = own.unwrap_or(row_number);
        let mut column = 0;
        for cell in row.elements_mut().filter(|it| it.is("c")) {
            let own = cell.attribute("r").and_then(Place::parse);
            let column_at = own.map_or(column, |it| it.column);
            let place = Place {
                row: at,
                column: column_at,
            };
            if gone.contains(&place) {
                cell.children.clear();
                cell.unset("t");
            }
            column = column_at.saturating_add(1);
        }
        row_number = at.saturating_add(1);
    }
}

/// Strings that no cell shows any longer; the others keep their numbers.
fn drop_strings(
    package: &mut Package,
    what: &What,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<(), FileError> {
    let book = Book::of(package, limits)?;
    let Some(part) = &book.strings_part else {
        return Ok(());
    };
    let mut used = BTreeSet::new();
    for sheet in &book.sheets {
        if let Some(tree) = package.find(&sheet.part, limits)? {
            note_strings(&tree, &mut used);
        }
    }
    let mut tree = package.find(part, limits)?.unwrap_or_default();
    let mut count = 0;
    for (index, string) in tree.elements_mut().enumerate() {
        if !used.contains(&index) && !string.text().is_empty() {
            let prefix = string.name.strip_suffix("si").unwrap_or_default();
            let blank = Element {
                name: format!("{prefix}t"),
                ..Element::default()
            };
            string.children = vec![Item::Element(blank)];
            count += 1;
        }
    }
    if what.strips(HiddenKind::Leftover) {
        tally.stripped(HiddenKind::Leftover, count);
    }
    package.put(part, &tree);
    Ok(())
}
