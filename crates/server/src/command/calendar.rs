//! `gongkai calendar`: due dates with their proof.

use calendar::{Clock, LastDay, Span};
use clap::{Args, Subcommand};
use kernel::Date;
use serde_json::json;

use crate::config::Config;
use crate::failure::Failure;
use crate::{opening, printing};

/// 工作日历
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// 推算届满日：从某日起若干工作日、日、月、年或小时
    Due(DueArgs),
}

/// 推算届满日
#[derive(Debug, Args)]
pub struct DueArgs {
    /// 起算日（当日不计入），例如 2026-02-13
    #[arg(long, value_name = "日期")]
    from: Date,
    /// 期限：P20WD（20 个工作日）、P7D（7 日）、P1M（1 个月）、P3Y（3 年）
    #[arg(long, value_name = "期限")]
    span: Span,
    /// 末日逢休息日时顺延到下一个工作日（民事诉讼法的算法）
    #[arg(long)]
    roll: bool,
    /// 逐日列出哪天计入、为什么
    #[arg(long)]
    proof: bool,
}

/// Runs it.
pub fn run(config: &Config, command: CalendarCommand, as_json: bool) -> Result<(), Failure> {
    let CalendarCommand::Due(args) = command;
    let calendar = opening::calendar(config)?;
    let last_day = if args.roll {
        LastDay::RollForward
    } else {
        LastDay::AsIs
    };
    let clock = Clock::start(args.from, args.span, last_day, "");
    let proof = clock.proof(&calendar).map_err(|cause| {
        Failure::bad_input(cause.code(), cause.to_string(), "请核对 --from 与 --span")
    })?;
    if as_json {
        println!(
            "{}",
            json!({
                "from": args.from.to_string(),
                "span": args.span.to_string(),
                "due_on": proof.due.on.to_string(),
                "is_provisional": proof.due.is_provisional,
                "calendar_version": proof.due.calendar_version,
                "proof": args.proof.then_some(&proof.lines),
            })
        );
        return Ok(());
    }
    println!(
        "{} 起 {}：届满日 {}（日历 {}{}）",
        args.from,
        args.span.describe(),
        proof.due.on,
        proof.due.calendar_version,
        if proof.due.is_provisional {
            "，含尚无放假通知的日期，待通知发布后核定"
        } else {
            ""
        }
    );
    if args.proof {
        let rows: Vec<_> = proof
            .lines
            .iter()
            .map(|line| {
                vec![
                    line.date.to_string(),
                    line.number.map_or_else(String::new, |n| n.to_string()),
                    line.why.clone(),
                ]
            })
            .collect();
        print!(
            "{}",
            printing::table(&["日期", "第几日", "为什么"], &rows, 60)
        );
    }
    Ok(())
}
