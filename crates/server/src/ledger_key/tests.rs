//! The key file: made once, private, never replaced.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use testkit::TestSite;

use super::*;

fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.store.data = folder.to_owned();
    config.site.domain = "yunxi.gov.cn".to_owned();
    config
}

#[tokio::test]
async fn a_key_is_made_once_for_the_program_alone_and_found_again() {
    let site = TestSite::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    assert!(find(&config).unwrap().is_none());
    let made = open(&config, &site.store).await.unwrap();
    assert_eq!(made.name(), "yunxi.gov.cn/log");
    let path = folder.path().join("secrets/ledger.key");
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = open(&config, &site.store).await.unwrap();
    assert_eq!(again.secret_text(), made.secret_text());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    site.end().await;
}

#[tokio::test]
async fn a_lost_key_is_told_and_not_replaced() {
    let site = TestSite::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let signer = open(&config, &site.store).await.unwrap();
    site.store
        .append_to_ledger(&*signer, site.now)
        .await
        .unwrap();
    fs::remove_file(folder.path().join("secrets/ledger.key")).unwrap();
    let failure = open(&config, &site.store).await.unwrap_err();
    assert_eq!(failure.code(), "ledger.key_missing");
    assert!(!folder.path().join("secrets/ledger.key").exists());
    site.end().await;
}

#[tokio::test]
async fn a_key_that_others_can_read_or_of_another_log_is_refused_without_showing_it() {
    let site = TestSite::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    let signer = open(&config, &site.store).await.unwrap();
    let path = folder.path().join("secrets/ledger.key");
    config.ledger.origin = "other.gov.cn/log".to_owned();
    let other = find(&config).unwrap_err().to_string();
    config.ledger.origin = String::new();
    config.ledger.algorithm = "sm2".to_owned();
    let algorithm = find(&config).unwrap_err().to_string();
    config.ledger.algorithm = "ed25519".to_owned();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let open_to_all = find(&config).unwrap_err().to_string();
    let secret = signer.secret_text();
    let material = secret.splitn(5, '+').nth(4).unwrap();
    for (said, word) in [
        (&other, "other.gov.cn"),
        (&algorithm, "ledger.algorithm"),
        (&open_to_all, "chmod 600"),
    ] {
        assert!(said.contains(word) && !said.contains(material), "{said}");
    }
    site.end().await;
}

#[tokio::test]
async fn an_sm2_site_gets_an_sm2_key() {
    let site = TestSite::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.ledger.algorithm = "sm2".to_owned();
    let signer = open(&config, &site.store).await.unwrap();
    assert_eq!(signer.verifier().suite(), Suite::Sm2);
    config.ledger.algorithm = "rsa".to_owned();
    assert!(find(&config).is_err());
    site.end().await;
}
