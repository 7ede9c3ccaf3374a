//! 登录与退出.

mod password;
mod sign_out;

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(password::router())
        .merge(sign_out::router())
}

/// Where to go after signing in: a page of the desk, never another site.
fn next_of(asked: &str) -> &str {
    let is_ours = (asked == "/desk" || asked.starts_with("/desk/") || asked.starts_with("/desk?"))
        && !asked.contains("//")
        && !asked.contains(['\\', '\r', '\n'])
        && !asked.starts_with("/desk/sign-");
    if is_ours { asked } else { "/desk" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_the_desk_only() {
        for (asked, led) in [
            ("/desk/promises?unit=1", "/desk/promises?unit=1"),
            ("/desk", "/desk"),
            ("", "/desk"),
            ("https://evil.example/", "/desk"),
            ("//evil.example/desk/", "/desk"),
            ("/desk//evil.example", "/desk"),
            ("/desk/sign-in?next=/desk/sign-in", "/desk"),
            ("/deskx", "/desk"),
            ("/desk/\r\nSet-Cookie: a=b", "/desk"),
        ] {
            assert_eq!(next_of(asked), led, "{asked}");
        }
    }
}
