//! The whole table of states and commands, and what evidence must be.

use super::*;
use kernel::Refusal;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn now() -> Moment {
    Moment::parse("2026-10-20T02:00:00Z").unwrap()
}

fn state(kind: StateKind) -> PromiseState {
    match kind {
        Open => PromiseState::Open,
        Kept => PromiseState::Kept {
            on: day("2026-10-10"),
            at: now(),
        },
        Waived => PromiseState::Waived {
            on: day("2026-10-10"),
            reason: "机构撤并".to_owned(),
            basis: "云委编〔2026〕3号".to_owned(),
        },
        Void => PromiseState::Void {
            reason: "任务取消".to_owned(),
        },
    }
}

fn kind(state: &PromiseState) -> StateKind {
    match state {
        PromiseState::Open => Open,
        PromiseState::Kept { .. } => Kept,
        PromiseState::Waived { .. } => Waived,
        PromiseState::Void { .. } => Void,
    }
}

fn evidence() -> Evidence {
    Evidence {
        link: "https://www.yunxi.example/zwgk/202610/t1.html".to_owned(),
        note: String::new(),
        published_on: day("2026-10-12"),
    }
}

fn obey(from: StateKind, command: CommandKind) -> Result<StateKind, PromiseRefusal> {
    let owed = Owed {
        state: state(from),
        owed_from: day("2026-10-01"),
    };
    match command {
        Keep => keep(&owed, &evidence(), now()).map(|it| kind(&it)),
        AddEvidence => add_evidence(&owed, &evidence(), now().date()).map(|()| from),
        Waive => {
            waive(&owed.state, now().date(), "机构撤并", "云委编〔2026〕3号").map(|it| kind(&it))
        }
        MakeVoid => make_void(&owed.state, "任务取消").map(|it| kind(&it)),
        MoveDue => allow(&owed.state, MoveDue).map(|()| from),
    }
}

#[test]
fn every_command_does_in_every_state_what_the_table_says() {
    let mut walked = 0;
    for from in StateKind::ALL {
        for command in CommandKind::ALL {
            let rows: Vec<_> = TRANSITIONS
                .iter()
                .filter(|row| row.0 == *from && row.1 == *command)
                .collect();
            assert_eq!(rows.len(), 1, "{from:?} × {command:?} must be one row");
            let verdict = match obey(*from, *command) {
                Ok(to) => Becomes(to),
                Err(refusal) => Refused(refusal.code()),
            };
            assert_eq!(verdict, rows[0].2, "{from:?} × {command:?}");
            walked += 1;
        }
    }
    assert_eq!(walked, TRANSITIONS.len());
}

#[test]
fn evidence_is_a_page_of_the_web_that_was_public_while_it_was_owed() {
    let owed = Owed {
        state: PromiseState::Open,
        owed_from: day("2026-10-01"),
    };
    let check = |link: &str, note: &str, published: &str, expected: Option<&str>| {
        let evidence = Evidence {
            link: link.to_owned(),
            note: note.to_owned(),
            published_on: day(published),
        };
        let got = keep(&owed, &evidence, now());
        assert_eq!(
            got.as_ref().err().map(Refusal::code),
            expected,
            "{link} {note} {published}"
        );
    };
    let page = "https://www.yunxi.example/a?id=1#p";
    check(page, "", "2026-10-12", None);
    check("HTTP://yunxi.example", "", "2026-10-20", None);
    check("http://政务.example/财政", "", "2026-10-01", None);
    for bad in [
        "",
        "www.yunxi.example/a",
        "ftp://yunxi.example/a",
        "javascript://yunxi.example/%0aalert(1)",
        "https://",
        "https:///a",
        "https://:80/a",
        "https://gov.example@evil.example/a",
        "https://yunxi.example/a b",
        "https://yunxi.example/\n",
        "https://yunxi.example/<script>",
        "://yunxi.example",
    ] {
        check(bad, "", "2026-10-12", Some("promises.link_not_http"));
    }
    let long = format!("https://yunxi.example/{}", "a".repeat(2000));
    check(&long, "", "2026-10-12", Some("promises.link_too_long"));
    check(page, &"字".repeat(1000), "2026-10-12", None);
    check(
        page,
        &"字".repeat(1001),
        "2026-10-12",
        Some("promises.note_too_long"),
    );
    check(page, "", "2026-10-21", Some("promises.published_in_future"));
    check(
        page,
        "",
        "2026-09-30",
        Some("promises.published_before_owed"),
    );
    check(
        page,
        " ",
        "2026-09-30",
        Some("promises.published_before_owed"),
    );
    check(page, "提前公开", "2026-09-30", None);
}

#[test]
fn a_waiver_and_a_voiding_say_why() {
    let check = |reason: &str, basis: &str, expected: Option<&str>| {
        let got = waive(&PromiseState::Open, now().date(), reason, basis);
        assert_eq!(got.as_ref().err().map(Refusal::code), expected);
    };
    check("事项已取消", "云政办函〔2026〕7号", None);
    check(" ", "云政办函〔2026〕7号", Some("promises.reason_missing"));
    check("事项已取消", "", Some("promises.basis_missing"));
    check(&"字".repeat(1001), "依据", Some("promises.reason_too_long"));
    check(
        "事项已取消",
        &"字".repeat(501),
        Some("promises.basis_too_long"),
    );
    assert_eq!(
        make_void(&PromiseState::Open, "").unwrap_err().field(),
        Some("reason")
    );
}

#[test]
fn what_the_public_reads_holds_nothing_unseen_and_unseen_marks_are_no_reason() {
    let on = day("2026-10-10");
    let waived = waive(
        &PromiseState::Open,
        on,
        "机构\u{202e}撤并\u{7}",
        "云委编\u{2066}3号",
    );
    let expected = PromiseState::Waived {
        on,
        reason: "机构撤并".to_owned(),
        basis: "云委编3号".to_owned(),
    };
    assert_eq!(waived, Ok(expected));
    let unseen = "\u{200e}\u{202c} \u{0}";
    let code = |outcome: Result<PromiseState, PromiseRefusal>| outcome.unwrap_err().code();
    assert_eq!(
        code(make_void(&PromiseState::Open, unseen)),
        PromiseRefusal::ReasonMissing.code()
    );
    assert_eq!(
        code(waive(&PromiseState::Open, on, "机构撤并", unseen)),
        PromiseRefusal::BasisMissing.code()
    );
    let owed = Owed {
        state: PromiseState::Open,
        owed_from: day("2026-10-01"),
    };
    let turned = Evidence {
        link: "https://www.yunxi.example/\u{202e}lmth.1t".to_owned(),
        ..evidence()
    };
    assert_eq!(
        code(keep(&owed, &turned, now())),
        PromiseRefusal::LinkNotHttp.code()
    );
}
