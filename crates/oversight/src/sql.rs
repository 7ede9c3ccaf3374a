//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.
//!
//! Lists are read along an index from a key.

use store::statements;

/// What a list of notices selects; $1 day and $2 id of the key, $3 how many, then the scope.
macro_rules! line {
    ($which:literal) => {
        concat!(
            "select n.id, n.number, n.unit_id, u.short_name, n.title, n.state, n.due_on, n.issued_at, n.answered_on, \
             n.ended_at from notice n join unit u on u.id = n.unit_id where ",
            $which,
            " and n.due_on >= $1 and (n.due_on > $1 or n.id > $2) order by n.due_on, n.id limit $3"
        )
    };
    (newest: $which:literal) => {
        concat!(
            "select n.id, n.number, n.unit_id, u.short_name, n.title, n.state, n.due_on, n.issued_at, n.answered_on, \
             n.ended_at from notice n join unit u on u.id = n.unit_id where ",
            $which,
            " and n.due_on <= $1 and (n.due_on < $1 or n.id < $2) order by n.due_on desc, n.id desc limit $3"
        )
    };
}

statements! {
    FIND_LAST_SERIAL = "select cast(coalesce(max(number_in_year), 0) as bigint) as number_in_year from notice where year = $1";
    ADD_NOTICE = "insert into notice (id, number, year, number_in_year, unit_id, title, body, state, due_on, clock, \
        calendar_version, is_provisional, issued_at, issued_by, issued_by_account) \
        values ($1, $2, $3, $4, $5, $6, $7, 'issued', $8, $9, $10, $11, $12, $13, $14)";
    ADD_PROMISE = "insert into notice_promise (notice_id, promise_id, ordinal) values ($1, $2, $3) \
        on conflict (notice_id, promise_id) do nothing";
    ADD_STEP = "insert into notice_step (notice_id, ordinal, command, words, links, actor, happened_at) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    COUNT_STEPS = "select count(*) as n from notice_step where notice_id = $1";
    FIND_NOTICE = "select * from notice where id = $1";
    NOTE_ANSWER = "update notice set state = 'answered', answered_on = $2, answered_by_account = $3 where id = $1";
    NOTE_RETURN = "update notice set state = 'returned', due_on = $2, clock = $3, calendar_version = $4, \
        is_provisional = $5 where id = $1";
    NOTE_END = "update notice set state = $2, ended_at = $3 where id = $1";
    LIST_STEPS = "select command, words, links, actor, happened_at from notice_step where notice_id = $1 order by ordinal";
    LIST_PROMISES = "select p.id, p.title, p.period_label, p.due_on from notice_promise n \
        join promise p on p.id = n.promise_id where n.notice_id = $1 order by n.ordinal, p.id";
    LIST_OF_PROMISE = "select n.id, n.number, n.unit_id, u.short_name, n.title, n.state, n.due_on, n.issued_at, \
        n.answered_on, n.ended_at from notice_promise l join notice n on n.id = l.notice_id \
        join unit u on u.id = n.unit_id where l.promise_id = $1 order by n.issued_at desc, n.id desc limit $2";

    LIST_OWED = line!("n.state in ('issued', 'returned') and n.due_on < $4");
    LIST_ANSWERED = line!("n.state = 'answered'");
    LIST_CLOSED = line!(newest: "n.state = 'closed'");
    LIST_WITHDRAWN = line!(newest: "n.state = 'withdrawn'");
    LIST_OWED_OF = line!("n.unit_id = $5 and n.state in ('issued', 'returned') and n.due_on < $4");
    LIST_ANSWERED_OF = line!("n.unit_id = $4 and n.state = 'answered'");
    LIST_CLOSED_OF = line!(newest: "n.unit_id = $4 and n.state = 'closed'");
    LIST_WITHDRAWN_OF = line!(newest: "n.unit_id = $4 and n.state = 'withdrawn'");
    COUNT_BY_STATE = "select state, count(*) as n, cast(coalesce(sum(case when due_on < $1 then 1 else 0 end), 0) as bigint) \
        as before from notice where state in ('issued', 'returned', 'answered') group by state order by state";
    COUNT_BY_STATE_OF = "select state, count(*) as n, \
        cast(coalesce(sum(case when due_on < $1 then 1 else 0 end), 0) as bigint) as before from notice \
        where unit_id = $2 and state in ('issued', 'returned', 'answered') group by state order by state";

    LIST_TO_HAND_OVER = "select n.id, n.unit_id, coalesce((select p.unit_id from notice_promise l \
        join promise p on p.id = l.promise_id join unit_successor h on h.unit_id = n.unit_id and h.successor_id = p.unit_id \
        where l.notice_id = n.id order by l.ordinal, p.id limit 1), u.successor_id) as heir_id \
        from unit u join notice n on n.unit_id = u.id where u.valid_to < $1 and u.successor_id is not null \
        and n.state in ('issued', 'returned', 'answered') order by n.id limit $2";
    SET_UNIT = "update notice set unit_id = $2 where id = $1";
    SET_REMINDER_UNIT = "update notice_reminder set unit_id = $2 where notice_id = $1 and told_at is null";
    HAS_UNTOLD_STEP = "select notice_id from notice_step where told_at is null limit 1";
    LIST_UNTOLD_STEPS = "select s.notice_id, s.ordinal, s.command, n.number, n.title, n.unit_id, u.short_name, n.due_on, \
        n.issued_by_account from notice_step s join notice n on n.id = s.notice_id join unit u on u.id = n.unit_id \
        where s.told_at is null order by s.notice_id, s.ordinal limit $1";
    NOTE_STEP_TOLD = "update notice_step set told_at = $3 where notice_id = $1 and ordinal = $2";

    RAISE_REMINDERS = "insert into notice_reminder (notice_id, due_on, step, audience, unit_id, raised_on) \
        select n.id, n.due_on, cast($1 as text), cast($2 as text), n.unit_id, cast($3 as text) from notice n \
        where n.state in ('issued', 'returned') and n.due_on >= $4 and n.due_on <= $5 and not exists ( \
        select 1 from notice_reminder r where r.notice_id = n.id and r.due_on = n.due_on and r.step = $1) \
        order by n.due_on, n.id limit $6 on conflict (notice_id, due_on, step) do nothing";
    LIST_UNTOLD_REMINDERS = "select r.notice_id, r.due_on, r.step, r.audience, r.unit_id, n.number, n.title, n.state, \
        n.due_on as now_due_on, u.short_name from notice_reminder r join notice n on n.id = r.notice_id \
        join unit u on u.id = r.unit_id where r.told_at is null order by r.unit_id, r.notice_id, r.step limit $1";
    NOTE_REMINDER_TOLD = "update notice_reminder set told_at = $4 where notice_id = $1 and due_on = $2 and step = $3";
}
