//! Promises kept by publications that fit the office's rule: by themselves where nothing is in doubt, else by a person.

use kernel::PromiseId;
use promises::Standing;
use promises::queries::find_promise;
use publishing::actions::{self, Judge, SetKeepRule};
use publishing::queries::{find_work, list_keep_rules, list_proposed};
use publishing::{DocumentRefusal, EditionState};
use testkit::{TestSite, on_both};

use crate::city::{
    City, count_events, document, news, normative, outlet, owes, promise, refusal, state,
};

fn rule(promise: PromiseId, words: &str, is_certain: bool) -> SetKeepRule {
    SetKeepRule {
        promise,
        column: "policies".to_owned(),
        words: words.to_owned(),
        is_certain,
    }
}

async fn set(site: &TestSite, city: &City, command: &SetKeepRule) {
    let office = site.office();
    actions::set_keep_rule(&site.store, command, (&office, &city.library), site.now)
        .await
        .unwrap();
}

async fn links(site: &TestSite, edition: kernel::EditionId) -> Vec<(PromiseId, String)> {
    let work = store::read!(site.store, |tx| find_work(tx, edition).await);
    let links = work.unwrap().unwrap().promises.into_iter();
    links.map(|it| (it.id, it.state)).collect()
}

on_both! {
    async fn what_fits_keeps_the_one_open_promise_and_nothing_else(site: &TestSite) {
        let city = City::of(site).await;
        let (mine, other) = (owes(site, city.finance, "2026-12-31").await, owes(site, city.finance, "2026-12-30").await);
        set(site, &city, &rule(mine, "专项资金 办法", true)).await;
        let elsewhere = city.begin(site, &news("专项资金办法培训会")).await;
        city.publish(site, elsewhere.edition).await;
        assert_eq!(promise(site, mine).await.line.standing, Standing::Open, "another column");
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.bring_to_approval(site, begun.edition).await;
        assert_eq!(promise(site, mine).await.line.standing, Standing::Open, "not public yet");
        actions::approve(&site.store, &Judge::of(begun.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(promise(site, mine).await.line.standing, Standing::KeptOnTime);
        assert_eq!(promise(site, other).await.line.standing, Standing::Open);
        assert_eq!(document(site, begun.document).await.promises[0].id, mine);
        // The rule is taken back; what was kept stays kept.
        let office = site.office();
        actions::remove_keep_rule(&site.store, (mine, "policies", "专项资金 办法"), &office, site.now).await.unwrap();
        let gone = actions::remove_keep_rule(&site.store, (mine, "policies", "专项资金 办法"), &office, site.now).await;
        assert_eq!(refusal(gone), DocumentRefusal::RuleUnknown);
        assert_eq!(promise(site, mine).await.line.standing, Standing::KeptOnTime);
    }

    async fn what_is_in_doubt_is_proposed_and_kept_when_the_unit_says_so(site: &TestSite) {
        let city = City::of(site).await;
        let mine = owes(site, city.finance, "2026-12-31").await;
        set(site, &city, &rule(mine, "", false)).await;
        let begun = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, begun.edition).await;
        assert_eq!(promise(site, mine).await.line.standing, Standing::Open);
        assert_eq!(links(site, begun.edition).await, [(mine, "proposed".to_owned())]);
        assert!(document(site, begun.document).await.promises.is_empty(), "what nobody decided is not public");
        let waiting = store::read!(site.store, |tx| list_proposed(tx, city.finance).await).unwrap();
        assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [begun.edition]);
        let before = count_events(site).await;
        let when = (&outlet(site), site.now);
        let stranger = actions::confirm_promise(&site.store, (begun.document, mine), &city.welfare_clerk(), when).await;
        assert!(matches!(refusal(stranger), DocumentRefusal::NotAllowed(_)));
        assert_eq!(count_events(site).await, before);
        actions::confirm_promise(&site.store, (begun.document, mine), &city.clerk(), when).await.unwrap();
        assert_eq!(promise(site, mine).await.line.standing, Standing::KeptOnTime);
        let again = actions::confirm_promise(&site.store, (begun.document, mine), &city.clerk(), when).await;
        assert_eq!(refusal(again), DocumentRefusal::PromiseUnknown);
        assert!(store::read!(site.store, |tx| list_proposed(tx, city.finance).await).unwrap().is_empty());
        assert_eq!(state(site, &begun).await, EditionState::Published);
    }

    async fn a_rule_is_for_what_recurs_and_is_set_once(site: &TestSite) {
        let city = City::of(site).await;
        let office = site.office();
        let mine = owes(site, city.finance, "2026-12-31").await;
        set(site, &city, &rule(mine, " 预算  公开 ", true)).await;
        let origin = store::read!(site.store, |tx| find_promise(tx, mine, site.now.date()).await).unwrap().unwrap().line.origin;
        let rules = store::read!(site.store, |tx| list_keep_rules(tx, origin).await).unwrap();
        assert_eq!(rules.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), ["预算 公开"]);
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, policy.edition).await;
        let interpretation = document(site, policy.document).await.obliged[0].id;
        let before = count_events(site).await;
        for (command, wanted) in [
            (rule(mine, "预算 公开", false), DocumentRefusal::RuleKnown),
            (rule(interpretation, "", true), DocumentRefusal::NoRuleFor),
            (SetKeepRule { column: "nowhere".to_owned(), ..rule(mine, "", true) }, DocumentRefusal::ColumnUnknown),
        ] {
            let refused = actions::set_keep_rule(&site.store, &command, (&office, &city.library), site.now).await;
            assert_eq!(refusal(refused), wanted);
        }
        assert_eq!(count_events(site).await, before);
    }
}
