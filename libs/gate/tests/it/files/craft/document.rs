//! Word documents.

use super::{HEAD, relations, types, zip};

pub const MAIN: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#
);

/// A document with this body; further parts with how the document refers to them.
pub struct Document {
    pub body: String,
    pub parts: Vec<(&'static str, &'static str, Vec<u8>)>,
    pub core: Option<String>,
    pub main: &'static str,
    pub loose: Vec<(&'static str, Vec<u8>)>,
    pub outside: Vec<(&'static str, String)>,
}

pub fn of(body: &str) -> Document {
    Document {
        body: body.to_owned(),
        parts: Vec::new(),
        core: None,
        main: MAIN,
        loose: Vec::new(),
        outside: Vec::new(),
    }
}

pub fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

pub fn run(properties: &str, words: &str) -> String {
    format!(
        "<w:p><w:r><w:t>公示</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r></w:p>"
    )
}

pub fn wrap(root: &str, inner: &str) -> String {
    format!("{HEAD}<w:{root} {NAMES}>{inner}</w:{root}>")
}

impl Document {
    pub fn with(
        mut self,
        kind: &'static str,
        name: &'static str,
        part: impl Into<Vec<u8>>,
    ) -> Self {
        self.parts.push((kind, name, part.into()));
        self
    }

    pub fn core(mut self, inner: &str) -> Self {
        self.core = Some(inner.to_owned());
        self
    }

    pub fn loose(mut self, name: &'static str, part: impl Into<Vec<u8>>) -> Self {
        self.loose.push((name, part.into()));
        self
    }

    pub fn outside(mut self, kind: &'static str, target: &str) -> Self {
        self.outside.push((kind, target.to_owned()));
        self
    }

    pub fn build(self) -> Vec<u8> {
        let document = wrap(
            "document",
            &format!("<w:body>{}<w:sectPr/></w:body>", self.body),
        );
        let mut list: Vec<(String, &str, String)> = Vec::new();
        for (index, (kind, name, _)) in self.parts.iter().enumerate() {
            list.push((format!("rId{}", index + 1), kind, (*name).to_owned()));
        }
        for (index, (kind, target)) in self.outside.iter().enumerate() {
            list.push((format!("rOut{}", index + 1), kind, target.clone()));
        }
        let list: Vec<(&str, &str, &str)> = list
            .iter()
            .map(|(i, k, t)| (i.as_str(), *k, t.as_str()))
            .collect();
        let own = relations(&list);
        let mut root = vec![("rId1", "officeDocument", "word/document.xml")];
        if self.core.is_some() {
            root.push(("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"));
        }
        // The address of that type has a colon; it leads inside all the same.
        let root = relations(&root);
        let core = format!(
            "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{}</cp:coreProperties>",
            self.core.clone().unwrap_or_default()
        );
        let names: Vec<String> = self
            .parts
            .iter()
            .map(|(_, name, _)| format!("word/{name}"))
            .collect();
        let kinds = types(("word/document.xml", self.main)).replace(
            "</Types>",
            "<Default Extension=\"bin\" ContentType=\"application/octet-stream\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>\
             <Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/></Types>",
        );
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", kinds.as_bytes()),
            ("_rels/.rels", root.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", own.as_bytes()),
        ];
        if self.core.is_some() {
            parts.push(("docProps/core.xml", core.as_bytes()));
        }
        for (name, (_, _, part)) in names
            .iter()
            .zip(&self.parts)
            .filter(|(name, _)| !name.contains(".."))
        {
            parts.push((name, part));
        }
        for (name, part) in &self.loose {
            parts.push((name, part));
        }
        zip(&parts)
    }
}
