//! Until when somebody may apply for review or go to court, by the worked cases.

use calendar::{Calendar, Date};
use requests::Outcome;
use requests::remedy::{Instances, Remedy};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_refusal_by_article_16_goes_to_review_first_and_its_term_rolls_behind_the_holiday() {
    let remedy = Outcome::Process.remedy(&[]);
    let terms = remedy.terms(day("2026-08-03"), &Calendar::national());
    let terms = terms.unwrap().unwrap();
    assert_eq!(terms.review.on, day("2026-10-08"));
    assert_eq!(terms.suit, None, "no court before review");
}

#[test]
fn what_is_not_there_may_go_to_court_within_six_months() {
    let remedy = Outcome::NotThere.remedy(&[]);
    let calendar = Calendar::national();
    for (served_on, suit) in [("2025-08-31", "2026-02-28"), ("2026-04-03", "2026-10-08")] {
        let terms = remedy.terms(day(served_on), &calendar).unwrap().unwrap();
        assert_eq!(terms.suit.unwrap().on, day(suit), "{served_on}");
    }
}

#[test]
fn a_letter_names_both_instances_and_never_sends_the_refused_to_court_at_once() {
    let instances = Instances {
        reviewer: "云溪市人民政府".to_owned(),
        court: "云溪市云台区人民法院".to_owned(),
    };
    let first = Remedy::ReviewFirst.paragraph(&instances);
    assert!(first.contains("应当先") && first.contains("60日") && first.contains("15日"));
    assert!(!first.contains("6个月"));
    let either = Remedy::Either.paragraph(&instances);
    assert!(either.contains("或者") && either.contains("6个月") && !either.contains("应当先"));
    for paragraph in [first, either] {
        assert!(paragraph.contains(&instances.reviewer) && paragraph.contains(&instances.court));
    }
    assert_eq!(Remedy::None.paragraph(&instances), "");
    let none = Remedy::None.terms(day("2026-08-03"), &Calendar::national());
    assert_eq!(none.unwrap(), None);
}
