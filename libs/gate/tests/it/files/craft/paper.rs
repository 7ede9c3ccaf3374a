//! PDFs, written out by hand: one page, Helvetica as F1, more objects from number 10 on.

/// A PDF.
pub struct Paper {
    pub content: String,
    pub page: String,
    pub resources: String,
    pub catalog: String,
    pub info: String,
    pub objects: Vec<(u32, String)>,
}

pub fn of(content: &str) -> Paper {
    Paper {
        content: content.to_owned(),
        page: String::new(),
        resources: String::new(),
        catalog: String::new(),
        info: String::new(),
        objects: Vec::new(),
    }
}

/// Words at a place.
pub fn words(x: u32, y: u32, words: &str) -> String {
    format!("BT /F1 12 Tf {x} {y} Td ({words}) Tj ET\n")
}

pub fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

impl Paper {
    pub fn build(&self) -> Vec<u8> {
        let mut objects = vec![
            (
                1,
                format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog),
            ),
            (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned()),
            (
                3,
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {} >> {} >>",
                    self.resources, self.page
                ),
            ),
            (4, stream("", &self.content)),
            (
                5,
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                    .to_owned(),
            ),
            (6, format!("<< {} >>", self.info)),
        ];
        objects.extend(self.objects.iter().cloned());
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in &objects {
            places.push((*number, out.len()));
            out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
        }
        let start = out.len();
        let most = places.iter().map(|(number, _)| *number).max().unwrap();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", most + 1).bytes());
        for number in 1..=most {
            match places.iter().find(|(it, _)| *it == number) {
                Some((_, place)) => out.extend(format!("{place:010} 00000 n \n").bytes()),
                None => out.extend(b"0000000000 00000 f \n"),
            }
        }
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n",
            most + 1
        );
        out.extend(trailer.bytes());
        out
    }
}

/// The text as PDF strings in UTF-16.
pub fn utf16(text: &str) -> String {
    let units = text.encode_utf16().map(|it| format!("{it:04X}"));
    format!("<FEFF{}>", units.collect::<String>())
}
