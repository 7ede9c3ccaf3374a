-- 公众订阅: addresses that follow what the site makes public, what they are told, and the letters by which they are.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row an address that follows something or has asked to. It is gone with the last thing that it follows.
create table reader (
    id text not null primary key,
    -- the address, sealed with the site's key
    address text not null,
    -- keyed hash of the address, by which it is found again
    address_mark text not null unique,
    -- what the links of its letters open with: sealed, and as a hash
    token text not null,
    token_hash text not null unique,
    -- letters in a row that were refused for good
    refusals bigint not null,
    -- since when it gets nothing, because too many were
    suspended_at text,
    created_at text not null
);
create index reader_by_suspension on reader (suspended_at, id);

-- One row a thing that an address follows or has asked to follow.
create table subscription (
    id text not null primary key,
    reader_id text not null references reader (id),
    -- document/ID, column/CODE, unit/ID, …
    place text not null,
    -- the word before the stroke
    kind text not null,
    -- at_once, daily, weekly
    pace text not null,
    -- waiting for its confirmation, or confirmed
    state text not null,
    -- what the link of its confirmation opens with, sealed and as a hash; null once it was opened
    confirm_token text,
    confirm_hash text unique,
    -- when it vanishes unconfirmed; null once confirmed
    expires_at text,
    -- from when on it is told of anything
    since text
);
create unique index subscription_of_reader on subscription (reader_id, place);
create index subscription_by_place on subscription (place, state, id);
create index subscription_by_expiry on subscription (state, expires_at, id);

-- How many follow each kind of thing at each pace: changed in the transaction of what it counts.
create table subscription_tally (
    kind text not null,
    pace text not null,
    n bigint not null,
    primary key (kind, pace)
);

-- One row a thing that happened and that somebody follows: what its readers are told, once for all of them.
create table happening (
    id text not null primary key,
    event_id text not null,
    -- what it happened to: document/ID, promise/ID, unit/ID
    subject text not null,
    -- published, corrected, withdrawn, …
    what text not null,
    title text not null,
    number text not null,
    -- more of it, in words
    words text not null,
    happened_on text not null,
    -- the path of its page
    path text not null
);
create unique index happening_of_event on happening (event_id, subject, what);

-- One row a thing that happened and an address that is told of it: told once.
create table reader_item (
    reader_id text not null references reader (id),
    happening_id text not null references happening (id),
    -- by which of its subscriptions
    subscription_id text not null,
    -- when it is to be told
    due_at text not null,
    -- the letter that tells it; null waits
    letter_id text,
    primary key (reader_id, happening_id)
);
create index reader_item_by_due on reader_item (letter_id, due_at, reader_id);
create index reader_item_by_happening on reader_item (happening_id, reader_id);

-- Letters to addresses: one row a letter, until some days after it was carried.
create table reader_letter (
    id text not null primary key,
    reader_id text not null references reader (id),
    -- confirm, known, full, items
    kind text not null,
    -- the subscription that it asks about
    subscription_id text,
    -- waiting, delivered, dead, dropped
    state text not null,
    due_at text not null,
    claim text,
    claimed_until text,
    attempts bigint not null,
    last_error text,
    created_at text not null,
    finished_at text
);
create index reader_letter_by_due on reader_letter (state, due_at, id);
create index reader_letter_by_claim on reader_letter (claim, id);
create index reader_letter_of_reader on reader_letter (reader_id, created_at, id);
create index reader_letter_by_end on reader_letter (finished_at, id);
