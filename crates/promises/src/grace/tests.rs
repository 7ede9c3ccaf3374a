//! The text form of a grace, and the days it names.

use super::*;
use proptest::prelude::*;

#[test]
fn a_grace_reads_back_from_its_own_text() {
    for text in ["P20WD", "P1M", "P7D", "--01-31", "--02-29", "--12-31"] {
        assert_eq!(text.parse::<Grace>().unwrap().to_string(), text);
    }
    for bad in [
        "",
        "--",
        "--1",
        "--13-01",
        "--02-30",
        "--00-10",
        "20",
        "--01-31-01",
        "-01-31",
    ] {
        assert!(bad.parse::<Grace>().is_err(), "{bad}");
    }
}

#[test]
fn a_day_that_a_year_lacks_is_the_last_of_its_month() {
    let leap: Grace = "--02-29".parse().unwrap();
    assert_eq!(leap.date_in(2024).unwrap().to_string(), "2024-02-29");
    assert_eq!(leap.date_in(2025).unwrap().to_string(), "2025-02-28");
    assert_eq!(Grace::After(Span::Workdays(20)).date_in(2025), None);
    assert_eq!(leap.describe(), "2月29日前");
    assert_eq!(Grace::After(Span::Workdays(20)).describe(), "20个工作日内");
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_grace_panic(text in "\\PC{0,20}") {
        let _ = text.parse::<Grace>();
    }
}
