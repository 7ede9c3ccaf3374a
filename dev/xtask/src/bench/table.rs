//! What benches print, as rows with budgets: divan's tree, and lines of benches that state their own limit.
//!
//! The budgets are the project's promises about speed; a row without one is shown for comparison only.

use std::fmt::Write as _;

/// What a benchmark may take: package, part of its name, nanoseconds at the median.
const TIME: &[(&str, &str, f64)] = &[
    ("calendar", "add_workdays", 50.0),
    ("calendar", "proof_of_60", 20e3),
    ("gongwen", "docx_200_pages", 300e6),
    ("ledger", "append_10_000", 1e9),
    ("ledger", "inclusion_proof_of_ten_million", 1e6),
];

/// What a benchmark must reach: package, part of its name, bytes a second at the median.
const RATE: &[(&str, &str, f64)] = &[("gate", "examine", 50e6), ("gongwen", "plan/", 20e6)];

/// A benchmark's outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    package: String,
    /// Its name with those of its groups, joined by `/`.
    name: String,
    /// Time at the median, as it was printed.
    time: String,
    /// Rate at the median, as divan prints it.
    rate: Option<String>,
    /// The limit that the bench itself states, and what it says of it.
    stated: Option<(String, String)>,
}

impl Row {
    /// What it may take or must reach, in words.
    fn budget(&self) -> String {
        if let Some((limit, _)) = &self.stated {
            return format!("≤ {limit}");
        }
        let is_for =
            |package: &str, part: &str| self.package == package && self.name.contains(part);
        if let Some((_, _, most)) = RATE.iter().find(|(package, part, _)| is_for(package, part)) {
            return format!("≥ {} MB/s", most / 1e6);
        }
        match TIME.iter().find(|(package, part, _)| is_for(package, part)) {
            Some((_, _, most)) if *most < 1e3 => format!("≤ {most} ns"),
            Some((_, _, most)) if *most < 1e6 => format!("≤ {} µs", most / 1e3),
            Some((_, _, most)) => format!("≤ {} ms", most / 1e6),
            None => String::new(),
        }
    }

    /// Whether it took too long.
    pub fn is_over_budget(&self) -> bool {
        if let Some((_, verdict)) = &self.stated {
            return verdict != "ok";
        }
        let is_for =
            |package: &str, part: &str| self.package == package && self.name.contains(part);
        let is_slow = TIME.iter().any(|(package, part, most)| {
            is_for(package, part) && read_quantity(&self.time).is_some_and(|nanos| nanos > *most)
        });
        let rate = self.rate.as_deref().and_then(read_quantity);
        let is_weak = RATE.iter().any(|(package, part, least)| {
            is_for(package, part) && rate.is_some_and(|rate| rate < *least)
        });
        is_slow || is_weak
    }
}

/// Reads what the benches of a package printed.
pub fn read(package: &str, printed: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut groups: Vec<(usize, String)> = Vec::new();
    for line in printed.lines() {
        if let Some(row) = read_stated(package, line) {
            rows.push(row);
            continue;
        }
        let indent = line
            .chars()
            .take_while(|c| matches!(c, '│' | '├' | '╰' | '─' | ' '))
            .count();
        let rest: String = line.chars().skip(indent).collect();
        let columns: Vec<&str> = rest.split('│').map(str::trim).collect();
        let (name, fastest) = split_name(columns[0]);
        if columns.len() >= 4 && name.is_empty() {
            if let Some(row) = rows.last_mut() {
                row.rate.get_or_insert_with(|| columns[2].to_owned());
            }
            continue;
        }
        if name.is_empty() {
            continue;
        }
        groups.retain(|(depth, _)| *depth < indent);
        groups.push((indent, name.to_owned()));
        let is_measured = columns.len() >= 4 && read_quantity(fastest).is_some();
        if is_measured {
            let names: Vec<&str> = groups.iter().map(|(_, name)| name.as_str()).collect();
            rows.push(Row {
                package: package.to_owned(),
                name: names.join("/"),
                time: columns[2].to_owned(),
                rate: None,
                stated: None,
            });
        }
    }
    rows
}

/// Reads `daily sweep: median 1.2s, worst 1.5s of 5 (limit 2s) ok`.
fn read_stated(package: &str, line: &str) -> Option<Row> {
    let (name, rest) = line.split_once(": median ")?;
    let (median, rest) = rest.split_once(", worst ")?;
    let (_, rest) = rest.split_once("(limit ")?;
    let (limit, verdict) = rest.split_once(") ")?;
    Some(Row {
        package: package.to_owned(),
        name: name.to_owned(),
        time: median.to_owned(),
        rate: None,
        stated: Some((limit.to_owned(), verdict.trim().to_owned())),
    })
}

/// Splits `add_workdays   3.1 ns` into the name and what follows; a line of rates has no name.
fn split_name(text: &str) -> (&str, &str) {
    if read_quantity(text).is_some() {
        return ("", text);
    }
    match text.find("  ") {
        Some(end) => (text[..end].trim(), text[end..].trim()),
        None => {
            // A long name is followed by one blank only: the quantity is the last two words.
            let mut words = text.rsplitn(3, ' ');
            let (unit, number, name) = (words.next(), words.next(), words.next());
            match (name, number, unit) {
                (Some(name), Some(number), Some(unit)) if quantity(number, unit).is_some() => {
                    (name, &text[name.len() + 1..])
                }
                _ => (text, ""),
            }
        }
    }
}

/// Nanoseconds, or bytes a second, of `3.1 µs` or `25.4 MB/s`.
fn read_quantity(text: &str) -> Option<f64> {
    let (number, unit) = text.trim().split_once(' ')?;
    quantity(number, unit)
}

fn quantity(number: &str, unit: &str) -> Option<f64> {
    let scale = match unit {
        "ps" => 1e-3,
        "ns" | "B/s" | "item/s" => 1.0,
        "µs" | "KB/s" | "Kitem/s" => 1e3,
        "ms" | "MB/s" | "Mitem/s" => 1e6,
        "s" | "GB/s" | "Gitem/s" => 1e9,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * scale)
}

/// The rows as one table.
pub fn print(rows: &[Row]) -> String {
    let width = rows
        .iter()
        .map(|row| row.package.len() + row.name.chars().count() + 1)
        .max()
        .unwrap_or(0);
    let mut table = format!(
        "{:width$}  {:>12}  {:>14}  {:>12}\n",
        "benchmark", "time", "rate", "budget"
    );
    for row in rows {
        let name = format!("{}/{}", row.package, row.name);
        let verdict = if row.is_over_budget() { "  OVER" } else { "" };
        let rate = row.rate.as_deref().unwrap_or("");
        let _ = writeln!(
            table,
            "{name:width$}  {:>12}  {rate:>14}  {:>12}{verdict}",
            row.time,
            row.budget()
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
Timer precision: 20 ns
plan                    fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ add_workdays         3.104 ns      │ 9.2 ns        │ 3.2 ns        │ 3.3 ns        │ 100     │ 25600
╰─ reading                            │               │               │               │         │
   ├─ plan              1.1 ms        │ 1.9 ms        │ 1.2 ms        │ 1.2 ms        │ 100     │ 100
   │                    90.2 MB/s     │ 50.1 MB/s     │ 15.3 MB/s     │ 80.1 MB/s     │         │
   ╰─ a_name_so_long_that_one_blank_follows 7 µs │ 9 µs │ 8 µs │ 8 µs │ 100     │ 100
";

    #[test]
    fn rows_are_read_with_their_groups_and_rates() {
        let rows = read("gongwen", PRINTED);
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "plan/add_workdays",
                "plan/reading/plan",
                "plan/reading/a_name_so_long_that_one_blank_follows"
            ]
        );
        assert_eq!(rows[0].time, "3.2 ns");
        assert_eq!(rows[1].rate.as_deref(), Some("15.3 MB/s"));
        assert_eq!(rows[2].time, "8 µs");
    }

    #[test]
    fn a_row_over_its_budget_is_told() {
        let rows = read("gongwen", PRINTED);
        assert!(rows[1].is_over_budget(), "15.3 MB/s is less than 20 MB/s");
        assert!(
            !read("calendar", PRINTED)[0].is_over_budget(),
            "3.2 ns is less than 50 ns"
        );
        assert!(print(&rows).contains("OVER"));
    }

    #[test]
    fn a_bench_that_states_its_limit_is_believed() {
        let rows = read(
            "promises",
            "board, swept: median 1.2ms, worst 1.9ms of 45 (limit 5ms) ok\n  Swept { days: 1 }\n\
             daily sweep: median 2.4s, worst 3s of 5 (limit 2s) TOO SLOW\n",
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].name, "board, swept");
        assert_eq!(rows[0].time, "1.2ms");
        assert!(!rows[0].is_over_budget());
        assert!(rows[1].is_over_budget());
        assert!(print(&rows).contains("≤ 2s"));
    }
}
