-- Work on promises: progress, nil returns, proposals to waive or move, returned evidence, bulk work.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- Kept because there was nothing to publish (零报告), signed by a leader.
alter table promise add column is_nil boolean not null default false;
-- What an open promise waits for beside being kept: empty, returned, signature (a nil return), decision (a waiver or move).
alter table promise add column waits_for text not null default '';
-- How often its evidence was returned; when it last was, and why, while that is not mended.
alter table promise add column times_returned bigint not null default 0;
alter table promise add column returned_at text;
alter table promise add column return_reason text;
-- The newest progress, in per cent.
alter table promise add column percent bigint;
create index promise_by_wait on promise (waits_for, due_on, id);
create index promise_by_unit_wait on promise (unit_id, waits_for, due_on, id);
create index promise_by_closing on promise (closed_at, id);
create index promise_by_unit_closing on promise (unit_id, closed_at, id);

-- Evidence may be a link, a file or a note. What was returned stays, marked; the same link may then be handed in anew.
alter table evidence add column kind text not null default 'link';
alter table evidence add column blob_id text;
alter table evidence add column file_name text not null default '';
alter table evidence add column media_type text not null default '';
alter table evidence add column size bigint not null default 0;
alter table evidence add column returned_at text;
alter table evidence add column return_reason text;
drop index evidence_of_promise;
create index evidence_by_promise on evidence (promise_id, recorded_at, id);

-- What a unit says of the way there.
create table promise_progress (
    id text not null primary key,
    promise_id text not null references promise (id),
    percent bigint not null,
    note text not null,
    -- the day that the words speak of, and the moment this was recorded
    stated_on text not null,
    recorded_at text not null,
    recorded_by text not null
);
create index promise_progress_by_promise on promise_progress (promise_id, recorded_at, id);

-- What somebody asks for and somebody else decides. kind: nil_return, waiver, move.
create table promise_proposal (
    id text not null primary key,
    promise_id text not null references promise (id),
    kind text not null,
    -- waiting, approved, refused, lapsed (the promise was closed another way)
    state text not null,
    -- the unit whose leader decides: the promise's own for a nil return, the office's for the others
    deciding_unit_id text not null references unit (id),
    reason text not null,
    basis text not null,
    -- how much longer, for a move: P10WD
    span text,
    proposed_by text not null,
    proposer_account text,
    proposed_at text not null,
    decided_by text,
    -- the role by which it was decided, for the public
    decided_as text,
    decided_at text,
    decision_note text
);
create index promise_proposal_by_promise on promise_proposal (promise_id, state, proposed_at, id);
create index promise_proposal_by_unit on promise_proposal (deciding_unit_id, state, kind, proposed_at, id);

-- Work on many promises at once. The order stands with who gave it, so that it goes on after a restart.
create table promise_batch (
    id text not null primary key,
    -- the order and who gave it, as JSON
    work text not null,
    ordered_by text not null,
    account_id text,
    -- running, finished
    state text not null,
    ordered_at text not null,
    finished_at text,
    total bigint not null
);
create index promise_batch_by_state on promise_batch (state, ordered_at, id);
create index promise_batch_by_account on promise_batch (account_id, ordered_at, id);
create table promise_batch_item (
    batch_id text not null references promise_batch (id),
    ordinal bigint not null,
    promise_id text not null references promise (id),
    -- waiting, done, refused
    state text not null,
    -- why it was refused: the code and the words
    code text not null,
    message text not null,
    primary key (batch_id, ordinal)
);
create index promise_batch_item_by_state on promise_batch_item (batch_id, state, ordinal);
