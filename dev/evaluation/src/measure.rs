//! What of the answers counts: MRR@10, nDCG@10, recall@50.

use std::collections::BTreeMap;

use crate::asking::{Asked, Class};

/// How deep an engine is asked.
pub const DEEP: usize = 50;

/// Results of a page.
const PAGE: usize = 10;

/// How well a set of queries was answered, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    /// The mean of one over the place of the first document that was meant (grade 3); nothing where it is not among ten.
    pub mrr: f64,
    /// The gain of the first ten, each `2^grade - 1` and less the later it comes, against that of the best order.
    pub ndcg: f64,
    /// The share of judged documents among the first fifty, of as many as fit there.
    pub recall: f64,
    /// How many queries.
    pub queries: usize,
}

/// How well one query was answered by documents with these codes, best first.
pub fn judge(asked: &Asked, codes: &[String]) -> Quality {
    let grade = |code: &String| asked.grades.get(code).copied().unwrap_or(0);
    let first = codes.iter().take(PAGE).position(|it| grade(it) == 3);
    let got: Vec<u8> = codes.iter().take(PAGE).map(grade).collect();
    let mut best: Vec<u8> = asked.grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let found = codes.iter().take(DEEP).filter(|it| grade(it) > 0).count();
    Quality {
        mrr: first.map_or(0.0, |at| 1.0 / (at + 1) as f64),
        ndcg: gain(&got) / gain(&best),
        recall: found as f64 / asked.grades.len().min(DEEP) as f64,
        queries: 1,
    }
}

fn gain(grades: &[u8]) -> f64 {
    let page = grades.iter().take(PAGE).enumerate();
    page.map(|(at, grade)| (2_f64.powi((*grade).into()) - 1.0) / (at as f64 + 2.0).log2())
        .sum()
}

/// The means of each class, and those of the five classes of known documents together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Each class that was asked.
    pub classes: BTreeMap<Class, Quality>,
    /// Known documents.
    pub known: Quality,
}

/// Asks an engine everything.
pub fn report(asked: &[Asked], mut find: impl FnMut(&str) -> Vec<String>) -> Report {
    let mut report = Report::default();
    for one in asked {
        let quality = judge(one, &find(&one.text));
        add(report.classes.entry(one.class).or_default(), quality);
        if Class::KNOWN.contains(&one.class) {
            add(&mut report.known, quality);
        }
    }
    let sums = report.classes.values_mut().chain([&mut report.known]);
    for sum in sums {
        let count = sum.queries.max(1) as f64;
        (sum.mrr, sum.ndcg, sum.recall) = (sum.mrr / count, sum.ndcg / count, sum.recall / count);
    }
    report
}

fn add(sum: &mut Quality, one: Quality) {
    sum.mrr += one.mrr;
    sum.ndcg += one.ndcg;
    sum.recall += one.recall;
    sum.queries += one.queries;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        let grades = [("a", 3), ("b", 2), ("c", 1)];
        Asked {
            class: Class::Topic,
            text: "公积金".to_owned(),
            grades: grades.map(|(code, grade)| (code.to_owned(), grade)).into(),
        }
    }

    fn codes(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn the_best_order_is_one_in_everything() {
        let quality = judge(&asked(), &codes("abcx"));
        assert_eq!((quality.mrr, quality.ndcg, quality.recall), (1.0, 1.0, 1.0));
    }

    #[test]
    fn a_later_place_counts_less_and_what_is_missing_is_missed() {
        let quality = judge(&asked(), &codes("xab"));
        assert_eq!(quality.mrr, 0.5);
        // (7/log2(3) + 3/log2(4)) / (7/log2(2) + 3/log2(3) + 1/log2(4))
        assert!((quality.ndcg - 0.6298).abs() < 1e-3, "{}", quality.ndcg);
        assert!((quality.recall - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(judge(&asked(), &codes("bcxyzuvwst")).mrr, 0.0);
        assert_eq!(judge(&asked(), &codes("bcxyzuvwsta")).mrr, 0.0);
        assert_eq!(
            judge(&asked(), &[]),
            Quality {
                queries: 1,
                ..Quality::default()
            }
        );
    }

    #[test]
    fn means_are_taken_by_class() {
        let mut known = asked();
        known.class = Class::Part;
        let report = report(&[asked(), asked(), known], |_| codes("xa"));
        assert_eq!(report.classes[&Class::Topic].queries, 2);
        assert_eq!(report.known.queries, 1);
        assert_eq!(report.classes[&Class::Topic].mrr, 0.5);
    }
}
