-- 规范用语: expressions that the site does not use, and what is written in their place. The gate looks for them in all that is to be public.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row an expression.
create table expression (
    -- what must not stand there
    wrong text not null primary key,
    -- what should; empty where it is to be taken out
    better text not null,
    -- why, or who says so
    note text not null,
    set_by text not null,
    set_at text not null
);
