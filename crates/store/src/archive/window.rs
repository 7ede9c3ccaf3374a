//! Stretches of a file. Reading one moves no position of the file, so that several can be read at once.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt as _;

/// A stretch of a file, read from its beginning to its end.
#[derive(Debug)]
pub(crate) struct Window<'f> {
    file: &'f File,
    at: u64,
    end: u64,
}

impl<'f> Window<'f> {
    pub fn new(file: &'f File, (at, size): (u64, u64)) -> Self {
        Self {
            file,
            at,
            end: at.saturating_add(size),
        }
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let read = self.file.read_at(&mut buffer[..wanted], self.at)?;
        if read == 0 && wanted > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += u64::try_from(read).unwrap_or(0);
        Ok(read)
    }
}
