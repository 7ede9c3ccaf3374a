//! The file is whole, carries its font, and says its text; lines break where Chinese breaks.

use pdf_oxide::PdfDocument;
use pdf_oxide::structure::{StructChild, StructElem};

use super::*;

fn narrow(text: &str) -> f64 {
    text.chars()
        .map(|c| if c.is_ascii() { 5.0 } else { 10.0 })
        .sum()
}

#[test]
fn lines_break_between_characters_and_not_within_words() {
    let lines = wrap("按季度公开财政收支情况", 50.0, narrow);
    assert_eq!(lines, ["按季度公开", "财政收支情", "况"]);
    let lines = wrap("见网址 www.yunxi.example 的公告", 100.0, narrow);
    assert_eq!(lines, ["见网址", "www.yunxi.example 的", "公告"]);
    assert_eq!(wrap("一\n二", 50.0, narrow), ["一", "二"]);
    assert!(wrap("", 50.0, narrow).is_empty());
}

#[test]
fn no_line_begins_with_a_closing_mark_nor_ends_with_an_opening_one() {
    for width in [30.0, 40.0, 50.0, 60.0] {
        for line in wrap(
            "各单位应当（依法）公开《目录》，不得“迟延”。",
            width,
            narrow,
        ) {
            assert!(
                !line.starts_with(['，', '。', '）', '》', '”']),
                "{width} {line}"
            );
            assert!(!line.ends_with(['（', '《', '“']), "{width} {line}");
        }
    }
}

#[test]
fn a_word_that_fits_no_line_is_broken_and_nothing_of_it_is_lost() {
    let word = "https://www.yunxi.example/czj/202611/t1.html";
    let lines = wrap(word, 60.0, narrow);
    assert!(
        lines.len() > 1 && lines.iter().all(|line| narrow(line) <= 60.0),
        "{lines:?}"
    );
    assert_eq!(lines.concat(), word);
}

fn report(rows: usize) -> Vec<u8> {
    let mut report = Report::new("兑现概况（2026年）：全市", "云溪市，2026年11月21日").unwrap();
    report.figures(&[("按期率", "83.3%".to_owned()), ("已逾期", "12".to_owned())]);
    let (green, red) = (Color(0x2f, 0x7a, 0x72), Color(0xa1, 0x2a, 0x22));
    report.legend(&[(green, "按期兑现"), (red, "已逾期")]);
    let stacks = vec![
        ("1月".to_owned(), vec![(green, 3), (red, 1)]),
        ("2月".to_owned(), vec![(green, 0), (red, 0)]),
    ];
    report.columns(&stacks);
    report.bars(&stacks, &["75.0%".to_owned(), "—".to_owned()]);
    report.heading("按单位");
    report.table(&Table {
        columns: vec![Column::words("单位", 3.0), Column::numbers("按期兑现", 1.0)],
        rows: (0..rows)
            .map(|n| vec![format!("市财政局第{n}科"), n.to_string()])
            .collect(),
    });
    report.finish().unwrap()
}

fn opened(file: &[u8]) -> PdfDocument {
    PdfDocument::from_bytes(file.to_vec()).unwrap()
}

/// The words of each page, blanks aside.
fn words(file: &[u8]) -> Vec<String> {
    let document = opened(file);
    (0..document.page_count().unwrap())
        .map(|page| document.extract_text(page).unwrap())
        .map(|text| text.split_whitespace().collect())
        .collect()
}

#[test]
fn a_report_of_many_rows_breaks_into_pages_and_is_the_same_each_time() {
    let (short, long) = (report(3), report(120));
    assert!(short.starts_with(b"%PDF-1.7"));
    assert_eq!(words(&short).len(), 1);
    assert_eq!(report(3), short);
    // The font's part, not the font.
    assert!(short.len() < 60_000, "{}", short.len());
    let pages = words(&long);
    assert!(pages.len() >= 3, "{}", pages.len());
    for (n, page) in pages.iter().enumerate() {
        assert!(page.contains("单位按期兑现"), "{page}");
        let number = format!("第{}页，共{}页", n + 1, pages.len());
        assert!(page.contains(&number), "{page}");
    }
    assert!(pages[0].contains("市财政局第0科"));
    assert!(pages.last().unwrap().contains("市财政局第119科"));
}

/// The parts of a file's tree from top to bottom, those within others behind them.
fn parts(file: &[u8]) -> Vec<String> {
    fn walk(element: &StructElem, into: &mut Vec<String>) {
        into.push(format!("{:?}", element.struct_type));
        for child in &element.children {
            if let StructChild::StructElem(child) = child {
                walk(child, into);
            }
        }
    }
    let tree = opened(file).structure_tree().unwrap();
    let mut parts = Vec::new();
    for element in &tree.expect("it has tags").root_elements {
        walk(element, &mut parts);
    }
    parts
}

#[test]
fn who_listens_hears_headings_and_each_table_once() {
    let parts = parts(&report(120));
    let first = [
        "Document", "H1", "P", "P", "P", "Figure", "Figure", "Figure", "Figure", "H2", "Table",
        "TR", "TH", "TH", "TR", "TD", "TD",
    ];
    assert_eq!(parts[..first.len()], first);
    let count = |name| parts.iter().filter(|it| *it == name).count();
    // The head that stands again on each page is no part of the table.
    assert_eq!((count("TR"), count("TH"), count("TD")), (121, 2, 240));
}

#[test]
fn what_a_chart_shows_is_said_in_words() {
    let file = report(3);
    let text = String::from_utf8_lossy(&file);
    for words in [
        "图例：按期兑现、已逾期",
        "柱状图：1月4，2月0",
        "条形图：1月共4，75.0%",
        "条形图：2月共0，—",
    ] {
        let units = words.encode_utf16().map(|unit| format!("{unit:04X}"));
        let written = format!("/Alt<FEFF{}>", units.collect::<String>());
        assert!(text.contains(&written), "{words}");
    }
}

#[test]
fn an_empty_cell_keeps_its_place_in_the_row() {
    let mut report = Report::new("台账", "云溪市").unwrap();
    report.table(&Table {
        columns: vec![Column::words("事项", 1.0), Column::words("备注", 1.0)],
        rows: vec![vec![String::new(), "已公开".to_owned()]],
    });
    let parts = parts(&report.finish().unwrap());
    let cells = parts.iter().filter(|part| *part == "TD").count();
    assert_eq!(cells, 2);
}

#[test]
fn a_character_that_the_font_lacks_becomes_a_mark_and_can_still_be_copied() {
    let mut canvas = Canvas::new().unwrap();
    canvas.begin_page();
    canvas.text((50.0, 50.0), Ink::of(12.0), "\u{20bb7}野家 \u{1f600} 〓");
    assert!((canvas.width("\u{20bb7}", 12.0) - canvas.width("〓", 12.0)).abs() < 1e-9);
    let file = canvas.finish("缺字").unwrap();
    assert_eq!(words(&file), ["\u{20bb7}野家\u{1f600}〓"]);
}

#[test]
fn what_steers_machines_is_not_set() {
    let mut report = Report::new("季度\u{0}报告", "云溪市\u{feff}").unwrap();
    report.heading("");
    report.paragraph("已公开\u{7}。");
    let page = words(&report.finish().unwrap()).concat();
    assert!(page.contains("季度报告云溪市已公开。"), "{page}");
}

#[test]
fn a_file_needs_a_title_and_no_page() {
    assert!(Canvas::new().unwrap().finish("").is_err());
    let file = Canvas::new().unwrap().finish("空白").unwrap();
    assert_eq!(words(&file), [""]);
}

fn cell(text: &str) -> GridCell {
    GridCell {
        is_head: false,
        columns: 1,
        rows: 1,
        text: text.to_owned(),
    }
}

fn official(paragraphs: usize) -> Vec<u8> {
    let mut print =
        Print::new("索引号：yx-1", "关于印发管理办法的通知", "云财〔2026〕1号").unwrap();
    print.small("发文机关：云溪市财政局", Side::Left);
    print.notice("本文件自2026年12月1日起施行。");
    print.rule();
    print.heading(2, "一、总则");
    for n in 0..paragraphs {
        print.paragraph(&format!("第{n}条 各单位应当依法公开。"), Measure::Start);
    }
    print.heading(3, "（一）分项");
    print.item(1, "1.", "甲");
    print.item(9, "•", "乙");
    print.paragraph("云溪市财政局", Measure::Right);
    let dark = [(0, 0, 2), (1, 1, 1)];
    let code = Code {
        side: 2,
        dark: &dark,
        said: "网页地址的二维码",
    };
    print.imprint(
        "云溪市财政局　2026年11月3日",
        &["验证码：1234".to_owned()],
        Some(code),
    );
    print.finish("云溪市人民政府").unwrap()
}

#[test]
fn an_official_text_is_numbered_named_and_the_same_each_time() {
    let (short, long) = (official(3), official(200));
    assert_eq!(official(3), short);
    assert_eq!(words(&short).len(), 1);
    let pages = words(&long);
    assert!(pages.len() > 3);
    for (n, page) in pages.iter().enumerate() {
        let foot = format!("第{}页，共{}页", n + 1, pages.len());
        assert!(
            page.contains(&foot) && page.contains("云溪市人民政府"),
            "{page}"
        );
    }
    assert!(pages.last().unwrap().contains("验证码：1234"));
    let parts = parts(&short);
    assert_eq!(parts.iter().filter(|it| *it == "H1").count(), 1);
    assert!(parts.contains(&"H2".to_owned()) && parts.contains(&"H3".to_owned()));
    assert_eq!(
        parts.iter().filter(|it| *it == "Figure").count(),
        1,
        "the code of squares is said once"
    );
}

#[test]
fn a_table_keeps_every_cell_over_pages_and_wide_cells_in_their_place() {
    let mut print = Print::new("", "台账", "").unwrap();
    let head = vec![
        GridCell {
            is_head: true,
            rows: 2,
            ..cell("单位")
        },
        GridCell {
            is_head: true,
            columns: 2,
            ..cell("金额")
        },
    ];
    let mut rows = vec![head, vec![cell("下限"), cell("上限")]];
    rows.extend((0..90).map(|n| vec![cell(&format!("第{n}科")), cell("1"), cell("2")]));
    // A row that no page holds.
    rows.push(vec![cell(&"长".repeat(9_000)), cell("末"), cell("")]);
    print.table("限额表", &rows);
    let file = print.finish("").unwrap();
    let pages = words(&file);
    let all = pages.concat();
    assert!(pages.len() > 3, "{}", pages.len());
    assert_eq!(all.matches('长').count(), 9_000);
    for n in 0..90 {
        assert_eq!(all.matches(&format!("第{n}科")).count(), 1, "{n}");
    }
    let parts = parts(&file);
    let count = |name| parts.iter().filter(|it| *it == name).count();
    assert_eq!(
        (count("TR"), count("TH"), count("TD")),
        (93, 2, 2 + 270 + 3)
    );
}

#[test]
fn a_table_wider_than_paper_or_with_impossible_spans_is_set_all_the_same() {
    let mut print = Print::new("", "宽表", "").unwrap();
    let wide: Vec<GridCell> = (0..60).map(|n| cell(&n.to_string())).collect();
    let odd = vec![
        GridCell {
            columns: 99,
            rows: 99,
            ..cell("宽")
        },
        cell("后"),
    ];
    print.table("", &[wide, odd, vec![], vec![cell("末")]]);
    let all = words(&print.finish("").unwrap()).concat();
    assert!(all.contains('宽') && all.contains('末'), "{all}");
}

#[test]
fn a_very_long_word_is_set_in_time_that_grows_with_it() {
    let lines = wrap(&"x".repeat(200_000), 400.0, narrow);
    assert_eq!(lines.iter().map(String::len).sum::<usize>(), 200_000);
    assert_eq!(lines.len(), 2_500);
}
