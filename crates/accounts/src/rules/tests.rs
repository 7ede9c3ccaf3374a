//! Tests of what an account must be like; over HTTP it is tested in the desk.

use super::*;

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

#[test]
fn a_login_is_a_small_word() {
    assert_eq!(login(" WangMin "), Ok("wangmin".to_owned()));
    assert_eq!(login("li.hua-2_b"), Ok("li.hua-2_b".to_owned()));
    for bad in [
        "",
        "a",
        "2ab",
        "王敏",
        "a b",
        "a'--",
        &"a".repeat(33),
        "-ab",
    ] {
        assert_eq!(login(bad), Err(AccountRefusal::BadLogin), "{bad}");
    }
}

#[test]
fn a_name_has_no_brackets() {
    assert_eq!(name(" 王敏 "), Ok("王敏".to_owned()));
    for bad in [
        "",
        "  ",
        "李卫（代张三）",
        "a(b)",
        "<b>",
        "王\n敏",
        &"王".repeat(31),
    ] {
        assert_eq!(name(bad), Err(AccountRefusal::BadName), "{bad}");
    }
}

#[test]
fn a_mail_address_has_one_at_and_a_domain() {
    assert_eq!(mail(""), Ok(String::new()));
    assert!(mail("wang.min@yunxi.gov.cn").is_ok());
    for bad in [
        "wangmin",
        "@x.cn",
        "a@b",
        "a@b@c.cn",
        "a b@c.cn",
        "a@.cn",
        "a@c.cn\r\nBcc: x@y.cn",
    ] {
        assert_eq!(mail(bad), Err(AccountRefusal::BadMail), "{bad}");
    }
}

#[test]
fn a_password_is_long_and_not_near_what_is_known_of_its_owner() {
    let known = ["wangmin", "王敏", "市财政局"];
    let check = |word: &str| password(&Secret::new(word), &known);
    assert_eq!(
        check("泉水叮咚-2026"),
        Err(AccountRefusal::PasswordTooShort)
    );
    assert_eq!(check("泉水叮咚-2026-a"), Ok(()));
    assert_eq!(check("wangmin2026"), Err(AccountRefusal::PasswordTooEasy));
    assert_eq!(check("WangMin@2026!"), Err(AccountRefusal::PasswordTooEasy));
    assert_eq!(
        check("市财政局王敏12345"),
        Err(AccountRefusal::PasswordTooEasy)
    );
    assert_eq!(check("wangmin-在听泉大道散步"), Ok(()));
    assert_eq!(check("Password123"), Err(AccountRefusal::PasswordTooEasy));
    assert_eq!(check("aaaabbbbcccc"), Err(AccountRefusal::PasswordTooEasy));
    assert_eq!(
        check(&"长".repeat(201)),
        Err(AccountRefusal::PasswordTooLong)
    );
}

#[test]
fn an_account_locks_for_longer_with_each_failure() {
    let policy = Policy::for_tests();
    let now = at("2026-11-21T02:00:00.000Z");
    let minutes = |failures| {
        locked_until(failures, &policy, now)
            .map(|until| (until.as_millisecond() - now.as_millisecond()) / 60_000)
    };
    assert_eq!(minutes(4), None);
    assert_eq!(
        (minutes(5), minutes(6), minutes(8)),
        (Some(1), Some(2), Some(8))
    );
    assert_eq!(
        (minutes(16), minutes(4_000_000_000)),
        (Some(1440), Some(1440))
    );
}

#[test]
fn administrators_hold_one_role_only() {
    let held = |roles: &[Role]| goes_with(Role::SecurityAdministrator, roles.iter().copied());
    assert_eq!(held(&[]), Ok(()));
    assert_eq!(
        held(&[Role::Clerk]),
        Err(AccountRefusal::RolesDoNotGoTogether)
    );
    assert_eq!(
        goes_with(
            Role::Clerk,
            [Role::SecrecyOfficer, Role::SectionHead].into_iter()
        ),
        Ok(())
    );
    assert_eq!(
        goes_with(Role::Clerk, [Role::AuditAdministrator].into_iter()),
        Err(AccountRefusal::RolesDoNotGoTogether)
    );
}
