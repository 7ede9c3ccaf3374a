//! Documents of an old site: public as of their old day, drafts where the gate stops them, each once however often it comes.

use crate::city::{City, count_events, news, normative};
use kernel::{DocumentId, Moment, Refusal as _};
use prose::Body;
use publishing::actions::import::{Arrival, Arrived, Import, foresee_in, import, list_known};
use publishing::actions::{self, NewFile, Withdraw};
use publishing::examine::examine;
use publishing::metadata::{TypedMetadata, read};
use publishing::public::{Found, PublicDocument, find_by_old_address, find_public};
use publishing::queries::find_work;
use publishing::{EditionState, Validity};
use testkit::{TestSite, on_both};

async fn arrival(site: &TestSite, city: &City, (key, text): (&str, &str)) -> Arrival {
    let kind = city.library.find_kind("policy").unwrap();
    let typed = TypedMetadata {
        column: "policies".to_owned(),
        title: format!("关于{key}的通知"),
        theme: "其他".to_owned(),
        summary: "旧网站的通知。".to_owned(),
        made_on: "2019-03-01".to_owned(),
        ..TypedMetadata::default()
    };
    let metadata = read(&typed, (kind, &city.library), site.now).unwrap();
    let body = Body::clean(text).unwrap().body;
    let gate = store::read!(site.store, |tx| actions::gate_of(tx, site.now.date()).await).unwrap();
    Arrival {
        key: key.to_owned(),
        unit: city.finance,
        kind: "policy".to_owned(),
        found: examine(&gate, &metadata, &body),
        metadata,
        body,
        pictures: Vec::new(),
        files: Vec::new(),
        published_at: Moment::parse("2019-03-04T01:30:00.000Z").unwrap(),
        validity: Validity::InForce,
        knows_validity: true,
        old_address: Some(format!("/{key}")),
    }
}

async fn take(site: &TestSite, arrivals: &[Arrival], at: Moment) -> Vec<Arrived> {
    let office = site.office();
    let from = Import {
        source: "旧网站",
        approved_by: "市政府办 张主任",
        office: &office,
    };
    import(&site.store, (&from, arrivals), at).await.unwrap()
}

async fn document(site: &TestSite, id: DocumentId) -> PublicDocument {
    match store::read!(site.store, |tx| find_public(tx, id, None).await).unwrap() {
        Some(Found::Document(found)) => *found,
        other => panic!("not public: {other:?}"),
    }
}

fn published(arrived: &Arrived) -> DocumentId {
    match arrived {
        Arrived::Published(id) => *id,
        other => panic!("not published: {other:?}"),
    }
}

async fn old(site: &TestSite, path: &str, query: &str) -> Option<DocumentId> {
    store::read!(site.store, |tx| find_by_old_address(tx, path, query).await).unwrap()
}

on_both! {
    async fn what_was_public_stays_public_as_of_its_old_day_with_an_index_number_of_that_year(site: &TestSite) {
        let city = City::of(site).await;
        let mut first = arrival(site, &city, ("a", "<p>依据《云溪市预算办法》（云政发〔2018〕3号）。</p>")).await;
        first.metadata.number = "云财〔2019〕3号".to_owned();
        first.validity = Validity::Repealed;
        let bytes = b"attached".to_vec();
        let blob = site.store.blobs().put(bytes).await.unwrap();
        first.files = vec![NewFile { blob, file_name: "表.txt".to_owned(), media_type: "text/plain".to_owned(), size: 8, unreadable: None, found: Vec::new() }];
        let second = arrival(site, &city, ("b", "<p>正文</p>")).await;
        let done = take(site, &[first, second], site.now).await;
        let found = document(site, published(&done[0])).await;
        assert_eq!(found.line.index_number, "czj/2019-00001");
        assert_eq!(found.line.published_at.to_string(), "2019-03-04T01:30:00.000Z");
        assert_eq!(found.line.force.on(site.now.date()), Validity::Repealed);
        assert_eq!((found.cited.len(), found.edition.attachments.len()), (1, 1));
        assert_eq!(document(site, published(&done[1])).await.line.index_number, "czj/2019-00002");
        let work = store::read!(site.store, |tx| find_work(tx, found.edition.id).await).unwrap().unwrap();
        assert!(work.steps[0].words.contains("批准人：市政府办 张主任"), "{:?}", work.steps);
        let events = store::read!(site.store, |tx| store::event::list_newest(tx, 10).await).unwrap();
        let event = events.iter().find(|it| it.subject == format!("document/{}", found.line.id)).unwrap();
        let entry = store::ledger::entry_of(event).unwrap();
        assert!(entry.contains("document.imported") && entry.contains("2019-03-04"), "{entry}");
        assert!(!event.body.contains("张主任"), "the log holds no names");
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        // The next publication of this year counts from one.
        let begun = city.begin(site, &news("动态")).await;
        city.publish(site, begun.edition).await;
        assert_eq!(document(site, begun.document).await.line.index_number, "czj/2026-00001");
    }

    async fn a_resident_number_makes_a_draft_that_nobody_sees_and_goes_the_usual_way(site: &TestSite) {
        let city = City::of(site).await;
        let grave = arrival(site, &city, ("a", "<p>身份证号：11010519491231002X</p>")).await;
        assert_eq!(grave.count_grave(), 1);
        let done = take(site, &[grave], site.now).await;
        let Arrived::Drafted(id, edition) = &done[0] else { panic!("{done:?}") };
        assert_eq!(store::read!(site.store, |tx| find_public(tx, *id, None).await).unwrap(), None);
        assert_eq!(old(site, "/a", "").await, None, "nobody learns that it is there");
        let events = store::read!(site.store, |tx| store::event::list_newest(tx, 20).await).unwrap();
        assert!(events.iter().all(|it| !it.body.contains("11010519491231002X")));
        assert!(events.iter().all(|it| it.kind != "document.imported"));
        let work = store::read!(site.store, |tx| find_work(tx, *edition).await).unwrap().unwrap();
        assert_eq!((work.edition.state, work.findings.len()), (EditionState::Draft, 1));
        actions::submit(&site.store, &actions::Judge::of(*edition, ""), (&city.clerk(), &city.library), site.now).await.unwrap();
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn the_same_document_comes_in_once_however_often_it_comes(site: &TestSite) {
        let city = City::of(site).await;
        let one = arrival(site, &city, ("a", "<p>正文</p>")).await;
        let id = published(&take(site, std::slice::from_ref(&one), site.now).await[0]);
        let before = count_events(site).await;
        let later = site.now.plus_millis(60_000);
        assert_eq!(take(site, std::slice::from_ref(&one), later).await, [Arrived::Known(id)]);
        assert_eq!(count_events(site).await, before);
        let known = store::read!(site.store, |tx| list_known(tx, "旧网站", &["a", "b"]).await).unwrap();
        assert_eq!((known[0].map(|it| it.0), known[1]), (Some(id), None));
        // Twice in one list is a slip of the list, and is said.
        let two = arrival(site, &city, ("b", "<p>正文</p>")).await;
        let done = take(site, &[two.clone(), two], later).await;
        let codes: Vec<_> = done.iter().map(|it| match it { Arrived::Refused(it) => it.code(), _ => "" }).collect();
        assert_eq!(codes, ["", "import.twice"]);
    }

    async fn a_number_or_an_address_that_is_taken_refuses_one_row_and_no_other(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "正文")).await;
        city.publish(site, begun.edition).await;
        let mut number = arrival(site, &city, ("a", "<p>正文</p>")).await;
        number.metadata.number = "云财〔2026〕12号".to_owned();
        let fine = arrival(site, &city, ("b", "<p>正文</p>")).await;
        let mut address = arrival(site, &city, ("c", "<p>正文</p>")).await;
        address.old_address = Some("/b".to_owned());
        let foreseen = store::read!(site.store, |tx| foresee_in(tx, "旧网站", &number, site.now).await).unwrap();
        let done = take(site, &[number, fine, address], site.now).await;
        assert_eq!(foreseen.as_ref(), Some(&done[0]));
        let codes: Vec<_> = done.iter().map(|it| match it { Arrived::Refused(it) => it.code(), _ => "" }).collect();
        assert_eq!(codes, ["publishing.number_taken", "", "import.address_taken"]);
    }

    async fn an_old_address_leads_to_its_document_however_it_is_written_and_to_its_tombstone(site: &TestSite) {
        let city = City::of(site).await;
        let mut one = arrival(site, &city, ("a", "<p>正文</p>")).await;
        one.old_address = Some("/show.asp?cat=3&id=12".to_owned());
        let two = arrival(site, &city, ("art/1.html", "<p>正文</p>")).await;
        let done = take(site, &[one, two], site.now).await;
        let (one, two) = (published(&done[0]), published(&done[1]));
        assert_eq!(old(site, "/show.asp", "id=12&cat=3").await, Some(one));
        assert_eq!(old(site, "/show.asp", "id=13&cat=3").await, None);
        assert_eq!(old(site, "/show.asp", "").await, None);
        assert_eq!(old(site, "/%61rt/1.html/", "from=timeline").await, Some(two));
        assert_eq!(old(site, &"/a".repeat(2000), "").await, None);
        let withdraw = Withdraw { document: two, reason: "内容过时".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &city.leader(), site.now).await.unwrap();
        assert_eq!(old(site, "/art/1.html", "").await, Some(two));
    }

    async fn an_imported_document_is_corrected_like_any_other(site: &TestSite) {
        let city = City::of(site).await;
        let one = arrival(site, &city, ("a", "<p>正文</p>")).await;
        let id = published(&take(site, &[one], site.now).await[0]);
        let correct = actions::Correct { document: id, scale: publishing::model::Scale::Minor, change_note: "改正错字".to_owned() };
        let edition = actions::correct(&site.store, &correct, &city.clerk(), site.now).await.unwrap();
        city.publish(site, edition).await;
        let found = document(site, id).await;
        assert_eq!(found.edition.state, EditionState::Published);
        assert_eq!(found.line.index_number, "czj/2019-00001", "given once");
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
    }
}
