//! A site of the crash test: a data directory, a database, and the program's commands on them.
//!
//! Everything is asked through the command line, as an operator would.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// A site.
#[derive(Debug)]
pub struct Site {
    program: PathBuf,
    data: PathBuf,
    /// Empty for SQLite in the data directory.
    database: String,
    /// The server and the name of a PostgreSQL database, to drop it.
    postgres: Option<(String, String)>,
}

/// A site that is served. It ends when it is dropped, too, so that a test that fails leaves nothing running.
#[derive(Debug)]
pub struct Server {
    child: Child,
    said: PathBuf,
}

impl Server {
    /// Kills it with SIGKILL.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// What it said so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.said).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How many promises there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    pub all: usize,
    pub kept: usize,
}

impl Site {
    /// A new site on SQLite.
    pub fn on_sqlite(program: &Path, data: &Path) -> Result<Self> {
        fs::create_dir_all(data)?;
        Ok(Self {
            program: program.to_owned(),
            data: data.to_owned(),
            database: String::new(),
            postgres: None,
        })
    }

    /// A new site on a new database of the server that `GONGKAI_TEST_POSTGRES` names.
    pub fn on_postgres(program: &Path, data: &Path) -> Result<Self> {
        let server = std::env::var("GONGKAI_TEST_POSTGRES")
            .context("GONGKAI_TEST_POSTGRES is not set; run: eval \"$(script/postgres)\"")?;
        let name = format!("crash_{}", std::process::id());
        administer(&server, &format!("create database {name}"))?;
        let (base, _) = server
            .rsplit_once('/')
            .context("GONGKAI_TEST_POSTGRES names a database")?;
        let site = Self::on_sqlite(program, data)?;
        Ok(Self {
            database: format!("{base}/{name}"),
            postgres: Some((server, name)),
            ..site
        })
    }

    /// Removes the PostgreSQL database, if there is one.
    pub fn drop_database(&self) -> Result<()> {
        match &self.postgres {
            Some((server, name)) => {
                administer(server, &format!("drop database {name} with (force)"))
            }
            None => Ok(()),
        }
    }

    pub fn import_units(&self, units: &Path, classes: &Path) -> Result<()> {
        let (units, classes) = (units.to_string_lossy(), classes.to_string_lossy());
        self.ask(&["unit", "import", &units, "--classes", &classes])?;
        Ok(())
    }

    /// Opens an account with that password; `words` are what `gongkai account create` wants to know.
    pub fn open_account(&self, words: &[&str], password: &str) -> Result<()> {
        let mut all = vec!["account", "create"];
        all.extend(words);
        all.push("--password-stdin");
        let mut child = self
            .command(&all)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().context("a pipe was asked for")?;
        input.write_all(password.as_bytes())?;
        drop(input);
        let output = child.wait_with_output()?;
        ensure!(
            output.status.success(),
            "{}: {}",
            words.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    /// Starts the site on an address.
    pub fn serve(&self, address: &str) -> Result<Server> {
        let said = self.data.join("serve.log");
        let log = fs::File::create(&said)?;
        let child = self
            .command(&["serve"])
            .env("GONGKAI_SERVE__LISTEN", address)
            .env("GONGKAI_SERVE__VISITOR_REQUESTS_PER_SECOND", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Server { child, said })
    }

    pub fn import_plan(&self, plan: &Path) -> Result<()> {
        self.ask(&["plan", "import", &plan.to_string_lossy()])?;
        Ok(())
    }

    pub fn start_import(&self, plan: &Path) -> Result<Child> {
        self.start(&["plan", "import", &plan.to_string_lossy()])
    }

    pub fn keep(&self, promise: &str) -> Result<()> {
        self.ask(&keep_words(promise))?;
        Ok(())
    }

    pub fn start_keep(&self, promise: &str) -> Result<Child> {
        self.start(&keep_words(promise))
    }

    /// Fails where `gongkai check` finds a problem.
    pub fn check(&self) -> Result<()> {
        self.ask(&["check"]).context("the check found damage")?;
        Ok(())
    }

    pub fn count(&self) -> Result<Count> {
        let lines = self.list()?;
        let kept = lines.iter().filter(|line| is_kept_line(line)).count();
        Ok(Count {
            all: lines.len(),
            kept,
        })
    }

    /// The ids of promises that are owed still.
    pub fn list_open(&self) -> Result<Vec<String>> {
        let lines = self.list()?;
        Ok(lines
            .iter()
            .filter(|line| {
                matches!(
                    line["standing"].as_str(),
                    Some("open" | "due_today" | "late")
                )
            })
            .filter_map(id_of)
            .collect())
    }

    /// The ids of promises that were kept.
    pub fn list_kept(&self) -> Result<Vec<String>> {
        let lines = self.list()?;
        Ok(lines
            .iter()
            .filter(|line| is_kept_line(line))
            .filter_map(id_of)
            .collect())
    }

    /// Every promise, page by page.
    fn list(&self) -> Result<Vec<Value>> {
        let mut lines = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut words = vec!["promise", "list", "--limit", "200"];
            if let Some(after) = &after {
                words.extend(["--after", after]);
            }
            let mut page = self.ask(&words)?;
            after = page
                .last()
                .and_then(|last| last["next"].as_str())
                .map(str::to_owned);
            if after.is_some() {
                page.pop();
            }
            lines.extend(page);
            if after.is_none() {
                return Ok(lines);
            }
        }
    }

    /// Runs a command to its end; returns the JSON lines that it printed.
    fn ask(&self, words: &[&str]) -> Result<Vec<Value>> {
        let output = self.start(words)?.wait_with_output()?;
        ensure!(
            output.status.success(),
            "gongkai {} ended with {}: {}{}",
            words.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout)?
            .lines()
            .map(|line| serde_json::from_str(line).with_context(|| format!("not JSON: {line}")))
            .collect()
    }

    fn start(&self, words: &[&str]) -> Result<Child> {
        self.command(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| self.program.display().to_string())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .arg("--json")
            .current_dir(&self.data)
            .env("GONGKAI_STORE__DATA", &self.data)
            .env("GONGKAI_STORE__DATABASE", &self.database);
        command
    }
}

/// Whether what a process printed acknowledges that this promise was kept.
pub fn is_acknowledged(said: &[u8], promise: &str) -> bool {
    let said = String::from_utf8_lossy(said);
    said.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .any(|line| line["promise"] == promise)
}

fn id_of(line: &Value) -> Option<String> {
    line["id"].as_str().map(str::to_owned)
}

fn is_kept_line(line: &Value) -> bool {
    matches!(
        line["standing"].as_str(),
        Some("kept_on_time" | "kept_late")
    )
}

fn keep_words(promise: &str) -> [&str; 7] {
    [
        "promise",
        "keep",
        promise,
        "--link",
        "https://www.yunxi.example/zwgk/evidence.html",
        "--note",
        "登记于断电演练",
    ]
}

/// Runs a statement on a PostgreSQL server.
fn administer(server: &str, statement: &str) -> Result<()> {
    let output = Command::new("psql")
        .args([server, "--no-psqlrc", "--quiet", "--command", statement])
        .stdin(Stdio::null())
        .output()
        .context("psql is needed; run script/bootstrap")?;
    ensure!(
        output.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_line_about_the_promise_is_an_acknowledgement() {
        assert!(is_acknowledged(
            b"{\"promise\":\"a\",\"kept_on\":\"2026-11-21\"}\n",
            "a"
        ));
        assert!(!is_acknowledged(b"{\"promise\":\"b\"}\n", "a"));
        assert!(!is_acknowledged(b"{\"promise\":\"a\",\"kept_", "a"));
        assert!(!is_acknowledged(b"", "a"));
    }
}
