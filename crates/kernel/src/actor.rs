//! Who acts: the program, the console, or a person with posts (任职) in units.
//!
//! What an actor may do is asked of [`crate::rights`], which hands out capabilities. Sign-in, sessions and delegation are not
//! here; they make actors.

use crate::ids::{AccountId, UnitId};
use crate::rights::Role;

/// A role held in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The unit.
    pub unit: UnitId,
    /// The role in it.
    pub role: Role,
    /// Whose post it is, where it is held for somebody absent (授权代办).
    pub for_whom: Option<String>,
}

impl Post {
    /// A post of one's own.
    pub fn own(unit: UnitId, role: Role) -> Self {
        Self {
            unit,
            role,
            for_whom: None,
        }
    }
}

/// As what somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The program itself: the daily sweep.
    System,
    /// Whoever holds the console of the machine.
    Operator,
    /// An officer.
    Officer {
        /// The unit that they belong to.
        unit: UnitId,
        /// What they hold, there and elsewhere.
        posts: Vec<Post>,
    },
}

/// A person as a session knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The name, for colleagues.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// What they hold today, posts held for others included.
    pub posts: Vec<Post>,
    /// The address that the request came from.
    pub address: String,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    name: String,
    standing: Standing,
    account: Option<AccountId>,
    address: Option<String>,
    is_substitute: bool,
}

impl Actor {
    /// The program itself.
    pub fn system() -> Self {
        Self::without_account("系统", Standing::System)
    }

    /// Whoever holds the console.
    pub fn operator(name: impl Into<String>) -> Self {
        Self::without_account(name, Standing::Operator)
    }

    /// An officer with roles in one unit, without an account: the demo's and the tests' people.
    pub fn officer(name: impl Into<String>, unit: UnitId, roles: Vec<Role>) -> Self {
        let posts = roles
            .into_iter()
            .map(|role| Post::own(unit, role))
            .collect();
        Self::without_account(name, Standing::Officer { unit, posts })
    }

    /// A person who has signed in.
    pub fn signed_in(person: SignedIn) -> Self {
        let SignedIn {
            account,
            name,
            unit,
            posts,
            address,
        } = person;
        Self {
            account: Some(account),
            address: Some(address),
            ..Self::without_account(name, Standing::Officer { unit, posts })
        }
    }

    /// Somebody at the door: they say that they are of this unit, and have not shown it. The log keeps the address, and no account.
    pub fn at_the_door(unit: UnitId, address: impl Into<String>) -> Self {
        let posts = Vec::new();
        Self {
            address: Some(address.into()),
            ..Self::without_account("未登录者", Standing::Officer { unit, posts })
        }
    }

    /// Somebody who asks a unit for information: the log keeps neither who nor from where.
    pub fn applicant(unit: UnitId) -> Self {
        let posts = Vec::new();
        Self::without_account("申请人", Standing::Officer { unit, posts })
    }

    fn without_account(name: impl Into<String>, standing: Standing) -> Self {
        Self {
            name: name.into(),
            standing,
            account: None,
            address: None,
            is_substitute: false,
        }
    }

    /// The same actor as acting for somebody absent: 「李卫（代张三）」.
    pub(crate) fn for_whom(&self, whom: &str) -> Self {
        Self {
            name: format!("{}（代{whom}）", self.name),
            is_substitute: true,
            ..self.clone()
        }
    }

    /// The name, for colleagues: what is kept of an act for everybody has [`Self::title`].
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As what somebody acts, in words that hold no personal data: 「经办人」, 「分管领导（代办）」. Whoever has no account is
    /// named as they named themselves: the program, and the console, which answers for the office.
    pub fn title(&self) -> String {
        let (Standing::Officer { posts, .. }, Some(_)) = (&self.standing, self.account) else {
            return self.name.clone();
        };
        let mut labels: Vec<&str> = Vec::new();
        for post in posts {
            if !labels.contains(&post.role.label()) {
                labels.push(post.role.label());
            }
        }
        match (labels.is_empty(), self.is_substitute) {
            (true, _) => "工作人员".to_owned(),
            (false, false) => labels.join("、"),
            (false, true) => format!("{}（代办）", labels.join("、")),
        }
    }

    /// As what they act.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The account that they signed in with; `None` for the program and the console.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The address that the request came from.
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// The unit that they belong to.
    pub fn unit(&self) -> Option<UnitId> {
        match &self.standing {
            Standing::System | Standing::Operator => None,
            Standing::Officer { unit, .. } => Some(*unit),
        }
    }

    /// What they hold.
    pub fn posts(&self) -> &[Post] {
        match &self.standing {
            Standing::System | Standing::Operator => &[],
            Standing::Officer { posts, .. } => posts,
        }
    }

    /// Whether this is the person of that account: whoever drafts does not approve.
    pub fn is_account(&self, account: Option<AccountId>) -> bool {
        account.is_some() && self.account == account
    }

    /// The word that the log keeps: `system`, `operator` or `officer`.
    pub fn standing_code(&self) -> &'static str {
        match self.standing {
            Standing::System => "system",
            Standing::Operator => "operator",
            Standing::Officer { .. } => "officer",
        }
    }
}
