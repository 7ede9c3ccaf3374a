//! `/search`: one search over everything that is public (一网可查). All choices stand in the address; it works without script.
//!
//! Pages are made anew each time: there are as many as there are questions. Of what visitors type nothing is kept but words
//! that several of them sought in vain ([`vain`]).

use std::sync::Arc;

use ::search::{
    Ask as Wanted, DEEPEST, Facets, Found, Hit, Narrowing, Opened, Order, Query, Shown, Standing,
};
use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;
use kernel::{Date, Fault, UnitId};
use ui::{Frame, Markup, Variant, dates};

pub(crate) mod followed;
mod less;
pub(crate) mod suggest;
mod vain;
mod why;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::{BadParameter, Params, and, bad, with_query};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::words::{self, PageWords};

/// Results of one page.
const SHOWN: usize = 10;
/// Choices that a facet offers.
const OFFERED: usize = 12;
/// Others of the same matter that stand under a result.
const SAME: usize = 3;

/// What was asked for, as the address says it.
#[derive(Debug, Clone, Default)]
struct Question {
    /// The site beside the main one that asks: it finds what stands on it.
    site: Option<String>,
    typed: String,
    kind: Option<String>,
    unit: Option<UnitId>,
    year: Option<String>,
    theme: Option<String>,
    standing: Option<Standing>,
    column: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
    is_newest_first: bool,
    /// Whether each result says how it came to its place.
    is_explained: bool,
    page: usize,
}

/// A facet of the page.
struct Group {
    label: &'static str,
    options: Vec<Choosable>,
}

struct Choosable {
    label: Markup,
    count: u64,
    href: String,
}

/// A choice that was made.
struct Chip {
    facet: &'static str,
    label: Markup,
    without: String,
}

struct Row {
    href: String,
    title: Vec<(String, bool)>,
    standing: Option<Markup>,
    is_over: bool,
    number: String,
    kind: String,
    units: String,
    /// What its day is; empty where it has none worth telling.
    day_of: &'static str,
    day: Markup,
    heading: String,
    /// Where the passage stands.
    place: String,
    passage: Vec<(String, bool)>,
    is_cut_before: bool,
    is_cut_behind: bool,
    is_near: bool,
    /// How it came to its place, where that was asked for.
    why: Vec<(&'static str, String)>,
    /// Others of the same matter on this page: address and title.
    others: Vec<(String, String)>,
    /// How many more of them there are.
    more_others: usize,
}

#[derive(Template)]
#[template(path = "search/show.html")]
struct SearchPage {
    frame: Frame,
    typed: String,
    action: String,
    kept: Vec<(&'static str, String)>,
    is_ready: bool,
    /// Whether the engine that keeps the index did not answer.
    is_away: bool,
    is_whole: bool,
    total: u64,
    is_estimated: bool,
    near: u64,
    /// Where nothing was found: the query without one of its words.
    less: Vec<less::Less>,
    /// What the nearest of these queries finds, so that no page is empty: the word that it leaves out, and its results.
    instead: Option<(String, Vec<Row>)>,
    /// What letters that were typed may stand for, as addresses and texts.
    meant: Vec<(String, String)>,
    /// The first and the last day that were chosen.
    days: (String, String),
    /// The choices beside these days.
    kept_beside_days: Vec<(&'static str, String)>,
    is_deep: bool,
    rows: Vec<Row>,
    groups: Vec<Group>,
    chips: Vec<Chip>,
    without_choices: String,
    order: (String, bool),
    /// On a site beside the main one: the same search over the whole platform.
    of_platform: Option<String>,
    /// The form by which the search is followed by mail.
    follow: Option<String>,
    /// The address that explains the order, or no longer does.
    explained: (String, bool),
    previous: Option<String>,
    next: Option<String>,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let question = match Question::read(&ask.params) {
        Ok(question) => question.on(&site),
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let searcher = vain::Searcher::of(&site, &request);
    drop(request);
    let made = page(&site, &ask, (&question, searcher)).await;
    site.serve_unkept(&ask, made)
}

impl Question {
    fn read(params: &Params) -> Result<Self, BadParameter> {
        const ID: &str = "应为36位编号，请从本站页面上的链接进入";
        let most = DEEPEST / SHOWN;
        let cure = format!("应为1到{most}之间的整数；要看更多结果，请加上条件");
        let page = params.parse::<usize>("page", &cure)?.unwrap_or(1);
        if !(1..=most).contains(&page) {
            return Err(bad("page", &page.to_string(), &cure));
        }
        let standing = match params.text("standing") {
            None => None,
            Some(code) => Some(standing_of(code).ok_or_else(|| {
                bad(
                    "standing",
                    code,
                    "应为 0 至 4 之间的整数，请从本站页面上的链接进入",
                )
            })?),
        };
        let (from, until) = (params.day("from")?, params.day("until")?);
        if let Some((from, until)) = from.zip(until).filter(|(from, until)| from > until) {
            let cure = format!("早于“不早于”的{from}，请把起止日期对调");
            return Err(bad("until", &until.to_string(), &cure));
        }
        let text = |name| params.text(name).map(|it| it.chars().take(60).collect());
        Ok(Self {
            site: None,
            typed: params
                .text("q")
                .map(|it| it.chars().take(::search::query::LONGEST_QUERY).collect())
                .unwrap_or_default(),
            kind: text("kind"),
            unit: params.parse("unit", ID)?,
            year: text("year"),
            theme: text("theme"),
            standing,
            column: text("column"),
            from,
            until,
            is_newest_first: params.text("sort") == Some("new"),
            is_explained: params.text("why").is_some(),
            page,
        })
    }

    /// The same asked on a site.
    fn on(self, site: &Site) -> Self {
        let site = site.subsite.as_ref().map(|it| it.code.clone());
        Self { site, ..self }
    }

    /// The choices, as names and values of an address.
    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut choices = Vec::new();
        let mut add = |name, value: Option<String>| choices.extend(value.map(|it| (name, it)));
        add("kind", self.kind.clone());
        add("unit", self.unit.map(|it| it.to_string()));
        add("year", self.year.clone());
        add("theme", self.theme.clone());
        add("standing", self.standing.map(|it| (it as u8).to_string()));
        add("column", self.column.clone());
        add("from", self.from.map(|it| it.to_string()));
        add("until", self.until.map(|it| it.to_string()));
        choices
    }

    /// The address with these choices and this page.
    fn address(
        &self,
        choices: &[(&'static str, String)],
        is_newest_first: bool,
        page: usize,
    ) -> String {
        let mut query = and("", "q", &self.typed);
        for (name, value) in choices {
            query = and(&query, name, value);
        }
        if is_newest_first {
            query = and(&query, "sort", "new");
        }
        if self.is_explained {
            query = and(&query, "why", "1");
        }
        if page > 1 {
            query = and(&query, "page", &page.to_string());
        }
        with_query("/search", &query)
    }

    fn here(&self, page: usize) -> String {
        self.address(&self.choices(), self.is_newest_first, page)
    }

    /// With a choice, in the place of another of its name.
    fn with(&self, name: &'static str, value: &str) -> String {
        let mut choices = self.choices();
        choices.retain(|it| it.0 != name);
        choices.push((name, value.to_owned()));
        self.address(&choices, self.is_newest_first, 1)
    }

    fn without(&self, name: &str) -> String {
        let mut choices = self.choices();
        choices.retain(|it| it.0 != name);
        self.address(&choices, self.is_newest_first, 1)
    }

    fn narrowing(&self) -> Narrowing {
        Narrowing {
            site: self.site.clone(),
            kind: self.kind.clone(),
            unit: self.unit.map(|it| it.to_string()),
            year: self.year.clone(),
            theme: self.theme.clone(),
            standing: self.standing,
            column: self.column.clone(),
            from: self.from,
            until: self.until,
            is_strict: !self.choices().is_empty(),
            ..Narrowing::default()
        }
    }
}

fn standing_of(code: &str) -> Option<Standing> {
    let number: u64 = code.parse().ok().filter(|it| *it <= 4)?;
    Some(Standing::from_number(number))
}

async fn page(
    site: &Site,
    ask: &Ask,
    (question, searcher): (&Question, vain::Searcher),
) -> Result<Fresh, Snag> {
    let today = site.today();
    let opened = site.finder.opened();
    let is_asked = !question.typed.is_empty();
    let found = match &opened {
        Some(opened) if is_asked => find(opened, question, today).await?,
        _ => None,
    };
    let is_away = is_asked && opened.is_some() && found.is_none();
    let (zh, en) = (PageWords::CHINESE, PageWords::ENGLISH);
    let (title, english) = match question.typed.as_str() {
        "" => (zh.search.to_owned(), en.search),
        typed => (format!("{}“{typed}”", zh.search), en.search_results),
    };
    let path = question.here(question.page);
    let head = Head::new(title, &columns::SEARCH, &path).in_english(english);
    let head = match question.typed.as_str() {
        "" => head,
        _ => head.under(columns::SEARCH.name, columns::SEARCH.path),
    };
    let frame = site.frame(ask.variant, head, today);
    let (query, found) = found.map_or((None, Found::default()), |it| (Some(it.0), it.1));
    let less = match (&opened, &query) {
        (Some(opened), Some(query)) if found.total == 0 => {
            less::list(opened, question, query, &frame, today).await?
        }
        _ => Vec::new(),
    };
    let (instead, meant) = match &opened {
        Some(opened) if found.total == 0 && !is_away => (
            less::find_nearest(opened, (question, &less), &frame).await?,
            suggest::meant(opened, question, &frame).await?,
        ),
        _ => (None, Vec::new()),
    };
    // What a site of one unit lacks may well be on the platform.
    if query.is_some() && found.total == found.near && question.site.is_none() {
        vain::note(site, question, searcher)?;
    }
    let groups = groups_of(site, question, &found.facets, &frame).await?;
    let chips = chips_of(site, question, &frame).await?;
    let follow = followed::path_of(site, question).await?;
    let reachable = usize::try_from(found.total).unwrap_or(DEEPEST).min(DEEPEST);
    let page = SearchPage {
        typed: question.typed.clone(),
        action: frame.link("/search"),
        kept: question.choices(),
        is_ready: opened.is_some(),
        is_away,
        is_whole: opened.is_some_and(|it| it.is_whole),
        total: found.total,
        is_estimated: found.is_estimated,
        near: found.near,
        less,
        instead,
        meant,
        days: (text_of(question.from), text_of(question.until)),
        kept_beside_days: question
            .choices()
            .into_iter()
            .filter(|it| !matches!(it.0, "from" | "until"))
            .collect(),
        is_deep: found.total > DEEPEST as u64,
        rows: rows_of(&found.hits, query.as_ref(), question.is_explained, &frame),
        groups,
        chips,
        without_choices: frame.link(&question.address(&[], false, 1)),
        order: (
            frame.link(&question.address(&question.choices(), !question.is_newest_first, 1)),
            question.is_newest_first,
        ),
        of_platform: frame.on_platform(&question.here(1)),
        follow: follow.map(|it| frame.link(&it)),
        explained: (
            frame.link(
                &Question {
                    is_explained: !question.is_explained,
                    ..question.clone()
                }
                .here(question.page),
            ),
            question.is_explained,
        ),
        previous: (question.page > 1).then(|| frame.link(&question.here(question.page - 1))),
        next: (question.page * SHOWN < reachable)
            .then(|| frame.link(&question.here(question.page + 1))),
        frame,
    };
    Fresh::page(&page, Vec::new())
}

fn text_of(day: Option<Date>) -> String {
    day.map_or_else(String::new, |it| it.to_string())
}

/// Searches on a thread that may block: the index is read from disk, or an engine is asked. `None` where that does not answer.
async fn find(
    opened: &Opened,
    question: &Question,
    today: Date,
) -> Result<Option<(Query, Found)>, Snag> {
    let (opened, question) = (opened.clone(), question.clone());
    let done = tokio::task::spawn_blocking(move || {
        let query = Query::read(&question.typed, &opened.synonyms);
        let found = opened.index.find(&Wanted {
            query: &query,
            narrowing: question.narrowing(),
            order: if question.is_newest_first {
                Order::Newest
            } else {
                Order::Fitting
            },
            skip: (question.page - 1) * SHOWN,
            limit: SHOWN,
            today,
        });
        found.map(|it| (query, it))
    })
    .await;
    match done.map_err(|cause| Fault::caused("searching", cause))? {
        Ok(found) => Ok(Some(found)),
        Err(cause) if cause.is_outside() => Ok(None),
        Err(cause) => Err(Fault::caused("searching", cause).into()),
    }
}

fn rows_of(hits: &[Hit], query: Option<&Query>, is_explained: bool, frame: &Frame) -> Vec<Row> {
    let Some(query) = query else {
        return Vec::new();
    };
    let say = PageWords::of(frame.variant);
    let mut rows: Vec<(String, Row)> = Vec::new();
    for hit in hits {
        let shown = &hit.shown;
        let same = rows.iter_mut().find(|it| it.0 == shown.matter);
        if let Some((_, row)) = same {
            if row.others.len() < SAME {
                row.others
                    .push((frame.link(&shown.address), title_among_others(shown)));
            } else {
                row.more_others += 1;
            }
            continue;
        }
        let passage = ::search::passage_of(shown, query);
        let place = match passage.anchor.as_str() {
            "" => frame.link(&shown.address),
            anchor => format!("{}#{anchor}", frame.link(&shown.address)),
        };
        let units = shown.units.iter().map(|it| it.name.as_str());
        let row = Row {
            href: frame.link(&shown.address),
            title: ::search::marked(&shown.title, query),
            standing: standing_shown(hit, frame),
            is_over: matches!(hit.standing, Standing::Expired | Standing::Repealed),
            number: shown.number.clone(),
            kind: shown.kind.name.clone(),
            units: units.collect::<Vec<_>>().join("、"),
            day_of: match shown.kind.code.as_str() {
                "unit" => "",
                "promise" => say.due,
                "plan" | "duty" => say.issued,
                _ => say.made_public,
            },
            day: dates::day(shown.day),
            heading: passage.heading,
            place,
            passage: passage.pieces,
            is_cut_before: passage.is_cut_before,
            is_cut_behind: passage.is_cut_behind,
            is_near: !hit.meets_all,
            why: if is_explained {
                why::told(&hit.why)
            } else {
                Vec::new()
            },
            others: Vec::new(),
            more_others: 0,
        };
        rows.push((shown.matter.clone(), row));
    }
    rows.into_iter().map(|it| it.1).collect()
}

/// How a result stands, where there is something to say of it.
fn standing_shown(hit: &Hit, frame: &Frame) -> Option<Markup> {
    let said = Some(hit.shown.standing.as_str()).filter(|it| !it.is_empty())?;
    let english = match hit.standing {
        // What is said of such a one is of its own kind.
        Standing::Holds => None,
        it => Some(words::result_standing(it, Variant::ENGLISH)),
    };
    Some(frame.in_content(said, english))
}

/// Promises of one duty differ in who owes them.
fn title_among_others(shown: &Shown) -> String {
    match shown.units.first() {
        Some(unit) if shown.kind.code == "promise" => format!("{}：{}", unit.name, shown.title),
        _ => shown.title.clone(),
    }
}

async fn unit_name(site: &Site, id: &str) -> Result<String, Fault> {
    let Ok(id) = id.parse::<UnitId>() else {
        return Ok("未知单位".to_owned());
    };
    let unit = store::read!(site.store, |tx| store::directory::find_unit(tx, id).await)?;
    Ok(unit.map_or_else(|| "未知单位".to_owned(), |it| it.short_name))
}

fn kind_name(site: &Site, code: &str) -> String {
    match code {
        "unit" => "单位".to_owned(),
        "plan" => "计划".to_owned(),
        "duty" => "任务".to_owned(),
        "promise" => "承诺".to_owned(),
        code => site.library.kind_name(code).to_owned(),
    }
}

async fn groups_of(
    site: &Site,
    question: &Question,
    facets: &Facets,
    frame: &Frame,
) -> Result<Vec<Group>, Fault> {
    let chosen: Vec<&str> = question.choices().iter().map(|it| it.0).collect();
    let say = PageWords::of(frame.variant);
    let all = [
        ("kind", say.type_of, &facets.kinds),
        ("unit", say.unit, &facets.units),
        ("year", say.year_short, &facets.years),
        ("theme", say.subject, &facets.themes),
        ("standing", say.validity, &facets.standings),
    ];
    let mut groups = Vec::new();
    for (name, label, counted) in all {
        // One choice alone narrows nothing.
        if chosen.contains(&name) || counted.len() < 2 {
            continue;
        }
        let mut options = Vec::new();
        for (value, count) in counted.iter().take(OFFERED) {
            let label = label_of(site, (name, value), frame).await?;
            options.push(Choosable {
                label,
                count: *count,
                href: frame.link(&question.with(name, value)),
            });
        }
        groups.push(Group { label, options });
    }
    Ok(groups)
}

/// What a value is called; what an office or the library calls it is Chinese in every frame.
async fn label_of(
    site: &Site,
    (name, value): (&str, &str),
    frame: &Frame,
) -> Result<Markup, Fault> {
    let chinese = match name {
        "standing" => {
            let standing = standing_of(value).unwrap_or(Standing::Holds);
            let word = words::result_standing(standing, frame.variant);
            return Ok(Markup::text(word));
        }
        "from" | "until" => return Ok(Markup::text(value)),
        "kind" => kind_name(site, value),
        "unit" => unit_name(site, value).await?,
        "year" => format!("{value}年"),
        "column" => {
            let column = site.library.find_column(value);
            let english = column.and_then(|it| it.english.as_deref());
            let name = column.map_or("未知栏目", |it| it.name.as_str());
            return Ok(frame.in_frame(name, english));
        }
        _ => value.to_owned(),
    };
    Ok(frame.in_frame(&chinese, None))
}

async fn chips_of(site: &Site, question: &Question, frame: &Frame) -> Result<Vec<Chip>, Fault> {
    let say = PageWords::of(frame.variant);
    let mut chips = Vec::new();
    for (name, value) in question.choices() {
        let facet = match name {
            "kind" => say.type_of,
            "unit" => say.unit,
            "year" => say.year_short,
            "standing" => say.validity,
            "column" => say.column,
            "from" => say.from,
            "until" => say.until,
            _ => say.subject,
        };
        chips.push(Chip {
            facet,
            label: label_of(site, (name, &value), frame).await?,
            without: frame.link(&question.without(name)),
        });
    }
    Ok(chips)
}
