//! Over two hundred questions with the passage that answers, sixty without: how many are answered rightly, rightly refused, wrongly answered.
//!
//! What each set was used for is in `tests/answers/README.md`. `AMISS=1` prints each question that went amiss.

use std::collections::BTreeMap;

use crate::engines::Place;
use kernel::Date;
use search::{
    Answer, Answered, Asking, Choice, Item, Progress, Question, Quoted, SearchIndex, Section,
    Standing, Synonyms,
};

const DOCUMENTS: [&str; 3] = [
    include_str!("../answers/documents-1.txt"),
    include_str!("../answers/documents-2.txt"),
    include_str!("../answers/documents-3.txt"),
];
const QUESTIONS: [&str; 3] = [
    include_str!("../answers/questions-1.tsv"),
    include_str!("../answers/questions-2.tsv"),
    include_str!("../answers/questions-3.tsv"),
];
/// Promises with the duties that they come from, and questions for them.
const PROMISES: &str = include_str!("../answers/promises-4.txt");
const PROMISE_QUESTIONS: [&str; 2] = [
    include_str!("../answers/questions-4.tsv"),
    include_str!("../answers/questions-5.tsv"),
];
const SETS: [&str; 3] = ["first set", "second set", "third set"];
const TODAY: Date = Date::constant(2026, 11, 21);

fn items() -> Vec<Item> {
    let all = DOCUMENTS.iter().flat_map(|it| it.split("@ ").skip(1));
    all.map(item_of).collect()
}

/// The documents, and among them what is promised.
fn items_and_promises() -> Vec<Item> {
    let promises = PROMISES.split("@ ").skip(1).flat_map(promise_of);
    items().into_iter().chain(promises).collect()
}

/// A duty and its promise, as the server makes items of them.
fn promise_of(text: &str) -> [Item; 2] {
    let cells: Vec<&str> = text.trim().split('|').map(str::trim).collect();
    let [id, heading, unit, due, words] = cells[..] else {
        panic!("five cells, not: {text}");
    };
    let due: Date = due.parse().expect("a day");
    let head = format!("{id}|{heading}||{unit}|duty|2026-01-05|holds\n{words}");
    let duty = Item {
        key: format!("duty/{id}"),
        matter: format!("duty/{id}"),
        weight: 8,
        ..item_of(&head)
    };
    let owed = due.strftime("%Y年%-m月%-d日");
    let head = format!("{id}|{heading}||{unit}|promise|{due}|holds\n{unit}承诺于{owed}前公开。");
    let promise = Item {
        key: format!("promise/{id}"),
        matter: format!("duty/{id}"),
        weight: 4,
        ..item_of(&head)
    };
    [duty, promise]
}

fn item_of(text: &str) -> Item {
    let (head, body) = text.split_once('\n').expect("a document has a head");
    let cells: Vec<&str> = head.split('|').map(str::trim).collect();
    let [id, title, number, unit, kind, day, standing] = cells[..] else {
        panic!("seven cells, not: {head}");
    };
    let (standing, standing_name) = match standing {
        "holds" => (Standing::Holds, ""),
        "repealed" => (Standing::Repealed, "已废止"),
        "expired" => (Standing::Expired, "已失效"),
        other => panic!("no standing: {other}"),
    };
    let mut sections = vec![Section {
        heading: String::new(),
        anchor: String::new(),
        text: String::new(),
    }];
    for line in body.trim().lines() {
        match line.strip_prefix("## ") {
            Some(heading) => sections.push(Section {
                heading: heading.to_owned(),
                anchor: format!("s{}", sections.len()),
                text: String::new(),
            }),
            None => {
                let text = &mut sections.last_mut().expect("one is there").text;
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(line);
            }
        }
    }
    sections.retain(|it| !it.text.is_empty());
    Item {
        key: format!("document/{id}"),
        address: format!("/documents/{id}"),
        title: title.to_owned(),
        number: number.to_owned(),
        codes: Vec::new(),
        summary: String::new(),
        keywords: Vec::new(),
        sections,
        day: day.parse().expect("a day"),
        standing,
        standing_name: standing_name.to_owned(),
        kind: Choice::new(kind, ""),
        weight: if kind == "news" { 6 } else { 12 },
        units: vec![Choice::new(unit, unit)],
        unit_names: vec![unit.to_owned()],
        theme: None,
        columns: Vec::new(),
        sites: Vec::new(),
        matter: format!("document/{id}"),
    }
}

fn filled(items: &[Item]) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for item in items {
        writer.put(item).unwrap();
    }
    writer.commit(&Progress::default()).unwrap();
    index.refresh().unwrap();
    index
}

fn ask(index: &SearchIndex, typed: &str) -> Answered {
    let synonyms = Synonyms::default();
    let question = Question::read(typed, &synonyms);
    index
        .answer(&Asking {
            question: &question,
            synonyms: &synonyms,
            today: TODAY,
        })
        .unwrap()
}

/// What came of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// The first passage answers; or nothing was said where there is nothing to say.
    Right,
    /// A passage further behind answers.
    Behind,
    /// Nothing was said, though there is an answer.
    Refused,
    /// None of the passages answers.
    Wrong,
}

/// How often each came.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    asked: u32,
    right: u32,
    behind: u32,
    refused: u32,
    wrong: u32,
}

impl Tally {
    fn add(&mut self, came: Came) {
        self.asked += 1;
        let count = match came {
            Came::Right => &mut self.right,
            Came::Behind => &mut self.behind,
            Came::Refused => &mut self.refused,
            Came::Wrong => &mut self.wrong,
        };
        *count += 1;
    }

    fn and(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            right: self.right + other.right,
            behind: self.behind + other.behind,
            refused: self.refused + other.refused,
            wrong: self.wrong + other.wrong,
        }
    }
}

fn part(count: u32, of: u32) -> f64 {
    f64::from(count) / f64::from(of.max(1))
}

/// One question of the files.
struct Line {
    kind: &'static str,
    question: &'static str,
    document: &'static str,
    words: &'static str,
}

fn lines(set: usize) -> impl Iterator<Item = Line> {
    lines_of(QUESTIONS[set])
}

fn lines_of(text: &'static str) -> impl Iterator<Item = Line> {
    let lines = text.lines().filter(|it| !it.is_empty());
    lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, question, document, words] = cells[..] else {
            panic!("four cells, not: {line}");
        };
        Line {
            kind,
            question,
            document,
            words,
        }
    })
}

/// What was said, against what should have been said.
fn judge(line: &Line, answered: &Answered) -> Came {
    let key = format!("document/{}", line.document);
    let answers = |it: &Quoted| it.document.key == key && it.text.contains(line.words);
    match (&answered.answer, line.kind) {
        (Answer::Over(over), "over") if over[0].key == key => Came::Right,
        (Answer::Quoted(_), "none" | "over") => Came::Wrong,
        (Answer::Nothing | Answer::Over(_), "none") => Came::Right,
        (Answer::Nothing | Answer::Over(_), _) => Came::Refused,
        (Answer::Quoted(quoted), _) => match quoted.iter().position(answers) {
            Some(0) => Came::Right,
            Some(_) => Came::Behind,
            None => Came::Wrong,
        },
    }
}

/// Asks one set: what came of it by type.
fn measure(index: &SearchIndex, set: usize) -> BTreeMap<&'static str, Tally> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for line in lines(set) {
        let answered = ask(index, line.question);
        let came = judge(&line, &answered);
        tallies.entry(line.kind).or_default().add(came);
        if came != Came::Right && std::env::var_os("AMISS").is_some() {
            let said = match &answered.answer {
                Answer::Quoted(quoted) => {
                    format!(
                        "{} {} {:?}",
                        quoted[0].document.key, quoted[0].text, quoted[0].why
                    )
                }
                Answer::Over(over) => over[0].key.clone(),
                Answer::Nothing => format!("nothing, {:.2}", answered.best),
            };
            println!("{came:?} [{}] {} -> {said}", line.kind, line.question);
        }
    }
    tallies
}

fn row(name: &str, it: Tally) {
    println!(
        "{name:<22} {:>5} {:>5} {:>6} {:>7} {:>5}",
        it.asked, it.right, it.behind, it.refused, it.wrong
    );
}

/// What came of the questions that have an answer, and of those that have none.
fn sums(tallies: &BTreeMap<&str, Tally>) -> (Tally, Tally) {
    let of = |is_none: bool| {
        let chosen = tallies
            .iter()
            .filter(|(kind, _)| (**kind == "none") == is_none);
        chosen.fold(Tally::default(), |sum, (_, it)| sum.and(*it))
    };
    (of(false), of(true))
}

/// Prints a table of a set, and gives its three figures: right passage first, right refusal, wrong answer.
fn report(name: &str, tallies: &BTreeMap<&str, Tally>) -> (f64, f64, f64) {
    println!("{name:<22} asked right behind refused wrong");
    for (kind, it) in tallies {
        row(kind, *it);
    }
    let (answerable, none) = sums(tallies);
    let all = answerable.and(none);
    let figures = (
        part(answerable.right, answerable.asked),
        part(none.right, none.asked),
        part(all.wrong, all.asked),
    );
    println!(
        "right passage first {:.3}, right refusal {:.3}, wrong answer {:.3}\n",
        figures.0, figures.1, figures.2
    );
    figures
}

#[test]
fn questions_are_answered_by_the_right_passage_or_not_at_all() {
    let index = filled(&items());
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for (set, name) in SETS.iter().enumerate() {
        let tallies = measure(&index, set);
        report(name, &tallies);
        for (kind, it) in tallies {
            let sum = all.entry(kind).or_default();
            *sum = sum.and(it);
        }
    }
    let (first, refusal, wrong) = report("all", &all);
    assert!(first >= 0.85, "right passage first: {first:.3}");
    assert!(refusal >= 0.9, "right refusal: {refusal:.3}");
    assert!(wrong <= 0.03, "wrong answer: {wrong:.3}");
}

/// What was said of promises: whether the right one stands first, whether any stands where none should.
fn judge_promise(line: &Line, answered: &Answered) -> Came {
    let matter = format!("duty/{}", line.document);
    let promised = &answered.promised;
    match (
        line.kind,
        promised.iter().position(|it| it.matter == matter),
        promised.len(),
    ) {
        ("near_miss", _, 0) | ("promise", Some(0), _) => Came::Right,
        ("promise", Some(_), _) => Came::Behind,
        ("promise", None, 0) => Came::Refused,
        _ => Came::Wrong,
    }
}

#[test]
fn a_day_of_publication_is_answered_by_the_right_promise_or_by_none() {
    let index = filled(&items_and_promises());
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for (set, text) in (4..).zip(PROMISE_QUESTIONS) {
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        for line in lines_of(text) {
            let answered = ask(&index, line.question);
            let came = judge_promise(&line, &answered);
            tallies.entry(line.kind).or_default().add(came);
            if came != Came::Right && std::env::var_os("AMISS").is_some() {
                println!("{came:?} {} -> {:?}", line.question, answered.promised);
            }
        }
        report_promises(&format!("promises, set {set}"), &tallies);
        for (kind, it) in tallies {
            let sum = all.entry(kind).or_default();
            *sum = sum.and(it);
        }
    }
    let (first, none, wrong) = report_promises("promises, both sets", &all);
    assert!(first >= 0.85, "right promise first: {first:.3}");
    assert!(none >= 0.9, "none at a near miss: {none:.3}");
    assert!(wrong <= 0.03, "wrong promise: {wrong:.3}");
}

/// Prints a table of a set of questions for promises, and gives its three figures.
fn report_promises(name: &str, tallies: &BTreeMap<&str, Tally>) -> (f64, f64, f64) {
    println!("{name:<22} asked right behind refused wrong");
    for (kind, it) in tallies {
        row(kind, *it);
    }
    let (asked, near) = (tallies["promise"], tallies["near_miss"]);
    let all = asked.and(near);
    let figures = (
        part(asked.right, asked.asked),
        part(near.right, near.asked),
        part(all.wrong, all.asked),
    );
    println!(
        "right promise first {:.3}, none at a near miss {:.3}, wrong promise {:.3}\n",
        figures.0, figures.1, figures.2
    );
    figures
}

#[test]
fn a_question_for_what_a_document_says_is_answered_by_no_promise() {
    let index = filled(&items_and_promises());
    let mut amiss = 0;
    for set in 0..SETS.len() {
        for line in lines(set) {
            let answered = ask(&index, line.question);
            if !answered.promised.is_empty() {
                println!("{} -> {:?}", line.question, answered.promised);
                amiss += 1;
            }
        }
    }
    assert_eq!(amiss, 0);
}

#[test]
fn every_passage_stands_in_its_document_word_for_word() {
    let items = items();
    let index = filled(&items);
    let mut quotes = 0;
    for set in 0..SETS.len() {
        for line in lines(set) {
            let Answer::Quoted(quoted) = ask(&index, line.question).answer else {
                continue;
            };
            assert!((1..=3).contains(&quoted.len()));
            for it in quoted {
                let item = items
                    .iter()
                    .find(|item| item.key == it.document.key)
                    .unwrap();
                let section = item.sections.iter().find(|one| {
                    one.heading == it.heading
                        && one.anchor == it.anchor
                        && one.text.contains(&it.text)
                });
                assert!(section.is_some(), "{}: {}", line.question, it.text);
                assert!(item.standing.may_answer(), "{}", item.title);
                quotes += 1;
            }
        }
    }
    assert!(quotes > 150);
}

#[test]
fn what_is_repealed_answers_nothing_while_something_holds() {
    let index = filled(&items());
    let Answer::Quoted(quoted) = ask(&index, "申请公租房要什么条件").answer else {
        panic!("there is a rule in force");
    };
    assert!(
        quoted
            .iter()
            .all(|it| it.document.key == "document/gongzufang")
    );
}

#[test]
fn an_engine_outside_says_what_the_embedded_one_says() {
    let items = items_and_promises();
    let (index, place) = (filled(&items), Place::standin());
    place.write(&items, &[]);
    let synonyms = Synonyms::default();
    let questions = (0..SETS.len()).flat_map(lines);
    let questions = questions.chain(PROMISE_QUESTIONS.iter().flat_map(|it| lines_of(it)));
    let mut said = 0;
    for line in questions.step_by(4) {
        let question = Question::read(line.question, &synonyms);
        let outside = place.engine.answer(&Asking {
            question: &question,
            synonyms: &synonyms,
            today: TODAY,
        });
        let (outside, embedded) = (outside.unwrap(), ask(&index, line.question));
        assert_eq!(outside.answer, embedded.answer, "{}", line.question);
        assert_eq!(outside.promised, embedded.promised, "{}", line.question);
        said += usize::from(outside.answer != Answer::Nothing || !outside.promised.is_empty());
    }
    assert!(said > 50, "{said}");
}

#[test]
fn what_a_document_says_goes_before_what_its_files_say() {
    let mut item = items().swap_remove(0);
    item.title = "关于印发就业困难人员社会保险补贴办法的通知".to_owned();
    let section = |heading: &str, text: &str| Section {
        heading: heading.to_owned(),
        anchor: String::new(),
        text: text.to_owned(),
    };
    item.sections = vec![
        section(
            "",
            "就业困难人员社会保险补贴按照实际缴费的一半给予。\n第二条 补贴期限最长三年，距法定退休年龄不足五年的可以延长至退休。",
        ),
        section(
            "附件：社会保险补贴申领须知和申请表.docx",
            "一、谁可以申领\n在我市灵活就业并缴纳社会保险费的就业困难人员，可以申领补贴。\n二、怎样申领\n到户籍地的便民服务中心提交申请。\n三、多久办结\n自受理之日起十五个工作日内办结。",
        ),
    ];
    let index = filled(&[item]);
    let answered = ask(&index, "就业困难人员社保补贴能领几年");
    let Answer::Quoted(quoted) = answered.answer else {
        panic!("{answered:?}");
    };
    let headings: Vec<bool> = quoted
        .iter()
        .map(|it| it.heading.starts_with("附件："))
        .collect();
    assert!(!headings[0] && headings.iter().any(|it| *it), "{quoted:?}");
}

#[test]
fn strange_questions_do_no_harm_and_are_not_answered() {
    let index = filled(&items());
    for typed in [
        "",
        "？",
        "怎么办",
        "a\u{0}b",
        "𠮷𠮷𠮷𠮷",
        "\"",
        "-",
        &"公积金".repeat(10_000),
    ] {
        let answered = ask(&index, typed);
        if typed.chars().count() < 10 {
            assert_eq!(answered.answer, Answer::Nothing, "{typed:?}");
        }
    }
}
