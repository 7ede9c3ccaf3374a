-- Figures of requests are counted from indexes alone, without opening the rows of a year.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

create index request_by_end on request (closed_on, unit_id, outcome, received_on);
-- The duties to answer by the day of the answer: on time or not, by unit.
create index promise_of_requests on promise (slot, closed_on, unit_id, outcome) where origin_kind = 'request';
