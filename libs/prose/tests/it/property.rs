//! What holds for every input: cleaning twice is cleaning once, nothing that runs comes through, a second sanitizer finds nothing to do.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use prose::Body;

use crate::pieces::KEPT;

/// Beside what is kept: pieces that a body does not keep, or not as they are.
const OTHER: &[&str] = &[
    "<p class=\"centre\">",
    "<div>",
    "</div>",
    "<span style='font-weight:bold'>",
    "</span>",
    "<font color=red>",
    "</font>",
    "<br><br>",
    "<h1>",
    "</h1>",
    "<h5>",
    "<ol start=3>",
    "<ol type=a>",
    "<li value=4>",
    "<tfoot>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>",
    "<a href='https://a.example/\"&lt;' onclick=x>",
    "<script>alert(1)</script>",
    "<style>p{}</style>",
    "<svg><script>1</script>",
    "</svg>",
    "<math><mi>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<textarea>",
    "</textarea>",
    "<select><option>",
    "<iframe src=x>",
    "</iframe>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<o:p>",
    "</o:p>",
    "<center>",
    "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>1.&nbsp;</span>",
    "<span style='mso-list:Ignore'>l</span>",
    "<p style='mso-outline-level:2'>",
    "<s>",
    "</s>",
    "<span hidden>",
    "<xmp>",
    "<plaintext>",
    "<form>",
    "<input>",
    "<button>",
    "<frameset>",
    "</body>",
    "\t",
    "&nbsp;&nbsp;&nbsp;&nbsp;",
    "　",
    "&lt;script&gt;",
    "'",
    "<",
    ">",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "data:image/png;base64,iVBORw0KGgoAAAA=",
    "<img src='data:image/png;base64,iVBORw0KGgoAAAA='>",
];

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(KEPT).prop_map(str::to_owned),
        4 => proptest::sample::select(OTHER).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A sanitizer that shares no code with ours, set to the same subset.
fn second_opinion() -> ammonia::Builder<'static> {
    let tags = "p h2 h3 h4 ul ol li table caption thead tbody tr th td blockquote strong em u sub sup a img figure figcaption hr br";
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags.split(' ').collect::<HashSet<_>>())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .allowed_classes(
            ["p", "td", "th"]
                .into_iter()
                .map(|tag| (tag, HashSet::from(["right", "centre"])))
                .collect(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "pasted"]))
        .link_rel(None);
    builder
}

/// Quotes and colons may be written either way; everything else must be the same.
fn alike(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&#58;", ":")
}

fn check(html: &str) -> Result<Body, TestCaseError> {
    let body = match Body::clean(html) {
        Ok(cleaned) => cleaned.body,
        Err(_) => return Ok(Body::default()),
    };
    let again = Body::clean(body.html()).expect("what is clean is within the limits");
    prop_assert_eq!(again.body.html(), body.html());
    prop_assert!(again.body == body, "the same bytes are the same blocks");
    prop_assert!(
        again.dropped.is_empty(),
        "{:?} from {}",
        again.dropped,
        body.html()
    );
    let second = second_opinion().clean(body.html()).to_string();
    prop_assert_eq!(alike(&second), alike(body.html()));
    Ok(body)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn cleaning_is_done_once_and_another_sanitizer_agrees(html in markup()) {
        check(&html)?;
    }

    #[test]
    fn any_characters_at_all_are_cleaned(html in "(?s).{0,300}") {
        check(&html)?;
    }

    #[test]
    fn plain_text_is_clean_and_says_what_it_said(text in "(?s).{0,200}") {
        let body = Body::from_text(&text).expect("short");
        let same = Body::clean(body.html()).expect("short");
        prop_assert_eq!(same.body.html(), body.html());
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&body.text()), letters(&text));
    }

    #[test]
    fn nothing_that_runs_comes_through(html in markup()) {
        let Ok(cleaned) = Body::clean(&html) else { return Ok(()) };
        let tags: String = cleaned.body.html().split('<').skip(1).map(|part| part.split('>').next().unwrap_or("")).collect::<Vec<_>>().join("\n");
        for word in ["script", "style", " on", "javascript:", "iframe", "svg", "data:"] {
            prop_assert!(!tags.contains(word), "{} in {}", word, tags);
        }
    }

    #[test]
    fn every_place_of_the_text_can_be_told_and_replaced(html in markup(), from in 0usize..200, length in 1usize..40) {
        let body = check(&html)?;
        let text = body.text();
        let plain = body.plain();
        for at in 0..=text.len() {
            let _ = plain.place(at).to_string();
        }
        let cut = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at));
        let (Some(start), Some(end)) = (cut(from), cut(from + length)) else { return Ok(()) };
        prop_assume!(start < end);
        let replaced = body.replaced(&[(start..end, "＊".to_owned())]).expect("a range of the text");
        let same = Body::clean(replaced.html()).expect("short");
        prop_assert_eq!(same.body.html(), replaced.html());
    }

    #[test]
    fn words_that_are_replaced_are_gone(before in "[甲-癸a-z ]{0,20}", after in "[甲-癸a-z ]{0,20}", at in 1usize..10) {
        let (one, two) = "13812345678".split_at(at);
        let body = Body::clean(&format!("<p>{before}{one}<b>{two}</b>{after}</p>")).expect("short").body;
        let start = body.text().find("13812345678").expect("it was put there");
        let masked = body.replaced(&[(start..start + 11, "*".to_owned())]).expect("a range of the text");
        prop_assert_eq!(masked.text(), body.text().replace("13812345678", "*"));
    }
}
