//! Splits Rust text into code, strings and comments.
//!
//! Does not check that the text is Rust: the compiler does that.

use super::Piece;

/// What the lexer found.
#[derive(Debug, Default)]
pub struct Lexed {
    /// The text with comments and the insides of strings replaced by blanks; line breaks stay.
    pub code: String,
    pub strings: Vec<Piece>,
    pub comments: Vec<Piece>,
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    found: Lexed,
}

/// Splits a text.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        at: 0,
        line: 1,
        found: Lexed::default(),
    };
    while let Some(c) = lexer.peek() {
        lexer.step(c);
    }
    lexer.found
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self, c: char) {
        if self.rest().starts_with("//") {
            self.line_comment();
        } else if self.rest().starts_with("/*") {
            self.block_comment();
        } else if let Some(hashes) = self.raw_string_ahead() {
            self.raw_string(hashes);
        } else if c == '"' {
            self.string();
        } else if c == '\'' {
            self.quote();
        } else if c.is_alphanumeric() || c == '_' {
            self.word();
        } else {
            self.keep(c.len_utf8());
        }
    }

    /// Takes bytes over into the code.
    fn keep(&mut self, bytes: usize) {
        let taken = self.text[self.at..self.at + bytes].to_owned();
        self.line += taken.matches('\n').count();
        self.found.code.push_str(&taken);
        self.at += bytes;
    }

    /// Takes bytes over as blanks.
    fn blank(&mut self, bytes: usize) -> String {
        let taken = self.text[self.at..self.at + bytes].to_owned();
        for c in taken.chars() {
            self.found.code.push(if c == '\n' { '\n' } else { ' ' });
        }
        self.line += taken.matches('\n').count();
        self.at += bytes;
        taken
    }

    /// A word, but not the prefix of a raw string that follows it directly.
    fn word(&mut self) {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        self.keep(end);
    }

    fn line_comment(&mut self) {
        let line = self.line;
        let rest = self.rest();
        let end = rest.find('\n').unwrap_or(rest.len());
        let text = self.blank(end);
        self.found.comments.push(Piece { line, text });
    }

    fn block_comment(&mut self) {
        let line = self.line;
        let bytes = self.rest().as_bytes();
        let (mut depth, mut end) = (0, 0);
        while end < bytes.len() {
            match bytes.get(end..end + 2) {
                Some(b"/*") => (depth, end) = (depth + 1, end + 2),
                Some(b"*/") => (depth, end) = (depth - 1, end + 2),
                _ => end += 1,
            }
            if depth == 0 {
                break;
            }
        }
        let text = self.blank(end);
        self.found.comments.push(Piece { line, text });
    }

    /// The number of `#` of a raw string that begins here.
    fn raw_string_ahead(&self) -> Option<usize> {
        let rest = self.rest();
        let after = ["br", "cr", "r"]
            .iter()
            .find_map(|prefix| rest.strip_prefix(prefix))?;
        let hashes = after.chars().take_while(|&c| c == '#').count();
        after[hashes..].starts_with('"').then_some(hashes)
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        let open = self.rest().find('"').map_or(0, |quote| quote + 1);
        self.keep(open);
        let close = format!("\"{}", "#".repeat(hashes));
        let end = self.rest().find(&close).unwrap_or(self.rest().len());
        let text = self.blank(end);
        self.found.strings.push(Piece { line, text });
        self.keep(close.len().min(self.rest().len()));
    }

    fn string(&mut self) {
        let line = self.line;
        self.keep(1);
        let mut is_escaped = false;
        let end = self
            .rest()
            .char_indices()
            .find(|&(_, c)| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            })
            .map_or(self.rest().len(), |(end, _)| end);
        let text = self.blank(end);
        self.found.strings.push(Piece { line, text });
        self.keep(1.min(self.rest().len()));
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        let rest = self.rest();
        let mut ahead = rest.chars().skip(1);
        let length = match (ahead.next(), ahead.next()) {
            (Some('\\'), _) => {
                let after = rest.char_indices().skip(3).find(|&(_, c)| c == '\'');
                after.map_or(1, |(end, _)| end + 1)
            }
            (Some(c), Some('\'')) => c.len_utf8() + 2,
            _ => 1,
        };
        if length == 1 {
            self.keep(1);
        } else {
            self.keep(1);
            self.blank(length - 2);
            self.keep(1);
        }
    }
}
