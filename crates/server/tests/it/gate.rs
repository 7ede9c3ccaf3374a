//! `gongkai gate` as an operator meets it: findings, clean files, refusals. What is found at all is tested in `libs/gate`.

use crate::console::Console;

#[test]
fn the_gate_names_what_must_not_leave_and_prints_no_number_whole() {
    let console = Console::with(&[
        (
            "list.txt",
            "救助对象名单\n王某某，身份证号11010519491231002X\n联系电话：13812345678\n",
        ),
        (
            "clean.txt",
            "云溪市2026年政务公开工作要点\n云政办发〔2026〕1号\n咨询电话：0350-3301234\n",
        ),
    ]);
    let output = console.run(&["gate", "list.txt"]);
    assert_eq!(output.status.code(), Some(4));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("110105********002X") && said.contains("138****5678"),
        "{said}"
    );
    assert!(
        said.contains("第2段") && !said.contains("11010519491231002X"),
        "{said}"
    );
    let own = ["gate", "clean.txt", "--own-phone", "0350-3301234"];
    assert!(
        console.done(&own).contains("没有发现"),
        "its own phone is public"
    );
    let found = console.json(&["gate", "clean.txt", "--json"]);
    assert_eq!(found[0]["findings"][0]["kind"], "landline", "{found:?}");
    console.refused(&["gate", "nowhere.txt"], 1);
}

/// A list with a hidden column of resident numbers and a mobile in sight.
fn list_with_a_hidden_column() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.write_string(0, 0, "王某某").unwrap();
    sheet.write_number(0, 1, 13_812_345_678.0).unwrap();
    sheet.write_string(0, 2, "11010519491231002X").unwrap();
    sheet.set_column_hidden(2).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn the_gate_finds_what_a_workbook_hides_and_writes_a_clean_one_beside_it() {
    let console = Console::new();
    console.write("list.xlsx", list_with_a_hidden_column());
    let output = console.run(&["gate", "list.xlsx"]);
    assert_eq!(output.status.code(), Some(4));
    let said = String::from_utf8(output.stdout).unwrap();
    for words in [
        "隐藏列",
        "工作表“名单”第C列",
        "110105********002X",
        "工作表“名单”B1",
        "138****5678",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("11010519491231002X"), "{said}");
    let proof = console.done(&["gate", "list.xlsx", "--clean", "clean.xlsx"]);
    for words in ["去除", "脱敏", "SHA-256", "没有发现"] {
        assert!(proof.contains(words), "{words}: {proof}");
    }
    assert!(console.done(&["gate", "clean.xlsx"]).contains("没有发现"));
    let said = console.refused(&["gate", "list.xlsx", "--clean", "clean.xlsx"], 1);
    assert!(
        said.contains("文件已存在") && said.contains("clean.xlsx"),
        "{said}"
    );
    let proof = console.json(&["gate", "list.xlsx", "--clean", "again.xlsx", "--json"]);
    assert_eq!(
        proof[0]["stripped"][0]["kind"], "hidden_columns",
        "{proof:?}"
    );
    assert_eq!(proof[0]["masked"][0]["kind"], "mobile", "{proof:?}");
    assert_eq!(proof[1]["findings"].as_array().unwrap().len(), 0);
}

#[test]
fn the_gate_refuses_to_clean_what_it_cannot_and_writes_nothing() {
    let console = Console::new();
    console.write("text.txt", "咨询");
    let said = console.refused(&["gate", "text.txt", "--clean", "out.txt"], 1);
    assert!(
        said.contains("重新导出") && !console.path("out.txt").exists(),
        "{said}"
    );
    console.write(
        "old.doc",
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0],
    );
    assert!(console.done(&["gate", "old.doc"]).contains("无法检查"));
    console.write("broken.docx", b"PK\x03\x04 and no more");
    let said = console.refused(&["gate", "broken.docx"], 1);
    assert!(said.contains("已损坏"), "{said}");
    let said = console.refused(&["gate", "text.txt", "old.doc", "--clean", "out.txt"], 1);
    assert!(said.contains("一次只清理一个文件"), "{said}");
}
