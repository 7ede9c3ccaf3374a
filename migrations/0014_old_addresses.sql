-- Documents that came from elsewhere, and the addresses under which they were known there.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a document that an import took over: what it was called where it came from, so that a second import knows it again.
create table imported (
    -- the old site or system, as the import names it
    source text not null,
    -- what it is there: file/… or url/…
    key text not null,
    document_id text not null references document (id),
    -- when the import began that brought it
    imported_at text not null,
    primary key (source, key)
);
create index imported_by_document on imported (document_id);

-- One row an address under which a document was known before: path and query in their normal form, without the host.
create table old_address (
    path text not null primary key,
    document_id text not null references document (id)
);
create index old_address_by_document on old_address (document_id);
