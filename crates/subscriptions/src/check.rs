//! What `gongkai check` asks of subscriptions: counts that agree with what they count, no address without a subscription, nothing told by a letter that
//! is not there.

use kernel::{Fault, ReaderId};
use store::check::Problem;
use store::{Store, params};

use crate::sql;

/// Problems of one kind that are told.
const MOST: u32 = 100;

/// What is wrong.
///
/// # Errors
/// The engine's fault.
pub async fn check(store: &Store) -> Result<Vec<Problem>, Fault> {
    store::read!(store, |tx| {
        let mut problems = Vec::new();
        let mut counted = Vec::new();
        for statement in [sql::LIST_TALLIES, sql::RECOUNT] {
            let mut lines: Vec<(String, String, i64)> = Vec::new();
            for row in tx.fetch_all(statement, params![]).await? {
                lines.push((row.get("kind")?, row.get("pace")?, row.get("n")?));
            }
            counted.push(lines);
        }
        if counted.first() != counted.last() {
            problems.push(Problem {
                code: "subscriptions.miscounted",
                place: "subscription_tally".to_owned(),
                message: "订阅数与实际订阅不符".to_owned(),
            });
        }
        let rows = tx
            .fetch_all(sql::LIST_FOLLOWING_NOTHING, params![MOST])
            .await?;
        for row in rows {
            let reader: ReaderId = row.get("id")?;
            problems.push(Problem {
                code: "subscriptions.address_kept",
                place: format!("reader/{reader}"),
                message: "地址已没有任何订阅，应已删除".to_owned(),
            });
        }
        for row in tx.fetch_all(sql::LIST_ITEMS_ASTRAY, params![MOST]).await? {
            let reader: ReaderId = row.get("reader_id")?;
            problems.push(Problem {
                code: "subscriptions.letter_lost",
                place: format!("reader/{reader}"),
                message: "有一条动态写入的邮件不存在".to_owned(),
            });
        }
        let rows = tx
            .fetch_all(sql::LIST_SEARCHES_MISCOUNTED, params![MOST])
            .await?;
        for row in rows {
            problems.push(Problem {
                code: "subscriptions.search_miscounted",
                place: row.get("place")?,
                message: "搜索的订阅数与实际订阅不符，新公开的文件可能漏报".to_owned(),
            });
        }
        Ok(problems)
    })
}
