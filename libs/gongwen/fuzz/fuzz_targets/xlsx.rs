//! Any bytes as XLSX: read or refused, never a panic.
#![no_main]

use gongwen::limits::Limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = gongwen::readers::read_xlsx(bytes, &Limits::default());
});
