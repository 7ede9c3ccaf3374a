//! Receipts: what is handed in gets one, which verifies without the site; nothing else does.

use axum::http::StatusCode;
use kernel::Role;
use ledger::{LedgerError, Receipt, Suite, parse_verifier, signer_of};
use testkit::on_both;

use crate::owed::owes;
use crate::site::{desk, desk_with, signed_in, signer, two_units, value_of};

const LINK: &str = "https://www.yunxi.example/czj/202611/t1.html";

on_both! {
    async fn evidence_that_is_handed_in_gets_a_receipt_that_verifies_offline(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let stranger = owes(site, other, "2026-11-30").await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let page = format!("/desk/promises/{id}");
        assert!(!clerk.get(&page).await.text.contains("/receipts/"), "nothing was handed in yet");
        let fields = [("link", LINK), ("published_on", "2026-11-20"), ("note", "")];
        let kept = clerk.upload(&format!("{page}/keep"), &fields, &[]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let shown = clerk.get(&page).await;
        let number = value_of(&shown.text, "/receipts/").expect("the page leads to the receipt");
        let address = format!("{page}/receipts/{number}");
        let print = clerk.get(&address).await;
        assert_eq!(print.status, StatusCode::OK, "{}", print.text);
        assert!(print.text.contains("<svg") && print.text.contains("兑现证据") && print.text.contains(&number), "{}", print.text);

        let file = clerk.get(&format!("{address}/file")).await;
        assert!(file.headers["content-disposition"].to_str().is_ok_and(|it| it.starts_with("attachment")));
        // As `gongkai verify` does it: with the file and the key's text alone.
        let key = parse_verifier(&signer().verifier().text()).expect("the key is written as keys are");
        let receipt = Receipt::open(&file.text, &*key).expect("the desk signed it");
        let event = store::read!(site.store, |tx| store::event::find_event(tx, number.parse().expect("an id")).await)
            .expect("the log reads").expect("the receipt is of an event");
        assert_eq!(receipt.digest, format!("sha256:{}", event.hash));
        assert_eq!((receipt.subject.as_str(), receipt.number.as_str()), (format!("promise/{id}").as_str(), number.as_str()));
        assert_eq!(receipt.received_at, event.happened_at.to_string());

        // Tampered in any part, or of another key, it is no receipt.
        for (was, is) in [("2026-11-21", "2026-11-20"), ("sha256:", "sha256:0"), ("兑现证据", "零报告"), (number.as_str(), "0")] {
            let forged = file.text.replace(was, is);
            assert_ne!(forged, file.text, "{was}");
            assert!(Receipt::open(&forged, &*key).is_err(), "{was}");
        }
        let foreign = signer_of(Suite::Ed25519, "www.yunxi.example/log", &[8; 32]).expect("a key");
        assert!(matches!(Receipt::open(&file.text, &*foreign.verifier()), Err(LedgerError::NotSigned { .. } | LedgerError::BadSignature { .. })));

        // An act by which nothing was handed in has none, nor has another promise this one.
        let opened = store::read!(site.store, |tx| store::event::list_of_subject(tx, &format!("promise/{id}"), 9).await)
            .expect("the log reads").remove(0);
        for path in [format!("{page}/receipts/{}", opened.id), format!("/desk/promises/{stranger}/receipts/{number}"), format!("{page}/receipts/1")] {
            assert_eq!(clerk.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn more_evidence_and_progress_get_receipts_too_and_sm2_signs_as_well(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let sm2 = || signer_of(Suite::Sm2, "www.yunxi.example/log", &[9; 32]).expect("the seed is a key");
        let desk = desk_with(site, |desk| desk.signer = sm2().into());
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let page = format!("/desk/promises/{id}");
        let half = [("percent", "50"), ("note", "数据已核对"), ("stated_on", "2026-11-20")];
        let told = clerk.post(&format!("{page}/progress"), &half).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
        desk.wait_minutes(1);
        let fields = [("link", LINK), ("published_on", "2026-11-20"), ("note", "")];
        clerk.upload(&format!("{page}/keep"), &fields, &[]).await;
        desk.wait_minutes(1);
        let fields = [("link", "https://www.yunxi.example/czj/202611/t2.html"), ("published_on", "2026-11-20"), ("note", "")];
        clerk.upload(&format!("{page}/evidence"), &fields, &[]).await;
        let shown = clerk.get(&page).await.text;
        let files: Vec<String> = shown.split("href=\"").filter_map(|rest| rest.split('"').next())
            .filter(|href| href.ends_with("/file")).map(str::to_owned).collect();
        assert_eq!(files.len(), 3, "{shown}");
        let mut received = Vec::new();
        for path in files {
            let file = clerk.get(&path).await.text;
            received.push(Receipt::open(&file, &*sm2().verifier()).expect("the desk signed it").what);
        }
        assert_eq!(received, ["进展情况", "兑现证据", "补充证据"]);
    }
}
