//! From files to pages: the text of a saved page in whichever charset it was written, and blocks of other files as a page.
//!
//! Pure. Unlike a register, an old page with a damaged byte is read all the same: the byte was damaged in public for years.

use encoding_rs::{Encoding, GB18030, UTF_8};
use gongwen::blocks::Source;

/// Bytes at the beginning of a page that may name its charset.
const HEAD: usize = 2048;

/// The text of a saved page: by its mark, by being UTF-8, by what it declares, else as GB18030.
pub fn decode_page(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[mark..]).0;
        return text.into_owned();
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = declared(bytes).unwrap_or(GB18030);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    let encoding = Encoding::for_label(&rest.as_bytes()[..end])?;
    // Every GB2312 and GBK text is GB18030, and more pages declare UTF-8 than are.
    Some(match encoding {
        it if it.name() == "GBK" => GB18030,
        it if it == UTF_8 => UTF_8,
        it => it,
    })
}

/// Paragraphs and tables of a file as a page, to be cleaned like any other.
pub fn page_of(source: &Source) -> String {
    rendition::html_of(&source.blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_its_charset_whatever_it_declares() {
        let text = "<meta charset=\"gb2312\"><p>云溪市朱镕基镕</p>";
        let national = GB18030.encode(text).0.into_owned();
        assert_eq!(decode_page(&national), text);
        assert_eq!(decode_page(text.as_bytes()), text, "it declares another");
        let plain = GB18030.encode("<p>放假安排</p>").0.into_owned();
        assert_eq!(decode_page(&plain), "<p>放假安排</p>");
        let mut damaged = plain;
        damaged[3] = 0xff;
        assert!(decode_page(&damaged).contains("</p>"));
    }

    #[test]
    fn blocks_become_a_page_in_which_nothing_is_markup() {
        let source = gongwen::readers::read(
            "1 < 2 & 3\n<script>\n".as_bytes(),
            &gongwen::limits::Limits::default(),
        );
        let body = prose::Body::clean(&page_of(&source.unwrap())).unwrap().body;
        assert!(
            body.text().contains("1 < 2 & 3") && body.text().contains("<script>"),
            "{}",
            body.text()
        );
    }
}
