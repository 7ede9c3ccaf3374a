//! One plan in many layouts: a seeded generator makes duties, every layout renders them, every reading gives them back.

use gongwen::blocks::Source;
use gongwen::limits::Limits;

/// A linear congruential generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.roll(from.len())]
    }
}

const UNITS: &[&str] = &[
    "市政府办公室",
    "市财政局",
    "市人力资源和社会保障局",
    "市住房和城乡建设局",
    "市发展改革委",
    "市委宣传部",
    "市公安局",
    "各县(市、区)人民政府",
    "各乡镇人民政府(街道办事处)",
    "市市场监管局",
    "市教育局",
    "市大数据中心",
    "市文化和旅游局",
    "市税务局",
    "各有关单位",
    "市供电公司",
    "市直各部门",
    "市消防救援支队",
];
const HEADS: &[&str] = &[
    "推进财政信息公开",
    "加强政策解读",
    "规范依申请公开",
    "深化“放管服”改革",
    "提升平台建设水平",
    "强化监督检查",
    "回应社会关切",
    "完善公开目录",
    "推进决策公开",
    "抓好队伍建设",
];
const WORDS: &[&str] = &[
    "围绕中心工作，完善制度机制",
    "扩大公开范围，提高公开实效",
    "建立工作台账，压实工作责任",
    "通过门户网站（政务新媒体）等渠道集中展示",
    "加强部门协同，做好数据归集",
    "严格落实保密审查制度",
];
const TIMES: &[(&str, &str)] = &[
    ("", ""),
    ("，2024年9月底前完成", "2024-09-30"),
    ("，年底前全面完成", "2024-12-31"),
    ("，6月15日前报送结果", "2024-06-15"),
    ("，文件公开后3个工作日内发布解读材料", "P3WD"),
    ("，每季度公布工作进展", "quarterly"),
    ("，按月发布运行数据", "monthly"),
    ("，自收到之日起20个工作日内答复", "P20WD"),
    ("，第三季度末前建成平台", "2024-09-30"),
];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    section: Vec<String>,
    text: String,
    lead: Vec<String>,
    support: Vec<String>,
    times: Vec<String>,
}

struct Item {
    head: &'static str,
    text: String,
    lead: Vec<&'static str>,
    support: Vec<&'static str>,
    times: Vec<String>,
}

struct Plan {
    chapters: Vec<Vec<Item>>,
}

fn some(dice: &mut Dice, most: usize, without: &[&str]) -> Vec<&'static str> {
    let mut chosen: Vec<&'static str> = Vec::new();
    for _ in 0..dice.roll(most) + 1 {
        let unit = dice.pick(UNITS);
        if !chosen.contains(&unit) && !without.contains(&unit) {
            chosen.push(unit);
        }
    }
    chosen
}

fn plan(seed: u64) -> Plan {
    let mut dice = Dice(seed);
    let mut count = 0;
    let chapters = (0..dice.roll(3) + 2)
        .map(|_| {
            (0..dice.roll(4) + 2)
                .map(|_| {
                    count += 1;
                    let (words, value) = TIMES[dice.roll(TIMES.len())];
                    let lead = some(&mut dice, 3, &[]);
                    let support = if dice.roll(2) == 0 {
                        Vec::new()
                    } else {
                        some(&mut dice, 3, &lead)
                    };
                    let text = format!(
                        "{}，开展第{count}批重点工作{words}。{}。",
                        dice.pick(WORDS),
                        dice.pick(WORDS)
                    );
                    Item {
                        head: dice.pick(HEADS),
                        text,
                        lead,
                        support,
                        times: if value.is_empty() {
                            Vec::new()
                        } else {
                            vec![value.to_owned()]
                        },
                    }
                })
                .collect()
        })
        .collect();
    Plan { chapters }
}

const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

fn wanted(plan: &Plan, section: impl Fn(usize, usize) -> Vec<String>) -> Vec<Wanted> {
    let mut all = Vec::new();
    for (c, chapter) in plan.chapters.iter().enumerate() {
        for (i, item) in chapter.iter().enumerate() {
            let own = |units: &[&str]| units.iter().map(|u| (*u).to_owned()).collect();
            all.push(Wanted {
                section: section(c, i),
                text: item.text.clone(),
                lead: own(&item.lead),
                support: own(&item.support),
                times: item.times.clone(),
            });
        }
    }
    all
}

fn read(text: &str) -> Vec<Wanted> {
    let source: Source = gongwen::readers::read(text.as_bytes(), &Limits::default()).unwrap();
    gongwen::plan::read(&source)
        .duties
        .into_iter()
        .map(|d| Wanted {
            section: d.section,
            text: d.text,
            lead: d.lead,
            support: d.support,
            times: d.cadence.into_iter().chain(d.deadlines).collect(),
        })
        .collect()
}

/// How units are written after an item.
#[derive(Clone, Copy, Debug)]
enum Marks {
    Bracket,
    Lenticular,
    Tortoise,
    Verbs,
    OwnLine,
    NextLine,
    Trailing,
}

fn mark(item: &Item, marks: Marks) -> String {
    let (lead, support) = (item.lead.join("、"), item.support.join("、"));
    let alone = support.is_empty();
    match marks {
        Marks::Bracket if alone => format!("（责任单位：{lead}）"),
        Marks::Bracket => format!("（牵头单位：{lead}；责任单位：{support}）"),
        Marks::Lenticular if alone => format!("【责任部门：{lead}】"),
        Marks::Lenticular => format!("【牵头部门：{lead}；配合部门：{support}】"),
        Marks::Tortoise if alone => format!("〔{lead}负责〕"),
        Marks::Tortoise => format!("〔{lead}牵头，{support}配合〕"),
        Marks::Verbs if alone => format!("({lead}按职责分工分别牵头落实)"),
        Marks::Verbs => format!("({lead}牵头，{support}按职责分工负责)"),
        Marks::OwnLine if alone => format!("\n责任单位：{lead}"),
        Marks::OwnLine => format!("\n牵头单位：{lead}\n配合单位：{support}"),
        Marks::NextLine if alone => format!("\n（责任单位:{lead}）"),
        Marks::NextLine => format!("\n(牵头单位:{lead},协办单位:{support})"),
        Marks::Trailing if alone => format!("责任单位：{lead}。"),
        Marks::Trailing => format!("牵头单位：{lead}；配合单位：{support}。"),
    }
}

const ALL_MARKS: [Marks; 7] = [
    Marks::Bracket,
    Marks::Lenticular,
    Marks::Tortoise,
    Marks::Verbs,
    Marks::OwnLine,
    Marks::NextLine,
    Marks::Trailing,
];

const HEAD: &str = "云溪市2024年政务公开工作要点\n为做好2024年政务公开工作，制定本要点。\n一、总体要求\n坚持以人民为中心，到2024年底公开水平明显提升。\n";
const TAIL: &str = "云溪市人民政府办公室\n2024年3月18日\n";

fn prose(plan: &Plan, marks: Marks, below: bool) -> String {
    let mut text = HEAD.to_owned();
    for (c, chapter) in plan.chapters.iter().enumerate() {
        text.push_str(&format!(
            "{}、抓好第{}方面任务\n",
            CHINESE[c + 1],
            CHINESE[c]
        ));
        for (i, item) in chapter.iter().enumerate() {
            let gap = if below { "\n" } else { "" };
            text.push_str(&format!(
                "（{}）{}。{gap}{}{}\n",
                CHINESE[i],
                item.head,
                item.text,
                mark(item, marks)
            ));
        }
    }
    text + TAIL
}

fn check(layout: &str, seed: u64, text: &str, expected: &[Wanted]) {
    let found = read(text);
    for (i, (f, e)) in found.iter().zip(expected).enumerate() {
        assert_eq!(f, e, "{layout}, seed {seed}, duty {i}\n{text}");
    }
    assert_eq!(found.len(), expected.len(), "{layout}, seed {seed}\n{text}");
}

#[test]
fn running_text_gives_its_duties_back_however_units_are_written() {
    for seed in 0..40 {
        let plan = plan(seed);
        let expected = wanted(&plan, |c, i| {
            vec![CHINESE[c + 1].to_owned(), format!("({})", CHINESE[i])]
        });
        for marks in ALL_MARKS {
            check(
                &format!("{marks:?}"),
                seed,
                &prose(&plan, marks, false),
                &expected,
            );
            check(
                &format!("{marks:?} below its heading"),
                seed,
                &prose(&plan, marks, true),
                &expected,
            );
        }
    }
}

#[test]
fn full_width_digits_and_brackets_change_nothing() {
    for seed in 40..60 {
        let plan = plan(seed);
        let text = prose(&plan, Marks::Bracket, false);
        let widened: String = text
            .chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    char::from_u32(c as u32 + 0xFEE0).unwrap()
                } else {
                    c
                }
            })
            .collect();
        let times = |text: &str| {
            read(text)
                .into_iter()
                .map(|w| (w.section, w.lead, w.support, w.times))
                .collect::<Vec<_>>()
        };
        assert_eq!(times(&text), times(&widened), "seed {seed}\n{widened}");
    }
}

#[test]
fn parts_of_a_paragraph_are_duties_of_their_own() {
    for seed in 60..80 {
        let plan = plan(seed);
        let mut text = HEAD.to_owned();
        for (c, chapter) in plan.chapters.iter().enumerate() {
            text.push_str(&format!(
                "{}、抓好任务落实\n（一）推进重点公开。",
                CHINESE[c + 1]
            ));
            for item in chapter {
                text.push_str(&item.text);
                text.push_str(&mark(item, Marks::Verbs));
            }
            text.push('\n');
        }
        let expected = wanted(&plan, |c, _| {
            vec![CHINESE[c + 1].to_owned(), "(一)".to_owned()]
        });
        check("parts", seed, &(text + TAIL), &expected);
    }
}

/// The rows of a table: number, task, text, lead, support.
fn rows(plan: &Plan) -> Vec<[String; 5]> {
    let mut all = Vec::new();
    for item in plan.chapters.iter().flatten() {
        all.push([
            (all.len() + 1).to_string(),
            item.head.to_owned(),
            item.text.clone(),
            item.lead.join("、"),
            item.support.join("、"),
        ]);
    }
    all
}

fn numbered(plan: &Plan) -> Vec<Wanted> {
    let mut all = wanted(plan, |_, _| Vec::new());
    for (i, w) in all.iter_mut().enumerate() {
        w.section = vec![(i + 1).to_string()];
    }
    all
}

#[test]
fn tables_give_their_duties_back_with_bars_tabs_and_as_pages() {
    for seed in 80..110 {
        let plan = plan(seed);
        let expected = numbered(&plan);
        let head = ["序号", "重点任务", "具体要求", "牵头单位", "配合单位"].map(str::to_owned);
        let title = "云溪市2024年重点工作任务分解表\n";
        let all: Vec<_> = std::iter::once(head).chain(rows(&plan)).collect();
        let bars: String = all
            .iter()
            .map(|r| format!("| {} |\n", r.join(" | ")))
            .collect();
        check("bars", seed, &format!("{title}{bars}"), &expected);
        let tabs: String = all.iter().map(|r| format!("{}\n", r.join("\t"))).collect();
        check("tabs", seed, &format!("{title}{tabs}"), &expected);
        let cells: String = all
            .iter()
            .map(|r| {
                format!(
                    "<tr>{}</tr>",
                    r.iter()
                        .map(|c| format!("<td>{c}</td>"))
                        .collect::<String>()
                )
            })
            .collect();
        let page = format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>x</title></head><body><h1>{title}</h1><table>{cells}</table></body></html>"
        );
        check("page", seed, &page, &expected);
    }
}

#[test]
fn a_table_that_lost_its_grid_gives_the_same_duties() {
    for seed in 110..150 {
        let plan = plan(seed);
        let mut text = "云溪市2024年重点工作任务分解表\n\n工作任务\n\n具体要求\n\n牵头落实单位\n\n完成时限\n\n".to_owned();
        for (c, chapter) in plan.chapters.iter().enumerate() {
            text.push_str(&format!("{}、{}\n\n", CHINESE[c], chapter[0].head));
            for (i, item) in chapter.iter().enumerate() {
                text.push_str(&format!(
                    "{}.{}\n\n{}\n\n",
                    i + 1,
                    item.text,
                    item.lead.join("、\n\n")
                ));
                text.push_str("长期坚持\n\n");
            }
        }
        let mut expected = wanted(&plan, |c, i| {
            vec![CHINESE[c].to_owned(), (i + 1).to_string()]
        });
        for w in &mut expected {
            w.support.clear();
        }
        check("flattened", seed, &text, &expected);
    }
}
