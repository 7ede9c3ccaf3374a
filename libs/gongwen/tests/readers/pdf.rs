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
