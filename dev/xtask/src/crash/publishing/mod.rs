//! `crash publishing`: a day of publishing on the desk, over HTTP, while the server is killed with SIGKILL at random moments.
//!
//! The four people of a unit take several documents at once from draft to public, correct them, decide on their validity and
//! withdraw them. After each kill `gongkai check` must find nothing, and everything that was acknowledged (a 303 after a POST)
//! must be there when the server is up again; what was under way took place as a whole or not at all.

mod browser;
mod story;

use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use self::browser::Browser;
use self::story::{People, Step, Story};
use super::dice::Dice;
use super::site::{Server, Site};
use crate::program::{self, Profile};

/// Kills where none are asked for, on each engine.
pub const KILLS: u32 = 4;

/// Those who work at once, each with documents of their own.
const WORKERS: usize = 3;
/// Documents that each of them has in hand.
const IN_HAND: usize = 3;
/// The longest that a server lives.
const LIFE: Duration = Duration::from_millis(2500);
const PASSWORD: &str = "泉水叮咚-2026-听泉";
const SEED: u64 = 2027;

/// Login, name and role of each.
const OFFICERS: [(&str, &str, &str); 4] = [
    ("wangmin", "王敏", "clerk"),
    ("lihua", "李桦", "section_head"),
    ("sunbao", "孙保", "secrecy_officer"),
    ("zhaolei", "赵磊", "approver"),
];

/// Plays the day with so many kills on each engine.
///
/// # Errors
/// At the first damage: what was lost or is not consistent.
pub fn run(root: &Path, kills: u32) -> Result<ExitCode> {
    let program = program::build(root, Profile::Debug)?;
    let folder = tempfile::tempdir()?;
    for engine in ["sqlite", "postgres"] {
        let began = Instant::now();
        let data = folder.path().join(format!("{engine}-day"));
        let site = match engine {
            "sqlite" => Site::on_sqlite(&program, &data)?,
            _ => Site::on_postgres(&program, &data)?,
        };
        let mut day = Day::begin(root, site)?;
        for kill in 1..=kills {
            day.live_and_die()
                .with_context(|| format!("{engine}, kill {kill}, seed {SEED}"))?;
        }
        day.end().with_context(|| format!("{engine}, the end"))?;
        let acts: usize = day.desks.iter().map(Desk::count_acts).sum();
        let documents: usize = day.desks.iter().map(|it| it.stories.len()).sum();
        println!(
            "{engine}: a publishing day with {kills} kills, {documents} documents, {acts} acts acknowledged or found whole, \
             {} cut short, nothing lost ({} s)",
            day.cut,
            began.elapsed().as_secs()
        );
        day.site.drop_database()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A worker's documents and people.
struct Desk {
    people: People,
    stories: Vec<Story>,
    dice: Dice,
}

struct Day {
    site: Site,
    address: String,
    desks: Vec<Desk>,
    dice: Dice,
    cut: u32,
}

impl Day {
    fn begin(root: &Path, site: Site) -> Result<Self> {
        let demo = root.join("crates/server/demo");
        site.import_units(&demo.join("units.csv"), &demo.join("classes.csv"))?;
        for (login, name, role) in OFFICERS {
            site.open_account(
                &[login, "--name", name, "--unit", "yx-czj", "--role", role],
                PASSWORD,
            )?;
        }
        let free = TcpListener::bind("127.0.0.1:0")?;
        let address = free.local_addr()?.to_string();
        drop(free);
        let people = People::at(&address);
        let desk = |seed: usize| Desk {
            people: people.clone(),
            stories: Vec::new(),
            dice: Dice::seeded(SEED + seed as u64),
        };
        Ok(Self {
            site,
            address,
            desks: (1..=WORKERS).map(desk).collect(),
            dice: Dice::seeded(SEED),
            cut: 0,
        })
    }

    /// A server's life: what the last one left is looked up, work goes on, the server is killed in the midst of it.
    fn live_and_die(&mut self) -> Result<()> {
        let mut server = self.start()?;
        self.sign_in()?;
        let life = self.dice.moment_within(LIFE);
        static NUMBERS: AtomicU32 = AtomicU32::new(1);
        let cut = thread::scope(|scope| -> Result<u32> {
            let work = |desk: &mut Desk| desk.work(&NUMBERS);
            let workers: Vec<_> = self
                .desks
                .iter_mut()
                .map(|desk| scope.spawn(move || work(desk)))
                .collect();
            thread::sleep(life);
            server.kill()?;
            let mut cut = 0;
            for worker in workers {
                match worker.join() {
                    Ok(outcome) => cut += outcome?,
                    Err(_) => bail!("a worker panicked"),
                }
            }
            Ok(cut)
        })?;
        self.cut += cut;
        self.site.check()
    }

    /// The rest of the day without kills: every document comes to its end, and all are looked up once more.
    fn end(&mut self) -> Result<()> {
        let mut server = self.start()?;
        self.sign_in()?;
        for desk in &mut self.desks {
            let Desk {
                people, stories, ..
            } = desk;
            for story in stories.iter_mut() {
                while !story.is_over() {
                    ensure!(
                        story.go_on(people)? == Step::Acknowledged,
                        "the server is gone, and nobody killed it"
                    );
                }
            }
        }
        server.kill()?;
        self.site.check()?;
        let stories = self.desks.iter_mut().flat_map(|it| &mut it.stories);
        stories.for_each(Story::unsettle);
        let mut server = self.start()?;
        server.kill()
    }

    /// Starts a server and looks up everything that was acknowledged before.
    fn start(&mut self) -> Result<Server> {
        let server = self.site.serve(&self.address)?;
        let began = Instant::now();
        let mut browser = Browser::new(&self.address);
        while browser.get("/readyz")?.is_none_or(|it| it.status != 200) {
            ensure!(
                began.elapsed() < Duration::from_secs(60),
                "the server does not start: {}",
                server.said()
            );
            thread::sleep(Duration::from_millis(20));
        }
        for desk in &mut self.desks {
            let Desk {
                people, stories, ..
            } = desk;
            for story in stories.iter_mut().filter(|it| !it.is_settled()) {
                story.look_up(people)?;
            }
        }
        Ok(server)
    }

    /// Whoever has not signed in does; the clerk does so anew in each life. A session that was acknowledged outlives every kill, or looking
    /// up would not have found a page.
    fn sign_in(&mut self) -> Result<()> {
        self.desks[0].people.clerk = Browser::new(&self.address);
        for desk in &mut self.desks {
            for (browser, (login, ..)) in desk.people.all().into_iter().zip(OFFICERS) {
                if browser.is_signed_in() {
                    continue;
                }
                let fields = [("login", login), ("password", PASSWORD)];
                let answer = browser.post("/desk/sign-in", &fields)?;
                let answer = answer.context("nobody killed the server yet")?;
                ensure!(answer.status == 303, "{login}: {}", answer.body);
                browser
                    .get("/desk")?
                    .context("nobody killed the server yet")?;
            }
        }
        Ok(())
    }
}

impl Desk {
    /// Works on a document after another, in no order, until the server is gone; how many acts were cut short.
    fn work(&mut self, numbers: &AtomicU32) -> Result<u32> {
        loop {
            let mut open: Vec<usize> = (0..self.stories.len()).collect();
            open.retain(|it| !self.stories[*it].is_over());
            if open.len() < IN_HAND {
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                open.push(self.stories.len());
                self.stories.push(Story::new(number));
            }
            let chosen = open[self.dice.below(open.len())];
            if self.stories[chosen].go_on(&mut self.people)? == Step::Cut {
                return Ok(1);
            }
        }
    }

    fn count_acts(&self) -> usize {
        self.stories.iter().map(Story::done).sum()
    }
}
