//! Signatures, addresses that may not be called, and real calls over loopback.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use store::outbox::Topic;

use super::*;

fn now() -> Moment {
    Moment::parse("2026-11-23T00:30:00.000Z").unwrap()
}

fn filling() -> Filling {
    Filling {
        subject: "市财政局：1项已逾期".to_owned(),
        text: "请及时办理".to_owned(),
        link: "https://gk.example/desk".to_owned(),
        id: "0199".to_owned(),
        ..Filling::default()
    }
}

fn hook(url: String, signing: Signing) -> Webhook {
    Webhook {
        name: "群机器人".to_owned(),
        url,
        secret: "SECabc".to_owned(),
        signing,
        template: template::PLAIN.to_owned(),
        topics: vec![Topic::Reminders],
        unit: None,
        is_active: true,
    }
}

fn caller() -> Caller {
    Caller::of(&WebhookSection {
        allow_private: "127.0.0.1, ::1".to_owned(),
        allow_http: Choice::Yes,
    })
    .unwrap()
}

type Seen = Arc<Mutex<Vec<(Uri, HeaderMap, String)>>>;

/// A robot on loopback that answers so.
async fn robot(status: StatusCode, answer: &'static str) -> (String, Seen) {
    let seen: Seen = Arc::default();
    let kept = Arc::clone(&seen);
    let app = Router::new().route(
        "/robot/send",
        post(async move |uri: Uri, headers: HeaderMap, body: String| {
            kept.lock().unwrap().push((uri, headers, body));
            (status, [("location", "http://127.0.0.1:1/")], answer)
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (format!("http://{address}/robot/send?access_token=T"), seen)
}

#[tokio::test]
async fn a_program_of_ones_own_can_check_who_called_and_what() {
    let (url, seen) = robot(StatusCode::OK, "").await;
    let hook = hook(url, Signing::Gongkai);
    caller().call(&hook, &filling(), now()).await.unwrap();
    let (_, headers, body) = seen.lock().unwrap()[0].clone();
    let signed = headers[SIGNATURE].to_str().unwrap();
    assert_eq!(
        signed,
        signature("SECabc", now().as_millisecond(), &body).unwrap()
    );
    assert_eq!(headers[DELIVERY], "0199");
    let value: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(value["subject"], "市财政局：1项已逾期");
}

#[tokio::test]
async fn a_dingtalk_robot_finds_moment_and_sign_in_the_address() {
    let (url, seen) = robot(StatusCode::OK, r#"{"errcode":0,"errmsg":"ok"}"#).await;
    caller()
        .call(&hook(url, Signing::Dingtalk), &filling(), now())
        .await
        .unwrap();
    let query = seen.lock().unwrap()[0].0.query().unwrap().to_owned();
    assert!(
        query.starts_with("access_token=T&timestamp=1795393800000&sign="),
        "{query}"
    );
}

#[test]
fn the_dingtalk_sign_is_the_documented_one() {
    // printf '1795393800000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64
    assert_eq!(
        dingtalk_sign("SECabc", 1_795_393_800_000).unwrap(),
        "PgtCLci99e/wIVY+ir6f/9nxEuHDcdqyfWfq3e2V678="
    );
}

#[tokio::test]
async fn a_robot_that_answers_with_an_error_code_was_not_told() {
    let (url, _) = robot(
        StatusCode::OK,
        r#"{"errcode":310000,"errmsg":"sign not match"}"#,
    )
    .await;
    let failure = caller()
        .call(&hook(url, Signing::None), &filling(), now())
        .await
        .unwrap_err();
    assert!(
        failure.reason.contains("310000 sign not match"),
        "{failure:?}"
    );
}

#[tokio::test]
async fn refusals_last_and_overload_passes_and_no_redirect_is_followed() {
    for (status, trouble) in [
        (StatusCode::FORBIDDEN, Trouble::Lasting),
        (StatusCode::FOUND, Trouble::Lasting),
        (StatusCode::TOO_MANY_REQUESTS, Trouble::Passing),
        (StatusCode::BAD_GATEWAY, Trouble::Passing),
    ] {
        let (url, seen) = robot(status, "").await;
        let failure = caller()
            .call(&hook(url, Signing::None), &filling(), now())
            .await
            .unwrap_err();
        assert_eq!(failure.trouble, trouble, "{status}");
        assert_eq!(seen.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_own_network_is_not_called_unless_the_operator_lists_it() {
    let (url, seen) = robot(StatusCode::OK, "").await;
    let strict = Caller::of(&WebhookSection {
        allow_http: Choice::Yes,
        ..WebhookSection::default()
    })
    .unwrap();
    let by_name = url.replace("127.0.0.1", "localhost");
    for address in [
        url.clone(),
        by_name,
        "http://[::1]:1/".to_owned(),
        "http://2130706433/".to_owned(),
    ] {
        let failure = strict
            .call(&hook(address.clone(), Signing::None), &filling(), now())
            .await
            .unwrap_err();
        assert_eq!(failure.trouble, Trouble::Lasting, "{address}");
    }
    assert!(seen.lock().unwrap().is_empty());
    let tls_only = Caller::of(&WebhookSection::default()).unwrap();
    let failure = tls_only
        .call(&hook(url, Signing::None), &filling(), now())
        .await
        .unwrap_err();
    assert!(failure.reason.contains("https"));
    assert!(
        Caller::of(&WebhookSection {
            allow_private: "x".to_owned(),
            ..WebhookSection::default()
        })
        .is_err()
    );
}

#[test]
fn addresses_of_the_own_network_are_told_from_public_ones() {
    for private in [
        "10.1.2.3",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
    ] {
        assert!(!is_public(private.parse().unwrap()), "{private}");
    }
    for public in [
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "223.5.5.5",
        "2400:3200::1",
        "::ffff:1.1.1.1",
    ] {
        assert!(is_public(public.parse().unwrap()), "{public}");
    }
}
