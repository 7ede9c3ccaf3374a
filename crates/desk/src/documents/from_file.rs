//! A body from a file that was read: headings, paragraphs and tables with their merged cells. Pictures are left out by the reader.

use gongwen::blocks::{Block, Source, Table};
use prose::{Body, BodyError};
use ui::markup::escaped;

/// The body of a file.
///
/// # Errors
/// A limit of size, depth or number of cells.
pub(super) fn body_of(source: &Source) -> Result<Body, BodyError> {
    let mut html = String::new();
    for block in &source.blocks {
        match block {
            Block::Paragraph(it) => {
                let tag = match it.level {
                    None => "p",
                    Some(1) => "h2",
                    Some(2) => "h3",
                    Some(_) => "h4",
                };
                html.push_str(&format!("<{tag}>{}</{tag}>", escaped(&it.text)));
            }
            Block::Table(table) => write_table(table, &mut html),
        }
    }
    Ok(Body::clean(&html)?.body)
}

fn write_table(table: &Table, html: &mut String) {
    html.push_str("<table>");
    for row in 0..table.rows {
        html.push_str("<tr>");
        // The first row of a table of an official document names its columns.
        let tag = if row == 0 && table.rows > 1 {
            "th"
        } else {
            "td"
        };
        for cell in table.cells.iter().filter(|it| it.row == row) {
            let words = escaped(&cell.text).replace('\n', "<br>");
            html.push_str(&format!(
                "<{tag} rowspan=\"{}\" colspan=\"{}\">{words}</{tag}>",
                cell.row_span, cell.column_span
            ));
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongwen::limits::Limits;

    #[test]
    fn a_file_becomes_headings_paragraphs_and_tables() {
        let page = "<h1>办法</h1><p>第一条 <b>甲</b>&lt;乙&gt;。</p><table><tr><td>项目</td><td>金额</td></tr>\
                    <tr><td colspan=2>合计</td></tr></table>";
        let source = gongwen::readers::read(page.as_bytes(), &Limits::default()).unwrap();
        let body = body_of(&source).unwrap();
        let html = body.html();
        assert!(html.contains("<h2>办法</h2>"), "{html}");
        assert!(html.contains("第一条 甲&lt;乙&gt;。"), "{html}");
        assert!(html.contains("colspan=\"2\""), "{html}");
    }
}
