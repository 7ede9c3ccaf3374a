//! Digests of what runs through, in pieces: files need not be in memory to be known by their content.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

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
