//! The lexer on the corners of Rust's lexical grammar.

use super::*;

fn source(text: &str) -> RustSource {
    RustSource::of(&TextFile::of("crates/x/src/lib.rs", text))
}

#[test]
fn comments_and_strings_are_not_code() {
    let it = source("let a = \"x.unwrap()\"; // b.unwrap()\n/* c /* d */ e */ f();\n");
    assert_eq!(it.code[0].trim_end(), "let a = \"          \";");
    assert_eq!(it.code[1].trim(), "f();");
    assert_eq!(it.strings[0].text, "x.unwrap()");
    assert_eq!(it.comments[0].text, "// b.unwrap()");
}

#[test]
fn raw_strings_end_at_their_own_number_of_hashes() {
    let it = source("let a = r#\"one \"quoted\" word\"#; let b = br\"c\"; go();");
    assert_eq!(it.strings[0].text, "one \"quoted\" word");
    assert_eq!(it.strings[1].text, "c");
    assert!(it.code[0].ends_with("go();"));
}

#[test]
fn a_word_that_ends_in_r_before_a_string_is_no_raw_string() {
    let it = source("for_each_char!(var\"a\\\"b\") + c");
    assert_eq!(it.strings[0].text, "a\\\"b");
}

#[test]
fn lifetimes_are_no_characters_and_a_quoted_quote_opens_no_string() {
    let it = source("fn f<'a>(x: &'a str) { g('\"', '\\'', '\\u{3000}', '一'); h(\"s\") }");
    assert_eq!(it.strings.len(), 1);
    assert_eq!(it.strings[0].text, "s");
    assert!(it.code[0].contains("fn f<'a>(x: &'a str)"));
}

#[test]
fn a_string_over_several_lines_keeps_the_line_numbers() {
    let it = source("let a = \"one \\\n two\";\nlet b = \"c\";\n");
    assert_eq!(it.strings[0].line, 1);
    assert_eq!(it.strings[1].line, 3);
    assert_eq!(it.code.len(), 3);
}

#[test]
fn items_under_cfg_test_are_tests_and_what_follows_is_not() {
    let it = source(
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod d;\nfn e() {}\n",
    );
    let tests: Vec<usize> = (1..=9).filter(|&line| it.is_test(line)).collect();
    assert_eq!(tests, [2, 3, 4, 5, 7, 8]);
}

#[test]
fn files_of_tests_benches_and_examples_are_tests_as_a_whole() {
    for path in [
        "crates/x/tests/a.rs",
        "crates/x/src/model/tests.rs",
        "libs/x/benches/b.rs",
        "libs/x/examples/c.rs",
    ] {
        assert!(
            RustSource::of(&TextFile::of(path, "fn a() {}\n")).is_test(1),
            "{path}"
        );
    }
}

#[test]
fn a_word_is_found_only_as_a_whole() {
    assert_eq!(find_word("use sqlx::query", "sqlx"), Some(4));
    assert_eq!(find_word("use my_sqlx2::query", "sqlx"), None);
}
