//! Times that the four cadences and the calendar cannot hold: a day within each period (每月10日前), other rhythms
//! (每半年), dates that do not exist, dates by a festival. They become remarks for a person, never a value of their own.

use super::limit::is_date;
use super::{Found, Manner, Scan, cadence};
use crate::blocks::Place;
use crate::outline::numeral::{arabic, digit, is_numeral, number};
use crate::reading::Term;

/// Something about a time that a person should settle.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What is odd about it.
    pub oddity: Oddity,
    /// The words.
    pub words: String,
    /// Where they stand.
    pub place: Place,
}

/// What is odd about a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// 每月10日前公开: a cadence was read, its day has no room in it.
    DayOfCadence,
    /// 每年6月底前完成: a date that recurs, with nothing published or reported.
    RecurringDate,
    /// 每半年, 每两个月, 每日: none of the four cadences.
    OtherCadence,
    /// 2月30日, 13月: no date at all.
    Impossible,
    /// A limit in a year before the plan's; the year is the plan's.
    BeforePlan(i16),
    /// 春节前, 汛期前: no calendar date.
    Festival,
}

impl Oddity {
    /// The doubt's stable code; see docs/plan-reading.md.
    pub fn code(self) -> &'static str {
        match self {
            Self::DayOfCadence | Self::RecurringDate => "cadence_day",
            Self::OtherCadence => "cadence_other",
            Self::Impossible => "date_impossible",
            Self::BeforePlan(_) => "date_before_plan",
            Self::Festival => "date_by_festival",
        }
    }
}

impl Remark {
    /// Whether it is a day within a period that a cadence of these terms carries in numbers.
    pub fn is_settled_by(&self, terms: &[Term]) -> bool {
        self.oddity == Oddity::DayOfCadence
            && terms
                .iter()
                .any(|term| term.words.ends_with(&self.words) && term.day().is_some())
    }

    /// What to check and what to do, in Chinese.
    pub fn message(&self) -> String {
        let words = &self.words;
        match self.oddity {
            Oddity::DayOfCadence => format!(
                "“{words}”规定了每期的日期，无法换算成每期的一个到期日，到期日仍按期末后20个工作日推算，请核定本任务的期限。"
            ),
            Oddity::RecurringDate => format!(
                "“{words}”是每期重复的日期，没有读出要公开或者报送什么，尚未按期开立承诺，请核定本任务的期限。"
            ),
            Oddity::OtherCadence => {
                format!("“{words}”不在周、月、季、年之列，尚未开立周期承诺，请拆成具体日期。")
            }
            Oddity::Impossible => {
                format!("“{words}”不是日历上有的日期，请查对原文，改正期限。")
            }
            Oddity::BeforePlan(year) => {
                format!("“{words}”早于本文件所属的{year}年，请查对年份，核定本任务的期限。")
            }
            Oddity::Festival => format!("“{words}”没有写明日期，尚未作为期限，请核定具体日期。"),
        }
    }
}

/// The oddity at `at`, given what the parsers found there, and the index after its words.
pub(super) fn at(scan: &Scan, at: usize, found: Option<&Found>) -> Option<(Oddity, usize)> {
    if let Some(end) = impossible(scan, at) {
        return Some((Oddity::Impossible, end));
    }
    match (scan.char(at), found) {
        ('每' | '按' | '逐', Some(Found::Cadence(_))) => {
            Some((Oddity::DayOfCadence, stated_day(scan, at)?))
        }
        ('每', Some(Found::Pass)) => {
            let end = stated_day(scan, at)?;
            let limits = matches!(scan.char(end - 1), '前' | '内' | '底' | '末');
            limits.then_some((Oddity::RecurringDate, end))
        }
        ('每' | '按' | '逐' | '半', None) => {
            Some((Oddity::OtherCadence, other_cadence(scan, at)?))
        }
        ('次' | '下' | '当', None) => Some((Oddity::DayOfCadence, next_period(scan, at)?)),
        _ => None,
    }
}

/// The end of a day stated within the period that begins at `at`: 每月10日前, 每季度首月15日前, 每周五, 每年1月31日前.
pub(super) fn stated_day(scan: &Scan, at: usize) -> Option<usize> {
    let (value, end) = cadence::whole_period(scan, at)?;
    if value == "weekly" {
        return weekday(scan, end);
    }
    day_after(scan, end, value == "yearly")
}

/// The end of a day that stands at `from`, with its 前 or 内; a bare month is one within a year only.
fn day_after(scan: &Scan, from: usize, within_year: bool) -> Option<usize> {
    let mut stop = from;
    while stop < scan.to && stop < from + 18 && is_part_of_day(scan.char(stop)) {
        stop += 1;
    }
    while stop > from && !ends_day(scan, (from, stop), within_year) {
        stop -= 1;
    }
    let says = (from..stop).any(|i| {
        let c = scan.char(i);
        c.is_ascii_digit() || is_numeral(c) || matches!(c, '底' | '末' | '旬' | '初' | '首')
    });
    says.then(|| stop + scan.any(stop, LIMITS).unwrap_or(0))
}

const LIMITS: &[&str] = &["前", "之前", "以前", "内", "之内", "以内"];

fn is_part_of_day(c: char) -> bool {
    c.is_ascii_digit()
        || is_numeral(c)
        || "月日号底末初首旬上中下第季度个份的于在前最后工作天结束周至、和及- ".contains(c)
}

/// Whether a day within a period may end before `stop`.
fn ends_day(scan: &Scan, (from, stop): (usize, usize), within_year: bool) -> bool {
    let before = if stop >= from + 2 {
        scan.char(stop - 2)
    } else {
        '\0'
    };
    let counted = before.is_ascii_digit() || digit(before).is_some() || before == '十';
    match scan.char(stop - 1) {
        '日' => counted || scan.ends_before(stop, &["个工作日"]),
        '号' => counted,
        '天' => counted && scan.any(stop, LIMITS).is_some(),
        '底' | '末' | '旬' | '初' => true,
        '月' | '份' => {
            within_year && (counted || before == '月') || scan.ends_before(stop, &["首月", "末月"])
        }
        _ => false,
    }
}

/// 每周五, 每周一前; not 每周一次, 每周一张榜.
fn weekday(scan: &Scan, at: usize) -> Option<usize> {
    let measure = &[
        "次", "期", "篇", "条", "场", "个", "批", "张", "轮", "份", "例", "件", "天", "小", "家",
        "项", "名", "部", "节", "课", "组", "户", "人",
    ];
    let is_day = match scan.char(at) {
        '一' => scan
            .any(
                at + 1,
                &[
                    "前", "之前", "上午", "下午", "早", "、", ",", "和", "至", "公", "发", "报送",
                    "向",
                ],
            )
            .is_some(),
        '二' | '三' | '四' | '五' | '六' | '日' | '天' => {
            scan.any(at + 1, measure).is_none()
        }
        _ => false,
    };
    let end = at + 1 + scan.any(at + 1, &["下班", "上午", "下午"]).unwrap_or(0);
    is_day.then(|| end + scan.any(end, LIMITS).unwrap_or(0))
}

/// 次月10日前, 下季度首月15日前: a day in the period after the one reported.
fn next_period(scan: &Scan, at: usize) -> Option<usize> {
    let n = scan.any(
        at,
        &[
            "次月",
            "下月",
            "当月",
            "下个月",
            "次季度",
            "次季",
            "下季度",
            "下一季度",
            "下季",
            "下一个月",
        ],
    )?;
    let end = day_after(scan, at + n, false)?;
    scan.ends_before(end, LIMITS).then_some(end)
}

/// 每半年, 每两个月, 每日, 半年度: rhythms of publishing or reporting that are none of the four.
fn other_cadence(scan: &Scan, at: usize) -> Option<usize> {
    let end = if scan.char(at) == '半' {
        let counted = matches!(
            scan.before(at),
            '上' | '下' | '每' | '近' | '前' | '后' | '一' | '两' | '个' | '大' | '按'
        );
        if counted {
            return None;
        }
        at + scan
            .any(
                at,
                &["半年报", "半年度", "半年通报", "半年公布", "半年公开"],
            )?
            .min(3)
    } else {
        rhythm(scan, at)?
    };
    let counts = scan.manner == Manner::Column || cadence::says_publishing(scan, at, end);
    counts.then_some(end)
}

fn rhythm(scan: &Scan, at: usize) -> Option<usize> {
    let start = at + 1;
    if let Some(n) = scan.any(
        start,
        &[
            "半年",
            "半年度",
            "半月",
            "半个月",
            "日",
            "天",
            "工作日",
            "个工作日",
            "双月",
            "旬",
            "小时",
            "学期",
            "届",
        ],
    ) {
        // 按日期, 按天气, 每日常: other words; 按旬 and 逐日 are rhythms
        let other_word = scan
            .any(start, &["日期", "日常", "日均", "天气", "天然", "届时"])
            .is_some();
        return (!other_word).then_some(start + n);
    }
    if scan.char(at) != '每' {
        return None;
    }
    let after = match scan.char(start) {
        '两' => start + 1,
        '隔' => start + 2,
        _ => {
            number(&scan.chars[..scan.to], start)
                .filter(|(n, _)| *n > 1)?
                .1
        }
    };
    let after = scan.skip_blanks(after);
    let n = scan.any(
        after,
        &[
            "个月",
            "月",
            "周",
            "个星期",
            "星期",
            "个季度",
            "季度",
            "年",
            "日",
            "天",
            "个工作日",
            "工作日",
            "小时",
            "个小时",
        ],
    )?;
    Some(after + n)
}

/// The end of a date that no calendar has: 2026年2月30日, 13月5日, 2026-02-30, 第五季度.
fn impossible(scan: &Scan, at: usize) -> Option<usize> {
    let chars = &scan.chars[..scan.to];
    if scan.char(at) == '第' {
        let (value, end) = number(chars, at + 1)?;
        return (scan.has(end, "季度") && !(1..=4).contains(&value)).then_some(end + 2);
    }
    let before = scan.before(at);
    let starts = scan.char(at).is_ascii_digit() || is_numeral(scan.char(at));
    if !starts
        || before.is_ascii_digit()
        || is_numeral(before)
        || matches!(before, '.' | '-' | '/' | '第')
        || before == '年' && at >= 2 && scan.chars[at - 2].is_ascii_digit()
    {
        return None;
    }
    let (first, after) = number(chars, at)?;
    let after = scan.skip_blanks(after);
    let year = i16::try_from(first)
        .ok()
        .filter(|y| (1990..2100).contains(y));
    match (year, scan.char(after)) {
        (Some(_), '年') => {
            let (month, end) = number(chars, scan.skip_blanks(after + 1))?;
            month_and_day(scan, year, (month, end))
        }
        (Some(_), mark @ ('-' | '/' | '.')) => {
            let (month, end) = arabic(chars, after + 1)?;
            if scan.char(end) != mark {
                return None;
            }
            let (day, end) = arabic(chars, end + 1)?;
            let is_date_like = month < 100 && day < 100 && scan.char(end) != mark;
            (is_date_like && !is_date(year, month, day)).then_some(end)
        }
        (_, '月') => month_and_day(scan, None, (first, after)),
        _ => None,
    }
}

/// The end of an impossible month or day; the month's number ends before `end`.
fn month_and_day(scan: &Scan, year: Option<i16>, (month, end): (u32, usize)) -> Option<usize> {
    let mark = scan.skip_blanks(end);
    if scan.char(mark) != '月' || month > 99 {
        return None;
    }
    let chars = &scan.chars[..scan.to];
    let day = number(chars, scan.skip_blanks(mark + 1))
        .map(|(d, after)| (d, scan.skip_blanks(after)))
        .filter(|(d, after)| *d < 100 && matches!(scan.char(*after), '日' | '号'));
    let has_year = year.is_some();
    let year = year.or(scan.year);
    if let Some((day, after)) = day {
        let stop = after + 1;
        return (!is_date(year, month, day)).then(|| stop + scan.any(stop, LIMITS).unwrap_or(0));
    }
    let limits = scan.any(
        mark + 1,
        &["底", "末", "底前", "末前", "前", "中旬", "上旬", "下旬"],
    );
    (!(1..=12).contains(&month) && (limits.is_some() || has_year))
        .then(|| mark + 1 + limits.unwrap_or(0))
}

/// Festivals and seasons that limits are named by.
const FESTIVALS: &[&str] = &[
    "春节",
    "元旦",
    "元旦节",
    "元宵节",
    "清明",
    "清明节",
    "五一",
    "“五一”",
    "五一节",
    "劳动节",
    "端午",
    "端午节",
    "七一",
    "“七一”",
    "八一",
    "“八一”",
    "中秋",
    "中秋节",
    "国庆",
    "国庆节",
    "十一",
    "“十一”",
    "重阳节",
    "两节",
    "双节",
    "汛期",
    "入汛",
    "入冬",
    "供暖期",
    "采暖期",
    "开学",
    "高考",
    "中考",
    "两会",
    "全国两会",
];

/// The end of a limit named by a festival or a season: 春节前, 国庆节之前.
pub(super) fn festival(scan: &Scan, at: usize) -> Option<usize> {
    if !matches!(
        scan.char(at),
        '春' | '元'
            | '清'
            | '五'
            | '“'
            | '劳'
            | '端'
            | '七'
            | '八'
            | '中'
            | '国'
            | '十'
            | '重'
            | '两'
            | '双'
            | '汛'
            | '入'
            | '供'
            | '采'
            | '开'
            | '高'
            | '全'
    ) {
        return None;
    }
    let n = scan.any(at, FESTIVALS)?;
    let end = at + n + scan.any(at + n, &["到来", "来临", "假期"]).unwrap_or(0);
    let limit = scan.any(end, &["前", "之前", "以前", "前夕"])?;
    let stop = end + limit;
    let told = scan.any(stop, &["后", "已", "的"]).is_some();
    let counted = scan.before(at).is_ascii_digit() || is_numeral(scan.before(at));
    (!told && !counted).then_some(stop)
}
