//! The demo city from the console: it may go on, never back.

use std::path::Path;
use std::process::{Command, Output};

fn load(folder: &Path, day: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["demo", "--data", "city", "--day", day, "--load-only"])
        .current_dir(folder)
        .env_remove("GONGKAI_STORE__DATABASE")
        .output()
        .unwrap()
}

#[test]
fn a_demo_is_not_played_backwards() {
    let folder = tempfile::tempdir().unwrap();
    for day in ["2026-06-30", "2026-07-01"] {
        let done = load(folder.path(), day);
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let refused = load(folder.path(), "2026-06-01");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("2026-07-01") && said.contains("--data"),
        "{said}"
    );
}
