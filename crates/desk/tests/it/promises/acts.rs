//! Each act as a form: done by whom it belongs to, refused to others without trace, and nothing typed is lost.

use axum::http::StatusCode;
use kernel::Role;
use promises::Standing;
use testkit::on_both;

use crate::owed::{owes, stands};
use crate::site::{count_events, desk, person, signed_in, two_units, value_of};

const LINK: &str = "https://www.yunxi.example/czj/202611/t1.html";

on_both! {
    async fn a_clerk_keeps_a_promise_in_two_steps_from_the_queue(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let id = owes(site, unit, "2026-11-21").await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let queue = clerk.get("/desk/queue?tab=today").await;
        let keep = format!("/desk/promises/{id}/keep");
        assert!(queue.text.contains(&keep), "{}", queue.text);
        let form = clerk.get(&keep).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(form.text.contains("24时以前公开为按期"));
        let fields = [("link", LINK), ("published_on", "2026-11-21"), ("note", "")];
        let done = clerk.upload(&keep, &fields, &[]).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, format!("/desk/promises/{id}").as_str()));
        let page = clerk.get(&format!("/desk/promises/{id}")).await;
        assert!(page.text.contains("已登记兑现：按期兑现") && page.text.contains(LINK), "{}", page.text);
        assert_eq!(stands(site, id).await.line.standing, Standing::KeptOnTime);
    }

    async fn what_was_typed_and_sent_comes_back_with_the_error_at_its_field(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let keep = format!("/desk/promises/{id}/keep");
        let before = count_events(site).await;
        let fields = [("link", "www.yunxi.example/无协议"), ("published_on", "2026-11-20"), ("note", "第三季度<决算>")];
        let files = [("file", "截图.pdf", b"%PDF-1.7 ...".as_slice())];
        let back = clerk.upload(&keep, &fields, &files).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", back.text);
        assert!(back.text.contains("id=\"link-error\"") && back.text.contains("www.yunxi.example/无协议"));
        assert!(back.text.contains("第三季度&#60;决算&#62;") || back.text.contains("第三季度&lt;决算&gt;"));
        assert!(back.text.contains("截图.pdf（已上传"));
        assert_eq!(count_events(site).await, before);
        // The file need not be chosen again.
        let sent = value_of(&back.text, "name=\"sent\" value=\"").expect("the file is remembered");
        let fields = [("link", LINK), ("published_on", "2026-11-20"), ("note", ""), ("sent", &sent)];
        let done = clerk.upload(&keep, &fields, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let kept = stands(site, id).await;
        let piece = kept.evidence.iter().find(|it| it.file.is_some()).expect("the file was handed in");
        let file = clerk.get(&format!("/desk/evidence/{}", piece.id)).await;
        assert_eq!(file.bytes, b"%PDF-1.7 ...");
        assert!(file.headers["content-disposition"].to_str().is_ok_and(|it| it.starts_with("attachment")));
        // A page of the web as a file is no evidence.
        let bad = [("file", "网页.html", b"<script>alert(1)</script>".as_slice())];
        let more = format!("/desk/promises/{id}/evidence");
        let refused = clerk.upload(&more, &fields[1..3], &bad).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("id=\"file-error\""));
    }

    async fn a_nil_return_goes_from_clerk_to_leader_and_nobody_signs_their_own(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let desk = desk(site);
        person(&desk, "zhoulan", &[(Role::Clerk, unit), (Role::SectionHead, unit)]).await;
        let mut both = desk.signed_in_as("zhoulan").await;
        let asked = both.post(&format!("/desk/promises/{id}/nil-return"), &[("reason", "本月没有新增专项资金")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let list = both.get("/desk/to-sign").await;
        assert!(list.text.contains("您提出的，由他人办理"));
        let mut leader = signed_in(&desk, Role::Approver, unit).await;
        let list = leader.get("/desk/to-sign").await;
        let proposal = value_of(&list.text, "href=\"/desk/proposals/").expect("it waits");
        let address = format!("/desk/proposals/{proposal}");
        let before = count_events(site).await;
        let own = both.post(&address, &[("ruling", "approve")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        let mut stranger = signed_in(&desk, Role::SectionHead, other).await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(stranger.post(&address, &[("ruling", "approve")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(count_events(site).await, before + 3, "only the stranger's account and sign-in");
        let back = leader.post(&address, &[("ruling", "refuse"), ("reason", "")]).await;
        assert!(back.status == StatusCode::UNPROCESSABLE_ENTITY && back.text.contains("id=\"reason-error\""));
        let done = leader.post(&address, &[("ruling", "approve")]).await;
        assert_eq!(done.location(), "/desk/to-sign", "{}", done.text);
        assert_eq!(stands(site, id).await.line.standing, Standing::KeptOnTime);
    }

    async fn the_office_proposes_an_approver_decides_and_the_office_sends_evidence_back(site: &TestSite) {
        let (unit, government) = two_units(site).await;
        let (moved, waived, kept) = (
            owes(site, unit, "2026-11-30").await,
            owes(site, unit, "2026-11-29").await,
            owes(site, unit, "2026-11-10").await,
        );
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, government).await;
        let mut approver = signed_in(&desk, Role::Approver, government).await;
        let words = [("reason", "省级数据推迟下发"), ("basis", "云政办函〔2026〕9号")];
        let move_form = [("span", "10"), ("unit", "workdays"), words[0], words[1]];
        assert_eq!(office.post(&format!("/desk/promises/{moved}/move"), &move_form).await.status, StatusCode::SEE_OTHER);
        // The list shows the oldest first.
        desk.wait_minutes(1);
        assert_eq!(office.post(&format!("/desk/promises/{waived}/waiver"), &words).await.status, StatusCode::SEE_OTHER);
        let list = approver.get("/desk/to-decide").await;
        assert!(list.text.contains("延长10个工作日") && list.text.contains("豁免"), "{}", list.text);
        let proposals: Vec<String> = list.text.split("href=\"/desk/proposals/").skip(1)
            .map(|it| it.split('"').next().unwrap_or_default().to_owned()).collect();
        assert_eq!(proposals.len(), 2);
        let page = approver.get(&format!("/desk/proposals/{}", proposals[0])).await;
        assert!(page.text.contains("最迟公开日由2026年11月30日变为2026年12月14日"), "{}", page.text);
        let yes = approver.post(&format!("/desk/proposals/{}", proposals[0]), &[("ruling", "approve")]).await;
        assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.text);
        let no = [("ruling", "refuse"), ("reason", "职责未变，应当公开")];
        assert_eq!(approver.post(&format!("/desk/proposals/{}", proposals[1]), &no).await.status, StatusCode::SEE_OTHER);
        assert_eq!(stands(site, moved).await.line.due_on, crate::owed::day("2026-12-14"));
        assert_eq!(stands(site, waived).await.line.standing, Standing::Open);
        let fields = [("link", LINK), ("published_on", "2026-11-09")];
        assert_eq!(office.upload(&format!("/desk/promises/{kept}/keep"), &fields, &[]).await.status, StatusCode::SEE_OTHER);
        let form = office.get(&format!("/desk/promises/{kept}/return")).await;
        assert!(form.text.contains("退回后立即计为逾期"));
        assert_eq!(office.post(&format!("/desk/promises/{kept}/return"), &[("reason", "链接打不开")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(stands(site, kept).await.line.standing, Standing::Late);
    }

    async fn what_one_may_not_is_said_on_the_page_and_refused_without_trace(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let desk = desk(site);
        let mut stranger = signed_in(&desk, Role::Clerk, other).await;
        let mut auditor = signed_in(&desk, Role::AuditAdministrator, unit).await;
        let page = stranger.get(&format!("/desk/promises/{id}")).await;
        assert!(page.text.contains("只有责任单位的经办人或政务公开办公室可以办理"), "{}", page.text);
        let before = count_events(site).await;
        for path in ["keep", "progress", "nil-return", "evidence", "return", "waiver", "move", "void"] {
            let address = format!("/desk/promises/{id}/{path}");
            assert_eq!(stranger.get(&address).await.status, StatusCode::FORBIDDEN, "{path}");
            let fields = [("reason", "无权"), ("basis", "无"), ("link", LINK), ("published_on", "2026-11-20")];
            let answer = if matches!(path, "keep" | "evidence") {
                stranger.upload(&address, &fields, &[]).await
            } else {
                stranger.post(&address, &fields).await
            };
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(auditor.get("/desk/queue").await.status, StatusCode::FORBIDDEN);
        assert_eq!(auditor.get("/desk/dashboard").await.status, StatusCode::FORBIDDEN);
        assert_eq!(count_events(site).await, before);
        assert_eq!(stands(site, id).await.line.standing, Standing::Open);
    }

    async fn progress_is_told_and_a_wrong_share_comes_back(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let id = owes(site, unit, "2026-11-30").await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let address = format!("/desk/promises/{id}/progress");
        let told = |percent: &'static str| [("percent", percent), ("note", "已完成数据核对"), ("stated_on", "2026-11-20")];
        for wrong in ["", "一半", "101", "-1"] {
            let back = clerk.post(&address, &told(wrong)).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(back.text.contains("id=\"percent-error\"") && back.text.contains("已完成数据核对"));
        }
        assert_eq!(clerk.post(&address, &told("60%")).await.status, StatusCode::SEE_OTHER);
        assert!(clerk.get("/desk/queue?tab=owed").await.text.contains("进展60%"));
    }

    async fn the_office_reminds_and_the_supervisor_goes_on_to_a_notice_with_the_promise_filled_in(site: &TestSite) {
        let (unit, government) = two_units(site).await;
        let id = owes(site, unit, "2026-11-20").await;
        let desk = desk(site);
        let page = format!("/desk/promises/{id}");
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, government).await;
        let mut supervisor = signed_in(&desk, Role::Supervisor, government).await;
        let mut clerk = signed_in(&desk, Role::Clerk, unit).await;
        let remind = format!("{page}/remind");
        assert!(office.get(&page).await.text.contains(&format!("href=\"{remind}\"")));
        let told = office.post(&remind, &[("note", "请今天公开")]).await;
        assert_eq!(told.location(), page, "{}", told.text);
        let again = office.post(&remind, &[("note", "")]).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("今天已经催办过"), "{}", again.text);

        let shown = supervisor.get(&page).await;
        let notice = format!("/desk/notices/new?promise={id}");
        assert!(shown.text.contains(&format!("href=\"{notice}\"")), "{}", shown.text);
        assert!(!shown.text.contains(&remind), "reminding is the office's");
        let form = supervisor.get(&notice).await;
        assert!(form.text.contains(&format!("name=\"promise\" value=\"{id}\" checked")), "{}", form.text);
        assert!(form.text.contains(&format!("value=\"{unit}\" selected")));
        let shown = clerk.get(&page).await;
        assert!(!shown.text.contains(&notice) && !shown.text.contains(&remind));
        assert_eq!(clerk.get(&remind).await.status, StatusCode::FORBIDDEN);
    }

    async fn the_dashboard_is_a_pdf_for_those_who_see_it(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        owes(site, unit, "2026-11-20").await;
        let desk = desk(site);
        let mut leader = signed_in(&desk, Role::Approver, unit).await;
        assert!(leader.get("/desk/dashboard").await.text.contains("/desk/dashboard.pdf?"));
        for query in ["", &format!("unit={unit}")] {
            let file = leader.get(&format!("/desk/dashboard.pdf?{query}")).await;
            assert_eq!(file.status, StatusCode::OK, "{}", file.text);
            assert!(file.bytes.starts_with(b"%PDF-1.7"));
            assert!(file.bytes.trim_ascii_end().ends_with(b"%%EOF"));
            assert_eq!(file.headers["content-type"], "application/pdf");
        }
        let mut auditor = signed_in(&desk, Role::AuditAdministrator, unit).await;
        assert_eq!(auditor.get("/desk/dashboard.pdf").await.status, StatusCode::FORBIDDEN);
    }
}
