//! What users cause when they share a document with a site: a closed list, each with words that say what to do next.

use kernel::{NotAllowed, Refusal};

use crate::DocumentRefusal;

/// Why a document is not shared, or not taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareRefusal {
    /// Whoever acts may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No such site.
    #[error("本平台没有这个分站，请从列表中选择")]
    UnknownSite,
    /// No such column.
    #[error("没有这个栏目，请从列表中选择")]
    UnknownColumn,
    /// A document that is not public.
    #[error("只有已公开的信息可以引用到分站")]
    NotPublic,
    /// A unit of the site issues it.
    #[error("这件信息由该分站的单位发布，已在分站上，不必引用")]
    StandsThere,
    /// It is not shared with it.
    #[error("这件信息没有引用到该分站，可能已有人撤下，请刷新页面")]
    NotShared,
    /// What publishing refuses.
    #[error(transparent)]
    Document(#[from] DocumentRefusal),
}

impl Refusal for ShareRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Document(inner) => inner.code(),
            Self::UnknownSite => "share.unknown_site",
            Self::UnknownColumn => "share.unknown_column",
            Self::NotPublic => "share.not_public",
            Self::StandsThere => "share.stands_there",
            Self::NotShared => "share.not_shared",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotPublic | Self::StandsThere => Some("document"),
            Self::UnknownColumn => Some("column"),
            Self::NotAllowed(_) | Self::UnknownSite | Self::NotShared => None,
            Self::Document(inner) => inner.field(),
        }
    }
}
