//! Names of those whom a text should not name: patients, victims, minors. Found by the word before the name.

use std::ops::Range;

/// Words that a name follows.
pub(crate) const TRIGGERS: &[&str] = &[
    "患者姓名",
    "患者",
    "患儿",
    "病人",
    "确诊病例",
    "死者",
    "受害人",
    "被害人",
    "未成年人",
    "孤儿",
    "学生姓名",
    "儿童姓名",
    "残疾人姓名",
];

/// The hundred or so surnames that most people bear.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
/// Words that begin like a name and are none.
const NO_NAMES: &[&str] = &[
    "于是", "向其", "向有", "任何", "方面", "方可", "方式", "高烧", "高热", "高度", "高危", "白血",
    "黄疸", "金额", "万元", "万人", "严重", "严格", "程度", "程序", "史料", "任务", "任意", "何时",
    "何种", "许可", "许多", "范围", "余额", "付费", "石膏", "江苏", "江西", "马上", "周岁", "周围",
    "周边", "温馨", "段落", "武汉", "高考", "高中", "高校", "夏令", "龙头", "雷同", "钟点", "毛病",
    "陆续", "曾经", "曾有", "曾在", "贺信", "向我", "向医", "石油", "孔洞", "江北", "江南",
];

/// The name that stands behind a trigger, which ends at a byte: a surname and one or two characters, then what ends it, or 男 or 女.
pub(crate) fn find(text: &str, behind: usize) -> Option<Range<usize>> {
    let rest = &text[behind..];
    let skipped = rest.trim_start_matches(['：', ':', ' ', '“', '"', '\u{3000}', '（', '(']);
    let skipped = skipped.strip_prefix("姓名").unwrap_or(skipped);
    let name = skipped.trim_start_matches(['：', ':', ' ', '“', '\u{3000}']);
    let at = behind + (rest.len() - name.len());
    let letters: Vec<(usize, char)> = name
        .char_indices()
        .take_while(|(_, c)| is_han(*c))
        .take(5)
        .collect();
    let (_, surname) = *letters.first()?;
    let is_word = NO_NAMES.iter().any(|word| name.starts_with(word));
    if !SURNAMES.contains(surname) || is_word {
        return None;
    }
    let sex = letters
        .iter()
        .skip(2)
        .take(2)
        .find(|(_, c)| matches!(c, '男' | '女'));
    let end = match (sex, letters.as_slice()) {
        (Some((end, _)), _) => *end,
        // Two or three characters, then a sign, a figure or the end of the line.
        (None, [_, (last, c)] | [_, _, (last, c)]) => last + c.len_utf8(),
        (None, _) => return None,
    };
    (!name[..end].contains('某')).then_some(at..at + end)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c)
}
