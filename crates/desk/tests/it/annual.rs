//! 起草年度报告: one draft a unit and year, with every table in it whole, and nothing for whoever may not.

use axum::http::StatusCode;
use kernel::{Actor, Never, PromiseId, Role, Stop, UnitId};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use requests::Stage;
use testkit::{TestSite, on_both};

use crate::owed::day;
use crate::request_city::{City, at};
use crate::site::{count_events, desk, signed_in};

const REPORT: &str = "/desk/requests/figures/report";

/// The city, with a request of 2025 that was answered in that year.
async fn with_one_answered(site: &TestSite) -> City {
    let city = City::found(site).await;
    let receipt = city.handled(site, "2025-03-03").await;
    let way = [
        Stage::Review,
        Stage::SecrecyReview,
        Stage::Approval,
        Stage::Signed,
        Stage::Sent,
    ];
    city.walk(site, &receipt, &way, at("2025-03-10")).await;
    city
}

/// The duty to publish the annual report of 2025, due on 31 January 2026.
async fn owes_a_report(site: &TestSite, unit: UnitId) -> PromiseId {
    let ids = kernel::Ids::seeded(23);
    let new = NewPromise {
        unit_id: unit,
        plan_id: None,
        origin: Origin::Duty(ids.next(site.now)),
        slot: "yearly/2026".to_owned(),
        title: "政府信息公开工作年度报告（部门）".to_owned(),
        period_label: None,
        owed_from: day("2026-01-01"),
        clock: calendar::Clock::fixed(day("2026-01-31"), "《条例》第四十九条"),
        due_basis: "《条例》第四十九条".to_owned(),
    };
    let actor = Actor::system();
    let opened = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        let mut docket = Docket::begin(tx, &actor, site.now).await?;
        let opened = docket.open(&new, &site.calendar).await?;
        docket.finish().await?;
        Ok(opened)
    });
    opened.unwrap().unwrap()
}

on_both! {
    async fn a_report_is_drafted_once_and_whoever_asks_again_is_led_to_it(site: &TestSite) {
        let city = with_one_answered(site).await;
        let promise = owes_a_report(site, city.unit).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, city.unit).await;
        let unit = city.unit.to_string();
        let fields = [("unit", unit.as_str()), ("year", "2025")];
        let page = clerk.get("/desk/requests/figures").await.text;
        assert!(page.contains("起草年度报告"), "{page}");
        let begun = clerk.post(REPORT, &fields).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let draft = begun.location().to_owned();
        let shown = clerk.get(&draft).await.text;
        for words in [
            "云溪市财政局2025年政府信息公开工作年度报告",
            "新收政府信息公开申请1件",
            "rowspan=\"22\"",
            "未经复议直接起诉",
            "政府信息公开工作年度报告（部门）",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(shown.contains(&promise.to_string()), "what the publication keeps");
        let before = count_events(site).await;
        let gaps = clerk.post(&format!("{draft}/submit"), &[]).await;
        assert!(gaps.status.is_client_error() && gaps.text.contains("请补充"), "{} {}", gaps.status, gaps.text);
        clerk.get("/desk/requests/figures").await;
        let again = clerk.post(REPORT, &fields).await;
        assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, draft.as_str()));
        assert!(clerk.get(&draft).await.text.contains("没有另行起草"), "with words");
        assert_eq!(count_events(site).await, before);
        let page = clerk.get("/desk/requests/figures").await.text;
        assert!(page.contains(&format!("<a href=\"{draft}\">云溪市财政局2025年")), "{page}");
    }

    async fn years_that_are_not_over_and_units_of_others_are_refused_without_trace(site: &TestSite) {
        let city = with_one_answered(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, city.unit).await;
        let mut approver = signed_in(&desk, Role::Approver, city.unit).await;
        let (own, other) = (city.unit.to_string(), city.other.to_string());
        clerk.get("/desk/requests/figures").await;
        let before = count_events(site).await;
        for (unit, year, status) in [
            (own.as_str(), "2026", StatusCode::CONFLICT),
            (&own, "2020", StatusCode::CONFLICT),
            (&own, "32767", StatusCode::CONFLICT),
            (&own, "-1", StatusCode::CONFLICT),
            (&own, "x", StatusCode::NOT_FOUND),
            ("x", "2025", StatusCode::NOT_FOUND),
            (&other, "2025", StatusCode::FORBIDDEN),
        ] {
            let answer = clerk.post(REPORT, &[("unit", unit), ("year", year)]).await;
            assert_eq!(answer.status, status, "{unit} {year}: {}", answer.text);
        }
        let page = approver.get("/desk/requests/figures").await.text;
        assert!(page.contains("由该单位的经办人起草") && !page.contains(REPORT), "{page}");
        let answer = approver.post(REPORT, &[("unit", &own), ("year", "2025")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(count_events(site).await, before);
    }
}
