//! Cleaning: what people really paste becomes the small HTML of a body, and what is left out is told.

use prose::{Body, BodyError, DroppedKind};

fn clean(html: &str) -> String {
    Body::clean(html)
        .expect("within the limits")
        .body
        .html()
        .to_owned()
}

fn kinds(html: &str) -> Vec<DroppedKind> {
    let cleaned = Body::clean(html).expect("within the limits");
    cleaned.dropped.iter().map(|d| d.kind).collect()
}

/// What Word puts on the clipboard, shortened; line ends and entities as they come.
const WORD: &str = r##"<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>通知</title>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; font-family:仿宋_GB2312;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 style='text-align:center'><span style='font-family:方正小标宋简体'>云溪市人民政府办公室<br>
关于做好防汛工作的通知</span></h1>
<p class=MsoNormal><span style='font-size:16.0pt;font-family:仿宋_GB2312'>各县（市、区）人民政府，市政府各
部门：<o:p></o:p></span></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><b style='mso-bidi-font-weight:normal'><span
style='font-family:黑体'>一、总体要求。</span></b><span lang=EN-US>&nbsp;&nbsp;</span><span>坚持人民至上、生命至上，<span
lang=EN-US>2026</span>年<span lang=EN-US>5</span>月<span lang=EN-US>31</span>日前完成排查。</span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>（一）<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span>压实责任。</span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=EN-US
style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp; </span></span></span><![endif]>水库</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>l<span>&nbsp; </span></span><![endif]>河道</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal align=right style='text-align:right'><span>云溪市人民政府办公室</span></p>
<p class=MsoNormal align=right style='text-align:right'><span lang=EN-US>2026</span>年<span lang=EN-US>5</span>月<span lang=EN-US>8</span>日　　　　</p>
<p class=MsoNormal><span style='mso-hide:all'>内部意见：暂不公开</span><a class=msocomanchor href="#_msocom_1">[张1]</a></p>
<div style='mso-element:comment-list'><p class=MsoCommentText>请核实</p></div>
<!--EndFragment--></body></html>"##;

#[test]
fn a_paste_from_word_keeps_headings_numbers_bullets_and_signature() {
    assert_eq!(
        clean(WORD),
        "<h2>云溪市人民政府办公室关于做好防汛工作的通知</h2>\n\
         <p>各县（市、区）人民政府，市政府各部门：</p>\n\
         <p><strong>一、总体要求。</strong> 坚持人民至上、生命至上，2026年5月31日前完成排查。</p>\n\
         <p>（一）压实责任。</p>\n\
         <ul>\n<li>水库</li>\n<li>河道</li>\n</ul>\n\
         <p class=\"right\">云溪市人民政府办公室</p>\n\
         <p class=\"right\">2026年5月8日</p>"
    );
    assert_eq!(kinds(WORD), [DroppedKind::Hidden, DroppedKind::Comment]);
}

#[test]
fn hidden_words_are_told_with_their_beginning() {
    let cleaned = Body::clean(WORD).expect("within the limits");
    let hidden = cleaned
        .dropped
        .iter()
        .find(|d| d.kind == DroppedKind::Hidden);
    assert_eq!(
        hidden.expect("noted").to_string(),
        "去掉了1处隐藏文字。请核对是否确实不应公开。（如“内部意见：暂不公开”）"
    );
}

/// A table as WPS puts it on the clipboard.
const WPS: &str = r#"<table border="1" cellspacing="0" class="MsoTableGrid" style="border-collapse:collapse;mso-yfti-tbllook:480;">
<thead><tr style="height:20pt;"><td width="60" valign="center" style="width:45pt;"><p class="MsoNormal" align="center" style="text-align:center;"><b><span style="font-weight:bold;">序号</span></b></p></td>
<td colspan="2"><p align="center" style="text-align:center"><b>任务</b></p></td><td rowspan="1"><p>牵头单位</p></td></tr></thead>
<tr><td rowspan="2"><p align="justify">1</p></td><td><p>　　开展排查<font face="宋体">&nbsp;</font></p></td><td><p>5月底前</p></td><td><p>市水利局</p><p>市应急管理局</p></td></tr>
<tr><td><p>落实整改</p></td><td><p></p></td><td><p>市水利局</p></td></tr>
<tr height="0"><td width="60" style="border:none"></td><td></td><td></td><td></td></tr></table>"#;

#[test]
fn a_table_from_wps_keeps_merged_cells_and_gets_its_marked_header() {
    assert_eq!(
        clean(WPS),
        "<table>\n<thead>\n\
         <tr><th class=\"centre\">序号</th><th colspan=\"2\" class=\"centre\">任务</th><th>牵头单位</th></tr>\n\
         </thead>\n<tbody>\n\
         <tr><td rowspan=\"2\">1</td><td>开展排查</td><td>5月底前</td><td><p>市水利局</p><p>市应急管理局</p></td></tr>\n\
         <tr><td>落实整改</td><td></td><td>市水利局</td></tr>\n\
         </tbody>\n</table>"
    );
}

#[test]
fn a_page_of_an_old_site_that_is_arranged_by_tables_gives_its_paragraphs() {
    let page = r##"<table width="100%"><tr><td><table><tr><td align="center"><b><font size="5">关于停水的公告</font></b></td></tr></table>
      <div class="zoom" style="text-align:center"><font><font><span>发布时间：2026-05-08</span></font></font></div>
      <p>　　因管道检修，定于5月9日停水。<br>　　请市民提前储水。<br><br>&nbsp;&nbsp;&nbsp;&nbsp;咨询电话：<a href="tel:12345">12345</a></p>
      <script>document.write("x")</script></td></tr></table>"##;
    assert_eq!(
        clean(page),
        "<p class=\"centre\"><strong>关于停水的公告</strong></p>\n\
         <p class=\"centre\">发布时间：2026-05-08</p>\n\
         <p>因管道检修，定于5月9日停水。</p>\n\
         <p>请市民提前储水。</p>\n\
         <p>咨询电话：<a href=\"tel:12345\">12345</a></p>"
    );
    assert_eq!(kinds(page), [DroppedKind::Script]);
}

#[test]
fn spaces_between_the_characters_of_a_name_stay_and_indents_go() {
    assert_eq!(
        clean("<p>　　局长：张　三　　　</p>"),
        "<p>局长：张　三</p>"
    );
}

#[test]
fn a_line_end_of_the_source_between_chinese_characters_is_no_blank() {
    assert_eq!(
        clean("<p>政务\n   公开 and\nmore</p>"),
        "<p>政务公开 and more</p>"
    );
}

#[test]
fn an_underlined_blank_of_a_form_stays() {
    assert_eq!(
        clean("<p>姓名：<u>&nbsp;&nbsp;</u>（签字）</p>"),
        "<p>姓名：<u>&nbsp;&nbsp;</u>（签字）</p>"
    );
}

#[test]
fn elements_that_say_the_same_in_another_order_become_the_same() {
    let one = clean("<p><b><i>甲</i></b><i><b>乙</b></i></p>");
    assert_eq!(one, "<p><strong><em>甲乙</em></strong></p>");
    assert_eq!(
        clean("<p><span style='font-weight:700;font-style:italic'>甲乙</span></p>"),
        one
    );
}

#[test]
fn a_bold_element_that_is_styled_as_not_bold_is_not_bold() {
    assert_eq!(
        clean("<b style='font-weight:normal'><p>甲</p></b>"),
        "<p>甲</p>"
    );
}

#[test]
fn headings_begin_at_two_and_keep_their_order() {
    assert_eq!(
        clean("<h1>甲</h1><h2>乙</h2><h6>丙</h6>"),
        "<h2>甲</h2>\n<h3>乙</h3>\n<h4>丙</h4>"
    );
    assert_eq!(clean("<h2>甲</h2><h3>乙</h3>"), "<h2>甲</h2>\n<h3>乙</h3>");
    assert_eq!(
        clean("<p style='mso-outline-level:2'>乙</p>"),
        "<h2>乙</h2>"
    );
}

#[test]
fn a_paragraph_that_only_looks_like_a_heading_is_none() {
    assert_eq!(
        clean("<p><b>一、总则</b></p>"),
        "<p><strong>一、总则</strong></p>"
    );
}

#[test]
fn lists_that_count_otherwise_become_numbered_paragraphs() {
    assert_eq!(
        clean("<ol><li>甲</li><li>乙</li></ol>"),
        "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"
    );
    assert_eq!(
        clean("<ol start=3><li>甲</li><li>2017年</li></ol>"),
        "<p>3.甲</p>\n<p>4. 2017年</p>"
    );
    assert_eq!(
        clean("<ol style='list-style-type:cjk-ideographic'><li>甲</li><li>乙</li></ol>"),
        "<p>一、甲</p>\n<p>二、乙</p>"
    );
}

#[test]
fn lists_within_lists_stay_within() {
    assert_eq!(
        clean("<ul><li>甲<ul><li>乙</li></ul></li><ul><li>丙</li></ul></ul>"),
        "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul><ul>\n<li>丙</li>\n</ul></li>\n</ul>"
    );
}

#[test]
fn only_addresses_that_lead_somewhere_safe_stay() {
    for (href, kept) in [
        (
            "https://www.gov.cn/a?b=1&amp;c=2",
            "https://www.gov.cn/a?b=1&amp;c=2",
        ),
        ("HTTP://www.gov.cn", "HTTP://www.gov.cn"),
        ("//www.gov.cn/a", "https://www.gov.cn/a"),
        ("mailto:a@yunxi.gov.cn", "mailto:a@yunxi.gov.cn"),
        ("tel:12345", "tel:12345"),
        ("/zwgk/1", "/zwgk/1"),
        ("#s2", "#s2"),
    ] {
        assert_eq!(
            clean(&format!("<p><a href=\"{href}\">文</a></p>")),
            format!("<p><a href=\"{kept}\">文</a></p>")
        );
    }
    for href in [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "java\u{200b}script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///D:/a.doc",
        "/\\evil.example",
        "http://",
        "https:evil",
        "a.html",
        "",
    ] {
        assert_eq!(
            clean(&format!("<p><a href=\"{href}\">文</a></p>")),
            "<p>文</p>",
            "{href}"
        );
    }
}

#[test]
fn pictures_within_the_text_are_handed_out_and_take_the_address_where_they_were_stored() {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let page = format!(
        "<p>见图</p><p><img alt='办事流程' src='data:image/png;base64,{png}'></p><p><img src='data:image/png;base64,{png}'></p>\
         <p><img src='https://elsewhere.example/a.png'><img src='data:image/svg+xml;base64,PHN2Zz4='><img src='/files/1/b.jpg' alt=''></p>"
    );
    let cleaned = Body::clean(&page).expect("within the limits");
    assert_eq!(cleaned.images.len(), 1);
    assert_eq!(cleaned.images[0].media_type, "image/png");
    let kinds: Vec<_> = cleaned.dropped.iter().map(|d| (d.kind, d.count)).collect();
    assert_eq!(
        kinds,
        [(DroppedKind::RemoteImage, 1), (DroppedKind::BadImage, 1)]
    );
    let mark = cleaned.images[0].mark.clone();
    let stored = cleaned
        .body
        .with_images(|m| (m == mark).then(|| "/files/abc/p.png".to_owned()))
        .expect("within the limits");
    assert_eq!(
        stored.html(),
        "<p>见图</p>\n<figure><img src=\"/files/abc/p.png\" alt=\"办事流程\"></figure>\n\
         <figure><img src=\"/files/abc/p.png\" alt=\"\"></figure>\n<figure><img src=\"/files/1/b.jpg\" alt=\"\"></figure>"
    );
    let without = cleaned
        .body
        .with_images(|_| None)
        .expect("within the limits");
    assert_eq!(
        without.html(),
        "<p>见图</p>\n<figure><img src=\"/files/1/b.jpg\" alt=\"\"></figure>"
    );
}

#[test]
fn a_figure_keeps_its_caption_and_a_table_in_a_figure_takes_it() {
    assert_eq!(
        clean(
            "<figure><img src='/files/a.png' alt='图'><figcaption>图1 流程</figcaption></figure>"
        ),
        "<figure><img src=\"/files/a.png\" alt=\"图\"><figcaption>图1 流程</figcaption></figure>"
    );
    assert_eq!(
        clean("<figure><table><tr><td>a<td>b</table><figcaption>表1</figcaption></figure>"),
        "<table>\n<caption>表1</caption>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>"
    );
}

#[test]
fn struck_words_go_and_are_told() {
    let page = "<p>甲<del>乙</del><ins>丙</ins><s>丁</s><span style='text-decoration:line-through'>戊</span></p>";
    assert_eq!(clean(page), "<p>甲丙</p>");
    let cleaned = Body::clean(page).expect("within the limits");
    assert_eq!(
        (cleaned.dropped[0].kind, cleaned.dropped[0].count),
        (DroppedKind::Struck, 3)
    );
}

#[test]
fn spans_that_go_beyond_the_table_are_cut_and_empty_rows_taken_out() {
    assert_eq!(
        clean("<table><tr><td rowspan=9>甲<td>乙<tr></tr><tr><td colspan=0>丙</table>"),
        "<table>\n<tbody>\n<tr><td rowspan=\"2\">甲</td><td>乙</td></tr>\n<tr><td>丙</td></tr>\n</tbody>\n</table>"
    );
}

#[test]
fn leading_rows_of_header_cells_become_the_head() {
    assert_eq!(
        clean("<table><tr><th rowspan=2>甲<th>乙<tr><th>丙<tr><th>丁<td>戊</table>"),
        "<table>\n<thead>\n<tr><th rowspan=\"2\">甲</th><th>乙</th></tr>\n<tr><th>丙</th></tr>\n</thead>\n\
         <tbody>\n<tr><th>丁</th><td>戊</td></tr>\n</tbody>\n</table>"
    );
}

#[test]
fn what_is_too_large_too_deep_or_too_wide_is_refused_in_words() {
    let refusal = |html: &str| Body::clean(html).expect_err("beyond the limits");
    assert_eq!(
        refusal(&"a".repeat(4 * 1024 * 1024 + 1)),
        BodyError::TooLarge
    );
    assert_eq!(refusal(&"<div>".repeat(100_000)), BodyError::TooDeep);
    assert_eq!(
        refusal(&format!("<table><tr>{}", "<td>a".repeat(101))),
        BodyError::TooManyCells
    );
    assert_eq!(
        refusal(&format!("<table>{}", "<tr><td>a<td>b".repeat(10_001))),
        BodyError::TooManyCells
    );
    assert!(refusal(&"<div>".repeat(200)).to_string().contains("128层"));
}

#[test]
fn numbers_beyond_all_reason_break_nothing() {
    let most = usize::MAX;
    let refused = format!("<table><tr><td>甲<td colspan={most}>乙<td rowspan={most}>丙</table>");
    assert_eq!(Body::clean(&refused), Err(BodyError::TooManyCells));
    assert_eq!(
        clean(&format!("<table><tr><td rowspan={most}>甲<td>乙</table>")),
        "<table>\n<tbody>\n<tr><td>甲</td><td>乙</td></tr>\n</tbody>\n</table>"
    );
    assert_eq!(
        clean("<ol start=4294967295><li>甲</li><li>乙</li></ol>"),
        "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"
    );
}

#[test]
fn thousands_of_pictures_are_told_apart_in_time() {
    // The mark of a PNG in base64, then three bytes that differ.
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').collect();
    let name = |n: usize| {
        [n % 52, n / 52 % 52, n / 2704]
            .map(|at| letters[at])
            .iter()
            .collect::<String>()
    };
    let image = |n: usize| format!("<img src='data:image/png;base64,iVBORw0KGgoA{}A'>", name(n));
    let page: String = (0..30_000).map(image).collect();
    assert_eq!(
        Body::clean(&page).expect("within the limits").images.len(),
        30_000
    );
}

#[test]
fn the_deepest_nesting_that_is_allowed_is_read() {
    for element in [
        "div",
        "ul><li",
        "blockquote",
        "table><tr><td",
        "b",
        "h2",
        "figure",
    ] {
        let per = element.matches('<').count() + 1 + usize::from(element.starts_with("table"));
        let page = format!("{}文", format!("<{element}>").repeat(120 / per));
        assert_eq!(
            Body::clean(&page).expect("within the limits").body.text(),
            "文",
            "{element}"
        );
    }
}

#[test]
fn a_tag_with_thousands_of_attributes_costs_nothing() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    assert_eq!(clean(&format!("<p{attributes}>文</p>")), "<p>文</p>");
}

#[test]
fn plain_text_becomes_paragraphs_and_nothing_of_it_markup() {
    let body = Body::from_text("　　第一段 <b>不是</b>标记 &amp;\r\n\r\n第二段\n")
        .expect("within the limits");
    assert_eq!(
        body.html(),
        "<p>第一段 &lt;b&gt;不是&lt;/b&gt;标记 &amp;amp;</p>\n<p>第二段</p>"
    );
    assert_eq!(body.text(), "第一段 <b>不是</b>标记 &amp;\n第二段");
    assert!(
        Body::from_text(" \n　\n")
            .expect("within the limits")
            .is_empty()
    );
}

#[test]
fn a_part_of_a_page_is_taken_without_what_stands_around_it_and_the_whole_where_there_is_none() {
    let page = "<div class=nav>首页</div><div id=zoom class='a b'><p>正文</p></div><p>版权</p>";
    let part = |name: &str| {
        let cleaned = Body::clean_part(page, name).expect("within the limits");
        cleaned.body.text()
    };
    for name in ["zoom", "a", "b"] {
        assert_eq!(part(name).trim(), "正文", "{name}");
    }
    for name in ["", "elsewhere"] {
        assert!(
            part(name).contains("首页") && part(name).contains("版权"),
            "{name}"
        );
    }
    assert_eq!(
        Body::clean_part(page, "").map(|it| it.body),
        Body::clean(page).map(|it| it.body)
    );
}
