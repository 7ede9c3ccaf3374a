//! Every statement about filings of other sites, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    FIND = "select * from received_filing where id = $1";
    FIND_OF_SENDER = "select * from received_filing where sender_key = $1 and sender_filing = $2";
    ADD = "insert into received_filing (id, sender_key, sender, sender_filing, unit_name, receiver_id, receiver, title, number, digest, \
        state, since, round, sent_at, taken_at, package_id) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $14, $12, $13, $14, $15)";
    TAKE_AGAIN = "update received_filing set sender = $2, unit_name = $3, title = $4, number = $5, digest = $6, state = $7, since = $10, \
        round = $8, sent_at = $9, taken_at = $10, package_id = $11 where id = $1";
    SET_STATE = "update received_filing set state = $2, since = $3 where id = $1";
    SET_REGISTER = "update received_filing set register_number = $2, registered_on = $3 where id = $1";
    FIND_REGISTERED = "select id from received_filing where receiver_id = $1 and register_number = $2 and register_number <> ''";
    LIST_OF_RECEIVER = "select * from received_filing where receiver_id = $4 and state = $5 and since <= $1 \
        and (since < $1 or id < $2) order by since desc, id desc limit $3";
    LIST_OF_ALL = "select * from received_filing where state = $4 and since <= $1 and (since < $1 or id < $2) \
        order by since desc, id desc limit $3";
    COUNT_OF_RECEIVER = "select state, count(*) as n from received_filing where receiver_id = $1 \
        and state in ('sent', 'returned', 'objected') group by state order by state";
    COUNT_OF_ALL = "select state, count(*) as n from received_filing where state in ('sent', 'returned', 'objected') \
        group by state order by state";
    COUNT_REGISTERED = "select count(*) as n from received_filing where receiver_id = $1 and state = 'registered' and since >= $2";
    COUNT_STEPS = "select count(*) as n from received_filing_step where filing_id = $1";
    ADD_STEP = "insert into received_filing_step (filing_id, ordinal, command, words, acted_as, actor, account_id, happened_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    LIST_STEPS = "select * from received_filing_step where filing_id = $1 order by ordinal limit 200";
}
