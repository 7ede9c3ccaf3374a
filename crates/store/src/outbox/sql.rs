//! Every statement of messages and their delivery.

use crate::statements;

statements! {
    ADD_MESSAGE = "insert into message (id, dedupe_key, topic, account_id, unit_id, subject, body, created_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (dedupe_key) do nothing";
    FIND_MESSAGE = "select id, topic, account_id, subject, body, created_at, read_at from message where id = $1";
    LIST_MESSAGES = "select id, topic, account_id, subject, body, created_at, read_at from message \
        where account_id = $1 and id < $2 order by id desc limit $3";
    LIST_UNREAD_MESSAGES = "select id, topic, account_id, subject, body, created_at, read_at from message \
        where account_id = $1 and read_at is null and id < $2 order by id desc limit $3";
    COUNT_UNREAD = "select count(*) as n from (select id from message where account_id = $1 and read_at is null \
        limit $2) unread";
    NOTE_READ = "update message set read_at = $3 where id = $1 and account_id = $2 and read_at is null";
    NOTE_ALL_READ = "update message set read_at = $3 where account_id = $1 and read_at is null and id <= $2";

    ADD_DELIVERY = "insert into delivery (id, message_id, channel, target_id, state, due_at, attempts) \
        values ($1, $2, $3, $4, 'waiting', $5, 0) on conflict (message_id, channel, target_id) do nothing";
    FIND_DUE_DELIVERY = "select id from delivery where state = 'waiting' and due_at <= $1 \
        and (claimed_until is null or claimed_until < $1) order by due_at, id limit 1";
    CLAIM_DELIVERIES = "update delivery set claim = $1, claimed_until = $2, attempts = attempts + 1 where id in ( \
        select id from delivery where state = 'waiting' and due_at <= $3 \
        and (claimed_until is null or claimed_until < $3) order by due_at, id limit $4)";
    LIST_CLAIMED = "select d.id, d.channel, d.target_id, d.attempts, m.id as message_id, m.topic, m.account_id, \
        m.subject, m.body, m.created_at from delivery d join message m on m.id = d.message_id \
        where d.claim = $1 and d.state = 'waiting' order by d.id";
    NOTE_DELIVERED = "update delivery set state = 'delivered', finished_at = $3, claim = null, claimed_until = null, \
        last_error = null where id = $1 and claim = $2 and state = 'waiting'";
    NOTE_AGAIN = "update delivery set due_at = $3, last_error = $4, claim = null, claimed_until = null \
        where id = $1 and claim = $2 and state = 'waiting'";
    NOTE_DEAD = "update delivery set state = $5, finished_at = $3, last_error = $4, claim = null, claimed_until = null \
        where id = $1 and claim = $2 and state = 'waiting'";
    REVIVE_DELIVERY = "update delivery set state = 'waiting', due_at = $2, attempts = 0, finished_at = null \
        where id = $1 and state = 'dead'";
    LIST_DELIVERIES = "select d.id, d.channel, d.target_id, d.state, d.attempts, d.last_error, d.due_at, \
        d.finished_at, m.subject from delivery d join message m on m.id = d.message_id \
        where d.state = $1 and d.id < $2 order by d.id desc limit $3";
    COUNT_DELIVERIES = "select count(*) as n from (select id from delivery where state = $1 limit $2) counted";

    // Messages that have nothing more to do: no delivery of theirs waits or ended of late.
    LIST_DONE_MESSAGES = "select m.id from message m where m.id < $1 and not exists (select 1 from delivery d \
        where d.message_id = m.id and (d.state = 'waiting' or d.finished_at is null or d.finished_at >= $2)) \
        order by m.id limit $3";
    DROP_DELIVERIES = "delete from delivery where message_id = $1";
    DROP_MESSAGE = "delete from message where id = $1";

    ADD_PART = "insert into message_part (account_id, topic, name, body, added_at) values ($1, $2, $3, $4, $5) \
        on conflict (account_id, topic, name) do nothing";
    LIST_PART_OWNERS = "select distinct account_id from message_part where topic = $1 and account_id > $2 \
        order by account_id limit $3";
    LIST_PARTS = "select name, body from message_part where account_id = $1 and topic = $2 order by name limit $3";
    DROP_PART = "delete from message_part where account_id = $1 and topic = $2 and name = $3";

    FIND_PREFERENCE = "select wants_mail from message_preference where account_id = $1";
    KEEP_PREFERENCE = "insert into message_preference (account_id, wants_mail, changed_at) values ($1, $2, $3) \
        on conflict (account_id) do update set wants_mail = excluded.wants_mail, changed_at = excluded.changed_at";

    ADD_WEBHOOK = "insert into webhook (id, name, url, secret, signing, template, topics, unit_id, is_active, created_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    CHANGE_WEBHOOK = "update webhook set name = $2, url = $3, secret = $4, signing = $5, template = $6, topics = $7, \
        unit_id = $8, is_active = $9 where id = $1";
    FIND_WEBHOOK = "select * from webhook where id = $1";
    LIST_WEBHOOKS = "select * from webhook order by name, id limit $1";
    LIST_ACTIVE_WEBHOOKS = "select * from webhook where is_active order by name, id limit $1";
}
