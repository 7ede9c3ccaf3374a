//! Joint issue: nothing goes to approval before the leader of each unit has signed what the secrecy officer signed.

use kernel::{Role, Stop};
use publishing::actions::{self, Begin, Correct, Judge, Save};
use publishing::metadata::TypedMetadata;
use publishing::model::{JointState, Scale};
use publishing::queries::{Work, find_work, list_asked_to_sign};
use publishing::{DocumentRefusal, EditionState};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, document, normative, outlet, person, refusal, state};

fn joint(names: &str) -> Begin {
    let it = normative("云财〔2026〕12号", "第一条 甲。");
    Begin {
        metadata: TypedMetadata {
            joint_issuers: names.to_owned(),
            ..it.metadata
        },
        ..it
    }
}

async fn work(site: &TestSite, edition: kernel::EditionId) -> Work {
    store::read!(site.store, |tx| find_work(tx, edition).await)
        .unwrap()
        .unwrap()
}

async fn asked(site: &TestSite, city: &City) -> usize {
    let lines = store::read!(site.store, |tx| list_asked_to_sign(tx, city.welfare).await);
    lines.unwrap().len()
}

on_both! {
    async fn every_unit_signs_before_the_approval_and_all_are_named_in_public(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &joint("市民政局、云溪市人民政府")).await;
        let names: Vec<String> = work(site, begun.edition).await.edition.joint.iter().map(|it| it.name.clone()).collect();
        assert_eq!(names, ["云溪市民政局", "云溪市人民政府"]);
        let judge = Judge::of(begun.edition, "");
        let too_early = actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await;
        assert_eq!(refusal(too_early), DocumentRefusal::NotSubmitted);
        assert_eq!(asked(site, &city).await, 0);
        city.bring_to_approval(site, begun.edition).await;
        assert_eq!(state(site, &begun).await, EditionState::Countersigning);
        assert_eq!(asked(site, &city).await, 1);
        let approval = actions::approve(&site.store, &judge, &city.leader(), (&outlet(site), site.now)).await;
        assert!(matches!(refusal(approval), DocumentRefusal::NotAtThisStage(_)));
        // The drafting unit does not sign for the others.
        let own = actions::countersign(&site.store, &judge, &city.leader(), site.now).await;
        assert_eq!(refusal(own), DocumentRefusal::NotAskedToSign);
        actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await.unwrap();
        assert_eq!((state(site, &begun).await, asked(site, &city).await), (EditionState::Countersigning, 0));
        let events = count_events(site).await;
        let again = actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await;
        assert_eq!(refusal(again), DocumentRefusal::NotAskedToSign);
        assert_eq!(count_events(site).await, events, "what is refused leaves no trace");
        let government = work(site, begun.edition).await.edition.joint[1].unit;
        let leader = person(7, government, &[Role::Approver]).approver(government).unwrap();
        actions::countersign(&site.store, &judge, &leader, site.now).await.unwrap();
        assert_eq!(state(site, &begun).await, EditionState::Approval);
        actions::approve(&site.store, &judge, &city.leader(), (&outlet(site), site.now)).await.unwrap();
        let found = document(site, begun.document).await;
        assert_eq!(found.issuers(), "云溪市财政局、云溪市民政局、云溪市人民政府");
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
        // A new edition is issued by the same units.
        let command = Correct { document: begun.document, scale: Scale::Minor, change_note: "改正错字。".to_owned() };
        let next = actions::correct(&site.store, &command, &city.clerk(), site.now).await.unwrap();
        let next = work(site, next).await.edition;
        assert_eq!(next.joint.len(), 2);
        assert!(next.joint.iter().all(|it| it.state == JointState::Named && it.signed_digest.is_none()));
    }

    async fn what_one_unit_gives_back_is_signed_anew_by_all(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &joint("市民政局、市政府")).await;
        city.bring_to_approval(site, begun.edition).await;
        let judge = Judge::of(begun.edition, "第一条涉及我局职责，请补充。");
        actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await.unwrap();
        // One that has signed may still give it back while others are asked; a clerk may not, nor may the leader of a unit that is not named.
        let clerk = actions::return_edition(&site.store, &judge, city.welfare_clerk().actor(), site.now).await;
        assert!(matches!(refusal(clerk), DocumentRefusal::NotAllowed(_)));
        actions::return_edition(&site.store, &judge, city.welfare_leader().actor(), site.now).await.unwrap();
        let it = work(site, begun.edition).await.edition;
        assert_eq!(it.state, EditionState::Returned);
        assert!(it.joint.iter().all(|it| it.state == JointState::Named && it.signed_digest.is_none()));
        // One unit is taken out; the other is asked anew.
        let begin = joint("市民政局");
        let save = Save { edition: begun.edition, revision: it.revision, metadata: begin.metadata, body: begin.body, scale: Scale::First, change_note: String::new() };
        actions::save(&site.store, &save, (&city.clerk(), &city.library), site.now).await.unwrap();
        city.bring_to_approval(site, begun.edition).await;
        assert_eq!(state(site, &begun).await, EditionState::Countersigning);
        actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await.unwrap();
        assert_eq!(state(site, &begun).await, EditionState::Approval);
    }

    async fn units_are_named_exactly_or_not_at_all(site: &TestSite) {
        let city = City::of(site).await;
        let library = &city.library;
        for (names, wanted) in [
            ("市民政", DocumentRefusal::JointUnknown("市民政".to_owned())),
            ("市民政局、市财政局", DocumentRefusal::JointOwn("市财政局".to_owned())),
        ] {
            let before = count_events(site).await;
            let refused = actions::begin(&site.store, &joint(names), (&city.clerk(), library), site.now).await;
            assert_eq!(refusal(refused), wanted);
            assert_eq!(count_events(site).await, before);
        }
        let twice = city.begin(site, &joint("市民政局，云溪市民政局")).await;
        assert_eq!(work(site, twice.edition).await.edition.joint.len(), 1);
    }

    async fn a_signature_does_not_hold_for_another_text(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &joint("市民政局")).await;
        city.bring_to_approval(site, begun.edition).await;
        let judge = Judge::of(begun.edition, "");
        actions::countersign(&site.store, &judge, &city.welfare_leader(), site.now).await.unwrap();
        // Somebody changes the units in the database, behind the program.
        let government = "update joint_issuer set unit_id = (select id from unit where code = 'zf') where edition_id = $1";
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute(government, store::params![begun.edition]).await?;
            Ok(())
        }).unwrap();
        let approval = actions::approve(&site.store, &judge, &city.leader(), (&outlet(site), site.now)).await;
        assert_eq!(refusal(approval), DocumentRefusal::SignatureBroken);
    }
}
