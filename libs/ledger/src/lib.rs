//! An append-only log that anyone can verify: a Merkle tree, its tiles and proofs, signed checkpoints and receipts.
//!
//! Pure: it reads no file, knows no time and makes no randomness; tiles come from a [`TileSource`] that the caller gives, key
//! material is handed in. Formats are those of C2SP (signed-note, tlog-checkpoint, tlog-tiles, tlog-proof) over
//! the tree of RFC 6962. Hash and signature go together as a [`Suite`]: SHA-256 with Ed25519, or SM3 with SM2 where 国密 is asked for.
//! What becomes a leaf, and where tiles lie, is the caller's business.

mod append;
mod bundle;
mod checkpoint;
mod digits;
mod error;
mod hash;
mod key;
mod note;
mod proof;
mod proof_file;
mod range;
mod receipt;
mod suite;
mod tile;
mod verify;

pub use append::Appender;
pub use bundle::{LONGEST_ENTRY, read_bundle, write_bundle};
pub use checkpoint::Checkpoint;
pub use error::LedgerError;
pub use hash::{Hash, Sha256, Sm3, TreeHash};
pub use key::{Signer, Verifier, parse_signer, parse_verifier, signer_of};
pub use note::{LONGEST_NOTE, Note, NoteSignature};
pub use proof::{TileSource, Tree, list_tiles_of_consistency, list_tiles_of_inclusion};
pub use proof_file::{LogProof, Proven};
pub use range::CompactRange;
pub use receipt::Receipt;
pub use suite::Suite;
pub use tile::{Resource, Tile, WIDTH};
pub use verify::{root_of_inclusion, verify_consistency, verify_inclusion};
