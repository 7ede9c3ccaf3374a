//! The ledger's statements.

use crate::statements;

statements! {
    MARK_PENDING = "insert into ledger_pending (happened_at, chain, seq) values ($1, $2, $3)";
    COUNT_PENDING = "select count(*) as pending from ledger_pending";
    IS_ANY_PENDING = "select 1 as one from ledger_pending limit 1";
    LIST_PENDING = "select e.* from ledger_pending p join event e on e.chain = p.chain and e.seq = p.seq \
        order by p.happened_at, p.chain, p.seq limit $1";
    ADD_LEAVES = "insert into ledger_leaf (leaf_index, event_id) \
        select cast($1 as bigint) + row_number() over (order by happened_at, chain, seq) - 1, id \
        from (select p.happened_at, p.chain, p.seq, e.id from ledger_pending p \
            join event e on e.chain = p.chain and e.seq = p.seq \
            order by p.happened_at, p.chain, p.seq limit $2) batch";
    CLEAR_PENDING = "delete from ledger_pending where (happened_at, chain, seq) <= ($1, $2, $3)";

    KEEP_BUNDLE = "insert into ledger_bundle (bundle_index, width, entries) values ($1, $2, $3) \
        on conflict (bundle_index) do update set width = excluded.width, entries = excluded.entries \
        where ledger_bundle.width < excluded.width";
    FIND_BUNDLE = "select width, entries from ledger_bundle where bundle_index = $1";
    KEEP_TILE = "insert into ledger_tile (level, tile_index, width, hashes) values ($1, $2, $3, $4) \
        on conflict (level, tile_index) do update set width = excluded.width, hashes = excluded.hashes \
        where ledger_tile.width < excluded.width";
    FIND_TILE = "select width, hashes from ledger_tile where level = $1 and tile_index = $2";

    ADD_CHECKPOINT = "insert into ledger_checkpoint (size, note, signed_at) values ($1, $2, $3)";
    FIND_NEWEST_CHECKPOINT = "select size, note, signed_at from ledger_checkpoint order by size desc limit 1";
    LIST_CHECKPOINTS = "select size, note, signed_at from ledger_checkpoint where size > $1 order by size limit $2";

    FIND_LEAF = "select leaf_index from ledger_leaf where event_id = $1";
    COUNT_LEAVES = "select count(*) as leaves from ledger_leaf";
    LIST_LEAF_IDS = "select leaf_index, event_id from ledger_leaf where leaf_index >= $1 and leaf_index < $2 \
        order by leaf_index";
    LIST_LEAF_EVENTS = "select e.* from ledger_leaf l join event e on e.id = l.event_id \
        where l.leaf_index >= $1 and l.leaf_index < $2 order by l.leaf_index";
    LIST_EVENTS_OUTSIDE = "select e.* from event e left join ledger_leaf l on l.event_id = e.id \
        left join ledger_pending p on p.happened_at = e.happened_at and p.chain = e.chain and p.seq = e.seq \
        where l.event_id is null and p.chain is null and e.id > $1 order by e.id limit $2";
}
