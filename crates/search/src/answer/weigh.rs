//! How much speaks for a passage: words of the question in it, in what it stands under, in the title; and what was asked for.

use super::evidence::{Evidence, has_number_before, heading_fits, stakes};
use super::pieces::{Piece, is_article, pieces_of};
use super::question::{Asks, Focus, Question};
use super::{Named, Quoted};
use crate::find::Hit;
use crate::fold::folded;
use crate::grams::grams_of;
use crate::index::IndexError;
use crate::source::Source;

/// Passages that have less of a question are not looked at.
const LEAST_COVERED: f32 = 0.35;

/// What a word counts that stands elsewhere in the document, and how long a document may be for that, in characters.
const ELSEWHERE: f32 = 0.55;
const SHORT: usize = 8_000;

/// What is taken off where a name is missing.
const NAME: f32 = 0.18;

/// What speaks for a passage, for whoever asks why it was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyQuoted {
    /// How much of what the question says stands in it, above it, or in the title, from 0 to 1.
    pub covered: f32,
    /// How much stands in the passage itself or above it, from 0 to 1.
    pub own: f32,
    /// How much stands in the document's title, from 0 to 1: what a document is about, not what it mentions.
    pub title: f32,
    /// What was added because it holds what was asked for, or taken off because it does not.
    pub evidence: f32,
    /// What was added because its heading names what was asked for.
    pub heading: f32,
    /// What was added for small words of the question, and for the unit of measure that it asks for.
    pub hints: f32,
    /// What was taken off: a purpose or a closing article, news.
    pub off: f32,
    /// The words of the question, and how surely each was found, from 0 to 1.
    pub words: Vec<(String, f32)>,
}

impl WhyQuoted {
    /// The sum by which passages are compared.
    pub fn score(&self) -> f32 {
        0.66 * self.covered
            + 0.10 * self.own
            + 0.16 * self.title
            + self.evidence
            + self.heading
            + self.hints
            - self.off
    }
}

/// A passage with what speaks for it.
pub(super) struct Weighed<'a> {
    pub hit: &'a Hit,
    pub piece: Piece,
    pub why: WhyQuoted,
}

impl Weighed<'_> {
    pub fn score(&self) -> f32 {
        self.why.score()
    }

    pub fn quoted(&self) -> Quoted {
        let section = &self.hit.shown.sections[self.piece.section];
        Quoted {
            document: Named::from(&self.hit.shown),
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
            text: section.text[self.piece.range.clone()].to_owned(),
            why: self.why.clone(),
        }
    }
}

/// A word of the question with how much it says in this index.
struct Word<'a> {
    focus: &'a Focus,
    weight: f32,
    grams: Vec<String>,
}

/// Weighs the passages of items for one question.
pub(super) struct Weigher<'a> {
    asks: Asks,
    question: &'a Question,
    words: Vec<Word<'a>>,
    weight: f32,
}

impl<'a> Weigher<'a> {
    pub fn open(source: &dyn Source, question: &'a Question) -> Result<Self, IndexError> {
        let mut words = Vec::new();
        for focus in &question.focus {
            let rarity = rarity(source, focus)?;
            words.push(Word {
                focus,
                weight: focus.weight * (0.35 + 0.65 * rarity),
                grams: grams_of(&focus.word),
            });
        }
        Ok(Self {
            asks: question.asks,
            question,
            weight: words.iter().map(|it| it.weight).sum::<f32>().max(0.01),
            words,
        })
    }

    /// The passages of an item that have anything of the question.
    pub fn weigh<'h>(&self, hit: &'h Hit) -> Vec<Weighed<'h>> {
        let shown = &hit.shown;
        let title = folded(&format!("{} {}", shown.title, shown.kind.name));
        let units: Vec<&str> = shown.units.iter().map(|it| it.name.as_str()).collect();
        let around = folded(&format!("{} {}", shown.summary, units.join(" ")));
        let in_title: Vec<f32> = self.words.iter().map(|it| it.in_text(&title)).collect();
        let in_around: Vec<f32> = self.words.iter().map(|it| it.in_text(&around)).collect();
        // What stands under the name of a unit is said of the unit.
        let named = if shown.kind.code == "unit" {
            shown.title.as_str()
        } else {
            ""
        };
        // What a short document says somewhere, it means everywhere.
        // But hours and addresses are of what they stand with: those of the office are not those of the library that it names elsewhere.
        let whole = match asks_for_hours(self.question) {
            true => String::new(),
            false => whole_of(hit),
        };
        let in_whole: Vec<f32> = self.words.iter().map(|it| it.in_text(&whole)).collect();
        let mut weighed = Vec::new();
        for piece in pieces_of(shown) {
            let section = &shown.sections[piece.section];
            let text = folded(&section.text[piece.range.clone()]);
            let above = folded(&format!("{} {} {}", section.heading, piece.under, named));
            let mut why = WhyQuoted {
                covered: 0.0,
                own: 0.0,
                title: 0.0,
                evidence: 0.0,
                heading: 0.0,
                hints: 0.0,
                off: 0.0,
                words: Vec::with_capacity(self.words.len()),
            };
            for (at, word) in self.words.iter().enumerate() {
                let (here, over) = (word.in_text(&text), word.in_text(&above));
                let own = here.max(0.95 * over);
                let covered = own
                    .max(in_title[at])
                    .max(0.5 * in_around[at])
                    .max(ELSEWHERE * in_whole[at]);
                why.title += word.weight * in_title[at];
                why.covered += word.weight * covered;
                why.own += word.weight * own;
                why.words.push((word.focus.word.clone(), covered));
            }
            why.covered /= self.weight;
            why.title /= self.weight;
            if why.covered < LEAST_COVERED {
                continue;
            }
            why.own /= self.weight;
            self.judge(hit, (&text, &above), &mut why);
            weighed.push(Weighed { hit, piece, why });
        }
        weighed
    }

    fn judge(&self, hit: &Hit, (text, above): (&str, &str), why: &mut WhyQuoted) {
        let (there, missing) = stakes(self.asks);
        why.evidence = match Evidence::of(self.asks, text) {
            Evidence::Sure => there,
            Evidence::Weak => 0.3 * there,
            Evidence::Missing => -missing,
            Evidence::None => 0.0,
        };
        if heading_fits(self.asks, above) {
            why.heading = 0.12;
            // The heading says it where the passage only lists.
            if missing <= 0.15 {
                why.evidence = why.evidence.max(0.0);
            }
            if why.evidence < 0.0 {
                why.heading = 0.0;
            }
        }
        why.hints = self.hints(text, above);
        why.off += self.lacks(why);
        // A passage that has nothing of the question itself answers only where all is about it.
        if why.own < 0.15 && why.title < 0.75 {
            why.off += 0.15;
        }
        // What happens to those who break a rule answers no question but that.
        let is_of_fines = self.words.iter().any(|it| it.focus.word.contains('罚'));
        if text.contains("罚款") && !is_of_fines && self.asks != Asks::Anything {
            why.off += if self.asks == Asks::HowMuch {
                0.35
            } else {
                0.14
            };
        }
        if is_purpose(text) {
            why.off += 0.3;
        }
        if is_closing(text) && self.asks != Asks::When {
            why.off += 0.2;
        }
        if text.chars().count() < 8 && why.heading == 0.0 {
            why.off += 0.2;
        }
        if hit.shown.kind.code == "news" {
            why.off += 0.25;
        }
    }
}

impl Weigher<'_> {
    /// How surely a folded text has a word of the question, from 0 to 1.
    pub fn surely(&self, at: usize, text: &str) -> f32 {
        self.words.get(at).map_or(0.0, |it| it.in_text(text))
    }

    /// How much a word of the question says in this index.
    pub fn weight_of(&self, at: usize) -> f32 {
        self.words.get(at).map_or(0.0, |it| it.weight)
    }

    /// How much of the question's words a folded text has, in their weights.
    pub fn share_of(&self, text: &str) -> f32 {
        let words = self.words.iter();
        words.map(|it| it.weight * it.in_text(text)).sum()
    }

    /// What is taken off because something that the question names is missing: 物业费 is not answered by any other fee.
    fn lacks(&self, why: &WhyQuoted) -> f32 {
        let words = self.words.iter().zip(&why.words);
        let missing = words.filter(|(_, (_, found))| *found < 0.3);
        let off = |word: &Word<'_>| match word.focus.weight {
            it if it >= 1.0 => NAME,
            it if it >= 0.5 && word.focus.word.chars().count() > 1 => NAME / 2.0,
            _ => 0.0,
        };
        missing.map(|it| off(it.0)).fold(0.0, f32::max)
    }

    /// What decides between passages of one document: small words, and numbers of what was asked for.
    fn hints(&self, text: &str, above: &str) -> f32 {
        const EACH: f32 = 0.03;
        let words = self.question.hints.iter();
        let there = words.filter(|it| text.contains(it.as_str()) || above.contains(it.as_str()));
        #[allow(clippy::cast_precision_loss)]
        let words = (there.count().min(2) as f32) * EACH;
        let measures = &self.question.measures;
        if measures.is_empty() {
            words
        } else if has_number_before(text, measures) {
            words + 2.0 * EACH
        } else {
            words - EACH
        }
    }
}

/// Whether a question asks when something is open.
fn asks_for_hours(question: &Question) -> bool {
    const OPEN: [&str; 6] = ["开门", "关门", "开放时间", "营业", "上班", "下班"];
    OPEN.iter().any(|it| question.typed.contains(it))
}

/// The folded text of a short document; nothing of a long one.
fn whole_of(hit: &Hit) -> String {
    let sections = &hit.shown.sections;
    let bytes: usize = sections.iter().map(|it| it.text.len()).sum();
    if bytes > 3 * SHORT {
        return String::new();
    }
    let texts: Vec<&str> = sections.iter().map(|it| it.text.as_str()).collect();
    folded(&texts.join("\n"))
}

/// `为了…，制定本办法。`
fn is_purpose(text: &str) -> bool {
    let begin: String = text.chars().take(14).collect();
    let is_first = begin.contains("为了")
        || begin.contains("为规范")
        || begin.contains("为加强")
        || begin.contains(" 为")
        || begin.contains("根据");
    is_first && text.contains("制定本")
}

/// `本办法自…起施行。`
fn is_closing(text: &str) -> bool {
    is_article(text) && text.contains("起施行") && text.chars().count() < 60
}

impl Word<'_> {
    /// How surely a folded text has the word, from 0 to 1.
    fn in_text(&self, text: &str) -> f32 {
        if text.contains(&self.focus.word) {
            return 1.0;
        }
        if self
            .focus
            .others
            .iter()
            .any(|it| text.contains(it.as_str()))
        {
            return 0.95;
        }
        // Of a long word a part may stand there: 住房公积金 as 公积金.
        if self.grams.len() < 2 {
            return 0.0;
        }
        let there = self
            .grams
            .iter()
            .filter(|it| text.contains(it.as_str()))
            .count();
        #[allow(clippy::cast_precision_loss)]
        let part = there as f32 / self.grams.len() as f32;
        if part >= 0.5 { 0.7 * part } else { 0.0 }
    }
}

/// How rare a word is, under any of its names, from 0 to 1; 1 for what stands nowhere.
fn rarity(source: &dyn Source, focus: &Focus) -> Result<f32, IndexError> {
    let names = std::iter::once(&focus.word).chain(&focus.others);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let (total, counts) = count(source, &names)?;
    let having = counts.into_iter().max().unwrap_or(0);
    #[allow(clippy::cast_precision_loss)]
    let (having, total) = (having as f32, total.max(1) as f32);
    Ok(((1.0 + total / (having + 1.0)).ln() / (1.0 + total).ln()).clamp(0.0, 1.0))
}

/// How many items there are, and how many may have each name: no more than have its rarest gram.
fn count(source: &dyn Source, names: &[&str]) -> Result<(u64, Vec<u64>), IndexError> {
    let grams: Vec<Vec<String>> = names.iter().map(|it| grams_of(it)).collect();
    let all: Vec<&str> = grams.iter().flatten().map(String::as_str).collect();
    let having = source.having(&all)?;
    let mut counts = having.counts.iter();
    let of_name = |grams: &Vec<String>| {
        let counts = counts.by_ref().take(grams.len());
        counts.map(|it| it.0).fold(having.total, u64::min)
    };
    Ok((having.total, grams.iter().map(of_name).collect()))
}

/// The name of a word by which most items are found.
pub(super) fn usual_name<'a>(source: &dyn Source, focus: &'a Focus) -> Result<&'a str, IndexError> {
    let names: Vec<&str> = focus.others.iter().map(String::as_str).collect();
    let (_, counts) = count(source, &names)?;
    let mut usual = (0, focus.word.as_str());
    for (name, having) in names.iter().zip(counts) {
        if having > usual.0 {
            usual = (having, name);
        }
    }
    Ok(usual.1)
}
