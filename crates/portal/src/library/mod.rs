//! 政府信息公开: the columns of the library as pages (国办公开办函〔2019〕61号: fixed columns, fixed names, fixed order).
//!
//! Which columns there are is a file that [`publishing::Library`] read; here they become navigation, breadcrumbs and pages. Documents have
//! pages of their own.

pub(crate) mod column;
pub(crate) mod issues;
pub(crate) mod platform;

use publishing::Library;
use publishing::library::Column;
use ui::{Frame, Markup};

/// The column whose page is 政府信息公开 itself; the four fixed columns stand under it.
pub(crate) const PLATFORM: &str = "platform";
/// The column that 《条例》第二十条 unfolds.
pub(crate) const CONTENT: &str = "content";

/// Where a column's page is.
pub(crate) fn path_of(code: &str) -> String {
    match code {
        PLATFORM => "/library".to_owned(),
        _ => format!("/library/{code}"),
    }
}

/// The columns beside a page: the fixed ones, and those that are not demanded by name.
#[derive(Debug)]
pub(crate) struct Side {
    /// The fixed ones, in their order.
    pub fixed: Vec<Entry>,
    /// The others.
    pub others: Vec<Entry>,
}

/// A column in the navigation.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where it leads.
    pub href: String,
    /// Its name, as the frame says it.
    pub name: Markup,
    /// Whether it is this page.
    pub is_here: bool,
    /// The columns under it, where this page stands among them.
    pub under: Vec<Entry>,
}

impl Side {
    /// The navigation of a page of a column.
    pub fn of(library: &Library, here: &str, frame: &Frame) -> Self {
        let way: Vec<&str> = library
            .list_above(here)
            .iter()
            .map(|it| it.code.as_str())
            .collect();
        let entries = |parent: Option<&str>| {
            library
                .list_under(parent)
                .filter(|it| it.code != PLATFORM)
                .map(|it| Entry::of(library, it, (&way, frame)))
                .collect()
        };
        Self {
            fixed: entries(Some(PLATFORM)),
            others: entries(None),
        }
    }
}

impl Entry {
    fn of(library: &Library, column: &Column, (way, frame): (&[&str], &Frame)) -> Self {
        let is_open = way.contains(&column.code.as_str());
        let under = library.list_under(Some(&column.code));
        Self {
            href: frame.link(&path_of(&column.code)),
            name: frame.in_frame(&column.name, column.english.as_deref()),
            is_here: way.last() == Some(&column.code.as_str()),
            under: under
                .filter(|_| is_open)
                .map(|it| Self::of(library, it, (way, frame)))
                .collect(),
        }
    }
}
