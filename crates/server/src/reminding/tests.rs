//! Reminding from raising to messages, on both engines.

mod review;
mod town;

use kernel::{AccountId, PageAsk, Role};
use promises::actions::{Remind, remind as remind_by_hand};
use store::outbox::{DeliveryState, MessageLine, Shown, count_deliveries, list_messages};
use testkit::{TestSite, on_both};

use super::*;
use town::{Town, at};

fn reminding(site: &TestSite) -> Reminding {
    Reminding {
        store: site.store.clone(),
        calendar: site.calendar.clone(),
        has_mail: true,
    }
}

async fn messages(site: &TestSite, account: AccountId) -> Vec<MessageLine> {
    store::read!(site.store, |tx| {
        list_messages(tx, account, Shown::All, &PageAsk::first(100)).await
    })
    .unwrap()
    .items
}

async fn remind_at(site: &TestSite, at: Moment) -> Reminded {
    reminding(site).remind_if_due(at).await.unwrap()
}

on_both! {
    async fn a_clerk_is_told_once_a_day_of_all_that_is_owed(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        town.owes(site, "czj", "2026-11-30").await;
        town.owes(site, "czj", "2026-11-24").await;
        // Monday, before and after the hour.
        assert_eq!(remind_at(site, at("2026-11-23 08:00")).await, Reminded::default());
        let done = remind_at(site, at("2026-11-23 08:31")).await;
        assert_eq!(done.messages, 1);
        assert_eq!(remind_at(site, at("2026-11-23 09:00")).await, Reminded::default());
        let told = messages(site, clerk).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].subject, "公开承诺提醒：2项即将到期");
        assert_eq!(told[0].body.lines.len(), 2);
        assert!(told[0].body.lines[0].text.contains("2026年11月24日到期，还有1天"), "{:?}", told[0].body);
        let waiting = store::read!(site.store, |tx| count_deliveries(tx, DeliveryState::Waiting).await).unwrap();
        assert_eq!(waiting, 1);
    }

    async fn after_a_week_of_downtime_each_person_gets_one_message_and_none_is_lost(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        let head = town.account(site, "czj", Role::SectionHead).await;
        town.owes(site, "czj", "2026-11-24").await;
        remind_at(site, at("2026-11-23 08:31")).await;
        town.owes(site, "czj", "2026-12-01").await;
        // Nobody ran from Tuesday until the Wednesday after.
        let done = remind_at(site, at("2026-12-02 08:31")).await;
        assert_eq!(done.messages, 2);
        let told = messages(site, clerk).await;
        assert_eq!((told.len(), told[0].subject.as_str()), (2, "公开承诺提醒：2项已逾期"));
        let told = messages(site, head).await;
        assert_eq!(told[0].subject, "公开承诺提醒：2项已逾期");
        assert_eq!(remind_at(site, at("2026-12-02 08:40")).await, Reminded::default());
    }

    async fn it_goes_up_from_clerk_to_approver_to_supervisor(site: &TestSite) {
        let town = Town::of(site).await;
        let approver = town.account(site, "czj", Role::Approver).await;
        let supervisor = town.account(site, "zf", Role::Supervisor).await;
        town.owes(site, "czj", "2026-11-24").await;
        for day in ["24", "25", "26", "27", "30"] {
            remind_at(site, at(&format!("2026-11-{day} 08:31"))).await;
        }
        // Without a clerk or a head the approver is told in their place, and on the fifth day in their own.
        assert_eq!(messages(site, approver).await.len(), 3);
        assert!(messages(site, supervisor).await.is_empty());
        remind_at(site, at("2026-12-04 08:31")).await;
        assert_eq!(messages(site, supervisor).await.len(), 1);
    }

    async fn what_was_kept_before_the_hour_is_told_to_nobody(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        let promise = town.owes(site, "czj", "2026-11-24").await;
        let rules = ReminderRules::default();
        let raised = remind::raise(&site.store, &rules, &site.calendar, at("2026-11-23 08:00").date()).await.unwrap();
        assert!(raised > 0);
        town.keep(site, promise).await;
        remind_at(site, at("2026-11-23 08:31")).await;
        assert!(messages(site, clerk).await.is_empty());
    }

    async fn the_office_reminds_by_hand_once_a_day_and_is_heard_at_once(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        let promise = town.owes(site, "czj", "2026-12-31").await;
        remind_at(site, at("2026-11-23 08:31")).await;
        let command = Remind { promise, note: "市领导关注，请提前公开".to_owned() };
        let now = at("2026-11-23 14:00");
        remind_by_hand(&site.store, &command, &site.office(), now).await.unwrap();
        assert_eq!(remind_at(site, now).await.messages, 1);
        let told = messages(site, clerk).await;
        assert!(told[0].body.lines[0].text.contains("催办说明：市领导关注"), "{:?}", told[0].body);
        let again = remind_by_hand(&site.store, &command, &site.office(), now).await;
        assert!(matches!(again, Err(Stop::Refused(promises::actions::RemindRefusal::AlreadyToday))));
        assert_eq!(remind_at(site, at("2026-11-23 14:01")).await.messages, 0);
    }

    async fn whoever_declined_mail_is_told_in_the_desk_only(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        town.owes(site, "czj", "2026-11-24").await;
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(outbox::keep_wants_mail(tx, clerk, false, site.now).await?)
        }).unwrap();
        remind_at(site, at("2026-11-23 08:31")).await;
        assert_eq!(messages(site, clerk).await.len(), 1);
        let waiting = store::read!(site.store, |tx| count_deliveries(tx, DeliveryState::Waiting).await).unwrap();
        assert_eq!(waiting, 0);
    }

    async fn a_notice_is_told_to_the_unit_and_its_answer_to_whoever_issued_it(site: &TestSite) {
        let town = Town::of(site).await;
        let clerk = town.account(site, "czj", Role::Clerk).await;
        let issuer = town.account(site, "zf", Role::Supervisor).await;
        let supervisor = town.actor(site, issuer).await.supervisor().unwrap();
        let now = at("2026-11-23 14:00");
        remind_at(site, at("2026-11-23 08:31")).await;
        let command = oversight::actions::Issue {
            unit: town.unit("czj"),
            promises: Vec::new(),
            wording: oversight::rules::Wording {
                title: "督促公开十月财政收支情况".to_owned(),
                body: "请说明原因。".to_owned(),
                workdays: 5,
            },
        };
        let issued = oversight::actions::issue(&site.store, &command, &supervisor, (&site.calendar, now)).await.unwrap();
        assert_eq!(remind_at(site, now).await.messages, 1);
        let told = messages(site, clerk).await;
        assert_eq!(told[0].subject, "督办〔2026〕1号：请市财政局答复");
        assert!(!told[0].body.lead.contains("请说明原因"));
        let officer = town.actor(site, clerk).await.unit_officer(town.unit("czj")).unwrap();
        let answer = oversight::actions::Answer { notice: issued.notice, words: "已公开。".to_owned(), links: String::new() };
        oversight::actions::answer(&site.store, &answer, &officer, now).await.unwrap();
        assert_eq!(remind_at(site, now).await.messages, 1);
        assert_eq!(messages(site, issuer).await[0].subject, "督办〔2026〕1号：市财政局已答复");
    }
}
