-- By what publications promises are kept: the office says it once for a duty or an item of the catalogue, and each publication that fits keeps the
-- unit's promise of the period. Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a rule.
create table keep_rule (
    -- duty or item, and its id
    origin_kind text not null,
    origin_id text not null,
    -- the column in which the publication stands
    column_code text not null,
    -- words that its title holds, with blanks between; empty: any title
    words text not null,
    -- 1: what fits keeps the promise by itself; 0: it is proposed to the unit
    is_certain bigint not null,
    set_by text not null,
    set_at text not null,
    primary key (origin_id, column_code, words)
);
create index keep_rule_by_column on keep_rule (column_code, origin_id);

-- document_promise.state is now one of waiting, proposed, kept, refused.
