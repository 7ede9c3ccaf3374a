//! `gongkai plan import` and `plan list`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use gongwen::reading::Duty;
use kernel::{Date, DutyId, PageAsk, PlanId};
use plans::actions::{
    AcceptChanges, Authority, ImportOutcome, ImportPlan, accept_changes, import_plan,
};
use plans::queries::{PlanLine, Proposal, find_plan, find_proposal, list_plans};
use plans::reconcile::Effect;
use serde_json::json;
use store::Store;

use crate::config::Config;
use crate::failure::Failure;
use crate::opening::AtConsole;
use crate::reading::{self, ReadFile};
use crate::{opening, printing};

use super::effect::{self, CONSENT, ConsentArgs};
use super::naming::enter_units;

/// 导入
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("late").arg("withdraw_late").requires("accept"))]
pub struct ImportArgs {
    /// 工作要点文件：.txt、.html、.docx、.pdf、.xlsx
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 文件中没有写明发布日期时，以此为准
    #[arg(long, value_name = "日期")]
    published_on: Option<Date>,
    /// 接受与已导入文本的差异：新增任务开立承诺，取消的任务作废未兑现的承诺（--withdraw-late 须与之同用）
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    consent: ConsentArgs,
    /// 把单位名录中没有的名称按文件的写法加入名录（新站点还没有名录时使用；集合称谓的成员仍须人工指定）
    #[arg(long)]
    add_units: bool,
}

/// Imports a plan.
pub async fn run(config: &Config, args: ImportArgs, as_json: bool) -> Result<(), Failure> {
    let mut file = reading::read_path(&args.file).await?;
    let given = args.published_on.map(|day| day.to_string());
    let document = &mut file.reading.document;
    document.published_on = document.published_on.take().or(given);
    let name = args
        .file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let store = opening::store(config).await?;
    let console = AtConsole::of(config)?;
    let authority = console.authority();
    if args.add_units {
        let entered = enter_units(&store, &file.reading, authority.office, authority.now).await?;
        if !as_json {
            println!(
                "加入单位名录：单位 {} 个，集合称谓 {} 个",
                entered.units, entered.classes
            );
        }
    }
    let consent = args.accept.then(|| args.consent.late_reason());
    let outcome = import(&store, (file, name), &authority, consent).await;
    let told = match outcome {
        Ok(told) => tell(&store, &told, as_json).await,
        Err(failure) => Err(failure.in_file(&args.file)),
    };
    store.close().await;
    told
}

/// What an import came to.
enum Told {
    Imported(PlanId, u64),
    Unchanged(PlanId),
    Waiting(PlanId, Box<Proposal>),
    Accepted(PlanId, Effect),
}

/// Imports; a difference takes effect where `consent` is given, late promises among it with the reason for them.
async fn import(
    store: &Store,
    (file, name): (ReadFile, String),
    authority: &Authority<'_>,
    consent: Option<Option<String>>,
) -> Result<Told, Failure> {
    let command = command_of(file, name);
    let plan = match import_plan(store, command, authority).await? {
        ImportOutcome::Imported { plan, opened, .. } => return Ok(Told::Imported(plan, opened)),
        ImportOutcome::Unchanged { plan } => return Ok(Told::Unchanged(plan)),
        ImportOutcome::Changed { plan, .. } => plan,
    };
    let today = authority.now.date();
    let proposal = find_proposal(store, plan, authority.calendar, today).await?;
    let Some(proposal) = proposal else {
        return Ok(Told::Unchanged(plan));
    };
    let Some(late_reason) = consent else {
        return Ok(Told::Waiting(plan, Box::new(proposal)));
    };
    let command = AcceptChanges {
        plan,
        reading: proposal.reading,
        late_reason,
    };
    let accepted = accept_changes(store, &command, authority)
        .await
        .map_err(effect::failure_of)?;
    Ok(Told::Accepted(plan, accepted.effect))
}

/// The import that a file asks for.
pub fn command_of(file: ReadFile, file_name: String) -> ImportPlan {
    ImportPlan {
        reading: file.reading,
        media_type: file.source.format.media_type().to_owned(),
        source: file.source,
        file: file.bytes,
        file_name,
    }
}

async fn tell(store: &Store, told: &Told, as_json: bool) -> Result<(), Failure> {
    match told {
        Told::Imported(plan, opened) => tell_imported(store, (*plan, *opened), as_json).await,
        Told::Unchanged(plan) if as_json => {
            println!(
                "{}",
                json!({ "plan": plan.to_string(), "outcome": "unchanged" })
            );
            Ok(())
        }
        Told::Unchanged(plan) => {
            println!("与已导入的文本一致，没有变化（编号 {plan}）");
            Ok(())
        }
        Told::Waiting(plan, proposal) => {
            tell_waiting(*plan, proposal, as_json);
            Ok(())
        }
        Told::Accepted(plan, effect) => {
            if as_json {
                println!(
                    "{}",
                    json!({ "plan": plan.to_string(), "outcome": "accepted", "effect": effect::view(effect) })
                );
            } else {
                println!(
                    "已接受变化：新开承诺 {} 项，调整到期日 {} 项，作废 {} 项",
                    effect.opened, effect.moved, effect.withdrawn
                );
                effect::tell_notable(effect);
            }
            Ok(())
        }
    }
}

async fn tell_imported(
    store: &Store,
    (plan, opened): (PlanId, u64),
    as_json: bool,
) -> Result<(), Failure> {
    let today = opening::now().date();
    let detail = store::read!(store, |tx| find_plan(tx, plan, today).await)?;
    let duties = detail.as_ref().map_or(&[][..], |detail| &detail.duties);
    let unsettled: Vec<&str> = duties
        .iter()
        .flat_map(|duty| duty.lead.iter().chain(&duty.support))
        .filter(|mention| mention.unit.is_none() && mention.members.is_empty())
        .map(|mention| mention.written.as_str())
        .collect();
    let mut names = unsettled.clone();
    names.sort_unstable();
    names.dedup();
    let doubts: usize = duties.iter().map(|duty| duty.doubts.len()).sum();
    if as_json {
        println!(
            "{}",
            json!({ "plan": plan.to_string(), "outcome": "imported", "duties": duties.len(), "promises": opened, "doubts": doubts, "unsettled_units": names })
        );
        return Ok(());
    }
    let title = detail.as_ref().map_or("", |detail| &detail.line.title);
    println!("已导入《{title}》（编号 {plan}）");
    println!(
        "  任务 {} 项，开立承诺 {opened} 项，存疑 {doubts} 处",
        duties.len()
    );
    if !names.is_empty() {
        println!(
            "  尚未对应到单位名录的名称（其承诺待明确后开立）：{}",
            names.join("、")
        );
        println!(
            "  → 用 gongkai unit import 导入单位名录与集合称谓的成员；还没有名录的新站点可加 --add-units"
        );
    }
    Ok(())
}

/// One duty of a difference, as it is told.
struct DiffLine {
    sign: char,
    verb: &'static str,
    title: String,
    aspects: Vec<&'static str>,
    effect: Effect,
}

/// The lines of a difference: added, dropped and changed duties, and those that say what they said while their promises change.
fn diff_lines(proposal: &Proposal) -> Vec<DiffLine> {
    let diff = &proposal.diff;
    let new_title = |place: usize| proposal.duties.get(place).map_or_else(String::new, title);
    let known_title = |id: &DutyId| {
        let known = proposal.known.iter().find(|(known, _)| known == id);
        known.map_or_else(String::new, |(_, duty)| title(duty))
    };
    let effect = |id: &DutyId| proposal.foreseen.get(id).copied().unwrap_or_default();
    let line = |sign, verb, title, effect| DiffLine {
        sign,
        verb,
        title,
        aspects: Vec::new(),
        effect,
    };
    let added = diff
        .added
        .iter()
        .map(|&place| line('+', "新增", new_title(place), Effect::default()));
    let dropped = diff
        .dropped
        .iter()
        .map(|id| line('-', "取消", known_title(id), effect(id)));
    let changed = diff.changed.iter().map(|change| DiffLine {
        aspects: change.aspects.iter().map(|aspect| aspect.label()).collect(),
        ..line('~', "改动", new_title(change.new), effect(&change.id))
    });
    let kept = diff
        .kept
        .iter()
        .filter(|(id, _)| proposal.foreseen.contains_key(id))
        .map(|(id, place)| line('=', "未改", new_title(*place), effect(id)));
    added.chain(dropped).chain(changed).chain(kept).collect()
}

fn tell_waiting(plan: PlanId, proposal: &Proposal, as_json: bool) {
    let lines = diff_lines(proposal);
    let mut all = Effect::default();
    for line in &lines {
        all.add(line.effect);
    }
    if as_json {
        let of = |sign: char| -> Vec<_> {
            let of_sign = lines.iter().filter(|line| line.sign == sign);
            of_sign.map(line_view).collect()
        };
        let told = json!({ "plan": plan.to_string(), "outcome": "changed", "added": of('+'), "dropped": of('-'), "changed": of('~'), "kept": of('=') });
        println!("{}", effect::with_foreseen(told, &all));
        return;
    }
    println!("文本与已导入的不同，尚未生效（编号 {plan}）：");
    for line in &lines {
        let mut notes = Vec::new();
        if !line.aspects.is_empty() {
            notes.push(line.aspects.join("、"));
        }
        notes.extend(effect::words(&line.effect));
        let notes = match notes.is_empty() {
            true => String::new(),
            false => format!("（{}）", notes.join("；")),
        };
        println!("  {} {}  {}{notes}", line.sign, line.verb, line.title);
    }
    if let Some(words) = effect::words(&all) {
        println!("合计：{words}");
    }
    match all.late() {
        0 => println!("核对无误后加 --accept 再次导入即可生效"),
        _ => println!("核对无误、确需放过逾期承诺的，加 --accept {CONSENT} 再次导入方能生效"),
    }
}

fn line_view(line: &DiffLine) -> serde_json::Value {
    let told = json!({ "duty": line.title, "aspects": line.aspects });
    effect::with_foreseen(told, &line.effect)
}

fn title(duty: &Duty) -> String {
    let words = if duty.heading.is_empty() {
        &duty.text
    } else {
        &duty.heading
    };
    printing::cut(&words.replace('\n', " "), 60)
}

/// `plan list`
pub async fn list(config: &Config, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let today = opening::now().date();
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(store, |tx| list_plans(tx, None, &ask, today).await)?;
        for line in page.items {
            let day = line.published_on.map(|day| day.to_string());
            if as_json {
                println!(
                    "{}",
                    json!({ "id": line.id.to_string(), "title": line.title, "issuer": line.issuer, "doc_number": line.doc_number, "year": line.year, "published_on": day, "duties": line.duty_count, "doubted": line.doubted_count, "unreckonable": line.unreckonable_count, "late": line.counts.late_now, "waived": line.counts.waived, "void": line.counts.void })
                );
            } else {
                let doubts = doubts_of(&line);
                rows.push(vec![
                    day.unwrap_or_default(),
                    line.title,
                    line.duty_count.to_string(),
                    doubts,
                    line.counts.late_now.to_string(),
                    line.id.to_string(),
                ]);
            }
        }
        match page.next {
            Some(next) => ask.after = Some(next),
            None => break,
        }
    }
    store.close().await;
    if !as_json {
        let header = ["发布日期", "标题", "任务", "存疑任务", "逾期", "编号"];
        print!("{}", printing::table(&header, &rows, 50));
    }
    Ok(())
}

/// `3（2 项时限无法推算）`
fn doubts_of(line: &PlanLine) -> String {
    match (line.doubted_count, line.unreckonable_count) {
        (0, _) => String::new(),
        (doubted, 0) => doubted.to_string(),
        (doubted, all) => format!("{doubted}（{all} 项时限无法推算）"),
    }
}
