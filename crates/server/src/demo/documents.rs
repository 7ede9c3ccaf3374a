//! What the demo city publishes: documents that go through the same review as any city's, corrections, repeals, withdrawals, and some that
//! still lie on desks.

use std::sync::Arc;

use kernel::{Actor, Date, DocumentId, Moment, PageAsk, Role, Stop, UnitId, UnitOfficer};
use prose::Body;
use publishing::actions::publish::Outlet;
use publishing::actions::{
    self, Begin, Correct, DecideValidity, Judge, NewFile, PublishFirst, Remark, Save,
    SetExpression, Withdraw,
};
use publishing::gathered::typed::print;
use publishing::metadata::TypedMetadata;
use publishing::model::Scale;
use publishing::public::{Scope, list_public};
use publishing::queries::find_edition;
use publishing::ties::find_meant;
use publishing::{EditionState, Library, Validity};
use serde::Deserialize;

use super::filings::Filed;
use super::subsites::Shared;
use super::{City, files};
use crate::failure::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    document: Vec<Told>,
    #[serde(default)]
    correction: Vec<Correction>,
    #[serde(default)]
    validity: Vec<Decision>,
    #[serde(default)]
    withdrawal: Vec<Withdrawal>,
    #[serde(default)]
    filing: Vec<Filed>,
    #[serde(default)]
    expression: Vec<Worded>,
    #[serde(default)]
    share: Vec<Shared>,
}

/// A document as the file tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    unit: String,
    kind: String,
    column: String,
    title: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    keywords: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    made_on: String,
    #[serde(default)]
    effective_on: String,
    #[serde(default)]
    expires_on: String,
    #[serde(default)]
    unpublish_after: String,
    on: Date,
    /// The number of the document that it interprets.
    #[serde(default)]
    interprets: String,
    /// Who interprets in it: the code.
    #[serde(default)]
    interpreter: String,
    /// Which issue it is: year and number.
    #[serde(default)]
    issue: Option<(i16, u16)>,
    /// What it gathers, a line a document; one that has no number is named by its title alone.
    #[serde(default)]
    gathered: String,
    /// The units that issue it together with its own.
    #[serde(default)]
    joint: String,
    /// Why it came out before its approval, which is still owed.
    #[serde(default)]
    first: String,
    /// What a reviewer remarked before it was returned.
    #[serde(default)]
    remark: Vec<Remarked>,
    /// How far it has come; all the way where nothing is said.
    #[serde(default)]
    stage: String,
    /// Why it was returned.
    #[serde(default)]
    words: String,
    body: String,
    /// The files that it comes with.
    #[serde(default)]
    file: Vec<ToldFile>,
}

/// A file as the file tells it: what it says, line by line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldFile {
    name: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remarked {
    quote: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    title: String,
    on: Date,
    scale: String,
    note: String,
    from: String,
    to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    title: String,
    on: Date,
    validity: String,
    basis: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    title: String,
    on: Date,
    reason: String,
}

/// An expression that the site does not use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worded {
    on: Date,
    wrong: String,
    better: String,
    note: String,
}

/// One thing that happens.
enum Act<'f> {
    Publish(&'f Told),
    Correct(&'f Correction),
    Decide(&'f Decision),
    Withdraw(&'f Withdrawal),
    File(&'f Filed),
    Register(&'f Filed),
    Word(&'f Worded),
    Share(&'f Shared),
}

/// Plays what is published, corrected, decided and withdrawn after `from` through `to`.
pub async fn play(city: &City, from: Date, to: Date) -> Result<(), Failure> {
    let file: File = toml::from_str(&city.content.for_newest_year("documents.toml")?)
        .map_err(|cause| flawed(&cause.to_string()))?;
    let mut acts: Vec<(Date, Act<'_>)> = Vec::new();
    acts.extend(file.document.iter().map(|it| (it.on, Act::Publish(it))));
    acts.extend(file.correction.iter().map(|it| (it.on, Act::Correct(it))));
    acts.extend(file.validity.iter().map(|it| (it.on, Act::Decide(it))));
    acts.extend(file.withdrawal.iter().map(|it| (it.on, Act::Withdraw(it))));
    acts.extend(file.filing.iter().map(|it| (it.on, Act::File(it))));
    acts.extend(file.expression.iter().map(|it| (it.on, Act::Word(it))));
    acts.extend(file.share.iter().map(|it| (it.on, Act::Share(it))));
    let registered = file.filing.iter();
    acts.extend(registered.filter_map(|it| Some((it.registered_on?, Act::Register(it)))));
    acts.retain(|(on, _)| from < *on && *on <= to);
    acts.sort_by_key(|(on, _)| *on);
    let library = Arc::new(Library::built_in());
    for (on, act) in acts {
        let house = House {
            city,
            library: Arc::clone(&library),
            now: Moment::noon_of(on),
        };
        match act {
            Act::Publish(it) => house.publish(it).await?,
            Act::Correct(it) => house.correct(it).await?,
            Act::Decide(it) => house.decide(it).await?,
            Act::Withdraw(it) => house.withdraw(it).await?,
            Act::File(it) => house.file(it).await?,
            Act::Register(it) => house.register(it).await?,
            Act::Word(it) => house.word(it).await?,
            Act::Share(it) => house.share(it).await?,
        }
    }
    actions::take_down_due(&city.store, Moment::noon_of(to)).await?;
    actions::settle_due(&city.store, Moment::noon_of(to)).await?;
    Ok(())
}

/// The house in which documents are made, at one moment.
pub(super) struct House<'c> {
    pub(super) city: &'c City,
    pub(super) library: Arc<Library>,
    pub(super) now: Moment,
}

impl House<'_> {
    /// The site that the demo's documents come out on; it has no address that others could open.
    pub(super) fn outlet(&self) -> Outlet {
        Outlet {
            base_url: String::new(),
            library: Arc::clone(&self.library),
            calendar: Arc::clone(&self.city.calendar),
            scanner: None,
            filing_desks: Arc::new(super::filing_desks()),
        }
    }

    /// Ties an interpretation to the document of a number.
    async fn tie(
        &self,
        (document, number): (DocumentId, &str),
        clerk: &UnitOfficer,
    ) -> Result<(), Failure> {
        let (store, unit) = (&self.city.store, clerk.unit());
        let meant = store::read!(store, |tx| find_meant(tx, (number, unit)).await)?;
        let meant = meant.ok_or_else(|| flawed(&format!("没有{number}")))?;
        let when = (&self.outlet(), self.now);
        Ok(actions::tie(store, (document, meant), clerk, when).await?)
    }

    pub(super) async fn unit(&self, code: &str) -> Result<UnitId, Failure> {
        let found = store::read!(self.city.store, |tx| {
            store::directory::find_unit_by_code(tx, code).await
        })?;
        let unit = found.ok_or_else(|| flawed(&format!("没有单位 {code}")))?;
        Ok(unit.id)
    }

    async fn publish(&self, it: &Told) -> Result<(), Failure> {
        let unit = self.unit(&it.unit).await?;
        let clerk = person(unit, Role::Clerk)
            .unit_officer(unit)
            .map_err(refused)?;
        let text = it.body.trim();
        let command = Begin {
            kind: it.kind.clone(),
            metadata: TypedMetadata {
                column: it.column.clone(),
                title: it.title.clone(),
                number: it.number.clone(),
                joint_issuers: it.joint.clone(),
                theme: it.theme.clone(),
                keywords: it.keywords.clone(),
                summary: it.summary.clone(),
                made_on: it.made_on.clone(),
                effective_on: it.effective_on.clone(),
                expires_on: it.expires_on.clone(),
                unpublish_after: it.unpublish_after.clone(),
                interpreter: it.interpreter.clone(),
                issue_year: it.issue.map(|it| it.0.to_string()).unwrap_or_default(),
                issue_number: it.issue.map(|it| it.1.to_string()).unwrap_or_default(),
                gathered: self.gathered(&it.gathered).await?,
                ..TypedMetadata::default()
            },
            body: Body::clean(text)
                .map_err(|cause| flawed(&cause.to_string()))?
                .body,
        };
        let who = (&clerk, self.library.as_ref());
        let begun = actions::begin(&self.city.store, &command, who, self.now).await?;
        for file in &it.file {
            self.attach(begun.edition, file, &clerk).await?;
        }
        if !it.interprets.is_empty() {
            self.tie((begun.document, &it.interprets), &clerk).await?;
        }
        let stage = EditionState::from_code(&it.stage).unwrap_or(EditionState::Published);
        if stage == EditionState::Returned {
            self.bring(begun.edition, unit, EditionState::FirstReview)
                .await?;
            let head = person(unit, Role::SectionHead);
            return self.give_back(begun.edition, it, &head).await;
        }
        if it.first.is_empty() {
            return self.bring(begun.edition, unit, stage).await;
        }
        self.bring(begun.edition, unit, EditionState::Approval)
            .await?;
        let command = PublishFirst {
            edition: begun.edition,
            reason: it.first.clone(),
        };
        let head = person(unit, Role::SectionHead);
        let head = head.unit_leader(unit).map_err(refused)?;
        let when = (&self.outlet(), self.now);
        Ok(actions::publish_first(&self.city.store, &command, &head, when).await?)
    }

    /// Attaches a file that is made for it. It is the demo's own: nobody needs to look into it.
    async fn attach(
        &self,
        edition: kernel::EditionId,
        it: &ToldFile,
        clerk: &UnitOfficer,
    ) -> Result<(), Failure> {
        let made = files::make(&it.name, &it.text);
        let (media_type, bytes) = made.ok_or_else(|| flawed(&format!("做不出{}", it.name)))?;
        let size = bytes.len() as u64;
        let blob = self.city.store.blobs().put(bytes).await?;
        let file = NewFile {
            blob,
            file_name: it.name.clone(),
            media_type: media_type.to_owned(),
            size,
            unreadable: None,
            found: Vec::new(),
        };
        actions::attach(&self.city.store, (edition, &file), clerk, self.now).await?;
        Ok(())
    }

    /// Sends an edition back with remarks.
    async fn give_back(
        &self,
        edition: kernel::EditionId,
        it: &Told,
        head: &Actor,
    ) -> Result<(), Failure> {
        let (store, now) = (&self.city.store, self.now);
        for remark in &it.remark {
            let command = Remark {
                edition,
                quote: remark.quote.clone(),
                words: remark.words.clone(),
            };
            actions::remark(store, &command, head, now).await?;
        }
        let judge = Judge::of(edition, it.words.as_str());
        Ok(actions::return_edition(store, &judge, head, now).await?)
    }

    /// The leaders of the units that issue it together sign.
    async fn countersign(&self, edition: kernel::EditionId) -> Result<(), Failure> {
        let (store, now) = (&self.city.store, self.now);
        let found = store::read!(store, |tx| find_edition(tx, edition).await)?;
        for it in found.into_iter().flat_map(|it| it.joint) {
            let leader = person(it.unit, Role::Approver);
            let leader = leader.approver(it.unit).map_err(refused)?;
            actions::countersign(store, &Judge::of(edition, "同意。"), &leader, now).await?;
        }
        Ok(())
    }

    /// Takes an edition through review up to a stage.
    async fn bring(
        &self,
        edition: kernel::EditionId,
        unit: UnitId,
        stage: EditionState,
    ) -> Result<(), Failure> {
        let (store, now) = (&self.city.store, self.now);
        if stage == EditionState::Draft {
            return Ok(());
        }
        let clerk = person(unit, Role::Clerk)
            .unit_officer(unit)
            .map_err(refused)?;
        actions::submit(
            store,
            &Judge::of(edition, ""),
            (&clerk, self.library.as_ref()),
            now,
        )
        .await?;
        let judge = |words: &str| Judge::of(edition, words);
        if stage == EditionState::FirstReview {
            return Ok(());
        }
        let head = person(unit, Role::SectionHead);
        let head = head.unit_leader(unit).map_err(refused)?;
        actions::pass(store, &judge("同意。"), &head, now).await?;
        if stage == EditionState::SecrecyReview {
            return Ok(());
        }
        let secrecy = person(unit, Role::SecrecyOfficer);
        let secrecy = secrecy.secrecy_reviewer(unit).map_err(refused)?;
        actions::sign(store, &judge("经审查，可以公开。"), &secrecy, now).await?;
        if stage == EditionState::Countersigning {
            return Ok(());
        }
        self.countersign(edition).await?;
        if stage == EditionState::Approval {
            return Ok(());
        }
        let leader = person(unit, Role::Approver)
            .approver(unit)
            .map_err(refused)?;
        let when = (&self.outlet(), now);
        actions::approve(store, &judge("同意公开。"), &leader, when).await?;
        Ok(())
    }

    /// What is gathered, with addresses in the place of titles that stand alone.
    async fn gathered(&self, told: &str) -> Result<String, Failure> {
        let mut lines = Vec::new();
        for line in told.lines() {
            let title = line.strip_prefix('《').and_then(|it| it.strip_suffix('》'));
            lines.push(match title {
                Some(title) => format!("/documents/{}", self.find(title).await?.0),
                None => line.to_owned(),
            });
        }
        Ok(lines.join("\n"))
    }

    /// A public document by its title.
    pub(super) async fn find(&self, title: &str) -> Result<(DocumentId, UnitId), Failure> {
        let mut ask = PageAsk::first(PageAsk::MOST);
        loop {
            let page = store::read!(self.city.store, |tx| {
                list_public(tx, &Scope::default(), &ask).await
            })?;
            if let Some(line) = page.items.iter().find(|it| it.title == title) {
                return Ok((line.id, line.unit));
            }
            match page.next {
                Some(next) => ask = PageAsk::after(next, PageAsk::MOST),
                None => return Err(flawed(&format!("没有《{title}》"))),
            }
        }
    }

    async fn correct(&self, it: &Correction) -> Result<(), Failure> {
        let (store, now) = (&self.city.store, self.now);
        let (document, unit) = self.find(&it.title).await?;
        let clerk = person(unit, Role::Clerk)
            .unit_officer(unit)
            .map_err(refused)?;
        let scale = Scale::from_code(&it.scale).unwrap_or(Scale::Major);
        let command = Correct {
            document,
            scale,
            change_note: it.note.clone(),
        };
        let edition = actions::correct(store, &command, &clerk, now).await?;
        let found = store::read!(store, |tx| find_edition(tx, edition).await)?;
        let found = found.ok_or_else(|| flawed("版次不在"))?;
        let html = found.body.html().replace(&it.from, &it.to);
        let day = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
        let old = &found.metadata;
        let save = Save {
            edition,
            revision: found.revision,
            metadata: TypedMetadata {
                column: old.column.clone(),
                title: old.title.clone(),
                number: old.number.clone(),
                joint_issuers: old.joint_issuers.join("、"),
                theme: old.theme.clone(),
                keywords: old.keywords.clone(),
                summary: old.summary.clone(),
                made_on: day(old.made_on),
                effective_on: day(old.effective_on),
                expires_on: day(old.expires_on),
                gathered: print(&old.gathered),
                ..TypedMetadata::default()
            },
            body: Body::clean(&html)
                .map_err(|cause| flawed(&cause.to_string()))?
                .body,
            scale,
            change_note: it.note.clone(),
        };
        actions::save(store, &save, (&clerk, self.library.as_ref()), now).await?;
        self.bring(edition, unit, EditionState::Published).await
    }

    async fn decide(&self, it: &Decision) -> Result<(), Failure> {
        let (document, unit) = self.find(&it.title).await?;
        let leader = person(unit, Role::Approver)
            .approver(unit)
            .map_err(refused)?;
        let validity = Validity::from_code(&it.validity).ok_or_else(|| flawed("效力代码不对"))?;
        let command = DecideValidity {
            document,
            validity,
            basis: it.basis.clone(),
            effective_on: it.on,
            words: it.words.clone(),
        };
        let when = (&self.outlet(), self.now);
        Ok(actions::decide_validity(&self.city.store, &command, &leader, when).await?)
    }

    /// The office puts an expression on its list.
    async fn word(&self, it: &Worded) -> Result<(), Failure> {
        let command = SetExpression {
            wrong: it.wrong.clone(),
            better: it.better.clone(),
            note: it.note.clone(),
        };
        let (store, office) = (&self.city.store, &self.city.office);
        actions::set_expressions(store, &[command], office, self.now).await?;
        Ok(())
    }

    async fn withdraw(&self, it: &Withdrawal) -> Result<(), Failure> {
        let (document, unit) = self.find(&it.title).await?;
        let leader = person(unit, Role::Approver)
            .approver(unit)
            .map_err(refused)?;
        let command = Withdraw {
            document,
            reason: it.reason.clone(),
            successor: None,
        };
        Ok(actions::withdraw(&self.city.store, &command, &leader, self.now).await?)
    }
}

/// Somebody of a unit in a role.
pub(super) fn person(unit: UnitId, role: Role) -> Actor {
    Actor::officer(role.label(), unit, vec![role])
}

pub(super) fn refused(cause: kernel::NotAllowed) -> Failure {
    Failure::from(Stop::Refused(cause))
}

pub(super) fn flawed(what: &str) -> Failure {
    Failure::bad_input(
        "demo.content",
        format!("演示数据有误：{what}"),
        "请重新获取程序",
    )
}
