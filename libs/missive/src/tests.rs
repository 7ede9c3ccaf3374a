//! What the files say, read back from them.

use super::*;

fn letter() -> Missive {
    Missive {
        organ: "云溪市卫生健康委员会".to_owned(),
        number: "云卫公开〔2026〕12号".to_owned(),
        title: "政府信息公开申请答复书".to_owned(),
        to: "张三".to_owned(),
        paragraphs: vec![
            "本机关于2026年11月2日收到您的申请。".to_owned(),
            "第一项\n第二项".to_owned(),
        ],
        dated: "2026年11月23日".to_owned(),
        mark: String::new(),
    }
}

/// The text of a PDF without blanks, so that broken lines do not matter.
fn read_pdf(bytes: &[u8]) -> (usize, String) {
    let file = pdf_oxide::PdfDocument::from_bytes(bytes.to_vec()).unwrap();
    let pages = file.page_count().unwrap();
    let text = (0..pages).map(|page| file.extract_text(page).unwrap());
    let text = text.collect::<String>();
    (pages, text.split_whitespace().collect())
}

fn read_docx(bytes: &[u8]) -> String {
    let cursor = std::io::Cursor::new(bytes.to_vec());
    let format = office_oxide::DocumentFormat::Docx;
    let file = office_oxide::Document::from_reader(cursor, format).unwrap();
    file.plain_text().split_whitespace().collect()
}

#[test]
fn both_files_say_every_line_in_its_order() {
    let letter = letter();
    let texts = [
        read_pdf(&letter.pdf().unwrap()).1,
        read_docx(&letter.docx().unwrap()),
    ];
    for text in texts {
        let mut rest = text.as_str();
        for line in letter.lines() {
            let (_, behind) = rest.split_once(line).unwrap_or_else(|| {
                panic!("{line:?} does not stand where it should in {text:?}");
            });
            rest = behind;
        }
    }
}

#[test]
fn a_long_letter_goes_on_on_pages_with_numbers_and_loses_nothing() {
    let long = Missive {
        paragraphs: (0..90).map(|it| format!("第{it}项内容如下。")).collect(),
        ..letter()
    };
    let (pages, text) = read_pdf(&long.pdf().unwrap());
    assert!(pages >= 4, "{pages} pages");
    assert!((0..90).all(|it| text.contains(&format!("第{it}项内容如下。"))));
    assert!(text.contains("—2—") && !text.contains("—1—"), "{text}");
}

#[test]
fn an_organ_with_a_long_name_stays_on_the_page() {
    let long = Missive {
        organ: "云溪市人民政府办公室政务公开与政府信息公开工作领导小组联席会议办公室".to_owned(),
        ..letter()
    };
    assert!(read_pdf(&long.pdf().unwrap()).1.contains("联席会议办公室"));
    assert!(read_docx(&long.docx().unwrap()).contains("联席会议办公室"));
}

#[test]
fn what_is_not_yet_a_letter_says_so_first() {
    let draft = Missive {
        mark: "送审稿".to_owned(),
        ..letter()
    };
    assert!(read_pdf(&draft.pdf().unwrap()).1.starts_with("送审稿"));
    assert!(read_docx(&draft.docx().unwrap()).starts_with("送审稿"));
}

#[test]
fn signs_that_no_file_may_hold_do_not_break_it() {
    let odd = Missive {
        to: "张\u{0}\u{8}三<&>\"".to_owned(),
        ..letter()
    };
    assert!(read_docx(&odd.docx().unwrap()).contains("张三<&>\""));
    odd.pdf().unwrap();
}

#[test]
fn the_same_words_give_the_same_bytes() {
    assert_eq!(letter().pdf().unwrap(), letter().pdf().unwrap());
    assert_eq!(letter().docx().unwrap(), letter().docx().unwrap());
}
