-- What documents owe was not counted as late by the sweep; counted anew here, once, through the day to which the sweep went.
-- Common subset of SQLite 3.35 and PostgreSQL 14.

update promise_tally set late = coalesce((select cast(sum(d.open) as bigint) from promise_day d
    where d.scope_kind = 'document' and d.scope_id = promise_tally.scope_id
    and d.day <= (select s.value from setting s where s.name = 'promises.swept_through')), 0)
where span = 'all' and scope_kind = 'document';
