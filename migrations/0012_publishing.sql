-- Publishing: documents, their editions, review, findings of the gate, validity.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a document (信息). What lists and the library ask for stands here as of the published edition.
create table document (
    id text not null primary key,
    -- the kind, as the library's data file declares it
    kind text not null,
    -- the unit that publishes it and answers for it
    unit_id text not null references unit (id),
    -- unpublished, published, withdrawn
    state text not null,
    -- 索引号, given at the first publication and never again to anything else
    index_number text,
    index_year bigint,
    index_serial bigint,
    -- of the published edition
    published_edition_id text,
    column_code text not null default '',
    title text not null default '',
    -- 发文字号 as it is written, and folded so that every writing of it is the same
    number text not null default '',
    number_key text,
    theme text not null default '',
    summary text not null default '',
    made_on text,
    effective_on text,
    expires_on text,
    -- the day after which it leaves the site by itself
    unpublish_after text,
    first_published_at text,
    published_at text,
    published_year bigint,
    -- what was decided about it: in_force, amended, partly_repealed, repealed; what dates say is derived
    validity text not null default 'in_force',
    -- from which day that holds, and what held before
    validity_from text,
    validity_before text not null default 'in_force',
    withdrawn_at text,
    withdrawn_reason text,
    successor_id text,
    created_at text not null
);
create unique index document_by_index_number on document (index_number);
create unique index document_by_index_serial on document (unit_id, index_year, index_serial);
create unique index document_by_number on document (unit_id, number_key);
create index document_by_number_key on document (number_key, id);
create index document_by_publication on document (state, published_at, id);
create index document_by_column on document (state, column_code, published_at, id);
create index document_by_unit on document (state, unit_id, published_at, id);
create index document_by_kind on document (state, kind, published_at, id);
create index document_by_leaving on document (state, unpublish_after, id);

-- One row an edition (版次): a text with its metadata on the way through review, or public. Once published it is never edited.
create table edition (
    id text not null primary key,
    document_id text not null references document (id),
    -- of its document, so that a unit's list is read along an index
    unit_id text not null references unit (id),
    -- 1, 2, 3 among the editions of its document
    ordinal bigint not null,
    -- draft, returned, first_review, secrecy_review, approval, scheduled, published, superseded, discarded, withdrawn
    state text not null,
    -- grows with every write, so that a stale one is noticed
    revision bigint not null,
    -- first, minor, major
    scale text not null,
    -- what changed against the edition before; the public reads it
    change_note text not null default '',
    column_code text not null,
    title text not null,
    number text not null default '',
    theme text not null default '',
    keywords text not null default '',
    summary text not null default '',
    made_on text,
    effective_on text,
    expires_on text,
    unpublish_after text,
    -- public, on_request, withheld; for the latter two why, and when that is looked at again
    disclosure text not null,
    disclosure_ground text not null default '',
    review_again_on text,
    -- when it is to become public; empty: at approval
    publish_at text,
    drafted_by text not null,
    drafter_account text,
    created_at text not null,
    changed_by text not null,
    changed_at text not null,
    -- SHA-256 of all that review is about, as the secrecy officer signed it
    signed_digest text,
    signed_by text,
    signed_account text,
    signed_at text,
    approved_by text,
    approved_at text,
    published_at text
);
create unique index edition_by_ordinal on edition (document_id, ordinal);
create index edition_by_state on edition (state, changed_at, id);
create index edition_by_unit on edition (unit_id, state, changed_at, id);
create index edition_by_schedule on edition (state, publish_at, id);

-- The body (正文) of an edition: a small HTML. Apart, so that lists never read it.
create table edition_body (
    edition_id text not null primary key references edition (id),
    html text not null
);

-- Files of an edition.
create table attachment (
    edition_id text not null references edition (id),
    ordinal bigint not null,
    blob_id text not null,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    -- how far it could be looked into: read, unreadable
    reading text not null,
    -- what the reader said where it could not
    reading_note text not null default '',
    added_by text not null,
    added_at text not null,
    primary key (edition_id, ordinal)
);
create index attachment_by_blob on attachment (blob_id, edition_id);

-- Pictures in the body of an edition.
create table edition_image (
    edition_id text not null references edition (id),
    blob_id text not null,
    primary key (edition_id, blob_id)
);
create index edition_image_by_blob on edition_image (blob_id, edition_id);

-- What the gate found in an edition, and what was decided. A finding is known again by its fingerprint.
create table finding (
    edition_id text not null references edition (id),
    fingerprint text not null,
    ordinal bigint not null,
    -- title, summary, body, file
    part text not null,
    -- of a file: its ordinal among the attachments
    attachment bigint,
    -- where, in words
    place text not null,
    kind text not null,
    label text not null,
    severity text not null,
    advice text not null,
    -- what was found, masked
    sample text not null,
    -- why it may stay, by whom; empty while nobody has decided
    keep_reason text not null default '',
    kept_by text,
    kept_at text,
    primary key (edition_id, fingerprint)
);

-- What was done to an edition, in order.
create table review_step (
    edition_id text not null references edition (id),
    ordinal bigint not null,
    command text not null,
    words text not null,
    -- as what, for the public; who, for colleagues
    acted_as text not null,
    actor text not null,
    account_id text,
    happened_at text not null,
    primary key (edition_id, ordinal)
);

-- Promises that the publication of a document keeps.
create table document_promise (
    document_id text not null references document (id),
    promise_id text not null references promise (id),
    -- waiting, kept, refused and then why
    state text not null,
    note text not null default '',
    linked_by text not null,
    linked_at text not null,
    primary key (document_id, promise_id)
);
create index document_promise_by_promise on document_promise (promise_id, document_id);

-- What the published edition cites (《…》(…号)), in order.
create table citation (
    document_id text not null references document (id),
    ordinal bigint not null,
    title text not null,
    number text not null,
    number_key text not null,
    primary key (document_id, ordinal)
);
create index citation_by_number_key on citation (number_key, document_id);

-- What was decided about the validity of a document, each with its basis and day.
create table validity_change (
    document_id text not null references document (id),
    ordinal bigint not null,
    validity text not null,
    basis text not null,
    basis_document_id text,
    effective_on text not null,
    words text not null,
    acted_as text not null,
    actor text not null,
    happened_at text not null,
    primary key (document_id, ordinal)
);

