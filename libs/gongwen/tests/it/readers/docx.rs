//! DOCX: automatic numbers, tables, and what is not shown.

use gongwen::blocks::Block;

use super::making::{WORD, cells, docx, docx_with, p, package, paragraphs, read_default, tables};

fn lines(body: &str) -> Vec<String> {
    paragraphs(&read_default(&docx(body)).unwrap())
}

fn numbering(inner: &str) -> String {
    format!("<w:numbering xmlns:w=\"{WORD}\">{inner}</w:numbering>")
}

fn level(ilvl: u32, format: &str, text: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{ilvl}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn num(id: u32, of: u32) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/></w:num>")
}

/// A paragraph of a list.
fn item(id: u32, ilvl: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{ilvl}\"/><w:numId w:val=\"{id}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn numbered(definitions: &str, body: &str) -> Vec<String> {
    let part = numbering(definitions);
    paragraphs(&read_default(&docx_with(body, &[("word/numbering.xml", &part)])).unwrap())
}

#[test]
fn automatic_numbers_are_part_of_the_words_and_lower_levels_begin_anew() {
    let list = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum>{}",
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        num(1, 0)
    );
    let body = [
        item(1, 0, "总体要求"),
        item(1, 1, "推进公开"),
        item(1, 2, "甲"),
        item(1, 2, "2023年起"),
        item(1, 1, "加强解读"),
        item(1, 2, "丙"),
        item(1, 0, "保障"),
    ]
    .concat();
    assert_eq!(
        numbered(&list, &body),
        [
            "一、总体要求",
            "（一）推进公开",
            "1.甲",
            "2. 2023年起",
            "（二）加强解读",
            "1.丙",
            "二、保障"
        ]
    );
}

#[test]
fn every_usual_number_format_is_written_as_word_shows_it() {
    for (format, at, expected) in [
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 9, "ix"),
        ("upperRoman", 4, "IV"),
        ("japaneseCounting", 11, "十一"),
        ("ideographDigital", 10, "一〇"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographTraditional", 3, "丙"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("decimalZero", 7, "07"),
        ("bullet", 2, ""),
        ("none", 2, ""),
        ("somethingNew", 6, "6"),
    ] {
        let list = format!(
            "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>{}",
            level(0, format, "第%1条　"),
            num(1, 0)
        );
        let body = item(1, 0, "丁").repeat(at);
        let label = if format == "bullet" {
            String::new()
        } else {
            format!("第{expected}条")
        };
        assert_eq!(
            numbered(&list, &body).last().unwrap(),
            &format!("{label}丁"),
            "{format}"
        );
    }
}

#[test]
fn lists_of_one_definition_count_on_unless_their_start_is_overridden() {
    let restart = "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";
    let list = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>{}{restart}{}",
        level(0, "decimal", "%1、"),
        num(1, 0),
        num(3, 0)
    );
    let body = [
        item(1, 0, "甲"),
        item(3, 0, "乙"),
        item(2, 0, "丙"),
        item(2, 0, "丁"),
    ]
    .concat();
    assert_eq!(numbered(&list, &body), ["1、甲", "2、乙", "1、丙", "2、丁"]);
}

#[test]
fn a_label_names_the_levels_above_it() {
    let legal = "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText w:val=\"%1.%2\"/></w:lvl>";
    let list = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{legal}</w:abstractNum>{}",
        level(0, "chineseCounting", "第%1章"),
        num(1, 0)
    );
    let body = [
        item(1, 0, "总则"),
        item(1, 1, "目的"),
        item(1, 0, "公开"),
        item(1, 1, "范围"),
    ]
    .concat();
    assert_eq!(
        numbered(&list, &body),
        ["第一章总则", "1.1目的", "第二章公开", "2.1范围"]
    );
}

#[test]
fn numbers_and_levels_come_through_styles() {
    let list = numbering(&format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"1\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"2\"/><w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum>{}",
        num(7, 0)
    ));
    let styles = format!(
        "<w:styles xmlns:w=\"{WORD}\">\
        <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"自定\"/><w:basedOn w:val=\"1\"/></w:style></w:styles>"
    );
    let styled = |style: &str, extra: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let none = "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let body = [
        styled("1", "", "甲"),
        styled("2", "", "乙"),
        styled("x", "", "丙"),
        styled("1", none, "丁"),
    ]
    .concat();
    let source = read_default(&docx_with(
        &body,
        &[("word/numbering.xml", &list), ("word/styles.xml", &styles)],
    ))
    .unwrap();
    assert_eq!(paragraphs(&source), ["一、甲", "（一）乙", "二、丙", "丁"]);
    let levels: Vec<_> = source
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => p.level,
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(levels, [Some(1), Some(2), Some(1), Some(1)]);
}

#[test]
fn what_word_does_not_print_is_not_read() {
    let body = "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>可见</w:t></w:r>\
        <w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>结果</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
        <w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>\
        <w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>";
    assert_eq!(lines(body), ["保留插入可见结果链接控件"]);
}

#[test]
fn notes_and_headers_in_other_parts_are_not_read() {
    let note = format!(
        "<w:footnotes xmlns:w=\"{WORD}\"><w:footnote>{}</w:footnote></w:footnotes>",
        p("脚注")
    );
    let head = format!("<w:hdr xmlns:w=\"{WORD}\">{}</w:hdr>", p("页眉"));
    let bytes = docx_with(
        &p("正文"),
        &[
            ("word/footnotes.xml", &note),
            ("word/header1.xml", &head),
            ("word/comments.xml", &note),
        ],
    );
    assert_eq!(paragraphs(&read_default(&bytes).unwrap()), ["正文"]);
}

#[test]
fn a_text_box_is_read_once_though_it_is_stored_twice() {
    let box_of = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        box_of("框内"),
        box_of("框内")
    );
    assert_eq!(lines(&body), ["框内", "前后"]);
}

#[test]
fn breaks_part_paragraphs_tabs_are_blanks_and_entities_are_resolved() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>附件：1.分工表</w:t><w:br/><w:t>2.联系人&lt;甲&gt;&amp;&#x4E59;</w:t><w:tab/><w:t>完</w:t></w:r></w:p>";
    assert_eq!(lines(body), ["附件：1.分工表", "2.联系人<甲>&乙 完"]);
}

#[test]
fn a_table_of_contents_is_left_out() {
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>一、总体要求 1</w:t></w:r></w:p><w:p><w:r><w:t>二、任务 2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let control = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        p("目录行")
    );
    assert_eq!(
        lines(&[field, &control, &p("一、总体要求")].concat()),
        ["一、总体要求"]
    );
}

#[test]
fn merged_cells_nested_tables_and_deleted_rows() {
    let cell = |props: &str, inner: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let nested = format!(
        "<w:tbl>{}</w:tbl><w:p/>",
        row(&[cell("", &p("内甲")), cell("", &p("内乙"))])
    );
    let deleted = format!(
        "<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>",
        cell("", &p("删"))
    );
    let body = format!(
        "<w:tbl>{}{}{deleted}{}</w:tbl>",
        row(&[
            cell("<w:vMerge w:val=\"restart\"/>", &p("任务")),
            cell("<w:gridSpan w:val=\"2\"/>", &[p("要求"), p("续")].concat())
        ]),
        row(&[
            cell("<w:vMerge/>", "<w:p/>"),
            cell("", &nested),
            cell("", &p("财政局"))
        ]),
        row(&[
            cell("<w:vMerge/>", "<w:p/>"),
            cell("", &p("丙")),
            cell("", "<w:p/>")
        ])
    );
    let source = read_default(&docx(&body)).unwrap();
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 3x1 任务",
            "0,1 1x2 要求/续",
            "1,1 1x1 内甲/内乙",
            "1,2 1x1 财政局",
            "2,1 1x1 丙",
            "2,2 1x1 "
        ]
    );
}

#[test]
fn the_strict_namespaces_and_other_prefixes_read_alike() {
    let document = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:t>严格格式</x:t></x:r></x:p></x:body></x:document>";
    let rels = "<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/word/main.xml\"/></Relationships>";
    let bytes = package(&[("_rels/.rels", rels), ("word/main.xml", document)]);
    assert_eq!(paragraphs(&read_default(&bytes).unwrap()), ["严格格式"]);
}

#[test]
fn broken_definitions_cost_the_numbers_and_not_the_text() {
    let bytes = docx_with(
        &item(1, 0, "正文"),
        &[
            ("word/numbering.xml", "<w:numbering <<<"),
            ("word/styles.xml", "&&&<"),
        ],
    );
    assert_eq!(paragraphs(&read_default(&bytes).unwrap()), ["正文"]);
}
