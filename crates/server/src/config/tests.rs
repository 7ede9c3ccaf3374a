//! What of the file and the environment is taken, and what is told.

use super::*;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    std::fs::write(&path, text).unwrap();
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load_with(Some(&path), environment)
}

#[test]
fn the_example_is_the_defaults() {
    assert_eq!(load(EXAMPLE, &[]).unwrap(), Config::default());
}

#[test]
fn the_example_names_every_key() {
    let defaults = toml::Table::try_from(Config::default()).unwrap();
    let example: toml::Table = EXAMPLE.parse().unwrap();
    for (section, values) in &defaults {
        for key in values.as_table().unwrap().keys() {
            assert!(
                example[section].as_table().unwrap().contains_key(key),
                "{section}.{key}"
            );
        }
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let config = load(
        "[serve]\nlisten = '127.0.0.1:1'\n",
        &[
            ("GONGKAI_SERVE__LISTEN", "127.0.0.1:2"),
            ("GONGKAI_SERVE__CACHE_MIB", "7"),
            ("GONGKAI_SERVE__TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/16"),
            ("GONGKAI_OIDC__CLIENT_ID", "100024"),
            ("OTHER", "x"),
        ],
    )
    .unwrap();
    assert_eq!(
        config.oidc.client_id, "100024",
        "a name of digits is a name"
    );
    assert_eq!(config.serve.listen, "127.0.0.1:2");
    assert_eq!(config.serve.cache_mib, 7);
    assert_eq!(config.serve.trusted_proxies, ["10.0.0.1", "10.1.0.0/16"]);
}

#[test]
fn what_cannot_be_meant_is_told() {
    for (text, key) in [
        ("[site]\nbase_url = 'notaurl'", "site.base_url"),
        ("[site]\nname = ' '", "site.name"),
        ("[oidc]\npasswords = 'no'", "oidc.passwords"),
        ("[store]\nconnections = 0", "store.connections"),
        ("[audit]\nkeep_days = 399", "audit.keep_days"),
        ("[uploads]\nlargest_mb = 0", "uploads.largest_mb"),
        (
            "[uploads]\nlargest_mb = 3000",
            "uploads.staged_mb_per_officer",
        ),
        ("[gate]\nclamd = 'clamd'", "gate.clamd"),
        (
            "[serve]\ntrusted_proxies = ['10.0.0.0/40']",
            "serve.trusted_proxies",
        ),
    ] {
        let said = load(text, &[]).unwrap_err().to_string();
        assert!(said.contains(key), "{said}");
    }
}

#[test]
fn a_key_that_nobody_knows_is_an_error_that_names_it() {
    let said = load("[serve]\nlissten = 'x'\n", &[])
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("lissten") && said.contains("site.toml"),
        "{said}"
    );
    let said = load("", &[("GONGKAI_SERVE__LISSTEN", "x")])
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("lissten") && said.contains("GONGKAI_SERVE__LISSTEN"),
        "{said}"
    );
    let said = load("[serve]\ncache_mib = 'much'\n", &[])
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("cache_mib") || said.contains("line 2"),
        "{said}"
    );
}

#[test]
fn sites_beside_the_main_one_are_told_apart_and_take_its_identity_where_theirs_is_silent() {
    let site = |code: &str, look: &str, url: &str| {
        format!(
            "[[subsites]]\ncode = \"{code}\"\nunit = \"u\"\nlook = \"{look}\"\n[subsites.identity]\nname = \"枫林镇\"\nbase_url = \"{url}\"\n"
        )
    };
    let main = "[site]\nname = \"云溪市\"\nbase_url = \"https://www.yunxi.example\"\nicp = \"云ICP备1号\"\n";
    let good = format!(
        "{main}{}",
        site("fenglin", "blue", "https://FengLin.yunxi.example/")
    );
    let config = load(&good, &[]).unwrap();
    let section = &config.subsites[0];
    assert_eq!(section.host().as_deref(), Some("fenglin.yunxi.example"));
    let identity = section.identity(&config.site);
    assert_eq!(
        (identity.icp.as_str(), identity.look),
        ("云ICP备1号", ui::Look::Blue)
    );
    let platform = identity.platform.unwrap();
    assert_eq!(platform.base_url, "https://www.yunxi.example");
    for (text, wanted) in [
        (site("main", "", "https://a.example"), "code"),
        (site("Fenglin", "", "https://a.example"), "code"),
        (site("a", "pink", "https://a.example"), "look"),
        (site("a", "", "a.example"), "identity.base_url"),
        (
            site("a", "", "https://www.yunxi.example"),
            "identity.base_url",
        ),
        (
            site("a", "", "https://a.example") + &site("a", "", "https://b.example"),
            "（第2个）code",
        ),
        (
            site("a", "", "https://a.example") + &site("b", "", "http://A.example:81"),
            "（第2个）identity.base_url",
        ),
    ] {
        let refused = load(&format!("{main}{text}"), &[]).unwrap_err();
        assert!(refused.message().contains(wanted), "{}", refused.message());
    }
}

#[test]
fn keys_of_other_sites_must_be_keys() {
    let key = "example.gov.cn/log+e707c66e+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    let text = format!("[publishing.filing_senders]\n'云溪市' = '{key}'\n");
    let partners = load(&text, &[]).unwrap().publishing.partners();
    assert_eq!(partners.senders["云溪市"], key);
    let text = "[publishing.filing_receivers]\n'浙东省人民政府' = 'example.gov.cn/log+e707c66e'\n";
    let refused = load(text, &[]).unwrap_err();
    assert!(refused.message().contains("浙东省人民政府"), "{refused:?}");
}
