//! 收录: what an edition of a collection gathers, resolved and kept as part of saving it. Only what is public is gathered.
//!
//! Whether something that is not public exists is not told: it is not found, as what was never there.

use std::collections::HashMap;

use kernel::{DocumentId, EditionId, Fault, Stop};
use store::{Tx, params};

use crate::gathered::typed::{Flaw, Flaws, TypedChapter};
use crate::gathered::{Chapter, Entry, sql};
use crate::metadata::number_key;
use crate::model::DocumentState;
use crate::rows::coded;
use crate::{DocumentRefusal, sql as all};

/// An edition about to gather.
pub(super) struct Gatherer<'a> {
    pub(super) edition: EditionId,
    pub(super) document: DocumentId,
    /// What it gathers until now.
    pub(super) known: &'a [Chapter],
}

impl Gatherer<'_> {
    /// Keeps what it gathers from now on, instead of what it gathered.
    pub(super) async fn gather(
        &self,
        tx: &mut Tx,
        typed: &[TypedChapter],
    ) -> Result<(), Stop<DocumentRefusal>> {
        let meant = self.resolve(tx, typed).await?;
        let meant = meant.map_err(|flaws| Stop::Refused(DocumentRefusal::Gathered(flaws)))?;
        if self.is_as_known(typed, &meant) {
            return Ok(());
        }
        tx.execute(sql::REMOVE_GATHERED, params![self.edition])
            .await?;
        tx.execute(sql::REMOVE_CHAPTERS, params![self.edition])
            .await?;
        let mut meant = (1_u32..).zip(meant);
        for (ordinal, chapter) in (1_u32..).zip(typed) {
            let values = params![self.edition, ordinal, chapter.heading];
            tx.execute(sql::ADD_CHAPTER, values).await?;
            for (entry, (place, document)) in chapter.entries.iter().zip(meant.by_ref()) {
                let values = params![self.edition, place, ordinal, document, entry.words];
                tx.execute(sql::ADD_GATHERED, values).await?;
            }
        }
        Ok(())
    }

    fn is_as_known(&self, typed: &[TypedChapter], meant: &[DocumentId]) -> bool {
        let known = self.known.iter().flat_map(|it| &it.entries);
        let is_same = typed.len() == self.known.len()
            && typed.iter().zip(self.known).all(|(typed, known)| {
                let mut words = typed.entries.iter().zip(&known.entries);
                typed.heading == known.heading
                    && typed.entries.len() == known.entries.len()
                    && words.all(|(typed, known)| typed.words == known.words)
            });
        is_same && known.map(|it| it.document).eq(meant.iter().copied())
    }

    /// The documents that are meant, in order; every line that means none.
    async fn resolve(
        &self,
        tx: &mut Tx,
        typed: &[TypedChapter],
    ) -> Result<Result<Vec<DocumentId>, Flaws>, Fault> {
        let known = self.known.iter().flat_map(|it| &it.entries);
        let known: HashMap<&str, &Entry> = known
            .filter(|it| it.is_public)
            .map(|it| (it.index_number.as_str(), it))
            .collect();
        let mut lines: HashMap<DocumentId, usize> = HashMap::new();
        let (mut meant, mut flaws) = (Vec::new(), Flaws::default());
        for entry in typed.iter().flat_map(|it| &it.entries) {
            let found = match known.get(entry.reference.as_str()) {
                Some(it) => Ok((it.document, it.title.clone())),
                None => find(tx, &entry.reference).await?,
            };
            match found {
                Err(flaw) => flaws.add(entry.line, flaw),
                Ok((document, _)) if document == self.document => {
                    flaws.add(entry.line, Flaw::Itself);
                }
                Ok((_, title)) if !is_of(&entry.title, &title) => {
                    flaws.add(entry.line, Flaw::OtherTitle(title));
                }
                Ok((document, _)) => {
                    meant.push(document);
                    if let Some(line) = lines.insert(document, entry.line) {
                        flaws.add(entry.line, Flaw::Twice(line));
                    }
                }
            }
        }
        Ok(flaws.or(meant))
    }
}

/// Whether what was typed as a title is the title, words of it, or more than it; blanks do not matter.
fn is_of(typed: &str, title: &str) -> bool {
    let plain = |text: &str| -> String { text.split_whitespace().collect() };
    let (typed, title) = (plain(typed), plain(title));
    title.contains(&typed) || typed.contains(&title)
}

/// The public document that somebody names, with its title.
async fn find(tx: &mut Tx, reference: &str) -> Result<Result<(DocumentId, String), Flaw>, Fault> {
    let mut parts = reference.split(['/', '?', '#']);
    let rows = if let Some(id) = parts.find_map(|it| it.parse::<DocumentId>().ok()) {
        tx.fetch_all(sql::FIND_BY_ID, params![id]).await?
    } else {
        let by_index = tx.fetch_all(sql::FIND_BY_INDEX, params![reference]).await?;
        match number_key(reference) {
            Some(key) if by_index.is_empty() => {
                tx.fetch_all(sql::LIST_BY_NUMBER, params![key]).await?
            }
            Some(_) | None => by_index,
        }
    };
    if rows.len() > 1 {
        return Ok(Err(Flaw::Ambiguous(short(reference))));
    }
    let Some(row) = rows.first() else {
        return Ok(Err(Flaw::NotPublic(short(reference))));
    };
    Ok(match coded(row, "state", DocumentState::from_code)? {
        DocumentState::Published => Ok((row.get("id")?, row.get("title")?)),
        DocumentState::Withdrawn => Err(Flaw::Withdrawn(row.get("title")?)),
        DocumentState::Unpublished => Err(Flaw::NotPublic(short(reference))),
    })
}

/// What was typed, as a message quotes it.
fn short(reference: &str) -> String {
    reference.chars().take(60).collect()
}

/// Headings and words as they are after something was masked or replaced in them.
pub(super) async fn keep_words(
    tx: &mut Tx,
    (edition, known): (EditionId, &[Chapter]),
    changed: &[TypedChapter],
) -> Result<(), Stop<DocumentRefusal>> {
    let mut flaws = Flaws::default();
    let mut place = 0_u32;
    for (ordinal, (known, changed)) in (1_u32..).zip(known.iter().zip(changed)) {
        if known.heading != changed.heading {
            if changed.heading.trim().is_empty() {
                flaws.add(changed.line, Flaw::HeadingMissing);
            }
            let values = params![edition, ordinal, changed.heading];
            tx.execute(sql::SET_HEADING, values).await?;
        }
        for (known, changed) in known.entries.iter().zip(&changed.entries) {
            place += 1;
            if known.words != changed.words {
                let values = params![edition, place, changed.words];
                tx.execute(sql::SET_WORDS, values).await?;
            }
        }
    }
    flaws
        .or(())
        .map_err(|flaws| Stop::Refused(DocumentRefusal::Gathered(flaws)))
}

/// An issue is one document of a unit.
pub(super) async fn check_issue(
    tx: &mut Tx,
    document: &crate::model::Document,
    issue: Option<crate::issue::Issue>,
) -> Result<(), Stop<DocumentRefusal>> {
    let Some(issue) = issue else {
        return Ok(());
    };
    let key = params![document.unit, document.kind, issue.key(), document.id];
    match tx.fetch_optional(all::FIND_ISSUE_HOLDER, key).await? {
        None => Ok(()),
        Some(row) => Err(Stop::Refused(DocumentRefusal::IssueTaken(
            row.get("title")?,
        ))),
    }
}
