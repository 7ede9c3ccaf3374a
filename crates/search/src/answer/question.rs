//! A question, read: what kind of thing it asks for, and the words that say about what.
//!
//! People say 取出来 where a rule says 提取, and 多少钱 where it says 标准: a list of plain words stands between the two
//! (`data/plain-words.txt`). Words that only ask or are polite weigh nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::{Sign, folded, sign_of};
use crate::grams::grams_of;
use crate::query::LONGEST_QUERY;
use crate::words::{Synonyms, tagged};

kernel::coded_enum! {
    /// What a question asks for.
    Asks {
        /// 电话、联系方式.
        Contact = "contact", "联系方式";
        /// 多久、几天、期限.
        HowLong = "how_long", "期限";
        /// 多少钱、标准、罚多少.
        HowMuch = "how_much", "金额";
        /// 几只、几个、多少人.
        HowMany = "how_many", "数量";
        /// 何时、几号、截止.
        When = "when", "时间";
        /// 在哪里、去哪儿.
        Where = "where", "地点";
        /// 要什么材料.
        Materials = "materials", "材料";
        /// 什么条件、哪些人.
        Condition = "condition", "条件";
        /// 谁、哪个部门.
        Who = "who", "单位和人员";
        /// 怎么办、流程.
        HowTo = "how_to", "办法";
        /// 能不能、可不可以.
        MayI = "may_i", "是否允许";
        /// 其他.
        Anything = "anything", "内容";
    }
}

/// Words by which a kind is told, the surest kinds first: where a question has several, the first kind counts.
const SIGNS: &[(Asks, &[&str])] = &[
    (
        Asks::Contact,
        &[
            "电话是多少",
            "电话多少",
            "联系电话",
            "咨询电话",
            "投诉电话",
            "举报电话",
            "电话号码",
            "联系方式",
            "打什么电话",
            "打哪个电话",
            "热线",
            "电话",
        ],
    ),
    (Asks::When, &["哪几天", "哪些天", "周几", "星期几"]),
    (
        Asks::HowMuch,
        &[
            "多少钱",
            "要花多少",
            "收多少费",
            "收多少",
            "补多少",
            "给多少",
            "领多少",
            "发多少",
            "赔多少",
            "贷多少",
            "多少元",
            "多少万",
            "要钱吗",
            "收钱吗",
            "收费吗",
            "免费吗",
            "要交钱吗",
            "花钱吗",
            "什么价",
            "价格",
            "费用",
            "收费标准",
            "补贴标准",
            "补助标准",
            "比例是多少",
            "百分之几",
            "额度",
        ],
    ),
    (
        Asks::HowLong,
        &[
            "多久",
            "多长时间",
            "多少天",
            "几天",
            "多少个工作日",
            "几个工作日",
            "几个月",
            "几年",
            "多少年",
            "什么期限",
            "期限",
            "时限",
            "有效期",
            "要等多",
        ],
    ),
    (
        Asks::HowMany,
        &[
            "几只",
            "几本",
            "几个人",
            "多少人",
            "几套",
            "几层",
            "几次",
            "几张",
            "几份",
            "多少次",
            "多少个",
            "几处",
            "几辆",
            "几台",
            "几项",
        ],
    ),
    (
        Asks::When,
        &[
            "什么时候",
            "啥时候",
            "何时",
            "几号",
            "几月",
            "哪天",
            "哪一天",
            "几点",
            "什么时间",
            "截止",
            "截至",
            "哪年",
            "时间是",
        ],
    ),
    (
        Asks::Materials,
        &[
            "什么材料",
            "哪些材料",
            "啥材料",
            "什么资料",
            "哪些资料",
            "什么证件",
            "哪些证件",
            "什么手续",
            "哪些手续",
            "带什么",
            "带啥",
            "带哪些",
            "交什么",
            "准备什么",
            "准备哪些",
            "准备啥",
            "拿什么",
            "什么东西",
            "提供什么",
            "提供哪些",
            "材料",
            "什么证明",
            "哪些证明",
        ],
    ),
    (
        Asks::Where,
        &[
            "在哪里",
            "在哪儿",
            "在哪",
            "去哪里",
            "去哪儿",
            "去哪",
            "到哪里",
            "到哪儿",
            "到哪",
            "哪里",
            "哪儿",
            "什么地方",
            "哪个窗口",
            "哪个网站",
            "地址",
            "上哪",
        ],
    ),
    (
        Asks::Who,
        &[
            "哪个部门",
            "哪个单位",
            "哪个局",
            "什么部门",
            "什么单位",
            "归谁",
            "谁来",
            "谁管",
            "谁负责",
            "找谁",
            "由谁",
            "向谁",
            "谁审",
            "谁批",
            "哪里管",
            "谁",
        ],
    ),
    (
        Asks::Condition,
        &[
            "什么条件",
            "哪些条件",
            "啥条件",
            "什么要求",
            "哪些人",
            "什么人",
            "什么样的人",
            "哪类人",
            "哪些情况",
            "什么情况",
            "什么情形",
            "条件",
            "什么资格",
            "符合什么",
        ],
    ),
    (
        Asks::MayI,
        &[
            "能不能",
            "可不可以",
            "可以不可以",
            "能否",
            "可否",
            "是否",
            "是不是",
            "行不行",
            "允许",
            "准不准",
            "让不让",
            "需不需要",
            "要不要",
            "用不用",
            "违法吗",
            "违规吗",
            "有没有",
            "算不算",
            "会不会",
            "合法吗",
        ],
    ),
    (
        Asks::HowTo,
        &[
            "怎么办理",
            "怎么申请",
            "如何申请",
            "如何办理",
            "怎么办",
            "咋办",
            "怎么弄",
            "怎么",
            "怎样",
            "如何",
            "咋",
            "流程",
            "步骤",
            "程序",
            "手续",
        ],
    ),
    (Asks::HowMuch, &["多少", "标准"]),
];

/// Words that ask for an age.
const AGES: &[&str] = &[
    "多大年龄",
    "多大岁数",
    "多大年纪",
    "多少周岁",
    "多少岁",
    "几周岁",
    "几岁",
    "什么年龄",
    "年龄限制",
];

/// What says at once what kind of thing is asked for and about what.
const MEANT: &[(&str, &str)] = &[
    ("补多少", " 补助 "),
    ("给多少", " 补助 "),
    ("奖多少", " 奖励 "),
    ("补几", " 补助 "),
    ("收费吗", " 收费 "),
    ("要钱吗", " 收费 "),
    ("免费吗", " 收费 "),
    ("收钱吗", " 收费 "),
    ("要交钱吗", " 收费 "),
    ("花钱吗", " 收费 "),
    ("要收费", " 收费 "),
    ("要交钱", " 收费 "),
    ("几年内", " "),
    ("贷多少", " 贷款 "),
    ("最多贷", " 贷款 "),
];

/// What is said before and around a question.
const PHRASES: &[&str] = &[
    "请问",
    "你好",
    "您好",
    "麻烦问一下",
    "我想问一下",
    "想问一下",
    "想问问",
    "问一下",
    "我想知道",
    "想知道",
    "我想咨询",
    "想咨询",
    "咨询一下",
    "谢谢",
    "求助",
    "帮忙看看",
    "能告诉我",
    "告诉我",
    "有什么规定",
    "有啥规定",
    "是怎么规定的",
    "怎么规定的",
    "什么规定",
    "咱们市",
    "我们市",
    "咱们这",
    "我们这里",
    "我们这",
    "咱这",
    "一般",
    "大概",
    "到底",
    "究竟",
    "的话",
    "的时候",
    "之后",
    "以后",
];

/// A word of a question that says about what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Focus {
    /// As it was typed, folded.
    pub word: String,
    /// Words that say the same in rules.
    pub others: Vec<String>,
    /// How much such a word may say, from 0 to 1: a noun more than an adverb.
    pub weight: f32,
}

/// A question, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// As it was typed, at most [`LONGEST_QUERY`] characters.
    pub typed: String,
    /// What it asks for.
    pub asks: Asks,
    /// About what.
    pub focus: Vec<Focus>,
    /// Small words that say about nothing, and yet tell one passage from another: 每月.
    pub(crate) hints: Vec<String>,
    /// In what the answer is measured: 年 where 几年 was asked.
    pub(crate) measures: Vec<&'static str>,
}

/// The most words of a question that are looked at.
const MOST_FOCUS: usize = 14;

static PLAIN: LazyLock<PlainWords> =
    LazyLock::new(|| PlainWords::read(include_str!("../../data/plain-words.txt")));

/// Plain words and what rules say instead.
struct PlainWords {
    by_word: HashMap<&'static str, Vec<&'static str>>,
    longest: usize,
}

impl PlainWords {
    fn read(text: &'static str) -> Self {
        let mut by_word: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            let Some((plain, official)) = line.split_once('=') else {
                continue;
            };
            for word in plain.split_whitespace() {
                by_word
                    .entry(word)
                    .or_default()
                    .extend(official.split_whitespace());
            }
        }
        let longest = by_word
            .keys()
            .map(|it| it.chars().count())
            .max()
            .unwrap_or(0);
        Self { by_word, longest }
    }

    /// The longest plain word with which a text begins.
    fn begins(&self, text: &str) -> Option<(&str, &[&'static str])> {
        // One ideograph is looked up where the dictionary has cut: it may be a part of any word.
        let ends: Vec<usize> = text
            .char_indices()
            .skip(2)
            .map(|it| it.0)
            .chain([text.len()])
            .take(self.longest)
            .collect();
        ends.into_iter().rev().find_map(|end| {
            let (word, others) = self.by_word.get_key_value(&text[..end])?;
            (word.chars().count() > 1).then_some(())?;
            Some((*word, others.as_slice()))
        })
    }
}

impl Question {
    /// Reads what was typed.
    pub fn read(typed: &str, synonyms: &Synonyms) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST_QUERY).collect();
        let mut rest = folded(&typed);
        for phrase in PHRASES {
            rest = rest.replace(phrase, " ");
        }
        rest = rest.replace("哪些", "什么");
        let mut asks = asks_of(&rest);
        let measures = measures_of(&rest);
        // What a fine is asked for must be one.
        rest = rest.replace("罚款", "罚");
        if !rest.contains("处罚") {
            rest = rest.replace('罚', " 罚款 ");
        }
        for age in AGES
            .iter()
            .filter(|it| rest.contains(**it))
            .collect::<Vec<_>>()
        {
            rest = rest.replace(age, " 周岁 ");
            asks = Asks::Condition;
        }
        for (said, meant) in MEANT {
            rest = rest.replace(said, meant);
        }
        for (_, signs) in SIGNS {
            for sign in signs.iter().filter(|it| !is_topic(it)) {
                rest = rest.replace(sign, " ");
            }
        }
        let mut question = Self {
            typed,
            asks,
            focus: Vec::new(),
            hints: Vec::new(),
            measures,
        };
        question.add_words(&rest, synonyms);
        question
    }

    /// Whether it says about nothing what it asks.
    pub fn is_empty(&self) -> bool {
        self.focus.is_empty()
    }

    /// The words that are worth seeking.
    pub(crate) fn sought(&self) -> impl Iterator<Item = &Focus> {
        self.focus.iter().filter(|it| it.weight > 0.3)
    }

    fn add_words(&mut self, text: &str, synonyms: &Synonyms) {
        let mut plain = String::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if let Some((word, others)) = PLAIN.begins(rest) {
                self.add_run(&std::mem::take(&mut plain), synonyms);
                let others = others.iter().map(|it| (*it).to_owned()).collect();
                self.add(word, others, 1.0);
                at += word.len();
                continue;
            }
            let sign = rest.chars().next().unwrap_or(' ');
            if sign_of(sign) == Sign::Break {
                self.add_run(&std::mem::take(&mut plain), synonyms);
            } else {
                plain.push(sign);
            }
            at += sign.len_utf8();
        }
        self.add_run(&plain, synonyms);
    }

    fn add_run(&mut self, run: &str, synonyms: &Synonyms) {
        for (word, tag) in tagged(run) {
            if let Some(others) = PLAIN.by_word.get(word) {
                let others = others.iter().map(|it| (*it).to_owned()).collect();
                self.add(word, others, 0.7);
                continue;
            }
            let weight = weight_of(word, tag);
            if weight > 0.0 {
                let others = synonyms
                    .others(word)
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                self.add(word, others, weight);
            }
        }
    }

    fn add(&mut self, word: &str, others: Vec<String>, weight: f32) {
        // A plain word that stands for nothing in rules is one that says nothing.
        let says_nothing = others.iter().any(|it| it == "-");
        if says_nothing && word.chars().count() > 1 && self.hints.len() < MOST_FOCUS {
            self.hints.push(word.to_owned());
        }
        // One that many rules have, of people and places, says little.
        let says_little = others.iter().any(|it| it == "~");
        if says_nothing
            || self.focus.len() >= MOST_FOCUS
            || self.focus.iter().any(|it| it.word == word)
        {
            return;
        }
        self.focus.push(Focus {
            word: word.to_owned(),
            others: others.into_iter().filter(|it| it != "~").collect(),
            weight: if says_little { weight * 0.4 } else { weight },
        });
    }
}

/// A question as it is compared with others: without marks and polite words, in one script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// The text.
    pub folded: String,
    /// Its grams, each once, in order.
    pub grams: Vec<String>,
}

impl Compared {
    /// Reads a question, at most [`LONGEST_QUERY`] characters of it.
    pub fn of(typed: &str) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST_QUERY).collect();
        let mut text = folded(&typed);
        for phrase in PHRASES {
            text = text.replace(phrase, "");
        }
        text.retain(|it| sign_of(it) != Sign::Break);
        let text = text
            .trim_end_matches(['吗', '呢', '呀', '啊', '吧', '么'])
            .to_owned();
        let mut grams: Vec<String> = Vec::new();
        for gram in grams_of(&text) {
            if !grams.contains(&gram) {
                grams.push(gram);
            }
        }
        Self {
            folded: text,
            grams,
        }
    }
}

/// Signs that are about something too: a question for 材料 is answered where 材料 stands.
fn is_topic(sign: &str) -> bool {
    ["有效期", "热线"].contains(&sign)
}

fn asks_of(text: &str) -> Asks {
    let told = SIGNS
        .iter()
        .find(|(_, signs)| signs.iter().any(|it| text.contains(it)));
    match told {
        Some((asks, _)) => *asks,
        None if text
            .trim_end_matches(['?', '？', ' ', '。'])
            .ends_with(['吗', '不', '么']) =>
        {
            Asks::MayI
        }
        None => Asks::Anything,
    }
}

/// In what an answer is measured.
fn measures_of(text: &str) -> Vec<&'static str> {
    const MEASURES: &[(&[&str], &[&str])] = &[
        (&["几年", "多少年"], &["年"]),
        (&["几个月"], &["个月"]),
        (
            &["几天", "多少天", "几日", "多少个工作日", "几个工作日"],
            &["日", "天", "工作日"],
        ),
        (&["几号", "几月几号"], &["日", "日前"]),
        (&["几点"], &[":00", ":30", "时"]),
        (
            &[
                "多少钱",
                "多少元",
                "几块",
                "要花多少",
                "罚多少",
                "补多少",
                "给多少",
            ],
            &["元", "万元"],
        ),
        (&["几折"], &["折"]),
        (&["几只"], &["只"]),
        (&["几本"], &["册", "本"]),
        (&["多少人", "几个人"], &["人", "名"]),
        (&["多大面积", "多少平"], &["平方米"]),
        (
            &["多少岁", "几岁", "多大年龄", "多大岁数", "多大年纪"],
            &["周岁", "岁"],
        ),
    ];
    let asked = MEASURES
        .iter()
        .filter(|(signs, _)| signs.iter().any(|it| text.contains(it)));
    asked.flat_map(|it| it.1.iter().copied()).collect()
}

/// How much a word may say by what it is; 0 for words that name nothing.
fn weight_of(word: &str, tag: &str) -> f32 {
    const EMPTY: &str = include_str!("../../data/empty-words.txt");
    let chars = word.chars().count();
    if EMPTY.lines().any(|it| it == word) {
        return 0.0;
    }
    let kind = tag.chars().next().unwrap_or('n');
    let by_kind = match kind {
        'n' | 'l' | 'i' | 'j' | 'e' | 's' | 'b' => 1.0,
        'v' | 'a' | 't' | 'z' => 0.5,
        'm' | 'q' | 'f' => 0.15,
        'd' | 'r' | 'c' | 'u' | 'p' | 'y' | 'o' | 'h' | 'k' => 0.0,
        _ => 0.8,
    };
    match (chars, kind) {
        (1, 'n') => 0.7,
        (1, 'v') => 0.25,
        // One ideograph of another kind is seldom what a question is about.
        (1, _) => by_kind * 0.2,
        _ => by_kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Question {
        Question::read(typed, &Synonyms::default())
    }

    #[test]
    fn the_kind_of_a_question_is_told_by_its_words() {
        for (typed, asks) in [
            ("办营业执照要多久", Asks::HowLong),
            ("违停罚多少钱", Asks::HowMuch),
            ("公租房什么时候可以申请", Asks::When),
            ("婚姻登记处在哪里", Asks::Where),
            ("落户需要什么材料", Asks::Materials),
            ("噪音扰民归谁管", Asks::Who),
            ("哪些人可以申请低保", Asks::Condition),
            ("能不能用公积金付房租", Asks::MayI),
            ("孩子户口怎么迁", Asks::HowTo),
            ("市民政局电话是多少", Asks::Contact),
            ("犬只可以进公园吗？", Asks::MayI),
            ("高龄津贴", Asks::Anything),
        ] {
            assert_eq!(read(typed).asks, asks, "{typed}");
        }
    }

    #[test]
    fn words_that_ask_say_nothing_and_plain_words_have_those_of_rules() {
        let question = read("请问养狗要多少钱？");
        assert_eq!(question.focus.len(), 1);
        assert!(question.focus[0].others.iter().any(|it| it == "养犬"));
        assert!(read("请问，怎么办？").is_empty());
        assert!(read("").is_empty());
    }

    #[test]
    fn marks_and_polite_words_part_no_two_questions() {
        assert_eq!(
            Compared::of("请问，办居住證要多久？"),
            Compared::of("办居住证要多久")
        );
        assert_eq!(Compared::of("？ ，").folded, "");
    }

    #[test]
    fn a_question_without_end_is_read_so_far() {
        let long: String = ('一'..='龥').take(5000).collect();
        assert!(read(&long).focus.len() <= MOST_FOCUS);
    }
}
