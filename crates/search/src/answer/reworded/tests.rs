//! What a rewording may do, and all the ways in which it may go wrong.

use super::*;

const BUS: &str =
    "第三条 年满65周岁的本市户籍老年人，可以凭老年卡免费乘坐市内公共汽车。但是早晚高峰时段除外。";
const LOAN: &str =
    "第六条 申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。";
const FINE: &str = "违反规定的，处200元以上2000元以下罚款；情节严重的，责令停业。";
const CHECK: &str = "主管部门应当自受理之日起十五日内完成审核。甲方应当向乙方支付费用。";
const FEE: &str = "第八条 停车不超过30分钟的，不收取费用；超过30分钟的，每小时收取3.5元。";

fn judged(said: &str) -> Result<(), Unsupported> {
    supported(&[BUS, LOAN, FINE, FEE, CHECK], said)
}

#[test]
fn the_passage_itself_and_a_plainer_one_are_held() {
    for said in [
        LOAN,
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "您（申请人）应该自收到通知那天起15个工作日内提交材料，逾期不提交的，不予受理。",
        "申請人應當自收到通知之日起１５個工作日內提交材料，逾期不提交的，不予受理。",
        "违反规定的，就处200元以上2000元以下的罚款。",
        "停车不超过30分钟的，不收取费用。超过30分钟的，每小时收取3.5元。",
        "年满65周岁的本市户籍老年人，可以凭老年卡免费乘坐市内公共汽车，但是早晚高峰时段除外。",
    ] {
        assert_eq!(judged(said), Ok(()), "{said}");
    }
}

#[test]
fn what_is_added_exchanged_or_left_out_is_seen() {
    for said in [
        // Numbers, units, bounds.
        "申请人应当自收到通知之日起5个工作日内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起15个月内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起15日内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起十五个工作日内提交材料，逾期不提交的，不予受理。",
        "违反规定的，处2000元以下罚款。",
        "违反规定的，处200元以下2000元以上罚款。",
        "停车超过30分钟的，不收取费用。",
        "停车不超过30分钟的，不收取费用。超过30分钟的，每小时收取35元。",
        "停车不超过30分钟的，不收取费用。超过30分钟的，每小时收取3.5元，每天20元封顶。",
        // Permission and negation.
        "申请人可以自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期提交的，不予受理。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，受理。",
        "停车不超过30分钟的，收取费用。",
        // The exception, a condition, a part.
        "年满65周岁的本市户籍老年人，可以凭老年卡免费乘坐市内公共汽车。",
        "申请人应当自收到通知之日起15个工作日内提交材料，不予受理。",
        "不予受理。",
        "责令停业。",
        // Words of its own, names, another order.
        "申请人应当自收到通知之日起15个工作日内向市财政局提交材料，逾期不提交的，不予受理。",
        "年满65周岁的外地户籍老年人，可以凭老年卡免费乘坐市内公共汽车。但是早晚高峰时段除外。",
        "提交材料应当自收到通知之日起15个工作日内申请人，逾期不提交的，不予受理。",
        "通知应当自收到申请人之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "主管部门应当自受理之日起十五日内拒绝审核。",
        "乙方应当向甲方支付费用。",
        // Two passages in one sentence.
        "年满65周岁的本市户籍老年人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "违反规定的，处200元以上2000元以下罚款，可以凭老年卡免费乘坐市内公共汽车。",
        // One good sentence and one of its own.
        "违反规定的，处200元以上2000元以下罚款；情节严重的，责令停业。具体请咨询窗口工作人员。",
        "违反规定的，处200元以上2000元以下罚款；情节严重的，责令停业。Call 12345.",
        // Nothing.
        "",
        "。。。",
    ] {
        assert!(judged(said).is_err(), "{said}");
    }
}

#[test]
fn the_reason_is_told() {
    let why = |said| judged(said).unwrap_err();
    assert_eq!(
        why("申请人应当自收到通知之日起5个工作日内提交材料，逾期不提交的，不予受理。"),
        Unsupported::Number
    );
    assert_eq!(why("停车不超过30分钟的，收取费用。"), Unsupported::Modal);
    assert_eq!(why("请咨询窗口。"), Unsupported::Word);
    assert_eq!(why(""), Unsupported::Length);
    assert_eq!(why(&"长".repeat(5000)), Unsupported::Length);
}

#[test]
fn no_text_however_strange_does_harm() {
    for said in ["\u{0}", "𠮷𠮷𠮷", "1.", ".:%", "一", "不", "％％％", "\n\n"] {
        assert!(judged(said).is_err(), "{said:?}");
        assert!(supported(&[], said).is_err());
        let _ = supported(&[said], said);
    }
    assert_eq!(
        numbers_of("不超过3.5万元以内，a4"),
        ["不超过3.5万元以内", "a4"]
    );
}
