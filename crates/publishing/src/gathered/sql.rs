//! Every statement about what is gathered, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    REMOVE_GATHERED = "delete from gathered_document where edition_id = $1";
    REMOVE_CHAPTERS = "delete from gathered_chapter where edition_id = $1";
    ADD_CHAPTER = "insert into gathered_chapter (edition_id, ordinal, heading) values ($1, $2, $3)";
    ADD_GATHERED = "insert into gathered_document (edition_id, ordinal, chapter, document_id, words) values ($1, $2, $3, $4, $5)";
    SET_HEADING = "update gathered_chapter set heading = $3 where edition_id = $1 and ordinal = $2";
    SET_WORDS = "update gathered_document set words = $3 where edition_id = $1 and ordinal = $2";
    LIST_CHAPTERS = "select heading from gathered_chapter where edition_id = $1 order by ordinal";
    LIST_GATHERED = "select g.chapter, g.document_id, g.words, d.index_number, d.title, d.state from gathered_document g \
        join document d on d.id = g.document_id where g.edition_id = $1 order by g.ordinal";
    LIST_SHOWN = "select g.ordinal as place, g.chapter, g.words, d.state, d.id, d.kind, d.unit_id, u.short_name, d.column_code, d.index_number, \
        d.title, d.number, d.theme, d.summary, d.made_on, d.effective_on, d.expires_on, d.published_at, d.validity, d.validity_from, \
        d.validity_before from gathered_document g join document d on d.id = g.document_id join unit u on u.id = d.unit_id \
        where g.edition_id = $1 and g.ordinal > $2 order by g.ordinal limit $3";
    // Editions of a collection that were superseded stay behind it: the newest five hundred editions are looked through.
    // From what gathers it on, not through all documents (SQLite would read those in order otherwise).
    LIST_GATHERING = "select d.id, d.kind, d.title, d.issue, d.published_at, u.short_name from (select g.edition_id from gathered_document g \
        where g.document_id = $1 order by g.edition_id desc limit 500) n cross join edition e cross join document d cross join unit u \
        where e.id = n.edition_id and d.id = e.document_id and d.published_edition_id = e.id and d.state = 'published' \
        and u.id = d.unit_id order by d.published_at desc, d.id desc limit 20";
    // An edition's address names its document as well as the document's own does.
    FIND_BY_ID = "select d.id, d.state, d.title from document d where d.id = $1 \
        or d.id = (select e.document_id from edition e where e.id = $1) limit 1";
    FIND_BY_INDEX = "select id, state, title from document where index_number = $1";
    LIST_BY_NUMBER = "select id, state, title from document where number_key = $1 and state = 'published' order by id limit 2";
}
