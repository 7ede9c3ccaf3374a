//! Words that pages say themselves, by key, in Chinese and in English: those of the frame stand here, those of a crate's pages in a table of
//! its own made by the same macro.
//!
//! A key names both or the program does not build. Only what the frame and the controls say is here; what an office wrote is
//! never translated.

use crate::variant::Variant;

/// Makes a table of words: `key: "中文", "English";`, each line a field of the struct that is named. The struct has the tables `CHINESE` and `ENGLISH`, and
/// `of`, which picks the one of a page's variant. `{}` in a word is filled by [`filled`].
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* $seen:vis struct $name:ident { $($key:ident: $chinese:literal, $english:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug)]
        $seen struct $name {
            $(#[doc = $chinese] pub $key: &'static str,)+
        }

        impl $name {
            /// In Chinese.
            pub const CHINESE: &'static Self = &Self { $($key: $chinese,)+ };
            /// In English.
            pub const ENGLISH: &'static Self = &Self { $($key: $english,)+ };

            /// Those that pages of a variant say.
            pub fn of(variant: $crate::Variant) -> &'static Self {
                match variant.is_english() {
                    true => Self::ENGLISH,
                    false => Self::CHINESE,
                }
            }

            /// Key, Chinese and English of each.
            pub const ALL: &'static [(&'static str, &'static str, &'static str)] =
                &[$((stringify!($key), $chinese, $english),)+];
        }
    };
}

words! {
    /// What the frame of every page says.
    pub struct FrameWords {
        skip: "跳到正文", "Skip to content";
        large_type: "适老版", "Large type";
        standard: "标准版", "Standard";
        aids: "阅读辅助", "Reading aids";
        read: "朗读", "Read aloud";
        print: "打印", "Print";
        columns: "栏目", "Sections";
        here: "当前位置", "You are here";
        home: "首页", "Home";
        content_is_chinese: "本页内容为中文，以中文为准。", "The content of this page is in Chinese, the legally valid language.";
        guide: "英文指南", "English guide";
        sitemap: "站点地图", "Site map";
        report_error: "我为政府网站找错", "Report an error on this site";
        leaves: "（站外链接）", " (external link)";
        clock: "计时规则", "How deadlines are counted";
        data: "开放数据与订阅", "Open data and feeds";
        sponsor: "主办单位", "Sponsor";
        operator: "承办单位", "Operator";
        contact: "联系方式", "Contact";
        id_code: "网站标识码", "Site code";
        icp: "ICP备案号", "ICP registration";
        police_record: "公安备案", "Public security record";
        as_of: "本页数据截至", "Data as of ";
        address: "。网址：", ". Address: ";
        note_reference: "请记下编号", "Please note the number";
        call_with_it: "，拨打 {} 时告诉我们。", " and tell it to us when you call {}.";
        you_may: "您可以", "You may";
        back_home: "回到首页", "Go to the first page";
    }
}

/// A word with its gap filled.
pub fn filled(word: &str, value: impl std::fmt::Display) -> String {
    word.replacen("{}", &value.to_string(), 1)
}

impl Variant {
    /// What the frame says in this variant.
    pub fn words(self) -> &'static FrameWords {
        FrameWords::of(self)
    }
}

/// What is wrong with a table, a line each: a word is missing, is in the wrong language, or has other gaps than its pair. For tests.
pub fn flaws(table: &[(&str, &str, &str)]) -> Vec<String> {
    let is_han =
        |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let mut flaws = Vec::new();
    for (key, chinese, english) in table {
        if !chinese.contains(is_han) {
            flaws.push(format!("{key}: “{chinese}” is not Chinese"));
        }
        if english.trim().is_empty() || english.contains(is_han) {
            flaws.push(format!("{key}: “{english}” is not English"));
        }
        if chinese.matches("{}").count() != english.matches("{}").count() {
            flaws.push(format!("{key}: the gaps differ"));
        }
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_frame_is_there_in_both_languages() {
        assert_eq!(flaws(FrameWords::ALL), Vec::<String>::new());
        assert!(FrameWords::ALL.len() > 20);
    }

    #[test]
    fn a_missing_word_and_a_missing_gap_are_found() {
        let table = [
            ("a", "甲", ""),
            ("b", "b", "B"),
            ("c", "{}丙", "C"),
            ("d", "丁", "丁"),
            ("e", "戊", "E"),
        ];
        let found = flaws(&table);
        let keys: Vec<_> = found.iter().map(|it| &it[..1]).collect();
        assert_eq!(keys, ["a", "b", "c", "d"]);
        assert_eq!(filled("共 {} 条{}", 3), "共 3 条{}");
    }
}
