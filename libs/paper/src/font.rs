//! The one font: which glyph a character has, how wide it is, and the part of the font that a file carries.

use std::collections::BTreeMap;

use subsetter::{GlyphRemapper, subset};
use ttf_parser::{Face, GlyphId, Tag};

use crate::PaperError;
use crate::file::{File, Number};

/// Noto Sans CJK SC, Regular, with the characters of GB 2312, the marks of office programs, and rarer characters of names and places.
const FONT: &[u8] = include_bytes!("../data/NotoSansCJKsc-Subset.otf");
const NAME: &str = "GKPDF+NotoSansCJKsc-Regular";

/// What stands for a character that the font does not have: 〓, as printers do.
const MISSING: char = '〓';

/// The font, and which of its glyphs a file uses.
pub(crate) struct Font {
    face: Face<'static>,
    remapper: GlyphRemapper,
    /// New number and character.
    used: BTreeMap<u16, (char, u16)>,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font")
            .field("glyphs", &self.used.len())
            .finish_non_exhaustive()
    }
}

fn broken(what: &'static str) -> PaperError {
    PaperError { what }
}

impl Font {
    /// Opens it.
    pub fn open() -> Result<Self, PaperError> {
        let face = Face::parse(FONT, 0).map_err(|_| broken("it cannot be read"))?;
        if face.units_per_em() != 1000 {
            return Err(broken("it is not measured in thousandths"));
        }
        Ok(Self {
            face,
            remapper: GlyphRemapper::new(),
            used: BTreeMap::new(),
        })
    }

    fn glyph(&self, c: char) -> GlyphId {
        let known = self.face.glyph_index(c);
        known
            .or_else(|| self.face.glyph_index(MISSING))
            .unwrap_or_default()
    }

    /// How wide a character is, in thousandths of its size.
    pub fn width(&self, c: char) -> u16 {
        let glyph = self.glyph(c);
        self.face.glyph_hor_advance(glyph).unwrap_or(1000)
    }

    /// The characters' codes in the file, in hexadecimal.
    pub fn codes(&mut self, text: &str) -> String {
        let mut codes = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            let glyph = self.glyph(c);
            let code = self.remapper.remap(glyph.0);
            let width = self.width(c);
            self.used.entry(code).or_insert((c, width));
            codes.push_str(&format!("{code:04X}"));
        }
        codes
    }

    /// Writes the font's objects; the number of the font.
    pub fn write(&self, file: &mut File) -> Result<Number, PaperError> {
        let part =
            subset(FONT, 0, &self.remapper).map_err(|_| broken("no part of it can be taken"))?;
        let outlines = ttf_parser::RawFace::parse(&part, 0)
            .ok()
            .and_then(|face| face.table(Tag::from_bytes(b"CFF ")))
            .ok_or_else(|| broken("its part has no outlines"))?;
        let program = file.add_stream("/Subtype /CIDFontType0C", outlines);
        let bounds = self.face.global_bounding_box();
        let descriptor = file.add(format!(
            "<</Type /FontDescriptor /FontName /{NAME} /Flags 4 /FontBBox [{} {} {} {}] /ItalicAngle 0 /Ascent {} /Descent {} \
             /CapHeight {} /StemV 80 /FontFile3 {program} 0 R>>",
            bounds.x_min,
            bounds.y_min,
            bounds.x_max,
            bounds.y_max,
            self.face.ascender(),
            self.face.descender(),
            self.face.capital_height().unwrap_or(733),
        ));
        let widths: String = self
            .used
            .iter()
            .map(|(code, (_, width))| format!("{code} [{width}] "))
            .collect();
        let descendant = file.add(format!(
            "<</Type /Font /Subtype /CIDFontType0 /BaseFont /{NAME} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) \
             /Supplement 0>> /FontDescriptor {descriptor} 0 R /DW 1000 /W [{}]>>",
            widths.trim_end()
        ));
        let characters = file.add_stream("", self.characters().as_bytes());
        Ok(file.add(format!(
            "<</Type /Font /Subtype /Type0 /BaseFont /{NAME} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] \
             /ToUnicode {characters} 0 R>>"
        )))
    }

    /// Which code is which character: what searching and copying need (ISO 32000-1, 9.10.3).
    fn characters(&self) -> String {
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let used: Vec<_> = self.used.iter().collect();
        for part in used.chunks(100) {
            out.push_str(&format!("{} beginbfchar\n", part.len()));
            for (code, (c, _)) in part {
                let mut units = [0; 2];
                let units: String = c
                    .encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("{unit:04X}"))
                    .collect();
                out.push_str(&format!("<{code:04X}> <{units}>\n"));
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}
