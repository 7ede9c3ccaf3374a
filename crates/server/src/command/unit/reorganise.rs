//! `gongkai unit reorganise`: what a reorganisation would do, and doing it.

use std::collections::HashMap;

use clap::{Args, ValueEnum};
use kernel::unit::Directory;
use kernel::{Date, Moment, UnitId};
use plans::actions::{Reorganise, foresee_reorganisation, reorganise};
use plans::reorganisation::{Foreseen, How, Reorganisation};
use serde_json::json;
use store::{Store, directory};

use crate::config::Config;
use crate::failure::Failure;
use crate::opening;

/// 调整方式
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// 合并：几个单位并入一个
    Merge,
    /// 拆分：一个单位的职责由几个单位承接
    Split,
    /// 更名
    Rename,
    /// 撤销：不再有未结承诺的单位终止
    End,
}

/// 办理机构调整
#[derive(Debug, Args)]
pub struct ReorganiseArgs {
    /// 调整方式
    #[arg(value_enum, value_name = "方式")]
    kind: Kind,
    /// 被合并、拆分、更名、撤销的单位的编码；合并可写多个
    #[arg(value_name = "编码", required = true)]
    units: Vec<String>,
    /// 承接单位的编码；拆分写多个，第一个承接没有另行指定的
    #[arg(long, value_name = "编码")]
    into: Vec<String>,
    /// 拆分时指定某项任务或目录事项的承接单位：编号=编码
    #[arg(long, value_name = "编号=编码")]
    choose: Vec<String>,
    /// 更名后的全称
    #[arg(long, value_name = "全称")]
    name: Option<String>,
    /// 更名后的简称，不写则同全称
    #[arg(long, value_name = "简称")]
    short_name: Option<String>,
    /// 生效日期，不写为今天；原单位的截止日期为前一天
    #[arg(long, value_name = "日期")]
    from: Option<Date>,
    /// 依据(机构改革方案或批复文件的名称、文号)，将向社会公开
    #[arg(long, value_name = "文件")]
    basis: String,
    /// 只看会移交什么，不办理
    #[arg(long)]
    preview: bool,
}

/// Runs it.
pub(super) async fn run(
    config: &Config,
    args: &ReorganiseArgs,
    as_json: bool,
) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let now = opening::now();
    let what = asked(&store, args, now).await?;
    let foreseen = if args.preview {
        foresee_reorganisation(&store, &what, now).await?
    } else {
        let (command, office) = (Reorganise { what, seen: None }, opening::office());
        let done = reorganise(&store, &command, &office, now).await?;
        oversight::actions::follow_successors(&store, office.actor(), now).await?;
        done
    };
    store.close().await;
    if as_json {
        println!("{}", as_value(&foreseen, args.preview));
    } else {
        tell(&foreseen, args.preview);
    }
    Ok(())
}

async fn asked(
    store: &Store,
    args: &ReorganiseArgs,
    now: Moment,
) -> Result<Reorganisation, Failure> {
    let directory = store::read!(store, |tx| directory::load(tx).await)?;
    let units = ids(&directory, &args.units)?;
    let into = ids(&directory, &args.into)?;
    let unit = units.first().copied().ok_or_else(|| missing("编码"))?;
    let how = match args.kind {
        Kind::Merge => How::Merge {
            into: *into.first().ok_or_else(|| missing("--into"))?,
            units,
        },
        Kind::Split => How::Split {
            unit,
            into,
            choices: choices(&directory, &args.choose)?,
        },
        Kind::Rename => How::Rename {
            unit,
            name: args.name.clone().unwrap_or_default(),
            short_name: args.short_name.clone().unwrap_or_default(),
        },
        Kind::End => How::End { unit },
    };
    Ok(Reorganisation {
        how,
        from_on: args.from.unwrap_or_else(|| now.date()),
        basis: args.basis.clone(),
    })
}

fn missing(what: &str) -> Failure {
    Failure::bad_input(
        "reorganise.missing",
        format!("缺少 {what}"),
        "请见 gongkai unit reorganise --help",
    )
}

fn ids(directory: &Directory, codes: &[String]) -> Result<Vec<UnitId>, Failure> {
    codes.iter().map(|code| id_of(directory, code)).collect()
}

fn id_of(directory: &Directory, code: &str) -> Result<UnitId, Failure> {
    let unit = directory.find_by_code(code);
    unit.map(|it| it.id).ok_or_else(|| {
        Failure::bad_input(
            "units.no_such_unit",
            format!("没有编码为 {code} 的单位"),
            "编码见 gongkai unit export 的 code 列；新单位请先用 gongkai unit import 加入",
        )
    })
}

fn choices(directory: &Directory, chosen: &[String]) -> Result<HashMap<String, UnitId>, Failure> {
    let pair = |text: &String| {
        let (origin, code) = text.split_once('=').ok_or_else(|| {
            Failure::bad_input(
                "reorganise.bad_choice",
                format!("--choose {text} 的写法有误"),
                "应写作 编号=编码，编号是任务或目录事项的编号",
            )
        })?;
        Ok((origin.to_owned(), id_of(directory, code)?))
    };
    chosen.iter().map(pair).collect()
}

fn as_value(foreseen: &Foreseen, is_preview: bool) -> serde_json::Value {
    let units: Vec<_> = foreseen
        .units
        .iter()
        .map(|it| {
            json!({ "id": it.id.to_string(), "name": it.name, "promises": it.promises, "late": it.late,
                "recurrences": it.recurrences, "duties": it.duties, "catalogue_items": it.items,
                "plans_issued": it.issued, "units_below": it.children })
        })
        .collect();
    let successors: Vec<_> = foreseen
        .successors
        .iter()
        .map(|(id, name)| json!({ "id": id.to_string(), "name": name }))
        .collect();
    json!({ "kind": foreseen.what.how.kind().code(), "from": foreseen.what.from_on.to_string(),
        "basis": foreseen.what.basis, "units": units, "successors": successors,
        "owed_twice": foreseen.doubled, "done": !is_preview })
}

fn tell(foreseen: &Foreseen, is_preview: bool) {
    let kind = foreseen.what.how.kind().label();
    for it in &foreseen.units {
        println!(
            "{}：未结承诺 {}（逾期 {}），周期任务 {}，点名的任务 {}，目录事项 {}，发布的要点 {}，下属单位 {}",
            it.name,
            it.promises,
            it.late,
            it.recurrences,
            it.duties,
            it.items,
            it.issued,
            it.children
        );
    }
    if foreseen.doubled > 0 {
        println!(
            "其中 {} 项与承接单位已有的承诺同一任务、同一期，各自保留",
            foreseen.doubled
        );
    }
    if is_preview {
        println!("以上为预览，没有办理；去掉 --preview 即办理{kind}");
    } else {
        println!("已办理{kind}；账号的岗位请由安全管理员在办公端移交");
    }
}
