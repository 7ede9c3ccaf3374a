-- 订阅的搜索: the searches that somebody follows; each new document is held against these.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a search that somebody follows, however many do.
create table followed_search (
    -- search/QUERY, as subscriptions have it
    place text not null primary key,
    -- confirmed subscriptions to it
    n bigint not null
);
