//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    FIND_PLAN = "select * from plan where id = $1";
    LIST_PLAN_IDS = "select id from plan where id > $1 order by id limit $2";
    LIST_DROPPED_DUTIES = "select id from duty where plan_id = $1 and dropped_at is not null order by id";
    LIST_DUTY_IDS = "select id from duty where id > $1 and dropped_at is null order by id limit $2";
    FIND_PLAN_BY_IDENTITY = "select * from plan where identity = $1";
    ADD_PLAN = "insert into plan (id, identity, title, issuer, issuer_unit_id, doc_number, index_number, year, written_on, \
        published_on, dated_on, publication_on, publication_basis, source_blob, blocks_blob, reading_blob, citations, \
        doubts, imported_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    CHANGE_PLAN = "update plan set title = $2, issuer = $3, issuer_unit_id = $4, doc_number = $5, index_number = $6, \
        year = $7, written_on = $8, published_on = $9, dated_on = $10, publication_on = $11, publication_basis = $12, \
        source_blob = $13, blocks_blob = $14, reading_blob = $15, citations = $16, doubts = $17 where id = $1";
    LIST_PLANS = "select p.*, (select count(*) from duty d where d.plan_id = p.id and d.dropped_at is null) as duty_count, \
        (select count(*) from duty d where d.plan_id = p.id and d.dropped_at is null and d.doubts <> '[]') as doubted_count, \
        (select count(*) from duty d where d.plan_id = p.id and d.dropped_at is null \
        and d.doubts like '%deadline_unreckonable%') as unreckonable_count \
        from plan p where p.dated_on <= $1 and (p.dated_on < $1 or p.id < $2) \
        and (cast($4 as bigint) is null or p.year = $4) order by p.dated_on desc, p.id desc limit $3";
    COUNT_DUTIES = "select count(*) as duty_count, \
        cast(coalesce(sum(case when doubts <> '[]' then 1 else 0 end), 0) as bigint) as doubted_count, \
        cast(coalesce(sum(case when doubts like '%deadline_unreckonable%' then 1 else 0 end), 0) as bigint) \
        as unreckonable_count from duty where plan_id = $1 and dropped_at is null";
    SET_ISSUER_UNIT = "update plan set issuer_unit_id = $2 where id = $1";

    LIST_UNSETTLED_PLANS = "select p.id from plan p where p.id > $1 and ((p.issuer_unit_id is null and p.issuer is not null) \
        or exists (select 1 from duty d join mention m on m.origin_id = d.id where d.plan_id = p.id \
        and d.dropped_at is null and not exists (select 1 from mention_unit u where u.origin_id = m.origin_id \
        and u.role = m.role and u.ordinal = m.ordinal))) order by p.id limit $2";

    ADD_DUTY = "insert into duty (id, plan_id, ordinal, section, heading, body, cadence, deadlines, terms, places, doubts, \
        grace, grace_basis) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    CHANGE_DUTY = "update duty set ordinal = $2, section = $3, heading = $4, body = $5, cadence = $6, deadlines = $7, \
        terms = $8, places = $9, doubts = $10 where id = $1";
    DROP_DUTY = "update duty set dropped_at = $2 where id = $1";
    SET_DUTY_GRACE = "update duty set grace = $2, grace_basis = $3 where id = $1";
    SET_DUTY_DOUBTS = "update duty set doubts = $2 where id = $1";
    FIND_DUTY = "select * from duty where id = $1";
    LIST_DUTIES = "select * from duty where plan_id = $1 and dropped_at is null order by ordinal, id";

    SUPERSEDE_REVISIONS = "update plan_revision set state = 'superseded', decided_at = $2 where plan_id = $1 \
        and state = 'proposed'";
    PROPOSE_REVISION = "insert into plan_revision (plan_id, reading_blob, source_blob, blocks_blob, state, proposed_at, \
        proposed_by, settings) values ($1, $2, $3, $4, 'proposed', $5, $6, $7) on conflict (plan_id, reading_blob) \
        do update set state = 'proposed', source_blob = excluded.source_blob, blocks_blob = excluded.blocks_blob, \
        proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by, settings = excluded.settings, \
        decided_at = null";
    FIND_REVISION = "select * from plan_revision where plan_id = $1 and state = 'proposed' order by proposed_at desc, \
        reading_blob limit 1";
    ACCEPT_REVISION = "update plan_revision set state = 'accepted', decided_at = $3 where plan_id = $1 \
        and reading_blob = $2 and state = 'proposed'";
    LIST_PROPOSED = "select plan_id, reading_blob, proposed_at, proposed_by from plan_revision where state = 'proposed' \
        order by proposed_at, plan_id limit $1";

    CLEAR_MENTIONS = "delete from mention where origin_id = $1";
    CLEAR_MENTION_UNITS = "delete from mention_unit where origin_id = $1";
    ADD_MENTION = "insert into mention (origin_id, role, ordinal, written, matched, class_id) \
        values ($1, $2, $3, $4, $5, $6)";
    ADD_MENTION_UNIT = "insert into mention_unit (origin_id, role, ordinal, place, unit_id) values ($1, $2, $3, $4, $5)";
    LIST_MENTIONS = "select origin_id, role, ordinal, written, matched, class_id from mention where origin_id = $1 \
        order by role, ordinal";
    LIST_MENTION_UNITS = "select m.origin_id, m.role, m.ordinal, m.unit_id, u.short_name from mention_unit m \
        join unit u on u.id = m.unit_id where m.origin_id = $1 order by m.role, m.ordinal, m.place";
    LIST_PLAN_MENTIONS = "select m.origin_id, m.role, m.ordinal, m.written, m.matched, m.class_id from mention m \
        join duty d on d.id = m.origin_id where d.plan_id = $1 and d.dropped_at is null \
        order by m.origin_id, m.role, m.ordinal";
    LIST_PLAN_MENTION_UNITS = "select m.origin_id, m.role, m.ordinal, m.unit_id, u.short_name from mention_unit m \
        join duty d on d.id = m.origin_id join unit u on u.id = m.unit_id where d.plan_id = $1 \
        and d.dropped_at is null order by m.origin_id, m.role, m.ordinal, m.place";

    LIST_ORIGINS_NAMING = "select distinct m.origin_id, case when exists (select 1 from catalogue_item c \
        where c.id = m.origin_id) then 'item' else 'duty' end as origin_kind, case when exists (select 1 from awaited_event a \
        where a.origin_id = m.origin_id) or exists (select 1 from catalogue_item c where c.id = m.origin_id \
        and c.dropped_at is null) then cast(1 as bigint) else 0 end as waits from mention_unit m where m.unit_id = $1 order by m.origin_id";
    LIST_PLANS_ISSUED = "select p.id, case when exists (select 1 from duty d join awaited_event a on a.origin_id = d.id \
        where d.plan_id = p.id and d.dropped_at is null) then cast(1 as bigint) else 0 end as waits from plan p \
        where p.issuer_unit_id = $1 order by p.id";
    LIST_AWAITED = "select origin_id, ordinal, span, trigger_words, words, happened from awaited_event \
        where origin_id = $1 order by ordinal";
    LIST_PLAN_AWAITED = "select a.origin_id, a.ordinal, a.span, a.trigger_words, a.words, a.happened from awaited_event a \
        join duty d on d.id = a.origin_id where d.plan_id = $1 and d.dropped_at is null order by a.origin_id, a.ordinal";
    LIST_ITEMS_AWAITED = "select a.origin_id, a.ordinal, a.span, a.trigger_words, a.words, a.happened from awaited_event a \
        join catalogue_item c on c.id = a.origin_id where c.dropped_at is null and c.ordinal >= $1 and c.ordinal <= $2 \
        order by a.origin_id, a.ordinal";
    KEEP_AWAITED = "insert into awaited_event (origin_id, ordinal, span, trigger_words, words, happened) \
        values ($1, $2, $3, $4, $5, 0) on conflict (origin_id, ordinal) do update set span = excluded.span, \
        trigger_words = excluded.trigger_words, words = excluded.words";
    DROP_AWAITED = "delete from awaited_event where origin_id = $1 and ordinal = $2";
    NOTE_HAPPENED = "update awaited_event set happened = happened + 1 where origin_id = $1 and ordinal = $2";

    FIND_ITEM_BY_IDENTITY = "select * from catalogue_item where identity = $1";
    FIND_ITEM = "select * from catalogue_item where id = $1";
    KEEP_ITEM = "insert into catalogue_item (id, identity, ordinal, field, first_item, second_item, content, legal_basis, \
        timing, subject, channels, audience, mode, levels, doubts, grace, grace_basis, imported_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
        on conflict (identity) do update set ordinal = excluded.ordinal, content = excluded.content, \
        legal_basis = excluded.legal_basis, timing = excluded.timing, subject = excluded.subject, \
        channels = excluded.channels, audience = excluded.audience, mode = excluded.mode, levels = excluded.levels, \
        doubts = excluded.doubts, dropped_at = null";
    LIST_ITEMS = "select * from catalogue_item where dropped_at is null and (ordinal > $1 or (ordinal = $1 and id > $2)) \
        order by ordinal, id limit $3";
    LIST_UNSETTLED_ITEMS = "select c.* from catalogue_item c where c.id > $1 and c.dropped_at is null \
        and exists (select 1 from mention m where m.origin_id = c.id and not exists (select 1 from mention_unit u \
        where u.origin_id = m.origin_id and u.role = m.role and u.ordinal = m.ordinal)) order by c.id limit $2";
    COUNT_ITEMS = "select count(*) as n from catalogue_item where dropped_at is null";
}
