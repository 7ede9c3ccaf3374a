//! 规范用语 as screens show them: the list of expressions that the site does not use.

use kernel::{Fault, Moment, Page, PageAsk};
use store::{Row, Tx, params};

use crate::sql;

/// An expression that the site does not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionLine {
    /// What must not stand there.
    pub wrong: String,
    /// What should; empty where it is to be taken out.
    pub better: String,
    /// Why, or who says so.
    pub note: String,
    /// Who put it on the list.
    pub set_by: String,
    /// When.
    pub set_at: Moment,
}

impl ExpressionLine {
    pub(crate) fn of(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            wrong: row.get("wrong")?,
            better: row.get("better")?,
            note: row.get("note")?,
            set_by: row.get("set_by")?,
            set_at: row.get("set_at")?,
        })
    }
}

/// The expressions that the site does not use, by the expression.
///
/// # Errors
/// The engine's fault.
pub async fn list_expressions(tx: &mut Tx, ask: &PageAsk) -> Result<Page<ExpressionLine>, Fault> {
    let after = ask.after.clone().unwrap_or_default();
    let key = params![after, ask.limit + 1];
    let rows = tx.fetch_all(sql::LIST_EXPRESSIONS, key).await?;
    let lines = rows.iter().map(ExpressionLine::of);
    let lines = lines.collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::of(lines, ask, |it| it.wrong.clone()))
}
