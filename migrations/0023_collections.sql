-- Collections (专题, 政府公报): an edition gathers public documents under chapters, by reference. With it the number of a gazette's issue
-- (期号), and who interprets in an interpretation (解读人).
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a chapter (章节, 栏目) of an edition that gathers documents.
create table gathered_chapter (
    edition_id text not null references edition (id),
    -- 1, 2, 3
    ordinal bigint not null,
    -- what stands over it; empty for a first chapter without heading
    heading text not null,
    primary key (edition_id, ordinal)
);

-- One row a document that an edition gathers. What is shown of it is asked of the document when the page is made.
create table gathered_document (
    edition_id text not null references edition (id),
    -- its place among all that the edition gathers: 1, 2, 3 through all chapters
    ordinal bigint not null,
    -- the chapter's ordinal
    chapter bigint not null,
    document_id text not null references document (id),
    -- a line of the collection's own about it; may be empty
    words text not null,
    primary key (edition_id, ordinal)
);
create unique index gathered_document_by_document on gathered_document (document_id, edition_id);

-- 年、期号 of an edition and of the document as of its published edition: year × 10000 + number, so that one number sorts; null where it is
-- no issue of anything. A unit has each issue of a kind once.
alter table edition add column issue bigint;
alter table document add column issue bigint;
create unique index document_by_issue on document (unit_id, kind, issue);
create index document_by_column_issue on document (column_code, issue, id) where issue is not null;

-- 解读人: principal, deputy, drafter, expert; empty where nothing is interpreted or nobody was named.
alter table edition add column interpreter text not null default '';
alter table document add column interpreter text not null default '';
create index document_by_interpreter on document (kind, interpreter, first_published_at, unit_id) where interpreter <> '';
