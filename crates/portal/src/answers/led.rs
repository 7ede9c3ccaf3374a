//! What a question leads to beside passages: an entry of the office that has all its words, and whether a document that it names by number holds.

use ::answers::Curated;
use ::answers::queries::find_curated;
use ::search::{Ask as Wanted, Compared, Hit, Named, Narrowing, Opened, Order, Query};
use kernel::{CuratedId, Date, DocumentId, Fault};
use publishing::public::{Found, find_public};
use store::Tx;

use super::said::Source;

/// What was found on the way, still to be looked up.
#[derive(Debug, Default)]
pub(crate) struct Led {
    /// The entry whose question and answer have all words of this question.
    entry: Option<CuratedId>,
    /// The document whose number was typed, where its validity is asked for.
    numbered: Option<DocumentId>,
}

/// Whether a document that was named by its number holds today.
pub(crate) struct Holding {
    pub source: Source,
    /// 有效, 已废止 …
    pub label: String,
    /// By what it was decided; empty where nothing was.
    pub basis: String,
}

/// How much of an entry's question must be in this one, from 0 to 1.
const LEAST_OF_TITLE: f32 = 0.3;
/// By these words people ask whether something holds.
const HOLDS: [&str; 5] = ["有效", "废止", "失效", "作废", "过期"];

impl Led {
    /// Where a question leads. Reads the index: on a thread that may block.
    pub fn by(typed: &str, opened: &Opened, today: Date) -> Result<Self, ::search::IndexError> {
        let query = Query::read(typed, &opened.synonyms);
        let find = |query: &Query, kind: Option<&str>| {
            let found = opened.index.find(&Wanted {
                query,
                narrowing: Narrowing {
                    kind: kind.map(str::to_owned),
                    is_strict: true,
                    ..Narrowing::default()
                },
                order: Order::Fitting,
                skip: 0,
                limit: 1,
                today,
            });
            found.map(|it| it.hits.into_iter().next())
        };
        let id = |hit: &Hit, kind: &str| hit.shown.key.strip_prefix(kind).map(str::to_owned);
        let mut led = Self::default();
        // One word alone is about many things.
        if query.words().len() > 1 {
            let entry = find(&query, Some("qa"))?;
            let entry = entry.filter(|it| it.meets_all && it.why.title >= LEAST_OF_TITLE);
            led.entry = entry.and_then(|it| id(&it, "curated/")?.parse().ok());
        }
        if let Some(number) = ::search::number::find_number(typed)
            && HOLDS.iter().any(|it| typed.contains(it))
        {
            let written = format!("{}〔{}〕{}号", number.issuer, number.year, number.serial);
            let named = find(&Query::read(&written, &opened.synonyms), None)?;
            let named = named.filter(|it| it.why.exact > 0.0);
            led.numbered = named.and_then(|it| id(&it, "document/")?.parse().ok());
        }
        Ok(led)
    }

    /// The entry, as it is written now.
    pub async fn find_entry(&self, tx: &mut Tx) -> Result<Option<Curated>, Fault> {
        match self.entry {
            Some(id) => Ok(find_curated(tx, id).await?.filter(|it| it.is_shown)),
            None => Ok(None),
        }
    }

    /// Whether the document holds, as the database says.
    pub async fn find_holding(&self, tx: &mut Tx, today: Date) -> Result<Option<Holding>, Fault> {
        let Some(id) = self.numbered else {
            return Ok(None);
        };
        let Some(Found::Document(document)) = find_public(tx, id, None).await? else {
            return Ok(None);
        };
        let line = &document.line;
        let validity = line.force.on(today);
        let mut changes = document.validity_changes.iter().rev();
        let change = changes.find(|it| it.validity == validity);
        Ok(Some(Holding {
            source: Source::of_line(line),
            label: validity.label().to_owned(),
            basis: change.map(|it| it.basis.clone()).unwrap_or_default(),
        }))
    }
}

/// The thing nearby whose unit may be in charge. A unit is where the question names it: that its hours have a word of the question says nothing.
pub(super) fn nearest<'a>(near: &'a [Named], typed: &str) -> Option<&'a Named> {
    let asked = Compared::of(typed).folded;
    let is_named = |it: &&Named| {
        let short = it.units.first().map_or("", |it| it.name.as_str());
        let bare = short
            .strip_prefix(['省', '市', '县', '区'])
            .unwrap_or(short);
        let names = [it.title.as_str(), short, bare];
        let mut names = names.iter().map(|it| Compared::of(it).folded);
        names.any(|it| it.chars().count() > 1 && asked.contains(&it))
    };
    let is_unit = |it: &&Named| it.key.starts_with("unit/");
    let named = near.iter().filter(is_unit).find(is_named);
    named.or_else(|| near.iter().find(|it| !is_unit(it)))
}
