//! The file is whole, carries its font, and says its text; lines break where Chinese breaks.

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

/// The number of an entry such as `/Count 3`.
fn count(file: &[u8], name: &str) -> usize {
    let text = String::from_utf8_lossy(file);
    let (_, rest) = text.split_once(name).expect("the entry is there");
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().expect("a number")
}

#[test]
fn a_report_of_many_rows_breaks_into_pages_and_is_the_same_each_time() {
    let (short, long) = (report(3), report(120));
    assert!(short.starts_with(b"%PDF-1.7") && short.ends_with(b"%%EOF\n"));
    assert_eq!(count(&short, "/Count"), 1);
    assert!(count(&long, "/Count") >= 3);
    assert_eq!(report(3), short);
    // The font's part, not the font.
    assert!(short.len() < 60_000, "{}", short.len());
}

#[test]
fn every_object_lies_where_the_table_says() {
    let file = report(5);
    let text = String::from_utf8_lossy(&file);
    let start: usize = text
        .rsplit("startxref\n")
        .next()
        .and_then(|rest| rest.lines().next())
        .unwrap()
        .parse()
        .unwrap();
    assert!(file[start..].starts_with(b"xref\n"));
    let table = std::str::from_utf8(&file[start..]).unwrap();
    let places: Vec<usize> = table
        .lines()
        .filter(|line| line.ends_with(" n "))
        .map(|line| line[..10].parse().unwrap())
        .collect();
    assert_eq!(places.len() + 1, count(&file[start..], "/Size"));
    for (n, place) in places.iter().enumerate() {
        let head = format!("{} 0 obj\n", n + 1);
        assert!(
            file[*place..].starts_with(head.as_bytes()),
            "object {}",
            n + 1
        );
    }
}

#[test]
fn a_character_that_the_font_lacks_becomes_a_mark_and_no_error() {
    let mut canvas = Canvas::new().unwrap();
    canvas.begin_page();
    canvas.text((50.0, 50.0), Ink::of(12.0), "\u{20bb7}野家 \u{1f600}");
    assert!(canvas.finish("缺字").is_ok());
}
