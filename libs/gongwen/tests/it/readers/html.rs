//! HTML pages.

use gongwen::blocks::Block;

use super::making::{cells, paragraphs, read_default, tables};

fn read(body: &str) -> gongwen::blocks::Source {
    read_default(
        format!("<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>")
            .as_bytes(),
    )
    .unwrap()
}

fn lines(body: &str) -> Vec<String> {
    paragraphs(&read(body))
}

#[test]
fn blocks_breaks_and_list_items_are_paragraphs_and_inline_elements_are_not() {
    let body = "<div>一、<b>总体</b><span>要求</span><br>　　二、主要&nbsp;任务<p>三、保障<ul><li>甲项</li><li>乙项</ul></div>";
    assert_eq!(
        lines(body),
        ["一、总体要求", "二、主要 任务", "三、保障", "甲项", "乙项"]
    );
}

#[test]
fn headings_tell_their_level_and_empty_paragraphs_a_gap() {
    let source = read("<h2>一、总体要求</h2><p>&nbsp;</p><p>正文内容</p>");
    let seen: Vec<_> = source
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => (p.level, p.after_gap),
            Block::Table(_) => panic!("no table"),
        })
        .collect();
    assert_eq!(seen, [(Some(2), false), (None, true)]);
}

#[test]
fn visible_numbers_of_ordered_lists_are_read() {
    assert_eq!(
        lines("<ol start=3><li>公开预算</li><li>公开决算</li></ol>"),
        ["3.公开预算", "4.公开决算"]
    );
    assert_eq!(lines("<ol><li>一、公开预算</li></ol>"), ["一、公开预算"]);
    assert_eq!(
        lines("<ol style='list-style: none'><li>公开预算</li></ol>"),
        ["公开预算"]
    );
}

#[test]
fn what_is_never_shown_is_not_read() {
    let body = "<script>var a='<p>甲</p>'</script><style>p{}</style><p style='display: NONE'>乙</p><template><p>丙</p></template>\
                <noscript>丁</noscript><p hidden>戊</p><p>正文一段</p><select><option>己</option></select><!-- <p>庚</p> -->";
    assert_eq!(lines(body), ["正文一段"]);
}

#[test]
fn spans_of_data_tables_are_kept() {
    let source = read(
        "<table><tr><td rowspan=2>一、任务</td><td colspan=2>要求</td></tr><tr><td>公开<br>预算</td><td>市财政局</td></tr></table>",
    );
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 2x1 一、任务",
            "0,1 1x2 要求",
            "1,1 1x1 公开/预算",
            "1,2 1x1 市财政局"
        ]
    );
}

#[test]
fn layout_tables_are_flattened_and_tables_within_them_are_kept() {
    let article =
        "<p>各级各部门要加强组织领导，明确专人负责，按照要求完成各项任务。</p>".repeat(12);
    let body = format!(
        "<table width=100%><tr><td>{article}<table><tr><td>任务</td><td>单位</td></tr><tr><td>公开</td><td>财政局</td></tr></table></td><td>&nbsp;</td></tr></table>"
    );
    let source = read(&body);
    assert_eq!(paragraphs(&source).len(), 12);
    assert_eq!(tables(&source).len(), 1);
}

#[test]
fn navigation_in_every_usual_dress_is_removed() {
    let article: String = (1..9)
        .map(|i| {
            format!("<p>（{i}）各部门要按照职责分工抓好落实，及时公开有关信息，接受社会监督。</p>")
        })
        .collect();
    for furniture in [
        "<div id='topNav'><a href=1>首页</a><a href=2>政务</a><a href=3>服务</a></div>",
        "<nav><a>要闻动态</a></nav>",
        "<div class='crumbs'>当前位置：<a>首页</a>&gt;<a>公开</a></div>",
        "<p>您现在的位置： 首页 > 政务公开 > 通知</p>",
        "<div class='bdsharebuttonbox'><a>分享到微信</a></div>",
        "<div>【打印本页】【关闭窗口】</div>",
        "<p>扫一扫在手机打开当前页</p>",
        "<div><a>关于某事的通知之一</a><a>关于某事的通知之二</a><a>关于某事的通知之三</a><a>关于某事的通知之四</a></div>",
        "<footer>某市人民政府主办</footer>",
        "<div class='foot'>版权所有：某市人民政府 ICP备123号</div>",
        "<button>登录</button>",
    ] {
        let read = lines(&format!(
            "{furniture}<div class=content>{article}</div>{furniture}"
        ));
        assert_eq!(read.len(), 8, "{furniture}: {read:?}");
    }
}

#[test]
fn facts_of_the_page_are_kept_even_in_a_header() {
    let article = "<p>各部门要按照职责分工抓好落实，及时公开有关信息，接受社会监督。</p>".repeat(8);
    let read = lines(&format!(
        "<div class=header><p>索引号：A01-2023</p></div><div class=top><span>发布日期：2023-05-06</span></div><div>{article}</div>"
    ));
    assert_eq!(read[..2], ["索引号：A01-2023", "发布日期：2023-05-06"]);
    assert_eq!(read.len(), 10);
}

#[test]
fn a_form_around_the_whole_page_is_no_furniture() {
    assert_eq!(lines("<form id=aspnetForm><p>一、公开内容。</p><p>二、公开时限。</p><p>三、公开方式。</p></form>").len(), 3);
}

#[test]
fn the_declared_charset_is_believed_where_it_can_be_true() {
    let page = "<html><head><meta charset=\"big5\"></head><body><p>發文字號：府辦〔2018〕5號</p></body></html>";
    let bytes = encoding_rs::BIG5.encode(page).0.into_owned();
    assert_eq!(
        paragraphs(&read_default(&bytes).unwrap()),
        ["發文字號：府辦〔2018〕5號"]
    );
    let lying = "<html><meta charset=gb2312><body><p>实为 UTF-8 的网页</p></body></html>";
    assert_eq!(
        paragraphs(&read_default(lying.as_bytes()).unwrap()),
        ["实为 UTF-8 的网页"]
    );
}
