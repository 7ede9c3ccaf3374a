//! What each unit of the archive publishes about itself: functions, reports, budgets; and how documents without a matter are made.

use search::Standing;

use super::units::{COUNTIES, DEPARTMENTS, GOVERNMENT, TOWNS, Unit};
use super::wording::{Scene, anywhere, filled, of_unit, paragraph};
use super::{Draft, Role, Shelf};
use crate::chance::Chance;

/// One document in the making: what it is, whose, of which year.
pub(super) struct Making<'a> {
    pub role: Role,
    pub unit: &'static Unit,
    pub year: i16,
    pub code: String,
    pub title: String,
    pub about: &'a str,
    pub theme: &'static str,
}

/// The themes of what is about units.
pub(super) const OFFICE: &str = "综合政务";
const MONEY: &str = "财政、金融、审计";
pub(super) const STAFF: &str = "劳动、人事、监察";
pub(super) const ECONOMY: &str = "国民经济管理、国有资产监管";
pub(super) const SAFETY: &str = "公安、安全、司法";

impl Shelf {
    pub(super) fn put(&mut self, making: Making<'_>, parts: &[(&str, &str)]) {
        self.put_standing(making, parts, Standing::Holds);
    }

    /// Each part is a heading and a sentence with places to fill, followed by some that may stand anywhere.
    pub(super) fn put_standing(
        &mut self,
        making: Making<'_>,
        parts: &[(&str, &str)],
        standing: Standing,
    ) {
        let mut chance = Chance::of(&making.code);
        let scene = Scene {
            matter: making.about,
            unit: making.unit,
            year: making.year,
        };
        let draw = match making.role {
            Role::Emergency | Role::Meeting | Role::Topic | Role::Planning => anywhere,
            _ => of_unit,
        };
        let mut more = draw(scene, parts.len() * 4, &mut chance);
        let mut sections = Vec::new();
        for (heading, pattern) in parts {
            let mut sentences = vec![filled(pattern, scene, &mut chance)];
            sentences.extend(more.split_off(more.len().saturating_sub(4)));
            sections.push(((*heading).to_owned(), paragraph(&sentences)));
        }
        self.add(Draft {
            code: making.code,
            title: making.title,
            role: making.role,
            unit: making.unit,
            matter: None,
            year: making.year,
            standing,
            theme: making.theme,
            sections,
        });
    }
}

/// Puts everything that is about no single matter onto the shelf.
pub(super) fn fill(shelf: &mut Shelf) {
    let units = GOVERNMENT
        .iter()
        .chain(&DEPARTMENTS)
        .chain(&COUNTIES)
        .chain(&TOWNS);
    for (at, unit) in units.enumerate() {
        put_functions(shelf, unit);
        put_reports(shelf, at, unit);
    }
    for unit in &DEPARTMENTS {
        put_money(shelf, unit);
    }
}

fn put_functions(shelf: &mut Shelf, unit: &'static Unit) {
    let making = Making {
        role: Role::Functions,
        unit,
        year: 2025,
        code: format!("{}-functions", unit.code),
        title: format!("{}机构职能", unit.name),
        about: "日常政务",
        theme: OFFICE,
    };
    let parts = [
        (
            "主要职责",
            "{unit}贯彻执行有关法律法规，负责本行业规划、标准和监督管理",
        ),
        ("内设机构", "设办公室、法规科、综合科等{m}个科室，编制{n}人"),
        (
            "联系方式",
            "办公地址在听泉大道{n}号，办公时间九时至十七时三十分，电话0000-5550{n}，在{place}设有{m}个办事点",
        ),
    ];
    shelf.put(making, &parts);
}

fn put_reports(shelf: &mut Shelf, at: usize, unit: &'static Unit) {
    for year in [2024, 2025] {
        let making = Making {
            role: Role::AnnualReport,
            unit,
            year,
            code: format!("{}-annual-report-{year}", unit.code),
            title: format!("{}{year}年政府信息公开工作年度报告", unit.name),
            about: "政府信息公开",
            theme: OFFICE,
        };
        let parts = [
            (
                "一、总体情况",
                "{year}年主动公开信息{n}条，受理依申请公开{m}件，全部按期答复",
            ),
            (
                "二、收到和处理政府信息公开申请情况",
                "予以公开{m}件，部分公开{m}件，本机关不掌握{m}件",
            ),
            (
                "三、存在的主要问题及改进情况",
                "解读形式不够丰富，公开专区需要更新，下一年将加强{m}次培训",
            ),
        ];
        shelf.put(making, &parts);
    }
    if !at.is_multiple_of(4) {
        return;
    }
    let making = Making {
        role: Role::DisclosureGuide,
        unit,
        year: 2025,
        code: format!("{}-disclosure-guide", unit.code),
        title: format!("{}政府信息公开指南", unit.name),
        about: "政府信息公开",
        theme: OFFICE,
    };
    let parts = [
        (
            "公开范围",
            "信息按照机构职能、政策文件、财政等{m}类编排，可以在网站检索",
        ),
        (
            "依申请公开",
            "申请人可以当面、邮寄或者在线提交申请表，自收到之日起二十个工作日内答复",
        ),
    ];
    shelf.put(making, &parts);
}

fn put_money(shelf: &mut Shelf, unit: &'static Unit) {
    let papers = [
        (Role::Budget, 2025, "年部门预算"),
        (Role::Budget, 2026, "年部门预算"),
        (Role::Accounts, 2024, "年度部门决算"),
    ];
    for (role, year, name) in papers {
        let making = Making {
            role,
            unit,
            year,
            code: format!("{}-{}-{year}", unit.code, role.row().1),
            title: format!("{}{year}{name}", unit.name),
            about: "部门收支",
            theme: MONEY,
        };
        let parts = [
            (
                "收支总体情况",
                "{year}年收入总计8{n}.{m}万元，其中一般公共预算拨款7{n}.{m}万元，支出与收入持平",
            ),
            (
                "三公经费",
                "因公出国费{m}万元，公务接待费{m}万元，公务用车运行维护费{m}万元",
            ),
            (
                "绩效情况",
                "对{m}个项目设定绩效目标，涉及资金{n}万元，自评均为良以上",
            ),
        ];
        shelf.put(making, &parts);
    }
}
