-- 智能问答: questions that an office answered itself, and what visitors asked without getting an answer.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a question that an office answered in its own words, with what that rests on.
create table curated (
    id text not null primary key,
    question text not null,
    -- plain text, paragraphs parted by line ends
    answer text not null,
    -- who answers for it
    unit_id text not null references unit (id),
    -- the public document that it rests on; null where it is the unit's own statement
    document_id text references document (id),
    -- shown, retired
    state text not null,
    -- the last day on which it may stand unread
    review_by text not null,
    revision bigint not null,
    set_by text not null,
    set_at text not null
);
create index curated_by_state on curated (state, id);
create index curated_by_review on curated (state, review_by, id);
create index curated_of_unit on curated (unit_id, state, id);
create index curated_of_document on curated (document_id, state, id);

-- One row a way of asking such a question; the first one is the question itself.
create table curated_wording (
    curated_id text not null references curated (id),
    ordinal bigint not null,
    words text not null,
    -- the same without marks and polite words, in one script
    folded text not null,
    -- how many grams it has
    size bigint not null,
    primary key (curated_id, ordinal)
);
create index curated_wording_by_folded on curated_wording (folded, curated_id, ordinal);

-- One row a gram of a way of asking: what is asked alike is found by the grams that both have.
create table curated_gram (
    gram text not null,
    curated_id text not null references curated (id),
    ordinal bigint not null,
    primary key (gram, curated_id, ordinal)
);
create index curated_gram_of_wording on curated_gram (curated_id, ordinal);

-- One row a question of visitors that was not answered, or not well: how often and since when, never by whom.
create table asked (
    folded text not null primary key,
    words text not null,
    -- open, dismissed, written
    state text not null,
    -- presses of 没解决 where nothing was answered
    unanswered bigint not null,
    -- presses of 没解决 below an answer
    unhelpful bigint not null,
    -- presses of 有帮助
    helpful bigint not null,
    first_on text not null,
    last_on text not null
);
create index asked_by_state on asked (state, last_on, folded);
