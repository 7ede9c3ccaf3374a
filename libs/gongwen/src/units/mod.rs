//! Units in annotations and unit cells: roles, names, lists, groups. Who they are in fact is for the plans crate to settle.

pub mod annotation;
pub mod list;
pub mod name;
pub mod role;
mod suffix;
pub mod verbs;

use role::Role;
use verbs::Roles;

/// Who leads and who assists, once all groups of one duty are known: other groups assist where one leads, 责任单位 lead
/// where nobody does.
pub fn settle(roles: &Roles) -> (Vec<String>, Vec<String>) {
    let leads = roles.iter().any(|(r, _)| *r == Some(Role::Lead));
    let (mut lead, mut support): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (role, name) in roles {
        let assists = match role {
            Some(Role::Lead) => false,
            Some(Role::Support) => true,
            _ => leads,
        };
        let into = if assists { &mut support } else { &mut lead };
        if !into.contains(name) {
            into.push(name.clone());
        }
    }
    support.retain(|n| !lead.contains(n));
    (lead, support)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_answers_assists_where_somebody_leads() {
        let both = vec![
            (Some(Role::Lead), "甲".to_owned()),
            (Some(Role::Answer), "乙".to_owned()),
            (None, "丙".to_owned()),
        ];
        assert_eq!(
            settle(&both),
            (
                vec!["甲".to_owned()],
                vec!["乙".to_owned(), "丙".to_owned()]
            )
        );
        let alone = vec![
            (Some(Role::Answer), "乙".to_owned()),
            (Some(Role::Support), "丁".to_owned()),
        ];
        assert_eq!(
            settle(&alone),
            (vec!["乙".to_owned()], vec!["丁".to_owned()])
        );
    }
}
