//! Dates of documents and pages.

use gongwen::identity::date::{DateReading, parse, settle};
use jiff::civil::{Date, date};

#[track_caller]
fn check(input: &str, expect: Date) {
    let found = parse(input).unwrap_or_else(|| panic!("{input} is a date"));
    assert_eq!(settle(&found.reading, &[]), Some(expect), "{input}");
}

#[test]
fn every_writing_of_a_date_is_read() {
    for input in [
        "2021年8月13日",
        "2021年08月13日",
        "2021 年 8 月 13 日",
        "２０２１年８月１３日",
        "二〇二一年八月十三日",
        "二○二一年八月十三日",
        "二零二一年八月十三日",
        "2021-08-13",
        "2021-8-13",
        "2021.8.13",
        "2021/8/13",
        "2021/08/13",
        "2021-08-13 10:22",
        "2021-08-13 10:22:31",
        "2021-08-13T10:22",
        "20210813",
        "(2021年8月13日)",
        "• 2021-08-13 11:34",
        "2021 8 13",
        "2021年8月13号",
        "2021年8月13",
    ] {
        check(input, date(2021, 8, 13));
    }
    check("二○一七年五月五日", date(2017, 5, 5));
    check("二〇一九年十二月三十一日", date(2019, 12, 31));
    check("二〇二〇年十月二十日", date(2020, 10, 20));
    check("二〇二〇年二月廿九日", date(2020, 2, 29));
}

#[test]
fn lost_separators_are_put_back_where_one_reading_is_valid() {
    check("201769", date(2017, 6, 9));
    check("2021813", date(2021, 8, 13));
    check("2017622", date(2017, 6, 22));
    check("2021年813日", date(2021, 8, 13));
    check("2021131", date(2021, 1, 31));
}

#[test]
fn two_readings_are_ambiguous_unless_another_date_excludes_one() {
    let found = parse("2021111").unwrap();
    assert_eq!(
        found.reading,
        DateReading::Lost(vec![date(2021, 1, 11), date(2021, 11, 1)])
    );
    assert_eq!(settle(&found.reading, &[]), None);
    assert_eq!(
        settle(&found.reading, &[date(2021, 3, 1)]),
        Some(date(2021, 1, 11))
    );
    assert_eq!(settle(&found.reading, &[date(2021, 11, 5)]), None);
}

#[test]
fn what_is_no_date_is_not_made_one() {
    for input in [
        "2021年",
        "2021年3月",
        "2021-13-01",
        "2021年2月30日",
        "8月13日",
        "1234567",
        "2021000",
        "20211301",
        "2021年3月4日印发",
        "2021年8月13日前",
        "12345",
        "",
    ] {
        assert_eq!(parse(input), None, "{input}");
    }
}
