//! Tables for terminals: columns by display width (a Han character is two wide), cut to fit.

/// How wide text stands on a terminal.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    match u32::from(c) {
        0..=0x1f | 0x7f..=0x9f | 0x200b..=0x200f => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x20000..=0x3fffd => 2,
        // Quotes, dashes, circled numbers: terminals differ; narrow is what most do.
        _ => 1,
    }
}

/// The text cut to a width, with `…` where something was cut.
pub fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        if used + char_width(c) > most.saturating_sub(1) {
            break;
        }
        used += char_width(c);
        cut.push(c);
    }
    cut.push('…');
    cut
}

/// Lines of a table: a header, a rule, the rows; each column as wide as its widest cell, at most `most`.
pub fn table(header: &[&str], rows: &[Vec<String>], most: usize) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (column, cell) in row.iter().enumerate().take(widths.len()) {
            widths[column] = widths[column].max(width(cell)).min(most);
        }
    }
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut padded = Vec::new();
        for (cell, &column) in cells.zip(&widths) {
            let cell = cut(cell, column.max(1));
            let pad = column.saturating_sub(width(&cell));
            padded.push(format!("{cell}{}", " ".repeat(pad)));
        }
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    };
    line(&mut header.iter().copied());
    let rules: Vec<String> = widths.iter().map(|&column| "-".repeat(column)).collect();
    line(&mut rules.iter().map(String::as_str));
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_display_width() {
        let text = table(
            &["单位", "n"],
            &[
                vec!["市财政局".to_owned(), "1".to_owned()],
                vec!["abc".to_owned(), "22".to_owned()],
            ],
            40,
        );
        let starts: Vec<usize> = text
            .lines()
            .map(|line| width(&line[..line.rfind(' ').unwrap() + 1]))
            .collect();
        assert_eq!(starts, [10, 10, 10, 10]);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("全面推进预决算公开", 9), "全面推进…");
        assert_eq!(cut("预算", 4), "预算");
    }
}
