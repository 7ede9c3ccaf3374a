//! The columns of the catalogue's table, found by their names, and the marks in them.

/// A column by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    FirstItem,
    SecondItem,
    Content,
    Basis,
    Timing,
    Subject,
    Channels,
    Audience,
    Mode,
    Levels,
}

/// What a column's heading has in it; the first that fits is meant.
const HEADINGS: &[(&str, Column)] = &[
    ("一级事项", Column::FirstItem),
    ("二级事项", Column::SecondItem),
    ("公开内容", Column::Content),
    ("内容要素", Column::Content),
    ("公开依据", Column::Basis),
    ("公开时限", Column::Timing),
    ("公开时间", Column::Timing),
    ("公开主体", Column::Subject),
    ("责任主体", Column::Subject),
    ("公开渠道", Column::Channels),
    ("渠道和载体", Column::Channels),
    ("公开对象", Column::Audience),
    ("公开方式", Column::Mode),
    ("公开层级", Column::Levels),
    ("公开事项", Column::FirstItem),
    ("事项名称", Column::FirstItem),
];

/// Where the columns stand.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Column of the table → what it holds, and the lower row's own heading (全社会, 主动, 县级).
    columns: Vec<Option<(Column, String)>>,
    words: Vec<String>,
}

impl Header {
    /// The text of a column; of several the first that says something.
    pub(super) fn text(&self, row: &[String], wanted: Column) -> String {
        self.of(row, wanted)
            .map(|(_, text)| text.trim())
            .find(|text| !text.is_empty())
            .unwrap_or("")
            .to_owned()
    }

    /// The headings of a group's columns that are marked; where the group is one column, what its text chooses.
    pub(super) fn marked(&self, row: &[String], wanted: Column) -> Vec<String> {
        let cells: Vec<_> = self.of(row, wanted).collect();
        if let [(heading, text)] = cells[..]
            && is_group(heading)
        {
            return chosen(text);
        }
        cells
            .iter()
            .filter(|(_, text)| is_mark(text))
            .map(|(heading, _)| (*heading).to_owned())
            .collect()
    }

    /// Whether a row is the header once more, as on each page of a printed table.
    pub(super) fn is_repeated(&self, row: &[String]) -> bool {
        row.iter()
            .zip(&self.words)
            .filter(|(a, b)| !a.is_empty() && squeeze(a) == **b)
            .count()
            >= 3
    }

    fn of<'a>(
        &'a self,
        row: &'a [String],
        wanted: Column,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.columns
            .iter()
            .zip(row)
            .filter_map(move |(column, text)| match column {
                Some((it, heading)) if *it == wanted => Some((heading.as_str(), text.as_str())),
                Some(_) | None => None,
            })
    }
}

/// The header among a table's first rows, the number of the row after it, and the title above it.
pub(super) fn find_header(grid: &[Vec<String>]) -> (Option<Header>, usize, Option<String>) {
    const SEARCHED: usize = 12;
    for (n, row) in grid.iter().take(SEARCHED).enumerate() {
        let known = columns_of(row);
        let kinds = known.iter().flatten().count();
        let has = |wanted: Column| known.iter().flatten().any(|it| *it == wanted);
        if kinds < 3 || !(has(Column::Timing) || has(Column::Subject)) {
            continue;
        }
        let title = grid[..n]
            .iter()
            .flatten()
            .find(|it| !it.trim().is_empty())
            .map(|it| field_of(it));
        let below = grid.get(n + 1);
        let is_two_rows = below.is_some_and(|below| is_lower_header(row, below));
        let lower = if is_two_rows { below } else { None };
        return (
            Some(merged(row, lower, &known)),
            n + 1 + usize::from(is_two_rows),
            title,
        );
    }
    (None, 0, None)
}

fn columns_of(row: &[String]) -> Vec<Option<Column>> {
    row.iter()
        .map(|cell| {
            let words = squeeze(cell);
            let is_heading = words.chars().count() <= 16;
            HEADINGS
                .iter()
                .find(|(heading, _)| is_heading && words.contains(heading))
                .map(|(_, column)| *column)
        })
        .collect()
}

/// Whether the row under a header belongs to it: it repeats merged cells, or names parts of a group.
fn is_lower_header(upper: &[String], lower: &[String]) -> bool {
    const PARTS: &[&str] = &[
        "一级事项",
        "二级事项",
        "全社会",
        "特定群体",
        "特定群众",
        "主动",
        "主动公开",
        "依申请",
        "依申请公开",
        "县级",
        "乡级",
        "市级",
        "镇级",
        "村级",
        "乡镇级",
        "镇街",
        "省级",
    ];
    let named = lower
        .iter()
        .filter(|cell| PARTS.contains(&squeeze(cell).as_str()))
        .count();
    let repeated = upper
        .iter()
        .zip(lower)
        .filter(|(a, b)| !a.is_empty() && a == b)
        .count();
    named >= 2 || (named >= 1 && repeated >= 2)
}

fn merged(upper: &[String], lower: Option<&Vec<String>>, known: &[Option<Column>]) -> Header {
    let mut columns = Vec::with_capacity(upper.len());
    let mut group: Option<Column> = None;
    for (n, cell) in upper.iter().enumerate() {
        let own = lower.map(|row| squeeze(&row[n])).unwrap_or_default();
        // A file without merged cells leaves the group's further columns empty.
        if known[n].is_some() || !cell.trim().is_empty() {
            group = known[n];
        }
        let column = columns_of(std::slice::from_ref(&own))[0].or(group);
        let heading = if own.is_empty() { squeeze(cell) } else { own };
        columns.push(column.map(|it| (it, heading)));
    }
    Header {
        columns,
        words: upper.iter().map(|it| squeeze(it)).collect(),
    }
}

fn is_group(heading: &str) -> bool {
    ["公开对象", "公开方式", "公开层级"]
        .iter()
        .any(|it| heading.contains(it))
}

/// Whether a cell is marked.
fn is_mark(text: &str) -> bool {
    let text = squeeze(text);
    matches!(
        text.as_str(),
        "√" | "✓" | "✔" | "☑" | "■" | "●" | "▲" | "○" | "是" | "t" | "T" | "V" | "v"
    )
}

/// What a text with boxes chooses: `■政府网站 □政府公报` is 政府网站. A text without boxes chooses all that it names.
pub(super) fn chosen(text: &str) -> Vec<String> {
    let full = |c: char| matches!(c, '■' | '☑' | '√' | '✓' | '✔' | '●' | '▣');
    let empty = |c: char| matches!(c, '□' | '☐' | '○' | '〇');
    let lost = !text.contains(full) && !text.contains(empty);
    let mut choices: Vec<(bool, String)> = Vec::new();
    let mut is_chosen = true;
    let mut name = String::new();
    let mut letters = text.chars().peekable();
    let mut at_start = true;
    while let Some(c) = letters.next() {
        // A lost font leaves t for ■ and 口 for □, at the beginning of a name only.
        let next_is_name = letters.peek().is_some_and(|it| *it > '\u{4dff}');
        let is_full = full(c) || (lost && c == 't' && next_is_name);
        let is_empty = empty(c) || (lost && c == '口' && at_start && next_is_name);
        let is_end = matches!(c, '\n' | '、' | ';' | ',' | '\u{ff1b}' | '\u{ff0c}');
        if is_full || is_empty || is_end {
            choices.push((is_chosen, name.trim().to_owned()));
            name.clear();
            is_chosen = !is_empty;
            at_start = true;
            continue;
        }
        at_start = c.is_whitespace();
        name.push(c);
    }
    choices.push((is_chosen, name.trim().to_owned()));
    choices
        .into_iter()
        .filter(|(is_chosen, name)| *is_chosen && !name.is_empty())
        .map(|(_, name)| name)
        .collect()
}

/// The field that a title names: `(一)溪口县财政预决算领域基层政务公开标准目录` is 财政预决算领域.
pub(super) fn field_of(title: &str) -> String {
    let title = squeeze(title);
    let before = [
        "基层政务公开",
        "政务公开标准",
        "主动公开",
        "标准目录",
        "基本目录",
    ]
    .iter()
    .filter_map(|it| title.find(it))
    .min()
    .map_or(title.as_str(), |end| &title[..end]);
    let name = if before.is_empty() { &title } else { before };
    name.chars().take(60).collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
