//! 备案 between two sites on their desks, by files: downloaded here, taken in there, answered, and the answer taken in here.

use std::sync::Arc;

use axum::http::StatusCode;
use kernel::Role;
use ledger::{Signer, Suite, signer_of};
use publishing::filing::exchange::{Partners, Sealed};
use publishing::public::Found;
use store::directory::{import, register};
use testkit::{TestSite, on_both};

use super::{People, shown};
use crate::site::{Browser, TestDesk, count_events, desk_with, signed_in, signer, two_units};

const RECEIVER: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n\
    ZF,云溪市人民政府,市政府,government,city,,,,,,,,,,\n\
    MZJ,云溪市民政局,市民政局,department,city,ZF,,,,,,,,,\n";

fn theirs() -> Arc<dyn Signer> {
    Arc::from(signer_of(Suite::Ed25519, "zf.yunxi.example/log", &[9; 32]).unwrap())
}

/// The desk of the site above, which knows the one below.
async fn above(site: &TestSite) -> (TestDesk, Browser, Browser) {
    let (units, office) = (register::read_units(RECEIVER).unwrap(), site.office());
    store::write!(site.store, |tx| import::import_units(
        tx, &units, &office, site.now
    )
    .await)
    .unwrap();
    let desk = desk_with(site, |desk| {
        desk.signer = theirs();
        let known = ("市财政局网站".to_owned(), signer().verifier().text());
        desk.partners = Arc::new(Partners {
            senders: [known].into(),
            ..Partners::default()
        });
    });
    let unit = |code: &'static str| async move {
        let found = store::read!(site.store, |tx| {
            store::directory::find_unit_by_code(tx, code).await
        });
        found.unwrap().unwrap().id
    };
    let clerk = signed_in(&desk, Role::Clerk, unit("ZF").await).await;
    let other = signed_in(&desk, Role::Clerk, unit("MZJ").await).await;
    (desk, clerk, other)
}

/// What the finance bureau published and put on file with a government that is not on its site.
async fn filed(desk: &TestDesk, people: &mut People) -> (String, String) {
    let draft = people.begin(&[("body", "第一条 甲。")]).await;
    let draft_files = format!("{draft}/files");
    people.clerk.get(&draft).await;
    let file = ("file", "附表.txt", "附表：名录。".as_bytes());
    let added = people.clerk.upload(&draft_files, &[], &[file]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    people.publish(&draft).await;
    people.clerk.get(&format!("{draft}/filing")).await;
    let fields = [
        ("receiver", "云溪市人民政府"),
        ("explanation", "为规范专项资金制定。"),
        ("legal_review", "同意。"),
        ("contact", "0577-8801234"),
    ];
    let sent = people.clerk.post(&format!("{draft}/filing"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(desk.desk.partners.senders.is_empty());
    (draft, sent.location().to_owned())
}

on_both! {
    async fn a_package_is_taken_in_judged_and_answered_by_files(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk_with(site, |desk| {
            let known = ("云溪市人民政府".to_owned(), theirs().verifier().text());
            desk.partners = Arc::new(Partners { receivers: [known].into(), ..Partners::default() });
        });
        let mut people = People::of(&desk, finance).await;
        let (draft, address) = filed(&desk, &mut people).await;
        let package = people.clerk.get(&format!("{address}/package.zip")).await;
        let disposition = package.headers["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.starts_with("attachment") && package.headers["content-type"] == "application/octet-stream", "{disposition}");
        let there = TestSite::on_sqlite().await;
        let (_desk, mut clerk, mut other) = above(&there).await;
        let page = clerk.get("/desk/filings/received").await;
        assert!(page.text.contains("这里没有其他网站报送的备案"), "{}", page.text);
        let before = count_events(&there).await;
        let mut changed = package.bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        for (bytes, says) in [
            (changed.as_slice(), "文件内容与签名不符"),
            (b"PK\x03\x04 bomb".as_slice(), "文件内容与签名不符"),
            (b"hello".as_slice(), "这不是备案包"),
        ] {
            let refused = clerk.upload("/desk/filings/received", &[], &[("file", "备案包.zip", bytes)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text.contains(says), "{}", refused.text);
        }
        let none = clerk.upload("/desk/filings/received", &[], &[]).await;
        assert!(none.text.contains("请选择文件"), "{}", none.text);
        other.get("/desk/filings/received").await;
        let foreign = other.upload("/desk/filings/received", &[], &[("file", "备案包.zip", &package.bytes)]).await;
        assert!(foreign.text.contains("这份备案包报送的是“云溪市人民政府”"), "{}", foreign.text);
        assert_eq!(count_events(&there).await, before, "a refused act leaves no trace");
        let taken = clerk.upload("/desk/filings/received", &[], &[("file", "备案包.zip", &package.bytes)]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let received = taken.location().to_owned();
        let again = clerk.upload("/desk/filings/received", &[], &[("file", "备案包.zip", &package.bytes)]).await;
        assert_eq!(again.location(), received);
        let list = clerk.get("/desk/filings/received").await;
        assert!(list.text.contains("专项资金管理办法") && list.text.contains("市财政局网站"), "{}", list.text);
        let page = clerk.get(&received).await;
        assert!(page.text.contains("第一条 甲。") && page.text.contains("为规范专项资金制定。"), "{}", page.text);
        let file = clerk.get(&format!("{received}/files/1")).await;
        assert_eq!((file.bytes.as_slice(), &file.headers["content-type"]), ("附表：名录。".as_bytes(), &"application/octet-stream".parse().unwrap()));
        for (path, reader) in [(format!("{received}/files/2"), true), (format!("{received}/files/0"), true), (format!("{received}/answer.txt"), true), (received.clone(), false), (format!("{received}/package.zip"), false)] {
            let browser = if reader { &mut clerk } else { &mut other };
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Registered under a number of its own, and answered.
        clerk.get(&received).await;
        let nameless = clerk.post(&format!("{received}/register"), &[("register_number", " ")]).await;
        assert!(nameless.text.contains("请填写备案登记号"), "{}", nameless.text);
        let done = clerk.post(&format!("{received}/register"), &[("register_number", "云府备〔2026〕外1号")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let answer = clerk.get(&format!("{received}/answer.txt")).await;
        assert!(answer.text.starts_with("gongkai filing answer v1\n"), "{}", answer.text);
        // Back at the sender: what was altered is not its answer, what was signed is.
        people.clerk.get(&address).await;
        let altered = answer.text.replace("外1号", "外2号");
        let refused = people.clerk.upload(&format!("{address}/answer"), &[], &[("file", "答复.txt", altered.as_bytes())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("没有接收：文件内容与签名不符"), "{}", refused.text);
        let accepted = people.clerk.upload(&format!("{address}/answer"), &[], &[("file", "答复.txt", &answer.bytes)]).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
        match shown(site, &draft).await {
            Some(Found::Document(it)) => assert_eq!(it.filing.unwrap().register_number, "云府备〔2026〕外1号"),
            other => panic!("not public: {other:?}"),
        }
        there.end().await;
    }

    async fn what_a_known_site_signs_is_not_trusted_as_a_page(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk_with(site, |_| {});
        let mut people = People::of(&desk, finance).await;
        let (_, address) = filed(&desk, &mut people).await;
        let package = people.clerk.get(&format!("{address}/package.zip")).await;
        let mut hostile = Sealed::read(&package.bytes).unwrap().package;
        hostile.attachments.clear();
        hostile.document.title = "<script>alert(1)</script>".to_owned();
        hostile.document.address = "javascript:alert(1)".to_owned();
        let html = "<p onclick=x>甲<script>alert(2)</script><img src='https://evil.example/x.png'><img src='/files/a.png'></p><iframe src=x></iframe>";
        let bytes = hostile.seal((html, ""), Vec::new(), &*signer()).unwrap().bytes();
        let there = TestSite::on_sqlite().await;
        let (_desk, mut clerk, _) = above(&there).await;
        clerk.get("/desk/filings/received").await;
        let taken = clerk.upload("/desk/filings/received", &[], &[("file", "备案包.zip", &bytes)]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let page = clerk.get(taken.location()).await;
        for bad in ["<script>alert", "onclick", "evil.example", "javascript:", "<iframe"] {
            assert!(!page.text.contains(bad), "{bad}: {}", page.text);
        }
        assert!(page.text.contains("甲［图片］"), "{}", page.text);
        there.end().await;
    }
}
