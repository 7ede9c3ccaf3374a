//! Every statement about reports of a year, in the common subset of SQLite and PostgreSQL.

use store::statements;

/// A question about a unit and all below it; $1 is the unit.
macro_rules! within {
    ($rest:literal) => {
        concat!(
            "with recursive within (id) as (select cast($1 as text) union select u.id from unit u \
             join within w on u.parent_id = w.id) ",
            $rest
        )
    };
}

statements! {
    // Editions that are under way or public; a unit has one document of such a kind a year.
    LIST_OF_KIND = "select e.id, e.title, e.state from document d join edition e on e.document_id = d.id \
        where d.unit_id = $1 and d.kind = $2 and d.state <> 'withdrawn' and e.state not in ('superseded', 'discarded', 'withdrawn') \
        order by e.id desc limit $3";
    // From the units on, not through all documents (SQLite would read those in order otherwise).
    COUNT_NORMATIVE = within!("select \
        cast(coalesce(sum(case when made >= $3 and made <= $4 then 1 else 0 end), 0) as bigint) as made, \
        cast(coalesce(sum(case when validity = 'repealed' and validity_from >= $3 and validity_from <= $4 then 1 else 0 end), 0) as bigint) as repealed, \
        cast(coalesce(sum(case when made > $4 or expires_on <= $4 or (validity = 'repealed' and coalesce(validity_from, made) <= $4) \
            then 0 else 1 end), 0) as bigint) as in_force \
        from (select coalesce(d.made_on, substr(d.first_published_at, 1, 10)) as made, d.validity, d.validity_from, d.expires_on \
            from within w cross join document d where d.unit_id = w.id and d.kind = $2 and d.state = 'published') counted");
    COUNT_PUBLISHED = within!("select cast(coalesce(sum(t.n), 0) as bigint) as n from within w cross join shelf_tally t \
        where t.unit_id = w.id and t.site = $2 and t.column_code = $3 and t.kind = $3 and t.theme = $3 and t.validity = $3 and t.year = $4");
}
