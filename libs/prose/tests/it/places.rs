//! Text, places, replacing, outline and links of a body.

use prose::{Body, BodyError, Spot};

fn body(html: &str) -> Body {
    Body::clean(html).expect("within the limits").body
}

const PAGE: &str = "<h2>一、名单</h2><p>经办人张三，电话138<b>1234</b>5678。</p>\
    <ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>\
    <table><caption>表1</caption><thead><tr><th>姓名<th>电话</thead><tr><td rowspan=2>张三<td>13812345678<br>下班后<tr><td><p>子</p><p>丑</p></table>\
    <blockquote><p>引文</p></blockquote><figure><img src='/files/a.png' alt='流程图'><figcaption>图1</figcaption></figure>";

fn place(body: &Body, words: &str) -> String {
    let at = body.text().find(words).expect("in the text");
    body.place(at).to_string()
}

#[test]
fn the_text_has_a_line_for_each_block_and_tabs_between_cells() {
    assert_eq!(
        body(PAGE).text(),
        "一、名单\n经办人张三，电话13812345678。\n甲\n乙\n丙\n表1\n姓名\t电话\n张三\t13812345678 下班后\n子 丑\n引文\n流程图\n图1"
    );
}

#[test]
fn a_place_is_told_as_people_count() {
    let body = body(PAGE);
    for (words, told) in [
        ("一、名单", "第1个标题"),
        ("5678。", "第1段"),
        ("乙", "列表1第2项"),
        ("丙", "列表1第3项"),
        ("表1", "表格1的标题"),
        ("姓名", "表格1第1行第1列"),
        ("13812345678 下", "表格1第2行第2列"),
        ("丑", "表格1第3行第2列"),
        ("引文", "第2段"),
        ("流程图", "第1张图片"),
        ("图1", "第1张图片"),
    ] {
        assert_eq!(place(&body, words), told, "{words}");
    }
    assert_eq!(body.place(0).block, 0);
    assert_eq!(body.place(usize::MAX).block, 5);
}

#[test]
fn empty_cells_keep_their_tabs() {
    let body = body("<table><tr><td><td>甲<td><tr><td>乙<td><td></table>");
    assert_eq!(body.text(), "\t甲\t\n乙\t\t");
    assert_eq!(
        body.place(1).spot,
        Spot::Cell {
            table: 1,
            row: 1,
            column: 2
        }
    );
}

#[test]
fn a_number_that_is_split_over_elements_is_replaced_where_it_stands() {
    let body = body(PAGE);
    let text = body.text();
    let ranges: Vec<_> = text
        .match_indices("13812345678")
        .map(|(at, number)| (at..at + number.len(), "138****5678".to_owned()))
        .collect();
    let masked = body.replaced(&ranges).expect("ranges of the text");
    assert_eq!(masked.text(), text.replace("13812345678", "138****5678"));
    assert!(
        masked
            .html()
            .contains("<p>经办人张三，电话138****5678。</p>")
    );
    assert!(masked.html().contains("<td>138****5678<br>下班后</td>"));
}

#[test]
fn a_replacement_is_escaped_and_may_be_empty() {
    let body = body("<p>甲<strong>乙</strong>丙</p><p>丁</p>");
    let replaced = body
        .replaced(&[(0..3, "<i>&".to_owned()), (10..13, String::new())])
        .expect("ranges of the text");
    assert_eq!(
        replaced.html(),
        "<p>&lt;i&gt;&amp;<strong>乙</strong>丙</p>"
    );
}

#[test]
fn a_range_over_several_blocks_is_replaced_in_the_first() {
    let body = body("<p>甲乙</p><p>丙丁</p><p>戊</p>");
    let replaced = body
        .replaced(&[(3..14, "＊".to_owned())])
        .expect("a range of the text");
    assert_eq!(replaced.text(), "甲＊\n戊");
}

#[test]
fn what_is_said_instead_of_a_picture_is_replaced_too() {
    let replaced = body("<p><img src='/files/a.png' alt='张三的照片'></p>")
        .replaced(&[(0..6, "某某".to_owned())])
        .expect("a range of the text");
    assert_eq!(
        replaced.html(),
        "<figure><img src=\"/files/a.png\" alt=\"某某的照片\"></figure>"
    );
}

#[test]
fn a_link_that_holds_what_was_replaced_goes() {
    let body = body(
        "<p>电话<a href='tel:+86-138-1234-5678'>13812345678</a>，<a href='https://a.example/?m=138%31234%35678'>主页</a>，<a href='/zwgk'>公开</a></p>",
    );
    let replaced = body
        .replaced(&[(6..17, "138****5678".to_owned())])
        .expect("a range");
    assert_eq!(
        replaced.html(),
        "<p>电话138****5678，主页，<a href=\"/zwgk\">公开</a></p>"
    );
}

#[test]
fn ranges_that_are_not_in_the_text_are_refused() {
    let body = body("<p>甲乙</p>");
    for bounds in [&[(0, 1)][..], &[(0, 0)], &[(3, 9)], &[(0, 3), (0, 6)]] {
        let ranges: Vec<_> = bounds
            .iter()
            .map(|(start, end)| (*start..*end, String::new()))
            .collect();
        assert_eq!(body.replaced(&ranges), Err(BodyError::NoSuchRange));
    }
}

#[test]
fn the_outline_names_the_anchors_that_the_page_carries() {
    let body = body("<h2>一、总则</h2><p>文</p><h3>（一）范围</h3>");
    let outline = body.outline();
    assert_eq!(
        (
            outline[1].level,
            outline[1].text.as_str(),
            outline[1].anchor.as_str()
        ),
        (3, "（一）范围", "s2")
    );
    assert_eq!(
        body.with_anchors(),
        "<h2 id=\"s1\">一、总则</h2>\n<p>文</p>\n<h3 id=\"s2\">（一）范围</h3>"
    );
}

#[test]
fn a_page_says_what_header_cells_head_and_what_is_kept_stays_bare() {
    let table = "<table><thead><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><th>下限</th><th>上限</th></tr></thead>\
        <tbody><tr><th rowspan=2>道路</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr><tr><th>桥梁</th><td>5</td><td>6</td></tr></tbody></table>";
    let body = body(table);
    assert!(!body.html().contains("scope"), "{}", body.html());
    let shown = body.with_anchors();
    for cell in [
        "<th scope=\"col\" rowspan=\"2\">项目",
        "<th scope=\"colgroup\" colspan=\"2\">金额",
        "<th scope=\"rowgroup\" rowspan=\"2\">道路",
        "<th scope=\"row\">桥梁",
    ] {
        assert!(shown.contains(cell), "{cell}: {shown}");
    }
}

#[test]
fn a_summary_is_made_of_paragraphs_and_ends_where_it_should() {
    let body = body(
        "<h2>题</h2><p class=centre>标题行</p><p>第一段文字。</p><p>第二段。</p><p class=right>落款</p>",
    );
    assert_eq!(body.summary(100), "第一段文字。 第二段。");
    assert_eq!(body.summary(4), "第一段…");
    assert_eq!(body.summary(0), "");
}

#[test]
fn a_link_over_several_runs_is_one_link() {
    let links = body("<p>见<a href='/a'>政府<b>公报</b></a>和<a href='/b'>年报</a></p>").links();
    let told: Vec<_> = links
        .iter()
        .map(|l| (l.address.as_str(), l.text.as_str()))
        .collect();
    assert_eq!(told, [("/a", "政府公报"), ("/b", "年报")]);
    assert_eq!(links[0].place.to_string(), "第1段");
}
