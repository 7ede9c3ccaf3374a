//! 核对草稿: the source on one side, its duties on the other; each edit is a form of its own, saved at once.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::unit::Directory;
use kernel::{DraftId, Stop};
use plans::actions::{EditDraft, discard_draft, edit_draft};
use plans::draft::fold::{Came, Content};
use plans::draft::preview::DraftName;
use plans::draft::{
    DraftDuty, DraftLine, DraftRefusal, DraftState, EditLine, OpenDraft, OwnTask, Preview,
    find_draft, list_own_tasks, preview,
};
use promises::evidence_rule::Accepted;
use serde::Deserialize;
use store::directory;

use super::edit_form::{EditForm, TRIGGERS};
use super::source::{Shown, marked};
use super::{Office, cut, term_words};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/plans/drafts/{id}", get(show))
        .route("/desk/plans/drafts/{id}/edit", post(act))
        .route("/desk/plans/drafts/{id}/discard", post(discard))
}

/// Edits of the history that the page shows.
const NEWEST: usize = 15;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    duty: String,
    show: String,
    add: String,
}

#[derive(Debug, Template)]
#[template(path = "plans/draft.html")]
struct DraftPage {
    frame: DeskFrame,
    line: DraftLine,
    seen: u64,
    can_undo: bool,
    can_redo: bool,
    content: Content,
    source: Vec<Shown>,
    is_whole: bool,
    rows: Vec<Row>,
    count: Left,
    show: String,
    opened: Option<Opened>,
    opened_key: Option<u32>,
    adds_after: Option<String>,
    names: Vec<DraftName>,
    register: Vec<String>,
    history: Vec<EditLine>,
    form: EditForm,
    errors: Errors,
    is_stale: bool,
}

/// What is left to do.
#[derive(Debug, Clone, Copy)]
struct Left {
    duties: usize,
    dropped: usize,
    doubts: usize,
    unled: usize,
    names: usize,
    promises: usize,
}

/// A duty in the list.
#[derive(Debug)]
struct Row {
    key: u32,
    number: usize,
    title: String,
    lead: String,
    times: String,
    doubts: usize,
    is_unled: bool,
    is_dropped: bool,
    came: &'static str,
    is_opened: bool,
}

/// The duty that is worked on, with what its forms hold.
#[derive(Debug)]
struct Opened {
    now: DraftDuty,
    form: EditForm,
    terms: Vec<String>,
    parts: Vec<(usize, String)>,
    own: Vec<OwnTask>,
    cadences: Vec<(&'static str, &'static str, bool, String)>,
    deadlines: Vec<Deadline>,
    rules: Vec<(&'static str, &'static str)>,
    triggers: &'static [(&'static str, &'static str)],
    has_next: bool,
}

/// A deadline as the form shows it.
#[derive(Debug, Default)]
struct Deadline {
    value: String,
    words: String,
    trigger: &'static str,
    event: String,
}

impl Opened {
    fn of(
        it: &DraftDuty,
        (content, directory): (&Content, &Directory),
        typed: Option<&EditForm>,
    ) -> Self {
        let mut form = as_form(it);
        if let Some(typed) = typed {
            form = typed_over(form, typed);
        }
        let cadence_words = |code: &str| {
            let term = it.duty.terms.iter().find(|term| term.value == code);
            term.map_or(String::new(), |term| term.words.clone())
        };
        Self {
            terms: it.duty.terms.iter().map(term_words).collect(),
            parts: sentences(&it.duty.text),
            own: list_own_tasks(&it.duty, directory),
            cadences: promises::Cadence::ALL
                .iter()
                .map(|cadence| {
                    let code = cadence.code();
                    let is_set = it.duty.cadence.iter().any(|set| set == code);
                    (code, cadence.label(), is_set, cadence_words(code))
                })
                .collect(),
            deadlines: deadlines_of(it),
            rules: Accepted::ALL
                .iter()
                .map(|it| (it.code(), it.label()))
                .collect(),
            triggers: TRIGGERS,
            has_next: content.next_of(it.key).is_some(),
            now: it.clone(),
            form,
        }
    }
}

fn deadlines_of(it: &DraftDuty) -> Vec<Deadline> {
    use gongwen::reading::Trigger;
    let terms = it.duty.terms.iter();
    let mut deadlines: Vec<Deadline> = terms
        .filter(|term| !gongwen::terms::is_cadence(&term.value))
        .map(|term| Deadline {
            value: term.value.clone(),
            words: term.words.clone(),
            trigger: match &term.trigger {
                Trigger::None => "",
                Trigger::PlanPublication => "publication",
                Trigger::Event(_) => "event",
            },
            event: match &term.trigger {
                Trigger::Event(words) => words.clone(),
                Trigger::None | Trigger::PlanPublication => String::new(),
            },
        })
        .collect();
    // One more to fill in.
    deadlines.push(Deadline::default());
    deadlines
}

/// What the forms hold before anybody types.
fn as_form(it: &DraftDuty) -> EditForm {
    let grace = it.grace.as_ref();
    EditForm {
        heading: it.duty.heading.clone(),
        text: it.duty.text.clone(),
        lead: it.duty.lead.join("\n"),
        support: it.duty.support.join("\n"),
        grace: grace.map_or(String::new(), |set| set.grace.describe()),
        basis: grace.map_or(String::new(), |set| set.basis.clone()),
        accepted: it.evidence.accepted.code().to_owned(),
        least: it.evidence.least.to_string(),
        hosts: it.evidence.hosts.join(" "),
        ..EditForm::default()
    }
}

/// The same with what was typed into the form that was refused.
fn typed_over(now: EditForm, typed: &EditForm) -> EditForm {
    let it = typed.clone();
    match typed.what.as_str() {
        "words" => EditForm {
            heading: it.heading,
            text: it.text,
            ..now
        },
        "units" => EditForm {
            lead: it.lead,
            support: it.support,
            ..now
        },
        "grace" => EditForm {
            grace: it.grace,
            basis: it.basis,
            ..now
        },
        "evidence" => EditForm {
            accepted: it.accepted,
            least: it.least,
            hosts: it.hosts,
            ..now
        },
        _ => now,
    }
}

/// Where each sentence but the first begins, with how it begins: places at which a duty may be split.
fn sentences(text: &str) -> Vec<(usize, String)> {
    let mut parts = Vec::new();
    let mut was_end = false;
    for (at, c) in text.char_indices() {
        if was_end && !c.is_whitespace() && !matches!(c, '”' | '）' | ')') {
            parts.push((at, cut(&text[at..], 24)));
            was_end = false;
        }
        was_end = was_end && (c.is_whitespace() || matches!(c, '”' | '）' | ')'))
            || matches!(c, '。' | '；' | ';' | '\n');
    }
    parts
}

/// A draft with what its page needs of the register.
pub(super) struct Loaded {
    pub draft: OpenDraft,
    pub directory: kernel::unit::Directory,
    pub preview: Preview,
}

pub(super) async fn load(desk: &Desk, office: &Office, id: &str) -> Result<Loaded, Snag> {
    let missing = || Snag::Missing("草稿");
    let id: DraftId = id.parse().map_err(|_| missing())?;
    let draft = find_draft(&desk.store, id).await?.ok_or_else(missing)?;
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let when = (&*office.calendar, office.now.date());
    let preview = preview(&draft.drafted.content, &directory, when);
    Ok(Loaded {
        draft,
        directory,
        preview,
    })
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let office = Office::of(&desk, &officer)?;
    let loaded = load(&desk, &office, &id).await?;
    if let (DraftState::Approved, Some(plan)) = (loaded.draft.line.state, loaded.draft.line.plan) {
        return Ok(flash::go(
            &desk,
            &format!("/desk/plans/{plan}"),
            "这份草稿已审定发布",
        ));
    }
    page(&desk, &officer, loaded, (asked, None))
}

/// What was typed and refused, and why.
type Refused = (EditForm, Errors);

fn page(
    desk: &Desk,
    officer: &Officer,
    loaded: Loaded,
    (asked, refused): (Asked, Option<Refused>),
) -> Result<Response, Snag> {
    let (form, errors) = refused.unwrap_or_default();
    let status = match (is_stale(&errors), errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let frame = desk.frame(officer, "核对草稿");
    let page = page_of(frame, loaded, (asked, form, errors));
    Ok((status, html(&page)?).into_response())
}

/// Whether somebody else changed the same meanwhile.
fn is_stale(errors: &Errors) -> bool {
    let stale = DraftRefusal::Stale { revision: 0 };
    errors.general() == Some(stale.to_string().as_str())
}

fn page_of(
    frame: DeskFrame,
    loaded: Loaded,
    (asked, form, errors): (Asked, EditForm, Errors),
) -> DraftPage {
    let Loaded {
        draft,
        directory,
        preview,
    } = loaded;
    let content = draft.drafted.content;
    let opened_key = asked.duty.parse::<u32>().ok();
    let marks: Vec<_> = content
        .standing()
        .map(|it| (it.key, it.duty.places.clone()))
        .collect();
    let (source, is_whole) = marked(&draft.source, &marks);
    let count = Left {
        duties: content.standing().count(),
        dropped: content.duties.iter().filter(|it| it.is_dropped).count(),
        doubts: content.count_doubts(),
        unled: preview.unled.len(),
        names: preview.open_names().count(),
        promises: preview.count_promises(),
    };
    let typed = (!errors.is_empty()).then_some(&form);
    let today = frame.today;
    DraftPage {
        frame: frame.under("工作要点", "/desk/plans"),
        seen: draft.drafted.revision,
        can_undo: !draft.drafted.holding.is_empty(),
        can_redo: !draft.drafted.undone.is_empty(),
        source,
        is_whole,
        rows: rows(&content, &preview, (&asked.show, opened_key)),
        count,
        opened: opened_key
            .and_then(|key| content.find(key))
            .map(|it| Opened::of(it, (&content, &directory), typed)),
        opened_key,
        adds_after: (!asked.add.is_empty()).then_some(asked.add),
        names: preview
            .names
            .into_iter()
            .filter(DraftName::is_open)
            .collect(),
        register: directory
            .units()
            .iter()
            .filter(|unit| unit.exists_on(today))
            .map(|unit| unit.short_name.clone())
            .collect(),
        history: draft.history.iter().rev().take(NEWEST).cloned().collect(),
        show: asked.show,
        line: draft.line,
        content,
        is_stale: is_stale(&errors),
        form,
        errors,
    }
}

fn rows(content: &Content, preview: &Preview, (show, opened): (&str, Option<u32>)) -> Vec<Row> {
    let is_wanted = |it: &Row| match show {
        "doubts" => it.doubts > 0 && !it.is_dropped,
        "unled" => it.is_unled,
        "dropped" => it.is_dropped,
        _ => true,
    };
    (1..)
        .zip(&content.duties)
        .map(|(number, it)| Row {
            key: it.key,
            number,
            title: if it.duty.heading.is_empty() {
                cut(&it.duty.text, 40)
            } else if it.duty.heading == it.duty.text {
                it.duty.heading.clone()
            } else {
                format!("{}　{}", it.duty.heading, cut(&it.duty.text, 30))
            },
            lead: it.duty.lead.join("、"),
            times: it
                .duty
                .terms
                .iter()
                .map(term_words)
                .collect::<Vec<_>>()
                .join("；"),
            doubts: it.duty.doubts.len(),
            is_unled: preview.unled.contains(&it.key),
            is_dropped: it.is_dropped,
            came: match it.came {
                Came::Read => "",
                Came::Split(_) => "拆分",
                Came::Added => "新增",
            },
            is_opened: opened == Some(it.key),
        })
        .filter(|it| it.is_opened || is_wanted(it))
        .collect()
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<EditForm>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let loaded = load(&desk, &office, &id).await?;
    let draft = loaded.draft.line.id;
    let done = match form.edit(&loaded.directory) {
        Ok(None) => return Err(Snag::BadForm("表单里没有写明要做什么".to_owned())),
        Ok(Some(edit)) => {
            let command = EditDraft {
                draft,
                seen: form.seen(),
                edit,
            };
            edit_draft(&desk.store, &command, &office.authority()).await
        }
        Err(refusal) => Err(Stop::Refused(refusal)),
    };
    match done {
        Ok(_) => {
            let to = match form.key().filter(|_| form.what != "mean") {
                Some(key) => format!(
                    "/desk/plans/drafts/{draft}?duty={key}&show={}#duty-{key}",
                    safe(&form.show)
                ),
                None => format!("/desk/plans/drafts/{draft}?show={}", safe(&form.show)),
            };
            Ok(flash::go(&desk, &to, said(&form.what)))
        }
        Err(Stop::Refused(DraftRefusal::Closed { .. })) => {
            Err(Snag::from(Stop::Refused(DraftRefusal::Closed {
                state: loaded.draft.line.state.label(),
            })))
        }
        Err(stop) => {
            let errors = Errors::of(stop)?;
            // As it stands now: somebody else may have changed it.
            let loaded = load(&desk, &office, &id).await?;
            let asked = Asked {
                duty: form.duty.clone(),
                show: form.show.clone(),
                add: if form.what == "add" {
                    form.duty.clone()
                } else {
                    String::new()
                },
            };
            page(&desk, &officer, loaded, (asked, Some((form, errors))))
        }
    }
}

/// A filter as the address takes it.
fn safe(show: &str) -> &str {
    match show {
        "doubts" | "unled" | "dropped" => show,
        _ => "",
    }
}

fn said(what: &str) -> &'static str {
    match what {
        "undo" => "已撤销上一步修改",
        "redo" => "已重做撤销的修改",
        "drop" => "已去掉这项任务，可随时恢复",
        "restore" => "已恢复这项任务",
        "split" => "已拆分为两项任务",
        "part_out" => "已单列为一项任务",
        "merge" => "已与下一项合并",
        "add" => "已增加任务",
        "mean" => "已确认所指单位",
        "settle" => "已核对",
        _ => "已保存",
    }
}

#[derive(Debug, Default, Deserialize)]
struct NoForm {}

async fn discard(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoForm>,
) -> Result<Response, Snag> {
    let office = Office::of(&desk, &posted.officer)?;
    let id: DraftId = id.parse().map_err(|_| Snag::Missing("草稿"))?;
    discard_draft(&desk.store, id, &office.authority()).await?;
    Ok(flash::go(&desk, "/desk/plans", "草稿已作废"))
}
