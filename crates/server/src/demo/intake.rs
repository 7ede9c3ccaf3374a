//! What the demo city takes in: its plans and its catalogue, by the same actions as any city's.

use gongwen::limits::Limits;
use kernel::{Moment, Stop};
use plans::actions::{Authority, ImportCatalogue, import_plan as import};
use plans::catalogue::csv_source;

use super::City;
use super::content::DemoPlan;
use crate::command::import_command;
use crate::failure::Failure;
use crate::reading::ReadFile;

/// Imports one plan at noon of the day on which it came out.
pub async fn import_plan(city: &City, plan: &DemoPlan) -> Result<(), Failure> {
    // Our own files, embedded in the program: no child process is needed to read them.
    let source = gongwen::readers::read(&plan.bytes, &Limits::default()).map_err(|refusal| {
        Failure::bad_input(
            refusal.code(),
            refusal.to_string(),
            "演示数据有误，请重新获取程序",
        )
    })?;
    let mut reading = gongwen::plan::read(&source);
    let document = &mut reading.document;
    document.published_on = document
        .published_on
        .take()
        .or_else(|| Some(plan.published_on.to_string()));
    let file = ReadFile {
        bytes: plan.bytes.clone(),
        source,
        reading,
    };
    let authority = authority(city, Moment::noon_of(plan.published_on));
    import(
        &city.store,
        import_command(file, plan.file.clone()),
        &authority,
    )
    .await?;
    Ok(())
}

/// Imports the disclosure catalogue.
pub async fn import_catalogue(city: &City, now: Moment) -> Result<(), Failure> {
    let text = city.content.text("catalogue.csv")?;
    let import = ImportCatalogue {
        source: csv_source(text).map_err(Stop::Refused)?,
        file: text.as_bytes().to_vec(),
        file_name: "catalogue.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        late_reason: None,
    };
    plans::actions::import_catalogue(&city.store, import, &authority(city, now)).await?;
    Ok(())
}

fn authority(city: &City, now: Moment) -> Authority<'_> {
    Authority {
        office: &city.office,
        calendar: &city.calendar,
        now,
    }
}
