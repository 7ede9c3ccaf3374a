//! No text makes the reading panic or take time out of proportion.

use gongwen::blocks::{Block, Cell, Format, Origin, Source, Table};
use gongwen::identity::{cite, date, identify, index_number, list_mentions, number};
use proptest::prelude::*;

/// Pieces of which heads of documents are made, damaged and whole.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "关于印发",
        "的通知",
        "《",
        "》",
        "（",
        ")",
        "〔",
        "〕",
        "[",
        "2021",
        "20",
        "号",
        "號",
        "第",
        "令",
        "年",
        "月",
        "日",
        "一、",
        "(一)",
        "1.",
        "发文字号：",
        "索引号",
        "成文日期",
        "发布日期:",
        "标题:",
        "人民政府办公室",
        "临海市",
        "国办发",
        "现将",
        "印发给你们",
        "工作要点",
        "实施方案",
        "附件",
        "抄送：",
        "印发",
        "\n",
        "\n\n",
        " ",
        "\u{3000}",
        "二〇二一",
        "○",
        "0",
        "9",
        "2021813",
        "，",
        "。",
        "\u{200B}",
        "| ",
        "\t",
        ":",
        "- ",
        "来源：",
        "关于",
        "通知",
        "附件1：",
        "(试行)",
        "１",
        "【",
        "】",
        "🙂",
        "é",
    ];
    prop::collection::vec(prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_string), 1 => "\\PC{0,4}"], 0..80).prop_map(|parts| parts.concat())
}

fn table(texts: Vec<String>) -> Source {
    let columns = 3;
    let cells: Vec<Cell> = texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| Cell {
            text,
            row: at as u32 / columns,
            column: at as u32 % columns,
            row_span: 1,
            column_span: if at == 0 { columns } else { 1 },
        })
        .collect();
    let rows = cells.last().map_or(0, |cell| cell.row + 1);
    Source {
        format: Format::Docx,
        blocks: vec![Block::Table(Table {
            rows,
            columns,
            cells,
            origin: Origin {
                line: 1,
                page: None,
            },
        })],
    }
}

proptest! {
    #[test]
    fn arbitrary_text_is_read_without_panic(text in pieces()) {
        let source = super::source(&text);
        let identity = identify(&source);
        let cited = cite(&source, identity.document.doc_number.as_deref());
        prop_assert!(cited.cites.len() <= cited.citations.len());
        for blocks in [&identity.title_blocks, &identity.signature_blocks, &identity.furniture_blocks] {
            prop_assert!(blocks.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(blocks.iter().all(|block| *block < source.blocks.len()));
        }
        prop_assert!(identity.furniture_blocks.iter().all(|block| !identity.title_blocks.contains(block)));
        for mention in list_mentions(&text) {
            prop_assert!(text.is_char_boundary(mention.start) && text.is_char_boundary(mention.end) && mention.start < mention.end);
        }
    }

    #[test]
    fn arbitrary_tables_are_read_without_panic(texts in prop::collection::vec(pieces(), 0..12)) {
        let source = table(texts);
        identify(&source);
        cite(&source, None);
    }

    #[test]
    fn arbitrary_fields_are_read_without_panic(text in "\\PC{0,40}") {
        let _ = (number::parse(&text), date::parse(&text), index_number::parse(&text));
    }

    #[test]
    fn a_normal_number_reads_as_itself(org in "[国京沪浙粤][政府办发函]{1,4}", year in 1949i16..=2099, seq in 1u32..100_000) {
        let written = format!("{org}〔{year}〕{seq}号");
        let parsed = number::parse(&written).unwrap();
        prop_assert_eq!(parsed.number.to_string(), written);
        prop_assert_eq!(parsed.confidence, number::Confidence::Exact);
    }
}

/// Work that grew with the square of the text would take hours here.
#[test]
fn hostile_texts_are_read_to_their_end() {
    for piece in [
        "号",
        "1号",
        "〔2021〕1号",
        "》号",
        "《",
        "国",
        "国1号",
        "2021年1月1日\n",
        "人民政府\n",
        "发布日期：",
        "〔",
        "1 号",
        "附件\n",
        "一、\n",
        "关于印发",
        "2021\n",
        "(",
        "附件1：\n1.甲\n",
    ] {
        let source = super::source(&piece.repeat(1_000_000 / piece.len()));
        let identity = identify(&source);
        assert_eq!(identity.document.doc_number, None, "{piece}");
        let cited = cite(&source, None);
        assert!(cited.cites.len() <= 1, "{piece}: {:?}", cited.cites.len());
    }
}
