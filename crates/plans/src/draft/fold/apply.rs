//! What each edit does to a draft. Pure; a refused edit may leave its copy half changed, so callers apply to a copy.

use calendar::Span;
use gongwen::blocks::Place;
use gongwen::reading::{DocumentIdentity, Doubt, Duty, Term};
use gongwen::terms::is_cadence;
use kernel::Date;
use promises::evidence_rule::{Accepted, EvidenceRule};

use super::{Came, Content, DraftDuty, SetGrace, Settled};
use crate::draft::edit::{Edit, Key, Target};
use crate::draft::refusal::DraftRefusal;
use crate::intake::grace_for;

const LONGEST_HEADING: usize = 300;
const LONGEST_TEXT: usize = 20_000;
const LONGEST_NOTE: usize = 500;
const LONGEST_NAME: usize = 60;
const MOST_UNITS: usize = 200;
const MOST_TERMS: usize = 50;
const MOST_HOSTS: usize = 10;
const MOST_PIECES: u32 = 20;

type Touched = Result<Vec<Target>, DraftRefusal>;

impl Content {
    /// Applies an edit; what it touched.
    pub(super) fn apply(&mut self, edit: &Edit) -> Touched {
        match edit {
            Edit::Reword {
                duty,
                heading,
                text,
            } => self.reword(*duty, heading, text)?,
            Edit::SetTimes { duty, terms } => self.set_times(*duty, terms)?,
            Edit::SetGrace { duty, grace, basis } => self.set_grace(*duty, grace, basis)?,
            Edit::SetUnits {
                duty,
                lead,
                support,
            } => self.set_units(*duty, lead, support)?,
            Edit::SetEvidence {
                duty,
                accepted,
                least,
                hosts,
            } => self.standing_mut(*duty)?.evidence = rule_of(accepted, *least, hosts)?,
            Edit::Settle { duty, doubt, note } => self.settle(*duty, *doubt, note)?,
            Edit::Mean { written, units } => {
                if units.is_empty() {
                    return Err(DraftRefusal::NoUnitGiven);
                }
                if !self.names(written) {
                    return Err(DraftRefusal::NotWritten {
                        written: written.clone(),
                    });
                }
                self.meant.insert(written.clone(), units.clone());
            }
            Edit::Split { duty, at } => return self.split(*duty, *at),
            Edit::PartOut {
                duty,
                from,
                to,
                lead,
            } => return self.part_out(*duty, (*from, *to), lead),
            Edit::Merge { duty } => return self.merge(*duty),
            Edit::Add {
                after,
                heading,
                text,
            } => return self.add(*after, heading, text),
            Edit::Drop { duty } => self.standing_mut(*duty)?.is_dropped = true,
            Edit::Restore { duty } => {
                let it = self.any_mut(*duty)?;
                if !it.is_dropped {
                    return Err(DraftRefusal::NotDropped);
                }
                it.is_dropped = false;
            }
            Edit::Identify { document } => self.document = checked(document)?,
            Edit::Undo | Edit::Redo => {}
        }
        Ok(vec![edit.target()])
    }

    fn any_mut(&mut self, key: Key) -> Result<&mut DraftDuty, DraftRefusal> {
        let found = self.duties.iter_mut().find(|it| it.key == key);
        found.ok_or(DraftRefusal::UnknownDuty)
    }

    fn standing_mut(&mut self, key: Key) -> Result<&mut DraftDuty, DraftRefusal> {
        let it = self.any_mut(key)?;
        if it.is_dropped {
            return Err(DraftRefusal::Dropped);
        }
        Ok(it)
    }

    fn names(&self, written: &str) -> bool {
        self.standing()
            .flat_map(|it| it.duty.lead.iter().chain(&it.duty.support))
            .any(|name| name == written)
    }

    fn reword(&mut self, key: Key, heading: &str, text: &str) -> Result<(), DraftRefusal> {
        let (heading, text) = words_of(heading, text)?;
        let duty = &mut self.standing_mut(key)?.duty;
        duty.heading = heading;
        duty.text = text;
        Ok(())
    }

    fn set_times(&mut self, key: Key, terms: &[Term]) -> Result<(), DraftRefusal> {
        if terms.len() > MOST_TERMS {
            return Err(DraftRefusal::BadTerm {
                given: format!("{}条", terms.len()),
            });
        }
        for term in terms {
            let is_known = is_cadence(&term.value)
                || term.value.parse::<Date>().is_ok()
                || term.value.parse::<Span>().is_ok();
            if !is_known || term.words.chars().count() > LONGEST_NOTE {
                return Err(DraftRefusal::BadTerm {
                    given: term.value.chars().take(40).collect(),
                });
            }
        }
        let it = self.standing_mut(key)?;
        give_times(&mut it.duty, terms.to_vec());
        it.settle_kinds(&["deadline_", "date_", "cadence_"], "已设定频次和时限");
        Ok(())
    }

    fn set_grace(&mut self, key: Key, grace: &str, basis: &str) -> Result<(), DraftRefusal> {
        let basis = promises::wording::cleaned(basis);
        if basis.is_empty() || basis.chars().count() > LONGEST_NOTE {
            return Err(DraftRefusal::BasisMissing);
        }
        let it = self.standing_mut(key)?;
        let grace = grace_for(grace, &it.duty.cadence).ok_or_else(|| DraftRefusal::BadGrace {
            given: grace.chars().take(40).collect(),
        })?;
        it.grace = Some(SetGrace { grace, basis });
        Ok(())
    }

    fn set_units(
        &mut self,
        key: Key,
        lead: &[String],
        support: &[String],
    ) -> Result<(), DraftRefusal> {
        let lead = names_of(lead)?;
        let mut support = names_of(support)?;
        support.retain(|name| !lead.contains(name));
        let it = self.standing_mut(key)?;
        it.duty.lead = lead;
        it.duty.support = support;
        it.settle_kinds(&["unit_"], "已设定责任单位");
        Ok(())
    }

    fn settle(&mut self, key: Option<Key>, doubt: usize, note: &str) -> Result<(), DraftRefusal> {
        let note: String = promises::wording::cleaned(note)
            .chars()
            .take(LONGEST_NOTE)
            .collect();
        let (doubts, settled) = match key {
            None => (&mut self.doubts, &mut self.settled),
            Some(key) => {
                let it = self.standing_mut(key)?;
                (&mut it.duty.doubts, &mut it.settled)
            }
        };
        if doubt >= doubts.len() {
            return Err(DraftRefusal::NoSuchDoubt);
        }
        settled.push(Settled {
            doubt: doubts.remove(doubt),
            note,
        });
        Ok(())
    }

    fn split(&mut self, key: Key, at: usize) -> Touched {
        let new_key = self.last_key + 1;
        let it = self.standing_mut(key)?;
        let text = it.duty.text.clone();
        let (first, second) = text.split_at_checked(at).ok_or(DraftRefusal::BadSplit)?;
        if first.trim().is_empty() || second.trim().is_empty() {
            return Err(DraftRefusal::BadSplit);
        }
        let (of_first, of_second) = split_terms(&it.duty.terms, first, second);
        let (places, places_after) = split_places(&it.duty.places, first, second);
        let mut new = it.clone();
        new.key = new_key;
        new.came = Came::Split(key);
        new.settled.clear();
        new.duty.doubts.clear();
        new.duty.text = second.trim().to_owned();
        new.duty.places = places_after;
        give_times(&mut new.duty, of_second);
        it.duty.text = first.trim().to_owned();
        it.duty.places = places;
        give_times(&mut it.duty, of_first);
        let place = self.place_of(key)?;
        self.duties.insert(place + 1, new);
        self.last_key = new_key;
        Ok(vec![Target::Duty(key), Target::Duty(new_key)])
    }

    fn part_out(&mut self, key: Key, (from, to): (usize, usize), lead: &[String]) -> Touched {
        let lead = names_of(lead)?;
        let new_key = self.last_key + 1;
        let it = self.standing_mut(key)?;
        let text = it.duty.text.clone();
        let (Some(sentence), Some(before), Some(after)) =
            (text.get(from..to), text.get(..from), text.get(to..))
        else {
            return Err(DraftRefusal::BadSplit);
        };
        let rest = format!("{}{after}", before.trim_end());
        if sentence.trim().is_empty() || rest.trim().is_empty() {
            return Err(DraftRefusal::BadSplit);
        }
        let (of_rest, of_sentence) = split_terms(&it.duty.terms, &rest, sentence);
        let mut new = it.clone();
        new.key = new_key;
        new.came = Came::Split(key);
        new.settled.clear();
        new.duty.doubts.clear();
        new.duty.text = sentence.trim().to_owned();
        new.duty.lead = lead;
        new.duty.support.clear();
        give_times(&mut new.duty, of_sentence);
        it.duty.text = rest.trim().to_owned();
        give_times(&mut it.duty, of_rest);
        let place = self.place_of(key)?;
        self.duties.insert(place + 1, new);
        self.last_key = new_key;
        Ok(vec![Target::Duty(key), Target::Duty(new_key)])
    }

    fn merge(&mut self, key: Key) -> Touched {
        self.standing_mut(key)?;
        let next = self.next_of(key).map(|it| it.key);
        let next = next.ok_or(DraftRefusal::NothingAfter)?;
        let taken = self.duties.remove(self.place_of(next)?);
        let it = self.standing_mut(key)?;
        let duty = &mut it.duty;
        if taken.duty.heading != duty.heading && !taken.duty.heading.is_empty() {
            duty.text = format!("{}\n{}", duty.text, taken.duty.heading);
        }
        duty.text = format!("{}\n{}", duty.text, taken.duty.text);
        if duty.text.chars().count() > LONGEST_TEXT {
            return Err(DraftRefusal::TooLong);
        }
        join(&mut duty.lead, taken.duty.lead);
        join(&mut duty.support, taken.duty.support);
        duty.support.retain(|name| !duty.lead.contains(name));
        let mut terms = duty.terms.clone();
        join(&mut terms, taken.duty.terms);
        give_times(duty, terms);
        duty.places.extend(taken.duty.places);
        duty.doubts.extend(taken.duty.doubts);
        it.settled.extend(taken.settled);
        Ok(vec![Target::Duty(key), Target::Duty(next)])
    }

    fn add(&mut self, after: Option<Key>, heading: &str, text: &str) -> Touched {
        let (heading, text) = words_of(heading, text)?;
        let place = match after {
            None => 0,
            Some(key) => self.place_of(key)? + 1,
        };
        let section = place
            .checked_sub(1)
            .map(|before| self.duties[before].duty.section.clone());
        self.last_key += 1;
        let new = DraftDuty {
            key: self.last_key,
            duty: Duty {
                section: section.unwrap_or_default(),
                heading,
                text,
                lead: Vec::new(),
                support: Vec::new(),
                cadence: Vec::new(),
                deadlines: Vec::new(),
                terms: Vec::new(),
                places: Vec::new(),
                doubts: Vec::new(),
            },
            grace: None,
            evidence: EvidenceRule::default(),
            settled: Vec::new(),
            came: Came::Added,
            is_dropped: false,
        };
        self.duties.insert(place, new);
        Ok(vec![Target::Duty(self.last_key)])
    }

    fn place_of(&self, key: Key) -> Result<usize, DraftRefusal> {
        let found = self.duties.iter().position(|it| it.key == key);
        found.ok_or(DraftRefusal::UnknownDuty)
    }
}

impl DraftDuty {
    /// Settles the doubts of these kinds, which an edit has answered.
    fn settle_kinds(&mut self, kinds: &[&str], note: &str) {
        let is_answered = |doubt: &Doubt| kinds.iter().any(|kind| doubt.code.starts_with(kind));
        let (answered, left) = std::mem::take(&mut self.duty.doubts)
            .into_iter()
            .partition(is_answered);
        self.duty.doubts = left;
        let answered: Vec<Doubt> = answered;
        self.settled
            .extend(answered.into_iter().map(|doubt| Settled {
                doubt,
                note: note.to_owned(),
            }));
    }
}

/// Gives a duty its cadences and deadlines, as its terms say them.
fn give_times(duty: &mut Duty, terms: Vec<Term>) {
    let values = |cadences| {
        let mut values: Vec<String> = Vec::new();
        for term in &terms {
            let repeats = cadences && values.contains(&term.value);
            if is_cadence(&term.value) == cadences && !repeats {
                values.push(term.value.clone());
            }
        }
        values
    };
    duty.cadence = values(true);
    duty.deadlines = values(false);
    duty.terms = terms;
}

fn words_of(heading: &str, text: &str) -> Result<(String, String), DraftRefusal> {
    let heading = promises::wording::cleaned(heading).replace('\n', " ");
    let text = text
        .lines()
        .map(promises::wording::cleaned)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    if text.is_empty() && heading.is_empty() {
        return Err(DraftRefusal::NoWords);
    }
    if heading.chars().count() > LONGEST_HEADING || text.chars().count() > LONGEST_TEXT {
        return Err(DraftRefusal::TooLong);
    }
    Ok((heading, text))
}

fn names_of(given: &[String]) -> Result<Vec<String>, DraftRefusal> {
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name = promises::wording::cleaned(name);
        if name.chars().count() > LONGEST_NAME {
            return Err(DraftRefusal::BadUnits);
        }
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > MOST_UNITS {
        return Err(DraftRefusal::BadUnits);
    }
    Ok(names)
}

fn rule_of(accepted: &str, least: u32, hosts: &[String]) -> Result<EvidenceRule, DraftRefusal> {
    let accepted = Accepted::from_code(accepted).ok_or(DraftRefusal::BadEvidence)?;
    let hosts: Vec<String> = hosts
        .iter()
        .map(|it| it.trim().to_lowercase())
        .filter(|it| !it.is_empty())
        .collect();
    let is_host = |it: &String| {
        it.len() <= 200
            && it.contains('.')
            && it
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    };
    if !(1..=MOST_PIECES).contains(&least) || hosts.len() > MOST_HOSTS || !hosts.iter().all(is_host)
    {
        return Err(DraftRefusal::BadEvidence);
    }
    Ok(EvidenceRule {
        accepted,
        least,
        hosts,
    })
}

fn checked(document: &DocumentIdentity) -> Result<DocumentIdentity, DraftRefusal> {
    let clean = |text: &Option<String>| {
        text.as_deref()
            .map(promises::wording::cleaned)
            .filter(|it| !it.is_empty())
    };
    let document = DocumentIdentity {
        title: clean(&document.title),
        issuer: clean(&document.issuer),
        doc_number: clean(&document.doc_number),
        index_number: clean(&document.index_number),
        written_on: clean(&document.written_on),
        published_on: clean(&document.published_on),
        year: document.year,
    };
    let is_day = |text: &Option<String>| {
        text.as_deref()
            .is_none_or(|it| it.parse::<Date>().is_ok_and(is_of_our_time))
    };
    if !is_day(&document.written_on) {
        return Err(DraftRefusal::BadDate {
            what: "成文日期"
        });
    }
    if !is_day(&document.published_on) {
        return Err(DraftRefusal::BadDate {
            what: "发布日期"
        });
    }
    if document
        .year
        .is_some_and(|year| !(1990..=2100).contains(&year))
    {
        return Err(DraftRefusal::BadDate { what: "年度" });
    }
    let is_long = |text: &Option<String>| {
        text.as_deref()
            .is_some_and(|it| it.chars().count() > LONGEST_HEADING)
    };
    if is_long(&document.title) || is_long(&document.issuer) || is_long(&document.doc_number) {
        return Err(DraftRefusal::TooLong);
    }
    Ok(document)
}

fn is_of_our_time(day: Date) -> bool {
    (1990..=2100).contains(&day.year())
}

/// Each term goes where its words stand; one that stands in neither (a column's) goes to both.
fn split_terms(terms: &[Term], first: &str, second: &str) -> (Vec<Term>, Vec<Term>) {
    let is_in = |part: &str, term: &Term| part.contains(term.words.trim());
    let in_neither = |term: &Term| !is_in(first, term) && !is_in(second, term);
    let of = |part: &str| {
        terms
            .iter()
            .filter(|term| is_in(part, term) || in_neither(term))
            .cloned()
            .collect()
    };
    (of(first), of(second))
}

/// The places of each part, where each paragraph has its own place and the parts are whole paragraphs; else all for both.
fn split_places(places: &[Place], first: &str, second: &str) -> (Vec<Place>, Vec<Place>) {
    let paragraphs = |text: &str| text.trim().lines().count();
    let whole = first.ends_with('\n') || second.starts_with('\n');
    let (before, after) = (paragraphs(first), paragraphs(second));
    if whole && before + after == places.len() {
        (places[..before].to_vec(), places[before..].to_vec())
    } else {
        (places.to_vec(), places.to_vec())
    }
}

fn join<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for it in more {
        if !list.contains(&it) {
            list.push(it);
        }
    }
}
