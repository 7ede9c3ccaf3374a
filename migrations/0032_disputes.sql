-- 行政复议、行政诉讼 over requests, new answers that they order, and calls after the answer (回访).
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a review or lawsuit over the answer to a request.
create table request_dispute (
    id text not null primary key,
    request_id text not null references request (id),
    -- review, suit, suit_after_review
    branch text not null,
    -- 复议机关 or court, and the number of the case there
    body text not null,
    number text not null,
    filed_on text not null,
    -- upheld, corrected, otherwise; null while it is pending
    decided text,
    decided_on text,
    -- what was decided
    words text not null,
    -- why the note was struck as wrong; null while it stands
    struck_why text
);
create index request_dispute_of on request_dispute (request_id, id);
create index request_dispute_by_day on request_dispute (decided_on, filed_on, id);

-- 责令重新答复: an order to answer anew, and the new answer. The first answer stays as it was.
create table request_anew (
    dispute_id text not null primary key references request_dispute (id),
    -- the day on which the order reached the unit, and the period that counts from it: P20WD, P15D
    received_on text not null,
    period text not null,
    -- how the new answer ends the request; null while it is owed
    outcome text,
    -- grounds of what is withheld where a part is given, parted by spaces
    withheld text not null,
    reply text not null,
    letter_number text,
    answered_on text
);
create unique index request_anew_by_letter on request_anew (letter_number);

-- 回访: somebody asked the asker what they think of the answer.
create table request_visit (
    request_id text not null references request (id),
    ordinal bigint not null,
    visited_on text not null,
    -- phone, letter, online, in_person
    way text not null,
    -- satisfied, dissatisfied, silent
    satisfaction text not null,
    words text not null,
    primary key (request_id, ordinal)
);
create index request_visit_by_day on request_visit (visited_on, request_id);
