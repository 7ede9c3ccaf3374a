//! Decimal numbers as the formats write them: ASCII digits without leading zeroes.
//!
//! Anything that could be written in two ways is refused, so that a text has one meaning and a meaning one text.

/// Reads a number below 2^63; `None` for signs, leading zeroes, anything but digits.
pub(crate) fn parse_number(text: &str) -> Option<u64> {
    let is_plain = !text.is_empty() && text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit());
    let is_padded = text.len() > 1 && text.starts_with('0');
    if !is_plain || is_padded {
        return None;
    }
    text.parse().ok().filter(|number| *number < 1 << 63)
}
