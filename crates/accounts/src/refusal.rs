//! What a user can cause and mend around accounts: a closed list with stable codes.

use kernel::{NotAllowed, Refusal};

/// Why an act on accounts was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Login or password are wrong, or the account cannot be used: the same words for all, so that nobody learns which.
    #[error("账号或密码不对，或账号已停用。请核对后重试；忘记密码请联系安全管理员")]
    WrongLogin,
    /// Too many failures.
    #[error("失败次数过多，账号已暂时锁定，请 {minutes} 分钟后再试，或联系安全管理员解锁")]
    Locked {
        /// How long still.
        minutes: i64,
    },
    /// Too many wait.
    #[error("现在登录的人太多，请稍候再试")]
    TooBusy,
    /// No such account.
    #[error("没有这个账号，可能已被删除，请回到列表查找")]
    Unknown,
    /// No such unit.
    #[error("没有这个单位，请从列表中选择")]
    UnknownUnit,
    /// The login is taken.
    #[error("账号「{0}」已经有人使用，请换一个")]
    LoginTaken(String),
    /// The login cannot be used.
    #[error("账号应为 2 至 32 个小写字母、数字、点、横线或下划线，以字母开头")]
    BadLogin,
    /// The name cannot be used.
    #[error("请填写姓名，不超过 30 个字，不能含括号")]
    BadName,
    /// The mail address cannot be used.
    #[error("邮箱地址写法有误，例如 zhangsan@yunxi.gov.cn；不用邮件提醒可留空")]
    BadMail,
    /// The password is too short.
    #[error("密码至少 10 个字符")]
    PasswordTooShort,
    /// The password is too long.
    #[error("密码最多 200 个字符")]
    PasswordTooLong,
    /// The password is easy to guess.
    #[error("这个密码太容易被猜到（与账号、姓名、单位相近，或是常见密码），请换一个")]
    PasswordTooEasy,
    /// The password was used before.
    #[error("不能使用最近用过的密码，请换一个")]
    PasswordUsedBefore,
    /// The two passwords differ.
    #[error("两次输入的新密码不一致")]
    PasswordsDiffer,
    /// The present password is wrong.
    #[error("当前密码不对")]
    WrongPassword,
    /// Roles that one person may not hold at once.
    #[error("三员分立：管理员角色不能与其他角色由同一人担任，请先收回原有角色")]
    RolesDoNotGoTogether,
    /// The role is held already.
    #[error("此人已在该单位担任这个角色")]
    RoleHeldAlready,
    /// The role is not held.
    #[error("此人没有担任这个角色，可能刚被收回")]
    RoleNotHeld,
    /// The last security administrator stays.
    #[error("至少要保留一名能登录的安全管理员，请先授予另一人")]
    LastSecurityAdministrator,
    /// The dates do not fit.
    #[error("结束日期不能早于开始日期")]
    BadDates,
    /// Posts go to a unit that took the other's work over.
    #[error("只能移交给承接该单位职责的单位，请重新选择")]
    NotItsSuccessor,
    /// One's own account.
    #[error("不能对自己的账号这样做，请由另一位管理员办理")]
    OwnAccount,
    /// Somebody else's session or delegation.
    #[error("没有找到，可能已经结束")]
    NothingThere,
    /// The code is wrong or was used.
    #[error("验证码不对，或已用过。请等手机上出现下一个验证码再试；手机丢失可用恢复码")]
    WrongCode,
    /// The site has no key.
    #[error("系统尚未配置密钥，暂不能启用二次验证，请联系系统管理员")]
    NoSiteKey,
    /// The dates of a delegation do not fit.
    #[error("起止日期有误：结束日期不能早于今天和开始日期，最长 180 天")]
    BadDelegationDates,
    /// Handed on to oneself.
    #[error("不能授权给自己，请选择另一位同事")]
    DelegatedToOneself,
    /// No such colleague.
    #[error("没有这个账号，或账号已停用，请填写受托人的账号")]
    UnknownTaker,
    /// No post was chosen.
    #[error("请至少选择一个角色")]
    NothingDelegated,
    /// An administrator's role cannot be handed on.
    #[error("管理员角色不能授权他人代办")]
    AdministrativeRoleDelegated,
    /// The reason is missing or too long.
    #[error("请填写事由，不超过 200 个字")]
    BadReason,
    /// The link was used or has expired.
    #[error("设置链接已经用过或已过期，请在服务器上重新执行 gongkai account setup-link")]
    LinkUsed,
    /// The provider's person has no account here; they are told who they are there, so that somebody can link them.
    #[error(
        "统一身份认证成功，但这个身份还没有绑定账号。请把身份标识「{0}」告诉安全管理员代为绑定；能用密码登录的，也可登录后在“我的账号”中自行绑定"
    )]
    UnknownIdentity(String),
    /// The identity opens another account.
    #[error("这个统一身份已经绑定了另一个账号，请先在那个账号上解除绑定")]
    IdentityTaken,
    /// The account has an identity at this provider.
    #[error("这个账号已经绑定了统一身份，请先解除绑定")]
    IdentityLinkedAlready,
    /// What was typed cannot be an identity.
    #[error("请填写统一身份认证中的身份标识，不超过 255 个字符")]
    BadSubject,
    /// Without it nobody could sign in to the account any more.
    #[error("这是您唯一的登录方式，不能自行解除；确需更换请联系安全管理员")]
    LastWayIn,
    /// Passwords open nothing on this site.
    #[error("本站已停用密码登录，请使用统一身份认证登录")]
    PasswordsClosed,
    /// The form was handed in before.
    #[error("这份表单已经提交过，请勿重复提交")]
    FormUsed,
}

impl Refusal for AccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(it) => it.code(),
            Self::WrongLogin => "accounts.wrong_login",
            Self::Locked { .. } => "accounts.locked",
            Self::TooBusy => "accounts.too_busy",
            Self::Unknown => "accounts.unknown",
            Self::UnknownUnit => "accounts.unknown_unit",
            Self::LoginTaken(_) => "accounts.login_taken",
            Self::BadLogin => "accounts.bad_login",
            Self::BadName => "accounts.bad_name",
            Self::BadMail => "accounts.bad_mail",
            Self::PasswordTooShort => "accounts.password_too_short",
            Self::PasswordTooLong => "accounts.password_too_long",
            Self::PasswordTooEasy => "accounts.password_too_easy",
            Self::PasswordUsedBefore => "accounts.password_used_before",
            Self::PasswordsDiffer => "accounts.passwords_differ",
            Self::WrongPassword => "accounts.wrong_password",
            Self::RolesDoNotGoTogether => "accounts.roles_do_not_go_together",
            Self::RoleHeldAlready => "accounts.role_held_already",
            Self::RoleNotHeld => "accounts.role_not_held",
            Self::LastSecurityAdministrator => "accounts.last_security_administrator",
            Self::BadDates => "accounts.bad_dates",
            Self::NotItsSuccessor => "accounts.not_its_successor",
            Self::OwnAccount => "accounts.own_account",
            Self::NothingThere => "accounts.nothing_there",
            Self::WrongCode => "accounts.wrong_code",
            Self::NoSiteKey => "accounts.no_site_key",
            Self::BadDelegationDates => "accounts.bad_delegation_dates",
            Self::DelegatedToOneself => "accounts.delegated_to_oneself",
            Self::UnknownTaker => "accounts.unknown_taker",
            Self::NothingDelegated => "accounts.nothing_delegated",
            Self::AdministrativeRoleDelegated => "accounts.administrative_role_delegated",
            Self::BadReason => "accounts.bad_reason",
            Self::LinkUsed => "accounts.link_used",
            Self::UnknownIdentity(_) => "accounts.unknown_identity",
            Self::IdentityTaken => "accounts.identity_taken",
            Self::IdentityLinkedAlready => "accounts.identity_linked_already",
            Self::BadSubject => "accounts.bad_subject",
            Self::LastWayIn => "accounts.last_way_in",
            Self::PasswordsClosed => "accounts.passwords_closed",
            Self::FormUsed => "accounts.form_used",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WrongLogin | Self::Locked { .. } | Self::LoginTaken(_) | Self::BadLogin => {
                Some("login")
            }
            Self::UnknownUnit | Self::NotItsSuccessor => Some("unit"),
            Self::BadName => Some("name"),
            Self::BadMail => Some("mail"),
            Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooEasy
            | Self::PasswordUsedBefore => Some("password"),
            Self::PasswordsDiffer => Some("again"),
            Self::WrongPassword => Some("current"),
            Self::RolesDoNotGoTogether | Self::RoleHeldAlready | Self::RoleNotHeld => Some("role"),
            Self::BadDates => Some("until_on"),
            Self::WrongCode => Some("code"),
            Self::BadDelegationDates => Some("through_on"),
            Self::DelegatedToOneself => Some("taker"),
            Self::UnknownTaker => Some("taker"),
            Self::NothingDelegated => Some("posts"),
            Self::AdministrativeRoleDelegated => Some("posts"),
            Self::BadReason => Some("reason"),
            Self::IdentityTaken | Self::BadSubject => Some("subject"),
            Self::NotAllowed(_)
            | Self::TooBusy
            | Self::NoSiteKey
            | Self::LinkUsed
            | Self::UnknownIdentity(_)
            | Self::IdentityLinkedAlready
            | Self::LastWayIn
            | Self::PasswordsClosed
            | Self::Unknown
            | Self::LastSecurityAdministrator
            | Self::OwnAccount
            | Self::NothingThere
            | Self::FormUsed => None,
        }
    }
}
