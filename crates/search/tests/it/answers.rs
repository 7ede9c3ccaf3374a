//! Two hundred questions with the passage that answers, fifty without: how many are answered rightly, rightly refused, wrongly answered.
//!
//! Rules, word lists and the threshold were made with the first half; the second is only counted. See `tests/answers/README.md`.

use std::collections::BTreeMap;

use kernel::Date;
use search::{
    Answer, Answered, Asking, Choice, Item, Progress, Question, SearchIndex, Section, Standing,
    Synonyms,
};

const DOCUMENTS: [&str; 2] = [
    include_str!("../answers/documents-1.txt"),
    include_str!("../answers/documents-2.txt"),
];
const QUESTIONS: [&str; 2] = [
    include_str!("../answers/questions-1.tsv"),
    include_str!("../answers/questions-2.tsv"),
];
const TODAY: Date = Date::constant(2026, 11, 21);

fn items() -> Vec<Item> {
    let all = DOCUMENTS.iter().flat_map(|it| it.split("@ ").skip(1));
    all.map(item_of).collect()
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

/// What came of some questions.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    asked: u32,
    right: u32,
    refused: u32,
    wrong: u32,
}

impl Tally {
    fn add(&mut self, came: Came) {
        self.asked += 1;
        match came {
            Came::Right => self.right += 1,
            Came::Refused => self.refused += 1,
            Came::Wrong => self.wrong += 1,
        }
    }

    fn part(count: u32, of: u32) -> f64 {
        f64::from(count) / f64::from(of.max(1))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Right,
    Refused,
    Wrong,
}

/// One question of the files.
struct Line {
    kind: &'static str,
    question: &'static str,
    document: &'static str,
    words: &'static str,
}

fn lines(half: usize) -> Vec<Line> {
    let lines = QUESTIONS[half].lines().filter(|it| !it.is_empty());
    lines
        .map(|line| {
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
        .collect()
}

/// What was said, against what should have been said.
fn judge(line: &Line, answered: &Answered) -> Came {
    let key = format!("document/{}", line.document);
    match (&answered.answer, line.kind) {
        (Answer::Over(over), "over") if over[0].key == key => Came::Right,
        (Answer::Quoted(_), "none" | "over") => Came::Wrong,
        (Answer::Nothing | Answer::Over(_), "none") => Came::Right,
        (Answer::Quoted(quoted), _) if quoted[0].document.key == key && quoted[0].text.contains(line.words) => {
            Came::Right
        }
        (Answer::Quoted(_), _) => Came::Wrong,
        (Answer::Nothing | Answer::Over(_), _) => Came::Refused,
    }
}

/// Asks a half; what came of it by type, and the lines that went wrong.
fn measure(index: &SearchIndex, half: usize) -> (BTreeMap<&'static str, Tally>, Vec<String>) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut amiss = Vec::new();
    for line in lines(half) {
        let answered = ask(index, line.question);
        let came = judge(&line, &answered);
        if std::env::var("SCORES").is_ok() { println!("SCORE {:.3} {:?} {} {}", answered.best, came, line.kind, line.question); }
        tallies.entry(line.kind).or_default().add(came);
        if came != Came::Right {
            let said = match &answered.answer {
                Answer::Quoted(quoted) => format!("{} «{}» {:?}", quoted[0].document.key, quoted[0].text.chars().take(70).collect::<String>(), quoted[0].why),
                Answer::Over(over) => format!("over: {}", over[0].key),
                Answer::Nothing => format!("nothing ({:.2}), near {:?} {:?}", answered.best, answered.near.first().map(|it| &it.key), answered.best_why),
            };
            let all = match &answered.answer { Answer::Quoted(q) if line.document != "-" && q[1..].iter().any(|it| it.text.contains(line.words)) => " BEHIND", _ => "" };
            amiss.push(format!("{came:?} {all} [{}] {} -> {said}", line.kind, line.question));
        }
    }
    (tallies, amiss)
}

fn table(name: &str, tallies: &BTreeMap<&str, Tally>) -> (Tally, Tally) {
    let (mut answerable, mut none) = (Tally::default(), Tally::default());
    println!("{name:<12} asked right refused wrong");
    for (kind, it) in tallies {
        println!("{kind:<12} {:>5} {:>5} {:>7} {:>5}", it.asked, it.right, it.refused, it.wrong);
        let sum = if *kind == "none" { &mut none } else { &mut answerable };
        sum.asked += it.asked;
        sum.right += it.right;
        sum.refused += it.refused;
        sum.wrong += it.wrong;
    }
    println!(
        "right passage first {:.3}, right refusal {:.3}, wrong answer {:.3}\n",
        Tally::part(answerable.right, answerable.asked),
        Tally::part(none.right, none.asked),
        Tally::part(answerable.wrong + none.wrong, answerable.asked + none.asked),
    );
    (answerable, none)
}

#[test]
fn measure_it() {
    let index = filled(&items());
    let halves: Vec<usize> = match std::env::var("HALF") {
        Ok(half) => vec![half.parse().unwrap()],
        Err(_) => vec![0, 1],
    };
    for half in halves {
        let (tallies, amiss) = measure(&index, half);
        table(&format!("half {}", half + 1), &tallies);
        if half < 9 {
            println!("{}", amiss.join("\n"));
        }
    }
}
