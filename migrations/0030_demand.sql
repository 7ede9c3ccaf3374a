-- 公众需求: what visitors searched for in vain, and what the office promised in answer.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row the words of searches that found nothing: how many sought them and since when, never who.
create table sought (
    folded text not null primary key,
    words text not null,
    -- open, dismissed, promised
    state text not null,
    -- visitors, each counted once a day
    times bigint not null,
    first_on text not null,
    last_on text not null
);
create index sought_by_times on sought (state, times desc, folded);
create index sought_by_day on sought (last_on, folded);

-- One row a wish of the public that became a promise; the promise's origin.
create table demand (
    id text not null primary key,
    -- what is promised, in the office's words
    title text not null,
    -- search, question
    channel text not null,
    unit_id text not null references unit (id),
    -- how often it had been sought or asked
    times bigint not null,
    -- the first day on which it was
    since text not null,
    taken_by text not null,
    taken_at text not null
);
create index demand_of_unit on demand (unit_id, id);

-- The search takes in what is written in a file once the file has been read.
create index rendition_by_change on rendition (changed_at, blob_id);
