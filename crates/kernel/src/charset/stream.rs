//! The same for files that are too long to be held: told in one pass, decoded in a second, a block at a time.

use std::io::{Error, ErrorKind, Read, Result};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8};

use super::{NotText, is_no_text};

/// Bytes read at once.
const BLOCK: usize = 64 * 1024;

/// The charset of a whole text file, and how many bytes its mark takes.
///
/// # Errors
/// Where the file cannot be read.
pub fn tell(mut file: impl Read) -> Result<(&'static Encoding, usize)> {
    let mut block = vec![0; BLOCK];
    let mut read = fill(&mut file, &mut block)?;
    if let Some(marked) = Encoding::for_bom(&block[..read]) {
        return Ok(marked);
    }
    // UTF-8 with a broken byte reads as GB18030 without a fault: whichever of the two most of the file is.
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let (mut whole, mut broken) = (0_u64, 0_u64);
    let mut text = String::with_capacity(BLOCK * 3 + 16);
    loop {
        let is_last = read == 0;
        let mut rest = &block[..read];
        loop {
            text.clear();
            let (result, taken, _) = decoder.decode_to_string(rest, &mut text, is_last);
            for c in text.chars().filter(|c| !c.is_ascii()) {
                match c {
                    '\u{FFFD}' => broken += 1,
                    _ => whole += 1,
                }
            }
            rest = &rest[taken..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if is_last {
            break;
        }
        read = fill(&mut file, &mut block)?;
    }
    let is_national = broken > 0 && whole <= broken;
    Ok((if is_national { GB18030 } else { UTF_8 }, 0))
}

fn fill(file: &mut impl Read, block: &mut [u8]) -> Result<usize> {
    let mut read = 0;
    while read < block.len() {
        match file.read(&mut block[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

/// A file as UTF-8, strict: a damaged byte is an error that names its line ([`NotText`]).
pub struct Decoding<R> {
    file: R,
    decoder: Decoder,
    block: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    line: usize,
    is_over: bool,
}

impl<R: Read> Decoding<R> {
    /// Decodes from the beginning of the file, whose charset was told before.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn of(mut file: R, (encoding, mark): (&'static Encoding, usize)) -> Result<Self> {
        file.read_exact(&mut vec![0; mark])?;
        Ok(Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            block: vec![0; BLOCK],
            text: Vec::new(),
            given: 0,
            line: 1,
            is_over: false,
        })
    }

    fn decode_more(&mut self) -> Result<()> {
        let read = fill(&mut self.file, &mut self.block)?;
        self.is_over = read == 0;
        let mut text = vec![0; read * 3 + 64];
        let (result, _, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.block[..read],
            &mut text,
            self.is_over,
        );
        text.truncate(written);
        let decoded = str::from_utf8(&text).map_err(|_| self.flaw())?;
        for c in decoded.chars() {
            if is_no_text(c) {
                return Err(self.flaw());
            }
            self.line += usize::from(c == '\n');
        }
        match result {
            DecoderResult::InputEmpty => {}
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => return Err(self.flaw()),
        }
        (self.text, self.given) = (text, 0);
        Ok(())
    }

    fn flaw(&self) -> Error {
        Error::new(ErrorKind::InvalidData, NotText { line: self.line })
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        while self.given == self.text.len() && !self.is_over {
            self.decode_more()?;
        }
        let rest = &self.text[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String> {
        let mut text = String::new();
        Decoding::of(bytes, tell(bytes)?)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn a_long_file_reads_a_block_at_a_time_as_it_reads_at_once() {
        let text = "关于印发《办法》的通知,云财〔2026〕1号\r\n".repeat(9000);
        let national = GB18030.encode(&text).0.into_owned();
        let marked = format!("\u{feff}{text}").into_bytes();
        for bytes in [text.clone().into_bytes(), marked, national] {
            assert_eq!(read(&bytes).unwrap(), text);
        }
        assert_eq!(read(b"").unwrap(), "");
    }

    #[test]
    fn a_damaged_byte_far_inside_is_told_with_its_line() {
        let mut bytes = "关于印发办法的通知\n".repeat(5000).into_bytes();
        let at = bytes.len() - 20;
        bytes[at] = b'?';
        let told = read(&bytes).unwrap_err().to_string();
        assert!(
            told.contains("第 5000 行") || told.contains("第 4999 行"),
            "{told}"
        );
    }
}
