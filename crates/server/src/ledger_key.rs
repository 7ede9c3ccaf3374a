//! The site's signing key: a file that only the program reads, made at first need.
//!
//! It lies in `secrets/ledger.key` of the data directory, or where `[ledger] key_file` says; whoever has it can sign in the
//! site's name, so it is never printed nor logged. A log that was begun with a key can only go on with it: a lost key is
//! told, never replaced in silence.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use kernel::Fault;
use ledger::{LedgerError, Signer, Suite, Verifier, parse_signer, signer_of};
use store::Store;

use crate::config::Config;
use crate::failure::Failure;

/// The key of the site; made where there is none and the log has not begun.
pub async fn open(config: &Config, store: &Store) -> Result<Box<dyn Signer>, Failure> {
    if let Some(signer) = find(config)? {
        return Ok(signer);
    }
    let path = path_of(config);
    let known = store::read!(store, |tx| store::ledger::find_key(tx).await)?;
    if let Some(known) = known {
        return Err(Failure::bad_input(
            "ledger.key_missing",
            format!("公开账由密钥 {known} 签名，但签名密钥文件不存在"),
            "请从备份或另一台机器把原来的密钥文件放回此处；换一个密钥就不是同一本账了",
        )
        .in_file(&path));
    }
    make(&path, fresh(config)?.as_ref())?;
    // Another process may have been quicker: what lies there now is the key.
    find(config)?.ok_or_else(|| Fault::new("the key that was written is not there").into())
}

/// The key of the site, where its file is there.
pub fn find(config: &Config) -> Result<Option<Box<dyn Signer>>, Failure> {
    let path = path_of(config);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(unusable(&path, &cause.to_string())),
    };
    check_mode(&path)?;
    let signer = parse_signer(&text).map_err(|cause| unusable(&path, &cause.to_string()))?;
    let origin = &config.ledger.origin;
    if !origin.is_empty() && origin != signer.name() {
        return Err(unusable(
            &path,
            &format!(
                "密钥属于账「{}」，而配置 ledger.origin 是「{origin}」",
                signer.name()
            ),
        ));
    }
    if signer.verifier().suite() != suite(config)? {
        return Err(unusable(
            &path,
            "密钥的算法与配置 ledger.algorithm 不同；一本账的算法不能更换",
        ));
    }
    Ok(Some(signer))
}

/// What verifies the site's signatures, where its key file is there and this user may read it: whoever only looks need not.
pub fn find_verifier(config: &Config) -> Result<Option<Box<dyn Verifier>>, Failure> {
    let readable = fs::File::open(path_of(config));
    if matches!(readable, Err(cause) if cause.kind() == ErrorKind::PermissionDenied) {
        return Ok(None);
    }
    Ok(find(config)?.map(|signer| signer.verifier()))
}

fn suite(config: &Config) -> Result<Suite, Failure> {
    Suite::from_code(&config.ledger.algorithm).ok_or_else(|| {
        Failure::bad_input(
            "config.invalid",
            format!(
                "配置项 ledger.algorithm 有误：没有「{}」这种算法",
                config.ledger.algorithm
            ),
            "可用：ed25519（SHA-256 与 Ed25519）、sm2（国密 SM3 与 SM2）",
        )
    })
}

/// Where the key lies.
fn path_of(config: &Config) -> PathBuf {
    if config.ledger.key_file.as_os_str().is_empty() {
        config.store.data.join("secrets").join("ledger.key")
    } else {
        config.ledger.key_file.clone()
    }
}

/// A new key.
fn fresh(config: &Config) -> Result<Box<dyn Signer>, Failure> {
    let origin = match config.ledger.origin.as_str() {
        "" => format!("{}/log", config.site.domain),
        origin => origin.to_owned(),
    };
    let suite = suite(config)?;
    // One seed in 2^32 is no SM2 key; a second is.
    for _ in 0..8 {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|cause| Fault::new(format!("the machine gives no randomness: {cause}")))?;
        match signer_of(suite, &origin, &seed) {
            Ok(signer) => return Ok(signer),
            Err(LedgerError::BadKey) => {}
            Err(cause) => {
                return Err(Failure::bad_input(
                    "config.invalid",
                    format!("「{origin}」不能作公开账的名称：{cause}"),
                    "请改正配置 ledger.origin 或 site.domain",
                ));
            }
        }
    }
    Err(Fault::new("eight seeds in a row were no keys").into())
}

/// Writes the key whole or not at all, readable by the program's user alone; one that is there already stays.
fn make(path: &Path, signer: &dyn Signer) -> Result<(), Failure> {
    let unwritable = |cause: std::io::Error| {
        Failure::bad_input(
            "ledger.key_unwritable",
            format!("签名密钥写不了：{cause}"),
            "请检查目录权限，或用配置 ledger.key_file 指定别处",
        )
        .in_file(path)
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(unwritable)?;
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .and_then(|mut file| {
            writeln!(file, "{}", signer.secret_text())?;
            file.sync_all()
        })
        .and_then(|()| match fs::hard_link(&beside, path) {
            Err(cause) if cause.kind() != ErrorKind::AlreadyExists => Err(cause),
            _ => fs::File::open(folder)?.sync_all(),
        });
    let removed = fs::remove_file(&beside);
    written.and(removed).map_err(unwritable)
}

/// A key that others may read is no longer the site's alone.
fn check_mode(path: &Path) -> Result<(), Failure> {
    let mode = fs::metadata(path)
        .map_err(|cause| unusable(path, &cause.to_string()))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(unusable(
            path,
            "其他用户也可以读到这个文件；请执行 chmod 600",
        ))
    }
}

fn unusable(path: &Path, why: &str) -> Failure {
    Failure::bad_input(
        "ledger.key_unusable",
        format!("签名密钥用不了：{why}"),
        "请改正后再启动；密钥文件请与数据分开备份",
    )
    .in_file(path)
}

#[cfg(test)]
mod tests;
