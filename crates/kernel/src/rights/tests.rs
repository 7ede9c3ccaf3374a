//! Walks role × right; role × deed is walked over HTTP in the desk.

use super::*;
use crate::ids::Ids;
use crate::moment::Moment;

fn two_units() -> (UnitId, UnitId) {
    let ids = Ids::seeded(1);
    let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    (ids.next(now), ids.next(now))
}

#[test]
fn each_role_holds_the_rights_of_its_row_and_no_others() {
    let (own, other) = two_units();
    for role in Role::ALL {
        let actor = Actor::officer("王敏", own, vec![*role]);
        for right in Right::ALL {
            let reach = right.reach_for(*role);
            assert_eq!(
                actor.holds(*right, Some(own)).is_ok(),
                reach.is_some(),
                "{role:?} {right:?} at home"
            );
            assert_eq!(
                actor.holds(*right, Some(other)).is_ok(),
                reach == Some(Reach::Everywhere),
                "{role:?} {right:?} abroad"
            );
            assert_eq!(actor.holds_somewhere(*right), reach.is_some());
        }
    }
}

#[test]
fn somebody_without_a_post_holds_nothing() {
    let (own, _) = two_units();
    let actor = Actor::officer("王敏", own, Vec::new());
    for right in Right::ALL {
        assert!(actor.holds(*right, Some(own)).is_err(), "{right:?}");
    }
}

#[test]
fn the_three_administrators_share_no_right_with_anyone() {
    for role in Role::ALL.iter().filter(|role| role.is_administrative()) {
        for right in Right::ALL {
            if right.reach_for(*role).is_some() {
                assert_eq!(right.holders().len(), 1, "{right:?}");
            }
        }
        for other in Role::ALL {
            assert_eq!(role.goes_with(*other), role == other, "{role:?} {other:?}");
        }
    }
}

#[test]
fn the_console_does_not_read_the_audit_log_and_the_program_approves_nothing() {
    let (own, _) = two_units();
    assert!(Actor::operator("root").audit_administrator().is_err());
    assert!(Actor::operator("root").open_government_office().is_ok());
    assert!(Actor::system().open_government_office().is_ok());
    assert!(Actor::system().unit_officer(own).is_ok());
    assert!(Actor::system().approver(own).is_err());
    assert!(Actor::system().unit_leader(own).is_err());
}

#[test]
fn a_post_elsewhere_gives_its_right_there_only() {
    let (own, other) = two_units();
    let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    let actor = Actor::signed_in(crate::SignedIn {
        account: Ids::seeded(2).next(now),
        name: "李卫".to_owned(),
        unit: own,
        posts: vec![Post {
            unit: other,
            role: Role::Clerk,
            for_whom: Some("张三".to_owned()),
        }],
        address: "127.0.0.1".to_owned(),
    });
    assert!(actor.unit_officer(other).is_ok());
    assert!(actor.unit_officer(own).is_err());
    assert_eq!(actor.units_with(Right::UnitOfficer), vec![other]);
}

#[test]
fn the_log_names_both_where_a_right_was_handed_on() {
    let (own, other) = two_units();
    let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    let handed_on = Post {
        unit: other,
        role: Role::Clerk,
        for_whom: Some("张三".to_owned()),
    };
    let actor = Actor::signed_in(crate::SignedIn {
        account: Ids::seeded(2).next(now),
        name: "李卫".to_owned(),
        unit: own,
        posts: vec![handed_on, Post::own(own, Role::Clerk)],
        address: "127.0.0.1".to_owned(),
    });
    let name_in = |unit| actor.unit_officer(unit).unwrap().actor().name().to_owned();
    assert_eq!(name_in(own), "李卫");
    assert_eq!(name_in(other), "李卫（代张三）");
}

#[test]
fn every_deed_has_a_holder_and_a_code_of_its_own() {
    let mut codes: Vec<&str> = Deed::ALL.iter().map(|deed| deed.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Deed::ALL.len());
    for deed in Deed::ALL {
        assert!(!deed.right().holders().is_empty(), "{deed:?}");
    }
}
