//! Why a command failed, as people and programs read it: a code, what happened, where, and the cure.
//!
//! Exit codes: 0 done; 1 refused, the user can mend it; 2 the command line is wrong; 3 a fault of machine or data; 4 `check`
//! found problems; 5 some of several files failed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kernel::{Fault, Refusal, Stop};
use serde_json::json;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    code: String,
    message: String,
    cure: Option<String>,
    file: Option<PathBuf>,
}

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The user can mend it.
    Refused = 1,
    /// Machine or data.
    Fault = 3,
    /// `check` found problems.
    Problems = 4,
    /// Some of several files failed.
    Partly = 5,
}

impl Failure {
    /// Input that the user can mend.
    pub fn bad_input(
        code: impl Into<String>,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self {
            exit: Exit::Refused,
            code: code.into(),
            message: message.into(),
            cure: Some(cure.into()),
            file: None,
        }
    }

    /// An end that has been told already; only the exit code is left to say.
    pub fn told(exit: Exit) -> Self {
        Self {
            exit,
            code: String::new(),
            message: String::new(),
            cure: None,
            file: None,
        }
    }

    /// The same failure, at a file.
    #[must_use]
    pub fn in_file(mut self, file: &Path) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// The same failure, with the cure.
    #[must_use]
    pub fn with_cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = Some(cure.into());
        self
    }

    /// Its stable code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Tells it on standard error, as a JSON object where programs read; returns the exit code.
    pub fn tell(&self, as_json: bool) -> ExitCode {
        if !self.message.is_empty() {
            if as_json {
                eprintln!("{}", self.to_json());
            } else {
                eprintln!("gongkai: {self}");
            }
        }
        ExitCode::from(self.exit as u8)
    }

    /// The failure as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        json!({ "error": {
            "code": self.code,
            "message": self.message,
            "cure": self.cure,
            "file": self.file.as_ref().map(|file| file.display().to_string()),
        }})
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}:", file.display())?;
        }
        f.write_str(&self.message)?;
        if let Some(cure) = &self.cure {
            write!(f, "\n  → {cure}")?;
        }
        Ok(())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self {
            exit: Exit::Fault,
            code: "fault".to_owned(),
            message: fault.to_string(),
            cure: None,
            file: None,
        }
    }
}

impl<R: Refusal> From<Stop<R>> for Failure {
    fn from(stop: Stop<R>) -> Self {
        match stop {
            Stop::Failed(fault) => fault.into(),
            Stop::Refused(refusal) => refused(&refusal),
        }
    }
}

/// The failure that a refusal is.
pub fn refused(refusal: &impl Refusal) -> Failure {
    Failure {
        exit: Exit::Refused,
        code: refusal.code().to_owned(),
        message: refusal.message(),
        cure: None,
        file: None,
    }
}
