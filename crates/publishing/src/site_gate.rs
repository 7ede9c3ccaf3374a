//! The gate as this site sets it: with the telephones and mail of its units, and with its list of expressions.
//!
//! A list may hold thousands of expressions, and to make it ready costs more than to look through a text. It is kept in memory under the hash of the
//! newest event of the list, which is read in the transaction of each save: whoever changes the list, on whichever node, moves the hash.

use std::sync::{Arc, Mutex, PoisonError};

use gate::{Gate, Rules, Words};
use kernel::{Date, Fault};
use store::{Tx, directory, event};

use crate::actions::expression::{CHAIN, list_for_gate};

/// Lists kept at most: that of today, and that of a reader whose snapshot is older.
const MOST_KEPT: usize = 2;

/// A list that is ready, and the hash under which it is.
type Kept = (String, Arc<Words>);

/// The newest is first.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// The gate as this site sets it.
///
/// # Errors
/// The engine's fault.
pub async fn gate_of(tx: &mut Tx, today: Date) -> Result<Gate, Fault> {
    let words = words(tx).await?;
    Ok(Gate::with_words(own_rules(tx, today).await?, words))
}

/// By what the gate goes, the list of expressions too: for a gate in another process.
///
/// # Errors
/// The engine's fault.
pub async fn gate_rules(tx: &mut Tx, today: Date) -> Result<Rules, Fault> {
    Ok(Rules {
        expressions: list_for_gate(tx).await?,
        ..own_rules(tx, today).await?
    })
}

/// What units publish as their own telephone and mail is not a finding.
async fn own_rules(tx: &mut Tx, today: Date) -> Result<Rules, Fault> {
    let mut rules = Rules {
        today,
        ..Rules::default()
    };
    for (phone, fax, mail) in directory::list_contacts(tx).await? {
        for phone in [phone, fax] {
            if !phone.is_empty() && !rules.own_phones.contains(&phone) {
                rules.own_phones.push(phone);
            }
        }
        if let Some((_, host)) = mail.rsplit_once('@')
            && !rules.own_mail_hosts.iter().any(|it| it == host)
        {
            rules.own_mail_hosts.push(host.to_owned());
        }
    }
    Ok(rules)
}

/// The list, made ready where that was not done since it was changed.
async fn words(tx: &mut Tx) -> Result<Arc<Words>, Fault> {
    let head = event::find_head(tx, CHAIN).await?.unwrap_or_default();
    if let Some(words) = find_kept(&head) {
        return Ok(words);
    }
    let words = Words::new(list_for_gate(tx).await?);
    let words = words.map_err(|cause| Fault::caused("building the gate", cause))?;
    let words = Arc::new(words);
    keep((head, Arc::clone(&words)));
    Ok(words)
}

fn find_kept(head: &str) -> Option<Arc<Words>> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept.iter().find(|(known, _)| known == head);
    found.map(|(_, words)| Arc::clone(words))
}

fn keep(new: Kept) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|(known, _)| *known != new.0);
    kept.insert(0, new);
    kept.truncate(MOST_KEPT);
}
