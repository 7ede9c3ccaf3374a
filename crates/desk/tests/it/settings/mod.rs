//! 系统设置, 消息 and 个人日历 on the desk.

use crate::site;

use crate::site::{Browser, count_events, desk, person, signed_in, two_units, value_of};
use axum::http::StatusCode;
use kernel::{AccountId, Never, Role, Stop};
use promises::remind::find_rules;
use store::outbox::{
    Body, DeliveryState, Line, NewMessage, Topic, count_deliveries, enqueue, webhook,
};
use subscriptions::actions::{Follow, confirm, follow};
use subscriptions::letters::claim;
use subscriptions::rules::read_address;
use subscriptions::{Followed, Pace};
use testkit::{TestSite, on_both};

use testkit::Glass;

async fn tell(site: &TestSite, account: AccountId, subject: &str) {
    let new = NewMessage {
        key: format!("test/{subject}"),
        topic: Topic::Reminders,
        account: Some(account),
        unit: None,
        subject: subject.to_owned(),
        body: Body {
            lead: "以下事项请及时办理。".to_owned(),
            lines: vec![Line {
                heading: "今日到期".to_owned(),
                text: "公开<年报>".to_owned(),
                path: "/desk/promises/1".to_owned(),
            }],
            path: "/desk/queue".to_owned(),
        },
        ways: Vec::new(),
    };
    store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
        enqueue(tx, &new, site.now).await?;
        Ok(())
    })
    .unwrap();
}

/// The address of the first message on a page.
fn first_message(page: &str) -> String {
    let (_, rest) = page.split_once("message-list").unwrap();
    value_of(rest, "href=\"").unwrap()
}

async fn administrator(site: &TestSite) -> (Browser, site::TestDesk) {
    let (finance, _) = two_units(site).await;
    let desk = desk(site);
    let browser = signed_in(&desk, Role::SystemAdministrator, finance).await;
    (browser, desk)
}

on_both! {
    async fn the_administrator_changes_when_and_whom_to_remind(site: &TestSite) {
        let (mut browser, _) = administrator(site).await;
        let page = browser.get("/desk/settings").await;
        assert!(page.text.contains("到期前") && page.text.contains("08:30"), "{}", page.text);
        let rows = [
            ("when", "before"), ("days", "5"), ("role", "clerk"),
            ("when", "after"), ("days", "2"), ("role", "approver"),
            ("when", ""), ("days", ""), ("role", "clerk"),
            ("at", "09:15"),
        ];
        let saved = browser.post("/desk/settings", &rows).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let rules = store::read!(site.store, |tx| find_rules(tx).await).unwrap();
        let steps: Vec<String> = rules.steps.iter().map(ToString::to_string).collect();
        assert_eq!((steps.join(" ").as_str(), rules.hour, rules.minute), ("-5/clerk +2/approver", 9, 15));

        browser.get("/desk/settings").await;
        let before = count_events(site).await;
        let wrong = [("when", "before"), ("days", "很多"), ("role", "clerk"), ("at", "09:15")];
        let refused = browser.post("/desk/settings", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"很多\""), "{}", refused.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_webhook_is_kept_without_showing_its_address_again_and_can_be_tried(site: &TestSite) {
        let (mut browser, _) = administrator(site).await;
        let form = browser.get("/desk/settings/webhooks/new").await;
        assert!(form.text.contains("msgtype"), "{}", form.text);
        let fields = [
            ("name", "公开办工作群"), ("url", "https://oapi.dingtalk.com/robot/send?access_token=T0KEN"), ("secret", "SECsecret"),
            ("signing", "dingtalk"), ("template", store::outbox::template::DINGTALK), ("topic", "reminders"), ("active", "yes"),
        ];
        let saved = browser.post("/desk/settings/webhooks/new", &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let hooks = store::read!(site.store, |tx| webhook::list(tx).await).unwrap();
        let path = format!("/desk/settings/webhooks/{}", hooks[0].id);
        let shown = browser.get(&path).await;
        assert!(shown.text.contains("公开办工作群") && !shown.text.contains("T0KEN") && !shown.text.contains("SECsecret"));
        let changed = browser.post(&path, &[
            ("name", "公开办群"), ("signing", "dingtalk"), ("template", store::outbox::template::DINGTALK), ("topic", "notices"), ("active", "yes"),
        ]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let kept = store::read!(site.store, |tx| webhook::list(tx).await).unwrap();
        assert_eq!((kept[0].webhook.name.as_str(), &kept[0].webhook.secret), ("公开办群", &hooks[0].webhook.secret));
        browser.get(&path).await;
        browser.post(&format!("{path}/test"), &[]).await;
        let waiting = store::read!(site.store, |tx| count_deliveries(tx, DeliveryState::Waiting).await).unwrap();
        assert_eq!(waiting, 1);
        let log = store::read!(site.store, |tx| store::event::list_newest(tx, 50).await).unwrap();
        assert!(log.iter().all(|event| !event.body.contains("T0KEN") && !event.body.contains("SECsecret")));

        browser.get("/desk/settings/webhooks/new").await;
        let wrong = [("name", "x"), ("url", "ftp://x"), ("signing", "gongkai"), ("template", "{"), ("active", "yes")];
        let refused = browser.post("/desk/settings/webhooks/new", &wrong).await;
        for field in ["url", "secret", "template", "topic"] {
            assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.text);
        }
    }

    async fn the_administrator_sees_how_many_follow_what_and_no_address(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let followed = Followed::Unit(finance);
        for (n, pace) in [Pace::Daily, Pace::Daily, Pace::Weekly].into_iter().enumerate() {
            let address = read_address(&format!("reader{n}@example.cn")).unwrap();
            let asked = Follow { followed: followed.clone(), pace, address };
            follow(&site.store, &Glass, &asked, site.now).await.unwrap();
        }
        for letter in claim(&site.store, &Glass, 2, site.now).await.unwrap() {
            let key = letter.about.unwrap().key.unwrap();
            confirm(&site.store, &Glass, &key, site.now).await.unwrap();
        }
        let desk = desk(site);
        let mut browser = signed_in(&desk, Role::SystemAdministrator, finance).await;
        assert!(browser.get("/desk/settings").await.text.contains("/desk/settings/subscriptions"));
        let page = browser.get("/desk/settings/subscriptions").await;
        assert_eq!(page.status, StatusCode::OK);
        let row = page.text.split("单位</th>").nth(1).unwrap().split("</tr>").next().unwrap();
        let counts: u32 = row.split("<td>").skip(1).map(|it| it.split('<').next().unwrap().parse::<u32>().unwrap()).sum();
        assert_eq!(counts, 2, "{row}");
        assert!(page.text.contains("1项，48小时内没有确认的自动删除"), "{}", page.text);
        assert!(!page.text.contains("@example.cn"));
    }

    async fn settings_are_the_system_administrators_alone(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        for role in [Role::Clerk, Role::OpenGovernmentOffice, Role::SecurityAdministrator, Role::AuditAdministrator] {
            let mut browser = signed_in(&desk, role, finance).await;
            for path in ["/desk/settings", "/desk/settings/webhooks", "/desk/settings/webhooks/new", "/desk/settings/deliveries", "/desk/settings/subscriptions"] {
                assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            let before = count_events(site).await;
            for path in ["/desk/settings", "/desk/settings/test-mail", "/desk/settings/webhooks/new"] {
                assert_eq!(browser.post(path, &[("at", "08:00")]).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            assert_eq!(count_events(site).await, before);
        }
    }

    async fn a_reader_sees_their_own_messages_counted_until_read(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let reader = person(&desk, "reader", &[(Role::Clerk, finance)]).await;
        tell(site, reader, "1项今日到期").await;
        let mut browser = desk.signed_in_as("reader").await;
        let list = browser.get("/desk/messages").await;
        assert!(list.text.contains("1<span class=\"vh\"> 项待办"), "{}", list.text);
        let path = first_message(&list.text);
        let mut other = signed_in(&desk, Role::Clerk, finance).await;
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
        let shown = browser.get(&path).await;
        assert!(shown.text.contains("公开&#60;年报&#62;"), "{}", shown.text);
        let list = browser.get("/desk/messages?view=unread").await;
        assert!(list.text.contains("没有未读消息"), "{}", list.text);
    }

    async fn a_calendars_secret_address_opens_it_until_it_is_replaced(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut browser = signed_in(&desk, Role::Clerk, finance).await;
        browser.get("/desk/messages/preferences").await;
        let opened = browser.post("/desk/messages/calendar", &[]).await;
        let address = value_of(&opened.text, "id=\"address\" value=\"").unwrap();
        let path = address.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
        // A calendar program carries no cookie.
        let mut program = desk.browser();
        let calendar = program.get(&path).await;
        assert_eq!(calendar.status, StatusCode::OK, "{}", calendar.text);
        assert!(calendar.text.starts_with("BEGIN:VCALENDAR\r\n"), "{}", calendar.text);
        let again = browser.get("/desk/messages/preferences").await;
        assert!(!again.text.contains(&address), "it is shown once");
        browser.post("/desk/messages/calendar", &[]).await;
        assert_eq!(program.get(&path).await.status, StatusCode::NOT_FOUND);
        let guessed = format!("/desk/calendar/{}.ics", "0".repeat(64));
        assert_eq!(program.get(&guessed).await.status, StatusCode::NOT_FOUND);
    }
}
