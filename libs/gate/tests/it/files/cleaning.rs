//! Cleaning: what everybody sees is masked wherever it stands, the rest stays as it was, and nothing is given out that is not clean.

use std::io::Cursor;

use crate::files::craft::document::{of, paragraph, run, wrap};
use crate::files::craft::workbook::{plain, save};
use crate::files::craft::{edit, gate, paper, photo, resident, unzip};
use calamine::{Reader as _, Xlsx};
use gate::Kind;
use gate::file::{self, Cleaned, FileError, HiddenKind, Limits, What};
use rust_xlsxwriter::{Formula, Workbook};

fn clean(bytes: &[u8]) -> Result<Cleaned, FileError> {
    file::clean(bytes, &What::all(), Some(&gate()), &Limits::default())
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = unzip(bytes).into_iter().find(|(it, _)| it == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).unwrap()
}

fn has(bytes: &[u8], name: &str) -> bool {
    unzip(bytes).iter().any(|(it, _)| it == name)
}

fn cells(bytes: &[u8], sheet: &str) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range
        .used_cells()
        .map(|(_, _, it)| it.to_string())
        .collect()
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = plain();
    fill(&mut book);
    save(book)
}

#[test]
fn numbers_in_cells_are_masked_as_texts_numbers_and_results() {
    let number = resident(1);
    let bytes = book(|book| {
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.write_string(1, 3, &number).unwrap();
        sheet.write_number(2, 3, 13_812_345_678.0).unwrap();
        sheet.write_number(3, 3, 110_105_491_231_002.0).unwrap();
        sheet
            .write_formula(
                4,
                3,
                Formula::new(format!("=\"{number}\"&\"号\"")).set_result(format!("{number}号")),
            )
            .unwrap();
        sheet.write_string(5, 3, "联系电话：0350-3301234").unwrap();
    });
    let cleaned = clean(&bytes).unwrap();
    let cells = cells(&cleaned.bytes, "名单");
    let masked = format!("{}********{}", &number[..6], &number[14..]);
    for expected in [
        masked.as_str(),
        "138****5678",
        "110105*****1002",
        "联系电话：0350-3301234",
        "张某1",
    ] {
        assert!(
            cells.iter().any(|it| it == expected),
            "{expected}: {cells:?}"
        );
    }
    assert!(
        cells.iter().any(|it| *it == format!("{masked}号")),
        "{cells:?}"
    );
    assert!(
        cleaned
            .proof
            .masked
            .iter()
            .any(|(kind, _)| *kind == Kind::Mobile)
    );
    assert!(!has(&cleaned.bytes, "xl/calcChain.xml"));
}

#[test]
fn a_number_in_a_chart_or_a_link_is_masked_too() {
    let number = resident(2);
    let bytes = edit(
        &book(|book| {
            let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Bar);
            chart.add_series().set_values("名单!$C$2:$C$4");
            chart.title().set_name(number.as_str());
            let sheet = book.worksheet_from_index(0).unwrap();
            sheet.insert_chart(1, 5, &chart).unwrap();
            sheet
                .write_url_with_text(1, 3, "mailto:zhang.san@example.com", "邮箱")
                .unwrap();
        }),
        &[],
    );
    let cleaned = clean(&bytes).unwrap();
    assert!(part(&cleaned.bytes, "xl/charts/chart1.xml").contains("********"));
    assert!(
        part(&cleaned.bytes, "xl/worksheets/_rels/sheet1.xml.rels")
            .contains("mailto:z***@example.com")
    );
}

#[test]
fn a_number_split_across_runs_is_masked_and_the_rest_stays() {
    let number = resident(3);
    let body = format!(
        "<w:p><w:r><w:t>号码</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r><w:r><w:t>{}</w:t></w:r><w:r><w:t>{}。</w:t></w:r></w:p>",
        &number[..4],
        &number[4..11],
        &number[11..]
    );
    let cleaned = clean(&of(&body).build()).unwrap();
    let text = part(&cleaned.bytes, "word/document.xml");
    let bare: String = text
        .split('<')
        .filter_map(|it| it.split_once('>'))
        .map(|(_, words)| words.trim())
        .collect();
    assert_eq!(
        bare,
        format!("号码{}********{}。", &number[..6], &number[14..])
    );
    assert!(text.contains("<w:b/>"));
}

#[test]
fn changes_are_accepted() {
    let body = "<w:p><w:r><w:t>保留</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>删除</w:delText></w:r></w:del><w:ins w:id=\"2\"><w:r><w:t>新增</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:del w:id=\"4\"><w:r><w:delText>整段</w:delText></w:r></w:del></w:p>";
    let cleaned = clean(&of(body).build()).unwrap();
    let text = part(&cleaned.bytes, "word/document.xml");
    assert!(text.contains("保留") && text.contains("新增"));
    for gone in ["删除", "整段", "w:ins", "w:del"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    assert_eq!(text.matches("<w:p>").count(), 1);
}

#[test]
fn a_hidden_sheet_goes_with_its_parts_names_and_title() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet
            .set_name("底稿")
            .unwrap()
            .write_string(0, 0, "内部底稿")
            .unwrap();
        sheet.set_hidden(true);
        let shown = book.add_worksheet().set_name("汇总").unwrap();
        shown
            .write_formula(0, 0, Formula::new("=底稿!A1").set_result("内部"))
            .unwrap();
        shown.set_print_area(0, 0, 1, 1).unwrap();
        book.define_name("秘", "=底稿!$A$1").unwrap();
    });
    let cleaned = clean(&bytes).unwrap();
    for (name, content) in unzip(&cleaned.bytes) {
        let text = String::from_utf8_lossy(&content).into_owned();
        assert!(!text.contains("底稿"), "{name}: {text}");
    }
    assert!(!has(&cleaned.bytes, "xl/worksheets/sheet2.xml"));
    assert!(part(&cleaned.bytes, "xl/workbook.xml").contains("localSheetId=\"1\""));
    assert_eq!(cells(&cleaned.bytes, "汇总"), ["内部"]);
    assert_eq!(
        cleaned
            .proof
            .stripped
            .iter()
            .find(|(kind, _)| *kind == HiddenKind::Sheet)
            .map(|it| it.1),
        Some(1)
    );
}

#[test]
fn only_what_was_chosen_is_taken_out() {
    let bytes = of(&run("<w:vanish/>", "隐藏"))
        .core("<dc:creator>张三</dc:creator>")
        .build();
    let what = What::only([HiddenKind::Metadata]);
    let cleaned = file::clean(&bytes, &what, None, &Limits::default()).unwrap();
    let left = file::look(&cleaned.bytes, &Limits::default()).unwrap();
    assert_eq!(
        left.iter().map(|it| it.kind).collect::<Vec<_>>(),
        [HiddenKind::HiddenText]
    );
    assert!(!part(&cleaned.bytes, "docProps/core.xml").contains("张三"));
}

#[test]
fn macros_go_and_the_type_becomes_the_plain_one() {
    let mut document = of(&paragraph("公示")).with("vbaProject", "vbaProject.bin", "VBA");
    document.main = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let cleaned = clean(&document.build()).unwrap();
    assert!(!has(&cleaned.bytes, "word/vbaProject.bin"));
    let types = part(&cleaned.bytes, "[Content_Types].xml");
    assert!(types.contains(crate::files::craft::document::MAIN) && !types.contains("macroEnabled"));
}

#[test]
fn a_secrecy_mark_is_not_cleaned_away() {
    let bytes = of(&paragraph("机密★10年")).build();
    assert!(matches!(clean(&bytes), Err(FileError::Secret { .. })));
    let hidden = of(&run("<w:vanish/>", "机密★10年")).build();
    assert!(matches!(clean(&hidden), Err(FileError::Secret { .. })));
}

#[test]
fn what_cannot_be_masked_is_not_given_out() {
    let number = resident(4);
    let bytes = book(|book| {
        book.add_worksheet().set_name(number.as_str()).unwrap();
    });
    assert!(
        matches!(clean(&bytes), Err(FileError::StillLegible { .. })),
        "a sheet's name"
    );
    let body = format!(
        "{}<w:p><w:bookmarkStart w:id=\"0\" w:name=\"_{number}\"/></w:p>",
        paragraph(&number)
    );
    assert!(
        matches!(
            clean(&of(&body).build()),
            Err(FileError::StillLegible { .. })
        ),
        "a bookmark's name"
    );
}

#[test]
fn a_patient_named_once_is_hidden_in_all_parts() {
    let body = format!(
        "{}{}",
        paragraph("患者王敏，女，35岁。"),
        paragraph("经核实，王敏已痊愈。")
    );
    let bytes = of(&body)
        .with("header", "header1.xml", wrap("hdr", &paragraph("王敏病例")))
        .build();
    let cleaned = clean(&bytes).unwrap();
    assert!(part(&cleaned.bytes, "word/header1.xml").contains("王*病例"));
    assert!(part(&cleaned.bytes, "word/document.xml").contains("王*已痊愈"));
}

#[test]
fn pdf_and_what_is_not_known_are_not_cleaned() {
    let pdf = paper::of(&paper::words(72, 700, "Notice")).build();
    let refusal = clean(&pdf).unwrap_err();
    assert!(
        refusal.to_string().contains("请从源文件去除后重新导出"),
        "{refusal}"
    );
    assert!(matches!(
        clean(b"text"),
        Err(FileError::NotCleanable { .. })
    ));
}

#[test]
fn a_photograph_loses_its_place_and_keeps_how_to_turn_it() {
    let bytes = photo::jpeg(
        &[photo::app1(&photo::exif(Some("Li"), true, Some(6)))],
        b"tail of somebody",
    );
    let cleaned = clean(&bytes).unwrap();
    assert!(
        file::look(&cleaned.bytes, &Limits::default())
            .unwrap()
            .is_empty()
    );
    let mut reader = Cursor::new(cleaned.bytes.as_slice());
    let left = exif::Reader::new()
        .read_from_container(&mut reader)
        .unwrap();
    let fields: Vec<_> = left
        .fields()
        .map(|it| (it.tag, it.value.get_uint(0)))
        .collect();
    assert_eq!(fields, [(exif::Tag::Orientation, Some(6))]);
}

#[test]
fn a_photograph_in_a_document_is_cleaned_with_it() {
    let picture = photo::jpeg(&[photo::app1(&photo::exif(None, true, None))], b"");
    let bytes = of(&paragraph("公示"))
        .with("image", "media/image1.jpeg", picture)
        .build();
    let cleaned = clean(&bytes).unwrap();
    assert!(
        file::look(&cleaned.bytes, &Limits::default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_clean_file_comes_back_with_a_proof_of_nothing() {
    let cleaned = clean(&book(|_| {})).unwrap();
    assert!(cleaned.proof.masked.is_empty());
    assert_eq!(cleaned.proof.before.len(), 64);
    assert_eq!(cells(&cleaned.bytes, "名单").len(), 18);
}
