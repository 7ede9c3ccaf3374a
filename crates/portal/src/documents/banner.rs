//! What stands above a document that is not simply in force, on its page and on paper.

use kernel::Date;
use publishing::Validity;
use publishing::public::{PublicDocument, PublicTie};
use publishing::queries::ValidityLine;
use ui::dates;

/// The words, and the decision that they come from.
pub(crate) struct Banner {
    pub says: String,
    pub change: Option<ValidityLine>,
}

impl Banner {
    /// What explains only policies that are over says so: it would send people after what no longer holds.
    pub fn of_interpretation(found: &PublicDocument, today: Date) -> Option<Self> {
        let over = |it: &PublicTie| it.force.on(today).is_over();
        if found.interpreted.is_empty() || !found.interpreted.iter().all(over) {
            return None;
        }
        let policy = found.interpreted.first()?;
        let label = policy.force.on(today).label();
        Some(Self {
            says: format!("本文所解读的文件{label}，其中的说明不再适用，请以现行规定为准。"),
            change: None,
        })
    }

    /// 「政策文件失效、废止须在已发布原文上明确标注」 (《政府网站发展指引》): what people must know before they rely on it.
    pub fn of(now: Validity, found: &PublicDocument, today: Date) -> Option<Self> {
        // A decision may name a day to come: people must know of it before.
        let ahead = found.validity_changes.last();
        if let Some(change) = ahead.filter(|it| it.effective_on > today && !now.is_over()) {
            let (day, what) = (dates::long(change.effective_on), becomes(change.validity));
            return Some(Self {
                says: format!("已经决定，本文件自{day}起{what}。"),
                change: Some(change.clone()),
            });
        }
        let force = found.line.force;
        let mut changes = found.validity_changes.iter().rev();
        let change = changes.find(|it| it.validity == now);
        let decided_on = change.map(|it| it.effective_on);
        let day = match now {
            Validity::InForce => return None,
            Validity::NotYet => force.effective_on,
            Validity::Expired => decided_on.or(force.expires_on),
            Validity::Repealed | Validity::Amended | Validity::PartlyRepealed => decided_on,
        };
        let label = now.label();
        let says = match day.map(dates::long) {
            None => format!("本文件{label}。"),
            Some(day) if now == Validity::NotYet => {
                format!("本文件{label}，自{day}起{}。", becomes(now))
            }
            Some(day) => format!("本文件自{day}起{label}。"),
        };
        Some(Self {
            says,
            change: change.cloned(),
        })
    }
}

/// What happens to a document by a state of validity.
fn becomes(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce => "恢复效力",
        Validity::NotYet => "施行",
        Validity::Expired => "失效",
        Validity::Repealed => "废止",
        Validity::Amended => "修改",
        Validity::PartlyRepealed => "部分失效",
    }
}
