//! Reading and printing lists of gathered documents, by examples and by properties.

use proptest::prelude::*;

use super::*;

fn flaws(text: &str) -> Vec<(usize, Flaw)> {
    read(text).unwrap_err().all().to_vec()
}

#[test]
fn a_list_is_read_line_by_line_with_headings_and_words() {
    let chapters = read(
        "czj/2026-00001《关于印发办法的通知》\r\n\n＃ 政策\n云财〔2026〕12号\n> 全文  可下载。\n《读懂办法》（云财〔2026〕13号）\n## 进展\nhttps://www.yunxi.example/documents/0190a6f2-0000-7000-8000-000000000001\n",
    )
    .unwrap();
    let told: Vec<_> = chapters
        .iter()
        .map(|it| {
            let entries = it.entries.iter();
            let entries = entries.map(|it| (it.line, it.reference.as_str(), it.words.as_str()));
            (it.line, it.heading.as_str(), entries.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "", vec![(1, "czj/2026-00001", "")]),
            (
                3,
                "政策",
                vec![
                    (4, "云财〔2026〕12号", "全文  可下载。"),
                    (6, "云财〔2026〕13号", "")
                ]
            ),
            (
                7,
                "进展",
                vec![(
                    8,
                    "https://www.yunxi.example/documents/0190a6f2-0000-7000-8000-000000000001",
                    ""
                )]
            ),
        ]
    );
}

#[test]
fn what_is_wrong_is_told_at_its_line() {
    let long = "长".repeat(MOST_WORDS + 1);
    let text = format!("> 甲\n#\n《只有标题》\n# 空章\n# 末章\n甲/1\n> 乙\n> 丙\n甲/2\n> {long}");
    assert_eq!(
        flaws(&text),
        [
            (1, Flaw::WordsAstray),
            (2, Flaw::HeadingMissing),
            (3, Flaw::ReferenceMissing),
            (4, Flaw::ChapterEmpty("空章".to_owned())),
            (8, Flaw::WordsTwice),
            (10, Flaw::WordsTooLong),
        ]
    );
    let told = read(&text).unwrap_err().to_string();
    assert!(
        told.starts_with("第1行：") && told.contains("；第4行：“空章”"),
        "{told}"
    );
    assert_eq!(flaws("# 甲"), [(1, Flaw::ChapterEmpty("甲".to_owned()))]);
}

#[test]
fn limits_are_told_once_where_they_are_passed() {
    let documents: Vec<String> = (1..=MOST_DOCUMENTS + 3)
        .map(|it| format!("甲/{it}"))
        .collect();
    assert_eq!(
        flaws(&format!("{}\n# 末章\n甲/x", documents.join("\n"))),
        [(MOST_DOCUMENTS + 1, Flaw::TooManyDocuments)]
    );
    assert!(read(&documents[..MOST_DOCUMENTS].join("\n")).is_ok());
    let chapters: Vec<String> = (0..=MOST_CHAPTERS)
        .map(|it| format!("# 章\n甲/{it}"))
        .collect();
    assert_eq!(
        flaws(&chapters.join("\n")),
        [(2 * MOST_CHAPTERS + 1, Flaw::TooManyChapters)]
    );
    let many = "> 甲\n".repeat(MOST_FLAWS + 2);
    assert!(
        read(&many)
            .unwrap_err()
            .to_string()
            .ends_with("另有2行有误")
    );
}

/// Words that stand on one line as they were read: no blanks around them.
fn line(most: usize) -> impl Strategy<Value = String> {
    let any = proptest::string::string_regex(&format!("[^\\p{{C}}\\p{{Z}}]{{1,{most}}}"));
    any.unwrap()
}

fn reference() -> impl Strategy<Value = String> {
    line(30).prop_filter("names a document", |it| {
        !it.starts_with(['#', '＃', '>', '＞', '（', '(']) && !it.contains('《')
    })
}

fn entry() -> impl Strategy<Value = TypedEntry> {
    (reference(), line(20), prop::option::of(line(40))).prop_map(|(reference, title, words)| {
        TypedEntry {
            line: 0,
            reference,
            title,
            words: words.unwrap_or_default(),
        }
    })
}

fn chapters() -> impl Strategy<Value = Vec<TypedChapter>> {
    let heading = line(20).prop_filter("a heading", |it| !it.starts_with(['#', '＃']));
    let chapter = (heading, prop::collection::vec(entry(), 1..5));
    (prop::collection::vec(chapter, 0..5), any::<bool>()).prop_map(|(chapters, is_named)| {
        let chapters = chapters.into_iter().enumerate();
        let chapters = chapters.map(|(at, (heading, entries))| TypedChapter {
            line: 0,
            heading: if at == 0 && !is_named {
                String::new()
            } else {
                heading
            },
            entries,
        });
        numbered(chapters.collect())
    })
}

proptest! {
    /// What is printed is read as the same, line by line.
    #[test]
    fn a_printed_list_is_read_as_it_was(written in chapters()) {
        prop_assert_eq!(read(&print(&written)).unwrap(), written);
    }

    /// Whatever is typed, it is read or refused, and what is read is printed and read as the same.
    #[test]
    fn anything_is_read_or_refused(text in "([#>《》（）a-c甲乙 ]{0,12}\n){0,12}") {
        if let Ok(chapters) = read(&text) {
            let again = read(&print(&chapters)).unwrap();
            prop_assert_eq!(numbered(chapters), again);
        }
    }
}
