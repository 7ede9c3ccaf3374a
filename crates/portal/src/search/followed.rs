//! A search as it can be followed by mail: what of the page's question is followed, and what people call it.
//!
//! Followers are told of documents alone: a search narrowed to promises or plans is none to follow, nor is one that the letters could not name.

use ::search::{Query, Synonyms};
use kernel::Fault;
use publishing::Library;
use publishing::library::THEMES;
use store::{Tx, directory};
use subscriptions::{Followed, Sought};
use ui::{Variant, dates};

use super::{Question, standing_of};
use crate::site::Site;
use crate::words::result_standing;

impl Question {
    /// What of it is followed; `None` where it is too long.
    fn sought(&self) -> Option<Sought> {
        let sought = Sought {
            words: self.typed.clone(),
            kind: self.kind.clone(),
            unit: self.unit,
            year: self.year.clone(),
            theme: self.theme.clone(),
            standing: self.standing.map(|it| it as u8),
            column: self.column.clone(),
            from: self.from,
            until: self.until,
        };
        sought.tidied()
    }
}

/// The path of the form by which a question is followed, where it can be.
pub(super) async fn path_of(site: &Site, question: &Question) -> Result<Option<String>, Fault> {
    // Letters tell of the whole platform.
    if site.subscribing.is_none() || question.site.is_some() {
        return Ok(None);
    }
    let Some(sought) = question.sought() else {
        return Ok(None);
    };
    let library = site.library.as_ref();
    let name = store::read!(site.store, |tx| find_name(tx, library, &sought).await)?;
    Ok(name.and_then(|_| site.follow_path(&Followed::Search(sought))))
}

/// What people call it: 搜索“住房公积金 提取”（行政规范性文件，2026年）; `None` where nothing can be found by it, or a choice is none of this site.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn find_name(
    tx: &mut Tx,
    library: &Library,
    sought: &Sought,
) -> Result<Option<String>, Fault> {
    let unit = match sought.unit {
        None => None,
        Some(id) => match directory::find_unit(tx, id).await? {
            Some(unit) => Some(unit.short_name),
            None => return Ok(None),
        },
    };
    let Some(mut choices) = choices_of(library, sought) else {
        return Ok(None);
    };
    choices.extend(unit);
    if Query::read(&sought.words, &Synonyms::default()).is_empty() {
        return Ok(None);
    }
    let narrowed = match choices.is_empty() {
        true => String::new(),
        false => format!("（{}）", choices.join("，")),
    };
    Ok(Some(format!("搜索“{}”{narrowed}", sought.words)))
}

/// What narrows it, but for the unit, in words.
fn choices_of(library: &Library, sought: &Sought) -> Option<Vec<String>> {
    let mut choices = Vec::new();
    if let Some(code) = &sought.kind {
        choices.push(library.find_kind(code)?.name.clone());
    }
    if let Some(year) = &sought.year {
        let is_year = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
        choices.push(is_year.then(|| format!("{year}年"))?);
    }
    if let Some(theme) = &sought.theme {
        let known = THEMES.iter().find(|it| *it == theme)?;
        choices.push(format!("主题“{known}”"));
    }
    if let Some(number) = sought.standing {
        choices
            .push(result_standing(standing_of(&number.to_string())?, Variant::CHINESE).to_owned());
    }
    if let Some(code) = &sought.column {
        choices.push(format!("栏目“{}”", library.find_column(code)?.name));
    }
    if let Some(day) = sought.from {
        choices.push(format!("不早于{}", dates::long(day)));
    }
    if let Some(day) = sought.until {
        choices.push(format!("不晚于{}", dates::long(day)));
    }
    Some(choices)
}
