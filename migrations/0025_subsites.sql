-- Several sites on one platform (集约化): what stands in lists is kept for each site and each issuer apart.
-- Common subset of SQLite 3.35 and PostgreSQL 14. What it takes away (library_tally, library_choice and the indexes of document by which
-- lists were read) came with 0015 and 0012, of which no version was released.

-- One row a site beside the main one, as the configuration of the program that serves it names it.
create table subsite (
    -- the word of the configuration; never main
    code text not null primary key,
    -- what this unit and all units under it issue stands on the site
    unit_id text not null references unit (id),
    -- 网站名称
    name text not null,
    -- where people reach it, without a closing slash
    base_url text not null,
    -- filling: documents are being gone through; filled; leaving: the configuration no longer names it
    state text not null,
    -- up to which document they have been gone through
    filled_after text not null,
    -- the units as they were when that began: SHA-256 of their ids in order
    units_digest text not null
);
create index subsite_by_unit on subsite (unit_id, code);

-- A document that stands on a site of others too, by reference.
create table document_share (
    document_id text not null references document (id),
    site text not null references subsite (code),
    -- the column in which it stands there
    column_code text not null,
    shared_by text not null,
    actor text not null,
    shared_at text not null,
    primary key (document_id, site)
);
create index document_share_by_site on document_share (site, shared_at, document_id);

-- One row a place where a public document stands in lists: a site (main for all there is) and one who issues it.
create table shelf (
    site text not null,
    document_id text not null references document (id),
    unit_id text not null references unit (id),
    -- whether lists that are not of a unit show it here: one row a site and document
    leads boolean not null,
    column_code text not null,
    kind text not null,
    theme text not null,
    validity text not null,
    published_at text not null,
    year text not null,
    primary key (document_id, site, unit_id)
);
-- One index for each combination of column, kind, theme and validity that can be asked for; a list is read along its own.
create index shelf_by_publication on shelf (site, leads, published_at, document_id);
create index shelf_by_column on shelf (site, leads, column_code, published_at, document_id);
create index shelf_by_kind on shelf (site, leads, kind, published_at, document_id);
create index shelf_by_theme on shelf (site, leads, theme, published_at, document_id);
create index shelf_by_validity on shelf (site, leads, validity, published_at, document_id);
create index shelf_by_column_kind on shelf (site, leads, column_code, kind, published_at, document_id);
create index shelf_by_column_theme on shelf (site, leads, column_code, theme, published_at, document_id);
create index shelf_by_column_validity on shelf (site, leads, column_code, validity, published_at, document_id);
create index shelf_by_kind_theme on shelf (site, leads, kind, theme, published_at, document_id);
create index shelf_by_kind_validity on shelf (site, leads, kind, validity, published_at, document_id);
create index shelf_by_theme_validity on shelf (site, leads, theme, validity, published_at, document_id);
create index shelf_by_column_kind_theme on shelf (site, leads, column_code, kind, theme, published_at, document_id);
create index shelf_by_column_kind_validity on shelf (site, leads, column_code, kind, validity, published_at, document_id);
create index shelf_by_column_theme_validity on shelf (site, leads, column_code, theme, validity, published_at, document_id);
create index shelf_by_kind_theme_validity on shelf (site, leads, kind, theme, validity, published_at, document_id);
create index shelf_by_all_choices on shelf (site, leads, column_code, kind, theme, validity, published_at, document_id);
-- An issuer's documents under any further choice: all that is asked of them stands in the index.
create index shelf_by_unit on shelf (site, unit_id, published_at, document_id, column_code, kind, theme, validity);

insert into shelf (site, document_id, unit_id, leads, column_code, kind, theme, validity, published_at, year)
select 'main', id, unit_id, true, column_code, kind, theme, validity_now, published_at, cast(published_year as text)
from document where state = 'published';
insert into shelf (site, document_id, unit_id, leads, column_code, kind, theme, validity, published_at, year)
select 'main', d.id, j.unit_id, false, d.column_code, d.kind, d.theme, d.validity_now, d.published_at, cast(d.published_year as text)
from document d join joint_issuer j on j.edition_id = d.published_edition_id and j.unit_id <> d.unit_id
where d.state = 'published';

-- One row a combination of choices on a site with how many public documents it leaves; * stands for any.
create table shelf_tally (
    site text not null,
    unit_id text not null,
    column_code text not null,
    kind text not null,
    theme text not null,
    validity text not null,
    year text not null,
    n bigint not null,
    primary key (site, unit_id, column_code, kind, theme, validity, year)
);

-- One row a value that some public document has on a site, or had: what a filter may offer.
create table shelf_choice (
    site text not null,
    -- unit, column, kind, theme, validity, year
    facet text not null,
    value text not null,
    primary key (site, facet, value)
);

insert into shelf_tally (site, unit_id, column_code, kind, theme, validity, year, n)
select s.site, case when u.keeps = 1 then s.unit_id else '*' end, case when c.keeps = 1 then s.column_code else '*' end,
    case when k.keeps = 1 then s.kind else '*' end, case when t.keeps = 1 then s.theme else '*' end,
    case when v.keeps = 1 then s.validity else '*' end, case when y.keeps = 1 then s.year else '*' end, count(*)
from shelf s
    cross join (select 1 as keeps union all select 0) u
    cross join (select 1 as keeps union all select 0) c
    cross join (select 1 as keeps union all select 0) k
    cross join (select 1 as keeps union all select 0) t
    cross join (select 1 as keeps union all select 0) v
    cross join (select 1 as keeps union all select 0) y
where u.keeps = 1 or s.leads = true group by 1, 2, 3, 4, 5, 6, 7;

insert into shelf_choice (site, facet, value)
select site, 'unit', unit_id from shelf group by site, unit_id
union all select site, 'column', column_code from shelf group by site, column_code
union all select site, 'kind', kind from shelf group by site, kind
union all select site, 'theme', theme from shelf where theme <> '' group by site, theme
union all select site, 'validity', validity from shelf where validity <> '' group by site, validity
union all select site, 'year', year from shelf group by site, year;

drop table library_tally;
drop table library_choice;
drop index document_by_column;
drop index document_by_kind;
drop index document_by_theme;
drop index document_by_validity;
drop index document_by_column_kind;
drop index document_by_column_theme;
drop index document_by_column_validity;
drop index document_by_kind_theme;
drop index document_by_kind_validity;
drop index document_by_theme_validity;
drop index document_by_column_kind_theme;
drop index document_by_column_kind_validity;
drop index document_by_column_theme_validity;
drop index document_by_kind_theme_validity;
drop index document_by_all_choices;
drop index document_by_unit_choices;
