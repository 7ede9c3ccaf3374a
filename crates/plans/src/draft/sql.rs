//! Every statement about drafts, and about links between plans, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    ADD_DRAFT = "insert into plan_draft (id, title, file_name, state, source_blob, blocks_blob, reading_blob, revision, \
        plan_id, created_by, created_at, changed_by, changed_at) values ($1, $2, $3, 'editing', $4, $5, $6, 0, $7, $8, $9, \
        $8, $9)";
    FIND_DRAFT = "select * from plan_draft where id = $1";
    LIST_DRAFTS = "select * from plan_draft where state = $1 and (changed_at < $2 or (changed_at = $2 and id < $3)) \
        order by changed_at desc, id desc limit $4";
    COUNT_DRAFTS = "select count(*) as n from plan_draft where state = $1";
    FIND_DRAFT_OF_PLAN = "select id from plan_draft where plan_id = $1 and state = 'approved' order by changed_at desc, \
        id desc limit 1";
    MOVE_DRAFT = "update plan_draft set revision = $3, title = $4, changed_by = $5, changed_at = $6 where id = $1 \
        and revision = $2 and state = 'editing'";
    END_DRAFT = "update plan_draft set state = $2, plan_id = $3, changed_by = $4, changed_at = $5 where id = $1 \
        and state = 'editing'";

    ADD_EDIT = "insert into draft_edit (draft_id, revision, command, made_by, account_id, made_at) \
        values ($1, $2, $3, $4, $5, $6)";
    LIST_EVIDENCE_RULES = "select r.origin_id, r.accepted, r.least, r.hosts from evidence_rule r \
        join duty d on d.id = r.origin_id where d.plan_id = $1 and d.dropped_at is null";
    LIST_EDITS = "select revision, command, made_by, made_at from draft_edit where draft_id = $1 order by revision";
}
