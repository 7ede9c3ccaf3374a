//! Days and moments as people read them: `2026年11月21日`, 星期六, with a machine-readable `<time>`.
//!
//! Only writing; what a day means (working day, due day) is the calendar's and the promises' business.

use jiff::civil::{Date, Weekday};
use kernel::Moment;

use crate::markup::Markup;

/// `2026年11月21日`.
pub fn long(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `11月21日`.
pub fn short(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// `2026年11月`.
pub fn month(date: Date) -> String {
    format!("{}年{}月", date.year(), date.month())
}

/// `2026-11`, the value of a month field.
pub fn month_code(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// `星期六`.
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// `<time datetime="2026-11-21">2026年11月21日</time>`.
pub fn day(date: Date) -> Markup {
    Markup::trusted(format!("<time datetime=\"{date}\">{}</time>", long(date)))
}

/// `<time datetime="2026-11-21">21 November 2026</time>`, for English frames.
pub fn day_in_english(date: Date) -> Markup {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let (day, year) = (date.day(), date.year());
    Markup::trusted(format!(
        "<time datetime=\"{date}\">{day} {} {year}</time>",
        MONTHS[month]
    ))
}

/// `2026-11-21 08:00` in China: the form of the `PubDate` tag.
pub fn minute(moment: Moment) -> String {
    let at = moment.civil();
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// `2026-11-21 08:00:05` in China, for logs and tables.
pub fn second(moment: Moment) -> String {
    format!("{}:{:02}", minute(moment), moment.civil().second())
}

/// The moment with `<time>`: `2026年11月21日 08:00`.
pub fn moment(moment: Moment) -> Markup {
    let at = moment.civil();
    Markup::trusted(format!(
        "<time datetime=\"{moment}\">{} {:02}:{:02}</time>",
        long(at.date()),
        at.hour(),
        at.minute()
    ))
}

/// The first and last day of the month `YYYY-MM`; `None` if that is no month.
pub fn month_span(code: &str) -> Option<(Date, Date)> {
    let is_shaped = code.len() == 7 && code.is_ascii();
    let first: Date = is_shaped.then(|| format!("{code}-01"))?.parse().ok()?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_as_clocks_in_china_show_it() {
        let late = Moment::parse("2026-11-20T16:05:00.000Z").unwrap();
        assert_eq!(minute(late), "2026-11-21 00:05");
        assert_eq!(second(late), "2026-11-21 00:05:00");
        assert_eq!(
            moment(late).as_str(),
            "<time datetime=\"2026-11-20T16:05:00.000Z\">2026年11月21日 00:05</time>"
        );
    }

    #[test]
    fn a_month_code_gives_its_first_and_last_day() {
        let (first, last) = month_span("2024-02").unwrap();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2024-02-01".into(), "2024-02-29".into())
        );
        for bad in ["", "2024", "2024-13", "2024-2", "2024-02-01", "二〇二四"] {
            assert!(month_span(bad).is_none(), "{bad}");
        }
    }
}
