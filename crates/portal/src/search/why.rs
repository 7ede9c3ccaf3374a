//! How a result came to its place, in words, for whoever asks.

use ::search::Why;

/// What speaks for it, the sum first; what is nothing is left out.
pub(super) fn told(why: &Why) -> Vec<(&'static str, String)> {
    let parts = [
        ("合计", why.score()),
        ("全文含有", why.all),
        ("标题含有", why.title),
        ("占标题", why.of_title),
        ("小标题、关键词含有", why.heads),
        ("出现次数", why.often),
        ("连在一起", why.run),
        ("文号或标题完全相同", why.exact),
        ("新旧", why.fresh),
        ("种类", why.kind),
        ("失效、废止减去", why.over),
    ];
    parts
        .into_iter()
        .filter(|(_, value)| *value > 0.0)
        .map(|(name, value)| (name, format!("{value:.2}")))
        .collect()
}
