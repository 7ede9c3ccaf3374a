//! A region's own holidays over the national calendar (《全国年节及纪念日放假办法》第四条：
//! 少数民族习惯的节日，由少数民族聚居地区地方人民政府规定). It only lists days; `table` applies them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::CalendarError;
use crate::notice::{check_version, from_json, read_range};

/// Days that a region's government settles otherwise than the nation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Appended to the calendar's version with `+`: `guangxi-2026.1`.
    pub version: String,
    /// The paper that orders it, for the record.
    #[serde(default)]
    pub source: String,
    /// The days.
    pub days: Vec<OverlayDay>,
}

/// A day or run of days of an overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlayDay {
    /// Name as printed in proofs: 壮族三月三.
    pub name: String,
    /// Days off, `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<String>,
    /// Days worked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<String>,
}

impl Overlay {
    /// Reads an overlay file; errors name the place and the cure.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        let overlay: Self = from_json(text, "请按 version、source、days（name、off、work）填写")?;
        overlay.collect_days()?;
        Ok(overlay)
    }

    /// The days with whether they are off; checks the whole overlay.
    pub(crate) fn collect_days(&self) -> Result<BTreeMap<Date, (bool, &str)>, CalendarError> {
        check_version(&self.version, "overlay.version")?;
        let mut days = BTreeMap::new();
        for (at, entry) in self.days.iter().enumerate() {
            for (field, ranges) in [("off", &entry.off), ("work", &entry.work)] {
                let is_off = field == "off";
                for (n, range) in ranges.iter().enumerate() {
                    let place = format!("overlay.days[{at}].{field}[{n}]");
                    for on in read_range(range, &place)? {
                        let known = days.insert(on, (is_off, entry.name.as_str()));
                        if known.is_some_and(|(was_off, _)| was_off != is_off) {
                            return Err(CalendarError::bad(
                                place,
                                format!("{on} 一处放假、一处上班"),
                                "请删去其中一处",
                            ));
                        }
                    }
                }
            }
        }
        Ok(days)
    }
}
