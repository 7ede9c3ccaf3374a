//! The metadata that a page shows around a document: `键：值` lines, several pairs on a line, a key on one line and its
//! value on the next, and tables of pairs. What a value means is decided by the caller.

use std::sync::LazyLock;

use super::fold::{fold_char, is_blank};
use super::wordset::WordSet;
use crate::blocks::{Block, Source, Table};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Number,
    Index,
    Issuer,
    /// 发布机构, 公开机构: listed, though not as the issuer.
    Publisher,
    /// 来源, 信息来源.
    Origin,
    Written,
    /// 生成日期: the page's word for the date of formation.
    Formed,
    Published,
    /// 更新时间, 时间, 日期: a date of the page.
    PageDate,
    Title,
    /// A key that identity has no use for; it ends the value before it.
    Other,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub field: Field,
    pub value: String,
    pub block: usize,
}

const KEYS: &[(&str, Field)] = &[
    ("发文字号", Field::Number),
    ("公文字号", Field::Number),
    ("文件字号", Field::Number),
    ("发布文号", Field::Number),
    ("公文文号", Field::Number),
    ("文件文号", Field::Number),
    ("文件编号", Field::Number),
    ("发文号", Field::Number),
    ("文件号", Field::Number),
    ("文号", Field::Number),
    ("字号", Field::Number),
    ("信息索引号", Field::Index),
    ("索引号", Field::Index),
    ("信息索引", Field::Index),
    ("索取号", Field::Index),
    ("索引码", Field::Index),
    ("发文机关", Field::Issuer),
    ("发文单位", Field::Issuer),
    ("发文机构", Field::Issuer),
    ("发文部门", Field::Issuer),
    ("制发机关", Field::Issuer),
    ("制发单位", Field::Issuer),
    ("制定机关", Field::Issuer),
    ("印发机关", Field::Issuer),
    ("发布机关", Field::Issuer),
    ("发布机构", Field::Publisher),
    ("发布单位", Field::Publisher),
    ("发布部门", Field::Publisher),
    ("公开机构", Field::Publisher),
    ("公开主体", Field::Publisher),
    ("公开单位", Field::Publisher),
    ("公开部门", Field::Publisher),
    ("责任部门", Field::Other),
    ("信息来源", Field::Origin),
    ("文章来源", Field::Origin),
    ("稿件来源", Field::Origin),
    ("来源", Field::Origin),
    ("信息提供", Field::Origin),
    ("成文日期", Field::Written),
    ("成文时间", Field::Written),
    ("发文日期", Field::Written),
    ("发文时间", Field::Written),
    ("制发日期", Field::Written),
    ("签发日期", Field::Written),
    ("印发日期", Field::Written),
    ("落款日期", Field::Written),
    ("文件日期", Field::Written),
    ("形成日期", Field::Formed),
    ("生成日期", Field::Formed),
    ("生成时间", Field::Formed),
    ("产生日期", Field::Formed),
    ("发布日期", Field::Published),
    ("发布时间", Field::Published),
    ("公开日期", Field::Published),
    ("公开时间", Field::Published),
    ("公布日期", Field::Published),
    ("公布时间", Field::Published),
    ("发表时间", Field::Published),
    ("发表日期", Field::Published),
    ("上网日期", Field::Published),
    ("上网时间", Field::Published),
    ("刊登日期", Field::Published),
    ("发布于", Field::Published),
    ("更新时间", Field::PageDate),
    ("更新日期", Field::PageDate),
    ("录入时间", Field::PageDate),
    ("添加时间", Field::PageDate),
    ("修改时间", Field::PageDate),
    ("日期", Field::PageDate),
    ("时间", Field::PageDate),
    ("标题", Field::Title),
    ("文件标题", Field::Title),
    ("信息标题", Field::Title),
    ("公文名称", Field::Title),
    ("文件名称", Field::Title),
    ("信息名称", Field::Title),
    ("题名", Field::Title),
    ("名称", Field::Title),
    ("主题分类", Field::Other),
    ("主题词", Field::Other),
    ("主题", Field::Other),
    ("有效性", Field::Other),
    ("信息有效性", Field::Other),
    ("文件状态", Field::Other),
    ("时效性", Field::Other),
    ("是否有效", Field::Other),
    ("体裁分类", Field::Other),
    ("体裁", Field::Other),
    ("组配分类", Field::Other),
    ("服务对象", Field::Other),
    ("信息分类", Field::Other),
    ("信息类别", Field::Other),
    ("所属分类", Field::Other),
    ("分类", Field::Other),
    ("类别", Field::Other),
    ("公文种类", Field::Other),
    ("文种", Field::Other),
    ("文件类型", Field::Other),
    ("浏览次数", Field::Other),
    ("浏览量", Field::Other),
    ("浏览", Field::Other),
    ("点击率", Field::Other),
    ("点击数", Field::Other),
    ("点击量", Field::Other),
    ("点击", Field::Other),
    ("访问次数", Field::Other),
    ("访问量", Field::Other),
    ("阅读次数", Field::Other),
    ("阅读量", Field::Other),
    ("阅读", Field::Other),
    ("责任编辑", Field::Other),
    ("编辑", Field::Other),
    ("作者", Field::Other),
    ("审核", Field::Other),
    ("初审", Field::Other),
    ("复审", Field::Other),
    ("终审", Field::Other),
    ("供稿", Field::Other),
    ("撰稿", Field::Other),
    ("校对", Field::Other),
    ("字体大小", Field::Other),
    ("字体", Field::Other),
    ("施行日期", Field::Other),
    ("实施日期", Field::Other),
    ("生效日期", Field::Other),
    ("生效时间", Field::Other),
    ("失效日期", Field::Other),
    ("失效时间", Field::Other),
    ("废止日期", Field::Other),
    ("废止时间", Field::Other),
    ("有效期", Field::Other),
    ("公开方式", Field::Other),
    ("公开属性", Field::Other),
    ("公开形式", Field::Other),
    ("公开范围", Field::Other),
    ("公开类别", Field::Other),
    ("公开类型", Field::Other),
    ("公开目录", Field::Other),
    ("公开时限", Field::Other),
    ("公开程序", Field::Other),
    ("内容概述", Field::Other),
    ("内容摘要", Field::Other),
    ("摘要", Field::Other),
    ("关键词", Field::Other),
    ("关键字", Field::Other),
    ("载体类型", Field::Other),
    ("规范性文件统一编号", Field::Other),
    ("统一编号", Field::Other),
    ("统一登记号", Field::Other),
    ("登记号", Field::Other),
    ("签发人", Field::Other),
    ("分享到", Field::Other),
    ("分享", Field::Other),
    ("视力保护色", Field::Other),
    ("保护视力色", Field::Other),
    ("语种", Field::Other),
    ("页数", Field::Other),
    ("地域", Field::Other),
    ("所属区域", Field::Other),
    ("废止文件", Field::Other),
    ("相关解读", Field::Other),
    ("政策解读", Field::Other),
    ("解读", Field::Other),
];

/// Lines longer than this many bytes are text, not metadata.
const LONGEST: usize = 900;

/// Characters that may stand before a key without being part of the value before it.
fn is_lead(c: char) -> bool {
    is_blank(c) || "|【〖[(（•·*-—>,，;；/、".contains(c)
}

/// A key found in a text: what it asks for, its first byte and the byte after its colon.
struct Key {
    field: Field,
    start: usize,
    end: usize,
    has_colon: bool,
}

/// The keys by their first character.
static BY_FIRST: LazyLock<WordSet<Field>> = LazyLock::new(|| WordSet::new(KEYS.iter().copied()));

/// The key that begins at byte `start`: its length, the longest there is, blanks between its characters allowed.
fn key_at(text: &str, start: usize) -> Option<(Field, usize)> {
    let rest = text.get(start..)?;
    let first = fold_char(rest.chars().next()?);
    let mut best: Option<(Field, usize)> = None;
    for (word, field) in BY_FIRST.beginning(first) {
        let mut wanted = word.chars();
        let mut next = wanted.next();
        let mut length = 0;
        for (at, c) in rest.char_indices().take(24) {
            if next.is_none() {
                break;
            }
            if is_blank(c) {
                continue;
            }
            if next != Some(fold_char(c)) {
                break;
            }
            length = at + c.len_utf8();
            next = wanted.next();
        }
        if next.is_none() && best.is_none_or(|(_, longest)| length > longest) {
            best = Some((*field, length));
        }
    }
    best
}

/// Every key of a line. A key has a colon after it, or stands apart from what precedes and follows it.
fn keys_of(text: &str) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let previous = before.replace(c);
        if at < from {
            continue;
        }
        let Some((field, length)) = key_at(text, at) else {
            continue;
        };
        let after = text.get(at + length..).unwrap_or("");
        let skipped =
            after.trim_start_matches(|c: char| is_blank(c) || matches!(c, '】' | '〗' | ']'));
        let has_colon = skipped.starts_with([':', '：']);
        let open = after.is_empty()
            || after.starts_with(|c: char| is_blank(c) || matches!(c, '】' | '〗' | ']' | '|'));
        let spread = after.starts_with(['\t', '|']) || after.starts_with("  ");
        let is_long = text
            .get(at..at + length)
            .is_some_and(|key| key.chars().count() >= 3);
        let numbered = field == Field::Number && previous.is_none() && begins_with_number(after);
        let stands_apart = open && (is_long || spread || numbered) && previous.is_none_or(is_lead);
        if !has_colon && !stands_apart {
            continue;
        }
        let mut end = text.len() - skipped.len();
        if has_colon {
            end += skipped.chars().next().map_or(0, char::len_utf8);
        }
        keys.push(Key {
            field,
            start: at,
            end,
            has_colon,
        });
        from = end.max(at + length);
    }
    keys
}

/// Whether the first word is a document's number (文号 东政办〔2026〕4号 有效性 有效).
fn begins_with_number(after: &str) -> bool {
    after
        .split(is_blank)
        .find(|word| !word.is_empty())
        .is_some_and(|word| word.contains(['〔', '[', '［']) && word.ends_with(['号', '號']))
}

/// The pairs of one line; a key at its end has an empty value.
pub(crate) fn list_pairs(text: &str, block: usize) -> Vec<Pair> {
    if text.len() > LONGEST || (text.len() > 90 && !text.contains([':', '：', '\t'])) {
        return Vec::new();
    }
    let keys = keys_of(text);
    let mut pairs = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        let end = keys.get(at + 1).map_or(text.len(), |next| next.start);
        let value = text.get(key.end.min(end)..end).unwrap_or("");
        let value = value
            .trim_matches(|c: char| {
                is_blank(c) || matches!(c, '|' | '｜' | '【' | '[' | '•' | ';' | '；')
            })
            .trim();
        if key.has_colon || value.is_empty() || at > 0 || key.field != Field::Other {
            pairs.push(Pair {
                field: key.field,
                value: value.to_string(),
                block,
            });
        }
    }
    pairs
}

/// Whether a line is metadata: it begins with a key that has a colon, or is a key and nothing else.
pub(crate) fn is_field_line(text: &str) -> bool {
    if text.len() > LONGEST || (text.len() > 90 && !text.contains([':', '：'])) {
        return false;
    }
    let bare = text.trim_start_matches(is_lead);
    let offset = text.len() - bare.len();
    keys_of(text).first().is_some_and(|key| {
        let rest = text.get(key.end..).unwrap_or("");
        key.start <= offset + 12 && (key.has_colon || rest.trim().is_empty())
    })
}

/// The pairs of paragraphs and metadata tables among the blocks `range`; a value may stand in the next paragraph.
pub(crate) fn gather(source: &Source, range: std::ops::Range<usize>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut open: Option<Field> = None;
    for (block, content) in source
        .blocks
        .iter()
        .enumerate()
        .take(range.end)
        .skip(range.start)
    {
        match content {
            Block::Paragraph(paragraph) => {
                let found = list_pairs(&paragraph.text, block);
                if found.is_empty() {
                    if let Some(field) = open.take().filter(|_| paragraph.text.len() <= 240) {
                        pairs.push(Pair {
                            field,
                            value: paragraph.text.clone(),
                            block,
                        });
                    }
                    continue;
                }
                open = found
                    .last()
                    .filter(|pair| pair.value.is_empty())
                    .map(|pair| pair.field);
                pairs.extend(found.into_iter().filter(|pair| !pair.value.is_empty()));
            }
            Block::Table(table) => {
                open = None;
                pairs.extend(of_table(table, block));
            }
        }
    }
    pairs
}

/// Whether a table holds metadata and not tasks: at least two of its cells begin with keys.
pub(crate) fn is_metadata_table(table: &Table) -> bool {
    let known = |text: &str| {
        let bare = text.trim_start_matches(is_lead).trim_end();
        bare.len() <= 400
            && keys_of(bare).first().is_some_and(|key| {
                let rest = bare.get(key.end..).unwrap_or("").trim();
                key.start == 0 && (key.has_colon || rest.is_empty()) && key.field != Field::Other
            })
    };
    let many = table
        .cells
        .iter()
        .take(60)
        .filter(|cell| known(&cell.text))
        .count()
        >= 2;
    many && table.cells.len() <= 60
}

/// The pairs of one cell; a cell that is a short key and nothing else (文号) is that key.
fn cell_pairs(text: &str, block: usize) -> Vec<Pair> {
    let whole = key_at(text, 0).filter(|(_, length)| {
        text.get(*length..)
            .is_some_and(|rest| rest.trim().is_empty())
    });
    match whole {
        Some((field, _)) => vec![Pair {
            field,
            value: String::new(),
            block,
        }],
        None => text
            .lines()
            .flat_map(|line| list_pairs(line, block))
            .collect(),
    }
}

fn of_table(table: &Table, block: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    if !is_metadata_table(table) {
        return pairs;
    }
    for (at, cell) in table.cells.iter().enumerate() {
        let found = cell_pairs(&cell.text, block);
        for pair in found {
            if !pair.value.is_empty() {
                pairs.push(pair);
                continue;
            }
            let is_key = |text: &str| {
                cell_pairs(text, block)
                    .first()
                    .is_some_and(|next| next.value.is_empty())
            };
            let beside = table
                .cells
                .get(at + 1)
                .filter(|next| next.row == cell.row && !is_key(&next.text));
            let beneath = || {
                let below = table.cells.iter().find(|next| {
                    next.row == cell.row + cell.row_span && next.column == cell.column
                });
                below.filter(|next| !is_key(&next.text))
            };
            if let Some(value) = beside
                .or_else(beneath)
                .filter(|value| !value.text.trim().is_empty())
            {
                pairs.push(Pair {
                    field: pair.field,
                    value: value.text.trim().to_string(),
                    block,
                });
            }
        }
    }
    pairs
}
