//! What the letters of a font mean and how wide they are. A font without meaning for its letters gives none; that they are there is known.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::{Pdf, as_dictionary};

/// Bytes of one table of meanings at most.
const MOST_TABLE: usize = 4 << 20;

/// How codes are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    One,
    Two,
    /// One byte for ASCII, two for others.
    Gbk,
}

/// A font.
pub(crate) struct Font<'a> {
    cut: Cut,
    /// By the font's own table, then by its encoding.
    readings: Vec<Reading<'a>>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

enum Reading<'a> {
    Table(Encoding<'a>),
    Gbk,
    Utf16,
}

/// A letter of a string.
pub(crate) struct Letter {
    /// What it means; empty where that cannot be known.
    pub words: String,
    /// Its width in thousandths of the size.
    pub width: f64,
    /// Whether it is the single byte 32, which takes word space.
    pub is_space: bool,
}

/// Fonts with a table of meanings, reduced to it: it counts before the encoding that the font names.
pub(crate) fn meanings(document: &Document) -> BTreeMap<ObjectId, Dictionary> {
    let mut found = BTreeMap::new();
    for (id, object) in &document.objects {
        let Some(font) = as_dictionary(object).filter(|it| it.has_type(b"Font")) else {
            continue;
        };
        if let Ok(table) = font.get(b"ToUnicode") {
            let mut meaning = Dictionary::new();
            meaning.set("Type", Object::Name(b"Font".to_vec()));
            meaning.set("ToUnicode", table.clone());
            found.insert(*id, meaning);
        }
    }
    found
}

impl<'a> Font<'a> {
    /// Of an entry of resources.
    pub fn of(pdf: &'a Pdf, object: &'a Object) -> Option<Self> {
        let id = object.as_reference().ok();
        let font = as_dictionary(pdf.follow(object))?;
        let is_wide = pdf.name(font, "Subtype") == Some(b"Type0");
        let encoding = pdf.name(font, "Encoding").unwrap_or_default();
        let is_gbk = encoding.starts_with(b"GB");
        let is_unicode = encoding.starts_with(b"Uni");
        let mut readings = Vec::new();
        let table = |it: &'a Dictionary| {
            it.get_font_encoding_with_limit(&pdf.document, MOST_TABLE)
                .ok()
        };
        if let Some(meaning) = id.and_then(|id| pdf.meanings.get(&id)) {
            readings.extend(table(meaning).map(Reading::Table));
        }
        if is_wide && is_gbk {
            readings.push(Reading::Gbk);
        } else if is_wide && is_unicode {
            readings.push(Reading::Utf16);
        } else if !is_wide {
            readings.extend(table(font).map(Reading::Table));
        }
        let (widths, default_width) = if is_wide {
            wide_widths(pdf, font)
        } else {
            widths(pdf, font)
        };
        Some(Self {
            cut: match (is_wide, is_gbk) {
                (false, _) => Cut::One,
                (true, true) => Cut::Gbk,
                (true, false) => Cut::Two,
            },
            readings,
            widths,
            default_width,
        })
    }

    /// The letters of a string.
    pub fn letters(&self, bytes: &[u8]) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            let length = match self.cut {
                Cut::One => 1,
                Cut::Two => 2,
                Cut::Gbk if *first < 0x81 => 1,
                Cut::Gbk => 2,
            };
            let (code, after) = rest.split_at(length.min(rest.len()));
            let number = code
                .iter()
                .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
            let width = self.widths.get(&number).copied();
            letters.push(Letter {
                words: self.words(code),
                width: width.unwrap_or(self.default_width),
                is_space: code == b" ",
            });
            rest = after;
        }
        letters
    }

    fn words(&self, code: &[u8]) -> String {
        let mut words = self.readings.iter().map(|it| match it {
            Reading::Table(table) => table.bytes_to_string(code).unwrap_or_default(),
            Reading::Gbk => encoding_rs::GBK.decode(code).0.into_owned(),
            Reading::Utf16 => encoding_rs::UTF_16BE.decode(code).0.into_owned(),
        });
        let is_good = |it: &String| !it.is_empty() && !it.contains('\u{fffd}');
        words.find(is_good).unwrap_or_default()
    }
}

fn widths(pdf: &Pdf, font: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    let first = pdf
        .entry(font, "FirstChar")
        .and_then(|it| it.as_i64().ok())
        .and_then(|it| u32::try_from(it).ok())
        .unwrap_or(0);
    let list = pdf.numbers(pdf.list(font, "Widths"));
    let widths = list
        .into_iter()
        .enumerate()
        .filter_map(|(at, width)| Some((first.checked_add(u32::try_from(at).ok()?)?, width)));
    // Digits of the usual fonts; near enough to know where a letter stands.
    (widths.take(256).collect(), 556.0)
}

fn wide_widths(pdf: &Pdf, font: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    let inner = pdf
        .list(font, "DescendantFonts")
        .first()
        .and_then(|it| as_dictionary(pdf.follow(it)));
    let Some(inner) = inner else {
        return (BTreeMap::new(), 1000.0);
    };
    let default = pdf.entry(inner, "DW").and_then(|it| it.as_float().ok());
    let mut widths = BTreeMap::new();
    let mut list = pdf.list(inner, "W").iter().map(|it| pdf.follow(it));
    let number = |it: &Object| it.as_float().ok().filter(|it| it.is_finite());
    while let Some(first) = list.next().and_then(number) {
        let first = first.max(0.0) as u32;
        match list.next() {
            Some(Object::Array(each)) => {
                let each = pdf.numbers(each).into_iter().zip(first..);
                widths.extend(each.map(|(width, code)| (code, width)));
            }
            Some(last) => {
                let (Some(last), Some(width)) = (number(last), list.next().and_then(number)) else {
                    break;
                };
                let last = (last.max(0.0) as u32).min(0xFFFF);
                widths.extend((first..=last).map(|code| (code, f64::from(width))));
            }
            None => break,
        }
    }
    (widths, default.map_or(1000.0, f64::from))
}
