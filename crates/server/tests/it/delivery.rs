//! Killed while it delivers mail: nothing is lost, and nothing comes twice but what was in the carrier's hands.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use accounts::actions::create::FirstPassword;
use accounts::actions::{Create, create};
use accounts::{Policy, Secret};
use kernel::{AccountId, Actor, Moment, Never, Stop};
use store::directory::register::read_units;
use store::directory::{find_unit_by_code, import};
use store::outbox::{Body, DeliveryState, NewMessage, Topic, Way, count_deliveries, enqueue};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,,,,,,,,,,
";
const LETTERS: u64 = 400;
const KILLS: usize = 4;
/// Before the machine's clock, whatever it shows: the program finds the letters due.
const EARLY: &str = "2020-01-01T00:00:00.000Z";
/// When every claim has run out.
const LATER: &str = "2100-01-01T00:00:00.000Z";
/// Deliveries that a carrier holds at a time.
const IN_HAND: usize = 16;

/// The site's key, which the test has too.
pub const SITE_KEY: &str = "1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";

/// A mail server that takes every letter and tells its Message-ID.
pub fn mail_server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tell = tell.clone();
            std::thread::spawn(move || serve(stream, &tell));
        }
    });
    (port, told)
}

/// One connection; ends where the client is gone.
fn serve(stream: TcpStream, tell: &Sender<String>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 mail.example\r\n").ok()?;
    loop {
        let line = lines.next()?.ok()?.to_uppercase();
        if line.starts_with("DATA") {
            out.write_all(b"354 go on\r\n").ok()?;
            let mut id = String::new();
            loop {
                let line = lines.next()?.ok()?;
                if let Some(given) = line.strip_prefix("Message-ID: ") {
                    id = given.to_owned();
                }
                if line == "." {
                    break;
                }
            }
            tell.send(id).ok()?;
            out.write_all(b"250 taken\r\n").ok()?;
        } else if line.starts_with("EHLO") {
            out.write_all(b"250-mail.example\r\n250 8BITMIME\r\n")
                .ok()?;
        } else if line.starts_with("QUIT") {
            out.write_all(b"221 bye\r\n").ok()?;
            return Some(());
        } else {
            out.write_all(b"250 ok\r\n").ok()?;
        }
    }
}

pub struct Program(Child);

impl Program {
    pub fn start(site: &TestSite, mail_port: &str) -> Self {
        let config = site.config();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .arg("serve")
            .current_dir(config.blobs.parent().unwrap())
            .env("GONGKAI_STORE__DATA", config.blobs.parent().unwrap())
            .env("GONGKAI_STORE__DATABASE", &config.database)
            .env("GONGKAI_SITE_KEY", SITE_KEY)
            .env("GONGKAI_SERVE__LISTEN", "127.0.0.1:0")
            .env("GONGKAI_MAIL__HOST", "127.0.0.1")
            .env("GONGKAI_MAIL__PORT", mail_port)
            .env("GONGKAI_MAIL__SECURITY", "none")
            .env("GONGKAI_MAIL__FROM", "gongkai@example.gov.cn")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self(child)
    }

    /// SIGKILL: nothing is tidied up.
    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

async fn reader(site: &TestSite) -> AccountId {
    let records = read_units(UNITS).unwrap();
    let office = site.office();
    let unit = store::write!(site.store, |tx| {
        import::import_units(tx, &records, &office, site.now).await?;
        Ok(find_unit_by_code(tx, "czj").await?.unwrap().id)
    })
    .unwrap();
    let command = Create {
        login: "liwei".to_owned(),
        name: "李卫".to_owned(),
        unit,
        mail: "liwei@example.gov.cn".to_owned(),
        password: Secret::default(),
        first_password: FirstPassword::Kept,
    };
    let by = Actor::operator("控制台").system_administrator().unwrap();
    create(&site.store, (&command, &Policy::usual()), &by, site.now)
        .await
        .unwrap()
}

async fn put_letters(site: &TestSite) {
    let account = reader(site).await;
    let early = Moment::parse(EARLY).unwrap();
    store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
        for n in 0..LETTERS {
            let new = NewMessage {
                key: format!("reminders/{n}"),
                topic: Topic::Reminders,
                account: Some(account),
                unit: None,
                subject: format!("公开承诺提醒：第{n}封"),
                body: Body::default(),
                ways: vec![Way::Mail(account)],
            };
            enqueue(tx, &new, early).await?;
        }
        Ok(())
    })
    .unwrap();
}

async fn count(site: &TestSite, state: DeliveryState) -> u64 {
    store::read!(site.store, |tx| count_deliveries(tx, state).await).unwrap()
}

async fn kill_and_check(site: &TestSite) {
    put_letters(site).await;
    let (port, letters) = mail_server();
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..KILLS {
        let program = Program::start(site, &port);
        // In the middle of a batch: some of it arrived, some is under way.
        for _ in 0..20 {
            let id = letters.recv().unwrap();
            *arrived.entry(id).or_default() += 1;
        }
        program.kill();
    }
    while let Ok(id) = letters.try_recv() {
        *arrived.entry(id).or_default() += 1;
    }
    let twice = arrived.values().filter(|times| **times > 1).count();
    assert!(twice <= KILLS * IN_HAND, "{twice} came twice");
    // Whatever is not noted as delivered comes to the next carrier once the claims have run out, under the id it had.
    let delivered = count(site, DeliveryState::Delivered).await;
    let later = Moment::parse(LATER).unwrap();
    let rest = site.store.claim_deliveries(1000, later).await.unwrap();
    assert_eq!(delivered + rest.len() as u64, LETTERS, "one was lost");
    for held in &rest {
        arrived
            .entry(format!("<{}@localhost>", held.id))
            .or_default();
    }
    assert_eq!(arrived.len() as u64, LETTERS, "a letter is known by one id");
    assert_eq!(count(site, DeliveryState::Dead).await, 0);
}

testkit::on_both! {
    async fn kill_nine_during_delivery_loses_no_letter_and_doubles_only_what_was_in_hand(site: &TestSite) {
        kill_and_check(site).await;
    }
}
