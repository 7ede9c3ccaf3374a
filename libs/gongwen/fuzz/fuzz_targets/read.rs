//! Any bytes as a file of unknown format: read or refused, never a panic; what is read keeps its promises.
#![no_main]

use gongwen::blocks::Block;
use gongwen::limits::Limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = gongwen::readers::read(bytes, &Limits::default()) else {
        return;
    };
    for block in &source.blocks {
        match block {
            Block::Paragraph(p) => assert!(!p.text.is_empty() && !p.text.contains('\n')),
            Block::Table(t) => {
                for cell in &t.cells {
                    assert!(
                        cell.row + cell.row_span <= t.rows
                            && cell.column + cell.column_span <= t.columns
                    );
                }
            }
        }
    }
});
