//! One edition: the text as the public will read it, what the gate found, what was done, and what its reader may do now.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{DocumentId, EditionId, Fault, PageAsk, Stop};
use promises::queries::PromiseLine;
use promises::work::{Queue, QueueAsk, Whose, list_queue};
use publishing::examine::Gravity;
use publishing::files::{MOST_IN_FORM, is_media, stem};
use publishing::filing::queries::list_of_document;
use publishing::filing::{Filing, FilingState};
use publishing::library::Kind;
use publishing::model::{Attachment, Disclosure, Force, Upload};
use publishing::queries::{FindingLine, Work, find_edition, find_under_way, list_uploads};
use publishing::rules::{EditionCommand, check_not_drafter, verdict};
use publishing::{DocumentRefusal, DocumentState, EditionState, Library, Validity};
use store::Tx;
use ui::{Markup, dates};

use super::act::signing_unit;
use super::taken::{accepted, size_of};
use super::work_of;
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/{id}", get(show))
}

/// Tied editions shown beside one at most.
const MOST_COMPANIONS: usize = 5;

/// What was typed into one of the page's forms, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// The form: the last part of its address.
    pub form: &'static str,
    /// What was typed.
    pub words: String,
    /// The words of the text that were meant.
    pub quote: String,
    /// What was wrong.
    pub errors: Errors,
}

/// What somebody may do to the edition now.
#[derive(Debug, Default)]
struct May {
    edit: bool,
    submit: bool,
    recall: bool,
    discard: bool,
    pass: bool,
    sign: bool,
    /// Sign for a unit that issues it along: its name.
    countersign: Option<String>,
    approve: bool,
    publish_first: bool,
    ratify: bool,
    give_back: bool,
    correct: bool,
    withdraw: bool,
    decide_validity: bool,
    link: bool,
    /// Say whether the publication keeps a promise that was proposed.
    confirm: bool,
    tie: bool,
    /// Put it on file with the unit above.
    file: bool,
    /// Why a reviewer may not: they drafted it.
    is_own: bool,
}

/// One step of the way as the page draws it.
#[derive(Debug)]
struct Stage {
    label: &'static str,
    is_done: bool,
    is_here: bool,
}

#[derive(Debug, Template)]
#[template(path = "documents/show.html")]
struct ShowPage {
    frame: DeskFrame,
    work: Work,
    body: Markup,
    kind: String,
    column: String,
    has_validity: bool,
    validity: Option<Validity>,
    stages: Vec<Stage>,
    may: May,
    tried: Tried,
    /// Open promises of the unit that can still be linked.
    candidates: Vec<PromiseLine>,
    /// The edition of the same document that is under way.
    under_way: Option<EditionId>,
    /// Tied editions at the same stage: they can go the same step.
    companions: Vec<Companion>,
    /// Whether documents of this kind interpret others.
    interprets: bool,
    /// The kinds that interpret this one.
    interpreters: Vec<(String, String)>,
    /// Where the document was put on file, the newest first.
    filings: Vec<Filing>,
    /// What the reader has under way to this draft.
    uploads: Vec<Upload>,
    /// Megabytes of one file at most.
    largest_mb: u64,
}

/// A tied edition at the same stage, with its text: both are read before both are judged (同步审签).
#[derive(Debug)]
struct Companion {
    edition: EditionId,
    title: String,
    body: Markup,
}

impl ShowPage {
    fn address(&self) -> String {
        format!("/desk/documents/{}", self.work.edition.id)
    }

    fn tag(&self) -> &'static str {
        super::tag(self.work.edition.state)
    }

    /// What was wrong with a form.
    fn wrong(&self, form: &str) -> Option<&str> {
        let first = self.tried.errors.all().first();
        first
            .filter(|_| self.tried.form == form)
            .map(|(_, message)| message.as_str())
    }

    /// What was typed into a form.
    fn words(&self, form: &str) -> &str {
        if self.tried.form == form {
            &self.tried.words
        } else {
            ""
        }
    }

    /// The words that a remark was meant for.
    fn quote(&self) -> &str {
        &self.tried.quote
    }

    fn look(&self, gravity: Gravity) -> &'static str {
        match gravity {
            Gravity::Block => "tag bad",
            Gravity::Warning | Gravity::Notice => "tag",
        }
    }

    /// Findings that stand between the edition and the signature.
    fn open_findings(&self) -> usize {
        let is_open = |it: &&FindingLine| it.gravity == Gravity::Block && it.keep_reason.is_empty();
        self.work.findings.iter().filter(is_open).count()
    }

    fn may_keep(&self, finding: &FindingLine) -> bool {
        self.may.sign && finding.keep_reason.is_empty() && finding.kind != "secrecy_mark"
    }

    fn look_of(&self, filing: &Filing) -> &'static str {
        crate::filings::tag(filing.state)
    }

    /// Whether it can be put on file now: nothing is under way.
    fn may_file(&self) -> bool {
        let is_done = |it: &Filing| {
            it.state.is_under_way()
                || (it.state == FilingState::Registered && it.edition == self.work.edition.id)
        };
        self.may.file && !self.filings.iter().any(is_done)
    }

    /// Whether there is something in the text that masking helps against.
    fn can_mask(&self) -> bool {
        let is_text = |it: &FindingLine| it.attachment.is_none();
        self.may.edit
            && self
                .work
                .findings
                .iter()
                .any(|it| is_text(it) && !matches!(it.kind.as_str(), "secrecy_mark" | "expression"))
    }

    /// Whether there is something in the text that the site's list of expressions replaces.
    fn can_replace(&self) -> bool {
        let is_listed = |it: &FindingLine| it.attachment.is_none() && it.kind == "expression";
        self.may.edit && self.work.findings.iter().any(is_listed)
    }

    fn size(&self, file: &Attachment) -> String {
        size_of(file.size)
    }

    fn size_of(&self, bytes: u64) -> String {
        size_of(bytes)
    }

    /// How a recording is played in the page: whether there is something to be seen; `None` for what browsers do not play.
    fn played(&self, file: &Attachment) -> Option<bool> {
        let is_played = is_media(&file.media_type) && file.media_type != "video/quicktime";
        is_played.then(|| file.media_type.starts_with("video/"))
    }

    /// Whether a recording has neither captions nor a text beside it.
    fn lacks_text(&self, file: &Attachment) -> bool {
        let is_beside = |it: &&Attachment| {
            it.ordinal != file.ordinal && stem(&it.file_name) == stem(&file.file_name)
        };
        let files = &self.work.edition.attachments;
        is_media(&file.media_type) && !files.iter().any(|it| is_beside(&it))
    }

    /// The endings of files that are taken.
    fn accepted(&self) -> String {
        accepted()
    }

    /// How far an upload is, in hundredths.
    fn percent(&self, upload: &Upload) -> u64 {
        upload.received.saturating_mul(100) / upload.size.max(1)
    }

    /// Whether there is something in a file that can be taken out or masked.
    fn can_clean(&self, file: &Attachment) -> bool {
        let is_of = |it: &&FindingLine| it.attachment == Some(file.ordinal);
        let is_office = matches!(
            file.file_name
                .rsplit_once('.')
                .map(|(_, it)| it.to_ascii_lowercase())
                .as_deref(),
            Some("docx" | "xlsx" | "jpg" | "jpeg" | "png")
        );
        file.size <= MOST_IN_FORM && is_office && self.work.findings.iter().any(|it| is_of(&it))
    }

    fn is_public(&self) -> bool {
        match self.work.edition.state {
            EditionState::Published => true,
            EditionState::Draft
            | EditionState::Returned
            | EditionState::FirstReview
            | EditionState::SecrecyReview
            | EditionState::Countersigning
            | EditionState::Approval
            | EditionState::Scheduled
            | EditionState::Filed
            | EditionState::Superseded
            | EditionState::Withdrawn
            | EditionState::Discarded => false,
        }
    }

    fn decidable(&self) -> Vec<Validity> {
        let all = [
            Validity::Amended,
            Validity::PartlyRepealed,
            Validity::Repealed,
            Validity::InForce,
        ];
        let now = self.work.document.validity;
        all.into_iter().filter(|it| *it != now).collect()
    }

    fn is_disclosed(&self) -> bool {
        match self.work.edition.metadata.disclosure {
            Disclosure::Public => true,
            Disclosure::OnRequest | Disclosure::Withheld => false,
        }
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    page(&desk, &officer, &id, Tried::default()).await
}

/// How a form of the page ended: what is said on the page, or what was wrong, at the form with what was typed.
pub(super) async fn ended(
    desk: &Desk,
    (officer, id): (&Officer, &str),
    (form, words): (&'static str, String),
    outcome: Result<impl AsRef<str>, Stop<DocumentRefusal>>,
) -> Result<Response, Snag> {
    let part = match form {
        "tie" => "#ties",
        "cited" => "#cited",
        "remark" => "#remarks",
        "promises" => "#promises",
        "files" => "#files",
        _ => "",
    };
    match outcome {
        Ok(says) => {
            let to = format!("/desk/documents/{id}{part}");
            Ok(flash::go(desk, &to, says.as_ref()))
        }
        Err(stop) => {
            let tried = Tried {
                form,
                words,
                errors: Errors::of(stop)?,
                ..Tried::default()
            };
            page(desk, officer, id, tried).await
        }
    }
}

/// The page of an edition; what was tried stands in its form again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: &str,
    tried: Tried,
) -> Result<Response, Snag> {
    let work = work_of(desk, officer, id).await?;
    let library = &desk.library;
    let kind = library.find_kind(&work.document.kind);
    let may = may(officer, &work, kind);
    let today = desk.today();
    let account = officer.entered.account.id;
    let now = desk.now();
    let (candidates, under_way, companions, uploads, filings) = store::read!(desk.store, |tx| {
        let candidates = if may.link {
            candidates(tx, &work, today).await?
        } else {
            Vec::new()
        };
        let document: DocumentId = work.document.id;
        let under_way = find_under_way(tx, document).await?;
        let uploads = if may.edit {
            list_uploads(tx, (work.edition.id, account), now).await?
        } else {
            Vec::new()
        };
        let companions = companions_of(tx, &work).await?;
        let filings = list_of_document(tx, document).await?;
        Ok::<_, Fault>((candidates, under_way, companions, uploads, filings))
    })?;
    let has_validity = kind.is_some_and(|it| it.has_validity);
    let it = &work.edition.metadata;
    let force = Force {
        decided: work.document.validity,
        decided_from: work.document.validity_from,
        before: work.document.validity_before,
        effective_on: it.effective_on,
        expires_on: it.expires_on,
    };
    let status = tried.errors.status();
    let column = library.find_column(&it.column);
    let page = ShowPage {
        frame: desk
            .frame(officer, it.title.clone())
            .under("信息发布", "/desk/documents"),
        body: Markup::trusted(super::image::for_desk(work.edition.body.html())),
        kind: library.kind_name(&work.document.kind).to_owned(),
        column: column.map(|it| it.name.clone()).unwrap_or_default(),
        validity: has_validity.then(|| force.on(today)),
        has_validity,
        stages: stages(&work),
        may,
        tried,
        candidates,
        under_way: under_way.filter(|it| *it != work.edition.id),
        companions,
        interprets: kind.is_some_and(|it| it.interprets),
        interpreters: interpreters(library),
        filings,
        uploads,
        largest_mb: desk.files.largest >> 20,
        work,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The kinds that interpret others, with their names.
fn interpreters(library: &Library) -> Vec<(String, String)> {
    let kinds = library.kinds().iter().filter(|it| it.interprets);
    kinds.map(|it| (it.code.clone(), it.name.clone())).collect()
}

/// Tied editions of the unit at the same stage.
async fn companions_of(tx: &mut Tx, work: &Work) -> Result<Vec<Companion>, Fault> {
    let (state, unit) = (work.edition.state, work.document.unit);
    if !state.is_under_way() {
        return Ok(Vec::new());
    }
    let tied = work.interpreting.iter().chain(&work.interpreted);
    let beside = tied.filter(|it| it.state == state && it.unit == unit);
    let mut companions = Vec::new();
    for it in beside.take(MOST_COMPANIONS) {
        let Some(edition) = find_edition(tx, it.edition).await? else {
            continue;
        };
        companions.push(Companion {
            edition: it.edition,
            title: it.title.clone(),
            body: Markup::trusted(super::image::for_desk(edition.body.html())),
        });
    }
    Ok(companions)
}

fn may(officer: &Officer, work: &Work, kind: Option<&Kind>) -> May {
    let actor = &officer.actor;
    let (unit, edition) = (work.document.unit, &work.edition);
    let allowed = |command| matches!(verdict(edition.state, command), kernel::Verdict::Becomes(_));
    let is_officer = actor.unit_officer(unit).is_ok();
    let is_own = check_not_drafter(actor, &edition.drafter).is_err();
    let holds_stage = match edition.state {
        EditionState::FirstReview => actor.unit_leader(unit).is_ok(),
        EditionState::SecrecyReview => actor.secrecy_reviewer(unit).is_ok(),
        EditionState::Countersigning => {
            let joint = edition.joint.iter();
            let mut leads = joint.map(|it| it.unit).chain([unit]);
            leads.any(|it| actor.approver(it).is_ok())
        }
        EditionState::Approval | EditionState::Scheduled => actor.approver(unit).is_ok(),
        EditionState::Draft
        | EditionState::Returned
        | EditionState::Filed
        | EditionState::Published
        | EditionState::Superseded
        | EditionState::Withdrawn
        | EditionState::Discarded => false,
    };
    let reviews = holds_stage && !is_own;
    let is_public = edition.state == EditionState::Published;
    let stands = work.document.state == DocumentState::Published;
    let signing = signing_unit(officer, work).filter(|_| !is_own);
    let is_leader = actor.unit_leader(unit).is_ok();
    May {
        countersign: signing.and_then(|unit| {
            let mut joint = edition.joint.iter();
            joint.find(|it| it.unit == unit).map(|it| it.name.clone())
        }),
        publish_first: is_leader
            && !is_own
            && allowed(EditionCommand::PublishFirst)
            && kind.is_some_and(Kind::may_come_first)
            && edition.metadata.publish_at.is_none(),
        ratify: actor.approver(unit).is_ok() && !is_own && edition.owes_approval() && stands,
        edit: is_officer && allowed(EditionCommand::Edit),
        submit: is_officer && allowed(EditionCommand::Submit),
        recall: is_officer && allowed(EditionCommand::Recall),
        discard: is_officer && allowed(EditionCommand::Discard),
        pass: reviews && allowed(EditionCommand::Pass),
        sign: reviews && allowed(EditionCommand::Sign),
        approve: reviews && allowed(EditionCommand::Approve),
        give_back: reviews && allowed(EditionCommand::Return),
        correct: is_officer && is_public,
        withdraw: is_public && stands && actor.approver(unit).is_ok(),
        decide_validity: is_public && stands && actor.approver(unit).is_ok(),
        link: is_officer && edition.state.is_under_way(),
        confirm: is_officer && stands,
        tie: is_officer && work.document.state != DocumentState::Withdrawn,
        file: is_officer && is_public && stands && kind.is_some_and(Kind::is_filed),
        is_own: holds_stage && is_own,
    }
}

fn stages(work: &Work) -> Vec<Stage> {
    const WAY: &[(u32, &str)] = &[
        (0, "起草"),
        (1, "科室初审"),
        (2, "保密审查"),
        (3, "联合发文单位会签"),
        (4, "领导审批"),
        (5, "公开"),
    ];
    let here = match work.edition.state {
        EditionState::Draft | EditionState::Returned | EditionState::Discarded => 0,
        EditionState::FirstReview => 1,
        EditionState::SecrecyReview => 2,
        EditionState::Countersigning => 3,
        EditionState::Approval => 4,
        EditionState::Scheduled
        | EditionState::Filed
        | EditionState::Published
        | EditionState::Superseded
        | EditionState::Withdrawn => 5,
    };
    let is_joint = !work.edition.joint.is_empty();
    let owes = work.edition.owes_approval();
    WAY.iter()
        .filter(|(at, _)| *at != 3 || is_joint)
        .map(|(at, label)| Stage {
            label: if *at == 4 && owes {
                "领导审批（待补办）"
            } else {
                label
            },
            is_done: *at < here && !(*at == 4 && owes),
            is_here: *at == here,
        })
        .collect()
}

/// The unit's open promises that are due first and are not linked yet.
async fn candidates(
    tx: &mut Tx,
    work: &Work,
    today: kernel::Date,
) -> Result<Vec<PromiseLine>, Fault> {
    let ask = QueueAsk {
        whose: Whose::Units(vec![work.document.unit]),
        queue: Queue::Owed,
        plan: None,
        page: PageAsk::first(50),
    };
    let page = list_queue(tx, &ask, today).await?;
    let is_linked = |id| work.promises.iter().any(|it| it.id == id);
    let lines = page.items.into_iter().map(|it| it.line);
    Ok(lines.filter(|it| !is_linked(it.id)).collect())
}
