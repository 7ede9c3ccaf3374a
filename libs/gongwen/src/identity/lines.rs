//! What kind of line a line is: numbered, a sentence, an organ's name, an imprint, a page's furniture. Each question is
//! answered by the shape of the line alone; what it means at its place is decided elsewhere.
//!
//! All functions take folded lines (see [`super::fold`]).

use std::sync::LazyLock;

use super::wordset::WordSet;

/// Whether the line begins with a number of the outline: 一、 (一) 1. (1) ① 第一章.
pub(crate) fn is_labelled(line: &str) -> bool {
    let line = line.trim_start_matches(['★', '☆', '●', '◆', '■', '▲', '※', ' ']);
    let Some(first) = line.chars().next() else {
        return false;
    };
    if ('①'..='⒛').contains(&first) || ('㈠'..='㈩').contains(&first) {
        return true;
    }
    let rest = line.strip_prefix('(').unwrap_or(line);
    let bracketed = rest.len() < line.len();
    if let Some(chapter) = line.strip_prefix('第') {
        let unit = chapter.trim_start_matches(|c: char| is_han_number(c) || c.is_ascii_digit());
        return unit.len() < chapter.len() && unit.starts_with(['章', '节', '条', '编', '部']);
    }
    let after = rest.trim_start_matches(is_han_number);
    if after.len() < rest.len() {
        let after = after.trim_start();
        return if bracketed {
            after.starts_with(')')
        } else {
            after.starts_with(['、', '.', '．', ','])
        };
    }
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - after.len();
    if digits == 0 || digits > 3 {
        return false;
    }
    let next = after.trim_start().chars().next();
    match next {
        Some(')') => true,
        Some('、' | '．') => !bracketed,
        Some('.') => {
            let rest = &after.trim_start()[1..];
            !bracketed && (!rest.starts_with(|c: char| c.is_ascii_digit()) || is_dotted(rest))
        }
        Some(_) => !bracketed && digits <= 2 && is_bare_chapter(after),
        None => false,
    }
}

/// What follows the first point of `1.1 words`, `1.2.1 words`.
fn is_dotted(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    rest.len() - after.len() <= 5
        && after.starts_with([' ', '、'])
        && after
            .trim_start_matches([' ', '、'])
            .starts_with(|c: char| c.is_alphabetic())
}

/// `2 重点任务`: what follows the number is a blank and a short heading.
fn is_bare_chapter(after: &str) -> bool {
    let words = after.trim_start();
    words.len() < after.len()
        && (2..=20).contains(&words.chars().count())
        && words.chars().all(char::is_alphabetic)
        && !words.starts_with([
            '年', '月', '日', '号', '次', '个', '级', '条', '人', '页', '件',
        ])
}

pub(crate) fn is_han_number(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

/// Whether the lines begin with the headings of a table that lost its grid: 序号, and then two more short words at least.
pub(crate) fn is_flat_head<'l>(mut lines: impl Iterator<Item = &'l str>) -> bool {
    let is_number = |line: &str| matches!(line.replace(' ', "").as_str(), "序号" | "编号" | "项次");
    let is_heading = |line: &str| {
        (2..=10).contains(&line.chars().count())
            && line
                .chars()
                .all(|c| c.is_alphabetic() || " ()/".contains(c))
    };
    lines.next().is_some_and(is_number) && lines.take(2).filter(|l| is_heading(l)).count() == 2
}

/// A line without the date that stands apart at its end: 某办〔2024〕3号　2024年1月15日.
pub(crate) fn without_date(text: &str) -> &str {
    text.trim()
        .rsplit_once([' ', '\u{3000}', '\t'])
        .filter(|(_, last)| super::date::parse(&super::fold::fold(last)).is_some())
        .map_or(text, |(before, _)| before.trim_end())
}

/// Whether the line is a sentence or several: it ends as one, or is too long for anything else.
pub(crate) fn is_prose(line: &str) -> bool {
    line.ends_with(['。', ';', '!', '?', ':', '…']) && line.chars().count() >= 8
        || line.chars().count() > 90
}

/// Endings of organs' names.
const ORGAN_ENDS: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "管委会",
    "改委",
    "党委",
    "工委",
    "市委",
    "县委",
    "区委",
    "省委",
    "纪委",
    "局",
    "厅",
    "部",
    "署",
    "院",
    "中心",
    "领导小组",
    "小组",
    "指挥部",
    "联席会议",
    "专班",
    "办事处",
    "党组",
    "总队",
    "支队",
    "大队",
    "公司",
    "集团",
    "大学",
    "学院",
    "学校",
    "医院",
    "协会",
    "联合会",
    "总工会",
    "妇联",
    "残联",
    "法院",
    "检察院",
    "海关",
    "银行",
    "馆",
    "所",
    "站",
    "组",
    "办",
    "会",
];

/// Whether the line is an organ's full name (or several, parted by blanks or 、), as a document is signed.
pub(crate) fn is_organ(line: &str) -> bool {
    let count = line.chars().count();
    if !(4..=70).contains(&count) || is_labelled(line) || is_furniture(line) {
        return false;
    }
    let plain = |c: char| c.is_alphabetic() || " 、()·".contains(c);
    if !line.chars().all(plain) || line.contains('关') && line.contains("关于") {
        return false;
    }
    line.split([' ', '、'])
        .filter(|part| !part.is_empty())
        .all(is_one_organ)
        || is_spaced_organ(line)
}

fn is_one_organ(name: &str) -> bool {
    let bare = name.split('(').next().unwrap_or(name);
    let bare = if bare.is_empty() { name } else { bare };
    bare.chars().count() >= 4
        && ORGAN_ENDS.iter().any(|end| bare.ends_with(end))
        && !is_abbreviated(bare)
}

/// `道 县 人 民 政 府`: set wide on the page.
fn is_spaced_organ(line: &str) -> bool {
    let wide = line.split(' ').all(|part| part.chars().count() <= 2);
    wide && line.contains(' ') && is_one_organ(&line.replace(' ', ""))
}

/// `市商务局`, `各镇政府`: how a plan calls its units, not how a document is signed.
fn is_abbreviated(name: &str) -> bool {
    let mut chars = name.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    if "各县省州镇乡局本".contains(first) || name.starts_with("市区") {
        return true;
    }
    matches!(first, '市' | '区')
        && !name
            .chars()
            .skip(1)
            .take(3)
            .any(|c| matches!(c, '区' | '县'))
        || second == '直' && first == '市'
}

/// 版记 and notes below a signature: 抄送, 印发, 联系人, (此件公开发布).
pub(crate) fn is_imprint(line: &str) -> bool {
    let bare = line.trim_start_matches(['(', '[', '【', ' ']);
    let starts = [
        "主题词",
        "抄送",
        "抄报",
        "主送",
        "分送",
        "此件公开",
        "此件主动公开",
        "此件依申请",
        "此件不公开",
        "联系人",
        "联系电话",
        "信息公开选项",
        "公开属性",
        "公开方式",
        "主动公开",
        "印发机关",
        "校对",
    ];
    if starts.iter().any(|start| bare.starts_with(start)) {
        return line.chars().count() <= 160;
    }
    let end = line.trim_end_matches(['。', ')', ' ']);
    end.ends_with("印发")
        && line.chars().count() <= 60
        && line
            .chars()
            .any(|c| c.is_ascii_digit() || c == '〇' || c == '○')
}

/// A line by which attachments are named or begun: `附件`, `附件1`, `附：…`.
pub(crate) fn is_attachment(line: &str) -> bool {
    let Some(rest) = line
        .strip_prefix("附件")
        .or_else(|| line.strip_prefix("附表"))
        .or_else(|| line.strip_prefix('附').filter(|r| r.starts_with(':')))
    else {
        return false;
    };
    rest.is_empty()
        || rest.starts_with([':', ' ', '('])
        || rest.starts_with(|c: char| c.is_ascii_digit() || is_han_number(c))
}

/// What navigation, sharing and footers are worded with; the line holds one of them.
const PAGE_WORDS: &[&str] = &[
    "扫一扫",
    "二维码",
    "版权所有",
    "ICP备",
    "公网安备",
    "网站标识码",
    "标识码:",
    "老年模式",
    "适老",
    "无障碍",
    "关闭窗口",
    "关闭本页",
    "打印本页",
    "返回顶部",
    "回到顶部",
    "上一篇",
    "下一篇",
    "上一条:",
    "下一条:",
    "政策解读:",
    "相关解读:",
    "图解:",
    "相关链接",
    "相关文档",
    "相关稿件",
    "相关附件",
    "网站地图",
    "联系我们",
    "技术支持",
    "您现在所在",
    "您现在的位置",
    "当前位置",
    "您的位置",
    "所在位置",
    "浏览次数",
    "分享到",
    "微信扫",
    "首页 >",
    "首页>",
    "字体:",
    "字号:",
    "RSS",
    "登录 ",
    "注册 ",
    "设为首页",
    "加入收藏",
    "站内搜索",
    "手机版",
    "政策图解",
    "版权:",
    "建议使用",
    "智能问答",
    "责任编辑",
    "信息来源:",
    "我要纠错",
    "打开当前页",
    "用户评价",
    "下载文字版",
    "下载PDF",
    "语音播报",
    "朗读",
];

/// Keys of a site's footer, which name units of duties as well.
const HOSTS: &[&str] = &["主办单位:", "主办:", "承办单位:", "承办:"];

/// Whether a line names who runs the site: 主办:某县人民政府办公室, and not 承办:财政所 below a duty.
fn names_host(line: &str) -> bool {
    let Some(value) = HOSTS
        .iter()
        .find_map(|key| line.split_once(key).map(|(_, value)| value.trim_start()))
    else {
        return false;
    };
    let is_site = ["网站", "信息中心", "技术", "维护", "地址", "电话", "邮编"]
        .iter()
        .any(|word| line.contains(word));
    let is_government = ["人民政府", "委员会", "管委会"]
        .iter()
        .any(|word| value.contains(word));
    let is_of_duty = ["督办", "协办", "配合", "时限", "督导", "责任"]
        .iter()
        .any(|word| line.contains(word));
    !is_of_duty && (is_site || is_government && !value.starts_with('各'))
}

/// Lines that are furniture where nothing else stands on them.
const PAGE_LINES: &[&str] = &[
    "首页",
    "打印",
    "分享",
    "收藏",
    "关闭",
    "返回",
    "登录",
    "注册",
    "新媒体",
    "微信",
    "微博",
    "朗读",
    "繁体",
    "简体",
    "移动端",
    "客户端",
    "手机端",
    "搜索",
    "更多",
    "下载",
    "大 中 小",
    "政务公开",
    "政务服务",
    "互动交流",
    "走进",
    "要闻动态",
    "信息公开",
    "政策文件",
    "公开目录",
    "信息公开目录",
    "信息公开指南",
    "信息公开制度",
    "信息公开年报",
    "政策解读",
    "政策图解",
    "通知公告",
    "本站",
    "关于我们",
    "纠错",
    "字体",
    "扫码阅读",
    "[打印]",
    "[关闭]",
    "【打印】",
    "【关闭】",
    "打印 关闭",
    "打印 分享",
];

static ANYWHERE: LazyLock<WordSet<()>> =
    LazyLock::new(|| WordSet::new(PAGE_WORDS.iter().map(|word| (*word, ()))));

/// Whether the line belongs to the page and not to the document.
pub(crate) fn is_furniture(line: &str) -> bool {
    let count = line.chars().count();
    if count > 90 || line.ends_with('。') {
        return false;
    }
    let bare = line.trim_matches(|c: char| " •·*-|>【】[]()".contains(c));
    bare.is_empty()
        || PAGE_LINES.contains(&bare)
        || ANYWHERE.is_in(line)
        || names_host(line)
        || line.contains(" > ")
        || line.contains(">>")
}
