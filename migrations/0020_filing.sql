-- 备案: what a unit has published is put on file with the unit above it, which registers it, asks for more, or objects to it.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a document put on file, or an edition of it.
create table filing (
    id text not null primary key,
    document_id text not null references document (id),
    edition_id text not null references edition (id),
    -- who puts it on file
    unit_id text not null references unit (id),
    -- with whom; null where that unit is not on this site, and the sender notes what it answered
    receiver_id text references unit (id),
    receiver text not null,
    -- what it was when it was sent
    title text not null,
    number text not null,
    index_number text not null,
    digest text not null,
    -- 起草说明, 合法性审核意见, whom to ask
    explanation text not null,
    legal_review text not null,
    contact text not null,
    -- sent, returned, objected, registered, declined
    state text not null,
    since text not null,
    -- how often it was sent
    round bigint not null,
    sent_at text not null,
    -- whoever sent it last does not decide on it
    sent_account text,
    -- 备案登记号, and the day of it
    register_number text not null default '',
    registered_on text
);
create index filing_by_unit on filing (unit_id, state, since, id);
create index filing_by_receiver on filing (receiver_id, state, since, id);
create index filing_by_state on filing (state, since, id);
create index filing_by_document on filing (document_id, id);
create unique index filing_by_register on filing (receiver_id, register_number) where register_number <> '';

-- One row an act.
create table filing_step (
    filing_id text not null references filing (id),
    ordinal bigint not null,
    command text not null,
    words text not null,
    acted_as text not null,
    actor text not null,
    account_id text,
    happened_at text not null,
    -- when the people concerned were told; null waits
    told_at text,
    primary key (filing_id, ordinal)
);
create index filing_step_by_telling on filing_step (told_at, filing_id, ordinal);

-- When the people concerned were told of a step of review; null waits. What happened before is told to nobody.
alter table review_step add column told_at text;
update review_step set told_at = happened_at;
create index review_step_by_telling on review_step (told_at, edition_id, ordinal);
