//! Calendars that phones and office programs subscribe to (iCal): when promises are due, and when documents begin and cease to be in force.
//!
//! All-day events around today, so many at most: enough to plan by, never the archive. Whatever stands in two calendars has one UID.

pub(crate) mod documents;
pub(crate) mod promises;

use store::Tx;
use ui::Tag;
use ui::ical::{Calendar, Event};

use kernel::{Date, Fault};
use publishing::days::find_day;

use crate::serve::Fresh;
use crate::site::Site;

/// One event: who it is for ever, its day, its title and the path of its page.
struct Entry {
    id: String,
    day: Date,
    title: String,
    path: String,
}

/// The calendar as a file.
fn fresh(site: &Site, (name, entries): (&str, &[Entry]), today: Date, tags: Vec<Tag>) -> Fresh {
    // Promises and documents have their one address on the platform.
    let base = site.lasting_base();
    let domain = &site.identity.domain;
    let mut calendar = Calendar::named(name);
    for entry in entries {
        calendar.add(&Event {
            uid: &format!("{}@{domain}", entry.id),
            stamped_on: today,
            day: entry.day,
            title: &entry.title,
            url: &format!("{base}{}", entry.path),
            alarms: &[],
        });
    }
    Fresh {
        content_type: "text/calendar; charset=utf-8",
        body: calendar.finish(),
        tags,
    }
}

/// The path of a column's calendar, where it has a day to show.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn path_of_column(
    tx: &mut Tx,
    site: &Site,
    (code, today): (&str, Date),
) -> Result<Option<String>, Fault> {
    if site.subsite.is_some() {
        return Ok(None);
    }
    let day = find_day(tx, code, documents::window(today)).await?;
    Ok(day.map(|_| format!("{}/calendar.ics", crate::library::path_of(code))))
}
