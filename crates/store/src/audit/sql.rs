//! Every statement of the audit log. Each list goes along one index, newest first, between two ids.

use crate::statements;

/// Events between two ids that a column narrows down.
macro_rules! along {
    ($narrowed:literal) => {
        concat!(
            "select * from event where id < $1 and id >= $2",
            $narrowed,
            " order by id desc limit $3"
        )
    };
}

statements! {
    LIST_ALL = along!("");
    LIST_BY_SUBJECT = along!(" and subject = $4");
    LIST_BY_ACCOUNT = along!(" and account_id = $4");
    LIST_BY_ADDRESS = along!(" and address = $4");
    LIST_BY_UNIT = along!(" and unit_id = $4");
    LIST_BY_KIND = along!(" and kind = $4");
    FIND_BEFORE = "select * from event where subject = $1 and id < $2 order by id desc limit 1";
}
