//! 备案 between two sites: what one signed the other takes in, judges and answers, and the answer acts as the receiver's judgement.

use kernel::{DocumentId, FilingId, Role, UnitId, UnitOfficer};
use ledger::{Signer, Suite, signer_of};
use promises::Standing;
use publishing::Library;
use publishing::actions::{NewFile, attach};
use publishing::filing::exchange::{PackageRefusal, Partners, Sealed};
use publishing::filing::queries::find;
use publishing::filing::received::queries::{self as received, list_received};
use publishing::filing::received::{
    Received, answer_of, object_received, register_received, return_received, take_package,
};
use publishing::filing::rules::FilingDesks;
use publishing::filing::{
    FilingCommand, FilingRefusal, FilingState, JudgeFiling, Origin, ResendFiling, SendFiling, pack,
    resend, send, take_answer,
};
use store::directory::{import, register};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, document, normative, outlet, person, promise};
use crate::filing::{above, owed, papers, publish_of, refused};

const PROVINCE: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
SZF,浙东省人民政府,省政府,government,province,,,,,,,,,,
SFT,浙东省司法厅,省司法厅,department,province,SZF,,,,,,,,,
";

fn signer(name: &str, seed: u8) -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, name, &[seed; 32]).unwrap()
}

/// The sender: the city's government, which nobody on its site is above.
struct Sender<'s> {
    site: &'s TestSite,
    unit: UnitId,
    key: Box<dyn Signer>,
    library: Library,
}

impl Sender<'_> {
    fn officer(&self) -> UnitOfficer {
        let actor = person(13, self.unit, &[Role::OpenGovernmentOffice]);
        actor.unit_officer(self.unit).unwrap()
    }

    /// A public document with a file, put on file.
    async fn send(&self) -> (DocumentId, FilingId) {
        let (site, officer) = (self.site, self.officer());
        let begin = normative("云政规〔2026〕1号", "第一条 甲。");
        let who = (&officer, &self.library);
        let begun = publishing::actions::begin(&site.store, &begin, who, site.now)
            .await
            .unwrap();
        let bytes = "附表：专项资金名录。".as_bytes().to_vec();
        let file = NewFile {
            blob: store::Blobs::id_of(&bytes),
            file_name: "附表.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            size: bytes.len() as u64,
            unreadable: None,
            found: Vec::new(),
        };
        site.store.blobs().put(bytes).await.unwrap();
        attach(&site.store, (begun.edition, &file), &officer, site.now)
            .await
            .unwrap();
        publish_of(site, self.unit, begun.edition).await;
        let named = SendFiling {
            receiver: "浙东省人民政府".to_owned(),
            papers: papers(),
        };
        let filing = send(
            &site.store,
            (begun.document, &named),
            &officer,
            (&outlet(site), site.now),
        )
        .await;
        (begun.document, filing.unwrap())
    }

    async fn pack(&self, filing: FilingId) -> Sealed {
        let origin = Origin {
            name: "云溪市人民政府网",
            address: "https://www.yunxi.example",
            signer: &*self.key,
            library: &self.library,
        };
        pack(&self.site.store, filing, origin)
            .await
            .unwrap()
            .unwrap()
    }

    async fn take(
        &self,
        filing: FilingId,
        answer: &str,
        from: &Partners,
    ) -> Result<FilingCommand, kernel::Stop<FilingRefusal>> {
        let what = (filing, answer.as_bytes());
        take_answer(
            &self.site.store,
            what,
            (&self.officer(), from),
            (&outlet(self.site), self.site.now),
        )
        .await
    }
}

/// The receiver: the province, whose department of justice looks through what is filed with its government.
struct Receiver {
    site: TestSite,
    desk: UnitId,
    government: UnitId,
    key: Box<dyn Signer>,
    desks: FilingDesks,
}

impl Receiver {
    async fn new() -> Self {
        let site = TestSite::on_sqlite().await;
        let (units, office) = (register::read_units(PROVINCE).unwrap(), site.office());
        store::write!(site.store, |tx| import::import_units(
            tx, &units, &office, site.now
        )
        .await)
        .unwrap();
        let directory = store::read!(site.store, |tx| store::directory::load(tx).await).unwrap();
        Self {
            desk: directory.find_by_code("SFT").unwrap().id,
            government: directory.find_by_code("SZF").unwrap().id,
            key: signer("www.zhedong.example/log", 9),
            desks: [("SZF".to_owned(), "SFT".to_owned())].into(),
            site,
        }
    }

    fn officer(&self) -> UnitOfficer {
        person(31, self.desk, &[Role::Clerk])
            .unit_officer(self.desk)
            .unwrap()
    }

    async fn take(
        &self,
        bytes: Vec<u8>,
        from: &Partners,
    ) -> Result<FilingId, kernel::Stop<FilingRefusal>> {
        let who = (&self.officer(), from, &self.desks);
        take_package(&self.site.store, bytes, who, self.site.now).await
    }

    async fn find(&self, id: FilingId) -> Received {
        store::read!(self.site.store, |tx| received::find(tx, id).await)
            .unwrap()
            .unwrap()
    }

    async fn answer(&self, id: FilingId) -> Option<String> {
        let filing = self.find(id).await;
        let by = ("浙东省司法行政网", &*self.key);
        store::read!(self.site.store, |tx| answer_of(tx, &filing, by).await).unwrap()
    }

    async fn count(&self) -> usize {
        count_events(&self.site).await
    }
}

fn judging(filing: FilingId, words: &str, number: &str) -> JudgeFiling {
    JudgeFiling {
        filing,
        words: words.to_owned(),
        register_number: number.to_owned(),
    }
}

/// Which the two sites know of each other.
fn acquainted(sender: &Sender<'_>, receiver: &Receiver) -> (Partners, Partners) {
    let (city, province) = (sender.key.verifier().text(), receiver.key.verifier().text());
    let known_there = Partners {
        senders: [("云溪市".to_owned(), city)].into(),
        ..Partners::default()
    };
    let known_here = Partners {
        receivers: [("浙东省人民政府".to_owned(), province)].into(),
        ..Partners::default()
    };
    (known_here, known_there)
}

async fn sender_on(site: &TestSite) -> Sender<'_> {
    let city = City::of(site).await;
    let (unit, _) = above(site, &city, 13, Role::OpenGovernmentOffice).await;
    Sender {
        site,
        unit,
        key: signer("www.yunxi.example/log", 7),
        library: Library::built_in(),
    }
}

on_both! {
    async fn a_filing_goes_to_another_site_and_its_answers_come_back(site: &TestSite) {
        let (sender, receiver) = (sender_on(site).await, Receiver::new().await);
        let (known_here, known_there) = acquainted(&sender, &receiver);
        let (id, filing) = sender.send().await;
        let sealed = sender.pack(filing).await;
        assert_eq!(sealed.bytes(), sender.pack(filing).await.bytes(), "the same filing gives the same bytes");
        let it = &sealed.package;
        assert_eq!((it.attachments.len(), it.attachments[0].file.as_deref()), (1, Some("附件/01-附表.txt")));
        assert!(it.document.proof.starts_with("https://www.yunxi.example/log/proof/"), "{}", it.document.proof);
        let taken = receiver.take(sealed.bytes(), &known_there).await.unwrap();
        let events = receiver.count().await;
        assert_eq!(receiver.take(sealed.bytes(), &known_there).await.unwrap(), taken, "twice the same is one");
        assert_eq!(receiver.count().await, events);
        let found = receiver.find(taken).await;
        assert_eq!((found.sender.as_str(), found.unit_name.as_str(), found.round), ("云溪市", "云溪市人民政府", 1));
        assert_eq!((found.title.as_str(), found.receiver_unit, found.state), (it.document.title.as_str(), receiver.desk, FilingState::Sent));
        assert!(receiver.answer(taken).await.is_none(), "nothing was answered yet");
        // It comes back, which is owed here as if the unit above were on this site.
        return_received(&receiver.site.store, &judging(taken, "缺少征求意见情况。", ""), &receiver.officer(), receiver.site.now).await.unwrap();
        let returned = receiver.answer(taken).await.unwrap();
        assert_eq!(sender.take(filing, &returned, &known_here).await.unwrap(), FilingCommand::Return);
        let events = count_events(site).await;
        assert_eq!(sender.take(filing, &returned, &known_here).await.unwrap(), FilingCommand::Return, "twice the same is one");
        assert_eq!(count_events(site).await, events);
        let owing = owed(site, id, "补正备案材料").await.unwrap();
        // The next sending goes on with the same filing over there, and an earlier one is not taken any more.
        let again = ResendFiling { filing, papers: papers(), words: "已补充。".to_owned() };
        resend(&site.store, &again, &sender.officer(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(promise(site, owing).await.line.standing, Standing::KeptOnTime);
        let second = sender.pack(filing).await.bytes();
        assert_eq!(receiver.take(second, &known_there).await.unwrap(), taken);
        let stale = receiver.take(sealed.bytes(), &known_there).await;
        assert_eq!(refused(stale), FilingRefusal::Package(PackageRefusal::Older(2)));
        assert_eq!((receiver.find(taken).await.round, receiver.find(taken).await.state), (2, FilingState::Sent));
        register_received(&receiver.site.store, &judging(taken, "", "浙府备〔2026〕88号"), &receiver.officer(), receiver.site.now).await.unwrap();
        let registered = receiver.answer(taken).await.unwrap();
        assert_eq!(sender.take(filing, &registered, &known_here).await.unwrap(), FilingCommand::Register);
        let shown = document(site, id).await.filing.unwrap();
        assert_eq!((shown.receiver.as_str(), shown.register_number.as_str()), ("浙东省人民政府", "浙府备〔2026〕88号"));
        let events = store::read!(site.store, |tx| store::event::list_newest(tx, 20).await).unwrap();
        let event = events.iter().find(|it| it.kind == "filing.registered").unwrap();
        assert_eq!(event.facts().unwrap()["answered_by"], "www.zhedong.example/log");
        let done: Vec<_> = store::read!(receiver.site.store, |tx| received::list_steps(tx, taken).await).unwrap();
        let done: Vec<_> = done.iter().map(|it| it.command.code()).collect();
        assert_eq!(done, ["send", "return", "supplement", "register"]);
        assert!(receiver.site.store.check(&mut |_, _| {}).await.unwrap().problems.is_empty());
        receiver.site.end().await;
    }

    async fn what_is_altered_unknown_or_for_others_is_refused_without_a_trace(site: &TestSite) {
        let (sender, receiver) = (sender_on(site).await, Receiver::new().await);
        let (known_here, known_there) = acquainted(&sender, &receiver);
        let (_, filing) = sender.send().await;
        let bytes = sender.pack(filing).await.bytes();
        let events = receiver.count().await;
        let package = |it| FilingRefusal::Package(it);
        for at in (0..bytes.len()).step_by(97) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            assert!(matches!(refused(receiver.take(changed, &known_there).await), FilingRefusal::Package(_)), "byte {at}");
        }
        let unknown = refused(receiver.take(bytes.clone(), &Partners::default()).await);
        assert!(matches!(unknown, FilingRefusal::Package(PackageRefusal::UnknownKey { .. })), "{unknown:?}");
        let large = refused(receiver.take(vec![0; (20 << 20) + 1], &known_there).await);
        assert_eq!(large, package(PackageRefusal::TooLarge));
        // The government's own clerk does not take in what the department of justice looks through.
        let other = person(32, receiver.government, &[Role::Clerk]).unit_officer(receiver.government).unwrap();
        let who = (&other, &known_there, &receiver.desks);
        let others = refused(take_package(&receiver.site.store, bytes.clone(), who, receiver.site.now).await);
        assert_eq!(others, package(PackageRefusal::ForOthers("浙东省人民政府".to_owned())));
        assert_eq!(receiver.count().await, events);
        let blobs = receiver.site.store.check(&mut |_, _| {}).await.unwrap().blobs;
        assert_eq!(blobs, 0, "no file is left of what was refused");
        // The answer: from the receiver's key only, to this filing, to this sending.
        let taken = receiver.take(bytes, &known_there).await.unwrap();
        let early = judging(taken, "", "浙府备〔2026〕1号");
        register_received(&receiver.site.store, &early, &receiver.officer(), receiver.site.now).await.unwrap();
        let answer = receiver.answer(taken).await.unwrap();
        let events = count_events(site).await;
        for at in (0..answer.len()).step_by(7) {
            let mut changed = answer.clone().into_bytes();
            changed[at] ^= 1;
            let what = (filing, changed.as_slice());
            let outcome = take_answer(&site.store, what, (&sender.officer(), &known_here), (&outlet(site), site.now)).await;
            assert!(matches!(refused(outcome), FilingRefusal::Package(_)), "byte {at}");
        }
        let wrong = Partners { receivers: [("浙东省人民政府".to_owned(), signer("x.example/log", 5).verifier().text())].into(), ..Partners::default() };
        for known in [&wrong, &Partners::default()] {
            let refused = refused(sender.take(filing, &answer, known).await);
            assert!(matches!(refused, FilingRefusal::Package(PackageRefusal::UnknownKey { .. })), "{refused:?}");
        }
        assert_eq!(count_events(site).await, events);
        assert_eq!(store::read!(site.store, |tx| find(tx, filing).await).unwrap().unwrap().state, FilingState::Sent);
        // What was objected to is answered: an answer to the sending before says nothing of this one.
        let leader = person(33, receiver.desk, &[Role::Approver]).approver(receiver.desk).unwrap();
        object_received(&receiver.site.store, &judging(taken, "第三条应当删去。", ""), &leader, receiver.site.now).await.unwrap();
        let objected = receiver.answer(taken).await.unwrap();
        sender.take(filing, &objected, &known_here).await.unwrap();
        let again = ResendFiling { filing, papers: papers(), words: "已删去。".to_owned() };
        resend(&site.store, &again, &sender.officer(), (&outlet(site), site.now)).await.unwrap();
        let late = refused(sender.take(filing, &answer, &known_here).await);
        assert_eq!(late, package(PackageRefusal::OtherRound(1)));
        let page = store::read!(receiver.site.store, |tx| {
            list_received(tx, (Some(receiver.desk), FilingState::Objected), &kernel::PageAsk::first(10)).await
        }).unwrap();
        assert_eq!(page.items.len(), 1);
        receiver.site.end().await;
    }
}
