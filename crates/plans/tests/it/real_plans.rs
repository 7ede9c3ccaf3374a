//! The five real plans end to end on both engines, where they lie beside the checkout; elsewhere says that it was skipped.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::city::{all_is_well, authority, detail, id_of};
use gongwen::limits::Limits;
use kernel::PageAsk;
use plans::actions::{ImportOutcome, ImportPlan, import_plan};
use promises::queries::{PromiseFilter, list_promises};
use store::directory::{import, register::read_units};
use testkit::{TestSite, on_both};

fn plans() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

/// A directory that knows every unit that the plan names, and the issuer.
async fn found(site: &TestSite, reading: &gongwen::reading::PlanReading) {
    let named = reading
        .duties
        .iter()
        .flat_map(|it| it.lead.iter().chain(&it.support));
    let names: BTreeSet<&str> = named
        .map(String::as_str)
        .chain(reading.document.issuer.as_deref())
        .filter(|it| !it.starts_with('各') && !it.contains("有关") && !it.contains(','))
        .collect();
    let mut csv = String::from(
        "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n",
    );
    for (n, name) in names.iter().enumerate() {
        csv.push_str(&format!("u{n},{name},{name},department,city,,,,,,,,,,\n"));
    }
    let records = read_units(&csv).unwrap();
    let office = site.office();
    store::write!(site.store, |tx| import::import_units(
        tx, &records, &office, site.now
    )
    .await)
    .unwrap();
}

async fn take_in(site: &TestSite, file: &PathBuf) {
    let bytes = std::fs::read(file).unwrap();
    let source = gongwen::readers::read(&bytes, &Limits::default()).unwrap();
    let reading = gongwen::plan::read(&source);
    found(site, &reading).await;
    let office = site.office();
    let import = ImportPlan {
        source,
        file: bytes,
        file_name: file.file_name().unwrap().to_string_lossy().into_owned(),
        media_type: "text/plain".to_owned(),
        reading: reading.clone(),
    };
    let first = import_plan(&site.store, import.clone(), &authority(site, &office))
        .await
        .unwrap();
    let id = id_of(&first);
    let ImportOutcome::Imported { duties, opened, .. } = first else {
        panic!("{first:?}")
    };
    assert_eq!(duties, u64::try_from(reading.duties.len()).unwrap());
    assert!(opened > 0, "{}", file.display());
    let again = import_plan(&site.store, import, &authority(site, &office))
        .await
        .unwrap();
    assert_eq!(again, ImportOutcome::Unchanged { plan: id });
    let today = site.now.date();
    for duty in detail(site, id).await.duties {
        // Whoever is known owes something, unless all that the duty sets waits for an event.
        let somebody = duty.lead.iter().any(|it| it.unit.is_some());
        let filter = PromiseFilter {
            duty: Some(duty.id),
            ..PromiseFilter::default()
        };
        let owed = store::read!(site.store, |tx| list_promises(
            tx,
            &filter,
            &PageAsk::first(5),
            today
        )
        .await)
        .unwrap();
        assert_eq!(
            owed.items.is_empty(),
            duty.counts.open + duty.counts.late_now == 0,
        );
        if somebody && duty.awaiting.is_empty() {
            assert!(!owed.items.is_empty(), "{} {}", file.display(), duty.text);
        }
    }
}

on_both! {
    async fn the_real_plans_open_promises_and_again_open_none(site: &TestSite) {
        for file in plans() {
            take_in(site, &file).await;
        }
        all_is_well(site).await;
    }
}
