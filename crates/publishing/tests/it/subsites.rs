//! Several sites on one platform: what stands where, by issuer and by reference, whatever happens to documents, units and configuration.

use kernel::{Actor, DocumentId, PageAsk, Role, Stop, UnitId, UnitOfficer};
use publishing::actions::{Judge, Withdraw, approve, countersign, withdraw};
use publishing::check;
use publishing::choices::count_choices;
use publishing::metadata::TypedMetadata;
use publishing::public::{Scope, list_public};
use publishing::subsites::queries::{find_place, list, list_shares, list_sites_of};
use publishing::subsites::{
    Declared, Filled, ShareDocument, ShareRefusal, declare, fill, share, survey, unshare,
};
use store::params;
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, news, normative, outlet, person};

/// The welfare bureau's site.
fn welfare(city: &City) -> Declared {
    Declared {
        code: "minzheng".to_owned(),
        unit: city.welfare,
        name: "云溪市民政局".to_owned(),
        base_url: "https://minzheng.yunxi.example".to_owned(),
    }
}

async fn serve(site: &TestSite, sites: &[Declared]) -> Filled {
    declare(&site.store, sites, site.now).await.unwrap();
    fill(&site.store, 100, site.now).await.unwrap()
}

/// Titles on a site, newest first; the counts must say as many.
async fn titles(site: &TestSite, scope: Scope) -> Vec<String> {
    let (page, choices) = store::read!(site.store, |tx| {
        let page = list_public(tx, &scope, &PageAsk::first(100)).await?;
        Ok::<_, kernel::Fault>((page, count_choices(tx, &scope).await?))
    })
    .unwrap();
    assert_eq!(page.items.len() as u64, choices.total, "{scope:?}");
    page.items.into_iter().map(|it| it.title).collect()
}

async fn on(site: &TestSite, code: &str) -> Vec<String> {
    titles(site, Scope::of_site(Some(code))).await
}

async fn of_unit(site: &TestSite, code: Option<&str>, unit: UnitId) -> Vec<String> {
    let scope = Scope {
        unit: Some(unit),
        ..Scope::of_site(code)
    };
    titles(site, scope).await
}

async fn sound(site: &TestSite) {
    let problems = check::check(&site.store).await.unwrap();
    assert!(problems.is_empty(), "{problems:?}");
}

/// A document of the finance bureau, together with others where they are named.
async fn publish(site: &TestSite, city: &City, (number, joint): (&str, &str)) -> DocumentId {
    let command = normative(number, "第一条 甲。");
    let command = publishing::actions::Begin {
        metadata: TypedMetadata {
            title: format!("云溪市财政局关于{number}的通知"),
            joint_issuers: joint.to_owned(),
            ..command.metadata
        },
        ..command
    };
    let begun = city.begin(site, &command).await;
    city.bring_to_approval(site, begun.edition).await;
    let judge = Judge::of(begun.edition, "同意。");
    if !joint.is_empty() {
        countersign(&site.store, &judge, &city.welfare_leader(), site.now)
            .await
            .unwrap();
    }
    approve(
        &site.store,
        &judge,
        &city.leader(),
        (&outlet(site), site.now),
    )
    .await
    .unwrap();
    begun.document
}

fn sharing(document: DocumentId, column: &str) -> ShareDocument {
    ShareDocument {
        document,
        site: "minzheng".to_owned(),
        column: column.to_owned(),
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop<ShareRefusal>>) -> ShareRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn clerk_of(unit: UnitId) -> UnitOfficer {
    let actor: Actor = person(5, unit, &[Role::Clerk]);
    actor.unit_officer(unit).unwrap()
}

async fn parent_of(site: &TestSite, unit: UnitId) -> UnitId {
    let found = store::read!(site.store, |tx| store::directory::find_unit(tx, unit).await);
    found.unwrap().unwrap().parent.unwrap()
}

on_both! {
    async fn a_joint_document_stands_once_on_each_site_and_under_each_unit_that_issues_it(site: &TestSite) {
        let city = City::of(site).await;
        serve(site, &[welfare(&city)]).await;
        let joint = publish(site, &city, ("云财〔2026〕1号", "市民政局")).await;
        publish(site, &city, ("云财〔2026〕2号", "")).await;
        let title = |number: &str| format!("云溪市财政局关于{number}的通知");
        assert_eq!(on(site, "minzheng").await, [title("云财〔2026〕1号")]);
        assert_eq!(titles(site, Scope::default()).await.len(), 2, "once each");
        assert_eq!(of_unit(site, None, city.welfare).await, [title("云财〔2026〕1号")]);
        assert_eq!(of_unit(site, None, city.finance).await.len(), 2);
        assert_eq!(of_unit(site, Some("minzheng"), city.welfare).await.len(), 1);
        assert_eq!(of_unit(site, Some("minzheng"), city.finance).await.len(), 0, "no unit of that site");
        let names = store::read!(site.store, |tx| list_sites_of(tx, joint).await).unwrap();
        assert_eq!(names.iter().map(|it| it.base_url.as_str()).collect::<Vec<_>>(), ["https://minzheng.yunxi.example"]);
        let offered = store::read!(site.store, |tx| count_choices(tx, &Scope::default()).await).unwrap();
        assert_eq!(offered.units.iter().map(|it| it.count).collect::<Vec<_>>(), [2, 1]);
        sound(site).await;
        let command = Withdraw { document: joint, reason: "重复公开。".to_owned(), successor: None };
        withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        assert!(on(site, "minzheng").await.is_empty());
        assert!(of_unit(site, None, city.welfare).await.is_empty());
        sound(site).await;
    }

    async fn a_site_of_the_government_has_what_all_units_under_it_issue(site: &TestSite) {
        let city = City::of(site).await;
        publish(site, &city, ("云财〔2026〕1号", "市民政局")).await;
        publish(site, &city, ("云财〔2026〕2号", "")).await;
        let government = Declared { code: "zf".to_owned(), unit: parent_of(site, city.welfare).await, ..welfare(&city) };
        // What was public before is put there by the walk, once.
        let filled = serve(site, &[government.clone(), welfare(&city)]).await;
        assert_eq!((filled.looked_at, filled.changed, filled.has_more), (2, 4, false));
        assert_eq!((on(site, "zf").await.len(), on(site, "minzheng").await.len()), (2, 1));
        assert_eq!(of_unit(site, Some("zf"), city.welfare).await.len(), 1);
        sound(site).await;
        // As it is already: nothing is written, nothing is walked.
        let events = count_events(site).await;
        assert_eq!(serve(site, &[government, welfare(&city)]).await, Filled::default());
        assert_eq!(survey(&site.store).await.unwrap(), 0);
        assert_eq!(count_events(site).await, events);
    }

    async fn a_document_is_shared_with_a_site_in_a_column_of_its_own_and_leaves_with_itself(site: &TestSite) {
        let city = City::of(site).await;
        serve(site, &[welfare(&city)]).await;
        let document = publish(site, &city, ("云财〔2026〕1号", "")).await;
        let (clerk, library) = (city.welfare_clerk(), &city.library);
        share(&site.store, &sharing(document, "notices"), (&clerk, library), site.now).await.unwrap();
        assert_eq!(on(site, "minzheng").await.len(), 1);
        let in_column = |column: &str| Scope { column: Some(column.to_owned()), ..Scope::of_site(Some("minzheng")) };
        assert_eq!(titles(site, in_column("notices")).await.len(), 1);
        assert_eq!(titles(site, in_column("policies")).await.len(), 0);
        let place = |code: &'static str| async move { store::read!(site.store, |tx| find_place(tx, document, code).await).unwrap() };
        assert_eq!(place("minzheng").await.as_deref(), Some("notices"));
        assert_eq!(place("main").await.as_deref(), Some("policies"), "where its unit put it");
        sound(site).await;
        // Twice is once; another column moves it.
        let events = count_events(site).await;
        share(&site.store, &sharing(document, "notices"), (&clerk, library), site.now).await.unwrap();
        assert_eq!(count_events(site).await, events);
        share(&site.store, &sharing(document, "policies"), (&clerk, library), site.now).await.unwrap();
        assert_eq!(titles(site, in_column("notices")).await.len(), 0);
        assert_eq!(titles(site, in_column("policies")).await.len(), 1);
        let shares = store::read!(site.store, |tx| list_shares(tx, document).await).unwrap();
        assert_eq!((shares.len(), shares[0].column.as_str()), (1, "policies"));
        unshare(&site.store, (document, "minzheng"), &clerk, site.now).await.unwrap();
        assert!(on(site, "minzheng").await.is_empty());
        assert_eq!(refused(unshare(&site.store, (document, "minzheng"), &clerk, site.now).await), ShareRefusal::NotShared);
        share(&site.store, &sharing(document, "notices"), (&clerk, library), site.now).await.unwrap();
        let command = Withdraw { document, reason: "重复公开。".to_owned(), successor: None };
        withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        assert!(on(site, "minzheng").await.is_empty(), "what is withdrawn stands nowhere");
        sound(site).await;
    }

    async fn what_may_not_be_shared_is_refused_and_leaves_no_trace(site: &TestSite) {
        let city = City::of(site).await;
        serve(site, &[welfare(&city)]).await;
        let document = publish(site, &city, ("云财〔2026〕1号", "")).await;
        let joint = publish(site, &city, ("云财〔2026〕2号", "市民政局")).await;
        let draft = city.begin(site, &news("尚未公开")).await.document;
        let events = count_events(site).await;
        let (own, library) = (city.welfare_clerk(), &city.library);
        let other = clerk_of(city.finance);
        let elsewhere = ShareDocument { site: "none".to_owned(), ..sharing(document, "notices") };
        for (command, officer, wanted) in [
            (sharing(document, "notices"), &other, "kernel.responsible_unit_only"),
            (sharing(draft, "notices"), &own, "share.not_public"),
            (sharing(joint, "notices"), &own, "share.stands_there"),
            (sharing(document, "none"), &own, "share.unknown_column"),
            (elsewhere, &own, "share.unknown_site"),
        ] {
            let outcome = share(&site.store, &command, (officer, library), site.now).await;
            assert_eq!(kernel::Refusal::code(&refused(outcome)), wanted);
        }
        assert_eq!(count_events(site).await, events);
        assert_eq!(on(site, "minzheng").await.len(), 1);
    }

    async fn a_site_that_is_named_no_more_is_emptied_and_one_whose_units_change_is_filled_anew(site: &TestSite) {
        let city = City::of(site).await;
        let government = Declared { code: "zf".to_owned(), unit: parent_of(site, city.welfare).await, ..welfare(&city) };
        serve(site, std::slice::from_ref(&government)).await;
        publish(site, &city, ("云财〔2026〕1号", "")).await;
        assert_eq!(on(site, "zf").await.len(), 1);
        // The finance bureau leaves the government's tree.
        let moved = |parent: Option<UnitId>| async move {
            store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
                tx.execute("update unit set parent_id = $2 where id = $1", params![city.finance, parent]).await?;
                Ok(())
            }).unwrap();
        };
        moved(None).await;
        assert_eq!(survey(&site.store).await.unwrap(), 1);
        assert_eq!(fill(&site.store, 100, site.now).await.unwrap().changed, 1);
        assert!(on(site, "zf").await.is_empty());
        moved(Some(government.unit)).await;
        survey(&site.store).await.unwrap();
        fill(&site.store, 100, site.now).await.unwrap();
        assert_eq!((on(site, "zf").await.len(), survey(&site.store).await.unwrap()), (1, 0));
        sound(site).await;
        declare(&site.store, &[], site.now).await.unwrap();
        let done = fill(&site.store, 100, site.now).await.unwrap();
        assert_eq!((done.changed, done.has_more), (1, false));
        assert!(on(site, "zf").await.is_empty());
        assert!(store::read!(site.store, |tx| list(tx).await).unwrap().is_empty());
        assert_eq!(titles(site, Scope::default()).await.len(), 1, "the main site keeps all");
        sound(site).await;
    }

    async fn a_wrong_place_is_told_by_the_check(site: &TestSite) {
        let city = City::of(site).await;
        serve(site, &[welfare(&city)]).await;
        publish(site, &city, ("云财〔2026〕1号", "市民政局")).await;
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute("delete from shelf where site = 'minzheng'", params![]).await?;
            tx.execute("delete from shelf_tally where site = 'minzheng'", params![]).await?;
            Ok(())
        }).unwrap();
        let problems = check::check(&site.store).await.unwrap();
        assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["document.misplaced"]);
        assert!(problems[0].place.ends_with("/minzheng"));
    }
}
