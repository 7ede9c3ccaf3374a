//! What the public sought in vain: seen from the third visitor on, dismissed, or taken up as a promise.

use answers::actions::{TakeUp, dismiss, note_press, note_sought, take_up};
use answers::queries::{find_demand, find_sought, list_asked, list_sought};
use answers::{AnswerRefusal, Channel, Press, Waiting};
use kernel::{Moment, PageAsk};
use promises::Origin;
use promises::queries::find_promise;
use testkit::{TestSite, on_both};

use crate::{refused, unit, wording};

async fn note(site: &TestSite, words: &str, times: u64, now: Moment) {
    let taken = vec![Waiting {
        folded: words.to_owned(),
        words: words.to_owned(),
        times,
    }];
    note_sought(&site.store, &taken, now).await.unwrap();
}

async fn listed(site: &TestSite) -> Vec<(String, u64)> {
    let ask = PageAsk::first(2);
    let mut page = store::read!(site.store, |tx| list_sought(tx, &ask).await).unwrap();
    let mut all = Vec::new();
    loop {
        all.extend(page.items.into_iter().map(|it| (it.words, it.times)));
        let Some(next) = page.next else { return all };
        let ask = PageAsk::after(next, 2);
        page = store::read!(site.store, |tx| list_sought(tx, &ask).await).unwrap();
    }
}

fn command(channel: Channel, folded: &str) -> TakeUp {
    TakeUp {
        channel,
        folded: folded.to_owned(),
        title: "全市公共厕所分布图".to_owned(),
        unit: None,
        days: Some(20),
    }
}

on_both! {
    async fn what_several_sought_is_seen_and_what_one_sought_is_not(site: &TestSite) {
        for (words, times) in [("公厕分布", 3), ("张三的房子", 2), ("公交改线", 7), ("停水", 3)] {
            note(site, words, times, site.now).await;
        }
        let all = [("公交改线", 7), ("停水", 3), ("公厕分布", 3)];
        let mut seen = listed(site).await;
        seen[1..].sort_by_key(|it| it.0 != "停水");
        assert_eq!(seen, all.map(|(words, times)| (words.to_owned(), times)));
        let hidden = store::read!(site.store, |tx| find_sought(tx, "张三的房子").await).unwrap();
        assert!(hidden.is_none());
        // A month later it is forgotten; what many sought stays.
        let later = site.now.plus_millis(32 * 24 * 3600 * 1000);
        note(site, "别的", 1, later).await;
        note(site, "张三的房子", 1, later).await;
        assert!(store::read!(site.store, |tx| find_sought(tx, "张三的房子").await).unwrap().is_none());
        assert_eq!(listed(site).await.len(), 3);
        dismiss(&site.store, (Channel::Search, "停水"), &site.office(), site.now).await.unwrap();
        let again = dismiss(&site.store, (Channel::Search, "停水"), &site.office(), site.now).await;
        assert_eq!(refused(again), AnswerRefusal::AskedUnknown);
        note(site, "停水", 9, site.now).await;
        assert_eq!(listed(site).await.len(), 2, "what was dismissed does not come back");
    }

    async fn what_was_sought_becomes_a_promise_of_the_unit(site: &TestSite) {
        let unit = unit(site).await;
        note(site, "公厕分布", 5, site.now).await;
        let by = (&site.office(), site.now);
        let mut wish = command(Channel::Search, "公厕分布");
        assert_eq!(refused(take_up(&site.store, &wish, &site.calendar, by).await), AnswerRefusal::UnitMissing);
        wish.unit = Some(unit);
        for (days, title, why) in [
            (None, "全市公共厕所分布图", AnswerRefusal::DemandDays(60)),
            (Some(20), "  ", AnswerRefusal::DemandMissing),
        ] {
            let wrong = TakeUp { days, title: title.to_owned(), ..wish.clone() };
            assert_eq!(refused(take_up(&site.store, &wrong, &site.calendar, by).await), why);
        }
        assert_eq!(listed(site).await.len(), 1, "a refused act leaves it where it was");
        let id = take_up(&site.store, &wish, &site.calendar, by).await.unwrap();
        let today = site.now.date();
        let found = store::read!(site.store, |tx| find_promise(tx, id, today).await).unwrap().unwrap();
        assert_eq!((found.line.title.as_str(), found.line.unit_id), ("全市公共厕所分布图", unit));
        let Origin::Demand(demand) = found.line.origin else { panic!("{:?}", found.line.origin) };
        let demand = store::read!(site.store, |tx| find_demand(tx, demand).await).unwrap().unwrap();
        assert_eq!((demand.times, demand.since), (5, today));
        // Twenty working days, counted by hand on the calendar.
        let mut day = today;
        let mut left = 20;
        while left > 0 {
            day = day.tomorrow().unwrap();
            left -= i32::from(site.calendar.is_workday(day));
        }
        assert_eq!(found.line.due_on, day);
        assert!(listed(site).await.is_empty());
        let twice = take_up(&site.store, &wish, &site.calendar, by).await;
        assert_eq!(refused(twice), AnswerRefusal::AskedUnknown);
    }

    async fn a_question_without_an_answer_becomes_one_too(site: &TestSite) {
        let unit = unit(site).await;
        note_press(&site.store, &wording("公厕在哪里"), Press::Unanswered, site.now).await.unwrap();
        let wish = TakeUp { unit: Some(unit), ..command(Channel::Question, "公厕在哪里") };
        let elsewhere = TakeUp { channel: Channel::Search, ..wish.clone() };
        let by = (&site.office(), site.now);
        assert_eq!(refused(take_up(&site.store, &elsewhere, &site.calendar, by).await), AnswerRefusal::AskedUnknown);
        take_up(&site.store, &wish, &site.calendar, by).await.unwrap();
        let left = store::read!(site.store, |tx| list_asked(tx, &PageAsk::first(9)).await).unwrap();
        assert!(left.items.is_empty());
    }
}
