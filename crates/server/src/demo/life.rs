//! The daily life of the demo city: units publish, a little early, on the day, late, or not for a long time.
//!
//! Plays a stretch of days: looks at what is owed, asks each unit's habit when it would publish, and records the
//! evidence at that moment.

use std::collections::HashMap;
use std::sync::Arc;

use calendar::Calendar;
use kernel::{Actor, Date, Moment, PageAsk, Role, Stop, UnitId, UnitOfficer};
use promises::actions::{Keep, keep_in};
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use promises::rules::Evidence;
use promises::{PromiseRefusal, Standing};
use store::Store;

use super::content::Content;
use super::habits::{Habit, read_habits};
use crate::failure::Failure;

/// Who lives here.
pub struct Life<'c> {
    store: &'c Store,
    calendar: Arc<Calendar>,
    people: HashMap<UnitId, Person>,
    templates: Vec<Template>,
}

struct Person {
    code: String,
    clerk: String,
    website: String,
    habit: Habit,
}

/// What a unit publishes about a subject.
struct Template {
    keyword: String,
    column: String,
    title: String,
}

impl<'c> Life<'c> {
    /// Makes the city's life from its content.
    pub async fn of(
        store: &'c Store,
        content: &Content,
        calendar: Arc<Calendar>,
    ) -> Result<Self, Failure> {
        let habits = read_habits(content.text("delays.csv")?)?;
        let directory = store::read!(store, |tx| store::directory::load(tx).await)?;
        let mut people = HashMap::new();
        for unit in directory.units() {
            let website = if unit.contact.website.is_empty() {
                "https://www.yunxi.example/".to_owned()
            } else {
                unit.contact.website.clone()
            };
            if let Some(&habit) = habits.get(&unit.code) {
                people.insert(
                    unit.id,
                    Person {
                        code: unit.code.clone(),
                        clerk: format!("{}经办人", unit.short_name),
                        website,
                        habit,
                    },
                );
            }
        }
        let templates = content
            .text("evidence.csv")?
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.splitn(3, ',');
                Some(Template {
                    keyword: cells.next()?.to_owned(),
                    column: cells.next()?.to_owned(),
                    title: cells.next()?.trim().to_owned(),
                })
            })
            .collect();
        Ok(Self {
            store,
            calendar,
            people,
            templates,
        })
    }

    /// Plays the days after `from` through `to`, in one transaction.
    pub async fn play(&self, from: Date, to: Date) -> Result<(), Failure> {
        let mut acts = Vec::new();
        for line in self.list_owed(to).await? {
            acts.extend(self.act_of(&line, from, to));
        }
        acts.sort_by_key(|act| (act.at, act.keep.promise));
        store::write!(self.store, |tx| -> Result<(), Stop<PromiseRefusal>> {
            for act in &acts {
                keep_in(tx, &act.keep, &act.officer, act.at).await?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// What is owed on that day and due within forty days of it.
    async fn list_owed(&self, to: Date) -> Result<Vec<PromiseLine>, Failure> {
        let soon = to
            .checked_add(jiff::Span::new().days(40))
            .unwrap_or(Date::MAX);
        let mut owed = Vec::new();
        for standing in [Standing::Late, Standing::DueToday, Standing::Open] {
            let filter = PromiseFilter {
                standing: Some(standing),
                due_through: Some(soon),
                ..PromiseFilter::default()
            };
            let mut ask = PageAsk::first(PageAsk::MOST);
            loop {
                let page =
                    store::read!(self.store, |tx| list_promises(tx, &filter, &ask, to).await)?;
                // What requests owe is kept by their handling.
                let by_hand = |it: &PromiseLine| !matches!(it.origin, promises::Origin::Request(_));
                owed.extend(page.items.into_iter().filter(by_hand));
                match page.next {
                    Some(next) => ask.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(owed)
    }

    /// What the unit does about a promise within these days, if anything.
    fn act_of(&self, line: &PromiseLine, from: Date, to: Date) -> Option<Act> {
        let person = self.people.get(&line.unit_id)?;
        let period = line.period_label.clone().unwrap_or_default();
        let name = format!("{}/{}/{period}", person.code, line.title);
        let days = person.habit.lateness(&name, line.due_on);
        let meant = line
            .due_on
            .checked_add(jiff::Span::new().days(days))
            .unwrap_or(line.due_on);
        // Offices publish on working days; what was due before it was opened is made good in the first days.
        let published_on = self.workday_before(meant).max(from.tomorrow().ok()?);
        if published_on > to {
            return None;
        }
        let serial = name.bytes().fold(7u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        let hour = i8::try_from(9 + serial % 8).unwrap_or(9);
        let minute = i8::try_from(serial / 8 % 60).unwrap_or(0);
        let clerk = Actor::officer(&person.clerk, line.unit_id, vec![Role::Clerk]);
        Some(Act {
            officer: clerk.unit_officer(line.unit_id).ok()?,
            at: Moment::in_china(published_on.at(hour, minute, 0, 0))?,
            keep: Keep {
                promise: line.id,
                evidence: self.evidence(person, line, published_on, serial),
            },
        })
    }

    /// The day itself, or the last working day before it.
    fn workday_before(&self, day: Date) -> Date {
        let mut day = day;
        while !self.calendar.is_workday(day) {
            match day.yesterday() {
                Ok(before) => day = before,
                Err(_) => return day,
            }
        }
        day
    }

    fn evidence(
        &self,
        person: &Person,
        line: &PromiseLine,
        published_on: Date,
        serial: u32,
    ) -> Evidence {
        let template = self
            .templates
            .iter()
            .find(|it| it.keyword == "*" || line.title.contains(&it.keyword));
        let (column, title) = template.map_or(("/zwgk/", "{period}工作落实情况"), |it| {
            (it.column.as_str(), it.title.as_str())
        });
        let period = line
            .period_label
            .clone()
            .unwrap_or_else(|| format!("{}年", line.due_on.year()));
        let month = published_on.strftime("%Y%m");
        let day = published_on.strftime("%Y%m%d");
        Evidence {
            link: format!(
                "{}{column}{month}/t{day}_{}.html",
                person.website.trim_end_matches('/'),
                100_000 + serial % 900_000
            ),
            note: title.replace("{period}", &period),
            published_on,
        }
    }
}

struct Act {
    officer: UnitOfficer,
    at: Moment,
    keep: Keep,
}
