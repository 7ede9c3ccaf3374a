//! 信息发布 on the desk: drafted, looked through, returned, signed, approved, corrected, withdrawn; what one may not see or do.

mod bodies;
mod exchange;
mod expressions;
pub(crate) mod filing;
mod gathered;
mod joint;
mod many;
mod pasting;
mod rules;
pub(crate) mod subsites;
mod uploads;

use crate::owed::owes;
use crate::site;
use crate::site::{Browser, TestDesk, count_events, desk, signed_in, two_units};
use axum::http::StatusCode;
use kernel::{DocumentId, EditionId, Role, UnitId};
use publishing::public::{Found, find_public};
use publishing::queries::find_work;
use testkit::{TestSite, on_both};

const FIELDS: &[(&str, &str)] = &[
    ("kind", "normative"),
    ("column", "policies"),
    ("title", "云溪市财政局关于印发专项资金管理办法的通知"),
    ("number", "云财[2026]12号"),
    ("theme", "财政、金融、审计"),
    ("summary", "规定专项资金的申请、分配和公开。"),
    ("made_on", "2026-11-18"),
    ("effective_on", "2026-12-01"),
];

/// The people of a unit, each in a browser of their own.
struct People {
    clerk: Browser,
    head: Browser,
    secrecy: Browser,
    leader: Browser,
}

impl People {
    async fn of(desk: &TestDesk, unit: UnitId) -> Self {
        Self {
            clerk: signed_in(desk, Role::Clerk, unit).await,
            head: signed_in(desk, Role::SectionHead, unit).await,
            secrecy: signed_in(desk, Role::SecrecyOfficer, unit).await,
            leader: signed_in(desk, Role::Approver, unit).await,
        }
    }

    /// Begins a document; the address of its draft.
    async fn begin(&mut self, extra: &[(&str, &str)]) -> String {
        self.clerk.get("/desk/documents/new?kind=normative").await;
        let is_given = |name: &str| extra.iter().any(|(it, _)| *it == name);
        let usual = FIELDS.iter().filter(|(name, _)| !is_given(name));
        let fields: Vec<_> = usual.chain(extra).copied().collect();
        let answer = self.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.location().to_owned()
    }

    async fn publish(&mut self, draft: &str) {
        done(&mut self.clerk, draft, "submit", "").await;
        done(&mut self.head, draft, "pass", "同意。").await;
        done(&mut self.secrecy, draft, "sign", "").await;
        done(&mut self.leader, draft, "approve", "同意公开。").await;
    }
}

/// A list of names whose second column nobody sees.
fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in [["姓名", "身份证号"], ["李某", "11010519491231002X"]]
        .iter()
        .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    sheet.set_column_hidden(1).unwrap();
    workbook.save_to_buffer().unwrap()
}

async fn done(browser: &mut Browser, draft: &str, act: &str, words: &str) {
    browser.get(draft).await;
    let answer = browser
        .post(&format!("{draft}/{act}"), &[("words", words)])
        .await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{act}: {}",
        answer.text
    );
}

async fn document_of(site: &TestSite, draft: &str) -> DocumentId {
    let id: EditionId = draft.rsplit('/').next().unwrap().parse().unwrap();
    store::read!(site.store, |tx| find_work(tx, id).await)
        .unwrap()
        .unwrap()
        .document
        .id
}

async fn shown(site: &TestSite, draft: &str) -> Option<Found> {
    let id = document_of(site, draft).await;
    store::read!(site.store, |tx| find_public(tx, id, None).await).unwrap()
}

on_both! {
    async fn a_document_is_drafted_reviewed_and_published_and_keeps_its_promise(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let promise = owes(site, finance, "2026-11-30").await;
        let mut people = People::of(&desk, finance).await;
        let promise_text = promise.to_string();
        let draft = people.begin(&[("body", "<p>第一条 <b>甲</b><script>alert(1)</script></p>"), ("promise", &promise_text)]).await;
        let page = people.clerk.follow(&draft).await;
        assert!(page.text.contains("云财〔2026〕12号") && page.text.contains("<strong>甲</strong>"), "{}", page.text);
        assert!(!page.text.contains("alert(1)"), "{}", page.text);
        assert!(page.text.contains("取消关联"), "the promise is linked: {}", page.text);
        people.publish(&draft).await;
        assert!(matches!(shown(site, &draft).await, Some(Found::Document(_))));
        let kept = store::read!(site.store, |tx| promises::queries::find_promise(tx, promise, site.now.date()).await).unwrap().unwrap();
        assert_eq!(kept.line.standing, promises::Standing::KeptOnTime);
        let page = people.leader.get(&draft).await;
        assert!(page.text.contains("撤下") && page.text.contains("认定效力") && !page.text.contains("提交审核</button>"), "{}", page.text);
    }

    async fn what_is_wrong_is_told_at_each_field_and_what_was_typed_comes_back(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        clerk.get("/desk/documents/new?kind=normative").await;
        let before = count_events(site).await;
        let fields = [("kind", "normative"), ("column", "news"), ("title", ""), ("number", "云财202612"), ("made_on", "2027-01-01"), ("body", "<p>第一条</p>"), ("keywords", "<i>")];
        let answer = clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["column-error", "title-error", "number-error", "made_on-error"] {
            assert!(answer.text.contains(&format!("id=\"{field}\"")), "{field}: {}", answer.text);
        }
        assert!(answer.text.contains("第一条") && answer.text.contains("&#60;i&#62;"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_number_in_a_file_is_found_and_the_signature_waits_for_a_reason(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let file = [("file", "名单.txt", "李某\t11010519491231002X\n".as_bytes())];
        people.clerk.get(&draft).await;
        let added = people.clerk.upload(&format!("{draft}/files"), &[], &file).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("居民身份证号") && page.text.contains("名单.txt"), "{}", page.text);
        assert!(!page.text.contains("19491231"), "the page itself shows no number: {}", page.text);
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "pass", "").await;
        people.secrecy.get(&draft).await;
        let refused = people.secrecy.post(&format!("{draft}/sign"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("还有1处不得公开的内容未处理"), "{}", refused.text);
        let fingerprint = site::value_of(&refused.text, "name=\"fingerprint\" value=\"").unwrap();
        let kept = people.secrecy.post(&format!("{draft}/keep"), &[("fingerprint", &fingerprint), ("words", "法定公示名单")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        done(&mut people.secrecy, &draft, "sign", "").await;
    }

    async fn a_workbook_with_a_hidden_column_is_cleaned_on_the_page_and_looked_into_again(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let workbook = workbook();
        people.clerk.get(&draft).await;
        let files = [("file", "名单.xlsx", workbook.as_slice())];
        let added = people.clerk.upload(&format!("{draft}/files"), &[], &files).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("隐藏列") && page.text.contains("居民身份证号"), "{}", page.text);
        assert!(!page.text.contains("19491231"), "{}", page.text);
        assert!(page.text.contains("去除隐藏内容并脱敏"), "{}", page.text);
        let cleaned = people.clerk.post(&format!("{draft}/files/1/clean"), &[]).await;
        assert_eq!(cleaned.status, StatusCode::SEE_OTHER, "{}", cleaned.text);
        let page = people.clerk.follow(&draft).await;
        assert!(!page.text.contains("隐藏列") || page.text.contains("去除隐藏列1处"), "{}", page.text);
        assert!(!page.text.contains("居民身份证号"), "nothing is found in the clean file: {}", page.text);
        let file = people.clerk.get(&format!("{draft}/files/1")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_ne!(file.bytes, workbook);
        people.publish(&draft).await;
    }

    async fn masking_on_the_page_hides_what_was_found(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "联系人手机13812345678。")]).await;
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "return", "请脱敏。").await;
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("退回意见") && page.text.contains("请脱敏。"), "{}", page.text);
        let revision = site::value_of(&page.text, "name=\"revision\" value=\"").unwrap();
        let masked = people.clerk.post(&format!("{draft}/mask"), &[("revision", &revision)]).await;
        assert_eq!(masked.status, StatusCode::SEE_OTHER, "{}", masked.text);
        let page = people.clerk.follow(&draft).await;
        assert!(page.text.contains("138****5678") && !page.text.contains("13812345678"), "{}", page.text);
    }

    async fn a_stale_save_shows_both_versions_and_overwrites_nothing(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let edit = format!("{draft}/edit");
        people.clerk.get(&edit).await;
        let mut mine = FIELDS.to_vec();
        mine.extend([("revision", "1"), ("body", "<p>第一条 乙。</p>")]);
        let saved = people.clerk.upload(&edit, &mine, &[]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        people.head.get(&edit).await;
        mine.pop();
        mine.push(("body", "<p>第一条 丙。</p>"));
        let stale = people.head.upload(&edit, &mine, &[]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text.contains("第一条 乙。") && stale.text.contains("第一条 丙。"), "{}", stale.text);
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("第一条 乙。"), "{}", page.text);
    }

    async fn a_body_comes_from_a_file_and_a_pasted_picture_stays_inside_until_it_is_public(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        people.clerk.get("/desk/documents/new?kind=normative").await;
        let page = "<html><body><h1>办法</h1><p>第一条 由文件来。</p></body></html>";
        let file = [("body_file", "正文.html", page.as_bytes())];
        let answer = people.clerk.upload("/desk/documents/new", FIELDS, &file).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let shown = people.clerk.follow(answer.location()).await;
        assert!(shown.text.contains("第一条 由文件来。"), "{}", shown.text);

        let picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        let body = format!("<p>图：<img alt=\"图\" src=\"data:image/png;base64,{picture}\"></p>");
        let draft = people.begin(&[("number", "云财〔2026〕13号"), ("body", &body)]).await;
        let page = people.clerk.follow(&draft).await;
        let path = site::value_of(&page.text, "src=\"/desk/documents/pictures/").expect("the picture is shown");
        let path = format!("/desk/documents/pictures/{path}");
        assert_eq!(people.clerk.get(&path).await.status, StatusCode::OK);
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    }

    async fn another_units_people_do_not_learn_that_it_is_there(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let mut stranger = signed_in(&desk, Role::Approver, education).await;
        assert_eq!(stranger.get(&draft).await.status, StatusCode::NOT_FOUND);
        let list = stranger.get("/desk/documents?state=draft").await;
        assert!(!list.text.contains("专项资金管理办法"), "{}", list.text);
        let before = count_events(site).await;
        for act in ["submit", "discard", "approve", "withdraw", "mask"] {
            let answer = stranger.post(&format!("{draft}/{act}"), &[("words", "试")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        assert_eq!(count_events(site).await, before);
    }

    async fn a_public_document_is_corrected_by_a_new_edition_repealed_and_withdrawn(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 十日。")]).await;
        people.publish(&draft).await;
        let answer = people.clerk.post(&format!("{draft}/correct"), &[("scale", "minor")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let second = answer.location().trim_end_matches("/edit").to_owned();
        // Without a word on what changed it is not handed in.
        people.clerk.get(&second).await;
        let refused = people.clerk.post(&format!("{second}/submit"), &[]).await;
        assert!(refused.text.contains("请写明更正或修订了什么"), "{}", refused.text);
        let mut fields = FIELDS.to_vec();
        fields.extend([("revision", "1"), ("scale", "minor"), ("change_note", "十日更正为十五日。"), ("body", "<p>第一条 十五日。</p>"), ("then", "show")]);
        let saved = people.clerk.upload(&format!("{second}/edit"), &fields, &[]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        people.publish(&second).await;
        match shown(site, &second).await {
            Some(Found::Document(it)) => assert!(it.edition.body.text().contains("十五日")),
            other => panic!("{other:?}"),
        }
        people.leader.get(&second).await;
        let bare = people.leader.post(&format!("{second}/validity"), &[("validity", "repealed")]).await;
        assert!(bare.text.contains("请写明依据"), "{}", bare.text);
        let decided = people.leader.post(&format!("{second}/validity"), &[("validity", "repealed"), ("basis", "《决定》（云政发〔2026〕20号）")]).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
        let taken = people.leader.post(&format!("{second}/withdraw"), &[("words", "内容有误。"), ("successor", "")]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        assert!(matches!(shown(site, &second).await, Some(Found::Withdrawn(_))));
    }
}
