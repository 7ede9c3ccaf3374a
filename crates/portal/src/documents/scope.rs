//! Which documents an address asks for: by column, unit, kind, theme, year and validity, in any combination.

use kernel::{DocumentId, Moment};
use publishing::Validity;
use publishing::library::{Library, THEMES};
use publishing::public::Scope;

use crate::params::{BadParameter, Params, and, bad};

/// The names that a list of documents understands, in canonical order, without paging.
pub(crate) const SCOPE: [&str; 6] = ["column", "unit", "kind", "theme", "year", "validity"];

/// What to do about an id that is none.
pub(crate) const ID: &str = "应为36位编号，请从本站页面上的链接进入";
const CODE: &str = "不是本站的代码，请从本站页面上的链接进入";
const THEME: &str = "不是主题分类的名称，请从本站页面上的“筛选”中选择";
const YEAR: &str = "应为1990至2100之间的年份，写作 2026";

/// Reads it.
pub(crate) fn read(params: &Params, library: &Library) -> Result<Scope, BadParameter> {
    let column = params.text("column").map(str::to_owned);
    if let Some(code) = &column
        && library.find_column(code).is_none()
    {
        return Err(bad("column", code, CODE));
    }
    Ok(Scope {
        column,
        ..read_choices(params, library)?
    })
}

/// Reads what narrows a column's list: everything but the column, which its path names.
pub(crate) fn read_choices(params: &Params, library: &Library) -> Result<Scope, BadParameter> {
    let kind = params.text("kind").map(str::to_owned);
    if let Some(code) = &kind
        && library.find_kind(code).is_none()
    {
        return Err(bad("kind", code, CODE));
    }
    let theme = params.text("theme").map(str::to_owned);
    if let Some(name) = &theme
        && !THEMES.contains(&name.as_str())
    {
        return Err(bad("theme", name, THEME));
    }
    Ok(Scope {
        site: None,
        column: None,
        unit: params.parse("unit", ID)?,
        kind,
        theme,
        year: year(params)?,
        validity: validity(params)?,
    })
}

fn year(params: &Params) -> Result<Option<i16>, BadParameter> {
    let Some(text) = params.text("year") else {
        return Ok(None);
    };
    let year = text.parse().ok().filter(|it| (1990..=2100).contains(it));
    // Four digits and nothing else: the parser takes more forms than addresses should have.
    let year = year.filter(|_| text.len() == 4);
    year.map_or_else(|| Err(bad("year", text, YEAR)), |it| Ok(Some(it)))
}

fn validity(params: &Params) -> Result<Option<Validity>, BadParameter> {
    let Some(code) = params.text("validity") else {
        return Ok(None);
    };
    let known = Validity::from_code(code);
    known.map(Some).ok_or_else(|| {
        let codes: Vec<_> = Validity::ALL.iter().map(|it| it.code()).collect();
        let cure = format!("应为其中之一：{}", codes.join("、"));
        bad("validity", code, &cure)
    })
}

/// A scope as a canonical query, empty when nothing narrows it.
pub(crate) fn query_of(scope: &Scope) -> String {
    let values = [
        scope.column.clone(),
        scope.unit.map(|it| it.to_string()),
        scope.kind.clone(),
        scope.theme.clone(),
        scope.year.map(|it| it.to_string()),
        scope.validity.map(|it| it.code().to_owned()),
    ];
    let pairs = SCOPE.iter().zip(values);
    pairs.fold(String::new(), |query, (name, value)| match value {
        Some(value) => and(&query, name, &value),
        None => query,
    })
}

/// What narrows a column's list, as a canonical query.
pub(crate) fn choices_of(scope: &Scope) -> String {
    let choices = Scope {
        column: None,
        ..scope.clone()
    };
    query_of(&choices)
}

/// Whether a text is a key of a list of documents.
pub(crate) fn is_key(text: &str) -> bool {
    text.split_once('_').is_some_and(|(at, id)| {
        // What else a parser takes would be compared as text in the database.
        let is_moment = Moment::parse(at).is_ok_and(|it| it.to_string() == at);
        is_moment
            && id
                .parse::<DocumentId>()
                .is_ok_and(|it| it.to_string() == id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_moment_and_an_id() {
        let id = "0190a6f2-0000-7000-8000-000000000001";
        assert!(is_key(&format!("2026-11-21T02:00:00.000Z_{id}")));
        for wrong in ["", "_", id, "2026-11-21T02:00:00.000Z_7", "9999_g"] {
            assert!(!is_key(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_scope_is_written_in_one_order_and_read_back() {
        let library = Library::built_in();
        let uri = "/documents?unit=0190a6f2-0000-7000-8000-000000000001&column=policies"
            .parse()
            .unwrap();
        let scope = read(&Params::of(&uri), &library).unwrap();
        assert_eq!(
            query_of(&scope),
            "column=policies&unit=0190a6f2-0000-7000-8000-000000000001"
        );
        let uri = "/documents?validity=repealed&year=2026&kind=policy&theme=%E5%9B%BD%E9%98%B2"
            .parse()
            .unwrap();
        let scope = read(&Params::of(&uri), &library).unwrap();
        assert_eq!(scope.theme.as_deref(), Some("国防"));
        assert_eq!(
            query_of(&scope),
            "kind=policy&theme=%E5%9B%BD%E9%98%B2&year=2026&validity=repealed"
        );
        for wrong in [
            "/documents?column=none",
            "/documents?kind=none",
            "/documents?unit=7",
            "/documents?theme=none",
            "/documents?year=26",
            "/documents?year=%2B202",
            "/documents?year=1989",
            "/documents?validity=valid",
        ] {
            let params = Params::of(&wrong.parse().unwrap());
            assert!(read(&params, &library).is_err(), "{wrong}");
        }
    }
}
