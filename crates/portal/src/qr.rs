//! The QR code of a page's address, as a small SVG.
//!
//! Each row's dark stretches are strokes of one path: about three kilobytes for an address with an id.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use ui::Markup;

/// The code of an address; nothing where the address is too long for one.
pub(crate) fn svg(address: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(address, EcLevel::L).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|it| **it == Color::Dark).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Some(Markup::trusted(format!(
        "<svg viewBox=\"0 0 {width} {width}\" role=\"img\" aria-label=\"本页网址的二维码\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_page_with_an_id_stays_small() {
        let address = "https://www.yunxi.gov.cn/promises/0190a6f2-0000-7000-8000-000000000001";
        let svg = svg(address).unwrap();
        assert!(svg.as_str().len() < 6_000, "{}", svg.as_str().len());
        assert!(super::svg(&"x".repeat(8_000)).is_none());
    }
}
