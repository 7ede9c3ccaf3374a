//! Documents of a made-up province for measuring: titles, numbers, bodies of about 850 characters, the same for the same number.

use kernel::Date;
use search::{Choice, Item, Section, Standing};

const PLACES: [&str; 24] = [
    "云溪市",
    "鹤鸣区",
    "临江区",
    "青岭县",
    "白石县",
    "望湖区",
    "松原县",
    "东屏市",
    "南浦区",
    "西洲县",
    "北坞县",
    "石梁镇",
    "枫桥镇",
    "柳渡街道",
    "梅林乡",
    "沙河镇",
    "金田街道",
    "银杏镇",
    "长滩县",
    "安和区",
    "永宁县",
    "平潭街道",
    "兴隆镇",
    "龙泉乡",
];
const OFFICES: [(&str, &str); 20] = [
    ("人民政府办公室", "政办"),
    ("教育局", "教"),
    ("财政局", "财"),
    ("民政局", "民"),
    ("人力资源和社会保障局", "人社"),
    ("自然资源和规划局", "自然资规"),
    ("生态环境局", "环"),
    ("住房和城乡建设局", "建"),
    ("交通运输局", "交"),
    ("水利局", "水"),
    ("农业农村局", "农"),
    ("商务局", "商"),
    ("文化和旅游局", "文旅"),
    ("卫生健康委员会", "卫健"),
    ("应急管理局", "应急"),
    ("审计局", "审"),
    ("市场监督管理局", "市监"),
    ("统计局", "统"),
    ("医疗保障局", "医保"),
    ("发展和改革局", "发改"),
];
const TOPICS: [&str; 60] = [
    "养老服务补贴",
    "农村宅基地审批",
    "义务教育招生",
    "住房公积金提取",
    "城乡居民医疗保险",
    "最低生活保障",
    "老旧小区改造",
    "农业保险",
    "生猪稳产保供",
    "河道采砂管理",
    "危险化学品监管",
    "校外培训治理",
    "食品小作坊登记",
    "电梯安全检查",
    "公共租赁住房分配",
    "残疾人就业扶持",
    "退役军人安置",
    "创业担保贷款",
    "技能提升培训",
    "高层次人才引进",
    "科技型企业培育",
    "新能源汽车充电设施",
    "城市停车管理",
    "农村公路养护",
    "水库除险加固",
    "饮用水水源保护",
    "秸秆禁烧",
    "扬尘污染防治",
    "生活垃圾分类",
    "污水处理费征收",
    "噪声污染监督",
    "野生动物保护",
    "森林防火",
    "防汛抗旱",
    "地质灾害防治",
    "地震应急演练",
    "安全生产月活动",
    "消防通道整治",
    "文物保护单位公布",
    "非物质文化遗产申报",
    "乡村旅游提升",
    "全民健身设施建设",
    "图书馆总分馆建设",
    "家庭医生签约",
    "疫苗接种安排",
    "托育机构备案",
    "婚姻登记改革",
    "殡葬服务收费",
    "社会组织年检",
    "行政区划调整",
    "政府采购目录",
    "预算绩效管理",
    "国有资产处置",
    "减税降费落实",
    "招标投标监督",
    "信用修复办理",
    "统计调查抽样",
    "价格认定规范",
    "粮食收购政策",
    "节能降碳行动",
];
const FORMS: [(&str, &str, &str, u8); 10] = [
    ("关于印发{}实施办法的通知", "normative", "规范性文件", 15),
    ("关于做好{}工作的通知", "notice", "通知公告", 8),
    ("关于加强{}的实施意见", "normative", "规范性文件", 15),
    ("{}实施方案", "plan", "规划计划", 10),
    ("{}情况的公告", "notice", "通知公告", 8),
    ("关于《{}办法》的政策解读", "interpretation", "政策解读", 12),
    ("{}工作总结", "report", "工作报告", 6),
    ("{}专项检查结果通报", "report", "工作报告", 6),
    ("召开{}推进会", "news", "政务动态", 2),
    ("{}办事指南", "guide", "办事指南", 12),
];
const WHO: [&str; 24] = [
    "各镇人民政府",
    "有关企业",
    "申请人",
    "村民委员会",
    "业主委员会",
    "项目实施单位",
    "经办机构",
    "主管部门",
    "街道办事处",
    "社会组织",
    "用人单位",
    "定点医疗机构",
    "行政审批窗口",
    "检查组",
    "承包农户",
    "监护人",
    "建设单位",
    "物业服务企业",
    "专业技术人员",
    "志愿服务队",
    "学校负责人",
    "经营者",
    "评审专家",
    "财政所",
];
const DO: [&str; 40] = [
    "应当按季度报送",
    "可以向所在地申请",
    "不得擅自变更",
    "需在规定时间内核对",
    "统一登记",
    "逐户走访",
    "公开公示",
    "严格审查",
    "及时更新",
    "分类建立",
    "优先保障",
    "依法查处",
    "重新评估",
    "集中培训",
    "联合验收",
    "定期抽查",
    "补充提交",
    "如实填写",
    "妥善保存",
    "限期整改",
    "提前告知",
    "全程记录",
    "按比例承担",
    "免费提供",
    "逐级上报",
    "统筹安排",
    "委托检测",
    "暂停发放",
    "一次性告知",
    "先行垫付",
    "挂牌督办",
    "简化办理",
    "据实结算",
    "交叉互查",
    "实名登记",
    "动态调整",
    "跟踪回访",
    "就近受理",
    "网上公示",
    "现场核验",
];
const WHICH: [&str; 48] = [
    "补助资金",
    "房屋安全",
    "从业人员",
    "土地承包",
    "年度检查",
    "服务对象",
    "工程质量",
    "排污口",
    "应急物资",
    "技能培训",
    "家庭收入",
    "招生范围",
    "药品采购",
    "车辆运营",
    "饮用水源",
    "林木采伐",
    "灾害隐患",
    "消防设施",
    "文物修缮",
    "体育器材",
    "图书借阅",
    "签约居民",
    "疫苗冷链",
    "托位收费",
    "婚姻登记",
    "骨灰寄存",
    "财务审计",
    "边界勘定",
    "设备采购",
    "绩效自评",
    "闲置资产",
    "税费减免",
    "评标委员",
    "失信主体",
    "抽样调查",
    "粮油价格",
    "仓储粮食",
    "重点用能",
    "碳排放",
    "停车泊位",
    "公路养护",
    "大坝观测",
    "取水口",
    "秸秆离田",
    "工地围挡",
    "垃圾清运",
    "噪声投诉",
    "残疾职工",
];
const THING: [&str; 64] = [
    "使用明细",
    "申请清单",
    "鉴定报告",
    "健康证明",
    "权属证书",
    "检查计划",
    "满意程度",
    "保修文件",
    "监测数据",
    "储备台账",
    "合格名册",
    "核查表格",
    "划片示意图",
    "限价目录",
    "许可副本",
    "化验结果",
    "指标分配",
    "点位名单",
    "维护记录",
    "修复方案",
    "更换进度",
    "流通数据",
    "随访档案",
    "温度曲线",
    "核定标准",
    "预约号源",
    "寄存协议",
    "整改意见",
    "勘界成果",
    "合同文本",
    "自评得分",
    "盘点差异",
    "退付流水",
    "履职承诺",
    "惩戒期限",
    "样本轮换",
    "采价周报",
    "出入库单",
    "能耗定额",
    "核算边界",
    "编号规则",
    "里程桩号",
    "沉降曲线",
    "计量凭证",
    "打捆数量",
    "现场影像",
    "运输路线",
    "处置回单",
    "岗位补贴",
    "信息变更",
    "移交手续",
    "销号情况",
    "分级办法",
    "复核结论",
    "公示照片",
    "责任区段",
    "巡查频次",
    "备用电源",
    "值守安排",
    "转运节点",
    "签收回执",
    "抽检批次",
    "保证金额",
    "验收签章",
];
const WHEN: [&str; 24] = [
    "每月五日前",
    "自受理之日起十个工作日内",
    "汛期来临之前",
    "开学两周之内",
    "年度预算批复后",
    "遇有紧急情况时",
    "项目竣工验收合格后",
    "经集体研究同意",
    "在公示期满无异议后",
    "因不可抗力不能完成的",
    "首次申请时",
    "连续三个月未达标的",
    "接到举报后二十四小时内",
    "跨区域办理时",
    "按照属地管理原则",
    "结合本地实际",
    "根据风险等级",
    "参照上年标准",
    "在专家论证基础上",
    "经县级以上部门批准",
    "涉及个人隐私的",
    "委托他人代办的",
    "逾期未补正的",
    "情况发生变化的",
];
const HOW: [&str; 20] = [
    "，并报上级备案",
    "，费用由本级财政负担",
    "，结果向社会公布",
    "，不再另行通知",
    "，具体标准另行制定",
    "，违者依法追究责任",
    "，并留存影像资料",
    "，实行首问负责制",
    "，纳入年度考核",
    "，由第三方机构复核",
    "，材料齐全的当场办结",
    "，可以采用电子形式",
    "，原件核对后退还",
    "，同时抄送审计部门",
    "，必要时召开听证会",
    "，接受群众监督",
    "，相关信息录入平台",
    "，确保按时完成",
    "，不得增加群众负担",
    "，同一事项不重复检查",
];

const SCOPE: [&str; 20] = [
    "辖区内",
    "新申报的",
    "规模以上",
    "经备案的",
    "纳入名录的",
    "城区范围内",
    "农村地区",
    "跨年度",
    "首次参评的",
    "受委托的",
    "市级重点",
    "县级以下",
    "试点期间",
    "偏远山区",
    "沿河沿路",
    "整改中的",
    "民办",
    "公办",
    "历史遗留",
    "临时设立的",
];

/// Numbers that follow from each other and look like chance (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// Begins with a number.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995)
    }

    /// The next one, below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % limit as u64) as usize
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What a document was made of, for queries about it.
pub struct Made {
    pub item: Item,
    pub place: &'static str,
    pub topic: &'static str,
    pub year: i16,
    pub form: &'static str,
}

fn sentence(chance: &mut Chance) -> String {
    let (when, who, does) = (chance.one(&WHEN), chance.one(&WHO), chance.one(&DO));
    let when = match chance.below(3) {
        0 => format!("{when}由{}牵头", chance.one(&OFFICES).0),
        1 => format!("{}{when}", chance.one(&SCOPE)),
        _ => (*when).to_owned(),
    };
    let who = format!("{}{who}", chance.one(&SCOPE));
    let how = match chance.below(3) {
        0 => format!(
            "，同时抄送{}{}",
            chance.one(&PLACES),
            chance.one(&OFFICES).0
        ),
        1 => format!(
            "，{}的{}",
            chance.one(&WHEN),
            chance.one(&HOW).trim_start_matches('，')
        ),
        _ => (*chance.one(&HOW)).to_owned(),
    };
    let what = format!("{}{}", chance.one(&WHICH), chance.one(&THING));
    match chance.below(3) {
        0 => format!("{when}，{who}{does}{what}{how}。"),
        1 => format!(
            "{who}{does}{what}和{}{}{how}。",
            chance.one(&WHICH),
            chance.one(&THING)
        ),
        _ => format!("{who}{when}{does}第{}批{what}{how}。", chance.below(90) + 1),
    }
}

/// The document of a number.
pub fn document(number: u64) -> Made {
    let mut chance = Chance::new(number);
    let place = *chance.one(&PLACES);
    let (office, letters) = *chance.one(&OFFICES);
    let topic = *chance.one(&TOPICS);
    let (form, code, kind, weight) = *chance.one(&FORMS);
    let year = 2008 + i16::try_from(chance.below(18)).unwrap_or(0);
    let serial = 1 + chance.below(90) + (number as usize / 20_000) * 90;
    let batch = ["", "第一批", "第二批", "春季", "秋季", "上半年", "下半年"][chance.below(7)];
    let about = format!("{year}年{batch}{topic}");
    let title = format!("{place}{office}{}", form.replace("{}", &about));
    let short: String = place.chars().take(1).collect();
    let mut text = String::new();
    let mut length = 0;
    while length < 850 {
        let sentence = sentence(&mut chance);
        length += sentence.chars().count();
        text.push_str(&sentence);
        if chance.below(4) == 0 {
            text.push('\n');
        }
    }
    let key = format!("document/{number}");
    let standing = match chance.below(12) {
        0 => Standing::Repealed,
        1 => Standing::Expired,
        _ => Standing::Holds,
    };
    let day = Date::new(
        year,
        1 + i8::try_from(chance.below(12)).unwrap_or(0),
        1 + i8::try_from(chance.below(28)).unwrap_or(0),
    );
    let item = Item {
        address: format!("/documents/{number}"),
        title,
        number: format!("{short}{letters}发〔{year}〕{serial}号"),
        codes: vec![format!("yx-{:06}/{year}-{number:06}", chance.below(20))],
        summary: String::new(),
        keywords: vec![topic.to_owned()],
        sections: vec![Section {
            heading: String::new(),
            anchor: String::new(),
            text,
        }],
        day: day.unwrap_or(Date::constant(2020, 1, 1)),
        standing,
        standing_name: String::new(),
        kind: Choice::new(code, kind),
        weight,
        units: vec![Choice::new(
            format!("{place}{letters}"),
            format!("{place}{office}"),
        )],
        unit_names: Vec::new(),
        theme: Some(Choice::new(
            topic.chars().take(2).collect::<String>(),
            topic.chars().take(2).collect::<String>(),
        )),
        columns: vec![code.to_owned()],
        sites: Vec::new(),
        matter: key.clone(),
        key,
    };
    Made {
        item,
        place,
        topic,
        year,
        form: kind,
    }
}
