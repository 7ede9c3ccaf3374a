//! Any text as a work plan: the whole way from bytes to duties, never a panic.
#![no_main]

use gongwen::limits::Limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = gongwen::readers::read_text(bytes, &Limits::default()) {
        let _ = gongwen::plan::read(&source);
    }
});
