//! What `[oidc]` may say, and that its secret does not show itself.

use openidconnect::AsyncHttpClient as _;

use super::*;

fn section(issuer: &str) -> OidcSection {
    OidcSection {
        issuer: issuer.to_owned(),
        client_id: "gongkai".to_owned(),
        ..OidcSection::default()
    }
}

#[test]
fn what_cannot_be_meant_is_told_by_its_key() {
    let with = |change: fn(&mut OidcSection)| {
        let mut section = section("https://id.example");
        change(&mut section);
        section.check().map_err(|(key, _)| key)
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(
        with(|it| it.issuer = "id.example".to_owned()),
        Err("oidc.issuer")
    );
    assert_eq!(
        with(|it| it.issuer = "ftp://id.example".to_owned()),
        Err("oidc.issuer")
    );
    assert_eq!(with(|it| it.client_id.clear()), Err("oidc.client_id"));
    assert_eq!(with(|it| it.label = " ".to_owned()), Err("oidc.label"));
    assert_eq!(with(|it| it.login_claim.clear()), Err("oidc.login_claim"));
    assert_eq!(
        with(|it| it.desk_url = "desk.example".to_owned()),
        Err("oidc.desk_url")
    );
    assert_eq!(
        with(|it| it.leeway_seconds = 301),
        Err("oidc.leeway_seconds")
    );
    assert_eq!(
        with(|it| it.timeout_seconds = 0),
        Err("oidc.timeout_seconds")
    );
    let closed = OidcSection {
        passwords: Choice::No,
        ..OidcSection::default()
    };
    assert_eq!(
        closed.check().map_err(|(key, _)| key),
        Err("oidc.passwords"),
        "nobody could sign in"
    );
}

#[test]
fn without_tls_only_the_own_machine_is_asked_unless_the_site_says_otherwise() {
    for own in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
        assert_eq!(section(own).check(), Ok(()), "{own}");
    }
    let mut far = section("http://id.example");
    assert_eq!(far.check().map_err(|(key, _)| key), Err("oidc.issuer"));
    far.allow_http = Choice::Yes;
    assert_eq!(far.check(), Ok(()));
}

#[tokio::test]
async fn an_address_without_tls_is_not_asked_even_where_a_provider_names_it() {
    let web = web::Web::of(Duration::from_secs(1), Choice::No).unwrap();
    let request = openidconnect::http::Request::get("http://id.example/keys");
    let asked = web.call(request.body(Vec::new()).unwrap()).await;
    assert!(
        matches!(asked, Err(web::WebTrouble::NotSecure)),
        "{asked:?}"
    );
}

#[test]
fn the_secret_is_neither_printed_nor_written_out() {
    let text = "[oidc]\nissuer = 'https://id.example'\nclient_id = 'a'\nclient_secret = 'very-secret-2026'\n";
    let config: Config = toml::from_str(text).unwrap();
    assert_eq!(config.oidc.client_secret.reveal(), "very-secret-2026");
    assert!(!format!("{config:?}").contains("very-secret"));
    assert!(!toml::to_string(&config).unwrap().contains("very-secret"));
}
