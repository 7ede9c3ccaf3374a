//! Collections: what an edition gathers, by reference, in the order and with the words that are signed; issues; who interprets.

use kernel::{DocumentId, EditionId, PageAsk, Role};
use publishing::actions::{self, Begin, Begun, Correct, Judge, Save, SetExpression, Withdraw};
use publishing::digest::digest_of;
use publishing::gathered::typed::{Flaw, print};
use publishing::gathered::{list_gathering, list_shown};
use publishing::interpreters::{count_interpreted, count_interpreted_of};
use publishing::issue::{Issue, list_issues};
use publishing::metadata::TypedMetadata;
use publishing::model::{Edition, Scale};
use publishing::queries::find_edition;
use publishing::{DocumentRefusal, EditionState};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, document, news, normative, outlet, person, refusal, state};

fn topic(gathered: &str) -> Begin {
    Begin {
        kind: "topic".to_owned(),
        metadata: TypedMetadata {
            column: "topics".to_owned(),
            title: "预算公开专题".to_owned(),
            summary: "预算公开的文件和进展。".to_owned(),
            gathered: gathered.to_owned(),
            ..TypedMetadata::default()
        },
        body: prose::Body::from_text("").unwrap(),
    }
}

fn gazette(year: &str, number: &str) -> Begin {
    Begin {
        kind: "gazette".to_owned(),
        metadata: TypedMetadata {
            column: "gazette".to_owned(),
            title: format!("云溪市人民政府公报{year}年第{number}期"),
            summary: "本期公报。".to_owned(),
            made_on: "2026-11-20".to_owned(),
            issue_year: year.to_owned(),
            issue_number: number.to_owned(),
            ..TypedMetadata::default()
        },
        body: prose::Body::from_text("本期目录。").unwrap(),
    }
}

async fn edition(site: &TestSite, id: EditionId) -> Edition {
    let found = store::read!(site.store, |tx| find_edition(tx, id).await);
    found.unwrap().unwrap()
}

async fn save(
    site: &TestSite,
    city: &City,
    begun: &Begun,
    gathered: &str,
) -> Result<u32, kernel::Stop<DocumentRefusal>> {
    let now = edition(site, begun.edition).await;
    let command = Save {
        edition: begun.edition,
        revision: now.revision,
        metadata: topic(gathered).metadata,
        body: now.body,
        scale: Scale::Major,
        change_note: "调整收录的信息。".to_owned(),
    };
    actions::save(
        &site.store,
        &command,
        (&city.clerk(), &city.library),
        site.now,
    )
    .await
}

/// The line and flaw of each line that cannot be gathered.
fn flaws(refusal: DocumentRefusal) -> Vec<(usize, Flaw)> {
    match refusal {
        DocumentRefusal::Gathered(flaws) => flaws.all().to_vec(),
        other => panic!("not about what is gathered: {other:?}"),
    }
}

/// A public document; its id and 索引号.
async fn public(site: &TestSite, city: &City, begin: &Begin) -> (DocumentId, String) {
    let begun = city.begin(site, begin).await;
    city.publish(site, begun.edition).await;
    let index = document(site, begun.document).await.line.index_number;
    (begun.document, index)
}

async fn titles(site: &TestSite, collection: DocumentId) -> Vec<(u32, String)> {
    let edition = document(site, collection).await.edition.id;
    let shown = store::read!(site.store, |tx| list_shown(tx, edition, (0, 200)).await).unwrap();
    let lines = shown.lines.into_iter();
    lines.map(|it| (it.chapter, it.line.title)).collect()
}

on_both! {
    async fn a_collection_shows_what_its_documents_say_today_and_they_name_it(site: &TestSite) {
        let city = City::of(site).await;
        let (policy, _) = public(site, &city, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let (first, index) = public(site, &city, &news("预算公开工作会召开")).await;
        let text = format!("# 文件\n《办法》（云财〔2026〕12号）\n> 全文。\n# 进展\n{index}");
        let begun = city.begin(site, &topic(&text)).await;
        assert!(store::read!(site.store, |tx| list_gathering(tx, first).await).unwrap().is_empty(), "a draft is nobody's business");
        city.publish(site, begun.edition).await;
        let wanted = [(1, "云溪市财政局关于印发专项资金管理办法的通知".to_owned()), (2, "预算公开工作会召开".to_owned())];
        assert_eq!(titles(site, begun.document).await, wanted);
        let gathering = document(site, policy).await.gathering;
        assert_eq!(gathering.iter().map(|it| it.id).collect::<Vec<_>>(), [begun.document]);
        // A title that is corrected is shown corrected, though the collection was not touched.
        let correct = Correct { document: first, scale: Scale::Minor, change_note: "改标题。".to_owned() };
        let second = actions::correct(&site.store, &correct, &city.clerk(), site.now).await.unwrap();
        let command = Save {
            edition: second,
            revision: 1,
            metadata: news("市财政局召开预算公开工作会").metadata,
            body: prose::Body::from_text("会议召开。").unwrap(),
            scale: Scale::Minor,
            change_note: "改标题。".to_owned(),
        };
        actions::save(&site.store, &command, (&city.clerk(), &city.library), site.now).await.unwrap();
        city.publish(site, second).await;
        assert_eq!(titles(site, begun.document).await[1].1, "市财政局召开预算公开工作会");
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty(), "what was signed is what is public");
    }

    async fn what_was_withdrawn_is_not_shown_and_not_carried_into_a_new_edition(site: &TestSite) {
        let city = City::of(site).await;
        let (gone, one) = public(site, &city, &news("预算公开工作会召开")).await;
        let (_, other) = public(site, &city, &news("预算公开培训")).await;
        let begun = city.begin(site, &topic(&format!("# 会议\n{one}\n# 培训\n{other}"))).await;
        city.publish(site, begun.edition).await;
        let withdraw = Withdraw { document: gone, reason: "内容有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &city.leader(), site.now).await.unwrap();
        assert_eq!(titles(site, begun.document).await, [(2, "预算公开培训".to_owned())]);
        let shown = store::read!(site.store, |tx| list_shown(tx, begun.edition, (0, 200)).await).unwrap();
        assert_eq!(shown.withdrawn, 1);
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty(), "the signature holds");
        let correct = Correct { document: begun.document, scale: Scale::Major, change_note: String::new() };
        let second = actions::correct(&site.store, &correct, &city.clerk(), site.now).await.unwrap();
        let draft = edition(site, second).await;
        assert_eq!(print(&draft.metadata.gathered), format!("# 培训\n{other}《预算公开培训》\n"));
        let second = Begun { document: begun.document, edition: second };
        let refused = flaws(refusal(save(site, &city, &second, &format!("{other}\n{one}")).await));
        assert_eq!(refused, [(2, Flaw::Withdrawn("预算公开工作会召开".to_owned()))]);
        // The collection itself is withdrawn: nobody is told of it any more.
        assert_eq!(document(site, draft_of(&draft)).await.gathering.len(), 1);
        let withdraw = Withdraw { document: begun.document, reason: "专题结束。".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &city.leader(), site.now).await.unwrap();
        assert!(document(site, draft_of(&draft)).await.gathering.is_empty());
    }

    async fn what_is_not_public_is_refused_at_its_line_as_if_it_were_not_there(site: &TestSite) {
        let city = City::of(site).await;
        let draft = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let (id, index) = public(site, &city, &news("预算公开工作会召开")).await;
        let before = count_events(site).await;
        let text = format!(
            "# 文件\n云财〔2026〕12号\n{}\n/desk/documents/{}\n\nczj/2026-09999\n{index}\nhttps://www.yunxi.example/hant/documents/{id}?a=1#b",
            draft.document, draft.edition
        );
        let clerk = city.clerk();
        let who = (&clerk, &city.library);
        let refused = flaws(refusal(actions::begin(&site.store, &topic(&text), who, site.now).await));
        let not_public = |typed: &str| Flaw::NotPublic(typed.to_owned());
        assert_eq!(refused, [
            (2, not_public("云财〔2026〕12号")),
            (3, not_public(&draft.document.to_string())),
            (4, not_public(&format!("/desk/documents/{}", draft.edition).chars().take(60).collect::<String>())),
            (6, not_public("czj/2026-09999")),
            (8, Flaw::Twice(7)),
        ]);
        assert_eq!(count_events(site).await, before, "a refused act leaves no trace");
        let slip = topic(&format!("{index}《预算公开培训》\n《工作会 召开》{index}"));
        let refused = flaws(refusal(actions::begin(&site.store, &slip, who, site.now).await));
        assert_eq!(refused, [(1, Flaw::OtherTitle("预算公开工作会召开".to_owned()))]);
        let mut plain = news("会议");
        plain.metadata.gathered.clone_from(&index);
        let refused = refusal(actions::begin(&site.store, &plain, who, site.now).await);
        assert_eq!(refused, DocumentRefusal::GathersNothing);
        let begun = city.begin(site, &topic(&index)).await;
        city.publish(site, begun.edition).await;
        let correct = Correct { document: begun.document, scale: Scale::Major, change_note: String::new() };
        let second = actions::correct(&site.store, &correct, &clerk, site.now).await.unwrap();
        let second = Begun { document: begun.document, edition: second };
        let itself = format!("/documents/{}", begun.document);
        assert_eq!(flaws(refusal(save(site, &city, &second, &itself).await)), [(1, Flaw::Itself)]);
        assert_eq!(edition(site, second.edition).await.gathered.len(), 1, "what stood there stands");
    }

    async fn a_number_that_two_units_have_names_neither(site: &TestSite) {
        let city = City::of(site).await;
        let (_, index) = public(site, &city, &normative("云规〔2026〕1号", "第一条 甲。")).await;
        publish_elsewhere(site, &city, &normative("云规〔2026〕1号", "第一条 乙。")).await;
        let clerk = city.clerk();
        let who = (&clerk, &city.library);
        let refused = refusal(actions::begin(&site.store, &topic("云规〔2026〕1号"), who, site.now).await);
        assert_eq!(flaws(refused), [(1, Flaw::Ambiguous("云规〔2026〕1号".to_owned()))]);
        city.begin(site, &topic(&index)).await;
    }

    async fn another_order_heading_or_word_is_another_digest(site: &TestSite) {
        let city = City::of(site).await;
        let (_, one) = public(site, &city, &news("预算公开工作会召开")).await;
        let (_, other) = public(site, &city, &news("预算公开培训")).await;
        let begun = city.begin(site, &topic(&format!("{one}\n{other}"))).await;
        let mut digests = vec![digest_of(&edition(site, begun.edition).await)];
        for text in [
            format!("{other}\n{one}"),
            format!("# 会议\n{one}\n{other}"),
            format!("# 会议\n{one}\n# 培训\n{other}"),
            format!("{one}\n> 一\n{other}"),
            format!("{one}\n{other}\n> 一"),
            one.clone(),
        ] {
            save(site, &city, &begun, &text).await.unwrap();
            let saved = edition(site, begun.edition).await;
            let kept = print(&saved.metadata.gathered);
            assert_eq!(kept.lines().count(), text.lines().count(), "{kept}");
            digests.push(digest_of(&saved));
        }
        let mut different = digests.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), digests.len());
        // What is saved as it was changes nothing.
        save(site, &city, &begun, &one).await.unwrap();
        assert_eq!(digest_of(&edition(site, begun.edition).await), digests[6]);
    }

    async fn the_gate_reads_what_is_said_of_documents_and_replaces_it_there(site: &TestSite) {
        let city = City::of(site).await;
        let (_, index) = public(site, &city, &news("预算公开工作会召开")).await;
        let wrong = SetExpression { wrong: "阳光工程".to_owned(), better: "公开事项".to_owned(), note: String::new() };
        actions::set_expressions(&site.store, &[wrong], &site.office(), site.now).await.unwrap();
        let text = format!("# 阳光工程\n\n{index}\n> 咨询请拨13812345678。");
        let begun = city.begin(site, &topic("")).await;
        save(site, &city, &begun, &text).await.unwrap();
        let work = store::read!(site.store, |tx| publishing::queries::find_work(tx, begun.edition).await);
        let places: Vec<String> = work.unwrap().unwrap().findings.into_iter().map(|it| it.place).collect();
        assert_eq!(places.len(), 2, "{places:?}");
        assert!(places.contains(&"收录的信息第1行".to_owned()) && places.contains(&"收录的信息第3行".to_owned()), "{places:?}");
        let revision = edition(site, begun.edition).await.revision;
        actions::replace_expressions(&site.store, (begun.edition, revision), &city.clerk(), site.now).await.unwrap();
        actions::mask(&site.store, (begun.edition, revision + 1), &city.clerk(), site.now).await.unwrap();
        let kept = edition(site, begun.edition).await.gathered;
        assert_eq!(kept[0].heading, "公开事项");
        assert!(!kept[0].entries[0].words.contains("13812345678"), "{}", kept[0].entries[0].words);
    }

    async fn a_collection_is_handed_in_without_text_of_its_own_but_not_empty(site: &TestSite) {
        let city = City::of(site).await;
        let (_, index) = public(site, &city, &news("预算公开工作会召开")).await;
        let begun = city.begin(site, &topic("")).await;
        let judge = Judge::of(begun.edition, "");
        let clerk = city.clerk();
        let who = (&clerk, &city.library);
        let refused = refusal(actions::submit(&site.store, &judge, who, site.now).await);
        assert_eq!(refused, DocumentRefusal::NotReady("收录的信息、正文或附件".to_owned()));
        save(site, &city, &begun, &index).await.unwrap();
        actions::submit(&site.store, &judge, who, site.now).await.unwrap();
        assert_eq!(state(site, &begun).await, EditionState::FirstReview);
    }

    async fn issues_stand_by_year_and_number_and_each_is_one_document(site: &TestSite) {
        let city = City::of(site).await;
        for (year, number) in [("2026", "2"), ("2025", "12"), ("2026", "10")] {
            public(site, &city, &gazette(year, number)).await;
        }
        let clerk = city.clerk();
        let who = (&clerk, &city.library);
        let refused = refusal(actions::begin(&site.store, &gazette("2026", "2"), who, site.now).await);
        assert!(matches!(refused, DocumentRefusal::IssueTaken(_)), "{refused:?}");
        let refused = refusal(actions::begin(&site.store, &gazette("26", "2"), who, site.now).await);
        assert_eq!(refused, DocumentRefusal::IssueUnreadable);
        let page = async |ask| store::read!(site.store, |tx| list_issues(tx, "gazette", &ask).await).unwrap();
        let first = page(PageAsk::first(2)).await;
        let told = |page: &kernel::Page<publishing::issue::IssueLine>| page.items.iter().map(|it| it.issue.to_string()).collect::<Vec<_>>();
        assert_eq!(told(&first), ["2026年第10期", "2026年第2期"]);
        let next = page(PageAsk::after(first.next.unwrap(), 2)).await;
        assert_eq!((told(&next), next.next), (vec!["2025年第12期".to_owned()], None));
        let newest = first.items[0].id;
        assert_eq!(document(site, newest).await.edition.metadata.issue, Some(Issue { year: 2026, number: 10 }));
        // What was withdrawn frees its number.
        let withdraw = Withdraw { document: newest, reason: "重排。".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &city.leader(), site.now).await.unwrap();
        assert_eq!(told(&page(PageAsk::first(2)).await), ["2026年第2期", "2025年第12期"]);
        public(site, &city, &gazette("2026", "10")).await;
    }

    async fn interpretations_by_leaders_are_counted_by_unit_and_year_while_they_are_public(site: &TestSite) {
        let city = City::of(site).await;
        let interpretation = |by: &str| Begin {
            kind: "interpretation".to_owned(),
            metadata: TypedMetadata {
                column: "interpretations".to_owned(),
                title: "读懂专项资金管理办法".to_owned(),
                summary: "说明背景、目的和重要举措。".to_owned(),
                interpreter: by.to_owned(),
                ..TypedMetadata::default()
            },
            body: prose::Body::from_text("为什么要制定。").unwrap(),
        };
        let count = async |year| {
            let counted = store::read!(site.store, |tx| count_interpreted(tx, &city.library, year).await).unwrap();
            assert!(!counted.contains_key(&city.welfare));
            let count = counted.get(&city.finance).copied();
            let unit = store::read!(site.store, |tx| store::directory::find_unit(tx, city.finance).await).unwrap().unwrap();
            let of_one = store::read!(site.store, |tx| count_interpreted_of(tx, &city.library, (&unit, year)).await).unwrap();
            assert_eq!(of_one, Some(count.unwrap_or(0)));
            count
        };
        public(site, &city, &interpretation("drafter")).await;
        let draft = city.begin(site, &interpretation("principal")).await;
        assert_eq!(count(2026).await, None, "neither a draft nor somebody else counts");
        city.publish(site, draft.edition).await;
        let (second, _) = public(site, &city, &interpretation("principal")).await;
        assert_eq!((count(2026).await, count(2025).await, count(2027).await), (Some(2), None, None));
        let withdraw = Withdraw { document: second, reason: "重写。".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &city.leader(), site.now).await.unwrap();
        assert_eq!(count(2026).await, Some(1));
        let clerk = city.clerk();
        let who = (&clerk, &city.library);
        let refused = refusal(actions::begin(&site.store, &interpretation("mayor"), who, site.now).await);
        assert_eq!(refused, DocumentRefusal::InterpreterUnknown);
        let mut plain = news("会议");
        plain.metadata.interpreter = "principal".to_owned();
        let refused = refusal(actions::begin(&site.store, &plain, who, site.now).await);
        assert_eq!(refused, DocumentRefusal::InterpreterUnknown, "a kind that interprets nothing names nobody");
    }
}

/// Another unit publishes a document.
async fn publish_elsewhere(site: &TestSite, city: &City, begin: &Begin) {
    let (store, now) = (&site.store, site.now);
    let who = |seed, role| person(seed, city.welfare, &[role]);
    let clerk = city.welfare_clerk();
    let begun = actions::begin(store, begin, (&clerk, &city.library), now);
    let judge = Judge::of(begun.await.unwrap().edition, "同意。");
    actions::submit(store, &judge, (&clerk, &city.library), now)
        .await
        .unwrap();
    let head = who(12, Role::SectionHead)
        .unit_leader(city.welfare)
        .unwrap();
    actions::pass(store, &judge, &head, now).await.unwrap();
    let secrecy = who(13, Role::SecrecyOfficer);
    let secrecy = secrecy.secrecy_reviewer(city.welfare).unwrap();
    actions::sign(store, &judge, &secrecy, now).await.unwrap();
    let leader = city.welfare_leader();
    actions::approve(store, &judge, &leader, (&outlet(site), now))
        .await
        .unwrap();
}

/// The one document that a draft gathers.
fn draft_of(draft: &Edition) -> DocumentId {
    draft.gathered[0].entries[0].document
}
