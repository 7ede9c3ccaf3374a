//! 检索: where it was looked for, by which words, by whom, and what came of it. Who says that nothing is there must be able to show it (合理检索义务).

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::model::Search;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_answer_day, check_words};
use crate::sql;

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSearch {
    /// Where.
    pub place: String,
    /// By which words.
    pub terms: String,
    /// What came of it.
    pub found: String,
    /// Who looked.
    pub searched_by: String,
    /// When.
    pub searched_on: Date,
}

/// Notes it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn note_search(
    store: &Store,
    (seen, command): (Seen, &NoteSearch),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = |field, label, text: &str| check_words((field, label), text).map_err(Stop::Refused);
    let search = Search {
        place: words("place", "检索的范围", &command.place)?,
        terms: words("terms", "检索的方法", &command.terms)?,
        found: words("found", "检索的结果", &command.found)?,
        searched_by: words("searched_by", "检索人", &command.searched_by)?,
        searched_on: command.searched_on,
    };
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::NoteSearch).await?;
        check_unit(&act.case, officer.unit())?;
        let searched_on = search.searched_on;
        check_answer_day(searched_on, act.received_on()?, now.date()).map_err(Stop::Refused)?;
        let ordinal = act.case.searches.len() + 1;
        let values = params![
            act.id(),
            ordinal,
            search.place,
            search.terms,
            search.found,
            search.searched_by,
            searched_on
        ];
        tx.execute(sql::ADD_SEARCH, values).await?;
        act.case.searches.push(search.clone());
        let event = RequestEvent::Searched { searched_on };
        act.keep(tx, (&search.place, event), (officer.actor(), now, calendar))
            .await
    })
}
