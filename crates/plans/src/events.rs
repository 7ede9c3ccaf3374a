//! What happens to plans and the catalogue: a closed list, as it stands in the log and as people read it.

use kernel::{Actor, Fault, Moment, PlanId, UnitId};
use serde::{Deserialize, Serialize};
use store::{EventDraft, Tx};

use crate::consent::LateGone;

/// Something that happened to a plan, a duty or the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PlanEvent {
    /// A plan was taken in.
    Imported {
        /// Its title.
        title: String,
        /// How many duties.
        duties: u64,
        /// How many promises they opened.
        opened: u64,
        /// The file.
        source: String,
    },
    /// A different reading of a known plan waits to be accepted.
    RevisionProposed {
        /// Duties added.
        added: u64,
        /// Duties dropped.
        dropped: u64,
        /// Duties changed.
        changed: u64,
        /// The file.
        source: String,
    },
    /// The difference was accepted.
    RevisionAccepted {
        /// Duties added.
        added: u64,
        /// Duties dropped.
        dropped: u64,
        /// Duties changed.
        changed: u64,
        /// Promises opened.
        opened: u64,
        /// Promises moved.
        moved: u64,
        /// Promises withdrawn.
        withdrawn: u64,
        /// Longer due days, granted by an approver, that stayed.
        #[serde(default)]
        granted_kept: u64,
        /// The late ones that went.
        #[serde(flatten)]
        late: LateGone,
    },
    /// A person said whom a name means.
    UnitAssigned {
        /// As written; empty for a duty that names nobody.
        written: String,
        /// Whom it means.
        units: Vec<UnitId>,
        /// Promises opened.
        opened: u64,
        /// Promises withdrawn.
        withdrawn: u64,
        /// The late ones that went.
        #[serde(flatten)]
        late: LateGone,
    },
    /// The register has come to know names that nobody bore.
    UnitsSettled {
        /// The names as written, in order of their letters.
        names: Vec<String>,
        /// Promises opened.
        opened: u64,
        /// Promises moved.
        moved: u64,
        /// Promises withdrawn.
        withdrawn: u64,
    },
    /// Something happened that starts a span.
    Happened {
        /// What.
        label: String,
        /// When.
        at: String,
        /// The words that set the span.
        words: String,
        /// Promises opened.
        opened: u64,
    },
    /// The span after a period's end was set.
    GraceSet {
        /// The span.
        grace: String,
        /// What sets it.
        basis: String,
        /// Promises moved.
        moved: u64,
        /// The late ones that went.
        #[serde(flatten)]
        late: LateGone,
    },
    /// The plan carries a superior's plan out.
    Linked {
        /// The superior's plan.
        superior: PlanId,
        /// Its title.
        title: String,
    },
    /// It does not after all.
    Unlinked {
        /// The superior's plan.
        superior: PlanId,
        /// Its title.
        title: String,
    },
    /// The office said what became of a superior's duty.
    TakenOver {
        /// The own duties that take it over.
        by: Vec<String>,
        /// Why none does.
        why_not: String,
    },
    /// The catalogue was taken in.
    CatalogueImported {
        /// Rows added.
        added: u64,
        /// Rows known before.
        known: u64,
        /// Promises opened.
        opened: u64,
        /// The file.
        source: String,
        /// The late promises that went.
        #[serde(flatten)]
        late: LateGone,
    },
}

impl PlanEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Imported { .. } => "plan.imported",
            Self::RevisionProposed { .. } => "plan.revision_proposed",
            Self::RevisionAccepted { .. } => "plan.revision_accepted",
            Self::UnitAssigned { .. } => "duty.unit_assigned",
            Self::UnitsSettled { .. } => "plan.units_settled",
            Self::Happened { .. } => "duty.event_happened",
            Self::GraceSet { .. } => "duty.grace_set",
            Self::Linked { .. } => "plan.linked",
            Self::Unlinked { .. } => "plan.unlinked",
            Self::TakenOver { .. } => "plan.taken_over",
            Self::CatalogueImported { .. } => "catalogue.imported",
        }
    }

    /// The event in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Imported {
                title,
                duties,
                opened,
                ..
            } => format!("导入《{title}》：{duties}项任务，立项{opened}项承诺"),
            Self::RevisionProposed {
                added,
                dropped,
                changed,
                ..
            } => format!("再次导入，待确认变化：新增{added}项、取消{dropped}项、变更{changed}项"),
            Self::RevisionAccepted {
                added,
                dropped,
                changed,
                opened,
                moved,
                withdrawn,
                granted_kept,
                late,
            } => {
                let kept = match granted_kept {
                    0 => String::new(),
                    n => format!("，保留经批准延长的到期日{n}项"),
                };
                format!(
                    "确认变化：新增{added}项、取消{dropped}项、变更{changed}项任务；立项{opened}项、调整{moved}项、作废{withdrawn}项承诺{kept}{}",
                    late.describe()
                )
            }
            Self::UnitAssigned {
                written,
                opened,
                withdrawn,
                late,
                ..
            } => {
                let what = if written.is_empty() {
                    "明确责任单位".to_owned()
                } else {
                    format!("确认“{written}”所指单位")
                };
                let gone = match withdrawn {
                    0 => String::new(),
                    n => format!("、作废{n}项"),
                };
                format!("{what}，立项{opened}项{gone}承诺{}", late.describe())
            }
            Self::UnitsSettled { names, opened, .. } => format!(
                "单位名录更新，识别{}个此前未识别的单位名称，立项{opened}项承诺",
                names.len()
            ),
            Self::Happened {
                label, at, opened, ..
            } => format!("登记事件“{label}”（{at}），立项{opened}项承诺"),
            Self::GraceSet {
                grace,
                basis,
                moved,
                late,
            } => format!(
                "期限调整为{grace}，依据：{basis}；调整{moved}项承诺{}",
                late.describe()
            ),
            Self::Linked { title, .. } => format!("对照上级《{title}》"),
            Self::Unlinked { title, .. } => format!("取消与上级《{title}》的对照"),
            Self::TakenOver { by, why_not } if by.is_empty() && why_not.is_empty() => {
                "上级任务的承接情况改为待定".to_owned()
            }
            Self::TakenOver { by, why_not } if by.is_empty() => {
                format!("上级任务未承接：{why_not}")
            }
            Self::TakenOver { by, .. } => format!("上级任务由本级{}项任务承接", by.len()),
            Self::CatalogueImported {
                added,
                known,
                opened,
                late,
                ..
            } => format!(
                "导入目录：新增{added}项、已有{known}项，立项{opened}项承诺{}",
                late.describe()
            ),
        }
    }

    /// Appends it to the log.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn record(
        &self,
        tx: &mut Tx,
        about: About,
        (actor, now): (&Actor, Moment),
    ) -> Result<(), Fault> {
        let draft = EventDraft {
            chain: match about.plan {
                Some(plan) => format!("plan/{plan}"),
                None => "catalogue".to_owned(),
            },
            kind: self.kind(),
            subject: about.subject,
            unit: None,
            body: serde_json::to_value(self)
                .map_err(|cause| Fault::caused("writing an event", cause))?,
        };
        tx.record(draft, actor, now).await?;
        Ok(())
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The plan; `None` for the catalogue.
    pub plan: Option<PlanId>,
    /// `plan/ID`, `duty/ID`, `item/ID`, `catalogue`.
    pub subject: String,
}

impl About {
    /// A plan.
    pub fn plan(plan: PlanId) -> Self {
        Self {
            plan: Some(plan),
            subject: format!("plan/{plan}"),
        }
    }
}
