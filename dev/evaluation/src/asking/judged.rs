//! Which documents answer the queries that were written by hand, by rules.
//!
//! A query says what it is about: a matter, and perhaps a role, a unit, a year; or documents by the beginning of their code.
//!
//! - **Of a matter alone**: 3 is the rule in force, for questions the counter's guide too; 2 is the interpretation, for topics the guide
//!   too; 1 is what is left: the rule that was repealed, notices, counties' rules, news, answers.
//! - **Of a matter and more**: 3 is what meets every condition; 2 what meets all but one, the matter always; 1 what meets all but two.
//! - **Without a matter**: 3 is what meets every condition; 1 what is of another year.

use super::{Asked, Class};
use crate::archive::{Record, Role};

const ASKED: &str = include_str!("../../data/asked.tsv");

/// What a query is about.
#[derive(Debug, Default)]
struct About<'a> {
    matter: Option<&'a str>,
    role: Option<Role>,
    unit: Option<&'a str>,
    year: Option<i16>,
    code: Option<&'a str>,
}

impl<'a> About<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut about = Self::default();
        for condition in text.split(' ') {
            let (name, value) = condition.split_once('=')?;
            match name {
                "matter" => about.matter = Some(value),
                "role" => about.role = Some(Role::find(value)?),
                "unit" => about.unit = Some(value),
                "year" => about.year = Some(value.parse().ok()?),
                "code" => about.code = Some(value),
                _ => return None,
            }
        }
        Some(about)
    }

    fn is_matter_alone(&self) -> bool {
        self.role.is_none() && self.unit.is_none() && self.year.is_none() && self.code.is_none()
    }

    /// The grade of a document; 0 where it has nothing to do with it.
    fn grade(&self, class: Class, record: &Record) -> u8 {
        if self.matter.is_some() && self.matter != record.matter {
            return 0;
        }
        if self.matter.is_some() && self.is_matter_alone() {
            return grade_in_matter(class, record.role);
        }
        let is_year_missed = self.year.is_some_and(|it| it != record.year);
        let missed = [
            self.role.is_some_and(|it| it != record.role),
            self.unit.is_some_and(|it| it != record.unit.code),
            self.code.is_some_and(|it| !stands_for(it, record.code())),
            is_year_missed,
        ];
        match missed.iter().filter(|it| **it).count() {
            0 => 3,
            1 if self.matter.is_some() => 2,
            2 if self.matter.is_some() => 1,
            1 if is_year_missed => 1,
            _ => 0,
        }
    }
}

/// Whether a code is meant: itself, or what goes on behind a hyphen.
fn stands_for(wanted: &str, code: &str) -> bool {
    let rest = code.strip_prefix(wanted);
    rest.is_some_and(|it| it.is_empty() || it.starts_with('-'))
}

fn grade_in_matter(class: Class, role: Role) -> u8 {
    match role {
        Role::Rule => 3,
        Role::Guide if class == Class::Question => 3,
        Role::Guide | Role::Interpretation => 2,
        _ => 1,
    }
}

/// The queries written by hand, judged.
///
/// # Errors
/// A line that cannot be read or that nothing answers.
pub(super) fn ask(records: &[Record]) -> Result<Vec<Asked>, String> {
    let lines = ASKED.lines().filter(|it| !it.starts_with('#'));
    lines
        .map(|line| judge(line, records).ok_or_else(|| format!("asked.tsv: {line}")))
        .collect()
}

fn judge(line: &str, records: &[Record]) -> Option<Asked> {
    let mut fields = line.split('\t');
    let class = Class::find(fields.next()?)?;
    let text = fields.next()?.to_owned();
    let about = About::read(fields.next()?)?;
    let graded = records.iter().filter_map(|it| {
        let grade = about.grade(class, it);
        (grade > 0).then(|| (it.code().to_owned(), grade))
    });
    let grades: std::collections::BTreeMap<_, _> = graded.collect();
    grades.values().any(|it| *it == 3).then_some(Asked {
        class,
        text,
        grades,
    })
}
