//! 规范用语: what the office lists is found in drafts and files, and replaced by a button; what cannot be meant is refused.

use gate::Remedy;
use kernel::{Actor, OpenGovernmentOffice, PageAsk, Role, Stop};
use prose::Body;
use publishing::DocumentRefusal;
use publishing::actions::{
    SetExpression, gate_of, remove_expression, replace_expressions, set_expressions,
};
use publishing::examine::examine_file;
use publishing::expressions::list_expressions;
use publishing::queries::find_work;
use store::directory::change::change_unit;
use store::directory::export::record_of;
use store::directory::register::RegisterRefusal;
use testkit::on_both;

use crate::city::{City, count_events, normative, person, refusal};

fn listed(wrong: &str, better: &str) -> SetExpression {
    SetExpression {
        wrong: wrong.to_owned(),
        better: better.to_owned(),
        note: "市政府办公室规定".to_owned(),
    }
}

fn office(city: &City) -> OpenGovernmentOffice {
    let actor: Actor = person(13, city.finance, &[Role::OpenGovernmentOffice]);
    actor.open_government_office().unwrap()
}

on_both! {
    async fn what_is_listed_is_found_and_replaced_everywhere_in_a_draft(site: &TestSite) {
        let city = City::of(site).await;
        let office = office(&city);
        let all = [listed("云溪地区", "云溪市"), listed("做为", "作为"), listed("大力地", "")];
        assert_eq!(set_expressions(&site.store, &all, &office, site.now).await.unwrap(), 3);
        let mut begin = normative("云财规〔2026〕3号", "第一条 做为云溪地区的办法。");
        begin.metadata.title = "云溪地区专项资金管理办法".to_owned();
        begin.metadata.summary = "大力地规范专项资金。".to_owned();
        begin.body = Body::clean("<p>第一条 <strong>做</strong>为云溪地区的办法。</p><table><tr><td>云溪地区</td></tr></table>").unwrap().body;
        let begun = city.begin(site, &begin).await;
        let work = store::read!(site.store, |tx| find_work(tx, begun.edition).await).unwrap().unwrap();
        let advice: Vec<_> = work.findings.iter().map(|it| it.advice.as_str()).collect();
        assert!(advice.contains(&"本站的规范写法是“云溪市”") && advice.contains(&"本站不使用这个说法，请删去"), "{advice:?}");
        let what = (begun.edition, work.edition.revision);
        assert_eq!(replace_expressions(&site.store, what, &city.clerk(), site.now).await.unwrap(), 5);
        let work = store::read!(site.store, |tx| find_work(tx, begun.edition).await).unwrap().unwrap();
        assert_eq!(work.edition.metadata.title, "云溪市专项资金管理办法");
        assert_eq!(work.edition.metadata.summary, "规范专项资金。");
        assert!(work.edition.body.text().contains("第一条 作为云溪市的办法。"), "{}", work.edition.body.text());
        assert!(!work.edition.body.html().contains("云溪地区"));
        assert!(work.findings.is_empty(), "{:?}", work.findings);
        // Whoever has an older text before them does not overwrite a newer one.
        let stale = replace_expressions(&site.store, what, &city.clerk(), site.now).await;
        assert!(matches!(refusal(stale), DocumentRefusal::Stale { .. }));
        // Files are looked through with the same list.
        let gate = store::read!(site.store, |tx| gate_of(tx, site.now.date()).await).unwrap();
        let found = examine_file(&gate, "云溪地区名单.xlsx", (&[], &[]));
        assert_eq!(found.len(), 1);
    }

    async fn what_cannot_be_meant_is_refused_and_leaves_no_trace(site: &TestSite) {
        let city = City::of(site).await;
        let office = office(&city);
        let events = count_events(site).await;
        for (it, expected) in [
            (listed(" ", "作为"), DocumentRefusal::ExpressionMissing),
            (listed("云溪", "云溪市"), DocumentRefusal::ExpressionWithin("云溪".to_owned())),
        ] {
            let all = [listed("做为", "作为"), it];
            assert_eq!(refusal(set_expressions(&site.store, &all, &office, site.now).await), expected);
        }
        let long = [listed(&"长".repeat(41), "短")];
        let refused = refusal(set_expressions(&site.store, &long, &office, site.now).await);
        assert!(matches!(refused, DocumentRefusal::TooLong { field: "wrong", .. }));
        let none = remove_expression(&site.store, "做为", &office, site.now).await;
        assert_eq!(refusal(none), DocumentRefusal::ExpressionUnknown);
        assert_eq!(count_events(site).await, events);
        // Set again it is no change; set otherwise it is one.
        let all = [listed("做为", "作为")];
        assert_eq!(set_expressions(&site.store, &all, &office, site.now).await.unwrap(), 1);
        assert_eq!(set_expressions(&site.store, &all, &office, site.now).await.unwrap(), 0);
        assert_eq!(set_expressions(&site.store, &[listed("做为", "当作")], &office, site.now).await.unwrap(), 1);
        let lines = store::read!(site.store, |tx| list_expressions(tx, &PageAsk::first(10)).await).unwrap();
        assert_eq!((lines.items.len(), lines.items[0].better.as_str()), (1, "当作"));
        remove_expression(&site.store, "做为", &office, site.now).await.unwrap();
        assert_eq!(count_events(site).await, events + 3);
    }

    async fn a_change_of_the_list_or_of_a_unit_is_seen_at_the_next_look(site: &TestSite) {
        let city = City::of(site).await;
        let office = office(&city);
        let found = |text: &'static str| async move {
            let gate = store::read!(site.store, |tx| gate_of(tx, site.now.date()).await).unwrap();
            gate.examine(text).into_iter().map(|it| it.remedy).collect::<Vec<_>>()
        };
        assert!(found("做为").await.is_empty());
        let replaced = |better: &str| vec![Remedy::Replace(better.to_owned())];
        for better in ["作为", "当作"] {
            set_expressions(&site.store, &[listed("做为", better)], &office, site.now).await.unwrap();
            assert_eq!(found("做为").await, replaced(better));
            assert_eq!(found("做为").await, replaced(better), "looked for again it is the same");
        }
        // A list that was refused is not the list.
        let refused = [listed("反应", "反映"), listed(" ", "甲")];
        refusal(set_expressions(&site.store, &refused, &office, site.now).await);
        assert!(found("反应").await.is_empty());
        remove_expression(&site.store, "做为", &office, site.now).await.unwrap();
        assert!(found("做为").await.is_empty());
        assert_eq!(found("电话0577-88012345").await, [Remedy::Mask]);
        store::write!(site.store, |tx| -> Result<_, Stop<RegisterRefusal>> {
            let directory = store::directory::load(tx).await?;
            let unit = directory.find(city.finance).unwrap();
            let mut record = record_of(unit, &directory);
            record.fax = "0577-88012345".to_owned();
            let seen = store::directory::find_version(tx, unit.id).await?;
            change_unit(tx, (unit.id, seen), &record, (&office, site.now)).await
        }).unwrap();
        assert!(found("电话0577-88012345").await.is_empty(), "a unit's own is no finding");
    }
}
