//! 承诺 as an answer: the day by which something is promised, with the words of the plan; read from the database, whatever the index believes.

use ::search::Promised;
use jiff::ToSpan as _;
use kernel::{Date, DocumentId, DutyId, Fault, Page, PageAsk, PromiseId, UnitId};
use promises::model::{Origin, Standing};
use promises::queries::{PromiseFilter, PromiseLine, find_line, list_promises};
use publishing::public::{find_public_title, list_of_promise};
use store::Tx;
use ui::{Frame, Markup, dates};

use crate::parts::standing;

/// Matters that are shown.
const MOST_OWED: usize = 2;

/// Days of one matter that are shown.
const MOST_DAYS: usize = 4;

/// Promises of one duty that are looked through for them.
const MOST_READ: u32 = 60;

/// Characters of a plan that are shown; longer words end at the end of a line.
const MOST_WORDS: usize = 600;

/// What is owed, in the words by which it was promised, with its days.
pub(crate) struct Owed {
    /// Its heading in the plan, or its title.
    pub heading: String,
    /// The words as they stand; empty where the heading says all.
    pub lines: Vec<String>,
    /// Whether more words stand in the plan.
    pub is_cut: bool,
    /// Where the words stand: address and title.
    pub source: Option<(String, String)>,
    /// The page of the duty; none for what comes from elsewhere.
    pub duty: Option<String>,
    /// The days, in order.
    pub days: Vec<OwedDay>,
    /// Whether it goes before passages.
    pub is_first: bool,
}

/// One promise.
pub(crate) struct OwedDay {
    pub address: String,
    /// What of the duty it is, where that is not all.
    pub what: String,
    pub unit: UnitId,
    pub unit_name: String,
    /// For which period; empty for none.
    pub period: String,
    pub due_on: Date,
    pub is_provisional: bool,
    pub standing: Standing,
    /// The day on which it became public.
    pub kept_on: Option<Date>,
    /// By what it was kept: address and title.
    pub documents: Vec<(String, String)>,
}

impl OwedDay {
    /// How it stands, as lists show it.
    pub fn mark(&self, frame: &Frame) -> Markup {
        standing(self.standing, frame)
    }

    /// The last day on which it is kept on time.
    pub fn due(&self) -> Markup {
        dates::day(self.due_on)
    }
}

/// What is owed, as the database has it today: what is to come before what was, and of that the latest first.
pub(crate) async fn list_owed(
    tx: &mut Tx,
    promised: &[Promised],
    today: Date,
) -> Result<Vec<Owed>, Fault> {
    let mut owed = Vec::new();
    for it in promised {
        owed.extend(owed_of(tx, it, today).await?);
    }
    let last = |it: &Owed| it.days.iter().map(|day| day.due_on).max();
    // Of two that have as much of the question the one of this year's plan is meant.
    owed.sort_by_key(|it| std::cmp::Reverse(last(it)));
    owed.truncate(MOST_OWED);
    Ok(owed)
}

/// One of them; `None` where nothing of it is public or owed any more.
async fn owed_of(tx: &mut Tx, promised: &Promised, today: Date) -> Result<Option<Owed>, Fault> {
    let (kind, id) = promised.key.split_once('/').unwrap_or_default();
    let origin = match kind {
        "duty" => id.parse().ok().map(Origin::Duty),
        "promise" => None,
        _ => return Ok(None),
    };
    let (origin, line) = match (origin, id.parse::<PromiseId>()) {
        (Some(origin), _) => (origin, None),
        (None, Ok(id)) => match find_line(tx, id, today).await? {
            Some(line) => (line.origin, Some(line)),
            None => return Ok(None),
        },
        (None, Err(_)) => return Ok(None),
    };
    let mut owed = match origin {
        Origin::Duty(id) => of_duty(tx, id, (line, today)).await?,
        Origin::CatalogueItem(id) => {
            let item = plans::queries::find_catalogue_item(tx, id, today).await?;
            item.zip(line).map(|(item, line)| {
                let mut owed = Owed::named(line.title.clone());
                owed.say(&item.content);
                (owed, vec![line])
            })
        }
        Origin::Document(id) => of_document(tx, id, line).await?,
        Origin::Demand(_) | Origin::Request(_) => {
            line.map(|line| (Owed::named(line.title.clone()), vec![line]))
        }
    };
    if let Some((_, lines)) = &mut owed {
        lines.retain(|it| it.standing != Standing::Void);
    }
    let Some((mut owed, lines)) = owed.filter(|it| !it.1.is_empty()) else {
        return Ok(None);
    };
    for line in lines {
        let day = day_of(tx, line, &owed.heading).await?;
        owed.days.push(day);
    }
    owed.is_first = promised.is_first;
    Ok(Some(owed))
}

impl Owed {
    fn named(heading: String) -> Self {
        Self {
            heading,
            lines: Vec::new(),
            is_cut: false,
            source: None,
            duty: None,
            days: Vec::new(),
            is_first: false,
        }
    }

    /// Takes in the words, whole lines of them.
    fn say(&mut self, words: &str) {
        if words == self.heading {
            return;
        }
        let mut chars = 0;
        for line in words.lines().filter(|it| !it.trim().is_empty()) {
            chars += line.chars().count();
            if chars > MOST_WORDS && !self.lines.is_empty() {
                self.is_cut = true;
                return;
            }
            self.lines.push(line.to_owned());
        }
    }
}

async fn of_duty(
    tx: &mut Tx,
    id: DutyId,
    (meant, today): (Option<PromiseLine>, Date),
) -> Result<Option<(Owed, Vec<PromiseLine>)>, Fault> {
    let Some(duty) = plans::queries::find_duty(tx, id, today).await? else {
        return Ok(None);
    };
    let plan = plans::queries::find_plan_line(tx, duty.plan_id, today).await?;
    let mut owed = Owed::named(duty.heading);
    owed.say(&duty.text);
    owed.source = plan.map(|it| (format!("/plans/{}", it.id), it.title));
    owed.duty = Some(format!("/duties/{id}"));
    let title = meant.as_ref().map(|it| it.title.as_str());
    let mut days = days_of_duty(tx, (id, title), today).await?;
    if days.is_empty() {
        days.extend(meant);
    }
    Ok(Some((owed, days)))
}

/// The promises of a duty, those of a title where one is meant, that are nearest to today: the last of those that are due, and the next.
async fn days_of_duty(
    tx: &mut Tx,
    (id, title): (DutyId, Option<&str>),
    today: Date,
) -> Result<Vec<PromiseLine>, Fault> {
    let before = today.saturating_sub(1.days());
    let mut past = Page {
        items: Vec::new(),
        next: None,
    };
    // What a duty owes each week to many units is looked at from nearer.
    for back in [366, 31] {
        let filter = PromiseFilter {
            duty: Some(id),
            due_from: Some(today.saturating_sub(back.days())),
            due_through: Some(before),
            ..PromiseFilter::default()
        };
        past = list_promises(tx, &filter, &PageAsk::first(MOST_READ), today).await?;
        if past.next.is_none() {
            break;
        }
    }
    let filter = PromiseFilter {
        duty: Some(id),
        due_from: Some(today),
        ..PromiseFilter::default()
    };
    let coming = list_promises(tx, &filter, &PageAsk::first(MOST_READ), today).await?;
    let mut past = past.items;
    let mut coming = coming.items;
    let is_meant = |it: &PromiseLine| {
        it.standing != Standing::Void && title.is_none_or(|title| it.title == title)
    };
    past.retain(is_meant);
    coming.retain(is_meant);
    let ahead = coming.len().min(MOST_DAYS - past.len().min(MOST_DAYS / 2));
    let behind = past.len().min(MOST_DAYS - ahead);
    let mut days = past.split_off(past.len() - behind);
    days.extend(coming.into_iter().take(ahead));
    Ok(days)
}

async fn of_document(
    tx: &mut Tx,
    id: DocumentId,
    line: Option<PromiseLine>,
) -> Result<Option<(Owed, Vec<PromiseLine>)>, Fault> {
    let title = find_public_title(tx, id).await?;
    Ok(title.zip(line).map(|(title, line)| {
        let mut owed = Owed::named(line.title.clone());
        owed.source = Some((format!("/documents/{id}"), title));
        (owed, vec![line])
    }))
}

async fn day_of(tx: &mut Tx, line: PromiseLine, heading: &str) -> Result<OwedDay, Fault> {
    let what = line.title.strip_prefix(heading).unwrap_or(&line.title);
    let what = what.trim_start_matches(['：', ':', ' ']).to_owned();
    let documents = match line.kept_on {
        Some(_) => list_of_promise(tx, line.id).await?,
        None => Vec::new(),
    };
    Ok(OwedDay {
        address: format!("/promises/{}", line.id),
        what,
        unit: line.unit_id,
        unit_name: line.unit_name,
        period: line.period_label.unwrap_or_default(),
        due_on: line.due_on,
        is_provisional: line.is_provisional,
        standing: line.standing,
        kept_on: line.kept_on,
        documents: documents
            .into_iter()
            .map(|(id, title)| (format!("/documents/{id}"), title))
            .collect(),
    })
}
