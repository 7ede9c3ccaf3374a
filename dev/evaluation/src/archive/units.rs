//! The units of the made-up city: who issues what.

/// A unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// Part of keys.
    pub code: &'static str,
    /// Its full name.
    pub name: &'static str,
    /// Its short name.
    pub short: &'static str,
    /// 发文机关代字, without 发.
    pub letters: &'static str,
    /// The place that it governs.
    pub place: &'static str,
    /// What people call it besides.
    pub others: &'static [&'static str],
}

const fn city(
    code: &'static str,
    name: &'static str,
    short: &'static str,
    letters: &'static str,
    others: &'static [&'static str],
) -> Unit {
    Unit {
        code,
        name,
        short,
        letters,
        place: "云溪市",
        others,
    }
}

const fn local(
    code: &'static str,
    name: &'static str,
    place: &'static str,
    letters: &'static str,
) -> Unit {
    Unit {
        code,
        name,
        short: place,
        letters,
        place,
        others: &[],
    }
}

/// The city's government and its office.
pub static GOVERNMENT: [Unit; 2] = [
    city("zf", "云溪市人民政府", "市政府", "云政", &["云溪市政府"]),
    city(
        "zfb",
        "云溪市人民政府办公室",
        "市政府办公室",
        "云政办",
        &["市府办", "市政府办"],
    ),
];

/// The city's departments.
#[rustfmt::skip]
pub static DEPARTMENTS: [Unit; 28] = [
    city("fg", "云溪市发展和改革委员会", "市发展改革委", "云发改", &["市发改委"]),
    city("gx", "云溪市工业和信息化局", "市工业和信息化局", "云工信", &["市工信局"]),
    city("jy", "云溪市教育局", "市教育局", "云教", &[]),
    city("ga", "云溪市公安局", "市公安局", "云公", &[]),
    city("mz", "云溪市民政局", "市民政局", "云民", &[]),
    city("sf", "云溪市司法局", "市司法局", "云司", &[]),
    city("cz", "云溪市财政局", "市财政局", "云财", &[]),
    city("rs", "云溪市人力资源和社会保障局", "市人力资源社会保障局", "云人社", &["市人社局"]),
    city("zrzy", "云溪市自然资源和规划局", "市自然资源和规划局", "云自然资", &["市资规局", "市国土资源局"]),
    city("sthj", "云溪市生态环境局", "市生态环境局", "云环", &["市环保局"]),
    city("zj", "云溪市住房和城乡建设局", "市住房城乡建设局", "云建", &["市住建局"]),
    city("gjj", "云溪市住房公积金管理中心", "市住房公积金中心", "云公积金", &["市公积金中心"]),
    city("cg", "云溪市城市管理综合执法局", "市城管执法局", "云城管", &["市城管局"]),
    city("jt", "云溪市交通运输局", "市交通运输局", "云交", &["市交通局"]),
    city("sl", "云溪市水利局", "市水利局", "云水", &["市水务局"]),
    city("nync", "云溪市农业农村局", "市农业农村局", "云农", &["市农业局"]),
    city("sw", "云溪市商务局", "市商务局", "云商", &[]),
    city("wl", "云溪市文化广电和旅游局", "市文化广电旅游局", "云文旅", &["市文旅局"]),
    city("wj", "云溪市卫生健康委员会", "市卫生健康委", "云卫", &["市卫健委"]),
    city("tyjr", "云溪市退役军人事务局", "市退役军人局", "云退役", &[]),
    city("yj", "云溪市应急管理局", "市应急管理局", "云应急", &["市应急局"]),
    city("scjg", "云溪市市场监督管理局", "市市场监管局", "云市监", &["市工商局"]),
    city("yb", "云溪市医疗保障局", "市医保局", "云医保", &[]),
    city("xf", "云溪市信访局", "市信访局", "云信", &[]),
    city("xzsp", "云溪市行政审批服务局", "市行政审批局", "云审批", &["市政务服务局"]),
    city("dsj", "云溪市大数据发展管理局", "市大数据局", "云数", &[]),
    city("ly", "云溪市林业局", "市林业局", "云林", &[]),
    city("qx", "云溪市气象局", "市气象局", "云气", &[]),
];

/// Counties and districts: their governments.
pub static COUNTIES: [Unit; 5] = [
    local("ytq", "云溪市云台区人民政府", "云台区", "台政办"),
    local("xkx", "溪口县人民政府", "溪口县", "溪政办"),
    local("qhx", "青禾县人民政府", "青禾县", "青政办"),
    local("bsx", "白石县人民政府", "白石县", "白政办"),
    local("whq", "云溪市望湖区人民政府", "望湖区", "望政办"),
];

/// Towns and subdistricts.
pub static TOWNS: [Unit; 8] = [
    local("tq", "云溪市云台区听泉街道办事处", "听泉街道", "听街办"),
    local("yq", "云溪市云台区云桥街道办事处", "云桥街道", "桥街办"),
    local("hmd", "云溪市云台区鹤鸣渡镇人民政府", "鹤鸣渡镇", "鹤政"),
    local("wf", "溪口县晚枫镇人民政府", "晚枫镇", "晚政"),
    local("slq", "溪口县石榴桥镇人民政府", "石榴桥镇", "石政"),
    local("ql", "溪口县青岚乡人民政府", "青岚乡", "岚政"),
    local("ml", "青禾县麦垄镇人民政府", "麦垄镇", "麦政"),
    local("dxw", "青禾县稻香湾镇人民政府", "稻香湾镇", "稻政"),
];

/// The department of a code.
pub fn find_department(code: &str) -> Option<&'static Unit> {
    DEPARTMENTS.iter().find(|it| it.code == code)
}
