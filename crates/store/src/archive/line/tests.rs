//! Lines that are read, and what is said of those that are not.

use super::super::tables::TABLES;
use super::*;

fn table(name: &str) -> &'static Table {
    TABLES.iter().find(|it| it.name == name).unwrap()
}

fn wrong(line: &str) -> String {
    read(table("blob"), line.as_bytes()).unwrap_err()
}

const ROW: &str = r#"{"id":"a","size":7,"media_type":"t","file_name":"要点\n\u0000.txt","is_public":false,"created_at":"x"}"#;

#[test]
fn a_row_is_read_in_the_order_of_its_columns_whatever_the_order_of_the_line() {
    let row = read(table("blob"), ROW.as_bytes()).unwrap();
    assert_eq!(row[1], Value::Integer(7));
    assert_eq!(row[4], Value::Flag(false));
    assert_eq!(find_nul(table("blob"), &row), Some("file_name"));
    let turned = r#"{"value":"v","name":"n","changed_at":"c"}"#;
    let row = read(table("setting"), turned.as_bytes()).unwrap();
    assert_eq!(row[0], Value::Text("n".to_owned()));
}

#[test]
fn what_is_wrong_with_a_line_is_told_with_its_column() {
    assert_eq!(
        wrong(&ROW.replace("\"size\":7", "\"size\":\"7\"")),
        "列“size”应为 bigint"
    );
    assert_eq!(
        wrong(&ROW.replace("\"size\":7", "\"size\":7.5")),
        "列“size”应为 64 位整数（bigint）"
    );
    assert_eq!(
        wrong(&ROW.replace("\"size\":7", "\"size\":null")),
        "列“size”不可为空"
    );
    assert_eq!(
        wrong(&ROW.replace("false", "0")),
        "列“is_public”应为 boolean"
    );
    assert_eq!(wrong(&ROW.replace("\"id\"", "\"it\"")), "没有列“it”");
    assert_eq!(wrong(&ROW.replace("\"size\":7,", "")), "缺少列“size”");
    assert_eq!(
        wrong(&ROW.replace("\"size\":7", "\"size\":7,\"size\":7")),
        "列“size”出现两次"
    );
    assert_eq!(wrong(&format!("{ROW}{ROW}")), "一行应只有一个 JSON 对象");
    assert!(
        wrong(&ROW[..40]).starts_with("不是完整的 JSON 对象"),
        "{}",
        wrong(&ROW[..40])
    );
    assert!(wrong("[1]").contains("一个 JSON 对象"), "{}", wrong("[1]"));
}

#[test]
fn keys_are_compared_by_bytes_and_by_size() {
    let event = |chain: &str, seq: i64| {
        let table = table("event");
        let mut row: Vec<Value> = table.columns.iter().map(|it| it.kind.nothing()).collect();
        row[0] = Value::Text(chain.to_owned());
        row[1] = Value::Integer(seq);
        row
    };
    let compare = |one: &[Value], other: &[Value]| compare_keys(table("event"), one, other);
    assert_eq!(compare(&event("a", 9), &event("a", 10)), Ordering::Less);
    assert_eq!(compare(&event("B", 1), &event("a", 1)), Ordering::Less);
    assert_eq!(compare(&event("市", 1), &event("z", 2)), Ordering::Greater);
    assert_eq!(compare(&event("a", 1), &event("a", 1)), Ordering::Equal);
}
