//! Every statement about work on promises, in the common subset of SQLite and PostgreSQL.
//!
//! Queues are read along an index of one unit or of the whole site; several units are merged by the reader.

use store::statements;

/// What a queue selects.
macro_rules! queue {
    ($rest:literal) => {
        concat!(
            "select p.id, p.title, p.unit_id, u.short_name, p.plan_id, p.origin_kind, p.origin_id, p.period_label, \
             p.due_on, p.outcome, p.closed_on, p.closed_at, p.reason, p.basis, p.is_provisional, p.is_nil, \
             p.waits_for, p.percent, p.times_returned, p.return_reason \
             from promise p join unit u on u.id = p.unit_id where ",
            $rest,
            " and p.due_on >= $1 and p.due_on <= $2 and (p.due_on > $1 or p.id > $3) \
             and (cast($5 as text) is null or p.plan_id = $5) order by p.due_on, p.id limit $4"
        )
    };
}

/// What was kept lately, newest first.
macro_rules! kept {
    ($rest:literal) => {
        concat!(
            "select p.id, p.title, p.unit_id, u.short_name, p.plan_id, p.origin_kind, p.origin_id, p.period_label, \
             p.due_on, p.outcome, p.closed_on, p.closed_at, p.reason, p.basis, p.is_provisional, p.is_nil, \
             p.waits_for, p.percent, p.times_returned, p.return_reason \
             from promise p join unit u on u.id = p.unit_id where p.outcome in ('kept_on_time', 'kept_late') and ",
            $rest,
            " and p.closed_at >= $1 and p.closed_at <= $2 and (p.closed_at < $2 or p.id < $3) \
             and (cast($5 as text) is null or p.plan_id = $5) order by p.closed_at desc, p.id desc limit $4"
        )
    };
}

/// Proposals beside their promises.
macro_rules! proposals {
    ($rest:literal) => {
        concat!(
            "select q.*, p.title, p.due_on, p.period_label, p.unit_id, u.short_name from promise_proposal q \
             join promise p on p.id = q.promise_id join unit u on u.id = p.unit_id where ",
            $rest
        )
    };
}

statements! {
    SET_WAIT = "update promise set waits_for = $2 where id = $1 and outcome = 'open'";
    REOPEN = "update promise set outcome = 'open', closed_on = null, closed_at = null, is_nil = false, \
        waits_for = 'returned', times_returned = times_returned + 1, return_reason = $2, returned_at = $3 \
        where id = $1 and outcome in ('kept_on_time', 'kept_late')";
    MARK_RETURNED = "update evidence set return_reason = $2, returned_at = $3 where promise_id = $1 \
        and returned_at is null";
    SET_PERCENT = "update promise set percent = $2 where id = $1 and outcome = 'open'";
    ADD_PROGRESS = "insert into promise_progress (id, promise_id, percent, note, stated_on, recorded_at, recorded_by) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    LIST_PROGRESS = "select percent, note, stated_on, recorded_at, recorded_by from promise_progress \
        where promise_id = $1 order by recorded_at desc, id desc limit $2";

    ADD_PROPOSAL = "insert into promise_proposal (id, promise_id, kind, state, deciding_unit_id, reason, basis, span, \
        proposed_by, proposer_account, proposed_at) values ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10)";
    FIND_PROPOSAL = "select * from promise_proposal where id = $1";
    FIND_WAITING = "select * from promise_proposal where promise_id = $1 and state = 'waiting' order by proposed_at, id";
    LIST_PROPOSALS = "select * from promise_proposal where promise_id = $1 order by proposed_at, id limit 100";
    DECIDE_PROPOSAL = "update promise_proposal set state = $2, decided_by = $3, decided_as = $4, decided_at = $5, \
        decision_note = $6 where id = $1 and state = 'waiting'";
    LAPSE_PROPOSALS = "update promise_proposal set state = 'lapsed', decided_at = $2 where promise_id = $1 \
        and state = 'waiting'";
    HAND_OVER_PROPOSALS = "update promise_proposal set deciding_unit_id = $2 where promise_id = $1 \
        and state = 'waiting' and kind = 'nil_return'";
    HAND_OVER_DECISIONS = "update promise_proposal set deciding_unit_id = $2 where deciding_unit_id = $1 \
        and state = 'waiting' and kind <> 'nil_return'";
    LIST_WAITING_NIL = proposals!("q.deciding_unit_id = $1 and q.state = 'waiting' and q.kind = 'nil_return' \
        and q.proposed_at >= $2 and (q.proposed_at > $2 or q.id > $3) order by q.proposed_at, q.id limit $4");
    LIST_WAITING_OTHERS = proposals!("q.deciding_unit_id = $1 and q.state = 'waiting' and q.kind <> 'nil_return' \
        and q.proposed_at >= $2 and (q.proposed_at > $2 or q.id > $3) order by q.proposed_at, q.id limit $4");
    FIND_PROPOSAL_LINE = proposals!("q.id = $1");
    COUNT_WAITING_NIL = "select count(*) as n from promise_proposal where deciding_unit_id = $1 and state = 'waiting' \
        and kind = 'nil_return'";
    COUNT_WAITING_OTHERS = "select count(*) as n from promise_proposal where deciding_unit_id = $1 and state = 'waiting' \
        and kind <> 'nil_return'";

    QUEUE_OF_UNIT = queue!("p.unit_id = $6 and p.outcome = 'open'");
    QUEUE_OF_ALL = queue!("p.outcome = 'open'");
    WAIT_OF_UNIT = queue!("p.unit_id = $6 and p.waits_for = $7");
    WAIT_OF_ALL = queue!("p.waits_for = $6");
    KEPT_OF_UNIT = kept!("p.unit_id = $6");
    KEPT_OF_ALL = kept!("1 = 1");

    COUNT_DUE = "select cast(coalesce(sum(case when day < $3 then open else 0 end), 0) as bigint) as late, \
        cast(coalesce(sum(case when day = $3 then open else 0 end), 0) as bigint) as today, \
        cast(coalesce(sum(case when day >= $3 and day <= $4 then open else 0 end), 0) as bigint) as week, \
        cast(coalesce(sum(open), 0) as bigint) as owed, \
        (select count(*) from promise where unit_id = $2 and waits_for = 'returned') as returned, \
        (select count(*) from promise where unit_id = $2 and waits_for = 'signature') as signing, \
        (select count(*) from promise where unit_id = $2 and waits_for = 'decision') as deciding \
        from promise_day where scope_kind = $1 and scope_id = $2 and open > 0";
    COUNT_DUE_ALL = "select cast(coalesce(sum(case when day < $1 then open else 0 end), 0) as bigint) as late, \
        cast(coalesce(sum(case when day = $1 then open else 0 end), 0) as bigint) as today, \
        cast(coalesce(sum(case when day >= $1 and day <= $2 then open else 0 end), 0) as bigint) as week, \
        cast(coalesce(sum(open), 0) as bigint) as owed, \
        (select count(*) from promise where waits_for = 'returned') as returned, \
        (select count(*) from promise where waits_for = 'signature') as signing, \
        (select count(*) from promise where waits_for = 'decision') as deciding \
        from promise_day where scope_kind = 'site' and scope_id = '' and open > 0";

    FIND_EVIDENCE_FILE = "select e.*, p.outcome from evidence e join promise p on p.id = e.promise_id where e.id = $1";

    ADD_BATCH = "insert into promise_batch (id, work, ordered_by, account_id, state, ordered_at, total) \
        values ($1, $2, $3, $4, 'running', $5, $6)";
    ADD_BATCH_ITEM = "insert into promise_batch_item (batch_id, ordinal, promise_id, state, code, message) \
        values ($1, $2, $3, 'waiting', '', '')";
    FIND_BATCH = "select * from promise_batch where id = $1";
    LIST_RUNNING_BATCHES = "select id from promise_batch where state = 'running' order by ordered_at, id limit $1";
    LIST_BATCHES_OF = "select * from promise_batch where account_id = $1 order by ordered_at desc, id desc limit $2";
    LIST_WAITING_ITEMS = "select ordinal, promise_id from promise_batch_item where batch_id = $1 and state = 'waiting' \
        order by ordinal limit $2";
    SETTLE_ITEM = "update promise_batch_item set state = $3, code = $4, message = $5 where batch_id = $1 and ordinal = $2 \
        and state = 'waiting'";
    FINISH_BATCH = "update promise_batch set state = 'finished', finished_at = $2 where id = $1 and state = 'running' \
        and not exists (select 1 from promise_batch_item where batch_id = $1 and state = 'waiting')";
    COUNT_ITEMS = "select state, count(*) as n from promise_batch_item where batch_id = $1 group by state order by state";
    LIST_REFUSED_ITEMS = "select i.ordinal, i.promise_id, i.code, i.message, p.title, p.due_on, p.period_label, u.short_name \
        from promise_batch_item i join promise p on p.id = i.promise_id join unit u on u.id = p.unit_id \
        where i.batch_id = $1 and i.state = 'refused' and i.ordinal > $2 order by i.ordinal limit $3";
}
