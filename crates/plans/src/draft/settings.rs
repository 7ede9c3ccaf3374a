//! What officers settled in a draft beside its words, on the way into the plan: whom names mean, spans, what counts as kept.

use std::collections::BTreeMap;

use kernel::{DutyId, Fault, UnitId};
use promises::evidence_rule::{Accepted, EvidenceRule, keep_evidence_rule};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::fold::{Content, DraftDuty};
use crate::intake::Confirmed;
use crate::records::DutyRecord;

/// What was settled; `duties` are in the order of the reading's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    #[serde(default)]
    pub(super) meant: BTreeMap<String, Vec<UnitId>>,
    #[serde(default)]
    pub(super) duties: Vec<DutySettings>,
}

/// What was settled of one duty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct DutySettings {
    /// The span after a period's end, and its basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grace: Option<(String, String)>,
    /// What is accepted, how many pieces, on which hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<(String, u32, Vec<String>)>,
}

impl DutySettings {
    fn of(it: &DraftDuty) -> Self {
        let grace = it.grace.as_ref();
        let rule = &it.evidence;
        Self {
            grace: grace.map(|set| (set.grace.to_string(), set.basis.clone())),
            evidence: (*rule != EvidenceRule::default()).then(|| {
                let code = rule.accepted.code().to_owned();
                (code, rule.least, rule.hosts.clone())
            }),
        }
    }
}

impl Settings {
    /// What a draft settled.
    pub fn of(content: &Content) -> Self {
        Self {
            meant: content.meant.clone(),
            duties: content.standing().map(DutySettings::of).collect(),
        }
    }

    /// Whom names mean by an officer's word.
    pub fn meant(&self) -> Confirmed {
        self.meant.clone().into_iter().collect()
    }

    /// Gives the n-th duty its span; whether one was set.
    pub fn give_grace(&self, n: usize, record: &mut DutyRecord) -> Result<bool, Fault> {
        let set = self.duties.get(n).and_then(|it| it.grace.as_ref());
        let Some((grace, basis)) = set else {
            return Ok(false);
        };
        record.grace = grace
            .parse()
            .map_err(|cause| Fault::caused(format!("a kept span reads {grace:?}"), cause))?;
        record.grace_basis.clone_from(basis);
        Ok(true)
    }

    /// Keeps what counts as having kept the n-th duty, where an officer said so.
    pub async fn keep_evidence(&self, tx: &mut Tx, n: usize, duty: DutyId) -> Result<(), Fault> {
        let set = self.duties.get(n).and_then(|it| it.evidence.as_ref());
        let Some((accepted, least, hosts)) = set else {
            return Ok(());
        };
        let rule = EvidenceRule {
            accepted: Accepted::from_code(accepted)
                .ok_or_else(|| Fault::new(format!("a kept rule accepts {accepted:?}")))?,
            least: *least,
            hosts: hosts.clone(),
        };
        keep_evidence_rule(tx, &duty.to_string(), &rule).await
    }
}
