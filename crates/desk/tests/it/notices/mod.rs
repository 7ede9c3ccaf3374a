//! 督办单 on the desk: issued, answered, returned, closed; what one may not see or do.

use crate::site;

use crate::site::{Browser, count_events, desk, signed_in, two_units};
use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

const WORDS: &[(&str, &str)] = &[
    ("title", "督促公开十月财政收支情况"),
    ("body", "请说明十月收支逾期未公开的原因。"),
    ("workdays", "5"),
];

/// Issues a notice to a unit; its page's address.
async fn issue(supervisor: &mut Browser, unit: &str) -> String {
    supervisor.get("/desk/notices/new").await;
    let mut fields = vec![("unit", unit)];
    fields.extend_from_slice(WORDS);
    let answer = supervisor.post("/desk/notices/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

on_both! {
    async fn a_supervisor_issues_a_unit_answers_and_the_supervisor_closes(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut supervisor = signed_in(&desk, Role::Supervisor, education).await;
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = issue(&mut supervisor, &finance.to_string()).await;

        let list = clerk.get("/desk/notices").await;
        assert!(list.text.contains("督办〔2026〕1号"), "{}", list.text);
        let shown = clerk.get(&page).await;
        assert!(shown.text.contains("提交答复") && !shown.text.contains("撤回督办单"), "{}", shown.text);
        assert!(shown.text.contains("2026年11月27日"), "{}", shown.text);
        let answered = clerk.post(&format!("{page}/answer"), &[("words", "已公开，原因是人员交接。"), ("links", "https://czj.example/1")]).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);

        let judged = supervisor.follow(&page).await;
        assert!(judged.text.contains("已公开，原因是人员交接。"), "{}", judged.text);
        let closed = supervisor.post(&format!("{page}/close"), &[("words", "同意办结。")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
        let list = supervisor.get("/desk/notices?tab=closed").await;
        assert!(list.text.contains("已办结") && list.text.contains("督办〔2026〕1号"));
        let file = supervisor.get("/desk/notices.xlsx?tab=closed").await;
        assert_eq!((file.status, &file.bytes[..2]), (StatusCode::OK, b"PK".as_slice()));
    }

    async fn what_was_typed_comes_back_with_the_error_at_its_field(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut supervisor = signed_in(&desk, Role::Supervisor, finance).await;
        supervisor.get("/desk/notices/new").await;
        let before = count_events(site).await;
        let unit = finance.to_string();
        let fields = [("unit", unit.as_str()), ("title", "督促公开"), ("body", "请说明原因<b>"), ("workdays", "0")];
        let answer = supervisor.post("/desk/notices/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("id=\"workdays-error\"") && answer.text.contains("请说明原因&#60;b&#62;"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn nobody_sees_or_does_what_is_anothers(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut supervisor = signed_in(&desk, Role::Supervisor, finance).await;
        let page = issue(&mut supervisor, &finance.to_string()).await;
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let mut auditor = signed_in(&desk, Role::AuditAdministrator, finance).await;
        let before = count_events(site).await;
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
        stranger.get("/desk/notices").await;
        let words = [("words", "已公开。")];
        assert_eq!(stranger.post(&format!("{page}/answer"), &words).await.status, StatusCode::NOT_FOUND);
        assert_eq!(auditor.get("/desk/notices").await.status, StatusCode::FORBIDDEN);
        clerk.get(&page).await;
        assert_eq!(clerk.post(&format!("{page}/close"), &words).await.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.get("/desk/notices/new").await.status, StatusCode::FORBIDDEN);
        let mut fields = vec![("unit", "x")];
        fields.extend_from_slice(WORDS);
        assert_eq!(clerk.post("/desk/notices/new", &fields).await.status, StatusCode::FORBIDDEN);
        supervisor.get(&page).await;
        assert_eq!(supervisor.post(&format!("{page}/answer"), &words).await.status, StatusCode::FORBIDDEN);
        let unanswered = supervisor.post(&format!("{page}/close"), &words).await;
        assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unanswered.text.contains("尚未答复"), "{}", unanswered.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn whoever_answered_does_not_judge(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        site::person(&desk, "liwei", &[(Role::Supervisor, finance), (Role::Clerk, finance)]).await;
        let mut both = desk.signed_in_as("liwei").await;
        let page = issue(&mut both, &finance.to_string()).await;
        both.get(&page).await;
        both.post(&format!("{page}/answer"), &[("words", "已公开。")]).await;
        let shown = both.get(&page).await;
        assert!(shown.text.contains("须由另一位督查人员审核") && !shown.text.contains("/close\""), "{}", shown.text);
        let before = count_events(site).await;
        let closed = both.post(&format!("{page}/close"), &[("words", "同意。")]).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        assert_eq!(count_events(site).await, before);
    }
}
