//! Plans on the desk, over the real router: upload, correct, approve, revise, link, hand out.

use crate::site::{Answer, Browser, count_events, desk, signed_in, two_units};
use axum::http::StatusCode;
use kernel::Role;
use plans::draft::{DraftState, list_drafts};
use testkit::{TestSite, on_both};

const PLAN: &str = "云溪市2026年政务公开工作要点
云政办发〔2026〕5号
一、推进财政信息公开
按季度公开财政收支情况。6月底前公开部门决算。（市财政局）
二、推进教育信息公开
公开义务教育招生范围和办法。（市教育局牵头，市某某局配合）
三、推进监管信息公开
公开抽查计划和结果。（市不知道局）
云溪市人民政府办公室
2026年3月2日
";

async fn office(site: &TestSite) -> Browser {
    let (unit, _) = two_units(site).await;
    signed_in(&desk(site), Role::OpenGovernmentOffice, unit).await
}

/// Uploads a plan; the address of its draft.
async fn uploaded(browser: &mut Browser, text: &str) -> String {
    browser.get("/desk/plans/upload").await;
    let file = [("file", "要点.txt", text.as_bytes())];
    let answer = browser.upload("/desk/plans/upload", &[], &file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let to = answer.location().to_owned();
    assert!(to.starts_with("/desk/plans/drafts/"), "{to}");
    to
}

async fn edit(browser: &mut Browser, draft: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post(&format!("{draft}/edit"), fields).await
}

async fn approve(browser: &mut Browser, draft: &str, seen: &str) -> String {
    let path = format!("{draft}/approve");
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let fields = [("seen", seen), ("unled", "yes")];
    let answer = browser.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

on_both! {
    async fn an_uploaded_plan_is_shown_beside_its_source_with_what_is_left_to_do(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let page = browser.get(&format!("{draft}?duty=1")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        for words in ["云溪市2026年政务公开工作要点", "id=\"source-1\"", "按季度公开财政收支情况", "“市不知道局”", "保存文字"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        let list = browser.get("/desk/plans").await;
        assert!(list.text.contains(&draft), "{}", list.text);
    }

    async fn a_file_that_cannot_be_read_says_why_and_what_to_do(site: &TestSite) {
        let mut browser = office(site).await;
        browser.get("/desk/plans/upload").await;
        let answer = browser.upload("/desk/plans/upload", &[], &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("请选择工作要点文件"));
        let broken: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old file";
        let answer = browser.upload("/desk/plans/upload", &[], &[("file", "要点.doc", broken)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("file-error"), "{}", answer.text);
    }

    async fn each_edit_is_saved_at_once_and_can_be_taken_back(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let words = [("what", "words"), ("duty", "1"), ("seen", "0"), ("heading", "财政"), ("text", "每季度公开收支。")];
        let answer = edit(&mut browser, &draft, &words).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(answer.location().ends_with("#duty-1"));
        let page = browser.get(&format!("{draft}?duty=1")).await;
        assert!(page.text.contains("每季度公开收支。"));
        assert!(page.text.contains("修改第1项任务的文字"));
        let answer = edit(&mut browser, &draft, &[("what", "undo"), ("seen", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&format!("{draft}?duty=1")).await;
        assert!(!page.text.contains("每季度公开收支。"));
    }

    async fn a_refused_edit_comes_back_with_what_was_typed_and_leaves_no_trace(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let before = count_events(site).await;
        let grace = [("what", "grace"), ("duty", "1"), ("seen", "0"), ("grace", "十天"), ("basis", "云政办发〔2026〕5号")];
        let answer = edit(&mut browser, &draft, &grace).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("value=\"十天\"") && answer.text.contains("grace-error"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_stale_edit_shows_both_versions(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let words = |text: &'static str| [("what", "words"), ("duty", "1"), ("seen", "0"), ("heading", "甲"), ("text", text)];
        assert_eq!(edit(&mut browser, &draft, &words("先到的文字")).await.status, StatusCode::SEE_OTHER);
        let answer = edit(&mut browser, &draft, &words("后到的文字")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text);
        assert!(answer.text.contains("先到的文字") && answer.text.contains("后到的文字"), "{}", answer.text);
        let other = [("what", "drop"), ("duty", "2"), ("seen", "0")];
        assert_eq!(edit(&mut browser, &draft, &other).await.status, StatusCode::SEE_OTHER, "another duty did not change");
    }

    async fn times_units_and_names_are_set_by_forms(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let times = [
            ("what", "times"), ("duty", "2"), ("seen", "0"), ("cadence", "monthly"),
            ("cadence_words", ""), ("cadence_words", "每月10日前"), ("cadence_words", ""), ("cadence_words", ""),
            ("value", "P20WD"), ("trigger", "publication"), ("event", ""), ("words", "本要点公布后20个工作日内"),
            ("value", ""), ("trigger", ""), ("event", ""), ("words", ""),
        ];
        let answer = edit(&mut browser, &draft, &times).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&format!("{draft}?duty=2")).await;
        assert!(page.text.contains("每月（每月10日前）"), "{}", page.text);
        let bad = [("what", "times"), ("duty", "2"), ("seen", "1"), ("value", "明年"), ("trigger", ""), ("event", ""), ("words", "")];
        assert_eq!(edit(&mut browser, &draft, &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mean = [("what", "mean"), ("seen", "1"), ("written", "市不知道局"), ("unit_name", "市教育局")];
        let answer = edit(&mut browser, &draft, &mean).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let nobody = [("what", "mean"), ("seen", "2"), ("written", "市某某局"), ("unit_name", "没有这个局")];
        let answer = edit(&mut browser, &draft, &nobody).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("没有这个单位"), "{}", answer.text);
    }

    async fn approval_opens_promises_once_and_says_what_is_missing(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let path = format!("{draft}/approve");
        let page = browser.get(&path).await;
        assert!(page.text.contains("市财政局") && page.text.contains("责任单位待明确的任务"), "{}", page.text);
        let before = count_events(site).await;
        let answer = browser.post(&path, &[("seen", "0")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert_eq!(count_events(site).await, before);
        let plan = approve(&mut browser, &draft, "0").await;
        let page = browser.get(&plan).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("已发布"), "{}", page.text);
        let drafts = store::read!(site.store, |tx| list_drafts(tx, DraftState::Editing, &kernel::PageAsk::first(5)).await).unwrap();
        assert!(drafts.items.is_empty());
        let again = browser.post(&path, &[("seen", "0"), ("unled", "yes")]).await;
        assert_ne!(again.status, StatusCode::OK);
        for file in ["sheet.docx", "sheet.xlsx"] {
            let answer = browser.get(&format!("{plan}/{file}")).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.bytes.starts_with(b"PK"));
        }
    }

    async fn a_published_duty_gets_its_units_and_its_basis_on_screen(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let plan = approve(&mut browser, &draft, "0").await;
        let page = browser.get(&plan).await;
        let duties: Vec<String> = page.text.split("/desk/plans/duties/").skip(1).map(|it| it.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(duties.len(), 3, "{}", page.text);
        let path = |n: usize, act: &str| format!("/desk/plans/duties/{}{act}", duties[n]);
        let page = browser.get(&path(2, "")).await;
        assert!(page.text.contains("“市不知道局”"), "{}", page.text);
        let before = count_events(site).await;
        let unknown = [("written", "市不知道局"), ("unit_name", "没有这个局")];
        assert_eq!(browser.post(&path(2, "/assign"), &unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unnamed = [("grace", "P10WD"), ("basis", " ")];
        assert_eq!(browser.post(&path(0, "/basis"), &unnamed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let nothing = [("happened_on", "2026-05-01"), ("label", "某事")];
        assert_eq!(browser.post(&path(0, "/event"), &nothing).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(count_events(site).await, before);
        let known = [("written", "市不知道局"), ("unit_name", "市教育局")];
        let answer = browser.post(&path(2, "/assign"), &known).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&path(2, "")).await;
        assert!(page.text.contains("人工确认：市教育局"), "{}", page.text);
        let set = [("grace", "P10WD"), ("basis", "云政办发〔2026〕5号")];
        let answer = browser.post(&path(0, "/basis"), &set).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(browser.get(&path(0, "")).await.text.contains("10个工作日内"));
    }

    async fn late_promises_are_put_off_on_screen_only_by_a_reason(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let plan = approve(&mut browser, &draft, "0").await;
        let page = browser.get(&plan).await;
        let duty = between(&page.text, "/desk/plans/duties/");
        let (path, act) = (format!("/desk/plans/duties/{duty}"), format!("/desk/plans/duties/{duty}/basis"));
        browser.get(&path).await;
        let before = count_events(site).await;
        let longer = [("grace", "P11M"), ("basis", "云政办发〔2026〕5号")];
        let answer = browser.post(&act, &longer).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        for words in ["顺延3项已逾期的承诺", "放过逾期承诺的理由", "name=\"grace\" value=\"P11M\"", "id=\"reason-error\""] {
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        assert_eq!(count_events(site).await, before);
        let answer = browser.post(&act, &[&longer[..], &[("reason", "决算统一于年底公开")]].concat()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&path).await;
        assert!(page.text.contains("其中已逾期的3项"), "{}", page.text);
    }

    async fn the_next_version_is_taken_piece_by_piece(site: &TestSite) {
        let mut browser = office(site).await;
        let draft = uploaded(&mut browser, PLAN).await;
        let plan = approve(&mut browser, &draft, "0").await;
        let next = PLAN
            .replace("二、推进教育信息公开\n公开义务教育招生范围和办法。（市教育局牵头，市某某局配合）\n", "")
            .replace("6月底前", "11月底前");
        let draft = uploaded(&mut browser, &next).await;
        let changes = approve(&mut browser, &draft, "0").await;
        assert_eq!(changes, format!("{plan}/changes"));
        let page = browser.get(&changes).await;
        assert!(page.text.contains("取消的任务") && page.text.contains("改动的任务"), "{}", page.text);
        let reading = between(&page.text, "name=\"reading\" value=\"");
        let changed = between(&page.text, "name=\"take\" value=\"changed-");
        let take = format!("changed-{changed}");
        let before = count_events(site).await;
        let answer = browser.post(&changes, &[("reading", &reading), ("take", &take)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "late promises move: a reason is due");
        assert_eq!(count_events(site).await, before);
        let fields = [("reading", reading.as_str()), ("take", &take), ("reason", "市政府第12次常务会议决定")];
        let answer = browser.post(&changes, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&plan).await;
        assert!(page.text.contains("推进教育信息公开"), "what was not ticked stays: {}", page.text);
        assert!(page.text.contains("2026-11-30"), "{}", page.text);
    }

    async fn a_superiors_plan_is_compared_duty_by_duty(site: &TestSite) {
        let mut browser = office(site).await;
        let own = uploaded(&mut browser, PLAN).await;
        let own = approve(&mut browser, &own, "0").await;
        let province = "江南省2026年政务公开工作要点\n江政办发〔2026〕1号\n一、推进财政信息公开\n各地按季度公开财政收支情况，6月底前公开部门决算。（省财政厅）\n二、推进防汛信息公开\n及时公开水情雨情。（省水利厅）\n江南省人民政府办公厅\n2026年1月20日\n";
        let superior = uploaded(&mut browser, province).await;
        let superior = approve(&mut browser, &superior, "0").await;
        let id = superior.rsplit('/').next().unwrap().to_owned();
        let answer = browser.post(&format!("{own}/links"), &[("superior", &id)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let compare = answer.location().to_owned();
        let page = browser.get(&compare).await;
        assert!(page.text.contains("相近度"), "{}", page.text);
        let answer = browser.post(&compare, &[("verdict", "all")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&compare).await;
        assert!(page.text.contains("<b>1</b>项已承接") && page.text.contains("<b>1</b>项待确认"), "{}", page.text);
        let open = page.text.rsplit("name=\"duty\" value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        let answer = browser.post(&compare, &[("duty", &open), ("verdict", "not_taken"), ("reason", "")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        let answer = browser.post(&compare, &[("duty", &open), ("verdict", "not_taken"), ("reason", "本市无江河湖库")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = browser.get(&compare).await;
        assert!(page.text.contains("本市无江河湖库") && page.text.contains("<b>1</b>项未承接"), "{}", page.text);
    }

    async fn nobody_but_the_office_comes_near_plans(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, unit).await;
        let draft = uploaded(&mut office, PLAN).await;
        for role in [Role::Clerk, Role::Approver, Role::Supervisor, Role::SystemAdministrator] {
            let mut browser = signed_in(&desk, role, unit).await;
            let before = count_events(site).await;
            for path in ["/desk/plans", "/desk/plans/upload", &draft, &format!("{draft}/approve")] {
                assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            let answer = edit(&mut browser, &draft, &[("what", "drop"), ("duty", "1"), ("seen", "0")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            let answer = browser.post(&format!("{draft}/approve"), &[("seen", "0"), ("unled", "yes")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(count_events(site).await, before, "{role:?}");
        }
    }
}

fn between(text: &str, before: &str) -> String {
    let (_, after) = text.split_once(before).expect("the page holds it");
    after.split('"').next().expect("a value ends").to_owned()
}
