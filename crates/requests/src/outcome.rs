//! How a request ends: the answers of 第三十六条 and its neighbours, and the ends without one, as a closed list.

use crate::remedy::Remedy;
use crate::report::Row;

kernel::coded_enum! {
    /// How a request ended.
    Outcome {
        /// 第三十六条第（一）项.
        AlreadyPublic = "already_public", "已经主动公开，告知获取方式";
        /// 第三十六条第（二）项.
        Provided = "provided", "予以公开";
        /// 第三十七条.
        Partly = "partly", "部分公开";
        /// 第十四条.
        StateSecret = "state_secret", "不予公开：属于国家秘密";
        /// 第十四条.
        Forbidden = "forbidden", "不予公开：法律、行政法规禁止公开";
        /// 第十四条.
        EndangersSecurity = "endangers_security", "不予公开：公开后可能危及国家安全、公共安全、经济安全、社会稳定";
        /// 第十五条.
        ThirdParty = "third_party", "不予公开：公开会损害第三方合法权益";
        /// 第十六条第一款.
        Internal = "internal", "不予公开：属于内部事务信息";
        /// 第十六条第二款.
        Process = "process", "不予公开：属于过程性信息";
        /// 第十六条第二款.
        EnforcementFile = "enforcement_file", "不予公开：属于行政执法案卷信息";
        /// 第三十六条第（七）项.
        SpecialInquiry = "special_inquiry", "不予公开：属于工商、不动产登记等查询事项";
        /// 第三十六条第（四）项.
        NotThere = "not_there", "无法提供：经检索没有该信息";
        /// 第三十六条第（五）项.
        NotInCharge = "not_in_charge", "无法提供：不属于本机关负责公开";
        /// 第三十八条.
        NeedsMaking = "needs_making", "无法提供：没有现成信息，需要另行制作";
        /// 第三十条.
        StillUnclear = "still_unclear", "无法提供：补正后申请内容仍不明确";
        /// 第三十九条第一款.
        Petition = "petition", "不予处理：属于信访、投诉、举报";
        /// 第三十六条第（六）项.
        Repeated = "repeated", "不予处理：重复申请";
        /// 第三十九条第二款.
        Publication = "publication", "不予处理：要求提供公开出版物";
        /// 第三十五条.
        Excessive = "excessive", "不予处理：无正当理由大量反复申请";
        /// No article of its own.
        Reissue = "reissue", "不予处理：要求确认或者重新出具已经获取的信息";
        /// 第三十条: it ends without a decision.
        NotSupplemented = "not_supplemented", "不再处理：无正当理由逾期不补正";
        /// 国办函〔2020〕109号: it ends without a decision.
        FeeUnpaid = "fee_unpaid", "不再处理：逾期不缴纳信息处理费";
        /// The asker took it back.
        Withdrawn = "withdrawn", "申请人撤回申请";
    }
}

impl Outcome {
    /// The articles that a letter names, in the order of the names that people use.
    pub fn basis(self) -> &'static str {
        match self {
            Self::AlreadyPublic => "《政府信息公开条例》第三十六条第（一）项",
            Self::Provided => "《政府信息公开条例》第三十六条第（二）项",
            Self::Partly => "《政府信息公开条例》第三十六条第（三）项、第三十七条",
            Self::StateSecret | Self::Forbidden | Self::EndangersSecurity => {
                "《政府信息公开条例》第十四条、第三十六条第（三）项"
            }
            Self::ThirdParty => "《政府信息公开条例》第十五条、第三十二条、第三十六条第（三）项",
            Self::Internal => "《政府信息公开条例》第十六条第一款、第三十六条第（三）项",
            Self::Process | Self::EnforcementFile => {
                "《政府信息公开条例》第十六条第二款、第三十六条第（三）项"
            }
            Self::SpecialInquiry => "《政府信息公开条例》第三十六条第（七）项",
            Self::NotThere => "《政府信息公开条例》第三十六条第（四）项",
            Self::NotInCharge => "《政府信息公开条例》第三十六条第（五）项",
            Self::NeedsMaking => "《政府信息公开条例》第三十八条",
            Self::StillUnclear | Self::NotSupplemented => "《政府信息公开条例》第三十条",
            Self::Petition => "《政府信息公开条例》第三十九条第一款",
            Self::Repeated => "《政府信息公开条例》第三十六条第（六）项",
            Self::Publication => "《政府信息公开条例》第三十九条第二款",
            Self::Excessive => "《政府信息公开条例》第三十五条",
            Self::Reissue => {
                "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
            }
            Self::FeeUnpaid => "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
            Self::Withdrawn => "申请人的书面撤回",
        }
    }

    /// Whether information is withheld by 第十四条 to 第十六条.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::StateSecret
                | Self::Forbidden
                | Self::EndangersSecurity
                | Self::ThirdParty
                | Self::Internal
                | Self::Process
                | Self::EnforcementFile
        )
    }

    /// Whether the asker got an answer; the rest ended without one.
    pub fn is_answer(self) -> bool {
        !matches!(
            self,
            Self::NotSupplemented | Self::FeeUnpaid | Self::Withdrawn
        )
    }

    /// The row of table 3 in which it counts. One request counts once; what is given in part counts there alone (国办公开办函〔2021〕30号).
    pub fn row(self) -> Row {
        match self {
            Self::AlreadyPublic | Self::Provided => Row::Provided,
            Self::Partly => Row::Partly,
            Self::StateSecret => Row::StateSecret,
            Self::Forbidden => Row::Forbidden,
            Self::EndangersSecurity => Row::EndangersSecurity,
            Self::ThirdParty => Row::ThirdParty,
            Self::Internal => Row::Internal,
            Self::Process => Row::Process,
            Self::EnforcementFile => Row::EnforcementFile,
            Self::SpecialInquiry => Row::SpecialInquiry,
            Self::NotThere | Self::NotInCharge => Row::NotHeld,
            Self::NeedsMaking => Row::NeedsMaking,
            Self::StillUnclear => Row::StillUnclear,
            Self::Petition => Row::Petition,
            Self::Repeated => Row::Repeated,
            Self::Publication => Row::Publication,
            Self::Excessive => Row::Excessive,
            Self::Reissue => Row::Reissue,
            Self::NotSupplemented => Row::NotSupplemented,
            Self::FeeUnpaid => Row::FeeUnpaid,
            Self::Withdrawn => Row::Other,
        }
    }

    /// What may be done against it. `withheld` are the grounds of what is withheld where a part was given.
    ///
    /// Who is refused by 第十四条 to 第十六条 applies for review before a court is asked (《行政复议法》第二十三条第一款第四项, judicial interpretation of 2025); a part that is refused so
    /// counts as such. Everything else may go either way.
    pub fn remedy(self, withheld: &[Self]) -> Remedy {
        match self {
            Self::Withdrawn => Remedy::None,
            Self::Partly if withheld.iter().any(|it| it.is_refusal()) => Remedy::ReviewFirst,
            it if it.is_refusal() => Remedy::ReviewFirst,
            _ => Remedy::Either,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_refused_by_articles_14_to_16_applies_for_review_first() {
        for outcome in Outcome::ALL {
            let first = outcome.remedy(&[]) == Remedy::ReviewFirst;
            let named = ["第十四条", "第十五条", "第十六条"];
            let by_them = named.iter().any(|it| outcome.basis().contains(it));
            assert_eq!(first, by_them, "{outcome:?}");
        }
        assert_eq!(
            Outcome::Partly.remedy(&[Outcome::Process]),
            Remedy::ReviewFirst
        );
        assert_eq!(
            Outcome::Partly.remedy(&[Outcome::SpecialInquiry]),
            Remedy::Either
        );
        assert_eq!(Outcome::Withdrawn.remedy(&[]), Remedy::None);
    }

    #[test]
    fn no_row_has_more_than_two_ways_of_ending() {
        for row in Row::RESULTS {
            let ways = Outcome::ALL.iter().filter(|it| it.row() == *row).count();
            assert!((1..=2).contains(&ways), "{row:?}: {ways}");
        }
    }

    #[test]
    fn every_row_of_results_is_reached() {
        for row in Row::RESULTS {
            let reached = Outcome::ALL.iter().any(|it| it.row() == *row);
            assert!(reached, "{row:?}");
        }
    }
}
