//! The tests of `answers` from outside, in one program.

mod demand;

use answers::actions::{SetCurated, dismiss, note_press, retire_curated, set_curated};
use answers::queries::{
    find_alike, find_curated, list_asked, list_curated, list_due, list_examples, list_wordings,
};
use answers::rules::Draft;
use answers::{AnswerRefusal, Channel, Press, Wording};
use kernel::{Date, Never, PageAsk, Stop, UnitId};
use store::directory::register::read_units;
use store::directory::{find_unit_by_code, import};
use testkit::{TestSite, on_both};

/// A wording whose grams are its pairs of characters.
fn wording(words: &str) -> Wording {
    let chars: Vec<char> = words.chars().collect();
    let mut grams: Vec<String> = chars.windows(2).map(|it| it.iter().collect()).collect();
    grams.dedup();
    Wording {
        words: words.to_owned(),
        folded: words.to_owned(),
        grams,
    }
}

async fn unit(site: &TestSite) -> UnitId {
    let units = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n\
        czj,云溪市财政局,市财政局,department,city,,,,,,,,,,\n";
    let units = read_units(units).unwrap();
    let office = site.office();
    store::write!(site.store, |tx| {
        import::import_units(tx, &units, &office, site.now).await
    })
    .unwrap();
    let found = store::read!(site.store, |tx| find_unit_by_code(tx, "czj").await).unwrap();
    found.unwrap().id
}

fn command(unit: UnitId, question: &str) -> SetCurated {
    SetCurated {
        known: None,
        draft: Draft {
            wordings: vec![wording(question), wording("老年卡怎样办理")],
            answer: "到社区办理。\n带身份证。".to_owned(),
            review_by: Some(Date::constant(2030, 1, 1)),
        },
        unit: Some(unit),
        document: None,
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop<AnswerRefusal>>) -> AnswerRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn alike(site: &TestSite, asked: &str) -> Option<String> {
    let asked = wording(asked);
    let found = store::read!(site.store, |tx| find_alike(tx, &asked).await).unwrap();
    found.map(|it| it.question)
}

async fn open_questions(site: &TestSite) -> Vec<(String, u64, u64)> {
    let found = store::read!(site.store, |tx| list_asked(tx, &PageAsk::first(50)).await).unwrap();
    let lines = found.items.into_iter();
    lines
        .map(|it| (it.words, it.unanswered, it.unhelpful))
        .collect()
}

on_both! {
    async fn every_statement_of_answers_prepares(site: &TestSite) {
        for (name, sql) in answers::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn an_entry_is_found_by_what_is_asked_alike_until_it_is_retired(site: &TestSite) {
        let unit = unit(site).await;
        let id = set_curated(&site.store, &command(unit, "老年优待卡在哪里办理"), &site.office(), site.now).await.unwrap();
        let question = Some("老年优待卡在哪里办理".to_owned());
        assert_eq!(alike(site, "老年优待卡在哪里办理").await, question);
        assert_eq!(alike(site, "老年卡怎样办理").await, question, "another way of asking");
        assert_eq!(alike(site, "老年优待卡哪里办理").await, question, "nearly the same");
        assert_eq!(alike(site, "残疾人证在哪里办理").await, None);
        assert_eq!(alike(site, "").await, None);
        let wordings = store::read!(site.store, |tx| list_wordings(tx, id).await).unwrap();
        assert_eq!(wordings.len(), 2);
        retire_curated(&site.store, (id, 1), &site.office(), site.now).await.unwrap();
        assert_eq!(alike(site, "老年优待卡在哪里办理").await, None);
        let again = retire_curated(&site.store, (id, 2), &site.office(), site.now).await;
        assert_eq!(refused(again), AnswerRefusal::Changed);
        let shown = store::read!(site.store, |tx| list_curated(tx, "shown", &PageAsk::first(9)).await).unwrap();
        let retired = store::read!(site.store, |tx| list_curated(tx, "retired", &PageAsk::first(9)).await).unwrap();
        assert_eq!((shown.items.len(), retired.items.len()), (0, 1));
    }

    async fn an_edit_wants_the_revision_that_was_seen_and_the_same_question_stands_once(site: &TestSite) {
        let unit = unit(site).await;
        let id = set_curated(&site.store, &command(unit, "图书馆几点开门"), &site.office(), site.now).await.unwrap();
        let same = set_curated(&site.store, &command(unit, "图书馆几点开门"), &site.office(), site.now).await;
        assert_eq!(refused(same), AnswerRefusal::Known);
        let mut edit = command(unit, "图书馆几点关门");
        edit.known = Some((id, 1));
        set_curated(&site.store, &edit, &site.office(), site.now).await.unwrap();
        assert_eq!(refused(set_curated(&site.store, &edit, &site.office(), site.now).await), AnswerRefusal::Changed);
        let found = store::read!(site.store, |tx| find_curated(tx, id).await).unwrap().unwrap();
        assert_eq!((found.question.as_str(), found.revision), ("图书馆几点关门", 2));
        assert_eq!(alike(site, "图书馆几点关门").await.as_deref(), Some("图书馆几点关门"));
        let due = store::read!(site.store, |tx| list_due(tx, Date::constant(2030, 1, 1), 9).await).unwrap();
        let examples = store::read!(site.store, |tx| list_examples(tx, Date::constant(2026, 1, 1), 9).await).unwrap();
        assert_eq!((due.len(), examples), (1, vec!["图书馆几点关门".to_owned()]));
    }

    async fn what_is_missing_is_refused_at_its_field_and_leaves_no_trace(site: &TestSite) {
        let unit = unit(site).await;
        let mut no_answer = command(unit, "问题");
        no_answer.draft.answer = "  ".to_owned();
        assert_eq!(refused(set_curated(&site.store, &no_answer, &site.office(), site.now).await), AnswerRefusal::AnswerMissing);
        let mut past = command(unit, "问题");
        past.draft.review_by = Some(site.now.date());
        assert_eq!(refused(set_curated(&site.store, &past, &site.office(), site.now).await), AnswerRefusal::ReviewDayPast);
        let mut nobody = command(unit, "问题");
        nobody.unit = None;
        assert_eq!(refused(set_curated(&site.store, &nobody, &site.office(), site.now).await), AnswerRefusal::UnitMissing);
        let none = store::read!(site.store, |tx| list_curated(tx, "shown", &PageAsk::first(9)).await).unwrap();
        assert!(none.items.is_empty());
    }

    async fn presses_are_added_up_and_leave_the_list_when_answered_or_dismissed(site: &TestSite) {
        let unit = unit(site).await;
        for press in [Press::Unanswered, Press::Unanswered, Press::Unhelpful, Press::Helpful] {
            note_press(&site.store, &wording("路灯不亮找谁"), press, site.now).await.unwrap();
        }
        note_press(&site.store, &wording("只帮助过"), Press::Helpful, site.now).await.unwrap();
        note_press(&site.store, &wording("无关的事"), Press::Unanswered, site.now).await.unwrap();
        assert_eq!(open_questions(site).await.len(), 2);
        assert!(open_questions(site).await.contains(&("路灯不亮找谁".to_owned(), 2, 1)));
        dismiss(&site.store, (Channel::Question, "无关的事"), &site.office(), site.now).await.unwrap();
        let again = dismiss(&site.store, (Channel::Question, "无关的事"), &site.office(), site.now).await;
        assert_eq!(refused(again), AnswerRefusal::AskedUnknown);
        set_curated(&site.store, &command(unit, "路灯不亮找谁"), &site.office(), site.now).await.unwrap();
        assert!(open_questions(site).await.is_empty());
    }

}
