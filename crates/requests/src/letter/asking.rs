//! Letters before the answer: what is to be supplemented, whose opinion is asked for, what it costs, how much longer it takes.

use kernel::ConsultationId;

use super::{Made, Office, about, said, title_of, you};
use crate::case::Case;
use crate::clock::Consulted;
use crate::fee::Charging;

pub(super) fn supplement(case: &Case) -> Option<Made> {
    let it = case.supplement.as_ref()?;
    Some(Made {
        title: "政府信息公开申请补正告知书",
        number: None,
        paragraphs: vec![
            about(case),
            format!(
                "经审查，申请的内容不够明确或者材料不齐全。根据《中华人民共和国政府信息公开条例》第三十条的规定，请{}补正下列内容：",
                you(case)
            ),
            it.words.clone(),
            format!(
                "请在{}以前补正，当日有效。答复期限自本机关收到补正的内容之日起计算。没有正当理由逾期不补正的，视为放弃申请，本机关不再处理这件申请。",
                said(it.due_on)
            ),
        ],
        dated: Some(it.asked_on),
    })
}

pub(super) fn opinion(case: &Case, id: ConsultationId) -> Option<Made> {
    let it = case.asked.iter().find(|it| it.id == id)?;
    let whom = it.whom();
    let wanted = &case.request.wish.wanted;
    let (why, what) = match whom {
        Consulted::ThirdParty => (
            format!(
                "本机关收到一件政府信息公开申请，申请公开的信息是：{wanted}。这项信息涉及你方的合法权益。根据《中华人民共和国政府信息公开条例》第三十二条的规定，现书面征求你方的意见。"
            ),
            "请自收到本征询书之日起15个工作日内提出是否同意公开的意见；不同意的，请说明理由。逾期没有提出意见的，由本机关依照条例的规定决定是否公开。不同意公开且有合理理由的，不予公开；本机关认为不公开可能对公共利益造成重大影响的，可以决定公开，并将决定的内容和理由书面告知你方。".to_owned(),
        ),
        Consulted::CoMaker => (
            format!(
                "本机关收到一件政府信息公开申请，申请公开的信息是：{wanted}。这项信息由你机关与本机关共同制作。根据《中华人民共和国政府信息公开条例》第三十四条的规定，现征求你机关的意见。"
            ),
            "请自收到本函之日起15个工作日内提出意见，逾期没有提出意见的视为同意公开。".to_owned(),
        ),
        Consulted::OtherOrgan => (
            format!(
                "本机关收到一件政府信息公开申请，申请公开的信息是：{wanted}。根据《中华人民共和国政府信息公开条例》第三十三条第三款的规定，现征求你机关的意见。"
            ),
            match it.consultation.wished_on {
                Some(day) => format!("请在{}以前书面答复本机关。", said(day)),
                None => "请及时书面答复本机关。".to_owned(),
            },
        ),
    };
    Some(Made {
        title: title_of(whom),
        number: None,
        paragraphs: vec![why, it.words.clone(), what],
        dated: Some(it.consultation.sent_on),
    })
}

pub(super) fn fee(case: &Case) -> Option<Made> {
    let it = case.fee.as_ref()?;
    let measure = match it.charging {
        Charging::ByItem => format!("这是{}本月向本机关提出的第{}件申请", you(case), it.units),
        Charging::ByPage => format!("这件申请要求提供的信息共{}页", it.units),
    };
    Some(Made {
        title: "政府信息公开信息处理费收费通知书",
        number: None,
        paragraphs: vec![
            about(case),
            format!(
                "申请公开政府信息的数量、频次明显超过合理范围。根据《中华人民共和国政府信息公开条例》第四十二条和{}的规定，本机关决定收取信息处理费。{}，{measure}，应当缴纳{}元。",
                it.basis,
                it.charging.label(),
                it.yuan()
            ),
            format!(
                "请在{}以前缴纳，当日有效。答复期限自缴清之日起重新计算。逾期没有缴纳的，视为放弃申请，本机关不再处理这件申请。",
                said(it.due_on)
            ),
            "对收取信息处理费的决定有异议的，不能单独就该决定申请行政复议或者提起行政诉讼；可以在缴费期满后，就本机关不再处理这件申请的行为，依法投诉、举报，申请行政复议或者提起行政诉讼。".to_owned(),
        ],
        dated: Some(it.told_on),
    })
}

pub(super) fn extension(case: &Case, ordinal: u32, office: &Office<'_>) -> Option<Made> {
    let at = usize::try_from(ordinal).ok()?.checked_sub(1)?;
    let it = case.lengthenings.get(at)?;
    let clock = case.reply_clock(office.calendar).ok().flatten();
    let due = clock.and_then(|it| it.due(office.calendar).ok());
    let until = match due {
        Some(due) => format!("延长后的答复期限到{}为止", said(due.on)),
        None => format!("延长{}个工作日", it.workdays),
    };
    Some(Made {
        title: "政府信息公开申请延期答复告知书",
        number: None,
        paragraphs: vec![
            about(case),
            format!(
                "这件申请不能在法定期限内答复，原因是：{}。",
                it.reason.trim_end_matches('。')
            ),
            format!(
                "根据《中华人民共和国政府信息公开条例》第三十三条第二款的规定，经政府信息公开工作机构负责人同意，延长答复期限{}个工作日。{until}。",
                it.workdays
            ),
            "特此告知。".to_owned(),
        ],
        dated: Some(it.told_on),
    })
}
