//! Queues: what a person owes today, and what waits for a signature or a decision.
//!
//! Every list is read along an index from a key; several units are merged here, so the cost is the page times the units. Counts
//! come from the tallies by day, in one query a unit.

use kernel::{
    AccountId, Date, Fault, Moment, Page, PageAsk, PlanId, PromiseId, ProposalId, UnitId,
};
use store::{Row, Tx, params};

use super::{Proposal, proposal_of, sql};
use crate::cadence::plus_days;
use crate::model::WaitsFor;
use crate::queries::page_key;
use crate::rows::{line_of, percent_of, waits_for_of};
use crate::views::PromiseLine;

kernel::coded_enum! {
    /// What part of the work a list shows.
    Queue {
        /// Owed and due today.
        Today = "today", "今日到期";
        /// Owed and due from today to Sunday.
        Week = "week", "本周到期";
        /// Owed and late.
        Late = "late", "已逾期";
        /// Sent back by the office.
        Returned = "returned", "已退回";
        /// A nil return waits for a leader's signature.
        Signing = "signing", "待签署";
        /// A waiver or a move waits for a decision.
        Deciding = "deciding", "待审批";
        /// All that is owed.
        Owed = "owed", "全部未结";
        /// Kept lately: what the office looks at.
        Kept = "kept", "近期兑现";
    }
}

/// Whose promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// These units'.
    Units(Vec<UnitId>),
    /// Everybody's: for the office and the supervisors.
    Everybody,
}

/// Which part of a queue is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueAsk {
    /// Whose.
    pub whose: Whose,
    /// Which part.
    pub queue: Queue,
    /// Of this plan only.
    pub plan: Option<PlanId>,
    /// The page.
    pub page: PageAsk,
}

/// One promise in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueLine {
    /// What lists show.
    pub line: PromiseLine,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// The newest progress, in per cent.
    pub percent: Option<u8>,
    /// How often its evidence was returned.
    pub times_returned: u32,
    /// Why it was returned, while that is not mended.
    pub return_reason: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

/// How many each tab holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Due today.
    pub today: u64,
    /// Due from today to Sunday.
    pub week: u64,
    /// Late.
    pub late: u64,
    /// Sent back.
    pub returned: u64,
    /// Waiting for a signature.
    pub signing: u64,
    /// Waiting for a decision.
    pub deciding: u64,
    /// All that is owed.
    pub owed: u64,
}

impl QueueCounts {
    /// The count of a tab; `None` where none is kept.
    pub fn of(&self, queue: Queue) -> Option<u64> {
        match queue {
            Queue::Today => Some(self.today),
            Queue::Week => Some(self.week),
            Queue::Late => Some(self.late),
            Queue::Returned => Some(self.returned),
            Queue::Signing => Some(self.signing),
            Queue::Deciding => Some(self.deciding),
            Queue::Owed => Some(self.owed),
            Queue::Kept => None,
        }
    }
}

/// The Sunday of a day's week.
pub fn week_end(today: Date) -> Date {
    let offset = today.weekday().to_monday_zero_offset();
    plus_days(today, i32::from(6 - offset))
}

/// How many days back the kept ones are shown.
const KEPT_DAYS: i32 = 30;

/// A part of a queue: open ones by due day, kept ones newest first. A key that is none of this list's yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_queue(
    tx: &mut Tx,
    ask: &QueueAsk,
    today: Date,
) -> Result<Page<QueueLine>, Fault> {
    if ask.queue == Queue::Kept {
        return list_kept(tx, ask, today).await;
    }
    let Some(from) = Start::of(ask, today) else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let mut lines = Vec::new();
    match &ask.whose {
        Whose::Everybody => lines = part(tx, (ask, &from), None, today).await?,
        Whose::Units(units) => {
            for unit in units {
                lines.extend(part(tx, (ask, &from), Some(*unit), today).await?);
            }
            lines.sort_by_key(key);
            lines.truncate(usize::try_from(ask.page.limit).unwrap_or(usize::MAX) + 1);
        }
    }
    Ok(Page::of(lines, &ask.page, |it| {
        format!("{}_{}", it.line.due_on, it.line.id)
    }))
}

fn key(line: &QueueLine) -> (Date, PromiseId) {
    (line.line.due_on, line.line.id)
}

/// Where a list begins and ends.
struct Start {
    from: Date,
    through: Date,
    after_id: String,
}

impl Start {
    fn of(ask: &QueueAsk, today: Date) -> Option<Self> {
        let (first, last) = (Date::constant(0, 1, 1), Date::constant(9999, 12, 31));
        let (mut from, through) = match ask.queue {
            Queue::Today => (today, today),
            Queue::Week => (today, week_end(today)),
            Queue::Late => (first, plus_days(today, -1)),
            Queue::Returned | Queue::Signing | Queue::Deciding | Queue::Owed | Queue::Kept => {
                (first, last)
            }
        };
        let mut after_id = String::new();
        if let Some(after) = &ask.page.after {
            let (day, id) = page_key(after)?;
            if day >= from {
                from = day;
                after_id = id.to_string();
            }
        }
        (from <= through).then_some(Self {
            from,
            through,
            after_id,
        })
    }
}

async fn part(
    tx: &mut Tx,
    (ask, at): (&QueueAsk, &Start),
    unit: Option<UnitId>,
    today: Date,
) -> Result<Vec<QueueLine>, Fault> {
    let waits_for = match ask.queue {
        Queue::Today | Queue::Week | Queue::Late | Queue::Owed | Queue::Kept => None,
        Queue::Returned => Some(WaitsFor::Mending),
        Queue::Signing => Some(WaitsFor::Signature),
        Queue::Deciding => Some(WaitsFor::Decision),
    };
    let mut values = params![
        at.from,
        at.through,
        at.after_id,
        ask.page.limit + 1,
        ask.plan
    ]
    .to_vec();
    values.extend(
        params![unit]
            .to_vec()
            .into_iter()
            .filter(|_| unit.is_some()),
    );
    let statement = match (unit, waits_for) {
        (Some(_), None) => sql::QUEUE_OF_UNIT,
        (None, None) => sql::QUEUE_OF_ALL,
        (Some(_), Some(_)) => sql::WAIT_OF_UNIT,
        (None, Some(_)) => sql::WAIT_OF_ALL,
    };
    if let Some(waits_for) = waits_for {
        values.extend(params![waits_for.code()].to_vec());
    }
    let rows = tx.fetch_all(statement, &values).await?;
    rows.iter().map(|row| queue_line(row, today)).collect()
}

fn queue_line(row: &Row, today: Date) -> Result<QueueLine, Fault> {
    Ok(QueueLine {
        line: line_of(row, today)?,
        waits_for: waits_for_of(row)?,
        percent: percent_of(row)?,
        times_returned: row.get("times_returned")?,
        return_reason: row.get("return_reason")?,
        closed_at: row.get("closed_at")?,
    })
}

async fn list_kept(tx: &mut Tx, ask: &QueueAsk, today: Date) -> Result<Page<QueueLine>, Fault> {
    let since = Moment::noon_of(plus_days(today, -KEPT_DAYS));
    let (mut through, mut before_id) = (Moment::noon_of(plus_days(today, 2)), String::new());
    if let Some(after) = &ask.page.after {
        let key = after
            .split_once('_')
            .and_then(|(at, id)| Some((Moment::parse(at).ok()?, id.parse::<PromiseId>().ok()?)));
        let Some((at, id)) = key else {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        };
        (through, before_id) = (at, id.to_string());
    }
    let limit = ask.page.limit + 1;
    let mut lines = Vec::new();
    match &ask.whose {
        Whose::Everybody => {
            let values = params![since, through, before_id, limit, ask.plan];
            let rows = tx.fetch_all(sql::KEPT_OF_ALL, values).await?;
            for row in &rows {
                lines.push(queue_line(row, today)?);
            }
        }
        Whose::Units(units) => {
            for unit in units {
                let values = params![since, through, before_id, limit, ask.plan, unit];
                let rows = tx.fetch_all(sql::KEPT_OF_UNIT, values).await?;
                for row in &rows {
                    lines.push(queue_line(row, today)?);
                }
            }
            lines.sort_by_key(|it| std::cmp::Reverse((it.closed_at, it.line.id)));
            lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
    }
    Ok(Page::of(lines, &ask.page, |it| {
        let at = it.closed_at.map_or_else(String::new, |at| at.to_string());
        format!("{at}_{}", it.line.id)
    }))
}

/// How many promises each tab holds: one query a unit, or one for everybody.
///
/// # Errors
/// The engine's fault.
pub async fn count_queue(tx: &mut Tx, whose: &Whose, today: Date) -> Result<QueueCounts, Fault> {
    let end = week_end(today);
    match whose {
        Whose::Everybody => {
            let row = tx
                .fetch_one(sql::COUNT_DUE_ALL, params![today, end])
                .await?;
            counts_of(&row)
        }
        Whose::Units(units) => {
            let mut sum = QueueCounts::default();
            for unit in units {
                let row = tx
                    .fetch_one(sql::COUNT_DUE, params!["unit", unit, today, end])
                    .await?;
                let one = counts_of(&row)?;
                sum = QueueCounts {
                    today: sum.today + one.today,
                    week: sum.week + one.week,
                    late: sum.late + one.late,
                    returned: sum.returned + one.returned,
                    signing: sum.signing + one.signing,
                    deciding: sum.deciding + one.deciding,
                    owed: sum.owed + one.owed,
                };
            }
            Ok(sum)
        }
    }
}

fn counts_of(row: &Row) -> Result<QueueCounts, Fault> {
    Ok(QueueCounts {
        today: row.get("today")?,
        week: row.get("week")?,
        late: row.get("late")?,
        returned: row.get("returned")?,
        signing: row.get("signing")?,
        deciding: row.get("deciding")?,
        owed: row.get("owed")?,
    })
}

/// A proposal that waits, beside the promise it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLine {
    /// The proposal.
    pub proposal: Proposal,
    /// What is owed.
    pub title: String,
    /// The period.
    pub period_label: Option<String>,
    /// Who owes it.
    pub unit_id: UnitId,
    /// That unit's name in lists.
    pub unit_name: String,
    /// By when.
    pub due_on: Date,
}

impl WaitingLine {
    /// Whether this person may not decide on it, for they proposed it.
    pub fn is_own(&self, account: Option<AccountId>) -> bool {
        account.is_some() && self.proposal.proposer == account
    }
}

/// Nil returns that wait for a leader of these units, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_to_sign(
    tx: &mut Tx,
    units: &[UnitId],
    ask: &PageAsk,
) -> Result<Page<WaitingLine>, Fault> {
    list_waiting(tx, sql::LIST_WAITING_NIL, (units, ask)).await
}

/// Waivers and moves that wait for an approver of these units, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_to_decide(
    tx: &mut Tx,
    units: &[UnitId],
    ask: &PageAsk,
) -> Result<Page<WaitingLine>, Fault> {
    list_waiting(tx, sql::LIST_WAITING_OTHERS, (units, ask)).await
}

async fn list_waiting(
    tx: &mut Tx,
    statement: &'static str,
    (units, ask): (&[UnitId], &PageAsk),
) -> Result<Page<WaitingLine>, Fault> {
    let key = match &ask.after {
        None => Some((String::new(), String::new())),
        Some(after) => after.split_once('_').and_then(|(at, id)| {
            Moment::parse(at).ok()?;
            id.parse::<ProposalId>().ok()?;
            Some((at.to_owned(), id.to_owned()))
        }),
    };
    let mut lines = Vec::new();
    if let Some((since, after)) = key {
        for unit in units {
            let values = params![unit, since, after, ask.limit + 1];
            for row in &tx.fetch_all(statement, values).await? {
                lines.push(waiting_line(row)?);
            }
        }
        lines.sort_by_key(|it| (it.proposal.proposed_at, it.proposal.id));
        lines.truncate(usize::try_from(ask.limit).unwrap_or(usize::MAX) + 1);
    }
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.proposal.proposed_at, it.proposal.id)
    }))
}

fn waiting_line(row: &Row) -> Result<WaitingLine, Fault> {
    Ok(WaitingLine {
        proposal: proposal_of(row)?,
        title: row.get("title")?,
        period_label: row.get("period_label")?,
        unit_id: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        due_on: row.get("due_on")?,
    })
}

/// One proposal beside its promise, decided or not.
///
/// # Errors
/// The engine's fault.
pub async fn find_proposal(tx: &mut Tx, id: ProposalId) -> Result<Option<WaitingLine>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_PROPOSAL_LINE, params![id])
        .await?;
    row.as_ref().map(waiting_line).transpose()
}

/// How many nil returns wait for a leader of these units.
///
/// # Errors
/// The engine's fault.
pub async fn count_to_sign(tx: &mut Tx, units: &[UnitId]) -> Result<u64, Fault> {
    count_waiting(tx, sql::COUNT_WAITING_NIL, units).await
}

/// How many waivers and moves wait for an approver of these units.
///
/// # Errors
/// The engine's fault.
pub async fn count_to_decide(tx: &mut Tx, units: &[UnitId]) -> Result<u64, Fault> {
    count_waiting(tx, sql::COUNT_WAITING_OTHERS, units).await
}

async fn count_waiting(
    tx: &mut Tx,
    statement: &'static str,
    units: &[UnitId],
) -> Result<u64, Fault> {
    let mut sum = 0;
    for unit in units {
        sum += tx
            .fetch_one(statement, params![unit])
            .await?
            .get::<u64>("n")?;
    }
    Ok(sum)
}
