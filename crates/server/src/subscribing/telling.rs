//! From a public act to what readers are told of it, and whose followers: a closed list. What is not in it is told to nobody.
//!
//! Words come from the act's public facts and from what the portal shows. What came in from an old site is not news.

use kernel::{Date, DocumentId, Fault, PageAsk, PromiseId, UnitId};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, find_promise, list_promises};
use publishing::public::{Found, PublicDocument, find_public};
use publishing::{Library, Validity};
use serde_json::Value;
use store::{RecordedEvent, Tx};
use subscriptions::spread::Told;
use subscriptions::{Followed, Happening, What};
use ui::dates;

/// Promises read at once.
const PAGE: u32 = 100;

/// The kinds that are told.
const KINDS: &[&str] = &[
    "document.published",
    "document.corrected",
    "document.withdrawn",
    "document.validity_changed",
    "promise.kept",
    "promise.nil_return_signed",
    "promise.evidence_returned",
    "promise.due_moved",
    "promise.waived",
    "promise.made_void",
    "promise.handed_over",
    "promises.became_late",
];

/// Whether acts of that kind are told at all; asks nothing of the database.
pub fn is_told(event: &RecordedEvent) -> bool {
    KINDS.contains(&event.kind.as_str())
}

/// What is told of an act.
///
/// # Errors
/// The engine's fault.
pub async fn of(tx: &mut Tx, library: &Library, event: &RecordedEvent) -> Result<Vec<Told>, Fault> {
    let facts = event.facts()?;
    let act = Act {
        event,
        facts: &facts,
    };
    match event.subject.split_once('/') {
        Some(("document", id)) => match id.parse() {
            Ok(id) => of_document(tx, library, (&act, id)).await,
            Err(_) => Ok(Vec::new()),
        },
        Some(("promise", id)) => match id.parse() {
            Ok(id) => of_promise(tx, (&act, id)).await,
            Err(_) => Ok(Vec::new()),
        },
        Some(("unit", _)) if event.kind == "promises.became_late" => of_late(tx, &act).await,
        _ => Ok(Vec::new()),
    }
}

/// A public act with its facts.
struct Act<'a> {
    event: &'a RecordedEvent,
    facts: &'a Value,
}

impl Act<'_> {
    fn text(&self, name: &str) -> &str {
        self.facts
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn day(&self, name: &str) -> Option<Date> {
        self.text(name).parse().ok()
    }

    /// Whether a correction is so small that only those who follow the document hear of it.
    fn is_minor(&self) -> bool {
        self.text("scale") == "minor"
    }

    fn happening(&self, what: What, path: String) -> Happening {
        Happening {
            event: self.event.id,
            subject: self.event.subject.clone(),
            what,
            title: self.text("title").to_owned(),
            number: String::new(),
            words: String::new(),
            on: self.event.happened_on(),
            path,
        }
    }
}

async fn of_document(
    tx: &mut Tx,
    library: &Library,
    (act, id): (&Act<'_>, DocumentId),
) -> Result<Vec<Told>, Fault> {
    let path = format!("/documents/{id}");
    if act.event.kind == "document.withdrawn" {
        let mut places = vec![Followed::Document(id)];
        places.extend(act.event.unit.map(Followed::Unit));
        let happening = Happening {
            words: format!("理由：{}", act.text("reason")),
            ..act.happening(What::Withdrawn, path)
        };
        return Ok(vec![Told { happening, places }]);
    }
    let Some((happening, found)) = news_of_document(tx, (act, id)).await? else {
        return Ok(Vec::new());
    };
    let what = happening.what;
    let mut told = vec![Told {
        places: match act.is_minor() {
            true => vec![Followed::Document(id)],
            false => places_of(library, &found),
        },
        happening: happening.clone(),
    }];
    if what == What::Published {
        told.extend(citing(&found, &happening));
    }
    Ok(told)
}

/// What is told of a document that is public still: what was taken off the site meanwhile is told by its tombstone alone.
async fn news_of_document(
    tx: &mut Tx,
    (act, id): (&Act<'_>, DocumentId),
) -> Result<Option<(Happening, PublicDocument)>, Fault> {
    let Some(Found::Document(found)) = find_public(tx, id, None).await? else {
        return Ok(None);
    };
    let told = what_of(act).map(|(what, words)| {
        let happening = Happening {
            words,
            number: found.line.number.clone(),
            ..act.happening(what, format!("/documents/{id}"))
        };
        (happening, *found)
    });
    Ok(told)
}

/// Whether an act makes a document, or a new text of one, public: what searches are held against. Asks nothing of the database.
///
/// # Errors
/// Where the event cannot be read.
pub fn is_new_text(event: &RecordedEvent) -> Result<bool, Fault> {
    Ok(match event.kind.as_str() {
        "document.published" => true,
        "document.corrected" => {
            let facts = event.facts()?;
            let act = Act {
                event,
                facts: &facts,
            };
            !act.is_minor()
        }
        _ => false,
    })
}

/// The document of such an act, and what is told of it: the same as those who follow its places are told. `None` where it is public no more.
///
/// # Errors
/// The engine's fault.
pub async fn find_new_text(
    tx: &mut Tx,
    event: &RecordedEvent,
) -> Result<Option<(Happening, PublicDocument)>, Fault> {
    let facts = event.facts()?;
    let act = Act {
        event,
        facts: &facts,
    };
    let id = event.subject.strip_prefix("document/");
    match id.and_then(|it| it.parse().ok()) {
        Some(id) => news_of_document(tx, (&act, id)).await,
        None => Ok(None),
    }
}

/// What happened to a document, with more words.
fn what_of(act: &Act<'_>) -> Option<(What, String)> {
    match act.event.kind.as_str() {
        "document.published" => Some((What::Published, String::new())),
        "document.corrected" => Some((What::Corrected, act.text("change_note").to_owned())),
        "document.validity_changed" => {
            let what = match Validity::from_code(act.text("validity"))? {
                Validity::InForce => What::InForce,
                Validity::NotYet => What::NotYet,
                Validity::Amended => What::Amended,
                Validity::PartlyRepealed => What::PartlyRepealed,
                Validity::Expired => What::Expired,
                Validity::Repealed => What::Repealed,
            };
            let since = act.day("effective_on").map(dates::long)?;
            let basis = act.text("basis");
            Some((what, format!("自{since}起{}。依据：{basis}", what.label())))
        }
        _ => None,
    }
}

/// Where a document stands: itself, its units, its theme, its column and all above it.
fn places_of(library: &Library, found: &PublicDocument) -> Vec<Followed> {
    let line = &found.line;
    let mut places = vec![Followed::Document(line.id), Followed::Unit(line.unit)];
    let joint = found.edition.joint.iter();
    places.extend(joint.map(|it| Followed::Unit(it.unit)));
    if !line.theme.is_empty() {
        places.push(Followed::Theme(line.theme.clone()));
    }
    places.push(Followed::Column(line.column.clone()));
    let above = library.list_above(&line.column).into_iter();
    places.extend(above.map(|it| Followed::Column(it.code.clone())));
    places.sort();
    places.dedup();
    places
}

/// What a new document tells those who follow what is cited.
fn citing(found: &PublicDocument, happening: &Happening) -> Vec<Told> {
    let here = found.cited.iter().filter_map(|it| it.here.as_ref());
    here.map(|cited| Told {
        happening: Happening {
            subject: format!("document/{}", cited.id),
            what: What::Cited,
            title: cited.title.clone(),
            words: format!("引用它的是《{}》", happening.title),
            number: String::new(),
            ..happening.clone()
        },
        places: vec![Followed::Citations(cited.id)],
    })
    .collect()
}

async fn of_promise(tx: &mut Tx, (act, id): (&Act<'_>, PromiseId)) -> Result<Vec<Told>, Fault> {
    let Some(detail) = find_promise(tx, id, act.event.happened_on()).await? else {
        return Ok(Vec::new());
    };
    let due = |day: Option<Date>| {
        let day = day.unwrap_or(detail.line.due_on);
        format!("最迟公开日：{}", dates::long(day))
    };
    let is_late = act.text("outcome") == "kept_late";
    let told = match act.event.kind.as_str() {
        "promise.kept" if is_late => (What::KeptLate, due(act.day("due_on"))),
        "promise.kept" => (What::KeptOnTime, due(act.day("due_on"))),
        "promise.nil_return_signed" => (What::NilReturn, format!("理由：{}", act.text("reason"))),
        "promise.evidence_returned" => (What::Returned, due(act.day("due_on"))),
        "promise.due_moved" => (What::Moved, due(act.day("to"))),
        "promise.waived" | "promise.made_void" => {
            (What::Released, format!("理由：{}", act.text("reason")))
        }
        "promise.handed_over" => (What::HandedOver, format!("现由{}负责", act.text("to_name"))),
        _ => return Ok(Vec::new()),
    };
    let (what, words) = told;
    let happening = Happening {
        title: title_of(&detail.line),
        words,
        ..act.happening(what, format!("/promises/{id}"))
    };
    let places = vec![Followed::Promise(id)];
    Ok(vec![Told { happening, places }])
}

fn title_of(line: &PromiseLine) -> String {
    match &line.period_label {
        Some(period) => format!("{}：{}（{period}）", line.unit_name, line.title),
        None => format!("{}：{}", line.unit_name, line.title),
    }
}

/// The promises of a unit that nobody kept by a day: each to its followers, and their number to those of the unit. Found along the index of unit and
/// due day; those kept meanwhile are told of by that.
async fn of_late(tx: &mut Tx, act: &Act<'_>) -> Result<Vec<Told>, Fault> {
    let (Some(unit), Some(due_on)) = (act.event.unit, act.day("due_on")) else {
        return Ok(Vec::new());
    };
    let mut told = Vec::new();
    let mut name = String::new();
    for line in list_late(tx, (unit, due_on), act.event.happened_on()).await? {
        name.clone_from(&line.unit_name);
        let id = line.id;
        let happening = Happening {
            subject: format!("promise/{id}"),
            title: title_of(&line),
            words: format!("最迟公开日：{}", dates::long(due_on)),
            ..act.happening(What::Late, format!("/promises/{id}"))
        };
        told.push(Told {
            happening,
            places: vec![Followed::Promise(id)],
        });
    }
    if told.is_empty() {
        return Ok(told);
    }
    let path = format!("/promises?unit={unit}&due_from={due_on}&due_through={due_on}");
    let happening = Happening {
        title: format!("{name}：{}项承诺", told.len()),
        words: format!("最迟公开日：{}", dates::long(due_on)),
        ..act.happening(What::Late, path)
    };
    told.push(Told {
        happening,
        places: vec![Followed::Unit(unit)],
    });
    Ok(told)
}

async fn list_late(
    tx: &mut Tx,
    (unit, due_on): (UnitId, Date),
    today: Date,
) -> Result<Vec<PromiseLine>, Fault> {
    let filter = PromiseFilter {
        unit: Some(unit),
        standing: Some(Standing::Late),
        due_from: Some(due_on),
        due_through: Some(due_on),
        ..PromiseFilter::default()
    };
    let mut late = Vec::new();
    let mut ask = PageAsk::first(PAGE);
    loop {
        let page = list_promises(tx, &filter, &ask, today).await?;
        late.extend(page.items);
        match page.next {
            Some(key) => ask = PageAsk::after(key, PAGE),
            None => return Ok(late),
        }
    }
}
