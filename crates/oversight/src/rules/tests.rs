//! The whole table of state and command, and the words that are not enough.

use kernel::{Moment, Refusal};

use super::*;

fn state(kind: StateKind) -> NoticeState {
    let at = Moment::parse("2026-11-20T02:00:00.000Z").unwrap();
    match kind {
        Issued => NoticeState::Issued,
        Answered => NoticeState::Answered { on: at.date() },
        Returned => NoticeState::Returned,
        Closed => NoticeState::Closed {
            answered_on: at.date(),
            at,
        },
        Withdrawn => NoticeState::Withdrawn { at },
    }
}

#[test]
fn the_table_has_every_state_and_command_once_and_the_rules_follow_it() {
    assert_eq!(
        TRANSITIONS.len(),
        StateKind::ALL.len() * CommandKind::ALL.len()
    );
    for from in StateKind::ALL {
        for command in CommandKind::ALL {
            let rows: Vec<_> = TRANSITIONS
                .iter()
                .filter(|(state, it, _)| state == from && it == command)
                .collect();
            assert_eq!(rows.len(), 1, "{from:?} {command:?}");
            match (rows[0].2, allow(&state(*from), *command)) {
                (Becomes(_), Ok(())) => {}
                (Refused(code), Err(refusal)) => assert_eq!(code, refusal.code()),
                (verdict, ruled) => panic!("{from:?} {command:?}: {verdict:?}, {ruled:?}"),
            }
        }
    }
}

#[test]
fn a_notice_says_what_it_wants_and_by_when() {
    let good = Wording {
        title: "督促按月公开财政收支".to_owned(),
        body: "请说明十月收支未公开的原因。".to_owned(),
        workdays: 5,
    };
    assert_eq!(check_wording(&good), Ok(good.clone()));
    let with = |change: fn(&mut Wording)| {
        let mut wording = good.clone();
        change(&mut wording);
        check_wording(&wording).unwrap_err()
    };
    assert_eq!(
        with(|it| it.title = " \u{202e}".to_owned()),
        NoticeRefusal::TitleMissing
    );
    assert_eq!(
        with(|it| it.title = "题".repeat(101)),
        NoticeRefusal::TitleTooLong
    );
    assert_eq!(with(|it| it.body.clear()), NoticeRefusal::BodyMissing);
    assert_eq!(with(|it| it.workdays = 0), NoticeRefusal::NoSuchSpan);
    assert_eq!(with(|it| it.workdays = 61), NoticeRefusal::NoSuchSpan);
}

#[test]
fn links_are_web_addresses_one_a_line() {
    let links =
        check_links(" https://a.example/1 \n\nhttps://a.example/1\nhttp://b.example").unwrap();
    assert_eq!(links, ["https://a.example/1", "http://b.example"]);
    for wrong in [
        "javascript:alert(1)",
        "a.example",
        "https://u@a.example/",
        "https:///x",
        "ftp://a.example",
    ] {
        assert!(
            matches!(check_links(wrong), Err(NoticeRefusal::LinkNotHttp(_))),
            "{wrong}"
        );
    }
    let many: Vec<String> = (0..21).map(|n| format!("https://a.example/{n}")).collect();
    assert_eq!(
        check_links(&many.join("\n")),
        Err(NoticeRefusal::TooManyLinks)
    );
}
