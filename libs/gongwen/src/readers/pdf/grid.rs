//! From rulings to the cells of tables. A boundary that is not drawn merges the two cells beside it. Frames around one
//! area are no tables.

use super::rulings::{NEAR, Ruling, Rulings};

/// More rulings than this on a page are a drawing.
const MOST: usize = 1_200;

/// The cells of one table on one page.
#[derive(Debug)]
pub(super) struct RuledGrid {
    /// Boundaries of columns from left to right.
    pub xs: Vec<f32>,
    /// Boundaries of rows from top to bottom.
    pub ys: Vec<f32>,
    /// For each elementary cell, row by row, the number of the cell it belongs to.
    pub owner: Vec<usize>,
    /// The cells.
    pub areas: Vec<Area>,
    /// For each column the widest line, where no rulings tell the room that there is; else empty.
    pub widest: Vec<f32>,
}

/// A cell: rows and columns from `.0` to before `.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

impl RuledGrid {
    /// The cell that holds a point.
    pub(super) fn find(&self, point: (f32, f32)) -> Option<usize> {
        let (x, y) = point;
        let column = self.xs.windows(2).position(|w| w[0] <= x && x < w[1])?;
        let row = self.ys.windows(2).position(|w| w[0] >= y && y > w[1])?;
        self.owner.get(row * (self.xs.len() - 1) + column).copied()
    }

    /// Top of the table.
    pub(super) fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }
}

/// The tables of a page from top to bottom.
pub(super) fn find(rulings: Rulings) -> Vec<RuledGrid> {
    let Rulings { across, down } = rulings;
    if across.len() + down.len() > MOST || !can_be_table(&across, &down) {
        return Vec::new();
    }
    let groups = connect(&across, &down);
    let mut grids: Vec<RuledGrid> = groups
        .into_iter()
        .filter_map(|(a, d)| build(&pick(&across, &a), &pick(&down, &d)))
        .collect();
    grids.sort_by(|a, b| b.top().total_cmp(&a.top()));
    grids
}

fn pick(rulings: &[Ruling], indices: &[usize]) -> Vec<Ruling> {
    indices.iter().map(|i| rulings[*i]).collect()
}

type Group = (Vec<usize>, Vec<usize>);

/// Rulings that meet belong to one table.
fn connect(across: &[Ruling], down: &[Ruling]) -> Vec<Group> {
    let mut parents: Vec<usize> = (0..across.len() + down.len()).collect();
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meet = d.at >= a.from - NEAR * 2.0
                && d.at <= a.to + NEAR * 2.0
                && a.at >= d.from - NEAR * 2.0
                && a.at <= d.to + NEAR * 2.0;
            if meet {
                let (p, q) = (root(&mut parents, i), root(&mut parents, across.len() + j));
                parents[p] = q;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Group> = std::collections::BTreeMap::new();
    for index in 0..parents.len() {
        let group = groups.entry(root(&mut parents, index)).or_default();
        if index < across.len() {
            group.0.push(index)
        } else {
            group.1.push(index - across.len())
        }
    }
    groups.into_values().collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// A part of a table that ends at a page break may lack its upper or lower line.
fn can_be_table(across: &[Ruling], down: &[Ruling]) -> bool {
    across.len() >= 2 && !down.is_empty() || !across.is_empty() && down.len() >= 3
}

fn build(across: &[Ruling], down: &[Ruling]) -> Option<RuledGrid> {
    if !can_be_table(across, down) {
        return None;
    }
    // Tables without outer lines reach as far as their inner ones.
    let ends = |rs: &[Ruling]| rs.iter().flat_map(|r| [r.from, r.to]).collect::<Vec<_>>();
    let xs = boundaries(down.iter().map(|r| r.at).collect(), ends(across));
    let mut ys = boundaries(across.iter().map(|r| r.at).collect(), ends(down));
    ys.reverse();
    let (rows, columns) = (ys.len() - 1, xs.len() - 1);
    if rows * columns < 2 || rows * columns > 5_000 {
        return None;
    }
    let mut parents: Vec<usize> = (0..rows * columns).collect();
    for row in 0..rows {
        for column in 0..columns {
            let here = row * columns + column;
            let middle = (
                (xs[column] + xs[column + 1]) / 2.0,
                (ys[row] + ys[row + 1]) / 2.0,
            );
            if column + 1 < columns && !is_drawn(down, xs[column + 1], middle.1) {
                unite(&mut parents, here, here + 1);
            }
            if row + 1 < rows && !is_drawn(across, ys[row + 1], middle.0) {
                unite(&mut parents, here, here + columns);
            }
        }
    }
    let (owner, areas) = number(&mut parents, columns);
    (areas.len() >= 2).then_some(RuledGrid {
        xs,
        ys,
        owner,
        areas,
        widest: Vec::new(),
    })
}

/// Sorted places, with the outermost ends added where nothing is near.
fn boundaries(mut places: Vec<f32>, ends: Vec<f32>) -> Vec<f32> {
    let low = ends.iter().copied().fold(f32::INFINITY, f32::min);
    let high = ends.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for end in [low, high] {
        if places.iter().all(|p| (p - end).abs() > NEAR * 4.0) {
            places.push(end);
        }
    }
    places.sort_by(f32::total_cmp);
    places.dedup_by(|b, a| (*b - *a).abs() <= NEAR);
    places
}

fn is_drawn(rulings: &[Ruling], at: f32, point: f32) -> bool {
    rulings
        .iter()
        .any(|r| (r.at - at).abs() <= NEAR && r.from <= point && point <= r.to)
}

fn unite(parents: &mut [usize], a: usize, b: usize) {
    let (p, q) = (root(parents, a), root(parents, b));
    parents[p.max(q)] = p.min(q);
}

/// Numbers the merged cells by their top left place and measures them.
fn number(parents: &mut [usize], columns: usize) -> (Vec<usize>, Vec<Area>) {
    let mut numbers = std::collections::BTreeMap::new();
    let mut areas: Vec<Area> = Vec::new();
    let mut owner = Vec::with_capacity(parents.len());
    for index in 0..parents.len() {
        let (row, column) = (index / columns, index % columns);
        let top = root(parents, index);
        let number = *numbers.entry(top).or_insert_with(|| {
            areas.push(Area {
                rows: (row, row + 1),
                columns: (column, column + 1),
            });
            areas.len() - 1
        });
        let area = &mut areas[number];
        area.rows = (area.rows.0.min(row), area.rows.1.max(row + 1));
        area.columns = (area.columns.0.min(column), area.columns.1.max(column + 1));
        owner.push(number);
    }
    (owner, areas)
}
