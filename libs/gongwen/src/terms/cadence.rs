//! How often a text tells its units to publish or report: 每周, 按月, 季报, 年度报告. Periodic deeds that publish nothing are none.

use super::{Found, Manner, Scan};
use crate::outline::numeral::{digit, is_numeral};

/// Words that publish or report.
const PUBLISH: &[&str] = &[
    "公布",
    "发布",
    "公示",
    "通报",
    "报送",
    "上报",
    "报告",
    "汇报",
    "呈报",
    "披露",
    "推送",
    "更新",
    "通告",
    "公告",
    "刊发",
    "刊登",
    "反馈",
    "解读",
    "提交",
    "亮晒",
    "出版",
    "刊出",
    "编发",
    "张榜",
    "张贴",
    "上墙",
    "播放",
    "播出",
    "播报",
    "登载",
    "刊载",
    "曝光",
    "上传",
    "报市",
    "报县",
    "报区",
    "报省",
    "报局",
    "报至",
    "报委",
    "报领导",
    "报政",
    "报告",
    "报镇",
    "报办",
    "公之于众",
    "报备",
    "抄报",
    "报表",
    "简报",
    "报同级",
    "报本级",
    "报上级",
    "报主管",
];

/// Documents that are yearly by nature.
const YEARLY: &[&str] = &[
    "报告",
    "平衡表",
    "责任书",
    "公报",
    "白皮书",
    "蓝皮书",
    "报表",
    "年鉴",
    "目录",
];

pub(super) fn read(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    match scan.char(at) {
        '每' => every(scan, at),
        '按' | '逐' => by(scan, at),
        '一' => one_by_one(scan, at),
        '全' => yearly_quota(scan, at),
        '月' | '季' | '周' | '年' => bare(scan, at),
        _ => None,
    }
}

/// The cadence that begins at `at` with 每, 按 or 逐, and the end of its period; no matter what it is of.
pub(super) fn whole_period(scan: &Scan, at: usize) -> Option<(&'static str, usize)> {
    let counter = usize::from(scan.has(at + 1, "个"));
    period(scan, at + 1 + counter)
}

/// Whether the words about a rhythm at `at..end` publish or report something.
pub(super) fn says_publishing(scan: &Scan, at: usize, end: usize) -> bool {
    publishes(scan, at, end) || counts_the_above(scan, at, end)
}

fn period(scan: &Scan, at: usize) -> Option<(&'static str, usize)> {
    for (word, value) in [
        ("年度", "yearly"),
        ("年", "yearly"),
        ("季度", "quarterly"),
        ("季", "quarterly"),
        ("月份", "monthly"),
        ("月度", "monthly"),
        ("月", "monthly"),
        ("星期", "weekly"),
        ("周", "weekly"),
    ] {
        if scan.has(at, word) {
            return Some((value, at + word.chars().count()));
        }
    }
    None
}

fn every(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let (value, end) = whole_period(scan, at)?;
    // 每年12月底前, 每月10日前: the date recurs, it is no deadline of its own
    let end_of_date = recurring_date(scan, end);
    if scan.manner == Manner::Column
        || says_publishing(scan, at, end)
        || after_its_day(scan, end_of_date)
    {
        return Some((Found::Cadence(value), end_of_date));
    }
    Some((Found::Pass, end_of_date))
}

/// 每月5日前,各村张贴上月收支: the clause after the day says what is done by it.
fn after_its_day(scan: &Scan, day: usize) -> bool {
    let Some(limit) = scan.any(day, &["前", "之前", "以前"]) else {
        return false;
    };
    let end = day + limit;
    scan.char(end) == ',' && publish_word(scan, clause(scan, end + 1, 60))
}

/// `公开…企业,每年1次`, `…新闻发布会,部门每年不少于一次`: a clause that only counts what the clauses before it publish.
fn counts_the_above(scan: &Scan, at: usize, end: usize) -> bool {
    let own = clause(scan, end, 14);
    let counts = scan.ends_before(own.1, &["次", "期", "场"])
        && (own.0..own.1).all(|i| {
            let c = scan.char(i);
            c.is_ascii_digit()
                || is_numeral(c)
                || matches!(
                    c,
                    '不' | '少' | '于' | '低' | '至' | '得' | '次' | '期' | '场'
                )
        });
    if !counts {
        return false;
    }
    let mut from = at;
    while from > scan.from && at - from < 80 && !matches!(scan.char(from - 1), '。' | ';') {
        from -= 1;
    }
    publish_word(scan, (from, at)) || window_has(scan, (from, at), "发布会").is_some()
}

/// The end of a date that recurs: 1月31日前, 10日前, 末, 底前, 首月15日前, 第一季度.
fn recurring_date(scan: &Scan, from: usize) -> usize {
    let mut at = from;
    let limit = (from + 14).min(scan.to);
    while at < limit {
        let c = scan.char(at);
        if c.is_ascii_digit()
            || is_numeral(c)
            || matches!(
                c,
                '月' | '日'
                    | '号'
                    | '底'
                    | '末'
                    | '初'
                    | '首'
                    | '旬'
                    | '上'
                    | '中'
                    | '下'
                    | '第'
                    | '季'
                    | '度'
                    | '个'
                    | '-'
                    | ' '
                    | '的'
                    | '结'
                    | '束'
                    | '后'
            )
        {
            at += 1;
        } else {
            break;
        }
    }
    if scan.has(at, "前")
        || scan.has(at, "之前")
        || scan.has(at, "以前")
        || at > from && matches!(scan.before(at), '底' | '末' | '初' | '日')
    {
        at
    } else {
        from
    }
}

/// 一季一通报, 一月一公布.
fn one_by_one(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let (value, end) = period(scan, at + 1)?;
    (scan.char(end) == '一' && publish_word(scan, (end, (end + 7).min(scan.to))))
        .then_some((Found::Cadence(value), end + 1))
}

/// 全年解读重要政策不少于2次: a yearly quota of publishing.
fn yearly_quota(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if !scan.has(at, "全年") {
        return None;
    }
    let own = clause(scan, at + 2, 40);
    let counted = ["不少于", "至少", "不低于", "不得少于"]
        .iter()
        .any(|w| window_has(scan, own, w).is_some());
    // so many pieces in all (不少于50篇) say nothing of how often
    let pieces = scan.ends_before(own.1, &["篇", "条", "件", "个", "部", "家", "名"]);
    (counted && !pieces && publish_word(scan, own)).then_some((Found::Cadence("yearly"), at + 2))
}

fn by(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if scan.has(at + 1, "年度")
        && scan
            .any(at + 3, &["计划", "目标", "任务", "工作", "考核", "预算"])
            .is_some()
    {
        return Some((Found::Pass, at + 3));
    }
    let (value, end) = period(scan, at + 1)?;
    if scan.has(at, "逐年") || scan.has(end, "薪") {
        return None;
    }
    if scan.manner == Manner::Column || publishes(scan, at, end) {
        return Some((Found::Cadence(value), end));
    }
    Some((Found::Pass, end))
}

fn bare(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let before = scan.before(at);
    let counted = before.is_ascii_digit()
        || digit(before).is_some()
        || matches!(
            before,
            '十' | '上'
                | '本'
                | '当'
                | '该'
                | '下'
                | '个'
                | '去'
                | '今'
                | '次'
                | '同'
                | '全'
                | '第'
                | '几'
                | '满'
                | '半'
                | '双'
        );
    if counted {
        return None;
    }
    let value = period(scan, at)?.0;
    // 月报, 季报, 周报, 年报; 周调度、月通报
    if scan.char(at + 1) == '报' && !matches!(scan.char(at + 2), '纸' | '刊') {
        return Some((Found::Cadence(value), at + 2));
    }
    if scan
        .any(at + 1, &["通报", "公布", "公示", "发布", "公开", "报告"])
        .is_some()
        && (matches!(before, '、' | ',' | '“' | '"' | '\0' | '(' | '和') || scan.has(at, "年报告"))
        && scan.char(at) != '年'
    {
        return Some((Found::Cadence(value), at + 3));
    }
    if scan.has(at, "年度") {
        return yearly_document(scan, at);
    }
    if scan.has(at, "季度") || scan.has(at, "月度") {
        let window = clause(scan, at + 2, 28);
        let publishes = publish_word(scan, window) || window_has(scan, window, "发布会").is_some();
        let chained = follows_cadence(scan, at) && publishes_after(scan, at + 2);
        return (publishes || chained || scan.manner == Manner::Column)
            .then_some((Found::Cadence(value), at + 2));
    }
    None
}

/// 年度报告, 年度…供需平衡表: the thing itself is a yearly document; 每季度、年度发布 follows a cadence.
fn yearly_document(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if follows_cadence(scan, at) && publishes_after(scan, at + 2) {
        return Some((Found::Cadence("yearly"), at + 2));
    }
    let mut end = at + 2;
    while end < scan.to
        && end < at + 26
        && !matches!(scan.char(end), ',' | ';' | '。' | ':' | '(' | ')')
    {
        if let Some(n) = scan.any(end, YEARLY) {
            let between = (at + 2, end);
            let report = scan.has(end, "报告")
                && !["和", "及", "、", "并"]
                    .iter()
                    .any(|w| window_has(scan, between, w).is_some());
            let other = !report
                && [
                    "计划",
                    "目标",
                    "任务",
                    "考核",
                    "考评",
                    "预算",
                    "薪酬",
                    "评议",
                    "重点工作",
                    "工作要点",
                ]
                .iter()
                .any(|w| window_has(scan, between, w).is_some());
            return (!other && sentence_publishes(scan, at))
                .then_some((Found::Cadence("yearly"), end + n));
        }
        if scan.has(end, "以及") || scan.has(end, "纳入") {
            break;
        }
        end += 1;
    }
    None
}

fn follows_cadence(scan: &Scan, at: usize) -> bool {
    let joined = matches!(scan.before(at), '、' | '和' | '或' | '及' | '/');
    joined
        && at > scan.from + 1
        && (scan.ends_before(at - 1, &["月", "季", "季度", "周", "年", "年度", "月度"]))
}

fn clause(scan: &Scan, from: usize, longest: usize) -> (usize, usize) {
    let mut end = from;
    while end < scan.to && end < from + longest && !matches!(scan.char(end), ',' | ';' | '。') {
        // 每月调度、每季度通报: the next cadence has its own verb
        if scan.char(end) == '、'
            && end > from + 1
            && matches!(scan.char(end + 1), '每' | '按' | '一' | '月' | '季' | '周')
            && scan
                .any(end + 2, &["季", "月", "年", "周", "度", "通", "报", "公"])
                .is_some()
        {
            break;
        }
        end += 1;
    }
    (from, end)
}

fn window_has(scan: &Scan, (from, to): (usize, usize), word: &str) -> Option<usize> {
    let n = word.chars().count();
    (from..(to + 1).saturating_sub(n)).find(|i| scan.has(*i, word))
}

/// Whether the clause after a cadence publishes or reports something, or the next clause does on its behalf, or the
/// words right before it do (信息发布每月不少于2条).
fn publishes(scan: &Scan, at: usize, end: usize) -> bool {
    if publishes_after(scan, end) {
        return true;
    }
    let mut start = at;
    while start > scan.from
        && at - start < 14
        && !matches!(scan.char(start - 1), ',' | ';' | '。' | ':' | '、')
    {
        start -= 1;
    }
    publish_word(scan, (start, at))
}

fn publishes_after(scan: &Scan, end: usize) -> bool {
    let own = clause(scan, end, 90);
    if publish_word(scan, own) {
        return true;
    }
    let quota = (own.0..own.1).any(|i| {
        scan.char(i).is_ascii_digit() || matches!(scan.char(i), '个' | '场' | '家' | '名' | '批')
    });
    if quota || scan.char(own.1) != ',' {
        return false;
    }
    let next = clause(scan, own.1 + 1, 40);
    scan.any(
        next.0,
        &[
            "并", "及时", "结果", "通报", "公布", "向", "将", "形成", "公示", "公开", "发布",
        ],
    )
    .is_some()
        && publish_word(scan, next)
}

fn sentence_publishes(scan: &Scan, at: usize) -> bool {
    let mut from = at;
    while from > scan.from && at - from < 200 && !matches!(scan.char(from - 1), '。' | ';') {
        from -= 1;
    }
    let mut to = at;
    while to < scan.to && to - at < 200 && !matches!(scan.char(to), '。' | ';') {
        to += 1;
    }
    publish_word(scan, (from, to))
        || ["编制", "签订", "编写", "撰写", "形成", "公开"]
            .iter()
            .any(|w| window_has(scan, (from, to), w).is_some())
}

fn publish_word(scan: &Scan, (from, to): (usize, usize)) -> bool {
    for i in from..to {
        match scan.char(i) {
            '公' if scan.has(i, "公开") && i + 2 <= to && is_verb_publish(scan, i) => {
                return true;
            }
            '公' | '发' | '通' | '报' | '上' | '汇' | '呈' | '披' | '推' | '更' | '刊' | '反'
            | '解' | '提' | '亮' | '编' | '曝' | '抄' | '简' | '出' | '张' | '播' | '登' => {
                if let Some(n) = scan.any(i, PUBLISH)
                    && i + n <= to
                    && !is_other_sense(scan, i, from)
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// 公开 as a verb, not as in 政务公开工作 or 公开招聘.
fn is_verb_publish(scan: &Scan, i: usize) -> bool {
    let noun_before = scan.ends_before(
        i,
        &[
            "政务", "信息", "党务", "校务", "院务", "村务", "厂务", "事务", "司法", "警务",
        ],
    );
    let noun_after = scan
        .any(
            i + 2,
            &[
                "工作", "制度", "培训", "条例", "招聘", "招考", "透明", "平台", "专区", "栏", "办",
                "领域", "业务", "考核", "课", "知识", "时效", "标准", "选", "招",
            ],
        )
        .is_some();
    let noun = scan.has(i + 2, "的") || matches!(scan.char(i + 2), '\0' | ',' | '、');
    if noun_after {
        return false;
    }
    !noun_before || !noun
}

/// 听取汇报 is not reporting, 更新改造 not publishing, 解读培训 no 解读.
fn is_other_sense(scan: &Scan, i: usize, from: usize) -> bool {
    if scan.has(i, "汇报") || scan.has(i, "报告") {
        let start = i.saturating_sub(16).max(from);
        if window_has(scan, (start, i), "听取").is_some()
            || window_has(scan, (start, i), "审议").is_some()
        {
            return true;
        }
    }
    if scan.any(i, &["更新", "张贴", "上墙", "播放"]).is_some() {
        // 检查栏目更新情况, 检查宣传画张贴情况: what is looked at, not what is done
        let start = i.saturating_sub(20).max(from);
        let looked_at = ["检查", "巡查", "巡检", "抽查", "监测", "自查"]
            .iter()
            .any(|w| window_has(scan, (start, i), w).is_some());
        return looked_at
            || scan
                .any(i + 2, &["改造", "换代", "情况", "不及时", "率"])
                .is_some();
    }
    scan.has(i, "报告厅") || scan.has(i, "公告栏")
}
