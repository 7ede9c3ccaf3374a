//! Remarks of reviewers at a place of the text.

use publishing::actions::{self, AnswerRemark, Judge, Remark};
use publishing::queries::{Work, find_work};
use publishing::{DocumentRefusal, EditionState};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, normative, refusal, state};

fn remark(edition: kernel::EditionId, quote: &str, words: &str) -> Remark {
    Remark {
        edition,
        quote: quote.to_owned(),
        words: words.to_owned(),
    }
}

async fn work(site: &TestSite, edition: kernel::EditionId) -> Work {
    store::read!(site.store, |tx| find_work(tx, edition).await)
        .unwrap()
        .unwrap()
}

on_both! {
    async fn whoever_holds_the_stage_remarks_and_the_drafters_deal_with_each(site: &TestSite) {
        let city = City::of(site).await;
        let text = "第一条 为规范管理，制定本办法。\n第二条 申请应在三个工作日内受理。";
        let begun = city.begin(site, &normative("云财〔2026〕12号", text)).await;
        let wanted = remark(begun.edition, "三个工作日内\n受理。", "与上位法不符，应为五个工作日。");
        let draft = actions::remark(&site.store, &wanted, city.head().actor(), site.now).await;
        assert!(matches!(refusal(draft), DocumentRefusal::NotAtThisStage(_)));
        let judge = Judge::of(begun.edition, "请按批注修改。");
        actions::submit(&site.store, &judge, (&city.clerk(), &city.library), site.now).await.unwrap();
        let events = count_events(site).await;
        for (who, it, refused) in [
            (city.secrecy().actor(), wanted.clone(), None),
            (city.head().actor(), remark(begun.edition, "四个工作日", "改。"), Some(DocumentRefusal::QuoteUnknown)),
            (city.head().actor(), remark(begun.edition, "", " "), Some(DocumentRefusal::WordsMissing)),
        ] {
            let why = refusal(actions::remark(&site.store, &it, who, site.now).await);
            match refused {
                Some(wanted) => assert_eq!(why, wanted),
                None => assert!(matches!(why, DocumentRefusal::NotAllowed(_)), "{why:?}"),
            }
        }
        assert_eq!(count_events(site).await, events);
        actions::remark(&site.store, &wanted, city.head().actor(), site.now).await.unwrap();
        actions::remark(&site.store, &remark(begun.edition, "专项资金", "写全称。"), city.head().actor(), site.now).await.unwrap();
        actions::return_edition(&site.store, &judge, city.head().actor(), site.now).await.unwrap();
        let found = work(site, begun.edition).await.remarks;
        let places: Vec<(&str, &str)> = found.iter().map(|it| (it.place.as_str(), it.quote.as_str())).collect();
        assert_eq!(places, [("第2段", "三个工作日内"), ("标题", "专项资金")]);
        let answer = AnswerRemark { edition: begun.edition, ordinal: 1, answer: "已改为五个工作日。".to_owned() };
        actions::answer_remark(&site.store, &answer, &city.clerk(), site.now).await.unwrap();
        let again = actions::answer_remark(&site.store, &answer, &city.clerk(), site.now).await;
        assert_eq!(refusal(again), DocumentRefusal::RemarkUnknown);
        let found = work(site, begun.edition).await.remarks;
        assert_eq!(found.iter().map(|it| it.is_open).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found[0].answer, "已改为五个工作日。");
        assert_eq!(state(site, &begun).await, EditionState::Returned);
    }
}
