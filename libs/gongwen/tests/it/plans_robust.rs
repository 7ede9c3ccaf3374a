//! Whatever the text, a plan is read without panic and in time that grows with its length alone.

use gongwen::blocks::{Block, Cell, Format, Origin, Paragraph, Source, Table};
use proptest::prelude::*;

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        origin: Origin {
            line: 1,
            page: None,
        },
        level: None,
        after_gap: false,
    })
}

fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "一、",
        "（一）",
        "1.",
        "(1)",
        "①",
        "第一章",
        "。",
        "；",
        "，",
        "、",
        "（",
        "）",
        "〔",
        "】",
        "责任单位：",
        "牵头单位",
        "牵头",
        "配合",
        "负责",
        "市财政局",
        "各镇（街道）",
        "等",
        "和",
        "会同",
        "2024年",
        "9月底前",
        "年内",
        "3个工作日内",
        "每季度",
        "公布",
        "年度报告",
        "到",
        "至",
        "-",
        " ",
        "\u{3000}",
        "《",
        "》",
        "附件：",
        "总体要求",
        "工作任务",
        "完成时限",
        "序号",
        "x",
        "１",
        "責任單位",
        "〈",
        "〉",
        "十",
        "二〇二四",
        "\u{200B}",
        "𠮷",
        "é",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|v| v.concat())
}

fn table() -> impl Strategy<Value = Block> {
    (
        1u32..6,
        1u32..6,
        prop::collection::vec((words(), 0u32..8, 0u32..8, 0u32..9, 0u32..9), 0..12),
    )
        .prop_map(|(rows, columns, cells)| {
            let cells = cells
                .into_iter()
                .map(|(text, row, column, row_span, column_span)| Cell {
                    text,
                    row,
                    column,
                    row_span,
                    column_span,
                })
                .collect();
            Block::Table(Table {
                rows,
                columns,
                cells,
                origin: Origin {
                    line: 1,
                    page: None,
                },
            })
        })
}

proptest! {
    #[test]
    fn no_blocks_make_it_panic(blocks in prop::collection::vec(prop_oneof![words().prop_map(|w| paragraph(&w)), "\\PC{0,60}".prop_map(|w: String| paragraph(&w)), table()], 0..12)) {
        let source = Source { format: Format::Text, blocks };
        let plan = gongwen::plan::read(&source);
        for duty in &plan.duties {
            prop_assert!(!duty.places.is_empty());
            prop_assert!(!duty.text.trim().is_empty());
        }
    }
}

/// Found by the test above: an annotation whose brackets close nothing once ended before it began.
#[test]
fn brackets_that_close_nothing_are_read() {
    let blocks = vec![paragraph("一、）（各镇（街道）牵头单位〉责任单位：公布")];
    let source = Source {
        format: Format::Text,
        blocks,
    };
    assert!(gongwen::plan::read(&source).duties.len() < 2);
}

/// Doubling the text may not do much more than double the time: ten times the text in less than forty times the time.
#[test]
fn time_grows_with_length_alone() {
    let units = [
        "(",
        "（责任单位：",
        "一、",
        "。1.",
        "。一、二、",
        "市财政局和",
        "、",
        "每",
        "年",
        "2024年至",
        "(责任单位:市财政局)",
        "会同",
        "等",
        "牵头单位:",
        "第一条",
        "《",
        "按季度",
        "公开",
        "市财政局 ",
    ];
    for unit in units {
        let time = |bytes: usize| {
            let source = Source {
                format: Format::Text,
                blocks: vec![
                    paragraph("2024年工作要点"),
                    paragraph(&format!("一、{}", unit.repeat(bytes / unit.len()))),
                ],
            };
            let start = std::time::Instant::now();
            let plan = gongwen::plan::read(&source);
            assert!(plan.duties.len() <= bytes);
            start.elapsed()
        };
        let (short, long) = (time(40_000).as_secs_f64(), time(400_000).as_secs_f64());
        assert!(
            long < (short * 40.0).max(2.0),
            "{unit}: {short:.3} s for 40 kB, {long:.3} s for 400 kB"
        );
    }
}

#[test]
fn inner_items_after_a_table_stand_under_the_chapter_above_it() {
    let text = "云溪市2026年政务公开工作要点\n一、重点任务\n（一）列表任务\n| 序号 | 工作任务 | 责任单位 |\n\
                | 1 | 公开预算 | 市财政局 |\n| 2 | 公开决算 | 市财政局 |\n\
                1.公开规划。（责任单位：市自然资源局）\n(1)公开年度用地计划。（责任单位：市发展改革委）\n\
                2.公开标准。（责任单位：市民政局）\n";
    let limits = gongwen::limits::Limits::default();
    let source = gongwen::readers::read(text.as_bytes(), &limits).unwrap();
    let plan = gongwen::plan::read(&source);
    let sections: Vec<String> = plan.duties.iter().map(|d| d.section.join("/")).collect();
    assert_eq!(
        sections[2..],
        ["一/(一)/1/(1)", "一/(一)/2"],
        "{sections:?}"
    );
}
