//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.
//!
//! Nothing here reads a whole table: lists are pages along an index.

use store::statements;

/// What an account is read from.
macro_rules! account {
    ($rest:literal) => {
        concat!(
            "select a.id, a.login, a.name, a.unit_id, u.short_name, a.mail, a.status, a.password, a.must_change_password, \
             a.totp_secret, a.totp_step, a.failures, a.locked_until, a.created_at \
             from account a join unit u on u.id = a.unit_id where ",
            $rest
        )
    };
}

/// What a session is read from.
macro_rules! session {
    ($rest:literal) => {
        concat!(
            "select s.id, s.account_id, s.stage, s.csrf, s.began_at, s.seen_at, s.ends_at, s.address, s.agent from session s where ",
            $rest
        )
    };
}

statements! {
    FIND_UNIT = "select id from unit where id = $1";
    ADD_ACCOUNT = "insert into account (id, login, name, unit_id, mail, status, password, password_set_at, must_change_password, \
                   totp_secret, totp_step, failures, locked_until, created_at) \
                   values ($1, $2, $3, $4, $5, 'active', $6, $7, $8, '', 0, 0, null, $9)";
    FIND_ACCOUNT = account!("a.id = $1");
    FIND_ACCOUNT_BY_LOGIN = account!("a.login = $1");
    LIST_ACCOUNTS = account!("a.login > $1 order by a.login limit $2");
    SET_STATUS = "update account set status = $2 where id = $1";
    SET_FAILURES = "update account set failures = $2, locked_until = $3 where id = $1";
    ADD_POST = "insert into account_post (account_id, unit_id, role, from_on, until_on) values ($1, $2, $3, $4, $5) \
                on conflict (account_id, unit_id, role, from_on) do update set until_on = excluded.until_on";
    LIST_POSTS = "select p.unit_id, u.short_name, p.role, p.from_on, p.until_on from account_post p join unit u on u.id = p.unit_id \
                  where p.account_id = $1 order by p.from_on, p.role, p.unit_id";
    LIST_POSTS_AT = "select p.unit_id, p.role from account_post p \
                     where p.account_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) order by p.role, p.unit_id";
    ADD_SESSION = "insert into session (id, token_digest, account_id, csrf, stage, began_at, seen_at, ends_at, address, agent) \
                   values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)";
    FIND_SESSION = session!("s.token_digest = $1");
    SEE_SESSION = "update session set seen_at = $2 where id = $1";
    DROP_FORMS_OF_SESSION = "delete from session_form where session_id = $1";
    DROP_SESSION = "delete from session where id = $1";
    USE_FORM = "insert into session_form (session_id, form, used_at) values ($1, $2, $3) on conflict (session_id, form) do nothing";
}
