//! Looking through a document.

use std::collections::BTreeSet;

use super::style::{Styles, is_shade};
use crate::file::error::FileError;
use crate::file::hidden::HiddenKind;
use crate::file::inspection::Inspection;
use crate::file::masking::texts_of;
use crate::file::office;
use crate::file::package::Package;
use crate::file::tree::Element;
use crate::file::xlsx;

/// Looks through a document.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let package = Package::open(bytes, it)?;
    let main = package.main(it.limits)?;
    let styles = styles_of(&package, &main, it)?;
    let mut seen = BTreeSet::new();
    if let Some(tree) = package.find(&main, it.limits)? {
        look_text(&tree, "", &styles, it);
    }
    for source in package.reachable(it.limits)? {
        for relation in package.relations(&source, it.limits)? {
            if relation.is_outside || !seen.insert(relation.target.clone()) {
                continue;
            }
            let place = match relation.kind.as_str() {
                "header" => "页眉",
                "footer" => "页脚",
                "footnotes" => "脚注",
                "endnotes" => "尾注",
                "glossaryDocument" => "文档部件",
                "comments" | "settings" | "chart" | "diagramData" | "people" => "",
                _ => continue,
            };
            let Some(tree) = package.find(&relation.target, it.limits)? else {
                continue;
            };
            let file = relation.target.rsplit('/').next().unwrap_or_default();
            match relation.kind.as_str() {
                "comments" => look_comments(&tree, it),
                "settings" => look_settings(&tree, it),
                "chart" | "diagramData" => xlsx::look_drawing(file, &tree, it),
                "people" => look_people(&tree, it),
                _ => look_text(&tree, place, &styles, it),
            }
        }
    }
    office::look(&package, it)
}

fn styles_of(package: &Package, main: &str, it: &mut Inspection<'_>) -> Result<Styles, FileError> {
    let relations = package.relations(main, it.limits)?;
    let Some(part) = relations.iter().find(|it| it.kind == "styles") else {
        return Ok(Styles::default());
    };
    let tree = package.find(&part.target, it.limits)?;
    Ok(tree.map(|it| Styles::of(&it)).unwrap_or_default())
}

fn look_comments(tree: &Element, it: &mut Inspection<'_>) {
    for (index, comment) in tree.elements().enumerate() {
        let author = comment.attribute("author").unwrap_or_default();
        let mut lines = texts_of(comment);
        if !author.is_empty() {
            lines.push(format!("批注人：{author}"));
        }
        it.hide(
            HiddenKind::Comment,
            &format!("第{}条批注", index + 1),
            lines.join("\n"),
        );
    }
}

fn look_people(tree: &Element, it: &mut Inspection<'_>) {
    let names = tree.elements().filter_map(|it| it.attribute("author"));
    let names: Vec<&str> = names.collect();
    it.hide_text(HiddenKind::Comment, "批注人名单", names.join("\n"));
}

fn look_settings(tree: &Element, it: &mut Inspection<'_>) {
    let mut variables = Vec::new();
    tree.walk(&mut |element| {
        if element.is("docVar") {
            let value = |name: &str| element.attribute(name).unwrap_or_default();
            variables.push(format!("{}：{}", value("name"), value("val")));
        }
    });
    it.hide_text(HiddenKind::CustomXml, "文档变量", variables.join("\n"));
    if let Some(merge) = tree.child("mailMerge") {
        let mut lines = Vec::new();
        merge.walk(&mut |element| {
            lines.extend(element.attribute("val").map(str::to_owned));
        });
        it.hide(HiddenKind::DataConnection, "邮件合并", lines.join("\n"));
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    is_shaded: bool,
    is_deleted: bool,
}

/// What one paragraph says, by how it says it.
#[derive(Default)]
struct Line<'a> {
    shown: String,
    deleted: String,
    vanished: String,
    invisible: String,
    authors: BTreeSet<&'a str>,
    is_changed: bool,
    boxes: Vec<(&'a Element, Standing)>,
}

struct Walk<'a, 'i, 'l> {
    place: &'a str,
    styles: &'a Styles,
    it: &'i mut Inspection<'l>,
    number: usize,
    is_format_changed: bool,
}

fn look_text(tree: &Element, place: &str, styles: &Styles, it: &mut Inspection<'_>) {
    let mut walk = Walk {
        place,
        styles,
        it,
        number: 0,
        is_format_changed: false,
    };
    let standing = Standing {
        is_shaded: tree.child("background").is_some(),
        is_deleted: false,
    };
    walk.blocks(tree, standing);
    if walk.is_format_changed {
        let place = format!("{place}格式");
        it.hide(HiddenKind::TrackedChange, &place, String::new());
    }
}

/// Whether an element keeps how something was formatted before.
pub(crate) fn is_format_change(it: &Element) -> bool {
    it.local().ends_with("PrChange") || it.is("tblGridChange") || it.is("numberingChange")
}

impl<'a> Walk<'a, '_, '_> {
    fn blocks(&mut self, element: &'a Element, standing: Standing) {
        for it in element.elements() {
            let mut inner = standing;
            match it.local() {
                "p" => {
                    self.paragraph(it, standing);
                    continue;
                }
                "tbl" => inner.is_shaded |= self.styles.shades(it),
                "tc" => {
                    let shade = it.child("tcPr").and_then(|it| it.child("shd"));
                    inner.is_shaded |= shade.is_some_and(is_shade);
                }
                "tr" => {
                    let properties = it.child("trPr");
                    inner.is_deleted |= properties.is_some_and(|it| it.child("del").is_some());
                }
                "del" | "moveFrom" => inner.is_deleted = true,
                "drawing" | "pict" | "object" => inner.is_shaded |= is_filled(it),
                "AlternateContent" => {
                    self.alternate(it, standing);
                    continue;
                }
                _ => {}
            }
            self.is_format_changed |= is_format_change(it);
            self.blocks(it, inner);
        }
    }

    fn alternate(&mut self, element: &'a Element, standing: Standing) {
        let text = |name: &str| element.child(name).map(plain).unwrap_or_default();
        let (choice, fallback) = (text("Choice"), text("Fallback"));
        for it in element.elements().filter(|it| it.is("Choice")) {
            self.blocks(it, standing);
        }
        if !choice.contains(&fallback) {
            let place = format!("{}第{}段", self.place, self.number);
            self.it.hide(HiddenKind::Alternate, &place, fallback);
        }
    }

    fn paragraph(&mut self, element: &'a Element, standing: Standing) {
        self.number += 1;
        let properties = element.child("pPr");
        let style = properties.and_then(|it| it.child("pStyle")?.attribute("val"));
        let shade = properties.and_then(|it| it.child("shd"));
        let standing = Standing {
            is_shaded: standing.is_shaded || shade.is_some_and(is_shade),
            ..standing
        };
        let mut line = Line::default();
        self.runs(element, style, standing, &mut line);
        let boxes = self.tell(line);
        for (content, standing) in boxes {
            self.blocks(content, standing);
        }
    }

    fn runs(
        &mut self,
        element: &'a Element,
        style: Option<&str>,
        standing: Standing,
        line: &mut Line<'a>,
    ) {
        for it in element.elements() {
            self.is_format_changed |= is_format_change(it);
            let mut inner = standing;
            match it.local() {
                "del" | "moveFrom" | "ins" | "moveTo" => {
                    line.is_changed = true;
                    line.authors.extend(it.attribute("author"));
                    inner.is_deleted |= matches!(it.local(), "del" | "moveFrom");
                }
                "r" => {
                    self.run(it, style, standing, line);
                    continue;
                }
                "AlternateContent" | "drawing" | "pict" | "txbxContent" => {
                    line.boxes.push((it, standing));
                    continue;
                }
                _ => {}
            }
            self.runs(it, style, inner, line);
        }
    }

    fn run(
        &mut self,
        run: &'a Element,
        style: Option<&str>,
        standing: Standing,
        line: &mut Line<'a>,
    ) {
        let mut words = String::new();
        let mut is_deleted = standing.is_deleted;
        for it in run.elements() {
            match it.local() {
                "t" | "instrText" => words.push_str(&it.text()),
                "delText" | "delInstrText" => {
                    is_deleted = true;
                    words.push_str(&it.text());
                }
                "tab" | "ptab" => words.push('\t'),
                "br" | "cr" => words.push('\n'),
                "noBreakHyphen" => words.push('-'),
                "AlternateContent" => line.boxes.push((run, standing)),
                "drawing" | "pict" | "object" => {
                    let standing = Standing {
                        is_shaded: standing.is_shaded || is_filled(it),
                        ..standing
                    };
                    line.boxes.push((it, standing));
                }
                "rPr" => self.is_format_changed |= it.elements().any(is_format_change),
                _ => {}
            }
        }
        let is_field = run.child("instrText").is_some();
        let into = if is_deleted {
            &mut line.deleted
        } else if !is_field && self.styles.vanishes(run, style) {
            &mut line.vanished
        } else if !is_field && !standing.is_shaded && self.styles.is_invisible(run, style) {
            &mut line.invisible
        } else {
            &mut line.shown
        };
        into.push_str(&words);
    }

    fn tell(&mut self, line: Line<'a>) -> Vec<(&'a Element, Standing)> {
        let place = format!("{}第{}段", self.place, self.number);
        if line.is_changed || !line.deleted.is_empty() {
            let authors: Vec<String> = line
                .authors
                .iter()
                .map(|it| format!("修订人：{it}"))
                .collect();
            let text = format!("{}\n{}", line.deleted, authors.join("\n"));
            self.it.hide(HiddenKind::TrackedChange, &place, text.trim());
        }
        self.it
            .hide_text(HiddenKind::HiddenText, &place, line.vanished);
        self.it
            .hide_text(HiddenKind::InvisibleText, &place, line.invisible);
        self.it.show(&place, line.shown);
        // The same run may be kept twice for two alternatives in it.
        let mut boxes = line.boxes;
        boxes.dedup_by(|b, a| std::ptr::eq(a.0, b.0));
        boxes
    }
}

/// Whether a drawing has a fill of its own.
pub(crate) fn is_filled(drawing: &Element) -> bool {
    let mut has_fill = false;
    drawing.walk(&mut |it| {
        has_fill |= it.is("spPr")
            && ["solidFill", "gradFill", "blipFill", "pattFill"]
                .iter()
                .any(|fill| it.child(fill).is_some());
        has_fill |= it.is("fillRef") && it.attribute("idx") != Some("0");
        has_fill |= it.attribute("fillcolor").is_some();
    });
    has_fill
}

/// The text of paragraphs.
pub(crate) fn plain(element: &Element) -> String {
    let mut words = String::new();
    element.walk(&mut |it| {
        if it.is("t") {
            words.push_str(&it.text());
        }
    });
    words
}
