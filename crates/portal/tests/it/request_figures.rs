//! A year of requests in figures: counted through yesterday, the same on the page, in the file and in the interface, and never narrower than a unit.

use requests::actions::{Hand, withdraw};
use requests::{Receipt, Stage};
use testkit::{TestSite, on_both};

use crate::ask::Portal;
use crate::request_city::{City, at, seen};

const TO_SENT: [Stage; 5] = [
    Stage::Review,
    Stage::SecrecyReview,
    Stage::Approval,
    Stage::Signed,
    Stage::Sent,
];

/// A request that was taken up on one day and answered on another.
async fn answered(site: &TestSite, city: &City, (received, sent): (&str, &str)) -> Receipt {
    let receipt = city.handled(site, received).await;
    city.walk(site, &receipt, &TO_SENT, at(sent)).await;
    receipt
}

/// The portal on 10 February 2026, after six requests.
async fn after_six(site: &TestSite) -> (Portal, City) {
    let mut portal = Portal::over(site).await;
    let city = City::found(site).await;
    answered(site, &city, ("2026-01-05", "2026-01-05")).await;
    answered(site, &city, ("2025-12-25", "2026-01-06")).await;
    let taken_back = city.handled(site, "2026-01-05").await;
    let by = (&*site.calendar, at("2026-01-09"));
    let taken = seen(site, &taken_back).await;
    withdraw(&site.store, (taken, ""), Hand::Officer(&city.clerk), by)
        .await
        .unwrap();
    city.handled(site, "2026-01-05").await;
    answered(site, &city, ("2026-01-05", "2026-02-10")).await;
    city.handled(site, "2026-02-10").await;
    portal.set_clock("2026-02-10T06:00:00.000Z");
    (portal, city)
}

on_both! {
    async fn a_year_is_counted_through_yesterday_and_tomorrow_counts_today(site: &TestSite) {
        let (mut portal, city) = after_six(site).await;
        let told = portal.json("/requests/statistics.json").await;
        assert_eq!(told, portal.json("/api/v1/requests/statistics?year=2026").await);
        assert_eq!(told["through"], "2026-02-09");
        assert_eq!(told["years"], serde_json::json!([2026, 2025]));
        let numbers = |told: &serde_json::Value| {
            ["received", "answered", "answered_on_time", "waiting", "waiting_late"].map(|it| told[it].as_u64())
        };
        assert_eq!(numbers(&told), [Some(4), Some(2), Some(2), Some(2), Some(2)]);
        assert_eq!(told["median_workdays"], 0, "one on the day itself, one within six working days");
        let unit = &told["units"][0];
        assert_eq!((unit["unit_id"].as_str().unwrap(), unit["received"].as_u64()), (&*city.unit.to_string(), Some(4)));
        let of = |told: &serde_json::Value, list: &str, code: &str| {
            let mut lines = told[list].as_array().unwrap().iter();
            lines.find(|it| it["code"] == code).unwrap()["count"].as_u64().unwrap()
        };
        assert_eq!((of(&told, "endings", "provided"), of(&told, "endings", "otherwise")), (2, 1));
        assert_eq!((of(&told, "workdays", "0-5"), of(&told, "workdays", "6-10")), (1, 1));

        let before = portal.json("/requests/statistics.json?year=2025").await;
        assert_eq!(numbers(&before), [Some(1), Some(0), Some(0), None, None]);
        assert_eq!(before["through"], "2025-12-31");

        // Midnight: the answer of the tenth counts, as a late one, and so does the request of that day.
        portal.set_clock("2026-02-10T16:00:01.000Z");
        let next = portal.json("/requests/statistics.json").await;
        assert_eq!(numbers(&next), [Some(5), Some(3), Some(2), Some(2), Some(1)]);
        assert_eq!(of(&next, "workdays", "21-40"), 1, "its twentieth working day was 2 February");
    }

    async fn the_page_says_what_the_data_say_in_every_variant(site: &TestSite) {
        let (portal, _) = after_six(site).await;
        for variant in ["", "/elder", "/kiosk", "/hant", "/hant/elder", "/en"] {
            let page = portal.get(&format!("{variant}/requests/statistics")).await;
            assert_eq!(page.status, 200, "{variant}");
            assert!(page.body.contains("<b>100%</b>") && page.body.contains(&format!("{variant}/requests/statistics?year=2025\"")), "{variant}");
        }
        let page = portal.get("/requests/statistics").await.body;
        for words in ["云溪市财政局</a>", "予以公开", "<td data-label=\"办理结果\">其他处理</td>", "2月9日", "/requests/statistics.csv\""] {
            assert!(page.contains(words), "{words}");
        }
        let csv = portal.get("/requests/statistics.csv").await;
        assert!(csv.header("content-disposition").contains("requests-2026.csv"));
        assert!(csv.body.contains("2026,2026-02-09,单位,云溪市财政局,按期答复（件）,2\r\n"), "{}", csv.body);
        let units = portal.get("/requests/statistics/units").await;
        assert_eq!((units.status, units.body.contains("云溪市财政局</a>")), (200, true));
        for entry in ["/requests", "/sitemap", "/about/data"] {
            assert!(portal.get(entry).await.body.contains("href=\"/requests/statistics\""), "{entry}");
        }
        let empty = portal.get("/requests/statistics?year=2025").await.body;
        assert!(empty.contains("还没有答复的申请") && !empty.contains("正在办理"), "{empty}");
    }

    async fn no_number_tells_who_asked_or_how_a_unit_ended_one(site: &TestSite) {
        let (portal, _) = after_six(site).await;
        let told = portal.json("/requests/statistics.json").await;
        assert!(!told.to_string().contains("asker") && !told.to_string().contains("沈书瑶"));
        for unit in told["units"].as_array().unwrap() {
            let fields: Vec<_> = unit.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, ["answered", "answered_on_time", "name", "received", "unit_id"]);
        }
    }

    async fn what_cannot_be_a_year_or_a_place_is_refused_with_words(site: &TestSite) {
        let (portal, city) = after_six(site).await;
        for wrong in [
            "/requests/statistics?year=1999",
            "/requests/statistics?year=2027",
            "/requests/statistics?year=-32768",
            "/requests/statistics?year=x",
            "/requests/statistics/units?after=x",
            "/requests/statistics.json?yaer=2026",
            "/requests/statistics.csv?year=1999",
            "/api/v1/requests/statistics?year=99999",
        ] {
            let answer = portal.get(wrong).await;
            assert_eq!(answer.status, 400, "{wrong}");
            assert!(answer.body.contains("参数"), "{wrong}");
        }
        let last = portal.get(&format!("/requests/statistics/units?after={}", city.unit)).await;
        assert!(last.body.contains("/requests/statistics/units\""), "back to the first page");
    }
}
