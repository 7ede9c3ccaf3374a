//! Tables without rulings: under a row of column headings, stretches without ink that every line keeps free part the
//! columns. Only where three rows agree with the headings, and only where it is plain which lines make a row; all else
//! stays text. Yields a [`RuledGrid`], as if the rulings had been drawn.

use super::glyphs::Glyph;
use super::grid::{Area, RuledGrid};

/// A stretch of a line without a wide gap.
#[derive(Debug, Clone)]
struct Stretch {
    text: String,
    left: f32,
    right: f32,
}

/// The letters on one baseline.
#[derive(Debug)]
struct Row {
    y: f32,
    size: f32,
    stretches: Vec<Stretch>,
}

/// Least number of rows under the headings.
const ROWS: usize = 3;

/// What headings of columns end in.
const HEADS: &[&str] = &[
    "序号",
    "编号",
    "单位",
    "部门",
    "科室",
    "责任人",
    "任务",
    "事项",
    "内容",
    "要求",
    "措施",
    "举措",
    "目标",
    "项目",
    "时限",
    "时间",
    "日期",
    "备注",
    "單位",
    "部門",
    "任務",
    "內容",
    "時限",
    "時間",
    "序號",
    "事項",
    "備註",
];

/// Whether a line of text begins with the headings of columns, as a table does that stayed text.
pub(crate) fn begins_with_heads(text: &str) -> bool {
    let first: Vec<&str> = text.split_whitespace().take(3).collect();
    first.len() == 3 && is_heads(first.into_iter())
}

/// Whether these are the headings of columns: all short, and two of them named as such.
fn is_heads<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut named = 0;
    for text in texts {
        let text = text.trim_end_matches([')', '）']);
        if text.chars().count() > 12 || text.contains(['。', '；', '，']) {
            return false;
        }
        named += usize::from(HEADS.iter().any(|word| text.ends_with(word)));
    }
    named >= 2
}

/// The tables among letters that no rulings hold.
pub(super) fn find(glyphs: &[Glyph], ruled: &[RuledGrid]) -> Vec<RuledGrid> {
    let is_free = |g: &&Glyph| ruled.iter().all(|grid| grid.find(g.middle()).is_none());
    let rows = rows(
        glyphs
            .iter()
            .filter(is_free)
            .filter(|g| !g.c.is_whitespace()),
    );
    let mut grids = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        match table(&rows[at..]) {
            Some((grid, taken)) => {
                grids.push(grid);
                at += taken;
            }
            None => at += 1,
        }
    }
    grids
}

fn rows<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Vec<Row> {
    let mut glyphs: Vec<&Glyph> = glyphs.collect();
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows = Vec::new();
    let mut line: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        let is_new = line
            .first()
            .is_some_and(|first| first.y - glyph.y > first.size.max(glyph.size) * 0.4);
        if is_new {
            rows.extend(row(std::mem::take(&mut line)));
        }
        line.push(glyph);
    }
    rows.extend(row(line));
    rows
}

fn row(mut line: Vec<&Glyph>) -> Option<Row> {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (y, size) = line.first().map(|g| (g.y, g.size.max(1.0)))?;
    let mut stretches: Vec<Stretch> = Vec::new();
    for glyph in line {
        match stretches.last_mut() {
            Some(last) if glyph.x - last.right < size * 0.9 => {
                last.text.push(glyph.c);
                last.right = last.right.max(glyph.right());
            }
            _ => stretches.push(Stretch {
                text: glyph.c.to_string(),
                left: glyph.x,
                right: glyph.right(),
            }),
        }
    }
    Some(Row { y, size, stretches })
}

/// The table whose headings are the first row, and the number of lines it takes.
fn table(rows: &[Row]) -> Option<(RuledGrid, usize)> {
    let heads = rows.first()?;
    if heads.stretches.len() < 3 || !is_heads(heads.stretches.iter().map(|s| s.text.as_str())) {
        return None;
    }
    let mut gutters: Vec<(f32, f32)> = heads
        .stretches
        .windows(2)
        .map(|w| (w[0].right, w[1].left))
        .collect();
    let mut taken = 1;
    while let Some(next) = rows.get(taken) {
        let step = rows[taken - 1].y - next.y;
        let kept = (step < heads.size * 4.5)
            .then(|| narrowed(&gutters, next))
            .flatten();
        let Some(kept) = kept else {
            break;
        };
        gutters = kept;
        taken += 1;
    }
    let rows = &rows[..taken];
    let starts = row_starts(rows, &gutters)?;
    if starts.len() < ROWS + 1 {
        return None;
    }
    Some((grid(rows, &starts, &gutters), taken))
}

/// The gutters that are left beside a row's ink; `None` where it closes one.
fn narrowed(gutters: &[(f32, f32)], row: &Row) -> Option<Vec<(f32, f32)>> {
    gutters
        .iter()
        .map(|gutter| {
            let mut free = vec![*gutter];
            for ink in &row.stretches {
                free = free
                    .into_iter()
                    .flat_map(|(from, to)| [(from, to.min(ink.left)), (from.max(ink.right), to)])
                    .filter(|(from, to)| from < to)
                    .collect();
            }
            free.into_iter()
                .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
                .filter(|(from, to)| to - from >= row.size * 0.8)
        })
        .collect()
}

/// The column that a stretch stands in.
fn column(gutters: &[(f32, f32)], stretch: &Stretch) -> usize {
    let middle = (stretch.left + stretch.right) / 2.0;
    gutters
        .iter()
        .filter(|g| (g.0 + g.1) / 2.0 < middle)
        .count()
}

/// The lines that begin a row, the headings among them: each line where all are full, each number of a first column
/// that counts, or each line after a wide step. `None`: it is not plain.
fn row_starts(rows: &[Row], gutters: &[(f32, f32)]) -> Option<Vec<usize>> {
    let columns = gutters.len() + 1;
    let is_full = |row: &Row| {
        let mut seen = vec![false; columns];
        row.stretches
            .iter()
            .for_each(|s| seen[column(gutters, s)] = true);
        seen.iter().all(|s| *s)
    };
    if rows.iter().all(is_full) {
        return Some((0..rows.len()).collect());
    }
    let steps: Vec<f32> = rows.windows(2).map(|w| w[0].y - w[1].y).collect();
    let least = steps.iter().copied().fold(f32::MAX, f32::min);
    // lines that stand between the lines of another column: cells are set to their middle
    let is_staggered = least < rows[0].size * 1.05;
    let counted = (!is_staggered).then(|| counted(rows, gutters)).flatten();
    counted.or_else(|| {
        let is_wide = |step: f32| step > least.max(rows[0].size) * 1.3;
        let starts: Vec<usize> = std::iter::once(0)
            .chain((1..rows.len()).filter(|i| is_wide(steps[i - 1])))
            .collect();
        let is_plain = starts.get(1) == Some(&1) && starts.len() < rows.len() && !is_staggered;
        is_plain.then_some(starts)
    })
}

/// The lines whose first column holds the numbers 1, 2, 3…; all others hold nothing there.
fn counted(rows: &[Row], gutters: &[(f32, f32)]) -> Option<Vec<usize>> {
    let mut starts = vec![0];
    for (at, row) in rows.iter().enumerate().skip(1) {
        let first = row.stretches.first().filter(|s| column(gutters, s) == 0);
        let Some(first) = first else {
            continue;
        };
        let digits = first.text.trim_end_matches(['.', '、', '．']);
        if digits.parse::<usize>().ok()? != starts.len() {
            return None;
        }
        starts.push(at);
    }
    (starts.get(1) == Some(&1)).then_some(starts)
}

fn grid(rows: &[Row], starts: &[usize], gutters: &[(f32, f32)]) -> RuledGrid {
    let all = || rows.iter().flat_map(|r| &r.stretches);
    let left = all().map(|s| s.left).fold(f32::MAX, f32::min);
    let right = all().map(|s| s.right).fold(f32::MIN, f32::max);
    let mut xs = vec![left - 1.0];
    xs.extend(gutters.iter().map(|(from, to)| (from + to) / 2.0));
    xs.push(right + 1.0);
    let mut ys = vec![rows[0].y + rows[0].size];
    ys.extend(starts[1..].iter().map(|at| {
        // letters are placed by a point above their baseline
        let (above, below) = (&rows[at - 1], &rows[*at]);
        (above.y + below.y) / 2.0 + below.size * 0.35
    }));
    ys.push(rows[rows.len() - 1].y - rows[0].size * 0.2);
    let columns = xs.len() - 1;
    let count = starts.len() * columns;
    let widest = (0..columns).map(|at| {
        let own = all().filter(|s| column(gutters, s) == at);
        let (left, right) = own.fold((f32::MAX, f32::MIN), |(left, right), s| {
            (left.min(s.left), right.max(s.right))
        });
        (right - left).max(0.0)
    });
    RuledGrid {
        widest: widest.collect(),
        owner: (0..count).collect(),
        areas: (0..count)
            .map(|at| Area {
                rows: (at / columns, at / columns + 1),
                columns: (at % columns, at % columns + 1),
            })
            .collect(),
        xs,
        ys,
    }
}
