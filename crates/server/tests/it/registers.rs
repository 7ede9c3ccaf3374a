//! Registers as offices hand them in: saved by Excel, in the charset that it chose; and who may only look at a site.

use crate::console::{Console, said};

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府办公室,市政府办公室,office,city,,市政府办,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
";
const CLASSES: &str = "name,aliases,members
市政府各部门,市级各部门,kind:department
";
const CATALOGUE: &str = "序号,公开事项,公开内容（要素）,公开依据,公开时限,公开主体
1,财政预算,市本级预算及说明,《中华人民共和国预算法》第十四条,自批准之日起20日内,市财政局
";

#[test]
fn registers_that_excel_saved_in_gb18030_are_read_like_those_in_utf8() {
    let console = Console::new();
    for (name, text) in [
        ("units.csv", UNITS),
        ("classes.csv", CLASSES),
        ("catalogue.csv", CATALOGUE),
    ] {
        let (national, ..) = encoding_rs::GB18030.encode(text);
        console.write(name, &national);
        console.write(&format!("marked-{name}"), format!("\u{feff}{text}"));
    }
    let units = ["unit", "import", "units.csv", "--classes", "classes.csv"];
    let output = console.run(&units);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("新增 2"), "{}", said(&output));
    let again = [
        "unit",
        "import",
        "marked-units.csv",
        "--classes",
        "marked-classes.csv",
    ];
    let output = console.run(&again);
    assert!(
        said(&output).contains("单位：新增 0，更新 0，未变 2"),
        "{}",
        said(&output)
    );
    assert!(
        said(&output).contains("集合称谓：新增 0，更新 0，未变 1"),
        "{}",
        said(&output)
    );
    let output = console.run(&["catalogue", "import", "catalogue.csv"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        !said(&output).contains("未对应到单位名录"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_register_that_is_no_text_is_refused_with_its_line_and_the_cure() {
    let console = Console::new();
    let mut damaged = UNITS.as_bytes().to_vec();
    let at = UNITS.find('财').unwrap();
    damaged[at + 1] = b'?';
    console.write("units.csv", &damaged);
    let output = console.run(&["unit", "import", "units.csv"]);
    assert_eq!(output.status.code(), Some(1));
    for words in ["units.csv", "第 3 行", "CSV UTF-8"] {
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert!(!console.path("var").exists(), "nothing was begun");
}

#[test]
fn a_check_tells_of_a_schema_that_is_behind_and_leaves_it_so() {
    let console = Console::new();
    std::fs::create_dir(console.path("var")).unwrap();
    console.write("var/gongkai.db", b"");
    for _ in 0..2 {
        let output = console.run(&["check"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(
            said(&output).contains("gongkai migrate"),
            "{}",
            said(&output)
        );
    }
    assert!(console.run(&["migrate"]).status.success());
    assert!(console.run(&["check"]).status.success());
}

const PLAN: &str = "云溪市2026年政务公开工作要点
一、推进财政信息公开
(一)公开预算执行。按月公开全市一般公共预算收支情况,接受社会监督。(责任单位:市财政局)
(二)公开债务信息。2026年9月底前公开政府债务限额和余额,说明资金用途。(牵头单位:市财政局)
云溪市人民政府办公室
2026年3月2日
";

#[test]
fn units_are_reorganised_at_the_console_after_a_look() {
    let console = Console::with(&[("units.csv", UNITS), ("plan.txt", PLAN)]);
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["plan", "import", "plan.txt"]);
    let written = console.done(&["unit", "export"]);
    let new = "cfj,云溪市财政发展局,市财政发展局,department,city,zf,,,,,,,,,,,";
    console.write("more.csv", format!("{written}{new}\n"));
    console.done(&["unit", "import", "more.csv"]);
    let owed = |unit: &str| {
        console
            .json(&["promise", "list", "--unit", unit, "--json"])
            .len()
    };
    let before = owed("czj");
    assert!(before > 0);
    let merge = [
        "unit",
        "reorganise",
        "merge",
        "czj",
        "--into",
        "cfj",
        "--basis",
        "云委发〔2026〕8号",
        "--json",
    ];
    let looked = console
        .json(&[&merge[..], &["--preview"]].concat())
        .remove(0);
    assert_eq!(looked["done"], false);
    assert_eq!(looked["units"][0]["promises"].as_u64(), Some(before as u64));
    assert_eq!(
        (owed("czj"), owed("cfj")),
        (before, 0),
        "a look changes nothing"
    );
    assert_eq!(console.json(&merge).remove(0)["done"], true);
    assert_eq!((owed("czj"), owed("cfj")), (0, before));
    console.done(&["check"]);
    let said = console.refused(&merge, 1);
    assert!(said.contains("reorganise.ended"), "{said}");
    let end = [
        "unit",
        "reorganise",
        "end",
        "cfj",
        "--basis",
        "云委发〔2026〕9号",
    ];
    let said = console.refused(&end, 1);
    assert!(said.contains("不能直接撤销"), "{said}");
}
