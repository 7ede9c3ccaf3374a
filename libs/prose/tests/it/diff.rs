//! Comparing editions: what the public reads must be true, and readable.

use proptest::prelude::*;
use prose::{Body, Change, Stretch, UnitKind, diff};

fn body(html: &str) -> Body {
    Body::clean(html).expect("within the limits").body
}

/// A comparison as one line for each change.
fn told(old: &str, new: &str) -> Vec<String> {
    let words = |cells: &[Vec<Stretch>]| {
        let cell = |cell: &Vec<Stretch>| cell.iter().map(written).collect::<String>();
        cells.iter().map(cell).collect::<Vec<_>>().join("|")
    };
    let compared = diff(&body(old), &body(new));
    let told = compared.changes().iter().map(|change| match change {
        Change::Same(unit) => format!("  {}", unit.cells.join("|")),
        Change::Skipped(count) => format!("… {count}"),
        Change::Added(unit) => format!("+ {}", unit.cells.join("|")),
        Change::Removed(unit) => format!("- {}", unit.cells.join("|")),
        Change::Restyled(unit) => format!("~ {}", unit.cells.join("|")),
        Change::Changed { cells, .. } => format!("* {}", words(cells)),
    });
    told.collect()
}

fn written(stretch: &Stretch) -> String {
    match stretch {
        Stretch::Same(text) => text.clone(),
        Stretch::Removed(text) => format!("[-{text}]"),
        Stretch::Added(text) => format!("[+{text}]"),
    }
}

#[test]
fn a_changed_number_is_one_change_within_its_paragraph() {
    assert_eq!(
        told(
            "<p>第一条 目的。</p><p>自受理之日起15日内答复申请人。</p>",
            "<p>第一条 目的。</p><p>自受理之日起20个工作日内答复申请人。</p>"
        ),
        [
            "  第一条 目的。",
            "* 自受理之日起[-15][+20个工作]日内答复申请人。"
        ]
    );
}

#[test]
fn changes_do_not_fray_into_single_characters() {
    assert_eq!(
        told(
            "<p>由市水利局会同有关部门每季度通报一次情况。</p>",
            "<p>由市应急管理局会同有关部门每季度公布一次结果。</p>"
        ),
        ["* 由市[-水利][+应急管理]局会同有关部门每季度[-通报][+公布]一次[-情况][+结果]。"]
    );
}

#[test]
fn paragraphs_that_came_and_went_are_told_whole() {
    assert_eq!(
        told(
            "<p>甲方负责实施。</p><p>本办法试行一年。</p><p>特此通知。</p>",
            "<p>甲方负责实施。</p><p>特此通知。</p><p>附件另发，请各单位自行下载。</p>"
        ),
        [
            "  甲方负责实施。",
            "- 本办法试行一年。",
            "  特此通知。",
            "+ 附件另发，请各单位自行下载。"
        ]
    );
}

#[test]
fn rows_are_compared_cell_by_cell() {
    let table =
        |rows: &str| format!("<table><thead><tr><th>任务<th>期限<th>单位</thead>{rows}</table>");
    assert_eq!(
        told(
            &table("<tr><td>排查<td>5月底前<td>水利局<tr><td>通报<td>每月<td>应急局"),
            &table(
                "<tr><td>排查<td>6月底前<td>水利局<tr><td>整改<td>长期<td>各县<tr><td>通报<td>每月<td>应急局"
            )
        ),
        [
            "  任务|期限|单位",
            "* 排查|[-5][+6]月底前|水利局",
            "+ 整改|长期|各县",
            "  通报|每月|应急局"
        ]
    );
}

#[test]
fn a_new_column_leaves_the_other_cells_alone() {
    assert_eq!(
        told(
            "<table><tr><td>排查河道<td>5月底前</table>",
            "<table><tr><td>排查河道<td>水利局<td>5月底前</table>"
        ),
        ["* 排查河道|[+水利局]|5月底前"]
    );
}

#[test]
fn long_stretches_without_change_are_left_out() {
    let page = |last: &str| {
        let rest: String = (1..=9).map(|n| format!("<p>第{n}条</p>")).collect();
        format!("<p>题</p>{rest}<p>{last}</p>")
    };
    let compared = told(&page("自印发之日起施行。"), &page("自发布之日起施行。"));
    assert_eq!(
        compared,
        ["… 9", "  第9条", "* 自[-印发][+发布]之日起施行。"]
    );
}

#[test]
fn a_link_led_elsewhere_and_a_paragraph_made_a_heading_are_told_though_no_word_changed() {
    assert_eq!(
        told(
            "<p>见<a href='/a'>附件</a></p>",
            "<p>见<a href='/b'>附件</a></p>"
        ),
        ["~ 见附件"]
    );
    assert_eq!(told("<p>总则</p>", "<h2>总则</h2>"), ["~ 总则"]);
    assert_eq!(told("<p>某局</p>", "<p class=right>某局</p>"), ["~ 某局"]);
    assert_eq!(
        told(
            "<figure><img src='/files/1.png' alt='图'></figure>",
            "<figure><img src='/files/2.png' alt='图'></figure>"
        ),
        ["~ 图"]
    );
}

#[test]
fn the_counts_say_what_the_list_says() {
    let compared = diff(
        &body("<p>甲方负责实施。</p><p>乙方配合。</p><p>丙</p>"),
        &body("<p>甲方负责监督。</p><p>丙</p><p>丁戊己</p><p>庚辛壬</p>"),
    );
    assert_eq!(
        (
            compared.count_added(),
            compared.count_removed(),
            compared.count_changed(),
            compared.is_same()
        ),
        (2, 1, 1, false)
    );
    let same = diff(&body("<p>甲</p>"), &body("<p>甲</p>"));
    assert!(same.is_same() && same.count_changed() == 0);
    assert_eq!(same.changes(), [Change::Skipped(1)]);
}

#[test]
fn what_was_removed_has_its_place_in_the_old_text_and_what_came_in_the_new() {
    let compared = diff(
        &body("<p>甲</p><p>乙乙乙乙</p>"),
        &body("<ul><li>丙丙丙丙</li></ul><p>甲</p>"),
    );
    let units: Vec<_> = compared
        .changes()
        .iter()
        .filter_map(|change| match change {
            Change::Added(unit) | Change::Removed(unit) => {
                Some((unit.kind, unit.place.to_string()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        units,
        [
            (UnitKind::Item, "列表1第1项".to_owned()),
            (UnitKind::Paragraph, "第2段".to_owned())
        ]
    );
}

#[test]
fn two_long_texts_that_share_nothing_are_compared_in_time() {
    let page = |seed: u32| {
        let line = |n: u32| {
            format!(
                "<p>{}</p>",
                char::from_u32(0x4e00 + (n * 7 + seed) % 20_000)
                    .unwrap_or('甲')
                    .to_string()
                    .repeat(20)
            )
        };
        (0..3_000).map(line).collect::<String>()
    };
    let compared = diff(&body(&page(1)), &body(&page(3)));
    assert!(compared.count_added() + compared.count_changed() >= 2_900);
}

#[test]
fn texts_of_tens_of_thousands_of_lines_are_compared_in_time() {
    let page = |mark: &str| {
        (0..40_000)
            .map(|n| format!("{n}{mark}\n"))
            .collect::<String>()
    };
    let (old, new) = (page("甲"), page("乙丙丁戊己"));
    let lines = |text: &str| Body::from_text(&format!("首\n{text}尾")).expect("within the limits");
    let compared = diff(&lines(&old), &lines(&new));
    assert_eq!(
        compared.changes().first(),
        compared
            .changes()
            .iter()
            .find(|c| matches!(c, Change::Same(_)))
    );
    assert_eq!(compared.count_removed() + compared.count_changed(), 40_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn the_stretches_of_a_line_give_both_lines_again(old in "[甲乙丙丁a1 ，。]{1,30}", new in "[甲乙丙丁a1 ，。]{1,30}") {
        let (old, new) = (body(&format!("<p>x1甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲{old}</p>")), body(&format!("<p>x1甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲{new}</p>")));
        for change in diff(&old, &new).changes() {
            if let Change::Changed { cells, .. } = change {
                let of = |is_kept: fn(&Stretch) -> bool| cells[0].iter().filter(|s| is_kept(s)).map(Stretch::text).collect::<String>();
                prop_assert_eq!(of(|s| !matches!(s, Stretch::Added(_))), old.text());
                prop_assert_eq!(of(|s| !matches!(s, Stretch::Removed(_))), new.text());
            }
        }
    }

    #[test]
    fn every_unit_of_both_texts_is_accounted_for(old in proptest::collection::vec("[甲乙丙丁戊己]{1,6}", 0..12), new in proptest::collection::vec("[甲乙丙丁戊己]{1,6}", 0..12)) {
        let page = |lines: &[String]| Body::from_text(&lines.join("\n")).expect("short");
        let compared = diff(&page(&old), &page(&new));
        let stayed: usize = compared.changes().iter().map(|change| match change {
            Change::Skipped(count) => *count,
            Change::Same(_) | Change::Restyled(_) | Change::Changed { .. } => 1,
            Change::Added(_) | Change::Removed(_) => 0,
        }).sum();
        prop_assert_eq!(stayed + compared.count_removed(), old.len());
        prop_assert_eq!(stayed + compared.count_added(), new.len());
        prop_assert_eq!(compared.is_same(), old == new);
    }
}
