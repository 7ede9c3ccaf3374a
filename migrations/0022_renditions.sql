-- Attachments of public documents as pages for those who cannot open the files.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a blob that is or was an attachment of a public edition: what came of it. It can be made anew from the blob at any time.
create table rendition (
    blob_id text not null primary key,
    -- waiting, made, none
    state text not null,
    -- by which renderer; 0 while it waits for its first
    version bigint not null,
    -- why there is none
    reason text not null,
    -- the blob that holds the pages and the text
    content_id text,
    pages bigint not null,
    -- since it was asked for
    attempts bigint not null,
    -- when it is to be made, made anew or tried again; null where nothing is to be done
    due_at text,
    changed_at text not null
);
create index rendition_by_due on rendition (due_at, blob_id);
create index rendition_by_version on rendition (version, blob_id);
