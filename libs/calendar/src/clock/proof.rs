//! The day-by-day proof of a due date: every day from the start, whether it counts, and why.
//! This is what screens and replies print; it invents no date that `due` does not give.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::due::{Course, Due, fixed_due};
use super::run::{Pause, Run};
use super::{Clock, LastDay, Segment};
use crate::day::{is_weekend, weekday_name};
use crate::error::CalendarError;
use crate::span::Span;
use crate::table::Calendar;

/// The lines that lead to a due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// One line a day, in order, from the day of the start to the due date.
    pub lines: Vec<ProofLine>,
    /// The due date that they prove.
    pub due: Due,
}

/// One day of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// The day.
    pub date: Date,
    /// It is the n-th counted day of the period.
    pub number: Option<u32>,
    /// Whether it counts.
    pub counts: bool,
    /// Why, in Chinese.
    pub why: String,
    /// The provision, where something happened on the day.
    pub basis: Option<String>,
}

impl Clock {
    /// The proof of the due date by this calendar; an error while the clock is paused.
    pub fn proof(&self, calendar: &Calendar) -> Result<Proof, CalendarError> {
        if let Some(Segment::Fixed { on, basis }) = self.segments.first() {
            return fixed_proof(*on, basis, calendar);
        }
        let mut runs = Run::list(&self.segments);
        let last = runs
            .pop()
            .expect("a clock without a fixed date has a start");
        let course = last.course(calendar)?;
        let days = last.at.date().duration_until(course.due.on).as_hours() / 24;
        let mut lines = Vec::with_capacity(usize::try_from(days).unwrap_or(0) + 1);
        let ends = runs.iter().skip(1).map(|run| run.at).chain([last.at]);
        for (run, end) in runs.iter().zip(ends) {
            list_void_days(run, end.date(), calendar, &mut lines);
        }
        Counting {
            run: &last,
            course: &course,
            calendar,
        }
        .list_days(&mut lines);
        Ok(Proof {
            lines,
            due: course.due,
        })
    }
}

fn fixed_proof(on: Date, basis: &str, calendar: &Calendar) -> Result<Proof, CalendarError> {
    let due = fixed_due(on, calendar)?;
    let why = if calendar.is_workday(on) {
        "日期由文件写明".to_owned()
    } else {
        let day = calendar.describe(calendar.cell(on), on);
        ["日期由文件写明，当日", &day, "，不顺延"].concat()
    };
    let line = ProofLine {
        date: on,
        number: None,
        counts: true,
        why,
        basis: Some(basis.to_owned()),
    };
    Ok(Proof {
        lines: vec![line],
        due,
    })
}

/// The days before a restart: they were counted once and count no more.
fn list_void_days(run: &Run<'_>, end: Date, calendar: &Calendar, lines: &mut Vec<ProofLine>) {
    let events = list_events(run);
    let mut day = run.at.date();
    while day < end {
        let mut line = if day == run.at.date() {
            start_line(run)
        } else {
            let what = calendar.describe(calendar.cell(day), day);
            let why = [&what, "（期限已重新起算，不计）"].concat();
            ProofLine {
                date: day,
                number: None,
                counts: false,
                why,
                basis: None,
            }
        };
        note_events(&mut line, &events);
        lines.push(line);
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
}

fn start_line(run: &Run<'_>) -> ProofLine {
    let why = match (run.span, run.is_restart) {
        (Span::Hours(_), false) => clock_time("起算：", run.at, "起连续计时，节假日不停"),
        (Span::Hours(_), true) => clock_time("重新起算：", run.at, "起连续计时，节假日不停"),
        (_, false) => "起算日不计入".to_owned(),
        (_, true) => "重新起算，当日不计入".to_owned(),
    };
    let counts = matches!(run.span, Span::Hours(_));
    let basis = Some(run.basis.to_owned());
    ProofLine {
        date: run.at.date(),
        number: None,
        counts,
        why,
        basis,
    }
}

fn clock_time(before: &str, at: DateTime, after: &str) -> String {
    format!("{before}{:02}:{:02}{after}", at.hour(), at.minute())
}

/// Something that happened on a day beside its counting.
struct Event<'a> {
    on: Date,
    what: String,
    basis: &'a str,
}

fn list_events<'a>(run: &Run<'a>) -> Vec<Event<'a>> {
    let is_hours = matches!(run.span, Span::Hours(_));
    let mut events = Vec::with_capacity(run.pauses.len() * 2 + run.extensions.len());
    for Pause {
        from,
        to,
        basis,
        resume_basis,
    } in &run.pauses
    {
        let what = match is_hours {
            true => clock_time("", *from, "起暂停计时"),
            false => "自次日起暂停计算".to_owned(),
        };
        events.push(Event {
            on: from.date(),
            what,
            basis,
        });
        if let Some(to) = to {
            let what = match is_hours {
                true => clock_time("", *to, "起恢复计时"),
                false => "自次日起恢复计算".to_owned(),
            };
            events.push(Event {
                on: to.date(),
                what,
                basis: resume_basis,
            });
        }
    }
    for extension in &run.extensions {
        let what = format!("当日告知延长{}", extension.by.describe());
        events.push(Event {
            on: extension.told_at.date(),
            what,
            basis: extension.basis,
        });
    }
    events
}

fn note_events(line: &mut ProofLine, events: &[Event<'_>]) {
    for event in events.iter().filter(|event| event.on == line.date) {
        line.why.push('；');
        line.why.push_str(&event.what);
        match &mut line.basis {
            Some(basis) => {
                basis.push('；');
                basis.push_str(event.basis);
            }
            None => line.basis = Some(event.basis.to_owned()),
        }
    }
}

/// The run that gives the due date, day by day.
struct Counting<'a> {
    run: &'a Run<'a>,
    course: &'a Course,
    calendar: &'a Calendar,
}

impl Counting<'_> {
    fn list_days(&self, lines: &mut Vec<ProofLine>) {
        let events = list_events(self.run);
        let mut line = start_line(self.run);
        note_events(&mut line, &events);
        if self.course.due.on == line.date {
            self.note_end_of_hours(&mut line);
        }
        lines.push(line);
        let (mut leg, mut number) = (0, 0);
        let mut day = self.run.at.date();
        while day < self.course.due.on {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            while leg + 1 < self.course.legs.len() && day > self.course.legs[leg].1.date() {
                leg += 1;
                number = 0;
            }
            let mut line = self.line(day, self.course.legs[leg].0);
            if line.counts && !matches!(self.run.span, Span::Hours(_)) {
                number += 1;
                line.number = Some(number);
            }
            note_events(&mut line, &events);
            if day == self.course.due.on {
                self.note_end_of_hours(&mut line);
            }
            lines.push(line);
        }
    }

    fn line(&self, day: Date, unit: Span) -> ProofLine {
        let (counts, why) = if day > self.course.end {
            (false, self.rolled(day))
        } else if let Some(pause) = self.find_pause(day) {
            (false, ["暂停：", pause.basis].concat())
        } else {
            match unit {
                Span::Workdays(_) => self.working_day(day),
                Span::Hours(_) => (true, "连续计时，节假日不停".to_owned()),
                Span::Days(_) | Span::Months(_) | Span::Years(_) => (true, self.natural_day(day)),
            }
        };
        ProofLine {
            date: day,
            number: None,
            counts,
            why,
            basis: None,
        }
    }

    fn find_pause(&self, day: Date) -> Option<&Pause<'_>> {
        let is_hours = matches!(self.run.span, Span::Hours(_));
        self.run.pauses.iter().find(|pause| {
            let is_last = |to: DateTime| {
                if is_hours {
                    day < to.date()
                } else {
                    day <= to.date()
                }
            };
            day > pause.from.date() && pause.to.is_some_and(is_last)
        })
    }

    fn working_day(&self, day: Date) -> (bool, String) {
        let cell = self.calendar.cell(day);
        let mut why = self.calendar.describe(cell, day);
        if cell.is_provisional {
            why.push_str("（推算，待国务院通知）");
        }
        (cell.reason.is_workday(), why)
    }

    fn natural_day(&self, day: Date) -> String {
        let is_end = day == self.course.end;
        if !is_end && !is_weekend(day) {
            return "自然日".to_owned();
        }
        if !is_end {
            return ["自然日，", weekday_name(day.weekday())].concat();
        }
        let cell = self.calendar.cell(day);
        let what = self.calendar.describe(cell, day);
        let tail = match (cell.reason.is_workday(), self.run.last_day) {
            (true, _) => "，期限届满",
            (false, LastDay::AsIs) => "，期限届满，遇休息日不顺延",
            (false, LastDay::RollForward) => "，期限届满日为休息日，顺延",
        };
        ["自然日，", &what, tail].concat()
    }

    fn rolled(&self, day: Date) -> String {
        let (is_workday, what) = self.working_day(day);
        let tail = if is_workday {
            "，顺延至此日届满"
        } else {
            "，顺延"
        };
        [&what, tail].concat()
    }

    fn note_end_of_hours(&self, line: &mut ProofLine) {
        if let Some(at) = self.course.due.at {
            line.why.push_str(&clock_time("；至", at, "届满"));
        }
    }
}

impl fmt::Display for Proof {
    /// One line a day: `2026-02-14 周六 第1日 调休上班`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            write!(f, "{} {} ", line.date, weekday_name(line.date.weekday()))?;
            match (line.number, line.counts) {
                (Some(number), _) => write!(f, "第{number}日 ")?,
                (None, true) => {}
                (None, false) => f.write_str("不计入 ")?,
            }
            f.write_str(&line.why)?;
            if let Some(basis) = &line.basis {
                write!(f, "（{basis}）")?;
            }
            f.write_str("\n")?;
        }
        let note = if self.due.is_provisional {
            "（暂定）"
        } else {
            ""
        };
        let version = &self.due.calendar_version;
        write!(
            f,
            "届满：{}{note}，日历版本 {version}",
            self.due.ends_at().strftime("%Y-%m-%d %H:%M:%S")
        )
    }
}
