//! Hostile files: bombs are refused, and no bytes whatever make the reading panic.

use std::sync::OnceLock;

use crate::files::craft::document::{of, paragraph};
use crate::files::craft::{gate, paper, zip};
use gate::file::{self, FileError, Limits, What};
use proptest::prelude::*;

fn look(bytes: &[u8], limits: &Limits) -> Result<usize, FileError> {
    file::look(bytes, limits).map(|it| it.len())
}

#[test]
fn a_package_that_unpacks_to_too_much_is_refused() {
    let limits = Limits {
        decompressed_bytes: 1 << 20,
        ..Limits::default()
    };
    let bomb = zip(&[("zeros.txt", &vec![b'0'; 2 << 20])]);
    assert!(bomb.len() < 10_000);
    assert!(matches!(look(&bomb, &limits), Err(FileError::Bomb { .. })));
    let halves = zip(&[
        ("a.txt", &vec![b'0'; 600 << 10]),
        ("b.txt", &vec![b'0'; 600 << 10]),
    ]);
    assert!(
        matches!(look(&halves, &limits), Err(FileError::Bomb { .. })),
        "all parts count together"
    );
    let within = zip(&[("a.zip", &halves)]);
    assert!(
        matches!(look(&within, &limits), Err(FileError::Bomb { .. })),
        "packages within count too"
    );
}

#[test]
fn a_document_that_is_a_bomb_is_refused() {
    let limits = Limits {
        decompressed_bytes: 1 << 20,
        ..Limits::default()
    };
    let bytes = of(&paragraph(&"公".repeat(1 << 20))).build();
    assert!(matches!(look(&bytes, &limits), Err(FileError::Bomb { .. })));
}

#[test]
fn a_page_that_unpacks_to_too_much_is_refused() {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 2 << 20]).unwrap();
    let packed = encoder.finish().unwrap();
    let hex: String = packed.iter().map(|it| format!("{it:02X}")).collect();
    let mut it = paper::of("");
    it.page = "/Contents 10 0 R".to_owned();
    it.objects = vec![(
        10,
        paper::stream("/Filter [/ASCIIHexDecode /FlateDecode]", &format!("{hex}>")),
    )];
    let bytes = String::from_utf8(it.build())
        .unwrap()
        .replace("/Contents 4 0 R", "/Nothing 4 0 R");
    let limits = Limits {
        decompressed_bytes: 1 << 20,
        ..Limits::default()
    };
    assert!(
        matches!(look(bytes.as_bytes(), &limits), Err(FileError::Bomb { .. })),
        "{:?}",
        look(bytes.as_bytes(), &limits)
    );
}

#[test]
fn too_many_parts_elements_and_operations_are_refused() {
    let names: Vec<String> = (0..60).map(|it| format!("{it}.txt")).collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|it| (it.as_str(), b"a".as_slice()))
        .collect();
    let limits = Limits {
        parts: 50,
        nodes: 100,
        operations: 100,
        ..Limits::default()
    };
    assert!(matches!(
        look(&zip(&parts), &limits),
        Err(FileError::TooMany { .. })
    ));
    let long = of(&paragraph("公示").repeat(50)).build();
    assert!(matches!(
        look(&long, &limits),
        Err(FileError::TooMany { .. })
    ));
    let page = paper::of(&"q Q ".repeat(100)).build();
    assert!(matches!(
        look(&page, &limits),
        Err(FileError::TooMany { .. })
    ));
}

#[test]
fn packages_and_elements_nested_too_deep_are_refused() {
    let mut nested = zip(&[("a.txt", b"a")]);
    for _ in 0..4 {
        nested = zip(&[("inner.zip", &nested)]);
    }
    assert!(matches!(
        look(&nested, &Limits::default()),
        Err(FileError::TooDeep { .. })
    ));
    let deep = format!("{}{}", "<w:sdt>".repeat(5_000), "</w:sdt>".repeat(5_000));
    assert!(matches!(
        look(&of(&deep).build(), &Limits::default()),
        Err(FileError::TooDeep { .. })
    ));
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    assert!(matches!(
        look(&[0; 11], &limits),
        Err(FileError::TooLarge { .. })
    ));
}

#[test]
fn a_form_that_draws_itself_comes_to_an_end() {
    let mut it = paper::of("/X1 Do");
    it.resources = "/XObject << /X1 10 0 R >>".to_owned();
    it.objects = vec![(
        10,
        paper::stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 10 0 R >> >>",
            "/X1 Do /X1 Do /X1 Do",
        ),
    )];
    let _ = look(&it.build(), &Limits::default());
}

/// One file of each sort.
fn seeds() -> &'static [Vec<u8>] {
    static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        crate::files::plants::planted()
            .into_iter()
            .step_by(4)
            .map(|it| it.bytes)
            .collect()
    })
}

type Parts = Vec<(String, Vec<u8>)>;

/// Parts of packages, to be mutated before they are packed: bytes of a ZIP are mostly sums that would not fit.
fn opened() -> &'static [Parts] {
    static OPENED: OnceLock<Vec<Parts>> = OnceLock::new();
    OPENED.get_or_init(|| {
        seeds()
            .iter()
            .filter(|it| it.starts_with(b"PK"))
            .map(|it| crate::files::craft::unzip(it))
            .collect()
    })
}

fn try_all(bytes: &[u8]) {
    let limits = Limits {
        decompressed_bytes: 8 << 20,
        ..Limits::default()
    };
    let _ = file::read(bytes, &limits);
    let _ = file::clean(bytes, &What::all(), Some(&gate()), &limits);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_looked_at_without_panic(
        head in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"%PDF-1.7\n", b"\xFF\xD8\xFF\xE1", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"II*\0", b"MM\0*"]),
        tail in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        try_all(&[head, &tail].concat());
    }

    #[test]
    fn a_file_cut_short_or_changed_is_looked_at_without_panic(
        seed in 0..26_usize,
        cut in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..12),
    ) {
        let seeds = seeds();
        let mut bytes = seeds[seed % seeds.len()].clone();
        for (place, byte) in changes {
            let at = (place * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        try_all(&bytes);
        bytes.truncate((cut * bytes.len() as f64) as usize);
        try_all(&bytes);
    }

    #[test]
    fn a_package_with_changed_parts_is_looked_at_without_panic(
        seed in 0..26_usize,
        changes in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, "[<>/\"'&;=a-z0-9]{0,6}"), 1..8),
    ) {
        let opened = opened();
        let mut parts = opened[seed % opened.len()].clone();
        for (part, place, words) in changes {
            let index = (part * parts.len() as f64) as usize;
            let content = &mut parts[index].1;
            let at = (place * content.len() as f64) as usize;
            let end = (at + words.len()).min(content.len());
            content.splice(at..end, words.bytes());
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
        try_all(&zip(&parts));
    }
}
