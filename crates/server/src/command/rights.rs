//! `gongkai rights-markdown` (hidden): who may do what, as a table for docs/rights.md. Nothing is decided here.

use kernel::rights::Reach;
use kernel::{Deed, Role};

/// Prints the matrix role × deed.
pub fn print() {
    println!("# 谁可以办什么\n");
    println!(
        "本页由 `cargo xtask docs` 从程序的权限表（`kernel::rights`）生成；测试 `crates/desk/tests/it/matrix` 以每个角色逐格验证。\n"
    );
    println!(
        "“本单位”：只对任职所在的单位；“全站”：对所有单位；空格：不可以，页面返回 403，且不留任何改动。"
    );
    println!(
        "提出人不能审批、签署自己提出的事项；系统、安全、审计管理员三员分立，不能兼任其他角色。\n"
    );
    let heads: Vec<&str> = Role::ALL.iter().map(|role| role.label()).collect();
    println!("| 事项 | 代码 | {} |", heads.join(" | "));
    println!("|---|---|{}", "---|".repeat(heads.len()));
    for deed in Deed::ALL {
        let cells: Vec<&str> = Role::ALL.iter().map(|role| cell(*deed, *role)).collect();
        println!(
            "| {} | `{}` | {} |",
            deed.label(),
            deed.code(),
            cells.join(" | ")
        );
    }
}

fn cell(deed: Deed, role: Role) -> &'static str {
    match deed.right().reach_for(role) {
        Some(Reach::OwnUnit) => "本单位",
        Some(Reach::Everywhere) => "全站",
        None => "",
    }
}
