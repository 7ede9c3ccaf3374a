//! One document's way through a publishing day, as the four people of a unit walk it on the desk.
//!
//! A story remembers which acts were acknowledged. After a kill it looks each of them up again, and finds out whether the act
//! that was under way took place.

use anyhow::{Context as _, Result, ensure};

use super::browser::{Answer, Browser, value_of};

/// The people of a unit, each with a browser.
#[derive(Debug, Clone)]
pub struct People {
    pub clerk: Browser,
    pub head: Browser,
    pub secrecy: Browser,
    pub leader: Browser,
    turn: usize,
}

impl People {
    /// Four people who have not signed in.
    pub fn at(address: &str) -> Self {
        let nobody = Browser::new(address);
        Self {
            clerk: nobody.clone(),
            head: nobody.clone(),
            secrecy: nobody.clone(),
            leader: nobody,
            turn: 0,
        }
    }

    /// Their browsers.
    pub fn all(&mut self) -> [&mut Browser; 4] {
        [
            &mut self.clerk,
            &mut self.head,
            &mut self.secrecy,
            &mut self.leader,
        ]
    }

    /// One of them after the other, to look something up: what one session may ask for is bounded.
    fn reader(&mut self) -> &mut Browser {
        self.turn += 1;
        match self.turn % 4 {
            0 => &mut self.clerk,
            1 => &mut self.head,
            2 => &mut self.secrecy,
            _ => &mut self.leader,
        }
    }
}

/// Something done on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Begin,
    Save,
    Attach,
    Submit,
    Pass,
    Sign,
    Approve,
    Correct,
    Decide,
    Withdraw,
}

/// All documents begin like this.
const BEGINNING: [Act; 7] = [
    Act::Begin,
    Act::Save,
    Act::Attach,
    Act::Submit,
    Act::Pass,
    Act::Sign,
    Act::Approve,
];

/// And end like one of these.
const ENDINGS: [&[Act]; 3] = [
    &[Act::Decide],
    &[
        Act::Correct,
        Act::Save,
        Act::Submit,
        Act::Pass,
        Act::Sign,
        Act::Approve,
        Act::Decide,
    ],
    &[Act::Withdraw],
];

/// The stages of an edition in their order, as its page names them.
const STAGES: [&str; 7] = [
    "起草中",
    "待初审",
    "待保密审查",
    "待审批",
    "已公开",
    "旧版次",
    "已撤下",
];

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It was acknowledged.
    Acknowledged,
    /// The server was gone before it answered.
    Cut,
}

/// A document's way.
#[derive(Debug, Clone)]
pub struct Story {
    number: u32,
    acts: Vec<Act>,
    /// How many of them are known to have happened.
    done: usize,
    /// Whether the next was asked for and not answered.
    is_open: bool,
    /// The edition at work, and of which act it is the result.
    edition: String,
    since: usize,
    document: String,
    /// Whether all of it was looked up after its end.
    is_settled: bool,
}

impl Story {
    /// The story of a number; the number chooses its end.
    pub fn new(number: u32) -> Self {
        let mut acts = BEGINNING.to_vec();
        acts.extend_from_slice(ENDINGS[number as usize % ENDINGS.len()]);
        Self {
            number,
            acts,
            done: 0,
            is_open: false,
            edition: String::new(),
            since: 0,
            document: String::new(),
            is_settled: false,
        }
    }

    /// Whether it has come to its end.
    pub fn is_over(&self) -> bool {
        self.done == self.acts.len()
    }

    /// Whether it is over and was looked up since.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// It is to be looked up once more.
    pub fn unsettle(&mut self) {
        self.is_settled = false;
    }

    /// How many acts are known to have happened.
    pub fn done(&self) -> usize {
        self.done
    }

    fn title(&self) -> String {
        format!("云溪市财政局关于第{}号专项资金的通知", self.number)
    }

    fn address(&self) -> String {
        format!("/desk/documents/{}", self.edition)
    }

    fn file(&self) -> (String, String) {
        let name = format!("清单{}.txt", self.number);
        (name, format!("第{}号专项资金清单\n", self.number))
    }

    /// What the act of that place writes into the text.
    fn sentence(&self, place: usize) -> String {
        format!("第二条 第{}号第{place}步修改。", self.number)
    }

    /// Does the next act.
    pub fn go_on(&mut self, people: &mut People) -> Result<Step> {
        let Some(act) = self.acts.get(self.done).copied() else {
            return Ok(Step::Acknowledged);
        };
        // Once it is withdrawn its page on the desk does not name its public address any more.
        if act == Act::Withdraw && self.document.is_empty() {
            let Some(page) = people.leader.get(&self.address())? else {
                return Ok(Step::Cut);
            };
            self.note_document(&page.body);
        }
        let answer = match act {
            Act::Begin => self.begin(&mut people.clerk),
            Act::Save => self.save(&mut people.clerk),
            Act::Attach => self.attach(&mut people.clerk),
            Act::Submit => self.post(&mut people.clerk, ("submit", &[])),
            Act::Pass => self.post(&mut people.head, ("pass", &[("words", "同意。")])),
            Act::Sign => self.post(&mut people.secrecy, ("sign", &[("words", "可以公开。")])),
            Act::Approve => self.post(&mut people.leader, ("approve", &[("words", "同意。")])),
            Act::Correct => {
                let fields = [("scale", "minor"), ("words", "更正第二条。")];
                self.post(&mut people.clerk, ("correct", &fields))
            }
            Act::Decide => {
                let fields = [("validity", "amended"), ("basis", "市政府决定")];
                self.post(&mut people.leader, ("validity", &fields))
            }
            Act::Withdraw => {
                let fields = [("words", "与上级规定不一致。")];
                self.post(&mut people.leader, ("withdraw", &fields))
            }
        };
        let Some(answer) = answer.with_context(|| format!("{}, {act:?}", self.title()))? else {
            self.is_open = true;
            return Ok(Step::Cut);
        };
        ensure!(
            answer.status == 303,
            "{}: {act:?} was answered with {}: {}",
            self.title(),
            answer.status,
            answer.body
        );
        if matches!(act, Act::Begin | Act::Correct) {
            self.turn_to(&answer.location)?;
        }
        self.done += 1;
        Ok(Step::Acknowledged)
    }

    fn begin(&self, clerk: &mut Browser) -> Result<Option<Answer>> {
        let number = format!("云财〔2025〕{}号", self.number);
        let title = self.title();
        let mut fields = self.metadata(&title, &number);
        fields.push(("body", "<p>第一条 为规范管理，制定本办法。</p>"));
        clerk.upload("/desk/documents/new", &fields, None)
    }

    fn metadata<'t>(&self, title: &'t str, number: &'t str) -> Vec<(&'static str, &'t str)> {
        vec![
            ("kind", "normative"),
            ("column", "policies"),
            ("title", title),
            ("number", number),
            ("theme", "财政、金融、审计"),
            ("summary", "规定专项资金的申请和公开。"),
            ("made_on", "2025-06-01"),
            ("effective_on", "2025-07-01"),
            ("disclosure", "public"),
        ]
    }

    fn save(&self, clerk: &mut Browser) -> Result<Option<Answer>> {
        let path = format!("{}/edit", self.address());
        let Some(form) = clerk.get(&path)? else {
            return Ok(None);
        };
        let revision = value_of(&form.body, "name=\"revision\" value=\"");
        let revision = revision.context("the form names its revision")?;
        let number = format!("云财〔2025〕{}号", self.number);
        let body = format!(
            "<p>第一条 为规范管理，制定本办法。</p><p>{}</p>",
            self.sentence(self.done)
        );
        let title = self.title();
        let mut fields = self.metadata(&title, &number);
        fields.extend([
            ("revision", revision.as_str()),
            ("body", &body),
            ("scale", "minor"),
            ("change_note", "更正第二条。"),
            ("then", "show"),
        ]);
        clerk.upload(&path, &fields, None)
    }

    fn attach(&self, clerk: &mut Browser) -> Result<Option<Answer>> {
        let (name, text) = self.file();
        let path = format!("{}/files", self.address());
        clerk.upload(&path, &[], Some((&name, text.as_bytes())))
    }

    fn post(
        &self,
        who: &mut Browser,
        (verb, fields): (&str, &[(&str, &str)]),
    ) -> Result<Option<Answer>> {
        who.post(&format!("{}/{verb}", self.address()), fields)
    }

    /// The edition at work is another one from now on.
    fn turn_to(&mut self, location: &str) -> Result<()> {
        let id = location.strip_prefix("/desk/documents/");
        let id = id.and_then(|it| it.split(['/', '?', '#']).next());
        let id = id.filter(|it| it.len() == 36);
        id.with_context(|| format!("no edition's address: {location}"))?
            .clone_into(&mut self.edition);
        self.since = self.done;
        Ok(())
    }

    /// Finds out after a kill whether the act under way took place, then looks every acknowledged one up.
    pub fn look_up(&mut self, people: &mut People) -> Result<()> {
        if self.is_open {
            self.is_open = false;
            if self.has_happened(people)? {
                self.done += 1;
            }
        }
        for place in self.since..self.done {
            let act = self.acts[place];
            ensure!(
                self.is_seen(place, people)?,
                "{}: {act:?} was acknowledged and is lost",
                self.title()
            );
        }
        self.is_settled = self.is_over();
        Ok(())
    }

    /// Whether the act that was asked for and not answered took place.
    fn has_happened(&mut self, people: &mut People) -> Result<bool> {
        let found = match self.acts[self.done] {
            Act::Begin => {
                let list = open(&mut people.clerk, "/desk/documents?state=draft")?;
                let link = list.body.split(&format!("\">{}</a>", self.title())).next();
                link.filter(|it| it.len() < list.body.len())
                    .and_then(|it| it.rsplit("href=\"").next())
                    .map(str::to_owned)
            }
            Act::Correct => {
                let page = open(&mut people.clerk, &self.address())?;
                let link = page.body.split("\">查看新版次</a>").next();
                link.filter(|it| it.len() < page.body.len())
                    .and_then(|it| it.rsplit("href=\"").next())
                    .map(str::to_owned)
            }
            _ => return self.is_seen(self.done, people),
        };
        match found {
            Some(address) => {
                self.turn_to(&address)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Remembers the public address, where a page of the desk names it.
    fn note_document(&mut self, page: &str) {
        if self.document.is_empty()
            && let Some(id) = value_of(page, "class=\"button second\" href=\"/documents/")
        {
            self.document = id;
        }
    }

    /// Whether what an act of the edition at work did is there.
    fn is_seen(&mut self, place: usize, people: &mut People) -> Result<bool> {
        let page = open(people.reader(), &self.address())?.body;
        self.note_document(&page);
        let is_at_least = |stage: &str| -> Result<bool> {
            let rank = |it: &str| STAGES.iter().position(|known| *known == it);
            let heading = page.split("<h1>").nth(1).unwrap_or_default();
            let label = heading
                .split("<span class=\"")
                .nth(1)
                .and_then(|it| it.split(['>', '<']).nth(1));
            let label = label.context("an edition's page names its stage")?;
            Ok(rank(label).with_context(|| label.to_owned())? >= rank(stage).unwrap_or(usize::MAX))
        };
        let public = format!("/documents/{}", self.document);
        match self.acts[place] {
            Act::Begin | Act::Correct => Ok(page.contains(&self.title())),
            Act::Save => Ok(page.contains(&self.sentence(place))),
            Act::Attach => {
                let (name, text) = self.file();
                if !page.contains(&name) {
                    return Ok(false);
                }
                let file = open(people.reader(), &format!("{}/files/1", self.address()))?;
                Ok(file.body == text)
            }
            Act::Submit => is_at_least("待初审"),
            Act::Pass => is_at_least("待保密审查"),
            Act::Sign => is_at_least("待审批"),
            Act::Approve if self.acts[place + 1] == Act::Withdraw && self.done > place + 1 => {
                is_at_least("已撤下")
            }
            Act::Approve => {
                // A withdrawal may be under way: then its own look tells.
                let shown = open_any(people.reader(), &public)?;
                Ok(is_at_least("已公开")?
                    && (shown.status == 410 || shown.body.contains(&self.title())))
            }
            Act::Decide => {
                let shown = open(people.reader(), &format!("/api/v1{public}"))?;
                Ok(shown.body.contains("\"validity\":\"amended\""))
            }
            Act::Withdraw => Ok(open_any(people.reader(), &public)?.status == 410),
        }
    }
}

/// A page that must be there.
fn open(browser: &mut Browser, path: &str) -> Result<Answer> {
    let answer = open_any(browser, path)?;
    ensure!(answer.status == 200, "{path}: {}", answer.status);
    Ok(answer)
}

/// A page, whatever it says; nobody is killed while this is asked.
fn open_any(browser: &mut Browser, path: &str) -> Result<Answer> {
    browser
        .get(path)?
        .with_context(|| format!("{path}: no answer"))
}
