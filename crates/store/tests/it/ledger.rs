//! The public log on both engines: what enters it, in which order, and what `check` finds.
//!
//! The tree's mathematics is tested in the library; how the log is served, in the portal.

use kernel::{Actor, EventId, Moment, Never, SignedIn, Stop};
use ledger::{Checkpoint, Resource, Signer, Suite, read_bundle, signer_of, verify_consistency};
use serde_json::{Value, json};
use store::{EventDraft, RecordedEvent, Store, params};
use testkit::{TestSite, on_both};

fn signer() -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, "yunxi.gov.cn/log", &[7; 32]).unwrap()
}

fn waived(n: u32) -> EventDraft {
    EventDraft {
        chain: format!("plan/{}", n % 3),
        kind: "promise.waived",
        subject: format!("promise/{n}"),
        unit: None,
        body: json!({ "what": "waived", "reason": format!("机构改革{n}"), "basis": "市编委会议纪要",
            "approved_by": "李建国", "memo": "内部意见" }),
    }
}

fn private(n: u32) -> EventDraft {
    EventDraft {
        kind: "duty.unit_assigned",
        ..waived(n)
    }
}

async fn record(site: &TestSite, drafts: Vec<EventDraft>) -> Vec<RecordedEvent> {
    let actor = Actor::operator("控制台 王敏");
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        let mut events = Vec::new();
        for draft in &drafts {
            events.push(tx.record(draft.clone(), &actor, site.now).await?);
        }
        Ok(events)
    })
    .unwrap()
}

async fn append_all(store: &Store, signer: &dyn Signer, now: Moment) -> u64 {
    loop {
        let done = store.append_to_ledger(signer, now).await.unwrap();
        if done.leaves == 0 {
            return done.size;
        }
    }
}

async fn grown(site: &TestSite, count: u32) -> Vec<RecordedEvent> {
    let events = record(site, (0..count).map(waived).collect()).await;
    assert_eq!(
        append_all(&site.store, &*signer(), site.now).await,
        u64::from(count)
    );
    events
}

async fn entries(store: &Store, count: u64) -> Vec<Value> {
    let mut entries = Vec::new();
    for index in 0..count.div_ceil(256) {
        let tile = ledger::Tile::in_tree(0, index, count).unwrap();
        let bundle = store::read!(store, |tx| {
            store::ledger::find_resource(tx, Resource::Entries(tile)).await
        })
        .unwrap()
        .unwrap();
        for entry in read_bundle(&bundle).unwrap() {
            entries.push(serde_json::from_slice(entry).unwrap());
        }
    }
    entries
}

async fn head(store: &Store) -> Checkpoint {
    let head = store::read!(store, |tx| store::ledger::find_checkpoint(tx).await).unwrap();
    Checkpoint::open(&head.unwrap().note, &*signer().verifier()).unwrap()
}

async fn tamper(site: &TestSite, sql: &'static str) {
    let changed = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(tx.execute(sql, params![]).await?)
    })
    .unwrap();
    assert!(changed > 0, "{sql} changed nothing");
}

async fn codes(site: &TestSite) -> Vec<&'static str> {
    let verifier = signer().verifier();
    let report = site
        .store
        .check_ledger(Some(&*verifier), &mut |_, _| {})
        .await
        .unwrap();
    let mut codes: Vec<_> = report.problems.iter().map(|problem| problem.code).collect();
    codes.dedup();
    codes
}

on_both! {
    async fn every_statement_of_the_ledger_can_be_prepared(site: &TestSite) {
        store::read!(site.store, |tx| {
                for &(name, text) in store::ledger::ALL {
                    tx.prepare(text).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
                }
                Ok(())
            })
            .unwrap();
    }

    async fn an_empty_log_has_a_signed_head(site: &TestSite) {
        assert_eq!(append_all(&site.store, &*signer(), site.now).await, 0);
        assert_eq!(head(&site.store).await.size, 0);
        assert!(codes(site).await.is_empty());
    }

    async fn public_acts_enter_the_log_in_order_and_others_do_not(site: &TestSite) {
        let events = record(site, vec![waived(1), private(2), waived(4), waived(5)]).await;
        assert_eq!(append_all(&site.store, &*signer(), site.now).await, 3);
        let entries = entries(&site.store, 3).await;
        let in_log: Vec<_> = entries.iter().map(|it| it["event"].as_str().unwrap()).collect();
        // One moment: by chain (plan/1 twice, then plan/2), and in a chain by number.
        let expected: Vec<_> = [0, 2, 3].map(|at: usize| events[at].id.to_string()).into();
        assert_eq!(in_log, expected);
        let inside = store::read!(site.store, |tx| {
                store::ledger::find_leaf_index(tx, events[1].id).await
            })
            .unwrap();
        assert_eq!(inside, None);
        assert!(codes(site).await.is_empty());
    }

    async fn a_leaf_holds_no_persons_name_and_nothing_that_is_not_on_the_list(site: &TestSite) {
        let events = grown(site, 1).await;
        let entry = &entries(&site.store, 1).await[0];
        let text = entry.to_string();
        for hidden in ["王敏", "李建国", "内部意见", "what"] {
            assert!(!text.contains(hidden), "{text}");
        }
        assert_eq!(entry["facts"], json!({ "basis": "市编委会议纪要", "reason": "机构改革0" }));
        assert_eq!(entry["by"], "operator");
        assert_eq!(entry["hash"], events[0].hash);
    }

    async fn each_event_is_proven_under_the_newest_head(site: &TestSite) {
        let events = grown(site, 300).await;
        record(site, vec![waived(900)]).await;
        append_all(&site.store, &*signer(), site.now).await;
        let verifier = signer().verifier();
        for event in events.iter().step_by(37) {
            let proof = store::read!(site.store, |tx| store::ledger::prove(tx, event.id).await)
                .unwrap()
                .unwrap();
            let proven = proof.verify(&*verifier).unwrap();
            assert_eq!(proven.checkpoint.size, 301);
            let entry: Value = serde_json::from_slice(&proven.entry).unwrap();
            assert_eq!(entry["event"], event.id.to_string());
        }
    }

    async fn a_waiting_or_unknown_event_has_no_proof_yet(site: &TestSite) {
        let events = record(site, vec![waived(1)]).await;
        let unknown: EventId = "0190a6f2-0000-7000-8000-000000000001".parse().unwrap();
        for id in [events[0].id, unknown] {
            let proof = store::read!(site.store, |tx| store::ledger::prove(tx, id).await).unwrap();
            assert_eq!(proof, None);
        }
        let pending = store::read!(site.store, |tx| store::ledger::count_pending(tx).await);
        assert_eq!(pending.unwrap(), 1);
    }

    async fn every_head_continues_the_one_before(site: &TestSite) {
        let mut heads = Vec::new();
        for n in 0..12 {
            record(site, (0..=n * 13).map(waived).collect()).await;
            append_all(&site.store, &*signer(), site.now).await;
            heads.push(head(&site.store).await);
        }
        let newest = heads.last().unwrap();
        for old in &heads {
            let hash = Suite::Ed25519.tree_hash();
            let tiles = tiles_of(&site.store, old.size, newest.size).await;
            let path = ledger::Tree::new(hash, &tiles, newest.size).consistency_proof(old.size).unwrap();
            verify_consistency(hash, (old.size, old.root), (newest.size, newest.root), &path).unwrap();
        }
        assert!(codes(site).await.is_empty());
    }

    async fn two_who_append_at_once_lose_and_double_nothing(site: &TestSite) {
        let events = record(site, (0..400).map(waived).collect()).await;
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let (store, now) = (site.store.clone(), site.now);
                tokio::spawn(async move { append_all(&store, &*signer(), now).await })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), 400);
        }
        let mut in_log: Vec<_> = entries(&site.store, 400)
            .await
            .iter()
            .map(|entry| entry["event"].as_str().unwrap().to_owned())
            .collect();
        let mut expected: Vec<_> = events.iter().map(|event| event.id.to_string()).collect();
        in_log.sort();
        expected.sort();
        assert_eq!(in_log, expected);
        assert!(codes(site).await.is_empty());
    }

    async fn a_backlog_larger_than_a_batch_is_appended_in_several(site: &TestSite) {
        let many = store::ledger::BATCH + 700;
        record(site, (0..many).map(waived).collect()).await;
        let first = site.store.append_to_ledger(&*signer(), site.now).await.unwrap();
        assert_eq!(first.leaves, u64::from(store::ledger::BATCH));
        assert_eq!(append_all(&site.store, &*signer(), site.now).await, u64::from(many));
        assert!(codes(site).await.is_empty());
    }

    async fn another_key_may_not_go_on_with_the_log(site: &TestSite) {
        grown(site, 3).await;
        record(site, vec![waived(7)]).await;
        let other = signer_of(Suite::Ed25519, "yunxi.gov.cn/log", &[8; 32]).unwrap();
        let fault = site.store.append_to_ledger(&*other, site.now).await.unwrap_err();
        assert!(fault.to_string().contains("ledger.key"), "{fault}");
        assert_eq!(head(&site.store).await.size, 3);
    }

    async fn sm3_and_sm2_serve_as_well(site: &TestSite) {
        let signer = signer_of(Suite::Sm2, "yunxi.gov.cn/log", &[7; 32]).unwrap();
        let events = record(site, (0..270).map(waived).collect()).await;
        assert_eq!(append_all(&site.store, &*signer, site.now).await, 270);
        let proof = store::read!(site.store, |tx| store::ledger::prove(tx, events[260].id).await);
        proof.unwrap().unwrap().verify(&*signer.verifier()).unwrap();
        let report = site.store.check_ledger(None, &mut |_, _| {}).await.unwrap();
        assert_eq!((report.leaves, report.problems), (270, Vec::new()));
    }

    async fn an_altered_event_is_found(site: &TestSite) {
        grown(site, 300).await;
        tamper(site, "update event set body = replace(body, '机构改革7\"', '别的理由\"')").await;
        assert_eq!(codes(site).await, ["ledger.leaf_differs"]);
    }

    async fn a_deleted_event_is_found(site: &TestSite) {
        grown(site, 300).await;
        tamper(site, "delete from event where subject = 'promise/299'").await;
        assert_eq!(codes(site).await, ["ledger.event_missing"]);
    }

    async fn an_altered_leaf_is_found_by_event_tile_and_head(site: &TestSite) {
        grown(site, 300).await;
        tamper(site, "update ledger_bundle set entries = replace(entries, '机构改革7\"', '别的理由\"')").await;
        let codes = codes(site).await;
        for code in ["ledger.leaf_differs", "ledger.tile_differs", "ledger.checkpoint_differs"] {
            assert!(codes.contains(&code), "{codes:?}");
        }
    }

    async fn an_altered_tile_is_found(site: &TestSite) {
        grown(site, 300).await;
        tamper(site, "update ledger_tile set hashes = (select hashes from ledger_tile where level = 1) where tile_index = 1").await;
        assert_eq!(codes(site).await, ["ledger.tile_differs"]);
    }

    async fn a_deleted_end_of_the_log_is_found(site: &TestSite) {
        grown(site, 300).await;
        tamper(site, "delete from ledger_bundle where bundle_index = 1").await;
        let codes = codes(site).await;
        assert!(codes.contains(&"ledger.entries_missing"), "{codes:?}");
        assert!(codes.contains(&"ledger.checkpoint_differs"), "{codes:?}");
    }

    async fn a_public_event_that_was_never_marked_is_found(site: &TestSite) {
        record(site, vec![waived(1)]).await;
        append_all(&site.store, &*signer(), site.now).await;
        record(site, vec![waived(2)]).await;
        tamper(site, "delete from ledger_pending").await;
        assert_eq!(codes(site).await, ["ledger.event_outside"]);
    }

    async fn a_head_signed_by_another_key_is_found(site: &TestSite) {
        grown(site, 5).await;
        let other = signer_of(Suite::Ed25519, "yunxi.gov.cn/log", &[8; 32]).unwrap();
        let forged = head(&site.store).await.sign(&*other).unwrap().to_string();
        replace_head(site, &forged).await;
        assert_eq!(codes(site).await, ["ledger.signature_bad"]);
    }

    async fn a_head_signed_anew_with_the_right_key_over_another_root_is_found(site: &TestSite) {
        grown(site, 5).await;
        let mut forged = head(&site.store).await;
        forged.root = Suite::Ed25519.tree_hash().leaf("另一棵树".as_bytes());
        let forged = forged.sign(&*signer()).unwrap().to_string();
        replace_head(site, &forged).await;
        assert_eq!(codes(site).await, ["ledger.checkpoint_differs"]);
    }

    async fn account_and_address_are_recorded_and_bound_by_the_hash(site: &TestSite) {
        let unit = "0190a6f2-0000-7000-8000-000000000009".parse().unwrap();
        let actor = Actor::signed_in(SignedIn {
            account: "0190a6f2-0000-7000-8000-000000000003".parse().unwrap(),
            name: "陈静".to_owned(),
            unit,
            posts: Vec::new(),
            address: "10.1.2.3".to_owned(),
        });
        let event = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
                tx.record(waived(1), &Actor::system(), site.now).await?;
                Ok(tx.record(waived(1), &actor, site.now).await?)
            })
            .unwrap();
        assert_eq!(event.address.as_deref(), Some("10.1.2.3"));
        append_all(&site.store, &*signer(), site.now).await;
        let text = entries(&site.store, 2).await[1].to_string();
        assert!(!text.contains("10.1.2.3") && !text.contains("陈静"), "{text}");
        assert_eq!(site.store.check(&mut |_, _| {}).await.unwrap().problems, []);
        tamper(site, "update event set address = '10.9.9.9' where address is not null").await;
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.problems[0].code, "chain.altered");
        tamper(site, "update event set address = null, account_id = null where address is not null").await;
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.problems[0].code, "chain.altered");
    }
}

async fn replace_head(site: &TestSite, note: &str) {
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        let sql = "update ledger_checkpoint set note = $1 where size = 5";
        Ok(tx.execute(sql, params![note]).await?)
    })
    .unwrap();
}

async fn tiles_of(
    store: &Store,
    old: u64,
    new: u64,
) -> std::collections::BTreeMap<ledger::Tile, Vec<u8>> {
    let mut tiles = std::collections::BTreeMap::new();
    for tile in ledger::list_tiles_of_consistency(old, new).unwrap() {
        let bytes = store::read!(store, |tx| {
            store::ledger::find_resource(tx, Resource::Tile(tile)).await
        });
        tiles.insert(tile, bytes.unwrap().unwrap());
    }
    tiles
}
