//! Presentations.

use super::{HEAD, relations, types, zip};

const NAMES: &str = r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A slide: its words, its attributes, its notes, its comments, more shapes.
#[derive(Default, Clone)]
pub struct Slide {
    pub words: String,
    pub attributes: &'static str,
    pub notes: Option<String>,
    pub comment: Option<String>,
    pub shapes: String,
}

pub fn shape(words: &str, attributes: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"标题\" {attributes}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

fn tree(root: &str, attributes: &str, shapes: &str) -> String {
    format!(
        "{HEAD}<p:{root} {NAMES} {attributes}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shapes}</p:spTree></p:cSld></p:{root}>"
    )
}

pub fn build(slides: &[Slide]) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut list = Vec::new();
    let mut ids = String::new();
    for (index, slide) in slides.iter().enumerate() {
        let n = index + 1;
        list.push((format!("rId{n}"), "slide", format!("slides/slide{n}.xml")));
        ids.push_str(&format!("<p:sldId id=\"{}\" r:id=\"rId{n}\"/>", 255 + n));
        let shapes = format!("{}{}", shape(&slide.words, ""), slide.shapes);
        parts.push((
            format!("ppt/slides/slide{n}.xml"),
            tree("sld", slide.attributes, &shapes),
        ));
        let mut own = Vec::new();
        if let Some(words) = &slide.notes {
            own.push((
                "rId1",
                "notesSlide",
                format!("../notesSlides/notesSlide{n}.xml"),
            ));
            parts.push((
                format!("ppt/notesSlides/notesSlide{n}.xml"),
                tree("notes", "", &shape(words, "")),
            ));
        }
        if let Some(words) = &slide.comment {
            own.push(("rId2", "comments", format!("../comments/comment{n}.xml")));
            parts.push((
                format!("ppt/comments/comment{n}.xml"),
                format!("{HEAD}<p:cmLst {NAMES}><p:cm authorId=\"0\"><p:text>{words}</p:text></p:cm></p:cmLst>"),
            ));
        }
        let own: Vec<(&str, &str, &str)> =
            own.iter().map(|(i, k, t)| (*i, *k, t.as_str())).collect();
        parts.push((
            format!("ppt/slides/_rels/slide{n}.xml.rels"),
            relations(&own),
        ));
    }
    let list: Vec<(&str, &str, &str)> = list
        .iter()
        .map(|(i, k, t)| (i.as_str(), *k, t.as_str()))
        .collect();
    let main =
        format!("{HEAD}<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>");
    let kinds = types((
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ));
    let root = relations(&[("rId1", "officeDocument", "ppt/presentation.xml")]);
    let own = relations(&list);
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", kinds.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("ppt/presentation.xml", main.as_bytes()),
        ("ppt/_rels/presentation.xml.rels", own.as_bytes()),
    ];
    all.extend(parts.iter().map(|(n, c)| (n.as_str(), c.as_bytes())));
    zip(&all)
}
