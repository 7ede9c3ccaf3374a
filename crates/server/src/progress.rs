//! Telling how far long work is: a bar on a terminal, plain lines elsewhere, nothing where programs read JSON.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// Who hears of the progress.
#[derive(Debug)]
pub struct Progress {
    how: How,
    what: String,
    done: u64,
    total: Option<u64>,
}

#[derive(Debug)]
enum How {
    Bar(ProgressBar),
    Lines { told: u64 },
    Silent,
}

impl Progress {
    /// Begins; `total` where it is known.
    pub fn begin(what: &str, total: Option<u64>, as_json: bool) -> Self {
        let how = if as_json {
            How::Silent
        } else if std::io::stderr().is_terminal() {
            How::Bar(bar(total))
        } else {
            How::Lines { told: 0 }
        };
        if let How::Bar(bar) = &how {
            bar.set_message(what.to_owned());
        }
        Self {
            how,
            what: what.to_owned(),
            done: 0,
            total,
        }
    }

    /// So many are done, all in all.
    pub fn reached(&mut self, what: &str, done: u64) {
        self.done = done;
        match &mut self.how {
            How::Bar(bar) => {
                if self.what != what {
                    bar.set_message(what.to_owned());
                }
                bar.set_position(done);
            }
            // Every tenth of a known total, else every ten thousand: a log, not a waterfall.
            How::Lines { told } => {
                let step = self.total.map_or(10_000, |total| (total / 10).max(1));
                if done >= *told + step || self.total == Some(done) {
                    *told = done;
                    match self.total {
                        Some(total) => eprintln!("{what} {done}/{total}"),
                        None => eprintln!("{what} {done}"),
                    }
                }
            }
            How::Silent => {}
        }
        what.clone_into(&mut self.what);
    }

    /// One more is done.
    pub fn step(&mut self, what: &str) {
        self.reached(what, self.done + 1);
    }

    /// Ends.
    pub fn end(self) {
        if let How::Bar(bar) = self.how {
            bar.finish_and_clear();
        }
    }
}

/// Who hears of work of several stages, each with a total of its own.
#[derive(Debug)]
pub struct Stages {
    as_json: bool,
    now: Option<(&'static str, Progress)>,
}

impl Stages {
    /// No stage yet.
    pub fn begin(as_json: bool) -> Self {
        Self { as_json, now: None }
    }

    /// So many of a stage are done, and of how many; another stage than before begins anew.
    pub fn reached(&mut self, what: &'static str, done: u64, total: u64) {
        if self.now.as_ref().is_none_or(|(stage, _)| *stage != what) {
            self.end();
            self.now = Some((what, Progress::begin(what, Some(total), self.as_json)));
        }
        if let Some((_, progress)) = &mut self.now {
            progress.reached(what, done);
        }
    }

    /// Ends.
    pub fn end(&mut self) {
        if let Some((_, progress)) = self.now.take() {
            progress.end();
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = match total {
        Some(_) => "{msg} {bar:32} {pos}/{len} {eta}",
        None => "{spinner} {msg} {pos}",
    };
    bar.set_style(
        ProgressStyle::with_template(template).expect("the templates above are well-formed"),
    );
    bar
}
