//! What the archive holds about the city as a whole: people, figures, emergencies, sessions, plans.

use search::Standing;

use super::offices::{ECONOMY, Making, OFFICE, SAFETY, STAFF};
use super::units::{DEPARTMENTS, GOVERNMENT, Unit, find_department};
use super::wording::ordinal;
use super::{Role, Shelf, all_matters};

/// Puts all of it onto the shelf.
pub(super) fn fill(shelf: &mut Shelf) {
    put_appointments(shelf);
    put_recruitment(shelf);
    put_bulletins(shelf);
    put_months(shelf);
    put_emergency_plans(shelf);
    put_warnings(shelf);
    put_sessions(shelf);
    put_gazettes(shelf);
    put_topics(shelf);
    put_plans(shelf);
    put_disclosure_rules(shelf);
}

fn department(code: &str) -> &'static Unit {
    find_department(code).expect("the codes of this file are those of units.rs")
}

fn put_appointments(shelf: &mut Shelf) {
    const SURNAMES: [&str; 12] = [
        "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫",
    ];
    for (at, unit) in DEPARTMENTS.iter().enumerate().take(24) {
        let year = 2023 + i16::try_from(at % 4).unwrap_or(0);
        let (one, other) = (SURNAMES[at % 12], SURNAMES[(at + 5) % 12]);
        let making = Making {
            role: Role::Appointment,
            unit: &GOVERNMENT[0],
            year,
            code: format!("appointment-{}", unit.code),
            title: format!(
                "云溪市人民政府关于{one}某、{other}某任免职务的通知（{}）",
                unit.short
            ),
            about: "人事任免",
            theme: STAFF,
        };
        let text = format!(
            "任命{one}某为{}副局长（试用期一年），免去{other}某的二级调研员职务",
            unit.name
        );
        shelf.put(
            making,
            &[
                ("", &text),
                ("", "以上任免自{year}年{month}月起算，由{unit}备案"),
            ],
        );
    }
}

fn put_recruitment(shelf: &mut Shelf) {
    const CALLS: [(&str, &str, &str); 6] = [
        (
            "institutions",
            "年事业单位公开招聘工作人员公告",
            "计划招聘{n}人，网上报名，笔试开考比例一比三",
        ),
        (
            "interview",
            "年事业单位公开招聘面试成绩和体检名单公告",
            "面试满分一百分，{n}名考生进入体检，弃权的依次递补",
        ),
        (
            "civil",
            "年度公务员拟录用人员名单公示",
            "拟录用{n}人，公示七个工作日，监督电话0000-5550{n}",
        ),
        (
            "teachers",
            "年中小学教师招聘公告",
            "面向高校毕业生招聘语文数学等学科教师{n}名，须持教师资格证",
        ),
        (
            "nurses",
            "年卫生健康系统招聘护理人员公告",
            "招聘护士{n}名，须有执业证书，合同三年一签",
        ),
        (
            "auxiliary",
            "年警务辅助人员招聘公告",
            "招聘辅警{n}名，体能测试十米折返跑和引体向上",
        ),
    ];
    for (code, name, opening) in CALLS {
        for year in [2025, 2026] {
            let unit = match code {
                "teachers" => "jy",
                "nurses" => "wj",
                "auxiliary" => "ga",
                _ => "rs",
            };
            let making = Making {
                role: Role::Recruitment,
                unit: department(unit),
                year,
                code: format!("recruit-{code}-{year}"),
                title: format!("云溪市{year}{name}"),
                about: "公开招聘",
                theme: STAFF,
            };
            shelf.put(
                making,
                &[
                    ("", opening),
                    ("纪律要求", "应聘人员弄虚作假的，取消资格，{n}日内通报"),
                ],
            );
        }
    }
}

fn put_bulletins(shelf: &mut Shelf) {
    for year in 2019..=2025 {
        let making = Making {
            role: Role::Statistics,
            unit: &DEPARTMENTS[0],
            year,
            code: format!("bulletin-{year}"),
            title: format!("云溪市{year}年国民经济和社会发展统计公报"),
            about: "统计调查",
            theme: ECONOMY,
        };
        let parts = [
            (
                "一、综合",
                "全年地区生产总值{n}亿元，比上年增长百分之{m}，三次产业结构继续优化",
            ),
            (
                "二、农业",
                "粮食播种面积{n}万亩，生猪出栏{n}万头，茶叶产量{n}吨",
            ),
            (
                "三、人口和人民生活",
                "年末常住人口{n}万人，城镇化率六成，居民人均可支配收入比上年增加{n}元",
            ),
        ];
        shelf.put(making, &parts);
    }
}

fn put_months(shelf: &mut Shelf) {
    for year in [2025, 2026] {
        for month in 2..=10 {
            let making = Making {
                role: Role::Statistics,
                unit: &DEPARTMENTS[0],
                year,
                code: format!("figures-{year}-{month:02}"),
                title: format!("{year}年1—{month}月全市经济运行情况"),
                about: "经济运行",
                theme: ECONOMY,
            };
            let parts = [
                (
                    "",
                    "规模以上工业增加值同比增长百分之{m}，固定资产投资{n}亿元，社会消费品零售总额{n}亿元",
                ),
                (
                    "",
                    "居民消费价格上涨百分之{m}，其中鲜菜价格涨幅居前，{place}财政收入{n}亿元",
                ),
            ];
            shelf.put(making, &parts);
        }
    }
}

fn put_emergency_plans(shelf: &mut Shelf) {
    const PLANS: [&str; 10] = [
        "突发地质灾害",
        "森林火灾",
        "防汛",
        "突发公共卫生事件",
        "食品安全事故",
        "危险化学品事故",
        "大面积停电",
        "重污染天气",
        "地震",
        "低温雨雪冰冻",
    ];
    for (at, name) in PLANS.iter().enumerate() {
        let making = Making {
            role: Role::Emergency,
            unit: department("yj"),
            year: 2021 + i16::try_from(at % 5).unwrap_or(0),
            code: format!("emergency-plan-{}", at + 1),
            title: format!("云溪市{name}应急预案"),
            about: name,
            theme: SAFETY,
        };
        let parts = [
            ("1 总则", "适用于本市{matter}的预防和处置，分为四级响应"),
            (
                "2 组织体系",
                "指挥部由{other}等{m}个成员单位组成，办公室设在{unit}",
            ),
            (
                "3 响应",
                "一级响应由市长坐镇，{n}分钟内启动，每两小时发布一次信息",
            ),
        ];
        shelf.put(making, &parts);
    }
}

fn put_warnings(shelf: &mut Shelf) {
    const WARNINGS: [&str; 10] = [
        "暴雨红色",
        "暴雨橙色",
        "大风蓝色",
        "高温橙色",
        "雷电黄色",
        "寒潮蓝色",
        "大雾橙色",
        "道路结冰黄色",
        "干旱橙色",
        "冰雹橙色",
    ];
    for (at, name) in WARNINGS.iter().enumerate() {
        let making = Making {
            role: Role::Emergency,
            unit: department("qx"),
            year: 2026,
            code: format!("warning-{}", at + 1),
            title: format!("云溪市气象台发布{name}预警信号"),
            about: name,
            theme: SAFETY,
        };
        shelf.put(
            making,
            &[
                (
                    "",
                    "预计未来{m}小时{place}和{town}受{matter}天气影响，请减少外出",
                ),
                ("防御指南", "关好门窗，停止户外作业，低洼处注意转移"),
            ],
        );
    }
}

fn put_sessions(shelf: &mut Shelf) {
    let matters = all_matters();
    for at in 0..24_usize {
        let year = 2024 + i16::try_from(at / 10).unwrap_or(0);
        let session = ordinal(41 + at);
        let (one, other) = (
            &matters[at * 5 % matters.len()].name,
            &matters[(at * 7 + 3) % matters.len()].name,
        );
        let making = Making {
            role: Role::Meeting,
            unit: &GOVERNMENT[0],
            year,
            code: format!("session-{}", 41 + at),
            title: format!("云溪市人民政府第{session}次常务会议"),
            about: one,
            theme: OFFICE,
        };
        let first = format!("会议审议通过{one}有关文件，要求{{unit}}修改后印发");
        let second = format!("会议听取{other}情况汇报，研究了下一步措施");
        shelf.put(making, &[("议题一", &first), ("议题二", &second)]);
    }
}

fn put_gazettes(shelf: &mut Shelf) {
    for at in 0..14_i16 {
        let (year, issue) = (2024 + at / 6, 1 + at % 6);
        let making = Making {
            role: Role::Gazette,
            unit: &GOVERNMENT[1],
            year,
            code: format!("gazette-{year}-{issue}"),
            title: format!("云溪市人民政府公报{year}年第{issue}期"),
            about: "政府公报",
            theme: OFFICE,
        };
        shelf.put(
            making,
            &[
                ("市政府文件", "本期刊登市政府文件{m}件，部门文件{m}件"),
                ("大事记", "{month}月，{unit}在{place}召开座谈会"),
            ],
        );
    }
}

fn put_topics(shelf: &mut Shelf) {
    const TOPICS: [&str; 8] = [
        "优化营商环境",
        "稳就业保民生",
        "乡村振兴",
        "美丽云溪建设",
        "安全生产月",
        "政务公开日",
        "老年友好城市",
        "科技创新大会",
    ];
    for (at, name) in TOPICS.iter().enumerate() {
        let making = Making {
            role: Role::Topic,
            unit: &GOVERNMENT[1],
            year: 2025,
            code: format!("topic-{}", at + 1),
            title: format!("专题：{name}"),
            about: name,
            theme: OFFICE,
        };
        shelf.put(
            making,
            &[
                ("政策文件", "集中公开{matter}文件{n}件"),
                ("工作进展", "{place}等地{matter}取得进展，完成{m}项"),
            ],
        );
    }
}

fn put_plans(shelf: &mut Shelf) {
    const FIELDS: [(&str, &str); 12] = [
        ("综合交通运输", "jt"),
        ("水安全保障", "sl"),
        ("教育事业发展", "jy"),
        ("卫生健康事业", "wj"),
        ("养老服务体系", "mz"),
        ("生态环境保护", "sthj"),
        ("数字政府建设", "dsj"),
        ("农业农村现代化", "nync"),
        ("文化旅游融合", "wl"),
        ("应急体系建设", "yj"),
        ("人力资源开发", "rs"),
        ("住房发展", "zj"),
    ];
    for (name, unit) in FIELDS {
        for (years, year, standing) in [
            ("十三五", 2016, Standing::Expired),
            ("十四五", 2021, Standing::Holds),
        ] {
            let making = Making {
                role: Role::Planning,
                unit: department(unit),
                year,
                code: format!("planning-{unit}-{year}"),
                title: format!("云溪市“{years}”{name}规划"),
                about: name,
                theme: ECONOMY,
            };
            let parts = [
                (
                    "第一章 发展基础",
                    "{matter}取得明显成效，{place}建成{n}个项目，短板主要在{town}",
                ),
                (
                    "第二章 目标",
                    "到规划期末，{matter}主要指标居全省前列，新增投资{n}亿元",
                ),
                ("第三章 任务", "实施{m}项重点工程，健全{matter}投入机制"),
            ];
            shelf.put_standing(making, &parts, standing);
        }
    }
}

fn put_disclosure_rules(shelf: &mut Shelf) {
    const RULES: [&str; 6] = [
        "政府信息公开申请办理规范",
        "政府信息公开保密审查制度",
        "政策解读工作制度",
        "政府信息主动公开目录管理办法",
        "政务公开考核办法",
        "政府信息公开工作年度报告制度",
    ];
    for (at, name) in RULES.iter().enumerate() {
        let making = Making {
            role: Role::DisclosureRules,
            unit: &GOVERNMENT[1],
            year: 2020 + i16::try_from(at).unwrap_or(0),
            code: format!("disclosure-rules-{}", at + 1),
            title: format!("云溪市{name}"),
            about: "政府信息公开",
            theme: OFFICE,
        };
        shelf.put(
            making,
            &[
                ("第一条", "为了规范政府信息公开工作，根据条例制定本制度"),
                (
                    "第二条",
                    "各单位应当在{m}个工作日内完成审查，未经审查不得发布",
                ),
            ],
        );
    }
}
