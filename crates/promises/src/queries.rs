//! Read models for screens. Every question costs what it shows, never what the database holds.
//!
//! (signatures agreed; bodies follow when the store stands)
//!
//! pub async fn list_promises(tx: &mut Tx, filter: &PromiseFilter, ask: &PageAsk, today: Date) -> Result<Page<PromiseLine>, Fault>;
//! pub async fn find_promise(tx: &mut Tx, id: PromiseId, today: Date) -> Result<Option<PromiseDetail>, Fault>;
//! pub async fn board(tx: &mut Tx, today: Date) -> Result<Board, Fault>;
//! pub async fn unit_board(tx: &mut Tx, unit: UnitId, today: Date) -> Result<Option<UnitBoard>, Fault>;
//! pub async fn list_unit_scores(tx: &mut Tx, ask: &PageAsk, today: Date) -> Result<Page<UnitScore>, Fault>;

pub use crate::views::*;
