//! What an account, a post and a session are.
//!
//! Plain values; how they change is in the actions, what is allowed in the rules.

use kernel::{AccountId, Date, DelegationId, Moment, Post, Role, SessionId, UnitId};

kernel::coded_enum! {
    /// Whether an account can be used.
    AccountStatus {
        /// It can.
        Active = "active", "正常";
        /// It was switched off.
        Disabled = "disabled", "已停用";
    }
}

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The word typed at sign-in, in lower case.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// Where mail reaches them; empty where nowhere.
    pub mail: String,
    /// Whether it can be used.
    pub status: AccountStatus,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// Whether the next sign-in must choose a new password.
    pub must_change_password: bool,
    /// Whether a second factor is asked for.
    pub has_second_factor: bool,
    /// Failures in a row.
    pub failures: u32,
    /// Until when no password is looked at.
    pub locked_until: Option<Moment>,
    /// When it was opened.
    pub created_at: Moment,
}

impl Account {
    /// Whether it is locked at that moment.
    pub fn is_locked(&self, now: Moment) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }
}

/// A role that an account holds in a unit, with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPost {
    /// Where.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// As what.
    pub role: Role,
    /// From which day.
    pub from_on: Date,
    /// Through which day; open where absent.
    pub until_on: Option<Date>,
}

impl HeldPost {
    /// Whether it is held on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

kernel::coded_enum! {
    /// How far a sign-in has come.
    SessionStage {
        /// Signed in.
        Full = "full", "已登录";
        /// The password was right; the second factor is still asked for.
        SecondFactor = "second_factor", "待二次验证";
        /// Signed in by an outside provider.
        Provider = "provider", "已由统一身份认证登录";
        /// Signed in by an outside provider, and a second factor was used: there, where the site trusts it, or here.
        ProviderTwice = "provider_twice", "已由统一身份认证登录并二次验证";
        /// The provider vouches; our second factor is still asked for.
        ProviderSecondFactor = "provider_second_factor", "已由统一身份认证，待二次验证";
    }
}

impl SessionStage {
    /// How far somebody has come whose password was right.
    pub fn after_password(account: &Account) -> Self {
        if account.has_second_factor {
            Self::SecondFactor
        } else {
            Self::Full
        }
    }

    /// How far somebody has come for whom an outside provider vouches.
    pub fn after_provider(account: &Account, vouched: &Vouched) -> Self {
        if vouched.used_second_factor {
            Self::ProviderTwice
        } else if account.has_second_factor {
            Self::ProviderSecondFactor
        } else {
            Self::Provider
        }
    }

    /// How far somebody has come whose code was right.
    pub fn after_code(self) -> Self {
        if self.is_by_provider() {
            Self::ProviderTwice
        } else {
            Self::Full
        }
    }

    /// Whether the session is signed in fully.
    pub fn is_full(self) -> bool {
        match self {
            Self::Full | Self::Provider | Self::ProviderTwice => true,
            Self::SecondFactor | Self::ProviderSecondFactor => false,
        }
    }

    /// Whether it was begun by an outside provider.
    pub fn is_by_provider(self) -> bool {
        match self {
            Self::Provider | Self::ProviderTwice | Self::ProviderSecondFactor => true,
            Self::Full | Self::SecondFactor => false,
        }
    }
}

/// Who somebody is at an outside provider (统一身份认证).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person there: what the provider never gives to another.
    pub subject: String,
}

impl Identity {
    /// By what the log names it: enough to tell two apart, nothing of the person.
    pub fn reference(&self) -> String {
        let mut digest = crate::secret::digest(&format!("{}\n{}", self.issuer, self.subject));
        digest.truncate(16);
        digest
    }
}

/// What an outside provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// Who came.
    pub identity: Identity,
    /// The login that the provider knows them by, as the site reads it; empty where it tells none.
    pub login: String,
    /// Whether they used a second factor there that the site trusts.
    pub used_second_factor: bool,
}

/// An identity that opens an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIdentity {
    /// Which.
    pub identity: Identity,
    /// Since when.
    pub linked_at: Moment,
}

/// A session: a browser that somebody signed in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its public id; not what the browser shows.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// How far it has come.
    pub stage: SessionStage,
    /// What every form of it must carry.
    pub csrf: String,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
    /// When it ends at the latest.
    pub ends_at: Moment,
    /// The address that it began from.
    pub address: String,
    /// What the browser said it is.
    pub agent: String,
}

/// A session with whose it is and what they hold today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The session.
    pub session: Session,
    /// The account.
    pub account: Account,
    /// What they hold today, what others handed on to them included.
    pub posts: Vec<Post>,
    /// Whether one of their roles demands a second factor that they have neither enrolled yet nor used at the provider.
    pub must_enrol: bool,
}

/// A delegation (授权代办).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Its id.
    pub id: DelegationId,
    /// Who handed on.
    pub giver: AccountId,
    /// Their name.
    pub giver_name: String,
    /// To whom.
    pub taker: AccountId,
    /// Their name.
    pub taker_name: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub through_on: Date,
    /// Why.
    pub reason: String,
    /// When it was ended early.
    pub ended_at: Option<Moment>,
}

impl Delegation {
    /// Whether it lasts on that day, or will.
    pub fn is_ahead(&self, day: Date) -> bool {
        self.ended_at.is_none() && day <= self.through_on
    }
}
