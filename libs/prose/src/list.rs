//! Lists of a page. A list that counts otherwise than 1, 2, 3 becomes numbered paragraphs, since a body's lists cannot say how they count.

use scraper::Node;

use crate::block::{Block, List};
use crate::error::BodyError;
use crate::flow::Flow;
use crate::label;
use crate::looks::{Counts, Looks};
use crate::settle;
use crate::walk::{Context, Page, Walk};

/// Lists within lists.
const DEEPEST_LIST: usize = 6;
/// A list that begins beyond this was not numbered by a person.
const LAST_START: u32 = 1_000_000;

impl Walk<'_> {
    /// Writes the list `node`.
    pub(crate) fn list(
        &mut self,
        node: Page<'_>,
        looks: &Looks,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        if flow.is_single() || context.lists >= DEEPEST_LIST {
            return self.children(node, context, flow);
        }
        let inner = Context {
            lists: context.lists + 1,
            ..context.clone()
        };
        let items = self.items(node, &inner)?;
        let is_ordered = node.value().as_element().is_some_and(|e| e.name() == "ol");
        let start = start_of(node);
        if is_ordered && (start != 1 || looks.counts.is_some()) {
            flow.extend(numbered(items, start, looks.counts));
        } else if !items.is_empty() {
            flow.push(Block::List(List { is_ordered, items }));
        }
        Ok(())
    }

    /// The items; what stands beside them belongs to the one before.
    fn items(&mut self, node: Page<'_>, context: &Context) -> Result<Vec<Vec<Block>>, BodyError> {
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut beside = Flow::default();
        for child in node.children() {
            match child.value() {
                Node::Element(element) if element.name() == "li" => {
                    add_beside(&mut items, std::mem::take(&mut beside), context);
                    let looks = Looks::of(element);
                    if !self.is_left_out(child, element, &looks) {
                        let inner = context.under("li", &looks);
                        items.push(self.blocks(child, &inner)?);
                    }
                }
                Node::Element(element) => self.element(child, element, context, &mut beside)?,
                Node::Text(text) => beside.writing.text(text, &context.style),
                _ => {}
            }
        }
        add_beside(&mut items, beside, context);
        let mut items: Vec<_> = items.into_iter().map(settle::for_item).collect();
        items.retain(|item| !item.is_empty());
        Ok(items)
    }
}

fn add_beside(items: &mut Vec<Vec<Block>>, beside: Flow, context: &Context) {
    let blocks = beside.into_blocks(context.align);
    if blocks.is_empty() {
        return;
    }
    match items.last_mut() {
        Some(item) => item.extend(blocks),
        None => items.push(blocks),
    }
}

/// The number of the first item.
fn start_of(node: Page<'_>) -> u32 {
    let first_item = node
        .children()
        .filter_map(|child| child.value().as_element())
        .find(|e| e.name() == "li");
    first_item
        .and_then(|e| e.attr("value"))
        .or_else(|| node.value().as_element()?.attr("start"))
        .and_then(|start| start.trim().parse().ok())
        .filter(|start| *start <= LAST_START)
        .unwrap_or(1)
}

fn numbered(
    items: Vec<Vec<Block>>,
    start: u32,
    counts: Option<Counts>,
) -> impl Iterator<Item = Block> {
    items
        .into_iter()
        .zip(start..)
        .flat_map(move |(mut item, number)| {
            let text = label::write(number, counts);
            match item.first_mut() {
                Some(Block::Paragraph(first)) => label::put_before(&text, &mut first.line),
                _ => {
                    let mut line = Vec::new();
                    label::put_before(&text, &mut line);
                    item.insert(0, Block::paragraph(line));
                }
            }
            item
        })
}
