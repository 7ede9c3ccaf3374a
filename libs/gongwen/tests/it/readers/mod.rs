//! Tests of the readers: bytes in, blocks out.
#![allow(clippy::unwrap_used)]

mod docx;
mod hostile;
mod html;
mod making;
mod pdf;
mod same;
mod sniff;
mod text;
mod xlsx;
