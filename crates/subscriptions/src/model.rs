//! What may be followed, at what pace, and what readers are told. Pure.

use std::fmt;

use kernel::{Date, DocumentId, EventId, HappeningId, PromiseId, UnitId};

use crate::sought::Sought;

/// What somebody follows: a closed list. Whatever is added needs a word in [`Followed::kind`] and [`Followed::read`], a name
/// (`portal::subscribe::naming`) and events that lead to it (`server::subscribing::telling`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Followed {
    /// A column of the library, by its code, with those under it.
    Column(String),
    /// A 主题分类, by its name.
    Theme(String),
    /// What a unit makes public, and what it is late with.
    Unit(UnitId),
    /// A document: its editions, its validity, its withdrawal.
    Document(DocumentId),
    /// What cites a document.
    Citations(DocumentId),
    /// A promise.
    Promise(PromiseId),
    /// New documents that a search finds.
    Search(Sought),
}

/// Words of kinds that can be followed, with what people call them.
pub const KINDS: &[(&str, &str)] = &[
    ("column", "栏目"),
    ("theme", "主题"),
    ("unit", "单位"),
    ("document", "文件"),
    ("citations", "文件的引用"),
    ("promise", "承诺"),
    ("search", "搜索"),
];

/// Characters of a place's text at most.
const LONGEST: usize = 200;

impl Followed {
    /// The word of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Column(_) => "column",
            Self::Theme(_) => "theme",
            Self::Unit(_) => "unit",
            Self::Document(_) => "document",
            Self::Citations(_) => "citations",
            Self::Promise(_) => "promise",
            Self::Search(_) => "search",
        }
    }

    /// What people call its kind.
    pub fn kind_label(&self) -> &'static str {
        let known = KINDS.iter().find(|(kind, _)| *kind == self.kind());
        known.map_or("", |(_, label)| label)
    }

    /// Its text in addresses and in the database: `document/ID`, `column/policies`, `search/q=…`.
    pub fn place(&self) -> String {
        let kind = self.kind();
        match self {
            Self::Column(word) | Self::Theme(word) => format!("{kind}/{word}"),
            Self::Unit(id) => format!("{kind}/{id}"),
            Self::Document(id) | Self::Citations(id) => format!("{kind}/{id}"),
            Self::Promise(id) => format!("{kind}/{id}"),
            Self::Search(sought) => format!("{kind}/{}", sought.query()),
        }
    }

    /// Reads such a text; `None` where it is none.
    pub fn read(place: &str) -> Option<Self> {
        let (kind, rest) = place.split_once('/')?;
        if kind == "search" {
            return Sought::read(rest).map(Self::Search);
        }
        let is_word = !rest.is_empty() && rest.len() <= LONGEST && !rest.contains(char::is_control);
        if !is_word {
            return None;
        }
        match kind {
            "column" => Some(Self::Column(rest.to_owned())),
            "theme" => Some(Self::Theme(rest.to_owned())),
            "unit" => rest.parse().ok().map(Self::Unit),
            "document" => rest.parse().ok().map(Self::Document),
            "citations" => rest.parse().ok().map(Self::Citations),
            "promise" => rest.parse().ok().map(Self::Promise),
            _ => None,
        }
    }
}

kernel::coded_enum! {
    /// How often a reader is told.
    Pace {
        /// 每条即发.
        AtOnce = "at_once", "每条即发";
        /// 每日汇总.
        Daily = "daily", "每日汇总";
        /// 每周汇总.
        Weekly = "weekly", "每周汇总";
    }
}

kernel::coded_enum! {
    /// What happened.
    What {
        /// A document became public.
        Published = "published", "发布";
        /// A new edition of it did.
        Corrected = "corrected", "修订";
        /// It was taken off the site.
        Withdrawn = "withdrawn", "撤下";
        /// It is in force no more.
        Repealed = "repealed", "废止";
        /// It ran out.
        Expired = "expired", "失效";
        /// It was changed by another.
        Amended = "amended", "修改";
        /// A part of it is in force no more.
        PartlyRepealed = "partly_repealed", "部分失效";
        /// It is in force.
        InForce = "in_force", "有效";
        /// It comes into force later.
        NotYet = "not_yet", "尚未施行";
        /// Another document cites it.
        Cited = "cited", "被引用";
        /// A promise was kept by its day.
        KeptOnTime = "kept_on_time", "按时公开";
        /// A promise was kept after its day.
        KeptLate = "kept_late", "逾期后公开";
        /// A promise was signed off: there was nothing to publish.
        NilReturn = "nil_return", "零报告";
        /// A promise's day passed.
        Late = "late", "逾期未公开";
        /// Its evidence was sent back: it is owed again.
        Returned = "returned", "证据被退回";
        /// Its day is another.
        Moved = "moved", "期限调整";
        /// It is owed no more.
        Released = "released", "不再履行";
        /// Another unit owes it.
        HandedOver = "handed_over", "责任单位变更";
    }
}

/// What readers are told of one thing that happened. It holds nothing that is not public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The public act.
    pub event: EventId,
    /// What it happened to: `document/ID`, `promise/ID`, `unit/ID`.
    pub subject: String,
    /// What happened.
    pub what: What,
    /// The title of what it happened to.
    pub title: String,
    /// Its 发文字号; may be empty.
    pub number: String,
    /// More of it, in words; may be empty.
    pub words: String,
    /// The day.
    pub on: Date,
    /// The path of its page.
    pub path: String,
}

/// A happening with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHappening {
    /// Its id.
    pub id: HappeningId,
    /// What is told.
    pub happening: Happening,
}

kernel::coded_enum! {
    /// What a letter is for.
    LetterKind {
        /// It asks whether the address wants it.
        Confirm = "confirm", "确认";
        /// It says that this is followed already.
        Known = "known", "已订阅";
        /// It says that no more can be followed.
        Full = "full", "已达上限";
        /// It tells what happened.
        Items = "items", "动态";
    }
}

/// A mail address that can be written to. It does not show itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// As it is known to be one ([`crate::rules::read_address`]).
    pub(crate) fn known(text: String) -> Self {
        Self(text)
    }

    /// For whoever writes to it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is the same for the same mailbox: no provider of weight tells large letters from small.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nonsense_is_none() {
        let id = "0190a6f2-0000-7000-8000-000000000001";
        for (kind, _) in KINDS {
            let text = match *kind {
                "column" => "column/policies".to_owned(),
                "theme" => "theme/财政、金融、审计".to_owned(),
                "search" => "search/q=%E5%85%AC%E7%A7%AF%E9%87%91&kind=normative".to_owned(),
                kind => format!("{kind}/{id}"),
            };
            let followed = Followed::read(&text).unwrap();
            assert_eq!((followed.place(), followed.kind()), (text, *kind));
            assert!(!followed.kind_label().is_empty());
        }
        for wrong in [
            "",
            "document",
            "document/",
            "document/1",
            "unit/x",
            "account/0190a6f2-0000-7000-8000-000000000001",
            "column/a\r\nb",
            "theme/\u{0}",
            "search/公积金",
            "search/q=a&page=2",
        ] {
            assert_eq!(Followed::read(wrong), None, "{wrong:?}");
        }
        assert_eq!(Followed::read(&format!("column/{}", "x".repeat(201))), None);
    }

    #[test]
    fn an_address_does_not_show_itself() {
        let address = Address::known("li@example.cn".to_owned());
        assert!(!format!("{address:?}").contains("li@"));
    }
}
