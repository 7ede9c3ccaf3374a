-- 依申请公开: requests for information from receipt to reply.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- One row a request. Who asked is sealed with the site's key, which lies outside the database.
create table request (
    id text not null primary key,
    -- 2026-000012: what the receipt says
    number text not null unique,
    year bigint not null,
    number_in_year bigint not null,
    unit_id text not null references unit (id),
    -- online, in_person, signed_post, plain_post, fax, oral
    channel text not null,
    -- person, company, research, charity, legal, other
    asker_kind text not null,
    -- sealed: name, identity, contacts
    asker text not null,
    -- keyed hash of the identity: the same for the same asker
    asker_mark text not null,
    -- keyed hash of the receipt's secret
    secret_mark text not null,
    -- the name of what is asked for, its number where it has one, and what else helps to find it
    wanted text not null,
    doc_number text not null,
    description text not null,
    -- how it is to be given: electronic, paper, disc, inspection; download, mail, post, pick_up, on_site
    form text not null,
    delivery text not null,
    is_reduction_asked boolean not null,
    -- what help the asker needs (第四十三条)
    help text not null,
    submitted_at text not null,
    -- the day of receipt (第三十一条); null until it is confirmed
    received_on text,
    stage text not null,
    revision bigint not null,
    -- how it ended; null while it goes on
    outcome text,
    closed_on text
);
create unique index request_by_number on request (year, number_in_year);
create index request_by_stage on request (stage, id);
create index request_by_unit on request (unit_id, stage, id);
create index request_by_asker on request (asker_mark, unit_id, received_on, id);
create index request_by_receipt on request (received_on, unit_id, id);
create index request_by_close on request (closed_on, unit_id, id);

-- What was to be supplemented (第三十条): once for each request.
create table request_supplement (
    request_id text not null primary key references request (id),
    words text not null,
    asked_on text not null,
    due_on text not null,
    received_on text,
    supplied text not null
);

-- Opinions asked for (第三十二条, 第三十三条, 第三十四条).
create table request_consultation (
    id text not null primary key,
    request_id text not null references request (id),
    -- third_party, co_maker, other_organ
    whom text not null,
    -- sealed: who it is
    party text not null,
    words text not null,
    sent_on text not null,
    -- the day that the letter names, for organs to which no article sets one
    wished_on text,
    served_on text,
    answered_on text,
    -- agrees, objects; null while nothing was said
    stance text,
    opinion text not null
);
create index request_consultation_of on request_consultation (request_id, id);

-- 信息处理费: asked for once.
create table request_fee (
    request_id text not null primary key references request (id),
    charging text not null,
    units bigint not null,
    fee_fen bigint not null,
    basis text not null,
    told_on text not null,
    due_on text not null,
    paid_on text
);

-- 延长答复期限 (第三十三条第二款): once before the clock begins anew.
create table request_extension (
    request_id text not null references request (id),
    ordinal bigint not null,
    workdays bigint not null,
    reason text not null,
    agreed_by text not null,
    told_on text not null,
    primary key (request_id, ordinal)
);

-- Where it was looked for (合理检索).
create table request_search (
    request_id text not null references request (id),
    ordinal bigint not null,
    place text not null,
    terms text not null,
    found text not null,
    searched_by text not null,
    searched_on text not null,
    primary key (request_id, ordinal)
);

-- What is decided; written anew each time it was returned.
create table request_decision (
    request_id text not null primary key references request (id),
    outcome text not null,
    -- grounds of what is withheld where a part is given, parted by spaces
    withheld text not null,
    facts text not null,
    reply text not null,
    drafted_by text not null,
    drafted_account text,
    drafted_at text not null,
    approved_by text,
    approved_at text,
    -- 云政公开告〔2026〕12号
    letter_number text,
    -- the way, the day on which it left, the day on which it was served and by what that is shown
    sent_way text,
    sent_on text,
    served_on text,
    proof text
);
create unique index request_decision_by_letter on request_decision (letter_number);

-- One row an act.
create table request_step (
    request_id text not null references request (id),
    ordinal bigint not null,
    command text not null,
    words text not null,
    -- the role, and the name for colleagues; the asker has no name here
    acted_as text not null,
    actor text not null,
    account_id text,
    happened_at text not null,
    primary key (request_id, ordinal)
);

-- What requests owe stands in the order of its days, without walking over what plans owe.
create index promise_by_kind on promise (origin_kind, outcome, due_on, id);
