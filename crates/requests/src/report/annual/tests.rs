//! The draft of an annual report: its parts, its tables and what it refuses.

use super::*;

fn table() -> Table3 {
    let mut table = Table3::default();
    table.set(Row::Received, AskerKind::Person, 7);
    table.set(Row::Received, AskerKind::Company, 2);
    table.set(Row::CarriedOver, AskerKind::Person, 1);
    table.set(Row::Provided, AskerKind::Person, 5);
    table.set(Row::Process, AskerKind::Company, 2);
    table.set(Row::LeftOver, AskerKind::Person, 3);
    table
}

fn before() -> Table3 {
    let mut before = Table3::default();
    before.set(Row::Received, AskerKind::Person, 1);
    before.set(Row::LeftOver, AskerKind::Person, 1);
    before
}

fn annual<'a>(table3: &'a Table3, before: &'a Table3) -> Annual<'a> {
    Annual {
        unit_name: "云溪市财政局",
        makes_regulations: false,
        year: 2026,
        published: 412,
        normative: Normative {
            made: 2,
            repealed: 1,
            in_force: 9,
        },
        table3,
        before,
        table4: None,
        fees: (1, 12_050),
    }
}

#[test]
fn six_parts_stand_in_their_order_with_what_the_figures_say() {
    let (table, before) = (table(), before());
    let html = draft(&annual(&table, &before)).unwrap();
    let parts = [
        "<h2>一、总体情况</h2>",
        "<h2>二、主动公开政府信息情况</h2>",
        "<h2>三、收到和处理政府信息公开申请情况</h2>",
        "<h2>四、政府信息公开行政复议、行政诉讼情况</h2>",
        "<h2>五、存在的主要问题及改进情况</h2>",
        "<h2>六、其他需要报告的事项</h2>",
    ];
    let places: Vec<_> = parts.iter().map(|it| html.find(it).expect(it)).collect();
    assert!(places.is_sorted(), "{places:?}");
    for words in [
        "新收政府信息公开申请9件，上年结转1件；办结7件，其中予以公开5件，部分公开0件；结转下年度继续办理3件",
        "主动公开政府信息412件；制发行政规范性文件2件，废止1件，现行有效9件",
        "信息处理费1件，共120.50元",
        "<th>规章</th><td>0</td>",
        "<th>行政规范性文件</th><td>2</td><td>1</td><td>9</td>",
        "<th>行政许可</th><td>【请补充】</td>",
        "<th rowspan=\"22\">三、本年度办理结果</th>",
        "<th>6.属于四类过程性信息</th><td>0</td><td>2</td>",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
}

#[test]
fn every_row_of_table_3_stands_in_it_once_in_the_order_of_the_form() {
    let grouped = GROUPS.iter().flat_map(|it| it.1);
    let first = [&Row::Provided, &Row::Partly];
    let all: Vec<&Row> = first.into_iter().chain(grouped).collect();
    assert_eq!(all, Row::RESULTS.iter().collect::<Vec<_>>());
}

#[test]
fn every_line_of_table_3_is_ten_columns_wide() {
    let mut html = String::new();
    table3(&mut html, &table());
    // Down from above: how many more lines each cell that spans still covers, with its width.
    let mut down: Vec<(usize, usize)> = Vec::new();
    let lines: Vec<&str> = html.split("<tr>").skip(1).collect();
    assert_eq!(lines.len(), 3 + 25);
    for line in lines {
        let mut width: usize = down.iter().map(|it| it.1).sum();
        let mut next = down.iter().map(|it| (it.0 - 1, it.1)).collect::<Vec<_>>();
        for cell in line
            .split("<t")
            .skip(1)
            .filter(|it| it.starts_with(['h', 'd']))
        {
            let span = |name: &str| {
                let at = cell.split_once(&format!("{name}=\""));
                let digits = at.and_then(|it| it.1.split('"').next());
                digits.map_or(1, |it| it.parse::<usize>().unwrap())
            };
            width += span("colspan");
            next.push((span("rowspan") - 1, span("colspan")));
        }
        assert_eq!(width, 10, "{line}");
        down = next.into_iter().filter(|it| it.0 > 0).collect();
    }
}

#[test]
fn a_table_that_does_not_balance_is_no_report_and_names_the_cell() {
    let (mut table, before) = (table(), before());
    table.set(Row::LeftOver, AskerKind::Person, 4);
    let flaws = draft(&annual(&table, &before)).unwrap_err();
    assert!(flaws[0].message().contains("自然人"), "{flaws:?}");
    let nothing = Table3::default();
    let flaws = draft(&annual(&self::table(), &nothing)).unwrap_err();
    assert_eq!(flaws[0].identity, "I5", "what the year before left");
}

#[test]
fn table_4_is_owed_until_it_is_counted() {
    let (table, before) = (table(), before());
    let owed = draft(&annual(&table, &before)).unwrap();
    let mut four = Table4::default();
    four.set(Branch::Suit, Decided::Upheld, 3);
    let counted = draft(&Annual {
        table4: Some(&four),
        ..annual(&table, &before)
    })
    .unwrap();
    let of = |html: &str| {
        html.split("<h2>四、")
            .nth(1)
            .unwrap()
            .split("<h2>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(of(&owed).matches(OWED).count(), 15);
    assert_eq!(of(&counted).matches(OWED).count(), 0);
    assert!(of(&counted).contains("<td>3</td><td>0</td><td>0</td><td>0</td><td>3</td>"));
}
