//! `crash`: kills the program with SIGKILL at random moments and looks for damage, on SQLite and on PostgreSQL.
//!
//! Each round imports a plan and keeps promises in child processes of which some are killed; then `gongkai check` must
//! find nothing, a plan's promises must be there all or not at all, and whatever was acknowledged on standard output must
//! be there. [`publishing`] does the same to a server on whose desk people publish. The moments are seeded: the same seed draws the same moments (the machine still decides what
//! it was doing at each). Losing power is another test: this one leaves the system's own buffers alone.

mod dice;
pub mod publishing;
mod site;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::program::{self, Profile};
use dice::Dice;
use site::Site;

/// Rounds where none are asked for.
pub const ROUNDS: u32 = 20;

/// Pairs of `promise keep` in a round where none are asked for; one of each pair is killed.
pub const PAIRS: usize = 4;

/// The same moments on every run.
const SEED: u64 = 2026;

/// Plans of the demo, one a round by turns; each is another year's plan each time.
const PLANS: &[&str] = &["last-a-xikou.txt", "last-c-city.txt"];

/// What a run saw.
#[derive(Debug, Default)]
struct Tally {
    kills: u32,
    unfinished_imports: u32,
    keeps: usize,
    acknowledged: usize,
}

/// How much is tried on each engine.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Rounds.
    pub rounds: u32,
    /// Pairs of `promise keep` in each of them.
    pub pairs: usize,
}

/// Runs so many rounds on each engine.
///
/// # Errors
/// At the first damage: what was lost or half-done, and where the site lies.
pub fn run(root: &Path, effort: Effort) -> Result<ExitCode> {
    let program = program::build(root, Profile::Debug)?;
    let folder = tempfile::tempdir()?;
    for engine in ["sqlite", "postgres"] {
        let began = Instant::now();
        let site = match engine {
            "sqlite" => Site::on_sqlite(&program, &folder.path().join(engine))?,
            _ => Site::on_postgres(&program, &folder.path().join(engine))?,
        };
        // Not killed, ever: says how many promises a plan opens and how long it takes.
        let calm = Site::on_sqlite(&program, &folder.path().join(format!("{engine}-calm")))?;
        let mut trial = Trial {
            root,
            pairs: effort.pairs,
            site,
            calm,
            dice: Dice::seeded(SEED),
            tally: Tally::default(),
            folder: folder.path().to_owned(),
        };
        trial.prepare()?;
        for round in 0..effort.rounds {
            trial
                .round(round)
                .with_context(|| format!("{engine}, round {}, seed {SEED}", round + 1))?;
        }
        let Tally {
            kills,
            unfinished_imports,
            keeps,
            acknowledged,
        } = trial.tally;
        println!(
            "{engine}: {} rounds, {kills} kills, {unfinished_imports} imports cut short, {keeps} keeps of which {acknowledged} \
             acknowledged beside a kill and all there, nothing half-done ({} s)",
            effort.rounds,
            began.elapsed().as_secs()
        );
        trial.site.drop_database()?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Trial<'r> {
    root: &'r Path,
    pairs: usize,
    site: Site,
    calm: Site,
    dice: Dice,
    tally: Tally,
    folder: PathBuf,
}

impl Trial<'_> {
    fn prepare(&self) -> Result<()> {
        let demo = self.root.join("crates/server/demo");
        let (units, classes) = (demo.join("units.csv"), demo.join("classes.csv"));
        for site in [&self.site, &self.calm] {
            site.import_units(&units, &classes)?;
        }
        Ok(())
    }

    fn round(&mut self, round: u32) -> Result<()> {
        let plan = self.write_plan(round)?;
        self.import(&plan)?;
        self.keep()?;
        self.site.check()
    }

    /// A plan of another year each round, in a file.
    fn write_plan(&self, round: u32) -> Result<PathBuf> {
        let name = PLANS[round as usize % PLANS.len()];
        let template = fs::read_to_string(self.root.join("crates/server/demo/plans").join(name))?;
        let year = 2000 + round / 2 % 26;
        let text = template
            .replace("{Y}", &year.to_string())
            .replace("{Y-1}", &(year - 1).to_string())
            .replace("{Y+1}", &(year + 1).to_string());
        let path = self.folder.join(format!("{year}-{name}"));
        fs::write(&path, text)?;
        Ok(path)
    }

    /// Imports a plan in a process that is killed; all of its promises are there afterwards, or none, and a second
    /// import completes it.
    fn import(&mut self, plan: &Path) -> Result<()> {
        let calm_before = self.calm.count()?.all;
        let began = Instant::now();
        self.calm.import_plan(plan)?;
        let usual = began.elapsed();
        let opens = self.calm.count()?.all - calm_before;

        ensure!(
            opens > 0,
            "the plan opens no promises: nothing would be tested"
        );

        let before = self.site.count()?.all;
        let child = self.site.start_import(plan)?;
        self.kill_within(child, usual)?;
        let after = self.site.count()?.all;
        ensure!(
            after == before || after == before + opens,
            "a plan that opens {opens} promises was cut short at {}: it is half imported",
            after - before
        );
        self.tally.unfinished_imports += u32::from(after == before);
        self.site.check()?;
        self.site.import_plan(plan)?;
        let completed = self.site.count()?.all;
        ensure!(
            completed == before + opens,
            "after importing again there are {} promises of the plan instead of {opens}",
            completed - before
        );
        Ok(())
    }

    /// Keeps promises two at a time and kills one of the two. What was acknowledged must be kept; keeping the others
    /// again must succeed whether or not the first time did.
    fn keep(&mut self) -> Result<()> {
        let wanted = 1 + 2 * self.pairs;
        let open = self.site.list_open()?;
        ensure!(
            open.len() >= wanted,
            "there are {} promises to keep, too few for {wanted}",
            open.len()
        );
        let kept_before = self.site.count()?.kept;
        let (first, others) = open[..wanted].split_at(1);
        let began = Instant::now();
        self.site.keep(&first[0])?;
        let usual = began.elapsed();

        let mut acknowledged = Vec::new();
        for pair in others.chunks_exact(2) {
            let doomed = self.site.start_keep(&pair[0])?;
            let spared = self.site.start_keep(&pair[1])?;
            let said = self.kill_within(doomed, usual)?;
            let spared = spared.wait_with_output()?;
            ensure!(
                spared.status.success(),
                "a promise could not be kept beside another process: {}",
                String::from_utf8_lossy(&spared.stderr)
            );
            for (id, said) in [(&pair[0], said), (&pair[1], spared.stdout)] {
                if site::is_acknowledged(&said, id) {
                    acknowledged.push(id);
                }
            }
        }
        let kept = self.site.list_kept()?;
        for id in &acknowledged {
            ensure!(
                kept.contains(id),
                "the promise {id} was acknowledged as kept and is not"
            );
        }
        self.tally.keeps += wanted;
        self.tally.acknowledged += acknowledged.len();

        for pair in others.chunks_exact(2) {
            self.site.keep(&pair[0])?;
        }
        let kept_now = self.site.count()?.kept - kept_before;
        ensure!(
            kept_now == wanted,
            "{wanted} promises were kept, {kept_now} are counted"
        );
        Ok(())
    }

    /// Kills a child at a random moment of about its usual life; returns what it had printed.
    fn kill_within(&mut self, mut child: Child, usual: Duration) -> Result<Vec<u8>> {
        thread::sleep(self.dice.moment_within(usual + usual / 8));
        // A child that ended already is not killed: that moment is one of the drawn ones, too.
        if child.try_wait()?.is_none() {
            child.kill()?;
            self.tally.kills += 1;
        }
        Ok(child.wait_with_output()?.stdout)
    }
}
