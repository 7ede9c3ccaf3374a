//! The register of units on screen: kept by the open-government office alone, files in and out, reorganised without loss.

use crate::owed::{owes, stands};
use crate::site::{Answer, Browser, count_events, desk, person, signed_in, two_units, value_of};
use axum::http::StatusCode;
use kernel::unit::{AliasKind, Unit};
use kernel::{Role, UnitId};
use store::directory;
use testkit::{TestSite, on_both};

async fn find(site: &TestSite, code: &str) -> Option<Unit> {
    store::read!(site.store, |tx| directory::find_unit_by_code(tx, code)
        .await)
    .unwrap()
}

/// Hands in what a form of a unit holds, with something else in some fields.
async fn save(browser: &mut Browser, path: &str, other: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    let seen = value_of(&page.text, "name=\"seen\" value=\"").unwrap();
    let mut fields = vec![
        ("code", "SJJ"),
        ("name", "云溪市数据局"),
        ("short_name", "市数据局"),
        ("kind", "department"),
        ("level", "city"),
        ("parent_code", ""),
        ("aliases", "数据局\n大数据局"),
        ("phone", "0000-5550120"),
        ("fax", "0000-5550121"),
        ("mail", "sjj@yunxi.example"),
        ("address", "听泉大道1号"),
        ("opening_hours", "工作日 9:00—17:00"),
        ("seen", &seen),
    ];
    fields.retain(|(name, _)| !other.iter().any(|(it, _)| it == name));
    fields.extend_from_slice(other);
    browser.post(path, &fields).await
}

/// The fields that the preview of a reorganisation carries on to the act.
async fn agreed<'a>(browser: &mut Browser, fields: &[(&'a str, &'a str)]) -> (Answer, String) {
    let looked = browser.post("/desk/units/reorganise", fields).await;
    let seen = value_of(&looked.text, "name=\"seen\" value=\"").unwrap_or_default();
    (looked, seen)
}

on_both! {
    async fn a_unit_is_added_changed_and_shown_with_its_history(site: &TestSite) {
        two_units(site).await;
        let desk = desk(site);
        let (unit, _) = (find(site, "CZJ").await.unwrap().id, ());
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        let added = save(&mut office, "/desk/units/new", &[]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let new = find(site, "SJJ").await.unwrap();
        assert_eq!(new.names(AliasKind::Alias).collect::<Vec<_>>(), ["大数据局", "数据局"]);
        assert_eq!((new.contact.fax.as_str(), new.contact.mail.as_str()), ("0000-5550121", "sjj@yunxi.example"));
        let edit = format!("/desk/units/{}/edit", new.id);
        let saved = save(&mut office, &edit, &[("phone", "0000-5550199"), ("parent_code", "JYJ")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let page = office.get(&format!("/desk/units/{}", new.id)).await;
        assert!(page.text.contains("联系电话由“0000-5550120”改为“0000-5550199”"), "{}", page.text);
        let before = count_events(site).await;
        let same = save(&mut office, &edit, &[("phone", "0000-5550199"), ("parent_code", "JYJ")]).await;
        assert_eq!((same.status, count_events(site).await), (StatusCode::SEE_OTHER, before), "nothing new, nothing recorded");
        for (wrong, field) in [
            (("name", ""), "name-error"), (("name", "云溪市教育局"), "name-error"), (("mail", "邮箱"), "mail-error"),
            (("website", "www.yunxi.example"), "website-error"), (("parent_code", "SJJ"), "parent_code-error"),
            (("kind", "部门"), "kind-error"), (("valid_from", "昨天"), "valid_from-error"),
        ] {
            let refused = save(&mut office, &edit, &[wrong]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            assert!(refused.text.contains(field), "{wrong:?}: {}", refused.text);
            assert_eq!(count_events(site).await, before, "{wrong:?} leaves no trace");
        }
        let taken = save(&mut office, "/desk/units/new", &[("name", "云溪市数字局")]).await;
        assert!(taken.text.contains("code-error"), "{}", taken.text);
    }

    async fn a_stale_form_is_refused_with_both_versions(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut first = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        let mut second = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        let edit = format!("/desk/units/{unit}/edit");
        let page = first.get(&edit).await;
        let seen = value_of(&page.text, "name=\"seen\" value=\"").unwrap();
        let faster = save(&mut second, &edit, &[("name", "云溪市财政局"), ("phone", "0000-5550001")]).await;
        assert_eq!(faster.status, StatusCode::SEE_OTHER, "{}", faster.text);
        let before = count_events(site).await;
        let slower = [
            ("name", "云溪市财政局"), ("kind", "department"), ("level", "city"), ("phone", "0000-5550002"), ("seen", &*seen),
        ];
        let refused = first.post(&edit, &slower).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("0000-5550001") && refused.text.contains("0000-5550002"), "{}", refused.text);
        assert_eq!(count_events(site).await, before);
        let newest = value_of(&refused.text, "name=\"seen\" value=\"").unwrap();
        let mut again = slower.to_vec();
        again[4].1 = &newest;
        assert_eq!(first.post(&edit, &again).await.status, StatusCode::SEE_OTHER, "whoever has seen both may save");
    }

    async fn files_out_are_files_in_and_a_preview_says_what_they_change(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        office.get("/desk/units/import").await;
        let csv = office.get("/desk/units.csv").await;
        assert!(csv.text.starts_with('\u{feff}') && csv.text.contains("CZJ,云溪市财政局"), "{}", csv.text);
        assert_eq!(office.get("/desk/units.xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
        let same = office.upload("/desk/units/import", &[], &[("units", "units.csv", &csv.bytes)]).await;
        assert!(same.text.contains("文件与名录一致"), "{}", same.text);
        let other = csv.text.replace("CZJ,云溪市财政局,市财政局", "CZJ,云溪市财政和国资局,市财政局");
        let before = count_events(site).await;
        let seen = office.upload("/desk/units/import", &[], &[("units", "units.csv", other.as_bytes())]).await;
        assert!(seen.text.contains("云溪市财政和国资局"), "{}", seen.text);
        assert_eq!(count_events(site).await, before, "a preview changes nothing");
        let (national, _, _) = encoding_rs::GB18030.encode(other.trim_start_matches('\u{feff}'));
        let excel = office.upload("/desk/units/import", &[], &[("units", "units.csv", &national)]).await;
        assert!(excel.text.contains("云溪市财政和国资局"), "as Excel writes it: {}", excel.text);
        let neither = office.upload("/desk/units/import", &[], &[("units", "units.csv", b"code,name\n\xff\xfe\xff,x\n")]).await;
        assert!(neither.text.contains("第 2 行有无法识别的字节"), "{}", neither.text);
        let mark = value_of(&seen.text, "name=\"mark\" value=\"").unwrap();
        // A browser sends the lines of a field with other ends than the file had.
        let text = other.replace('\n', "\r\n");
        let done = office.upload("/desk/units/import/done", &[("units", &text), ("mark", &mark)], &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(find(site, "CZJ").await.unwrap().name, "云溪市财政和国资局");
        let stale = office.upload("/desk/units/import/done", &[("units", &text), ("mark", &mark)], &[]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "the difference is another by now");
        let wrong = other.replace("JYJ,云溪市教育局,市教育局,department", "JYJ,云溪市教育局,市教育局,部门");
        let refused = office.upload("/desk/units/import", &[], &[("units", "units.csv", wrong.as_bytes())]).await;
        assert!(refused.text.contains("第 3 行「kind」列"), "{}", refused.text);
    }

    async fn a_file_cannot_end_a_unit_that_owes(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        owes(site, unit, "2026-12-20").await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        office.get("/desk/units/import").await;
        let csv = office.get("/desk/units.csv").await;
        let ends = csv.text.replace("CZJ,云溪市财政局,市财政局,department,city,,,,,", "CZJ,云溪市财政局,市财政局,department,city,,,,,2026-11-01");
        let seen = office.upload("/desk/units/import", &[], &[("units", "units.csv", ends.as_bytes())]).await;
        let mark = value_of(&seen.text, "name=\"mark\" value=\"").unwrap();
        let before = count_events(site).await;
        let refused = office.upload("/desk/units/import/done", &[("units", &ends), ("mark", &mark)], &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("机构调整") && refused.text.contains("1项未结承诺"), "{}", refused.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_class_is_kept_and_a_stale_one_refused(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        office.get("/desk/units/classes/new").await;
        let made = office.post("/desk/units/classes/new", &[("name", "财教部门"), ("rule", "listed"), ("member", "CZJ"), ("member", "JYJ")]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let list = office.get("/desk/units/classes").await;
        assert!(list.text.contains("市财政局、市教育局"), "{}", list.text);
        let path = list.text.split("href=\"").find(|it| it.starts_with("/desk/units/classes/") && !it.contains("new") && !it.contains(".csv"))
            .and_then(|it| it.split('"').next()).unwrap().to_owned();
        let page = office.get(&path).await;
        let seen = value_of(&page.text, "name=\"seen\" value=\"").unwrap();
        let change = [("name", "财教部门"), ("rule", "kinds"), ("kind", "department"), ("seen", &*seen)];
        assert_eq!(office.post(&path, &change).await.status, StatusCode::SEE_OTHER);
        let before = count_events(site).await;
        let slower = [("name", "财教部门"), ("rule", "all"), ("seen", &*seen)];
        let refused = office.post(&path, &slower).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
        assert_eq!(count_events(site).await, before);
        let nobody = office.post("/desk/units/classes/new", &[("name", "空"), ("rule", "listed")]).await;
        assert!(nobody.text.contains("members-error"), "{}", nobody.text);
    }

    async fn a_merger_is_looked_at_confirmed_and_its_posts_are_moved_by_the_security_administrator(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let owed = owes(site, finance, "2026-11-10").await;
        let desk = desk(site);
        person(&desk, "liwei", &[(Role::Clerk, finance)]).await;
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, education).await;
        let (from, to) = (finance.to_string(), education.to_string());
        let fields = [
            ("kind", "merge"), ("unit", &*from), ("unit", ""), ("into", &*to),
            ("from_on", "2026-11-20"), ("basis", "云委发〔2026〕8号"),
        ];
        let before = count_events(site).await;
        let (looked, seen) = agreed(&mut office, &fields).await;
        assert!(looked.text.contains("1项未结承诺") && looked.text.contains("liwei"), "{}", looked.text);
        assert_eq!(count_events(site).await, before);
        let wrong = [fields[0], fields[1], fields[3], fields[4], ("basis", "")];
        let refused = office.post("/desk/units/reorganise", &wrong).await;
        assert!(refused.text.contains("basis-error"), "{}", refused.text);

        let mut confirmed = fields.to_vec();
        confirmed.push(("seen", &seen));
        owes(site, finance, "2026-12-01").await;
        let stale = office.post("/desk/units/reorganise/done", &confirmed).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
        assert!(stale.text.contains("2项未结承诺"), "{}", stale.text);
        let newest = value_of(&stale.text, "name=\"seen\" value=\"").unwrap();
        let last = confirmed.len() - 1;
        confirmed[last].1 = &newest;
        let done = office.post("/desk/units/reorganise/done", &confirmed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(stands(site, owed).await.line.unit_id, education);
        assert_eq!(promises::check::check(&site.store).await.unwrap(), []);

        // The clerk of the old unit loses nothing in silence: an administrator moves the post.
        let mut clerk = desk.signed_in_as("liwei").await;
        let denied = clerk.get(&format!("/desk/promises/{owed}/keep")).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let posts = format!("/desk/units/{finance}/posts");
        for role in [Role::OpenGovernmentOffice, Role::SystemAdministrator, Role::Approver] {
            let mut other = signed_in(&desk, role, education).await;
            let before = count_events(site).await;
            assert_eq!(other.get(&posts).await.status, StatusCode::FORBIDDEN, "{role:?}");
            assert_eq!(other.post(&posts, &[("unit", &*to)]).await.status, StatusCode::FORBIDDEN, "{role:?}");
            assert_eq!(count_events(site).await, before, "{role:?}");
        }
        let mut security = signed_in(&desk, Role::SecurityAdministrator, education).await;
        assert!(security.get("/desk/people").await.text.contains(&posts), "the list of people leads there");
        let page = security.get(&posts).await;
        let account = value_of(&page.text, "name=\"account\" value=\"").unwrap();
        let moved = security.post(&posts, &[("unit", &*to), ("account", &*account)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
        let allowed = clerk.get(&format!("/desk/promises/{owed}/keep")).await;
        assert_eq!(allowed.status, StatusCode::OK, "{}", allowed.text);
        assert!(!security.get("/desk/people").await.text.contains(&posts), "nothing waits any more");
    }

    async fn a_split_asks_of_each_duty_who_takes_it_over(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let (first, second) = (owes(site, finance, "2026-12-10").await, owes(site, finance, "2026-12-20").await);
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, education).await;
        save(&mut office, "/desk/units/new", &[]).await;
        let data = find(site, "SJJ").await.unwrap().id;
        let ids = [finance, education, data].map(|id: UnitId| id.to_string());
        let fields = [
            ("kind", "split"), ("unit", &*ids[0]), ("into", &*ids[1]), ("into", &*ids[2]),
            ("from_on", "2026-11-20"), ("basis", "云委发〔2026〕8号"),
        ];
        let (looked, seen) = agreed(&mut office, &fields).await;
        let choice = looked.text.split("option value=\"").skip(1).find(|it| it.contains(&ids[2]))
            .and_then(|it| it.split('"').next()).unwrap().to_owned();
        let mut confirmed = fields.to_vec();
        confirmed.extend([("seen", &*seen), ("choice", &*choice)]);
        let done = office.post("/desk/units/reorganise/done", &confirmed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        // Both promises of the test come from one duty.
        for promise in [first, second] {
            assert_eq!(stands(site, promise).await.line.unit_id, data);
        }
        let page = office.get(&format!("/desk/units/{finance}")).await;
        assert!(page.text.contains("已撤并") && page.text.contains("云溪市数据局") && page.text.contains("云溪市教育局"), "{}", page.text);
    }

    async fn only_the_office_sees_the_register_and_refusals_leave_no_trace(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let gets = [
            "/desk/units".to_owned(), "/desk/units/new".to_owned(), "/desk/units.csv".to_owned(), "/desk/units.xlsx".to_owned(),
            "/desk/units/classes".to_owned(), "/desk/units/classes.csv".to_owned(), "/desk/units/import".to_owned(),
            "/desk/units/reorganise".to_owned(), format!("/desk/units/{unit}"), format!("/desk/units/{unit}/edit"),
        ];
        let posts = [
            "/desk/units/new".to_owned(), format!("/desk/units/{unit}/edit"), "/desk/units/classes/new".to_owned(),
            "/desk/units/reorganise".to_owned(), "/desk/units/reorganise/done".to_owned(),
        ];
        for role in Role::ALL {
            let may = *role == Role::OpenGovernmentOffice;
            let mut browser = signed_in(&desk, *role, unit).await;
            let before = count_events(site).await;
            for path in &gets {
                let answer = browser.get(path).await;
                assert_eq!(answer.status == StatusCode::OK, may, "{role:?} {path}: {}", answer.status);
            }
            for path in &posts {
                let answer = browser.post(path, &[]).await;
                let expected = if may { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
                assert_eq!(answer.status, expected, "{role:?} {path}: {}", answer.text);
            }
            for path in ["/desk/units/import", "/desk/units/import/done"] {
                let answer = browser.upload(path, &[], &[]).await;
                assert_eq!(answer.status == StatusCode::FORBIDDEN, !may, "{role:?} {path}");
            }
            assert_eq!(count_events(site).await, before, "{role:?}");
        }
    }

    async fn a_word_finds_a_unit_by_any_of_its_names(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        save(&mut office, "/desk/units/new", &[]).await;
        for (word, finds) in [("%E5%A4%A7%E6%95%B0%E6%8D%AE", true), ("SJJ", true), ("100%25", false), ("_", false)] {
            let page = office.get(&format!("/desk/units?q={word}")).await;
            assert_eq!(page.text.contains("云溪市数据局"), finds, "{word}: {}", page.text);
        }
    }
}
