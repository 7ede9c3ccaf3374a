//! Every statement about sites beside the main one, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    LIST_SITES_ABOVE = "with recursive above (id, parent_id) as (select id, parent_id from unit where id = $1 \
        union select u.id, u.parent_id from above a join unit u on u.id = a.parent_id) \
        select s.code from above a cross join subsite s where s.unit_id = a.id and s.state <> 'leaving' order by s.code";
    LIST_UNITS_OF = "with recursive below (id) as (select id from unit where id = $1 \
        union select u.id from below b join unit u on u.parent_id = b.id) select id from below order by id";
    // A unit of a site: itself or under its unit, however deep.
    FIND_UNIT_ABOVE = "with recursive above (id, parent_id) as (select id, parent_id from unit where id = $1 \
        union select u.id, u.parent_id from above a join unit u on u.id = a.parent_id) select id from above where id = $2";
    LIST_SUBSITES = "select s.*, u.short_name from subsite s join unit u on u.id = s.unit_id order by s.code";
    FIND_SUBSITE = "select s.*, u.short_name from subsite s join unit u on u.id = s.unit_id where s.code = $1";
    ADD_SUBSITE = "insert into subsite (code, unit_id, name, base_url, state, filled_after, units_digest) \
        values ($1, $2, $3, $4, 'filling', '', '')";
    SET_SUBSITE = "update subsite set unit_id = $2, name = $3, base_url = $4 where code = $1";
    BEGIN_FILLING = "update subsite set state = 'filling', filled_after = '', units_digest = $2 where code = $1";
    BEGIN_LEAVING = "update subsite set state = 'leaving', filled_after = '' where code = $1";
    FIND_LEAST_FILLED = "select filled_after from subsite where state in ('filling', 'leaving') order by filled_after, code limit 1";
    ADVANCE_FILLING = "update subsite set filled_after = $2 where state in ('filling', 'leaving') and filled_after >= $1 and filled_after < $2";
    LIST_TO_FINISH = "select code, unit_id, state from subsite where state in ('filling', 'leaving') and filled_after >= $1 order by code";
    FINISH_FILLING = "update subsite set state = 'filled' where code = $1";
    REMOVE_TALLIES = "delete from shelf_tally where site = $1";
    REMOVE_CHOICES = "delete from shelf_choice where site = $1";
    REMOVE_SHARES = "delete from document_share where site = $1";
    REMOVE_SUBSITE = "delete from subsite where code = $1";
    LIST_PUBLIC_IDS = "select id from document where state = 'published' and id > $1 order by id limit $2";

    KEEP_SHARE = "insert into document_share (document_id, site, column_code, shared_by, actor, shared_at) values ($1, $2, $3, $4, $5, $6) \
        on conflict (document_id, site) do update set column_code = excluded.column_code, shared_by = excluded.shared_by, \
        actor = excluded.actor, shared_at = excluded.shared_at";
    REMOVE_SHARE = "delete from document_share where document_id = $1 and site = $2";
    LIST_SHARED = "select h.document_id, h.column_code, h.shared_by, h.shared_at, d.title, d.state, u.short_name from document_share h \
        join document d on d.id = h.document_id join unit u on u.id = d.unit_id where h.site = $4 and h.shared_at <= $1 \
        and (h.shared_at < $1 or h.document_id < $2) order by h.shared_at desc, h.document_id desc limit $3";
    FIND_SHARE = "select column_code from document_share where document_id = $1 and site = $2";
    FIND_PLACE_ON = "select s.column_code from shelf s where s.document_id = $1 and s.site = $2 and s.leads = true";
    LIST_SITES_OF = "select s.code, s.name, s.base_url from shelf p join subsite s on s.code = p.site \
        where p.document_id = $1 and p.leads = true order by s.code limit $2";
}
