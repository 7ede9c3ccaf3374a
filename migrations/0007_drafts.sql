-- Plans on the way from file to promises; what counts as kept; links between plans of different levels.
-- Common subset of SQLite 3.35 and PostgreSQL 14.

-- One row a draft (草稿): a file as it was read, on the way to promises. What officers changed is in draft_edit; the draft is
-- the reading with its edits, in order.
create table plan_draft (
    id text not null primary key,
    title text not null,
    file_name text not null,
    -- editing, approved, discarded
    state text not null,
    source_blob text not null,
    blocks_blob text not null,
    -- what the reader said, before anybody changed it
    reading_blob text not null,
    -- the number of the newest edit, 0 before the first
    revision bigint not null,
    -- the plan that it became, or whose next version it is
    plan_id text references plan (id),
    created_by text not null,
    created_at text not null,
    changed_by text not null,
    changed_at text not null
);
create index plan_draft_by_change on plan_draft (state, changed_at, id);
create index plan_draft_by_plan on plan_draft (plan_id, changed_at, id);

-- One row an edit, each saved at once; none is ever changed: undoing is an edit too.
create table draft_edit (
    draft_id text not null references plan_draft (id),
    revision bigint not null,
    command text not null,
    made_by text not null,
    account_id text,
    made_at text not null,
    primary key (draft_id, revision)
);

-- What counts as having kept what a duty or catalogue item owes; without a row, a link or a note.
create table evidence_rule (
    origin_id text not null primary key,
    -- any, link, file, link_or_file
    accepted text not null,
    -- how many pieces at least
    least bigint not null,
    -- hosts on which links must lie, with spaces between; empty: anywhere
    hosts text not null
);

-- What the office settled in the reading that waits to be accepted: whom names mean, spans, evidence rules; as JSON.
alter table plan_revision add column settings text;

-- A superior's plan that an own plan carries out (省 → 市 → 县).
create table plan_link (
    own_plan_id text not null references plan (id),
    superior_plan_id text not null references plan (id),
    linked_by text not null,
    linked_at text not null,
    primary key (own_plan_id, superior_plan_id)
);
create index plan_link_by_superior on plan_link (superior_plan_id, own_plan_id);

-- What became of a superior's duty in the own plan: taken over by an own duty, or (own_duty_id empty) not taken over, and why.
create table duty_link (
    own_plan_id text not null references plan (id),
    superior_duty_id text not null references duty (id),
    own_duty_id text not null,
    note text not null,
    decided_by text not null,
    decided_at text not null,
    primary key (own_plan_id, superior_duty_id, own_duty_id)
);
