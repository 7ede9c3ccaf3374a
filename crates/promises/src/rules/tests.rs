//! The whole table of states and commands, and what evidence must be.

use super::CommandKind::{
    AddEvidence, HandOver, Keep, MakeVoid, MoveDue, ProposeMove, ProposeNilReturn, ProposeWaiver,
    ReportProgress, ReturnEvidence, SignNilReturn, Waive,
};
use super::StateKind::{Kept, Open, Void, Waived};
use super::*;
use crate::model::{KeptBy, Origin, Promise, PromiseState, Returns, WaitsFor};
use crate::refusal::PromiseRefusal;
use calendar::{Calendar, Clock, LastDay, Segment, Span};
use kernel::Verdict::{Becomes, Refused};
use kernel::{Date, Ids, Moment, Refusal};

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
            how: KeptBy::Evidence,
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

fn evidence() -> Submission {
    Submission {
        links: vec!["https://www.yunxi.example/zwgk/202610/t1.html".to_owned()],
        files: Vec::new(),
        note: String::new(),
        published_on: day("2026-10-12"),
    }
}

fn promise(state: PromiseState, clock: Clock) -> Promise {
    let (ids, calendar) = (Ids::seeded(5), Calendar::national());
    let due = clock.due(&calendar).unwrap();
    Promise {
        id: ids.next(now()),
        unit_id: ids.next(now()),
        plan_id: None,
        origin: Origin::Duty(ids.next(now())),
        slot: "date/1".to_owned(),
        title: "公开财政决算".to_owned(),
        owed_from: day("2026-10-01"),
        due_on: due.on,
        due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
        clock,
        calendar_version: due.calendar_version,
        is_provisional: false,
        state,
        waits_for: WaitsFor::Nothing,
        returns: Returns::default(),
        percent: None,
        opened_at: now(),
    }
}

fn by(workdays: u32, calendar: &Calendar) -> Lengthening<'_> {
    Lengthening {
        by: Span::Workdays(workdays),
        basis: "云政办函〔2026〕9号",
        told_on: now().date(),
        calendar,
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
        ReportProgress => {
            let progress = Progress {
                percent: 40,
                note: "已完成数据核对".to_owned(),
                stated_on: day("2026-10-19"),
            };
            report_progress(&owed.state, &progress, now().date()).map(|_| from)
        }
        ProposeNilReturn => {
            let promise = promise(owed.state, Clock::fixed(day("2026-10-31"), "要点"));
            propose_nil_return(&promise, "本月没有新增事项", now().date()).map(|_| from)
        }
        SignNilReturn => sign_nil_return(&owed.state, day("2026-10-19"), now()).map(|it| kind(&it)),
        ReturnEvidence => return_evidence(&owed.state, "链接打不开").map(|_| Open),
        ProposeWaiver => {
            propose_waiver(&owed.state, ("机构撤并", "云委编〔2026〕3号")).map(|_| from)
        }
        ProposeMove => allow(&owed.state, ProposeMove).map(|()| from),
        Waive => {
            waive(&owed.state, now().date(), "机构撤并", "云委编〔2026〕3号").map(|it| kind(&it))
        }
        MakeVoid => make_void(&owed.state, "任务取消").map(|it| kind(&it)),
        HandOver => allow(&owed.state, HandOver).map(|()| from),
        MoveDue => {
            let calendar = Calendar::national();
            let promise = promise(owed.state, Clock::fixed(day("2026-10-31"), "要点"));
            lengthen(&promise, by(5, &calendar)).map(|_| from)
        }
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
        let evidence = Submission::from(&Evidence {
            link: link.to_owned(),
            note: note.to_owned(),
            published_on: day(published),
        });
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
    let turned = Submission {
        links: vec!["https://www.yunxi.example/\u{202e}lmth.1t".to_owned()],
        ..evidence()
    };
    assert_eq!(
        code(keep(&owed, &turned, now())),
        PromiseRefusal::LinkNotHttp.code()
    );
}

#[test]
fn a_submission_is_links_files_or_a_note_and_not_too_many() {
    let owed = Owed {
        state: PromiseState::Open,
        owed_from: day("2026-10-01"),
    };
    let nothing = Submission {
        links: Vec::new(),
        ..evidence()
    };
    let code = |given: &Submission| keep(&owed, given, now()).err().map(|it| it.code());
    assert_eq!(code(&nothing), Some("promises.evidence_missing"));
    let noted = Submission {
        note: "已在政务公开栏张贴".to_owned(),
        ..nothing.clone()
    };
    assert_eq!(code(&noted), None);
    let link = |n: usize| format!("https://www.yunxi.example/{n}");
    let many = Submission {
        links: (0..21).map(link).collect(),
        ..evidence()
    };
    assert_eq!(code(&many), Some("promises.too_many_pieces"));
    let one_bad = Submission {
        links: vec![link(1), "ftp://yunxi.example".to_owned()],
        ..evidence()
    };
    assert_eq!(code(&one_bad), Some("promises.link_not_http"));
    let repeated = Submission {
        links: vec![link(1), String::new(), format!(" {} ", link(1)), link(2)],
        ..evidence()
    };
    assert_eq!(repeated.tidied().links, [link(1), link(2)]);
}

#[test]
fn a_file_is_known_by_its_content_and_its_name_alone_does_not_help() {
    let check = |name: &str, bytes: &[u8], expected: Result<&'static str, &'static str>| {
        let got = media_type_of(name, bytes).map_err(|it| it.code());
        assert_eq!(got, expected, "{name}");
    };
    check("决算.pdf", b"%PDF-1.7 ...", Ok("application/pdf"));
    check("截图.png", b"\x89PNG\r\n", Ok("image/png"));
    check("照片.JPG", &[0xff, 0xd8, 0xff, 0xe0], Ok("image/jpeg"));
    check(
        "表.xlsx",
        b"PK\x03\x04..",
        Ok("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    );
    check("数据.csv", "日期,金额\n".as_bytes(), Ok("text/csv"));
    let refused = Err("promises.file_kind");
    check("决算.pdf", b"MZ\x90", refused);
    check("网页.html", b"<script>alert(1)</script>", refused);
    check("图.svg", b"<svg onload=alert(1)>", refused);
    check("包.zip", b"PK\x03\x04..", refused);
    check("空.pdf", b"", refused);
    check("数据.txt", b"a\0b", refused);
    let large = [b"%PDF-".as_slice(), &vec![b'x'; MOST_FILE_BYTES]].concat();
    check("大.pdf", &large, Err("promises.file_too_large"));
}

#[test]
fn progress_is_a_share_with_words_that_are_not_of_tomorrow() {
    let check = |percent: u8, note: &str, on: &str, expected: Option<&str>| {
        let progress = Progress {
            percent,
            note: note.to_owned(),
            stated_on: day(on),
        };
        let got = report_progress(&PromiseState::Open, &progress, now().date());
        assert_eq!(got.err().map(|it| it.code()), expected);
    };
    check(0, "尚未启动", "2026-10-20", None);
    check(100, "已报审", "2026-10-20", None);
    check(
        101,
        "已报审",
        "2026-10-20",
        Some("promises.percent_out_of_range"),
    );
    check(
        10,
        " ",
        "2026-10-20",
        Some("promises.progress_note_missing"),
    );
    check(10, "预计", "2026-10-21", Some("promises.stated_in_future"));
}

#[test]
fn a_nil_return_counts_for_the_day_it_was_handed_in_and_not_before_the_period_begins() {
    let signed = sign_nil_return(&PromiseState::Open, day("2026-10-12"), now()).unwrap();
    let expected = PromiseState::Kept {
        on: day("2026-10-12"),
        at: now(),
        how: KeptBy::NilReturn,
    };
    assert_eq!(signed, expected);
    let early = promise(PromiseState::Open, Clock::fixed(day("2026-10-31"), "要点"));
    let code = |today: &str| {
        propose_nil_return(&early, "没有", day(today))
            .err()
            .map(|it| it.code())
    };
    assert_eq!(code("2026-09-30"), Some("promises.period_not_begun"));
    assert_eq!(code("2026-10-01"), None);
}

#[test]
fn a_period_that_has_not_ended_may_be_given_more_time_and_the_proof_says_when() {
    let calendar = Calendar::national();
    let ahead = Clock::start(
        day("2026-12-31"),
        Span::Workdays(20),
        LastDay::AsIs,
        "《条例》第二十六条",
    );
    let ahead = promise(PromiseState::Open, ahead);
    let longer = lengthen(&ahead, by(5, &calendar)).unwrap();
    let counted = Span::Workdays(25);
    let whole = Clock::start(day("2026-12-31"), counted, LastDay::AsIs, "一并计算");
    assert_eq!(
        longer.due(&calendar).unwrap().on,
        whole.due(&calendar).unwrap().on
    );
    let Some(Segment::Extend { basis, .. }) = longer.segments().last() else {
        panic!("{longer:?}");
    };
    assert!(basis.contains("2026-10-20批准"), "{basis}");
    // A date that the plan names, made longer twice before it has come.
    let named = promise(PromiseState::Open, Clock::fixed(day("2026-12-31"), "要点"));
    let once = promise(
        PromiseState::Open,
        lengthen(&named, by(5, &calendar)).unwrap(),
    );
    let twice = lengthen(&once, by(5, &calendar)).unwrap();
    assert!(twice.due(&calendar).unwrap().on > once.due_on);
    assert_eq!(unlengthened(&twice), Some(named.clock));
}

#[test]
fn a_longer_clock_shows_both_days_and_what_is_late_does_not_move() {
    let calendar = Calendar::national();
    // A date that the plan names: the extension starts from it.
    let named = promise(PromiseState::Open, Clock::fixed(day("2026-10-31"), "要点"));
    let longer = lengthen(&named, by(5, &calendar)).unwrap();
    assert_eq!(longer.due(&calendar).unwrap().on, day("2026-11-06"));
    let [Segment::Start { at, basis, .. }] = longer.segments() else {
        panic!("{longer:?}");
    };
    assert_eq!(at.date(), day("2026-10-31"));
    assert!(basis.contains("云政办函〔2026〕9号") && basis.contains("原定2026-10-31"));
    assert_eq!(unlengthened(&named.clock), None);
    assert_eq!(unlengthened(&longer), Some(named.clock.clone()));
    let once = promise(PromiseState::Open, longer);
    let after = Lengthening {
        told_on: day("2026-11-03"),
        ..by(5, &calendar)
    };
    let twice = lengthen(&once, after).unwrap();
    assert_eq!(unlengthened(&twice), unlengthened(&once.clock));
    // A span: the extension is a segment of it, and may be followed by another.
    let start = Clock::start(
        day("2026-10-09"),
        Span::Workdays(10),
        LastDay::AsIs,
        "《条例》第二十六条",
    );
    let counted = promise(PromiseState::Open, start);
    let longer = lengthen(&counted, by(5, &calendar)).unwrap();
    assert_eq!(longer.segments().len(), 2);
    assert!(longer.due(&calendar).unwrap().on > counted.due_on);
    let again = promise(PromiseState::Open, longer);
    let twice = lengthen(&again, by(5, &calendar)).unwrap();
    assert_eq!(unlengthened(&twice), Some(counted.clock));
    let late = promise(PromiseState::Open, Clock::fixed(day("2026-10-19"), "要点"));
    assert_eq!(
        lengthen(&late, by(5, &calendar)).unwrap_err().code(),
        "promises.late_does_not_move"
    );
    for bad in [0, 367] {
        assert_eq!(
            lengthen(&named, by(bad, &calendar)).unwrap_err().code(),
            "promises.span_out_of_range"
        );
    }
}
