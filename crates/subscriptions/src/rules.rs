//! What is decided about subscriptions: what an address is, how many an address may have, when something is told. Pure.

use jiff::ToSpan as _;
use jiff::civil::Weekday;
use kernel::{Date, Moment};

use crate::model::{Address, Pace};
use crate::refusal::SubscriptionRefusal;

/// Things that one address may follow, those that wait for confirmation among them.
pub const MOST_SUBSCRIPTIONS: u64 = 50;
/// Different searches that a site lets be followed: every new document is held against each of them.
pub const MOST_SEARCHES: u64 = 2_000;
/// Letters of a day that an address may be sent because somebody typed it into the form.
pub const MOST_ASKED_A_DAY: u64 = 5;
/// How long the link of a confirmation works, in milliseconds: 48 hours.
pub const CONFIRM_MILLIS: i64 = 48 * 60 * 60 * 1000;
/// Letters in a row, refused for good, after which an address is told nothing more.
pub const MOST_REFUSALS: u32 = 3;
/// Days after which a suspended address is deleted.
pub const SUSPENDED_DAYS: i64 = 30;
/// Days for which letters that were carried are kept, so that none is told twice.
pub const KEEP_LETTER_DAYS: i64 = 7;
/// Days for which what happened is kept.
pub const KEEP_HAPPENING_DAYS: i64 = 30;
/// Things that one letter tells at most.
pub const MOST_LINES: u32 = 100;
/// The hour of digests, in China.
const DIGEST_HOUR: i8 = 8;
/// The longest address (RFC 5321 §4.5.3.1.3, without the angles).
const LONGEST_ADDRESS: usize = 254;

/// Milliseconds of so many days.
pub fn days(days: i64) -> i64 {
    days * 24 * 60 * 60 * 1000
}

/// The address as typed, with blanks around it forgiven and its domain in small letters.
///
/// # Errors
/// Where nothing is typed, or it cannot be written to.
pub fn read_address(typed: &str) -> Result<Address, SubscriptionRefusal> {
    let typed = typed.trim_matches(' ');
    if typed.is_empty() {
        return Err(SubscriptionRefusal::AddressMissing);
    }
    let is_plain = typed.is_ascii() && !typed.contains(|c: char| c.is_ascii_control());
    if !is_plain || typed.len() > LONGEST_ADDRESS {
        return Err(SubscriptionRefusal::AddressFlawed);
    }
    let address: lettre::Address = typed
        .parse()
        .map_err(|_| SubscriptionRefusal::AddressFlawed)?;
    let domain = address.domain().to_ascii_lowercase();
    // A host without a dot, or a number, is no mail provider: the site's own server must not be asked for either.
    let is_host = domain.contains('.') && !domain.starts_with('[');
    match is_host && !address.user().starts_with('"') {
        true => Ok(Address::known(format!("{}@{domain}", address.user()))),
        false => Err(SubscriptionRefusal::AddressFlawed),
    }
}

/// When something that happens at `now` is told: at once, at the next eight o'clock, or on the next Monday at eight.
pub fn due_at(pace: Pace, now: Moment) -> Moment {
    match pace {
        Pace::AtOnce => now,
        Pace::Daily => next_digest(now, |_| true),
        Pace::Weekly => next_digest(now, |day| day.weekday() == Weekday::Monday),
    }
}

fn next_digest(now: Moment, fits: impl Fn(Date) -> bool) -> Moment {
    let today = now.date();
    (0..=7)
        .map(|ahead| today.saturating_add(ahead.days()))
        .filter(|day| fits(*day))
        .filter_map(|day| Moment::in_china(day.at(DIGEST_HOUR, 0, 0, 0)))
        .find(|at| *at > now)
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn digests_go_out_at_the_next_eight_o_clock_of_china() {
        // 2026-11-21 is a Saturday; eight o'clock in China is midnight of UTC.
        for (pace, now, due) in [
            (
                Pace::AtOnce,
                "2026-11-21T02:00:00.000Z",
                "2026-11-21T02:00:00.000Z",
            ),
            (
                Pace::Daily,
                "2026-11-20T23:59:59.999Z",
                "2026-11-21T00:00:00.000Z",
            ),
            (
                Pace::Daily,
                "2026-11-21T00:00:00.000Z",
                "2026-11-22T00:00:00.000Z",
            ),
            (
                Pace::Daily,
                "2026-11-21T15:59:00.000Z",
                "2026-11-22T00:00:00.000Z",
            ),
            (
                Pace::Daily,
                "2026-11-21T16:01:00.000Z",
                "2026-11-22T00:00:00.000Z",
            ),
            (
                Pace::Weekly,
                "2026-11-21T02:00:00.000Z",
                "2026-11-23T00:00:00.000Z",
            ),
            (
                Pace::Weekly,
                "2026-11-22T23:00:00.000Z",
                "2026-11-23T00:00:00.000Z",
            ),
            (
                Pace::Weekly,
                "2026-11-23T00:00:00.000Z",
                "2026-11-30T00:00:00.000Z",
            ),
        ] {
            assert_eq!(due_at(pace, at(now)), at(due), "{pace:?} {now}");
        }
    }

    #[test]
    fn an_address_is_one_that_can_be_written_to() {
        for (typed, kept) in [
            ("li.wei@example.cn", "li.wei@example.cn"),
            (" Li+gk@Example.CN ", "Li+gk@example.cn"),
            ("a@b.c.d.gov.cn", "a@b.c.d.gov.cn"),
        ] {
            assert_eq!(read_address(typed).unwrap().reveal(), kept, "{typed}");
        }
        let long = format!("{}@example.cn", "x".repeat(255));
        for wrong in [
            "li",
            "li@",
            "@example.cn",
            "li@localhost",
            "li@[127.0.0.1]",
            "li@example.cn\r\nBcc: other@example.cn",
            "li@example.cn\n",
            "li wei@example.cn",
            "\"li wei\"@example.cn",
            "li@example.cn,zhang@example.cn",
            "Li <li@example.cn>",
            "李@example.cn",
            "li@例子.中国",
            "li@exa\u{0}mple.cn",
            &long,
        ] {
            assert_eq!(
                read_address(wrong),
                Err(SubscriptionRefusal::AddressFlawed),
                "{wrong:?}"
            );
        }
        assert_eq!(read_address("  "), Err(SubscriptionRefusal::AddressMissing));
    }
}
