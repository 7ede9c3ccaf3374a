//! The tree against its definition: RFC 6962 §2.1 written out naively, on trees of every shape.
//!
//! Signatures and files are tested in `notes.rs`.

use std::collections::BTreeMap;

use ledger::{
    Appender, CompactRange, Hash, LedgerError, Resource, Sha256, Sm3, Tile, Tree, TreeHash,
    list_tiles_of_consistency, list_tiles_of_inclusion, read_bundle, verify_consistency,
    verify_inclusion, write_bundle,
};
use proptest::prelude::*;

fn entry(n: u64) -> Vec<u8> {
    format!("第{n}条").into_bytes()
}

/// MTH of RFC 6962 §2.1, word for word.
fn naive_root(hash: &dyn TreeHash, leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hash.empty(),
        [leaf] => *leaf,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            hash.node(
                &naive_root(hash, &leaves[..k]),
                &naive_root(hash, &leaves[k..]),
            )
        }
    }
}

/// A grown log: all its tiles at all widths that the given sizes need, and the roots of every size.
struct Grown {
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
    leaves: Vec<Hash>,
}

impl Grown {
    fn to(size: u64, hash: &'static dyn TreeHash) -> Self {
        let mut appender = Appender::new(hash);
        let mut tiles = BTreeMap::new();
        let mut leaves = Vec::new();
        for n in 0..size {
            assert_eq!(appender.append(&entry(n)), n);
            leaves.push(hash.leaf(&entry(n)));
            if n % 97 == 0 || n + 1 == size {
                for (tile, hashes) in appender.take_changed() {
                    tiles.insert((tile.level, tile.index), hashes);
                }
            }
        }
        assert_eq!(appender.root(), naive_root(hash, &leaves));
        Self { tiles, leaves }
    }

    /// The tiles as an old size saw them: cut to its widths.
    fn at(&self, size: u64) -> BTreeMap<Tile, Vec<u8>> {
        self.tiles
            .iter()
            .filter_map(|((level, index), hashes)| {
                let tile = Tile::in_tree(*level, *index, size)?;
                let bytes = hashes
                    .iter()
                    .take(usize::from(tile.width))
                    .flat_map(|hash| *hash.as_bytes())
                    .collect();
                Some((tile, bytes))
            })
            .collect()
    }
}

fn to(size: u64) -> usize {
    usize::try_from(size).unwrap()
}

#[test]
fn every_leaf_of_every_small_tree_is_proven_and_no_other_entry_is() {
    for hash in [&Sha256 as &'static dyn TreeHash, &Sm3] {
        let grown = Grown::to(20, hash);
        for size in 1..=20 {
            let tiles = grown.at(size);
            let tree = Tree::new(hash, &tiles, size);
            let root = naive_root(hash, &grown.leaves[..to(size)]);
            assert_eq!(tree.root().unwrap(), root);
            for index in 0..size {
                let path = tree.inclusion_proof(index).unwrap();
                verify_inclusion(hash, &entry(index), (index, size, root), &path).unwrap();
                assert_eq!(tree.leaf(index).unwrap(), hash.leaf(&entry(index)));
                for wrong in (0..size).filter(|wrong| *wrong != index) {
                    let head = (wrong, size, root);
                    verify_inclusion(hash, &entry(index), head, &path).unwrap_err();
                }
            }
        }
    }
}

#[test]
fn every_small_tree_continues_every_smaller_one_and_a_rewritten_one_does_not() {
    let grown = Grown::to(33, &Sha256);
    for size in 1..=33 {
        let tiles = grown.at(size);
        let tree = Tree::new(&Sha256, &tiles, size);
        let root = naive_root(&Sha256, &grown.leaves[..to(size)]);
        for old in 1..=size {
            let old_root = naive_root(&Sha256, &grown.leaves[..to(old)]);
            let path = tree.consistency_proof(old).unwrap();
            verify_consistency(&Sha256, (old, old_root), (size, root), &path).unwrap();
            let mut rewritten = grown.leaves[..to(old)].to_vec();
            rewritten[to(old) / 2] = Sha256.leaf(b"changed");
            let other = naive_root(&Sha256, &rewritten);
            let refused = verify_consistency(&Sha256, (old, other), (size, root), &path);
            assert_eq!(refused, Err(LedgerError::Inconsistent), "{old} {size}");
        }
    }
    verify_consistency(
        &Sha256,
        (0, Sha256.empty()),
        (5, naive_root(&Sha256, &grown.leaves[..5])),
        &[],
    )
    .unwrap();
}

#[test]
fn trees_of_several_levels_of_tiles_are_proven_at_their_edges() {
    let size = 256 * 256 + 300;
    let grown = Grown::to(size, &Sha256);
    let root = naive_root(&Sha256, &grown.leaves);
    let tiles = grown.at(size);
    let tree = Tree::new(&Sha256, &tiles, size);
    assert_eq!(tree.root().unwrap(), root);
    for index in [0, 255, 256, 65_535, 65_536, 65_791, 65_792, size - 1] {
        let path = tree.inclusion_proof(index).unwrap();
        verify_inclusion(&Sha256, &entry(index), (index, size, root), &path).unwrap();
    }
    for old in [1, 255, 256, 257, 65_535, 65_536, 65_537, size - 1, size] {
        let old_root = naive_root(&Sha256, &grown.leaves[..to(old)]);
        let path = tree.consistency_proof(old).unwrap();
        verify_consistency(&Sha256, (old, old_root), (size, root), &path).unwrap();
        for tile in list_tiles_of_consistency(old, size).unwrap() {
            assert!(tiles.contains_key(&tile), "{tile:?}");
        }
    }
}

#[test]
fn a_tree_goes_on_from_its_edge_as_if_it_had_never_stopped() {
    for size in [
        0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000,
    ] {
        let grown = Grown::to(size, &Sha256);
        let edge: Vec<_> = Appender::list_edge(size)
            .into_iter()
            .map(|tile| (tile, grown.tiles[&(tile.level, tile.index)].clone()))
            .collect();
        let mut resumed = Appender::resume(&Sha256, size, &edge).unwrap();
        let mut leaves = grown.leaves;
        for n in size..size + 300 {
            resumed.append(&entry(n));
            leaves.push(Sha256.leaf(&entry(n)));
        }
        assert_eq!(resumed.root(), naive_root(&Sha256, &leaves), "{size}");
        if let Some((first, _)) = edge.first() {
            let short = [(*first, vec![Sha256.empty(); 1])];
            let is_complete = edge.len() == 1 && first.width == 1;
            assert_eq!(
                Appender::resume(&Sha256, size, &short).is_ok(),
                is_complete,
                "{size}"
            );
        }
    }
}

#[test]
fn the_tiles_of_a_tree_of_seventy_thousand_are_those_that_the_format_names() {
    let of_level = |level| (0u64..300).filter_map(move |n| Tile::in_tree(level, n, 70_000));
    let full = |level| of_level(level).filter(|tile| tile.is_full()).count();
    let partial = |level| {
        of_level(level)
            .find(|tile| !tile.is_full())
            .map(|it| it.width)
    };
    assert_eq!((full(0), partial(0)), (273, Some(112)));
    assert_eq!((full(1), partial(1)), (1, Some(17)));
    assert_eq!((full(2), partial(2)), (0, Some(1)));
    assert_eq!(Tile::in_tree(3, 0, 70_000), None);
    let at_256: Vec<_> = [0, 1]
        .map(|level| Tile::in_tree(level, 0, 256).unwrap().width)
        .into();
    assert_eq!(at_256, [256, 1]);
}

#[test]
fn addresses_of_tiles_are_written_and_read_in_one_way_only() {
    let tile = Tile {
        level: 3,
        index: 1_234_067,
        width: 256,
    };
    assert_eq!(tile.path(), "tile/3/x001/x234/067");
    assert_eq!(
        Resource::parse("tile/3/x001/x234/067"),
        Some(Resource::Tile(tile))
    );
    let entries = Resource::parse("tile/entries/000.p/7").unwrap();
    assert_eq!(entries.path(), "tile/entries/000.p/7");
    for bad in [
        "tile/0/0",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/1/001",
        "tile/0/x001",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/entries/",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/../000",
        "tile/0/000/",
        "/tile/0/000",
        "checkpoint",
    ] {
        assert_eq!(Resource::parse(bad), None, "{bad}");
    }
}

#[test]
fn a_missing_tile_is_named_and_an_index_outside_is_refused() {
    let none: BTreeMap<Tile, Vec<u8>> = BTreeMap::new();
    let tree = Tree::new(&Sha256, &none, 300);
    let missing = tree.inclusion_proof(7).unwrap_err();
    assert!(missing.to_string().contains("tile/0/"), "{missing}");
    assert!(tree.inclusion_proof(300).is_err());
    assert!(tree.consistency_proof(0).is_err());
    assert!(tree.consistency_proof(301).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn an_inclusion_proof_holds_for_its_entry_and_falls_with_any_changed_hash(
        size in 1u64..700, at in 0f64..1.0, flip in 0usize..64,
    ) {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let index = ((size as f64 * at) as u64).min(size - 1);
        let grown = Grown::to(size, &Sha256);
        let tiles = grown.at(size);
        let mut path = Tree::new(&Sha256, &tiles, size).inclusion_proof(index).unwrap();
        let root = naive_root(&Sha256, &grown.leaves);
        let head = (index, size, root);
        prop_assert!(verify_inclusion(&Sha256, &entry(index), head, &path).is_ok());
        prop_assert!(verify_inclusion(&Sha256, b"other", head, &path).is_err());
        for tile in list_tiles_of_inclusion(index, size).unwrap() {
            prop_assert!(tiles.contains_key(&tile));
        }
        if !path.is_empty() {
            let at = flip % path.len();
            path[at] = Sha256.leaf(path[at].as_bytes());
            prop_assert!(verify_inclusion(&Sha256, &entry(index), head, &path).is_err());
            path.pop();
            prop_assert!(verify_inclusion(&Sha256, &entry(index), head, &path).is_err());
        }
    }

    #[test]
    fn a_compact_range_knows_the_root_of_every_size(size in 0u64..300) {
        let mut range = CompactRange::new();
        let leaves: Vec<_> = (0..size).map(|n| Sm3.leaf(&entry(n))).collect();
        for leaf in &leaves {
            range.push(&Sm3, *leaf);
        }
        prop_assert_eq!(range.root(&Sm3), naive_root(&Sm3, &leaves));
        let again = CompactRange::from_peaks(size, range.peaks().to_vec()).unwrap();
        prop_assert_eq!(&again, &range);
        prop_assert!(CompactRange::from_peaks(size + 1, Vec::new()).is_err());
    }

    #[test]
    fn verifying_never_panics_whatever_is_handed_in(
        index: u64, size: u64, old: u64, count in 0usize..70,
    ) {
        let path = vec![Sha256.empty(); count];
        let root = Sha256.leaf(b"x");
        prop_assert!(verify_inclusion(&Sha256, b"y", (index, size, root), &path).is_err());
        let outcome = verify_consistency(&Sha256, (old, root), (size, Sha256.empty()), &path);
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn a_bundle_gives_its_entries_back_and_a_cut_one_is_refused(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..256),
    ) {
        let bundle = write_bundle(entries.iter().map(Vec::as_slice)).unwrap();
        prop_assert_eq!(read_bundle(&bundle).unwrap(), entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
        if !bundle.is_empty() {
            let cut = read_bundle(&bundle[..bundle.len() - 1]);
            prop_assert!(cut.is_err() || entries.last().is_some_and(Vec::is_empty));
        }
    }

    #[test]
    fn reading_a_path_never_panics_and_what_is_read_is_written_the_same(path in "tile/(entries|[0-9]{1,3})/[x0-9/.p]{0,40}") {
        if let Some(resource) = Resource::parse(&path) {
            prop_assert_eq!(resource.path(), path);
        }
    }
}

#[test]
fn an_entry_too_long_for_a_bundle_is_refused() {
    let long = vec![0u8; 65_536];
    assert!(write_bundle([long.as_slice()]).is_err());
    assert!(write_bundle([&long[..65_535]]).is_ok());
    assert!(read_bundle(&[0, 0].repeat(257)).is_err());
}
