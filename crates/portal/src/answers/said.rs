//! What is said to a question, checked against the database: passages, contacts, what is over, or that there is no reliable answer.

use ::answers::queries::{find_alike, list_examples};
use ::answers::{Curated, Wording};
use ::search::{
    Answer, Answered, Asking, Asks, Compared, Named, Opened, Question, Quoted, Section,
};
use kernel::unit::Unit;
use kernel::{Date, DocumentId, Fault, UnitId};
use publishing::Validity;
use publishing::public::{Found, PublicDocument, PublicLine, find_public};
use store::Tx;

use super::led::{Holding, Led, nearest};
use super::promised::{Owed, list_owed};
use crate::error::Snag;
use crate::site::Site;

/// Kinds whose sections are steps, materials and terms of a service (办事指南).
const SERVICES: [&str; 1] = ["service-guide"];

/// The least score of a document whose unit is likely to be in charge.
const NEAR_ENOUGH: f32 = 0.35;

/// Policies of one interpretation that are looked up.
const MOST_INTERPRETED: usize = 3;

/// Questions that a visitor may begin with.
const EXAMPLES: u32 = 6;

/// What stands as the heading of a file's text in the index.
const FILE: &str = "附件：";

/// What is said.
pub(crate) struct Said {
    /// What the question asks for.
    pub asks: Asks,
    /// What came of it.
    pub outcome: Outcome,
    /// What an office answered itself.
    pub own: Option<Own>,
    /// Whether the document that was asked for by its number holds.
    pub holding: Option<Holding>,
    /// What was promised about it, the best one first.
    pub promised: Vec<Owed>,
    /// Whether everything is in the index.
    pub is_whole: bool,
    /// Who is in charge, as far as can be told.
    pub charge: Option<Charge>,
    /// Documents about the same matter.
    pub near: Vec<Source>,
    /// Questions to begin with, where nothing was asked.
    pub examples: Vec<String>,
}

/// What came of a question.
pub(crate) enum Outcome {
    /// Nothing was asked.
    Unasked,
    /// There is no index yet.
    Waiting,
    /// The engine that keeps the index did not answer.
    Away,
    /// Passages, the best one first.
    Quoted(Vec<Passage>, Vec<Step>),
    /// Only what is over would have answered.
    Over(Over),
    /// Nothing reliable.
    Nothing,
}

/// A document as a source.
pub(crate) struct Source {
    pub address: String,
    pub title: String,
    pub number: String,
    pub kind: String,
    pub units: String,
    /// The day on it, or the day on which it became public.
    pub day: Date,
}

/// A passage, word for word.
pub(crate) struct Passage {
    pub source: Source,
    pub heading: String,
    /// The place on the page, with `#`; empty for its top.
    pub anchor: String,
    pub text: String,
    /// Words of the question that were found there, and those that were not.
    pub found: Vec<String>,
    pub missing: Vec<String>,
    pub score: f32,
}

/// One section of the guide of a service.
pub(crate) struct Step {
    pub heading: String,
    pub address: String,
    pub text: String,
}

/// An answer that an office wrote.
pub(crate) struct Own {
    pub question: String,
    pub answer: String,
    pub unit: UnitId,
    pub unit_name: String,
    /// When it was written or read last.
    pub set_on: Date,
    /// What it rests on; the unit's own statement where there is nothing.
    pub source: Option<Source>,
}

/// What no longer holds, and what came after it.
pub(crate) struct Over {
    pub source: Source,
    pub standing: String,
    /// By what it was decided.
    pub basis: String,
    /// Where that is.
    pub successor: Option<String>,
}

/// Who is in charge of the matter.
pub(crate) struct Charge {
    pub id: UnitId,
    pub name: String,
    pub phone: String,
    pub address: String,
    pub opening_hours: String,
}

impl From<&Unit> for Charge {
    fn from(unit: &Unit) -> Self {
        Self {
            id: unit.id,
            name: unit.name.clone(),
            phone: unit.contact.phone.clone(),
            address: unit.contact.address.clone(),
            opening_hours: unit.contact.opening_hours.clone(),
        }
    }
}

impl Said {
    /// What is said to a question.
    pub async fn to(site: &Site, typed: &str) -> Result<Self, Snag> {
        let mut said = Self {
            asks: Asks::Anything,
            outcome: Outcome::Unasked,
            own: None,
            holding: None,
            promised: Vec::new(),
            is_whole: true,
            charge: None,
            near: Vec::new(),
            examples: Vec::new(),
        };
        if typed.is_empty() {
            let today = site.today();
            said.examples =
                store::read!(site.store, |tx| list_examples(tx, today, EXAMPLES).await)?;
            return Ok(said);
        }
        let Some(opened) = site.finder.opened() else {
            said.outcome = Outcome::Waiting;
            return Ok(said);
        };
        said.is_whole = opened.is_whole;
        let today = site.today();
        let Some((asks, answered, led)) = answer(opened, typed, today).await? else {
            // What an office wrote itself stands in the database.
            said.outcome = Outcome::Away;
            said.own = store::read!(site.store, |tx| {
                match find_alike(tx, &wording(typed)).await? {
                    Some(entry) => own_answer(tx, entry, today).await,
                    None => Ok(None),
                }
            })?;
            return Ok(said);
        };
        said.asks = asks;
        store::read!(site.store, |tx| {
            let alike = find_alike(tx, &wording(typed)).await?;
            let entry = match alike {
                Some(entry) => Some(entry),
                None => led.find_entry(tx).await?,
            };
            said.own = match entry {
                Some(entry) => own_answer(tx, entry, today).await?,
                None => None,
            };
            said.holding = led.find_holding(tx, today).await?;
            said.check(tx, (typed, &answered), today).await
        })?;
        Ok(said)
    }

    /// Whether what was promised goes before passages.
    pub fn is_promise_first(&self) -> bool {
        self.promised.first().is_some_and(|it| it.is_first)
    }

    /// Keeps of an answer what the database says too.
    async fn check(
        &mut self,
        tx: &mut Tx,
        (typed, answered): (&str, &Answered),
        today: Date,
    ) -> Result<(), Fault> {
        self.outcome = match &answered.answer {
            Answer::Quoted(quoted) => {
                let mut passages = Vec::new();
                for it in quoted {
                    passages.extend(passage_of(tx, it, today).await?);
                }
                match passages.is_empty() {
                    true => ended_of(tx, quoted, today).await?,
                    false => Outcome::Quoted(passages, steps_of(quoted, &answered.sections)),
                }
            }
            Answer::Over(over) => match over.first() {
                Some(named) => over_of(tx, named, today).await?,
                None => Outcome::Nothing,
            },
            Answer::Nothing => Outcome::Nothing,
        };
        let about = match &answered.answer {
            Answer::Quoted(quoted) => quoted.first().map(|it| &it.document),
            Answer::Over(over) => over.first(),
            Answer::Nothing => nearest(&answered.near, typed),
        };
        // Who issues what has next to nothing of the question is in charge of nothing.
        let about = about.filter(|_| answered.best >= NEAR_ENOUGH);
        let unit = about.and_then(|it| it.units.first()?.code.parse::<UnitId>().ok());
        if let Some(unit) = unit {
            let found = store::directory::find_unit(tx, unit).await?;
            self.charge = found
                .filter(|it| !it.has_ended(today))
                .as_ref()
                .map(Charge::from);
        }
        self.promised = list_owed(tx, &answered.promised, today).await?;
        self.near = answered.near.iter().map(Source::from).collect();
        Ok(())
    }
}

/// The office's own answer to what is asked alike, as long as it was read in time and what it rests on is public and holds.
async fn own_answer(tx: &mut Tx, found: Curated, today: Date) -> Result<Option<Own>, Fault> {
    if found.review_by < today {
        return Ok(None);
    }
    let mut source = None;
    if let Some(id) = found.document {
        let Some(Found::Document(document)) = find_public(tx, id, None).await? else {
            return Ok(None);
        };
        if !holds(document.line.force.on(today)) {
            return Ok(None);
        }
        source = Some(Source::of_line(&document.line));
    }
    Ok(Some(Own {
        question: found.question,
        answer: found.answer,
        unit: found.unit,
        unit_name: found.unit_name,
        set_on: found.set_at.date(),
        source,
    }))
}

/// A question as entries are compared by.
pub(crate) fn wording(typed: &str) -> Wording {
    let compared = Compared::of(typed);
    Wording {
        words: typed.to_owned(),
        folded: compared.folded,
        grams: compared.grams,
    }
}

/// Whether what stands so may answer.
fn holds(validity: Validity) -> bool {
    matches!(
        validity,
        Validity::InForce | Validity::Amended | Validity::PartlyRepealed
    )
}

impl Source {
    /// That of a public document.
    pub fn of_line(line: &PublicLine) -> Self {
        Self {
            address: format!("/documents/{}", line.id),
            title: line.title.clone(),
            number: line.number.clone(),
            kind: String::new(),
            units: line.unit_name.clone(),
            day: line.made_on.unwrap_or_else(|| line.published_at.date()),
        }
    }
}

impl From<&Named> for Source {
    fn from(it: &Named) -> Self {
        let units: Vec<&str> = it.units.iter().map(|it| it.name.as_str()).collect();
        Self {
            address: it.address.clone(),
            title: it.title.clone(),
            number: it.number.clone(),
            kind: it.kind.name.clone(),
            units: units.join("、"),
            day: it.day,
        }
    }
}

/// Asks the index on a thread that may block; `None` where the engine that keeps it does not answer.
async fn answer(
    opened: Opened,
    typed: &str,
    today: Date,
) -> Result<Option<(Asks, Answered, Led)>, Snag> {
    let typed = typed.to_owned();
    let done = tokio::task::spawn_blocking(move || {
        let question = Question::read(&typed, &opened.synonyms);
        let answered = opened.index.answer(&Asking {
            question: &question,
            synonyms: &opened.synonyms,
            today,
        });
        let led = Led::by(&typed, &opened, today)?;
        answered.map(|it| (question.asks, it, led))
    })
    .await;
    match done.map_err(|cause| Fault::caused("answering", cause))? {
        Ok(answered) => Ok(Some(answered)),
        Err(cause) if cause.is_outside() => Ok(None),
        Err(cause) => Err(Fault::caused("answering", cause).into()),
    }
}

/// The document of a key, as it is public now; `None` for what is no document or not public.
async fn document_of(tx: &mut Tx, named: &Named) -> Result<Option<Box<PublicDocument>>, Fault> {
    let id = named.key.strip_prefix("document/");
    let Some(id) = id.and_then(|it| it.parse::<DocumentId>().ok()) else {
        return Ok(None);
    };
    Ok(match find_public(tx, id, None).await? {
        Some(Found::Document(document)) => Some(document),
        Some(Found::Withdrawn(_)) | None => None,
    })
}

/// A passage that still stands in a document that holds today.
async fn passage_of(tx: &mut Tx, quoted: &Quoted, today: Date) -> Result<Option<Passage>, Fault> {
    let mut source = Source::from(&quoted.document);
    if !quoted.document.key.starts_with("unit/") {
        let Some(document) = document_of(tx, &quoted.document).await? else {
            return Ok(None);
        };
        let mut is_sound = holds(document.line.force.on(today));
        // What explains a policy that is over explains nothing that holds.
        for policy in document.interpreted.iter().take(MOST_INTERPRETED) {
            is_sound &= match find_public(tx, policy.id, None).await? {
                Some(Found::Document(policy)) => holds(policy.line.force.on(today)),
                Some(Found::Withdrawn(_)) | None => false,
            };
        }
        let sections = document.edition.body.sections();
        let stands = quoted.heading.starts_with(FILE)
            || sections.iter().any(|it| it.text.contains(&quoted.text));
        if !is_sound || !stands {
            return Ok(None);
        }
        source.day = document.line.made_on.unwrap_or(source.day);
    }
    let words = |is_found: bool| {
        let words = quoted.why.words.iter();
        let chosen = words.filter(|(_, sure)| (*sure >= 0.5) == is_found);
        chosen.map(|it| it.0.clone()).collect()
    };
    Ok(Some(Passage {
        anchor: match quoted.anchor.as_str() {
            "" => String::new(),
            anchor => format!("#{anchor}"),
        },
        source,
        heading: quoted.heading.clone(),
        text: quoted.text.clone(),
        found: words(true),
        missing: words(false),
        score: quoted.why.score(),
    }))
}

/// The sections of the guide, where the best passage stands in one.
fn steps_of(quoted: &[Quoted], sections: &[Section]) -> Vec<Step> {
    const LONGEST: usize = 400;
    let Some(best) = quoted.first().map(|it| &it.document) else {
        return Vec::new();
    };
    if !SERVICES.contains(&best.kind.code.as_str()) {
        return Vec::new();
    }
    let short = sections
        .iter()
        .filter(|it| it.text.chars().count() <= LONGEST);
    short
        .map(|it| Step {
            heading: it.heading.clone(),
            address: match it.anchor.as_str() {
                "" => best.address.clone(),
                anchor => format!("{}#{anchor}", best.address),
            },
            text: it.text.clone(),
        })
        .collect()
}

/// What no longer holds, with the decision; nothing where it holds after all or is gone.
async fn over_of(tx: &mut Tx, named: &Named, today: Date) -> Result<Outcome, Fault> {
    let document = document_of(tx, named).await?;
    let over = document.and_then(|it| Over::of(&it, today));
    Ok(over.map_or(Outcome::Nothing, Outcome::Over))
}

/// Where what was quoted ended since, or interprets what has ended: that; else nothing.
async fn ended_of(tx: &mut Tx, quoted: &[Quoted], today: Date) -> Result<Outcome, Fault> {
    for it in quoted {
        let Some(document) = document_of(tx, &it.document).await? else {
            continue;
        };
        if let Some(over) = Over::of(&document, today) {
            return Ok(Outcome::Over(over));
        }
        for policy in document.interpreted.iter().take(MOST_INTERPRETED) {
            let found = find_public(tx, policy.id, None).await?;
            if let Some(Found::Document(policy)) = found
                && let Some(over) = Over::of(&policy, today)
            {
                return Ok(Outcome::Over(over));
            }
        }
    }
    Ok(Outcome::Nothing)
}

impl Over {
    /// A document that is over today; `None` where it is not.
    fn of(document: &PublicDocument, today: Date) -> Option<Self> {
        let line = &document.line;
        let validity = line.force.on(today);
        if !validity.is_over() {
            return None;
        }
        let mut changes = document.validity_changes.iter().rev();
        let change = changes.find(|it| it.validity == validity);
        Some(Self {
            source: Source::of_line(line),
            standing: validity.label().to_owned(),
            basis: change.map(|it| it.basis.clone()).unwrap_or_default(),
            successor: change
                .and_then(|it| it.basis_document)
                .map(|it| format!("/documents/{it}")),
        })
    }
}
