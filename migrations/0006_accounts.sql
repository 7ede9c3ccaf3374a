-- Accounts, posts, delegations, sessions: who may sign in, and as what.
-- Common subset of SQLite 3.35 and PostgreSQL 14.

-- One row a person who may sign in. login is folded to lower case; status: active, disabled.
create table account (
    id text not null primary key,
    login text not null unique,
    name text not null,
    unit_id text not null references unit (id),
    mail text not null,
    status text not null,
    -- argon2id in PHC form; empty where none was ever set
    password text not null,
    password_set_at text,
    must_change_password boolean not null,
    -- the second factor's secret under the site's key; empty where there is none
    totp_secret text not null,
    -- the last time step that was used: a code works once
    totp_step bigint not null,
    -- failures in a row, and until when no password is looked at
    failures bigint not null,
    locked_until text,
    created_at text not null
);
create index account_by_unit on account (unit_id, id);
create index account_by_name on account (name, id);

-- One row a role held in a unit. until_on is the last day; null while it lasts.
create table account_post (
    account_id text not null references account (id),
    unit_id text not null references unit (id),
    role text not null,
    from_on text not null,
    until_on text,
    primary key (account_id, unit_id, role, from_on)
);
create index account_post_by_role on account_post (role, unit_id, account_id);

-- The passwords before the present one, so that they do not come back.
create table account_old_password (
    account_id text not null references account (id),
    set_at text not null,
    password text not null,
    primary key (account_id, set_at)
);

-- One row a recovery code of the second factor: SHA-256; deleted when used.
create table account_recovery_code (
    account_id text not null references account (id),
    digest text not null,
    primary key (account_id, digest)
);

-- One row an identity at an outside provider (OpenID Connect) that opens the account.
create table account_identity (
    issuer text not null,
    subject text not null,
    account_id text not null references account (id),
    linked_at text not null,
    primary key (issuer, subject)
);
create index account_identity_by_account on account_identity (account_id);

-- One row a delegation (授权代办) for an absence; through_on is its last day.
create table delegation (
    id text not null primary key,
    giver_id text not null references account (id),
    taker_id text not null references account (id),
    from_on text not null,
    through_on text not null,
    reason text not null,
    ended_at text,
    made_at text not null
);
create index delegation_by_taker on delegation (taker_id, through_on);
create index delegation_by_giver on delegation (giver_id, through_on);

-- The posts that a delegation hands on.
create table delegation_post (
    delegation_id text not null references delegation (id),
    unit_id text not null references unit (id),
    role text not null,
    primary key (delegation_id, unit_id, role)
);

-- One row a session. The token itself is with the browser only; here is its SHA-256. stage: full, second_factor.
create table session (
    id text not null primary key,
    token_digest text not null unique,
    account_id text not null references account (id),
    csrf text not null,
    stage text not null,
    began_at text not null,
    seen_at text not null,
    ends_at text not null,
    address text not null,
    agent text not null
);
create index session_by_account on session (account_id, seen_at);
create index session_by_end on session (ends_at);

-- One row a form that was handed in: a form works once.
create table session_form (
    session_id text not null references session (id),
    form text not null,
    used_at text not null,
    primary key (session_id, form)
);

-- One row a link from the console that sets up the first account; works once.
create table setup_link (
    token_digest text not null primary key,
    expires_at text not null
);

-- One row a sign-in under way at an outside provider, from its beginning to its return.
create table identity_flow (
    state_digest text not null primary key,
    nonce text not null,
    verifier text not null,
    next text not null,
    expires_at text not null
);
