-- Work plans, their duties, the disclosure catalogue, and whom their words mean.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Parts of a reading that are only ever shown whole (places, terms, doubts)
-- are kept as the JSON of gongwen's published form; whatever is searched or joined has a column or a table.

-- One row a work plan, by its identity.
create table plan (
    id text not null primary key,
    -- no:文号, or title:issuer|title|year: the same plan imported again is found by it
    identity text not null unique,
    title text not null,
    issuer text,
    issuer_unit_id text references unit (id),
    doc_number text,
    index_number text,
    year bigint not null,
    written_on text,
    published_on text,
    -- the day on which names are read and from which periods are owed
    dated_on text not null,
    -- the day of publication that spans start from, and why that day
    publication_on text not null,
    publication_basis text not null,
    source_blob text not null,
    blocks_blob text not null,
    reading_blob text not null,
    citations text not null,
    doubts text not null,
    imported_at text not null
);
create index plan_by_date on plan (dated_on, id);
create index plan_by_year on plan (year, dated_on, id);

-- One row a duty (任务) that a plan hands out; one that a later reading dropped stays, marked.
create table duty (
    id text not null primary key,
    plan_id text not null references plan (id),
    ordinal bigint not null,
    section text not null,
    heading text not null,
    body text not null,
    cadence text not null,
    deadlines text not null,
    terms text not null,
    places text not null,
    doubts text not null,
    -- when a period's promise is due: P20WD, --01-31; and what sets that
    grace text not null,
    grace_basis text not null,
    -- when a revised plan no longer has it
    dropped_at text
);
create index duty_by_plan on duty (plan_id, ordinal, id);

-- A reading of a known plan that differs from it and waits to be accepted.
create table plan_revision (
    plan_id text not null references plan (id),
    reading_blob text not null,
    source_blob text not null,
    blocks_blob text not null,
    -- proposed, accepted, superseded
    state text not null,
    proposed_at text not null,
    proposed_by text not null,
    decided_at text,
    primary key (plan_id, reading_blob)
);

-- One row an item of the disclosure catalogue (主动公开基本目录).
create table catalogue_item (
    id text not null primary key,
    -- field|first|second: the same row imported again is found by it
    identity text not null unique,
    ordinal bigint not null,
    field text not null,
    first_item text not null,
    second_item text not null,
    content text not null,
    legal_basis text not null,
    timing text not null,
    subject text not null,
    channels text not null,
    audience text not null,
    mode text not null,
    levels text not null,
    doubts text not null,
    grace text not null,
    grace_basis text not null,
    imported_at text not null,
    dropped_at text
);
create index catalogue_item_by_ordinal on catalogue_item (ordinal, id);

-- A unit as a duty or catalogue item names it. role: lead or support.
create table mention (
    origin_id text not null,
    role text not null,
    ordinal bigint not null,
    written text not null,
    matched text not null,
    class_id text,
    primary key (origin_id, role, ordinal)
);
-- Whom it means: one unit, a class's members on the plan's day, or nobody yet.
create table mention_unit (
    origin_id text not null,
    role text not null,
    ordinal bigint not null,
    place bigint not null,
    unit_id text not null references unit (id),
    primary key (origin_id, role, ordinal, place)
);

-- Spans that start when something happens which has not happened yet, or may happen again.
create table awaited_event (
    origin_id text not null,
    ordinal bigint not null,
    span text not null,
    trigger_words text not null,
    words text not null,
    happened bigint not null,
    primary key (origin_id, ordinal)
);
