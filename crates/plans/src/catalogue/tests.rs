//! Catalogues in the layouts that governments use.

use super::*;

fn paragraph(text: &str) -> Block {
    Block::Paragraph(gongwen::blocks::Paragraph {
        text: text.to_owned(),
        origin: Origin {
            line: 1,
            page: None,
        },
        level: None,
        after_gap: false,
    })
}

/// A table with merged cells: rows of `text`, `text@rows*columns` at its top left place, `^` covered.
fn table(rows: &[&[&str]]) -> Block {
    let mut cells = Vec::new();
    for (row, texts) in (0_u32..).zip(rows) {
        for (column, text) in (0_u32..).zip(*texts) {
            if *text == "^" {
                continue;
            }
            let (text, span) = text.split_once('@').unwrap_or((text, "1*1"));
            let (down, right) = span.split_once('*').unwrap();
            cells.push(Cell {
                text: text.to_owned(),
                row,
                column,
                row_span: down.parse().unwrap(),
                column_span: right.parse().unwrap(),
            });
        }
    }
    Block::Table(Table {
        rows: u32::try_from(rows.len()).unwrap(),
        columns: u32::try_from(rows[0].len()).unwrap(),
        cells,
        origin: Origin {
            line: 2,
            page: None,
        },
    })
}

fn source(blocks: Vec<Block>) -> Source {
    Source {
        format: Format::Xlsx,
        blocks,
    }
}

const UPPER: &[&str] = &[
    "序号@2*1",
    "公开事项@1*2",
    "^",
    "公开内容（要素）@2*1",
    "公开依据@2*1",
    "公开时限@2*1",
    "公开主体@2*1",
    "公开渠道和载体@2*1",
    "公开对象@1*2",
    "^",
    "公开方式@1*2",
    "^",
    "公开层级@1*2",
    "^",
];
const LOWER: &[&str] = &[
    "^",
    "一级事项",
    "二级事项",
    "^",
    "^",
    "^",
    "^",
    "^",
    "全社会",
    "特定群体",
    "主动",
    "依申请公开",
    "县级",
    "乡级",
];

#[test]
fn the_standard_catalogue_is_read_with_its_two_rows_of_header_and_merged_names() {
    let first: &[&str] = &[
        "1",
        "财政预决算@2*1",
        "政府预算",
        "收支总表",
        "《预算法》",
        "批准后20日内",
        "县财政局@2*1",
        "■政府网站 □政府公报\n■公开查阅点",
        "√",
        "",
        "√",
        "",
        "√",
        "",
    ];
    let second: &[&str] = &[
        "2",
        "^",
        "部门预算",
        "部门收支总表",
        "《预算法》",
        "批复后20日内",
        "^",
        "■政府网站",
        "",
        "√",
        "",
        "√",
        "√",
        "√",
    ];
    let items = read(&source(vec![
        paragraph("（一）溪口县财政预决算领域基层政务公开标准目录"),
        table(&[UPPER, LOWER, first, second]),
    ]))
    .unwrap();
    assert_eq!(items.len(), 2);
    let [one, two] = &items[..] else { panic!() };
    assert_eq!(one.title(), "财政预决算：政府预算");
    assert_eq!(one.timing, "批准后20日内");
    assert_eq!(one.units(), ["县财政局"]);
    assert_eq!(one.channels, ["政府网站", "公开查阅点"]);
    assert_eq!(one.audience, ["全社会"]);
    assert_eq!(one.levels, ["县级"]);
    assert!(one.is_proactive());
    assert_eq!(two.title(), "财政预决算：部门预算");
    assert_eq!(two.units(), ["县财政局"]);
    assert_eq!(two.mode, ["依申请公开"]);
    assert!(
        !two.is_proactive(),
        "what is given on request is owed to nobody by a day"
    );
    assert_eq!(two.levels, ["县级", "乡级"]);
    assert_ne!(one.identity(), two.identity());
}

#[test]
fn a_csv_file_without_merged_cells_says_the_same() {
    let text = "\u{feff}财政预决算领域基层政务公开标准目录,,,,,,,,,\n\
        序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开方式,\n\
        ,一级事项,二级事项,,,,,,主动,依申请公开\n\
        1,财政预决算,政府预算,收支总表,《预算法》,批准后20日内,县财政局、各乡镇,t政府网站 口政府公报,t,\n\
        2,,部门预算,\"部门收支总表,说明\",,,,t政府网站,t,\n";
    let items = read(&csv_source(text).unwrap()).unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0].channels, ["政府网站"]);
    assert_eq!(items[0].units(), ["县财政局", "各乡镇"]);
    assert_eq!(items[1].first_item, "财政预决算");
    assert_eq!(items[1].content, "部门收支总表,说明");
    assert_eq!(
        items[1].timing, "批准后20日内",
        "an empty cell under a merged one means the same"
    );
    assert!(items.iter().all(Item::is_proactive));
}

#[test]
fn a_header_on_every_page_is_no_row_and_a_table_goes_on_without_one() {
    let row: &[&str] = &[
        "1",
        "社会救助",
        "低保审核",
        "名单",
        "条例",
        "形成之日起20个工作日内",
        "县民政局",
        "■政府网站",
        "√",
        "",
        "√",
        "",
        "√",
        "",
    ];
    let next: &[&str] = &[
        "2",
        "社会救助",
        "特困供养",
        "名单",
        "条例",
        "形成之日起20个工作日内",
        "县民政局",
        "■政府网站",
        "√",
        "",
        "√",
        "",
        "√",
        "",
    ];
    let items = read(&source(vec![
        table(&[UPPER, LOWER, row]),
        table(&[next]),
        table(&[UPPER, LOWER, row]),
    ]))
    .unwrap();
    let titles: Vec<_> = items.iter().map(Item::title).collect();
    assert_eq!(
        titles,
        [
            "社会救助：低保审核",
            "社会救助：特困供养",
            "社会救助：低保审核(2)"
        ]
    );
}

#[test]
fn a_table_that_is_no_catalogue_is_refused() {
    let other = source(vec![table(&[&["姓名", "电话"], &["王敏", "0000-5550101"]])]);
    assert_eq!(read(&other), Err(PlanRefusal::NoCatalogueHeader));
    assert_eq!(
        read(&csv_source("").unwrap()),
        Err(PlanRefusal::NoCatalogueHeader)
    );
    let huge = Source {
        format: Format::Xlsx,
        blocks: vec![Block::Table(Table {
            rows: u32::MAX,
            columns: u32::MAX,
            cells: Vec::new(),
            origin: Origin {
                line: 1,
                page: None,
            },
        })],
    };
    assert_eq!(read(&huge), Err(PlanRefusal::TableTooLarge));
}

#[test]
fn boxes_choose_and_a_text_without_boxes_chooses_all() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(columns::chosen(text), expected, "{text}");
    };
    check("■政府网站 □政府公报 ■两微一端", &["政府网站", "两微一端"]);
    check("政府网站、政府公报", &["政府网站", "政府公报"]);
    check("t政府网站 口政府公报 t发布会", &["政府网站", "发布会"]);
    check("√政务服务中心\n□便民服务站", &["政务服务中心"]);
    check("□政府网站", &[]);
    // 口 within a name is a letter of it.
    check("政府网站、窗口", &["政府网站", "窗口"]);
    check("", &[]);
}
