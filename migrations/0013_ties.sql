-- Ties between documents: what interprets what (政策解读), and what cites a document that is no longer in force and is to be looked at again.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a tie (双向关联): the document that interprets, and what it interprets.
create table document_tie (
    document_id text not null references document (id),
    interpreted_id text not null references document (id),
    tied_by text not null,
    tied_at text not null,
    primary key (document_id, interpreted_id)
);
create index document_tie_by_interpreted on document_tie (interpreted_id, document_id);

-- One row a public document that cited another when that other was repealed (复核引用).
create table citation_review (
    document_id text not null references document (id),
    cited_id text not null references document (id),
    -- of the citing document, so that a unit's list is read along an index
    unit_id text not null references unit (id),
    -- open, done
    state text not null,
    opened_at text not null,
    done_at text,
    done_by text,
    -- what was done about it
    words text not null default '',
    primary key (document_id, cited_id)
);
create index citation_review_by_unit on citation_review (unit_id, state, opened_at, document_id);
