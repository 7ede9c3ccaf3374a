//! Where something stands in a body, in words that people use: 第3段, 表格1第2行第3列. Counts over the whole body, from 1.

use std::fmt;

/// A place in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Which block it is, counted from 0 in the order of [`crate::Body::html`]: one top-level element each.
    pub block: usize,
    /// What it is.
    pub spot: Spot,
}

/// What stands at a place. All numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// A paragraph, those of quotes counted along.
    Paragraph(usize),
    /// A heading.
    Heading(usize),
    /// An item of a list; items of lists within it count along.
    Item {
        /// Which list.
        list: usize,
        /// Which item of it.
        item: usize,
    },
    /// A table as a whole.
    Table(usize),
    /// The caption of a table.
    Caption {
        /// Which table.
        table: usize,
    },
    /// A cell of a table.
    Cell {
        /// Which table.
        table: usize,
        /// Which row, header rows counted along.
        row: usize,
        /// Which column of the grid.
        column: usize,
    },
    /// A picture with its caption.
    Figure(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spot {
            Spot::Paragraph(number) => write!(f, "第{number}段"),
            Spot::Heading(number) => write!(f, "第{number}个标题"),
            Spot::Item { list, item } => write!(f, "列表{list}第{item}项"),
            Spot::Table(number) => write!(f, "表格{number}"),
            Spot::Caption { table } => write!(f, "表格{table}的标题"),
            Spot::Cell { table, row, column } => write!(f, "表格{table}第{row}行第{column}列"),
            Spot::Figure(number) => write!(f, "第{number}张图片"),
        }
    }
}
