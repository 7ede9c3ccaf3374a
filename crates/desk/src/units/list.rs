//! 单位名录: the tree of units, and whom a word finds.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::unit::{Directory, Unit};
use kernel::{Date, Fault, UnitId};
use serde::Deserialize;
use store::directory;

use super::{LIST, LIST_NAME, office};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route(LIST, get(show))
}

/// Units that a word finds at most; more want a longer word.
const MOST_FOUND: u32 = 200;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// A word of a name, or a code.
    #[serde(default)]
    q: String,
    /// Whether ended ones are shown in the tree.
    #[serde(default)]
    ended: String,
}

/// The tree, a step at a time: what the template writes in a row.
#[derive(Debug)]
enum Step {
    /// A unit with none below it.
    Leaf(Line),
    /// A unit with others below it: their list begins.
    Open(Line, usize),
    /// That list ends.
    Close,
}

/// A unit as a line.
#[derive(Debug)]
struct Line {
    unit: Unit,
    has_ended: bool,
    /// Whether what is below it is shown at first.
    is_unfolded: bool,
}

#[derive(Debug, Template)]
#[template(path = "units/list.html")]
struct ListPage {
    frame: DeskFrame,
    asked: Asked,
    steps: Vec<Step>,
    found: Vec<Line>,
    /// How many live, how many have ended.
    count: (usize, usize),
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    office(&officer)?;
    let today = desk.today();
    let word = asked.q.trim().to_owned();
    let (directory, found) = store::read!(desk.store, |tx| {
        let found = match word.as_str() {
            "" => Vec::new(),
            word => directory::search_units(tx, word, MOST_FOUND).await?,
        };
        Ok::<_, Fault>((directory::load(tx).await?, found))
    })?;
    let ended = directory.units().iter().filter(|it| it.has_ended(today));
    let ended = ended.count();
    let tree = Tree {
        directory: &directory,
        today,
        with_ended: asked.ended == "1",
    };
    html(&ListPage {
        frame: desk.frame(&officer, LIST_NAME),
        steps: if word.is_empty() {
            tree.steps()
        } else {
            Vec::new()
        },
        found: found.into_iter().map(|unit| line(unit, today)).collect(),
        count: (directory.units().len() - ended, ended),
        asked,
    })
}

fn line(unit: Unit, today: Date) -> Line {
    Line {
        has_ended: unit.has_ended(today),
        is_unfolded: false,
        unit,
    }
}

/// The register as a tree.
struct Tree<'a> {
    directory: &'a Directory,
    today: Date,
    with_ended: bool,
}

/// Levels that are unfolded at first.
const UNFOLDED: usize = 1;
/// Levels that are walked: deeper there is a circle in the data.
const DEEPEST: usize = 30;

impl Tree<'_> {
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        self.walk(None, 0, &mut steps);
        steps
    }

    fn is_shown(&self, unit: &Unit) -> bool {
        self.with_ended || !unit.has_ended(self.today)
    }

    /// The units below one; at the top also those whose own parent is not shown.
    fn below(&self, parent: Option<UnitId>) -> Vec<&Unit> {
        let place = |unit: &Unit| {
            let above = unit.parent.and_then(|id| self.directory.find(id));
            above.filter(|it| self.is_shown(it)).map(|it| it.id)
        };
        let units = self.directory.units().iter();
        units
            .filter(|unit| self.is_shown(unit) && place(unit) == parent)
            .collect()
    }

    fn walk(&self, parent: Option<UnitId>, depth: usize, steps: &mut Vec<Step>) {
        if depth > DEEPEST {
            return;
        }
        for unit in self.below(parent) {
            let below = self.below(Some(unit.id)).len();
            let line = Line {
                is_unfolded: depth < UNFOLDED,
                ..line(unit.clone(), self.today)
            };
            if below == 0 {
                steps.push(Step::Leaf(line));
            } else {
                steps.push(Step::Open(line, below));
                self.walk(Some(unit.id), depth + 1, steps);
                steps.push(Step::Close);
            }
        }
    }
}
