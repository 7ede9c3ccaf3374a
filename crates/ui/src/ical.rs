//! Calendars to subscribe to (RFC 5545): all-day events, written line by line.
//!
//! What the events are is the surface's business; nothing here asks what day it is.

use kernel::Date;

/// A calendar being written.
#[derive(Debug, Clone)]
pub struct Calendar {
    out: String,
}

/// One all-day event.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// What stays the same however often it is read: `ID@domain`.
    pub uid: &'a str,
    /// The day on which the calendar was read.
    pub stamped_on: Date,
    /// Its day.
    pub day: Date,
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub url: &'a str,
    /// When a device rings before it begins, as RFC 5545 writes it (`-PT15H` is nine o'clock the day before).
    pub alarms: &'a [&'a str],
}

impl Calendar {
    /// A calendar of that name.
    pub fn named(name: &str) -> Self {
        let mut calendar = Self { out: String::new() };
        calendar.push("BEGIN", "VCALENDAR");
        calendar.push("VERSION", "2.0");
        calendar.push("PRODID", "-//Gongkai//promises//ZH");
        calendar.push("CALSCALE", "GREGORIAN");
        calendar.push("METHOD", "PUBLISH");
        calendar.push("X-WR-CALNAME", &escaped(name));
        calendar
    }

    /// Adds an event.
    pub fn add(&mut self, event: &Event<'_>) {
        let next = event.day.tomorrow().unwrap_or(event.day);
        let title = escaped(event.title);
        self.push("BEGIN", "VEVENT");
        self.push("UID", event.uid);
        self.push("DTSTAMP", &format!("{}T000000Z", compact(event.stamped_on)));
        self.push("DTSTART;VALUE=DATE", &compact(event.day));
        self.push("DTEND;VALUE=DATE", &compact(next));
        self.push("SUMMARY", &title);
        self.push("URL", event.url);
        self.push("TRANSP", "TRANSPARENT");
        for alarm in event.alarms {
            self.push("BEGIN", "VALARM");
            self.push("ACTION", "DISPLAY");
            self.push("DESCRIPTION", &title);
            self.push("TRIGGER", alarm);
            self.push("END", "VALARM");
        }
        self.push("END", "VEVENT");
    }

    /// The calendar's text.
    pub fn finish(mut self) -> String {
        self.push("END", "VCALENDAR");
        self.out
    }

    fn push(&mut self, name: &str, value: &str) {
        fold(&mut self.out, name, value);
    }
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text of a property value: backslash, semicolon, comma and line feed escaped (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One content line, folded after 75 bytes without breaking a character (RFC 5545 §3.1).
fn fold(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in name.chars().chain(":".chars()).chain(value.chars()) {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chinese_line_is_folded_between_characters_and_unfolds_to_itself() {
        let value = "公开".repeat(60);
        let mut out = String::new();
        fold(&mut out, "SUMMARY", &value);
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
    }

    #[test]
    fn a_title_cannot_end_its_line_or_start_a_property() {
        assert_eq!(
            escaped("甲;乙,丙\\\r\nBEGIN:VEVENT"),
            "甲\\;乙\\,丙\\\\\\nBEGIN:VEVENT"
        );
    }

    #[test]
    fn an_event_rings_where_it_is_asked_to() {
        let mut calendar = Calendar::named("市财政局");
        let day: Date = "2026-12-31".parse().unwrap();
        calendar.add(&Event {
            uid: "1@gk.example",
            stamped_on: day,
            day,
            title: "公开年报",
            url: "https://gk.example/1",
            alarms: &["-PT15H"],
        });
        let text = calendar.finish();
        assert!(text.contains("DTEND;VALUE=DATE:20270101\r\n"), "{text}");
        assert!(text.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:公开年报\r\nTRIGGER:-PT15H\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), "{text}");
    }
}
