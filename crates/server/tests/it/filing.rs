//! `gongkai filing verify`: what another site signed is told with its facts; what was altered, or signed by somebody else, is not believed.

use kernel::Moment;
use ledger::{Signer, Suite, signer_of};
use publishing::filing::exchange::{Answer, Package, Paper, Site};

use crate::console::{Console, said};

fn signer(name: &str, seed: u8) -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, name, &[seed; 32]).unwrap()
}

fn package(signer: &dyn Signer) -> Vec<u8> {
    let package = Package {
        schema: Package::schema(),
        site: Site {
            name: "云溪市人民政府网".to_owned(),
            address: "https://www.yunxi.example".to_owned(),
            key: signer.verifier().text(),
        },
        filing: "0191".to_owned(),
        round: 2,
        command: "supplement".to_owned(),
        words: "已补充。".to_owned(),
        sent_at: Moment::parse("2026-11-21T02:00:00.000Z").unwrap(),
        unit: "云溪市人民政府".to_owned(),
        receiver: "浙东省人民政府".to_owned(),
        document: Paper {
            id: "0190".to_owned(),
            address: "https://www.yunxi.example/documents/0190".to_owned(),
            edition: 1,
            digest: "ab".repeat(32),
            kind: "规范性文件".to_owned(),
            title: "专项资金管理办法".to_owned(),
            number: "云政规〔2026〕1号".to_owned(),
            index_number: "YX-1".to_owned(),
            theme: String::new(),
            keywords: String::new(),
            summary: String::new(),
            made_on: None,
            effective_on: None,
            expires_on: None,
            published_at: None,
            proof: String::new(),
        },
        explanation: "为规范管理制定。".to_owned(),
        legal_review: "同意。".to_owned(),
        contact: String::new(),
        attachments: Vec::new(),
    };
    let sealed = package.seal(("<p>第一条 甲。</p>", "第一条 甲。"), Vec::new(), signer);
    sealed.unwrap().bytes()
}

fn answer(signer: &dyn Signer) -> String {
    let answer = Answer {
        key: signer.verifier().text(),
        site: "浙东省司法行政网".to_owned(),
        receiver: "浙东省人民政府".to_owned(),
        filing: "0191".to_owned(),
        round: 2,
        digest: "ab".repeat(32),
        command: "register".to_owned(),
        words: String::new(),
        register_number: "浙府备〔2026〕88号".to_owned(),
        registered_on: None,
        answered_at: Moment::parse("2026-11-25T02:00:00.000Z").unwrap(),
    };
    answer.sign(signer).unwrap().to_string()
}

#[test]
fn packages_and_answers_are_believed_from_their_key_alone() {
    let (ours, theirs) = (
        signer("www.yunxi.example/log", 7),
        signer("x.example/log", 3),
    );
    let console = Console::new();
    let (bytes, note) = (package(&*ours), answer(&*ours));
    std::fs::write(console.path("备案包.zip"), &bytes).unwrap();
    std::fs::write(console.path("答复.txt"), &note).unwrap();
    let mut altered = bytes;
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(console.path("改动.zip"), altered).unwrap();
    let (known, stranger) = (ours.verifier().text(), theirs.verifier().text());
    let arguments =
        |file: &'static str, key: &str| ["filing", "verify", file, "--key", key].map(str::to_owned);
    let run = |file, key: &str| {
        let all = arguments(file, key);
        let output = console.run(&all.each_ref().map(String::as_str));
        (output.status.code(), said(&output))
    };
    let (code, told) = run("备案包.zip", &known);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("云政规〔2026〕1号") && told.contains("第2次"),
        "{told}"
    );
    let (code, told) = run("答复.txt", &known);
    assert!(
        code == Some(0) && told.contains("浙府备〔2026〕88号"),
        "{told}"
    );
    for (file, key) in [
        ("备案包.zip", &stranger),
        ("答复.txt", &stranger),
        ("改动.zip", &known),
    ] {
        let (code, told) = run(file, key);
        assert!(
            code == Some(4) && told.contains("✗ 不可信"),
            "{file}: {told}"
        );
    }
    assert_eq!(run("备案包.zip", "no key").0, Some(1));
}
