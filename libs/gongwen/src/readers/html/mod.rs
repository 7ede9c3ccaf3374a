//! HTML pages as saved from real sites: the article with its title and the facts of its page (索引号, 发布日期, 来源), without
//! navigation, sharing, login, QR codes and footers. Runs no scripts and applies no style sheets; only inline styles that
//! hide an element are heeded.

mod charset;
mod furniture;
mod phrases;
mod table;
mod tree;
mod walk;

use super::check_size;
use super::error::ReadError;
use crate::blocks::Source;
use crate::limits::Limits;

/// Reads an HTML page.
///
/// # Errors
/// [`ReadError::Empty`] for a page without words, [`ReadError::TooDeep`] and the other limits.
pub fn read_html(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    let text = charset::decode(bytes)?;
    let page = tree::parse(&text, limits)?;
    let dropped = furniture::find(&page);
    walk::read(&page, &dropped, limits)
}
