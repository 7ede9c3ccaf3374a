//! Sentences as such documents have them: places to fill, filled by chance.

use super::units::{COUNTIES, DEPARTMENTS, TOWNS, Unit};
use crate::chance::Chance;

/// What may stand in any document about a matter: `{matter}` is what it is about, `{unit}` who issues it.
const ANYWHERE: [&str; 36] = [
    "{place}承担的任务应当在{month}月底前完成，进度每旬报{unit}备查",
    "咨询请到{place}政务服务中心{n}号窗口，工作日九时至十七时有人值守",
    "{town}在{matter}中试行一村一档，已经建档{n}户",
    "{unit}会同{other}抽查{n}处，发现问题{m}个，限期整改",
    "所需经费从{other}年度预算中列支，不足{n}万元的部分由{place}补足",
    "{town}群众反映的{matter}问题，由包片干部{n}日内上门答复",
    "{other}负责提供{matter}所需的共享数据，每{n}天更新一次",
    "宣传折页印制{n}份，由{town}分发到户，张贴在村口宣传栏",
    "{place}抽调业务骨干{m}名组成专班，集中办公至{month}月",
    "对连续{n}个月排名末位的，由{unit}约谈{place}分管负责人",
    "{matter}台账实行电子化，纸质材料由{town}保存{n}年",
    "{unit}在市民中心三楼设置{matter}咨询台，节假日照常服务",
    "{place}先行先试，{matter}申请材料由{m}份减为一份",
    "老年人、残疾人不便到场的，{town}可以派人上门代办{matter}手续",
    "{other}应当在收到移交线索后{n}日内书面反馈处理结果",
    "第三方机构随机回访{n}人，满意率低于九成的重新核查",
    "{town}与{place}相邻地段的{matter}事项，由先受理的一方办结",
    "遇到暴雨、冰雪等天气，{matter}现场工作顺延{n}天，另行通知",
    "{unit}每季度编发{matter}典型案例{m}个，供各地参照",
    "视频会议开到{town}，{n}名村居干部参加了{matter}业务培训",
    "对提供虚假材料的申请人，{n}年内不再受理其{matter}申请",
    "{place}将{matter}纳入民生实事票决项目，得票排在第{m}位",
    "{other}和{unit}建立联席会议，每{n}周碰头",
    "咨询电话开通首月接听电话{n}通，其中{matter}类占{n}成",
    "{town}利用赶集日设点讲解{matter}，发放雨伞{n}把",
    "数据以{year}年底统计口径为准，{place}分列，由{other}复核",
    "承办人员变动的，应当在{n}日内办理{matter}材料交接清单",
    "{place}开发的{matter}小程序上线{n}天，访问{n}万人次",
    "网上公示期间收到意见{n}条，采纳{m}条，已逐条回复",
    "群众代表、{town}网格员和{other}工作人员共同参加验收",
    "年度考核中{matter}占{n}分，由{unit}组织交叉打分",
    "{unit}建立红黄绿三色清单，{place}有{m}项亮黄灯",
    "涉及{other}职责的，应当先行会签，{n}日未回复视为同意",
    "{town}闲置校舍改造后用作{matter}服务点，面积{n}平方米",
    "志愿者每周{m}次到{town}协助登记{matter}信息",
    "跨{place}办理的，由{unit}统一编号，结果互认",
];

/// What may stand in any document of a unit about itself.
const OF_UNITS: [&str; 24] = [
    "{unit}网站全年访问{n}万人次，专栏更新{m}个",
    "{unit}召开专题会议{m}次，研究制定任务清单和时间表",
    "与上年相比，{other}划转人员{m}名，相应经费一并调整",
    "群众来信{n}件、来电{n}次，均在规定时间内答复",
    "{place}和{town}的同类事项由当地机构负责，不在本表统计",
    "{unit}党组书记在{month}月的座谈会上通报了有关情况",
    "办公用房面积{n}平方米，与{other}合用一处会议室",
    "本单位不另设收费窗口，缴款凭证由{other}统一开具",
    "邀请{n}名市民代表走进机关，参观{unit}办事大厅",
    "{month}月起试行延时服务，周六上午可以预约",
    "{other}反馈的{m}条意见已经逐条研究，采纳情况附后",
    "{unit}所属事业单位{m}家，车辆{m}台，均已纳入统一管理",
    "表中数据四舍五入，分项之和可能与总数略有出入",
    "新录用人员{m}名，平均年龄{d}岁，均已完成初任培训",
    "档案室整理历史卷宗{n}卷，移交市档案馆{m}卷",
    "{town}联系点由一名班子成员挂钩，每月走访{m}户",
    "内部控制自查发现{m}处薄弱环节，责任到科室整改",
    "与{other}联合举办业务竞赛，评出优秀岗位{m}个",
    "节约型机关建设中用电下降百分之{m}，用纸减少{n}包",
    "{unit}政务新媒体发布图文{n}篇，短视频{m}条",
    "委托第三方对{m}个窗口暗访，平均得分九十以上",
    "受{place}委托代管的{m}个项目单独列示，不计入本单位",
    "法律顾问审查合同{n}份，出具意见书{m}份",
    "{year}年没有发生因信息公开引起的行政复议",
];

/// Numbers that fit what is counted behind them: the beginning of what follows, the least, the most, and of what they are multiples.
const COUNTED: [(&str, usize, usize, usize); 30] = [
    ("万元", 2, 60, 1),
    ("万吨", 20, 90, 5),
    ("万", 2, 40, 1),
    ("元", 50, 1_800, 10),
    ("年", 2, 10, 1),
    ("天", 3, 30, 1),
    ("日", 3, 20, 1),
    ("个月", 2, 12, 1),
    ("个工作日", 3, 15, 1),
    ("个百分点", 1, 9, 1),
    ("周", 2, 8, 1),
    ("小时", 2, 48, 2),
    ("分钟", 10, 60, 5),
    ("分", 12, 90, 2),
    ("次", 2, 12, 1),
    ("%", 3, 30, 1),
    ("平方米", 12, 180, 4),
    ("毫米", 2_550, 2_700, 10),
    ("厘米", 10, 60, 5),
    ("米", 20, 200, 10),
    ("微克", 120, 250, 10),
    ("亩", 500, 3_000, 100),
    ("课时", 20, 60, 5),
    ("成", 2, 8, 1),
    ("倍", 2, 4, 1),
    ("号窗口", 1, 40, 1),
    ("岁", 22, 45, 1),
    ("卷", 100, 900, 1),
    ("人", 20, 400, 1),
    ("名", 3, 40, 1),
];

/// A number for what follows it.
fn number_before(follows: &str, chance: &mut Chance) -> usize {
    let known = COUNTED.iter().find(|it| follows.starts_with(it.0));
    let (least, most, step) = known.map_or((12, 300, 1), |it| (it.1, it.2, it.3));
    least + chance.below((most - least) / step + 1) * step
}

/// Where a sentence is set.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What it is about.
    pub matter: &'a str,
    /// Who issues it.
    pub unit: &'a Unit,
    /// The year.
    pub year: i16,
}

/// Fills the places of a sentence.
pub fn filled(pattern: &str, scene: Scene<'_>, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        let (place, after) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(before);
        match place {
            "matter" => out.push_str(scene.matter),
            "unit" => out.push_str(scene.unit.short),
            "year" => out.push_str(&scene.year.to_string()),
            "place" => out.push_str(chance.one(&COUNTIES).place),
            "town" => out.push_str(chance.one(&TOWNS).place),
            "other" => out.push_str(other_than(scene.unit, chance).short),
            "month" => out.push_str(&(1 + chance.below(12)).to_string()),
            "m" => out.push_str(&(2 + chance.below(18)).to_string()),
            _ => out.push_str(&number_before(after, chance).to_string()),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A department that is not the one that speaks.
fn other_than(unit: &Unit, chance: &mut Chance) -> &'static Unit {
    let at = chance.below(DEPARTMENTS.len());
    let it = &DEPARTMENTS[at];
    if it == unit {
        &DEPARTMENTS[(at + 1) % DEPARTMENTS.len()]
    } else {
        it
    }
}

/// So many sentences that may stand in any document about a matter, none twice.
pub fn anywhere(scene: Scene<'_>, wanted: usize, chance: &mut Chance) -> Vec<String> {
    drawn(&ANYWHERE, scene, wanted, chance)
}

/// So many sentences that may stand in any document of a unit about itself.
pub fn of_unit(scene: Scene<'_>, wanted: usize, chance: &mut Chance) -> Vec<String> {
    drawn(&OF_UNITS, scene, wanted, chance)
}

fn drawn(of: &[&str], scene: Scene<'_>, wanted: usize, chance: &mut Chance) -> Vec<String> {
    let mut left = of.to_vec();
    let mut sentences = Vec::new();
    while sentences.len() < wanted && !left.is_empty() {
        let pattern = left.swap_remove(chance.below(left.len()));
        sentences.push(filled(pattern, scene, chance));
    }
    sentences
}

/// Sentences as one paragraph.
pub fn paragraph(sentences: &[String]) -> String {
    let mut text = sentences.join("。");
    text.push('。');
    text
}

/// A number from 1 to 99 in ideographs.
pub fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens % 10], DIGITS[ones]),
    }
}

/// Sentences as articles, from a number on: `第三条　…。`.
pub fn articles(sentences: &[String], first: usize) -> String {
    let lines = sentences.iter().enumerate();
    let lines = lines.map(|(at, it)| format!("第{}条　{it}。", ordinal(first + at)));
    lines.collect::<Vec<_>>().join("\n")
}
