//! 规范用语: the office's list of expressions that the site does not use, one by one or pasted from a sheet.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Page, PageAsk};
use publishing::actions::{SetExpression, remove_expression, set_expressions};
use publishing::expressions::{ExpressionLine, list_expressions};
use serde::Deserialize;
use ui::dates;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

const LIST: &str = "/desk/expressions";
const PAGE: u32 = 100;
/// Lines pasted at once at most.
const MOST_LINES: usize = 1000;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route(LIST, get(show).post(set))
        .route("/desk/expressions/remove", post(remove))
        .route("/desk/expressions.xlsx", get(export))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    wrong: String,
    better: String,
    note: String,
    /// Lines of a sheet: 不规范的写法, 规范写法, 说明, with tabs or commas between.
    lines: String,
}

#[derive(Debug, Template)]
#[template(path = "expressions.html")]
struct ListPage {
    frame: DeskFrame,
    lines: Vec<ExpressionLine>,
    more: Option<String>,
    typed: Typed,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    let tried = (Typed::default(), Errors::none());
    page(&desk, &officer, &asked.after, tried).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    after: &str,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let ask = match after {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let found = store::read!(desk.store, |tx| list_expressions(tx, &ask).await)?;
    let Page { items, next } = found;
    let status = errors.status();
    let page = ListPage {
        frame: desk
            .frame(officer, "规范用语")
            .under("信息发布", "/desk/documents"),
        lines: items,
        more: next.map(|key| percent_encoded(&key)),
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn set(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    let mut commands = lines_of(&form.lines);
    if commands.is_empty() || !form.wrong.trim().is_empty() {
        commands.insert(
            0,
            SetExpression {
                wrong: form.wrong.clone(),
                better: form.better.clone(),
                note: form.note.clone(),
            },
        );
    }
    if commands.len() > MOST_LINES {
        let errors = Errors::none().with("lines", format!("一次最多{MOST_LINES}行，请分次粘贴"));
        return page(&desk, &officer, "", (form, errors)).await;
    }
    match set_expressions(&desk.store, &commands, &office, desk.now()).await {
        Ok(count) => {
            let says = format!("已设置{count}条规范用语，下次保存草稿时检查");
            Ok(flash::go(&desk, LIST, &says))
        }
        Err(stop) => page(&desk, &officer, "", (form, Errors::of(stop)?)).await,
    }
}

/// What was pasted from a sheet.
fn lines_of(text: &str) -> Vec<SetExpression> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let commands = lines.map(|line| {
        let mut cells = line.split(['\t', ',', '，']).map(str::trim);
        let mut cell = || cells.next().unwrap_or_default().to_owned();
        SetExpression {
            wrong: cell(),
            better: cell(),
            note: cell(),
        }
    });
    commands.collect()
}

async fn remove(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    match remove_expression(&desk.store, &form.wrong, &office, desk.now()).await {
        Ok(()) => Ok(flash::go(&desk, LIST, "已删去")),
        Err(stop) => {
            let tried = (Typed::default(), Errors::of(stop)?);
            page(&desk, &officer, "", tried).await
        }
    }
}

async fn export(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(desk.store, |tx| list_expressions(tx, &ask).await)?;
        rows.extend(page.items.into_iter().map(|it| {
            vec![
                Cell::from(it.wrong),
                Cell::from(it.better),
                Cell::from(it.note),
            ]
        }));
        match page.next {
            Some(next) => ask = PageAsk::after(next, PageAsk::MOST),
            None => break,
        }
    }
    let columns = vec![
        ("不规范的写法", Column::Word),
        ("规范写法", Column::Word),
        ("说明", Column::Text),
    ];
    Sheet {
        name: "规范用语".to_owned(),
        columns,
        rows,
    }
    .answer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_sheet_are_read_with_tabs_or_commas() {
        let read = lines_of("云溪地区\t云溪市\t行政区划\n\n做为，作为\n删这个,\n");
        let pairs: Vec<_> = read
            .iter()
            .map(|it| (it.wrong.as_str(), it.better.as_str(), it.note.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("云溪地区", "云溪市", "行政区划"),
                ("做为", "作为", ""),
                ("删这个", "", "")
            ]
        );
    }
}
