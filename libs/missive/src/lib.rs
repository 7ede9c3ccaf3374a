//! An official letter (信函格式, GB/T 9704—2012, 10.1) as PDF and as DOCX, from the same words. Pure.
//!
//! Not here: what it says, images of seals, electronic signatures.

mod docx;
mod measure;
mod pdf;

use serde::{Deserialize, Serialize};

/// A letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missive {
    /// 发文机关: stands above the rule and signs.
    pub organ: String,
    /// 发文字号; empty where it has none.
    #[serde(default)]
    pub number: String,
    /// The title.
    pub title: String,
    /// 主送, without a colon; empty where it is filled in when the letter is set.
    #[serde(default)]
    pub to: String,
    /// The text, one paragraph each.
    pub paragraphs: Vec<String>,
    /// 成文日期 in words: `2026年11月23日`.
    pub dated: String,
    /// What must be seen first, above all else, where it is no letter yet; may be empty.
    #[serde(default)]
    pub mark: String,
}

/// Why a letter could not be written.
#[derive(Debug, thiserror::Error)]
#[error("no letter can be written: {what}")]
pub struct MissiveError {
    what: String,
}

impl MissiveError {
    fn caused(cause: impl std::fmt::Display) -> Self {
        Self {
            what: cause.to_string(),
        }
    }
}

impl Missive {
    /// As PDF/UA-1, with its font inside.
    ///
    /// # Errors
    /// Where the title is empty.
    pub fn pdf(&self) -> Result<Vec<u8>, MissiveError> {
        pdf::write(self).map_err(MissiveError::caused)
    }

    /// As DOCX, to be edited.
    ///
    /// # Errors
    /// Where the package cannot be written.
    pub fn docx(&self) -> Result<Vec<u8>, MissiveError> {
        docx::write(self).map_err(MissiveError::caused)
    }

    /// All its words in the order in which they stand, a line each.
    pub fn lines(&self) -> Vec<&str> {
        let head = [&self.mark, &self.organ, &self.number, &self.title, &self.to];
        let foot = [&self.organ, &self.dated];
        let text = self.paragraphs.iter().flat_map(|it| it.lines());
        let head = head.into_iter().map(String::as_str);
        let foot = foot.into_iter().map(String::as_str);
        head.chain(text)
            .chain(foot)
            .filter(|it| !it.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests;
