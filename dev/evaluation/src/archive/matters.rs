//! What the archive holds about one matter: the rule, what it repealed, what explains, applies, reports and answers it.

use std::sync::LazyLock;

use search::Standing;
use serde::Deserialize;

use super::units::{COUNTIES, GOVERNMENT, TOWNS, Unit, find_department};
use super::wording::{Scene, anywhere, articles, filled, ordinal, paragraph};
use super::{Draft, Role, Shelf};
use crate::chance::Chance;

/// A matter, as its data file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Part of keys.
    pub code: String,
    /// How titles call it.
    pub name: String,
    /// The department in charge, by code.
    pub office: String,
    /// 主题分类.
    pub theme: String,
    /// What its rule is called.
    pub policy: String,
    /// What one applies for; empty where there is nothing to.
    pub act: String,
    /// Who is concerned.
    pub whom: String,
    /// What the rule says.
    pub facts: Vec<String>,
    /// What one brings.
    pub papers: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    matter: Vec<Matter>,
}

static MATTERS: LazyLock<Vec<Matter>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/matters.toml"))
        .expect("the file is of this package and a test reads it");
    file.matter
});

/// Every matter.
pub fn all_matters() -> &'static [Matter] {
    &MATTERS
}

/// One document in the making.
struct Making {
    matter: &'static Matter,
    unit: &'static Unit,
    role: Role,
    year: i16,
    code: String,
    title: String,
}

impl Making {
    fn scene(&self) -> Scene<'static> {
        Scene {
            matter: &self.matter.name,
            unit: self.unit,
            year: self.year,
        }
    }

    /// Facts of the matter with numbers of this document, beginning with one of them.
    fn facts(&self, first: usize, wanted: usize, chance: &mut Chance) -> Vec<String> {
        let facts = self.matter.facts.iter().cycle().skip(first).take(wanted);
        facts.map(|it| filled(it, self.scene(), chance)).collect()
    }

    fn put(self, shelf: &mut Shelf, standing: Standing, sections: Vec<(String, String)>) {
        shelf.add(Draft {
            code: self.code,
            title: self.title,
            role: self.role,
            unit: self.unit,
            matter: Some(self.matter),
            year: self.year,
            standing,
            theme: &self.matter.theme,
            sections,
        });
    }

    fn chance(&self) -> Chance {
        Chance::of(&self.code)
    }

    /// A rule by chapters.
    fn put_rule(self, shelf: &mut Shelf, standing: Standing) {
        let mut chance = self.chance();
        let matter = self.matter;
        let name = &matter.name;
        let office = find_department(&matter.office).map_or("", |it| it.short);
        let facts = self.facts(0, 6, &mut chance);
        let more = anywhere(self.scene(), 11, &mut chance);
        let general = [
            format!(
                "为了规范{name}，维护群众合法权益，根据上级有关规定，结合{}实际，制定本规定",
                self.unit.place
            ),
            format!("本规定适用于{}", matter.whom),
            format!("{office}是{name}的主管部门，财政、审计等部门按照职责做好相关工作"),
        ];
        let end = if standing == Standing::Holds {
            format!(
                "本规定自{}年{}月1日起施行，有效期五年，原有规定同时废止",
                self.year,
                2 + chance.below(10)
            )
        } else {
            format!(
                "本规定自{}年{}月1日起试行两年",
                self.year,
                2 + chance.below(10)
            )
        };
        let chapters = vec![
            ("第一章　总则".to_owned(), articles(&general, 1)),
            ("第二章　对象和标准".to_owned(), articles(&facts[..3], 4)),
            (
                "第三章　办理".to_owned(),
                articles(&[&more[..5], &facts[3..5]].concat(), 7),
            ),
            (
                "第四章　监督管理".to_owned(),
                articles(&[&facts[5..], &more[5..]].concat(), 14),
            ),
            ("第五章　附则".to_owned(), articles(&[end], 21)),
        ];
        self.put(shelf, standing, chapters);
    }

    /// Questions and answers about the rule.
    fn put_interpretation(self, shelf: &mut Shelf) {
        let mut chance = self.chance();
        let facts = self.facts(0, 5, &mut chance);
        let more = anywhere(self.scene(), 6, &mut chance);
        let (name, policy) = (&self.matter.name, &self.matter.policy);
        let sections = vec![
            (
                "一、出台背景".to_owned(),
                format!(
                    "近年来，群众对{name}期待很高，原有规定已经不适应新情况。{}",
                    paragraph(&more[..3])
                ),
            ),
            (
                "二、适用对象".to_owned(),
                format!("问：谁可以享受？答：{}。", self.matter.whom),
            ),
            (
                "三、主要内容".to_owned(),
                format!("《{policy}》共五章。{}", paragraph(&facts)),
            ),
            ("四、下一步工作".to_owned(), paragraph(&more[3..])),
        ];
        self.put(shelf, Standing::Holds, sections);
    }

    fn put_guide(self, shelf: &mut Shelf) {
        let mut chance = self.chance();
        let more = anywhere(self.scene(), 4, &mut chance);
        let days = 3 + chance.below(18);
        let facts = self.facts(1, 2, &mut chance);
        let sections = vec![
            ("办理对象".to_owned(), format!("{}。", self.matter.whom)),
            ("申请材料".to_owned(), listed(&self.matter.papers)),
            (
                "办理流程".to_owned(),
                format!(
                    "窗口或者网上提出申请，受理后{days}个工作日内办结，可以邮寄送达。{}",
                    paragraph(&facts)
                ),
            ),
            ("收费标准".to_owned(), "不收费。".to_owned()),
            ("办理地点和常见问题".to_owned(), paragraph(&more)),
        ];
        self.put(shelf, Standing::Holds, sections);
    }

    /// What has sentences and no chapters, behind an opening of its own.
    fn put_plain(self, shelf: &mut Shelf, opening: &str, (facts, more): (usize, usize)) {
        let mut chance = self.chance();
        let first = chance.below(6);
        let facts = self.facts(first, facts, &mut chance);
        let more = anywhere(self.scene(), more, &mut chance);
        let opening = filled(opening, self.scene(), &mut chance);
        let middle = more.len() / 2;
        let text = format!(
            "{opening}。\n{}\n{}",
            paragraph(&[&facts[..], &more[..middle]].concat()),
            paragraph(&more[middle..])
        );
        self.put(shelf, Standing::Holds, vec![(String::new(), text)]);
    }
}

/// `1.身份证；2.户口簿。`
fn listed(papers: &[String]) -> String {
    let numbered = papers.iter().enumerate();
    let numbered: Vec<String> = numbered
        .map(|(at, it)| format!("{}.{it}", at + 1))
        .collect();
    format!("{}。", numbered.join("；"))
}

/// Puts everything about every matter onto the shelf.
pub(super) fn fill(shelf: &mut Shelf) {
    for (at, matter) in MATTERS.iter().enumerate() {
        let office = find_department(&matter.office).expect("a test names every department");
        put_rules(shelf, at, (matter, office));
        put_yearly(shelf, at, (matter, office));
        put_local(shelf, at, matter);
        put_news(shelf, at, (matter, office));
    }
}

fn put_rules(shelf: &mut Shelf, at: usize, (matter, office): (&'static Matter, &'static Unit)) {
    let (code, policy) = (&matter.code, &matter.policy);
    let make = |role, (unit, year): (&'static Unit, i16), title: String| Making {
        matter,
        unit,
        role,
        year,
        code: format!("{code}-{}", role_word(role)),
        title,
    };
    let by = if at.is_multiple_of(2) {
        &GOVERNMENT[1]
    } else {
        office
    };
    let step = i16::try_from(at % 5).unwrap_or(0);
    let former = match at % 3 {
        0 => format!("{}关于印发云溪市{policy}（试行）的通知", by.name),
        1 => format!("{}关于印发云溪市{policy}的通知", by.name),
        _ => format!("云溪市{policy}（暂行）"),
    };
    let rule = match at % 3 {
        0 | 1 => format!("{}关于印发云溪市{policy}的通知", by.name),
        _ => format!("云溪市{policy}"),
    };
    let over = if at % 4 == 3 {
        Standing::Expired
    } else {
        Standing::Repealed
    };
    make(Role::Former, (by, 2012 + step), former).put_rule(shelf, over);
    make(Role::Rule, (by, 2020 + step), rule).put_rule(shelf, Standing::Holds);
    let title = match at % 3 {
        0 => format!("《云溪市{policy}》政策解读"),
        1 => format!("一图读懂：云溪市{policy}"),
        _ => format!("{}负责人就《云溪市{policy}》答记者问", office.short),
    };
    make(Role::Interpretation, (office, 2020 + step), title).put_interpretation(shelf);
    if !matter.act.is_empty() {
        make(
            Role::Guide,
            (office, 2025),
            format!("{}办事指南", matter.act),
        )
        .put_guide(shelf);
    }
}

fn role_word(role: Role) -> &'static str {
    role.row().1
}

fn put_yearly(shelf: &mut Shelf, at: usize, (matter, office): (&'static Matter, &'static Unit)) {
    let name = &matter.name;
    let make = |role, year: i16, title: String| Making {
        matter,
        unit: office,
        role,
        year,
        code: format!("{}-{}-{year}", matter.code, role_word(role)),
        title,
    };
    for year in [2023, 2024, 2025] {
        let title = match at % 2 {
            0 => format!("{}关于做好{year}年{name}工作的通知", office.name),
            _ => format!("关于进一步加强{year}年度{name}有关工作的通知"),
        };
        let opening =
            "各县区、各有关单位：{year}年{matter}工作安排如下，请结合{place}等地经验抓好落实";
        make(Role::Notice, year, title).put_plain(shelf, opening, (4, 10));
    }
    for year in [2024, 2026] {
        let batch = ordinal(1 + (at + usize::from(year == 2026)) % 4);
        let title = match at % 3 {
            0 => format!("{year}年第{batch}批{name}拟确认名单公示"),
            1 => format!("关于{year}年{name}审核结果的公示"),
            _ => format!("{year}年第{batch}季度{name}情况公告"),
        };
        let opening = "经{town}初审、{unit}复核，{year}年{matter}共有{n}件符合规定，公示期{m}天，异议请书面提出";
        make(Role::Result, year, title).put_plain(shelf, opening, (2, 9));
    }
    let reply = 11 + at * 7 % 180;
    let title = match at % 2 {
        0 => format!("对市五届人大四次会议第{reply}号建议的答复（关于改进{name}）"),
        _ => format!("关于市政协五届三次会议第{reply}号提案（完善{name}）的答复函"),
    };
    let opening = "代表委员反映的{matter}问题收悉，{unit}到{town}和{place}作了实地了解，现答复如下";
    make(Role::Reply, 2025, title).put_plain(shelf, opening, (3, 9));
}

fn put_local(shelf: &mut Shelf, at: usize, matter: &'static Matter) {
    let name = &matter.name;
    for turn in [0, 2] {
        let county = &COUNTIES[(at + turn) % COUNTIES.len()];
        let year = 2021 + i16::try_from((at + turn) % 5).unwrap_or(0);
        let making = Making {
            matter,
            unit: county,
            role: Role::Local,
            year,
            code: format!("{}-local-{}", matter.code, county.code),
            title: format!(
                "{}办公室关于印发{}{name}实施细则的通知",
                county.name, county.place
            ),
        };
        making.put_rule(shelf, Standing::Holds);
    }
    let county = &COUNTIES[(at + 1) % COUNTIES.len()];
    let year = 2024 + i16::try_from(at % 3).unwrap_or(0);
    let making = Making {
        matter,
        unit: county,
        role: Role::Inspection,
        year,
        code: format!("{}-inspection-{}", matter.code, county.code),
        title: format!("{}关于开展{year}年{name}专项检查的公告", county.place),
    };
    making.put_plain(
        shelf,
        "自{month}月起，{place}组织力量对{matter}开展检查，重点是{town}等{m}个乡镇",
        (3, 7),
    );
}

fn put_news(shelf: &mut Shelf, at: usize, (matter, office): (&'static Matter, &'static Unit)) {
    let name = &matter.name;
    let town = &TOWNS[at % TOWNS.len()];
    let county = &COUNTIES[(at + 3) % COUNTIES.len()];
    let news = [
        (office, format!("{}召开{name}工作推进会", office.short)),
        (county, format!("{}：{name}工作走深走实", county.place)),
        (town, format!("{}把{name}送到群众家门口", town.place)),
    ];
    let opening = "日前，{matter}现场会在{town}召开，{n}名代表参加，{unit}介绍了做法";
    for (turn, (unit, title)) in news.into_iter().enumerate() {
        let making = Making {
            matter,
            unit,
            role: Role::News,
            year: 2023 + i16::try_from((at + turn) % 4).unwrap_or(0),
            code: format!("{}-news-{}", matter.code, turn + 1),
            title,
        };
        making.put_plain(shelf, opening, (2, 8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matters_are_whole_and_named_once() {
        let mut codes: Vec<&str> = MATTERS.iter().map(|it| it.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), MATTERS.len());
        for matter in MATTERS.iter() {
            assert!(
                find_department(&matter.office).is_some(),
                "{}",
                matter.office
            );
            assert_eq!(
                (matter.facts.len(), matter.papers.len()),
                (6, 3),
                "{}",
                matter.code
            );
        }
    }
}
