//! Days and moments as lists of old sites write them: `2019-03-04`, `2019/3/4 9:30`, `2019年3月4日`, `20190304`, RFC 3339, RFC 2822.
//!
//! Pure. What can be read in two ways is not read.

use kernel::{Date, Moment};

/// The day, and what stands behind it.
fn split_day(text: &str) -> Option<(Date, &str)> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        let number = |part: &str| part.parse::<i16>().ok();
        let (year, month, day) = (
            number(&text[..4])?,
            number(&text[4..6])?,
            number(&text[6..8])?,
        );
        return Some((date_of(year, month, day)?, &text[8..]));
    }
    let (year, rest) = number_until(text, &["-", "/", ".", "年"])?;
    let (month, rest) = number_until(rest, &["-", "/", ".", "月"])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if year < 1000 || !(1..=2).contains(&digits) {
        return None;
    }
    let day = rest[..digits].parse().ok()?;
    let rest = rest[digits..].trim_start_matches('日');
    Some((date_of(year, month, day)?, rest))
}

fn number_until<'a>(text: &'a str, ends: &[&str]) -> Option<(i16, &'a str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?.parse().ok()?;
    let rest = &text[digits..];
    let end = ends.iter().find(|end| rest.starts_with(**end))?;
    Some((number, &rest[end.len()..]))
}

fn date_of(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = Date::new(year, month, day).ok()?;
    (1900..=2999).contains(&year).then_some(date)
}

/// A day; a time behind it is left out.
pub(super) fn day(text: &str) -> Option<Date> {
    let (day, rest) = split_day(text)?;
    (rest.is_empty() || time(rest).is_some()).then_some(day)
}

/// A moment; a day alone begins at midnight in China.
pub(super) fn moment(text: &str) -> Option<Moment> {
    if let Ok(at) = Moment::parse(text.trim()) {
        return Some(at);
    }
    match split_day(text) {
        Some((day, "")) => Moment::in_china(day.at(0, 0, 0, 0)),
        Some((day, rest)) => {
            let (hour, minute, second) = time(rest)?;
            Moment::in_china(day.at(hour, minute, second, 0))
        }
        None => of_mail(text),
    }
}

/// ` 9:30`, `T09:30:00`, `09:30:00.0`.
fn time(text: &str) -> Option<(i8, i8, i8)> {
    let text = text.strip_prefix('T').unwrap_or(text).trim();
    let text = text.split('.').next()?;
    let parts: Vec<i8> = text
        .split([':', '：'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    is_time.then_some((hour, minute, second))
}

/// `Mon, 04 Mar 2019 02:00:00 +0000`.
fn of_mail(text: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [day, month, year, time, zone] = parts.as_slice() else {
        return None;
    };
    let month = MONTHS.iter().position(|it| it == month)? + 1;
    let zone = match *zone {
        "GMT" | "UT" | "Z" => "+00:00".to_owned(),
        it if it.len() == 5 && it.is_ascii() => format!("{}:{}", &it[..3], &it[3..]),
        _ => return None,
    };
    Moment::parse(&format!("{year}-{month:02}-{day:0>2}T{time}{zone}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_old_sites_write_it_and_never_guessed() {
        for text in [
            "2019-03-04",
            "2019/3/4",
            "2019.03.04",
            "2019年3月4日",
            "20190304",
            " 2019-3-4 09:30 ",
            "2019-03-04 00:00:00.0",
        ] {
            assert_eq!(day(text).unwrap().to_string(), "2019-03-04", "{text}");
        }
        for text in [
            "2019",
            "201934",
            "4/3/2019",
            "2019-13-01",
            "2019-02-30",
            "昨天",
            "2019-03-04 25:00",
            "0019-03-04",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_of_china_unless_it_names_its_zone() {
        let at = |text: &str| moment(text).unwrap().to_string();
        assert_eq!(at("2019-03-04"), "2019-03-03T16:00:00.000Z");
        assert_eq!(at("2019-03-04 09:30"), "2019-03-04T01:30:00.000Z");
        assert_eq!(at("2019-03-04T09:30:05Z"), "2019-03-04T09:30:05.000Z");
        assert_eq!(
            at("Mon, 04 Mar 2019 02:00:00 +0000"),
            "2019-03-04T02:00:00.000Z"
        );
        assert_eq!(moment("Mon, 04 Mars 2019"), None);
    }
}
