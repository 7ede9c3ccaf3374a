//! CSV for office programs: rows as RFC 4180 has them, and cells that no spreadsheet runs as a formula.

/// What a file begins with, so that Excel reads UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes one row, ended as RFC 4180 says.
pub fn push_row(out: &mut String, cells: impl IntoIterator<Item = String>) {
    for (n, cell) in cells.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        push_cell(out, &cell);
    }
    out.push_str("\r\n");
}

/// One cell, quoted where needed. A cell that begins like a formula gets an apostrophe, which spreadsheets hide.
fn push_cell(out: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let needs_quotes = cell.contains(['"', ',', '\n', '\r', '\t']) || is_formula;
    if !needs_quotes {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_can_neither_break_its_row_nor_run_as_a_formula() {
        for (cell, written) in [
            ("公开权力清单", "公开权力清单"),
            ("甲,乙", "\"甲,乙\""),
            ("称\"甲\"", "\"称\"\"甲\"\"\""),
            ("第一行\n第二行", "\"第一行\n第二行\""),
            (
                "=HYPERLINK(\"http://x\")",
                "\"'=HYPERLINK(\"\"http://x\"\")\"",
            ),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2+3", "\"'-2+3\""),
            ("\tcmd", "\"'\tcmd\""),
            ("＝1+1", "\"'＝1+1\""),
            ("", ""),
        ] {
            let mut out = String::new();
            push_cell(&mut out, cell);
            assert_eq!(out, written, "{cell}");
        }
    }
}
