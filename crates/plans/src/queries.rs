//! Read models for screens. Every question costs what it shows, never what the database holds.
//!
//! (signatures agreed; bodies follow when the store stands)
//!
//! pub async fn list_plans(tx: &mut Tx, year: Option<i16>, ask: &PageAsk, today: Date) -> Result<Page<PlanLine>, Fault>;
//! pub async fn find_plan(tx: &mut Tx, id: PlanId, today: Date) -> Result<Option<PlanDetail>, Fault>;
//! pub async fn find_duty(tx: &mut Tx, id: DutyId, today: Date) -> Result<Option<DutyDetail>, Fault>;
//! pub async fn read_source(store: &Store, blocks: &BlobId) -> Result<gongwen::blocks::Source, Fault>;

pub use crate::views::*;
