//! Settings: single values of the whole site that the program itself writes (the calendar in use).
//!
//! What an operator writes belongs in `site.toml`, not here.

use kernel::{Fault, Moment};

use crate::transaction::Tx;
use crate::{params, sql};

impl Tx {
    /// The value of a setting.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn find_setting(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let row = self
            .fetch_optional(sql::FIND_SETTING, params![name])
            .await?;
        row.map(|row| row.get("value")).transpose()
    }

    /// Keeps a setting's value.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn keep_setting(
        &mut self,
        name: &str,
        value: &str,
        now: Moment,
    ) -> Result<(), Fault> {
        self.execute(sql::KEEP_SETTING, params![name, value, now])
            .await?;
        Ok(())
    }
}
