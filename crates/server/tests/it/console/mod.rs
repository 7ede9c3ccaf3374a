//! What the tests of the console share: a folder of their own, and the program run in it as an operator would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder in which the program runs.
pub struct Console {
    folder: tempfile::TempDir,
}

impl Console {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let console = Self::new();
        for (name, text) in files {
            console.write(name, text.as_bytes());
        }
        console
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("GONGKAI_STORE__DATABASE")
            .output()
            .unwrap()
    }

    /// What it prints where it does what it is asked.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The lines that it prints, each of them JSON.
    pub fn json(&self, arguments: &[&str]) -> Vec<Value> {
        self.done(arguments)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// What it says where it ends with this code.
    pub fn refused(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// All that it said.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
