//! Every kind of event that can be recorded, with the words that people read: a closed list.
//!
//! [`crate::Tx::record`] refuses what is not in it wherever debug assertions are on, which is in every test: a new kind gets its
//! words with its first event. A release records it all the same and shows the bare kind, for an act must not fail for its name.

kernel::coded_enum! {
    /// What an event is about.
    Group {
        /// 承诺.
        Promises = "promises", "承诺";
        /// 信息发布.
        Documents = "documents", "信息发布";
        /// 督办.
        Notices = "notices", "督办";
        /// 工作要点与目录.
        Plans = "plans", "工作要点与目录";
        /// 单位.
        Units = "units", "单位";
        /// 登录.
        SignIn = "sign_in", "登录";
        /// 人员与权限.
        People = "people", "人员与权限";
        /// 公众订阅.
        Subscriptions = "subscriptions", "公众订阅";
        /// 问答.
        Answers = "answers", "问答";
        /// 依申请公开.
        Requests = "requests", "依申请公开";
        /// 系统设置.
        Settings = "settings", "系统设置";
        /// 审计.
        Audit = "audit", "审计";
    }
}

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The kind, as the event says it.
    pub code: &'static str,
    /// What it is about.
    pub group: Group,
    /// In words.
    pub label: &'static str,
}

macro_rules! kinds {
    ($($group:ident { $($code:literal = $label:literal;)* })*) => {
        /// The list, group by group.
        pub const KINDS: &[Kind] = &[$($(Kind { code: $code, group: Group::$group, label: $label },)*)*];
    };
}

kinds! {
    Promises {
        "promise.opened" = "承诺立项";
        "promise.kept" = "登记兑现";
        "promise.evidence_added" = "补充证据";
        "promise.evidence_returned" = "退回证据";
        "promise.progress_reported" = "报送进展";
        "promise.proposed" = "提出请示";
        "promise.proposal_refused" = "请示未获批准";
        "promise.nil_return_signed" = "签署零报告";
        "promise.waived" = "豁免承诺";
        "promise.made_void" = "作废承诺";
        "promise.due_moved" = "调整期限";
        "promise.handed_over" = "机构调整移交";
        "promise.reminded" = "催办";
        "promise.notice_issued" = "承诺被督办";
        "promises.became_late" = "到期未兑现";
        "promises.recomputed" = "按日历重算期限";
    }
    Documents {
        "document.drafted" = "起草信息";
        "document.reviewed" = "办理审核";
        "document.signed" = "签署保密审查";
        "document.finding_kept" = "保留检查发现";
        "document.scheduled" = "定时发布";
        "document.published" = "发布信息";
        "document.corrected" = "发布新版次";
        "document.imported" = "从旧网站导入信息";
        "document.filed" = "存档不公开信息";
        "document.withdrawn" = "撤下信息";
        "document.validity_changed" = "认定效力";
        "document.countersigned" = "会签";
        "document.remarked" = "批注";
        "document.remark_answered" = "处理批注";
        "document.keep_rule_set" = "设置兑现规则";
        "document.keep_rule_removed" = "取消兑现规则";
        "document.tied" = "关联解读";
        "document.untied" = "取消关联解读";
        "document.citation_reviewed" = "复核引用";
        "document.day_came" = "效力随日期变化";
        "document.shared" = "引用到分站";
        "document.unshared" = "从分站撤下引用";
        "subsite.declared" = "设置分站";
        "subsite.ended" = "停用分站";
        "subsite.filled" = "整理分站信息";
        "expression.set" = "设置规范用语";
        "expression.removed" = "删去规范用语";
        "filing.sent" = "报送备案";
        "filing.returned" = "备案退回补正";
        "filing.objected" = "备案审查意见";
        "filing.registered" = "备案登记";
        "filing.declined" = "不予备案";
        "filing.taken" = "接收外站备案包";
        "filing.answered" = "答复外站备案";
    }
    Notices {
        "notice.issued" = "发出督办单";
        "notice.answered" = "答复督办单";
        "notice.returned" = "退回督办答复";
        "notice.closed" = "办结督办单";
        "notice.handed_over" = "移交督办单";
        "notice.withdrawn" = "撤回督办单";
    }
    Plans {
        "draft.created" = "上传工作要点";
        "draft.edited" = "修改草稿";
        "draft.approved" = "审定发布草稿";
        "draft.discarded" = "作废草稿";
        "plan.imported" = "导入工作要点";
        "plan.revision_proposed" = "提出修订";
        "plan.revision_accepted" = "确认修订";
        "plan.units_settled" = "重新识别责任单位";
        "plan.linked" = "对照上级要点";
        "plan.unlinked" = "取消对照";
        "plan.taken_over" = "登记承接情况";
        "duty.unit_assigned" = "认定责任单位";
        "duty.event_happened" = "登记起算事件";
        "duty.grace_set" = "设定期限依据";
        "catalogue.imported" = "导入公开目录";
    }
    Units {
        "unit.added" = "新增单位";
        "unit.changed" = "修改单位";
        "unit.reorganised" = "办理机构调整";
        "unit.took_over" = "承接职能";
        "unit_class.added" = "新增集合称谓";
        "unit_class.changed" = "修改集合称谓";
    }
    SignIn {
        "account.signed_in" = "登录";
        "account.sign_in_failed" = "登录失败";
        "account.locked" = "账号锁定";
        "account.signed_out" = "结束会话";
        "account.password_changed" = "修改密码";
        "account.second_factor_added" = "启用二次验证";
        "account.second_factor_removed" = "停用二次验证";
        "account.identity_linked" = "绑定统一身份认证";
        "account.identity_unlinked" = "解除统一身份认证";
        "account.calendar_opened" = "开通日历订阅";
        "account.calendar_ended" = "停用日历订阅";
    }
    People {
        "account.created" = "开立账号";
        "account.edited" = "修改账号资料";
        "account.disabled" = "停用账号";
        "account.enabled" = "启用账号";
        "account.role_granted" = "授予角色";
        "account.role_revoked" = "收回角色";
        "account.password_reset" = "重置密码";
        "account.unlocked" = "解锁账号";
        "account.delegated" = "授权代办";
        "account.delegation_ended" = "收回授权";
    }
    Subscriptions {
        "subscription.confirmed" = "公众确认订阅";
        "subscription.pace_changed" = "公众修改订阅频次";
        "subscription.left" = "公众退订";
        "subscription.suspended" = "地址拒收，暂停订阅";
        "subscription.resumed" = "恢复暂停的订阅";
        "subscriptions.lapsed" = "清理失效的订阅";
    }
    Answers {
        "answer.set" = "编写问答";
        "answer.retired" = "停用问答";
        "answer.question_dismissed" = "标记公众提问不需要整理";
        "answer.demand_taken_up" = "将公众需求列为承诺";
        "answer.search_dismissed" = "标记搜索无果的词不需要公开";
    }
    Requests {
        "request.submitted" = "收到政府信息公开申请";
        "request.confirmed" = "确认收到申请的日期";
        "request.accepted" = "受理申请";
        "request.supplement_asked" = "告知补正";
        "request.supplemented" = "收到补正";
        "request.consulted" = "征求意见";
        "request.consultation_served" = "登记征求意见书送达";
        "request.opinion_taken" = "登记征求的意见";
        "request.searched" = "登记检索";
        "request.extended" = "延长答复期限";
        "request.fee_asked" = "告知缴纳信息处理费";
        "request.fee_paid" = "登记缴费";
        "request.drafted" = "拟定答复";
        "request.reviewed" = "审核答复";
        "request.returned" = "退回答复";
        "request.approved" = "签发答复";
        "request.sent" = "发出答复";
        "request.served" = "登记答复送达";
        "request.ended" = "申请终止办理";
        "request.handed_over" = "移交申请";
        "request.letter_made" = "制作告知书";
        "request.identity_opened" = "查看申请人身份信息";
        "request.dispute_noted" = "登记行政复议或者行政诉讼";
        "request.dispute_decided" = "登记复议、诉讼的结果";
        "request.dispute_struck" = "撤销登记有误的复议、诉讼";
        "request.answered_anew" = "登记重新答复";
        "request.visited_back" = "登记回访";
    }
    Settings {
        "settings.second_factor_roles" = "设定须二次验证的角色";
        "settings.reminders_changed" = "修改催办提醒规则";
        "settings.webhook_added" = "新增机器人";
        "settings.webhook_changed" = "修改机器人";
        "messages.forgotten" = "清理过期消息";
    }
    Audit {
        "audit.searched" = "查阅审计日志";
        "audit.opened" = "打开一条审计记录";
        "audit.exported" = "导出审计日志";
    }
}

/// A kind by its code.
pub fn find_kind(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}

/// The words for a kind; the bare kind where it has none.
pub fn label_of(code: &str) -> &str {
    find_kind(code).map_or(code, |kind| kind.label)
}

/// The kinds of a group.
pub fn list_kinds(group: Group) -> Vec<&'static str> {
    let of_group = KINDS.iter().filter(|kind| kind.group == group);
    of_group.map(|kind| kind.code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_stands_once_and_has_words_of_its_own() {
        for (n, kind) in KINDS.iter().enumerate() {
            assert!(kind.label.chars().all(|c| !c.is_ascii()), "{}", kind.code);
            for other in &KINDS[n + 1..] {
                assert_ne!(kind.code, other.code);
                assert_ne!(kind.label, other.label, "{} {}", kind.code, other.code);
            }
        }
    }

    #[test]
    fn what_is_public_has_words() {
        for public in crate::ledger::public::KINDS {
            assert!(find_kind(public.kind).is_some(), "{}", public.kind);
        }
    }
}
