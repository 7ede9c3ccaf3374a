-- Promises: what is owed, by whom, by when, and whether it was kept; and the tallies that boards read.
-- Common subset of SQLite 3.35 and PostgreSQL 14.

-- One row a promise: what one unit owes by one day.
create table promise (
    id text not null primary key,
    unit_id text not null references unit (id),
    -- null for a catalogue item
    plan_id text,
    -- duty or item
    origin_kind text not null,
    origin_id text not null,
    -- which of its origin's promises it is (monthly/2026-10, date/1, event/1/...): one a unit and slot.
    -- A void promise gives its slot free by taking its own id into it.
    slot text not null,
    title text not null,
    period_label text,
    -- first day on which it could be kept
    owed_from text not null,
    -- derived from the clock by the calendar named beside it, never typed in
    due_on text not null,
    due_basis text not null,
    clock text not null,
    calendar_version text not null,
    is_provisional boolean not null,
    -- open, kept_on_time, kept_late, waived, void; late is not stored, it is a question of the day
    outcome text not null,
    -- the day on which it was kept, waived or made void, and when that was recorded
    closed_on text,
    closed_at text,
    reason text,
    basis text,
    opened_at text not null
);
create unique index promise_by_slot on promise (origin_id, unit_id, slot);
create index promise_by_due on promise (due_on, id);
create index promise_by_outcome on promise (outcome, due_on, id);
create index promise_by_unit on promise (unit_id, due_on, id);
create index promise_by_unit_outcome on promise (unit_id, outcome, due_on, id);
create index promise_by_plan on promise (plan_id, due_on, id);
create index promise_by_origin on promise (origin_id, due_on, id);

-- Proof that a promise was kept. The same link on the same day is one piece.
create table evidence (
    id text not null primary key,
    promise_id text not null references promise (id),
    link text not null,
    note text not null,
    -- the day the information became public, and the moment this was recorded: both are shown
    published_on text not null,
    recorded_at text not null,
    recorded_by text not null
);
create unique index evidence_of_promise on evidence (promise_id, link, published_on);

-- Units that assist, by what the promise comes from.
create table promise_supporter (
    origin_id text not null,
    unit_id text not null references unit (id),
    ordinal bigint not null,
    primary key (origin_id, unit_id)
);

-- What recurs: one promise a period. The sweep opens the periods that end after opened_through.
create table recurrence (
    origin_id text not null,
    unit_id text not null references unit (id),
    cadence text not null,
    origin_kind text not null,
    plan_id text,
    title text not null,
    -- last day of the last period; null goes on
    ends_on text,
    opened_through text not null,
    grace text not null,
    basis text not null,
    is_active boolean not null,
    primary key (origin_id, unit_id, cadence)
);
create index recurrence_by_progress on recurrence (is_active, opened_through, origin_id, unit_id, cadence);

-- Promises by due day. scope: site (id empty), unit, plan, duty or item.
create table promise_day (
    scope_kind text not null,
    scope_id text not null,
    day text not null,
    open bigint not null,
    kept_on_time bigint not null,
    kept_late bigint not null,
    waived bigint not null,
    primary key (scope_kind, scope_id, day)
);
create index promise_day_by_day on promise_day (scope_kind, day, scope_id);

-- The same summed over a span: all, a year (2026) or a month (2026-10). late counts the open ones that were due by
-- the day through which the sweep went (setting promises.swept_through); boards add the days since.
create table promise_tally (
    span text not null,
    scope_kind text not null,
    scope_id text not null,
    open bigint not null,
    late bigint not null,
    kept_on_time bigint not null,
    kept_late bigint not null,
    waived bigint not null,
    primary key (span, scope_kind, scope_id)
);
create index promise_tally_by_late on promise_tally (span, scope_kind, late, open, scope_id);
