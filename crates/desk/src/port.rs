//! The port through which the desk has files read that nobody vouches for.
//!
//! The server reads them in a child process with limits; tests read them in place.

use std::future::Future;
use std::pin::Pin;

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

/// Whoever reads files.
pub trait ReadFile: Send + Sync {
    /// Reads bytes.
    fn read(&self, bytes: Vec<u8>) -> Reading;
}
