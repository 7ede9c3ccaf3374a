//! Workbooks that hide something.

use gate::file::HiddenKind;
use rust_xlsxwriter::{Color, Format, Note};

use super::Planted;
use crate::files::craft::workbook::{attach, cell, plain, save};
use crate::files::craft::{HEAD, edit, resident, zip};

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

fn second_sheet(order: u32, hide: &str) -> Vec<u8> {
    let mut book = plain();
    let sheet = book.add_worksheet();
    sheet.set_name("底稿").unwrap();
    sheet.write_string(0, 0, resident(order)).unwrap();
    match hide {
        "hidden" => sheet.set_hidden(true),
        _ => sheet.set_very_hidden(true),
    };
    save(book)
}

pub fn planted() -> Vec<Planted> {
    let mut all = vec![
        Planted::new("hidden sheet", HiddenKind::Sheet, second_sheet(1, "hidden")),
        Planted::new(
            "very hidden sheet",
            HiddenKind::Sheet,
            second_sheet(2, "very"),
        ),
    ];
    all.extend(rows_and_columns());
    all.extend(cells());
    all.extend(remarks());
    all.extend(parts());
    all
}

fn rows_and_columns() -> Vec<Planted> {
    let mut hidden_row = plain();
    let sheet = hidden_row.worksheet_from_index(0).unwrap();
    sheet.write_string(3, 3, resident(3)).unwrap();
    sheet.set_row_hidden(3).unwrap();
    let mut filtered = plain();
    let sheet = filtered.worksheet_from_index(0).unwrap();
    sheet.write_string(4, 1, resident(4)).unwrap();
    sheet.autofilter(0, 0, 5, 2).unwrap();
    sheet.set_row_hidden(4).unwrap();
    let mut hidden_column = plain();
    let sheet = hidden_column.worksheet_from_index(0).unwrap();
    sheet.write_string(1, 3, resident(5)).unwrap();
    sheet.set_column_hidden(3).unwrap();
    let mut narrow = plain();
    let sheet = narrow.worksheet_from_index(0).unwrap();
    sheet.write_string(2, 4, resident(6)).unwrap();
    sheet.set_column_width(4, 20).unwrap();
    let narrow = edit(
        &save(narrow),
        &[("xl/worksheets/sheet1.xml", &|it| {
            let at = it.find("<col min=\"5\"").unwrap();
            let (head, tail) = it.split_at(at);
            let width = tail.find("width=\"").unwrap() + 7;
            let end = width + tail[width..].find('"').unwrap();
            format!("{head}{}0{}", &tail[..width], &tail[end..])
        })],
    );
    vec![
        Planted::new("hidden row", HiddenKind::Rows, save(hidden_row)),
        Planted::new("filtered row", HiddenKind::Rows, save(filtered)),
        Planted::new("hidden column", HiddenKind::Columns, save(hidden_column)),
        Planted::new("column of no width", HiddenKind::Columns, narrow),
    ]
}

fn cells() -> Vec<Planted> {
    let white = Format::new().set_font_color(Color::White);
    let both = Format::new()
        .set_font_color(Color::White)
        .set_background_color(Color::White);
    let black = Format::new()
        .set_font_color(Color::Black)
        .set_background_color(Color::Black);
    let marked = Format::new().set_background_color(Color::Black);
    let blank = Format::new().set_num_format(";;;");
    let orphan = edit(
        &save(plain()),
        &[("xl/sharedStrings.xml", &|it| {
            it.replace("</sst>", &format!("<si><t>{}</t></si></sst>", resident(9)))
        })],
    );
    let loose = edit(
        &save(plain()),
        &[("xl/worksheets/sheet9.xml", &|_| {
            format!(
                "{HEAD}<worksheet {MAIN}><sheetData><row><c t=\"inlineStr\"><is><t>{}</t></is></c></row></sheetData></worksheet>",
                resident(10)
            )
        })],
    );
    vec![
        Planted::new(
            "white font",
            HiddenKind::InvisibleText,
            cell(&resident(7), &white),
        ),
        Planted::new(
            "white on white",
            HiddenKind::InvisibleText,
            cell(&resident(8), &both),
        ),
        Planted::new(
            "black on black",
            HiddenKind::InvisibleText,
            cell(&resident(26), &black),
        ),
        Planted::new(
            "filled with black",
            HiddenKind::InvisibleText,
            cell(&resident(27), &marked),
        ),
        Planted::new(
            "format of nothing",
            HiddenKind::InvisibleText,
            cell(&resident(11), &blank),
        ),
        Planted::new("string of no cell", HiddenKind::Leftover, orphan),
        Planted::new("part of nothing", HiddenKind::Leftover, loose),
    ]
}

fn remarks() -> Vec<Planted> {
    let mut noted = plain();
    let sheet = noted.worksheet_from_index(0).unwrap();
    let note = Note::new(format!("身份证{}", resident(12))).set_author("王某");
    sheet.insert_note(1, 1, &note).unwrap();
    let threaded = edit(
        &save(plain()),
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", &|_| {
                crate::files::craft::relations(&[(
                    "rId1",
                    "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                    "../threadedComments/threadedComment1.xml",
                )])
            }),
            ("xl/threadedComments/threadedComment1.xml", &|_| {
                format!(
                    "{HEAD}<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><threadedComment ref=\"B2\"><text>{}</text></threadedComment></ThreadedComments>",
                    resident(13)
                )
            }),
        ],
    );
    vec![
        Planted::new("note", HiddenKind::Comment, save(noted)),
        Planted::new("threaded comment", HiddenKind::Comment, threaded),
    ]
}

fn name(order: u32) -> Vec<u8> {
    edit(
        &save(plain()),
        &[("xl/workbook.xml", &|it| {
            let names = format!(
                "</sheets><definedNames><definedName name=\"秘{order}\" hidden=\"1\">\"{}\"</definedName></definedNames>",
                resident(order)
            );
            it.replace("</sheets>", &names)
        })],
    )
}

fn properties(order: u32, part: &str) -> Vec<u8> {
    edit(
        &save(plain()),
        &[(part, &|it| {
            if part.ends_with("core.xml") {
                it.replace("<dc:creator></dc:creator>", "").replace(
                    "</cp:coreProperties>",
                    &format!(
                        "<dc:description>{}</dc:description></cp:coreProperties>",
                        resident(order)
                    ),
                )
            } else {
                it.replace(
                    "</Properties>",
                    &format!("<Manager>{}</Manager></Properties>", resident(order)),
                )
            }
        })],
    )
}

fn parts() -> Vec<Planted> {
    let base = save(plain());
    let pivot = |order: u32, kind: &str, name: &str, inner: &str| {
        let content =
            format!("{HEAD}<pivot {MAIN}>{inner}</pivot>").replace("{}", &resident(order));
        attach(&base, kind, name, &content)
    };
    let macros = edit(
        &attach(&base, "vbaProject", "vbaProject.bin", "VBA"),
        &[("[Content_Types].xml", &|it| {
            it.replace(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            )
        })],
    );
    let inner = super::super::craft::document::of(&crate::files::craft::document::run(
        "<w:vanish/>",
        &resident(21),
    ))
    .build();
    let mut embedded = crate::files::craft::unzip(&edit(
        &base,
        &[("xl/worksheets/_rels/sheet1.xml.rels", &|_| {
            crate::files::craft::relations(&[("rId1", "package", "../embeddings/Word.docx")])
        })],
    ));
    embedded.push(("xl/embeddings/Word.docx".to_owned(), inner));
    let embedded: Vec<(&str, &[u8])> = embedded
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_slice()))
        .collect();
    let link = |order: u32, inner: &str| {
        attach(
            &base,
            "externalLink",
            &format!("externalLinks/externalLink{order}.xml"),
            &format!("{HEAD}<externalLink {MAIN}>{inner}</externalLink>")
                .replace("{}", &resident(order)),
        )
    };
    vec![
        Planted::new(
            "pivot cache",
            HiddenKind::PivotCache,
            pivot(
                14,
                "pivotCacheDefinition",
                "pivotCache/pivotCacheDefinition1.xml",
                "<sharedItems><s v=\"{}\"/></sharedItems>",
            ),
        ),
        Planted::new(
            "pivot records",
            HiddenKind::PivotCache,
            pivot(
                15,
                "pivotCacheRecords",
                "pivotCache/pivotCacheRecords1.xml",
                "<r><s v=\"{}\"/></r>",
            ),
        ),
        Planted::new("hidden name", HiddenKind::DefinedName, name(16)),
        Planted::new("another hidden name", HiddenKind::DefinedName, name(17)),
        Planted::new(
            "external link",
            HiddenKind::ExternalLink,
            link(
                18,
                "<externalBook><sheetDataSet><v>{}</v></sheetDataSet></externalBook>",
            ),
        ),
        Planted::new(
            "another external link",
            HiddenKind::ExternalLink,
            link(
                19,
                "<externalBook><sheetNames><sheetName val=\"{}\"/></sheetNames></externalBook>",
            ),
        ),
        Planted::wordless("macro", HiddenKind::Macro, macros),
        Planted::new("embedded document", HiddenKind::Embedded, zip(&embedded)),
        Planted::new(
            "connection",
            HiddenKind::DataConnection,
            pivot(
                22,
                "connections",
                "connections.xml",
                "<connection name=\"{}\"/>",
            ),
        ),
        Planted::new(
            "query",
            HiddenKind::DataConnection,
            pivot(
                23,
                "queryTable",
                "queryTables/queryTable1.xml",
                "<queryTable name=\"{}\"/>",
            ),
        ),
        Planted::new(
            "description",
            HiddenKind::Metadata,
            properties(24, "docProps/core.xml"),
        ),
        Planted::new(
            "manager",
            HiddenKind::Metadata,
            properties(25, "docProps/app.xml"),
        ),
    ]
}
