-- The library can be narrowed by unit, kind, theme, year and validity, each choice with how many documents it leaves.
-- Common subset of SQLite 3.35 and PostgreSQL 14. Expands only; what is public already is counted here, once. Its validity is
-- settled by the ticker's first look, for here no day is known: until then it is counted under no validity.

-- whether a document of its kind is in force or not; of the others only what is out of force is told
alter table document add column knows_validity boolean not null default false;
-- how it stands as of the last settling: in_force, not_yet, amended, partly_repealed, expired, repealed; empty where nothing is told
alter table document add column validity_now text not null default '';
-- the first day on which that may be otherwise; null where no day will change it
alter table document add column settle_on text;

update document set knows_validity = true where kind in ('normative', 'policy', 'planning');
update document set settle_on = '0001-01-01' where state = 'published'
    and (knows_validity = true or validity <> 'in_force' or effective_on is not null or expires_on is not null);

create index document_by_settling on document (state, settle_on, id);
-- One index for each combination of column, kind, theme and validity that can be asked for; a list is read along its own.
create index document_by_theme on document (state, theme, published_at, id);
create index document_by_validity on document (state, validity_now, published_at, id);
create index document_by_column_kind on document (state, column_code, kind, published_at, id);
create index document_by_column_theme on document (state, column_code, theme, published_at, id);
create index document_by_column_validity on document (state, column_code, validity_now, published_at, id);
create index document_by_kind_theme on document (state, kind, theme, published_at, id);
create index document_by_kind_validity on document (state, kind, validity_now, published_at, id);
create index document_by_theme_validity on document (state, theme, validity_now, published_at, id);
create index document_by_column_kind_theme on document (state, column_code, kind, theme, published_at, id);
create index document_by_column_kind_validity on document (state, column_code, kind, validity_now, published_at, id);
create index document_by_column_theme_validity on document (state, column_code, theme, validity_now, published_at, id);
create index document_by_kind_theme_validity on document (state, kind, theme, validity_now, published_at, id);
create index document_by_all_choices on document (state, column_code, kind, theme, validity_now, published_at, id);
-- A unit's documents under any further choice: all that is asked of them stands in the index.
create index document_by_unit_choices on document (state, unit_id, published_at, id, column_code, kind, theme, validity_now);

-- One row a combination of choices with how many public documents it leaves; * stands for any.
create table library_tally (
    unit_id text not null,
    column_code text not null,
    kind text not null,
    theme text not null,
    validity text not null,
    year text not null,
    n bigint not null,
    primary key (unit_id, column_code, kind, theme, validity, year)
);

-- One row a value that some public document has, or had: what a filter may offer.
create table library_choice (
    -- unit, column, kind, theme, validity, year
    facet text not null,
    value text not null,
    primary key (facet, value)
);

insert into library_tally (unit_id, column_code, kind, theme, validity, year, n)
select case when u.keeps = 1 then d.unit_id else '*' end, case when c.keeps = 1 then d.column_code else '*' end,
    case when k.keeps = 1 then d.kind else '*' end, case when t.keeps = 1 then d.theme else '*' end,
    case when v.keeps = 1 then d.validity_now else '*' end,
    case when y.keeps = 1 then cast(d.published_year as text) else '*' end, count(*)
from document d
    cross join (select 1 as keeps union all select 0) u
    cross join (select 1 as keeps union all select 0) c
    cross join (select 1 as keeps union all select 0) k
    cross join (select 1 as keeps union all select 0) t
    cross join (select 1 as keeps union all select 0) v
    cross join (select 1 as keeps union all select 0) y
where d.state = 'published' group by 1, 2, 3, 4, 5, 6;

insert into library_choice (facet, value)
select 'unit', unit_id from document where state = 'published' group by unit_id
union all select 'column', column_code from document where state = 'published' group by column_code
union all select 'kind', kind from document where state = 'published' group by kind
union all select 'theme', theme from document where state = 'published' and theme <> '' group by theme
union all select 'year', cast(published_year as text) from document where state = 'published' group by published_year;
