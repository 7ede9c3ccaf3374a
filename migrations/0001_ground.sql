-- The ground: the log of events, the blobs, the schedules, the units.
-- Common subset of SQLite 3.35 and PostgreSQL 14: text, bigint, boolean; ids are UUIDv7 text, instants
-- YYYY-MM-DDTHH:MM:SS.sssZ, days YYYY-MM-DD. Append-only: never edit a released migration.

-- One row a chain: its newest event. A writer updates it in the transaction of the event, which puts the
-- writers of one chain in order on both engines.
create table chain (
    name text not null primary key,
    seq bigint not null,
    hash text not null
);

-- What happened. hash = SHA-256 over the row's other columns, previous_hash among them.
create table event (
    chain text not null,
    seq bigint not null,
    id text not null,
    kind text not null,
    subject text not null,
    unit_id text,
    actor text not null,
    actor_standing text not null,
    happened_at text not null,
    body text not null,
    previous_hash text not null,
    hash text not null,
    primary key (chain, seq)
);
-- Readers that follow the log (caches, feeds) ask for what came after an id.
create unique index event_by_id on event (id);
create index event_by_subject on event (subject, id);

-- Files by content; the bytes lie outside the database. Not public unless said so.
create table blob (
    id text not null primary key,
    size bigint not null,
    media_type text not null,
    file_name text not null,
    is_public boolean not null,
    created_at text not null
);

-- Work that recurs: a row that a ticker claims when it is due, so that downtime heals itself.
create table schedule (
    name text not null primary key,
    due_at text not null,
    claimed_until text,
    finished_at text,
    outcome text
);

-- Single values that belong to the whole site (calendar in use, demo marks).
create table setting (
    name text not null primary key,
    value text not null,
    changed_at text not null
);

-- One row a unit (单位), former ones too: what ended has valid_to and, where another took its work over, a successor.
create table unit (
    id text not null primary key,
    code text not null unique,
    name text not null,
    short_name text not null,
    kind text not null,
    level text not null,
    parent_id text references unit (id),
    valid_from text,
    valid_to text,
    successor_id text references unit (id),
    phone text not null,
    address text not null,
    opening_hours text not null,
    website text not null,
    -- place in the list, as the units file orders them
    ordinal bigint not null
);
create index unit_by_ordinal on unit (ordinal, id);

-- Other names; kind is alias or former.
create table unit_alias (
    unit_id text not null references unit (id),
    name text not null,
    kind text not null,
    primary key (unit_id, name)
);

-- Classes that stand for many units. rule: listed, kinds, all, unknown.
create table unit_class (
    id text not null primary key,
    name text not null unique,
    rule text not null,
    ordinal bigint not null
);
create table unit_class_alias (
    class_id text not null references unit_class (id),
    name text not null,
    primary key (class_id, name)
);
create table unit_class_member (
    class_id text not null references unit_class (id),
    ordinal bigint not null,
    unit_id text not null references unit (id),
    primary key (class_id, ordinal)
);
create table unit_class_kind (
    class_id text not null references unit_class (id),
    ordinal bigint not null,
    kind text not null,
    primary key (class_id, ordinal)
);
