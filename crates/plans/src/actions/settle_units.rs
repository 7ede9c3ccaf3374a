//! 名录更新后补认单位: names that nobody bore, or that were only suggested, are asked of today's register again, and what is
//! owed by whom they now mean is opened. What a person has said, and what was settled before, stays.

use std::collections::BTreeSet;

use kernel::{Fault, PlanId, Stop};
use promises::docket::Docket;
use store::{Store, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::import_catalogue::{OwedItem, item_of, kept_of, settle_item};
use crate::events::{About, PlanEvent};
use crate::intake::{Settling, issuer_unit, plan_of, settle_duty};
use crate::model::MentionRole;
use crate::reconcile::Effect;
use crate::records::{Mention, NamedMention, duty_of, list_mentions, list_plan_mentions};
use crate::refusal::PlanRefusal;
use crate::resolve::Resolver;
use crate::sql;

/// Why promises change.
const SETTLED: &str = "单位名录更新";
/// Plans or items looked at in one go.
const PAGE: usize = 200;

/// Asks again whom the unsettled names of all plans and of the catalogue mean; one transaction a plan, one for the catalogue.
/// May be run again: where nothing new is known, nothing changes and nothing is recorded.
///
/// # Errors
/// The engine's fault; plans settled before it stay settled.
pub async fn settle_units(
    store: &Store,
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let mut effect = Effect::default();
    let mut after = String::new();
    loop {
        let rows = store::read!(store, |tx| tx
            .fetch_all(sql::LIST_UNSETTLED_PLANS, params![after, PAGE])
            .await)?;
        for row in &rows {
            let plan: PlanId = row.get("id")?;
            effect.add(store::write!(store, |tx| -> Result<
                Effect,
                Stop<PlanRefusal>,
            > {
                Ok(settle_plan(tx, plan, authority).await?)
            })?);
            after = plan.to_string();
        }
        if rows.len() < PAGE {
            break;
        }
    }
    effect.add(store::write!(store, |tx| -> Result<
        Effect,
        Stop<PlanRefusal>,
    > {
        Ok(settle_catalogue(tx, authority).await?)
    })?);
    Ok(effect)
}

/// What was found out about a duty's or item's names.
struct AskedAgain {
    mentions: Vec<Mention>,
    /// Whether any name is matched otherwise than before.
    is_changed: bool,
}

impl AskedAgain {
    /// Asks again of every name that means nobody yet. A name in `known` has come to mean somebody.
    fn of(named: &[NamedMention], resolver: &Resolver<'_>, known: &mut BTreeSet<String>) -> Self {
        let mut is_changed = false;
        let mentions = named
            .iter()
            .map(|it| {
                let mut mention = it.plain();
                if mention.resolution.units.is_empty() {
                    let now = resolver.resolve(&it.written);
                    if !now.units.is_empty() {
                        known.insert(it.written.clone());
                    }
                    is_changed |= now != mention.resolution;
                    mention.resolution = now;
                }
                mention
            })
            .collect();
        Self {
            mentions,
            is_changed,
        }
    }
}

/// Asks again whom the names of one plan mean, its issuer's included.
///
/// # Errors
/// The engine's fault.
pub(super) async fn settle_plan(
    tx: &mut Tx,
    id: PlanId,
    authority: &Authority<'_>,
) -> Result<Effect, Fault> {
    let row = tx.fetch_one(sql::FIND_PLAN, params![id]).await?;
    let mut plan = plan_of(&row)?;
    let issuer: Option<String> = row.get("issuer")?;
    let directory = directory::load(tx).await?;
    let mut known = BTreeSet::new();
    if plan.issuer_unit.is_none()
        && let Some(written) = issuer
        && let Some(unit) = issuer_unit(&directory, Some(&written), plan.dates.dated_on)
    {
        tx.execute(sql::SET_ISSUER_UNIT, params![id, unit]).await?;
        plan.issuer_unit = Some(unit);
        known.insert(written);
    }
    let has_new_issuer = !known.is_empty();
    let resolver = Resolver::new(&directory, plan.dates.dated_on, plan.issuer_unit);
    let named = list_plan_mentions(tx, id).await?;
    let rows = tx.fetch_all(sql::LIST_DUTIES, params![id]).await?;
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut effect = Effect::default();
    for row in &rows {
        let record = duty_of(row)?;
        let key = record.id.to_string();
        let own: Vec<_> = named
            .iter()
            .filter(|it| it.origin == key)
            .cloned()
            .collect();
        let asked = AskedAgain::of(&own, &resolver, &mut known);
        let is_issuers = !own.iter().any(|it| it.role == MentionRole::Lead);
        if !(asked.is_changed || has_new_issuer && is_issuers) {
            continue;
        }
        let settling = Settling {
            plan: &plan,
            record: &record,
            mentions: &asked.mentions,
            why: SETTLED,
        };
        let today = authority.now.date();
        effect.add(settle_duty(&mut docket, &settling, authority.calendar, today).await?);
    }
    docket.finish().await?;
    record_settled(tx, About::plan(id), (known, effect), authority).await?;
    Ok(effect)
}

async fn settle_catalogue(tx: &mut Tx, authority: &Authority<'_>) -> Result<Effect, Fault> {
    let directory = directory::load(tx).await?;
    let resolver = Resolver::new(&directory, authority.now.date(), None);
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut known = BTreeSet::new();
    let mut effect = Effect::default();
    let mut after = String::new();
    loop {
        let rows = docket
            .tx()
            .fetch_all(sql::LIST_UNSETTLED_ITEMS, params![after, PAGE])
            .await?;
        for row in &rows {
            let kept = kept_of(row)?;
            after = kept.id.to_string();
            let named = list_mentions(docket.tx(), &after).await?;
            let asked = AskedAgain::of(&named, &resolver, &mut known);
            if asked.is_changed {
                let owed = OwedItem {
                    item: &item_of(row)?,
                    kept: &kept,
                    mentions: &asked.mentions,
                    why: SETTLED,
                };
                effect.add(settle_item(&mut docket, &owed, authority).await?);
            }
        }
        if rows.len() < PAGE {
            break;
        }
    }
    docket.finish().await?;
    let about = About {
        plan: None,
        subject: "catalogue".to_owned(),
    };
    record_settled(tx, about, (known, effect), authority).await?;
    Ok(effect)
}

async fn record_settled(
    tx: &mut Tx,
    about: About,
    (known, effect): (BTreeSet<String>, Effect),
    authority: &Authority<'_>,
) -> Result<(), Fault> {
    if known.is_empty() && effect == Effect::default() {
        return Ok(());
    }
    PlanEvent::UnitsSettled {
        names: known.into_iter().collect(),
        opened: effect.opened,
        moved: effect.moved,
        withdrawn: effect.withdrawn,
    }
    .record(tx, about, (authority.office.actor(), authority.now))
    .await
}
