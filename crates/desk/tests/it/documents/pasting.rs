//! 粘贴 into the editor: cleaned as what is saved is, told what was left out, by those who draft alone.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use kernel::Role;
use testkit::on_both;

use crate::site::{Answer, Browser, count_events, desk, signed_in, two_units, value_of};

const WORD: &str = "<p class=MsoNormal style='mso-indent:2em'><span lang=EN-US>&nbsp;&nbsp;</span>第一条 公示。</p>\
    <table class=MsoTableGrid><tr><th>项目</th><td>期限</td></tr></table><del>旧句</del><script>alert(1)</script>\
    <p><img src='file:///C:/image001.png'><img alt='图一' src='data:image/png;base64,iVBORw0KGgoAAAA='></p>";

async fn paste(browser: &mut Browser, token: &str, html: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/desk/documents/paste")
        .header("x-csrf", token)
        .header("sec-fetch-site", "same-origin");
    browser.send(request.body(html.into()).unwrap()).await
}

on_both! {
    async fn the_editor_comes_with_the_page_that_edits_compressed_and_to_be_kept(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let list = clerk.get("/desk/documents").await;
        assert!(!list.text.contains("/desk/assets/editor."), "{}", list.text);
        let page = clerk.get("/desk/documents/new?kind=news").await;
        let address = value_of(&page.text, "<script src=\"/desk/assets/editor.").unwrap();
        let request = Request::builder()
            .uri(format!("/desk/assets/editor.{address}"))
            .header("accept-encoding", "gzip, br");
        let script = clerk.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(script.status, StatusCode::OK);
        assert_eq!(script.headers["content-encoding"], "gzip");
        assert!(script.headers["cache-control"].to_str().unwrap().contains("immutable"));
        assert!(script.bytes.len() < 110_000, "{} bytes", script.bytes.len());
    }

    async fn what_is_pasted_comes_back_clean_with_its_pictures_and_what_was_left_out(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        clerk.get("/desk/documents/new?kind=news").await;
        let before = count_events(site).await;
        let token = clerk.csrf();
        let answer = paste(&mut clerk, &token, WORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let said: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        let html = said["html"].as_str().unwrap();
        assert!(html.starts_with("<p>第一条 公示。</p>\n<table>"), "{html}");
        assert!(html.contains("<img src=\"data:image/png;base64,iVBORw0KGgoAAAA=\" alt=\"图一\">"), "{html}");
        assert!(!html.contains("Mso") && !html.contains("script") && !html.contains("旧句"), "{html}");
        let told = said["told"].to_string();
        for words in ["1段脚本", "带删除线", "没有一起粘贴进来的图片"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!(count_events(site).await, before, "nothing is kept");
    }

    async fn nobody_pastes_without_a_session_its_token_and_a_post_that_drafts(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        clerk.get("/desk/documents/new?kind=news").await;
        assert_eq!(paste(&mut clerk, "x", WORD).await.status, StatusCode::FORBIDDEN);
        let nobody = paste(&mut desk.browser(), "x", WORD).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        assert!(nobody.text.contains("登录已过期"), "{}", nobody.text);
        let mut other = signed_in(&desk, Role::SecurityAdministrator, finance).await;
        other.get("/desk/account").await;
        let token = other.csrf();
        assert_eq!(paste(&mut other, &token, WORD).await.status, StatusCode::FORBIDDEN);
    }

    async fn what_is_too_large_is_refused_with_words(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        clerk.get("/desk/documents/new?kind=news").await;
        let token = clerk.csrf();
        let answer = paste(&mut clerk, &token, vec![b'a'; prose::LARGEST_BODY + 1]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("正文超过"), "{}", answer.text);
    }
}
