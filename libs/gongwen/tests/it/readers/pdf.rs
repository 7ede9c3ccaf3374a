//! PDF.

use gongwen::blocks::Block;
use gongwen::limits::Limits;
use gongwen::readers::{ReadError, read};

use super::making::{cells, fixture, paragraphs, pdf, pdf_of, read_default, tables};

const LEFT: f32 = 90.0;
const WORDS: &str = "各级各部门要加强组织领导明确专人负责把政务公开列入重要议事日程";

/// Words of exactly `count` letters.
fn words(count: usize) -> String {
    WORDS.chars().cycle().take(count).collect()
}

#[test]
fn wrapped_lines_are_joined_and_indents_start_paragraphs() {
    let (full, first, rest) = (words(26), words(24), "结束。");
    let lines = vec![
        (LEFT + 32.0, 700.0, 16.0, first.as_str()),
        (LEFT, 672.0, 16.0, full.as_str()),
        (LEFT, 644.0, 16.0, rest),
        (LEFT + 32.0, 616.0, 16.0, first.as_str()),
        (LEFT, 588.0, 16.0, full.as_str()),
        (LEFT, 560.0, 16.0, rest),
    ];
    let source = read_default(&pdf(&[lines])).unwrap();
    let paragraph = format!("{first}{full}{rest}");
    assert_eq!(paragraphs(&source), [paragraph.clone(), paragraph]);
}

#[test]
fn a_paragraph_goes_on_over_the_page_break_and_page_numbers_are_left_out() {
    let (full, first) = (words(26), words(24));
    let one = vec![
        (LEFT + 32.0, 728.0, 16.0, first.as_str()),
        (LEFT, 700.0, 16.0, "完。"),
        (LEFT + 32.0, 672.0, 16.0, first.as_str()),
        (LEFT, 644.0, 16.0, full.as_str()),
        (290.0, 50.0, 14.0, "— 1 —"),
    ];
    let two = vec![(LEFT, 728.0, 16.0, "下页。"), (290.0, 50.0, 14.0, "— 2 —")];
    let source = read_default(&pdf(&[one, two])).unwrap();
    assert_eq!(
        paragraphs(&source),
        [format!("{first}完。"), format!("{first}{full}下页。")]
    );
    let Block::Paragraph(last) = &source.blocks[1] else {
        panic!("a paragraph")
    };
    assert_eq!(last.origin.page, Some(1));
}

#[test]
fn running_heads_that_repeat_are_left_out() {
    let pages: Vec<_> = (0..3)
        .map(|_| {
            vec![
                (200.0, 800.0, 10.5, "某市人民政府公报"),
                (LEFT, 600.0, 16.0, "一、正文。"),
            ]
        })
        .collect();
    assert_eq!(
        paragraphs(&read_default(&pdf(&pages)).unwrap()),
        ["一、正文。", "一、正文。", "一、正文。"]
    );
}

fn show(x: f32, y: f32, text: &str) -> String {
    let hex: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
    format!("BT /F1 12 Tf {x} {y} Td <{hex}> Tj ET\n")
}

#[test]
fn rulings_make_cells_and_a_missing_ruling_merges_two() {
    // Three columns, two rows; the line between the rows is missing in the first column.
    let rulings = "0.5 w 100 500 m 400 500 l S 200 460 m 400 460 l S 100 420 m 400 420 l S\n\
                   100 420 m 100 500 l S 200 420 m 200 500 l S 300 420 m 300 500 l S 400 420 m 400 500 l S\n";
    let content = [
        rulings.to_owned(),
        show(106.0, 480.0, "一、任务"),
        show(206.0, 485.0, "公开预算信息和"),
        show(206.0, 470.0, "决算信息"),
        show(306.0, 480.0, "市财政局"),
        show(206.0, 440.0, "公开规划"),
        show(306.0, 440.0, "市自规局"),
        show(100.0, 380.0, "注：按季度报送。"),
    ]
    .concat();
    let source = read_default(&pdf_of(&[content])).unwrap();
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 2x1 一、任务",
            "0,1 1x1 公开预算信息和决算信息",
            "0,2 1x1 市财政局",
            "1,1 1x1 公开规划",
            "1,2 1x1 市自规局"
        ]
    );
    assert_eq!(paragraphs(&source), ["注：按季度报送。"]);
}

/// A page of lines of a table without rulings: the baseline and the words of each column.
fn unruled(lines: &[(f32, [&str; 4])]) -> String {
    let lefts = [90.0, 130.0, 330.0, 460.0];
    let line = |(y, texts): &(f32, [&str; 4])| {
        let words = |(x, text): (&f32, &&str)| match *text {
            "" => String::new(),
            text => show(*x, *y, text),
        };
        lefts.iter().zip(texts).map(words).collect::<String>()
    };
    lines.iter().map(line).collect()
}

#[test]
fn columns_without_rulings_are_parted_where_all_rows_keep_a_gap() {
    let rows = unruled(&[
        (700.0, ["序号", "工作任务", "责任单位", "完成时限"]),
        (
            676.0,
            ["1", "公开预算决算信息，细化到", "市财政局", "6月底前"],
        ),
        (660.0, ["", "项级科目", "", ""]),
        (636.0, ["2", "公开规划", "市自规局、市住", "9月底前"]),
        (620.0, ["", "", "建局", ""]),
        (596.0, ["3", "公开环境质量", "市生态环境局", "每月"]),
    ]);
    let note = show(
        90.0,
        540.0,
        "注：以上任务由各单位按季度向市政府办公室报送进展情况，年底前总结",
    );
    let source = read_default(&pdf_of(&[rows + &note])).unwrap();
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 1x1 序号",
            "0,1 1x1 工作任务",
            "0,2 1x1 责任单位",
            "0,3 1x1 完成时限",
            "1,0 1x1 1",
            "1,1 1x1 公开预算决算信息，细化到项级科目",
            "1,2 1x1 市财政局",
            "1,3 1x1 6月底前",
            "2,0 1x1 2",
            "2,1 1x1 公开规划",
            "2,2 1x1 市自规局、市住建局",
            "2,3 1x1 9月底前",
            "3,0 1x1 3",
            "3,1 1x1 公开环境质量",
            "3,2 1x1 市生态环境局",
            "3,3 1x1 每月",
        ]
    );
    assert_eq!(paragraphs(&source).len(), 1);
    let plan = gongwen::plan::read(&source);
    let leads: Vec<_> = plan.duties.iter().map(|d| d.lead.join("、")).collect();
    assert_eq!(leads, ["市财政局", "市自规局、市住建局", "市生态环境局"]);
}

#[test]
fn columns_that_do_not_agree_stay_text() {
    let heads = (700.0, ["序号", "工作任务", "责任单位", "完成时限"]);
    let few = unruled(&[
        heads,
        (676.0, ["1", "公开预算", "市财政局", "6月底前"]),
        (652.0, ["2", "公开规划", "市自规局", "9月底前"]),
    ]);
    let crossed = unruled(&[
        heads,
        (676.0, ["1", "公开预算", "市财政局", "6月底前"]),
        (
            652.0,
            [
                "2",
                "公开全市国土空间总体规划和年度用地计划等信息",
                "市自规局",
                "",
            ],
        ),
        (628.0, ["3", "公开环境质量", "市生态环境局", "每月"]),
        (604.0, ["4", "公开救助标准", "市民政局", "每月"]),
    ]);
    let prose = unruled(&[
        (700.0, ["一是", "公开预算", "和决算", "信息"]),
        (676.0, ["二是", "公开规划", "和用地", "信息"]),
        (652.0, ["三是", "公开环境", "和质量", "信息"]),
        (628.0, ["四是", "公开救助", "和标准", "信息"]),
    ]);
    for (page, is_doubted) in [(few, true), (crossed, true), (prose, false)] {
        let source = read_default(&pdf_of(&[page])).unwrap();
        assert!(tables(&source).is_empty());
        let doubts = gongwen::plan::read(&source).doubts;
        let told = doubts.iter().any(|d| d.code == "table_layout_guessed");
        assert_eq!(told, is_doubted, "{:?}", paragraphs(&source));
    }
}

#[test]
fn radical_signs_that_browsers_write_are_read_as_characters() {
    let source = read_default(&fixture("radicals.browser.pdf")).unwrap();
    let read = paragraphs(&source);
    assert_eq!(read[0], "一、八月十二日，首页公开民生目录。");
    assert_eq!(
        read[1],
        "人民日报：首页目录八月十日公开，人民生日，一日公开二人，首页十二目，公开民生，首页公开。"
    );
}

#[test]
fn a_scan_is_answered_with_what_to_do() {
    let error = read_default(&pdf_of(&["q 100 0 0 100 0 0 cm Q".to_owned()])).unwrap_err();
    assert_eq!(error, ReadError::NoTextLayer { pages: 1 });
    assert!(error.to_string().contains("OCR"));
}

#[test]
fn scanned_pages_among_pages_of_text_are_named() {
    let scan = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q\n".to_owned();
    let page = |words: &str| show(90.0, 700.0, words);
    let source = read_default(&pdf_of(&[
        page("云溪市2026年政务公开工作要点"),
        page("一、公开预算（责任单位：市财政局）"),
        scan.clone(),
        page("二、公开规划（责任单位：市自规局）"),
        scan,
        String::new(),
    ]))
    .unwrap();
    assert_eq!(
        paragraphs(&source),
        [
            "云溪市2026年政务公开工作要点",
            "一、公开预算（责任单位：市财政局）",
            "［第3页没有文字层，内容没有读出］",
            "二、公开规划（责任单位：市自规局）",
            "［第5页没有文字层，内容没有读出］",
        ]
    );
    let plan = gongwen::plan::read(&source);
    let doubt = plan
        .doubts
        .iter()
        .find(|d| d.code == "page_without_text")
        .expect("a doubt");
    assert!(doubt.message.starts_with("第3、5页没有文字层"));
    assert_eq!(doubt.place.expect("a place").block, 2);
    let texts: Vec<&str> = plan.duties.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(texts, ["公开预算", "公开规划"]);
}

#[test]
fn a_first_page_that_is_scanned_is_no_title() {
    let scan = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q\n".to_owned();
    let text = show(90.0, 700.0, "一、公开预算（责任单位：市财政局）");
    let plan = gongwen::plan::read(&read_default(&pdf_of(&[scan, text])).unwrap());
    assert_eq!(plan.document.title, None);
    assert_eq!(plan.duties.len(), 1);
    assert_eq!(
        plan.doubts
            .iter()
            .filter(|d| d.code == "page_without_text")
            .count(),
        1
    );
}

#[test]
fn too_many_pages_are_refused() {
    let limits = Limits {
        pages: 2,
        ..Limits::default()
    };
    let page = vec![(LEFT, 600.0, 16.0, "正文。")];
    let error = read(&pdf(&[page.clone(), page.clone(), page]), &limits).unwrap_err();
    assert_eq!(error, ReadError::TooManyPages { pages: 3, limit: 2 });
}

#[test]
fn pages_that_draw_too_much_together_are_refused() {
    let limits = Limits {
        marks: 20,
        ..Limits::default()
    };
    let page = vec![(LEFT, 600.0, 16.0, "正文正文正文。")];
    let error = read(&pdf(&vec![page; 4]), &limits).unwrap_err();
    assert_eq!(error.code(), "read.too_many_blocks");
    assert!(error.to_string().contains("第 4 页之前"), "{error}");
}
