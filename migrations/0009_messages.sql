-- Messages to people and to webhooks and their delivery; reminders; supervision notices; calendar feeds.
-- Common subset of SQLite 3.35 and PostgreSQL 14.

-- One row a message (消息): what somebody is told. Without an account it is told to webhooks only.
create table message (
    id text not null primary key,
    -- what it is about and for whom and when: the same is never told twice
    dedupe_key text not null unique,
    topic text not null,
    account_id text,
    -- the unit that it concerns; null for the whole site
    unit_id text,
    subject text not null,
    -- JSON: lead, lines with links, link
    body text not null,
    created_at text not null,
    read_at text
);
create index message_by_account on message (account_id, id);
create index message_by_unread on message (account_id, read_at, id);

-- The outbox: one row a way by which a message leaves (mail to its account, a webhook), until it is delivered or dead.
create table delivery (
    id text not null primary key,
    message_id text not null references message (id),
    -- mail or webhook
    channel text not null,
    -- the account or the webhook
    target_id text not null,
    -- waiting, delivered, dead, dropped
    state text not null,
    due_at text not null,
    claim text,
    claimed_until text,
    attempts bigint not null,
    last_error text,
    finished_at text
);
create unique index delivery_of_message on delivery (message_id, channel, target_id);
create index delivery_by_due on delivery (state, due_at, id);
create index delivery_by_claim on delivery (claim, id);

-- Robots of chat groups and other programs that are told by HTTPS.
create table webhook (
    id text not null primary key,
    name text not null,
    -- sealed with the site's key where there is one: the address of a robot is its password
    url text not null,
    secret text not null,
    -- how it is signed: none, gongkai, dingtalk
    signing text not null,
    -- the JSON that is sent, with placeholders
    template text not null,
    -- reminders, notices or both, separated by a blank
    topics text not null,
    -- null for the whole site
    unit_id text references unit (id),
    is_active boolean not null,
    created_at text not null
);
create index webhook_by_name on webhook (name, id);

-- Pieces that are gathered into one message a person; gone once they are in it.
create table message_part (
    account_id text not null,
    topic text not null,
    name text not null,
    -- JSON
    body text not null,
    added_at text not null,
    primary key (account_id, topic, name)
);

-- How a person wants to be told; without a row by mail too.
create table message_preference (
    account_id text not null primary key,
    wants_mail boolean not null,
    changed_at text not null
);

-- Reminders that were raised: one a promise, due day and step. A step without its row is due still.
create table reminder (
    promise_id text not null references promise (id),
    -- a promise that moved is reminded of anew
    due_on text not null,
    -- -7/clerk, +1/section_head, hand/2026-11-23
    step text not null,
    -- the role that is told
    audience text not null,
    unit_id text not null references unit (id),
    raised_on text not null,
    raised_by text not null,
    note text not null,
    -- when it was handed to its people; null waits
    told_at text,
    primary key (promise_id, due_on, step)
);
create index reminder_by_telling on reminder (told_at, unit_id, promise_id, step);

-- Supervision notices (督办单).
create table notice (
    id text not null primary key,
    -- 督办〔2026〕3号
    number text not null unique,
    year bigint not null,
    number_in_year bigint not null,
    unit_id text not null references unit (id),
    title text not null,
    body text not null,
    -- issued, answered, returned, closed, withdrawn
    state text not null,
    -- derived from the clock by the calendar named beside it, never typed in
    due_on text not null,
    clock text not null,
    calendar_version text not null,
    is_provisional boolean not null,
    issued_at text not null,
    issued_by text not null,
    issued_by_account text,
    -- the day and the account of the newest answer
    answered_on text,
    answered_by_account text,
    ended_at text
);
create unique index notice_by_number on notice (year, number_in_year);
create index notice_by_state on notice (state, due_on, id);
create index notice_by_unit on notice (unit_id, state, due_on, id);
create index notice_by_due on notice (due_on, id);

-- The promises that a notice is about; none for a free matter.
create table notice_promise (
    notice_id text not null references notice (id),
    promise_id text not null references promise (id),
    ordinal bigint not null,
    primary key (notice_id, promise_id)
);
create index notice_promise_by_promise on notice_promise (promise_id, notice_id);

-- What was done to a notice, step by step, with its words and links.
create table notice_step (
    notice_id text not null references notice (id),
    ordinal bigint not null,
    -- issue, answer, return, close, withdraw
    command text not null,
    words text not null,
    -- one web address a line
    links text not null,
    actor text not null,
    happened_at text not null,
    -- when the people concerned were told; null waits
    told_at text,
    primary key (notice_id, ordinal)
);
create index notice_step_by_telling on notice_step (told_at, notice_id, ordinal);

-- Reminders of notices, as those of promises.
create table notice_reminder (
    notice_id text not null references notice (id),
    due_on text not null,
    step text not null,
    audience text not null,
    unit_id text not null references unit (id),
    raised_on text not null,
    told_at text,
    primary key (notice_id, due_on, step)
);
create index notice_reminder_by_telling on notice_reminder (told_at, unit_id, notice_id, step);

-- Secret addresses of calendars; only the hash of the secret is kept.
create table calendar_feed (
    account_id text not null primary key,
    token_hash text not null unique,
    created_at text not null,
    last_read_at text
);
