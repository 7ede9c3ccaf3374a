//! Units as a plan names them, and whom that means: what was found, and what a person still must say.

use plans::queries::UnitMention;
use plans::resolve::Match;
use ui::Frame;

/// One name of a plan as a page shows it.
#[derive(Debug)]
pub(crate) struct Mention {
    /// As written.
    pub written: String,
    /// Where its unit's page is, and that unit's name if it is another.
    pub unit: Option<(String, Option<String>)>,
    /// How many units a class stands for.
    pub members: usize,
    /// What to know about it, if anything.
    pub note: Option<&'static str>,
}

impl Mention {
    /// The names of one list.
    pub fn all(mentions: &[UnitMention], frame: &Frame) -> Vec<Self> {
        mentions.iter().map(|it| Self::of(it, frame)).collect()
    }

    fn of(mention: &UnitMention, frame: &Frame) -> Self {
        let note = match &mention.matched {
            Match::Exact | Match::Alias | Match::Abbreviation | Match::Confirmed | Match::Class => {
                None
            }
            Match::Former { .. } => Some("原机构，职责已由现机构承担"),
            Match::Suggested { .. } => Some("待确认是哪个单位"),
            Match::Unknown => Some("未找到对应单位"),
        };
        Self {
            written: mention.written.clone(),
            unit: mention.unit.as_ref().map(|(id, name)| {
                let other = (*name != mention.written).then(|| name.clone());
                (frame.link(&format!("/units/{id}")), other)
            }),
            members: mention.members.len(),
            note,
        }
    }
}
