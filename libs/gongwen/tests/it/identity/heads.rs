//! Whole heads of documents, in layouts of many sites. Places and organs are made up.

use gongwen::blocks::{Block, Cell, Format, Origin, Paragraph, Source, Table};
use gongwen::identity::{Identity, cite, identify};

/// What a head must say; an empty string stands for nothing.
#[derive(Default)]
struct Expect {
    title: &'static str,
    issuer: &'static str,
    number: &'static str,
    index: &'static str,
    written: &'static str,
    published: &'static str,
    year: i16,
    doubts: &'static [&'static str],
}

#[track_caller]
fn check(text: &str, expect: &Expect) -> Identity {
    let identity = identify(&super::source(text));
    compare(&identity, expect);
    identity
}

#[track_caller]
fn compare(identity: &Identity, expect: &Expect) {
    let document = &identity.document;
    let read = |field: &Option<String>| field.clone().unwrap_or_default();
    assert_eq!(read(&document.title), expect.title, "title");
    assert_eq!(read(&document.issuer), expect.issuer, "issuer");
    assert_eq!(read(&document.doc_number), expect.number, "doc_number");
    assert_eq!(read(&document.index_number), expect.index, "index_number");
    assert_eq!(read(&document.written_on), expect.written, "written_on");
    assert_eq!(
        read(&document.published_on),
        expect.published,
        "published_on"
    );
    assert_eq!(document.year.unwrap_or(0), expect.year, "year");
    let codes: Vec<&str> = identity
        .doubts
        .iter()
        .map(|doubt| doubt.code.as_str())
        .collect();
    assert_eq!(codes, expect.doubts, "doubts");
}

#[test]
fn a_notice_with_its_number_above_the_title() {
    let text = "青溪市人民政府办公室文件\n青政办发〔2023〕5号\n\n青溪市人民政府办公室关于印发青溪市优化营商环境三年行动计划（2023—2025年）的通知\n\n各县（区）人民政府，市政府各部门：\n《青溪市优化营商环境三年行动计划（2023—2025年）》已经市政府同意，现印发给你们，请认真组织实施。\n\n青溪市人民政府办公室\n2023年3月4日\n（此件公开发布）\n\n青溪市优化营商环境三年行动计划\n（2023—2025年）\n\n为贯彻落实《优化营商环境条例》（国务院令第722号），制定本计划。\n一、总体要求\n坚持……。\n";
    let identity = check(
        text,
        &Expect {
            title: "青溪市优化营商环境三年行动计划（2023—2025年）",
            issuer: "青溪市人民政府办公室",
            number: "青政办发〔2023〕5号",
            written: "2023-03-04",
            year: 2023,
            ..Expect::default()
        },
    );
    assert_eq!(identity.title_blocks, [8, 9]);
    assert_eq!(identity.signature_blocks, [5, 6]);
    assert_eq!(identity.furniture_blocks, [0, 1, 2, 3, 4, 7]);
}

#[test]
fn several_pairs_of_metadata_on_one_line() {
    let text = "首页 > 政务公开 > 政策文件\n索引号：11330600002577888X/2021-00412 主题分类：教育 发布日期：2021-03-04\n发布机构：河湾县教育局　　发文字号：河教发〔2021〕11号　　有效性：有效\n河湾县2021年义务教育招生工作实施方案\n根据上级部署，制定本方案。\n一、招生原则\n";
    check(
        text,
        &Expect {
            title: "河湾县2021年义务教育招生工作实施方案",
            issuer: "河湾县教育局",
            number: "河教发〔2021〕11号",
            index: "11330600002577888X/2021-00412",
            published: "2021-03-04",
            year: 2021,
            ..Expect::default()
        },
    );
}

#[test]
fn keys_on_one_line_and_values_on_the_next() {
    let text = "索 引 号：\n006939748/2015-00331\n发文机关：\n云岭省林业厅\n成文日期：\n2015年06月09日\n标　　题：\n云岭省森林防火工作要点\n发文字号：\n发布日期：\n2015年07月01日\n云岭省森林防火工作要点\n各州（市）林业局：\n一、落实责任\n";
    check(
        text,
        &Expect {
            title: "云岭省森林防火工作要点",
            issuer: "云岭省林业厅",
            index: "006939748/2015-00331",
            written: "2015-06-09",
            published: "2015-07-01",
            year: 2015,
            ..Expect::default()
        },
    );
}

#[test]
fn a_page_line_of_time_source_and_visits() {
    let text = "当前位置：首页>信息公开>重点工作\n2022年白石镇河长制工作要点\n2022-04-18 10:22 来源：白石镇人民政府 浏览次数：102 字体：[大 中 小]\n为做好全镇河长制工作，制定本要点。\n1. 加强巡河。\n白石镇人民政府\n2022年4月15日\n";
    let identity = check(
        text,
        &Expect {
            title: "2022年白石镇河长制工作要点",
            issuer: "白石镇人民政府",
            written: "2022-04-15",
            published: "2022-04-18",
            year: 2022,
            ..Expect::default()
        },
    );
    assert_eq!(identity.signature_blocks, [5, 6]);
    assert_eq!(identity.furniture_blocks, [0, 2]);
}

#[test]
fn a_date_in_chinese_numerals_and_two_joint_issuers() {
    let text = "柳城市教育局  柳城市财政局关于印发《柳城市校园安全专项整治工作方案》的通知\n柳教联〔2016〕7号\n各县区教育局、财政局：\n现将《柳城市校园安全专项整治工作方案》印发给你们，请遵照执行。\n柳城市教育局\n柳城市财政局\n二○一六年十一月二日\n柳城市校园安全专项整治工作方案\n一、工作目标\n";
    check(
        text,
        &Expect {
            title: "柳城市校园安全专项整治工作方案",
            issuer: "柳城市教育局、柳城市财政局",
            number: "柳教联〔2016〕7号",
            written: "2016-11-02",
            year: 2016,
            ..Expect::default()
        },
    );
}

#[test]
fn a_page_in_traditional_characters() {
    let text = "索引號：000014349/2017-00110\n發文機關：南嶺縣人民政府辦公室\n發文字號：南府辦〔2017〕18號\n發佈日期：２０１７年６月９日\n南嶺縣人民政府辦公室關於印發南嶺縣2017年政務公開工作要點的通知\n各鄉鎮人民政府：\n現將《南嶺縣2017年政務公開工作要點》印發給你們，請認真執行。\n南嶺縣人民政府辦公室\n2017年6月5日\n南嶺縣2017年政務公開工作要點\n一、總體要求\n按照國辦發〔2017〕24號要求。\n";
    check(
        text,
        &Expect {
            title: "南嶺縣2017年政務公開工作要點",
            issuer: "南嶺縣人民政府辦公室",
            number: "南府辦〔2017〕18號",
            index: "000014349/2017-00110",
            written: "2017-06-05",
            published: "2017-06-09",
            year: 2017,
            ..Expect::default()
        },
    );
    assert_eq!(
        cite(&super::source(text), Some("南府辦〔2017〕18號")).cites,
        ["國辦發〔2017〕24號"]
    );
}

#[test]
fn a_title_on_two_lines_confirmed_by_the_notice() {
    let text = "关于印发《东陵区贯彻落实全市2020年就业工作要点重点任务分工方案》的通知\n各有关单位：\n经区政府同意，现将《东陵区贯彻落实全市2020年就业工作要点重点任务分工方案》印发给你们。\n东陵区人力资源和社会保障局\n2020年5月6日\n附件\n东陵区贯彻落实全市2020年就业工作要点\n重点任务分工方案\n一、稳定就业\n";
    let identity = check(
        text,
        &Expect {
            title: "东陵区贯彻落实全市2020年就业工作要点重点任务分工方案",
            issuer: "东陵区人力资源和社会保障局",
            written: "2020-05-06",
            year: 2020,
            ..Expect::default()
        },
    );
    assert_eq!(identity.title_blocks, [6, 7]);
}

#[test]
fn a_title_on_two_lines_told_by_its_shape() {
    let text =
        "石桥县全面推行林长制\n2024年度重点任务分工方案\n为压实责任，制定本方案。\n一、健全制度\n";
    check(
        text,
        &Expect {
            title: "石桥县全面推行林长制2024年度重点任务分工方案",
            year: 2024,
            ..Expect::default()
        },
    );
}

#[test]
fn a_title_that_only_the_notice_gives() {
    let text = "各科室、下属各单位：\n现将《湖东区卫生健康局2019年信访工作要点》印发给你们，请结合实际抓好落实。\n湖东区卫生健康局\n2019年2月28日\n一、畅通渠道\n（一）做好接访。\n";
    let identity = check(
        text,
        &Expect {
            title: "湖东区卫生健康局2019年信访工作要点",
            issuer: "湖东区卫生健康局",
            written: "2019-02-28",
            year: 2019,
            ..Expect::default()
        },
    );
    assert!(identity.title_blocks.is_empty());
    assert_eq!(identity.signature_blocks, [2, 3]);
    assert_eq!(identity.furniture_blocks, [0, 1]);
}

#[test]
fn a_title_below_the_word_attachment() {
    let text = "海丰路街道办事处关于印发2023年消防安全工作计划的通知\n海街办〔2023〕9号\n各社区：\n现将工作计划印发给你们，请贯彻执行。\n附件：1.海丰路街道2023年消防安全工作计划\n2.海丰路街道消防安全任务分解表\n海丰路街道办事处\n2023年1月30日\n附件1\n海丰路街道2023年消防安全工作计划\n一、排查隐患\n";
    let identity = check(
        text,
        &Expect {
            title: "海丰路街道2023年消防安全工作计划",
            issuer: "海丰路街道办事处",
            number: "海街办〔2023〕9号",
            written: "2023-01-30",
            year: 2023,
            ..Expect::default()
        },
    );
    assert_eq!(identity.title_blocks, [9]);
}

#[test]
fn the_year_below_the_title_belongs_to_it() {
    let text = "北岭市法治政府建设工作要点\n（2021年）\n今年是开局之年。\n一、完善制度\n";
    check(
        text,
        &Expect {
            title: "北岭市法治政府建设工作要点（2021年）",
            year: 2021,
            ..Expect::default()
        },
    );
}

#[test]
fn a_signature_at_the_end_with_imprint_below() {
    let text = "2018年长桥县残疾人工作要点\n按照上级部署，制定本要点。\n一、保障民生\n（一）落实补贴。县残联、县财政局负责。\n长桥县残疾人联合会\n2018年3月12日\n抄送：县委办公室，县人大常委会办公室。\n长桥县残疾人联合会办公室 2018年3月14日印发\n扫一扫在手机打开当前页\n版权所有：长桥县人民政府\n";
    let identity = check(
        text,
        &Expect {
            title: "2018年长桥县残疾人工作要点",
            issuer: "长桥县残疾人联合会",
            written: "2018-03-12",
            year: 2018,
            ..Expect::default()
        },
    );
    assert_eq!(identity.signature_blocks, [4, 5, 6, 7]);
    assert_eq!(identity.furniture_blocks, [8, 9]);
}

#[test]
fn an_imprint_alone_gives_neither_issuer_nor_date() {
    let text = "大营乡2020年秋粮收购工作方案\n为做好收购工作，制定本方案。\n一、工作任务\n做好宣传。\n大营乡党政办公室 2020年9月4日印发\n";
    let identity = check(
        text,
        &Expect {
            title: "大营乡2020年秋粮收购工作方案",
            year: 2020,
            ..Expect::default()
        },
    );
    assert_eq!(identity.signature_blocks, [4]);
}

#[test]
fn a_date_without_separators_is_settled_by_the_page() {
    let text = |published: &str| {
        format!(
            "金沙县人民政府办公室关于印发金沙县2021年旅游发展实施方案的通知\n{published}\n各乡镇人民政府：\n现将《金沙县2021年旅游发展实施方案》印发给你们。\n金沙县人民政府办公室\n2021111\n金沙县2021年旅游发展实施方案\n一、目标\n"
        )
    };
    let known = Expect {
        title: "金沙县2021年旅游发展实施方案",
        issuer: "金沙县人民政府办公室",
        year: 2021,
        ..Expect::default()
    };
    check(
        &text("发布日期：2021-02-01"),
        &Expect {
            written: "2021-01-11",
            published: "2021-02-01",
            ..known
        },
    );
    let known = Expect {
        title: "金沙县2021年旅游发展实施方案",
        issuer: "金沙县人民政府办公室",
        year: 2021,
        ..Expect::default()
    };
    check(
        &text("发布日期：2021-12-01"),
        &Expect {
            published: "2021-12-01",
            doubts: &["date_ambiguous"],
            ..known
        },
    );
}

#[test]
fn a_damaged_own_number_is_repaired_with_a_doubt() {
    let text = "发文字号：金政办函〔201923号\n索引号：000014347/2019-00231\n成文日期：2019.4.2\n金山市2019年食品安全重点工作安排\n现就有关工作安排如下。\n一、严守底线\n";
    check(
        text,
        &Expect {
            title: "金山市2019年食品安全重点工作安排",
            number: "金政办函〔2019〕23号",
            index: "000014347/2019-00231",
            written: "2019-04-02",
            year: 2019,
            doubts: &["number_repaired", "index_check_failed"],
            ..Expect::default()
        },
    );
}

#[test]
fn listed_and_signed_dates_that_differ_are_doubted() {
    let text = "成文日期：2020年5月1日\n桥头镇2020年防汛工作方案\n为做好防汛工作，制定本方案。\n一、落实责任\n（一）加强值守。\n桥头镇人民政府\n2020年5月11日\n";
    check(
        text,
        &Expect {
            title: "桥头镇2020年防汛工作方案",
            issuer: "桥头镇人民政府",
            written: "2020-05-11",
            year: 2020,
            doubts: &["date_conflict"],
            ..Expect::default()
        },
    );
}

#[test]
fn a_title_without_a_year_takes_the_year_of_its_date() {
    let text = "梅溪市优化营商环境任务分解表\n根据《2022年梅溪市优化营商环境工作方案》（梅政发〔2022〕3号），制定本表。\n一、审批服务\n";
    check(
        text,
        &Expect {
            title: "梅溪市优化营商环境任务分解表",
            year: 2022,
            ..Expect::default()
        },
    );
    let text = "梅溪市优化营商环境任务分解表\n一、审批服务\n（一）减少材料。\n梅溪市行政审批局\n2023年1月5日\n";
    check(
        text,
        &Expect {
            title: "梅溪市优化营商环境任务分解表",
            issuer: "梅溪市行政审批局",
            written: "2023-01-05",
            year: 2023,
            ..Expect::default()
        },
    );
}

#[test]
fn a_notice_that_is_itself_the_plan() {
    let text = "红旗县人民政府办公室关于做好2022年粮食生产工作的通知\n红政办字〔2022〕14号\n各乡镇人民政府：\n为做好粮食生产，现通知如下：\n一、稳定面积\n二、强化服务\n红旗县人民政府办公室\n2022年2月20日\n";
    check(
        text,
        &Expect {
            title: "红旗县人民政府办公室关于做好2022年粮食生产工作的通知",
            issuer: "红旗县人民政府办公室",
            number: "红政办字〔2022〕14号",
            written: "2022-02-20",
            year: 2022,
            ..Expect::default()
        },
    );
}

#[test]
fn the_notices_title_may_end_in_its_number() {
    let text = "沙洲市人民政府办公室关于印发沙洲市2024年老旧小区改造实施方案的通知（沙政办发〔2024〕31号）\n发布时间：2024-05-20 09:10\n各区人民政府：\n《沙洲市2024年老旧小区改造实施方案》已经市政府同意，现印发给你们。\n2024年5月17日\n沙洲市2024年老旧小区改造实施方案\n一、工作目标\n";
    check(
        text,
        &Expect {
            title: "沙洲市2024年老旧小区改造实施方案",
            issuer: "沙洲市人民政府办公室",
            number: "沙政办发〔2024〕31号",
            written: "2024-05-17",
            published: "2024-05-20",
            year: 2024,
            ..Expect::default()
        },
    );
}

#[test]
fn cells_of_a_flattened_table_are_no_signature() {
    let text = "清河县2021年节水行动任务清单\n序号\n工作任务\n责任单位\n完成时限\n1.\n修复管网。\n清河县水务局\n2021年6月30日\n2.\n更新水表。\n县住建局\n2021年9月30日\n";
    let identity = check(
        text,
        &Expect {
            title: "清河县2021年节水行动任务清单",
            year: 2021,
            ..Expect::default()
        },
    );
    assert!(identity.signature_blocks.is_empty());
}

#[test]
fn a_document_without_any_of_it_says_nothing() {
    check("一、抓好落实\n（一）加强领导。\n", &Expect::default());
    check("", &Expect::default());
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph {
        text: text.into(),
        origin: Origin {
            line: 1,
            page: None,
        },
        level: None,
        after_gap: false,
    })
}

fn table(rows: &[&[&str]]) -> Block {
    let columns = rows.iter().map(|row| row.len()).max().unwrap() as u32;
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            let column_span = if texts.len() == 1 { columns } else { 1 };
            cells.push(Cell {
                text: (*text).into(),
                row: row as u32,
                column: column as u32,
                row_span: 1,
                column_span,
            });
        }
    }
    Block::Table(Table {
        rows: rows.len() as u32,
        columns,
        cells,
        origin: Origin {
            line: 1,
            page: None,
        },
    })
}

#[test]
fn metadata_in_a_table_and_the_title_in_the_first_row_of_another() {
    let blocks = vec![
        table(&[
            &[
                "索引号",
                "11441700007280420Y/2021-00050",
                "分类",
                "综合政务",
            ],
            &[
                "发布机构：",
                "阳湖市人民政府办公室",
                "成文日期：",
                "2021年4月1日",
            ],
            &["文号", "阳府办〔2021〕6号", "发布日期", "2021-04-08"],
        ]),
        table(&[
            &["阳湖市2021年政务公开工作任务分解表"],
            &["序号", "工作任务", "责任单位"],
            &["1", "公开规划", "市发展改革局"],
        ]),
    ];
    let identity = identify(&Source {
        format: Format::Docx,
        blocks,
    });
    compare(
        &identity,
        &Expect {
            title: "阳湖市2021年政务公开工作任务分解表",
            issuer: "阳湖市人民政府办公室",
            number: "阳府办〔2021〕6号",
            index: "11441700007280420Y/2021-00050",
            written: "2021-04-01",
            published: "2021-04-08",
            year: 2021,
            ..Expect::default()
        },
    );
}

#[test]
fn a_signature_before_the_table_that_it_announces() {
    let blocks = vec![
        paragraph("龙泉镇2022年环境整治工作台账"),
        paragraph("现将整治台账予以公开，接受社会监督。"),
        paragraph("龙泉镇人民政府"),
        paragraph("2022年7月1日"),
        table(&[
            &["序号", "工作任务", "责任单位"],
            &["1", "清理河道", "镇水利站"],
        ]),
    ];
    let identity = identify(&Source {
        format: Format::Html,
        blocks,
    });
    compare(
        &identity,
        &Expect {
            title: "龙泉镇2022年环境整治工作台账",
            issuer: "龙泉镇人民政府",
            written: "2022-07-01",
            year: 2022,
            ..Expect::default()
        },
    );
    assert_eq!(identity.signature_blocks, [2, 3]);
}
