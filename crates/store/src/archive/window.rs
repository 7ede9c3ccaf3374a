//! Stretches of a file, and digests of what runs through. Reading a stretch moves no position of the file, so that several can be read at once.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt as _;

use sha2::{Digest as _, Sha256};

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

/// Counts and digests what is written or read through it.
#[derive(Debug)]
pub(crate) struct Digesting<T> {
    inner: T,
    digest: Sha256,
    bytes: u64,
}

impl<T> Digesting<T> {
    pub fn new(inner: T) -> Self {
        Self {
            inner,
            digest: Sha256::new(),
            bytes: 0,
        }
    }

    /// What was inside, how many bytes went through, and their SHA-256 in hexadecimal.
    pub fn end(self) -> (T, u64, String) {
        (self.inner, self.bytes, hex::encode(self.digest.finalize()))
    }

    fn note(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.note(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.note(&buffer[..read]);
        Ok(read)
    }
}
