//! Answers: quoted as the database has it, or not at all; what an office wrote goes first; what visitors say of them.

use std::sync::Arc;

use answers::actions::{SetCurated, set_curated};
use answers::queries::list_asked;
use answers::rules::Draft;
use kernel::{CuratedId, Date, DocumentId, PageAsk};
use promises::actions::make_void::{MakeVoid, make_void};
use promises::model::Origin;
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use publishing::actions::{DecideValidity, Withdraw};
use publishing::{Validity, actions};
use search::{Choice, Compared, Item, Progress, SearchIndex, Section, Standing};
use testkit::{TestSite, on_both};

use crate::ask::Portal;
use crate::city;
use crate::library::{self, Desk, policy};

const PASSAGE: &str = "第三条 主管部门应当自受理专项资金申请之日起十五日内完成审核。";
const QUESTION: &str = "/answers?q=申请专项资金多久能审核完";

/// An index that believes of a document that it holds, whatever became of it.
fn believe(portal: &Portal, id: DocumentId) {
    fill(portal, &[policy_item(id)]);
}

fn fill(portal: &Portal, items: &[Item]) {
    let index = Arc::new(SearchIndex::in_memory().unwrap());
    let mut writer = index.writer().unwrap();
    for item in items {
        writer.put(item).unwrap();
    }
    writer.commit(&Progress::default()).unwrap();
    index.refresh().unwrap();
    portal.site.finder.put(index);
    portal.site.finder.set_whole(true);
}

fn policy_item(id: DocumentId) -> Item {
    let key = format!("document/{id}");
    Item {
        address: format!("/documents/{id}"),
        title: "专项资金<b>管理办法".to_owned(),
        number: "清财〔2026〕12号".to_owned(),
        codes: Vec::new(),
        summary: String::new(),
        keywords: Vec::new(),
        sections: vec![Section {
            heading: "二、申请".to_owned(),
            anchor: "s1".to_owned(),
            text: PASSAGE.to_owned(),
        }],
        day: Date::constant(2026, 11, 18),
        standing: Standing::Holds,
        standing_name: String::new(),
        kind: Choice::new("normative", "规范性文件"),
        weight: 15,
        units: vec![Choice::new("x", "县财政局")],
        unit_names: Vec::new(),
        theme: None,
        columns: Vec::new(),
        sites: Vec::new(),
        matter: key.clone(),
        key,
    }
}

/// An index that has a duty of the county's plan and one promise of it, whatever became of them.
fn believe_promise(portal: &Portal, line: &PromiseLine, text: &str) {
    let item = |key: String, kind: &str, text: &str| Item {
        address: format!("/{key}"),
        title: line.title.clone(),
        number: String::new(),
        codes: Vec::new(),
        summary: String::new(),
        keywords: Vec::new(),
        sections: vec![Section {
            heading: String::new(),
            anchor: String::new(),
            text: text.to_owned(),
        }],
        day: line.due_on,
        standing: Standing::Holds,
        standing_name: String::new(),
        kind: Choice::new(kind, ""),
        weight: 8,
        units: vec![Choice::new(
            line.unit_id.to_string(),
            line.unit_name.clone(),
        )],
        unit_names: Vec::new(),
        theme: None,
        columns: Vec::new(),
        sites: Vec::new(),
        matter: format!("duty/{}", line.origin.id()),
        key,
    };
    let duty = format!("duty/{}", line.origin.id());
    let promise = format!("promise/{}", line.id);
    let items = [
        item(duty, "duty", text),
        item(promise, "promise", "承诺公开。"),
    ];
    fill(portal, &items);
}

/// What is due on the day of the test.
async fn due_today(site: &TestSite) -> PromiseLine {
    let filter = PromiseFilter {
        due_from: Some(site.now.date()),
        due_through: Some(site.now.date()),
        ..PromiseFilter::default()
    };
    let first = PageAsk::first(9);
    let today = site.now.date();
    let page = store::read!(site.store, |tx| list_promises(tx, &filter, &first, today)
        .await);
    let found = page.unwrap().items.into_iter();
    found.last().expect("the plan has one")
}

/// A policy in force that says it.
async fn publish(site: &TestSite, desk: &Desk) -> DocumentId {
    let mut it = policy("清财〔2026〕12号", "专项资金管理办法");
    it.metadata.effective_on = "2026-11-19".to_owned();
    it.body = library::clean(&format!(
        "<h2>一、总则</h2><p>第一条 制定本办法。</p><h2>二、申请</h2><p>{PASSAGE}</p>"
    ));
    desk.publish(site, &it).await
}

async fn own(site: &TestSite, question: &str, document: Option<DocumentId>) -> CuratedId {
    let found = store::read!(site.store, |tx| store::directory::load(tx).await).unwrap();
    let compared = Compared::of(question);
    let command = SetCurated {
        known: None,
        draft: Draft {
            wordings: vec![answers::Wording {
                words: question.to_owned(),
                folded: compared.folded,
                grams: compared.grams,
            }],
            answer: "十五日。<script>\n节假日不计。".to_owned(),
            review_by: Some(Date::constant(2027, 5, 1)),
        },
        unit: found.units().first().map(|it| it.id),
        document,
    };
    set_curated(&site.store, &command, &site.office(), site.now)
        .await
        .unwrap()
}

async fn asked(site: &TestSite) -> Vec<(String, u64, u64)> {
    let found = store::read!(site.store, |tx| list_asked(tx, &PageAsk::first(9)).await).unwrap();
    let lines = found.items.into_iter();
    lines
        .map(|it| (it.words, it.unanswered, it.unhelpful))
        .collect()
}

on_both! {
    async fn a_passage_is_quoted_as_long_as_it_is_public_and_holds(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        believe(&portal, id);
        let page = portal.get(QUESTION).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(PASSAGE), "{}", page.body);
        assert!(page.body.contains(&format!("href=\"/documents/{id}#s1\"")) && page.body.contains("清财〔2026〕12号"));
        assert!(page.body.contains("专项资金&#60;b&#62;管理办法") && !page.body.contains("资金<b>"));
        let record = portal.get("/api/v1/answers?q=申请专项资金多久能审核完").await;
        assert!(record.body.contains("\"outcome\":\"quoted\"") && record.body.contains(PASSAGE), "{}", record.body);
        let hant = portal.get("/hant/answers?q=申請專項資金多久能審核完").await;
        assert!(hant.body.contains("十五日內完成審核"), "{}", hant.body);

        let decide = DecideValidity {
            document: id,
            validity: Validity::Repealed,
            basis: "《关于废止部分文件的决定》（清财〔2026〕30号）".to_owned(),
            effective_on: "2026-11-21".parse().unwrap(),
            words: "不再施行。".to_owned(),
        };
        actions::decide_validity(&site.store, &decide, &desk.leader(), (&desk.outlet(site), site.now)).await.unwrap();
        let page = portal.get(QUESTION).await;
        assert!(!page.body.contains(PASSAGE) && page.body.contains("不能作为答案"), "{}", page.body);
        assert!(page.body.contains("清财〔2026〕30号"), "by what it ended");
        let record = portal.get("/api/v1/answers?q=申请专项资金多久能审核完").await;
        assert!(record.body.contains("\"outcome\":\"over\"") && record.body.contains("\"passages\":[]"), "{}", record.body);
    }

    async fn what_was_withdrawn_a_moment_ago_answers_nothing(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        believe(&portal, id);
        own(site, "申请专项资金多久能审核完", Some(id)).await;
        let page = portal.get(QUESTION).await;
        assert!(page.body.contains("十五日。&#60;script&#62;") && page.body.contains("整理"), "{}", page.body);
        let command = Withdraw { document: id, reason: "有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        let page = portal.get(QUESTION).await;
        assert!(!page.body.contains(PASSAGE) && !page.body.contains("十五日。"), "{}", page.body);
        assert!(page.body.contains("没有找到可靠的答案"));
    }

    async fn an_entry_is_found_by_the_words_of_its_answer_and_goes_when_its_document_ends(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        let entry = own(site, "专项资金多久审核完", Some(id)).await;
        let item = |key: String| Item {
            title: "专项资金多久审核完".to_owned(),
            keywords: vec!["十五日。节假日不计。".to_owned()],
            sections: Vec::new(),
            kind: Choice::new("qa", "常见问题"),
            matter: key.clone(),
            key,
            ..policy_item(id)
        };
        fill(&portal, &[item(format!("curated/{entry}"))]);
        let asked = "/answers?q=专项资金审核时节假日也算吗";
        let page = portal.get(asked).await;
        assert!(page.body.contains("节假日不计") && page.body.contains("依据"), "{}", page.body);
        for other in ["/answers?q=专项资金", "/answers?q=专项资金审核要交钱吗"] {
            assert!(!portal.get(other).await.body.contains("节假日不计"), "{other}");
        }
        let command = Withdraw { document: id, reason: "有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        assert!(!portal.get(asked).await.body.contains("节假日不计"));
    }

    async fn whether_a_document_holds_is_told_by_its_number(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        believe(&portal, id);
        let asked = "/answers?q=清财〔2026〕第十二号还有效吗";
        let page = portal.get(asked).await;
        assert!(page.body.contains("清财〔2026〕12号</span>：有效"), "{}", page.body);
        let unknown = portal.get("/answers?q=清财〔2026〕13号还有效吗").await;
        assert!(!unknown.body.contains("</span>：有效"), "{}", unknown.body);
        let decide = DecideValidity {
            document: id,
            validity: Validity::Repealed,
            basis: "《决定》（清财〔2026〕30号）".to_owned(),
            effective_on: "2026-11-21".parse().unwrap(),
            words: "不再施行。".to_owned(),
        };
        actions::decide_validity(&site.store, &decide, &desk.leader(), (&desk.outlet(site), site.now)).await.unwrap();
        let page = portal.get(asked).await;
        assert!(page.body.contains("</span>：已废止") && page.body.contains("清财〔2026〕30号"), "{}", page.body);
    }

    async fn a_day_of_publication_is_told_by_the_promise_as_the_database_has_it(site: &TestSite) {
        const ASKED: &str = "q=重大行政决策事项目录什么时候公布";
        let portal = Portal::over(site).await;
        let line = due_today(site).await;
        believe_promise(&portal, &line, "公布本年度重大行政决策事项目录，并明确责任人。");
        let asked = format!("/answers?{ASKED}");
        let page = portal.get(&asked).await;
        assert!(page.body.contains("公布本年度重大行政决策事项目录&#60;含听证事项&#62;&#38;说明"), "{}", page.body);
        assert!(page.body.contains(&format!("href=\"/promises/{}\"", line.id)) && page.body.contains("今日到期"));
        assert!(page.body.contains("2026年政务公开工作要点</a>") && page.body.contains(&line.unit_name));
        assert!(!page.body.contains("没有找到可靠的答案"));
        let record = portal.get(&format!("/api/v1/answers?{ASKED}")).await;
        assert!(record.body.contains("\"due_on\":\"2026-11-21\"") && record.body.contains("\"standing\":\"due_today\""), "{}", record.body);
        // The index has it all the same: another matter, and no question for a day.
        for other in ["/answers?q=公务员招录事项目录什么时候公布", "/answers?q=重大行政决策事项目录是什么"] {
            assert!(!portal.get(other).await.body.contains("公开承诺</h2>"), "{other}");
        }

        let id = serde_json::json!({ "id": line.id.to_string(), "unit_id": line.unit_id.to_string() });
        city::keep_now(&site.store, &id, site.now).await;
        let page = portal.get(&asked).await;
        assert!(page.body.contains("已于<time datetime=\"2026-11-21\">") && page.body.contains("按期兑现"), "{}", page.body);
    }

    async fn a_promise_that_is_void_or_gone_answers_nothing(site: &TestSite) {
        let portal = Portal::over(site).await;
        let mut line = due_today(site).await;
        let text = "公布本年度重大行政决策事项目录，并明确责任人。";
        believe_promise(&portal, &line, text);
        let command = MakeVoid { promise: line.id, reason: "本年度没有列入目录的事项。".to_owned() };
        make_void(&site.store, &command, &city::office(), site.now).await.unwrap();
        let asked = "/answers?q=重大行政决策事项目录什么时候公布";
        let page = portal.get(asked).await;
        assert!(!page.body.contains("公开承诺</h2>") && page.body.contains("没有找到可靠的答案"), "{}", page.body);
        line.id = "0195d09b-6600-7a6e-9450-706f458787e5".parse().unwrap();
        line.origin = Origin::Duty("0195d09b-6600-7a6e-9450-706f458787e5".parse().unwrap());
        believe_promise(&portal, &line, text);
        let page = portal.get(asked).await;
        assert!(page.status == 200 && !page.body.contains("公开承诺</h2>"), "{}", page.body);
    }

    async fn presses_are_kept_by_question_and_nothing_that_identifies(site: &TestSite) {
        let portal = Portal::over(site).await;
        let press = async |q: &str, press: &str, headers: &[(&str, &str)]| {
            let fields = [("q", q), ("press", press), ("remark", "")];
            portal.post("/answers/press", &fields, headers).await
        };
        let done = press("路灯不亮找谁？", "unanswered", &[]).await;
        assert_eq!((done.status, done.header("location").as_str()), (303, "/answers/thanks"));
        press("请问路灯不亮找谁", "unhelpful", &[]).await;
        press("身份证11010519491231002X的低保", "unanswered", &[]).await;
        press("我的手机13800138000", "unanswered", &[]).await;
        assert_eq!(press("路灯", "unanswered", &[("sec-fetch-site", "cross-site")]).await.status, 400);
        assert_eq!(press("路灯", "perhaps", &[]).await.status, 400);
        let robot = [("q", "路灯"), ("press", "unanswered"), ("remark", "x")];
        assert_eq!(portal.post("/answers/press", &robot, &[]).await.status, 303);
        assert_eq!(asked(site).await, [("路灯不亮找谁？".to_owned(), 1, 1)]);
        assert_eq!(portal.get("/answers/thanks").await.status, 200);
    }
}

#[tokio::test]
async fn the_form_is_there_before_the_index_and_strange_questions_do_no_harm() {
    let site = TestSite::on_sqlite().await;
    let portal = Portal::over(&site).await;
    own(&site, "图书馆几点开门", None).await;
    let empty = portal.get("/answers").await;
    assert!(empty.status == 200 && empty.body.contains("图书馆几点开门"));
    let waiting = portal.get("/answers?q=图书馆").await;
    assert!(waiting.body.contains("问答正在准备"));
    believe(
        &portal,
        "0195d09b-6600-7a6e-9450-706f458787e5".parse().unwrap(),
    );
    for typed in ["%00", "%22%3E%3Cscript%3E", "?????", "%F0%A0%AE%B7"] {
        let page = portal.get(&format!("/answers?q={typed}")).await;
        assert_eq!(page.status, 200, "{typed}");
        assert!(!page.body.contains("<script>"), "{typed}");
    }
    let long = portal
        .get(&format!("/answers?q={}", "a".repeat(4000)))
        .await;
    assert_eq!(long.status, 200);
    assert_eq!(portal.get("/api/v1/answers").await.status, 400);
    assert_eq!(portal.get("/api/v1/answers?q=a&x=1").await.status, 400);
}
