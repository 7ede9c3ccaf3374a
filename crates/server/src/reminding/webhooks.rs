//! What groups are told once a day: how the site or a unit stands.
//!
//! A group's chat is no place for notes by hand: it learns numbers and where to look. What it learns as it happens is in [`super::told`].

use kernel::{Date, Fault, Moment, Never, Stop};
use promises::queries::{self, DayTally};
use store::outbox::webhook::{KnownWebhook, list_active};
use store::outbox::{Body, NewMessage, Topic, Way, enqueue};
use store::{Store, Tx};

/// Tells each group how its site or unit stands today; how many messages.
pub(super) async fn tell_day(store: &Store, now: Moment) -> Result<u64, Fault> {
    Ok(store::write!(store, |tx| -> Result<u64, Stop<Never>> {
        let mut told = 0;
        for hook in list_active(tx).await? {
            if !hook.hears(Topic::Reminders, hook.webhook.unit) {
                continue;
            }
            let Some((subject, lead)) = words_of_day(tx, &hook, now).await? else {
                continue;
            };
            let new = NewMessage {
                key: format!("webhook/{}/{}", hook.id, now.date()),
                topic: Topic::Reminders,
                account: None,
                unit: hook.webhook.unit,
                subject,
                body: Body {
                    lead,
                    lines: Vec::new(),
                    path: "/desk/queue".to_owned(),
                },
                ways: vec![Way::Webhook(hook.id)],
            };
            told += u64::from(enqueue(tx, &new, now).await?.is_some());
        }
        Ok(told)
    })?)
}

/// Subject and words; `None` where nothing is due and nothing late.
async fn words_of_day(
    tx: &mut Tx,
    hook: &KnownWebhook,
    now: Moment,
) -> Result<Option<(String, String)>, Fault> {
    let today = now.date();
    let (name, due_today, late) = match hook.webhook.unit {
        Some(unit) => match queries::unit_board(tx, unit, today).await? {
            Some(board) => (
                board.score.unit_name.clone(),
                open_on(&board.days, today),
                board.score.late_now,
            ),
            None => return Ok(None),
        },
        None => {
            let board = queries::board(tx, today).await?;
            ("全部单位".to_owned(), board.due_today, board.late_now)
        }
    };
    if due_today + late == 0 {
        return Ok(None);
    }
    let subject = format!("{name}公开承诺：今日到期{due_today}项，逾期{late}项");
    let lead = format!(
        "{name}今日有{due_today}项公开承诺到期，{late}项已逾期，请责任单位及时公开并登记。"
    );
    Ok(Some((subject, lead)))
}

fn open_on(days: &[DayTally], today: Date) -> u64 {
    let day = days.iter().find(|it| it.date == today);
    day.map_or(0, |it| it.open)
}
