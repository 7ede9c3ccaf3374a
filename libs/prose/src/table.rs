//! Tables of a page: their sections, rows and cells as the source says them. Squaring the grid is done in `grid`.

use scraper::Node;
use scraper::node::Element;

use crate::block::{Cell, Row};
use crate::error::{BodyError, MOST_CELLS};
use crate::flow::Flow;
use crate::grid::{self, Draft};
use crate::looks::Looks;
use crate::walk::{Context, Page, Walk};

impl Walk<'_> {
    /// Writes the table `node`.
    pub(crate) fn table(
        &mut self,
        node: Page<'_>,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        let mut draft = Draft::default();
        let mut foot = Vec::new();
        let mut behind = Vec::new();
        for child in node.children() {
            let Node::Element(element) = child.value() else {
                continue;
            };
            let looks = Looks::of(element);
            if self.is_left_out(child, element, &looks) {
                continue;
            }
            match element.name() {
                "caption" if draft.caption.is_empty() => {
                    (draft.caption, behind) = self.line(child, context)?;
                }
                "thead" => self.rows(child, (true, &looks), context, &mut draft.head)?,
                "tfoot" => self.rows(child, (false, &looks), context, &mut foot)?,
                "tbody" => self.rows(child, (false, &looks), context, &mut draft.body)?,
                _ => self.element(child, element, context, flow)?,
            }
        }
        draft.body.extend(foot);
        flow.extend(grid::settle(draft)?);
        flow.extend(behind);
        Ok(())
    }

    fn rows(
        &mut self,
        section: Page<'_>,
        of: (bool, &Looks),
        context: &Context,
        rows: &mut Vec<Row>,
    ) -> Result<(), BodyError> {
        let (is_head, section_looks) = of;
        for child in section.children() {
            let Node::Element(element) = child.value() else {
                continue;
            };
            // Word ends a table whose columns do not line up with a row that nobody sees.
            let is_ruler = element.attr("height") == Some("0");
            let looks = Looks::of(element);
            if is_ruler || self.is_left_out(child, element, &looks) {
                continue;
            }
            let context = Context {
                align: looks.align.or(section_looks.align).unwrap_or_default(),
                ..context.clone()
            };
            rows.push(self.row(child, is_head, &context)?);
        }
        Ok(())
    }

    fn row(&mut self, row: Page<'_>, is_head: bool, context: &Context) -> Result<Row, BodyError> {
        let mut cells = Row::new();
        for child in row.children() {
            let Node::Element(element) = child.value() else {
                continue;
            };
            let looks = Looks::of(element);
            self.cells += 1;
            if self.cells > MOST_CELLS {
                return Err(BodyError::TooManyCells);
            }
            let is_shown = !self.is_left_out(child, element, &looks);
            let inner = context.under(element.name(), &looks);
            cells.push(Cell {
                is_header: is_head || element.name() == "th",
                columns: span(element, "colspan").max(1),
                // 0 goes down to the end of the section.
                rows: match span(element, "rowspan") {
                    0 => usize::MAX,
                    rows => rows,
                },
                blocks: if is_shown {
                    self.blocks(child, &inner)?
                } else {
                    Vec::new()
                },
            });
        }
        Ok(cells)
    }
}

/// How far a cell goes, within reason.
fn span(element: &Element, name: &str) -> usize {
    const FARTHEST: usize = 1_000_000;
    let said = element
        .attr(name)
        .and_then(|value| value.trim().parse().ok());
    said.unwrap_or(1).min(FARTHEST)
}
