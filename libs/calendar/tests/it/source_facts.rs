//! The embedded notices against the compiled facts they were made from, where those lie beside the checkout.
//! Without them it says so; the law-based checks in `calendar` still hold.

use std::path::Path;

use calendar::{Calendar, Date};

#[test]
fn every_day_of_the_compiled_facts_is_as_embedded_and_no_other_day_differs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/calendar");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: no compiled facts beside the checkout");
        return;
    };
    let mut facts = std::collections::BTreeMap::new();
    for file in files {
        let path = file.expect("a folder entry").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let year: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for entry in year["days"].as_array().expect("days") {
            let on: Date = entry["date"]
                .as_str()
                .expect("text")
                .parse()
                .expect("a date");
            facts.insert(on, !entry["isOffDay"].as_bool().expect("a flag"));
        }
    }
    assert!(facts.len() > 600, "{} days", facts.len());
    let calendar = Calendar::national();
    let first = Date::constant(2007, 1, 1);
    let days = first.series(jiff::Span::new().days(1));
    for on in days.take_while(|on| on.year() <= 2026) {
        let by_weekday = on.weekday().to_monday_one_offset() <= 5;
        let expected = facts.get(&on).copied().unwrap_or(by_weekday);
        assert_eq!(calendar.is_workday(on), expected, "{on}");
    }
}
