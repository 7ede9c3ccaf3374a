//! XLSX and XLSM: hidden sheets, rows, columns and cells, comments, pivot caches, links, connections. What a conditional format or a
//! table's style hides is not seen.

mod book;
mod cell;
mod clean;
mod look;
mod style;

pub(crate) use cell::visit as visit_cells;
pub(crate) use clean::clean;
pub(crate) use look::{look, look_drawing};
