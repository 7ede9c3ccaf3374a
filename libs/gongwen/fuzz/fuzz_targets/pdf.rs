//! Any bytes as PDF: read or refused, never a panic of ours. The PDF library may panic on hostile files, which `read_pdf`
//! answers as a broken PDF and production bears in a child process: that is no finding here, a panic in this crate is.
#![no_main]

use gongwen::limits::Limits;
use libfuzzer_sys::fuzz_target;

/// Where cargo keeps the sources of libraries.
const LIBRARIES: &str = "/registry/src/";

/// Lets the fuzzer's hook end the run for panics of ours alone; those of libraries unwind to `read_pdf`.
fn end_for_ours_alone() {
    let end = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_theirs = panic
            .location()
            .is_some_and(|at| at.file().contains(LIBRARIES));
        if !is_theirs {
            end(panic);
        }
    }));
}

fuzz_target!(init: end_for_ours_alone(), |bytes: &[u8]| {
    let _ = gongwen::readers::read_pdf(bytes, &Limits::default());
});
