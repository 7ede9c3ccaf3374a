//! Rows of the database → requests and what happened to them.

use kernel::Fault;
use store::{Row, Tx, params};

use crate::case::Case;
use crate::clock::{Consultation, Consulted};
use crate::dispute::{Anew, Dispute, Finding, Order, Ruling, Satisfaction, Visit, VisitWay};
use crate::fee::Charging;
use crate::model::{
    Asked, Channel, Decision, Delivery, Fee, Form, Lengthening, Request, Search, Stage, Stance,
    Supplement, Wish,
};
use crate::outcome::Outcome;
use crate::report::{AskerKind, Branch};
use crate::sql;

/// The value of a coded column.
pub(crate) fn coded<T>(row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<T, Fault> {
    let code: String = row.get(column)?;
    read(&code).ok_or_else(|| Fault::new(format!("column {column} holds {code:?}")))
}

fn coded_or_none<T>(
    row: &Row,
    column: &str,
    read: fn(&str) -> Option<T>,
) -> Result<Option<T>, Fault> {
    match row.get::<Option<String>>(column)? {
        None => Ok(None),
        Some(_) => coded(row, column, read).map(Some),
    }
}

pub(crate) fn request_of(row: &Row) -> Result<Request, Fault> {
    Ok(Request {
        id: row.get("id")?,
        number: row.get("number")?,
        unit: row.get("unit_id")?,
        channel: coded(row, "channel", Channel::from_code)?,
        asker: coded(row, "asker_kind", AskerKind::from_code)?,
        wish: Wish {
            wanted: row.get("wanted")?,
            doc_number: row.get("doc_number")?,
            description: row.get("description")?,
            form: coded(row, "form", Form::from_code)?,
            delivery: coded(row, "delivery", Delivery::from_code)?,
            is_reduction_asked: row.get("is_reduction_asked")?,
            help: row.get("help")?,
        },
        submitted_at: row.get("submitted_at")?,
        received_on: row.get("received_on")?,
        stage: coded(row, "stage", Stage::from_code)?,
        revision: row.get("revision")?,
        outcome: coded_or_none(row, "outcome", Outcome::from_code)?,
        closed_on: row.get("closed_on")?,
    })
}

fn supplement_of(row: &Row) -> Result<Supplement, Fault> {
    Ok(Supplement {
        words: row.get("words")?,
        asked_on: row.get("asked_on")?,
        due_on: row.get("due_on")?,
        received_on: row.get("received_on")?,
        supplied: row.get("supplied")?,
    })
}

fn asked_of(row: &Row) -> Result<Asked, Fault> {
    Ok(Asked {
        id: row.get("id")?,
        consultation: Consultation {
            whom: coded(row, "whom", Consulted::from_code)?,
            sent_on: row.get("sent_on")?,
            served_on: row.get("served_on")?,
            wished_on: row.get("wished_on")?,
            answered_on: row.get("answered_on")?,
        },
        words: row.get("words")?,
        stance: coded_or_none(row, "stance", Stance::from_code)?,
        opinion: row.get("opinion")?,
    })
}

fn fee_of(row: &Row) -> Result<Fee, Fault> {
    Ok(Fee {
        charging: coded(row, "charging", Charging::from_code)?,
        units: row.get("units")?,
        fee_fen: row.get("fee_fen")?,
        basis: row.get("basis")?,
        told_on: row.get("told_on")?,
        due_on: row.get("due_on")?,
        paid_on: row.get("paid_on")?,
    })
}

fn lengthening_of(row: &Row) -> Result<Lengthening, Fault> {
    Ok(Lengthening {
        workdays: row.get("workdays")?,
        reason: row.get("reason")?,
        agreed_by: row.get("agreed_by")?,
        told_on: row.get("told_on")?,
    })
}

fn search_of(row: &Row) -> Result<Search, Fault> {
    Ok(Search {
        place: row.get("place")?,
        terms: row.get("terms")?,
        found: row.get("found")?,
        searched_by: row.get("searched_by")?,
        searched_on: row.get("searched_on")?,
    })
}

fn decision_of(row: &Row) -> Result<Decision, Fault> {
    Ok(Decision {
        outcome: coded(row, "outcome", Outcome::from_code)?,
        withheld: grounds_of(row)?,
        facts: row.get("facts")?,
        reply: row.get("reply")?,
        drafted_by: row.get("drafted_by")?,
        drafted_account: row.get("drafted_account")?,
        letter_number: row.get("letter_number")?,
        sent_on: row.get("sent_on")?,
        served_on: row.get("served_on")?,
    })
}

/// Codes parted by spaces.
fn grounds_of(row: &Row) -> Result<Vec<Outcome>, Fault> {
    let withheld: String = row.get("withheld")?;
    let ground = |code: &str| {
        Outcome::from_code(code)
            .ok_or_else(|| Fault::new(format!("column withheld holds {code:?}")))
    };
    withheld.split_whitespace().map(ground).collect()
}

fn anew_of(row: &Row) -> Result<Option<Anew>, Fault> {
    let (outcome, answered_on) = (
        coded_or_none(row, "outcome", Outcome::from_code)?,
        row.get("answered_on")?,
    );
    let (Some(outcome), Some(answered_on)) = (outcome, answered_on) else {
        return Ok(None);
    };
    Ok(Some(Anew {
        outcome,
        withheld: grounds_of(row)?,
        reply: row.get("reply")?,
        letter_number: row.get("letter_number")?,
        answered_on,
    }))
}

fn order_of(row: &Row) -> Result<Option<Order>, Fault> {
    let Some(received_on) = row.get("reached_on")? else {
        return Ok(None);
    };
    let period: String = row.get("period")?;
    let period = period
        .parse()
        .map_err(|cause| Fault::caused("reading the period of an order", cause))?;
    Ok(Some(Order {
        received_on,
        period,
        anew: anew_of(row)?,
    }))
}

fn dispute_of(row: &Row) -> Result<Dispute, Fault> {
    let finding = coded_or_none(row, "decided", Finding::from_code)?;
    let ruling = match (finding, row.get("decided_on")?) {
        (Some(finding), Some(decided_on)) => Some(Ruling {
            finding,
            decided_on,
            words: row.get("words")?,
            order: order_of(row)?,
        }),
        (None, _) | (_, None) => None,
    };
    Ok(Dispute {
        id: row.get("id")?,
        branch: coded(row, "branch", Branch::from_code)?,
        body: row.get("body")?,
        number: row.get("number")?,
        filed_on: row.get("filed_on")?,
        ruling,
        struck_why: row.get("struck_why")?,
    })
}

pub(crate) fn visit_of(row: &Row) -> Result<Visit, Fault> {
    Ok(Visit {
        visited_on: row.get("visited_on")?,
        way: coded(row, "way", VisitWay::from_code)?,
        satisfaction: coded(row, "satisfaction", Satisfaction::from_code)?,
        words: row.get("words")?,
    })
}

/// All that happened to a request.
pub(crate) async fn case_of(tx: &mut Tx, request: Request) -> Result<Case, Fault> {
    let id = request.id;
    let supplement = tx.fetch_optional(sql::FIND_SUPPLEMENT, params![id]).await?;
    let asked = tx.fetch_all(sql::LIST_CONSULTATIONS, params![id]).await?;
    let fee = tx.fetch_optional(sql::FIND_FEE, params![id]).await?;
    let longer = tx.fetch_all(sql::LIST_EXTENSIONS, params![id]).await?;
    let searches = tx.fetch_all(sql::LIST_SEARCHES, params![id]).await?;
    let decision = tx.fetch_optional(sql::FIND_DECISION, params![id]).await?;
    let disputes = tx.fetch_all(sql::LIST_DISPUTES, params![id]).await?;
    Ok(Case {
        request,
        supplement: supplement.as_ref().map(supplement_of).transpose()?,
        asked: asked.iter().map(asked_of).collect::<Result<_, _>>()?,
        fee: fee.as_ref().map(fee_of).transpose()?,
        lengthenings: longer
            .iter()
            .map(lengthening_of)
            .collect::<Result<_, _>>()?,
        searches: searches.iter().map(search_of).collect::<Result<_, _>>()?,
        decision: decision.as_ref().map(decision_of).transpose()?,
        disputes: disputes.iter().map(dispute_of).collect::<Result<_, _>>()?,
    })
}
