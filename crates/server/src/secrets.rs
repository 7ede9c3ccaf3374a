//! Secrets: those of the configuration, and the site's key, under which second factors are kept: a file that only its owner may
//! read, made at first need.
//!
//! `secrets/site.key` in the data directory, 64 hexadecimal digits; the variable `GONGKAI_SITE_KEY` stands for it where the key comes
//! from elsewhere. It is never logged. Whoever loses it must have every second factor enrolled anew.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use accounts::SiteKey;
use kernel::Fault;
use serde::{Deserialize, Serialize, Serializer};

use crate::config::Config;
use crate::failure::Failure;

/// A secret of the configuration: read, never shown, never written out again.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    /// The secret, for whoever needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

/// A secret as given in the configuration, or as the file holds it that a key names.
///
/// # Errors
/// Where the file cannot be read.
pub fn read((key, given): (&str, &str), file: &Path) -> Result<String, Failure> {
    if file.as_os_str().is_empty() {
        return Ok(given.to_owned());
    }
    let text = fs::read_to_string(file).map_err(|cause| {
        Failure::bad_input(
            "config.invalid",
            format!("配置项 {key} 指向的文件读不了：{cause}"),
            "请检查路径与读取权限",
        )
        .in_file(file)
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// The variable that stands for the file.
const VARIABLE: &str = "GONGKAI_SITE_KEY";

/// The site's key; made where there is none yet.
///
/// # Errors
/// Where the file cannot be read or made, or holds no key.
pub fn site_key(config: &Config) -> Result<Arc<SiteKey>, Failure> {
    let path = config.store.data.join("secrets").join("site.key");
    let text = match std::env::var(VARIABLE) {
        Ok(text) => text,
        Err(_) => read_or_make(&path)?,
    };
    SiteKey::from_hex(&text).map(Arc::new).ok_or_else(|| {
        Failure::bad_input(
            "secrets.bad_site_key",
            "站点密钥无效，应为 64 位十六进制数字",
            format!(
                "请检查环境变量 {VARIABLE} 或文件 {}；密钥丢失后，已启用的二次验证须逐一重置",
                path.display()
            ),
        )
    })
}

fn read_or_make(path: &Path) -> Result<String, Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|cause| Fault::caused("making the folder of secrets", cause))?;
    }
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(mut file) => {
            let text = SiteKey::new_hex()?;
            writeln!(file, "{text}")
                .and_then(|()| file.sync_all())
                .map_err(|cause| Fault::caused("writing the site key", cause))?;
            Ok(text)
        }
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            let read = fs::read_to_string(path);
            Ok(read.map_err(|cause| Fault::caused("reading the site key", cause))?)
        }
        Err(cause) => Err(Fault::caused("making the site key", cause).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets").join("site.key");
        let first = read_or_make(&path).unwrap();
        assert_eq!(read_or_make(&path).unwrap().trim(), first);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(SiteKey::from_hex(&first).is_some());
    }
}
