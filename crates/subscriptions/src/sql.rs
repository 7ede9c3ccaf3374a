//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.
//!
//! From a place to its followers, from a moment to what is due: each along an index, each with a limit.

use store::statements;

statements! {
    ADD_READER = "insert into reader (id, address, address_mark, token, token_hash, refusals, created_at) \
        values ($1, $2, $3, $4, $5, 0, $6)";
    FIND_READER_BY_MARK = "select id, suspended_at from reader where address_mark = $1";
    FIND_READER_BY_TOKEN = "select id, suspended_at from reader where token_hash = $1";
    FIND_READER = "select id, token, refusals, suspended_at from reader where id = $1";
    NOTE_REFUSALS = "update reader set refusals = $2 where id = $1";
    SUSPEND_READER = "update reader set suspended_at = $2 where id = $1";
    RESUME_READER = "update reader set suspended_at = null, refusals = 0 where id = $1";
    DROP_READER = "delete from reader where id = $1";
    LIST_LONG_SUSPENDED = "select id from reader where suspended_at < $1 order by suspended_at, id limit $2";

    ADD_SUBSCRIPTION = "insert into subscription (id, reader_id, place, kind, pace, state, confirm_token, confirm_hash, expires_at) \
        values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)";
    // The pace of what is confirmed is its reader's to change, not that of whoever types the address.
    ASK_AGAIN = "update subscription set confirm_token = $2, confirm_hash = $3, expires_at = $4, \
        pace = case when state = 'waiting' then $5 else pace end where id = $1";
    CONFIRM = "update subscription set state = 'confirmed', since = coalesce(since, $2), confirm_token = null, \
        confirm_hash = null, expires_at = null where id = $1";
    FIND_SUBSCRIPTION_OF = "select id, state from subscription where reader_id = $1 and place = $2";
    FIND_ASKED = "select id, reader_id, place, pace, state from subscription where confirm_hash = $1 and expires_at > $2";
    FIND_SUBSCRIPTION = "select id, place, pace, confirm_token, expires_at from subscription where id = $1";
    LIST_SUBSCRIPTIONS_OF = "select id, place, kind, pace, state, since from subscription where reader_id = $1 \
        order by id limit $2";
    COUNT_SUBSCRIPTIONS_OF = "select count(*) as n from subscription where reader_id = $1";
    SET_PACE = "update subscription set pace = $2 where id = $1";
    DROP_SUBSCRIPTION = "delete from subscription where id = $1";
    LIST_LAPSED = "select id, reader_id from subscription where state = 'waiting' and expires_at <= $1 \
        order by expires_at, id limit $2";
    LIST_FOLLOWERS = "select s.id, s.reader_id, s.pace from subscription s join reader r on r.id = s.reader_id \
        where s.place = $1 and s.state = 'confirmed' and s.id > $2 and s.since <= $3 and r.suspended_at is null \
        order by s.id limit $4";

    LIST_SEARCHES = "select place from followed_search where place > $1 order by place limit $2";
    FIND_SEARCH = "select place from followed_search where place = $1";
    COUNT_SEARCHES = "select count(*) as n from (select place from followed_search limit $1) counted";
    ADD_FOLLOWER = "insert into followed_search (place, n) values ($1, 1) \
        on conflict (place) do update set n = followed_search.n + 1";
    TAKE_FOLLOWER = "update followed_search set n = n - 1 where place = $1";
    DROP_SEARCH = "delete from followed_search where place = $1 and n <= 0";
    LIST_SEARCHES_MISCOUNTED = "select place from (select place, cast(sum(n) as bigint) as n, cast(sum(found) as bigint) as found from ( \
        select place, n, 0 as found from followed_search union all \
        select place, 0 as n, count(*) as found from subscription where kind = 'search' and state = 'confirmed' group by place \
        ) counted group by place) summed where n <> found order by place limit $1";

    MOVE_TALLY = "insert into subscription_tally (kind, pace, n) values ($1, $2, $3) \
        on conflict (kind, pace) do update set n = subscription_tally.n + excluded.n";
    LIST_TALLIES = "select kind, pace, n from subscription_tally where n <> 0 order by kind, pace";
    RECOUNT = "select kind, pace, count(*) as n from subscription where state = 'confirmed' group by kind, pace order by kind, pace";
    COUNT_WAITING = "select count(*) as n from (select id from subscription where state = 'waiting' limit $1) counted";
    COUNT_SUSPENDED = "select count(*) as n from (select id from reader where suspended_at > '' limit $1) counted";
    COUNT_LETTERS = "select count(*) as n from (select id from reader_letter where state = $1 limit $2) counted";
    LIST_FOLLOWING_NOTHING = "select r.id from reader r where not exists (select 1 from subscription s where s.reader_id = r.id) \
        order by r.id limit $1";
    LIST_ITEMS_ASTRAY = "select i.reader_id, i.happening_id from reader_item i left join reader_letter l on l.id = i.letter_id \
        where i.letter_id is not null and (l.id is null or l.reader_id <> i.reader_id) order by i.reader_id, i.happening_id limit $1";

    ADD_HAPPENING = "insert into happening (id, event_id, subject, what, title, number, words, happened_on, path) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (event_id, subject, what) do nothing";
    FIND_HAPPENING = "select id from happening where event_id = $1 and subject = $2 and what = $3";
    LIST_OLD_HAPPENINGS = "select h.id from happening h where h.id < $1 and not exists \
        (select 1 from reader_item i where i.happening_id = h.id) order by h.id limit $2";
    DROP_HAPPENING = "delete from happening where id = $1";

    // Whoever follows a thing in two ways is told once, by the sooner.
    ADD_ITEM = "insert into reader_item (reader_id, happening_id, subscription_id, due_at) values ($1, $2, $3, $4) \
        on conflict (reader_id, happening_id) do update set due_at = excluded.due_at, subscription_id = excluded.subscription_id \
        where reader_item.letter_id is null and excluded.due_at < reader_item.due_at";
    FIND_DUE_ITEM = "select reader_id from reader_item where letter_id is null and due_at <= $1 limit 1";
    LIST_DUE_READERS = "select distinct reader_id from (select reader_id from reader_item \
        where letter_id is null and due_at <= $1 order by due_at, reader_id limit $2) due order by reader_id";
    PUT_INTO_LETTER = "update reader_item set letter_id = $2 where reader_id = $1 and happening_id in ( \
        select happening_id from reader_item where reader_id = $1 and letter_id is null and due_at <= $3 \
        order by happening_id limit $4)";
    MOVE_ITEMS = "update reader_item set due_at = $3 where reader_id = $1 and subscription_id = $2 and letter_id is null";
    DROP_WAITING_ITEMS_OF_SUBSCRIPTION = "delete from reader_item where reader_id = $1 and subscription_id = $2 \
        and letter_id is null";
    DROP_WAITING_ITEMS = "delete from reader_item where reader_id = $1 and letter_id is null";
    DROP_ITEMS_OF_READER = "delete from reader_item where reader_id = $1";
    DROP_ITEMS_OF_LETTER = "delete from reader_item where letter_id = $1";
    LIST_TOLD = "select h.* from reader_item i join happening h on h.id = i.happening_id where i.letter_id = $1 \
        order by h.id limit $2";

    ADD_LETTER = "insert into reader_letter (id, reader_id, kind, subscription_id, state, due_at, attempts, created_at) \
        values ($1, $2, $3, $4, 'waiting', $5, 0, $5)";
    COUNT_ASKED = "select count(*) as n from (select id from reader_letter where reader_id = $1 and created_at > $2 \
        and kind <> 'items' limit $3) asked";
    FIND_DUE_LETTER = "select id from reader_letter where state = 'waiting' and due_at <= $1 \
        and (claimed_until is null or claimed_until < $1) order by due_at, id limit 1";
    CLAIM_LETTERS = "update reader_letter set claim = $1, claimed_until = $2, attempts = attempts + 1 where id in ( \
        select id from reader_letter where state = 'waiting' and due_at <= $3 \
        and (claimed_until is null or claimed_until < $3) order by due_at, id limit $4)";
    LIST_CLAIMED = "select l.id, l.reader_id, l.kind, l.subscription_id, l.attempts, l.created_at, r.address, r.token \
        from reader_letter l join reader r on r.id = l.reader_id where l.claim = $1 and l.state = 'waiting' order by l.id";
    NOTE_DELIVERED = "update reader_letter set state = 'delivered', finished_at = $3, claim = null, claimed_until = null, \
        last_error = null where id = $1 and claim = $2 and state = 'waiting'";
    NOTE_AGAIN = "update reader_letter set due_at = $3, last_error = $4, claim = null, claimed_until = null \
        where id = $1 and claim = $2 and state = 'waiting'";
    NOTE_OVER = "update reader_letter set state = $5, finished_at = $3, last_error = $4, claim = null, claimed_until = null \
        where id = $1 and claim = $2 and state = 'waiting'";
    DROP_LETTERS_OF_READER = "delete from reader_letter where reader_id = $1";
    LIST_OLD_LETTERS = "select id from reader_letter where finished_at < $1 order by finished_at, id limit $2";
    DROP_LETTER = "delete from reader_letter where id = $1";
}
