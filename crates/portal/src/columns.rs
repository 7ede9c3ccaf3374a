//! The columns (栏目) of the public site, as navigation and `Column…` tags name them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use ui::Column;

/// The first page.
pub(crate) const BOARD: Column = Column {
    name: "首页",
    english: Some("Home"),
    description: "本行政区域政务公开承诺的履行情况：按期兑现率、本月到期、已逾期、各单位排名和全年热力图",
    keywords: "政务公开,工作要点,承诺,按期兑现率,逾期",
    kind: "首页",
    path: "/",
};

/// The first page of a site beside the main one.
pub(crate) const HOME: Column = Column {
    name: "首页",
    english: Some("Home"),
    description: "本单位最新公开的信息、各栏目、承诺履行情况和联系方式",
    keywords: "政府信息公开,最新公开,公开承诺",
    kind: "首页",
    path: "/",
};

/// What must be public by law, and every document (国办公开办函〔2019〕61号 fixes the name).
pub(crate) const LIBRARY: Column = Column {
    name: "政府信息公开",
    english: Some("Information"),
    description: "政府信息公开指南、制度、法定主动公开内容和年报，以及政策解读、公告公示等公开信息",
    keywords: "政府信息公开,法定主动公开内容,规范性文件,政策文件,政策解读",
    kind: "信息公开目录",
    path: "/library",
};

/// All promises.
pub(crate) const PROMISES: Column = Column {
    name: "承诺",
    english: Some("Promises"),
    description: "每个单位在每个期限前应当公开的内容，是否按期公开，以及证据和逐日计时",
    keywords: "政务公开,承诺,期限,责任单位,公开时限",
    kind: "信息公开目录",
    path: "/promises",
};

/// All plans.
pub(crate) const PLANS: Column = Column {
    name: "计划",
    english: Some("Plans"),
    description: "政务公开工作要点、实施方案、分工方案原文，与由此产生的任务和承诺对照",
    keywords: "政务公开,工作要点,实施方案,任务分解,责任单位",
    kind: "政策文件",
    path: "/plans",
};

/// All units.
pub(crate) const UNITS: Column = Column {
    name: "单位",
    english: Some("Public bodies"),
    description: "各责任单位的承诺日历、承诺清单和履行情况",
    keywords: "政务公开,责任单位,机构,履行情况",
    kind: "机构职能",
    path: "/units",
};

/// One search over everything (一网可查).
pub(crate) const SEARCH: Column = Column {
    name: "搜索",
    english: Some("Search"),
    description: "在全部公开信息中查找：标题、文号、索引号、正文和附件，可按单位、类型、年份和效力筛选",
    keywords: "搜索,检索,查找,文号,政策文件",
    kind: "检索",
    path: "/search",
};

/// Answers from documents in force (智能问答).
pub(crate) const ANSWERS: Column = Column {
    name: "问答",
    english: Some("Questions"),
    description: "用一句话提问，以现行有效的公开文件中的原文回答，标明出处；没有可靠依据的不作回答",
    keywords: "智能问答,咨询,办事,政策问答",
    kind: "互动交流",
    path: "/answers",
};

/// How days are counted.
pub(crate) const CLOCK: Column = Column {
    name: "计时规则",
    english: Some("Deadlines"),
    description: "期限怎样计算：工作日、调休、起算、顺延、暂停，以及所依据的法律法规",
    keywords: "工作日,期限,计算,政府信息公开条例,调休",
    kind: "信息公开指南",
    path: "/about/clock",
};

/// Data and feeds.
pub(crate) const DATA: Column = Column {
    name: "开放数据",
    english: Some("Open data"),
    description: "承诺、计划、单位数据的下载、接口和订阅",
    keywords: "开放数据,接口,OpenAPI,CSV,订阅,日历",
    kind: "数据开放",
    path: "/about/data",
};

/// Subscriptions by mail.
pub(crate) const SUBSCRIBE: Column = Column {
    name: "邮件订阅",
    english: Some("Mail alerts"),
    description: "栏目、主题、单位、文件和承诺有变动时以邮件通知，不需要注册，随时退订",
    keywords: "邮件订阅,通知,退订",
    kind: "互动交流",
    path: "/subscribe",
};

/// Information on request.
pub(crate) const REQUESTS: Column = Column {
    name: "依申请公开",
    english: Some("On request"),
    description: "向行政机关申请获取政府信息：办理说明、在线申请、办理情况查询",
    keywords: "依申请公开,政府信息公开申请,申请查询",
    kind: "依申请公开",
    path: "/requests",
};

/// The public log.
pub(crate) const LOG: Column = Column {
    name: "公开账",
    english: Some("Public log"),
    description: "每一次公开行为都记入只能续写的账，附检查点、验证密钥和核验方法，任何人都可以自己核验",
    keywords: "公开账,核验,检查点,入账证明,防篡改",
    kind: "公开监督",
    path: "/log",
};

/// Whether what is on paper is what is public.
pub(crate) const VERIFY: Column = Column {
    name: "材料核验",
    english: Some("Check a paper copy"),
    description: "输入纸质材料上的验证码，核对是哪一份信息、哪一版，是否仍然有效",
    keywords: "材料核验,验证码,版次,效力",
    kind: "公开监督",
    path: "/verify",
};

/// The guide in English.
pub(crate) const ENGLISH: Column = Column {
    name: "English",
    english: Some("English guide"),
    description: "英文指南：本站有什么、怎样查找、怎样申请公开、联系方式",
    keywords: "English,guide,英文指南",
    kind: "概况信息",
    path: "/en",
};

/// The site map.
pub(crate) const SITEMAP: Column = Column {
    name: "站点地图",
    english: Some("Site map"),
    description: "本站全部栏目和入口",
    keywords: "站点地图,导航",
    kind: "概况信息",
    path: "/sitemap",
};

/// Pages that say what went wrong.
pub(crate) const TROUBLE: Column = Column {
    name: "提示",
    english: None,
    description: "访问出错时的提示和指引",
    keywords: "提示,帮助",
    kind: "其他",
    path: "/trouble",
};

/// Those of the navigation, in order.
pub(crate) const ALL: &[Column] = &[
    BOARD, SEARCH, ANSWERS, LIBRARY, REQUESTS, PROMISES, PLANS, UNITS, CLOCK, LOG, DATA,
];

/// Everything that stands on a site beside the main one.
const EVERYTHING: Column = Column {
    name: "全部信息",
    english: Some("All documents"),
    description: "本站全部公开信息，可按栏目、种类、主题、年份和效力筛选",
    keywords: "政府信息公开,公开目录",
    kind: "信息公开目录",
    path: "/documents",
};

/// The unit of a site beside the main one.
const OWN_UNIT: Column = Column {
    name: "机构与承诺",
    english: Some("The body and its promises"),
    description: "本单位的联系方式、承诺清单、到期日历和履行情况",
    keywords: "机构职能,承诺,履行情况",
    kind: "机构职能",
    path: UNITS.path,
};

/// Those of the navigation of a site beside the main one.
pub(crate) const OF_SUBSITE: &[Column] = &[HOME, SEARCH, LIBRARY, EVERYTHING, OWN_UNIT];

/// Those that breadcrumbs may name.
pub(crate) const NAMED: &[Column] = &[
    BOARD, LIBRARY, PROMISES, PLANS, UNITS, SEARCH, ANSWERS, REQUESTS, CLOCK, DATA, SUBSCRIBE, LOG,
    VERIFY, SITEMAP, EVERYTHING, OWN_UNIT,
];

/// A column of the library, as the `Column…` tags of its pages name it; the navigation knows it as a part of [`LIBRARY`].
pub(crate) fn of_library(column: &publishing::library::Column) -> Column {
    Column {
        name: lasting(&column.name),
        english: column.english.as_deref().map(lasting),
        description: lasting(&column.description),
        keywords: lasting(&format!("{},{}", column.name, LIBRARY.name)),
        kind: lasting(&column.column_type),
        path: LIBRARY.path,
    }
}

/// Words that last as long as the program: a library is one file, so they are few, and each is kept once.
fn lasting(words: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(words) {
        return known;
    }
    let words: &'static str = words.to_owned().leak();
    kept.insert(words);
    words
}
