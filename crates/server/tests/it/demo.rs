//! The demo city from the console: it may go on, never back.

use crate::console::{Console, said};

#[test]
fn a_demo_is_not_played_backwards() {
    let console = Console::new();
    let load = |day| console.run(&["demo", "--data", "city", "--day", day, "--load-only"]);
    for day in ["2026-06-30", "2026-07-01"] {
        let done = load(day);
        assert!(done.status.success(), "{}", said(&done));
    }
    let refused = load("2026-06-01");
    assert_eq!(refused.status.code(), Some(1));
    let words = said(&refused);
    assert!(
        words.contains("2026-07-01") && words.contains("--data"),
        "{words}"
    );
}
