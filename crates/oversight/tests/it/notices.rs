//! Supervision notices from issue to end, on both engines.

use crate::city;

use crate::city::{City, clerk_account, supervisor};
use kernel::{Actor, NotAllowed, PageAsk, Refusal, Stop};
use oversight::actions::{
    Answer, Issue, Judge, answer, close, follow_successors, issue, return_answer, withdraw,
};
use oversight::queries::{Tab, count_waiting, find_notice, list_notices, list_of_promise};
use oversight::rules::Wording;
use oversight::{NoticeRefusal, NoticeStanding};
use testkit::{TestSite, on_both};

fn wording(workdays: u32) -> Wording {
    Wording {
        title: "督促公开十月财政收支情况".to_owned(),
        body: "十月收支情况逾期未公开，请说明原因并补充公开。".to_owned(),
        workdays,
    }
}

fn about(city: &City) -> Issue {
    Issue {
        unit: city.finance,
        promises: vec![city.promise],
        wording: wording(5),
    }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Stop<NoticeRefusal>>) -> NoticeRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn count_events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await)
        .unwrap()
        .len()
}

on_both! {
    async fn every_statement_of_oversight_prepares(site: &TestSite) {
        for (name, sql) in oversight::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn a_notice_is_numbered_by_the_year_and_due_by_working_days(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        let first = issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        // 2026-11-21 is a Saturday: five working days end on the Friday after.
        assert_eq!((first.number.as_str(), first.due_on.to_string().as_str()), ("督办〔2026〕1号", "2026-11-27"));
        let free = Issue { promises: Vec::new(), ..about(&city) };
        let second = issue(&site.store, &free, &supervisor(), when).await.unwrap();
        assert_eq!(second.number, "督办〔2026〕2号");
        let late = site.now.plus_millis(7 * 86_400_000);
        let waiting = store::read!(site.store, |tx| count_waiting(tx, Some(city.finance), late.date()).await).unwrap();
        assert_eq!((waiting.owed, waiting.late, waiting.answered), (2, 2, 0));
        let lines = store::read!(site.store, |tx| {
            list_notices(tx, (None, Tab::Late), &PageAsk::first(1), late.date()).await
        }).unwrap();
        assert_eq!((lines.items.len(), lines.next.is_some()), (1, true));
        assert_eq!(lines.items[0].standing, NoticeStanding::Late);
        let next = PageAsk::after(lines.next.unwrap(), 1);
        let rest = store::read!(site.store, |tx| {
            list_notices(tx, (None, Tab::Late), &next, late.date()).await
        }).unwrap();
        assert_ne!(rest.items[0].id, lines.items[0].id);
    }

    async fn the_promise_tells_the_public_that_a_notice_was_issued_and_not_what_it_says(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        let promise = store::read!(site.store, |tx| {
            promises::queries::find_promise(tx, city.promise, site.now.date()).await
        }).unwrap().unwrap();
        let told = &promise.history.last().unwrap().what;
        assert_eq!(told, "督查部门发出督办单（督办〔2026〕1号），要求2026年11月27日前答复");
        let events = store::read!(site.store, |tx| store::event::list_newest(tx, 100).await).unwrap();
        assert!(events.iter().all(|event| !event.body.contains("请说明原因")));
        let notices = store::read!(site.store, |tx| {
            list_of_promise(tx, city.promise, site.now.date()).await
        }).unwrap();
        assert_eq!(notices.len(), 1);
    }

    async fn an_answer_is_returned_then_given_again_and_closed(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        let issued = issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        let clerk = clerk_account(city.finance, 7);
        let reply = |words: &str| Answer {
            notice: issued.notice,
            words: words.to_owned(),
            links: "https://czj.example.gov.cn/2026/10".to_owned(),
        };
        let judge = |words: &str| Judge { notice: issued.notice, words: words.to_owned() };
        answer(&site.store, &reply("已补充公开。"), &clerk, site.now).await.unwrap();
        return_answer(&site.store, &judge("未说明逾期原因。"), &supervisor(), when).await.unwrap();
        let returned = store::read!(site.store, |tx| find_notice(tx, issued.notice, site.now.date()).await).unwrap().unwrap();
        assert_eq!(returned.standing, NoticeStanding::Open);
        assert_eq!(returned.notice.clock.segments().len(), 2);
        // On the last day an answer is in time.
        let last_day = site.now.plus_millis(6 * 86_400_000);
        answer(&site.store, &reply("经办人交接遗漏，已建立台账。"), &clerk, last_day).await.unwrap();
        close(&site.store, &judge("同意办结。"), &supervisor(), last_day).await.unwrap();
        let closed = store::read!(site.store, |tx| find_notice(tx, issued.notice, last_day.date()).await).unwrap().unwrap();
        assert_eq!(closed.standing, NoticeStanding::Closed);
        let steps: Vec<_> = closed.steps.iter().map(|step| step.command.as_str()).collect();
        assert_eq!(steps, ["issue", "answer", "return", "answer", "close"]);
        assert_eq!(refusal(withdraw(&site.store, &judge("误发。"), &supervisor(), last_day).await).code(), "oversight.already_closed");
    }

    async fn open_notices_go_where_the_work_went_and_closed_ones_stay(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        let plain = || Issue { promises: Vec::new(), ..about(&city) };
        let bound = issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        let free = issue(&site.store, &plain(), &supervisor(), when).await.unwrap();
        let over = issue(&site.store, &plain(), &supervisor(), when).await.unwrap();
        let judge = Judge { notice: over.notice, words: "误发。".to_owned() };
        withdraw(&site.store, &judge, &supervisor(), site.now).await.unwrap();
        // The bureau is split: its promise goes to one, whatever nobody is named for to the other.
        city.split_finance(site).await;
        assert_eq!(follow_successors(&site.store, &Actor::system(), site.now).await.unwrap(), 2);
        let before = count_events(site).await;
        assert_eq!(follow_successors(&site.store, &Actor::system(), site.now).await.unwrap(), 0, "twice is once");
        assert_eq!(count_events(site).await, before);
        for (issued, unit) in [(&bound, city.welfare), (&free, city.government), (&over, city.finance)] {
            let found = store::read!(site.store, |tx| find_notice(tx, issued.notice, site.now.date()).await).unwrap().unwrap();
            assert_eq!(found.notice.unit, unit, "{}", issued.number);
            assert_eq!(found.notice.due_on, issued.due_on, "the clock stays");
        }
        let heir = clerk_account(city.welfare, 8);
        let reply = Answer { notice: bound.notice, words: "已补充公开。".to_owned(), links: String::new() };
        answer(&site.store, &reply, &heir, site.now).await.unwrap();
    }

    async fn what_one_may_not_is_refused_without_trace(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        let issued = issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        let clerk = clerk_account(city.finance, 7);
        let reply = Answer { notice: issued.notice, words: "已公开。".to_owned(), links: String::new() };
        answer(&site.store, &reply, &clerk, site.now).await.unwrap();
        let before = count_events(site).await;

        let stranger = clerk_account(city.welfare, 8);
        let other_unit = refusal(answer(&site.store, &reply, &stranger, site.now).await);
        assert_eq!(other_unit, NotAllowed::ResponsibleUnitOnly.into());
        let twice = refusal(answer(&site.store, &reply, &clerk, site.now).await);
        assert_eq!(twice, NoticeRefusal::AlreadyAnswered);
        let own = Judge { notice: issued.notice, words: "同意。".to_owned() };
        let same_person = city::supervisor_account(7);
        assert_eq!(refusal(close(&site.store, &own, &same_person, site.now).await), NotAllowed::OwnProposal.into());
        let foreign = Issue { unit: city.welfare, ..about(&city) };
        assert_eq!(refusal(issue(&site.store, &foreign, &supervisor(), when).await), NoticeRefusal::PromiseNotOfUnit);
        let silent = Judge { notice: issued.notice, words: " ".to_owned() };
        assert_eq!(refusal(close(&site.store, &silent, &supervisor(), site.now).await), NoticeRefusal::WordsMissing);
        assert_eq!(count_events(site).await, before);
    }

    async fn steps_and_reminders_wait_until_they_are_told_once(site: &TestSite) {
        let city = City::of(site).await;
        let when = (site.calendar.as_ref(), site.now);
        let issued = issue(&site.store, &about(&city), &supervisor(), when).await.unwrap();
        let told = async || store::write!(site.store, |tx| -> Result<_, Stop<kernel::Never>> {
            Ok(oversight::telling::take_untold_steps(tx, site.now).await?)
        }).unwrap();
        let first = told().await;
        assert_eq!((first.len(), first[0].notice, first[0].is_for_supervisors()), (1, issued.notice, false));
        assert!(told().await.is_empty());

        let rules = promises::remind::ReminderRules::default();
        let day = issued.due_on;
        let raised = oversight::remind::raise(&site.store, &rules, &site.calendar, day).await.unwrap();
        assert!(raised > 0);
        assert_eq!(oversight::remind::raise(&site.store, &rules, &site.calendar, day).await.unwrap(), 0);
        let (n, due) = store::write!(site.store, |tx| -> Result<_, Stop<kernel::Never>> {
            Ok(oversight::telling::take_untold_reminders(tx, site.now).await?)
        }).unwrap();
        assert_eq!((n as u64, due.len() as u64), (raised, raised));
    }
}
