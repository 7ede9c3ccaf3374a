-- The days on which documents of a column begin and cease to be in force, each along an index: its calendar.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only.

create index document_by_beginning on document (state, column_code, effective_on, id);
create index document_by_end on document (state, column_code, expires_on, id);
