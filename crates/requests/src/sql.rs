//! Every statement of this crate, in the common subset of SQLite and PostgreSQL; each along an index, each list with a limit.

use store::statements;

/// A question about the requests of a unit and of all below it; $1 and $2 are the first and the last day, $3 is the unit.
macro_rules! within {
    ($select:literal, $rest:literal) => {
        within!($select, "request r", $rest)
    };
    ($select:literal, $from:literal, $rest:literal) => {
        concat!(
            "with recursive within (id) as (select cast($3 as text) union select u.id from unit u \
             join within w on u.parent_id = w.id) select ",
            $select,
            " from ",
            $from,
            " join within w on w.id = r.unit_id where ",
            $rest
        )
    };
}

statements! {
    FIND_LAST_SERIAL = "select cast(coalesce(max(number_in_year), 0) as bigint) as number_in_year from request where year = $1";
    ADD_REQUEST = "insert into request (id, number, year, number_in_year, unit_id, channel, asker_kind, asker, asker_mark, \
        secret_mark, wanted, doc_number, description, form, delivery, is_reduction_asked, help, submitted_at, received_on, \
        stage, revision) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1)";
    FIND_REQUEST = "select * from request where id = $1";
    FIND_BY_RECEIPT = "select * from request where number = $1 and secret_mark = $2";
    KEEP_LETTER = "insert into request_letter (request_id, slot, text, made_at) values ($1, $2, $3, $4) \
        on conflict (request_id, slot) do update set text = excluded.text, made_at = excluded.made_at";
    FIND_REQUEST_LETTER = "select text from request_letter where request_id = $1 and slot = $2";
    MOVE_STAGE = "update request set stage = $3, received_on = $4, outcome = $5, closed_on = $6, unit_id = $7, \
        revision = revision + 1 where id = $1 and revision = $2";
    LIST_AT_STAGE = "select * from request where stage = $1 and id > $2 order by id limit $3";
    LIST_OF_UNIT_AT_STAGE = "select * from request where unit_id = $1 and stage = $2 and id > $3 order by id limit $4";
    LIST_OWED = "select r.*, p.id as promise_id, p.due_on from promise p join request r on r.id = p.origin_id \
        where p.origin_kind = 'request' and p.outcome = 'open' and p.due_on >= $1 and (p.due_on > $1 or p.id > $2) \
        order by p.due_on, p.id limit $3";
    LIST_OWED_BY_UNIT = "select r.*, p.id as promise_id, p.due_on from promise p join request r on r.id = p.origin_id \
        where p.unit_id = $4 and p.origin_kind = 'request' and p.outcome = 'open' and p.due_on >= $1 \
        and (p.due_on > $1 or p.id > $2) order by p.due_on, p.id limit $3";
    FIND_OWED = "select p.id as promise_id, p.due_on from promise p where p.origin_id = $1 and p.outcome = 'open' order by p.due_on, p.id limit 1";
    COUNT_BY_STAGE = "select stage, count(*) as n from request where stage in ('unconfirmed', 'registered', 'supplementing', \
        'handling', 'paying', 'review', 'secrecy_review', 'approval', 'signed', 'sent') group by stage order by stage";
    COUNT_BY_STAGE_OF_UNIT = "select stage, count(*) as n from request where unit_id = $1 and stage in ('unconfirmed', 'registered', \
        'supplementing', 'handling', 'paying', 'review', 'secrecy_review', 'approval', 'signed', 'sent') group by stage order by stage";
    COUNT_OF_ASKER = "select count(*) as n from request where asker_mark = $1 and unit_id = $2 and received_on >= $3 \
        and (received_on < $4 or (received_on = $4 and number <= $5))";

    COUNT_RECEIVED = within!("r.asker_kind, count(*) as n", "r.received_on >= $1 and r.received_on <= $2 group by r.asker_kind order by r.asker_kind");
    COUNT_CARRIED_OVER = within!("r.asker_kind, count(*) as n", "r.received_on < $1 and (r.closed_on is null or r.closed_on >= $1) \
        and r.received_on <= $2 group by r.asker_kind order by r.asker_kind");
    COUNT_LEFT_OVER = within!("r.asker_kind, count(*) as n", "r.received_on <= $2 and (r.closed_on is null or r.closed_on > $2) \
        and $1 <= $2 group by r.asker_kind order by r.asker_kind");
    COUNT_ENDED = within!("r.asker_kind, r.outcome, count(*) as n", "r.closed_on >= $1 and r.closed_on <= $2 and r.received_on is not null \
        group by r.asker_kind, r.outcome order by r.asker_kind, r.outcome");
    LIST_RECEIVED = within!("r.*", "r.received_on >= $1 and r.received_on <= $2 and r.asker_kind = $4 and r.id > $5 order by r.id limit $6");
    LIST_CARRIED_OVER = within!("r.*", "r.received_on < $1 and (r.closed_on is null or r.closed_on >= $1) and r.received_on <= $2 \
        and r.asker_kind = $4 and r.id > $5 order by r.id limit $6");
    LIST_LEFT_OVER = within!("r.*", "r.received_on <= $2 and (r.closed_on is null or r.closed_on > $2) and $1 <= $2 \
        and r.asker_kind = $4 and r.id > $5 order by r.id limit $6");
    LIST_ENDED = within!("r.*", "r.closed_on >= $1 and r.closed_on <= $2 and r.received_on is not null and r.asker_kind = $4 \
        and r.id > $5 and r.outcome in ($7, $8) order by r.id limit $6");

    SUM_FEES = "with recursive within (id) as (select cast($3 as text) union select u.id from unit u join within w on u.parent_id = w.id) \
        select count(*) as n, cast(coalesce(sum(f.fee_fen), 0) as bigint) as fee_fen from request_fee f \
        join request r on r.id = f.request_id join within w on w.id = r.unit_id where f.paid_on >= $1 and f.paid_on <= $2";
    FIND_LAST_RECEIPT_BEFORE = "select max(received_on) as day from request where received_on < $1";
    TALLY_RECEIVED = "select unit_id, count(*) as n from request where received_on >= $1 and received_on <= $2 \
        group by unit_id order by unit_id";
    TALLY_ENDED = "select outcome, count(*) as n from request where closed_on >= $1 and closed_on <= $2 and received_on is not null \
        group by outcome order by outcome";
    TALLY_DAYS = "select received_on, closed_on, count(*) as n from request where closed_on >= $1 and closed_on <= $2 \
        and received_on is not null and outcome not in ('not_supplemented', 'fee_unpaid', 'withdrawn') \
        group by received_on, closed_on order by received_on, closed_on";
    TALLY_ANSWERED = "select unit_id, outcome, count(*) as n from promise where origin_kind = 'request' and slot = 'reply' \
        and closed_on >= $1 and closed_on <= $2 and outcome in ('kept_on_time', 'kept_late') \
        group by unit_id, outcome order by unit_id, outcome";
    COUNT_OPEN = "select count(*) as n from request where closed_on is null and received_on <= $1";
    COUNT_CLOSED_SINCE = "select count(*) as n from request where closed_on > $1 and received_on <= $1";
    COUNT_LATE = "select count(*) as n from promise where origin_kind = 'request' and outcome = 'open' and slot = 'reply' and due_on <= $1";
    COUNT_LATE_ANSWERED_SINCE = "select count(*) as n from promise where origin_kind = 'request' and slot = 'reply' \
        and closed_on > $1 and due_on <= $1 and outcome in ('kept_on_time', 'kept_late')";

    ADD_SUPPLEMENT = "insert into request_supplement (request_id, words, asked_on, due_on, supplied) values ($1, $2, $3, $4, '')";
    TAKE_SUPPLEMENT = "update request_supplement set received_on = $2, supplied = $3 where request_id = $1 and received_on is null";
    FIND_SUPPLEMENT = "select * from request_supplement where request_id = $1";

    ADD_CONSULTATION = "insert into request_consultation (id, request_id, whom, party, words, sent_on, wished_on, opinion) \
        values ($1, $2, $3, $4, $5, $6, $7, '')";
    SERVE_CONSULTATION = "update request_consultation set served_on = $2 where id = $1 and served_on is null and answered_on is null";
    TAKE_OPINION = "update request_consultation set answered_on = $2, stance = $3, opinion = $4 \
        where id = $1 and answered_on is null";
    LIST_CONSULTATIONS = "select * from request_consultation where request_id = $1 order by id";

    ADD_FEE = "insert into request_fee (request_id, charging, units, fee_fen, basis, told_on, due_on) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    NOTE_PAYMENT = "update request_fee set paid_on = $2 where request_id = $1 and paid_on is null";
    FIND_FEE = "select * from request_fee where request_id = $1";

    ADD_EXTENSION = "insert into request_extension (request_id, ordinal, workdays, reason, agreed_by, told_on) \
        values ($1, $2, $3, $4, $5, $6)";
    LIST_EXTENSIONS = "select * from request_extension where request_id = $1 order by ordinal";

    ADD_SEARCH = "insert into request_search (request_id, ordinal, place, terms, found, searched_by, searched_on) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    LIST_SEARCHES = "select * from request_search where request_id = $1 order by ordinal";

    KEEP_DECISION = "insert into request_decision (request_id, outcome, withheld, facts, reply, drafted_by, drafted_account, \
        drafted_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (request_id) do update set outcome = excluded.outcome, \
        withheld = excluded.withheld, facts = excluded.facts, reply = excluded.reply, drafted_by = excluded.drafted_by, \
        drafted_account = excluded.drafted_account, drafted_at = excluded.drafted_at";
    FIND_DECISION = "select * from request_decision where request_id = $1";
    FIND_LETTER = "select request_id as taken_by from request_decision where letter_number = $1 \
        union all select dispute_id as taken_by from request_anew where letter_number = $1";
    APPROVE_DECISION = "update request_decision set approved_by = $2, approved_at = $3, letter_number = $4 where request_id = $1";
    SEND_DECISION = "update request_decision set sent_way = $2, sent_on = $3 where request_id = $1";
    SERVE_DECISION = "update request_decision set served_on = $2, proof = $3 where request_id = $1";

    ADD_DISPUTE = "insert into request_dispute (id, request_id, branch, body, number, filed_on, words) \
        values ($1, $2, $3, $4, $5, $6, '')";
    DECIDE_DISPUTE = "update request_dispute set decided = $2, decided_on = $3, words = $4 \
        where id = $1 and decided is null and struck_why is null";
    STRIKE_DISPUTE = "update request_dispute set struck_why = $2 where id = $1 and struck_why is null";
    LIST_DISPUTES = "select d.*, a.received_on as reached_on, a.period, a.outcome, a.withheld, a.reply, a.letter_number, a.answered_on \
        from request_dispute d left join request_anew a on a.dispute_id = d.id where d.request_id = $1 order by d.id";
    ADD_ORDER = "insert into request_anew (dispute_id, received_on, period, withheld, reply) values ($1, $2, $3, '', '')";
    ANSWER_ANEW = "update request_anew set outcome = $2, withheld = $3, reply = $4, letter_number = $5, answered_on = $6 \
        where dispute_id = $1 and answered_on is null";
    FIND_LAST_VISIT = "select cast(coalesce(max(ordinal), 0) as bigint) as ordinal from request_visit where request_id = $1";
    ADD_VISIT = "insert into request_visit (request_id, ordinal, visited_on, way, satisfaction, words) values ($1, $2, $3, $4, $5, $6)";
    LIST_VISITS = "select * from request_visit where request_id = $1 order by ordinal desc limit $2";
    COUNT_RULED = within!("d.branch, d.decided, count(*) as n", "request_dispute d join request r on r.id = d.request_id", "d.struck_why is null \
        and d.decided_on >= $1 and d.decided_on <= $2 group by d.branch, d.decided order by d.branch, d.decided");
    COUNT_PENDING = within!("d.branch, count(*) as n", "request_dispute d join request r on r.id = d.request_id", "d.struck_why is null \
        and d.filed_on <= $2 and (d.decided_on is null or d.decided_on > $2) and $1 <= $2 group by d.branch order by d.branch");
    LIST_RULED = within!("r.*, d.id as dispute_id, d.body, d.number as case_number, d.filed_on, d.decided_on",
        "request_dispute d join request r on r.id = d.request_id", "d.struck_why is null and d.decided_on >= $1 and d.decided_on <= $2 \
        and d.branch = $4 and d.decided = $7 and d.id > $5 order by d.id limit $6");
    LIST_PENDING = within!("r.*, d.id as dispute_id, d.body, d.number as case_number, d.filed_on, d.decided_on",
        "request_dispute d join request r on r.id = d.request_id", "d.struck_why is null and d.filed_on <= $2 \
        and (d.decided_on is null or d.decided_on > $2) and $1 <= $2 and d.branch = $4 and d.id > $5 order by d.id limit $6");
    COUNT_VISITS = within!("v.satisfaction, count(*) as n", "request_visit v join request r on r.id = v.request_id",
        "v.visited_on >= $1 and v.visited_on <= $2 group by v.satisfaction order by v.satisfaction");

    FIND_LAST_STEP = "select cast(coalesce(max(ordinal), 0) as bigint) as ordinal from request_step where request_id = $1";
    ADD_STEP = "insert into request_step (request_id, ordinal, command, words, acted_as, actor, account_id, happened_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    LIST_STEPS = "select * from request_step where request_id = $1 and ordinal > $2 order by ordinal limit $3";
}
