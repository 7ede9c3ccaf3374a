//! Which letters of a page can be seen, and why the others cannot.

use std::collections::{BTreeMap, HashSet};

use super::geometry::Frame;
use super::paint::{Canvas, Ground, Mark, WHITE};
use crate::file::hidden::HiddenKind;

/// Of a page so much must a picture cover to be the scan of it.
const SCAN: f64 = 0.5;
/// Letters smaller than this nobody sees, in points.
const TINY: f64 = 0.6;

/// What a page says, seen and unseen.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// What everybody sees.
    pub shown: String,
    /// What nobody does, by why.
    pub hidden: BTreeMap<HiddenKind, String>,
}

/// Sorts the letters of a page; `None` where that would take too long.
pub(crate) fn sort(canvas: &Canvas, page: Frame, left: &mut usize) -> Option<Sight> {
    let cost = canvas.marks.len().saturating_mul(canvas.grounds.len()) / 256;
    *left = left.checked_sub(cost)?;
    let is_scan = canvas
        .grounds
        .iter()
        .any(|it| it.is_picture && it.frame.within(page).area() >= page.area() * SCAN);
    let mut causes: Vec<Option<HiddenKind>> = canvas
        .marks
        .iter()
        .map(|mark| cause(mark, canvas, page, is_scan))
        .collect();
    // What was written again above its cover can be seen.
    let place = |mark: &Mark, (x, y): (i64, i64)| {
        let (at_x, at_y) = ((mark.at.0 / 2.0) as i64, (mark.at.1 / 2.0) as i64);
        (mark.words.clone(), at_x + x, at_y + y)
    };
    let seen: HashSet<_> = canvas
        .marks
        .iter()
        .zip(&causes)
        .filter(|(_, cause)| cause.is_none())
        .map(|(mark, _)| place(mark, (0, 0)))
        .collect();
    for (mark, cause) in canvas.marks.iter().zip(&mut causes) {
        let mut around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (x, y)));
        if cause.is_some() && around.any(|step| seen.contains(&place(mark, step))) {
            *cause = None;
        }
    }
    Some(gather(canvas, &causes))
}

fn cause(mark: &Mark, canvas: &Canvas, page: Frame, is_scan: bool) -> Option<HiddenKind> {
    if mark.words.trim().is_empty() && !mark.words.is_empty() {
        return None;
    }
    if mark.is_off {
        return Some(HiddenKind::Layer);
    }
    if mark.is_unpainted {
        return Some(match is_scan {
            true => HiddenKind::RecognitionLayer,
            false => HiddenKind::InvisibleText,
        });
    }
    if !page.grown(1.0).holds(mark.at) {
        return Some(HiddenKind::OffPage);
    }
    if mark.is_clipped || mark.size < TINY {
        return Some(HiddenKind::InvisibleText);
    }
    let holding = |it: &&Ground| it.frame.holds(mark.at);
    let split = canvas.grounds.partition_point(|it| it.order < mark.order);
    let (under, over) = canvas.grounds.split_at(split);
    if let Some(cover) = over.iter().rev().find(holding) {
        let is_scanned = cover.is_picture && cover.frame.area() >= page.area() * SCAN;
        return Some(match is_scanned {
            true => HiddenKind::RecognitionLayer,
            false => HiddenKind::Covered,
        });
    }
    let ground = under.iter().rev().find(holding).map_or(WHITE, |it| it.ink);
    let is_same = ground == mark.ink && ground != super::paint::Ink::Other;
    is_same.then_some(HiddenKind::InvisibleText)
}

fn gather(canvas: &Canvas, causes: &[Option<HiddenKind>]) -> Sight {
    let mut sight = Sight::default();
    let mut last: BTreeMap<Option<HiddenKind>, &Mark> = BTreeMap::new();
    for (mark, cause) in canvas.marks.iter().zip(causes) {
        let words = match cause {
            Some(kind) => sight.hidden.entry(*kind).or_default(),
            None => &mut sight.shown,
        };
        if let Some(before) = last.insert(*cause, mark) {
            let size = mark.size.max(1.0);
            if (before.line.0 - mark.line.0).abs() > size * 0.5 {
                words.push('\n');
            } else if mark.line.1 - before.line.2 > size * 0.8 {
                words.push(' ');
            }
        }
        words.push_str(&mark.words);
    }
    sight
}
