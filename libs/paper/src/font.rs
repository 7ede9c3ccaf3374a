//! The one font: which glyph a character has and how wide it is. Not here: taking the glyphs out of it and writing them, which krilla does.

use krilla::text::{GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::PaperError;

/// Noto Sans CJK SC, Regular, with the characters of GB 2312, the marks of office programs, and rarer characters of names and places.
const FONT: &[u8] = include_bytes!("../data/NotoSansCJKsc-Subset.otf");

/// What stands for a character that the font does not have: 〓, as printers do.
const MISSING: char = '〓';

/// The font, as measured and as written.
pub(crate) struct Font {
    measured: FontRef<'static>,
    /// What krilla writes from.
    pub written: krilla::text::Font,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font").finish_non_exhaustive()
    }
}

impl Font {
    /// Opens it.
    pub fn open() -> Result<Self, PaperError> {
        let measured = FontRef::new(FONT).map_err(|cause| PaperError::new(cause.to_string()))?;
        let written = krilla::text::Font::new(FONT.into(), 0)
            .ok_or_else(|| PaperError::new("the font cannot be read"))?;
        Ok(Self { measured, written })
    }

    /// A text's glyphs from left to right, their widths as parts of the size.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let known = self.measured.charmap();
        // Without a size, skrifa measures in the font's own units.
        let widths = self
            .measured
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let missing = known.map(MISSING).unwrap_or_default();
        let units = self.written.units_per_em();
        text.char_indices()
            .map(|(at, c)| {
                let glyph = known.map(c).unwrap_or(missing);
                let width = widths.advance_width(glyph).unwrap_or(units) / units;
                let range = at..at + c.len_utf8();
                KrillaGlyph::new(
                    GlyphId::new(glyph.to_u32()),
                    width,
                    0.0,
                    0.0,
                    0.0,
                    range,
                    None,
                )
            })
            .collect()
    }

    /// How wide a text is, as a part of its size.
    pub fn width(&self, text: &str) -> f64 {
        let glyphs = self.glyphs(text);
        glyphs.iter().map(|glyph| f64::from(glyph.x_advance)).sum()
    }
}
