//! Crafted files, half of them clean: what is planted in them is found with its text, clean files stay clean, and what can be cleaned is
//! clean afterwards by its own reading and by that of another library.

use std::collections::BTreeMap;
use std::io::Cursor;

use crate::files::craft::{gate, resident, unzip};
use crate::files::plants::{Planted, clean, planted};
use calamine::{Reader as _, Xlsx};
use gate::file::{self, FileError, HiddenKind, Limits, Treatment, What};
use gate::{Kind, Severity};

fn looked(bytes: &[u8]) -> Vec<file::Hidden> {
    file::look(bytes, &Limits::default()).unwrap()
}

#[test]
fn what_is_planted_in_files_is_found_and_clean_files_stay_clean() {
    let gate = gate();
    let (planted, clean) = (planted(), clean());
    assert!(
        planted.len() >= 55 && clean.len() >= planted.len(),
        "{} {}",
        planted.len(),
        clean.len()
    );
    let (mut missed, mut numbers, mut kinds) = (Vec::new(), (0, 0), BTreeMap::new());
    for it in &planted {
        *kinds.entry(it.kind).or_insert(0) += 1;
        let hidden = match file::look(&it.bytes, &Limits::default()) {
            Ok(hidden) => hidden,
            Err(error) => panic!("{}: {error}", it.name),
        };
        if !hidden.iter().any(|found| found.kind == it.kind) {
            missed.push(format!("{}: {hidden:?}", it.name));
        }
        if it.holds_number {
            numbers.0 += 1;
            let is_found = hidden.iter().any(|found| {
                let mut all = gate.examine(&found.text).into_iter();
                all.any(|number| number.kind == Kind::ResidentNumber)
            });
            numbers.1 += usize::from(is_found);
            if !is_found {
                missed.push(format!("number in {}: {hidden:?}", it.name));
            }
        }
    }
    let alarms: Vec<String> = clean
        .iter()
        .filter_map(|(name, bytes)| {
            let contents = file::read(bytes, &Limits::default())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let grave: Vec<_> = contents
                .hidden
                .iter()
                .filter(|it| it.severity() > Severity::Notice)
                .collect();
            let personal: Vec<_> = contents
                .texts()
                .flat_map(|(_, text)| gate.examine(text))
                .collect();
            (!grave.is_empty() || !personal.is_empty())
                .then(|| format!("{name}: {grave:?} {personal:?}"))
        })
        .collect();
    let found = planted.len() - missed.len().min(planted.len());
    println!(
        "{} planted files of {} kinds, {} clean: recall {:.3}, precision {:.3}; resident numbers {}/{}",
        planted.len(),
        kinds.len(),
        clean.len(),
        found as f64 / planted.len() as f64,
        found as f64 / (found + alarms.len()) as f64,
        numbers.1,
        numbers.0,
    );
    assert!(missed.is_empty(), "missed: {missed:#?}");
    assert!(alarms.is_empty(), "false: {alarms:#?}");
    for kind in HiddenKind::ALL {
        assert!(
            kinds.get(kind).copied().unwrap_or(0) >= 2,
            "{kind:?} is planted less than twice"
        );
    }
}

#[test]
fn every_file_that_can_be_cleaned_is_clean_afterwards() {
    let gate = gate();
    let mut count = 0;
    for Planted {
        name, bytes, kind, ..
    } in planted()
    {
        let before = looked(&bytes);
        let is_strippable = before
            .iter()
            .any(|it| it.kind == kind && it.treatment == Treatment::Strip);
        let cleaned = match file::clean(&bytes, &What::all(), Some(&gate), &Limits::default()) {
            Ok(cleaned) => cleaned,
            Err(FileError::NotCleanable { .. }) => continue,
            Err(error) if !is_strippable => {
                println!("{name}: {error}");
                continue;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        count += 1;
        let after = looked(&cleaned.bytes);
        assert!(
            after.iter().all(|it| it.treatment != Treatment::Strip),
            "{name}: {after:?}"
        );
        if is_strippable {
            assert!(
                !cleaned.proof.stripped.is_empty(),
                "{name}: nothing was counted"
            );
            assert_ne!(cleaned.proof.before, cleaned.proof.after, "{name}");
        }
        assert_no_number(&name, &cleaned.bytes);
        assert_whole(&name, &cleaned.bytes);
        let again = file::clean(
            &cleaned.bytes,
            &What::all(),
            Some(&gate),
            &Limits::default(),
        )
        .unwrap();
        assert!(again.proof.masked.is_empty(), "{name}: masked twice");
    }
    println!("{count} files cleaned");
    assert!(count >= 30, "{count}");
}

/// No planted number stands in any part, as text or across tags.
fn assert_no_number(name: &str, bytes: &[u8]) {
    let parts = if bytes.starts_with(b"PK") {
        unzip(bytes)
    } else {
        vec![(name.to_owned(), bytes.to_vec())]
    };
    for (part, content) in parts {
        let text = String::from_utf8_lossy(&content);
        let mut bare = String::new();
        let mut is_tag = false;
        for c in text.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => bare.push(c),
                _ => {}
            }
        }
        for order in 0..80 {
            let number = resident(order);
            assert!(
                !text.contains(&number) && !bare.contains(&number),
                "{name}: {number} in {part}"
            );
        }
    }
}

#[test]
fn clean_files_can_be_cleaned_and_come_back_whole() {
    let gate = gate();
    let mut count = 0;
    for (name, bytes) in clean() {
        match file::clean(&bytes, &What::all(), Some(&gate), &Limits::default()) {
            Ok(cleaned) => {
                count += 1;
                assert_whole(&name, &cleaned.bytes);
                assert!(
                    cleaned.proof.masked.is_empty(),
                    "{name}: {:?}",
                    cleaned.proof
                );
            }
            Err(FileError::NotCleanable { .. }) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(count >= 60, "{count}");
}

#[test]
fn clean_workbooks_open_with_another_library_and_keep_what_everybody_saw() {
    let gate = gate();
    let mut count = 0;
    let all = planted()
        .into_iter()
        .map(|it| (it.name, it.bytes))
        .chain(clean());
    for (name, bytes) in all {
        if !unzip_names(&bytes).iter().any(|it| it == "xl/workbook.xml") {
            continue;
        }
        let Ok(cleaned) = file::clean(&bytes, &What::all(), Some(&gate), &Limits::default()) else {
            continue;
        };
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(cleaned.bytes.as_slice()))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let sheet = book.sheet_names().first().cloned().unwrap();
        let range = book
            .worksheet_range(&sheet)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            range.get((0, 0)).map(ToString::to_string).as_deref(),
            Some("序号"),
            "{name}"
        );
        count += 1;
    }
    assert!(count >= 20, "{count}");
}

fn unzip_names(bytes: &[u8]) -> Vec<String> {
    if bytes.starts_with(b"PK") {
        unzip(bytes).into_iter().map(|(name, _)| name).collect()
    } else {
        Vec::new()
    }
}

#[test]
fn figures_of_hidden_cells_are_not_read_as_one_number() {
    let mut book = crate::files::craft::workbook::plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    for row in 0..400_u32 {
        let figure = f64::from(7_919 * (row + 1) + 7);
        sheet.write_number(row, 7, figure).unwrap();
    }
    sheet.set_column_hidden(7).unwrap();
    let hidden = looked(&crate::files::craft::workbook::save(book));
    assert_eq!(hidden[0].kind, HiddenKind::Columns);
    let found = gate().examine(&hidden[0].text);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn words_of_kinds_are_unlike_and_tell_what_to_do() {
    let mut codes: Vec<_> = HiddenKind::ALL.iter().map(|it| it.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), HiddenKind::ALL.len());
    for kind in HiddenKind::ALL {
        assert!(
            kind.reason().contains('，') || kind.reason().contains('请'),
            "{kind:?}"
        );
        assert!(!kind.label().is_empty());
    }
}

/// The values of an attribute in a text.
fn values<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let key = format!(" {key}=\"");
    let after = text.split(key.as_str()).skip(1);
    after.filter_map(|it| it.split('"').next()).collect()
}

/// Every relation leads to a part, every name of a relation is one, every part has a type.
fn assert_whole(name: &str, bytes: &[u8]) {
    if !bytes.starts_with(b"PK") {
        return;
    }
    let parts: BTreeMap<String, String> = unzip(bytes)
        .into_iter()
        .map(|(part, content)| (part, String::from_utf8_lossy(&content).into_owned()))
        .collect();
    let types = &parts["[Content_Types].xml"];
    for typed in values(types, "PartName") {
        assert!(parts.contains_key(&typed[1..]), "{name}: type of {typed}");
    }
    for (part, text) in &parts {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let own = parts.get(format!("{folder}/_rels/{file}.rels").trim_start_matches('/'));
        let ids = own.map(|it| values(it, "Id")).unwrap_or_default();
        for id in ["r:id", "r:embed"].iter().flat_map(|key| values(text, key)) {
            assert!(ids.contains(&id), "{name}: {id} of {part}");
        }
        let entries = own
            .map(|it| it.split("<Relationship ").skip(1))
            .into_iter()
            .flatten();
        for entry in entries.filter(|it| !it.contains("TargetMode=\"External\"")) {
            let target = values(&format!(" {entry}"), "Target")[0].to_owned();
            let file = target.rsplit('/').next().unwrap();
            assert!(
                parts.keys().any(|it| it.ends_with(file)),
                "{name}: {target} of {part}"
            );
        }
    }
}
