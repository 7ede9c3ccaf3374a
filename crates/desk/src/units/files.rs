//! 导出: the register as the CSV files that can be taken in again, and as a workbook to read.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::unit::{AliasKind, Directory, Unit};
use store::directory::{self, export};

use super::office;
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/units.csv", get(units))
        .route("/desk/units/classes.csv", get(classes))
        .route("/desk/units.xlsx", get(workbook))
}

async fn load(desk: &Desk, officer: &Officer) -> Result<Directory, Snag> {
    office(officer)?;
    Ok(store::read!(desk.store, |tx| directory::load(tx).await)?)
}

async fn units(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let directory = load(&desk, &officer).await?;
    Ok(csv(export::units_file(&directory)?, "units.csv"))
}

async fn classes(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let directory = load(&desk, &officer).await?;
    Ok(csv(export::classes_file(&directory)?, "classes.csv"))
}

fn csv(text: String, name: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

async fn workbook(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let directory = load(&desk, &officer).await?;
    let rows = directory.units().iter().map(|unit| row(unit, &directory));
    Sheet {
        name: "单位名录".to_owned(),
        columns: vec![
            ("编码", Column::Word),
            ("全称", Column::Word),
            ("简称", Column::Word),
            ("类别", Column::Word),
            ("层级", Column::Word),
            ("上级单位", Column::Word),
            ("别名", Column::Text),
            ("曾用名", Column::Text),
            ("设立日期", Column::Day),
            ("截止日期", Column::Day),
            ("承接单位", Column::Word),
            ("联系电话", Column::Word),
            ("传真", Column::Word),
            ("电子邮箱", Column::Word),
            ("办公地址", Column::Text),
            ("办公时间", Column::Text),
            ("网址", Column::Text),
        ],
        rows: rows.collect(),
    }
    .answer()
}

fn row(unit: &Unit, directory: &Directory) -> Vec<Cell> {
    let name = |id: Option<kernel::UnitId>| {
        let found = id.and_then(|id| directory.find(id));
        found.map(|it| it.short_name.clone())
    };
    let names = |kind| unit.names(kind).collect::<Vec<_>>().join("、");
    let contact = unit.contact.clone();
    vec![
        unit.code.clone().into(),
        unit.name.clone().into(),
        unit.short_name.clone().into(),
        unit.kind.label().into(),
        unit.level.label().into(),
        name(unit.parent).into(),
        names(AliasKind::Alias).into(),
        names(AliasKind::Former).into(),
        unit.valid_from.into(),
        unit.valid_to.into(),
        name(unit.successor).into(),
        contact.phone.into(),
        contact.fax.into(),
        contact.mail.into(),
        contact.address.into(),
        contact.opening_hours.into(),
        contact.website.into(),
    ]
}
