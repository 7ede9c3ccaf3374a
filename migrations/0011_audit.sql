-- The audit log is looked through by account, address, unit and kind; supervision notices enter the public log.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

-- Newest first along one of these, ids sort by time.
create index event_by_account on event (account_id, id);
create index event_by_address on event (address, id);
create index event_by_unit on event (unit_id, id);
create index event_by_kind on event (kind, id);

-- That a notice was issued is public from now on: what was issued before enters the tree like that of other kinds did.
insert into ledger_pending (happened_at, chain, seq)
select happened_at, chain, seq from event where kind = 'promise.notice_issued';
