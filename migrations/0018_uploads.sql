-- Large files come in parts and go on after an interruption; files are scanned for viruses where the site has a scanner.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a file under way to a draft. It goes when the file has become an attachment, when it is given up, or when its time is over.
create table upload (
    id text not null primary key,
    edition_id text not null references edition (id),
    -- whose it is: nobody else sees it or goes on with it
    account_id text not null,
    file_name text not null,
    -- when the file was last changed, as the sender's browser says it: by name, size and this the same file is known again
    changed_at text not null,
    size bigint not null,
    -- bytes that are on the disk and acknowledged: the sum of its parts
    received bigint not null,
    begun_at text not null,
    -- cleared away after it
    expires_at text not null
);
create index upload_by_edition on upload (edition_id, account_id, id);
create index upload_by_account on upload (account_id, id);
create index upload_by_expiry on upload (expires_at, id);

-- One row a part that is on the disk.
create table upload_part (
    upload_id text not null references upload (id),
    -- the place of its first byte in the whole
    starts_at bigint not null,
    size bigint not null,
    -- its file in the staging area
    name text not null,
    primary key (upload_id, starts_at)
);

-- One row a blob that was scanned: the newest outcome.
create table virus_scan (
    blob_id text not null primary key,
    -- what was found; empty where nothing was
    virus text not null,
    scanned_at text not null
);
