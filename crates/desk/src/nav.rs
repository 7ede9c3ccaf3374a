//! The desk's navigation: which entries somebody sees, and how much waits behind them.
//!
//! An entry is shown to whoever holds one of its rights; hiding is a courtesy, the pages refuse by themselves. A count must be
//! answered from an index, for it is asked with each page.

use std::collections::BTreeMap;

use kernel::{Actor, Date, Fault, Right};
use store::Tx;

use crate::{messages, notices};

/// One entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Its words.
    pub label: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Who sees it: holders of one of these rights anywhere; all officers where empty.
    pub rights: &'static [Right],
}

/// All entries, in order.
pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        label: "首页",
        path: "/desk",
        rights: &[],
    },
    Entry {
        label: "承诺队列",
        path: "/desk/queue",
        rights: &[Right::UnitOfficer, Right::UnitLeader, Right::Supervisor],
    },
    Entry {
        label: "待签署",
        path: "/desk/to-sign",
        rights: &[Right::UnitLeader],
    },
    Entry {
        label: "待审批",
        path: "/desk/to-decide",
        rights: &[Right::Approver],
    },
    Entry {
        label: "兑现概况",
        path: "/desk/dashboard",
        rights: &[Right::UnitOfficer, Right::UnitLeader, Right::Supervisor],
    },
    Entry {
        label: "批量办理",
        path: "/desk/batches",
        rights: &[Right::UnitOfficer, Right::UnitLeader],
    },
    Entry {
        label: "信息发布",
        path: "/desk/documents",
        rights: &[
            Right::UnitOfficer,
            Right::UnitLeader,
            Right::SecrecyReviewer,
            Right::Approver,
        ],
    },
    Entry {
        label: "备案",
        path: "/desk/filings",
        rights: &[Right::UnitOfficer, Right::UnitLeader, Right::Approver],
    },
    Entry {
        label: "依申请公开",
        path: "/desk/requests",
        rights: &[
            Right::UnitOfficer,
            Right::UnitLeader,
            Right::SecrecyReviewer,
            Right::Approver,
        ],
    },
    Entry {
        label: "督办单",
        path: "/desk/notices",
        rights: &[Right::Supervisor, Right::UnitOfficer, Right::UnitLeader],
    },
    Entry {
        label: "问答",
        path: "/desk/answers",
        rights: &[Right::OpenGovernmentOffice],
    },
    Entry {
        label: "工作要点",
        path: "/desk/plans",
        rights: &[Right::OpenGovernmentOffice],
    },
    Entry {
        label: "单位名录",
        path: "/desk/units",
        rights: &[Right::OpenGovernmentOffice],
    },
    Entry {
        label: "人员与权限",
        path: "/desk/people",
        rights: &[Right::SystemAdministrator, Right::SecurityAdministrator],
    },
    Entry {
        label: "系统设置",
        path: "/desk/settings",
        rights: &[Right::SystemAdministrator],
    },
    Entry {
        label: "审计日志",
        path: "/desk/audit",
        rights: &[Right::AuditAdministrator],
    },
    Entry {
        label: "消息",
        path: "/desk/messages",
        rights: &[],
    },
];

/// What waits, by the path of the entry.
pub(crate) type Counts = BTreeMap<&'static str, u64>;

/// Counts what waits for somebody today. Each capability adds its line.
pub(crate) async fn count(tx: &mut Tx, actor: &Actor, today: Date) -> Result<Counts, Fault> {
    let mut counts = Counts::new();
    counts.extend(crate::promises::count(tx, actor, today).await?);
    counts.insert("/desk/documents", crate::documents::count(tx, actor).await?);
    counts.insert("/desk/filings", crate::filings::count(tx, actor).await?);
    counts.insert("/desk/notices", notices::count(tx, actor, today).await?);
    counts.insert(
        "/desk/messages",
        messages::count(tx, actor.account()).await?,
    );
    Ok(counts)
}

/// An entry as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub label: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// What waits there.
    pub count: Option<u64>,
    /// Whether this page lies there.
    pub is_here: bool,
}

/// The entries that somebody sees at a path.
pub(crate) fn links(actor: &Actor, counts: &Counts, path: &str) -> Vec<Link> {
    let path = path.split('?').next().unwrap_or(path);
    let is_shown = |entry: &&Entry| {
        let rights = entry.rights;
        rights.is_empty() || rights.iter().any(|right| actor.holds_somewhere(*right))
    };
    ENTRIES
        .iter()
        .filter(is_shown)
        .map(|entry| Link {
            label: entry.label,
            path: entry.path,
            count: counts.get(entry.path).copied().filter(|count| *count > 0),
            is_here: path == entry.path
                || (entry.path != "/desk" && path.starts_with(&format!("{}/", entry.path))),
        })
        .collect()
}
