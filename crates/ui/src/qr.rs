//! QR codes as small SVGs: the address of a page, a receipt, the secret of a second factor.
//!
//! Each row's dark stretches are strokes of one path: about three kilobytes for an address with an id.

use std::fmt::Write;

use crate::markup::{Markup, escaped};
use qrcode::{Color, EcLevel, QrCode};

/// A code as its dark stretches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Squares {
    /// Squares along an edge.
    pub side: usize,
    /// Dark stretches: column, row, length.
    pub dark: Vec<(usize, usize, usize)>,
}

/// The code of a text; nothing where the text is too long for one.
pub fn squares(text: &str) -> Option<Squares> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let side = code.width();
    let mut dark = Vec::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        while x < side {
            let run = row[x..].iter().take_while(|it| **it == Color::Dark).count();
            if run > 0 {
                dark.push((x, y, run));
            }
            x += run.max(1);
        }
    }
    Some(Squares { side, dark })
}

/// The code of a text, with what it is in words for those who do not see it; nothing where the text is too long for one.
pub fn svg(text: &str, label: &str) -> Option<Markup> {
    let Squares { side: width, dark } = squares(text)?;
    let mut path = String::new();
    for (x, y, run) in dark {
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
    }
    Some(Markup::trusted(format!(
        "<svg viewBox=\"0 0 {width} {width}\" role=\"img\" aria-label=\"{}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>",
        escaped(label)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_page_with_an_id_stays_small() {
        let address = "https://www.yunxi.gov.cn/promises/0190a6f2-0000-7000-8000-000000000001";
        let svg = svg(address, "二维码").unwrap();
        assert!(svg.as_str().len() < 6_000, "{}", svg.as_str().len());
        assert!(super::svg(&"x".repeat(8_000), "二维码").is_none());
    }
}
