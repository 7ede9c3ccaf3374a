//! A document without what it hides: changes accepted, hidden text gone, comments with their marks gone.

use super::look::{is_format_change, plain};
use super::style::Styles;
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
    let main = package.main(limits)?;
    let relations = package.relations(&main, limits)?;
    let styles = match relations.iter().find(|it| it.kind == "styles") {
        Some(it) => package.find(&it.target, limits)?,
        None => None,
    };
    let styles = styles.map(|it| Styles::of(&it)).unwrap_or_default();
    if what.strips(HiddenKind::Comment) {
        let count = count_comments(package, limits)?;
        let is_comment = |it: &Relation| it.kind.starts_with("comments") || it.kind == "people";
        package.cut(&is_comment, limits)?;
        tally.stripped(HiddenKind::Comment, count);
    }
    let names: Vec<String> = package.parts.keys().cloned().collect();
    for name in names
        .iter()
        .filter(|it| it.starts_with("word/") && it.ends_with(".xml"))
    {
        let Some(mut tree) = package.find(name, limits)? else {
            continue;
        };
        clean_part(&mut tree, what, &styles, tally);
        package.put(name, &tree);
    }
    if what.strips(HiddenKind::DataConnection) {
        package.cut(&|it| it.kind.starts_with("mailMerge"), limits)?;
    }
    office::clean(package, what, tally, limits)?;
    package.sweep(limits)?;
    Ok(())
}

fn count_comments(package: &Package, limits: &Limits) -> Result<usize, FileError> {
    let mut count = 0;
    for source in package.reachable(limits)? {
        for relation in package.relations(&source, limits)? {
            if relation.kind == "comments" {
                let tree = package.find(&relation.target, limits)?;
                count += tree.map_or(0, |it| it.elements().count());
            }
        }
    }
    Ok(count)
}

fn clean_part(tree: &mut Element, what: &What, styles: &Styles, tally: &mut Tally) {
    if what.strips(HiddenKind::TrackedChange) {
        let count = accept(tree);
        tally.stripped(HiddenKind::TrackedChange, count);
    }
    if what.strips(HiddenKind::Comment) {
        tree.prune(&mut |it| {
            !matches!(
                it.local(),
                "commentRangeStart" | "commentRangeEnd" | "commentReference"
            )
        });
    }
    if what.strips(HiddenKind::CustomXml) {
        let count = tree.prune(&mut |it| !matches!(it.local(), "docVars" | "dataBinding"));
        tally.stripped(HiddenKind::CustomXml, count);
    }
    if what.strips(HiddenKind::DataConnection) {
        let count = tree.prune(&mut |it| !it.is("mailMerge"));
        tally.stripped(HiddenKind::DataConnection, count);
    }
    if what.strips(HiddenKind::Alternate) {
        let count = drop_fallbacks(tree);
        tally.stripped(HiddenKind::Alternate, count);
    }
    drop_runs(tree, what, styles, tally);
}

/// Accepts all changes; says how many there were.
fn accept(tree: &mut Element) -> usize {
    let is_mark = |it: &Element| {
        let name = it.local();
        is_format_change(it)
            || matches!(
                name,
                "cellIns" | "cellDel" | "cellMerge" | "delText" | "delInstrText" | "trackRevisions"
            )
            || name.starts_with("moveFromRange")
            || name.starts_with("moveToRange")
            || name.starts_with("customXmlInsRange")
            || name.starts_with("customXmlDelRange")
            || name.starts_with("customXmlMove")
    };
    let is_deleted_row =
        |it: &Element| it.is("tr") && it.child("trPr").is_some_and(|it| it.child("del").is_some());
    let mut count = tree.prune(&mut |it| !is_deleted_row(it));
    count += accept_in(tree);
    count + tree.prune(&mut |it| !is_mark(it))
}

fn accept_in(element: &mut Element) -> usize {
    let mut count = 0;
    // In properties the marks stand alone; in text they hold what they are about.
    let holds_marks = matches!(element.local(), "rPr" | "trPr" | "numPr");
    let mut kept = Vec::with_capacity(element.children.len());
    for it in std::mem::take(&mut element.children) {
        let Item::Element(mut inner) = it else {
            kept.push(it);
            continue;
        };
        match inner.local() {
            "del" | "moveFrom" => count += 1,
            "ins" | "moveTo" if holds_marks => count += 1,
            "ins" | "moveTo" => {
                count += 1 + accept_in(&mut inner);
                kept.extend(inner.children);
            }
            "p" => {
                let mark = inner.child("pPr").and_then(|it| it.child("rPr"));
                let is_mark_deleted = mark.is_some_and(|it| it.child("del").is_some());
                count += accept_in(&mut inner);
                let is_gone = is_mark_deleted && plain(&inner).is_empty();
                if !is_gone || inner.find("sectPr").is_some() {
                    kept.push(Item::Element(inner));
                }
            }
            _ => {
                count += accept_in(&mut inner);
                kept.push(Item::Element(inner));
            }
        }
    }
    // A cell ends with a paragraph.
    if element.is("tc")
        && !kept
            .iter()
            .any(|it| matches!(it, Item::Element(p) if p.is("p")))
    {
        let prefix = element.name.strip_suffix("tc").unwrap_or_default();
        kept.push(Item::Element(Element {
            name: format!("{prefix}p"),
            ..Element::default()
        }));
    }
    element.children = kept;
    count
}

fn drop_fallbacks(tree: &mut Element) -> usize {
    let mut count = 0;
    tree.walk_mut(&mut |it| {
        if !it.is("AlternateContent") {
            return;
        }
        let text = |name: &str| it.child(name).map(plain).unwrap_or_default();
        if !text("Choice").contains(&text("Fallback")) {
            it.children
                .retain(|it| !matches!(it, Item::Element(inner) if inner.is("Fallback")));
            count += 1;
        }
    });
    count
}

/// Runs whose text is hidden or cannot be seen; what shades the ground under them is told as in looking.
fn drop_runs(tree: &mut Element, what: &What, styles: &Styles, tally: &mut Tally) {
    let mut counts = (0, 0);
    go(tree, what, styles, &mut counts, (None, false));
    tally.stripped(HiddenKind::HiddenText, counts.0);
    tally.stripped(HiddenKind::InvisibleText, counts.1);
}

fn go(
    element: &mut Element,
    what: &What,
    styles: &Styles,
    counts: &mut (usize, usize),
    (style, is_shaded): (Option<&str>, bool),
) {
    use super::style::is_shade;
    let own = match element.local() {
        "p" => element.child("pPr"),
        _ => None,
    };
    let own_style = own
        .and_then(|it| it.child("pStyle")?.attribute("val"))
        .map(str::to_owned);
    let style = match element.local() {
        "p" => own_style.as_deref(),
        _ => style,
    };
    let shade = match element.local() {
        "p" => own.and_then(|it| it.child("shd")),
        "tc" => element.child("tcPr").and_then(|it| it.child("shd")),
        _ => None,
    };
    let is_shaded = is_shaded
        || shade.is_some_and(is_shade)
        || element.child("background").is_some()
        || element.is("tbl") && styles.shades(element)
        || matches!(element.local(), "drawing" | "pict" | "object")
            && super::look::is_filled(element);
    element.children.retain(|it| {
        let Item::Element(run) = it else { return true };
        if !run.is("r") || run.child("instrText").is_some() || run.child("t").is_none() {
            return true;
        }
        if what.strips(HiddenKind::HiddenText) && styles.vanishes(run, style) {
            counts.0 += 1;
            return false;
        }
        let is_invisible = !is_shaded && styles.is_invisible(run, style);
        if what.strips(HiddenKind::InvisibleText) && is_invisible {
            counts.1 += 1;
            return false;
        }
        true
    });
    for inner in element.elements_mut() {
        go(inner, what, styles, counts, (style, is_shaded));
    }
}
