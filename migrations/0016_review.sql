-- Review: joint issue (联合发文) with a countersignature (会签) of each unit, what was published first and approved afterwards (先行公开), and
-- remarks of reviewers at a place of the text (批注).
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a unit that issues an edition together with the edition's own.
create table joint_issuer (
    edition_id text not null references edition (id),
    unit_id text not null references unit (id),
    -- the order in which they are named
    ordinal bigint not null,
    -- named (in a draft, or before their turn), asked, signed
    state text not null,
    -- when it came to that
    since text not null,
    -- what their leader signed: the digest that the secrecy officer signed
    signed_digest text,
    signed_by text,
    signed_account text,
    primary key (edition_id, unit_id)
);
create index joint_issuer_by_unit on joint_issuer (unit_id, state, since, edition_id);

-- Of an edition that came out before its approval: when, by whom, why, and the promise to make up for it. approved_at tells when that was done.
alter table edition add column published_first_at text;
alter table edition add column published_first_by text;
alter table edition add column published_first_reason text not null default '';
alter table edition add column approval_promise_id text;
create index edition_by_approval_owed on edition (unit_id, published_first_at, id)
    where published_first_at is not null and approved_at is null;

-- One row a remark (批注) of a reviewer.
create table remark (
    edition_id text not null references edition (id),
    ordinal bigint not null,
    -- the words that it is about, as they stood; empty: the edition as a whole
    quote text not null,
    -- where they stood: 第3段
    place text not null,
    words text not null,
    -- open, done
    state text not null,
    acted_as text not null,
    made_by text not null,
    made_account text,
    made_at text not null,
    -- what those who drafted did about it
    answer text not null default '',
    done_by text,
    done_at text,
    primary key (edition_id, ordinal)
);
