//! Every statement about links between plans, in the common subset of SQLite and PostgreSQL.

use store::statements;

statements! {
    ADD_PLAN_LINK = "insert into plan_link (own_plan_id, superior_plan_id, linked_by, linked_at) values ($1, $2, $3, $4) \
        on conflict (own_plan_id, superior_plan_id) do nothing";
    DROP_PLAN_LINK = "delete from plan_link where own_plan_id = $1 and superior_plan_id = $2";
    FIND_PLAN_LINK = "select linked_by, linked_at from plan_link where own_plan_id = $1 and superior_plan_id = $2";
    LIST_SUPERIORS = "select p.id, p.title, p.issuer from plan_link l join plan p on p.id = l.superior_plan_id \
        where l.own_plan_id = $1 order by p.dated_on, p.id limit 20";
    LIST_LINKED = "select p.id, p.title, p.issuer from plan_link l join plan p on p.id = l.own_plan_id \
        where l.superior_plan_id = $1 order by p.dated_on, p.id limit 200";

    ADD_DUTY_LINK = "insert into duty_link (own_plan_id, superior_duty_id, own_duty_id, note, decided_by, decided_at) \
        values ($1, $2, $3, $4, $5, $6) on conflict (own_plan_id, superior_duty_id, own_duty_id) do update set \
        note = excluded.note, decided_by = excluded.decided_by, decided_at = excluded.decided_at";
    CLEAR_DUTY_LINKS = "delete from duty_link where own_plan_id = $1 and superior_duty_id = $2";
    CLEAR_PLAN_DUTY_LINKS = "delete from duty_link where own_plan_id = $1 and superior_duty_id in \
        (select id from duty where plan_id = $2)";
    LIST_DUTY_LINKS = "select l.superior_duty_id, l.own_duty_id, l.note, l.decided_by, l.decided_at from duty_link l \
        join duty d on d.id = l.superior_duty_id where l.own_plan_id = $1 and d.plan_id = $2 \
        order by l.superior_duty_id, l.own_duty_id";
}
