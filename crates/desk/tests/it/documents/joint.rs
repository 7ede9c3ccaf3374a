//! 会签, 批注, 先行公开 on the desk: who sees what before it is public, and what is said where.

use axum::http::StatusCode;
use kernel::Role;
use publishing::public::Found;
use testkit::on_both;

use super::{FIELDS, People, done, shown};
use crate::site::{count_events, desk, signed_in, two_units};

on_both! {
    async fn another_unit_sees_a_joint_draft_when_it_is_asked_and_not_before(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let mut asked = signed_in(&desk, Role::Approver, education).await;
        let mut their_clerk = signed_in(&desk, Role::Clerk, education).await;
        let draft = people.begin(&[("joint_issuers", "市教育局"), ("body", "第一条 甲。")]).await;
        assert_eq!(asked.get(&draft).await.status, StatusCode::NOT_FOUND);
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "pass", "").await;
        assert_eq!(asked.get(&draft).await.status, StatusCode::NOT_FOUND);
        done(&mut people.secrecy, &draft, "sign", "").await;
        let list = asked.get("/desk/documents").await;
        assert!(list.text.contains("1件联合发文等待本单位会签"), "{}", list.text);
        let page = asked.get(&draft).await;
        assert!(page.text.contains("云溪市教育局同意") && page.text.contains("待会签"), "{}", page.text);
        // Their clerk may read it, and neither sign nor change it.
        let read = their_clerk.get(&draft).await;
        assert!(read.status == StatusCode::OK && !read.text.contains("/countersign\""), "{}", read.text);
        let before = count_events(site).await;
        for act in ["countersign", "return", "recall", "submit", "approve"] {
            let refused = their_clerk.post(&format!("{draft}/{act}"), &[("words", "不行")]).await;
            assert!(refused.status.is_client_error(), "{act}: {}", refused.status);
        }
        assert_eq!(count_events(site).await, before);
        done(&mut asked, &draft, "countersign", "同意。").await;
        done(&mut people.leader, &draft, "approve", "").await;
        match shown(site, &draft).await {
            Some(Found::Document(it)) => assert_eq!(it.issuers(), "云溪市财政局、云溪市教育局"),
            other => panic!("not public: {other:?}"),
        }
    }

    async fn a_name_that_is_no_unit_comes_back_at_its_field_with_all_that_was_typed(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        people.clerk.get("/desk/documents/new?kind=normative").await;
        let mut fields = FIELDS.to_vec();
        fields.extend([("joint_issuers", "市教育厅"), ("body", "第一条 甲。")]);
        let answer = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("没有名为“市教育厅”的现有单位") && answer.text.contains("id=\"joint_issuers-error\""), "{}", answer.text);
        assert!(answer.text.contains("value=\"市教育厅\"") && answer.text.contains("第一条 甲。"), "{}", answer.text);
    }

    async fn remarks_stand_before_the_drafter_until_they_are_dealt_with(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 三日内<受理>。")]).await;
        done(&mut people.clerk, &draft, "submit", "").await;
        people.head.get(&draft).await;
        let unknown = people.head.post(&format!("{draft}/remark"), &[("quote", "四日内"), ("words", "改为五日。")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.text.contains("没有这段文字") && unknown.text.contains("value=\"四日内\"") && unknown.text.contains("改为五日。"), "{}", unknown.text);
        let made = people.head.post(&format!("{draft}/remark"), &[("quote", "三日内"), ("words", "改为五日<b>内</b>。")]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        done(&mut people.head, &draft, "return", "见批注。").await;
        let form = people.clerk.get(&format!("{draft}/edit")).await;
        assert!(form.text.contains("1条待处理") && form.text.contains("改为五日") && !form.text.contains("五日<b>"), "{}", form.text);
        people.clerk.get(&draft).await;
        let dealt = people.clerk.post(&format!("{draft}/remark/answer"), &[("ordinal", "1"), ("words", "已改。")]).await;
        assert_eq!(dealt.status, StatusCode::SEE_OTHER, "{}", dealt.text);
        assert!(!people.clerk.get(&format!("{draft}/edit")).await.text.contains("待处理"));
        assert!(people.clerk.get(&draft).await.text.contains("处理情况：已改。"));
    }

    async fn what_comes_out_first_waits_on_the_leaders_list_until_it_is_approved(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let extra = [("kind", "emergency"), ("column", "emergencies"), ("number", ""), ("effective_on", ""), ("body", "紧急下拨资金。")];
        let draft = people.begin(&extra).await;
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "pass", "").await;
        done(&mut people.secrecy, &draft, "sign", "").await;
        done(&mut people.head, &draft, "publish-first", "灾情紧急。").await;
        assert!(shown(site, &draft).await.is_some());
        let list = people.leader.get("/desk/documents").await;
        assert!(list.text.contains("1件已先行公开，待补办审批"), "{}", list.text);
        let own = people.head.post(&format!("{draft}/ratify"), &[("words", "")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.text);
        done(&mut people.leader, &draft, "ratify", "同意。").await;
        assert!(!people.leader.get("/desk/documents").await.text.contains("待补办审批"));
    }
}
