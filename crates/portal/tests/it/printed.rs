//! Editions on paper and the code that they carry: what stands on them, who gets them, and what `/verify` says of every kind of code.

use crate::ask::{self, Portal};
use crate::library::{Desk, clean, notice, policy};
use kernel::DocumentId;
use ledger::{Signer, Suite, signer_of};
use pdf_oxide::PdfDocument;
use publishing::Validity;
use publishing::actions::{self, Correct, DecideValidity, Withdraw};
use publishing::model::Scale;
use testkit::{TestSite, on_both};
use ui::Variant;

fn signer() -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, "www.qingshui.example/log", &[7; 32]).unwrap()
}

async fn append_all(site: &TestSite) {
    while site
        .store
        .append_to_ledger(&*signer(), site.now)
        .await
        .unwrap()
        .leaves
        > 0
    {}
}

/// The words of a file's pages, blanks aside.
async fn words(portal: &Portal, path: &str) -> String {
    let answer = portal.get(path).await;
    assert_eq!(
        (answer.status, answer.header("content-type").as_str()),
        (200, "application/pdf"),
        "{path}"
    );
    let document = PdfDocument::from_bytes(answer.bytes().to_vec()).unwrap();
    let pages = 0..document.page_count().unwrap();
    let texts = pages.map(|page| document.extract_text(page).unwrap());
    texts
        .flat_map(|text| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The code that stands on the paper.
fn code_of(words: &str) -> String {
    let (_, after) = words.split_once("验证码：").expect("a code");
    after.chars().take_while(char::is_ascii_digit).collect()
}

async fn verify(portal: &Portal, code: &str) -> String {
    let answer = portal.get(&format!("/verify?code={code}")).await;
    assert_eq!(answer.status, 200, "{code}");
    answer.body
}

async fn publish(site: &TestSite, desk: &Desk) -> DocumentId {
    let mut command = policy("清财〔2026〕20号", "专项资金管理办法");
    command.body = clean(
        "<h2>一、总则</h2><p>第一条 为规范管理，制定本办法。</p><ol><li>申请</li><li>分配</li></ol>\
         <table><caption>限额表</caption><tr><th rowspan=\"2\">项目</th><th colspan=\"2\">金额</th></tr><tr><th>下限</th><th>上限</th></tr>\
         <tr><td>道路</td><td>1</td><td>3</td></tr></table><p class=\"right\">清水县财政局</p>",
    );
    desk.publish(site, &command).await
}

on_both! {
    async fn a_document_on_paper_says_what_its_page_says_and_leads_back_to_it(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        let path = format!("/documents/{id}/edition.pdf");
        let early = words(&portal, &path).await;
        assert!(early.contains("正在记入公开账"), "{early}");
        append_all(site).await;
        let text = words(&portal, &path).await;
        for said in [
            "专项资金管理办法", "清财〔2026〕20号", "发文机关：清水县财政局", "成文日期：2026年11月18日", "施行日期：2026年12月1日",
            "本文件尚未施行，自2026年12月1日起施行。", "一、总则", "第一条为规范管理，制定本办法。", "1.申请", "2.分配", "限额表", "道路",
            "第1页，共1页", "不是盖章的原件", "版次：第1版",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(text.contains(&format!("{}/documents/{id}", ask::BASE)));
        let first = portal.get(&path).await;
        let name = "专项资金管理办法".bytes().map(|it| format!("%{it:02X}")).collect::<String>();
        let saved = format!("inline; filename=\"edition.pdf\"; filename*=UTF-8''{name}.pdf");
        assert_eq!(first.header("content-disposition"), saved, "it is saved under its title");
        let of_first = portal.get(&format!("/documents/{id}/editions/1/edition.pdf")).await.header("content-disposition");
        assert!(of_first.ends_with("%EF%BC%88%E7%AC%AC1%E7%89%88%EF%BC%89.pdf"), "{of_first}");
        portal.site.cache.drop_tagged(&portal::tags_of(&crate::library::newest(site).await[0]));
        assert_eq!(portal.get(&path).await.bytes(), first.bytes(), "the same day and data give the same bytes");
        for variant in Variant::ALL {
            let page = portal.get(&variant.address(&format!("/documents/{id}"))).await.body;
            assert!(page.contains(&format!("href=\"{path}\" download=")), "one sheet for all variants");
        }
        let told = verify(&portal, &code_of(&text)).await;
        for said in ["有这份材料，是现行版次", "专项资金管理办法", "第1版", "尚未施行", "入账证明"] {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert!(told.contains(&format!("href=\"/documents/{id}\"")));
    }

    async fn a_code_outlives_correction_repeal_and_withdrawal_and_tells_of_each(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = publish(site, &desk).await;
        append_all(site).await;
        let path = format!("/documents/{id}/edition.pdf");
        let first = code_of(&words(&portal, &path).await);

        let command = Correct { document: id, scale: Scale::Minor, change_note: "更正限额。".to_owned() };
        let second = actions::correct(&site.store, &command, &desk.clerk(), site.now).await.unwrap();
        desk.rewrite(site, second, &policy("清财〔2026〕20号", "专项资金管理办法")).await;
        desk.bring_out(site, second).await;
        desk.drop_pages(site, &portal).await;
        append_all(site).await;
        let newer = code_of(&words(&portal, &path).await);
        assert_ne!(first, newer);
        let old_path = format!("/documents/{id}/editions/1/edition.pdf");
        let old = words(&portal, &old_path).await;
        assert!(old.contains("这是第1版，已被第2版取代") && code_of(&old) == first, "{old}");
        let told = verify(&portal, &first).await;
        assert!(told.contains("这是第1版，已被第2版取代。") && !told.contains("是现行版次"), "{told}");
        assert!(verify(&portal, &newer).await.contains("是现行版次"));

        let decide = DecideValidity {
            document: id,
            validity: Validity::Repealed,
            basis: "清财〔2026〕21号".to_owned(),
            effective_on: "2026-11-21".parse().unwrap(),
            words: String::new(),
        };
        actions::decide_validity(&site.store, &decide, &desk.leader(), (&desk.outlet(site), site.now)).await.unwrap();
        desk.drop_pages(site, &portal).await;
        assert!(verify(&portal, &newer).await.contains("本文件自2026年11月21日起已废止。"));
        assert!(words(&portal, &path).await.contains("已废止。依据：清财〔2026〕21号。"));

        let withdraw = Withdraw { document: id, reason: "内容有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &desk.leader(), site.now).await.unwrap();
        desk.drop_pages(site, &portal).await;
        for code in [&first, &newer] {
            let told = verify(&portal, code).await;
            assert!(told.contains("撤下，请不要再使用。") && told.contains("内容有误。"), "{told}");
            assert!(!told.contains("SHA-256"), "what is withdrawn says no more than its tombstone");
        }
        assert_eq!(portal.get(&path).await.status, 410);
        assert_eq!(portal.get(&old_path).await.status, 410);
    }

    async fn no_code_and_no_sheet_leads_to_what_is_not_public(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let draft = desk.begin(site, &notice("尚未公开的公示")).await;
        append_all(site).await;
        let path = format!("/documents/{}", draft.document);
        for missing in [format!("{path}/edition.pdf"), format!("{path}/editions/1/edition.pdf"), "/documents/7/edition.pdf".to_owned()] {
            assert_eq!(portal.get(&missing).await.status, 404, "{missing}");
        }
        let id = publish(site, &desk).await;
        append_all(site).await;
        for missing in ["0", "2", "x", "99999999999"] {
            assert_eq!(portal.get(&format!("/documents/{id}/editions/{missing}/edition.pdf")).await.status, 404, "{missing}");
        }
        let code = code_of(&words(&portal, &format!("/documents/{id}/edition.pdf")).await);
        // Every place of the log with the digits of this edition: only its own leads anywhere.
        let leaf: u64 = code[..4].parse().unwrap();
        let tail = &code[4..14];
        let mut told = 0;
        for other in 0..leaf + 3 {
            let body = format!("{other:04}{tail}00");
            let rest = body.chars().fold(0, |rest, c| (rest * 10 + c.to_digit(10).unwrap()) % 97);
            let page = verify(&portal, &format!("{other:04}{tail}{:02}", 98 - rest)).await;
            match other == leaf {
                true => told += usize::from(page.contains("是现行版次")),
                false => assert!(page.contains("没有这个验证码。"), "{other}: {page}"),
            }
        }
        assert_eq!(told, 1);
        let wrong = verify(&portal, "1234").await;
        assert!(wrong.contains("您输入了4位") && wrong.contains("value=\"1234\""), "{wrong}");
        assert!(verify(&portal, "%3Cscript%3E").await.contains("验证码只有数字"));
        assert!(!verify(&portal, "%3Cscript%3E").await.contains("<script>"));
        assert!(!verify(&portal, "").await.contains("role=\"alert\""));
        assert_eq!(portal.get("/hant/verify?code=1").await.status, 200);
    }

    async fn a_text_longer_than_paper_takes_is_cut_and_says_where_the_rest_is(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let mut command = notice("很长的公示");
        let paragraph = format!("<p>{}</p>", "长".repeat(1_000));
        command.body = clean(&paragraph.repeat(160));
        let id = desk.publish(site, &command).await;
        let text = words(&portal, &format!("/documents/{id}/edition.pdf")).await;
        assert!(text.contains("正文很长，以下从略。全文请看网页："), "{}", text.len());
        assert!(text.chars().filter(|it| *it == '长').count() < 150_100);
    }
}
