//! What cannot be seen is taken out, and nothing else.

use super::*;

#[test]
fn what_cannot_be_seen_is_taken_out_and_the_rest_stays() {
    let rows = [
        ("机构撤并", "机构撤并"),
        ("  机构撤并\u{3000}\n", "机构撤并"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("甲\u{0}乙\u{7}丙\u{1b}[31m丁\u{85}", "甲乙丙[31m丁"),
        ("已\u{202e}免豁\u{202c}公开", "已免豁公开"),
        ("\u{2066}a\u{2069}\u{200e}b\u{200f}", "ab"),
        ("甲\t乙", "甲 乙"),
        ("\u{202e}\u{2067} \u{0}", ""),
        // Other joiners and marks belong to writing.
        ("ن\u{200c}م é", "ن\u{200c}م é"),
    ];
    for (given, kept) in rows {
        assert_eq!(cleaned(given), kept, "{given:?}");
    }
}
