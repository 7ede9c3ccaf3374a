//! `gongkai promise`: promises, listed, kept, waived, made void.

use clap::{Args, Subcommand};
use kernel::{Date, PageAsk, PlanId, PromiseId, UnitId};
use promises::actions::Keep;
use promises::queries::{PromiseFilter, PromiseLine};
use promises::rules::Evidence;
use promises::{PromiseRefusal, Standing};
use serde_json::json;
use store::Store;

use crate::config::Config;
use crate::failure::{Failure, refused};
use crate::{opening, printing};

/// 承诺
#[derive(Debug, Subcommand)]
pub enum PromiseCommand {
    /// 查询承诺
    List(ListArgs),
    /// 登记兑现：给出公开信息的网址
    Keep(KeepArgs),
    /// 补充证据：已兑现的承诺再添一个网址，是否按期的结论不变
    Evidence(KeepArgs),
    /// 豁免一项承诺（理由与依据向社会公开）
    Waive(WaiveArgs),
    /// 作废一项承诺：本不该立项的，例如单位有误、重复立项（理由向社会公开）
    Void(VoidArgs),
}

/// 查询
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 责任单位的编码
    #[arg(long, value_name = "编码")]
    unit: Option<String>,
    /// 工作要点的编号
    #[arg(long, value_name = "编号")]
    plan: Option<PlanId>,
    /// 状态:open、due_today、late、kept_on_time、kept_late、waived、void
    #[arg(long, value_name = "状态")]
    standing: Option<String>,
    /// 到期日不早于
    #[arg(long, value_name = "日期")]
    due_from: Option<Date>,
    /// 到期日不晚于
    #[arg(long, value_name = "日期")]
    due_through: Option<Date>,
    /// 最多列出多少项(1—200)
    #[arg(long, default_value_t = 50, value_name = "数", value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// 从上一页给出的“下一页”标记继续
    #[arg(long, value_name = "标记")]
    after: Option<String>,
}

/// 登记兑现
#[derive(Debug, Args)]
pub struct KeepArgs {
    /// 承诺的编号
    #[arg(value_name = "编号")]
    promise: PromiseId,
    /// 公开信息的网址
    #[arg(long, value_name = "网址")]
    link: String,
    /// 信息公开的日期；默认为今天
    #[arg(long, value_name = "日期")]
    published_on: Option<Date>,
    /// 说明
    #[arg(long, default_value = "", value_name = "文字")]
    note: String,
}

/// 豁免
#[derive(Debug, Args)]
pub struct WaiveArgs {
    /// 承诺的编号
    #[arg(value_name = "编号")]
    promise: PromiseId,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
    /// 依据
    #[arg(long, value_name = "文字")]
    basis: String,
    /// 批准人：职务和姓名，或批准文件的文号
    #[arg(long, value_name = "文字")]
    approved_by: String,
}

/// 作废
#[derive(Debug, Args)]
pub struct VoidArgs {
    /// 承诺的编号
    #[arg(value_name = "编号")]
    promise: PromiseId,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
}

/// Runs it.
pub async fn run(config: &Config, command: PromiseCommand, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let outcome = match command {
        PromiseCommand::List(args) => list(&store, args, as_json).await,
        PromiseCommand::Keep(args) => keep(&store, args, as_json).await,
        PromiseCommand::Evidence(args) => evidence(&store, args, as_json).await,
        PromiseCommand::Waive(args) => waive(&store, args, as_json).await,
        PromiseCommand::Void(args) => void(&store, args, as_json).await,
    };
    store.close().await;
    outcome
}

async fn list(store: &Store, args: ListArgs, as_json: bool) -> Result<(), Failure> {
    let standing = args.standing.as_deref().map(standing_of).transpose()?;
    let filter = PromiseFilter {
        unit: unit_of(store, args.unit.as_deref()).await?,
        plan: args.plan,
        duty: None,
        standing,
        due_from: args.due_from,
        due_through: args.due_through,
    };
    let ask = PageAsk {
        after: args.after,
        limit: args.limit.clamp(1, PageAsk::MOST),
    };
    let today = opening::now().date();
    let page = store::read!(store, |tx| promises::queries::list_promises(
        tx, &filter, &ask, today
    )
    .await)?;
    if as_json {
        for line in &page.items {
            println!("{}", view(line));
        }
        if let Some(next) = &page.next {
            println!("{}", json!({ "next": next }));
        }
        return Ok(());
    }
    let rows: Vec<_> = page.items.iter().map(row).collect();
    let header = ["到期日", "状态", "责任单位", "期间", "事项", "编号"];
    print!("{}", printing::table(&header, &rows, 44));
    match &page.next {
        Some(next) => println!("下一页：--after {next}"),
        None => println!("共 {} 项", rows.len()),
    }
    Ok(())
}

fn standing_of(code: &str) -> Result<Standing, Failure> {
    Standing::from_code(code).ok_or_else(|| {
        Failure::bad_input(
            "promises.no_such_standing",
            format!("没有「{code}」这种状态"),
            "可用：open、due_today、late、kept_on_time、kept_late、waived、void",
        )
    })
}

/// The unit of a code.
pub(super) async fn unit_of(store: &Store, code: Option<&str>) -> Result<Option<UnitId>, Failure> {
    let Some(code) = code else { return Ok(None) };
    let unit = store::read!(store, |tx| store::directory::find_unit_by_code(tx, code)
        .await)?;
    match unit {
        Some(unit) => Ok(Some(unit.id)),
        None => Err(Failure::bad_input(
            "units.no_such_unit",
            format!("没有编码为「{code}」的单位"),
            "编码见导入的单位表",
        )),
    }
}

fn row(line: &PromiseLine) -> Vec<String> {
    vec![
        line.due_on.to_string(),
        line.standing.label().to_owned(),
        line.unit_name.clone(),
        line.period_label.clone().unwrap_or_default(),
        line.title.clone(),
        line.id.to_string(),
    ]
}

fn view(line: &PromiseLine) -> serde_json::Value {
    json!({
        "id": line.id.to_string(),
        "title": line.title,
        "unit": { "id": line.unit_id.to_string(), "name": line.unit_name },
        "plan": line.plan_id.map(|id| id.to_string()),
        "period": line.period_label,
        "due_on": line.due_on.to_string(),
        "standing": line.standing.code(),
        "kept_on": line.kept_on.map(|day| day.to_string()),
        "is_provisional": line.is_provisional,
    })
}

impl KeepArgs {
    fn command(self, today: Date) -> Keep {
        Keep {
            promise: self.promise,
            evidence: Evidence {
                link: self.link,
                note: self.note,
                published_on: self.published_on.unwrap_or(today),
            },
        }
    }
}

async fn evidence(store: &Store, args: KeepArgs, as_json: bool) -> Result<(), Failure> {
    let now = opening::now();
    let promise = args.promise;
    let unit = owner_of(store, promise, now.date()).await?;
    let officer = opening::office().for_unit(unit);
    let command = args.command(now.date());
    let added = promises::actions::add_evidence(store, &command, &officer, now).await?;
    if as_json {
        println!(
            "{}",
            json!({ "promise": promise.to_string(), "evidence": added.to_string() })
        );
    } else {
        println!("已补充证据（{}）", command.evidence.published_on);
    }
    Ok(())
}

async fn keep(store: &Store, args: KeepArgs, as_json: bool) -> Result<(), Failure> {
    let now = opening::now();
    let promise = args.promise;
    let unit = owner_of(store, promise, now.date()).await?;
    let officer = opening::office().for_unit(unit);
    let command = args.command(now.date());
    let kept = promises::actions::keep(store, &command, &officer, now).await?;
    if as_json {
        println!(
            "{}",
            json!({
                "promise": promise.to_string(),
                "evidence": kept.evidence.to_string(),
                "kept_on": kept.kept_on.to_string(),
                "standing": kept.standing.code(),
            })
        );
    } else {
        println!("已登记：{}（{}）", kept.standing.label(), kept.kept_on);
    }
    Ok(())
}

async fn owner_of(store: &Store, promise: PromiseId, today: Date) -> Result<UnitId, Failure> {
    let found = store::read!(store, |tx| promises::queries::find_promise(
        tx, promise, today
    )
    .await)?;
    match found {
        Some(detail) => Ok(detail.line.unit_id),
        None => Err(refused(&PromiseRefusal::Unknown)),
    }
}

async fn waive(store: &Store, args: WaiveArgs, as_json: bool) -> Result<(), Failure> {
    let command = promises::actions::Waive {
        promise: args.promise,
        reason: args.reason,
        basis: args.basis,
        approved_by: args.approved_by,
    };
    promises::actions::waive(store, &command, &opening::office(), opening::now()).await?;
    if as_json {
        println!(
            "{}",
            json!({ "promise": args.promise.to_string(), "standing": "waived" })
        );
    } else {
        println!("已豁免");
    }
    Ok(())
}

async fn void(store: &Store, args: VoidArgs, as_json: bool) -> Result<(), Failure> {
    let command = promises::actions::MakeVoid {
        promise: args.promise,
        reason: args.reason,
    };
    promises::actions::make_void(store, &command, &opening::office(), opening::now()).await?;
    if as_json {
        println!(
            "{}",
            json!({ "promise": args.promise.to_string(), "standing": "void" })
        );
    } else {
        println!("已作废");
    }
    Ok(())
}
