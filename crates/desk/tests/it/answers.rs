//! 问答 on the desk: written, changed, retired; what visitors asked becomes an entry or goes.

use answers::actions::{note_press, note_sought};
use answers::{Press, Waiting, Wording};
use axum::http::StatusCode;
use kernel::Role;
use search::Compared;
use testkit::{TestSite, on_both};

use crate::site::{Browser, desk, signed_in, two_units, value_of};

async fn ask(site: &TestSite, words: &str) {
    let compared = Compared::of(words);
    let asked = Wording {
        words: words.to_owned(),
        folded: compared.folded,
        grams: compared.grams,
    };
    note_press(&site.store, &asked, Press::Unanswered, site.now)
        .await
        .unwrap();
}

async fn write(office: &mut Browser, unit: &str, more: &[(&str, &str)]) -> crate::site::Answer {
    let mut fields = vec![
        ("id", ""),
        ("revision", "0"),
        ("question", "图书馆几点开门"),
        ("wordings", "图书馆开放时间\n\n图书馆几点开门？"),
        ("answer", "九点。"),
        ("unit", unit),
        ("source", ""),
        ("review_by", "2030-01-01"),
    ];
    for (name, value) in more {
        fields.retain(|it| it.0 != *name);
        fields.push((name, value));
    }
    office.get("/desk/answers/edit").await;
    office.post("/desk/answers", &fields).await
}

on_both! {
    async fn the_office_writes_changes_and_retires(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        let unit = finance.to_string();
        let written = write(&mut office, &unit, &[]).await;
        assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
        let list = office.get("/desk/answers").await;
        assert!(list.text.contains("图书馆几点开门") && list.text.contains("单位说明"), "{}", list.text);
        let id = value_of(&list.text, "name=\"id\" value=\"").unwrap();
        let form = office.get(&format!("/desk/answers/edit?id={id}")).await;
        assert!(form.text.contains("图书馆开放时间") && !form.text.contains("图书馆几点开门？"), "{}", form.text);
        for (field, value, says) in [
            ("answer", " ", "请填写回答"),
            ("unit", "", "请选择负责答复的单位"),
            ("source", "https://www.example.cn/x", "没有公开"),
            ("review_by", "2020-01-01", "今天之后"),
            ("question", "？", "请填写问题"),
        ] {
            let refused = write(&mut office, &unit, &[(field, value)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.text.contains(says), "{field}: {}", refused.text);
        }
        let twice = write(&mut office, &unit, &[]).await;
        assert!(twice.text.contains("已经有这个问题"), "{}", twice.text);
        let changed = write(&mut office, &unit, &[("id", &id), ("revision", "1"), ("answer", "八点。")]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let stale = write(&mut office, &unit, &[("id", &id), ("revision", "1")]).await;
        assert!(stale.text.contains("他人修改"), "{}", stale.text);
        office.get("/desk/answers").await;
        let retired = office.post("/desk/answers/retire", &[("id", &id), ("revision", "2")]).await;
        assert_eq!(retired.status, StatusCode::SEE_OTHER, "{}", retired.text);
        assert!(office.get("/desk/answers?view=retired").await.text.contains("图书馆几点开门"));
        assert!(!office.get("/desk/answers").await.text.contains("/desk/answers/edit?id="));
    }

    async fn what_visitors_asked_is_written_or_dismissed(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        ask(site, "<i>路灯不亮找谁").await;
        ask(site, "图书馆几点开门").await;
        ask(site, "图书馆几点开门").await;
        let list = office.get("/desk/answers/asked").await;
        assert!(list.text.contains("2次") && !list.text.contains("<i>路灯"), "{}", list.text);
        let form = office.get("/desk/answers/edit?asked=%E5%9B%BE%E4%B9%A6%E9%A6%86%E5%87%A0%E7%82%B9%E5%BC%80%E9%97%A8").await;
        assert!(form.text.contains("value=\"图书馆几点开门\""), "{}", form.text);
        let unit = finance.to_string();
        assert_eq!(write(&mut office, &unit, &[]).await.status, StatusCode::SEE_OTHER);
        office.get("/desk/answers/asked").await;
        let folded = Compared::of("<i>路灯不亮找谁").folded;
        let gone = office.post("/desk/answers/dismiss", &[("folded", &folded)]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
        assert!(office.get("/desk/answers/asked").await.text.contains("没有待处理的提问"));
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        assert_eq!(clerk.get("/desk/answers/asked").await.status, StatusCode::FORBIDDEN);
    }

    async fn what_visitors_sought_in_vain_becomes_a_promise_that_the_public_sees(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        let of = |words: &str, times| Waiting { folded: words.to_owned(), words: words.to_owned(), times };
        note_sought(&site.store, &[of("<i>公厕分布", 4), of("停水", 3), of("少数人", 2)], site.now).await.unwrap();
        let list = office.get("/desk/answers/sought").await;
        assert!(list.text.contains("公厕分布") && !list.text.contains("<i>公厕"), "{}", list.text);
        assert!(!list.text.contains("少数人"));
        let form = office.get("/desk/answers/promise?channel=search&folded=%3Ci%3E%E5%85%AC%E5%8E%95%E5%88%86%E5%B8%83").await;
        assert!(form.text.contains("4次") && form.text.contains("value=\"20\""), "{}", form.text);
        let unit = finance.to_string();
        let fields = |title: &'static str| [("channel", "search"), ("folded", "<i>公厕分布"), ("title", title), ("unit", unit.as_str()), ("days", "20")];
        let refused = office.post("/desk/answers/promise", &fields(" ")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("请填写承诺公开的内容"), "{}", refused.text);
        let taken = office.post("/desk/answers/promise", &fields("公厕分布图")).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let promise = office.get(taken.location()).await;
        assert!(promise.text.contains("公厕分布图"), "{}", promise.text);
        office.get("/desk/answers/sought").await;
        let gone = office.post("/desk/answers/sought/dismiss", &[("folded", "停水")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
        assert!(office.get("/desk/answers/sought").await.text.contains("没有多人搜索而找不到的词"));
        for nothing in ["?channel=search&folded=x", "?channel=x&folded=x", ""] {
            let page = office.get(&format!("/desk/answers/promise{nothing}")).await;
            assert!(page.text.contains("没有这个问题"), "{nothing}: {}", page.text);
        }
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        for path in ["/desk/answers/sought", "/desk/answers/promise?channel=search&folded=x"] {
            assert_eq!(clerk.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}
