//! A browser of the crash test: one session's cookie, forms with their token and a number of their own, over plain HTTP/1.1.
//!
//! It tells a connection that was cut (the server was killed) from an answer that should not be: the first is what the test is
//! about, the second is a failure.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// What stands between the parts of an uploaded form.
const EDGE: &str = "edge-of-a-part-91c4";
/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// After which a session that asked too much asks again.
const SHORT_WAIT: Duration = Duration::from_millis(200);

/// An answer that arrived whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

/// A whole answer, or none: the server was gone before it had come.
pub type Heard = Option<Answer>;

/// A file that is handed in: its name and bytes.
pub type File<'f> = (&'f str, &'f [u8]);

/// A browser.
#[derive(Debug, Clone)]
pub struct Browser {
    address: String,
    cookies: Vec<(String, String)>,
    token: String,
}

impl Browser {
    /// One that nobody has signed in with.
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookies: Vec::new(),
            token: String::new(),
        }
    }

    /// Whether somebody signed in with it.
    pub fn is_signed_in(&self) -> bool {
        !self.token.is_empty()
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Result<Heard> {
        self.send("GET", path, ("", Vec::new()))
    }

    /// Hands a form in.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Heard> {
        let own = [
            ("csrf", self.token.clone()),
            ("form", format!("{:032x}-1", next_mark())),
        ];
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs = own.chain(fields.iter().copied());
        let body: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, (kind, body.join("&").into_bytes()))
    }

    /// Hands in a form that may hold a file.
    pub fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<File<'_>>,
    ) -> Result<Heard> {
        let own = [
            ("csrf", self.token.clone()),
            ("form", format!("{:032x}-1", next_mark())),
        ];
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let mut body = Vec::new();
        for (name, value) in own.chain(fields.iter().copied()) {
            body.extend_from_slice(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        if let Some((name, bytes)) = file {
            body.extend_from_slice(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send("POST", path, (&kind, body))
    }

    fn send(&mut self, method: &str, path: &str, (kind, body): (&str, Vec<u8>)) -> Result<Heard> {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        if !self.cookies.is_empty() {
            let pairs = self.cookies.iter();
            let pairs: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            head.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        if method == "POST" {
            head.push_str(&format!(
                "Sec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(&body);
        let answer = loop {
            let Some(bytes) = exchange(&self.address, &request)? else {
                return Ok(None);
            };
            match self.read(&bytes)? {
                // The desk bounds what one session asks for in a second; it did nothing, and takes the same again.
                Some(answer) if answer.status == 429 => thread::sleep(SHORT_WAIT),
                Some(answer) => break answer,
                None => return Ok(None),
            }
        };
        if let Some(token) = value_of(&answer.body, "name=\"csrf\" value=\"") {
            self.token = token;
        }
        Ok(Some(answer))
    }

    /// The answer, if all of it came; keeps its cookies.
    fn read(&mut self, bytes: &[u8]) -> Result<Heard> {
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else {
            return Ok(None);
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let body = &bytes[end + 4..];
        let mut lines = head.lines();
        let status = lines.next().and_then(|it| it.split(' ').nth(1));
        let status = status.and_then(|it| it.parse().ok());
        let status = status.with_context(|| format!("no answer of HTTP: {head}"))?;
        let mut location = String::new();
        for line in lines {
            let Some((name, value)) = line.split_once(": ") else {
                continue;
            };
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut location),
                "set-cookie" => self.keep_cookie(value),
                "content-length" if value.parse() != Ok(body.len()) => return Ok(None),
                "transfer-encoding" => bail!("an answer in pieces is not read here: {head}"),
                _ => {}
            }
        }
        Ok(Some(Answer {
            status,
            location,
            body: String::from_utf8_lossy(body).into_owned(),
        }))
    }

    fn keep_cookie(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// Sends a request and reads to the end; none where the other side is gone.
fn exchange(address: &str, request: &[u8]) -> Result<Option<Vec<u8>>> {
    let spoken = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(request)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match spoken() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) => match cause.kind() {
            ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof => Ok(None),
            _ => Err(cause).context("asking the site"),
        },
    }
}

/// A number that no form had before.
fn next_mark() -> u64 {
    static MARK: AtomicU64 = AtomicU64::new(1);
    let process = u64::from(std::process::id()) << 32;
    process | MARK.fetch_add(1, Ordering::Relaxed)
}

/// What stands after a mark, up to the next quote.
pub fn value_of(page: &str, mark: &str) -> Option<String> {
    let (_, rest) = page.split_once(mark)?;
    rest.split('"').next().map(str::to_owned)
}

fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    value
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_was_cut_short_is_no_answer() {
        let mut browser = Browser::new("127.0.0.1:1");
        let whole = b"HTTP/1.1 303 See Other\r\nLocation: /desk\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\nok";
        let answer = browser.read(whole).unwrap().unwrap();
        assert_eq!((answer.status, answer.location.as_str()), (303, "/desk"));
        assert_eq!(browser.cookies, [("a".to_owned(), "b".to_owned())]);
        for cut in [0, 10, 60, whole.len() - 1] {
            assert!(browser.read(&whole[..cut]).unwrap().is_none(), "{cut}");
        }
    }

    #[test]
    fn a_form_is_encoded_byte_by_byte() {
        assert_eq!(encoded("a b&c=第"), "a%20b%26c%3D%E7%AC%AC");
    }
}
