//! A mail server for tests: takes letters, or refuses those to an address, as SMTP has it (RFC 5321).

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What has come and gone.
#[derive(Default)]
struct Book {
    arrived: Vec<Arrived>,
    refusing: Option<String>,
    refused: usize,
}

/// The server.
pub struct PostOffice {
    /// Where it listens.
    pub port: u16,
    book: Arc<Mutex<Book>>,
}

/// A letter that it took.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Whom it is for.
    pub to: Vec<String>,
    raw: String,
}

impl PostOffice {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let book = Arc::new(Mutex::new(Book::default()));
        let shared = Arc::clone(&book);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let book = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &book));
            }
        });
        Self { port, book }
    }

    /// What came since the last time.
    pub fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut self.book.lock().unwrap().arrived)
    }

    /// Knows nobody of that address from now on.
    pub fn refuse(&self, address: &str) {
        self.book.lock().unwrap().refusing = Some(address.to_owned());
    }

    /// How many letters it refused.
    pub fn refused(&self) -> usize {
        self.book.lock().unwrap().refused
    }
}

/// One connection; ends where the client is gone.
fn serve(stream: TcpStream, book: &Mutex<Book>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 mail.example\r\n").ok()?;
    let mut to = Vec::new();
    loop {
        let line = lines.next()?.ok()?;
        let command = line.to_uppercase();
        let answer: &[u8] = if command.starts_with("DATA") {
            out.write_all(b"354 go on\r\n").ok()?;
            let mut raw = String::new();
            loop {
                let line = lines.next()?.ok()?;
                if line == "." {
                    break;
                }
                raw.push_str(&line);
                raw.push('\n');
            }
            let to = std::mem::take(&mut to);
            book.lock().unwrap().arrived.push(Arrived { to, raw });
            b"250 taken\r\n"
        } else if command.starts_with("RCPT TO:") {
            let address = line[8..].trim_matches(['<', '>', ' ']).to_owned();
            let mut book = book.lock().unwrap();
            if book.refusing.as_deref() == Some(address.as_str()) {
                book.refused += 1;
                out.write_all(format!("550 no such user {address}\r\n").as_bytes())
                    .ok()?;
                continue;
            }
            to.push(address);
            b"250 ok\r\n"
        } else if command.starts_with("EHLO") {
            b"250-mail.example\r\n250 8BITMIME\r\n"
        } else if command.starts_with("QUIT") {
            out.write_all(b"221 bye\r\n").ok()?;
            return Some(());
        } else {
            b"250 ok\r\n"
        };
        out.write_all(answer).ok()?;
    }
}

impl Arrived {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\n\n").next()?.replace("\n ", " ");
        let start = format!("{name}: ");
        let mut lines = head.lines();
        lines.find_map(|it| it.strip_prefix(&start).map(str::to_owned))
    }

    /// The subject in words (RFC 2047, base64).
    pub fn subject(&self) -> String {
        let written = self.header("Subject").unwrap();
        let words = written.split_whitespace().map(|word| {
            match word
                .strip_prefix("=?utf-8?b?")
                .and_then(|it| it.strip_suffix("?="))
            {
                Some(coded) => String::from_utf8(STANDARD.decode(coded).unwrap()).unwrap(),
                None => word.to_owned(),
            }
        });
        words.collect()
    }

    /// The plain text: the first part.
    pub fn text(&self) -> String {
        let part = self.raw.split("Content-Type: text/plain").nth(1).unwrap();
        let coded = part.split_once("\n\n").unwrap().1;
        let coded: String = coded
            .lines()
            .take_while(|line| !line.starts_with("--"))
            .collect();
        match part.contains("base64") {
            true => String::from_utf8(STANDARD.decode(coded).unwrap()).unwrap(),
            false => coded,
        }
    }

    /// What follows a link's beginning.
    pub fn key_after(&self, link: &str) -> String {
        let text = self.text();
        let (_, rest) = text.split_once(link).unwrap_or_else(|| panic!("{text}"));
        rest.chars().take(64).collect()
    }
}
