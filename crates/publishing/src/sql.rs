//! Every statement of this crate, in the common subset of SQLite and PostgreSQL.
//!
//! Lists are read along an index from a key: newest first, with the id to break ties.

use store::statements;

/// Conditions on columns of a shelf, numbered from $6 on.
macro_rules! conditions {
    () => {
        ""
    };
    ($a:literal) => {
        concat!($a, " = $6 and ")
    };
    ($a:literal $b:literal) => {
        concat!($a, " = $6 and ", $b, " = $7 and ")
    };
    ($a:literal $b:literal $c:literal) => {
        concat!($a, " = $6 and ", $b, " = $7 and ", $c, " = $8 and ")
    };
    ($a:literal $b:literal $c:literal $d:literal) => {
        concat!(
            $a,
            " = $6 and ",
            $b,
            " = $7 and ",
            $c,
            " = $8 and ",
            $d,
            " = $9 and "
        )
    };
    ($a:literal $b:literal $c:literal $d:literal $e:literal) => {
        concat!(
            $a,
            " = $6 and ",
            $b,
            " = $7 and ",
            $c,
            " = $8 and ",
            $d,
            " = $9 and ",
            $e,
            " = $10 and "
        )
    };
}

/// What lists show of a public document.
macro_rules! line {
    () => {
        "select d.id, d.kind, d.unit_id, u.short_name, d.column_code, d.index_number, d.title, d.number, d.theme, \
         d.summary, d.made_on, d.effective_on, d.expires_on, d.published_at, d.validity, d.validity_from, \
         d.validity_before from document d join unit u on u.id = d.unit_id "
    };
}

/// A list of public documents; $1 moment and $2 id of the key, $3 how many, $4 the earliest moment, $5 the site, then what narrows it. What is
/// shown is chosen on the shelf alone, each combination along an index of its own: beside the units, an engine would begin with those.
macro_rules! shelved {
    ($which:literal, $($column:literal)*) => {
        concat!(
            line!(),
            "where d.id in (select i.document_id from shelf i where i.site = $5 and ",
            $which,
            conditions!($($column)*),
            "i.published_at <= $1 and (i.published_at < $1 or i.document_id < $2) and i.published_at >= $4 \
             order by i.published_at desc, i.document_id desc limit $3) order by d.published_at desc, d.id desc"
        )
    };
}

/// Of all who issue: each document once.
macro_rules! public {
    ($($column:literal)*) => {
        shelved!("i.leads = true and ", $($column)*)
    };
}

/// The same of a unit ($6), which has an index that holds all that narrows it further. The blanks that are added keep the engines from
/// indexes of those columns, along which a unit with few documents would be looked for among all.
macro_rules! public_of_unit {
    ($($column:literal)*) => {
        shelved!("", "i.unit_id" $($column)*)
    };
}

/// How many documents each value of a facet leaves beside the other choices: $1 unit, $2 column, $3 kind, $4 theme, $5 validity, $6 year, each *
/// for any, $7 the site.
macro_rules! choices {
    ($facet:literal, $others:literal) => {
        concat!(
            "select c.facet, c.value, '' as label, t.n from shelf_choice c cross join shelf_tally t where c.site = $7 and c.facet = '",
            $facet, "' and t.site = $7 and ", $others, " and t.n > 0"
        )
    };
}

/// What a list of editions at work selects; $1 moment and $2 id of the key, $3 how many, $4 the state, then the scope.
macro_rules! at_work {
    ($which:literal) => {
        concat!(
            "select e.id, e.document_id, e.ordinal, e.state, e.title, e.drafted_by, e.changed_at, e.publish_at, d.kind, \
             e.unit_id, u.short_name from edition e join document d on d.id = e.document_id \
             join unit u on u.id = e.unit_id where e.state = $4 ",
            $which,
            " and e.changed_at <= $1 and (e.changed_at < $1 or e.id < $2) \
             order by e.changed_at desc, e.id desc limit $3"
        )
    };
}

/// Tied documents of $2 with their newest edition; at most as many as a page shows.
macro_rules! tied {
    ($wanted:literal, $given:literal) => {
        concat!(
            "select d.id, d.kind, d.unit_id, d.state as document_state, d.title as public_title, d.index_number, d.first_published_at, \
             d.effective_on, d.expires_on, d.validity, d.validity_from, d.validity_before, \
             u.short_name, e.id as edition_id, e.state, e.title, e.publish_at from document_tie t join document d on d.id = ",
            $wanted,
            " join unit u on u.id = d.unit_id join edition e on e.document_id = d.id and e.ordinal = (select max(ordinal) \
             from edition where document_id = d.id) where ",
            $given,
            " = $1 order by t.tied_at, d.id limit 50"
        )
    };
}

statements! {
    ADD_DOCUMENT = "insert into document (id, kind, unit_id, knows_validity, state, created_at) \
        values ($1, $2, $3, $4, 'unpublished', $5)";
    FIND_DOCUMENT = "select * from document where id = $1";
    ADD_EDITION = "insert into edition (id, document_id, ordinal, state, revision, scale, change_note, column_code, title, \
        number, theme, keywords, summary, made_on, effective_on, expires_on, unpublish_after, disclosure, disclosure_ground, \
        review_again_on, publish_at, drafted_by, drafter_account, created_at, changed_by, changed_at, unit_id, issue, interpreter) \
        values ($1, $2, $3, 'draft', 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
        $22, $20, $22, $23, $24, $25)";
    SET_EDITION = "update edition set revision = revision + 1, change_note = $2, column_code = $3, title = $4, number = $5, \
        theme = $6, keywords = $7, summary = $8, made_on = $9, effective_on = $10, expires_on = $11, unpublish_after = $12, \
        disclosure = $13, disclosure_ground = $14, review_again_on = $15, publish_at = $16, changed_by = $17, \
        changed_at = $18, scale = $19, issue = $20, interpreter = $21 where id = $1";
    SET_WORDS = "update edition set revision = revision + 1, title = $2, summary = $3, keywords = $4, changed_by = $5, \
        changed_at = $6 where id = $1";
    TOUCH_EDITION = "update edition set revision = revision + 1, changed_by = $2, changed_at = $3 where id = $1";
    SET_STATE = "update edition set state = $2, changed_at = $3 where id = $1";
    SET_SIGNATURE = "update edition set signed_digest = $2, signed_by = $3, signed_account = $4, signed_at = $5 where id = $1";
    SET_APPROVAL = "update edition set approved_by = $2, approved_at = $3 where id = $1";
    SET_PUBLISHED = "update edition set state = 'published', published_at = $2, changed_at = $2 where id = $1";
    END_EDITIONS = "update edition set state = 'withdrawn' where document_id = $1 and state in ('published', 'superseded')";
    FIND_EDITION = "select * from edition where id = $1";
    FIND_UNDER_WAY = "select id from edition where document_id = $1 and state in ('draft', 'returned', 'first_review', \
        'secrecy_review', 'countersigning', 'approval', 'scheduled') order by ordinal desc limit 1";
    FIND_LAST_ORDINAL = "select cast(coalesce(max(ordinal), 0) as bigint) as ordinal from edition where document_id = $1";
    ADD_BODY = "insert into edition_body (edition_id, html) values ($1, $2)";
    SET_BODY = "update edition_body set html = $2 where edition_id = $1";
    FIND_BODY = "select html from edition_body where edition_id = $1";

    LIST_ATTACHMENTS = "select * from attachment where edition_id = $1 order by ordinal";
    ADD_ATTACHMENT = "insert into attachment (edition_id, ordinal, blob_id, file_name, media_type, size, reading, \
        reading_note, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REMOVE_ATTACHMENT = "delete from attachment where edition_id = $1 and ordinal = $2";
    COPY_ATTACHMENTS = "insert into attachment (edition_id, ordinal, blob_id, file_name, media_type, size, reading, \
        reading_note, added_by, added_at) select cast($2 as text), ordinal, blob_id, file_name, media_type, size, reading, \
        reading_note, added_by, added_at from attachment where edition_id = $1";
    COPY_FINDINGS = "insert into finding (edition_id, fingerprint, ordinal, part, attachment, place, kind, label, severity, \
        advice, sample) select cast($2 as text), fingerprint, ordinal, part, attachment, place, kind, label, severity, advice, \
        sample from finding where edition_id = $1 and part = 'file'";

    ADD_UPLOAD = "insert into upload (id, edition_id, account_id, file_name, changed_at, size, received, begun_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, 0, $7, $8)";
    FIND_UPLOAD = "select u.*, d.unit_id from upload u join edition e on e.id = u.edition_id \
        join document d on d.id = e.document_id where u.id = $1";
    LIST_UPLOADS = "select * from upload where edition_id = $1 and account_id = $2 order by id";
    COUNT_UPLOADS = "select count(*) as n, cast(coalesce(sum(size), 0) as bigint) as size from upload where account_id = $1";
    COUNT_STAGED = "select count(*) as n, cast(coalesce(sum(received), 0) as bigint) as received from upload";
    ADVANCE_UPLOAD = "update upload set received = $3, expires_at = $4 where id = $1 and received = $2";
    ADD_UPLOAD_PART = "insert into upload_part (upload_id, starts_at, size, name) values ($1, $2, $3, $4)";
    LIST_UPLOAD_PARTS = "select starts_at, size, name from upload_part where upload_id = $1 order by starts_at";
    LIST_UPLOAD_IDS = "select id from upload where id > $1 order by id limit $2";
    REMOVE_UPLOAD_PARTS = "delete from upload_part where upload_id = $1";
    REMOVE_UPLOAD = "delete from upload where id = $1";
    LIST_EXPIRED_UPLOADS = "select id from upload where expires_at < $1 order by expires_at, id limit $2";
    KEEP_SCAN = "insert into virus_scan (blob_id, virus, scanned_at) values ($1, $2, $3) \
        on conflict (blob_id) do update set virus = excluded.virus, scanned_at = excluded.scanned_at";
    FIND_SCAN = "select virus, scanned_at from virus_scan where blob_id = $1";

    LIST_FINDINGS = "select * from finding where edition_id = $1 order by ordinal, fingerprint";
    FIND_FINDING = "select * from finding where edition_id = $1 and fingerprint = $2";
    KEEP_FOUND = "insert into finding (edition_id, fingerprint, ordinal, part, attachment, place, kind, label, severity, \
        advice, sample) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (edition_id, fingerprint) do \
        update set ordinal = $3, place = $6, advice = $10, sample = $11";
    REMOVE_FINDING = "delete from finding where edition_id = $1 and fingerprint = $2";
    REMOVE_FINDINGS_OF_FILE = "delete from finding where edition_id = $1 and attachment = $2";
    KEEP_FINDING = "update finding set keep_reason = $3, kept_by = $4, kept_at = $5 where edition_id = $1 and fingerprint = $2";

    ADD_STEP = "insert into review_step (edition_id, ordinal, command, words, acted_as, actor, account_id, happened_at, told_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    HAS_UNTOLD_STEP = "select 1 as is_there from review_step where told_at is null limit 1";
    LIST_UNTOLD_STEPS = "select s.edition_id, s.ordinal, s.command, s.happened_at, e.title, e.state, e.unit_id, e.drafter_account, u.short_name \
        from review_step s join edition e on e.id = s.edition_id join unit u on u.id = e.unit_id \
        where s.told_at is null order by s.edition_id, s.ordinal limit $1";
    NOTE_STEP_TOLD = "update review_step set told_at = $3 where edition_id = $1 and ordinal = $2";
    LIST_ASKED_UNITS = "select unit_id from joint_issuer where edition_id = $1 and state = 'asked' order by ordinal";
    COUNT_STEPS = "select count(*) as n from review_step where edition_id = $1";
    LIST_STEPS = "select * from review_step where edition_id = $1 order by ordinal";

    ADD_IMPORTED_DOCUMENT = "insert into document (id, kind, unit_id, state, index_number, index_year, index_serial, \
        published_edition_id, column_code, title, number, number_key, theme, summary, made_on, effective_on, expires_on, \
        first_published_at, published_at, published_year, validity, knows_validity, created_at) values ($1, $2, $3, 'published', $4, \
        $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $5, $18, $19, $20)";
    ADD_IMPORTED_EDITION = "insert into edition (id, document_id, unit_id, ordinal, state, revision, scale, column_code, \
        title, number, theme, keywords, summary, made_on, effective_on, expires_on, disclosure, drafted_by, created_at, \
        changed_by, changed_at, signed_digest, signed_by, signed_at, approved_by, approved_at, published_at) \
        values ($1, $2, $3, 1, 'published', 1, 'first', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14, $15, \
        $16, $17, $15, $17, $15, $18)";
    ADD_IMPORTED = "insert into imported (source, key, document_id, imported_at) values ($1, $2, $3, $4)";
    FIND_IMPORTED = "select document_id, imported_at from imported where source = $1 and key = $2";
    ADD_OLD_ADDRESS = "insert into old_address (path, document_id) values ($1, $2)";
    FIND_OLD_ADDRESS = "select document_id from old_address where path = $1";
    FIND_PUBLIC_BY_OLD_ADDRESS = "select d.id from old_address a join document d on d.id = a.document_id \
        where a.path = $1 and d.state in ('published', 'withdrawn')";

    FIND_LAST_SERIAL = "select cast(coalesce(max(index_serial), 0) as bigint) as serial from document \
        where unit_id = $1 and index_year = $2";
    SET_INDEX = "update document set index_number = $2, index_year = $3, index_serial = $4 where id = $1";
    SHOW_EDITION = "update document set state = 'published', published_edition_id = $2, column_code = $3, title = $4, \
        number = $5, number_key = $6, theme = $7, summary = $8, made_on = $9, effective_on = $10, expires_on = $11, \
        unpublish_after = $12, published_at = $13, published_year = $14, issue = $15, interpreter = $16, \
        first_published_at = coalesce(first_published_at, $13) where id = $1";
    FIND_NUMBER_HOLDER = "select id, title from document where unit_id = $1 and number_key = $2 and id <> $3";
    FIND_ISSUE_HOLDER = "select id, title from document where unit_id = $1 and kind = $2 and issue = $3 and id <> $4";
    LIST_ISSUES = "select id, title, issue, published_at from document where column_code = $1 and issue is not null \
        and state = 'published' and issue <= $2 and (issue < $2 or id < $3) order by issue desc, id desc limit $4";
    COUNT_INTERPRETED = "select unit_id, count(*) as n from document where kind = $1 and interpreter = $2 and interpreter <> '' \
        and first_published_at >= $3 and first_published_at < $4 and state = 'published' group by unit_id order by unit_id";
    COUNT_INTERPRETED_OF = "select count(*) as n from document where kind = $1 and interpreter = $2 and interpreter <> '' \
        and first_published_at >= $3 and first_published_at < $4 and state = 'published' and unit_id = $5";
    PUBLISH_BLOB = "update blob set is_public = $2 where id = $1";
    HIDE_BLOBS = "update blob set is_public = false where (id in (select a.blob_id from attachment a \
        join edition e on e.id = a.edition_id where e.document_id = $1) or id in (select i.blob_id from edition_image i \
        join edition e on e.id = i.edition_id where e.document_id = $1)) and not exists (select 1 from attachment a \
        join edition e on e.id = a.edition_id where a.blob_id = blob.id and e.state in ('published', 'superseded')) \
        and not exists (select 1 from edition_image i join edition e on e.id = i.edition_id \
        where i.blob_id = blob.id and e.state in ('published', 'superseded')) \
        and not exists (select 1 from evidence v where v.blob_id = blob.id)";
    WANT_RENDITION = "insert into rendition (blob_id, state, version, reason, pages, attempts, due_at, changed_at) \
        values ($1, 'waiting', 0, '', 0, 0, $2, $2) on conflict (blob_id) do nothing";
    WANT_RENDITION_ANEW = "update rendition set attempts = 0, due_at = $2, changed_at = $2 where blob_id = $1 and due_at is null";
    LIST_UNRENDERED = "select distinct a.blob_id from attachment a join edition e on e.id = a.edition_id \
        where e.state in ('published', 'superseded') and a.media_type not like 'image/%' and a.media_type not like 'audio/%' \
        and a.media_type not like 'video/%' and a.media_type <> 'text/vtt' \
        and not exists (select 1 from rendition r where r.blob_id = a.blob_id) order by a.blob_id limit $1";
    LIST_OLD_RENDITIONS = "select blob_id from rendition where version < $1 and due_at is null order by version, blob_id limit $2";
    FIND_DUE_RENDITION = "select blob_id, attempts, due_at from rendition where due_at <= $1 order by due_at, blob_id limit 1";
    PUT_OFF_RENDITION = "update rendition set attempts = attempts + 1, due_at = $3, changed_at = $4 where blob_id = $1 and due_at = $2";
    KEEP_RENDITION = "update rendition set state = $2, version = $3, reason = $4, content_id = $5, pages = $6, attempts = 0, \
        due_at = null, changed_at = $7 where blob_id = $1";
    FIND_RENDITION = "select state, reason, content_id, pages from rendition where blob_id = $1";
    LIST_READ_SINCE = "select r.changed_at, e.document_id from rendition r cross join attachment a cross join edition e \
        where a.blob_id = r.blob_id and e.id = a.edition_id and r.changed_at >= $1 and r.state = 'made' and e.state = 'published' \
        order by r.changed_at, r.blob_id, e.document_id limit $2";
    COUNT_WAITING_RENDITIONS = "select count(*) as n from rendition where due_at is not null";
    LIST_BROKEN_RENDITIONS = "select r.blob_id from rendition r where (r.state = 'made' and (r.pages < 1 or not exists \
        (select 1 from blob b where b.id = r.content_id))) or (r.state = 'waiting' and r.due_at is null) \
        or not exists (select 1 from blob b where b.id = r.blob_id) order by r.blob_id limit 20";
    REMOVE_IMAGES = "delete from edition_image where edition_id = $1";
    ADD_IMAGE = "insert into edition_image (edition_id, blob_id) values ($1, $2) on conflict (edition_id, blob_id) do nothing";
    PUBLISH_IMAGES = "update blob set is_public = true where id in (select blob_id from edition_image where edition_id = $1)";
    FIND_PUBLIC_IMAGE = "select b.id, b.size, b.media_type, b.file_name, b.is_public from blob b where b.id = $1 \
        and b.is_public = true and exists (select 1 from edition_image i join edition e on e.id = i.edition_id \
        where i.blob_id = b.id and e.state in ('published', 'superseded'))";
    FIND_IMAGE_UNIT = "select d.unit_id from edition_image i join edition e on e.id = i.edition_id \
        join document d on d.id = e.document_id where i.blob_id = $1 \
        union select j.unit_id from edition_image i join joint_issuer j on j.edition_id = i.edition_id \
        where i.blob_id = $1 and j.state <> 'named' order by 1 limit 200";
    REMOVE_CITATIONS = "delete from citation where document_id = $1";
    ADD_CITATION = "insert into citation (document_id, ordinal, title, number, number_key) values ($1, $2, $3, $4, $5)";
    WITHDRAW = "update document set state = 'withdrawn', withdrawn_at = $2, withdrawn_reason = $3, successor_id = $4, \
        number_key = null, issue = null where id = $1";
    SET_VALIDITY = "update document set validity = $2, validity_from = $3, validity_before = $4 where id = $1";
    ADD_VALIDITY_CHANGE = "insert into validity_change (document_id, ordinal, validity, basis, basis_document_id, \
        effective_on, words, acted_as, actor, happened_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    COUNT_VALIDITY_CHANGES = "select count(*) as n from validity_change where document_id = $1";
    LIST_VALIDITY_CHANGES = "select * from validity_change where document_id = $1 order by ordinal";
    FIND_BY_NUMBER_KEY = "select id, title, state from document where number_key = $1 and state = 'published' order by id limit 1";

    ADD_TIE = "insert into document_tie (document_id, interpreted_id, tied_by, tied_at) values ($1, $2, $3, $4) \
        on conflict (document_id, interpreted_id) do nothing";
    REMOVE_TIE = "delete from document_tie where document_id = $1 and interpreted_id = $2";
    COUNT_TIES = "select count(*) as n from document_tie where document_id = $1";
    LIST_INTERPRETING = tied!("t.document_id", "t.interpreted_id");
    LIST_INTERPRETED = tied!("t.interpreted_id", "t.document_id");
    UNLINK_PROMISES_OF = "delete from document_promise where document_id = $1 and state <> 'kept' and promise_id in \
        (select id from promise where origin_kind = 'document' and origin_id = $2)";
    OPEN_CITATION_REVIEWS = "insert into citation_review (document_id, cited_id, unit_id, state, opened_at) \
        select d.id, cast($2 as text), d.unit_id, 'open', cast($3 as text) from citation c join document d on d.id = c.document_id \
        where c.number_key = $1 and d.state = 'published' and d.id <> $2 \
        on conflict (document_id, cited_id) do update set state = 'open', opened_at = $3, done_at = null, done_by = null, words = ''";
    CLOSE_CITATION_REVIEW = "update citation_review set state = 'done', done_at = $3, done_by = $4, words = $5 \
        where document_id = $1 and cited_id = $2 and state = 'open'";
    LIST_CITATION_REVIEWS = "select r.*, d.title, d.number, d.validity from citation_review r join document d on d.id = r.cited_id \
        where r.document_id = $1 order by r.opened_at, r.cited_id limit 50";
    LIST_OPEN_REVIEWS_OF = "select r.document_id, d.title, d.published_edition_id, c.title as cited_title, r.opened_at, u.short_name \
        from citation_review r join document d on d.id = r.document_id and d.state = 'published' join document c on c.id = r.cited_id \
        join unit u on u.id = r.unit_id where r.unit_id = $1 and r.state = 'open' order by r.opened_at, r.document_id limit 100";

    // An edition's address names it as well as a document's does.
    FIND_MEANT_BY_ID = "select d.id from document d where (d.id = $1 or d.id = (select e.document_id from edition e where e.id = $1)) \
        and (d.state = 'published' or d.unit_id = $2) limit 1";
    FIND_MEANT_BY_INDEX = "select id from document where index_number = $1 and state = 'published'";
    FIND_MEANT_BY_NUMBER = "select id from (select * from (select d.id, 1 as rank from document d where d.number_key = $1 and d.state = 'published' \
        order by d.id limit 1) as public union all select e.document_id, 2 from edition e where e.unit_id = $2 and e.number = $3 \
        and e.state in ('draft', 'returned', 'first_review', 'secrecy_review', 'countersigning', 'approval', 'scheduled')) as meant order by rank, id limit 1";

    ADD_KEEP_RULE = "insert into keep_rule (origin_kind, origin_id, column_code, words, is_certain, set_by, set_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (origin_id, column_code, words) do nothing";
    REMOVE_KEEP_RULE = "delete from keep_rule where origin_id = $1 and column_code = $2 and words = $3";
    COUNT_KEEP_RULES = "select count(*) as n from keep_rule where origin_id = $1";
    LIST_KEEP_RULES = "select column_code, words, is_certain, set_by from keep_rule where origin_id = $1 order by set_at, column_code, words";
    LIST_RULES_OF_COLUMN = "select origin_id, words, is_certain from keep_rule where column_code = $1 order by origin_id, words";
    LIST_OPEN_OF_ORIGIN = "select id, period_label from promise where origin_id = $1 and unit_id = $2 and outcome = 'open' \
        and owed_from <= $3 order by due_on, id limit $4";
    LINK_BY_RULE = "insert into document_promise (document_id, promise_id, state, linked_by, linked_at) \
        values ($1, $2, $3, $4, $5) on conflict (document_id, promise_id) do nothing";
    FIND_PROPOSED = "select d.title, d.published_at from document_promise l join document d on d.id = l.document_id \
        where l.document_id = $1 and l.promise_id = $2 and l.state = 'proposed'";
    LIST_PROPOSED_OF = "select e.id, d.title, d.published_at as happened_at, u.short_name from promise p \
        join document_promise l on l.promise_id = p.id and l.state = 'proposed' join document d on d.id = l.document_id and d.state = 'published' \
        join edition e on e.id = d.published_edition_id join unit u on u.id = d.unit_id \
        where p.unit_id = $1 and p.outcome = 'open' and d.unit_id = $1 group by e.id, d.title, d.published_at, u.short_name \
        order by d.published_at, e.id limit 100";

    ADD_REMARK = "insert into remark (edition_id, ordinal, quote, place, words, state, acted_as, made_by, made_account, made_at) \
        values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9)";
    COUNT_REMARKS = "select count(*) as n from remark where edition_id = $1";
    CLOSE_REMARK = "update remark set state = 'done', answer = $3, done_by = $4, done_at = $5 \
        where edition_id = $1 and ordinal = $2 and state = 'open'";
    LIST_REMARKS = "select * from remark where edition_id = $1 order by ordinal";

    REMOVE_JOINT = "delete from joint_issuer where edition_id = $1";
    ADD_JOINT = "insert into joint_issuer (edition_id, unit_id, ordinal, state, since) values ($1, $2, $3, 'named', $4)";
    LIST_JOINT = "select j.*, u.name from joint_issuer j join unit u on u.id = j.unit_id where j.edition_id = $1 order by j.ordinal";
    ASK_JOINT = "update joint_issuer set state = 'asked', since = $2 where edition_id = $1";
    SIGN_JOINTLY = "update joint_issuer set state = 'signed', signed_digest = $3, signed_by = $4, signed_account = $5, since = $6 \
        where edition_id = $1 and unit_id = $2 and state = 'asked'";
    RESET_JOINT = "update joint_issuer set state = 'named', since = $2, signed_digest = null, signed_by = null, signed_account = null \
        where edition_id = $1";
    LIST_ASKED_TO_SIGN = "select e.id, e.title, j.since as happened_at, u.short_name from joint_issuer j join edition e on e.id = j.edition_id \
        join unit u on u.id = e.unit_id where j.unit_id = $1 and j.state = 'asked' order by j.since, e.id limit 100";
    COUNT_ASKED_TO_SIGN = "select count(*) as n from joint_issuer where unit_id = $1 and state = 'asked'";
    SET_PUBLISHED_FIRST = "update edition set published_first_at = $2, published_first_by = $3, published_first_reason = $4, \
        approval_promise_id = $5 where id = $1";
    LIST_APPROVAL_OWED = "select e.id, e.title, e.published_first_at as happened_at, u.short_name from edition e join unit u on u.id = e.unit_id \
        where e.unit_id = $1 and e.published_first_at is not null and e.approved_at is null and e.state in ('published', 'superseded') \
        order by e.published_first_at, e.id limit 100";
    COUNT_APPROVAL_OWED = "select count(*) as n from edition where unit_id = $1 and published_first_at is not null \
        and approved_at is null and state in ('published', 'superseded')";
    LIST_APPROVAL_OWED_OF_DOCUMENT = "select approval_promise_id from edition where document_id = $1 \
        and published_first_at is not null and approved_at is null and approval_promise_id is not null order by ordinal";

    LIST_DUE = "select id from edition where state = 'scheduled' and publish_at <= $1 order by publish_at, id limit $2";
    LIST_LEAVING = "select id from document where state = 'published' and unpublish_after < $1 \
        order by unpublish_after, id limit $2";

    LINK_PROMISE = "insert into document_promise (document_id, promise_id, state, linked_by, linked_at) \
        values ($1, $2, 'waiting', $3, $4) on conflict (document_id, promise_id) do nothing";
    UNLINK_PROMISE = "delete from document_promise where document_id = $1 and promise_id = $2 and state <> 'kept'";
    LIST_LINKED_PROMISES = "select l.promise_id, l.state, l.note, p.title, p.period_label, p.due_on, p.unit_id \
        from document_promise l join promise p on p.id = l.promise_id where l.document_id = $1 order by p.due_on, p.id";
    SET_LINK_STATE = "update document_promise set state = $3, note = $4 where document_id = $1 and promise_id = $2";
    LIST_DOCUMENTS_OF_PROMISE = "select d.id, d.title, d.index_number, d.published_at from document_promise l \
        cross join document d where d.id = l.document_id and l.promise_id = $1 and l.state = 'kept' and d.state = 'published' \
        order by d.published_at, d.id limit 20";

    LIST_AT_WORK = at_work!("");
    LIST_AT_WORK_OF = at_work!("and e.unit_id = $5");
    COUNT_AT_WORK = "select e.state, count(*) as n from edition e where e.state in ('draft', 'returned', 'first_review', \
        'secrecy_review', 'countersigning', 'approval', 'scheduled') group by e.state order by e.state";
    COUNT_AT_WORK_OF = "select e.state, count(*) as n from edition e where e.unit_id = $1 and e.state in ('draft', 'returned', 'first_review', 'secrecy_review', 'countersigning', 'approval', 'scheduled') \
        group by e.state order by e.state";

    LIST_OBLIGED = "select id, title, due_on from promise where origin_id = $1 and origin_kind = 'document' \
        and outcome <> 'void' order by due_on, id limit 20";
    LIST_BEGINNING = concat!(line!(), "where d.id in (select i.id from document i where i.state = 'published' and i.column_code = $1 \
        and i.effective_on >= $2 and i.effective_on <= $3 order by i.effective_on, i.id limit $4) order by d.effective_on, d.id");
    LIST_ENDING = concat!(line!(), "where d.id in (select i.id from document i where i.state = 'published' and i.column_code = $1 \
        and i.expires_on >= $2 and i.expires_on <= $3 order by i.expires_on, i.id limit $4) order by d.expires_on, d.id");
    LIST_PUBLIC = public!();
    LIST_PUBLIC_OF_COLUMN = public!("i.column_code");
    LIST_PUBLIC_OF_KIND = public!("i.kind");
    LIST_PUBLIC_OF_COLUMN_KIND = public!("i.column_code" "i.kind");
    LIST_PUBLIC_OF_THEME = public!("i.theme");
    LIST_PUBLIC_OF_COLUMN_THEME = public!("i.column_code" "i.theme");
    LIST_PUBLIC_OF_KIND_THEME = public!("i.kind" "i.theme");
    LIST_PUBLIC_OF_COLUMN_KIND_THEME = public!("i.column_code" "i.kind" "i.theme");
    LIST_PUBLIC_OF_VALIDITY = public!("i.validity");
    LIST_PUBLIC_OF_COLUMN_VALIDITY = public!("i.column_code" "i.validity");
    LIST_PUBLIC_OF_KIND_VALIDITY = public!("i.kind" "i.validity");
    LIST_PUBLIC_OF_COLUMN_KIND_VALIDITY = public!("i.column_code" "i.kind" "i.validity");
    LIST_PUBLIC_OF_THEME_VALIDITY = public!("i.theme" "i.validity");
    LIST_PUBLIC_OF_COLUMN_THEME_VALIDITY = public!("i.column_code" "i.theme" "i.validity");
    LIST_PUBLIC_OF_KIND_THEME_VALIDITY = public!("i.kind" "i.theme" "i.validity");
    LIST_PUBLIC_OF_COLUMN_KIND_THEME_VALIDITY = public!("i.column_code" "i.kind" "i.theme" "i.validity");
    LIST_PUBLIC_OF_UNIT = public_of_unit!();
    LIST_PUBLIC_OF_UNIT_COLUMN = public_of_unit!("i.column_code || ''");
    LIST_PUBLIC_OF_UNIT_KIND = public_of_unit!("i.kind || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_KIND = public_of_unit!("i.column_code || ''" "i.kind || ''");
    LIST_PUBLIC_OF_UNIT_THEME = public_of_unit!("i.theme || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_THEME = public_of_unit!("i.column_code || ''" "i.theme || ''");
    LIST_PUBLIC_OF_UNIT_KIND_THEME = public_of_unit!("i.kind || ''" "i.theme || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_KIND_THEME = public_of_unit!("i.column_code || ''" "i.kind || ''" "i.theme || ''");
    LIST_PUBLIC_OF_UNIT_VALIDITY = public_of_unit!("i.validity || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_VALIDITY = public_of_unit!("i.column_code || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_KIND_VALIDITY = public_of_unit!("i.kind || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_KIND_VALIDITY = public_of_unit!("i.column_code || ''" "i.kind || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_THEME_VALIDITY = public_of_unit!("i.theme || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_THEME_VALIDITY = public_of_unit!("i.column_code || ''" "i.theme || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_KIND_THEME_VALIDITY = public_of_unit!("i.kind || ''" "i.theme || ''" "i.validity || ''");
    LIST_PUBLIC_OF_UNIT_COLUMN_KIND_THEME_VALIDITY = public_of_unit!("i.column_code || ''" "i.kind || ''" "i.theme || ''" "i.validity || ''");
    LIST_EDITIONS = "select id, ordinal, state, scale, change_note, title, published_at from edition \
        where document_id = $1 and state in ('published', 'superseded') order by ordinal desc";
    FIND_PUBLIC_EDITION = "select e.id from edition e join document d on d.id = e.document_id where e.document_id = $1 \
        and e.ordinal = $2 and d.state = 'published' and e.state in ('published', 'superseded')";
    LIST_EDITIONS_OF = "select id, ordinal, state, scale, change_note, title, published_at from edition \
        where document_id = $1 order by ordinal desc";
    LIST_CITED = "select c.title, c.number, d.id, d.title as known_title, d.validity, d.validity_from, \
        d.validity_before, d.effective_on, d.expires_on from citation c left join document d on d.number_key = c.number_key and d.state = 'published' \
        where c.document_id = $1 order by c.ordinal, d.id limit 200";
    // The documents that cite one: from the citations on, not through all documents (SQLite would read those in order otherwise).
    LIST_CITING = "select d.id, d.title, d.number, d.published_at from citation c cross join document d \
        where d.id = c.document_id and c.number_key = $1 and d.state = 'published' order by d.published_at desc, d.id desc limit 50";

    // $9: 1 where lists that are of no unit show it here.
    COUNT_SHELF = "insert into shelf_tally (site, unit_id, column_code, kind, theme, validity, year, n) \
        select cast($1 as text), u.it, c.it, k.it, t.it, v.it, y.it, cast($8 as bigint) \
        from (select cast($2 as text) as it union all select '*' where cast($9 as bigint) = 1) u \
        cross join (select cast($3 as text) as it union all select '*') c \
        cross join (select cast($4 as text) as it union all select '*') k cross join (select cast($5 as text) as it union all select '*') t \
        cross join (select cast($6 as text) as it union all select '*') v cross join (select cast($7 as text) as it union all select '*') y \
        where true order by 1, 2, 3, 4, 5, 6, 7 \
        on conflict (site, unit_id, column_code, kind, theme, validity, year) do update set n = shelf_tally.n + excluded.n";
    OFFER = "insert into shelf_choice (site, facet, value) values ($1, $2, $3) on conflict (site, facet, value) do nothing";
    FIND_SHELVED = "select unit_id, published_edition_id, column_code, kind, theme, validity_now, published_at, cast(published_year as text) as year, \
        knows_validity, validity, validity_from, validity_before, effective_on, expires_on from document where id = $1 and state = 'published'";
    LIST_PLACES = "select * from shelf where document_id = $1 order by site, unit_id";
    ADD_PLACE = "insert into shelf (site, document_id, unit_id, leads, column_code, kind, theme, validity, published_at, year) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REMOVE_PLACE = "delete from shelf where document_id = $1 and site = $2 and unit_id = $3";
    LIST_ISSUERS_BESIDE = "select unit_id from joint_issuer where edition_id = $1 order by ordinal";
    LIST_SHARES = "select h.site, h.column_code, s.name, s.base_url, h.shared_by, h.shared_at from document_share h join subsite s on s.code = h.site \
        where h.document_id = $1 and s.state <> 'leaving' order by h.site";
    LIST_STRAY_PLACES = "select s.document_id, s.site from shelf s join document d on d.id = s.document_id \
        where d.state <> 'published' order by s.document_id, s.site limit 20";
    SETTLE = "update document set validity_now = $2, settle_on = $3 where id = $1";
    LIST_TO_SETTLE = "select id from document where state = 'published' and settle_on <= $1 order by settle_on, id limit $2";
    FIND_LEFT = "select n from shelf_tally where site = $7 and unit_id = $1 and column_code = $2 and kind = $3 and theme = $4 \
        and validity = $5 and year = $6";
    LIST_CHOICES = concat!(choices!("column", "t.unit_id = $1 and t.column_code = c.value and t.kind = $3 and t.theme = $4 and t.validity = $5 and t.year = $6"),
        " union all ", choices!("kind", "t.unit_id = $1 and t.column_code = $2 and t.kind = c.value and t.theme = $4 and t.validity = $5 and t.year = $6"),
        " union all ", choices!("theme", "t.unit_id = $1 and t.column_code = $2 and t.kind = $3 and t.theme = c.value and t.validity = $5 and t.year = $6"),
        " union all ", choices!("validity", "t.unit_id = $1 and t.column_code = $2 and t.kind = $3 and t.theme = $4 and t.validity = c.value and t.year = $6"),
        " union all ", choices!("year", "t.unit_id = $1 and t.column_code = $2 and t.kind = $3 and t.theme = $4 and t.validity = $5 and t.year = c.value"));
    LIST_UNIT_CHOICES = "select 'unit' as facet, c.value, u.short_name as label, t.n from shelf_choice c cross join shelf_tally t \
        join unit u on u.id = c.value where c.site = $7 and c.facet = 'unit' and t.site = $7 and t.unit_id = c.value and t.column_code = $1 and t.kind = $2 \
        and t.theme = $3 and t.validity = $4 and t.year = $5 and t.n > 0 order by t.n desc, u.ordinal limit $6";
    LIST_SETTLED = "select *, cast(published_year as text) as year from document where state = 'published' and id > $1 order by id limit $2";
    // What the tally of one pattern ($1 to $6: 1 keeps, 0 is any) says, less what is there: nothing remains where it is right.
    LIST_MISCOUNTED = "select site, unit_id, column_code, kind, theme, validity, year, cast(sum(n) as bigint) as off from ( \
        select s.site, case when $1 = 1 then s.unit_id else '*' end as unit_id, case when $2 = 1 then s.column_code else '*' end as column_code, \
        case when $3 = 1 then s.kind else '*' end as kind, case when $4 = 1 then s.theme else '*' end as theme, \
        case when $5 = 1 then s.validity else '*' end as validity, \
        case when $6 = 1 then s.year else '*' end as year, -1 as n from shelf s where $1 = 1 or s.leads = true \
        union all select t.site, t.unit_id, t.column_code, t.kind, t.theme, t.validity, t.year, t.n from shelf_tally t \
        where (t.unit_id = '*') = ($1 = 0) and (t.column_code = '*') = ($2 = 0) and (t.kind = '*') = ($3 = 0) \
        and (t.theme = '*') = ($4 = 0) and (t.validity = '*') = ($5 = 0) and (t.year = '*') = ($6 = 0)) counted \
        group by site, unit_id, column_code, kind, theme, validity, year having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6, 7 limit 20";
    FIND_PUBLIC_LINE = "select d.*, u.short_name from document d join unit u on u.id = d.unit_id \
        where d.id = $1 and d.state = 'published'";
    LIST_PUBLIC_EDITIONS = "select id from edition where state in ('published', 'superseded') and id > $1 order by id limit $2";
    FIXTURE_DOCUMENTS = "insert into document (id, kind, unit_id, state, index_number, index_year, index_serial, \
        published_edition_id, column_code, title, number, number_key, theme, summary, made_on, first_published_at, \
        published_at, published_year, created_at, validity, knows_validity, validity_now) \
        with recursive counter (n) as (select cast($1 as bigint) union all select n + 1 from counter where n < $2) \
        select substr('00000000', 1, 8 - length(cast(n as text))) || cast(n as text) || '-0000-7000-8000-000000000000', \
        case when n / $5 % 10 < 6 then 'normative' when n / $5 % 10 < 8 then 'notice' else 'news' end, \
        u.id, 'published', 'bench/2026-' || cast(n as text), 2026, n, \
        substr('00000000', 1, 8 - length(cast(n as text))) || cast(n as text) || '-0000-7000-9000-000000000000', \
        case when n / $5 % 10 < 6 then 'policies' when n / $5 % 10 < 8 then 'notices' else 'news' end, \
        '云溪市关于印发第' || cast(n as text) || '号办法的通知', '云规〔2026〕' || cast(n as text) || '号', \
        '云规〔2026〕' || cast(n as text) || '号', \
        case when n <= 500 then '国防' when n % 3 = 0 then '财政、金融、审计' when n % 3 = 1 then '综合政务' else '科技、教育' end, \
        '规模试验。', '2026-01-01', $3, $3, $6, $3, \
        case when n / $5 % 10 < 6 and n % 7 = 0 then 'repealed' else 'in_force' end, n / $5 % 10 < 6, \
        case when n / $5 % 10 >= 6 then '' when n % 7 = 0 then 'repealed' else 'in_force' end \
        from counter join unit u on u.ordinal = $4 + case when n % 5 = 0 then 0 else n % $5 end";
    FIXTURE_SHELF = "insert into shelf (site, document_id, unit_id, leads, column_code, kind, theme, validity, published_at, year) \
        select 'main', id, unit_id, true, column_code, kind, theme, validity_now, published_at, cast(published_year as text) \
        from document where state = 'published'";
    FIXTURE_TALLIES = "insert into shelf_tally (site, unit_id, column_code, kind, theme, validity, year, n) \
        select d.site, case when u.keeps = 1 then d.unit_id else '*' end, case when c.keeps = 1 then d.column_code else '*' end, \
        case when k.keeps = 1 then d.kind else '*' end, case when t.keeps = 1 then d.theme else '*' end, \
        case when v.keeps = 1 then d.validity else '*' end, \
        case when y.keeps = 1 then d.year else '*' end, count(*) from shelf d \
        cross join (select 1 as keeps union all select 0) u cross join (select 1 as keeps union all select 0) c \
        cross join (select 1 as keeps union all select 0) k cross join (select 1 as keeps union all select 0) t \
        cross join (select 1 as keeps union all select 0) v cross join (select 1 as keeps union all select 0) y \
        where u.keeps = 1 or d.leads = true group by 1, 2, 3, 4, 5, 6, 7";
    FIXTURE_CHOICES = "insert into shelf_choice (site, facet, value) \
        select site, 'unit', unit_id from shelf group by site, unit_id union all select site, 'column', column_code from shelf group by site, column_code \
        union all select site, 'kind', kind from shelf group by site, kind union all select site, 'theme', theme from shelf group by site, theme \
        union all select site, 'validity', validity from shelf where validity <> '' group by site, validity \
        union all select site, 'year', year from shelf group by site, year";
    FIXTURE_EDITIONS = "insert into edition (id, document_id, unit_id, ordinal, state, revision, scale, column_code, title, number, \
        theme, summary, made_on, disclosure, drafted_by, created_at, changed_by, changed_at, published_at) \
        select d.published_edition_id, d.id, d.unit_id, 1, 'published', 1, 'first', d.column_code, d.title, d.number, d.theme, \
        d.summary, d.made_on, 'public', '规模试验', d.created_at, '规模试验', d.created_at, d.published_at from document d \
        where d.published_at = $1";
    FIXTURE_BODIES = "insert into edition_body (edition_id, html) select e.id, cast($2 as text) from edition e \
        where e.published_at = $1";
    SET_EXPRESSION = "insert into expression (wrong, better, note, set_by, set_at) values ($1, $2, $3, $4, $5) \
        on conflict (wrong) do update set better = excluded.better, note = excluded.note, set_by = excluded.set_by, \
        set_at = excluded.set_at where expression.better <> excluded.better or expression.note <> excluded.note";
    REMOVE_EXPRESSION = "delete from expression where wrong = $1";
    COUNT_EXPRESSIONS = "select count(*) as n from expression";
    LIST_EXPRESSIONS = "select * from expression where wrong > $1 order by wrong limit $2";
    LIST_WITHOUT_EDITION = "select id from document where state = 'published' and not exists (select 1 from edition e \
        where e.id = document.published_edition_id and e.state = 'published') order by id limit 20";
    LIST_UNSIGNED = "select id from edition where state in ('published', 'superseded') \
        and (signed_digest is null or (approved_at is null and published_first_at is null)) order by id limit 20";
}
