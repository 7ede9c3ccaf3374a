//! Plain text.

use gongwen::blocks::Block;
use gongwen::readers::ReadError;

use super::making::{cells, paragraphs, read_default, tables};

fn lines(text: &str) -> Vec<String> {
    paragraphs(&read_default(text.as_bytes()).unwrap())
}

#[test]
fn a_line_is_a_paragraph_without_blanks_of_any_kind_at_its_ends() {
    let text = "\u{FEFF}\u{3000}\u{3000}一、总体要求\u{A0}\u{200B}\r\n\r\n  二、主要 任务\t\n";
    let source = read_default(text.as_bytes()).unwrap();
    assert_eq!(paragraphs(&source), ["一、总体要求", "二、主要 任务"]);
    let origins: Vec<_> = source
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => (p.origin.line, p.after_gap),
            Block::Table(_) => panic!("no table"),
        })
        .collect();
    assert_eq!(origins, [(1, false), (3, true)]);
}

#[test]
fn every_chinese_charset_reads_alike() {
    let text = "关于印发《镕城市政务公开工作要点》的通知\r\n一、公开①目录\n";
    let expected = lines(text);
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let little: Vec<u8> = std::iter::once(0xFEFFu16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = std::iter::once(0xFEFFu16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    for bytes in [gb.as_slice(), &little, &big] {
        assert_eq!(paragraphs(&read_default(bytes).unwrap()), expected);
    }
}

#[test]
fn a_broken_byte_does_not_turn_utf8_into_another_charset() {
    let mut bytes = "一、加强政策解读工作的组织领导，落实解读责任。"
        .repeat(20)
        .into_bytes();
    bytes[30] = 0xFF;
    let read = paragraphs(&read_default(&bytes).unwrap());
    assert!(read[0].contains("落实解读责任"), "{}", read[0]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let noise: Vec<u8> = (0..4000u32)
        .map(|i| (i.wrapping_mul(2654435761) >> 13) as u8)
        .collect();
    assert_eq!(read_default(&noise).unwrap_err(), ReadError::UnknownFormat);
}

#[test]
fn rows_of_bars_and_tabs_become_tables() {
    let source = read_default(
        "分工表\n| 任务 | 单位 |\n|---|---|\n| 公开预算 | 市财政局 |\n\n完\n".as_bytes(),
    )
    .unwrap();
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 1x1 任务",
            "0,1 1x1 单位",
            "1,0 1x1 公开预算",
            "1,1 1x1 市财政局"
        ]
    );
    assert_eq!(paragraphs(&source), ["分工表", "完"]);
    let source = read_default("序号｜任务｜单位\n1｜公开｜\n".as_bytes()).unwrap();
    assert_eq!(tables(&source)[0].cells[5].text, "");
    let source = read_default("任务\t单位\n公开预算\t市财政局\n\t市审计局\n".as_bytes()).unwrap();
    assert_eq!(
        (tables(&source)[0].rows, tables(&source)[0].columns),
        (3, 2)
    );
}

#[test]
fn bars_and_tabs_that_make_no_rows_stay_text() {
    assert_eq!(lines("无障碍 | 适老版\n登录 | 注册\n").len(), 2);
    assert_eq!(lines("\t第一段\n\t第二段\n"), ["第一段", "第二段"]);
}

#[test]
fn text_broken_at_a_fixed_width_is_joined_again() {
    let paragraph = "　　各级各部门要加强组织领导，明确专人负责，把政务公开列入重要议事日程，定期研究推进解决工作中遇到的困难和问题，确保按时限要求完成各项任务，并将落实情况纳入年度考核范围，考核结果向社会公布。";
    let text = [paragraph, "　　一、公开时限", paragraph, paragraph].join("\n");
    let wrapped: String = text
        .split('\n')
        .map(|p| {
            let chars: Vec<char> = p.chars().collect();
            chars
                .chunks(30)
                .map(|c| c.iter().collect::<String>() + "\n")
                .collect::<String>()
        })
        .collect();
    assert_eq!(lines(&wrapped), lines(&text));
}

#[test]
fn ordinary_lines_of_like_length_are_not_joined() {
    let text = "推进规划信息公开工作，加强规划成果的展示和解读工作。\n".repeat(12);
    assert_eq!(lines(&text).len(), 12);
    let list =
        "市发展和改革委员会、市教育局、市科学技术局、市民政局及所属单位\n县财政局\n".repeat(6);
    assert_eq!(lines(&list).len(), 12);
}
