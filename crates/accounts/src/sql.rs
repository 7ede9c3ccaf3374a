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
    LIST_NAMESAKES = account!("a.name = $1 order by a.id limit $2");
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
    SET_POST_END = "update account_post set until_on = $5 where account_id = $1 and unit_id = $2 and role = $3 and from_on = $4";
    DROP_POST = "delete from account_post where account_id = $1 and unit_id = $2 and role = $3 and from_on = $4";
    // Who else may look after rights: active, and holding the role on the day or later without an end.
    FIND_OTHER_HOLDER = "select a.id from account_post p join account a on a.id = p.account_id \
                         where p.role = $1 and p.account_id <> $2 and a.status = 'active' and p.from_on <= $3 \
                         and p.until_on is null limit 1";
    SET_PASSWORD = "update account set password = $2, password_set_at = $3, must_change_password = $4 where id = $1";
    FIND_HASH = "select password, password_set_at from account where id = $1";
    ADD_OLD_PASSWORD = "insert into account_old_password (account_id, set_at, password) values ($1, $2, $3) \
                        on conflict (account_id, set_at) do nothing";
    LIST_OLD_PASSWORDS = "select set_at, password from account_old_password where account_id = $1 order by set_at desc";
    DROP_OLD_PASSWORD = "delete from account_old_password where account_id = $1 and set_at = $2";
    SET_PERSON = "update account set name = $2, unit_id = $3, mail = $4 where id = $1";
    LIST_SESSIONS = session!("s.account_id = $1 and s.ends_at > $2 order by s.seen_at desc, s.id");
    DROP_FORMS_OF_ACCOUNT = "delete from session_form where session_id in (select id from session where account_id = $1 and id <> $2)";
    DROP_SESSIONS_OF_ACCOUNT = "delete from session where account_id = $1 and id <> $2";
    LIST_OVER_SESSIONS = "select id from session where ends_at <= $1 order by ends_at, id limit 100";
    FIND_SESSION_BY_ID = session!("s.id = $1");
    SET_SECOND_FACTOR = "update account set totp_secret = $2, totp_step = $3 where id = $1";
    SET_STEP = "update account set totp_step = $2 where id = $1 and totp_step < $2";
    FIND_SECOND_FACTOR = "select totp_secret, totp_step from account where id = $1";
    ADD_RECOVERY_CODE = "insert into account_recovery_code (account_id, digest) values ($1, $2)";
    DROP_RECOVERY_CODE = "delete from account_recovery_code where account_id = $1 and digest = $2";
    DROP_RECOVERY_CODES = "delete from account_recovery_code where account_id = $1";
    COUNT_RECOVERY_CODES = "select count(*) as n from account_recovery_code where account_id = $1";
    ADD_DELEGATION = "insert into delegation (id, giver_id, taker_id, from_on, through_on, reason, ended_at, made_at) \
                      values ($1, $2, $3, $4, $5, $6, null, $7)";
    ADD_DELEGATED_POST = "insert into delegation_post (delegation_id, unit_id, role) values ($1, $2, $3)";
    LIST_POSTS_IN = "select p.account_id, a.name, a.login, p.role, p.from_on, p.until_on from account_post p \
                     join account a on a.id = p.account_id where p.unit_id = $1 and (p.until_on is null or p.until_on >= $2) \
                     order by a.login, p.role, p.from_on limit 2000";
    LIST_STRANDED = "select u.id, u.short_name, count(*) as posts from unit u join account_post p on p.unit_id = u.id \
                     where u.valid_to < $1 and u.successor_id is not null and (p.until_on is null or p.until_on >= $1) \
                     group by u.id, u.short_name order by u.short_name, u.id limit 50";
    MOVE_DELEGATED_POSTS = "update delegation_post set unit_id = $4 where unit_id = $2 and role = $3 and delegation_id in \
                            (select id from delegation where giver_id = $1 and ended_at is null and through_on >= $5) \
                            and not exists (select 1 from delegation_post o where o.delegation_id = delegation_post.delegation_id \
                            and o.unit_id = $4 and o.role = $3)";
    FIND_DELEGATION = "select d.id, d.giver_id, g.name as giver, d.taker_id, t.name as taker, d.from_on, d.through_on, d.reason, d.ended_at \
                       from delegation d join account g on g.id = d.giver_id join account t on t.id = d.taker_id where d.id = $1";
    LIST_DELEGATIONS_GIVEN = "select d.id, d.giver_id, g.name as giver, d.taker_id, t.name as taker, d.from_on, d.through_on, d.reason, \
                              d.ended_at from delegation d join account g on g.id = d.giver_id join account t on t.id = d.taker_id \
                              where d.giver_id = $1 order by d.through_on desc, d.id limit 50";
    LIST_DELEGATIONS_TAKEN = "select d.id, d.giver_id, g.name as giver, d.taker_id, t.name as taker, d.from_on, d.through_on, d.reason, \
                              d.ended_at from delegation d join account g on g.id = d.giver_id join account t on t.id = d.taker_id \
                              where d.taker_id = $1 order by d.through_on desc, d.id limit 50";
    // What others handed on and still hold themselves on the day.
    LIST_POSTS_TAKEN_AT = "select p.unit_id, p.role, g.name as giver from delegation d join delegation_post p on p.delegation_id = d.id \
                           join account g on g.id = d.giver_id join account_post h on h.account_id = d.giver_id and h.unit_id = p.unit_id \
                           and h.role = p.role and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2) \
                           where d.taker_id = $1 and d.from_on <= $2 and d.through_on >= $2 and d.ended_at is null and g.status = 'active' \
                           order by p.role, p.unit_id, g.name";
    END_DELEGATION = "update delegation set ended_at = $2 where id = $1 and ended_at is null";
    ADD_SETUP_LINK = "insert into setup_link (token_digest, expires_at) values ($1, $2)";
    FIND_SETUP_LINK = "select expires_at from setup_link where token_digest = $1";
    DROP_SETUP_LINK = "delete from setup_link where token_digest = $1";
    ADD_FLOW = "insert into identity_flow (state_digest, nonce, verifier, next, expires_at) values ($1, $2, $3, $4, $5)";
    FIND_FLOW = "select nonce, verifier, next, expires_at from identity_flow where state_digest = $1";
    DROP_FLOW = "delete from identity_flow where state_digest = $1";
    DROP_OVER_FLOWS = "delete from identity_flow where expires_at <= $1";
    FIND_IDENTITY = "select account_id from account_identity where issuer = $1 and subject = $2";
    LIST_IDENTITIES = "select issuer, subject, linked_at from account_identity where account_id = $1 order by issuer, subject";
    ADD_IDENTITY = "insert into account_identity (issuer, subject, account_id, linked_at) values ($1, $2, $3, $4)";
    DROP_IDENTITY = "delete from account_identity where issuer = $1 and subject = $2 and account_id = $3";
    USE_FORM = "insert into session_form (session_id, form, used_at) values ($1, $2, $3) on conflict (session_id, form) do nothing";
}
