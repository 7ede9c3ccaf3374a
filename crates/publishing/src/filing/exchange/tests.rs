//! Packages and answers as bytes: the same each time, and refused where a single one is another.

use ledger::{Signer, Suite, signer_of};

use super::*;

fn signer(name: &str, seed: u8) -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, name, &[seed; 32]).unwrap()
}

fn key(signer: &dyn Signer) -> String {
    signer.verifier().text()
}

fn sealed(signer: &dyn Signer) -> Sealed {
    let bytes = b"%PDF-1.7 made up".to_vec();
    let package = Package {
        schema: Package::schema(),
        site: Site {
            name: "云溪市人民政府".to_owned(),
            address: "https://www.yunxi.example".to_owned(),
            key: key(signer),
        },
        filing: "0191".to_owned(),
        round: 1,
        command: "send".to_owned(),
        words: String::new(),
        sent_at: kernel::Moment::parse("2026-11-21T02:00:00.000Z").unwrap(),
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
        attachments: vec![Attached {
            name: "附表.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: bytes.len() as u64,
            sha256: digest_of(&bytes),
            address: String::new(),
            file: Some("附件/01-附表.pdf".to_owned()),
        }],
    };
    let sealed = package.seal(("<p>第一条 甲。</p>", "第一条 甲。"), vec![bytes], signer);
    sealed.unwrap()
}

#[test]
fn a_package_is_the_same_each_time_and_any_zip_program_opens_it() {
    let signer = signer("www.yunxi.example/log", 7);
    let bytes = sealed(&*signer).bytes();
    assert_eq!(bytes, sealed(&*signer).bytes());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "signature.txt",
            "filing.json",
            "正文.html",
            "正文.txt",
            "起草说明.txt",
            "合法性审核意见.txt",
            "附件/01-附表.pdf"
        ]
    );
    let mut text = String::new();
    let mut file = zip.by_name("正文.txt").unwrap();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    assert_eq!(text, "第一条 甲。");
}

#[test]
fn what_does_not_fit_is_refused_whoever_signed_it() {
    let signer = signer("www.yunxi.example/log", 7);
    let known = || std::iter::once(key(&*signer));
    for (title, words, is_taken) in [(1000, 50_000, true), (1001, 1, false), (1, 50_001, false)] {
        let mut package = sealed(&*signer).package;
        package.attachments.clear();
        package.document.title = "长".repeat(title);
        package.explanation = "长".repeat(words);
        let bytes = package
            .seal(("", ""), Vec::new(), &*signer)
            .unwrap()
            .bytes();
        let opened = Sealed::open(&bytes, known());
        assert_eq!(opened.is_ok(), is_taken, "{title} {words}");
        if let Err(refused) = opened {
            assert_eq!(refused, PackageRefusal::TooLarge);
        }
    }
}

#[test]
fn a_byte_changed_anywhere_is_refused() {
    let signer = signer("www.yunxi.example/log", 7);
    let known = || std::iter::once(key(&*signer));
    let bytes = sealed(&*signer).bytes();
    let (opened, by) = Sealed::open(&bytes, known()).unwrap();
    assert_eq!(
        (opened, by.name()),
        (sealed(&*signer), "www.yunxi.example/log")
    );
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(Sealed::open(&changed, known()).is_err(), "byte {at}");
    }
    for end in 0..bytes.len() {
        assert!(
            Sealed::open(&bytes[..end], known()).is_err(),
            "cut at {end}"
        );
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(matches!(
        Sealed::open(&longer, known()),
        Err(PackageRefusal::Altered)
    ));
}

#[test]
fn who_is_not_known_is_named_with_a_fingerprint_and_nobody_else_is_taken_for_them() {
    let (ours, theirs) = (
        signer("www.yunxi.example/log", 7),
        signer("www.yunxi.example/log", 8),
    );
    let bytes = sealed(&*theirs).bytes();
    let refused = Sealed::open(&bytes, std::iter::once(key(&*ours))).unwrap_err();
    let expected = PackageRefusal::UnknownKey {
        name: "www.yunxi.example/log".to_owned(),
        fingerprint: fingerprint(&key(&*theirs)),
    };
    assert_eq!(refused, expected);
    // Signed by one and saying that it is another's.
    let mut package = sealed(&*ours).package;
    package.site.key = key(&*ours);
    package.attachments.clear();
    let lying = package
        .seal(("", ""), Vec::new(), &*theirs)
        .unwrap()
        .bytes();
    let refused = Sealed::open(&lying, std::iter::once(key(&*ours))).unwrap_err();
    assert_eq!(refused, PackageRefusal::Altered);
}

#[test]
fn an_attachment_that_is_not_the_one_described_is_refused() {
    let signer = signer("www.yunxi.example/log", 7);
    let package = sealed(&*signer).package;
    let other = package.seal(("", ""), vec![b"another file....".to_vec()], &*signer);
    let bytes = other.unwrap().bytes();
    let refused = Sealed::open(&bytes, std::iter::once(key(&*signer))).unwrap_err();
    assert_eq!(refused, PackageRefusal::Altered);
}

#[test]
fn an_answer_is_believed_from_the_key_of_its_receiver_only() {
    let (theirs, others) = (
        signer("www.zhedong.example/log", 9),
        signer("x.example/log", 3),
    );
    let answer = Answer {
        key: key(&*theirs),
        site: "浙东省人民政府".to_owned(),
        receiver: "浙东省人民政府".to_owned(),
        filing: "0191".to_owned(),
        round: 1,
        digest: "ab".repeat(32),
        command: "register".to_owned(),
        words: String::new(),
        register_number: "浙府备〔2026〕88号".to_owned(),
        registered_on: Some("2026-11-25".parse().unwrap()),
        answered_at: kernel::Moment::parse("2026-11-25T02:00:00.000Z").unwrap(),
    };
    let note = answer.sign(&*theirs).unwrap().to_string();
    let known = key(&*theirs);
    assert_eq!(Answer::open(note.as_bytes(), Some(&known)).unwrap(), answer);
    let stranger = key(&*others);
    for key in [None, Some(stranger.as_str())] {
        let refused = Answer::open(note.as_bytes(), key).unwrap_err();
        assert!(matches!(refused, PackageRefusal::UnknownKey { .. }));
    }
    for at in 0..note.len() {
        let mut changed = note.clone().into_bytes();
        changed[at] ^= 1;
        assert!(Answer::open(&changed, Some(&known)).is_err(), "byte {at}");
    }
    // A package is no answer, and an answer no package.
    let package = sealed(&*theirs).bytes();
    assert_eq!(
        Answer::open(&package, Some(&known)),
        Err(PackageRefusal::NotAnAnswer)
    );
    assert_eq!(
        Parcel::read(note.as_bytes()),
        Err(PackageRefusal::NotAPackage)
    );
}
