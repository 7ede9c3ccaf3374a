//! Whether a short name is made from a full one as Chinese short names are made: characters of its words, in order,
//! each word giving its first character at least or nothing, the first word never nothing.
//!
//! Says yes or no. That the answer must be the only one in the directory is the caller's rule.

use super::normal::Body;

/// Words that names of units are built from. Only where the words of a name end matters, not what they mean.
const WORDS: &[&str] = &[
    "人力资源",
    "自然资源",
    "国土资源",
    "国有资产",
    "公共资源",
    "社会保障",
    "劳动",
    "社会",
    "保障",
    "人事",
    "发展",
    "改革",
    "计划",
    "生育",
    "卫生",
    "健康",
    "经济",
    "信息化",
    "信息",
    "工业",
    "商务",
    "商业",
    "粮食",
    "物资",
    "储备",
    "住房",
    "城乡",
    "城市",
    "建设",
    "规划",
    "房产",
    "房地产",
    "管理",
    "监督",
    "市场",
    "质量",
    "技术",
    "食品",
    "药品",
    "工商",
    "行政",
    "审批",
    "政务",
    "服务",
    "公共",
    "交易",
    "生态",
    "环境",
    "保护",
    "安全",
    "生产",
    "应急",
    "文化",
    "广播",
    "电视",
    "广电",
    "电影",
    "新闻",
    "出版",
    "旅游",
    "体育",
    "教育",
    "科学",
    "科技",
    "农业",
    "农村",
    "林业",
    "园林",
    "绿化",
    "水利",
    "水务",
    "海洋",
    "渔业",
    "畜牧",
    "兽医",
    "交通",
    "运输",
    "公路",
    "铁路",
    "民族",
    "宗教",
    "事务",
    "民政",
    "司法",
    "法制",
    "审计",
    "统计",
    "财政",
    "税务",
    "国家",
    "地方",
    "金融",
    "投资",
    "促进",
    "招商",
    "大数据",
    "数据",
    "电子",
    "网络",
    "网信",
    "互联网",
    "医疗",
    "保险",
    "退役",
    "军人",
    "扶贫",
    "开发",
    "乡村",
    "振兴",
    "综合",
    "执法",
    "机关",
    "编制",
    "机构",
    "委员",
    "组织",
    "宣传",
    "统战",
    "信访",
    "档案",
    "史志",
    "地震",
    "气象",
    "邮政",
    "烟草",
    "消防",
    "救援",
    "公积金",
    "公安",
    "外事",
    "侨务",
    "台湾",
    "人防",
    "人民",
    "防空",
    "口岸",
    "物流",
    "知识",
    "产权",
    "供销",
    "合作",
    "移民",
    "能源",
    "煤炭",
    "盐业",
    "残疾",
    "妇女",
    "青年",
    "总工",
    "政府",
    "督查",
    "营商",
    "热线",
    "疾病",
    "预防",
    "控制",
    "城管",
    "法治",
    "标准化",
    "标准",
];

/// Words that a short name always leaves out.
const JOINTS: &[&str] = &["和", "与", "及", "暨", "、"];

/// Whether `short` is a short form of `full`.
pub(super) fn fits(short: &Body, full: &Body) -> bool {
    if full.seat.is_empty() || !full.is_of_seat(&short.seat) || short.tail != full.tail {
        return false;
    }
    if short.stem == full.stem {
        return true;
    }
    let short_len = short.stem.chars().count();
    if short_len < 2 || short_len >= full.stem.chars().count() {
        return false;
    }
    let words = words(&full.stem);
    // One whole word out of several (教育 of 教育和体育) may as well be another unit's name.
    if words.len() > 1 && words.iter().any(|word| *word == short.stem) {
        return false;
    }
    let letters: Vec<char> = short.stem.chars().collect();
    takes(&letters, &words, Given::Nothing)
}

/// The words of a stem, longest known word first at each place; what no word covers is a word of its own run.
fn words(stem: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = stem;
    let mut unknown = 0;
    while unknown < rest.len() {
        let here = &rest[unknown..];
        let joint = JOINTS.iter().find(|it| here.starts_with(**it));
        let word = WORDS
            .iter()
            .filter(|it| here.starts_with(**it))
            .max_by_key(|it| it.len());
        let Some(found) = joint.or(word) else {
            unknown += here.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if unknown > 0 {
            words.push(&rest[..unknown]);
        }
        let end = unknown + found.len();
        if joint.is_none() {
            words.push(&rest[unknown..end]);
        }
        rest = &rest[end..];
        unknown = 0;
    }
    if !rest.is_empty() {
        words.push(rest);
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Nothing,
    Something,
}

/// Whether the letters can be taken from the words in order. Names are short: trying all ways is cheap.
fn takes(letters: &[char], words: &[&str], given: Given) -> bool {
    let Some((first, later)) = words.split_first() else {
        return letters.is_empty();
    };
    if letters.is_empty() {
        return given == Given::Something;
    }
    if given == Given::Something && takes(letters, later, given) {
        return true;
    }
    let word: Vec<char> = first.chars().collect();
    if word[0] != letters[0] {
        return false;
    }
    // From here each further letter may be the word's next matching one, or belong to a later word.
    let mut at = 1;
    let mut taken = 1;
    loop {
        if takes(&letters[taken..], later, Given::Something) {
            return true;
        }
        let Some(&next) = letters.get(taken) else {
            return false;
        };
        match word[at..].iter().position(|&c| c == next) {
            Some(offset) => {
                at += offset + 1;
                taken += 1;
            }
            None => return false,
        }
    }
}
