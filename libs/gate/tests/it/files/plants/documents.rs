//! Documents and presentations that hide something.

use gate::file::HiddenKind;

use super::Planted;
use crate::files::craft::document::{Document, of, paragraph, run, wrap};
use crate::files::craft::slides::{Slide, build, shape};
use crate::files::craft::{photo, resident, zip};

fn text() -> String {
    paragraph("关于开展2026年城乡低保审核工作的公示")
}

fn with(body: &str) -> Document {
    of(&format!("{}{body}", text()))
}

pub fn planted() -> Vec<Planted> {
    let mut all = changes();
    all.extend(hidden());
    all.extend(parts());
    all.extend(slides());
    all
}

fn changes() -> Vec<Planted> {
    let deleted = format!(
        "<w:p><w:r><w:t>姓名</w:t></w:r><w:del w:id=\"1\" w:author=\"李某\"><w:r><w:delText>{}</w:delText></w:r></w:del><w:ins w:id=\"2\" w:author=\"李某\"><w:r><w:t>已删</w:t></w:r></w:ins></w:p>",
        resident(30)
    );
    let moved = format!(
        "<w:p><w:moveFrom w:id=\"1\" w:author=\"李某\"><w:r><w:t>{}</w:t></w:r></w:moveFrom><w:r><w:t>此处</w:t></w:r></w:p>",
        resident(31)
    );
    let row = format!(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(&resident(32))
    );
    let format = "<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id=\"4\" w:author=\"李某\"><w:rPr/></w:rPrChange></w:rPr><w:t>加粗</w:t></w:r></w:p>";
    vec![
        Planted::new(
            "deleted text",
            HiddenKind::TrackedChange,
            with(&deleted).build(),
        ),
        Planted::new(
            "moved text",
            HiddenKind::TrackedChange,
            with(&moved).build(),
        ),
        Planted::new("deleted row", HiddenKind::TrackedChange, with(&row).build()),
        Planted::wordless(
            "changed format",
            HiddenKind::TrackedChange,
            with(format).build(),
        ),
    ]
}

fn hidden() -> Vec<Planted> {
    let style = "<w:style w:type=\"character\" w:styleId=\"Secret\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"Inner\"><w:basedOn w:val=\"Secret\"/></w:style>";
    let choice = |inner: &str, old: &str| {
        format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:txbx>{inner}</wps:txbx></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    };
    vec![
        Planted::new(
            "vanished run",
            HiddenKind::HiddenText,
            with(&run("<w:vanish/>", &resident(33))).build(),
        ),
        Planted::new(
            "vanished by style",
            HiddenKind::HiddenText,
            with(&run("<w:rStyle w:val=\"Inner\"/>", &resident(34)))
                .with("styles", "styles.xml", wrap("styles", style))
                .build(),
        ),
        Planted::new(
            "vanished in a header",
            HiddenKind::HiddenText,
            with("")
                .with(
                    "header",
                    "header1.xml",
                    wrap("hdr", &run("<w:vanish/>", &resident(35))),
                )
                .build(),
        ),
        Planted::new(
            "white run",
            HiddenKind::InvisibleText,
            with(&run("<w:color w:val=\"FFFFFF\"/>", &resident(36))).build(),
        ),
        Planted::new(
            "run marked black",
            HiddenKind::InvisibleText,
            with(&run("<w:highlight w:val=\"black\"/>", &resident(28))).build(),
        ),
        Planted::new(
            "run shaded in its colour",
            HiddenKind::InvisibleText,
            with(&run(
                "<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>",
                &resident(29),
            ))
            .build(),
        ),
        Planted::new(
            "run of one point",
            HiddenKind::InvisibleText,
            with(&run("<w:sz w:val=\"1\"/>", &resident(37))).build(),
        ),
        Planted::new(
            "another text for old programs",
            HiddenKind::Alternate,
            with(&choice(&paragraph("新"), &paragraph(&resident(38)))).build(),
        ),
        Planted::new(
            "text for old programs alone",
            HiddenKind::Alternate,
            with(&choice("", &paragraph(&resident(39)))).build(),
        ),
    ]
}

fn parts() -> Vec<Planted> {
    let comments = format!(
        "<w:comment w:id=\"0\" w:author=\"赵某\">{}</w:comment>",
        paragraph(&resident(40))
    );
    let marked = "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>正文</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>";
    let variables = format!(
        "<w:docVars><w:docVar w:name=\"x\" w:val=\"{}\"/></w:docVars>",
        resident(41)
    );
    let merge = format!(
        "<w:mailMerge><w:query w:val=\"SELECT {}\"/></w:mailMerge>",
        resident(42)
    );
    let item = format!("<root><person>{}</person></root>", resident(43));
    let sheet = crate::files::craft::workbook::cell(
        &resident(44),
        &rust_xlsxwriter::Format::new().set_font_color(rust_xlsxwriter::Color::White),
    );
    let object = "<w:p><w:r><w:object w:dxaOrig=\"100\"><v:shape id=\"a\"/><o:OLEObject Type=\"Embed\" r:id=\"rId1\"/></w:object></w:r></w:p>";
    let place = photo::jpeg(&[photo::app1(&photo::exif(None, true, None))], b"");
    let artist = photo::jpeg(
        &[photo::app1(&photo::exif(Some(&resident(45)), false, None))],
        b"",
    );
    vec![
        Planted::new(
            "comment",
            HiddenKind::Comment,
            with(marked)
                .with("comments", "comments.xml", wrap("comments", &comments))
                .build(),
        ),
        Planted::new(
            "variable",
            HiddenKind::CustomXml,
            with("")
                .with("settings", "settings.xml", wrap("settings", &variables))
                .build(),
        ),
        Planted::new(
            "mail merge",
            HiddenKind::DataConnection,
            with("")
                .with("settings", "settings.xml", wrap("settings", &merge))
                .build(),
        ),
        Planted::new(
            "custom data",
            HiddenKind::CustomXml,
            with("")
                .with("customXml", "../customXml/item1.xml", "")
                .loose("customXml/item1.xml", item)
                .build(),
        ),
        Planted::new(
            "embedded workbook",
            HiddenKind::Embedded,
            with(object)
                .with("package", "embeddings/book.xlsx", sheet)
                .build(),
        ),
        Planted::wordless(
            "embedded object",
            HiddenKind::Embedded,
            with(object)
                .with(
                    "oleObject",
                    "embeddings/ole.bin",
                    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
                )
                .build(),
        ),
        Planted::wordless("program", HiddenKind::Macro, {
            let mut document = with("").with("vbaProject", "vbaProject.bin", "VBA");
            document.main = "application/vnd.ms-word.document.macroEnabled.main+xml";
            document.build()
        }),
        Planted::new(
            "author",
            HiddenKind::Metadata,
            with("")
                .core(&format!("<dc:creator>{}</dc:creator>", resident(46)))
                .build(),
        ),
        Planted::wordless(
            "template",
            HiddenKind::Metadata,
            with("")
                .outside("attachedTemplate", "file:///C:/templates/red.dotm")
                .build(),
        ),
        Planted::wordless(
            "photograph with its place",
            HiddenKind::Location,
            with("").with("image", "media/image1.jpeg", place).build(),
        ),
        Planted::new(
            "photograph with an artist",
            HiddenKind::PictureData,
            with("").with("image", "media/image1.jpeg", artist).build(),
        ),
        Planted::new(
            "part of nothing",
            HiddenKind::Leftover,
            with("")
                .loose("word/old.xml", wrap("document", &paragraph(&resident(47))))
                .build(),
        ),
        Planted::wordless(
            "link to a picture",
            HiddenKind::ExternalLink,
            with("")
                .outside("image", "file:///C:/pictures/a.png")
                .build(),
        ),
    ]
}

fn slides() -> Vec<Planted> {
    let slide = |words: &str| Slide {
        words: words.to_owned(),
        ..Slide::default()
    };
    let hidden = |order: u32| Slide {
        attributes: "show=\"0\"",
        ..slide(&resident(order))
    };
    let noted = |order: u32| Slide {
        notes: Some(format!("备注{}", resident(order))),
        ..slide("政策解读")
    };
    let remarked = Slide {
        comment: Some(resident(52)),
        ..slide("政策解读")
    };
    let shaped = Slide {
        shapes: shape(&resident(53), "hidden=\"1\""),
        ..slide("政策解读")
    };
    let deck = build(&[slide("一"), hidden(54)]);
    vec![
        Planted::new(
            "hidden slide",
            HiddenKind::Slide,
            build(&[slide("封面"), hidden(48)]),
        ),
        Planted::new(
            "hidden first slide",
            HiddenKind::Slide,
            build(&[hidden(49), slide("封面"), slide("封底")]),
        ),
        Planted::new("notes", HiddenKind::Notes, build(&[noted(50)])),
        Planted::new(
            "notes of the second",
            HiddenKind::Notes,
            build(&[slide("一"), noted(51)]),
        ),
        Planted::new(
            "comment on a slide",
            HiddenKind::Comment,
            build(&[remarked]),
        ),
        Planted::new("hidden shape", HiddenKind::HiddenText, build(&[shaped])),
        Planted::new(
            "presentation in a package",
            HiddenKind::Slide,
            zip(&[("a.pptx", &deck)]),
        ),
    ]
}
