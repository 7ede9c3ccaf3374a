//! The program as an operator meets it: commands, exit codes, messages, JSON, on a real SQLite file.

use std::path::Path;

use crate::console::Console;
use serde_json::Value;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府办公室,市政府办公室,office,city,,市政府办,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
";

const PLAN: &str = "云溪市2026年政务公开工作要点
一、推进财政信息公开
(一)公开预算执行。按月公开全市一般公共预算收支情况,接受社会监督。(责任单位:市财政局)
(二)公开债务信息。2026年9月底前公开政府债务限额和余额,说明资金用途。(牵头单位:市财政局;配合单位:市政府办公室)
云溪市人民政府办公室
2026年3月2日
";

/// A folder with a register and a plan.
fn prepared() -> Console {
    Console::with(&[("units.csv", UNITS), ("plan.txt", PLAN)])
}

/// A site that has taken both in.
fn imported() -> Console {
    let console = prepared();
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["plan", "import", "plan.txt"]);
    console
}

#[test]
fn a_plan_is_read_without_a_site() {
    let console = prepared();
    let reading = console
        .json(&["plan", "read", "plan.txt", "--json"])
        .remove(0);
    assert_eq!(reading["document"]["title"], "云溪市2026年政务公开工作要点");
    assert_eq!(reading["duties"][0]["cadence"][0], "monthly");
    assert_eq!(reading["duties"][1]["deadlines"][0], "2026-09-30");
    assert_eq!(reading["duties"][1]["support"][0], "市政府办公室");
    let shown = console.done(&["plan", "read", "plan.txt"]);
    assert!(
        shown.contains("每月") && shown.contains("市财政局"),
        "{shown}"
    );
    assert!(!console.path("var").exists(), "reading makes nothing");
}

#[test]
fn readings_are_written_beside_each_other_under_out() {
    let console = prepared();
    console.write("other.txt", PLAN);
    console.done(&["plan", "read", "plan.txt", "other.txt", "--out", "readings"]);
    for name in ["plan", "other"] {
        let text = std::fs::read_to_string(console.path(format!("readings/{name}.json"))).unwrap();
        let reading: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(reading["duties"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn what_cannot_be_read_is_told_with_file_and_cure_and_the_others_are_read() {
    let console = prepared();
    let broken = console.path("broken.docx");
    std::fs::write(
        &broken,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0],
    )
    .unwrap();
    let output = console.run(&["plan", "read", "broken.docx", "plan.txt", "--json"]);
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error["error"]["file"], "broken.docx");
    assert!(
        error["error"]["message"]
            .as_str()
            .unwrap()
            .contains("另存为"),
        "{error}"
    );
    let said = console.refused(&["plan", "read", "nowhere.txt"], 1);
    assert!(said.contains("nowhere.txt") && said.contains("→"), "{said}");
}

#[test]
fn a_plan_becomes_promises_that_can_be_kept() {
    let console = imported();
    let lines = console.json(&["promise", "list", "--limit", "200", "--json"]);
    // March, in which the plan came out, to December; and one date.
    assert_eq!(lines.len(), 11, "{lines:?}");
    let dated = lines
        .iter()
        .find(|line| line["due_on"] == "2026-09-30")
        .unwrap();
    let id = dated["id"].as_str().unwrap();
    let keep = [
        "promise",
        "keep",
        id,
        "--link",
        "https://www.yunxi.example/1.html",
        "--published-on",
        "2026-09-28",
        "--note",
        "债务",
        "--json",
    ];
    let kept = console.json(&keep).remove(0);
    assert_eq!(kept["standing"], "kept_on_time");
    let again = console.json(&keep).remove(0);
    assert_eq!(again["evidence"], kept["evidence"], "sent twice, kept once");
    let report = console.json(&["check", "--json"]).remove(0);
    assert_eq!(report["problems"].as_array().unwrap().len(), 0);
}

/// The id of the first plan that the site knows.
fn plan_of(console: &Console) -> String {
    let line = console.json(&["plan", "list", "--json"]).remove(0);
    line["id"].as_str().unwrap().to_owned()
}

#[test]
fn late_promises_are_not_withdrawn_without_saying_so() {
    let console = imported();
    let changed = PLAN
        .replace("按月公开", "每年公开一次")
        .replace("2026年9月底前", "2099年9月底前");
    console.write("plan.txt", changed);
    let told = console
        .json(&["plan", "import", "plan.txt", "--json"])
        .remove(0);
    assert_eq!(told["outcome"], "changed");
    assert_eq!(told["withdraws"], 10);
    let late = told["withdraws_late"].as_u64().unwrap();
    let of_duty = &told["changed"][0];
    assert_eq!(of_duty["withdraws"], 10);
    assert_eq!(of_duty["withdraws_late"], late);
    let lines = console.json(&["promise", "list", "--standing", "late", "--json"]);
    let postponed = told["postpones_late"].as_u64().unwrap();
    assert_eq!(lines.len() as u64, late + postponed, "what is late is told");
    let shown = console.done(&["plan", "import", "plan.txt"]);
    assert!(shown.contains("作废承诺 10 项"), "{shown}");
    if late + postponed > 0 {
        assert!(shown.contains("--withdraw-late"), "{shown}");
        let said = console.refused(&["plan", "import", "plan.txt", "--accept"], 1);
        assert!(said.contains("--withdraw-late --reason"), "{said}");
    }
    assert_eq!(
        console
            .run(&["plan", "import", "plan.txt", "--accept", "--withdraw-late"])
            .status
            .code(),
        Some(2),
        "a reason is asked for"
    );
    let accept = [
        "plan",
        "import",
        "plan.txt",
        "--accept",
        "--withdraw-late",
        "--reason",
        "改为年度公开",
        "--json",
    ];
    let done = console.json(&accept).remove(0);
    assert_eq!(done["effect"]["withdrawn"], 10);
    assert_eq!(done["effect"]["late_withdrawn"], late);
    let plan = console.json(&["plan", "list", "--json"]).remove(0);
    assert_eq!(plan["void"], 10);
    let report = console.json(&["check", "--json"]).remove(0);
    assert_eq!(report["problems"].as_array().unwrap().len(), 0);
}

const UNCLEAR: &str = "云溪市2026年政务公开工作要点
一、推进参与
(一)公开采纳情况。公开征求意见结束后10个工作日内公布采纳情况。(责任单位:市发展专班)
(二)公开收支。按季度公开收支情况。(责任单位:市财政局)
云溪市人民政府办公室
2026年3月2日
";

#[test]
fn a_person_settles_units_events_and_spans_at_the_console() {
    let console = prepared();
    console.write("plan.txt", UNCLEAR);
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["plan", "import", "plan.txt"]);
    let plan = plan_of(&console);
    let duties = console.json(&["plan", "show", &plan, "--json"]);
    let (asked, quarterly) = (
        duties[0]["id"].as_str().unwrap(),
        duties[1]["id"].as_str().unwrap(),
    );
    assert_eq!(duties[0]["awaits"][0]["ordinal"], 1);
    assert_eq!(duties[0]["lead"][0]["is_settled"], false);
    let event = [
        "plan",
        "event",
        asked,
        "--on",
        "2026-11-02",
        "--label",
        "绿化办法征求意见",
    ];
    let said = console.refused(&event, 1);
    assert!(said.contains("责任单位尚未明确"), "{said}");
    console.refused(
        &["plan", "assign", &plan, "市发展专班", "--unit", "nobody"],
        1,
    );
    console.done(&["plan", "assign", &plan, "市发展专班", "--unit", "czj"]);
    let json = [&event[..], &["--json"]].concat();
    assert_eq!(console.json(&json).remove(0)["opened"], 1);
    assert_eq!(console.json(&json).remove(0)["opened"], 0, "sent twice");
    let due = [
        "promise",
        "list",
        "--due-from",
        "2026-11-16",
        "--due-through",
        "2026-11-16",
        "--json",
    ];
    assert_eq!(console.json(&due).len(), 1);
    let basis = [
        "plan",
        "basis",
        quarterly,
        "--due",
        "P5WD",
        "--basis",
        "云政办函〔2026〕9号",
        "--json",
    ];
    assert_eq!(console.json(&basis).remove(0)["moved"], 4);
    console.refused(
        &[
            "plan", "basis", quarterly, "--due", "--01-31", "--basis", "依据",
        ],
        1,
    );
    assert_eq!(
        console
            .run(&["plan", "assign", &plan, "--unit", "czj"])
            .status
            .code(),
        Some(2)
    );
    let shown = console.done(&["plan", "show", &plan]);
    assert!(
        shown.contains("待事件起算（第 1 条，已发生 1 次）"),
        "{shown}"
    );
}

const UNLED: &str = "云溪市2020年政务公开工作要点
一、推进公开
(一)公开权责清单。2020年9月底前公开权责清单。
云溪市人民政府办公室
2020年3月2日
";

#[test]
fn whoever_answers_anew_the_late_promise_of_another_goes_only_by_a_reason() {
    let console = prepared();
    console.write("plan.txt", UNLED);
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["plan", "import", "plan.txt"]);
    let shown = console.json(&["plan", "show", &plan_of(&console), "--json"]);
    let duty = shown[0]["id"].as_str().unwrap();
    let assign = ["plan", "assign", "--duty", duty, "--unit", "czj", "--json"];
    let said = console.refused(&assign, 1);
    assert!(
        said.contains("plans.withdraws_late") && said.contains("--withdraw-late --reason"),
        "{said}"
    );
    for half in [&["--withdraw-late"][..], &["--reason", "由财政局汇总"]] {
        let output = console.run(&[&assign[..], half].concat());
        assert_eq!(output.status.code(), Some(2), "one asks for the other");
    }
    let whole = ["--withdraw-late", "--reason", "由财政局汇总"];
    let done = console.json(&[&assign[..], &whole].concat()).remove(0);
    assert_eq!(
        (&done["opened"], &done["late_withdrawn"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn evidence_is_added_and_mistakes_are_made_void_at_the_console() {
    let console = imported();
    let lines = console.json(&["promise", "list", "--limit", "200", "--json"]);
    let (kept, wrong) = (
        lines[0]["id"].as_str().unwrap(),
        lines[1]["id"].as_str().unwrap(),
    );
    let link = "https://www.yunxi.example/1.html";
    console.refused(&["promise", "evidence", kept, "--link", link], 1);
    console.done(&[
        "promise",
        "keep",
        kept,
        "--link",
        link,
        "--published-on",
        "2026-04-20",
    ]);
    let more = [
        "promise",
        "evidence",
        kept,
        "--link",
        "https://www.yunxi.example/2.html",
        "--published-on",
        "2026-04-21",
        "--json",
    ];
    let added = console.json(&more).remove(0);
    assert_eq!(
        console.json(&more).remove(0),
        added,
        "sent twice, added once"
    );
    let void = ["promise", "void", wrong, "--reason", "重复立项", "--json"];
    assert_eq!(console.json(&void).remove(0)["standing"], "void");
    console.refused(&void, 1);
    let list = console.json(&["promise", "list", "--standing", "void", "--json"]);
    assert_eq!(list.len(), 1);
}

#[test]
fn an_item_of_the_catalogue_is_owed_once_its_event_has_happened() {
    let console = imported();
    let table = "序号,一级事项,二级事项,公开内容(要素),公开依据,公开时限,公开主体\n1,决策,采纳情况,采纳情况,《条例》,信息形成之日起20个工作日内,市财政局\n";
    console.write("catalogue.csv", table);
    console.done(&["catalogue", "import", "catalogue.csv"]);
    let item = console.json(&["catalogue", "list", "--json"]).remove(0);
    assert_eq!(item["awaits"][0]["happened"], 0);
    let id = item["id"].as_str().unwrap();
    let event = [
        "catalogue",
        "event",
        id,
        "--on",
        "2026-11-02",
        "--time",
        "9:30",
        "--label",
        "采纳情况形成",
        "--json",
    ];
    assert_eq!(console.json(&event).remove(0)["opened"], 1);
    let wrong = [
        "catalogue",
        "event",
        id,
        "--on",
        "2026-11-02",
        "--time",
        "25:00",
        "--label",
        "x",
    ];
    assert_eq!(console.run(&wrong).status.code(), Some(2));
    assert!(console.done(&["catalogue", "list"]).contains("已发生 1 次"));
}

#[test]
fn importing_the_same_plan_again_opens_nothing() {
    let console = imported();
    console.done(&["plan", "import", "plan.txt"]);
    assert_eq!(
        console
            .json(&["promise", "list", "--limit", "200", "--json"])
            .len(),
        11
    );
}

#[test]
fn a_site_without_a_register_takes_the_units_as_written_only_when_told_to() {
    let console = prepared();
    let asked = console
        .json(&["plan", "import", "plan.txt", "--json"])
        .remove(0);
    assert_eq!(asked["promises"], 0);
    assert_eq!(
        asked["unsettled_units"],
        serde_json::json!(["市政府办公室", "市财政局"])
    );

    let console = prepared();
    let told = console
        .json(&["plan", "import", "plan.txt", "--add-units", "--json"])
        .remove(0);
    assert_eq!(told["promises"], 11);
    assert_eq!(told["unsettled_units"], serde_json::json!([]));
}

#[test]
fn units_that_come_after_their_plan_open_its_promises() {
    let console = prepared();
    console.done(&["plan", "import", "plan.txt"]);
    assert!(console.json(&["promise", "list", "--json"]).is_empty());
    let told = console
        .json(&["unit", "import", "units.csv", "--json"])
        .remove(0);
    assert_eq!(told["promises_opened"], 11);
    let again = console
        .json(&["unit", "import", "units.csv", "--json"])
        .remove(0);
    assert_eq!(again["promises_opened"], 0);
}

#[test]
fn a_refused_act_ends_with_one_and_says_what_to_do() {
    let console = imported();
    let said = console.refused(
        &[
            "promise",
            "keep",
            "01990000-0000-7000-8000-000000000000",
            "--link",
            "https://www.yunxi.example/",
        ],
        1,
    );
    assert!(said.contains("没有这项承诺"), "{said}");
    let said = console.refused(&["promise", "list", "--unit", "nobody"], 1);
    assert!(said.contains("nobody"), "{said}");
    let said = console.refused(&["promise", "list", "--standing", "lost"], 1);
    assert!(said.contains("kept_on_time"), "{said}");
    assert_eq!(
        console.run(&["promise", "keep", "7"]).status.code(),
        Some(2)
    );
}

#[test]
fn commands_that_look_make_no_site() {
    let console = prepared();
    let said = console.refused(&["check"], 1);
    assert!(said.contains("gongkai migrate"), "{said}");
    assert!(!console.path("var").exists());
}

#[test]
fn a_changed_event_makes_check_end_with_four() {
    let console = imported();
    let database = console.path("var/gongkai.db");
    alter(&database);
    let output = console.run(&["check", "--json"]);
    assert_eq!(output.status.code(), Some(4));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["problems"][0]["code"], "chain.altered");
}

/// Changes one event behind the program's back.
fn alter(database: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let config = store::StoreConfig {
            database: format!("sqlite:{}", database.display()),
            blobs: database.with_file_name("blobs"),
            connections: 1,
        };
        let store = store::Store::connect(&config).await.unwrap();
        store::write!(store, |tx| -> Result<u64, kernel::Stop<kernel::Never>> {
            Ok(tx
                .execute("update event set actor = 'somebody else' where seq = 1 and kind = 'unit.added' and subject = (select min(subject) from event where kind = 'unit.added')", store::params![])
                .await?)
        })
        .unwrap();
        store.close().await;
    });
}

#[test]
fn a_due_date_is_told_with_its_proof() {
    let console = prepared();
    let due = console
        .json(&[
            "calendar",
            "due",
            "--from",
            "2026-02-13",
            "--span",
            "P20WD",
            "--proof",
            "--json",
        ])
        .remove(0);
    assert_eq!(due["due_on"], "2026-03-19");
    assert_eq!(due["proof"].as_array().unwrap().len(), 35);
    let shown = console.done(&[
        "calendar",
        "due",
        "--from",
        "2026-02-13",
        "--span",
        "P20WD",
        "--proof",
    ]);
    assert!(
        shown.contains("2026-02-14") && shown.contains("春节"),
        "{shown}"
    );
    assert_eq!(
        console
            .run(&["calendar", "due", "--from", "soon", "--span", "P1D"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn the_example_configuration_is_taken_and_a_wrong_one_is_told() {
    let console = prepared();
    let example = console.done(&["config", "example"]);
    let path = console.path("site.toml");
    std::fs::write(&path, &example).unwrap();
    console.done(&["migrate"]);
    std::fs::write(&path, example.replace("cache_mib", "cash_mib")).unwrap();
    let said = console.refused(&["migrate"], 1);
    assert!(
        said.contains("cash_mib") && said.contains("site.toml"),
        "{said}"
    );
}

#[test]
fn a_wrong_command_line_is_json_where_json_was_asked_for() {
    let console = prepared();
    let output = console.run(&[
        "--json",
        "promise",
        "keep",
        "nope",
        "--link",
        "https://x.example/",
    ]);
    assert_eq!(output.status.code(), Some(2));
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error["error"]["code"], "usage");
    assert_eq!(
        console
            .run(&["promise", "list", "--limit", "0"])
            .status
            .code(),
        Some(2)
    );
}
