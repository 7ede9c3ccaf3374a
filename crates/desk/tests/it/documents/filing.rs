//! 备案 on the desk: sent from a document's page, judged by the unit above, sent again; who sees it, and what comes back at its form.

use axum::http::StatusCode;
use kernel::{Role, UnitId};
use publishing::public::Found;
use store::directory::{import, register};
use testkit::{TestSite, on_both};

use super::{People, shown};
use crate::site::{Browser, TestDesk, count_events, desk, signed_in, two_units};

/// A filing of the treasury's, which is under the finance bureau.
pub(crate) struct Filed {
    /// Its address.
    pub(crate) address: String,
    /// The address of the document's draft.
    draft: String,
    /// Whoever sent it.
    clerk: Browser,
    treasury: UnitId,
}

const PAPERS: &[(&str, &str)] = &[
    ("explanation", "为规范集中支付制定。"),
    ("legal_review", "市财政局法规科审核，同意。"),
    ("contact", "0577-8801234"),
];

/// The treasury under the finance bureau.
async fn treasury(site: &TestSite) -> UnitId {
    let units = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n\
        CZJ,云溪市财政局,市财政局,department,city,,,,,,,,,,\n\
        GKZX,云溪市国库支付中心,市国库中心,institution,city,CZJ,,,,,,,,,\n";
    let units = register::read_units(units).unwrap();
    let office = site.office();
    store::write!(site.store, |tx| {
        import::import_units(tx, &units, &office, site.now).await
    })
    .unwrap();
    let found = store::read!(site.store, |tx| {
        store::directory::find_unit_by_code(tx, "GKZX").await
    });
    found.unwrap().unwrap().id
}

/// What the treasury published and put on file with the finance bureau.
pub(crate) async fn filed_with_finance(site: &TestSite, desk: &TestDesk) -> Filed {
    let treasury = treasury(site).await;
    let mut people = People::of(desk, treasury).await;
    let fields = [
        ("title", "云溪市国库支付中心关于集中支付的规定"),
        ("body", "第一条 甲。"),
    ];
    let draft = people.begin(&fields).await;
    people.publish(&draft).await;
    let page = people.clerk.get(&draft).await;
    assert!(page.text.contains("报送备案</a>"), "{}", page.text);
    let form = people.clerk.get(&format!("{draft}/filing")).await;
    assert!(form.text.contains("云溪市财政局"), "{}", form.text);
    let answer = people.clerk.post(&format!("{draft}/filing"), PAPERS).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    Filed {
        address: answer.location().to_owned(),
        draft,
        clerk: people.clerk,
        treasury,
    }
}

on_both! {
    async fn what_was_sent_waits_for_the_unit_above_and_its_number_is_shown_to_all(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut filed = filed_with_finance(site, &desk).await;
        let mut judge = signed_in(&desk, Role::Clerk, finance).await;
        let list = judge.get("/desk/filings").await;
        assert!(list.text.contains("集中支付的规定") && list.text.contains("市国库中心"), "{}", list.text);
        assert!(list.text.contains("待备案审查 <span class=\"count\">1</span>"), "{}", list.text);
        let page = judge.get(&filed.address).await;
        assert!(page.text.contains("value=\"备〔2026〕1号\"") && !page.text.contains("提出审查意见</button>"), "{}", page.text);
        // Another unit does not learn that there is one.
        let mut other = signed_in(&desk, Role::Clerk, education).await;
        assert_eq!(other.get(&filed.address).await.status, StatusCode::NOT_FOUND);
        let before = count_events(site).await;
        other.get("/desk/filings").await;
        let refused = other.post(&format!("{}/register", filed.address), &[("register_number", "1号")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        filed.clerk.get(&filed.address).await;
        let own = filed.clerk.post(&format!("{}/register", filed.address), &[("register_number", "1号")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.text);
        assert_eq!(count_events(site).await, before);
        judge.get(&filed.address).await;
        let empty = judge.post(&format!("{}/register", filed.address), &[("register_number", " "), ("words", "同<意>")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("请填写备案登记号") && empty.text.contains("同&#60;意&#62;"), "{}", empty.text);
        let done = judge.post(&format!("{}/register", filed.address), &[("register_number", "云财备〔2026〕1号")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        match shown(site, &filed.draft).await {
            Some(Found::Document(it)) => assert_eq!(it.filing.unwrap().register_number, "云财备〔2026〕1号"),
            other => panic!("not public: {other:?}"),
        }
        let page = filed.clerk.get(&filed.draft).await;
        assert!(page.text.contains("云财备〔2026〕1号") && !page.text.contains("报送备案</a>"), "{}", page.text);
    }

    async fn what_comes_back_is_sent_again_with_what_was_typed(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut filed = filed_with_finance(site, &desk).await;
        let mut judge = signed_in(&desk, Role::Clerk, finance).await;
        judge.get(&filed.address).await;
        let returned = judge.post(&format!("{}/return", filed.address), &[("words", "请补充征求意见情况。")]).await;
        assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", returned.text);
        let list = filed.clerk.get("/desk/filings").await;
        assert!(list.text.contains("待补正"), "{}", list.text);
        let page = filed.clerk.get(&filed.address).await;
        assert!(page.text.contains("请补充征求意见情况。") && page.text.contains("为规范集中支付制定。</textarea>"), "{}", page.text);
        let wordless = filed.clerk.post(&format!("{}/resend", filed.address), &[PAPERS, &[("words", "")]].concat()).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wordless.text.contains("请写明意见或理由"), "{}", wordless.text);
        let again = filed.clerk.post(&format!("{}/resend", filed.address), &[PAPERS, &[("words", "已补充。")]].concat()).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
        let twice = filed.clerk.post(&format!("{}/resend", filed.address), &[PAPERS, &[("words", "已补充。")]].concat()).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.text.contains("没有办理：这件备案正待审查"), "{}", twice.text);
        let mut leader = signed_in(&desk, Role::Approver, finance).await;
        let page = leader.get(&filed.address).await;
        assert!(page.text.contains("提出审查意见</button>") && !page.text.contains("登记备案</button>"), "{}", page.text);
        let objected = leader.post(&format!("{}/object", filed.address), &[("words", "第一条应当删去。")]).await;
        assert_eq!(objected.status, StatusCode::SEE_OTHER, "{}", objected.text);
        let file = leader.get("/desk/filings.xlsx?side=receiver&state=objected").await;
        assert_eq!(file.status, StatusCode::OK);
        let mut colleague = signed_in(&desk, Role::SectionHead, filed.treasury).await;
        assert!(colleague.get(&filed.address).await.text.contains("报送纠正结果"));
    }
}
