//! Remarks: what readers will stumble over, with the place and what to do.

use prose::Body;

fn remarks(html: &str) -> Vec<String> {
    let body = Body::clean(html).expect("within the limits").body;
    body.check().iter().map(ToString::to_string).collect()
}

#[test]
fn a_body_that_is_in_order_gets_no_remark() {
    let page = "<h2>一、总则</h2><h3>（一）范围</h3><p>见<a href='/zwgk/1'>《条例》</a>和<a href='#s1'>总则</a>，来信请寄<a href='mailto:a@b.cn'>a@b.cn</a>。</p>\
        <h2>二、附则</h2><figure><img src='/files/a.png' alt='流程图'></figure>\
        <table><thead><tr><th>甲<th>乙</thead><tr><td>1<td>2</table><table><tr><td>落款<td>日期</table>";
    assert_eq!(remarks(page), Vec::<String>::new());
}

#[test]
fn a_heading_that_skips_a_level_is_told_in_the_levels_that_people_count() {
    assert_eq!(
        remarks("<h2>甲</h2><h4>乙</h4>"),
        ["第2个标题跳级：前面是1级，这里是3级。请改为2级，或者补上中间一级标题。"]
    );
    assert_eq!(
        remarks("<h3>甲</h3><h2>乙</h2>"),
        ["第1个标题跳级：第一个标题应为1级，这里是2级。请改为1级。"]
    );
}

#[test]
fn a_heading_with_a_number_and_no_words_is_told() {
    assert_eq!(
        remarks("<h2>第一章</h2><h2>二、</h2><h2>十年</h2>").len(),
        2
    );
}

#[test]
fn pictures_without_words_and_pictures_not_stored_are_told() {
    assert_eq!(
        remarks("<p>见图<img src='/files/a.png'></p>"),
        ["第1段处的图片没有替代文字。请写明图中内容，供看不到图片的读者了解。"]
    );
    let pasted = "<p><img alt='图' src='data:image/png;base64,iVBORw0KGgo='></p>";
    assert_eq!(
        remarks(pasted),
        ["第1张图片处的图片还没有存入本站。请重新上传。"]
    );
}

#[test]
fn a_table_without_header_cells_is_told() {
    assert_eq!(
        remarks("<table><tr><td>a<td>b</table><table><tr><td>a<td>b<tr><td>c<td>d</table>"),
        ["表格2没有表头。请把标题行或标题列设为表头。"]
    );
    assert!(remarks("<table><tr><th>a<td>b<tr><th>c<td>d</table>").is_empty());
}

#[test]
fn links_that_say_nothing_are_told() {
    let page = "<p><a href='/a'>点击这里</a> <a href='/b'>>>更多</a> <a href='https://www.gov.cn/x'>https://www.gov.cn/x</a> <a href='/c'>……</a> <a href='#_Toc1'>目录</a></p>";
    assert_eq!(
        remarks(page),
        [
            "第1段的链接文字“点击这里”没有说明去向。请改写成所指文件或页面的名称。",
            "第1段的链接文字“>>更多”没有说明去向。请改写成所指文件或页面的名称。",
            "第1段的链接直接用网址作文字。请改写成所指文件或页面的名称。",
            "第1段有一个链接没有文字。请补上文字，或者删去链接。",
            "第1段的链接指向本页的“#_Toc1”，但本页没有这个位置。请改正或者删去链接。",
        ]
    );
}

#[test]
fn a_table_whose_first_row_is_made_its_header_is_in_order() {
    let page = "<table><tr><td>a<td>b</table><ul><li><table><tr><td rowspan=2>c<td>d<tr><td>e<tr><td>f<td>g</table></li></ul>";
    let body = Body::clean(page).expect("within the limits").body;
    assert_eq!(body.check().len(), 1);
    let mended = body.with_header_row(2).expect("short");
    assert!(mended.check().is_empty());
    assert!(mended.html().contains("<th rowspan=\"2\">c</th><th>d</th>"));
    assert_eq!(body.with_header_row(0).expect("short"), body);
    assert_eq!(body.with_header_row(9).expect("short"), body);
}
