//! What is enough, and what is not.

use super::*;

fn links(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

fn judge(rule: &EvidenceRule, given: &[&str], files: usize) -> bool {
    rule.judge(HandedIn {
        links: &links(given),
        files,
    })
    .is_ok()
}

#[test]
fn without_a_rule_a_note_alone_is_enough() {
    assert!(judge(&EvidenceRule::default(), &[], 0));
    assert!(judge(
        &EvidenceRule::default(),
        &["https://example.com/"],
        0
    ));
}

#[test]
fn a_link_lies_on_the_host_or_beneath_it_and_nowhere_else() {
    let rule = EvidenceRule {
        accepted: Accepted::Link,
        least: 1,
        hosts: links(&["yunxi.gov.cn"]),
    };
    for good in [
        "https://yunxi.gov.cn/a",
        "http://www.YUNXI.gov.cn:8080/a?b#c",
        "https://czj.yunxi.gov.cn.",
    ] {
        assert!(judge(&rule, &[good], 0), "{good}");
    }
    for bad in [
        "https://notyunxi.gov.cn/",
        "https://yunxi.gov.cn.example.com/",
        "https://yunxi.gov.cn@example.com/",
        "https://example.com\\@yunxi.gov.cn/",
        "https://example.com/yunxi.gov.cn",
        "ftp://yunxi.gov.cn/",
        "yunxi.gov.cn",
    ] {
        assert!(!judge(&rule, &[bad], 0), "{bad}");
    }
    assert!(!judge(&rule, &[], 3), "a file is no link");
}

#[test]
fn pieces_are_counted_by_what_is_accepted() {
    let rule = |accepted, least| EvidenceRule {
        accepted,
        least,
        hosts: Vec::new(),
    };
    let two = ["https://a.cn/1", "https://a.cn/2"];
    assert!(judge(&rule(Accepted::Link, 2), &two, 0));
    assert!(!judge(&rule(Accepted::Link, 3), &two, 5));
    assert!(judge(&rule(Accepted::File, 1), &[], 1));
    assert!(!judge(&rule(Accepted::File, 1), &two, 0));
    assert!(judge(&rule(Accepted::LinkOrFile, 3), &two, 1));
    assert!(!judge(&rule(Accepted::Any, 2), &[], 0));
}
