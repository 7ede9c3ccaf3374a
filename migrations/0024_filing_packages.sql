-- 备案 between sites: what another site puts on file with a unit of this one, as the package that it signed, and what was answered.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a filing of another site. What was sent, text and files, is in its package.
create table received_filing (
    id text not null primary key,
    -- the verification key of the site that sent it, and the name that this site knows it by
    sender_key text not null,
    sender text not null,
    -- its id there
    sender_filing text not null,
    -- who puts it on file, there
    unit_name text not null,
    -- who looks through it here, and with whom it says that it is put on file
    receiver_id text not null references unit (id),
    receiver text not null,
    title text not null,
    number text not null,
    -- of the edition that was sent
    digest text not null,
    -- sent, returned, objected, registered, declined
    state text not null,
    since text not null,
    -- how often it was sent, when it was sent last, and when that came in
    round bigint not null,
    sent_at text not null,
    taken_at text not null,
    -- the newest package, as it came
    package_id text not null,
    -- 备案登记号, and the day of it
    register_number text not null default '',
    registered_on text
);
create unique index received_filing_by_sender on received_filing (sender_key, sender_filing);
create index received_filing_by_receiver on received_filing (receiver_id, state, since, id);
create index received_filing_by_state on received_filing (state, since, id);
create unique index received_filing_by_register on received_filing (receiver_id, register_number) where register_number <> '';

-- One row an act upon it.
create table received_filing_step (
    filing_id text not null references received_filing (id),
    ordinal bigint not null,
    command text not null,
    words text not null,
    acted_as text not null,
    actor text not null,
    account_id text,
    happened_at text not null,
    primary key (filing_id, ordinal)
);

-- SHA-256 of the signed answer by which a step came from the receiver's site; null where somebody here did it.
alter table filing_step add column answer text;
