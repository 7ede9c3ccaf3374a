//! The year a plan covers: the first year of its title, else that of its date.

use super::date::han_digit;

/// The first year that a folded text names: `2021年`, `2021—2023年`, `(2021)`, `二〇二一年`. A number that is no year
/// of a plan (2021号) is passed over.
pub(crate) fn find(text: &str) -> Option<i16> {
    let chars: Vec<char> = text.chars().take(200).collect();
    let mut at = 0;
    while at + 4 <= chars.len() {
        let arabic = chars[at].is_ascii_digit();
        let run = chars[at..]
            .iter()
            .take_while(|c| {
                if arabic {
                    c.is_ascii_digit()
                } else {
                    han_digit(**c).is_some()
                }
            })
            .count();
        if run == 0 {
            at += 1;
            continue;
        }
        let run = run.max(1);
        if run == 4 && (arabic || chars.get(at + 4) == Some(&'年')) {
            let digits: String = chars[at..at + 4]
                .iter()
                .filter_map(|c| {
                    if arabic {
                        Some(*c)
                    } else {
                        han_digit(*c).and_then(|n| char::from_digit(n, 10))
                    }
                })
                .collect();
            let next = chars[at + 4..].iter().find(|c| **c != ' ');
            let is_year = next.is_none_or(|c| {
                matches!(
                    c,
                    '年' | '-'
                        | '—'
                        | '–'
                        | '－'
                        | '~'
                        | '～'
                        | '至'
                        | '、'
                        | ')'
                        | '度'
                        | '/'
                        | '―'
                        | '─'
                )
            });
            let follows_to = at > 0 && matches!(chars[at - 1], '到' | '〔' | '[');
            if is_year
                && !follows_to
                && let Some(year) = digits
                    .parse()
                    .ok()
                    .filter(|year| (1949..=2099).contains(year))
            {
                return Some(year);
            }
        }
        at += run;
    }
    None
}

/// The year of a plan that the text says it carries out: named in the title of a plan in 《》.
pub(crate) fn of_cited_plan(text: &str) -> Option<i16> {
    text.split('《').skip(1).take(8).find_map(|part| {
        let title = super::fold::fold(part.split('》').next()?);
        let is_plan = ["要点", "方案", "计划", "安排", "分工", "清单"]
            .iter()
            .any(|word| title.contains(word));
        is_plan.then(|| find(&title)).flatten()
    })
}
