//! Plans of many layouts whose readings were checked by hand: `plans/NAME.txt` and `plans/NAME.json`, the duties alone.
//! `GONGWEN_WRITE_PLANS=1` writes the readings anew, for a person to check before they are accepted.

use std::path::Path;

use gongwen::limits::Limits;
use serde_json::{Value, json};

fn reading(path: &Path) -> Value {
    let source = gongwen::readers::read(&std::fs::read(path).unwrap(), &Limits::default()).unwrap();
    let plan = gongwen::plan::read(&source);
    let duties: Vec<Value> = plan
        .duties
        .iter()
        .map(|d| {
            json!({
                "section": d.section, "heading": d.heading, "text": d.text, "lead": d.lead, "support": d.support,
                "cadence": d.cadence, "deadlines": d.deadlines, "doubts": d.doubts.iter().map(|x| &x.code).collect::<Vec<_>>(),
            })
        })
        .collect();
    Value::Array(duties)
}

#[test]
fn plans_of_many_layouts_are_read_as_checked_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let write = std::env::var_os("GONGWEN_WRITE_PLANS").is_some();
    let mut count = 0;
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        count += 1;
        let read = reading(&path);
        let label = path.with_extension("json");
        if write {
            std::fs::write(&label, serde_json::to_string_pretty(&read).unwrap() + "\n").unwrap();
            continue;
        }
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(&label).unwrap()).unwrap();
        if read != expected {
            let first = read
                .as_array()
                .unwrap()
                .iter()
                .zip(expected.as_array().unwrap())
                .find(|(a, b)| a != b);
            wrong.push(format!("{}: {first:#?}", path.display()));
        }
    }
    assert!(count >= 15, "{count} plans");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_duty_points_at_its_own_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let source =
            gongwen::readers::read(&std::fs::read(&path).unwrap(), &Limits::default()).unwrap();
        for duty in gongwen::plan::read(&source).duties {
            let words: Vec<String> = duty
                .places
                .iter()
                .map(|p| {
                    let text = match &source.blocks[p.block as usize] {
                        gongwen::blocks::Block::Paragraph(paragraph) => &paragraph.text,
                        gongwen::blocks::Block::Table(table) => {
                            &table.cells[p.cell.unwrap() as usize].text
                        }
                    };
                    text[p.start as usize..p.end as usize].to_owned()
                })
                .collect();
            assert_eq!(words.join("\n"), duty.text, "{}", path.display());
        }
    }
}
