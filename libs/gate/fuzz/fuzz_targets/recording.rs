//! The headers of recordings: whatever boxes and frames claim of themselves, reading ends, and what comes back is bounded.
#![no_main]

use std::io::Cursor;

use gate::file::read_recording;
use libfuzzer_sys::fuzz_target;

/// Bytes of all texts that may come back of one recording.
const MOST: usize = 8 << 20;

fuzz_target!(|bytes: &[u8]| {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let read = read_recording(head, &mut Cursor::new(bytes)).expect("memory can be read");
    let Some(contents) = read else { return };
    assert!(!contents.hidden.is_empty(), "a recording is told to be one");
    let hidden = contents.hidden.iter().map(|it| it.text.len());
    let shown = contents.visible.iter().map(|it| it.text.len());
    assert!(hidden.chain(shown).sum::<usize>() <= MOST);
});
