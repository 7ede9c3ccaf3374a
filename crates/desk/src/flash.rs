//! What an act has to say on the page after it: 「已登记兑现」.
//!
//! Carried by a cookie of its own for one page; escaped like all text, and nothing is decided by it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::page::percent_encoded;
use crate::site::Desk;

/// Most bytes of it.
const LONGEST: usize = 600;

/// Goes to a page (303) that says how the act ended.
pub fn go(desk: &Desk, to: &str, says: &str) -> Response {
    along(desk, see_other(to), says)
}

/// An answer that lets the page after it say how the act ended.
pub(crate) fn along(desk: &Desk, mut response: Response, says: &str) -> Response {
    let text: String = says.chars().take(LONGEST / 9).collect();
    let cookie = desk
        .cookies
        .set(desk.cookies.flash_name(), &percent_encoded(&text));
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Goes to a page of the desk (303).
pub(crate) fn see_other(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    // Addresses of ours are ASCII; whatever is not leads to the beginning.
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/desk"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// What the cookie says; `None` where it is none of ours.
pub(crate) fn read(cookie: &str) -> Option<String> {
    if cookie.is_empty() || cookie.len() > LONGEST {
        return None;
    }
    let mut bytes = Vec::with_capacity(cookie.len());
    let mut rest = cookie.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let (high, low) = (rest.next()?, rest.next()?);
                let digits = [high, low];
                let digits = std::str::from_utf8(&digits).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_comes_back_as_it_was() {
        for text in ["已登记兑现", "a=b; c%d", "50% 完成"] {
            assert_eq!(read(&percent_encoded(text)).as_deref(), Some(text));
        }
        for bad in ["", "%e5", "%zz", "%", &"a".repeat(601)] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
