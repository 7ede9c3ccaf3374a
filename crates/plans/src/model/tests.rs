//! The dates and the identity of plans.

use super::*;

fn document(written: Option<&str>, published: Option<&str>, year: Option<i16>) -> DocumentIdentity {
    DocumentIdentity {
        title: Some("云溪市2026年政务公开工作要点".to_owned()),
        issuer: Some("云溪市人民政府办公室".to_owned()),
        written_on: written.map(str::to_owned),
        published_on: published.map(str::to_owned),
        year,
        ..DocumentIdentity::default()
    }
}

#[test]
fn the_day_of_publication_is_the_pages_unless_the_page_came_later_than_the_law_allows() {
    let calendar = Calendar::national();
    let today = Date::constant(2026, 11, 21);
    let rows = [
        // written, published, dated on, publication on
        (
            Some("2017-06-09"),
            Some("2017-06-09"),
            "2017-06-09",
            "2017-06-09",
        ),
        (
            Some("2026-03-02"),
            Some("2026-03-20"),
            "2026-03-02",
            "2026-03-20",
        ),
        // The page of a plan signed in May says December: the page moved, the plan did not wait.
        (
            Some("2017-05-05"),
            Some("2017-12-29"),
            "2017-05-05",
            "2017-05-05",
        ),
        (None, Some("2018-12-08"), "2018-12-08", "2018-12-08"),
        (Some("2021-08-13"), None, "2021-08-13", "2021-08-13"),
        (None, None, "2026-01-01", "2026-01-01"),
    ];
    for (written, published, dated_on, publication_on) in rows {
        let dates = PlanDates::of(&document(written, published, Some(2026)), &calendar, today);
        assert_eq!(dates.dated_on.to_string(), dated_on);
        assert_eq!(dates.publication_on.to_string(), publication_on);
        assert!(!dates.publication_basis.is_empty());
    }
}

#[test]
fn a_year_is_owed_from_the_plans_day_or_from_its_first_where_the_day_lies_elsewhere() {
    let calendar = Calendar::national();
    let today = Date::constant(2026, 11, 21);
    let owed = |written: Option<&str>, year| {
        PlanDates::of(&document(written, None, year), &calendar, today)
            .owed_from()
            .to_string()
    };
    assert_eq!(owed(Some("2017-06-22"), Some(2017)), "2017-06-22");
    assert_eq!(owed(Some("2016-12-20"), Some(2017)), "2017-01-01");
    assert_eq!(owed(Some("2018-01-05"), Some(2017)), "2017-01-01");
    assert_eq!(owed(Some("2017-06-22"), None), "2017-06-22");
    assert_eq!(owed(None, None), "2026-11-21");
}

#[test]
fn a_plan_is_known_by_its_number_else_by_issuer_title_and_year() {
    let mut one = document(None, None, Some(2026));
    let by_title = identity_of(&one).unwrap();
    assert!(by_title.starts_with("title:云溪市人民政府办公室|"));
    one.title = Some("云溪市 2026年 政务公开工作要点".to_owned());
    assert_eq!(identity_of(&one).unwrap(), by_title, "blanks are nothing");
    one.year = Some(2027);
    assert_ne!(identity_of(&one).unwrap(), by_title);
    one.doc_number = Some("云政办发〔2026〕5号".to_owned());
    assert_eq!(identity_of(&one).unwrap(), "no:云政办发〔2026〕5号");
    assert_eq!(identity_of(&DocumentIdentity::default()), None);
}

#[test]
fn a_title_says_the_heading_and_how_the_duty_begins() {
    assert_eq!(
        title_of("推进财政公开", "按月公开收支情况。其他另行通知。"),
        "推进财政公开：按月公开收支情况"
    );
    assert_eq!(title_of("", "按月公开收支情况。"), "按月公开收支情况");
    assert_eq!(title_of("推进财政公开", ""), "推进财政公开");
    assert!(title_of("", &"长".repeat(100)).ends_with('…'));
}
