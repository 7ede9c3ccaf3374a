//! `gongkai plan show`: one plan's duties with their ids, whom they mean, what they await and what to check.

use clap::Args;
use kernel::PlanId;
use plans::PlanRefusal;
use plans::queries::{DutyDetail, PlanDetail, UnitMention, find_plan};
use serde_json::json;
use store::Store;

use crate::failure::{Failure, refused};
use crate::{opening, printing};

/// 查看一份工作要点
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 工作要点的编号（见 plan list）
    #[arg(value_name = "编号")]
    plan: PlanId,
}

/// `plan show`
pub async fn show(store: &Store, args: &ShowArgs, as_json: bool) -> Result<(), Failure> {
    let today = opening::now().date();
    let plan = store::read!(store, |tx| find_plan(tx, args.plan, today).await)?;
    let plan = plan.ok_or_else(|| refused(&PlanRefusal::UnknownPlan))?;
    if as_json {
        for duty in &plan.duties {
            println!("{}", view(duty));
        }
    } else {
        print(&plan);
    }
    Ok(())
}

fn print(plan: &PlanDetail) {
    println!("《{}》", plan.line.title);
    let rows: Vec<_> = plan.duties.iter().map(row).collect();
    let header = [
        "",
        "任务",
        "责任单位",
        "周期期限",
        "承诺",
        "逾期",
        "存疑",
        "编号",
    ];
    print!("{}", printing::table(&header, &rows, 36));
    for duty in &plan.duties {
        for event in &duty.events {
            println!(
                "  第 {} 项 待事件起算（第 {} 条，已发生 {} 次）：{}",
                duty.ordinal, event.ordinal, event.happened, event.words
            );
        }
    }
    for duty in &plan.duties {
        for doubt in &duty.doubts {
            println!(
                "  第 {} 项 [{}] {}",
                duty.ordinal, doubt.code, doubt.message
            );
        }
    }
}

fn row(duty: &DutyDetail) -> Vec<String> {
    let counts = &duty.counts;
    let all = counts.kept_on_time + counts.kept_late + counts.late_now + counts.open;
    let some = |n: u64| match n {
        0 => String::new(),
        n => n.to_string(),
    };
    let title = match duty.heading.is_empty() {
        true => &duty.text,
        false => &duty.heading,
    };
    vec![
        duty.ordinal.to_string(),
        title.replace('\n', " "),
        names(&duty.lead).join("、"),
        match duty.cadence.is_empty() {
            true => String::new(),
            false => duty.grace.clone(),
        },
        some(all),
        some(counts.late_now),
        some(u64::try_from(duty.doubts.len()).unwrap_or(u64::MAX)),
        duty.id.to_string(),
    ]
}

/// The names as written; `？` marks those that mean nobody yet.
fn names(mentions: &[UnitMention]) -> Vec<String> {
    mentions
        .iter()
        .map(|it| match it.matched.is_settled() {
            true => it.written.clone(),
            false => format!("{}？", it.written),
        })
        .collect()
}

fn view(duty: &DutyDetail) -> serde_json::Value {
    let mention = |it: &UnitMention| {
        let units = it.unit.iter().chain(&it.members);
        json!({
            "written": it.written,
            "units": units.map(|(id, name)| json!({ "id": id.to_string(), "name": name })).collect::<Vec<_>>(),
            "is_settled": it.matched.is_settled(),
        })
    };
    let counts = &duty.counts;
    json!({
        "id": duty.id.to_string(),
        "ordinal": duty.ordinal,
        "heading": duty.heading,
        "text": duty.text,
        "lead": duty.lead.iter().map(mention).collect::<Vec<_>>(),
        "support": duty.support.iter().map(mention).collect::<Vec<_>>(),
        "cadence": duty.cadence,
        "deadlines": duty.deadlines,
        "grace": duty.grace,
        "grace_basis": duty.grace_basis,
        "awaits": duty.events.iter().map(|it| json!({ "ordinal": it.ordinal, "words": it.words, "happened": it.happened })).collect::<Vec<_>>(),
        "doubts": duty.doubts.iter().map(|it| json!({ "code": it.code, "message": it.message })).collect::<Vec<_>>(),
        "promises": { "open": counts.open, "late": counts.late_now, "kept_on_time": counts.kept_on_time, "kept_late": counts.kept_late, "waived": counts.waived, "void": counts.void },
    })
}
