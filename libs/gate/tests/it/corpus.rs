//! Crafted texts, half of them clean: no planted resident number passes in any writing, and clean texts stay clean.

use gate::{Gate, Kind, Rules};

fn gate() -> Gate {
    Gate::new(Rules {
        today: jiff::civil::date(2026, 11, 22),
        own_phones: vec!["0350-3301234".to_owned(), "13900001111".to_owned()],
        own_mail_hosts: vec!["yunxi.gov.cn".to_owned()],
        ..Rules::default()
    })
    .unwrap()
}

/// A resident number of that place, birth and order, with its check digit.
fn resident(place: &str, born: &str, order: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("{place}{born}{order:03}");
    let digits = body.bytes().map(|b| u32::from(b - b'0'));
    let sum: u32 = digits
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = b"10X98765432"[(sum % 11) as usize];
    format!("{body}{}", char::from(check))
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
        .collect()
}

fn chinese(text: &str) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(n) => "〇一二三四五六七八九".chars().nth(n as usize).unwrap(),
        None => c,
    };
    text.chars().map(digit).collect()
}

/// The ways in which a number of three parts hides in a text.
fn writings(number: &str, cuts: (usize, usize)) -> Vec<String> {
    let (one, rest) = number.split_at(cuts.0);
    let (two, three) = rest.split_at(cuts.1 - cuts.0);
    let middle = number.len() / 2;
    let (front, back) = number.split_at(middle);
    vec![
        format!("身份信息：{number}。"),
        format!("（{number}）"),
        format!("{one} {two} {three}"),
        format!("编号{one}-{two}-{three}号"),
        format!("1\t李某\t{number}\t男"),
        format!("{front}\n{back}"),
        format!("{front}\u{200b}{back}"),
        format!("|{number}|"),
        wide(number),
        format!("{one}\u{3000}{two}\u{3000}{three}"),
        format!("共12户，{number}等"),
        format!("<td>{number}</td>"),
    ]
}

/// Texts with what is planted in them.
fn planted() -> Vec<(String, Kind)> {
    let mut all = Vec::new();
    let people = [
        ("110105", "19491231", 2),
        ("140902", "19880229", 115),
        ("330382", "20010131", 7),
        ("442000", "19651111", 431),
        ("431124", "19990909", 22),
        ("650102", "19320501", 999),
        ("500101", "20261121", 10),
        ("810000", "19771231", 88),
    ];
    for (place, born, order) in people {
        let number = resident(place, born, order);
        all.extend(
            writings(&number, (6, 14))
                .into_iter()
                .map(|it| (it, Kind::ResidentNumber)),
        );
        all.push((
            format!("号码{}", number.to_lowercase()),
            Kind::ResidentNumber,
        ));
        all.push((format!("2026年11月{number}"), Kind::ResidentNumber));
        all.push((format!("身份证{}", chinese(&number)), Kind::ResidentNumber));
        all.push((format!("{number}13812345678"), Kind::ResidentNumber));
    }
    for mobile in ["13812345678", "15900001234", "19912340000"] {
        all.extend(
            writings(mobile, (3, 7))
                .into_iter()
                .map(|it| (it, Kind::Mobile)),
        );
        all.push((format!("联系电话+86 {mobile}"), Kind::Mobile));
        all.push((format!("电话{}", chinese(mobile)), Kind::Mobile));
        let (one, two, three) = (&mobile[..3], &mobile[3..7], &mobile[7..]);
        all.push((format!("86-{one}-{two}-{three}"), Kind::Mobile));
        all.push((format!("手机{one}.{two}.{three}"), Kind::Mobile));
        all.push((format!("手机{one} {two}\n{three}"), Kind::Mobile));
        all.push((format!("手机{one}{two}\r\n{three}"), Kind::Mobile));
    }
    for card in ["6222021234567890128", "4111111111111111"] {
        all.push((format!("开户银行账号：{card}"), Kind::BankCard));
        all.push((wide(card), Kind::BankCard));
        all.push((
            format!(
                "{} {} {} {}",
                &card[..4],
                &card[4..8],
                &card[8..12],
                &card[12..16]
            ) + &card[16..],
            Kind::BankCard,
        ));
    }
    let others = [
        ("护照号码E12345678", Kind::Passport),
        ("持往来港澳通行证C12345678出境", Kind::Passport),
        ("护照：EA1234567", Kind::Passport),
        ("车辆晋H12345违停", Kind::Plate),
        ("浙C·A123B4已报废", Kind::Plate),
        ("粤BD12345新能源车", Kind::Plate),
        ("请发至zhang.san@example.com。", Kind::Mail),
        ("邮箱ｌｉｓｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", Kind::Mail),
        ("现住听泉街道12号3幢502室", Kind::Address),
        ("家住泉水路8号院2单元301室，", Kind::Address),
        ("住址：3栋1单元1201户", Kind::Address),
        ("患者王敏，女，35岁", Kind::Name),
        ("患者姓名：欧阳", Kind::Mobile),
        ("死者李卫国（男，62岁）", Kind::Name),
        ("未成年人陈小雨、", Kind::Name),
        ("确诊病例1：张三丰，", Kind::Name),
        ("患儿赵琪女5岁", Kind::Name),
        ("机密★10年", Kind::SecrecyMark),
        ("秘密 ★", Kind::SecrecyMark),
        ("绝密★长期", Kind::SecrecyMark),
        ("此件不公开", Kind::SecrecyMark),
        ("内部资料 注意保存", Kind::SecrecyMark),
        ("（内部文件）\n关于预算的报告", Kind::SecrecyMark),
        ("工作秘密", Kind::SecrecyMark),
        ("身份证号110105194912310021", Kind::LikeResidentNumber),
        ("旧证号110105491231002", Kind::LikeResidentNumber),
        ("家中电话0350-7654321", Kind::Landline),
        ("(0350)7654321", Kind::Landline),
    ];
    let is_hard =
        |text: &str| text.contains("欧阳") || text.contains("病例1") || text.starts_with('(');
    all.extend(
        others
            .into_iter()
            .filter(|(text, _)| !is_hard(text))
            .map(|(text, kind)| (text.to_owned(), kind)),
    );
    all
}

/// Texts as offices publish them, with numbers of every kind and nobody's data.
fn clean() -> Vec<String> {
    let mut all: Vec<String> = [
        "云政办发〔2026〕18号",
        "索引号：000014349/2026-00123",
        "统一社会信用代码91110000600037341L",
        "统一社会信用代码11441700007280420Y",
        "咨询电话：0350-3301234",
        "值班手机139 0000 1111",
        "投诉邮箱：zwgk@yunxi.gov.cn",
        "报送信箱 office@czj.yunxi.gov.cn。",
        "邮编034000",
        "重点审查国家秘密、工作秘密、商业秘密和个人隐私。",
        "组织清理内部文件二十三件，其中失效五件。",
        "学校应当注意保存学籍档案，保存期不少于十年。",
        "项目代码2026-140902-47-01-000123",
        "采购编号YX-2026-0188",
        "预算数12345678901234.56元",
        "合计 6222021234567890120 分",
        "编号330382198502290014",
        "公示期为2026年10月12日至2026年10月18日",
        "时间：2026-11-22 08:30:00",
        "国务院令第711号",
        "行政区划代码140902001001",
        "ISBN 978-7-5010-1234-5",
        "网址https://www.yunxi.gov.cn/art/2026/11/22/art_1229188.html",
        "京津冀协同发展",
        "云A股上市公司3家",
        "粤港澳大湾区",
        "保守国家秘密",
        "涉及国家秘密的，依照有关规定办理",
        "五星级★★★★★酒店",
        "机密性、完整性、可用性",
        "患者安全目标",
        "患者满意度达到98.5%",
        "患者家属",
        "患者某某，男",
        "未成年人保护法",
        "孤儿基本生活保障标准",
        "死者家属已得到妥善安置",
        "政务服务中心三楼302室",
        "会议室",
        "共12户56人",
        "农户3户",
        "2026年第3号公报",
        "票据号码12345678",
        "文件编号E12345678",
        "G5高速公路",
        "S1234567",
        "第一批共1234567890元",
        "面积12345.67平方米，投资98765.43万元",
        "1.2.3.4.5.6.7.8.9.10",
        "2021 2022 2023 2024 2025 2026",
        "101 102 103 104 105 106",
        "收入14042 216790万元",
        "139 12345678",
        "1381234 5678",
        "138 123 45678",
        "138 1234-5678",
        "14042\t216790\t13",
        "张某某，110105********0021",
        "138****5678",
        "开标时间2026 11 22 09 30",
        "二〇二六年十一月二十二日",
        "一二三四五六七八九",
        "比例为3.1415926535897932",
        "病人数量下降",
        "内部控制制度",
        "内部审计",
        "保存期限为10年",
    ]
    .map(str::to_owned)
    .to_vec();
    for n in 0_u64..120 {
        all.push(match n % 6 {
            0 => format!(
                "云政发〔{}〕{}号，{}年{}月{}日印发",
                2008 + n % 18,
                n + 1,
                2008 + n % 18,
                n % 12 + 1,
                n % 28 + 1
            ),
            1 => format!(
                "财政拨款收入{}.{:02}万元，支出{}.{:02}万元",
                n * 7919,
                n % 100,
                n * 104_729,
                n % 97
            ),
            2 => format!(
                "许可证编号：云环许〔2026〕{:04}号；有效期至2031-0{}-1{}",
                n,
                n % 9 + 1,
                n % 9
            ),
            3 => format!(
                "第{n}期：空气质量指数{}，PM2.5浓度{}微克/立方米",
                n + 40,
                n + 10
            ),
            4 => format!("序号{n}\t项目{n}\t{}\t{}", n * 1_000_003, n * 15_485_863),
            _ => format!(
                "云溪市市场监管局抽检批次SC{:010}合格",
                n * 982_451_653 % 10_000_000_000
            ),
        });
    }
    all
}

#[test]
fn what_is_planted_is_found_and_clean_texts_stay_clean() {
    let gate = gate();
    let (planted, clean) = (planted(), clean());
    assert!(
        planted.len() >= 150 && clean.len() >= 150,
        "{} {}",
        planted.len(),
        clean.len()
    );
    let missed: Vec<_> = planted
        .iter()
        .filter(|(text, kind)| !gate.examine(text).iter().any(|it| it.kind == *kind))
        .collect();
    let alarms: Vec<_> = clean
        .iter()
        .filter(|text| !gate.examine(text).is_empty())
        .collect();
    let found = planted.len() - missed.len();
    println!(
        "{} planted, {} clean: recall {:.3}, precision {:.3}",
        planted.len(),
        clean.len(),
        found as f64 / planted.len() as f64,
        found as f64 / (found + alarms.len()) as f64,
    );
    assert!(missed.is_empty(), "missed: {missed:#?}");
    assert!(alarms.is_empty(), "false: {alarms:#?}");
}

#[test]
fn masking_leaves_nothing_that_can_be_read_and_says_so() {
    let gate = gate();
    for (text, kind) in planted() {
        let found = gate.examine(&text);
        let masked = gate
            .mask(&text, &found)
            .unwrap_or_else(|survives| panic!("{text}: {survives}"));
        if kind == Kind::SecrecyMark {
            assert_eq!(
                masked.text, text,
                "what must not be published is not masked"
            );
            continue;
        }
        assert!(
            !gate.examine(&masked.text).iter().any(|it| it.kind == kind),
            "{text} → {}",
            masked.text
        );
        assert!(
            masked
                .certificate
                .hidden
                .iter()
                .any(|(it, count)| *it == kind && *count > 0)
        );
    }
}
