//! The annual report (政府信息公开工作年度报告) as a draft: six parts in their fixed order, what the figures say in words, and tables 2 to 4 with their official headings
//! (国办公开办函〔2021〕30号; 《条例》第四十九条、第五十条).
//!
//! Pure. What no case and no document tells is marked with [`OWED`], so that nobody takes a gap for a nought; an officer writes it before the report goes to review.

use std::fmt::Write as _;

use super::{AskerKind, Branch, Decided, Flaw, Row, Table3, Table4, check, check_carried_over};

/// The first year that the form of 2021 is for.
pub const FIRST_YEAR: i16 = 2021;

/// Stands where an officer has to write.
const OWED: &str = "【请补充】";

/// 行政规范性文件 of the year: the line of table 2 that documents tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Normative {
    /// 本年制发件数.
    pub made: u64,
    /// 本年废止件数.
    pub repealed: u64,
    /// 现行有效件数.
    pub in_force: u64,
}

/// All that a report is drafted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annual<'a> {
    /// The unit's full name.
    pub unit_name: &'a str,
    /// Whether the unit makes 规章: of whoever does not, the line is nought.
    pub makes_regulations: bool,
    /// The year.
    pub year: i16,
    /// Documents published in the year.
    pub published: u64,
    /// 行政规范性文件.
    pub normative: Normative,
    /// Table 3.
    pub table3: &'a Table3,
    /// Table 3 of the year before.
    pub before: &'a Table3,
    /// Table 4; none where reviews and lawsuits are entered by hand.
    pub table4: Option<&'a Table4>,
    /// 信息处理费 that was paid: how many times, and how much in fen.
    pub fees: (u64, u64),
}

impl Annual<'_> {
    /// The title.
    pub fn title(&self) -> String {
        format!("{}{}年政府信息公开工作年度报告", self.unit_name, self.year)
    }

    /// 内容概述.
    pub fn summary(&self) -> String {
        format!(
            "{}年主动公开、处理政府信息公开申请、行政复议和行政诉讼的情况，存在的主要问题和改进情况。",
            self.year
        )
    }
}

/// The body of the report as HTML, or every identity that does not hold.
///
/// # Errors
/// The flaws of the tables, each with its cell.
pub fn draft(it: &Annual<'_>) -> Result<String, Vec<Flaw>> {
    let none = Table4::default();
    let mut flaws = check(it.table3, it.table4.unwrap_or(&none));
    flaws.extend(check_carried_over(it.before, it.table3));
    if !flaws.is_empty() {
        return Err(flaws);
    }
    let mut out = String::new();
    overview(&mut out, it);
    out.push_str("<h2>二、主动公开政府信息情况</h2>");
    table2(&mut out, it);
    out.push_str("<h2>三、收到和处理政府信息公开申请情况</h2>");
    table3(&mut out, it.table3);
    out.push_str("<h2>四、政府信息公开行政复议、行政诉讼情况</h2>");
    table4(&mut out, it.table4);
    rest(&mut out, it);
    Ok(out)
}

fn paragraph(out: &mut String, text: &str) {
    out.push_str("<p>");
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out.push_str("</p>");
}

fn overview(out: &mut String, it: &Annual<'_>) {
    let (year, all) = (it.year, it.table3);
    paragraph(
        out,
        &format!(
            "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条和国务院办公厅政府信息与政务公开办公室规定的格式，编制{}{year}年政府信息公开工作年度报告。统计期为{year}年1月1日至12月31日。",
            it.unit_name
        ),
    );
    out.push_str("<h2>一、总体情况</h2>");
    let normative = it.normative;
    paragraph(
        out,
        &format!(
            "（一）主动公开。全年主动公开政府信息{}件；制发行政规范性文件{}件，废止{}件，现行有效{}件。{OWED}重点领域信息公开、政策解读和回应关切的情况。",
            it.published, normative.made, normative.repealed, normative.in_force
        ),
    );
    paragraph(
        out,
        &format!(
            "（二）依申请公开。全年新收政府信息公开申请{}件，上年结转{}件；办结{}件，其中予以公开{}件，部分公开{}件；结转下年度继续办理{}件。",
            all.total(Row::Received),
            all.total(Row::CarriedOver),
            all.all_results(),
            all.total(Row::Provided),
            all.total(Row::Partly),
            all.total(Row::LeftOver)
        ),
    );
    for part in [
        "（三）政府信息管理。",
        "（四）政府信息公开平台建设。",
        "（五）监督保障。",
    ] {
        paragraph(out, &format!("{part}{OWED}"));
    }
}

fn head(out: &mut String, words: &[&str]) {
    out.push_str("<tr>");
    for word in words {
        let _ = write!(out, "<th>{word}</th>");
    }
    out.push_str("</tr>");
}

fn section(out: &mut String, (words, columns): (&str, usize)) {
    let _ = write!(out, "<tr><th colspan=\"{columns}\">{words}</th></tr>");
}

/// One table for each item of 第二十条, as they have different columns.
fn table2(out: &mut String, it: &Annual<'_>) {
    let number = |n: u64| n.to_string();
    let own = match it.makes_regulations {
        true => [OWED.to_owned(), OWED.to_owned(), OWED.to_owned()],
        false => [number(0), number(0), number(0)],
    };
    let n = it.normative;
    out.push_str("<table><thead>");
    section(out, ("第二十条第（一）项", 4));
    head(
        out,
        &["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    );
    out.push_str("</thead><tbody>");
    line(out, "规章", &own);
    let counted = [number(n.made), number(n.repealed), number(n.in_force)];
    line(out, "行政规范性文件", &counted);
    out.push_str("</tbody></table>");
    for (item, column, lines) in [
        ("第二十条第（五）项", "本年处理决定数量", &["行政许可"][..]),
        (
            "第二十条第（六）项",
            "本年处理决定数量",
            &["行政处罚", "行政强制"][..],
        ),
        (
            "第二十条第（八）项",
            "本年收费金额（单位：万元）",
            &["行政事业性收费"][..],
        ),
    ] {
        out.push_str("<table><thead>");
        section(out, (item, 2));
        head(out, &["信息内容", column]);
        out.push_str("</thead><tbody>");
        for words in lines {
            line(out, words, &[OWED.to_owned()]);
        }
        out.push_str("</tbody></table>");
    }
}

fn line(out: &mut String, words: &str, cells: &[String]) {
    let _ = write!(out, "<tr><th>{words}</th>");
    for cell in cells {
        let _ = write!(out, "<td>{cell}</td>");
    }
    out.push_str("</tr>");
}

/// The groups of 三 with several rows, and the rows of each.
const GROUPS: [(&str, &[Row]); 4] = [
    (
        "（三）不予公开",
        &[
            Row::StateSecret,
            Row::Forbidden,
            Row::EndangersSecurity,
            Row::ThirdParty,
            Row::Internal,
            Row::Process,
            Row::EnforcementFile,
            Row::SpecialInquiry,
        ],
    ),
    (
        "（四）无法提供",
        &[Row::NotHeld, Row::NeedsMaking, Row::StillUnclear],
    ),
    (
        "（五）不予处理",
        &[
            Row::Petition,
            Row::Repeated,
            Row::Publication,
            Row::Excessive,
            Row::Reissue,
        ],
    ),
    (
        "（六）其他处理",
        &[Row::NotSupplemented, Row::FeeUnpaid, Row::Other],
    ),
];

fn table3(out: &mut String, table: &Table3) {
    out.push_str(
        "<table><thead>\
         <tr><th colspan=\"3\" rowspan=\"3\">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th><th colspan=\"7\">申请人情况</th></tr>\
         <tr><th rowspan=\"2\">自然人</th><th colspan=\"5\">法人或其他组织</th><th rowspan=\"2\">总计</th></tr>",
    );
    let organisations = AskerKind::ALL.iter().filter(|it| **it != AskerKind::Person);
    let organisations: Vec<&str> = organisations.map(|it| it.label()).collect();
    head(out, &organisations);
    out.push_str("</thead><tbody>");
    for row in [Row::Received, Row::CarriedOver] {
        row_of(out, (row.label(), 3), table, row);
    }
    // 三 has every result and their sum below it.
    let below = Row::RESULTS.len() + 1;
    let _ = write!(out, "<tr><th rowspan=\"{below}\">三、本年度办理结果</th>");
    let partly = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）";
    cells_of(out, ("（一）予以公开", 2), table, Row::Provided);
    out.push_str("<tr>");
    cells_of(out, (partly, 2), table, Row::Partly);
    for (group, rows) in GROUPS {
        for (n, row) in rows.iter().enumerate() {
            out.push_str("<tr>");
            if n == 0 {
                let _ = write!(out, "<th rowspan=\"{}\">{group}</th>", rows.len());
            }
            let label = row.label().rsplit_once('）').map_or(row.label(), |it| it.1);
            cells_of(out, (label, 1), table, *row);
        }
    }
    let results = AskerKind::ALL.iter().map(|it| table.results(*it));
    out.push_str("<tr><th colspan=\"2\">（七）总计</th>");
    numbers(out, results.chain([table.all_results()]));
    row_of(out, (Row::LeftOver.label(), 3), table, Row::LeftOver);
    out.push_str("</tbody></table>");
}

fn row_of(out: &mut String, named: (&str, usize), table: &Table3, row: Row) {
    out.push_str("<tr>");
    cells_of(out, named, table, row);
}

/// The name of a row, its cells and its end.
fn cells_of(out: &mut String, (label, columns): (&str, usize), table: &Table3, row: Row) {
    let _ = match columns {
        1 => write!(out, "<th>{label}</th>"),
        _ => write!(out, "<th colspan=\"{columns}\">{label}</th>"),
    };
    let cells = AskerKind::ALL.iter().map(|it| table.cell(row, *it));
    numbers(out, cells.chain([table.total(row)]));
}

fn numbers(out: &mut String, cells: impl Iterator<Item = u64>) {
    for cell in cells {
        let _ = write!(out, "<td>{cell}</td>");
    }
    out.push_str("</tr>");
}

fn table4(out: &mut String, table: Option<&Table4>) {
    out.push_str("<table><thead><tr><th colspan=\"5\">行政复议</th><th colspan=\"10\">行政诉讼</th></tr><tr>");
    let columns: Vec<&str> = Decided::ALL
        .iter()
        .map(|it| it.label())
        .chain(["总计"])
        .collect();
    for column in &columns {
        let _ = write!(out, "<th rowspan=\"2\">{column}</th>");
    }
    out.push_str("<th colspan=\"5\">未经复议直接起诉</th><th colspan=\"5\">复议后起诉</th></tr>");
    head(out, &[&columns[..], &columns[..]].concat());
    out.push_str("</thead><tbody><tr>");
    for branch in Branch::ALL {
        for decided in Decided::ALL {
            let _ = match table {
                Some(table) => write!(out, "<td>{}</td>", table.cell(*branch, *decided)),
                None => write!(out, "<td>{OWED}</td>"),
            };
        }
        let _ = match table {
            Some(table) => write!(out, "<td>{}</td>", table.total(*branch)),
            None => write!(out, "<td>{OWED}</td>"),
        };
    }
    out.push_str("</tr></tbody></table>");
}

fn rest(out: &mut String, it: &Annual<'_>) {
    out.push_str("<h2>五、存在的主要问题及改进情况</h2>");
    paragraph(out, &format!("（一）存在的主要问题。{OWED}"));
    paragraph(out, &format!("（二）改进情况。{OWED}"));
    out.push_str("<h2>六、其他需要报告的事项</h2>");
    let (times, fen) = it.fees;
    let fees = match times {
        0 => "本年度没有收取政府信息公开信息处理费。".to_owned(),
        _ => format!(
            "本年度收取政府信息公开信息处理费{times}件，共{}.{:02}元。",
            fen / 100,
            fen % 100
        ),
    };
    paragraph(out, &fees);
    paragraph(
        out,
        &format!("{OWED}其他需要报告的事项；没有的，删去本句。"),
    );
}

#[cfg(test)]
mod tests;
