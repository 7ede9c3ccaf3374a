//! Each term finds its own clause.

use super::*;
use gongwen::reading::Trigger;

/// Text, the words of its terms, the clause of each.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [Option<&'static str>],
);

fn clauses<'t>(text: &'t str, words: &[&str]) -> Vec<Option<&'t str>> {
    let terms: Vec<Term> = words
        .iter()
        .map(|it| Term {
            value: "x".to_owned(),
            words: (*it).to_owned(),
            trigger: Trigger::None,
        })
        .collect();
    (0..terms.len())
        .map(|n| clause_of(text, &terms, n))
        .collect()
}

#[test]
fn each_term_has_the_sentence_or_clause_that_it_stands_in() {
    let budget = "县级预算由财政局在批准后20日内公开。每月10日前公开上月收支情况；年底前公开绩效。";
    let long = "进一步完善财政预决算公开的各项工作制度和流程，每月10日前，公开上月财政收支执行情况，每季度公开专项资金分配情况，并做好解读";
    let rows: [Row; 6] = [
        (
            budget,
            &["批准后20日内", "每月10日前", "年底前"],
            &[
                Some("县级预算由财政局在批准后20日内公开"),
                Some("每月10日前公开上月收支情况"),
                Some("年底前公开绩效"),
            ],
        ),
        // A clause of the words alone takes the next one along.
        (
            long,
            &["每月10日前", "每季度"],
            &[
                Some("每月10日前，公开上月财政收支执行情况"),
                Some("每季度公开专项资金分配情况"),
            ],
        ),
        // The same words twice are two places.
        (
            "月底前公开甲。月底前公开乙。",
            &["月底前", "月底前"],
            &[Some("月底前公开甲"), Some("月底前公开乙")],
        ),
        // Words within words.
        (
            "每年1月31日前公布年报。",
            &["每年1月31日前", "1月31日前"],
            &[Some("每年1月31日前公布年报"), Some("每年1月31日前公布年报")],
        ),
        ("公开收支情况。", &["每月"], &[None]),
        ("公开收支情况。", &[""], &[None]),
    ];
    for (text, words, expected) in rows {
        assert_eq!(clauses(text, words), expected, "{text}");
    }
}
