//! Breaking text into lines: between any two Chinese characters, not within a word or a number, and so that no line begins with a
//! mark that closes nor ends with one that opens (GB/T 15834).

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！）】》〉」』”’％%…—,.;:?!)]}·";
/// Marks that no line ends with.
const OPENING: &str = "（【《〈「『“‘([{";

/// The lines of a text, none wider than `most` where a break allows it; `width` measures a text.
pub fn wrap(text: &str, most: f64, width: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        // How wide the line is: the font moves no two characters together, so that widths can be added.
        let mut long = 0.0;
        for piece in pieces(paragraph) {
            if line.is_empty() || long + width(piece.trim_end()) <= most {
                long += width(&piece);
                line.push_str(&piece);
            } else {
                lines.push(line.trim_end().to_owned());
                line = piece.trim_start().to_owned();
                long = width(&line);
            }
            // A piece that fits no line is broken where it must be.
            while long > most && line.chars().nth(1).is_some() {
                if line.ends_with(' ') && width(line.trim_end()) <= most {
                    break;
                }
                let (head, tail) = cut(&line, most, &width);
                long -= width(&head);
                lines.push(head);
                line = tail;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The longest beginning that fits, at least one character, and the rest.
fn cut(text: &str, most: f64, width: &impl Fn(&str) -> f64) -> (String, String) {
    let mut end = text.chars().next().map_or(0, char::len_utf8);
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if next > end && width(&text[..next]) > most {
            break;
        }
        end = next.max(end);
    }
    (text[..end].to_owned(), text[end..].to_owned())
}

/// What must stay together.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let sticks = before.is_some_and(|before| {
            CLOSING.contains(c)
                || OPENING.contains(before)
                || (is_of_word(before) && is_of_word(c))
                || (c == ' ')
        });
        match pieces.last_mut() {
            Some(piece) if sticks => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

/// Whether it is part of a word or number written in Latin letters and digits.
fn is_of_word(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_whitespace() && !CLOSING.contains(c) && !OPENING.contains(c)
        || matches!(c, '.' | '-' | '/' | '%')
}
