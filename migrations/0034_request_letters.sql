-- Letters of requests as they were made: whom they go to is filled in when they are opened.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a letter of a request.
create table request_letter (
    request_id text not null references request (id),
    -- supplement, fee, extension-1, opinion-<id>, answer
    slot text not null,
    -- organ, number, title, paragraphs, day (JSON)
    text text not null,
    made_at text not null,
    primary key (request_id, slot)
);
