//! Notes, keys, checkpoints, proof files and receipts: what is written is read, and nothing else is.
//!
//! That foreign programs agree is tested in `dev/foreign-verifier`.

use std::collections::BTreeMap;

use ledger::{
    Appender, Checkpoint, LedgerError, LogProof, Note, Receipt, Signer, Suite, Tile, Tree,
    Verifier, parse_signer, parse_verifier, signer_of,
};
use proptest::prelude::*;

const SUITES: [Suite; 2] = [Suite::Ed25519, Suite::Sm2];

fn signer(suite: Suite) -> Box<dyn Signer> {
    signer_of(suite, "yunxi.gov.cn/log", &[7; 32]).unwrap()
}

fn other(suite: Suite) -> Box<dyn Signer> {
    signer_of(suite, "yunxi.gov.cn/log", &[8; 32]).unwrap()
}

#[test]
fn keys_are_read_as_they_are_written_and_debug_output_hides_the_secret() {
    for suite in SUITES {
        let signer = signer(suite);
        let again = parse_signer(&format!("{}\n", signer.secret_text())).unwrap();
        assert_eq!(again.secret_text(), signer.secret_text());
        let verifier = parse_verifier(&signer.verifier().text()).unwrap();
        assert_eq!(verifier.key_id(), signer.key_id());
        assert_eq!(verifier.suite(), suite);
        let signature = signer.sign("公开\n".as_bytes()).unwrap();
        assert!(verifier.is_signature("公开\n".as_bytes(), &signature));
        assert!(!verifier.is_signature("公开".as_bytes(), &signature));
        assert!(!verifier.is_signature("公开\n".as_bytes(), &signature[1..]));
        let secret = signer.secret_text();
        let material = secret.splitn(5, '+').nth(4).unwrap();
        assert!(!format!("{signer:?}").contains(&material[8..20]));
    }
}

#[test]
fn a_key_that_was_tampered_with_or_cannot_be_is_refused() {
    for suite in SUITES {
        let public = signer(suite).verifier().text();
        let renamed = public.replace("yunxi", "yunxl");
        assert!(parse_verifier(&renamed).is_err());
        assert!(parse_verifier(&public[..public.len() - 4]).is_err());
        assert!(parse_signer(&public).is_err());
        assert!(parse_verifier(&signer(suite).secret_text()).is_err());
    }
    for bad in [
        "",
        "a",
        "a+b",
        "a+0000000g+AA==",
        "a+00000000+",
        "a b+00000000+AQ==",
    ] {
        assert!(parse_verifier(bad).is_err(), "{bad}");
    }
    assert!(signer_of(Suite::Ed25519, "有 空格", &[1; 32]).is_err());
    assert!(signer_of(Suite::Ed25519, "a+b", &[1; 32]).is_err());
    assert!(signer_of(Suite::Sm2, "a", &[0; 32]).is_err());
}

/// The example of GB/T 32918.5 annex A: key, message and signature as printed there.
#[test]
fn the_signature_printed_in_the_sm2_standard_is_valid() {
    let public = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020\
                  CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    let signature = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3\
                     B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
    let secret = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    let seed: [u8; 32] = hex::decode(secret).unwrap().try_into().unwrap();
    let verifier = signer_of(Suite::Sm2, "a", &seed).unwrap().verifier();
    let text = verifier.text();
    let bytes = text.splitn(3, '+').nth(2).unwrap();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, bytes).unwrap();
    assert!(bytes.ends_with(&hex::decode(public).unwrap()));
    let signature = hex::decode(signature).unwrap();
    assert!(verifier.is_signature(b"message digest", &signature));
    assert!(!verifier.is_signature(b"message digesT", &signature));
}

#[test]
fn a_checkpoint_is_believed_from_its_own_key_only() {
    for suite in SUITES {
        let (signer, other) = (signer(suite), other(suite));
        let root = suite.tree_hash().empty();
        let checkpoint = Checkpoint::new("yunxi.gov.cn/log", 0, root);
        let note = checkpoint.sign(&*signer).unwrap().to_string();
        assert_eq!(Checkpoint::open(&note, &*signer.verifier()), Ok(checkpoint));
        let by_other = Checkpoint::open(&note, &*other.verifier());
        assert!(matches!(by_other, Err(LedgerError::NotSigned { .. })));
        let grown = note.replace("\n0\n", "\n9\n");
        let forged = Checkpoint::open(&grown, &*signer.verifier());
        assert!(matches!(forged, Err(LedgerError::BadSignature { .. })));
    }
    let signer = signer(Suite::Ed25519);
    let elsewhere = Checkpoint::new("other.gov.cn/log", 0, Suite::Ed25519.tree_hash().empty());
    let note = elsewhere.sign(&*signer).unwrap().to_string();
    let opened = Checkpoint::open(&note, &*signer.verifier());
    assert!(matches!(opened, Err(LedgerError::OtherLog { .. })));
}

#[test]
fn a_checkpoint_written_in_another_way_is_refused() {
    let root = Suite::Ed25519.tree_hash().empty();
    let good = Checkpoint::new("o", 12, root).text();
    assert!(Checkpoint::parse(&good).is_ok());
    let with_line = Checkpoint::parse(&format!("{good}ext\n")).unwrap();
    assert_eq!(with_line.extensions, ["ext"]);
    for bad in [
        good.replace("12", "012"),
        good.replace("12", "+12"),
        good.replace("12", "９"),
        good.replace("12", "9223372036854775808"),
        good.replace('=', ""),
        good.replace("o\n", "\n"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        "o\n12\n".to_owned(),
        String::new(),
    ] {
        assert!(Checkpoint::parse(&bad).is_err(), "{bad:?}");
    }
    let signer = signer(Suite::Ed25519);
    let smuggling = Checkpoint::new("o\n99", 12, root);
    assert!(smuggling.sign(&*signer).is_err());
}

#[test]
fn signatures_of_strangers_are_ignored_and_a_false_one_in_our_name_is_not() {
    let (ours, theirs) = (signer(Suite::Ed25519), other(Suite::Ed25519));
    let text = "正文\n\n第二段\n";
    let ours_note = Note::sign(text, &*ours).unwrap().to_string();
    let theirs_note = Note::sign(text, &*theirs).unwrap().to_string();
    let line = |note: &str| note.rsplit_once("\n\n").unwrap().1.to_owned();
    let both = format!("{ours_note}{}", line(&theirs_note));
    let note = Note::parse(&both).unwrap();
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(note.check(&*ours.verifier()), Ok(text));
    assert_eq!(note.check(&*theirs.verifier()), Ok(text));
    assert_eq!(note.to_string(), both);
    let elsewhere = Note::sign("别的\n", &*ours).unwrap().to_string();
    let mixed = format!("{ours_note}{}", line(&elsewhere));
    let mixed = Note::parse(&mixed).unwrap();
    assert!(mixed.check(&*ours.verifier()).is_err());
}

#[test]
fn a_note_that_is_not_written_as_one_is_refused() {
    let good = Note::sign("x\n", &*signer(Suite::Ed25519))
        .unwrap()
        .to_string();
    for bad in [
        String::new(),
        "x\n".to_owned(),
        "x\n\n".to_owned(),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        good.replace("— ", "- "),
        good.replace("x\n\n", "x\n"),
        good.replace("x\n", "x\r\n"),
        good.replace("x\n", "x\t\n"),
        good.replace(".cn/log ", ".cn/log  "),
        format!("x\n\n{}", good.lines().last().unwrap().to_owned().repeat(2)),
        "x\n".repeat(100_000),
    ] {
        assert!(
            Note::parse(&bad).is_err(),
            "{:?}",
            &bad[..bad.len().min(80)]
        );
    }
    assert!(Note::sign("没有换行", &*signer(Suite::Ed25519)).is_err());
}

fn proof_of(suite: Suite) -> (LogProof, Box<dyn Verifier>) {
    let hash = suite.tree_hash();
    let signer = signer(suite);
    let mut appender = Appender::new(hash);
    for n in 0..300 {
        appender.append(format!("{{\"n\":{n}}}").as_bytes());
    }
    let tiles: BTreeMap<Tile, Vec<u8>> = appender
        .take_changed()
        .into_iter()
        .map(|(tile, hashes)| (tile, hashes.iter().flat_map(|h| *h.as_bytes()).collect()))
        .collect();
    let checkpoint = Checkpoint::new("yunxi.gov.cn/log", 300, appender.root());
    let proof = LogProof {
        entry: Some(b"{\"n\":41}".to_vec()),
        index: 41,
        path: Tree::new(hash, &tiles, 300).inclusion_proof(41).unwrap(),
        checkpoint: checkpoint.sign(&*signer).unwrap().to_string(),
    };
    (proof, signer.verifier())
}

#[test]
fn a_proof_file_is_verified_offline_and_any_change_to_it_is_found() {
    for suite in SUITES {
        let (proof, verifier) = proof_of(suite);
        let text = proof.text();
        let read = LogProof::parse(&text).unwrap();
        assert_eq!(read, proof);
        let proven = read.verify(&*verifier).unwrap();
        assert_eq!(proven.entry, b"{\"n\":41}");
        assert_eq!((proven.index, proven.checkpoint.size), (41, 300));
        assert!(read.verify_entry(b"{\"n\":42}", &*verifier).is_err());
        // Each line changed in one character, in turn: nothing of it may be believed.
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let place = line
                .char_indices()
                .rev()
                .nth(8)
                .map_or(0, |(place, _)| place);
            let was = line[place..].chars().next().unwrap();
            let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
            let now = if was == '1' { '2' } else { '1' };
            lines[at] = format!("{}{now}{}", &line[..place], &line[place + was.len_utf8()..]);
            let changed = lines.join("\n") + "\n";
            let outcome = LogProof::parse(&changed).and_then(|proof| proof.verify(&*verifier));
            assert!(outcome.is_err(), "line {at}: {}", lines[at]);
        }
    }
}

#[test]
fn a_proof_without_its_entry_says_so() {
    let (mut proof, verifier) = proof_of(Suite::Ed25519);
    proof.entry = None;
    let read = LogProof::parse(&proof.text()).unwrap();
    assert!(read.verify(&*verifier).is_err());
    assert!(read.verify_entry(b"{\"n\":41}", &*verifier).is_ok());
}

#[test]
fn a_receipt_is_read_back_from_its_qr_code_and_is_never_taken_for_a_checkpoint() {
    for suite in SUITES {
        let signer = signer(suite);
        let receipt = Receipt {
            number: "019a0000-0000-7000-8000-000000000001".to_owned(),
            what: "兑现证据".to_owned(),
            subject: "promise/019a0000-0000-7000-8000-000000000002".to_owned(),
            digest: format!("sha256:{}", "ab".repeat(32)),
            received_at: "2026-11-22T01:02:03.000Z".to_owned(),
        };
        let note = receipt.sign(&*signer).unwrap();
        let address = Receipt::address("https://yunxi.gov.cn/", &note);
        let (page, parameter) = address.split_once("?note=").unwrap();
        assert_eq!(page, "https://yunxi.gov.cn/log/receipt");
        assert!(address.len() < 1200, "{}", address.len());
        let carried = Receipt::note_of_address(parameter).unwrap();
        assert_eq!(Receipt::open(&carried, &*signer.verifier()), Ok(receipt));
        assert!(Receipt::open(&carried, &*other(suite).verifier()).is_err());
        assert!(Checkpoint::open(&carried, &*signer.verifier()).is_err());
        let backdated = carried.replace("01:02:03", "00:02:03");
        assert!(Receipt::open(&backdated, &*signer.verifier()).is_err());
        let head = Checkpoint::new("yunxi.gov.cn/log", 0, suite.tree_hash().empty());
        let head = head.sign(&*signer).unwrap().to_string();
        assert!(Receipt::open(&head, &*signer.verifier()).is_err());
    }
    assert!(Receipt::note_of_address("!!").is_err());
    assert!(Receipt::note_of_address(&"A".repeat(9000)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_panics_whatever_is_handed_in(text in "\\PC{0,200}", lines in "([ -~—\n=+/A-Za-z0-9]{0,60}\n){0,8}") {
        let verifier = signer(Suite::Ed25519).verifier();
        for text in [&text, &lines, &format!("c2sp.org/tlog-proof@v1\n{lines}"), &format!("x\n\n— {text}\n")] {
            let _ = Note::parse(text);
            let _ = Checkpoint::parse(text);
            let _ = LogProof::parse(text);
            let _ = parse_verifier(text);
            let _ = parse_signer(text);
            let _ = Receipt::note_of_address(text);
            prop_assert!(Checkpoint::open(text, &*verifier).is_err());
            prop_assert!(Receipt::open(text, &*verifier).is_err());
        }
    }

    #[test]
    fn what_a_note_says_is_what_was_signed(text in "([\\PC&&[^\u{85}]]{0,40}\n){1,6}") {
        let signer = signer(Suite::Ed25519);
        let note = Note::sign(&text, &*signer).unwrap();
        let again = Note::parse(&note.to_string()).unwrap();
        prop_assert_eq!(again.check(&*signer.verifier()).unwrap(), text);
    }
}
