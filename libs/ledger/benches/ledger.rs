//! How fast a log grows and proves: `cargo bench -p ledger`.
//! Limits: 10,000 leaves a second appended; an inclusion proof from a tree of 10,000,000 leaves 1 ms, tiles on disk.
//!
//! Durable appending, with a database under it, is measured in the store.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use ledger::{
    Appender, Hash, LedgerError, Sha256, Sm3, Tile, TileSource, Tree, TreeHash, verify_inclusion,
};

fn main() {
    divan::main();
}

const SIZE: u64 = 10_000_000;

/// A tree of ten million leaves as files, made once a run.
struct Disk {
    folder: tempfile::TempDir,
    root: Hash,
}

impl Disk {
    fn get() -> &'static Self {
        static DISK: OnceLock<Disk> = OnceLock::new();
        DISK.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut appender = Appender::new(&Sha256);
            for n in 0..SIZE {
                appender.append(&n.to_be_bytes());
                if n % 100_000 == 99_999 {
                    for (tile, hashes) in appender.take_changed() {
                        let bytes: Vec<u8> = hashes.iter().flat_map(|it| *it.as_bytes()).collect();
                        let path = at(&folder, tile);
                        fs::create_dir_all(path.parent().expect("a folder")).expect("disk");
                        fs::write(path, bytes).expect("disk");
                    }
                }
            }
            let root = appender.root();
            Disk { folder, root }
        })
    }
}

/// One file a tile, whatever its width.
fn at(folder: &tempfile::TempDir, tile: Tile) -> PathBuf {
    let full = Tile { width: 256, ..tile };
    folder.path().join(full.path())
}

impl TileSource for Disk {
    fn read_tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, LedgerError> {
        fs::read(at(&self.folder, tile))
            .map(Cow::Owned)
            .map_err(|_| LedgerError::TileMissing { path: tile.path() })
    }
}

#[divan::bench]
fn inclusion_proof_of_ten_million_from_files(bencher: Bencher<'_, '_>) {
    let disk = Disk::get();
    let mut index = 12_345;
    bencher.bench_local(|| {
        index = (index + 7_654_321) % SIZE;
        Tree::new(&Sha256, disk, SIZE).inclusion_proof(black_box(index))
    });
}

#[divan::bench]
fn verify_inclusion_in_ten_million(bencher: Bencher<'_, '_>) {
    let disk = Disk::get();
    let index: u64 = 7_654_321;
    let path = Tree::new(&Sha256, disk, SIZE)
        .inclusion_proof(index)
        .expect("all tiles are there");
    let entry = index.to_be_bytes();
    bencher.bench_local(|| {
        verify_inclusion(&Sha256, black_box(&entry), (index, SIZE, disk.root), &path)
            .expect("it holds");
    });
}

#[divan::bench(args = ["sha256", "sm3"])]
fn append_10_000_leaves(bencher: Bencher<'_, '_>, name: &str) {
    let hash: &'static dyn TreeHash = if name == "sm3" { &Sm3 } else { &Sha256 };
    let entry = [b'x'; 500];
    bencher.bench_local(|| {
        let mut appender = Appender::new(hash);
        for _ in 0..10_000 {
            appender.append(black_box(&entry));
        }
        (appender.take_changed().len(), appender.root())
    });
}
