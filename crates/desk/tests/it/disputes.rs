//! 复议和诉讼 on the desk: noted, decided and answered anew on the request's page, counted in table 4, and out of reach for whoever has nothing to do with it.

use axum::http::StatusCode;
use kernel::{RequestId, Role, UnitId};
use requests::actions::{
    self, Enter, Seen, Sending, Serving, accept, approve, draft, enter, pass, send, serve, sign,
};
use requests::queries::find_case;
use requests::report::AskerKind;
use requests::rules::Draft;
use requests::{Channel, Delivery, Form, Identity, Outcome, Wish};
use testkit::{Glass, TestSite, on_both};

use crate::site::{Answer, Browser, count_events, desk, signed_in, two_units};

/// A request of a unit that was answered and served on 20 November.
async fn answered(site: &TestSite, unit: UnitId, outcome: Outcome) -> RequestId {
    let office = site.office();
    let actor = office.actor();
    let clerk = &actor.unit_officer(unit).unwrap();
    let day = "2026-11-20".parse().unwrap();
    let entered = Enter {
        channel: Channel::InPerson,
        received_on: Some(day),
        filled: actions::Submit {
            unit: Some(unit),
            asker: AskerKind::Person,
            identity: Identity {
                name: "沈书瑶".to_owned(),
                proof: "11010519491231002X".to_owned(),
                phone: "13800001234".to_owned(),
                ..Identity::default()
            },
            wish: Wish {
                wanted: "2025年度决算".to_owned(),
                doc_number: String::new(),
                description: String::new(),
                form: Form::Paper,
                delivery: Delivery::PickUp,
                is_reduction_asked: false,
                help: String::new(),
            },
        },
    };
    let (store, now) = (&site.store, kernel::Moment::noon_of(day));
    let vaulted = (&Glass as &dyn kernel::Vault, &*site.calendar, now);
    let id = enter(store, &entered, clerk, vaulted)
        .await
        .unwrap()
        .request;
    let mut revision = 0;
    let mut seen = || {
        revision += 1;
        Seen {
            request: id,
            revision,
        }
    };
    let by = (&*site.calendar, now);
    accept(store, seen(), clerk, by).await.unwrap();
    let given = Draft {
        outcome,
        withheld: Vec::new(),
        facts: "经检索".to_owned(),
        reply: "见附件".to_owned(),
    };
    draft(store, (seen(), &given), clerk, by).await.unwrap();
    let leader = actor.unit_leader(unit).unwrap();
    pass(store, (seen(), ""), &leader, by).await.unwrap();
    let secrecy = actor.secrecy_reviewer(unit).unwrap();
    sign(store, (seen(), ""), &secrecy, by).await.unwrap();
    let number = format!("云财公开告〔2026〕{id}号");
    let approver = actor.approver(unit).unwrap();
    approve(store, (seen(), &number), &approver, by)
        .await
        .unwrap();
    let sending = Sending {
        way: Delivery::PickUp,
        sent_on: day,
    };
    send(store, (seen(), &sending), clerk, by).await.unwrap();
    let serving = Serving {
        served_on: day,
        proof: "签收".to_owned(),
    };
    serve(store, (seen(), &serving), clerk, by).await.unwrap();
    id
}

/// Hands a form of the page in, as the page stands.
async fn hand_in(
    site: &TestSite,
    browser: &mut Browser,
    (id, command): (RequestId, &str),
    fields: &[(&str, &str)],
) -> Answer {
    let case = store::read!(site.store, |tx| find_case(tx, id).await)
        .unwrap()
        .unwrap();
    let revision = case.request.revision.to_string();
    let mut all = vec![("revision", revision.as_str())];
    all.extend_from_slice(fields);
    browser.get("/desk/requests").await;
    browser
        .post(&format!("/desk/requests/{id}/{command}"), &all)
        .await
}

async fn dispute_of(site: &TestSite, id: RequestId) -> String {
    let case = store::read!(site.store, |tx| find_case(tx, id).await).unwrap();
    case.unwrap().disputes[0].id.to_string()
}

const REVIEW: [(&str, &str); 4] = [
    ("branch", "review"),
    ("body", "云溪市人民政府<b>"),
    ("number", "云政复〔2026〕18号"),
    ("day", "2026-11-21"),
];

on_both! {
    async fn a_review_is_noted_decided_and_answered_anew_on_the_page(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let id = answered(site, finance, Outcome::Process).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = format!("/desk/requests/{id}");
        let shown = clerk.get(&page).await.text;
        assert!(shown.contains("复议和诉讼") && shown.contains("没有登记复议或者诉讼"), "{shown}");
        // Sixty days from 20 November end on 19 January.
        assert!(shown.contains("2027年1月19日") && shown.contains("须先申请行政复议") && !shown.contains("&#60;time"), "{shown}");
        assert!(shown.contains("/note_dispute") && !shown.contains("/note_ruling") && !shown.contains("/answer_anew"), "{shown}");

        let before = count_events(site).await;
        let suit = [("branch", "suit"), ("body", "云溪市云台区人民法院<i>"), ("number", "（2026）云行初5号"), ("day", "2026-11-21")];
        let refused = hand_in(site, &mut clerk, (id, "note_dispute"), &suit).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("须先申请行政复议，不能直接起诉") && refused.text.contains("法院&#60;i&#62;"), "{}", refused.text);
        let wrong = hand_in(site, &mut clerk, (id, "note_dispute"), &[("branch", "war"), ("day", "2026-11-21")]).await;
        assert!(wrong.text.contains("请选择一项"), "{}", wrong.text);
        assert_eq!(count_events(site).await, before);
        assert_eq!(hand_in(site, &mut clerk, (id, "note_dispute"), &REVIEW).await.status, StatusCode::SEE_OTHER);
        let shown = clerk.get(&page).await.text;
        assert!(shown.contains("尚未审结") && shown.contains("云溪市人民政府&#60;b&#62;") && shown.contains("/note_ruling"), "{shown}");

        let dispute = dispute_of(site, id).await;
        let ruled = |days: &'static str, dispute: &str| {
            let dispute = dispute.to_owned();
            vec![("dispute", dispute), ("finding", "corrected".to_owned()), ("day", "2026-11-21".to_owned()), ("words", "撤销".to_owned()), ("order", "workdays".to_owned()), ("days", days.to_owned())]
        };
        let before = count_events(site).await;
        for (days, dispute, words) in [("半个月", dispute.as_str(), "请填写整数"), ("0", &dispute, "请填写1至90之间的整数"), ("15", "x", "请选择一件复议或者诉讼")] {
            let fields = ruled(days, dispute);
            let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
            let answer = hand_in(site, &mut clerk, (id, "note_ruling"), &fields).await;
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        assert_eq!(count_events(site).await, before);
        let fields = ruled("15", &dispute);
        let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
        assert_eq!(hand_in(site, &mut clerk, (id, "note_ruling"), &fields).await.status, StatusCode::SEE_OTHER);
        let shown = clerk.get(&page).await.text;
        assert!(shown.contains("重新答复期限") && shown.contains("2026年12月11日") && shown.contains("结果纠正"), "{shown}");
        let listed = clerk.get("/desk/requests").await.text;
        assert!(listed.contains("待重新答复") && listed.contains(&page), "{listed}");

        let anew = [("dispute", dispute.as_str()), ("outcome", "provided"), ("reply", "现提供给您"), ("letter_number", "云财公开告〔2026〕31号"), ("day", "2026-11-21")];
        assert_eq!(hand_in(site, &mut clerk, (id, "answer_anew"), &anew).await.status, StatusCode::SEE_OTHER);
        let visit = [("way", "phone"), ("satisfaction", "satisfied"), ("words", "收到了"), ("day", "2026-11-21")];
        assert_eq!(hand_in(site, &mut clerk, (id, "visit_back"), &visit).await.status, StatusCode::SEE_OTHER);
        let shown = clerk.get(&page).await.text;
        assert!(shown.contains("云财公开告〔2026〕31号") && shown.contains("收到了") && !shown.contains("重新答复期限"), "{shown}");
        assert!(!shown.contains("/strike_dispute"), "nothing is left to strike: {shown}");
        assert!(!clerk.get("/desk/requests").await.text.contains("待重新答复"));
    }

    async fn table_4_stands_beneath_table_3_and_each_number_opens_what_is_behind_it(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let id = answered(site, finance, Outcome::Provided).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        hand_in(site, &mut clerk, (id, "note_dispute"), &REVIEW).await;
        let figures = clerk.get("/desk/requests/figures").await.text;
        assert!(figures.contains("勾稽关系成立") && figures.contains("未经复议直接起诉") && figures.contains("回访0次"), "{figures}");
        let mark = "href=\"/desk/requests/figures/disputes?";
        let links: Vec<String> = figures.split(mark).skip(1).map(|it| it.split('"').next().unwrap().replace("&#38;", "&")).collect();
        assert_eq!(links.len(), 1, "pending: {figures}");
        let address = format!("/desk/requests/figures/disputes?{}", links[0]);
        let behind = clerk.get(&address).await.text;
        assert!(behind.contains(&format!("/desk/requests/{id}")) && behind.contains("云政复〔2026〕18号"), "{behind}");
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        let behind = stranger.get(&address).await.text;
        assert!(!behind.contains("云政复") && behind.contains("没有可以查看的"), "{behind}");
        let odd = clerk.get("/desk/requests/figures/disputes?branch=war&decided=pending").await;
        assert_eq!(odd.status, StatusCode::NOT_FOUND);
    }

    async fn whoever_has_nothing_to_do_with_it_notes_nothing(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let id = answered(site, finance, Outcome::Provided).await;
        let desk = desk(site);
        let mut stranger = signed_in(&desk, Role::SectionHead, education).await;
        let mut leader = signed_in(&desk, Role::Approver, finance).await;
        let before = count_events(site).await;
        for command in ["note_dispute", "note_ruling", "strike_dispute", "answer_anew", "visit_back"] {
            assert_eq!(hand_in(site, &mut stranger, (id, command), &REVIEW).await.status, StatusCode::NOT_FOUND, "{command}");
            assert_eq!(hand_in(site, &mut leader, (id, command), &REVIEW).await.status, StatusCode::FORBIDDEN, "{command}");
        }
        assert_eq!(count_events(site).await, before);
        let page = leader.get(&format!("/desk/requests/{id}")).await.text;
        assert!(page.contains("复议和诉讼") && !page.contains("/note_dispute"), "{page}");
    }
}
