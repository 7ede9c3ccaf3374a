//! What the name of a unit looks like. Judges by form alone: there is no register of units here.

use std::sync::LazyLock;

use super::role::{contains, ends, starts};
use super::suffix::Suffixes;

/// Endings that only units have.
const STRONG: &[&str] = &[
    "局",
    "委",
    "办",
    "厅",
    "部",
    "院",
    "署",
    "中心",
    "政府",
    "公司",
    "集团",
    "银行",
    "大队",
    "支队",
    "总队",
    "委员会",
    "管委会",
    "联合会",
    "协会",
    "商会",
    "学会",
    "工会",
    "总会",
    "分会",
    "妇联",
    "残联",
    "工商联",
    "文联",
    "科协",
    "侨联",
    "社联",
    "记协",
    "红十字会",
    "基金会",
    "理事会",
    "居委会",
    "村委会",
    "指挥部",
    "学院",
    "大学",
    "学校",
    "中学",
    "小学",
    "医院",
    "企业",
    "单位",
    "部门",
    "机关",
    "机构",
    "办公室",
    "街道",
    "办事处",
    "街道办",
    "专班",
    "小组",
    "海关",
    "分局",
    "税务局",
    "法院",
    "检察院",
    "档案馆",
    "图书馆",
    "博物馆",
    "文化馆",
    "科技馆",
    "电网",
    "供电所",
    "派出所",
    "工作站",
    "服务站",
    "气象台",
    "电视台",
    "电台",
    "融媒体",
    "报社",
    "党校",
    "团委",
    "党委",
    "政法委",
    "总站",
    "研究所",
    "监管所",
    "事务所",
    "科室",
    "处室",
    "股室",
    "执法队",
    "消防队",
    "救援队",
    "国资公司",
    "合作社",
    "联社",
    "供销社",
    "管理处",
    "服务处",
    "管理所",
    "管理站",
    "电力",
    "联通",
    "电信",
    "移动",
    "铁塔",
    "邮政",
    "镇区",
    "县区",
    "市区县",
    "县市区",
    "乡镇",
    "镇街",
    "街镇",
    "镇办",
    "园区",
    "开发区",
    "高新区",
    "功能区",
    "片区",
    "新区",
    "示范区",
    "保税区",
    "度假区",
    "经开区",
    "试验区",
    "管委",
    "组织部",
    "宣传部",
    "编办",
    "公安",
    "督查室",
    "政研室",
    "研究室",
    "史志室",
    "科",
    "处",
    "室",
    "所",
    "站",
    "队",
    "中队",
    "组",
    "会",
    "行",
    "馆",
    "台",
    "校",
    "社",
    "网",
    "库",
    "厂",
    "矿",
    "港",
    "股",
    "团",
    "园",
    "联",
    "公室",
    "社区",
    "高校",
    "院校",
    "国企",
    "央企",
    "平台公司",
    "代表处",
    "联盟",
    "指挥中心",
    "主管部门",
];

/// Endings that places have; a unit only in lists of places.
const WEAK: &[&str] = &[
    "县", "市", "区", "州", "盟", "旗", "镇", "乡", "村", "街", "省",
];

const CLASS_START: &[&str] = &[
    "各",
    "有关",
    "相关",
    "所有",
    "市直",
    "县直",
    "区直",
    "省直",
    "州直",
    "市级",
    "县级",
    "区级",
    "省级",
    "驻",
    "全市各",
    "全县各",
    "全区各",
    "其他",
    "市各",
    "县各",
    "区各",
    "机关各",
    "局属",
    "委属",
    "局机关",
    "局各",
    "厅机关",
    "涉",
];

/// Words that end as units do and name none.
const NO_UNIT: &[&str] = &[
    "社会",
    "机会",
    "大会",
    "会议",
    "例会",
    "听证会",
    "座谈会",
    "发布会",
    "全部",
    "内部",
    "干部",
    "一部",
    "大部",
    "平台",
    "出台",
    "后台",
    "柜台",
    "执行",
    "进行",
    "举行",
    "试行",
    "推行",
    "实行",
    "现行",
    "施行",
    "运行",
    "发行",
    "场所",
    "住所",
    "家园",
    "校园",
    "公园",
    "入库",
    "仓库",
    "数据库",
    "专家库",
    "推进会",
    "调度会",
    "培训会",
    "项目库",
    "信息网",
    "互联网",
    "城市",
    "上市",
    "入市",
    "组团",
    "社团",
];

/// Marks of running text: no name of a unit holds one.
const FOREIGN: &[&str] = &[
    "。",
    "《",
    "》",
    "?",
    "!",
    "%",
    "=",
    "http",
    "www",
    "谁",
    "例如",
    "如:",
    "包括",
    "不得",
    "以下简称",
    "下同",
    "是否",
    "万元",
    "亿元",
    "至少",
];

static STRONG_ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(STRONG.iter().copied()));
static NO_UNIT_ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(NO_UNIT.iter().copied()));

/// The length beyond which a stretch of text is no unit's name.
pub const LONGEST: usize = 40;

/// A name without its closing bracket: 市政府办公室(市政府督查室) → 市政府办公室.
pub fn stem(name: &[char]) -> &[char] {
    if name.last() != Some(&')') {
        return name;
    }
    let mut depth = 0usize;
    for i in (0..name.len()).rev() {
        match name[i] {
            ')' => depth += 1,
            '(' => {
                depth -= 1;
                if depth == 0 {
                    return if i == 0 { name } else { &name[..i] };
                }
            }
            _ => {}
        }
    }
    name
}

/// Whether a name ends as only units do (市财政局, 各行政机关, 有关单位).
pub fn is_full(name: &[char]) -> bool {
    let stem = stem(name);
    stem.len() >= 2
        && stem.len() <= LONGEST
        && NO_UNIT_ENDS.longest(stem).is_none()
        && (STRONG_ENDS
            .longest(stem)
            .is_some_and(|(_, n)| n > 1 || stem.len() >= 3)
            || is_class(stem))
}

/// Whether a name is a class of units by its first words (各镇区, 各县(市、区), 市直各有关部门).
pub fn is_class(name: &[char]) -> bool {
    let plural = starts(name, "各") || starts(name, "全市各") || starts(name, "全县各");
    CLASS_START.iter().any(|s| starts(name, s))
        && (STRONG_ENDS.longest(name).is_some()
            || (plural && (WEAK.iter().any(|w| ends(name, w)) || name.len() <= 4)))
}

/// Whether a name may be a unit's: a full name, or a place in a list of places (岳麓区).
pub fn is_likely(name: &[char]) -> bool {
    is_clean(name)
        && (is_full(name) || (stem(name).len() >= 2 && WEAK.iter().any(|w| ends(stem(name), w))))
}

/// Whether a name holds nothing that no unit's name holds.
pub fn is_clean(name: &[char]) -> bool {
    !name.is_empty() && name.len() <= LONGEST && !FOREIGN.iter().any(|f| contains(name, f))
}

/// Whether a stretch begins as a unit's full name begins: with its level or a class.
pub fn begins_with_level(name: &[char]) -> bool {
    matches!(
        name.first(),
        Some(
            '市' | '县'
                | '区'
                | '省'
                | '州'
                | '各'
                | '镇'
                | '乡'
                | '旗'
                | '盟'
                | '驻'
                | '国'
                | '团'
        )
    ) || starts(name, "有关")
        || starts(name, "相关")
        || starts(name, "自治")
}

/// Whether a phrase names a class whose members somebody must settle (有关单位, 财政等有关部门).
pub fn is_vague(name: &[char]) -> bool {
    contains(name, "有关")
        || contains(name, "相关")
        || starts(name, "主管部门")
        || starts(name, "行业主管")
        || (contains(name, "等") && ends(name, "部门"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn names_are_known_by_their_form() {
        for name in [
            "市财政局",
            "各乡镇人民政府(街道办事处)",
            "有关单位",
            "各镇区",
            "市委宣传部",
            "市政府办公室(市政府督查室)",
            "各县(市、区)",
            "市人行",
            "国网某某供电公司",
        ] {
            assert!(is_full(&of(name)), "{name}");
        }
        for name in [
            "市经济",
            "县商务",
            "财政",
            "市住房",
            "新媒体",
            "市人力资源社会",
        ] {
            assert!(!is_full(&of(name)), "{name}");
        }
        assert!(is_likely(&of("岳麓区")));
        assert!(is_vague(&of("财政等有关部门")));
    }
}
