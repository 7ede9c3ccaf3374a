//! Every statement of reminders and of calendars to subscribe to.

use store::statements;

statements! {
    RAISE_REMINDERS = "insert into reminder (promise_id, due_on, step, audience, unit_id, raised_on, raised_by, note) \
        select p.id, p.due_on, cast($1 as text), cast($2 as text), p.unit_id, cast($3 as text), '', '' from promise p \
        where p.outcome = 'open' and p.due_on >= $4 and p.due_on <= $5 and not exists (select 1 from reminder r \
        where r.promise_id = p.id and r.due_on = p.due_on and r.step = $1) order by p.due_on, p.id limit $6 \
        on conflict (promise_id, due_on, step) do nothing";
    ADD_REMINDER = "insert into reminder (promise_id, due_on, step, audience, unit_id, raised_on, raised_by, note) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (promise_id, due_on, step) do nothing";
    HAND_OVER_REMINDERS = "update reminder set unit_id = $2 where promise_id = $1 and told_at is null";
    HAS_UNTOLD = "select promise_id from reminder where told_at is null limit 1";
    LIST_UNTOLD_UNITS = "select distinct unit_id from reminder where told_at is null and unit_id > $1 \
        order by unit_id limit $2";
    LIST_UNTOLD = "select r.promise_id, r.due_on, r.step, r.audience, r.unit_id, r.note, r.raised_by, p.title, \
        p.period_label, p.due_on as now_due_on, p.outcome, u.short_name from reminder r \
        join promise p on p.id = r.promise_id join unit u on u.id = r.unit_id \
        where r.told_at is null and r.unit_id = $1 order by r.promise_id, r.step limit $2";
    NOTE_TOLD = "update reminder set told_at = $4 where promise_id = $1 and due_on = $2 and step = $3";

    KEEP_FEED = "insert into calendar_feed (account_id, token_hash, created_at) values ($1, $2, $3) \
        on conflict (account_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, \
        last_read_at = null";
    DROP_FEED = "delete from calendar_feed where account_id = $1";
    FIND_FEED = "select created_at, last_read_at from calendar_feed where account_id = $1";
    FIND_FEED_OWNER = "select account_id from calendar_feed where token_hash = $1";
}
