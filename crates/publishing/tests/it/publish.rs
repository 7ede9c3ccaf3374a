//! Documents from draft to tombstone, on both engines.

use std::sync::{Arc, Mutex};

use crate::city::{City, count_events, news, normative, outlet, owes, person, refusal};
use kernel::{DocumentId, PageAsk, Refusal as _, Role, Stop};
use promises::Standing;
use prose::Body;
use publishing::actions::publish::Outlet;
use publishing::actions::{
    self, Approved, Correct, DecideValidity, Judge, KeepFinding, NewFile, Save, Withdraw,
};
use publishing::metadata::TypedMetadata;
use publishing::model::Scale;
use publishing::public::{Found, PublicDocument, Scope, find_public, list_public};
use publishing::queries::{Work, find_work};
use publishing::scan::{NoVerdict, ScanFile, Scanning, Verdict};
use publishing::{DocumentRefusal, EditionState, Validity};
use testkit::{TestSite, on_both};

async fn work(site: &TestSite, edition: kernel::EditionId) -> Work {
    store::read!(site.store, |tx| find_work(tx, edition).await)
        .unwrap()
        .unwrap()
}

async fn shown(site: &TestSite, id: DocumentId) -> Option<Found> {
    store::read!(site.store, |tx| find_public(tx, id, None).await).unwrap()
}

async fn document(site: &TestSite, id: DocumentId) -> PublicDocument {
    match shown(site, id).await {
        Some(Found::Document(found)) => *found,
        other => panic!("not public: {other:?}"),
    }
}

async fn flaws(site: &TestSite) -> Vec<store::check::Problem> {
    publishing::check::check(&site.store).await.unwrap()
}

/// A scanner that says what a test wants it to say.
#[derive(Debug, Default)]
struct Said(Mutex<Option<Result<Verdict, NoVerdict>>>);

impl ScanFile for Said {
    fn scan(&self, _: std::fs::File) -> Scanning {
        let said = self.0.lock().unwrap().clone();
        Box::pin(async move { said.unwrap_or(Ok(Verdict::Clean)) })
    }
}

impl Said {
    fn says(&self, verdict: Result<Verdict, NoVerdict>) {
        *self.0.lock().unwrap() = Some(verdict);
    }
}

on_both! {
    async fn every_statement_of_publishing_prepares(site: &TestSite) {
        for (name, sql) in publishing::ALL.iter().copied().flatten() {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn a_document_goes_all_the_way_and_only_then_is_public(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 为规范管理，依据《云溪市预算办法》（云政发〔2020〕3号）制定。")).await;
        assert_eq!(shown(site, begun.document).await, None);
        city.bring_to_approval(site, begun.edition).await;
        assert_eq!(shown(site, begun.document).await, None);
        let came = actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(came, Approved::Published);
        let found = document(site, begun.document).await;
        assert_eq!(found.line.index_number, "czj/2026-00001");
        assert_eq!(found.line.force.on(site.now.date()), Validity::NotYet);
        assert_eq!(found.cited.len(), 1);
        assert_eq!((found.cited[0].number.as_str(), found.cited[0].title.as_str()), ("云政发〔2020〕3号", "云溪市预算办法"));
        let lines = store::read!(site.store, |tx| {
            let scope = Scope { column: Some("policies".to_owned()), ..Scope::default() };
            list_public(tx, &scope, &PageAsk::first(10)).await
        }).unwrap();
        assert_eq!(lines.items.len(), 1);
        assert!(flaws(site).await.is_empty());
        let entries = store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await).unwrap();
        assert!(entries.iter().any(|it| it.kind == "document.published"));
    }

    async fn whoever_drafted_reviews_nothing_and_a_refused_act_leaves_no_trace(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("预算公开工作会召开")).await;
        let all = [Role::Clerk, Role::SectionHead, Role::SecrecyOfficer, Role::Approver];
        let drafter = person(1, city.finance, &all);
        let words = Judge::of(begun.edition, "同意。");
        actions::submit(&site.store, &Judge::of(begun.edition, ""), (&city.clerk(), &city.library), site.now).await.unwrap();
        let before = count_events(site).await;
        let own = |it: DocumentRefusal| it.code() == "kernel.own_draft";
        let leader = drafter.unit_leader(city.finance).unwrap();
        assert!(own(refusal(actions::pass(&site.store, &words, &leader, site.now).await)));
        actions::pass(&site.store, &words, &city.head(), site.now).await.unwrap();
        let reviewer = drafter.secrecy_reviewer(city.finance).unwrap();
        assert!(own(refusal(actions::sign(&site.store, &words, &reviewer, site.now).await)));
        actions::sign(&site.store, &words, &city.secrecy(), site.now).await.unwrap();
        let approver = drafter.approver(city.finance).unwrap();
        let when = (&outlet(site), site.now);
        assert!(own(refusal(actions::approve(&site.store, &Judge::of(begun.edition, ""), &approver, when).await)));
        // pass, sign and the signature itself: three events, none of the three refusals.
        assert_eq!(count_events(site).await, before + 3);
        assert_eq!(work(site, begun.edition).await.edition.state, EditionState::Approval);
        // Another unit's people cannot touch it.
        let stranger = person(9, city.welfare, &[Role::Approver]).approver(city.welfare).unwrap();
        let answer = refusal(actions::approve(&site.store, &Judge::of(begun.edition, ""), &stranger, when).await);
        assert_eq!(answer.code(), "kernel.responsible_unit_only");
    }

    async fn a_planted_number_stops_the_signature_until_a_second_person_says_why(site: &TestSite) {
        let city = City::of(site).await;
        let text = "联系人身份证号：11010519491231002X。\n联系电话：0577-8801234。";
        let begun = city.begin(site, &normative("云财〔2026〕12号", text)).await;
        actions::submit(&site.store, &Judge::of(begun.edition, ""), (&city.clerk(), &city.library), site.now).await.unwrap();
        let found = work(site, begun.edition).await.findings;
        // The unit's own telephone is none.
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(!found[0].sample.contains("19491231"), "the checklist itself holds nothing personal");
        assert!(found[0].place.contains('1'), "{}", found[0].place);
        let judge = Judge::of(begun.edition, "");
        actions::pass(&site.store, &judge, &city.head(), site.now).await.unwrap();
        let before = count_events(site).await;
        let stopped = refusal(actions::sign(&site.store, &judge, &city.secrecy(), site.now).await);
        assert_eq!(stopped, DocumentRefusal::FindingsOpen(1));
        assert_eq!(count_events(site).await, before);
        let keep = KeepFinding { edition: begun.edition, fingerprint: found[0].fingerprint.clone(), reason: "惩戒公示，法律规定公开".to_owned() };
        actions::keep_finding(&site.store, &keep, &city.secrecy(), site.now).await.unwrap();
        actions::sign(&site.store, &judge, &city.secrecy(), site.now).await.unwrap();
        assert_eq!(work(site, begun.edition).await.edition.state, EditionState::Approval);
    }

    async fn a_secrecy_mark_can_never_be_kept(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "秘密★五年\n关于预算的报告。")).await;
        actions::submit(&site.store, &Judge::of(begun.edition, ""), (&city.clerk(), &city.library), site.now).await.unwrap();
        let found = work(site, begun.edition).await.findings;
        let judge = Judge::of(begun.edition, "");
        actions::pass(&site.store, &judge, &city.head(), site.now).await.unwrap();
        let keep = KeepFinding { edition: begun.edition, fingerprint: found[0].fingerprint.clone(), reason: "已解密".to_owned() };
        let answer = refusal(actions::keep_finding(&site.store, &keep, &city.secrecy(), site.now).await);
        assert_eq!(answer, DocumentRefusal::CannotKeep);
    }

    async fn what_was_returned_is_changed_and_reviewed_anew(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("预算公开工作会召开")).await;
        city.bring_to_approval(site, begun.edition).await;
        let leader = person(4, city.finance, &[Role::Approver]);
        let silent = Judge::of(begun.edition, " ");
        assert_eq!(refusal(actions::return_edition(&site.store, &silent, &leader, site.now).await), DocumentRefusal::WordsMissing);
        let judge = Judge::of(begun.edition, "请写明参会单位。");
        actions::return_edition(&site.store, &judge, &leader, site.now).await.unwrap();
        let it = work(site, begun.edition).await;
        assert_eq!(it.edition.state, EditionState::Returned);
        assert_eq!(it.steps.last().unwrap().words, "请写明参会单位。");
        let save = Save {
            edition: begun.edition,
            revision: it.edition.revision,
            metadata: TypedMetadata { column: "news".to_owned(), title: "预算公开工作会召开".to_owned(), ..TypedMetadata::default() },
            body: Body::from_text("今日召开预算公开工作会，各局参加。").unwrap(),
            scale: Scale::First,
            change_note: String::new(),
        };
        let revision = actions::save(&site.store, &save, (&city.clerk(), &city.library), site.now).await.unwrap();
        assert_eq!(revision, save.revision + 1);
        // Whoever opened it before that is told, and overwrites nothing.
        let stale = refusal(actions::save(&site.store, &save, (&city.clerk(), &city.library), site.now).await);
        assert_eq!(stale, DocumentRefusal::Stale { mine: save.revision, theirs: revision });
        city.publish(site, begun.edition).await;
        assert!(document(site, begun.document).await.edition.body.text().contains("各局参加"));
    }

    async fn the_title_that_is_missing_is_named_before_review(site: &TestSite) {
        let city = City::of(site).await;
        let mut command = normative("", "");
        command.metadata.theme = String::new();
        let begun = city.begin(site, &command).await;
        let answer = refusal(actions::submit(&site.store, &Judge::of(begun.edition, ""), (&city.clerk(), &city.library), site.now).await);
        assert_eq!(answer.to_string(), "还不能提交：请先填写发文字号、主题分类、正文或附件");
    }

    async fn a_number_belongs_to_one_document_of_a_unit(site: &TestSite) {
        let city = City::of(site).await;
        let first = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, first.edition).await;
        let again = actions::begin(&site.store, &normative("云财[2026]第12号", "第一条 乙。"), (&city.clerk(), &city.library), site.now).await;
        assert!(matches!(refusal(again), DocumentRefusal::NumberTaken(title) if title.contains("专项资金")));
    }

    async fn a_correction_is_a_new_edition_and_the_old_one_stays_as_history(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 期限为十日。")).await;
        city.publish(site, begun.edition).await;
        let command = Correct { document: begun.document, scale: Scale::Minor, change_note: "第一条期限更正为十五日。".to_owned() };
        let second = actions::correct(&site.store, &command, &city.clerk(), site.now).await.unwrap();
        assert_eq!(refusal(actions::correct(&site.store, &command, &city.clerk(), site.now).await), DocumentRefusal::UnderWay);
        let it = work(site, second).await.edition;
        let mut metadata = normative("云财〔2026〕12号", "").metadata;
        metadata.title.push_str("（更正）");
        let save = Save { edition: second, revision: it.revision, metadata, body: Body::from_text("第一条 期限为十五日。").unwrap(), scale: Scale::Minor, change_note: it.change_note };
        actions::save(&site.store, &save, (&city.clerk(), &city.library), site.now).await.unwrap();
        // Until it is approved the public reads the first.
        assert!(document(site, begun.document).await.edition.body.text().contains("十日"));
        city.publish(site, second).await;
        let found = document(site, begun.document).await;
        assert!(found.edition.body.text().contains("十五日"));
        assert_eq!(found.line.index_number, "czj/2026-00001", "the index number stays");
        let history: Vec<_> = found.editions.iter().map(|it| (it.ordinal, it.state)).collect();
        assert_eq!(history, [(2, EditionState::Published), (1, EditionState::Superseded)]);
        let old = store::read!(site.store, |tx| find_public(tx, begun.document, Some(1)).await).unwrap().unwrap();
        assert!(matches!(old, Found::Document(it) if it.edition.body.text().contains("十日")));
        assert!(flaws(site).await.is_empty());
    }

    async fn what_is_withdrawn_leaves_a_tombstone_and_its_files_are_no_longer_public(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = site.store.blobs().put("名单".as_bytes().to_vec()).await.unwrap();
        let file = NewFile { blob: blob.clone(), file_name: "名单.txt".to_owned(), media_type: "text/plain".to_owned(), size: 6, unreadable: None, found: Vec::new() };
        assert_eq!(actions::attach(&site.store, (begun.edition, &file), &city.clerk(), site.now).await.unwrap(), 1);
        let is_public = async || {
            store::read!(site.store, |tx| tx.find_blob(&blob).await).unwrap().unwrap().is_public
        };
        assert!(!is_public().await);
        city.publish(site, begun.edition).await;
        assert!(is_public().await);
        let successor = city.begin(site, &news("名单公示（修订）")).await;
        let mut command = Withdraw { document: begun.document, reason: "名单有误，已重新公示。".to_owned(), successor: Some(successor.document) };
        let leader = city.leader();
        assert_eq!(refusal(actions::withdraw(&site.store, &command, &leader, site.now).await), DocumentRefusal::SuccessorUnknown);
        city.publish(site, successor.edition).await;
        actions::withdraw(&site.store, &command, &leader, site.now).await.unwrap();
        match shown(site, begun.document).await {
            Some(Found::Withdrawn(it)) => {
                assert_eq!(it.reason, "名单有误，已重新公示。");
                assert_eq!(it.successor.unwrap().1, "名单公示（修订）");
            }
            other => panic!("{other:?}"),
        }
        assert!(!is_public().await);
        command.successor = None;
        assert_eq!(refusal(actions::withdraw(&site.store, &command, &leader, site.now).await), DocumentRefusal::AlreadyWithdrawn);
    }

    async fn a_notice_leaves_the_day_after_its_last(site: &TestSite) {
        let city = City::of(site).await;
        let mut command = news("行政处罚公示");
        command.metadata.unpublish_after = "2026-11-22".to_owned();
        let begun = city.begin(site, &command).await;
        city.publish(site, begun.edition).await;
        let day = |n: i64| site.now.plus_millis(n * 86_400_000);
        assert_eq!(actions::take_down_due(&site.store, day(1)).await.unwrap(), 0);
        assert_eq!(actions::take_down_due(&site.store, day(2)).await.unwrap(), 1);
        assert_eq!(actions::take_down_due(&site.store, day(2)).await.unwrap(), 0);
        assert!(matches!(shown(site, begun.document).await, Some(Found::Withdrawn(_))));
    }

    async fn what_is_scheduled_comes_out_at_its_time_once(site: &TestSite) {
        let city = City::of(site).await;
        let mut command = news("定时发布");
        command.metadata.publish_at = "2026-11-22T09:00".to_owned();
        let begun = city.begin(site, &command).await;
        city.bring_to_approval(site, begun.edition).await;
        let came = actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        assert!(matches!(came, Approved::Scheduled(_)));
        assert_eq!(shown(site, begun.document).await, None);
        let nine = kernel::Moment::of_local("2026-11-22T09:00").unwrap();
        assert_eq!(actions::publish_due(&site.store, &outlet(site), nine.plus_millis(-1)).await.unwrap().published, 0);
        assert_eq!(actions::publish_due(&site.store, &outlet(site), nine).await.unwrap().published, 1);
        assert_eq!(actions::publish_due(&site.store, &outlet(site), nine).await.unwrap().published, 0);
        assert_eq!(document(site, begun.document).await.line.published_at, nine);
    }

    async fn what_is_due_waits_for_the_scanner_and_goes_back_with_a_virus(site: &TestSite) {
        let city = City::of(site).await;
        let scanner = Arc::new(Said::default());
        let outlet = Outlet { scanner: Some(scanner.clone()), ..outlet(site) };
        let mut command = news("定时发布");
        command.metadata.publish_at = "2026-11-22T09:00".to_owned();
        let begun = city.begin(site, &command).await;
        let blob = site.store.blobs().put(b"WEBVTT\n".to_vec()).await.unwrap();
        let file = NewFile { blob, file_name: "字幕.vtt".to_owned(), media_type: "text/vtt".to_owned(), size: 7, unreadable: None, found: Vec::new() };
        actions::attach(&site.store, (begun.edition, &file), &city.clerk(), site.now).await.unwrap();
        city.bring_to_approval(site, begun.edition).await;
        actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet, site.now)).await.unwrap();
        // The word of the day of approval does not hold for ever.
        let due = site.now.plus_millis(3 * 86_400_000);
        scanner.says(Err(NoVerdict("没有答复".to_owned())));
        let done = actions::publish_due(&site.store, &outlet, due).await.unwrap();
        assert_eq!((done.published, done.returned, done.waiting), (0, 0, 1));
        scanner.says(Ok(Verdict::Infected("Eicar".to_owned())));
        let done = actions::publish_due(&site.store, &outlet, due).await.unwrap();
        assert_eq!((done.published, done.returned, done.waiting), (0, 1, 0));
        assert_eq!(shown(site, begun.document).await, None);
        let back = work(site, begun.edition).await;
        assert!(back.steps.last().unwrap().words.contains("含有病毒（Eicar）"));
    }

    async fn what_is_not_for_the_public_is_filed_and_never_shown(site: &TestSite) {
        let city = City::of(site).await;
        let mut command = news("内部请示");
        command.metadata.disclosure = "withheld".to_owned();
        command.metadata.disclosure_ground = "过程性信息（《条例》第十六条）".to_owned();
        command.metadata.review_again_on = "2027-11-21".to_owned();
        let begun = city.begin(site, &command).await;
        city.bring_to_approval(site, begun.edition).await;
        let came = actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(came, Approved::Filed);
        assert_eq!(shown(site, begun.document).await, None);
        let lines = store::read!(site.store, |tx| list_public(tx, &Scope::default(), &PageAsk::first(10)).await).unwrap();
        assert!(lines.items.is_empty());
    }

    async fn a_publication_keeps_the_promises_that_wait_for_it(site: &TestSite) {
        let city = City::of(site).await;
        let promise = owes(site, city.finance, "2026-11-30").await;
        let foreign = owes(site, city.welfare, "2026-11-29").await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let clerk = city.clerk();
        let answer = actions::link_promises(&site.store, (begun.document, &[foreign]), &clerk, site.now).await;
        assert_eq!(refusal(answer), DocumentRefusal::PromiseUnknown);
        actions::link_promises(&site.store, (begun.document, &[promise]), &clerk, site.now).await.unwrap();
        city.publish(site, begun.edition).await;
        let kept = store::read!(site.store, |tx| promises::queries::find_promise(tx, promise, site.now.date()).await).unwrap().unwrap();
        assert_eq!(kept.line.standing, Standing::KeptOnTime);
        let links = work(site, begun.edition).await.promises;
        assert_eq!(links[0].state, "kept");
        let documents = store::read!(site.store, |tx| publishing::public::list_of_promise(tx, promise).await).unwrap();
        assert_eq!(documents[0].0, begun.document);
    }

    async fn validity_is_decided_with_a_basis_and_told_by_the_document(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, begun.edition).await;
        let newer = city.begin(site, &normative("云财〔2026〕20号", "《专项资金管理办法》（云财〔2026〕12号）同时废止。")).await;
        city.publish(site, newer.edition).await;
        let mut command = DecideValidity {
            document: begun.document,
            validity: Validity::Repealed,
            basis: String::new(),
            effective_on: "2026-11-21".parse().unwrap(),
            words: String::new(),
        };
        let (leader, outlet) = (city.leader(), outlet(site));
        let decide = async |command: &DecideValidity| actions::decide_validity(&site.store, command, &leader, (&outlet, site.now)).await;
        assert_eq!(refusal(decide(&command).await), DocumentRefusal::BasisMissing);
        command.basis = "《新办法》（云财〔2026〕20号）".to_owned();
        decide(&command).await.unwrap();
        let found = document(site, begun.document).await;
        assert_eq!(found.line.force.on(site.now.date()), Validity::Repealed);
        assert_eq!(found.validity_changes[0].basis_document, Some(newer.document));
        assert_eq!(found.citing.len(), 1, "what cites it is told");
        assert_eq!(refusal(decide(&command).await), DocumentRefusal::ValidityUnchanged);
    }

    async fn masking_a_draft_hides_every_number_and_is_read_again(site: &TestSite) {
        let city = City::of(site).await;
        let mut command = normative("云财〔2026〕12号", "经办人张三，身份证号 11010519491231002X，手机13812345678。");
        command.metadata.summary = "咨询13812345678。".to_owned();
        let begun = city.begin(site, &command).await;
        let clerk = city.clerk();
        let count = actions::mask(&site.store, (begun.edition, 1), &clerk, site.now).await.unwrap();
        assert_eq!(count, 3);
        let it = work(site, begun.edition).await;
        let text = it.edition.body.text();
        assert!(!text.contains("19491231") && !text.contains("13812345678"), "{text}");
        assert!(text.contains("经办人张三"), "{text}");
        assert!(!it.edition.metadata.summary.contains("13812345678"));
        assert!(it.findings.is_empty(), "{:?}", it.findings);
        assert!(matches!(refusal(actions::mask(&site.store, (begun.edition, 1), &clerk, site.now).await), DocumentRefusal::Stale { .. }));
    }

    async fn what_was_changed_past_the_program_is_told_by_check_and_not_published(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("预算公开工作会召开")).await;
        city.bring_to_approval(site, begun.edition).await;
        let tamper = "update edition_body set html = '<p>改过</p>' where edition_id = $1";
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute(tamper, store::params![begun.edition]).await?;
            Ok(())
        }).unwrap();
        let before = count_events(site).await;
        let answer = actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet(site), site.now)).await;
        assert_eq!(refusal(answer), DocumentRefusal::SignatureBroken);
        assert_eq!(count_events(site).await, before);
        let other = city.begin(site, &news("另一件")).await;
        city.publish(site, other.edition).await;
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute(tamper, store::params![other.edition]).await?;
            Ok(())
        }).unwrap();
        // What was to come out later goes back to those who drafted it, once.
        let mut command = news("定时发布");
        command.metadata.publish_at = "2026-11-22T09:00".to_owned();
        let timed = city.begin(site, &command).await;
        city.bring_to_approval(site, timed.edition).await;
        actions::approve(&site.store, &Judge::of(timed.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute(tamper, store::params![timed.edition]).await?;
            Ok(())
        }).unwrap();
        let later = site.now.plus_millis(2 * 86_400_000);
        for expected in [1, 0] {
            let done = actions::publish_due(&site.store, &outlet(site), later).await.unwrap();
            assert_eq!((done.published, done.returned), (0, expected));
        }
        let back = work(site, timed.edition).await;
        assert_eq!(back.edition.state, EditionState::Returned);
        assert!(back.steps.last().unwrap().words.starts_with("未能按时公开："));
        let codes: Vec<_> = flaws(site).await.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["edition.differs"]);
    }
}
