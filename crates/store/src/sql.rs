//! Every statement of the store.

use crate::statements;

statements! {
    LIST_MIGRATIONS = "select version, checksum from schema_migration order by version";
    FIND_MIGRATION = "select checksum from schema_migration where version = $1";
    TAKE_SCHEMA_LOCK = "update schema_lock set taken = taken + 1 where name = 'migrate'";
    NOTE_MIGRATION = "insert into schema_migration (version, name, checksum, applied_at) values ($1, $2, $3, $4)";

    FIND_CHAIN = "select seq, hash from chain where name = $1";
    MOVE_CHAIN = "insert into chain (name, seq, hash) values ($1, $2, $3) \
        on conflict (name) do update set seq = excluded.seq, hash = excluded.hash";
    ADD_EVENT = "insert into event (chain, seq, id, kind, subject, unit_id, actor, actor_standing, happened_at, \
        body, previous_hash, hash, account_id, address) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    LIST_EVENTS_OF_SUBJECT = "select * from event where subject = $1 order by id limit $2";
    LIST_EVENTS_AFTER = "select * from event where id > $1 order by id limit $2";
    FIND_EVENT = "select * from event where id = $1";
    LIST_NEWEST_EVENTS = "select * from event order by id desc limit $1";
    LIST_EVENTS_BY_CHAIN = "select * from event where chain > $1 or (chain = $1 and seq > $2) \
        order by chain, seq limit $3";
    LIST_CHAINS = "select name, seq, hash from chain where name > $1 order by name limit $2";

    NOTE_BLOB = "insert into blob (id, size, media_type, file_name, is_public, created_at) \
        values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
    LIST_BLOBS = "select id, size from blob where id > $1 order by id limit $2";
    FIND_BLOB = "select id, size, media_type, file_name, is_public from blob where id = $1";

    ENSURE_SCHEDULE = "insert into schedule (name, due_at) values ($1, $2) on conflict (name) do nothing";
    FIND_RESTING_SCHEDULE = "select name from schedule where name = $1 and (due_at > $2 or claimed_until >= $2)";
    CLAIM_SCHEDULE = "update schedule set claimed_until = $3 where name = $1 and due_at <= $2 \
        and (claimed_until is null or claimed_until < $2)";
    FINISH_SCHEDULE = "update schedule set due_at = $2, finished_at = $3, outcome = $4, claimed_until = null \
        where name = $1";
    LIST_SCHEDULES = "select name, due_at, finished_at, outcome from schedule order by name";

    FIND_SETTING = "select value from setting where name = $1";
    KEEP_SETTING = "insert into setting (name, value, changed_at) values ($1, $2, $3) \
        on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at";

    LIST_UNITS = "select * from unit order by ordinal, id";
    LIST_CONTACTS = "select phone, fax, mail from unit where phone <> '' or fax <> '' or mail <> '' order by ordinal, id";
    LIST_UNIT_PAGE = "select * from unit where (ordinal > $1 or (ordinal = $1 and id > $2)) \
        and (cast($3 as text) is null or kind = $3) and (valid_to is null or valid_to >= $4) \
        order by ordinal, id limit $5";
    FIND_LAST_ORDINAL = "select cast(coalesce(max(ordinal), -1) as bigint) as ordinal from unit";
    FIND_UNIT = "select * from unit where id = $1";
    FIND_UNIT_BY_CODE = "select * from unit where code = $1";
    LIST_UNIT_ALIASES = "select unit_id, name, kind from unit_alias order by unit_id, kind, name";
    LIST_ALIASES_OF_UNIT = "select unit_id, name, kind from unit_alias where unit_id = $1 order by kind, name";
    KEEP_UNIT = "insert into unit (id, code, name, short_name, kind, level, valid_from, valid_to, phone, address, \
        opening_hours, website, ordinal, fax, mail) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
        on conflict (id) do update set name = excluded.name, short_name = excluded.short_name, kind = excluded.kind, \
        level = excluded.level, valid_from = excluded.valid_from, valid_to = excluded.valid_to, \
        phone = excluded.phone, address = excluded.address, opening_hours = excluded.opening_hours, \
        website = excluded.website, ordinal = excluded.ordinal, \
        fax = excluded.fax, mail = excluded.mail";
    LINK_UNIT = "update unit set parent_id = $2, successor_id = $3 where id = $1";
    FIND_UNIT_VERSION = "select cast(coalesce(max(seq), 0) as bigint) as seq from event where subject = $1 and kind like 'unit.%'";
    LIST_UNIT_EVENTS = "select * from event where subject = $1 and kind like 'unit.%' order by id desc limit $2";
    FIND_UNIT_ORDINAL = "select ordinal from unit where id = $1";
    END_UNIT = "update unit set valid_to = $2, successor_id = $3 where id = $1 and valid_to is null";
    ADD_SUCCESSOR = "insert into unit_successor (unit_id, successor_id, ordinal) values ($1, $2, $3) \
        on conflict (unit_id, successor_id) do nothing";
    LIST_SUCCESSIONS = "select unit_id, successor_id from unit_successor order by unit_id, ordinal, successor_id";
    LIST_SUCCESSORS = "select u.* from unit u where u.id in (select successor_id from unit_successor where unit_id = $1 \
        union select successor_id from unit where id = $1 and successor_id is not null) order by u.ordinal, u.id";
    LIST_PREDECESSORS = "select u.* from unit u where u.successor_id = $1 or u.id in (select unit_id from unit_successor \
        where successor_id = $1) order by u.ordinal, u.id";
    LIST_CHILDREN = "select * from unit where parent_id = $1 order by ordinal, id";
    SET_PARENT = "update unit set parent_id = $2 where id = $1";
    SEARCH_UNITS = "select u.* from unit u where u.name like $1 escape '!' or u.short_name like $1 escape '!' \
        or u.code like $1 escape '!' or exists (select 1 from unit_alias a where a.unit_id = u.id and a.name like $1 escape '!') \
        order by u.ordinal, u.id limit $2";
    LIST_CLASSES_LISTING = "select m.class_id, c.name, cast(max(all_of.ordinal) as bigint) as last from unit_class_member m \
        join unit_class c on c.id = m.class_id join unit_class_member all_of on all_of.class_id = m.class_id \
        where m.unit_id = $1 and not exists (select 1 from unit_class_member o where o.class_id = m.class_id \
        and o.unit_id = $2) group by m.class_id, c.name order by m.class_id";
    DROP_UNIT_ALIASES = "delete from unit_alias where unit_id = $1";
    ADD_UNIT_ALIAS = "insert into unit_alias (unit_id, name, kind) values ($1, $2, $3) \
        on conflict (unit_id, name) do nothing";

    LIST_CLASSES = "select id, name, rule from unit_class order by ordinal, id";
    LIST_CLASS_ALIASES = "select class_id, name from unit_class_alias order by class_id, name";
    LIST_CLASS_MEMBERS = "select class_id, unit_id from unit_class_member order by class_id, ordinal";
    LIST_CLASS_KINDS = "select class_id, kind from unit_class_kind order by class_id, ordinal";
    FIND_CLASS_BY_NAME = "select id from unit_class where name = $1";
    FIND_LAST_CLASS_ORDINAL = "select cast(coalesce(max(ordinal), -1) as bigint) as ordinal from unit_class";
    FIND_CLASS_ORDINAL = "select ordinal from unit_class where id = $1";
    KEEP_CLASS = "insert into unit_class (id, name, rule, ordinal) values ($1, $2, $3, $4) \
        on conflict (id) do update set name = excluded.name, rule = excluded.rule, ordinal = excluded.ordinal";
    DROP_CLASS_ALIASES = "delete from unit_class_alias where class_id = $1";
    DROP_CLASS_MEMBERS = "delete from unit_class_member where class_id = $1";
    DROP_CLASS_KINDS = "delete from unit_class_kind where class_id = $1";
    ADD_CLASS_ALIAS = "insert into unit_class_alias (class_id, name) values ($1, $2) \
        on conflict (class_id, name) do nothing";
    ADD_CLASS_MEMBER = "insert into unit_class_member (class_id, ordinal, unit_id) values ($1, $2, $3)";
    ADD_CLASS_KIND = "insert into unit_class_kind (class_id, ordinal, kind) values ($1, $2, $3)";
}
