//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.
//!
//! Lists are read along an index from a key: one statement per scope, so that no nullable parameter hides the index.

use store::statements;

/// What a list of promises selects; the unit's name comes along.
macro_rules! line {
    ($rest:literal) => {
        concat!(
            "select p.id, p.title, p.unit_id, u.short_name, p.plan_id, p.origin_kind, p.origin_id, p.period_label, \
             p.due_on, p.outcome, p.closed_on, p.closed_at, p.reason, p.basis, p.is_provisional, p.is_nil \
             from promise p join unit u on u.id = p.unit_id where ",
            $rest,
            " and p.due_on >= $1 and p.due_on <= $2 and (p.due_on > $1 or p.id > $3) \
             and (cast($6 as text) is null or p.unit_id = $6) and (cast($7 as text) is null or p.plan_id = $7) \
             order by p.due_on, p.id limit $4"
        )
    };
}

/// The tallies of one kind of span, summed from the days; $1 is the day through which late ones are counted.
macro_rules! fill {
    ($span:literal, $which:literal) => {
        concat!(
            "insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived, void) select ",
            $span,
            ", scope_kind, scope_id, cast(sum(open) as bigint), \
             cast(sum(case when day <= $1 then open else 0 end) as bigint), cast(sum(kept_on_time) as bigint), \
             cast(sum(kept_late) as bigint), cast(sum(waived) as bigint), cast(sum(void) as bigint) from promise_day ",
            $which,
            " group by 1, scope_kind, scope_id"
        )
    };
}

/// The promises counted by scope and due day, once more from the beginning.
macro_rules! recount {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "select scope_kind, scope_id, due_on as day, \
             cast(sum(case when outcome = 'open' then 1 else 0 end) as bigint) as open, \
             cast(sum(case when outcome = 'kept_on_time' then 1 else 0 end) as bigint) as kept_on_time, \
             cast(sum(case when outcome = 'kept_late' then 1 else 0 end) as bigint) as kept_late, \
             cast(sum(case when outcome = 'waived' then 1 else 0 end) as bigint) as waived, \
             cast(sum(case when outcome = 'void' then 1 else 0 end) as bigint) as void from ( \
             select 'site' as scope_kind, '' as scope_id, due_on, outcome from promise \
             union all select 'unit', unit_id, due_on, outcome from promise \
             union all select 'plan', plan_id, due_on, outcome from promise where plan_id is not null \
             union all select origin_kind, origin_id, due_on, outcome from promise) counted \
             group by scope_kind, scope_id, due_on",
            $after
        )
    };
}

/// A question about the ids that stand in $1 one after the other, 36 letters each: one query, however many are asked about.
// They are taken apart in blocks of sixteen, for each step walks over the letters that are left. `cross join` is SQLite's word for "in this order": left to itself it reads all rows of a kind for a few that are listed.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "with recursive block (ids, rest) as (select cast('' as text), cast($1 as text) \
             union all select substr(rest, 1, 576), substr(rest, 577) from block where rest <> ''), \
             listed (id, rest) as (select cast('' as text), ids from block \
             union all select substr(rest, 1, 36), substr(rest, 37) from listed where rest <> '') ",
            $rest
        )
    };
}

statements! {
    FIND_TITLE = "select title from promise where id = $1";
    FIND_PROMISE = "select * from promise where id = $1";
    LIST_IDS = "select id from promise where id > $1 and outcome <> 'void' and origin_kind <> 'request' \
        order by id limit $2";
    FIND_PROMISE_IN_SLOT = "select * from promise where origin_id = $1 and unit_id = $2 and slot = $3";
    LIST_PROMISES_OF_ORIGIN = "select * from promise where origin_id = $1 and outcome = $2 order by due_on, id";
    LIST_OPEN_OF_PLAN = "select * from promise where plan_id = $1 and outcome = 'open' order by due_on, id";
    LIST_OPEN_BY_ID = "select * from promise where outcome = 'open' and id > $1 and calendar_version <> $2 \
        order by id limit $3";
    // What a unit owed already when its work went to another is not owed once more by the other.
    ADD_PROMISE = "insert into promise (id, unit_id, plan_id, origin_kind, origin_id, slot, title, period_label, \
        owed_from, due_on, due_basis, clock, calendar_version, is_provisional, outcome, opened_at) \
        with recursive before (id) as (select unit_id from unit_successor where successor_id = $2 \
        union select s.unit_id from unit_successor s join before b on s.successor_id = b.id) \
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15 \
        where not exists (select 1 from promise p join before b on b.id = p.unit_id \
        where p.origin_id = $5 and p.slot = $6 and p.opened_at < $15) \
        on conflict (origin_id, unit_id, slot) do nothing";
    CLOSE_PROMISE = "update promise set outcome = $2, closed_on = $3, closed_at = $4, reason = $5, basis = $6, \
        slot = $7, is_nil = $8, waits_for = '', returned_at = null, return_reason = null \
        where id = $1 and outcome = 'open'";
    MOVE_DUE = "update promise set due_on = $2, due_basis = $3, clock = $4, calendar_version = $5, \
        is_provisional = $6, owed_from = $7, title = $8 where id = $1 and outcome = 'open'";

    HAND_OVER = "update promise set unit_id = $2, slot = $3 where id = $1 and outcome = 'open'";
    LIST_OPEN_OF_UNIT = "select * from promise where unit_id = $1 and outcome = 'open' order by due_on, id";
    LIST_RECURRENCES_OF_UNIT = "select * from recurrence where unit_id = $1 and is_active \
        order by origin_id, cadence";
    LIST_ALIVE = listed!("select l.id from listed l where l.id <> '' and (exists (select 1 from promise p \
        where p.origin_id = l.id and p.outcome = 'open') or exists (select 1 from recurrence r \
        where r.origin_id = l.id and r.is_active)) order by l.id");
    FIND_HEIR = "select s.successor_id from unit_successor s join unit u on u.id = s.unit_id \
        where s.unit_id = $1 and u.valid_to < $3 order by case when exists (select 1 from recurrence r \
        where r.origin_id = $2 and r.unit_id = s.successor_id and r.is_active) or exists (select 1 from promise p \
        where p.origin_id = $2 and p.unit_id = s.successor_id and p.outcome = 'open') then 0 else 1 end, \
        s.ordinal, s.successor_id limit 1";

    ADD_EVIDENCE = "insert into evidence (id, promise_id, link, note, published_on, recorded_at, recorded_by, kind, \
        blob_id, file_name, media_type, size) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    LIST_EVIDENCE = "select * from evidence where promise_id = $1 order by recorded_at, id";

    CLEAR_SUPPORTERS = "delete from promise_supporter where origin_id = $1";
    ADD_SUPPORTER = "insert into promise_supporter (origin_id, unit_id, ordinal) values ($1, $2, $3) \
        on conflict (origin_id, unit_id) do nothing";
    LIST_SUPPORTERS = "select s.unit_id, u.short_name from promise_supporter s join unit u on u.id = s.unit_id \
        where s.origin_id = $1 order by s.ordinal, s.unit_id";

    KEEP_RECURRENCE = "insert into recurrence (origin_id, unit_id, cadence, origin_kind, plan_id, title, ends_on, \
        opened_through, grace, basis, is_active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true) \
        on conflict (origin_id, unit_id, cadence) do update set title = excluded.title, ends_on = excluded.ends_on, \
        grace = excluded.grace, basis = excluded.basis, is_active = true, opened_through = case \
        when recurrence.is_active then recurrence.opened_through else excluded.opened_through end";
    FIND_RECURRENCE = "select * from recurrence where origin_id = $1 and unit_id = $2 and cadence = $3";
    END_RECURRENCE = "update recurrence set is_active = false where origin_id = $1 and unit_id = $2 and cadence = $3";
    LIST_RECURRENCES_OF_ORIGIN = "select * from recurrence where origin_id = $1 and is_active order by unit_id, cadence";
    LIST_RECURRENCES_BEHIND = "select * from recurrence where is_active and opened_through < $1 \
        and (ends_on is null or opened_through < ends_on) order by opened_through, origin_id, unit_id, cadence limit $2";
    NOTE_RECURRENCE = "update recurrence set opened_through = $4 where origin_id = $1 and unit_id = $2 and cadence = $3";

    ADD_TO_DAY = "insert into promise_day (scope_kind, scope_id, day, open, kept_on_time, kept_late, waived, void) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (scope_kind, scope_id, day) do update set \
        open = promise_day.open + excluded.open, kept_on_time = promise_day.kept_on_time + excluded.kept_on_time, \
        kept_late = promise_day.kept_late + excluded.kept_late, waived = promise_day.waived + excluded.waived, \
        void = promise_day.void + excluded.void";
    ADD_TO_TALLY = "insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, \
        waived, void) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (span, scope_kind, scope_id) do update set \
        open = promise_tally.open + excluded.open, late = promise_tally.late + excluded.late, \
        kept_on_time = promise_tally.kept_on_time + excluded.kept_on_time, \
        kept_late = promise_tally.kept_late + excluded.kept_late, waived = promise_tally.waived + excluded.waived, \
        void = promise_tally.void + excluded.void";
    LIST_DAYS_TO_SWEEP = "select distinct day from promise_day where scope_kind = 'site' and scope_id = '' \
        and day > $1 and day < $2 and open > 0 order by day";
    LIST_UNITS_LATE_ON = "select scope_id, open from promise_day where day = $1 and scope_kind = 'unit' \
        and open > 0 order by scope_id";
    SWEEP_ALL = "insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived) \
        select 'all', scope_kind, scope_id, 0, open, 0, 0, 0 from promise_day \
        where scope_kind in ('site', 'unit', 'plan', 'duty', 'item', 'document') and day = $1 and open > 0 \
        on conflict (span, scope_kind, scope_id) do update set late = promise_tally.late + excluded.late";
    SWEEP_SPAN = "insert into promise_tally (span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived) \
        select cast($2 as text), scope_kind, scope_id, 0, open, 0, 0, 0 from promise_day where day = $1 and open > 0 \
        and scope_kind in ('site', 'unit') \
        on conflict (span, scope_kind, scope_id) do update set late = promise_tally.late + excluded.late";

    LIST_SPANS = "select span, open, late, kept_on_time, kept_late, waived, void from promise_tally \
        where span in ('all', $1, $2) and scope_kind = $3 and scope_id = $4";
    LIST_TALLIES = listed!("select t.scope_id, t.open, t.late, t.kept_on_time, t.kept_late, t.waived, t.void \
        from listed l cross join promise_tally t where t.scope_id = l.id and t.span = 'all' and t.scope_kind = $2 \
        order by t.scope_id");
    LIST_OPEN_BETWEEN_OF = listed!("select d.scope_id, cast(sum(d.open) as bigint) as n from listed l \
        cross join promise_day d where d.scope_id = l.id and d.scope_kind = $2 and d.day >= $3 and d.day <= $4 \
        group by d.scope_id order by d.scope_id");
    LIST_DAYS = "select day, open, kept_on_time, kept_late from promise_day where scope_kind = $1 and scope_id = $2 \
        and day >= $3 and day <= $4 order by day";
    COUNT_OPEN_BETWEEN = "select cast(coalesce(sum(open), 0) as bigint) as n from promise_day \
        where scope_kind = $1 and scope_id = $2 and day >= $3 and day <= $4";
    COUNT_UNITS = "select count(*) as n from promise_tally where span = 'all' and scope_kind = 'unit'";
    LIST_WORST_UNITS = "select a.scope_id, u.short_name, a.open, a.late, y.kept_on_time, y.kept_late, \
        m.open as month_open, m.late as month_late from promise_tally a join unit u on u.id = a.scope_id \
        left join promise_tally y on y.span = $1 and y.scope_kind = 'unit' and y.scope_id = a.scope_id \
        left join promise_tally m on m.span = $2 and m.scope_kind = 'unit' and m.scope_id = a.scope_id \
        where a.span = 'all' and a.scope_kind = 'unit' order by a.late desc, a.open desc, a.scope_id desc limit $3";
    LIST_UNIT_SCORES = "select a.scope_id, u.short_name, a.open, a.late, y.kept_on_time, y.kept_late, \
        m.open as month_open, m.late as month_late from promise_tally a join unit u on u.id = a.scope_id \
        left join promise_tally y on y.span = $1 and y.scope_kind = 'unit' and y.scope_id = a.scope_id \
        left join promise_tally m on m.span = $2 and m.scope_kind = 'unit' and m.scope_id = a.scope_id \
        where a.span = 'all' and a.scope_kind = 'unit' and a.scope_id > $3 order by a.scope_id limit $4";
    // Lateness as it is on the day asked about: what the sweep has not counted yet is added before units are put in order.
    LIST_LATE_UNITS = "select a.scope_id, u.short_name, a.open, a.late, y.kept_on_time, y.kept_late, \
        m.open as month_open, m.late as month_late from (select t.scope_id, t.open, t.late, \
        t.late + cast($3 as bigint) * coalesce(c.n, 0) as late_now from promise_tally t \
        left join (select scope_id, cast(sum(open) as bigint) as n from promise_day where scope_kind = 'unit' \
        and day >= $4 and day <= $5 group by scope_id) c on c.scope_id = t.scope_id \
        where t.span = 'all' and t.scope_kind = 'unit') a join unit u on u.id = a.scope_id \
        left join promise_tally y on y.span = $1 and y.scope_kind = 'unit' and y.scope_id = a.scope_id \
        left join promise_tally m on m.span = $2 and m.scope_kind = 'unit' and m.scope_id = a.scope_id \
        where a.late_now < $6 or (a.late_now = $6 and (a.open < $7 or (a.open = $7 and a.scope_id < $8))) \
        order by a.late_now desc, a.open desc, a.scope_id desc limit $9";
    FIND_UNIT_NAME = "select short_name from unit where id = $1";

    LIST_ALL = line!("p.outcome <> 'void' and (cast($5 as text) is null or p.outcome = $5)");
    LIST_ALL_BY_OUTCOME = line!("p.outcome = $5");
    LIST_OF_UNIT = line!("p.unit_id = $8 and p.outcome <> 'void' and (cast($5 as text) is null or p.outcome = $5)");
    LIST_OF_UNIT_BY_OUTCOME = line!("p.unit_id = $8 and p.outcome = $5");
    LIST_OF_PLAN = line!("p.plan_id = $8 and p.outcome <> 'void' and (cast($5 as text) is null or p.outcome = $5)");
    LIST_OF_PLAN_BY_OUTCOME = line!("p.plan_id = $8 and p.outcome = $5");
    LIST_OF_ORIGIN = line!("p.origin_id = $8 and p.outcome <> 'void' and (cast($5 as text) is null or p.outcome = $5)");
    LIST_OF_ORIGIN_BY_OUTCOME = line!("p.origin_id = $8 and p.outcome = $5");
    FIND_LINE = "select p.id, p.title, p.unit_id, u.short_name, p.plan_id, p.origin_kind, p.origin_id, p.period_label, \
        p.due_on, p.outcome, p.closed_on, p.closed_at, p.reason, p.basis, p.is_provisional, p.is_nil from promise p \
        join unit u on u.id = p.unit_id where p.id = $1";

    RECOUNT_DAYS = recount!("", " order by scope_kind, scope_id, due_on");
    FILL_DAYS = recount!(
        "insert into promise_day (scope_kind, scope_id, day, open, kept_on_time, kept_late, waived, void) ",
        ""
    );
    FILL_ALL = fill!("'all'", "");
    FILL_YEARS = fill!("substr(day, 1, 4)", "where scope_kind in ('site', 'unit')");
    FILL_MONTHS = fill!("substr(day, 1, 7)", "where scope_kind in ('site', 'unit')");
    LIST_ALL_DAYS = "select scope_kind, scope_id, day, open, kept_on_time, kept_late, waived, void from promise_day \
        where open <> 0 or kept_on_time <> 0 or kept_late <> 0 or waived <> 0 or void <> 0 order by scope_kind, scope_id, day";
    LIST_ALL_TALLIES = "select span, scope_kind, scope_id, open, late, kept_on_time, kept_late, waived, void \
        from promise_tally where open <> 0 or late <> 0 or kept_on_time <> 0 or kept_late <> 0 or waived <> 0 or void <> 0 \
        order by span, scope_kind, scope_id";
    CLEAR_DAYS = "delete from promise_day";
    CLEAR_TALLIES = "delete from promise_tally";

    FIXTURE_PROMISES = "insert into promise (id, unit_id, plan_id, origin_kind, origin_id, slot, title, period_label, \
        owed_from, due_on, due_basis, clock, calendar_version, is_provisional, outcome, opened_at) \
        with recursive counter (n) as (select cast($1 as bigint) union all select n + 1 from counter where n < $2) \
        select substr('00000000', 1, 8 - length(cast(n as text))) || cast(n as text) || '-0000-7000-8000-000000000000', \
        u.id, '00000000-0000-7000-8000-00000000' || cast(1000 + n % 50 as text), 'duty', \
        '00000000-0000-7000-9000-00000000' || cast(1000 + n % 500 as text), 'bench/' || cast(n as text), \
        '按月公开一般公共预算收支情况', null, '2026-01-01', $3, '规模试验', $4, $5, false, 'open', $6 \
        from counter join unit u on u.ordinal = $7 + n % $8";

    FIND_EVIDENCE_RULE = "select accepted, least, hosts from evidence_rule where origin_id = $1";
    KEEP_EVIDENCE_RULE = "insert into evidence_rule (origin_id, accepted, least, hosts) values ($1, $2, $3, $4) \
        on conflict (origin_id) do update set accepted = excluded.accepted, least = excluded.least, \
        hosts = excluded.hosts";
}
