//! What is refused, with its place, and leaves the site empty.

use std::io::Read as _;

use kernel::Refusal as _;
use serde_json::Value;
use store::archive::{ArchiveRefusal, Manifest};
use testkit::on_both;

use super::*;

/// A part of an archive: its name and what is in it.
type Part = (String, Vec<u8>);

/// The parts of an archive.
fn parts_of(bytes: &[u8]) -> Vec<Part> {
    let mut archive = tar::Archive::new(bytes);
    let entries = archive.entries().unwrap();
    entries
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mut contents = Vec::new();
            entry.read_to_end(&mut contents).unwrap();
            (name, contents)
        })
        .collect()
}

/// An archive of parts, whatever their names are.
fn packed(parts: &[Part]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, contents) in parts {
        let mut header = tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(u64::try_from(contents.len()).unwrap());
        header.set_mode(0o600);
        header.set_cksum();
        archive.append(&header, contents.as_slice()).unwrap();
    }
    archive.into_inner().unwrap()
}

/// The same parts with a manifest that fits them, as whoever forges an archive would write it.
fn resealed(mut parts: Vec<Part>) -> Vec<Part> {
    use sha2::Digest as _;
    let (_, text) = parts.pop().unwrap();
    let mut manifest: Manifest = serde_json::from_slice(&text).unwrap();
    for part in &mut manifest.parts {
        let (_, contents) = parts.iter().find(|(name, _)| *name == part.path).unwrap();
        part.bytes = u64::try_from(contents.len()).unwrap();
        part.sha256 = hex::encode(sha2::Sha256::digest(contents));
        part.rows = part
            .rows
            .map(|_| u64::try_from(contents.split(|&b| b == b'\n').count()).unwrap() - 1);
    }
    let blobs = parts.iter().filter(|(name, _)| name.starts_with("blobs/"));
    manifest.blobs.count = u64::try_from(blobs.clone().count()).unwrap();
    manifest.blobs.bytes = blobs
        .map(|(_, contents)| u64::try_from(contents.len()).unwrap())
        .sum();
    parts.push((
        "manifest.json".to_owned(),
        serde_json::to_vec(&manifest).unwrap(),
    ));
    parts
}

/// The archive with one part changed.
fn changed(parts: &[Part], name: &str, change: impl Fn(&str) -> String) -> Vec<Part> {
    let mut parts = parts.to_vec();
    let (_, contents) = parts.iter_mut().find(|(it, _)| it == name).unwrap();
    let before = String::from_utf8(contents.clone()).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "nothing was changed");
    *contents = after.into_bytes();
    parts
}

/// What is said of an archive; the site is as empty as before.
async fn refusal(site: &TestSite, bytes: &[u8]) -> ArchiveRefusal {
    let refusal = match import(site, bytes).await {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("it was to be refused: {other:?}"),
    };
    assert_eq!(
        export(&site.store).await.1.manifest.rows(),
        0,
        "something of a refused archive came in"
    );
    assert!(!refusal.cure().is_empty());
    refusal
}

async fn assert_refused(site: &TestSite, parts: &[Part], (code, words): (&str, &str)) {
    let refusal = refusal(site, &packed(parts)).await;
    assert_eq!(refusal.code(), code, "{refusal}");
    assert!(refusal.message().contains(words), "{refusal}");
}

/// The parts of the archive of a site with something in every table.
async fn good(site: &TestSite) -> Vec<Part> {
    let full = other_than(site).await;
    fill(&full.store).await;
    let parts = parts_of(&export(&full.store).await.0);
    full.end().await;
    parts
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// One field of a line set to another value.
fn with_field(line: &str, field: &str, value: Value) -> String {
    let mut row: Value = serde_json::from_str(line).unwrap();
    row[field] = value;
    row.to_string()
}

on_both! {
    async fn a_changed_part_is_told_by_its_name(site: &TestSite) {
        let good = good(site).await;
        let bad = changed(&good, "tables/event.jsonl", |text| text.replace("event", "evend"));
        assert_refused(site, &bad, ("archive.part_differs", "tables/event.jsonl")).await;
        let bad = changed(&good, "tables/event.jsonl", |text| joined(&lines(text)[1..]));
        assert_refused(site, &bad, ("archive.part_differs", "tables/event.jsonl")).await;
        let bad = changed(&good, "about.json", |text| text.replace("事件", "事情"));
        assert_refused(site, &bad, ("archive.part_differs", "about.json")).await;
    }

    async fn a_row_that_does_not_fit_the_schema_is_told_with_its_line(site: &TestSite) {
        let good = good(site).await;
        let table = "tables/setting.jsonl";
        let third = |change: &dyn Fn(&str) -> String| {
            resealed(changed(&good, table, |text| {
                let mut lines = lines(text);
                lines[2] = change(&lines[2]);
                joined(&lines)
            }))
        };
        for (bad, why) in [
            (third(&|line| with_field(line, "value", json!(7))), "列“value”应为 text"),
            (third(&|line| with_field(line, "value", json!(null))), "列“value”不可为空"),
            (third(&|line| with_field(line, "secret", json!("x"))), "没有列“secret”"),
            (third(&|line| line.replace("\"value\"", "\"name\"")), "列“name”出现两次"),
            (third(&|line| line.replace('}', "")), "不是完整的 JSON 对象"),
            (third(&|line| with_field(line, "name", json!("A"))), "与前一行的主键相同，或次序颠倒"),
            (third(&|line| format!("{line} {line}")), "一行应只有一个 JSON 对象"),
        ] {
            assert_refused(site, &bad, ("archive.bad_row", why)).await;
            assert_refused(site, &bad, ("archive.bad_row", "tables/setting.jsonl 第3行")).await;
        }
        let mut twice = lines(std::str::from_utf8(&good.iter().find(|it| it.0 == table).unwrap().1).unwrap());
        twice.push(twice[2].clone());
        let bad = resealed(changed(&good, table, |_| joined(&twice)));
        assert_refused(site, &bad, ("archive.bad_row", "第4行：与前一行的主键相同")).await;
        let bad = resealed(changed(&good, table, |text| text.trim_end().to_owned()));
        assert_refused(site, &bad, ("archive.bad_row", "这一行没有结束")).await;
    }

    async fn what_the_schema_forbids_between_rows_is_refused(site: &TestSite) {
        let good = good(site).await;
        let bad = resealed(changed(&good, "tables/account.jsonl", |text| {
            let mut lines = lines(text);
            let first: Value = serde_json::from_str(&lines[0]).unwrap();
            lines[1] = with_field(&lines[1], "login", first["login"].clone());
            joined(&lines)
        }));
        assert_refused(site, &bad, ("archive.bad_row", "tables/account.jsonl 第")).await;
        let bad = resealed(changed(&good, "tables/account.jsonl", |text| {
            let mut lines = lines(text);
            lines[1] = with_field(&lines[1], "unit_id", json!("nobody"));
            joined(&lines)
        }));
        // SQLite and PostgreSQL both look at the end of the statement; later tables refer to these rows in vain.
        assert_refused(site, &bad, ("archive.bad_row", "不合数据库的约束")).await;
        let bad = resealed(changed(&good, "tables/unit.jsonl", |text| {
            let mut lines = lines(text);
            lines[1] = with_field(&lines[1], "parent_id", json!("nobody"));
            joined(&lines)
        }));
        assert_refused(site, &bad, ("archive.bad_row", "tables/unit.jsonl")).await;
    }

    async fn files_are_exactly_those_that_the_rows_mention(site: &TestSite) {
        let good = good(site).await;
        let place = good.iter().position(|(name, _)| name.starts_with("blobs/")).unwrap();
        let name = good[place].0.clone();
        let id = name.rsplit('/').next().unwrap().to_owned();
        let bad = changed(&good, &name, |text| text.replacen("文", "女", 1));
        assert_refused(site, &bad, ("archive.bad_blob", &id)).await;
        let bad = changed(&good, &name, |text| format!("{text}!"));
        assert_refused(site, &bad, ("archive.part_differs", "blobs/")).await;
        assert_refused(site, &resealed(bad), ("archive.bad_blob", &id)).await;
        let mut bad = good.clone();
        bad.remove(place);
        assert_refused(site, &bad, ("archive.part_differs", "blobs/")).await;
        assert_refused(site, &resealed(bad), ("archive.bad_row", &id)).await;
        let bad = resealed(changed(&good, "tables/blob.jsonl", |text| joined(&lines(text)[1..])));
        assert_refused(site, &bad, ("archive.bad_blob", "没有这个文件")).await;
        let bad = resealed(changed(&good, "tables/blob.jsonl", |text| joined(&lines(text)[..2])));
        assert_refused(site, &bad, ("archive.bad_blob", "没有这个文件")).await;
    }

    async fn what_does_not_belong_there_is_refused_by_name_and_never_written(site: &TestSite) {
        let good = good(site).await;
        let last = good.len() - 1;
        let (_, hidden) = &good[last - 1];
        for name in [
            "tables/session.jsonl",
            "../../etc/cron.d/x",
            "/etc/passwd",
            "blobs/../../x",
            "blobs/zz/0000000000000000000000000000000000000000000000000000000000000000",
            "blobs/ff/FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "manifest.json",
        ] {
            let mut bad = good.clone();
            bad.insert(last, (name.to_owned(), hidden.clone()));
            assert_refused(site, &bad, ("archive.stray", "")).await;
            let mut bad = good.clone();
            bad.insert(4, (name.to_owned(), hidden.clone()));
            assert_refused(site, &bad, ("archive.stray", name.get(..40).unwrap_or(name))).await;
        }
        let mut bad = good.clone();
        bad.swap(4, 5);
        assert_refused(site, &bad, ("archive.stray", "此处应为")).await;
        let mut link = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        link.append_link(&mut header, "README.txt", "/etc/passwd").unwrap();
        assert_eq!(refusal(site, &link.into_inner().unwrap()).await.code(), "archive.stray");
    }

    async fn an_archive_that_is_cut_anywhere_or_goes_on_is_refused(site: &TestSite) {
        let whole = packed(&good(site).await);
        let step = whole.len() / 40;
        for length in (1..40).map(|n| n * step).chain([1, 511, 512, whole.len() - 1024, whole.len() - 1]) {
            let refusal = refusal(site, &whole[..length]).await;
            assert!(
                ["archive.cut", "archive.not_an_archive", "archive.stray"].contains(&refusal.code()),
                "{length}: {refusal:?}"
            );
        }
        let more = [whole.as_slice(), b"x"].concat();
        assert_eq!(refusal(site, &more).await.code(), "archive.stray");
        for no_archive in [&b""[..], b"PK\x03\x04", "这不是存档".repeat(1000).as_bytes()] {
            let code = refusal(site, no_archive).await.code();
            assert!(["archive.cut", "archive.not_an_archive"].contains(&code), "{code}");
        }
        import(site, &whole).await.unwrap();
    }

    async fn another_schema_or_format_is_refused_with_the_version_to_use(site: &TestSite) {
        let good = good(site).await;
        let about = |from: &str, to: &str| resealed(changed(&good, "about.json", |text| text.replace(from, to)));
        let newest = store::migration::ALL.last().unwrap().version;
        let own = format!("\"schema_version\": {newest}");
        for (version, cure) in [(newest - 1, "gongkai migrate"), (newest + 1, "更新的版本")] {
            let bad = about(&own, &format!("\"schema_version\": {version}"));
            let refusal = refusal(site, &packed(&bad)).await;
            assert_eq!(refusal.code(), "archive.other_schema");
            assert!(refusal.message().contains(&format!("第 {version} 版")), "{refusal}");
            assert!(refusal.cure().contains(cure) && refusal.cure().contains("gongkai 0."), "{}", refusal.cure());
        }
        let bad = about("\"schema_sha256\": \"", "\"schema_sha256\": \"0");
        assert_refused(site, &bad, ("archive.other_schema", "内容不同")).await;
        let bad = about("\"format_version\": 1", "\"format_version\": 2");
        assert_refused(site, &bad, ("archive.newer_format", "第 2 版")).await;
        let bad = about("gongkai-site", "another-site");
        assert_refused(site, &bad, ("archive.not_an_archive", "格式")).await;
    }

    async fn a_site_with_anything_in_it_takes_nothing_in(site: &TestSite) {
        let archive = packed(&good(site).await);
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(tx.execute("insert into setup_link (token_digest, expires_at) values ('x', 'y')", params![]).await?)
        })
        .unwrap();
        let refusal = refusal(site, &archive).await;
        assert_eq!(refusal.code(), "archive.site_not_empty");
        assert!(refusal.message().contains("setup_link"), "{refusal}");
    }

    async fn a_character_that_postgres_cannot_keep_is_told_before_it_is_tried(site: &TestSite) {
        let good = good(site).await;
        let bad = resealed(changed(&good, "tables/setting.jsonl", |text| {
            let mut lines = lines(text);
            lines[1] = with_field(&lines[1], "value", json!("a\u{0}b"));
            joined(&lines)
        }));
        if site.store.engine() == "sqlite" {
            import(site, &packed(&bad)).await.unwrap();
        } else {
            assert_refused(site, &bad, ("archive.bad_row", "U+0000")).await;
        }
    }

    async fn a_damaged_file_is_no_archive(site: &TestSite) {
        fill(&site.store).await;
        let id = site.store.blobs().put("文件 1".as_bytes().repeat(1000)).await.unwrap();
        let path = site.config().blobs.join(&id.as_str()[..2]).join(id.as_str());
        let whole = std::fs::read(&path).unwrap();
        for damage in [Some(&whole[1..]), Some(&whole[..whole.len() - 2]), None] {
            match damage {
                Some(bytes) => std::fs::write(&path, bytes).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let file = tempfile::tempfile().unwrap();
            let fault = site.store.export(&file, &mut |_, _, _| {}).await.unwrap_err();
            assert!(fault.to_string().contains(id.as_str()), "{fault}");
        }
        std::fs::write(&path, [&whole[..5], b"!", &whole[6..]].concat()).unwrap();
        let file = tempfile::tempfile().unwrap();
        let fault = site.store.export(&file, &mut |_, _, _| {}).await.unwrap_err();
        assert!(fault.to_string().contains("内容与其编号不符"), "{fault}");
    }

    async fn a_forged_event_with_a_fitting_manifest_is_found_by_the_check_afterwards(site: &TestSite) {
        let full = other_than(site).await;
        for n in 1..=3 {
            record(&full.store, n, site.now).await;
        }
        let parts = parts_of(&export(&full.store).await.0);
        full.end().await;
        let forged = resealed(changed(&parts, "tables/event.jsonl", |text| text.replace(":2}", ":9}")));
        import(site, &packed(&forged)).await.unwrap();
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        let codes: Vec<_> = report.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["chain.altered"]);
    }
}
