//! What screens ask about sites beside the main one.

use kernel::{DocumentId, Fault, Moment, Page, PageAsk, UnitId};
use store::{Row, Tx, params};

use super::sql;

/// Sites that a document's page names at most.
const MOST_NAMED: usize = 20;

kernel::coded_enum! {
    /// How far a site is.
    SubsiteState {
        /// Documents are being gone through.
        Filling = "filling", "正在整理";
        /// All that belongs on it stands on it.
        Filled = "filled", "已就绪";
        /// The configuration no longer names it.
        Leaving = "leaving", "正在撤下";
    }
}

/// A site beside the main one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsite {
    /// The word of the configuration.
    pub code: String,
    /// The unit whose site it is.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// 网站名称.
    pub name: String,
    /// Where people reach it, without a closing slash.
    pub base_url: String,
    /// How far it is.
    pub state: SubsiteState,
    /// The units under it when it was last filled: a SHA-256.
    pub(crate) units_digest: String,
}

/// A site on which a document of others stands by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The site's code.
    pub site: String,
    /// 网站名称.
    pub name: String,
    /// Where people reach the site.
    pub base_url: String,
    /// The column's code.
    pub column: String,
    /// As what somebody put it there.
    pub shared_by: String,
    /// When.
    pub shared_at: Moment,
}

/// A site as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteName {
    /// Its code.
    pub code: String,
    /// 网站名称.
    pub name: String,
    /// Where people reach it.
    pub base_url: String,
}

/// Every site beside the main one, by code. There are as many as a configuration names: few.
///
/// # Errors
/// The engine's fault.
pub async fn list(tx: &mut Tx) -> Result<Vec<Subsite>, Fault> {
    let rows = tx.fetch_all(sql::LIST_SUBSITES, params![]).await?;
    rows.iter().map(subsite_of).collect()
}

/// The site of a code that is served.
///
/// # Errors
/// The engine's fault.
pub async fn find(tx: &mut Tx, code: &str) -> Result<Option<Subsite>, Fault> {
    let row = tx.fetch_optional(sql::FIND_SUBSITE, params![code]).await?;
    let found = row.as_ref().map(subsite_of).transpose()?;
    Ok(found.filter(|it| it.state != SubsiteState::Leaving))
}

/// Where a document stands by reference.
///
/// # Errors
/// The engine's fault.
pub async fn list_shares(tx: &mut Tx, document: DocumentId) -> Result<Vec<Share>, Fault> {
    let rows = tx
        .fetch_all(crate::sql::LIST_SHARES, params![document])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Share {
                site: row.get("site")?,
                name: row.get("name")?,
                base_url: row.get("base_url")?,
                column: row.get("column_code")?,
                shared_by: row.get("shared_by")?,
                shared_at: row.get("shared_at")?,
            })
        })
        .collect()
}

/// A public document that stands on a site by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLine {
    /// Which.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// Who publishes it: the unit's short name.
    pub unit_name: String,
    /// The column's code in which it stands there.
    pub column: String,
    /// As what somebody put it there.
    pub shared_by: String,
    /// When.
    pub shared_at: Moment,
    /// Whether it is public still: what is withdrawn stands nowhere.
    pub is_public: bool,
}

/// What stands on a site by reference, the newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_shared(
    tx: &mut Tx,
    site: &str,
    ask: &PageAsk,
) -> Result<Page<SharedLine>, Fault> {
    let key = crate::queries::key_of(ask);
    let rows = tx
        .fetch_all(sql::LIST_SHARED, params![key.0, key.1, ask.limit + 1, site])
        .await?;
    let line = |row: &Row| -> Result<SharedLine, Fault> {
        Ok(SharedLine {
            document: row.get("document_id")?,
            title: row.get("title")?,
            unit_name: row.get("short_name")?,
            column: row.get("column_code")?,
            shared_by: row.get("shared_by")?,
            shared_at: row.get("shared_at")?,
            is_public: row.get::<String>("state")? == "published",
        })
    };
    let lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.shared_at, it.document)
    }))
}

/// The sites beside the main one on which a public document stands, issued there or shared; 20 at most.
///
/// # Errors
/// The engine's fault.
pub async fn list_sites_of(tx: &mut Tx, document: DocumentId) -> Result<Vec<SiteName>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_SITES_OF, params![document, MOST_NAMED])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(SiteName {
                code: row.get("code")?,
                name: row.get("name")?,
                base_url: row.get("base_url")?,
            })
        })
        .collect()
}

/// The column in which a public document stands on a site; `None` where it does not.
///
/// # Errors
/// The engine's fault.
pub async fn find_place(
    tx: &mut Tx,
    document: DocumentId,
    site: &str,
) -> Result<Option<String>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_PLACE_ON, params![document, site])
        .await?;
    row.map(|it| it.get("column_code")).transpose()
}

/// Whether a unit is another, or stands under it, however deep.
///
/// # Errors
/// The engine's fault.
pub async fn is_within(tx: &mut Tx, unit: UnitId, above: UnitId) -> Result<bool, Fault> {
    let found = tx
        .fetch_optional(sql::FIND_UNIT_ABOVE, params![unit, above])
        .await?;
    Ok(found.is_some())
}

fn subsite_of(row: &Row) -> Result<Subsite, Fault> {
    let state: String = row.get("state")?;
    Ok(Subsite {
        code: row.get("code")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        name: row.get("name")?,
        base_url: row.get("base_url")?,
        state: SubsiteState::from_code(&state)
            .ok_or_else(|| Fault::new(format!("no state of a site is called {state:?}")))?,
        units_digest: row.get("units_digest")?,
    })
}
