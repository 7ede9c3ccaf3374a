//! The index of the search as operators meet it: it follows while the site serves, and comes back by itself after whatever befell it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;
use standin::Standin;

use crate::console::Console;
use crate::serving::Server;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,,,,,,,,,,
";

const MAPPING: &str = "source = \"云溪旧网站\"
content = \"zoom\"
[defaults]
kind = \"news\"
column = \"news\"
unit = \"czj\"
";

/// A site with documents of these titles, each an import of its own so that they come one after another.
fn import(console: &Console, batch: &str, titles: &[&str]) {
    let mut list = "文件,标题,公开日期\n".to_owned();
    std::fs::create_dir_all(console.path("old")).unwrap();
    for (at, title) in titles.iter().enumerate() {
        let file = format!("{batch}-{at}.txt");
        console.write(&format!("old/{file}"), format!("关于{title}的说明。\n"));
        writeln!(list, "{file},{title},2024-05-06").unwrap();
    }
    let name = format!("{batch}.csv");
    console.write(&name, &list);
    console.done(&[
        "import",
        "documents",
        "old",
        "--metadata",
        &name,
        "--mapping",
        "map.toml",
        "--approved-by",
        "办公室会议纪要",
    ]);
}

/// Whether a search shows a title, asked again after each comparison of index and database until time is out: long, for the machine may
/// be busy with other tests.
fn finds(console: &Console, server: &Server, typed: &str, title: &str) -> bool {
    finds_on((console, server), "x", typed, title)
}

/// The same on the site of a host name.
fn finds_on((console, server): (&Console, &Server), host: &str, typed: &str, title: &str) -> bool {
    let query: String = typed.bytes().map(|it| format!("%{it:02X}")).collect();
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        let page = server.get_on(host, &format!("/search?q={query}"));
        let bare = page.replace("<mark>", "").replace("</mark>", "");
        if bare.contains(&format!("{title}</a>")) {
            return true;
        }
        let _ = console.run(&["index", "check"]);
    }
    false
}

fn differences(console: &Console) -> (usize, usize) {
    let output = console.run(&["index", "check", "--json"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |name: &str| value[name].as_array().unwrap().len();
    (count("missing"), count("extra"))
}

#[test]
fn the_index_survives_kills_deletion_and_is_rebuilt_while_the_site_serves() {
    let console = Console::with(&[("units.csv", UNITS), ("map.toml", MAPPING)]);
    console.done(&["unit", "import", "units.csv"]);
    import(&console, "first", &["公积金提取", "养老服务补贴"]);
    let server = Server::start(&console.path(""));
    assert!(finds(&console, &server, "公积金", "公积金提取"));
    import(&console, "second", &["校车安全检查"]);
    assert!(
        finds(&console, &server, "校车", "校车安全检查"),
        "it follows"
    );
    // Killed, not stopped; what comes meanwhile is found afterwards.
    drop(server);
    import(&console, "third", &["农村公路养护"]);
    assert_eq!(differences(&console), (1, 0));
    let server = Server::start(&console.path(""));
    assert!(finds(&console, &server, "公路养护", "农村公路养护"));
    assert_eq!(differences(&console), (0, 0));
    // Gone while the site serves.
    std::fs::remove_dir_all(console.path("var/index")).unwrap();
    import(&console, "fourth", &["殡葬服务收费"]);
    assert!(
        finds(&console, &server, "殡葬", "殡葬服务收费"),
        "it is filled anew"
    );
    assert!(finds(&console, &server, "公积金", "公积金提取"));
    // Put in its place by a rebuild; the site goes over to it and goes on following.
    console.done(&["index", "rebuild"]);
    import(&console, "fifth", &["无障碍设施改造"]);
    assert!(finds(&console, &server, "无障碍", "无障碍设施改造"));
    assert_eq!(differences(&console), (0, 0));
}

#[test]
fn what_stands_in_a_file_is_found_once_the_file_has_been_read() {
    let console = Console::with(&[("units.csv", UNITS), ("map.toml", MAPPING)]);
    console.done(&["unit", "import", "units.csv"]);
    let server = Server::start(&console.path(""));
    std::fs::create_dir_all(console.path("old")).unwrap();
    console.write("old/letter.txt", "名单见附件。\n");
    console.write("old/list.csv", "企业,认定等级\n蒹葭纺织合作社,甲等\n");
    let list = "文件,标题,公开日期,附件\nletter.txt,关于认定结果的通告,2024-05-06,list.csv\n";
    console.write("list.csv", list);
    console.done(&[
        "import",
        "documents",
        "old",
        "--metadata",
        "list.csv",
        "--mapping",
        "map.toml",
        "--approved-by",
        "办公室会议纪要",
    ]);
    assert!(finds(&console, &server, "认定结果", "关于认定结果的通告"));
    assert!(
        finds(&console, &server, "蒹葭纺织", "关于认定结果的通告"),
        "by the words of its file"
    );
}

#[test]
fn a_site_that_came_later_finds_what_was_public_before_it() {
    let console = Console::with(&[("units.csv", UNITS), ("map.toml", MAPPING)]);
    console.done(&["unit", "import", "units.csv"]);
    import(&console, "first", &["公积金提取"]);
    let server = Server::start(&console.path(""));
    assert!(finds(&console, &server, "公积金提取", "公积金提取"));
    drop(server);
    let section = "[[subsites]]\ncode = \"czj\"\nunit = \"czj\"\n[subsites.identity]\nname = \"云溪市财政局\"\n\
                   domain = \"czj.example\"\nbase_url = \"http://czj.example\"\n";
    console.write("site.toml", section);
    let server = Server::start(&console.path(""));
    let both = (&console, &server);
    assert!(finds_on(both, "czj.example", "公积金提取", "公积金提取"));
    let page = server.get_on("czj.example", "/search?q=x");
    assert!(page.contains("搜索整个平台"), "{page}");
}

/// A site whose index is kept by an engine at this address.
fn site_toml(url: &str) -> String {
    format!("[search]\nengine = \"opensearch\"\nengine_url = \"{url}\"\nengine_timeout_ms = 2000\n")
}

#[test]
fn an_engine_outside_keeps_the_index_and_a_site_without_it_goes_on() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let standin = runtime.block_on(Standin::listen());
    let console = Console::with(&[
        ("units.csv", UNITS),
        ("map.toml", MAPPING),
        ("site.toml", &site_toml(&standin.url())),
    ]);
    console.done(&["unit", "import", "units.csv"]);
    import(&console, "first", &["公积金提取", "养老服务补贴"]);
    let server = Server::start(&console.path(""));
    assert!(finds(&console, &server, "公积金", "公积金提取"));
    assert!(!console.path("var/index").exists(), "nothing is kept here");
    let offered = server.get("/search/suggest?q=gjjtq");
    assert!(offered.contains("公积金提取"), "{offered}");
    import(&console, "second", &["校车安全检查"]);
    assert!(
        finds(&console, &server, "校车", "校车安全检查"),
        "it follows"
    );
    // A second node asks the same index, and puts nothing in twice.
    let other = Server::start(&console.path(""));
    assert!(finds(&console, &other, "校车", "校车安全检查"));
    drop(other);
    // The engine is away: pages say so, everything else is there, and commands say what to do.
    standin.fall_ill();
    let page = server.get("/search?q=%E6%A0%A1%E8%BD%A6");
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("搜索暂时不可用"),
        "{page}"
    );
    let page = server.get("/answers?q=%E6%A0%A1%E8%BD%A6%E6%80%8E%E4%B9%88%E6%A3%80%E6%9F%A5");
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("问答暂时不可用"),
        "{page}"
    );
    assert!(server.get("/search/suggest?q=gjj").ends_with("[]"));
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    let told = console.refused(&["index", "check"], 1);
    assert!(told.contains("检索引擎过于繁忙"), "{told}");
    import(&console, "third", &["农村公路养护"]);
    standin.recover();
    assert!(
        finds(&console, &server, "公路养护", "农村公路养护"),
        "it catches up"
    );
    // Its index is deleted while the site serves.
    for name in standin.index_names() {
        standin.delete_index(&name);
    }
    assert!(
        finds(&console, &server, "公积金", "公积金提取"),
        "it is filled anew"
    );
    assert_eq!(differences(&console), (0, 0));
    let before = standin.index_names();
    console.done(&["index", "rebuild"]);
    assert_ne!(standin.index_names(), before);
    import(&console, "fourth", &["无障碍设施改造"]);
    assert!(finds(&console, &server, "无障碍", "无障碍设施改造"));
    assert_eq!(differences(&console), (0, 0));
    assert_eq!(standin.index_names().len(), 1);
}

#[test]
fn settings_of_an_engine_that_cannot_be_meant_are_refused_in_words() {
    let refused = |lines: &str| {
        let text = format!("[search]\nengine = \"opensearch\"\n{lines}");
        let console = Console::with(&[("site.toml", &text)]);
        let output = console.run(&["serve"]);
        assert_eq!(output.status.code(), Some(1));
        crate::console::said(&output)
    };
    for (lines, says) in [
        ("", "search.engine_url"),
        (
            "engine_url = \"http://search.example:9200\"",
            "search.engine_url",
        ),
        (
            "engine_url = \"https://u:p@search.example\"",
            "search.engine_url",
        ),
        (
            "engine_url = \"https://s.example\"\nengine_index = \"Gongkai\"",
            "search.engine_index",
        ),
        (
            "engine_url = \"https://s.example\"\nengine_user = \"a\"",
            "search.engine_user",
        ),
        (
            "engine_url = \"https://s.example\"\nengine_timeout_ms = 1",
            "search.engine_timeout_ms",
        ),
    ] {
        let told = refused(lines);
        assert!(told.contains(says), "{lines}: {told}");
    }
    let unreadable = refused("engine_url = \"https://s.example\"\nengine_ca_file = \"none.pem\"");
    assert!(unreadable.contains("search.engine_ca_file"), "{unreadable}");
}
