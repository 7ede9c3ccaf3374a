//! Each rule on a few lines: what it must find, and what it must leave alone.

use super::*;

/// The rules' words for a house of these files, papers aside.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let files = files
        .iter()
        .map(|(path, text)| TextFile::of(path, text))
        .collect();
    House::of(files)
        .inspect()
        .iter()
        .filter(|finding| {
            finding.what != "the paper is missing" && finding.what != "the glossary is missing"
        })
        .map(Finding::to_string)
        .collect()
}

/// The findings in one Rust file with a proper header.
fn in_rust(path: &str, code: &str) -> Vec<String> {
    findings(&[(path, &format!("//! A file.\n{code}\n"))])
}

#[track_caller]
fn assert_found(found: &[String], part: &str) {
    assert!(
        found.iter().any(|it| it.contains(part)),
        "{part} not in {found:#?}"
    );
}

#[track_caller]
fn assert_clean(found: &[String]) {
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_example_that_no_test_runs_is_found() {
    let manifest = |text| ("libs/x/Cargo.toml", text);
    let source = "//! A file.\n/// ```\n/// assert!(true);\n/// ```\nfn a() {}\n";
    let source = ("libs/x/src/a.rs", source);
    let found = findings(&[manifest("[lib]\ndoctest = false\n"), source]);
    assert_found(&found, "libs/x/src/a.rs:2: no test runs this example");
    assert_clean(&findings(&[manifest("[lib]\n"), source]));
}

#[test]
fn a_finding_says_where_what_and_what_to_do() {
    let found = in_rust("crates/x/src/lib.rs", "fn a() { b.unwrap() }");
    assert_eq!(
        found,
        [
            "crates/x/src/lib.rs:2: `.unwrap()` does not belong here; return the error, or `expect(\"why it cannot happen\")`"
        ]
    );
}

#[test]
fn a_script_says_what_it_is_for_and_is_no_longer_than_other_code() {
    let long = format!("// A script.\n{}", "a();\n".repeat(600));
    assert_found(&findings(&[("e2e/a.mjs", &long)]), "601 lines, 600 at most");
    assert_found(
        &findings(&[("crates/x/assets/a.js", "a();\n")]),
        "does not begin with `// `",
    );
    let bundle = format!("/* Built by script/editor. */\n{}", "a();\n".repeat(601));
    assert_clean(&findings(&[("crates/desk/assets/editor.js", &bundle)]));
    assert_found(
        &findings(&[("crates/desk/assets/editor.js", "a();\n")]),
        "does not begin with `/* Built by script/`",
    );
}

#[test]
fn tests_from_outside_are_one_program_for_each_crate() {
    for path in ["crates/x/tests/a.rs", "libs/x/tests/a/main.rs"] {
        assert_found(&in_rust(path, "fn a() {}"), "a second test program");
    }
    for path in [
        "crates/x/tests/it/main.rs",
        "crates/x/tests/it/a.rs",
        "crates/x/src/a/tests/mod.rs",
        "crates/x/src/tests/main.rs",
    ] {
        assert_clean(&in_rust(path, "fn a() {}"));
    }
}

#[test]
fn a_file_begins_with_what_it_is_for() {
    assert_found(
        &findings(&[("crates/x/src/a.rs", "use b;\n")]),
        "does not begin with",
    );
    assert_clean(&findings(&[("crates/x/src/a.rs", "//! For b.\n")]));
    assert_clean(&findings(&[(
        "libs/x/fuzz/a.rs",
        "#![no_main]\n//! For b.\n",
    )]));
}

#[test]
fn a_file_of_six_hundred_and_one_lines_is_too_long() {
    let at_most = format!("//! Long.\n{}", "fn a() {}\n".repeat(599));
    assert_clean(&findings(&[("crates/x/src/a.rs", &at_most)]));
    let longer = format!("{at_most}fn b() {{}}\n");
    assert_found(&findings(&[("crates/x/src/a.rs", &longer)]), "601 lines");
}

#[test]
fn names_that_say_nothing_are_refused() {
    assert_found(
        &in_rust("crates/x/src/utils.rs", ""),
        "`utils` says nothing",
    );
    assert_found(
        &in_rust("crates/x/src/common/mod.rs", ""),
        "`common` says nothing",
    );
    assert_clean(&in_rust("crates/x/src/service_hours.rs", ""));
}

#[test]
fn shortcuts_are_for_tests_only() {
    assert_clean(&in_rust("crates/x/tests/it/a.rs", "fn a() { b.unwrap() }"));
    assert_clean(&in_rust(
        "crates/x/src/a.rs",
        "#[cfg(test)]\nmod tests { fn a() { b.unwrap() } }",
    ));
    assert_clean(&in_rust(
        "crates/x/src/a.rs",
        "/// ```\n/// b.unwrap()\n/// ```\nfn a() {}",
    ));
}

#[test]
fn unfinished_work_is_refused_everywhere() {
    for code in [
        "fn a() { todo!() }",
        "fn a() { unimplemented!() }",
        "fn a() { dbg!(b) }",
        "#[ignore = \"slow\"]\nfn a() {}",
        "// FIXME: later",
    ] {
        assert_found(&in_rust("crates/x/src/a.rs", code), "does not belong here");
        assert_found(
            &in_rust("crates/x/tests/it/a.rs", code),
            "does not belong here",
        );
    }
}

#[test]
fn tests_neither_sleep_nor_look_at_the_wall_clock() {
    let code = "fn a() { std::thread::sleep(b); }";
    assert_found(&in_rust("crates/x/tests/it/a.rs", code), "sleep(");
    assert_clean(&in_rust("crates/x/src/a.rs", code));
    assert_found(
        &in_rust("crates/x/tests/it/a.rs", "fn a() { SystemTime::now(); }"),
        "SystemTime::now",
    );
}

#[test]
fn paths_of_one_machine_are_refused_but_addresses_are_not() {
    assert_found(
        &findings(&[("docs/a.md", "see /home/li/notes")]),
        "path of one machine",
    );
    assert_clean(&findings(&[(
        "docs/a.md",
        "see https://www.example/home/notes",
    )]));
}

#[test]
fn only_the_store_names_a_driver() {
    assert_found(
        &in_rust("crates/plans/src/a.rs", "use sqlx::Row;"),
        "`sqlx` is named outside",
    );
    assert_clean(&in_rust("crates/store/src/a.rs", "use sqlx::Row;"));
    assert_clean(&in_rust("crates/plans/src/a.rs", "// unlike sqlx"));
}

#[test]
fn sql_stands_in_sql_rs() {
    let code = "const A: &str = \"select id from b order by id\";";
    assert_found(
        &in_rust("crates/plans/src/queries.rs", code),
        "SQL outside sql.rs",
    );
    assert_found(
        &in_rust("crates/portal/src/sql.rs", code),
        "SQL in a crate that has none",
    );
    assert_clean(&in_rust("crates/plans/src/sql.rs", code));
    assert_clean(&in_rust("crates/plans/tests/it/a.rs", code));
    assert_clean(&in_rust(
        "crates/plans/src/a.rs",
        "const A: &str = \"select a file, then update it\";",
    ));
}

#[test]
fn sql_is_in_the_words_of_both_engines() {
    for (sql, part) in [
        ("select a::text from b", "`::`"),
        ("select now() from b", "`now()`"),
        ("select a from b where c ilike $1", "`ilike`"),
        ("select a from b where c = ?", "`?` as a parameter"),
        ("select sum(a) as n from b", "not cast"),
        ("insert or ignore into a values ($1)", "`insert or `"),
    ] {
        let code = format!("const A: &str = \"{sql}\";");
        assert_found(&in_rust("crates/plans/src/sql.rs", &code), part);
    }
    for sql in [
        "select cast(coalesce(sum(a), 0) as bigint) as n from b",
        "select c, cast(sum(a) as bigint) as n from b group by c having sum(a) > 0 order by sum(a), c",
        "select a from b where c = '?::now()'",
    ] {
        let code = format!("const A: &str = \"{sql}\";");
        assert_clean(&in_rust("crates/plans/src/sql.rs", &code));
    }
}

#[test]
fn pure_files_take_time_and_bytes_as_arguments() {
    for code in [
        "async fn a() {}",
        "fn a() { std::fs::read(b); }",
        "fn a() { Zoned::now(); }",
        "use std::net::TcpStream;",
    ] {
        assert_found(&in_rust("libs/calendar/src/a.rs", code), "in a pure file");
        assert_found(
            &in_rust("crates/plans/src/model.rs", code),
            "in a pure file",
        );
        assert_found(
            &in_rust("crates/plans/src/rules/a.rs", code),
            "in a pure file",
        );
        assert_clean(&in_rust("crates/plans/src/actions/a.rs", code));
    }
    assert_clean(&in_rust(
        "libs/calendar/src/a.rs",
        "fn a(now: Moment) -> b { now }",
    ));
}

fn migration(text: &str) -> Vec<String> {
    findings(&[
        (
            "crates/store/src/migration.rs",
            "//! Lists.\nconst A: &str = \"0001_a.sql\";\n",
        ),
        ("migrations/0001_a.sql", text),
    ])
    .into_iter()
    .filter(|it| !it.contains("not registered"))
    .collect()
}

#[test]
fn migrations_stay_in_the_common_subset() {
    for (column, part) in [
        ("a serial not null", "`serial`"),
        ("a jsonb", "`jsonb`"),
        ("a text[]", "`[]`"),
        ("a text default now()", "`now()`"),
        ("a timestamptz", "has the type `timestamptz`"),
        ("a int", "has the type `int`"),
    ] {
        assert_found(
            &migration(&format!("-- One b.\ncreate table b (\n    {column}\n);\n")),
            part,
        );
    }
    assert_clean(&migration(
        "-- One b, json-like.\ncreate table b (\n    a text not null primary key,\n    c bigint,\n    unique (c)\n);\ncreate index d on b (c);\n",
    ));
    assert_found(
        &migration("-- x\ncreate trigger a after insert on b;\n"),
        "`trigger`",
    );
}

#[test]
fn a_table_says_what_one_row_is() {
    let table = "create table b (\n    a text not null\n);\n";
    assert_found(&migration(table), "without a comment");
    assert_clean(&migration(&format!(
        "-- One b.\n{table}{}",
        table.replace(" b ", " c ")
    )));
    assert_found(
        &migration(&format!("-- Not about b.\n\n{table}")),
        "without a comment",
    );
}

#[test]
fn migrations_are_numbered_without_gaps_and_registered() {
    let found = findings(&[
        ("migrations/0001_a.sql", "-- Nothing.\n"),
        ("migrations/0003_b.sql", "-- Nothing.\n"),
    ]);
    assert_found(&found, "0003_b.sql:1: the next migration is number 0002_");
    assert_found(&found, "not registered");
}

#[test]
fn arrows_between_packages_go_one_way() {
    let metadata = |name: &str, dependency: &str| {
        format!(
            "{{\"packages\":[{{\"name\":\"{name}\",\"manifest_path\":\"x/Cargo.toml\",\"dependencies\":[{dependency}]}}]}}"
        )
    };
    let on = |name: &str| format!("{{\"name\":\"{name}\",\"kind\":null,\"path\":\"y\"}}");
    let found = |package: &str, dependency: &str| -> Vec<String> {
        edges::check_metadata(&metadata(package, dependency))
            .expect("the text is metadata")
            .iter()
            .map(Finding::to_string)
            .collect()
    };
    assert_found(&found("kernel", &on("store")), "kernel depends on store");
    assert_found(
        &found("requests", &on("plans")),
        "requests depends on plans",
    );
    assert_found(&found("portal", &on("desk")), "portal depends on desk");
    assert_found(&found("ui", &on("store")), "ui depends on store");
    assert_found(&found("plans", &on("testkit")), "plans depends on testkit");
    assert_found(&found("novel", ""), "no row in the table of edges");
    assert_found(
        &found("plans", "{\"name\":\"sqlx\",\"kind\":null,\"path\":null}"),
        "depends on the driver sqlx",
    );
    assert_clean(&found("kernel", &on("calendar")));
    assert_clean(&found("server", &on("portal")));
    assert_clean(&found(
        "plans",
        "{\"name\":\"testkit\",\"kind\":\"dev\",\"path\":\"y\"}",
    ));
}

#[test]
fn templates_hold_no_inline_script_or_style() {
    for (line, part) in [
        ("<p style=\"color: red\">", "inline style"),
        ("<style>p {}</style>", "inline style"),
        ("<script>go()</script>", "inline script"),
        ("<a href=\"javascript:go()\">", "inline script"),
        ("<button onclick=\"go()\">", "`onclick`"),
        (
            "<img src=\"https://elsewhere.example/a.png\">",
            "loaded from elsewhere",
        ),
    ] {
        assert_found(&findings(&[("crates/portal/templates/a.html", line)]), part);
        let code = format!("fn a() {{ b(r#\"{line}\"#) }}");
        assert_found(&in_rust("crates/portal/src/a.rs", &code), part);
    }
    let fine = "<p class=\"late\">Late on = \"a\"</p><script src=\"/assets/a.js\" defer></script>";
    assert_clean(&findings(&[("crates/portal/templates/a.html", fine)]));
    let data = "<script type=\"application/ld+json\">{}</script>";
    assert_clean(&findings(&[("crates/portal/templates/a.html", data)]));
}

#[test]
fn identifiers_of_the_glossary_exist_in_code() {
    let code = (
        "crates/x/src/a.rs",
        "//! A duty.\nstruct Duty;\nfn due_on() {}\n",
    );
    let table = |identifier: &str| {
        format!(
            "| term | identifier | meaning |\n|---|---|---|\n| 任务 | {identifier} | what is owed |\n"
        )
    };
    assert_clean(&findings(&[
        code,
        ("GLOSSARY.md", &table("`Duty`, `due_on`")),
    ]));
    assert_found(
        &findings(&[code, ("GLOSSARY.md", &table("`Duty`, `Owed`"))]),
        "GLOSSARY.md:3: `Owed` occurs in no Rust file",
    );
    assert_found(
        &findings(&[code, ("GLOSSARY.md", &table("`A duty`"))]),
        "`A` occurs in no Rust file",
    );
}

#[test]
fn both_readmes_say_the_same() {
    let english = "# A\n\nText.\n\n```sh\nscript/server\n```\n";
    let same = "# 甲\n\n文字。\n\n```sh\nscript/server\n```\n";
    let papers = |chinese: &str| findings(&[("README.md", english), ("README.zh-CN.md", chinese)]);
    assert_clean(&papers(same));
    assert_found(
        &papers(&same.replace("script/server", "script/test")),
        "code block 1 differs",
    );
    assert_found(
        &papers(&format!("{same}\n## 乙\n\n文字。\n")),
        "2 headings where README.md has 1",
    );
}

#[test]
fn the_changelog_has_a_place_for_what_is_new() {
    assert_found(
        &findings(&[("CHANGELOG.md", "# Changelog\n\nOld.\n")]),
        "no section for what is new",
    );
    assert_clean(&findings(&[(
        "CHANGELOG.md",
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- All of it.\n",
    )]));
}

#[test]
fn papers_have_no_empty_headings_and_no_dead_links() {
    assert_found(
        &findings(&[("docs/a.md", "# A\n\n## B\n\n## C\n\nText.\n")]),
        "a.md:3: a heading with nothing",
    );
    assert_clean(&findings(&[(
        "docs/a.md",
        "# A\n\n## B\n\n```sh\n# only a comment\n```\n",
    )]));
    assert_found(
        &findings(&[("docs/a.md", "See [b](b.md#c).\n")]),
        "the link b.md#c leads nowhere",
    );
    assert_clean(&findings(&[
        ("docs/a.md", "See [b](../b.md).\n"),
        ("b.md", "Text.\n"),
    ]));
}
