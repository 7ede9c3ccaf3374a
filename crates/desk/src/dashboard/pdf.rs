//! The dashboard on paper: what the screen shows, figures, charts and tables, as PDF with its font inside.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Fault};
use paper::{Color, Column, PaperError, Report, Table};
use ui::dates;

use super::{Asked, Figures, Tally, chapters, chart, figures, months, tally_of};
use crate::page::percent_encoded;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// The colours of the screen's charts.
const KEPT: Color = Color(0x2f, 0x7a, 0x72);
const KEPT_LATE: Color = Color(0xc3, 0x95, 0x36);
const LATE: Color = Color(0xa1, 0x2a, 0x22);
const OPEN: Color = Color(0xaa, 0xb4, 0xb8);

/// Bars of one chart at most, as on the screen.
const MOST_BARS: usize = 15;

/// Answers with the file.
pub(super) async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let figures = figures(&desk, &officer, &asked).await?;
    let today = desk.today();
    let name = format!("兑现概况-{}-{today}", figures.of);
    let bytes = print(&figures, (&desk.identity.name, today))
        .map_err(|cause| Fault::caused("printing the dashboard", cause))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/pdf"),
    );
    let disposition = format!(
        "attachment; filename=\"dashboard.pdf\"; filename*=UTF-8''{}.pdf",
        percent_encoded(&name).replace('/', "%2F")
    );
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn print(it: &Figures, (site, today): (&str, Date)) -> Result<Vec<u8>, PaperError> {
    let title = format!("兑现概况（{}年）：{}", today.year(), it.of);
    let mut report = Report::new(&title, &format!("{site}　截至{}", dates::long(today)))?;
    let all = &it.all;
    report.figures(&[
        ("按期率", all.share()),
        ("按期兑现", all.on_time.to_string()),
        ("逾期兑现", all.kept_late.to_string()),
        ("已逾期", all.late.to_string()),
        ("今日到期", it.due_today.to_string()),
        ("进行中", all.open.to_string()),
    ]);
    report.paragraph("按期率＝按期兑现÷（按期兑现＋逾期兑现＋已逾期）。");
    report.legend(&[
        (KEPT, "按期兑现"),
        (KEPT_LATE, "逾期兑现"),
        (LATE, "已逾期"),
        (OPEN, "进行中"),
    ]);
    let months = months(&it.days);
    report.heading("按月份");
    report.columns(&stacks(&months));
    report.table(&table("月份", &months));
    let units: Vec<Tally> = it.units.iter().map(tally_of).collect();
    if !units.is_empty() {
        report.heading("按单位");
        bars(&mut report, &units[..units.len().min(MOST_BARS)]);
        report.table(&table("单位", &units));
    }
    if let Some(plan) = &it.plan {
        let chapters = chapters(plan);
        report.heading("按工作要点章节");
        report.paragraph(&plan.line.title);
        bars(&mut report, &chapters);
        report.table(&table("章节", &chapters));
    }
    report.heading("最久未兑现的");
    if it.worst.is_empty() {
        report.paragraph("没有逾期未兑现的承诺。");
    } else {
        report.table(&worst(it));
    }
    report.finish()
}

fn stacks(tallies: &[Tally]) -> Vec<(String, Vec<(Color, u64)>)> {
    let colored = |tally: &Tally| {
        let parts = chart::parts(tally).map(|(_, count)| count);
        let colors = [KEPT, KEPT_LATE, LATE, OPEN];
        colors.into_iter().zip(parts).collect()
    };
    tallies
        .iter()
        .map(|tally| (tally.label.clone(), colored(tally)))
        .collect()
}

fn bars(report: &mut Report, tallies: &[Tally]) {
    let shares: Vec<String> = tallies.iter().map(Tally::share).collect();
    report.bars(&stacks(tallies), &shares);
}

fn table(head: &'static str, tallies: &[Tally]) -> Table {
    Table {
        columns: vec![
            Column::words(head, 4.0),
            Column::numbers("按期兑现", 1.2),
            Column::numbers("逾期兑现", 1.2),
            Column::numbers("已逾期", 1.2),
            Column::numbers("进行中", 1.2),
            Column::numbers("按期率", 1.2),
        ],
        rows: tallies
            .iter()
            .map(|it| {
                vec![
                    it.label.clone(),
                    it.on_time.to_string(),
                    it.kept_late.to_string(),
                    it.late.to_string(),
                    it.open.to_string(),
                    it.share(),
                ]
            })
            .collect(),
    }
}

fn worst(it: &Figures) -> Table {
    Table {
        columns: vec![
            Column::words("承诺", 4.0),
            Column::words("责任单位", 1.6),
            Column::words("最迟公开日", 1.6),
            Column::words("状态", 1.0),
        ],
        rows: it
            .worst
            .iter()
            .map(|queued| {
                let line = &queued.line;
                let title = match &line.period_label {
                    Some(period) => format!("{}（{period}）", line.title),
                    None => line.title.clone(),
                };
                vec![
                    title,
                    line.unit_name.clone(),
                    dates::long(line.due_on),
                    line.standing.label().to_owned(),
                ]
            })
            .collect(),
    }
}
