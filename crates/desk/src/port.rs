//! The port through which the desk has files read that nobody vouches for.
//!
//! The server reads them in a child process with limits; tests read them in place.

use std::fs::File;
use std::future::Future;
use std::pin::Pin;

use gate::Rules;
use gate::file::{Cleaned, Hidden, Passage};
use gongwen::blocks::Source;
use gongwen::reading::PlanReading;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// Its blocks.
    pub source: Source,
    /// Its reading as a plan.
    pub reading: PlanReading,
}

/// The text of a document as a file says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextRead {
    /// As HTML; it is cleaned again.
    pub html: String,
    /// The pictures within it.
    pub pictures: Vec<Vec<u8>>,
}

/// What a file says, shown and not shown.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// What everybody sees.
    pub visible: Vec<Passage>,
    /// What nobody does.
    pub hidden: Vec<Hidden>,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRefused {
    /// Stable code.
    pub code: String,
    /// What happened and what to do, in Chinese.
    pub message: String,
}

/// A reading under way.
pub type Reading = Pin<Box<dyn Future<Output = Result<FileRead, ReadRefused>> + Send>>;

/// A text being read.
pub type TextReading = Pin<Box<dyn Future<Output = Result<TextRead, ReadRefused>> + Send>>;

/// A look into a file under way.
pub type Looking = Pin<Box<dyn Future<Output = Result<Looked, ReadRefused>> + Send>>;

/// A cleaning under way.
pub type Cleaning = Pin<Box<dyn Future<Output = Result<Cleaned, ReadRefused>> + Send>>;

/// Whoever reads files.
pub trait ReadFile: Send + Sync {
    /// Reads bytes.
    fn read(&self, bytes: Vec<u8>) -> Reading;
    /// Reads the text of a document, with headings, lists, tables and pictures, by what the file's name ends in.
    fn text(&self, bytes: Vec<u8>, name: &str) -> TextReading;
    /// Looks for what a file shows and what it hides, from its beginning; however large it is, it is not taken into memory here.
    fn look(&self, file: File) -> Looking;
    /// Takes out of a file what it hides, and masks what it shows.
    fn clean(&self, bytes: Vec<u8>, rules: Rules) -> Cleaning;
}
