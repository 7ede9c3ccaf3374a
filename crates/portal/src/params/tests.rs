//! Parameters, good and bad.

use super::*;

fn params(query: &str) -> Params {
    Params::of(&format!("/x?{query}").parse().unwrap())
}

const ID: &str = "0190a6f2-0000-7000-8000-000000000001";

#[test]
fn a_filter_reads_back_from_its_own_query() {
    let query = format!(
        "unit={ID}&plan={ID}&duty={ID}&standing=late&due_from=2026-01-01&due_through=2026-12-31"
    );
    let filter = params(&query).promise_filter().unwrap();
    assert_eq!(filter_query(&filter), query);
    assert_eq!(filter_query(&PromiseFilter::default()), "");
}

#[test]
fn the_empty_fields_of_a_form_narrow_nothing() {
    let filter = params("unit=&standing=&due_from=+&due_through=").promise_filter();
    assert_eq!(filter, Ok(PromiseFilter::default()));
}

#[test]
fn a_bad_parameter_is_named_with_what_to_do() {
    for (query, name, cure) in [
        ("unit=7", "unit", "36位编号"),
        ("plan=%3Cscript%3E", "plan", "36位编号"),
        ("standing=verylate", "standing", "kept_on_time"),
        ("due_from=2026-02-30", "due_from", "2026-03-01"),
        ("due_from=20260201", "due_from", "2026-03-01"),
        ("due_through=9999-01-01", "due_through", "2100"),
        (
            "due_from=2026-03-02&due_through=2026-03-01",
            "due_through",
            "对调",
        ),
    ] {
        let refused = params(query).promise_filter().unwrap_err();
        assert_eq!(refused.name, name, "{query}");
        assert!(
            refused.message.contains(cure),
            "{query}: {}",
            refused.message
        );
    }
}

#[test]
fn a_limit_lies_between_one_and_two_hundred() {
    let chosen = Limit::Chosen { unless_given: 50 };
    assert_eq!(params("").page(chosen).unwrap().limit, 50);
    assert_eq!(params("limit=200").page(chosen).unwrap().limit, 200);
    for wrong in ["0", "201", "-1", "ten", "1e3"] {
        let refused = params(&format!("limit={wrong}")).page(chosen).unwrap_err();
        assert_eq!(refused.name, "limit", "{wrong}");
    }
    assert_eq!(params("limit=7").page(Limit::Fixed(50)).unwrap().limit, 50);
}

#[test]
fn the_api_refuses_names_it_does_not_know_and_names_given_twice() {
    let known = ["unit", "after"];
    assert!(params("unit=a&after=b").refuse_others(&known).is_ok());
    let unknown = params("units=a").refuse_others(&known).unwrap_err();
    assert_eq!(unknown.name, "units");
    assert!(unknown.message.contains("unit、after"));
    assert_eq!(
        params("unit=a&unit=b")
            .refuse_others(&known)
            .unwrap_err()
            .name,
        "unit"
    );
}

#[test]
fn a_value_in_a_link_is_percent_encoded() {
    assert_eq!(
        and("a=1", "after", "2026-01-01|x&y 市"),
        "a=1&after=2026-01-01%7Cx%26y%20%E5%B8%82"
    );
    assert_eq!(with_query("/x", ""), "/x");
}
