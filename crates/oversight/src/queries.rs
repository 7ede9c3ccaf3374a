//! Read models for screens. Every question costs what it shows, never what the database holds.
//!
//! Whether something is late is asked of [`crate::model::standing`]; the dates of its question select the lists.

use calendar::Clock;
use kernel::{Date, Fault, Moment, NoticeId, Page, PageAsk, PromiseId, UnitId};
use store::{Row, Tx, Value, params};

use crate::model::{Notice, NoticeStanding, NoticeState, standing};
use crate::sql;

kernel::coded_enum! {
    /// The parts of the list.
    Tab {
        /// An answer is owed.
        Owed = "owed", "待答复";
        /// An answer is owed since before today.
        Late = "late", "逾期";
        /// An answer waits for judgement.
        Answered = "answered", "待审核";
        /// Done.
        Closed = "closed", "已办结";
        /// Taken back.
        Withdrawn = "withdrawn", "已撤回";
    }
}

/// A notice in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// Its id.
    pub id: NoticeId,
    /// Its number.
    pub number: String,
    /// Who is asked.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// What it is about.
    pub title: String,
    /// By when an answer is owed.
    pub due_on: Date,
    /// How it stands.
    pub standing: NoticeStanding,
    /// When it was issued.
    pub issued_at: Moment,
    /// The day of the newest answer.
    pub answered_on: Option<Date>,
}

/// A promise that a notice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutPromise {
    /// Its id.
    pub id: PromiseId,
    /// What is owed, its period included.
    pub title: String,
    /// By when.
    pub due_on: Date,
}

/// A step of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// `issue`, `answer`, `return`, `close`, `withdraw`.
    pub command: String,
    /// What was said.
    pub words: String,
    /// What shows it.
    pub links: Vec<String>,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Moment,
}

impl StepLine {
    /// What was done, in words.
    pub fn label(&self) -> &'static str {
        match self.command.as_str() {
            "issue" => "发出",
            "answer" => "答复",
            "return" => "退回",
            "close" => "办结",
            "withdraw" => "撤回",
            _ => "办理",
        }
    }
}

/// All that is known of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDetail {
    /// The notice.
    pub notice: Notice,
    /// How it stands.
    pub standing: NoticeStanding,
    /// The promises that it is about.
    pub promises: Vec<AboutPromise>,
    /// What was done, oldest first.
    pub steps: Vec<StepLine>,
}

/// How many notices wait for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// For an answer.
    pub owed: u64,
    /// Of these, late.
    pub late: u64,
    /// For judgement.
    pub answered: u64,
}

/// One notice.
///
/// # Errors
/// The engine's fault.
pub async fn find_notice(
    tx: &mut Tx,
    id: NoticeId,
    today: Date,
) -> Result<Option<NoticeDetail>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_NOTICE, params![id]).await? else {
        return Ok(None);
    };
    let notice = notice_of(&row)?;
    let promises = tx.fetch_all(sql::LIST_PROMISES, params![id]).await?;
    let steps = tx.fetch_all(sql::LIST_STEPS, params![id]).await?;
    Ok(Some(NoticeDetail {
        standing: standing(&notice.state, notice.due_on, today),
        promises: promises.iter().map(about_of).collect::<Result<_, _>>()?,
        steps: steps.iter().map(step_of).collect::<Result<_, _>>()?,
        notice,
    }))
}

/// A part of the list, of one unit or of all: what is owed by its day, what ended newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_notices(
    tx: &mut Tx,
    (unit, tab): (Option<UnitId>, Tab),
    ask: &PageAsk,
    today: Date,
) -> Result<Page<NoticeLine>, Fault> {
    let is_newest_first = matches!(tab, Tab::Closed | Tab::Withdrawn);
    let first = if is_newest_first {
        ("9999-12-31".to_owned(), "g".to_owned())
    } else {
        ("0000-01-01".to_owned(), String::new())
    };
    let (day, id) = ask
        .after
        .as_deref()
        .and_then(|key| key.split_once('_'))
        .map_or(first, |(day, id)| (day.to_owned(), id.to_owned()));
    let mut values: Vec<Value> = params![day, id, ask.limit + 1].to_vec();
    let always = Date::constant(9999, 12, 31);
    match tab {
        Tab::Owed => values.extend(params![always].to_vec()),
        Tab::Late => values.extend(params![today].to_vec()),
        Tab::Answered | Tab::Closed | Tab::Withdrawn => {}
    }
    let statement = match (tab, unit) {
        (Tab::Owed | Tab::Late, None) => sql::LIST_OWED,
        (Tab::Owed | Tab::Late, Some(_)) => sql::LIST_OWED_OF,
        (Tab::Answered, None) => sql::LIST_ANSWERED,
        (Tab::Answered, Some(_)) => sql::LIST_ANSWERED_OF,
        (Tab::Closed, None) => sql::LIST_CLOSED,
        (Tab::Closed, Some(_)) => sql::LIST_CLOSED_OF,
        (Tab::Withdrawn, None) => sql::LIST_WITHDRAWN,
        (Tab::Withdrawn, Some(_)) => sql::LIST_WITHDRAWN_OF,
    };
    if let Some(unit) = unit {
        values.extend(params![unit].to_vec());
    }
    let rows = tx.fetch_all(statement, &values).await?;
    let lines = rows
        .iter()
        .map(|row| line_of(row, today))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| {
        format!("{}_{}", line.due_on, line.id)
    }))
}

/// What waits, of one unit or of all.
///
/// # Errors
/// The engine's fault.
pub async fn count_waiting(
    tx: &mut Tx,
    unit: Option<UnitId>,
    today: Date,
) -> Result<Waiting, Fault> {
    let rows = match unit {
        Some(unit) => {
            tx.fetch_all(sql::COUNT_BY_STATE_OF, params![today, unit])
                .await?
        }
        None => tx.fetch_all(sql::COUNT_BY_STATE, params![today]).await?,
    };
    let mut waiting = Waiting::default();
    for row in &rows {
        let (state, n): (String, u64) = (row.get("state")?, row.get("n")?);
        if state == "answered" {
            waiting.answered += n;
        } else {
            waiting.owed += n;
            waiting.late += row.get::<u64>("before")?;
        }
    }
    Ok(waiting)
}

/// The newest notices about a promise, at most twenty.
///
/// # Errors
/// The engine's fault.
pub async fn list_of_promise(
    tx: &mut Tx,
    promise: PromiseId,
    today: Date,
) -> Result<Vec<NoticeLine>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_OF_PROMISE, params![promise, 20])
        .await?;
    rows.iter().map(|row| line_of(row, today)).collect()
}

pub(crate) fn notice_of(row: &Row) -> Result<Notice, Fault> {
    let clock: String = row.get("clock")?;
    let clock: Clock = serde_json::from_str(&clock)
        .map_err(|cause| Fault::caused("reading the clock of a notice", cause))?;
    Ok(Notice {
        id: row.get("id")?,
        number: row.get("number")?,
        serial: row.get("number_in_year")?,
        unit: row.get("unit_id")?,
        title: row.get("title")?,
        body: row.get("body")?,
        state: state_of(row)?,
        due_on: row.get("due_on")?,
        clock,
        calendar_version: row.get("calendar_version")?,
        is_provisional: row.get("is_provisional")?,
        issued_at: row.get("issued_at")?,
        issued_by: row.get("issued_by")?,
        answered_by: row.get("answered_by_account")?,
    })
}

pub(crate) fn state_of(row: &Row) -> Result<NoticeState, Fault> {
    let state: String = row.get("state")?;
    let answered_on: Option<Date> = row.get("answered_on")?;
    let ended_at: Option<Moment> = row.get("ended_at")?;
    match (state.as_str(), answered_on, ended_at) {
        ("issued", _, _) => Ok(NoticeState::Issued),
        ("returned", _, _) => Ok(NoticeState::Returned),
        ("answered", Some(on), _) => Ok(NoticeState::Answered { on }),
        ("closed", Some(answered_on), Some(at)) => Ok(NoticeState::Closed { answered_on, at }),
        ("withdrawn", _, Some(at)) => Ok(NoticeState::Withdrawn { at }),
        _ => Err(Fault::new(format!("a notice in the state {state:?}"))),
    }
}

fn line_of(row: &Row, today: Date) -> Result<NoticeLine, Fault> {
    let due_on = row.get("due_on")?;
    Ok(NoticeLine {
        id: row.get("id")?,
        number: row.get("number")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        title: row.get("title")?,
        due_on,
        standing: standing(&state_of(row)?, due_on, today),
        issued_at: row.get("issued_at")?,
        answered_on: row.get("answered_on")?,
    })
}

fn about_of(row: &Row) -> Result<AboutPromise, Fault> {
    let (title, period): (String, Option<String>) = (row.get("title")?, row.get("period_label")?);
    Ok(AboutPromise {
        id: row.get("id")?,
        title: match period {
            Some(period) => format!("{title}（{period}）"),
            None => title,
        },
        due_on: row.get("due_on")?,
    })
}

fn step_of(row: &Row) -> Result<StepLine, Fault> {
    let links: String = row.get("links")?;
    Ok(StepLine {
        command: row.get("command")?,
        words: row.get("words")?,
        links: links.lines().map(str::to_owned).collect(),
        actor: row.get("actor")?,
        at: row.get("happened_at")?,
    })
}
