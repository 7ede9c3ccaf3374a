//! Reports of a year: one a unit and year, and what a unit and those below it published and repealed.

use publishing::actions::{self, Begin, DecideValidity, Judge, Withdraw};
use publishing::metadata::TypedMetadata;
use publishing::yearly::{
    ANNUAL_REPORT, Normative, count_normative, count_published, find_of_year,
};
use publishing::{DocumentRefusal, Validity};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, normative, outlet, refusal};

fn report(year: i16) -> Begin {
    Begin {
        kind: ANNUAL_REPORT.to_owned(),
        metadata: TypedMetadata {
            column: "annual-reports".to_owned(),
            title: format!("云溪市财政局{year}年政府信息公开工作年度报告"),
            summary: "主动公开和依申请公开的情况。".to_owned(),
            made_on: "2026-01-20".to_owned(),
            ..TypedMetadata::default()
        },
        body: prose::Body::clean("<h2>一、总体情况</h2><p>如下。</p>")
            .unwrap()
            .body,
    }
}

async fn counted(site: &TestSite, unit: kernel::UnitId) -> (Normative, u64) {
    let year = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    store::read!(site.store, |tx| {
        let normative = count_normative(tx, unit, year).await?;
        Ok::<_, kernel::Fault>((normative, count_published(tx, unit, 2026).await?))
    })
    .unwrap()
}

on_both! {
    async fn a_unit_has_one_report_of_a_year_until_it_is_discarded_or_withdrawn(site: &TestSite) {
        let city = City::of(site).await;
        let (clerk, leader) = (city.clerk(), city.leader());
        let begin = async |year: i16| {
            let by = (&clerk, &city.library);
            actions::begin_of_year(&site.store, (&report(year), year), by, site.now).await
        };
        let begun = begin(2025).await.unwrap();
        let before = count_events(site).await;
        let taken = refusal(begin(2025).await);
        let DocumentRefusal::YearTaken { edition, stands, .. } = &taken else { panic!("{taken:?}") };
        assert_eq!((*edition, *stands), (begun.edition, "正在办理"));
        assert!(kernel::Refusal::message(&taken).contains("2025年"), "{taken}");
        assert_eq!(count_events(site).await, before, "no trace");
        begin(2024).await.unwrap();
        let found = store::read!(site.store, |tx| find_of_year(tx, (city.welfare, ANNUAL_REPORT), 2025).await);
        assert_eq!(found.unwrap(), None, "another unit's");

        actions::discard(&site.store, &Judge::of(begun.edition, ""), &clerk, site.now).await.unwrap();
        let anew = begin(2025).await.unwrap();
        city.publish(site, anew.edition).await;
        let taken = refusal(begin(2025).await);
        assert!(matches!(&taken, DocumentRefusal::YearTaken { stands: "已公开", .. }), "{taken:?}");
        let withdraw = Withdraw { document: anew.document, reason: "数字有误".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &leader, site.now).await.unwrap();
        begin(2025).await.unwrap();
    }

    async fn what_was_made_repealed_and_is_in_force_is_counted_with_the_units_below(site: &TestSite) {
        let city = City::of(site).await;
        let mut editions = Vec::new();
        for (number, made_on) in [("云财规〔2025〕1号", "2025-06-01"), ("云财规〔2026〕1号", "2026-02-01"), ("云财规〔2026〕2号", "2026-03-01")] {
            let mut command = normative(number, "第一条 甲。");
            command.metadata.made_on = made_on.to_owned();
            let begun = city.begin(site, &command).await;
            city.publish(site, begun.edition).await;
            editions.push(begun);
        }
        // A draft counts nowhere.
        city.begin(site, &normative("云财规〔2026〕9号", "第一条 乙。")).await;
        let all = Normative { made: 2, repealed: 0, in_force: 3 };
        assert_eq!(counted(site, city.finance).await, (all, 3));
        let decide = DecideValidity {
            document: editions[0].document,
            validity: Validity::Repealed,
            effective_on: "2026-04-01".parse().unwrap(),
            basis: "《新办法》（云财〔2026〕20号）".to_owned(),
            words: String::new(),
        };
        let (leader, outlet) = (city.leader(), outlet(site));
        actions::decide_validity(&site.store, &decide, &leader, (&outlet, site.now)).await.unwrap();
        let after = Normative { made: 2, repealed: 1, in_force: 2 };
        assert_eq!(counted(site, city.finance).await.0, after);
        let directory = store::read!(site.store, |tx| store::directory::load(tx).await).unwrap();
        let above = directory.find(city.finance).unwrap().parent.unwrap();
        assert_eq!(counted(site, above).await, (after, 3), "the government above counts it");
        assert_eq!(counted(site, city.welfare).await, (Normative::default(), 0));
    }
}
