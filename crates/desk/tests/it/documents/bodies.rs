//! What the editor is tested with: bodies as `prose` writes them today, with what it remarks on them. The editor's own tests read them from
//! `crates/desk/editor/test/bodies.json`; where prose writes otherwise than it did, the test below says so until they are written anew
//! (`GONGKAI_WRITE_BODIES=1 cargo test -p desk bodies`).

use std::collections::BTreeMap;
use std::path::Path;

use prose::{Body, Flaw};
use serde_json::json;

use pieces::KEPT;

#[path = "../../../../../libs/prose/tests/it/pieces.rs"]
mod pieces;

/// Made of pieces, beside those that are written down.
const MADE: usize = 1_200;
/// Tables made by chance beside those.
const TABLES: usize = 300;
const DEMO: &str = include_str!("../../../../server/demo/documents.toml");

/// Each way to write something that a body keeps, and texts as units write them.
const WRITTEN: &[&str] = &[
    "",
    "<p>第一条　为规范管理，制定本办法。</p><p class=right>云溪市财政局<br>2026年11月20日</p><p class=centre>附表</p>",
    "<h2>一、总则</h2><p>甲</p><h3>（一）目的</h3><p>乙</p><h4>1.依据</h4><p>丙</p><h2>二、附则</h2><h4>跳级</h4>",
    "<h2>一、</h2><h3>（二）<em>斜</em><u>线</u><sub>1</sub><sup>2</sup><a href='/x'>链</a></h3>",
    "<p>见<a href='https://www.gov.cn/a?b=1&amp;c=2'>《<strong>条例</strong>》<em>全文</em></a>、<a href='mailto:a@b.gov.cn'>邮箱</a>、<a href='tel:010-1'>电话</a>、<a href='#s1'>上文</a>、<a href='#s9'>无</a>、<a href='/y'>点击这里</a>、<a href='/z'>https://z.cn/</a>、<a href='/e'>——</a></p><h2>题</h2>",
    "<p>x<sup>2</sup>+y<sub>1</sub><u>下划<b>粗</b></u><b><i>都</i></b><sub><sup>奇</sup></sub></p>",
    "<p>姓名：<u>&nbsp;&nbsp;&nbsp;&nbsp;</u>，日期<u>　　</u>。</p><p>二〇二六年　　月　　日</p>",
    "<p>写法 data:image/png;base64,iVBORw0KGgo= 不是 <b>data</b>:图 &lt;b&gt; &amp;amp; \"引号\" '单'</p>",
    "<ul><li>甲</li><li>乙<ul><li>乙一</li><li>乙二<ol><li>深</li></ol></li></ul></li><li><p>一段</p><p>又一段</p></li><li><p class=right>靠右</p></li><li><ul><li>先列</li></ul><p>后段</p></li></ul>",
    "<ol><li>甲<table><tr><td>1</td><td>2</td></tr></table></li><li><table><tr><th>列</th></tr><tr><td>3</td></tr></table>后文</li></ol>",
    "<table><caption>表1　<sup>①</sup><a href='/c'>来源</a></caption><thead><tr><th colspan=2>项目</th><th rowspan=2>备注</th></tr><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><th>一</th><td align=right>1.00</td><td rowspan=2>同</td></tr><tr><td class=centre><p>二</p></td><td></td></tr></tbody></table>",
    "<table><tr><td rowspan=3>a</td><td>b</td><td colspan=5>c</td></tr><tr><td>d</td></tr><tr></tr><tr><td rowspan=0>e</td><td rowspan=9>f</td></tr></table>",
    "<table><tr><th rowspan=2>a</th><th>b</th></tr><tr><th>c</th></tr><tr><td>d</td><td><p>一</p><p class=right>二</p><ul><li>三</li></ul></td></tr></table>",
    "<table><tr><td><p class=right>一</p><ol><li>二</li></ol></td><td><ul><li><p>三</p><p>四</p></li></ul></td></tr><tr><td>x<br>y<img src='/files/a.png' alt='章'></td><td><b>粗</b></td></tr></table>",
    "<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>只有一格</td></tr></table>",
    "<figure><img src='/files/ab/c.png' alt='办理\"流程\"图 &amp; 表'><figcaption>图1　<b>流程</b>（<a href='/d'>原图</a>）</figcaption></figure><p><img src='/files/d.jpg'></p><p>文中<img src='/files/e.gif' alt=图标>有图<img src='/files/f.gif'>。</p><hr><p>完</p>",
    "<blockquote><p>第三条</p><p class=right>出处</p><ul><li>甲<ul><li>乙</li></ul></li></ul></blockquote><blockquote>只有一句<br>两行</blockquote>",
    "<ul><li>甲</li></ul><ul><li>乙</li></ul><ol><li>丙</li></ol><hr><hr>",
    "<p>English words, 12.5% and\u{2003}空格 　混排😀👨\u{200d}👩\u{200d}👧 𠮷</p>",
];

/// Draws by chance that is the same on every machine (xorshift).
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn markup(&mut self) -> String {
        let many = 4 + self.below(26);
        (0..many).map(|_| KEPT[self.below(KEPT.len())]).collect()
    }

    /// A table of merged cells, as ragged as chance has it.
    fn table(&mut self) -> String {
        const INSIDE: &[&str] = &[
            "",
            "甲",
            "<b>1</b>",
            "<p>一</p><p class=right>二</p>",
            "<ul><li>三</li></ul>",
            "四<br>五",
        ];
        let mut html = "<table>".to_owned();
        if self.below(3) == 0 {
            html.push_str("<caption>表<sub>1</sub></caption>");
        }
        for _ in 0..1 + self.below(4) {
            html.push_str("<tr>");
            let headed = self.below(3);
            for _ in 0..self.below(5) {
                let name = if self.below(3) < headed { "th" } else { "td" };
                let (columns, rows) = (1 + self.below(3) / 2, 1 + self.below(4) / 2);
                let class = ["", " class=right", " class=centre"][self.below(3)];
                let inside = INSIDE[self.below(INSIDE.len())];
                html.push_str(&format!(
                    "<{name} colspan={columns} rowspan={rows}{class}>{inside}</{name}>"
                ));
            }
            html.push_str("</tr>");
        }
        html + "</table>"
    }
}

/// Every body with what is remarked on it, by its own markup.
fn bodies() -> BTreeMap<String, Vec<String>> {
    let demo = DEMO.split("body = \"\"\"").skip(1);
    let demo = demo.filter_map(|rest| rest.split("\"\"\"").next());
    let mut draw = Draw(0x2026_1122);
    let mut made: Vec<String> = (0..MADE).map(|_| draw.markup()).collect();
    made.extend((0..TABLES).map(|_| draw.table()));
    let all = demo.chain(WRITTEN.iter().copied());
    let all = all.chain(made.iter().map(String::as_str));
    all.map(|markup| {
        let body = Body::clean(markup).expect("within the limits").body;
        let remarks = body.check().into_iter();
        let told = remarks.filter(|it| it.flaw != Flaw::NotStored);
        (
            body.html().to_owned(),
            told.map(|it| it.to_string()).collect(),
        )
    })
    .collect()
}

#[test]
fn the_editor_is_tested_with_bodies_as_prose_writes_them() {
    let lines: Vec<String> = bodies()
        .into_iter()
        .map(|(html, remarks)| json!({ "html": html, "remarks": remarks }).to_string())
        .collect();
    let written = format!("[\n{}\n]\n", lines.join(",\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("editor/test/bodies.json");
    if std::env::var_os("GONGKAI_WRITE_BODIES").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == written,
        "prose writes otherwise than the editor's tests know: GONGKAI_WRITE_BODIES=1 cargo test -p desk bodies, then npm test in crates/desk/editor"
    );
}
