-- Units reorganised (机构调整): who took whose work over, how else the public reaches a unit, and what a reorganisation looks for.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- 《条例》第十二条 wants fax and an address on the internet in the guide, beside telephone, address and hours.
alter table unit add column fax text not null default '';
alter table unit add column mail text not null default '';

-- Every unit that took over work of one that ended, in order; the first of them is unit.successor_id too. Written by a
-- reorganisation only: it tells which promises a successor's predecessor had already.
create table unit_successor (
    unit_id text not null references unit (id),
    successor_id text not null references unit (id),
    ordinal bigint not null,
    primary key (unit_id, successor_id)
);
create index unit_successor_by_successor on unit_successor (successor_id, unit_id);

-- What a unit holds, wherever it stands: found by the unit when its work goes to another.
create index unit_by_parent on unit (parent_id, ordinal, id);
create index recurrence_by_unit on recurrence (unit_id, is_active, origin_id);
create index mention_unit_by_unit on mention_unit (unit_id, origin_id);
create index plan_by_issuer on plan (issuer_unit_id, id);
create index account_post_by_unit on account_post (unit_id, role, account_id);
