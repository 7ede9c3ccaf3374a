//! The source, cut and marked.

use gongwen::blocks::{Format, Origin, Paragraph};

use super::*;

const ORIGIN: Origin = Origin {
    line: 1,
    page: None,
};

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        origin: ORIGIN,
        level: None,
        after_gap: false,
    })
}

fn cell(row: u32, column: u32, text: &str, row_span: u32) -> Cell {
    Cell {
        text: text.to_owned(),
        row,
        column,
        row_span,
        column_span: 1,
    }
}

fn spot(ordinal: u32, block: u32, range: std::ops::Range<u32>) -> Spot {
    Spot {
        ordinal,
        place: Place {
            block,
            cell: None,
            start: range.start,
            end: range.end,
        },
    }
}

fn source(blocks: Vec<Block>) -> Source {
    Source {
        format: Format::Text,
        blocks,
    }
}

fn whole(source: &Source, spots: &[Spot]) -> String {
    parts(source, spots)
        .iter()
        .map(|part| drawing(source, part, (spots, &|it| format!("#o{it}"))).to_string())
        .collect()
}

#[test]
fn a_duty_is_marked_where_it_stands_and_hostile_text_stays_text() {
    let source = source(vec![paragraph("一、<script>公开权力清单。</script>")]);
    // 一、 is six bytes, <script> eight, 公开权力清单。 twenty-one.
    let html = whole(&source, &[spot(1, 0, 14..35)]);
    assert_eq!(
        html,
        "<p>一、&lt;script&gt;<mark id=\"d1\"><a class=\"mk\" href=\"#o1\" aria-label=\"任务1，回到目录\">1</a>\
         公开权力清单。</mark>&lt;/script&gt;</p>\n"
    );
}

#[test]
fn overlapping_or_broken_places_never_lose_or_repeat_text() {
    let text = "公开甲事项,公开乙事项。";
    let source = source(vec![paragraph(text)]);
    let spots = [
        spot(1, 0, 0..16),
        spot(2, 0, 10..34),
        spot(3, 0, 1..5),
        spot(4, 0, 30..9_999),
        spot(5, 9, 0..3),
    ];
    let html = whole(&source, &spots);
    let mut bare = String::new();
    let mut in_tag = false;
    for c in html
        .replace(">1</a>", "></a>")
        .replace(">2</a>", "></a>")
        .chars()
    {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => bare.push(c),
            _ => {}
        }
    }
    assert_eq!(bare.trim(), text);
    assert_eq!(html.matches("id=\"d1\"").count(), 1);
}

#[test]
fn a_long_plan_is_cut_into_parts_that_hold_every_block_once() {
    let blocks = (0..400)
        .map(|n| paragraph(&format!("第{n}段{}", "公开".repeat(40))))
        .collect();
    let source = source(blocks);
    let parts = parts(&source, &[]);
    assert!(parts.len() > 4);
    let pieces: Vec<u32> = parts.iter().flatten().map(|piece| piece.block).collect();
    assert_eq!(pieces, (0..400).collect::<Vec<_>>());
    for part in &parts {
        assert!(
            drawing(&source, part, (&[], &|it| format!("#o{it}")))
                .as_str()
                .len()
                < 20_000
        );
    }
}

#[test]
fn a_table_is_cut_between_rows_but_never_through_a_merged_cell() {
    let long = "公开".repeat(500);
    let mut cells = vec![cell(0, 0, "任务", 1), cell(1, 0, "合并", 8)];
    for row in 1..9 {
        cells.push(cell(row, 1, &long, 1));
    }
    cells.push(cell(9, 0, "末行", 1));
    let table = Table {
        rows: 10,
        columns: 2,
        cells,
        origin: ORIGIN,
    };
    let source = source(vec![Block::Table(table)]);
    let parts = parts(&source, &[]);
    assert_eq!(parts.len(), 3);
    let rows: Vec<_> = parts
        .iter()
        .flatten()
        .map(|piece| piece.rows.unwrap())
        .collect();
    assert_eq!(rows, [(0, 1), (1, 9), (9, 10)]);
    let html = whole(&source, &[]);
    assert_eq!(html.matches("<tr>").count(), 10);
    assert!(html.contains("<td rowspan=\"8\">合并</td>"));
}
