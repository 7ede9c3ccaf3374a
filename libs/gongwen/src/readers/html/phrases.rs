//! The words that page furniture is made of: where am I, share, print, font size, close, records of the site. And the
//! keys of page facts, which are to be kept. Judges single lines; does not see the page.

/// Keys of the facts that tell a document's identity.
const FACT_KEYS: &[&str] = &[
    "索引号",
    "索引號",
    "主题分类",
    "主題分類",
    "发文机关",
    "發文機關",
    "发布机构",
    "發佈機構",
    "成文日期",
    "发文日期",
    "发布日期",
    "發佈日期",
    "發布日期",
    "发布时间",
    "發佈時間",
    "發布時間",
    "发文字号",
    "發文字號",
    "文号：",
    "文号:",
    "文  号",
    "信息来源",
    "来源：",
    "来源:",
    "來源：",
    "来  源",
    "主题词",
    "主題詞",
    "有效性",
    "生成日期",
    "生效日期",
    "公开日期",
    "时间：",
    "日期：",
    "责任部门：",
    "信息名称",
];

/// What a line of furniture is made of, longest first where one contains another.
const PIECES: &[&str] = &[
    "扫一扫在手机上打开当前页面",
    "扫一扫在手机打开当前页面",
    "扫一扫在手机打开当前页",
    "扫一扫",
    "扫码分享",
    "微信二维码",
    "手机版二维码",
    "二维码",
    "分享到：",
    "分享到:",
    "分享到",
    "分享至",
    "分享",
    "新浪微博",
    "腾讯微博",
    "微信公众号",
    "微信",
    "微博",
    "QQ空间",
    "QQ好友",
    "QQ",
    "人人网",
    "打印本页",
    "打印此页",
    "打印页面",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "关闭",
    "收藏本页",
    "加入收藏",
    "收藏",
    "设为首页",
    "返回顶部",
    "返回首页",
    "返回上一页",
    "返回",
    "字体大小",
    "字体：",
    "字体:",
    "字号：",
    "字号:",
    "字号",
    "字体",
    "语音播报",
    "语音朗读",
    "朗读",
    "播放",
    "暂停",
    "进入老年模式",
    "老年模式",
    "无障碍浏览",
    "无障碍阅读",
    "无障碍",
    "适老版",
    "长者模式",
    "关怀版",
    "繁体版",
    "简体版",
    "繁体",
    "简体",
    "繁體",
    "简體",
    "登录",
    "登陆",
    "注册",
    "退出",
    "RSS订阅",
    "RSS",
    "English",
    "EN",
    "网站地图",
    "网站首页",
    "首页",
    "手机版",
    "客户端",
    "新媒体",
    "移动版",
    "上一篇：",
    "下一篇：",
    "上一条：",
    "下一条：",
    "上一篇",
    "下一篇",
    "相关链接",
    "相关信息",
    "相关文章",
    "相关新闻",
    "相关阅读",
    "热门推荐",
    "更多",
    "附件下载",
    "视力保护色：",
    "大",
    "中",
    "小",
    "站内搜索",
    "搜索",
    "请输入关键字",
    "下载",
];

/// Records that only a site's foot carries.
const FOOT_MARKS: &[&str] = &[
    "ICP备",
    "公网安备",
    "网站标识码",
    "版权所有",
    "Copyright",
    "copyright",
    "技术支持",
    "建议使用",
    "最佳浏览",
    "All Rights",
    "主办单位：",
    "承办单位：",
    "网站声明",
    "联系我们",
    "站点地图",
];

const POSITIONS: &[&str] = &[
    "当前位置",
    "您的位置",
    "你的位置",
    "所在位置",
    "您现在的位置",
    "您现在所在的位置",
    "您当前的位置",
    "您当前所在位置",
    "您所在的位置",
    "您所在位置",
    "现在位置",
    "當前位置",
    "您的當前位置",
    "您的当前位置",
    "你现在的位置",
    "位置：",
    "位置:",
];

/// Whether the line holds a fact of the page that identity needs.
pub(super) fn is_fact(line: &str) -> bool {
    if FACT_KEYS.iter().any(|key| line.contains(key)) {
        return true;
    }
    // 索 引 号: keys are set wide to fill their cell
    let key: String = line
        .chars()
        .take(16)
        .take_while(|c| !matches!(c, '：' | ':'))
        .filter(|c| !c.is_whitespace())
        .collect();
    line.chars().count() < 120 && FACT_KEYS.contains(&key.as_str())
}

/// Whether the line is nothing but a register's number (006821440/2019-00152), as it stands in a cell beside its key.
pub(super) fn is_code(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    digits >= 8
        && line.contains(['/', '-'])
        && line.chars().count() <= 40
        && line
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'))
}

/// Whether the line is only furniture.
pub(super) fn is_furniture(line: &str) -> bool {
    let count = line.chars().take(161).count();
    if count > 160 {
        return false;
    }
    is_position(line) || is_foot(line, count) || is_made_of_pieces(line, count)
}

/// 当前位置：首页 > 政务公开, also its second half where the page broke it.
fn is_position(line: &str) -> bool {
    let line = line.trim_start_matches(['【', '[', ' ', '>', '\u{3000}']);
    let has_arrow = line.contains(['>', '»', '›', '＞', '→']);
    POSITIONS.iter().any(|p| line.starts_with(p))
        && (has_arrow || line.contains("首页") || line.chars().count() < 12)
        || line.starts_with("首页") && has_arrow
}

fn is_foot(line: &str, count: usize) -> bool {
    count <= 120 && !line.ends_with('。') && FOOT_MARKS.iter().any(|m| line.contains(m))
}

fn is_made_of_pieces(line: &str, count: usize) -> bool {
    if count > 80 {
        return false;
    }
    let mut rest = line;
    let mut pieces = 0;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        if rest.is_empty() {
            return pieces > 0;
        }
        match PIECES.iter().find_map(|p| rest.strip_prefix(p)) {
            Some(after) => rest = after,
            None => return false,
        }
        pieces += 1;
    }
}
