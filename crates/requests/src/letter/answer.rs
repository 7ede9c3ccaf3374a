//! The answer (答复书): one form for each way in which a request ends.

use super::{Made, about, in_full, is_told, said};
use crate::case::Case;
use crate::clock::Consulted;
use crate::model::Decision;
use crate::outcome::Outcome;
use crate::remedy::Instances;

pub(super) fn write(case: &Case, instances: &Instances) -> Option<Made> {
    let it = case.decision.as_ref().filter(|it| is_told(it.outcome))?;
    let mut paragraphs = vec![about(case)];
    paragraphs.extend(course(case));
    paragraphs.push(it.facts.clone());
    paragraphs.push(decided(it));
    paragraphs.extend(grounds(it));
    paragraphs.push(it.reply.clone());
    let remedy = it.remedy_paragraph(instances);
    paragraphs.extend(Some(remedy).filter(|it| !it.is_empty()));
    Some(Made {
        title: title_of(it.outcome),
        number: it.letter_number.clone(),
        paragraphs,
        dated: None,
    })
}

/// What happened on the way, where it moved the days.
fn course(case: &Case) -> Option<String> {
    let mut said_of = Vec::new();
    if let Some(day) = case.supplement.as_ref().and_then(|it| it.received_on) {
        said_of.push(format!("{}收到补正的内容", said(day)));
    }
    if let Some(day) = case.fee.as_ref().and_then(|it| it.paid_on) {
        said_of.push(format!("{}收到信息处理费", said(day)));
    }
    let asked = |whom| case.asked.iter().any(|it| it.whom() == whom);
    if asked(Consulted::ThirdParty) {
        said_of.push("办理中依法征求了第三方的意见".to_owned());
    }
    if asked(Consulted::CoMaker) || asked(Consulted::OtherOrgan) {
        said_of.push("办理中征求了有关机关的意见".to_owned());
    }
    if let Some(it) = case.lengthening() {
        said_of.push(format!(
            "{}告知延长答复期限{}个工作日",
            said(it.told_on),
            it.workdays
        ));
    }
    match said_of.is_empty() {
        true => None,
        false => Some(format!("{}。", said_of.join("；"))),
    }
}

/// Why parts are withheld, each with its articles.
fn grounds(it: &Decision) -> Vec<String> {
    let ground = |ground: &Outcome| {
        let label = ground.label();
        let why = label.strip_prefix("不予公开：").unwrap_or(label);
        format!("其中{why}的部分不予公开（{}）。", ground.basis())
    };
    it.withheld.iter().map(ground).collect()
}

fn title_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::AlreadyPublic | Outcome::Provided => "政府信息公开告知书",
        Outcome::Partly => "政府信息部分公开告知书",
        Outcome::StateSecret
        | Outcome::Forbidden
        | Outcome::EndangersSecurity
        | Outcome::ThirdParty
        | Outcome::Internal
        | Outcome::Process
        | Outcome::EnforcementFile => "政府信息不予公开告知书",
        Outcome::NotThere => "政府信息不存在告知书",
        Outcome::NotInCharge => "非本机关政府信息告知书",
        Outcome::SpecialInquiry
        | Outcome::NeedsMaking
        | Outcome::StillUnclear
        | Outcome::Petition
        | Outcome::Repeated
        | Outcome::Publication
        | Outcome::Excessive
        | Outcome::Reissue
        | Outcome::NotSupplemented
        | Outcome::FeeUnpaid
        | Outcome::Withdrawn => "政府信息公开申请答复书",
    }
}

/// The decision with its articles.
fn decided(it: &Decision) -> String {
    let basis = in_full(it.outcome.basis());
    let what = match it.outcome {
        Outcome::AlreadyPublic => "这项信息已经主动公开，现告知获取的方式和途径：",
        Outcome::Provided => "本机关决定予以公开：",
        Outcome::Partly => {
            "这项信息中含有不应当公开的内容，能够作区分处理，本机关决定公开可以公开的部分，并对不予公开的部分说明理由："
        }
        Outcome::StateSecret => "这项信息依法确定为国家秘密，本机关决定不予公开。",
        Outcome::Forbidden => "法律、行政法规禁止公开这项信息，本机关决定不予公开。",
        Outcome::EndangersSecurity => {
            "公开这项信息可能危及国家安全、公共安全、经济安全、社会稳定，本机关决定不予公开。"
        }
        Outcome::ThirdParty => "公开这项信息会对第三方合法权益造成损害，本机关决定不予公开。",
        Outcome::Internal => "这项信息属于行政机关的内部事务信息，本机关决定不予公开。",
        Outcome::Process => {
            "这项信息属于行政机关履行职责过程中形成的过程性信息，本机关决定不予公开。"
        }
        Outcome::EnforcementFile => "这项信息属于行政执法案卷信息，本机关决定不予公开。",
        Outcome::SpecialInquiry => "法律、行政法规对这项信息的获取另有规定，请依照该规定查询：",
        Outcome::NotThere => "经检索没有这项信息，现告知这项政府信息不存在。",
        Outcome::NotInCharge => "这项信息不属于本机关负责公开，现告知并说明理由：",
        Outcome::NeedsMaking => {
            "没有现成的信息，需要对现有政府信息进行加工、分析，本机关不予提供。"
        }
        Outcome::StillUnclear => "补正后申请的内容仍然不明确，本机关无法提供。",
        Outcome::Petition => {
            "这件申请属于信访、投诉、举报，不作为政府信息公开申请处理，请通过相应的渠道提出："
        }
        Outcome::Repeated => "这件申请与以前的申请内容相同，本机关已经答复，不再重复处理。",
        Outcome::Publication => {
            "申请要求提供的是公开出版物，不作为政府信息公开申请处理，现告知获取的途径："
        }
        Outcome::Excessive => {
            "申请的数量、频次明显超过合理范围，说明的理由不合理，本机关不予处理。"
        }
        Outcome::Reissue => "申请要求对已经获取的信息进行确认或者重新出具，本机关不予处理。",
        Outcome::NotSupplemented | Outcome::FeeUnpaid | Outcome::Withdrawn => "",
    };
    format!("根据{basis}的规定，{what}")
}
