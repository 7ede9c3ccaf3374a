//! The headings of a list of documents: what each of them is called, in Chinese, in English, and on old sites.
//!
//! Pure. A heading that is none of these is said by the mapping or refused.

kernel::coded_enum! {
    /// A column of the list.
    Heading {
        /// The file that holds the text.
        File = "file", "文件";
        /// The title.
        Title = "title", "标题";
        /// 发文字号.
        Number = "number", "发文字号";
        /// The unit: its code or a name.
        Unit = "unit", "单位";
        /// The kind: its code or its name.
        Kind = "kind", "种类";
        /// The column: its code or its name.
        Column = "column", "栏目";
        /// 主题分类.
        Theme = "theme", "主题分类";
        /// Keywords.
        Keywords = "keywords", "关键词";
        /// 内容概述.
        Summary = "summary", "内容概述";
        /// 成文日期.
        MadeOn = "made_on", "成文日期";
        /// 公开日期, with or without a time.
        PublishedOn = "published_on", "公开日期";
        /// 施行日期.
        EffectiveOn = "effective_on", "施行日期";
        /// 失效日期.
        ExpiresOn = "expires_on", "失效日期";
        /// Whether it is in force.
        Validity = "validity", "效力";
        /// Where it stood on the old site.
        OldUrl = "old_url", "原地址";
        /// Files that belong to it.
        Attachments = "attachments", "附件";
        /// The text itself, as HTML, where there is no file.
        Content = "content", "正文";
    }
}

/// Other words for the same.
const OTHER_WORDS: &[(&str, Heading)] = &[
    ("文件名", Heading::File),
    ("文件路径", Heading::File),
    ("信息名称", Heading::Title),
    ("名称", Heading::Title),
    ("文号", Heading::Number),
    ("发布机构", Heading::Unit),
    ("发文机关", Heading::Unit),
    ("信息种类", Heading::Kind),
    ("所属栏目", Heading::Column),
    ("主题词", Heading::Keywords),
    ("摘要", Heading::Summary),
    ("生成日期", Heading::MadeOn),
    ("发布日期", Heading::PublishedOn),
    ("发布时间", Heading::PublishedOn),
    ("公开时间", Heading::PublishedOn),
    ("实施日期", Heading::EffectiveOn),
    ("有效性", Heading::Validity),
    ("网址", Heading::OldUrl),
    ("链接", Heading::OldUrl),
    ("url", Heading::OldUrl),
];

impl Heading {
    /// The heading that a word is, without the mapping.
    pub fn find(word: &str) -> Option<Self> {
        let word = folded(word);
        let own = Self::ALL
            .iter()
            .find(|it| it.code() == word || it.label() == word);
        let other = || OTHER_WORDS.iter().find(|(it, _)| *it == word);
        own.copied().or_else(|| other().map(|(_, it)| *it))
    }
}

/// Without blanks, marks and capitals.
pub(super) fn folded(word: &str) -> String {
    let seen = word
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}');
    seen.collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_chinese_and_its_english_word() {
        assert_eq!(Heading::find("发文字号"), Some(Heading::Number));
        assert_eq!(Heading::find(" Old_URL "), Some(Heading::OldUrl));
        assert_eq!(Heading::find("发布 时间"), Some(Heading::PublishedOn));
        assert_eq!(Heading::find("点击量"), None);
        for heading in Heading::ALL {
            assert_eq!(Heading::find(heading.label()), Some(*heading));
        }
    }
}
