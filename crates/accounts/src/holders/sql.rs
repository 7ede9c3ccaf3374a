//! Every statement about whoever holds a role.

use store::statements;

statements! {
    LIST_HOLDERS = "select a.id, a.name, a.mail from account_post p join account a on a.id = p.account_id \
        where p.role = $1 and p.unit_id = $2 and p.from_on <= $3 and (p.until_on is null or p.until_on >= $3) \
        and a.status = 'active' \
        union select a.id, a.name, a.mail from delegation_post h join delegation d on d.id = h.delegation_id \
        join account a on a.id = d.taker_id where h.role = $1 and h.unit_id = $2 and d.from_on <= $3 \
        and d.through_on >= $3 and d.ended_at is null and a.status = 'active' order by 1 limit $4";
    LIST_HOLDERS_ANYWHERE = "select distinct a.id, a.name, a.mail from account_post p join account a on a.id = p.account_id \
        where p.role = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) and a.status = 'active' \
        order by a.id limit $3";
    FIND_HOLDER = "select a.id, a.name, a.mail from account a where a.id = $1 and a.status = 'active'";
}
