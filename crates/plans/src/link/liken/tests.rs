//! The like finds the like, and much is compared in little time.

use super::*;

fn said<'t>(heading: &'t str, text: &'t str) -> Said<'t> {
    Said { heading, text }
}

#[test]
fn what_a_city_took_over_is_found_though_it_says_it_otherwise() {
    let province = [
        said(
            "推进财政信息公开",
            "各级政府和部门全面公开预算决算，细化公开内容，公开到功能分类项级科目。",
        ),
        said(
            "加强政策解读",
            "重要政策文件与解读材料同步组织、同步审签、同步部署。",
        ),
        said("做好防汛抗旱信息公开", "及时公开水情雨情和预警响应。"),
    ];
    let city = [
        said(
            "加强政策解读回应",
            "重要政策文件及解读材料同步起草、同步审签、同步发布。",
        ),
        said(
            "财政信息公开",
            "市财政局负责，公开全市预算决算，公开到功能分类项级科目。",
        ),
        said("推进招商引资", "组织招商推介活动。"),
    ];
    let likely = liken(&province, &city);
    let best = |superior| {
        let found = likely.iter().find(|it| it.superior == superior);
        found.map(|it| it.own)
    };
    assert_eq!(best(0), Some(1));
    assert_eq!(best(1), Some(0));
    assert_eq!(best(2), None);
}

#[test]
fn five_hundred_duties_are_not_compared_with_each_of_five_hundred() {
    let words: Vec<String> = (0..500)
        .map(|n| {
            let c = |k: u32| char::from_u32(0x4e00 + (n * 37 + k * 911) % 6000).unwrap_or('一');
            let own: String = (0..60).map(c).collect();
            format!("公开政府信息。{own}")
        })
        .collect();
    let duties: Vec<Said<'_>> = words.iter().map(|text| said("", text)).collect();
    let likely = liken(&duties, &duties);
    for n in 0..500 {
        let best = likely.iter().find(|it| it.superior == n);
        assert_eq!(best.map(|it| (it.own, it.permille)), Some((n, 1000)));
    }
    assert!(likely.len() <= 1500);
}
