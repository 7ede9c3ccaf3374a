//! Every statement about filings, in the common subset of SQLite and PostgreSQL.
//!
//! Lists are read along an index from a key: what moved last is first.

use store::statements;

/// What a list of filings selects; $1 moment and $2 id of the key, $3 how many, then whose and in which state.
macro_rules! lines {
    ($whose:literal) => {
        concat!(
            "select f.*, u.short_name from filing f join unit u on u.id = f.unit_id where ",
            $whose,
            " = $4 and f.state = $5 and f.since <= $1 and (f.since < $1 or f.id < $2) order by f.since desc, f.id desc limit $3"
        )
    };
}

statements! {
    ADD_FILING = "insert into filing (id, document_id, edition_id, unit_id, receiver_id, receiver, title, number, index_number, digest, \
        explanation, legal_review, contact, state, since, round, sent_at, sent_account) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16, $15, $16, $17)";
    FIND_FILING = "select * from filing where id = $1";
    SEND_AGAIN = "update filing set edition_id = $2, title = $3, number = $4, digest = $5, explanation = $6, legal_review = $7, \
        contact = $8, round = $9, sent_at = $10, sent_account = $11 where id = $1";
    SET_STATE = "update filing set state = $2, since = $3 where id = $1";
    SET_REGISTER = "update filing set register_number = $2, registered_on = $3 where id = $1";
    FIND_REGISTERED = "select id from filing where receiver_id = $1 and register_number = $2 and register_number <> ''";
    LIST_OF_DOCUMENT = "select * from filing where document_id = $1 order by id desc limit 20";
    LIST_OF_UNIT = lines!("f.unit_id");
    LIST_OF_RECEIVER = lines!("f.receiver_id");
    LIST_OF_ALL = "select f.*, u.short_name from filing f join unit u on u.id = f.unit_id where f.state = $4 and f.since <= $1 \
        and (f.since < $1 or f.id < $2) order by f.since desc, f.id desc limit $3";
    // What has ended is not counted: it grows for ever.
    COUNT_OF_UNIT = "select state, count(*) as n from filing where unit_id = $1 and state in ('sent', 'returned', 'objected') \
        group by state order by state";
    COUNT_OF_RECEIVER = "select state, count(*) as n from filing where receiver_id = $1 and state in ('sent', 'returned', 'objected') \
        group by state order by state";
    COUNT_OF_ALL = "select state, count(*) as n from filing where state in ('sent', 'returned', 'objected') group by state order by state";
    COUNT_REGISTERED = "select count(*) as n from filing where receiver_id = $1 and state = 'registered' and since >= $2";
    COUNT_STEPS = "select count(*) as n from filing_step where filing_id = $1";
    ADD_STEP = "insert into filing_step (filing_id, ordinal, command, words, acted_as, actor, account_id, happened_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_ANSWER = "select ordinal from filing_step where filing_id = $1 and answer = $2";
    SET_ANSWER = "update filing_step set answer = $2 where filing_id = $1 \
        and ordinal = (select max(s.ordinal) from filing_step s where s.filing_id = $1)";
    LIST_STEPS = "select * from filing_step where filing_id = $1 order by ordinal limit 200";
    HAS_UNTOLD_STEP = "select 1 as is_there from filing_step where told_at is null limit 1";
    LIST_UNTOLD_STEPS = "select s.filing_id, s.ordinal, s.command, f.title, f.unit_id, f.receiver_id, f.receiver, u.short_name \
        from filing_step s join filing f on f.id = s.filing_id join unit u on u.id = f.unit_id \
        where s.told_at is null order by s.filing_id, s.ordinal limit $1";
    NOTE_STEP_TOLD = "update filing_step set told_at = $3 where filing_id = $1 and ordinal = $2";
}
