//! Duties that a plan hands out twice in the same words, as an annexed table of units does with the text before it.
//! Both stay duties: which of them counts is for a person to say.

use std::collections::HashMap;

use crate::reading::{Doubt, Duty};

/// Shorter words may well recur by chance (加强组织领导).
const SHORTEST: usize = 10;

/// Puts a doubt on each duty whose words an earlier one has already said, other units or other labels aside.
pub(crate) fn tell(duties: &mut [Duty]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for at in 0..duties.len() {
        let words: String = duties[at]
            .text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        if words.chars().count() < SHORTEST {
            continue;
        }
        let first = *seen.entry(words).or_insert(at);
        if first == at || !may_be_one(&duties[first], &duties[at]) {
            continue;
        }
        let place = duties[at].places.first().copied();
        duties[at].doubts.push(Doubt {
            code: "duty_repeated".into(),
            message: format!(
                "本项与读出的第{}项文字相同，多半是分工表重列了正文的任务。两项都保留会重复立诺，请核对后只留一项。",
                first + 1
            ),
            place,
        });
    }
}

/// Whether two duties of the same words can be one: they stand at different places of the outline, and no two units are
/// told to do them.
fn may_be_one(first: &Duty, second: &Duty) -> bool {
    let apart = first.section != second.section;
    let agree = first.lead.is_empty() || second.lead.is_empty() || first.lead == second.lead;
    apart && agree
}
