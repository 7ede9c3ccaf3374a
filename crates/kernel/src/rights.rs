//! Rights (权限): what a role may do, and the proof that somebody may.
//!
//! An action that needs a right takes a capability, a type that only an [`Actor`] hands out: skipping the check does not
//! compile. [`Role`] × [`Right`] is one table; [`Deed`] names everything that officers do and the right that it needs, so that
//! the documents can print the matrix and a test can walk every cell. Which role an account holds is not decided here.

use crate::actor::{Actor, Post, Standing};
use crate::ids::UnitId;
use crate::refusal::Refusal;

crate::coded_enum! {
    /// What an officer may be in a unit.
    Role {
        /// 经办人: prepares evidence and keeps promises of the unit.
        Clerk = "clerk", "经办人";
        /// 科室负责人: first review; leads the clerks.
        SectionHead = "section_head", "科室负责人";
        /// 保密审查员: signs that nothing secret leaves.
        SecrecyOfficer = "secrecy_officer", "保密审查员";
        /// 分管领导: approves.
        Approver = "approver", "分管领导";
        /// 公开办: takes plans in, hands duties out, answers for the site.
        OpenGovernmentOffice = "office", "公开办";
        /// 督查: sees everything owed, issues notices.
        Supervisor = "supervisor", "督查";
        /// 系统管理员: accounts and settings, without any right to content.
        SystemAdministrator = "system_administrator", "系统管理员";
        /// 安全管理员: grants roles, unlocks accounts, sets the rules of sign-in.
        SecurityAdministrator = "security_administrator", "安全管理员";
        /// 审计管理员: alone reads the audit log.
        AuditAdministrator = "audit_administrator", "审计管理员";
    }
}

impl Role {
    /// Whether it is one of the three administrators kept apart (三权分立): whoever holds one holds nothing else.
    pub fn is_administrative(self) -> bool {
        match self {
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator => {
                true
            }
            Self::Clerk
            | Self::SectionHead
            | Self::SecrecyOfficer
            | Self::Approver
            | Self::OpenGovernmentOffice
            | Self::Supervisor => false,
        }
    }

    /// Whether one person may hold both at once. Administrators hold one role; whoever reviews secrecy may do other work.
    pub fn goes_with(self, other: Self) -> bool {
        self == other || !(self.is_administrative() || other.is_administrative())
    }
}

/// How far a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The unit in which the role is held.
    OwnUnit,
    /// All units of the site.
    Everywhere,
}

/// A right: what a capability proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// To act for the unit that owes.
    UnitOfficer,
    /// To sign for a unit what its clerks prepared.
    UnitLeader,
    /// To review for a unit whether what it publishes may leave (保密审查).
    SecrecyReviewer,
    /// To approve what the open-government office of one's unit proposes, and what the unit publishes.
    Approver,
    /// To act for the open-government office.
    OpenGovernmentOffice,
    /// To supervise.
    Supervisor,
    /// To look after accounts and settings.
    SystemAdministrator,
    /// To grant roles and set the rules of sign-in.
    SecurityAdministrator,
    /// To read the audit log.
    AuditAdministrator,
}

impl Right {
    /// Every right.
    pub const ALL: &'static [Self] = &[
        Self::UnitOfficer,
        Self::UnitLeader,
        Self::SecrecyReviewer,
        Self::Approver,
        Self::OpenGovernmentOffice,
        Self::Supervisor,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];

    /// Who holds it, and how far it reaches for them: a row of the table role × right.
    pub fn holders(self) -> &'static [(Role, Reach)] {
        use Reach::{Everywhere, OwnUnit};
        match self {
            Self::UnitOfficer => &[
                (Role::Clerk, OwnUnit),
                (Role::SectionHead, OwnUnit),
                (Role::OpenGovernmentOffice, Everywhere),
            ],
            Self::UnitLeader => &[(Role::SectionHead, OwnUnit), (Role::Approver, OwnUnit)],
            Self::SecrecyReviewer => &[(Role::SecrecyOfficer, OwnUnit)],
            Self::Approver => &[(Role::Approver, OwnUnit)],
            Self::OpenGovernmentOffice => &[(Role::OpenGovernmentOffice, Everywhere)],
            Self::Supervisor => &[(Role::Supervisor, Everywhere)],
            Self::SystemAdministrator => &[(Role::SystemAdministrator, Everywhere)],
            Self::SecurityAdministrator => &[(Role::SecurityAdministrator, Everywhere)],
            Self::AuditAdministrator => &[(Role::AuditAdministrator, Everywhere)],
        }
    }

    /// How far it reaches for a role; `None` where the role does not hold it.
    pub fn reach_for(self, role: Role) -> Option<Reach> {
        let holder = self.holders().iter().find(|(holder, _)| *holder == role);
        holder.map(|(_, reach)| *reach)
    }

    /// Whether the console holds it: it answers for the site, but does not read the audit log in the administrator's name, nor
    /// supervise.
    fn is_the_consoles(self) -> bool {
        match self {
            Self::UnitOfficer
            | Self::UnitLeader
            | Self::SecrecyReviewer
            | Self::Approver
            | Self::OpenGovernmentOffice
            | Self::SystemAdministrator
            | Self::SecurityAdministrator => true,
            Self::Supervisor | Self::AuditAdministrator => false,
        }
    }

    /// Whether the program itself holds it: for what the calendar moves and what a sweep opens.
    fn is_the_systems(self) -> bool {
        match self {
            Self::UnitOfficer | Self::OpenGovernmentOffice => true,
            Self::UnitLeader
            | Self::SecrecyReviewer
            | Self::Approver
            | Self::Supervisor
            | Self::SystemAdministrator
            | Self::SecurityAdministrator
            | Self::AuditAdministrator => false,
        }
    }

    fn refused(self) -> NotAllowed {
        match self {
            Self::UnitOfficer => NotAllowed::ResponsibleUnitOnly,
            Self::UnitLeader => NotAllowed::UnitLeaderOnly,
            Self::SecrecyReviewer => NotAllowed::SecrecyReviewerOnly,
            Self::Approver => NotAllowed::ApproverOnly,
            Self::OpenGovernmentOffice => NotAllowed::OpenGovernmentOfficeOnly,
            Self::Supervisor => NotAllowed::SupervisorOnly,
            Self::SystemAdministrator => NotAllowed::SystemAdministratorOnly,
            Self::SecurityAdministrator => NotAllowed::SecurityAdministratorOnly,
            Self::AuditAdministrator => NotAllowed::AuditAdministratorOnly,
        }
    }
}

/// Why an actor may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// The act belongs to the open-government office.
    #[error("此操作须由政务公开办公室办理")]
    OpenGovernmentOfficeOnly,
    /// The act belongs to the unit that owes.
    #[error("只有责任单位的经办人或政务公开办公室可以办理")]
    ResponsibleUnitOnly,
    /// The act belongs to a leader of the unit.
    #[error("须由本单位科室负责人或分管领导签署")]
    UnitLeaderOnly,
    /// The act belongs to the secrecy officer.
    #[error("须由本单位保密审查员办理")]
    SecrecyReviewerOnly,
    /// Whoever drafted it may not review it.
    #[error("起草人不能审核自己起草的稿件，请由另一位办理")]
    OwnDraft,
    /// The act belongs to the approver.
    #[error("须由本单位分管领导审批")]
    ApproverOnly,
    /// Whoever proposed it may not decide on it.
    #[error("提出人不能审批自己提出的事项，请由另一位分管领导办理")]
    OwnProposal,
    /// The act belongs to the supervisors.
    #[error("此操作须由督查人员办理")]
    SupervisorOnly,
    /// The act belongs to the system administrator.
    #[error("此操作须由系统管理员办理")]
    SystemAdministratorOnly,
    /// The act belongs to the security administrator.
    #[error("此操作须由安全管理员办理")]
    SecurityAdministratorOnly,
    /// The act belongs to the audit administrator.
    #[error("审计日志只有审计管理员可以查阅")]
    AuditAdministratorOnly,
}

impl Refusal for NotAllowed {
    fn code(&self) -> &'static str {
        match self {
            Self::OpenGovernmentOfficeOnly => "kernel.open_government_office_only",
            Self::ResponsibleUnitOnly => "kernel.responsible_unit_only",
            Self::UnitLeaderOnly => "kernel.unit_leader_only",
            Self::SecrecyReviewerOnly => "kernel.secrecy_reviewer_only",
            Self::OwnDraft => "kernel.own_draft",
            Self::ApproverOnly => "kernel.approver_only",
            Self::OwnProposal => "kernel.own_proposal",
            Self::SupervisorOnly => "kernel.supervisor_only",
            Self::SystemAdministratorOnly => "kernel.system_administrator_only",
            Self::SecurityAdministratorOnly => "kernel.security_administrator_only",
            Self::AuditAdministratorOnly => "kernel.audit_administrator_only",
        }
    }
    fn message(&self) -> String {
        self.to_string()
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident, $ask:ident, $of:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            actor: Actor,
            $of: UnitId,
        }

        impl $name {
            /// Who it is.
            pub fn actor(&self) -> &Actor {
                &self.actor
            }

            /// The unit that they act for.
            pub fn unit(&self) -> UnitId {
                self.$of
            }
        }

        impl Actor {
            /// The right to act so for a unit.
            ///
            /// # Errors
            /// Where they do not hold it there.
            pub fn $ask(&self, of: UnitId) -> Result<$name, NotAllowed> {
                self.holds(Right::$name, Some(of))?;
                Ok($name { actor: self.acting(Right::$name, Some(of)), $of: of })
            }
        }
    )*};
    (site: $($(#[$doc:meta])* $name:ident, $ask:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            actor: Actor,
        }

        impl $name {
            /// Who it is.
            pub fn actor(&self) -> &Actor {
                &self.actor
            }
        }

        impl Actor {
            /// The right to act so for the site.
            ///
            /// # Errors
            /// Where they do not hold it.
            pub fn $ask(&self) -> Result<$name, NotAllowed> {
                self.holds(Right::$name, None)?;
                Ok($name { actor: self.acting(Right::$name, None) })
            }
        }
    )*};
}

capabilities! {
    /// Proof that somebody may act for the unit that owes.
    UnitOfficer, unit_officer, unit;
    /// Proof that somebody may sign for a unit what its clerks prepared.
    UnitLeader, unit_leader, unit;
    /// Proof that somebody may review for a unit whether something may leave (保密审查员).
    SecrecyReviewer, secrecy_reviewer, unit;
    /// Proof that somebody may approve what is proposed in a unit.
    Approver, approver, unit;
}

capabilities! { site:
    /// Proof that somebody acts for the open-government office (公开办).
    OpenGovernmentOffice, open_government_office;
    /// Proof that somebody supervises (督查).
    Supervisor, supervisor;
    /// Proof that somebody is the system administrator.
    SystemAdministrator, system_administrator;
    /// Proof that somebody is the security administrator.
    SecurityAdministrator, security_administrator;
    /// Proof that somebody is the audit administrator.
    AuditAdministrator, audit_administrator;
}

impl OpenGovernmentOffice {
    /// The office may do what any unit's officer may.
    pub fn for_unit(&self, unit: UnitId) -> UnitOfficer {
        UnitOfficer {
            actor: self.actor.clone(),
            unit,
        }
    }
}

impl Actor {
    /// Whether they hold a right, for a unit where it is one of a unit.
    ///
    /// # Errors
    /// Where they do not.
    pub fn holds(&self, right: Right, of: Option<UnitId>) -> Result<(), NotAllowed> {
        let may = match self.standing() {
            Standing::System => right.is_the_systems(),
            Standing::Operator => right.is_the_consoles(),
            Standing::Officer { posts, .. } => posts.iter().any(|post| gives(post, right, of)),
        };
        if may { Ok(()) } else { Err(right.refused()) }
    }

    /// As whom they use a right: by a post of their own where one gives it, else for whoever handed theirs on, and then the log
    /// names both.
    fn acting(&self, right: Right, of: Option<UnitId>) -> Self {
        let giving = || self.posts().iter().filter(|post| gives(post, right, of));
        let whom = giving().find_map(|post| post.for_whom.as_deref());
        match whom {
            Some(whom) if giving().all(|post| post.for_whom.is_some()) => self.for_whom(whom),
            _ => self.clone(),
        }
    }

    /// Whether they hold a right anywhere: what the navigation asks.
    pub fn holds_somewhere(&self, right: Right) -> bool {
        self.posts()
            .iter()
            .any(|post| right.reach_for(post.role).is_some())
    }

    /// The units for which they hold a right by a post in them.
    pub fn units_with(&self, right: Right) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .posts()
            .iter()
            .filter(|post| right.reach_for(post.role) == Some(Reach::OwnUnit))
            .map(|post| post.unit)
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}

fn gives(post: &Post, right: Right, of: Option<UnitId>) -> bool {
    match right.reach_for(post.role) {
        Some(Reach::Everywhere) => true,
        Some(Reach::OwnUnit) => of == Some(post.unit),
        None => false,
    }
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $label:literal, $right:ident;)*) => {
        crate::coded_enum! {
            /// Everything that officers do, by name.
            Deed { $($(#[$doc])* $variant = $code, $label;)* }
        }

        impl Deed {
            /// The right that it needs.
            pub fn right(self) -> Right {
                match self { $(Self::$variant => Right::$right,)* }
            }
        }
    };
}

deeds! {
    /// 登记兑现.
    KeepPromise = "promises.keep", "登记兑现", UnitOfficer;
    /// 补充证据.
    AddEvidence = "promises.add_evidence", "补充证据", UnitOfficer;
    /// 报送进展.
    ReportProgress = "promises.report_progress", "报送进展", UnitOfficer;
    /// 提出零报告 (nothing to publish this period).
    ProposeNilReturn = "promises.propose_nil_return", "提出零报告", UnitOfficer;
    /// 签署零报告.
    SignNilReturn = "promises.sign_nil_return", "签署零报告", UnitLeader;
    /// 退回证据.
    ReturnEvidence = "promises.return_evidence", "退回证据", OpenGovernmentOffice;
    /// 提出豁免.
    ProposeWaiver = "promises.propose_waiver", "提出豁免", OpenGovernmentOffice;
    /// 提出延期.
    ProposeMove = "promises.propose_move", "提出调整期限", OpenGovernmentOffice;
    /// 审批豁免、延期.
    DecideProposal = "promises.decide_proposal", "审批豁免与调整期限", Approver;
    /// 催办.
    RemindPromise = "promises.remind", "催办", OpenGovernmentOffice;
    /// 作废承诺.
    MakeVoid = "promises.make_void", "作废承诺", OpenGovernmentOffice;
    /// 起草工作要点 (upload, edit, split, merge, drop duties).
    DraftPlan = "plans.draft", "上传和编辑工作要点", OpenGovernmentOffice;
    /// 发布工作要点: promises open.
    ApprovePlan = "plans.approve", "发布工作要点", OpenGovernmentOffice;
    /// 确认修订.
    AcceptRevision = "plans.accept_revision", "确认工作要点的修订", OpenGovernmentOffice;
    /// 认定责任单位.
    AssignUnit = "plans.assign_unit", "认定责任单位", OpenGovernmentOffice;
    /// 登记起算事件.
    RecordEvent = "plans.record_event", "登记起算事件", OpenGovernmentOffice;
    /// 设定期限依据.
    SetCadenceBasis = "plans.set_cadence_basis", "设定周期任务的期限", OpenGovernmentOffice;
    /// 对照上级要点.
    LinkPlans = "plans.link", "对照上级工作要点", OpenGovernmentOffice;
    /// 导出任务分解表.
    ExportDutySheets = "plans.export_duty_sheets", "导出任务分解表", OpenGovernmentOffice;
    /// 维护单位.
    ManageUnits = "units.manage", "维护单位与集合称谓", OpenGovernmentOffice;
    /// 机构改革.
    Reorganise = "units.reorganise", "办理机构调整", OpenGovernmentOffice;
    /// 起草信息, 撰写新版次, 提交审核, 撤回.
    DraftDocument = "publishing.draft", "起草和提交信息", UnitOfficer;
    /// 初审.
    ReviewEdition = "publishing.review", "初审信息", UnitLeader;
    /// 保密审查.
    SignSecrecyReview = "publishing.sign_secrecy_review", "签署保密审查", SecrecyReviewer;
    /// 审批发布.
    ApproveEdition = "publishing.approve", "审批和发布信息", Approver;
    /// 撤下已公开的信息.
    WithdrawDocument = "publishing.withdraw", "撤下已公开的信息", Approver;
    /// 认定效力.
    DecideValidity = "publishing.decide_validity", "认定信息的效力", Approver;
    /// 维护规范用语.
    KeepExpressions = "publishing.keep_expressions", "维护规范用语", OpenGovernmentOffice;
    /// 维护问答: entries, and what visitors asked.
    KeepAnswers = "answers.keep", "维护问答", OpenGovernmentOffice;
    /// 引用信息到分站: for the unit whose site it is.
    ShareDocument = "publishing.share", "引用信息到分站", UnitOfficer;
    /// 报送备案.
    FileDocument = "publishing.file", "报送备案", UnitOfficer;
    /// 登记备案, 退回补正: for the unit with which it is put on file.
    JudgeFiling = "publishing.judge_filing", "登记备案和退回补正", UnitOfficer;
    /// 提出备案审查意见, 不予备案.
    ObjectToFiling = "publishing.object_to_filing", "提出备案审查意见", Approver;
    /// 发出督办单.
    IssueNotice = "oversight.issue_notice", "发出督办单", Supervisor;
    /// 答复督办单.
    AnswerNotice = "oversight.answer_notice", "答复督办单", UnitOfficer;
    /// 办结督办单.
    CloseNotice = "oversight.close_notice", "办结督办单", Supervisor;
    /// 开立账号.
    CreateAccount = "accounts.create", "开立账号", SystemAdministrator;
    /// 停用、启用账号.
    DisableAccount = "accounts.disable", "停用和启用账号", SystemAdministrator;
    /// 设置.
    ChangeSettings = "settings.change", "修改系统设置", SystemAdministrator;
    /// 授予、收回角色.
    GrantRole = "accounts.grant_role", "授予和收回角色", SecurityAdministrator;
    /// 解锁账号、重置密码和二次验证.
    ResetAccess = "accounts.reset_access", "解锁账号、重置密码和二次验证", SecurityAdministrator;
    /// 绑定、解除他人的统一身份.
    LinkIdentity = "accounts.link_identity", "绑定和解除统一身份", SecurityAdministrator;
    /// 结束他人的会话.
    EndSessions = "accounts.end_sessions", "结束他人的会话", SecurityAdministrator;
    /// 查阅审计日志.
    ReadAuditLog = "audit.read", "查阅审计日志", AuditAdministrator;
    /// 导出审计日志.
    ExportAuditLog = "audit.export", "导出审计日志", AuditAdministrator;
}

#[cfg(test)]
mod tests;
