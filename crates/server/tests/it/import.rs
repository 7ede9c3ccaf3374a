//! `gongkai import documents` as an operator meets it: a folder and a list come in, what cannot is told with its line, and again is safe.

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::console::{Console, said};

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府办公室,市政府办公室,office,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
";

const MAPPING: &str = "source = \"云溪旧网站\"
content = \"zoom\"
[headings]
\"点击量\" = \"\"
[columns]
\"通知公告\" = \"notices\"
[kinds]
\"通知\" = \"notice\"
[defaults]
kind = \"news\"
column = \"news\"
unit = \"czj\"
";

const LIST: &str = "文件,标题,单位,种类,栏目,公开日期,原地址,附件,点击量
art/1.html,关于放假的通知,市财政局,通知,通知公告,2019-03-04 09:30,http://www.old.example/art/1.html?b=2&a=1,art/表.txt,7
art/2.txt,工作动态,,,,2020年1月2日,,,
art/3.html,救助名单,,,,2020-01-03,,,
../units.csv,出界,,,,2020-01-04,,,
art/无.html,没有文件,,,,2020-01-05,,,
art/2.txt,单位不明,某某处,,,2020-01-06,,,
art/2.txt,栏目不明,,,领导讲话,2020-01-07,,,
art/link.html,链接出界,,,,2020-01-08,,,
art/broken.docx,损坏,,,,2020-01-09,,,
art/scan.pdf,扫描件,,,,2020-01-10,,,
";

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n0000";

/// A site with its units, and an old site beside it.
fn city() -> Console {
    let console = Console::with(&[
        ("units.csv", UNITS),
        ("map.toml", MAPPING),
        ("list.csv", LIST),
        ("secret.html", "<p>秘密</p>"),
    ]);
    std::fs::create_dir_all(console.path("old/art/1_files")).unwrap();
    console.write(
        "old/art/1.html",
        "<title>x</title><div>首页 导航</div><div id=zoom><p>定于春节放假。</p><img src=\"1_files/图.png\"><img src=\"http://x/y.png\"></div>",
    );
    console.write("old/art/1_files/图.png", PICTURE);
    console.write("old/art/表.txt", "序号 名称\n1 甲\n");
    console.write("old/art/2.txt", "市财政局召开会议。\n会议强调公开。\n");
    console.write(
        "old/art/3.html",
        "<p>王某某，身份证号11010519491231002X</p>",
    );
    console.write("old/art/broken.docx", b"PK\x03\x04 and no more");
    console.write("old/art/scan.pdf", b"%PDF-1.4\nno page at all\n");
    let link = console.path("old/art/link.html");
    std::os::unix::fs::symlink(console.path("secret.html"), link).unwrap();
    console.done(&["unit", "import", "units.csv"]);
    console
}

const IMPORT: &[&str] = &[
    "import",
    "documents",
    "old",
    "--metadata",
    "list.csv",
    "--mapping",
    "map.toml",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [IMPORT, more].concat()
}

/// The summary, and the exit code beside it.
fn summary(console: &Console, arguments: &[&str]) -> (Value, Option<i32>) {
    let output = console.run(&[arguments, &["--json"]].concat());
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}", said(&output)));
    (value, output.status.code())
}

fn counts(summary: &Value) -> [u64; 5] {
    ["rows", "published", "drafted", "known", "refused"].map(|it| summary[it].as_u64().unwrap())
}

#[test]
fn a_dry_run_says_exactly_what_the_import_then_does_and_writes_nothing() {
    let console = city();
    let before = std::fs::read(console.path("var/gongkai.db")).unwrap();
    let (foreseen, code) = summary(&console, &with(&["--dry-run"]));
    assert_eq!(code, Some(5), "{foreseen}");
    assert_eq!(
        std::fs::read(console.path("var/gongkai.db")).unwrap(),
        before
    );
    let mut files = std::fs::read_dir(console.path("var/blobs")).unwrap();
    assert!(
        files.all(|it| it.unwrap().file_name() == "tmp"),
        "no file was kept"
    );
    let (done, code) = summary(&console, &with(&["--approved-by", "市政府办批准"]));
    assert_eq!(code, Some(5));
    assert_eq!(counts(&done), counts(&foreseen));
    assert_eq!(done["refusals"], foreseen["refusals"]);
    assert_eq!(counts(&done), [10, 3, 1, 0, 6], "{done}");
    console.done(&["check"]);
    let (again, _) = summary(&console, &with(&["--approved-by", "市政府办批准"]));
    assert_eq!(counts(&again), [10, 0, 0, 4, 6], "{again}");
    console.done(&["check"]);
}

#[test]
fn what_is_refused_is_told_with_line_value_and_cure_and_what_to_write_into_the_mapping() {
    let console = city();
    let output = console.run(&with(&["--approved-by", "批准", "--report", "report.csv"]));
    let told = said(&output);
    for words in [
        "list.csv:第5行：路径“../units.csv”不在所给的目录之内",
        "list.csv:第6行：没有文件“art/无.html”",
        "list.csv:第7行：单位名录中没有“某某处”",
        "list.csv:第8行：没有栏目“领导讲话”",
        "list.csv:第9行：路径“art/link.html”不在所给的目录之内",
        "list.csv:第10行：",
        "[columns]\n\"领导讲话\" = \"\"",
        "[units]\n\"某某处\" = \"\"",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let report = std::fs::read_to_string(console.path("report.csv")).unwrap();
    let waiting = report.lines().find(|it| it.contains("待处理")).unwrap();
    assert!(
        waiting.contains("第4行") && waiting.contains("/desk/documents/"),
        "{waiting}"
    );
    assert!(
        waiting.contains("002X") && !report.contains("11010519491231002X"),
        "{report}"
    );
    assert!(report.contains("没有一起粘贴进来的图片"), "{report}");
    assert!(report.contains("的文字没有读出"), "{report}");
    assert!(!told.contains("秘密"));
    let refused = console.refused(
        &with(&["--approved-by", "批准", "--report", "report.csv"]),
        1,
    );
    assert!(refused.contains("报告写不了"), "{refused}");
    let refused = console.refused(&with(&[]), 2);
    assert!(refused.contains("--approved-by"), "{refused}");
}

#[test]
fn a_heading_that_nobody_knows_stops_the_list_with_a_mapping_to_fill_in() {
    let console = city();
    console.write("list.csv", "文件,标题,浏览次数\nart/2.txt,甲,3\n");
    let output = console.run(&with(&["--approved-by", "批准"]));
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert!(
        told.contains("不认识这一列：浏览次数") && told.contains("\"浏览次数\" = \"\""),
        "{told}"
    );
    console.write("map.toml", "[columns]\na = \"nowhere\"\n");
    let refused = console.refused(&with(&["--approved-by", "批准"]), 1);
    assert!(
        refused.contains("map.toml") && refused.contains("nowhere"),
        "{refused}"
    );
}

#[test]
fn a_list_in_gb18030_and_a_wordpress_export_come_in_like_a_list_in_utf8() {
    let console = city();
    let list = "标题,文件,发布日期\n会议召开,art/2.txt,2020/1/2\n";
    console.write("list.csv", encoding_rs::GB18030.encode(list).0);
    let (done, code) = summary(&console, &with(&["--approved-by", "批准"]));
    assert_eq!((counts(&done), code), ([1, 1, 0, 0, 0], Some(0)), "{done}");
    let export = "<rss><channel><item><title>博文</title><link>http://old.example/2019/03/a/</link>
        <wp:post_date>2019-03-04 10:00:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
        <content:encoded><![CDATA[<p>正文</p><script>x</script>]]></content:encoded></item>
        <item><title>私人</title><wp:post_type>post</wp:post_type><wp:status>private</wp:status></item></channel></rss>";
    console.write("list.csv", export);
    let (done, code) = summary(&console, &with(&["--approved-by", "批准"]));
    assert_eq!((counts(&done), code), ([2, 1, 0, 0, 1], Some(5)), "{done}");
    console.done(&["check"]);
}

#[test]
fn a_page_cannot_bring_another_picture_of_this_site_into_the_open() {
    let console = city();
    let blob = "ab".repeat(32);
    console.write(
        "old/art/2.html",
        format!("<p>图</p><img src=\"/files/{blob}\">"),
    );
    console.write("list.csv", "标题,文件,发布日期\n图,art/2.html,2020/1/2\n");
    console.write("map.toml", MAPPING);
    let (done, _) = summary(&console, &with(&["--approved-by", "批准"]));
    assert_eq!(done["refusals"]["import.foreign_picture"], 1, "{done}");
}

/// Begins an import of 650 rows, of which the eleventh is refused, and waits until its first batch is in.
fn begun(console: &Console) -> Child {
    let mut list = String::from("标题,正文,原地址,公开日期,单位\n");
    for n in 0..650 {
        let unit = if n == 10 { "某某处" } else { "czj" };
        writeln!(
            list,
            "通知{n},<p>正文{n}</p>,/art/{n}.html,2020-01-02,{unit}"
        )
        .unwrap();
    }
    console.write("list.csv", &list);
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(with(&["--approved-by", "批准", "--report", "report.csv"]))
        .current_dir(console.path(""))
        .env_remove("GONGKAI_STORE__DATABASE")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The report is written batch by batch.
    let report = console.path("report.csv");
    let has_begun = || std::fs::read_to_string(&report).is_ok_and(|it| it.contains("某某处"));
    while !has_begun() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child
}

#[test]
fn a_reader_that_dies_is_replaced_and_no_row_is_lost() {
    let console = city();
    let mut child = begun(&console);
    let mut killed = 0;
    let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id())).unwrap();
    for task in tasks.filter_map(Result::ok) {
        let children = std::fs::read_to_string(task.path().join("children"));
        for reader in children.unwrap_or_default().split_whitespace() {
            let done = Command::new("kill").args(["-9", reader]).status().unwrap();
            killed += usize::from(done.success());
        }
    }
    assert!(killed > 0, "the import was still under way");
    assert_eq!(child.wait().unwrap().code(), Some(5));
    let (again, _) = summary(&console, &with(&["--approved-by", "批准"]));
    assert_eq!(counts(&again), [650, 0, 0, 649, 1], "{again}");
}

#[test]
fn an_import_that_was_killed_in_the_middle_goes_on_where_it_was() {
    let console = city();
    let mut child = begun(&console);
    child.kill().unwrap();
    child.wait().unwrap();
    console.done(&["check"]);
    let (done, _) = summary(&console, &with(&["--approved-by", "批准"]));
    let [rows, published, drafted, known, refused] = counts(&done);
    assert_eq!((rows, drafted, refused), (650, 0, 1), "{done}");
    assert_eq!(published + known, 649, "{done}");
    assert!(known >= 199, "the first batch stayed: {done}");
    let (again, _) = summary(&console, &with(&["--approved-by", "批准"]));
    assert_eq!(counts(&again)[3], 649);
    console.done(&["check"]);
}
