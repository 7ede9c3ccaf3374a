//! What people call the things that can be followed, and where they are. What is not public has no name here.

use kernel::Fault;
use publishing::Library;
use publishing::library::THEMES;
use publishing::public::find_public_title;
use store::{Tx, directory};
use subscriptions::Followed;

use crate::library::{PLATFORM, path_of};
use crate::params::{and, with_query};
use crate::search::followed::find_name;

/// Something that can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name, with what kind of thing it is.
    pub name: String,
    /// The path of its page.
    pub path: String,
}

/// Looks it up; `None` where it is not there, or not public.
///
/// # Errors
/// The engine's fault.
pub async fn find(
    tx: &mut Tx,
    library: &Library,
    followed: &Followed,
) -> Result<Option<Named>, Fault> {
    let (name, path) = match followed {
        Followed::Column(code) => {
            match library.find_column(code).filter(|it| it.code != PLATFORM) {
                Some(column) => (format!("栏目“{}”", column.name), path_of(code)),
                None => return Ok(None),
            }
        }
        Followed::Theme(theme) if THEMES.contains(&theme.as_str()) => (
            format!("主题“{theme}”"),
            with_query("/documents", &and("", "theme", theme)),
        ),
        Followed::Theme(_) => return Ok(None),
        Followed::Unit(id) => match directory::find_unit(tx, *id).await? {
            Some(unit) => (unit.name, format!("/units/{id}")),
            None => return Ok(None),
        },
        Followed::Document(id) => match find_public_title(tx, *id).await? {
            Some(title) => (format!("《{title}》"), format!("/documents/{id}")),
            None => return Ok(None),
        },
        Followed::Citations(id) => match find_public_title(tx, *id).await? {
            Some(title) => (format!("引用《{title}》的文件"), format!("/documents/{id}")),
            None => return Ok(None),
        },
        Followed::Promise(id) => match promises::queries::find_title(tx, *id).await? {
            Some(title) => (format!("承诺“{title}”"), format!("/promises/{id}")),
            None => return Ok(None),
        },
        Followed::Search(sought) => match find_name(tx, library, sought).await? {
            Some(name) => (name, with_query("/search", &sought.query())),
            None => return Ok(None),
        },
    };
    Ok(Some(Named { name, path }))
}

/// What its followers are told.
pub fn told_of(followed: &Followed) -> &'static str {
    match followed {
        Followed::Column(_) => "该栏目及其下级栏目有新的信息公开、修订或者效力变动时通知",
        Followed::Theme(_) => "该主题有新的信息公开、修订或者效力变动时通知",
        Followed::Unit(_) => "该单位公开、修订、撤下信息，或者有承诺逾期时通知",
        Followed::Document(_) => "该文件修订、废止、失效或者撤下时通知",
        Followed::Citations(_) => "新公开的文件引用该文件时通知",
        Followed::Promise(_) => "该承诺按时公开、逾期或者期限调整时通知",
        Followed::Search(_) => "新公开或者修订的信息符合这项搜索的全部条件时通知",
    }
}
