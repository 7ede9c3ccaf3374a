//! What somebody should do first: what was sent back, what is late, what is due today and this week; a few of each, for
//! the first page. Where none of that is, what comes next.

use kernel::{Actor, Date, Fault, PageAsk};
use promises::work::{Queue, QueueAsk, QueueLine, Whose, count_queue, list_queue};
use store::Tx;
use ui::Markup;

use super::scope::Scope;
use super::standing;

/// Lines of a group.
const MOST: u32 = 5;

/// Some of the promises of one kind.
#[derive(Debug)]
pub(crate) struct Group {
    /// What they have in common, in words.
    pub label: &'static str,
    /// The whole list.
    pub href: String,
    /// How many there are.
    pub count: u64,
    /// The first of them.
    pub lines: Vec<Line>,
}

/// A promise in a group.
#[derive(Debug)]
pub(crate) struct Line {
    /// The promise.
    pub it: QueueLine,
    /// How it stands.
    pub standing: Markup,
}

/// The groups that are not empty; none for whoever does not work on promises.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn list_first(
    tx: &mut Tx,
    actor: &Actor,
    today: Date,
) -> Result<Vec<Group>, Fault> {
    let Ok(scope) = Scope::of(actor) else {
        return Ok(Vec::new());
    };
    let whose = scope.usual();
    let counts = count_queue(tx, &whose, today).await?;
    let mut groups = Vec::new();
    // The week begins with what is due today.
    for queue in [Queue::Returned, Queue::Late, Queue::Week] {
        let count = counts.of(queue).unwrap_or(0);
        if count > 0 {
            groups.push(group(tx, (queue, count), &whose, today).await?);
        }
    }
    if groups.is_empty() && counts.owed > 0 {
        let next = group(tx, (Queue::Owed, counts.owed), &whose, today).await?;
        groups.push(Group {
            label: "接下来到期",
            ..next
        });
    }
    Ok(groups)
}

async fn group(
    tx: &mut Tx,
    (queue, count): (Queue, u64),
    whose: &Whose,
    today: Date,
) -> Result<Group, Fault> {
    let ask = QueueAsk {
        whose: whose.clone(),
        queue,
        plan: None,
        page: PageAsk::first(MOST),
    };
    let lines = list_queue(tx, &ask, today).await?.items;
    Ok(Group {
        label: queue.label(),
        href: format!("/desk/queue?tab={}", queue.code()),
        count,
        lines: lines
            .into_iter()
            .map(|it| Line {
                standing: standing(it.line.standing),
                it,
            })
            .collect(),
    })
}
