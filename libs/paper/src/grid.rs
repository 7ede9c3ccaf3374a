//! A table of an official text: cells that take several columns or rows, lines around each, rows that go over pages. Columns get room by
//! what stands in them.

use crate::canvas::{Canvas, Color, Ink};
use crate::print::{BOTTOM, LEFT, MEASURE, Print, TOP};
use crate::structure::{Part, Role};
use crate::wrap::wrap;

const CELL: f64 = 10.0;
const CELL_LINE: f64 = 14.5;
const PAD: f64 = 4.0;
/// Columns that are set beside each other; what stands in more is set below the last of them.
const MOST_COLUMNS: usize = 24;
/// No column is narrower than about three characters, where there is room.
const NARROWEST: f64 = 36.0;
/// Characters beyond which a column is not made wider.
const WIDEST: usize = 40;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Whether it heads others.
    pub is_head: bool,
    /// How many columns it takes, 1 at least.
    pub columns: usize,
    /// How many rows it takes, 1 at least.
    pub rows: usize,
    /// Its words; lines end in a line feed.
    pub text: String,
}

/// A cell in its place.
#[derive(Debug)]
struct Placed {
    role: Role,
    is_head: bool,
    column: usize,
    columns: usize,
    rows: usize,
    lines: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Grid {
    /// Where each column begins, and where the last ends, from the left.
    edges: Vec<f64>,
    rows: Vec<Vec<Placed>>,
}

impl Grid {
    /// Puts cells in their places and breaks their words.
    pub fn of(rows: &[Vec<GridCell>], canvas: &Canvas) -> Self {
        let mut taken: Vec<usize> = vec![0; MOST_COLUMNS];
        let mut placed: Vec<Vec<(usize, usize, &GridCell)>> = Vec::new();
        let mut width = 1;
        for row in rows {
            let mut found = Vec::new();
            let mut column = 0;
            for cell in row {
                while column < MOST_COLUMNS - 1 && taken[column] > 0 {
                    column += 1;
                }
                column = column.min(MOST_COLUMNS - 1);
                let columns = cell.columns.clamp(1, MOST_COLUMNS - column);
                for it in &mut taken[column..column + columns] {
                    *it = cell.rows.max(1);
                }
                found.push((column, columns, cell));
                width = width.max(column + columns);
                column += columns;
            }
            for it in &mut taken {
                *it = it.saturating_sub(1);
            }
            placed.push(found);
        }
        let edges = edges(&placed, width);
        let left = placed.len();
        let rows = placed.into_iter().enumerate().map(|(at, row)| {
            let cells = row.into_iter().map(|(column, columns, cell)| Placed {
                role: role_of(cell),
                is_head: cell.is_head,
                column,
                columns,
                rows: cell.rows.clamp(1, left - at),
                lines: {
                    let wide = edges[column + columns] - edges[column] - 2.0 * PAD;
                    wrap(&cell.text, wide, |part| canvas.width(part, CELL))
                },
            });
            cells.collect()
        });
        Self {
            rows: rows.collect(),
            edges,
        }
    }

    /// Draws it from where the print stands.
    pub fn set(self, print: &mut Print) {
        // Cells that go on from rows above: how many rows are left, by column.
        let mut going: Vec<(usize, usize, usize)> = Vec::new();
        print.canvas.begin(Role::Table);
        for row in &self.rows {
            print.canvas.begin(Role::Row);
            self.row(row, &going, print);
            print.canvas.end();
            going.retain_mut(|it| {
                it.2 -= 1;
                it.2 > 0
            });
            let long = row.iter().filter(|it| it.rows > 1);
            going.extend(long.map(|it| (it.column, it.columns, it.rows - 1)));
        }
        print.canvas.end();
    }

    fn row(&self, row: &[Placed], going: &[(usize, usize, usize)], print: &mut Print) {
        let most = row.iter().map(|it| it.lines.len()).max().unwrap_or(0);
        let mut first = 0;
        let mut parts: Vec<Part> = Vec::new();
        print.need(CELL_LINE + 2.0 * PAD);
        loop {
            let fitting = lines_in(print.room() - 2.0 * PAD).max(1);
            let left = most - first;
            // A row that the next page holds whole goes there; only one that no page holds is cut.
            let whole = lines_in(BOTTOM - TOP - 2.0 * PAD);
            if left > fitting && first == 0 && left <= whole && print.y > TOP {
                print.turn();
                continue;
            }
            let count = left.min(fitting);
            let high = lengths(count.max(1)) * CELL_LINE + 2.0 * PAD;
            self.piece((row, going), (first, count, &mut parts), (print, high));
            print.y += high;
            first += count;
            if first >= most {
                return;
            }
            print.turn();
        }
    }

    /// Some lines of each cell of a row, with the lines around. A cell that goes on is the same part as on the page before.
    fn piece(
        &self,
        (row, going): (&[Placed], &[(usize, usize, usize)]),
        (first, count, parts): (usize, usize, &mut Vec<Part>),
        (print, high): (&mut Print, f64),
    ) {
        let y = print.y;
        let at_top = y <= TOP;
        for (cell, at) in row.iter().zip(0..) {
            let (x, end) = self.span(cell.column, cell.columns);
            if cell.is_head {
                let ground = Color(0xee, 0xf1, 0xf2);
                print.canvas.fill((x, y), (end - x, high), ground);
            }
            frame(
                &mut print.canvas,
                ((x, y), (end - x, high)),
                [true, cell.rows == 1],
            );
            match parts.get(at) {
                Some(part) => print.canvas.structure.resume(*part),
                None => {
                    print.canvas.begin(cell.role.clone());
                    parts.extend(print.canvas.structure.innermost());
                }
            }
            let ink = match cell.is_head {
                true => Ink::of(CELL).heavy(),
                false => Ink::of(CELL),
            };
            let mut line_y = y + PAD + CELL;
            for line in cell.lines.iter().skip(first).take(count) {
                print.canvas.text((x + PAD, line_y), ink, line);
                line_y += CELL_LINE;
            }
            print.canvas.end();
        }
        for (column, columns, left) in going {
            let (x, end) = self.span(*column, *columns);
            frame(
                &mut print.canvas,
                ((x, y), (end - x, high)),
                [at_top, *left == 1],
            );
        }
    }

    fn span(&self, column: usize, columns: usize) -> (f64, f64) {
        (self.edges[column], self.edges[column + columns])
    }
}

fn role_of(cell: &GridCell) -> Role {
    let span = |count: usize| u32::try_from(count.max(1)).unwrap_or(1);
    let spans = (span(cell.columns), span(cell.rows));
    match (cell.is_head, spans) {
        (true, (1, 1)) => Role::Head,
        (false, (1, 1)) => Role::Cell,
        (is_head, spans) => Role::Wide { is_head, spans },
    }
}

/// Lines at the sides, and above and below where those are wanted.
fn frame(canvas: &mut Canvas, ((x, y), (wide, high)): ((f64, f64), (f64, f64)), edges: [bool; 2]) {
    const THIN: f64 = 0.6;
    let color = Color::GREY;
    canvas.fill((x, y), (THIN, high), color);
    canvas.fill((x + wide, y), (THIN, high), color);
    if edges[0] {
        canvas.fill((x, y), (wide, THIN), color);
    }
    if edges[1] {
        canvas.fill((x, y + high), (wide + THIN, THIN), color);
    }
}

/// Shares of the width by the longest line of each column, none too narrow.
fn edges(placed: &[Vec<(usize, usize, &GridCell)>], width: usize) -> Vec<f64> {
    let mut longest = vec![2_usize; width];
    for (column, columns, cell) in placed.iter().flatten() {
        let lines = cell.text.lines().map(|it| it.chars().count());
        let each = lines.max().unwrap_or(0).min(WIDEST).div_ceil(*columns);
        for it in &mut longest[*column..*column + *columns] {
            *it = (*it).max(each);
        }
    }
    let all = lengths(longest.iter().sum());
    let narrowest = NARROWEST.min(MEASURE / lengths(width));
    let spare = MEASURE - narrowest * lengths(width);
    let mut edges = vec![LEFT];
    let mut x = LEFT;
    for it in &longest {
        x += narrowest + spare * lengths(*it) / all;
        edges.push(x);
    }
    edges
}

/// How many lines a height holds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn lines_in(high: f64) -> usize {
    (high / CELL_LINE).floor().max(0.0) as usize
}

#[allow(clippy::cast_precision_loss)]
fn lengths(count: usize) -> f64 {
    count as f64
}
