//! Which documents an address asks for: by column, unit or kind.

use kernel::{DocumentId, Moment};
use publishing::Library;
use publishing::public::Scope;

use crate::params::{BadParameter, Params, and, bad};

/// The names that a list of documents understands, in canonical order, without paging.
pub(crate) const SCOPE: [&str; 3] = ["column", "unit", "kind"];

/// What to do about an id that is none.
pub(crate) const ID: &str = "应为36位编号，请从本站页面上的链接进入";
const CODE: &str = "不是本站的代码，请从本站页面上的链接进入";

/// Reads it. A kind is asked alone: with a column or unit beside it, it would be left out in silence.
pub(crate) fn read(params: &Params, library: &Library) -> Result<Scope, BadParameter> {
    let scope = Scope {
        column: params.text("column").map(str::to_owned),
        unit: params.parse("unit", ID)?,
        kind: params.text("kind").map(str::to_owned),
    };
    if let Some(code) = &scope.column
        && library.find_column(code).is_none()
    {
        return Err(bad("column", code, CODE));
    }
    if let Some(code) = &scope.kind {
        if library.find_kind(code).is_none() {
            return Err(bad("kind", code, CODE));
        }
        if scope.column.is_some() || scope.unit.is_some() {
            let cure = "不能与 column、unit 同时使用，请只保留其一";
            return Err(bad("kind", code, cure));
        }
    }
    Ok(scope)
}

/// A scope as a canonical query, empty when nothing narrows it.
pub(crate) fn query_of(scope: &Scope) -> String {
    let values = [
        scope.column.clone(),
        scope.unit.map(|it| it.to_string()),
        scope.kind.clone(),
    ];
    let pairs = SCOPE.iter().zip(values);
    pairs.fold(String::new(), |query, (name, value)| match value {
        Some(value) => and(&query, name, &value),
        None => query,
    })
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
        for wrong in [
            "/documents?column=none",
            "/documents?kind=none",
            "/documents?unit=7",
            "/documents?kind=news&column=news",
        ] {
            let params = Params::of(&wrong.parse().unwrap());
            assert!(read(&params, &library).is_err(), "{wrong}");
        }
    }
}
