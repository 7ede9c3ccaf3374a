-- The ledger: public acts as leaves of a Merkle tree, tiles, signed checkpoints.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Hashes are Base64, one tile's in one text.

-- Who did it, by account, and from which address: for the audit log, never for the public. Null where nobody signed in.
alter table event add column account_id text;
alter table event add column address text;

-- Public acts that are not in the tree yet: written with the event, removed with the leaf.
create table ledger_pending (
    happened_at text not null,
    chain text not null,
    seq bigint not null,
    primary key (happened_at, chain, seq)
);

-- Which event stands at which place of the tree.
create table ledger_leaf (
    leaf_index bigint not null primary key,
    event_id text not null unique
);

-- The leaves' entries, 256 a row, one a line; the last row grows until it is full, full rows never change.
create table ledger_bundle (
    bundle_index bigint not null primary key,
    width bigint not null,
    entries text not null
);

-- Hashes, 256 a row; the last row of a level grows until it is full, full rows never change.
create table ledger_tile (
    level bigint not null,
    tile_index bigint not null,
    width bigint not null,
    hashes text not null,
    primary key (level, tile_index)
);

-- Every head that was ever signed.
create table ledger_checkpoint (
    size bigint not null primary key,
    note text not null,
    signed_at text not null
);

-- What was public before there was a tree enters it first.
insert into ledger_pending (happened_at, chain, seq)
select happened_at, chain, seq from event where kind in ('promise.opened', 'promise.kept', 'promise.evidence_added',
    'promise.waived', 'promise.made_void', 'promise.due_moved', 'promises.became_late', 'promises.recomputed',
    'plan.imported', 'plan.revision_accepted', 'catalogue.imported');
