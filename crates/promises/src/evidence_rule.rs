//! What counts as having kept what a duty or catalogue item owes (证据要求): links on certain sites, files, how many.
//!
//! The rule is data of the origin, set where a plan is taken in. Judging evidence by it is pure; whether a link answers
//! is not looked at here.

use kernel::Fault;
use store::{Row, Tx, params};

use crate::sql;

kernel::coded_enum! {
    /// What is accepted as evidence.
    Accepted {
        /// Anything, a note alone too.
        Any = "any", "链接、文件或文字说明";
        /// Links.
        Link = "link", "公开网页链接";
        /// Files.
        File = "file", "文件";
        /// Links or files.
        LinkOrFile = "link_or_file", "链接或文件";
    }
}

/// What counts as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRule {
    /// What is accepted.
    pub accepted: Accepted,
    /// How many pieces at least, from 1.
    pub least: u32,
    /// Hosts on which links must lie, subdomains included; empty: anywhere.
    pub hosts: Vec<String>,
}

impl Default for EvidenceRule {
    fn default() -> Self {
        Self {
            accepted: Accepted::Any,
            least: 1,
            hosts: Vec::new(),
        }
    }
}

/// What is handed in, counted by the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn<'a> {
    /// The links.
    pub links: &'a [String],
    /// How many files.
    pub files: usize,
}

/// How evidence falls short of the rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Shortfall {
    /// A link lies elsewhere.
    #[error("链接须在规定的网站上（{hosts}），而“{link}”不在其中")]
    ElsewhereLink {
        /// The link.
        link: String,
        /// Where it must lie.
        hosts: String,
    },
    /// Too few pieces.
    #[error("本任务要求至少提供{least}件{accepted}，现有{given}件")]
    TooFew {
        /// How many at least.
        least: u32,
        /// Of what.
        accepted: &'static str,
        /// How many there are.
        given: usize,
    },
}

impl EvidenceRule {
    /// Whether evidence is enough.
    ///
    /// # Errors
    /// How it falls short.
    pub fn judge(&self, it: HandedIn<'_>) -> Result<(), Shortfall> {
        if let Some(link) = it.links.iter().find(|link| !self.lies_well(link)) {
            return Err(Shortfall::ElsewhereLink {
                link: link.clone(),
                hosts: self.hosts.join("、"),
            });
        }
        let given = match self.accepted {
            // A note is a piece; there is always one note at most.
            Accepted::Any if self.least <= 1 => return Ok(()),
            Accepted::Any | Accepted::LinkOrFile => it.links.len() + it.files,
            Accepted::Link => it.links.len(),
            Accepted::File => it.files,
        };
        if given >= self.least as usize {
            return Ok(());
        }
        Err(Shortfall::TooFew {
            least: self.least,
            accepted: self.accepted.label(),
            given,
        })
    }

    fn lies_well(&self, link: &str) -> bool {
        self.hosts.is_empty()
            || host_of(link)
                .is_some_and(|host| self.hosts.iter().any(|wanted| is_within(&host, wanted)))
    }

    /// The rule in words: `公开网页链接，至少2件，限 www.example.gov.cn`.
    pub fn describe(&self) -> String {
        let mut words = self.accepted.label().to_owned();
        if self.least > 1 {
            words.push_str(&format!("，至少{}件", self.least));
        }
        if !self.hosts.is_empty() {
            words.push_str(&format!("，链接限 {}", self.hosts.join("、")));
        }
        words
    }
}

/// The host of an http(s) address, in small letters, without port and user.
fn host_of(link: &str) -> Option<String> {
    let lower = link.trim().to_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.trim_end_matches('.').to_owned())
}

fn is_within(host: &str, wanted: &str) -> bool {
    host.strip_suffix(wanted)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The rule of a duty or item; the usual one where none was set.
///
/// # Errors
/// The engine's fault.
pub async fn find_evidence_rule(tx: &mut Tx, origin_id: &str) -> Result<EvidenceRule, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_EVIDENCE_RULE, params![origin_id])
        .await?;
    row.as_ref()
        .map_or_else(|| Ok(EvidenceRule::default()), rule_of)
}

/// The rule that a row of such rules holds.
///
/// # Errors
/// Where it holds none.
pub fn rule_of(row: &Row) -> Result<EvidenceRule, Fault> {
    let accepted: String = row.get("accepted")?;
    let hosts: String = row.get("hosts")?;
    Ok(EvidenceRule {
        accepted: Accepted::from_code(&accepted)
            .ok_or_else(|| Fault::new(format!("column accepted holds {accepted:?}")))?,
        least: row.get("least")?,
        hosts: hosts.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Sets the rule of a duty or item.
///
/// # Errors
/// The engine's fault.
pub async fn keep_evidence_rule(
    tx: &mut Tx,
    origin_id: &str,
    rule: &EvidenceRule,
) -> Result<(), Fault> {
    tx.execute(
        sql::KEEP_EVIDENCE_RULE,
        params![
            origin_id,
            rule.accepted.code(),
            rule.least,
            rule.hosts.join(" ")
        ],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
