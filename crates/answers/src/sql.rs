//! Every statement of this crate, in the common subset of SQLite and PostgreSQL; each along an index, each with a limit.

use store::statements;

statements! {
    ADD_CURATED = "insert into curated (id, question, answer, unit_id, document_id, state, review_by, revision, set_by, set_at) \
        values ($1, $2, $3, $4, $5, 'shown', $6, 1, $7, $8)";
    CHANGE_CURATED = "update curated set question = $3, answer = $4, unit_id = $5, document_id = $6, state = 'shown', review_by = $7, \
        revision = revision + 1, set_by = $8, set_at = $9 where id = $1 and revision = $2";
    RETIRE_CURATED = "update curated set state = 'retired', revision = revision + 1, set_by = $3, set_at = $4 \
        where id = $1 and revision = $2 and state = 'shown'";
    COUNT_SHOWN = "select count(*) as n from curated where state = 'shown'";
    FIND_CURATED = "select c.id, c.question, c.answer, c.unit_id, u.name as unit_name, c.document_id, c.state, c.review_by, c.revision, \
        c.set_by, c.set_at from curated c join unit u on u.id = c.unit_id where c.id = $1";
    LIST_CURATED = "select c.id, c.question, c.answer, c.unit_id, u.name as unit_name, c.document_id, c.state, c.review_by, c.revision, \
        c.set_by, c.set_at from curated c join unit u on u.id = c.unit_id where c.state = $1 and c.id > $2 order by c.id limit $3";
    LIST_DUE = "select c.id, c.question, c.answer, c.unit_id, u.name as unit_name, c.document_id, c.state, c.review_by, c.revision, \
        c.set_by, c.set_at from curated c join unit u on u.id = c.unit_id where c.state = 'shown' and c.review_by <= $1 \
        order by c.review_by, c.id limit $2";
    LIST_EXAMPLES = "select question from curated where state = 'shown' and review_by >= $1 order by review_by desc, id desc limit $2";

    DROP_WORDINGS = "delete from curated_wording where curated_id = $1";
    DROP_GRAMS = "delete from curated_gram where curated_id = $1";
    ADD_WORDING = "insert into curated_wording (curated_id, ordinal, words, folded, size) values ($1, $2, $3, $4, $5)";
    ADD_GRAM = "insert into curated_gram (gram, curated_id, ordinal) values ($1, $2, $3)";
    LIST_WORDINGS = "select words from curated_wording where curated_id = $1 order by ordinal limit $2";
    FIND_SAME = "select w.curated_id from curated_wording w join curated c on c.id = w.curated_id \
        where w.folded = $1 and c.state = 'shown' and w.ordinal = 0 and c.id <> $2 order by w.curated_id limit 1";
    FIND_EQUAL = "select w.curated_id from curated_wording w join curated c on c.id = w.curated_id \
        where w.folded = $1 and c.state = 'shown' order by w.curated_id limit 1";
    LIST_ALIKE = "select g.curated_id, g.ordinal, count(*) as shared from curated_gram g \
        where g.gram in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
        group by g.curated_id, g.ordinal order by shared desc, g.curated_id, g.ordinal limit 20";
    FIND_SIZE = "select w.size from curated_wording w join curated c on c.id = w.curated_id \
        where w.curated_id = $1 and w.ordinal = $2 and c.state = 'shown'";

    NOTE_ASKED = "insert into asked (folded, words, state, unanswered, unhelpful, helpful, first_on, last_on) \
        values ($1, $2, 'open', $3, $4, $5, $6, $6) on conflict (folded) do update set unanswered = asked.unanswered + excluded.unanswered, \
        unhelpful = asked.unhelpful + excluded.unhelpful, helpful = asked.helpful + excluded.helpful, last_on = excluded.last_on";
    COUNT_ASKED = "select count(*) as n from asked";
    DROP_OLDEST_ASKED = "delete from asked where folded in (select folded from asked order by last_on, folded limit $1)";
    LIST_ASKED = "select folded, words, unanswered, unhelpful, helpful, first_on, last_on from asked \
        where state = 'open' and unanswered + unhelpful > 0 and (last_on < $1 or (last_on = $1 and folded > $2)) \
        order by last_on desc, folded limit $3";
    FIND_ASKED = "select folded, words, unanswered, unhelpful, helpful, first_on, last_on from asked where folded = $1 and state = 'open'";
    CLOSE_ASKED = "update asked set state = $2 where folded = $1 and state = 'open'";

    LIST_SHOWN_IDS = "select id from curated where state = 'shown' and id > $1 order by id limit $2";
    NOTE_SOUGHT = "insert into sought (folded, words, state, times, first_on, last_on) values ($1, $2, 'open', $3, $4, $4) \
        on conflict (folded) do update set times = sought.times + excluded.times, last_on = excluded.last_on";
    COUNT_SOUGHT = "select count(*) as n from sought";
    DROP_OLDEST_SOUGHT = "delete from sought where folded in (select folded from sought order by last_on, folded limit $1)";
    FORGET_SOUGHT = "delete from sought where folded in \
        (select folded from sought where last_on < $1 and times < $2 order by last_on, folded limit $3)";
    LIST_SOUGHT = "select folded, words, times, first_on, last_on from sought \
        where state = 'open' and times >= $1 and (times < $2 or (times = $2 and folded > $3)) order by times desc, folded limit $4";
    FIND_SOUGHT = "select folded, words, times, first_on, last_on from sought where folded = $1 and state = 'open'";
    CLOSE_SOUGHT = "update sought set state = $2 where folded = $1 and state = 'open'";
    ADD_DEMAND = "insert into demand (id, title, channel, unit_id, times, since, taken_by, taken_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_DEMAND = "select id, title, times, since, taken_at from demand where id = $1";
}
