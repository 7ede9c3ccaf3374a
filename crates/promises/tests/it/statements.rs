//! Every statement of the crate is read by both engines.

use kernel::{Never, Stop};
use testkit::on_both;

on_both! {
    async fn every_statement_prepares(site: &TestSite) {
        for (name, sql) in promises::ALL.iter().copied().flatten() {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }
}
