//! The worked example of docs/log.md, held to the truth: what is printed there is what verifies here.
//!
//! The example was made by a program in another language; nothing here makes it.

use ledger::{LogProof, Sha256, TreeHash, parse_verifier};

const PAGE: &str = include_str!("../../../../docs/log.md");

#[test]
fn the_proof_printed_in_the_documentation_is_valid_and_so_is_each_step() {
    let key = PAGE
        .lines()
        .find_map(|line| line.strip_prefix('`')?.strip_suffix('`'))
        .filter(|line| line.contains('+'))
        .unwrap();
    let (_, after) = PAGE.split_once("```\n").unwrap();
    let (file, _) = after.split_once("```").unwrap();
    let proof = LogProof::parse(file).unwrap();
    let proven = proof.verify(&*parse_verifier(key).unwrap()).unwrap();
    assert_eq!(proven.entry, br#"{"n":2}"#);
    assert_eq!((proven.index, proven.checkpoint.size), (1, 3));
    let leaf = Sha256.leaf(&proven.entry);
    let both = Sha256.node(&proof.path[0], &leaf);
    assert_eq!(Sha256.node(&both, &proof.path[1]), proven.checkpoint.root);
    for step in [leaf, both] {
        assert!(PAGE.contains(&step.to_string()), "{step}");
    }
}
