-- Void promises are counted too, so that no board lets one go unseen.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only; what is void already is counted here, once.

alter table promise_day add column void bigint not null default 0;
alter table promise_tally add column void bigint not null default 0;

insert into promise_day (scope_kind, scope_id, day, open, kept_on_time, kept_late, waived, void)
select scope_kind, scope_id, due_on, 0, 0, 0, 0, count(*) from (
    select 'site' as scope_kind, '' as scope_id, due_on from promise where outcome = 'void'
    union all select 'unit', unit_id, due_on from promise where outcome = 'void'
    union all select 'plan', plan_id, due_on from promise where outcome = 'void' and plan_id is not null
    union all select origin_kind, origin_id, due_on from promise where outcome = 'void') counted
where true group by scope_kind, scope_id, due_on
on conflict (scope_kind, scope_id, day) do update set void = excluded.void;

insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived, void)
select 'all', scope_kind, scope_id, 0, 0, 0, 0, 0, cast(sum(void) as bigint) from promise_day
where void > 0 group by scope_kind, scope_id
on conflict (span, scope_kind, scope_id) do update set void = excluded.void;

insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived, void)
select substr(day, 1, 4), scope_kind, scope_id, 0, 0, 0, 0, 0, cast(sum(void) as bigint) from promise_day
where void > 0 and scope_kind in ('site', 'unit') group by substr(day, 1, 4), scope_kind, scope_id
on conflict (span, scope_kind, scope_id) do update set void = excluded.void;

insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived, void)
select substr(day, 1, 7), scope_kind, scope_id, 0, 0, 0, 0, 0, cast(sum(void) as bigint) from promise_day
where void > 0 and scope_kind in ('site', 'unit') group by substr(day, 1, 7), scope_kind, scope_id
on conflict (span, scope_kind, scope_id) do update set void = excluded.void;
