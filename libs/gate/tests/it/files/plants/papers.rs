//! PDFs that hide something.

use gate::file::HiddenKind;

use super::Planted;
use crate::files::craft::paper::{Paper, of, stream, words};
use crate::files::craft::{photo, resident};

fn with(change: impl FnOnce(&mut Paper)) -> Vec<u8> {
    let mut paper = of(&words(72, 700, "Notice of 2026"));
    change(&mut paper);
    paper.build()
}

fn painted(content: &str) -> Vec<u8> {
    of(&format!("{}{content}", words(72, 760, "Notice"))).build()
}

pub fn planted() -> Vec<Planted> {
    let mut all = covered();
    all.extend(unseen());
    all.extend(beside());
    all
}

fn covered() -> Vec<Planted> {
    let number = |order: u32| words(72, 600, &resident(order));
    let annotated = |kind: &str, order: u32| {
        let mut paper = of(&number(order));
        paper.page = "/Annots [10 0 R]".to_owned();
        paper.objects = vec![(
            10,
            format!("<< /Type /Annot /Subtype /{kind} /Rect [60 590 300 620] /IC [0 0 0] >>"),
        )];
        paper.build()
    };
    let mut drawn = of(&number(63));
    drawn.page = "/Annots [10 0 R]".to_owned();
    drawn.objects = vec![
        (
            10,
            "<< /Type /Annot /Subtype /Stamp /Rect [60 590 300 620] /AP << /N 11 0 R >> >>"
                .to_owned(),
        ),
        (
            11,
            stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 10 10]",
                "0 g 0 0 10 10 re f",
            ),
        ),
    ];
    let mut form = of("q 1 0 0 1 0 100 cm /X1 Do Q 0 g 60 590 240 30 re f");
    form.resources = "/XObject << /X1 10 0 R >>".to_owned();
    form.objects = vec![(
        10,
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>",
            &words(72, 500, &resident(64)),
        ),
    )];
    let split = resident(65);
    let kerned = format!(
        "BT /F1 12 Tf 72 600 Td [({}) -120 ({})] TJ ET 0 g 60 590 240 30 re f",
        &split[..7],
        &split[7..]
    );
    vec![
        Planted::new(
            "black box",
            HiddenKind::Covered,
            painted(&format!("{}0 g 60 590 240 30 re f", number(60))),
        ),
        Planted::new(
            "white box",
            HiddenKind::Covered,
            painted(&format!("{}1 1 1 rg 60 590 240 30 re f", number(61))),
        ),
        Planted::new(
            "box by lines",
            HiddenKind::Covered,
            painted(&format!(
                "{}0 0 0 1 k 60 590 m 300 590 l 300 620 l 60 620 l h f",
                number(62)
            )),
        ),
        Planted::new(
            "box under a matrix",
            HiddenKind::Covered,
            painted(&format!(
                "{}q 2 0 0 2 0 0 cm 0 g 30 295 120 15 re f Q",
                number(66)
            )),
        ),
        Planted::new(
            "thick line",
            HiddenKind::Covered,
            painted(&format!("{}0 G 20 w 60 604 m 300 604 l S", number(67))),
        ),
        Planted::new(
            "square pinned on",
            HiddenKind::Covered,
            annotated("Square", 68),
        ),
        Planted::new(
            "redaction not applied",
            HiddenKind::Covered,
            annotated("Redact", 69),
        ),
        Planted::new("stamp drawn over", HiddenKind::Covered, drawn.build()),
        Planted::new(
            "text of a form under a box",
            HiddenKind::Covered,
            form.build(),
        ),
        Planted::new(
            "text in pieces under a box",
            HiddenKind::Covered,
            painted(&kerned),
        ),
    ]
}

fn unseen() -> Vec<Planted> {
    let number = |order: u32| words(72, 600, &resident(order));
    let layered = |order: u32, base: &str| {
        let mut paper = of(&format!("/OC /L1 BDC {} EMC", number(order)));
        paper.resources = "/Properties << /L1 10 0 R >>".to_owned();
        paper.catalog = format!("/OCProperties << /OCGs [10 0 R] /D << {base} >> >>");
        paper.objects = vec![(10, "<< /Type /OCG /Name (old) >>".to_owned())];
        paper.build()
    };
    let scan = |content: &str| {
        let mut paper = of(content);
        paper.resources = "/XObject << /I1 10 0 R >>".to_owned();
        paper.objects = vec![(
            10,
            stream(
                "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
                "A",
            ),
        )];
        paper.build()
    };
    let picture = "q 595 0 0 842 0 0 cm /I1 Do Q ";
    let mut cropped = of(&words(72, 820, &resident(76)));
    cropped.page = "/CropBox [0 0 595 800]".to_owned();
    vec![
        Planted::new(
            "white text",
            HiddenKind::InvisibleText,
            painted(&format!("1 g {}", number(70))),
        ),
        Planted::new(
            "black text on black",
            HiddenKind::InvisibleText,
            painted(&format!("0 g 60 590 240 30 re f {}", number(71))),
        ),
        Planted::new(
            "text of mode 3",
            HiddenKind::InvisibleText,
            painted(&format!("3 Tr {}", number(72))),
        ),
        Planted::new(
            "text outside the clip",
            HiddenKind::InvisibleText,
            painted(&format!("q 0 0 50 50 re W n {} Q", number(73))),
        ),
        Planted::new(
            "layer that is off",
            HiddenKind::Layer,
            layered(74, "/OFF [10 0 R]"),
        ),
        Planted::new(
            "layers off but for none",
            HiddenKind::Layer,
            layered(75, "/BaseState /OFF /ON []"),
        ),
        Planted::new("text beyond the crop", HiddenKind::OffPage, cropped.build()),
        Planted::new(
            "text beside the page",
            HiddenKind::OffPage,
            painted(&words(700, 600, &resident(77))),
        ),
        Planted::new(
            "recognised text over a scan",
            HiddenKind::RecognitionLayer,
            scan(&format!("{picture} 3 Tr {}", number(78))),
        ),
        Planted::new(
            "recognised text under a scan",
            HiddenKind::RecognitionLayer,
            scan(&format!("{} {picture}", number(79))),
        ),
    ]
}

fn beside() -> Vec<Planted> {
    let attached = |paper: &mut Paper, content: &str| {
        paper.catalog = "/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>".to_owned();
        paper.objects = vec![
            (
                10,
                "<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>".to_owned(),
            ),
            (11, stream("/Type /EmbeddedFile", content)),
        ];
    };
    let remark = |paper: &mut Paper, kind: &str, order: u32| {
        paper.page = "/Annots [10 0 R]".to_owned();
        paper.objects = vec![(
            10,
            format!(
                "<< /Type /Annot /Subtype /{kind} /Rect [0 0 9 9] /Contents (check {}) /T (Li) >>",
                resident(order)
            ),
        )];
    };
    let script = |paper: &mut Paper, entry: &str| {
        paper.catalog = entry.to_owned();
        paper.objects = vec![(10, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>".to_owned())];
    };
    let mut saved_again = with(|_| {});
    let first = String::from_utf8_lossy(&saved_again)
        .rfind("startxref\n")
        .unwrap()
        + 10;
    let start: String = String::from_utf8_lossy(&saved_again[first..])
        .lines()
        .next()
        .unwrap()
        .to_owned();
    let at = saved_again.len();
    saved_again.extend("7 0 obj\n<< >>\nendobj\n".bytes());
    let xref = saved_again.len();
    saved_again.extend(
        format!("xref\n7 1\n{at:010} 00000 n \ntrailer\n<< /Size 8 /Root 1 0 R /Info 6 0 R /Prev {start} >>\nstartxref\n{xref}\n%%EOF\n").bytes(),
    );
    vec![
        Planted::new(
            "author in the properties",
            HiddenKind::Metadata,
            with(|it| it.info = format!("/Author ({})", resident(1))),
        ),
        Planted::new(
            "author in the packet",
            HiddenKind::Metadata,
            with(|it| {
                it.catalog = "/Metadata 10 0 R".to_owned();
                it.objects = vec![(
                    10,
                    stream(
                        "/Type /Metadata /Subtype /XML",
                        &photo::packet(&resident(2)),
                    ),
                )];
            }),
        ),
        Planted::wordless(
            "attached text",
            HiddenKind::Embedded,
            with(|it| attached(it, "list")),
        ),
        Planted::new(
            "remark",
            HiddenKind::Comment,
            with(|it| remark(it, "Text", 3)),
        ),
        Planted::new(
            "remark on a highlight",
            HiddenKind::Comment,
            with(|it| remark(it, "Highlight", 4)),
        ),
        Planted::wordless(
            "script on opening",
            HiddenKind::Script,
            with(|it| script(it, "/OpenAction 10 0 R")),
        ),
        Planted::wordless(
            "named script",
            HiddenKind::Script,
            with(|it| script(it, "/Names << /JavaScript << /Names [(a) 10 0 R] >> >>")),
        ),
        Planted::wordless("saved again", HiddenKind::Leftover, saved_again),
    ]
}
