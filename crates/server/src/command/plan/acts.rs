//! `gongkai plan assign`, `event` and `basis`: what a person says of a plan after it was taken in.

use clap::Args;
use kernel::{DutyId, PlanId};
use plans::actions::{
    AssignTarget, AssignUnit, Authority, SetCadenceBasis, assign_unit, set_cadence_basis,
};
use plans::reconcile::Effect;
use promises::Origin;
use store::Store;

use super::effect::{self, ConsentArgs};
use super::happening::{self, HappeningArgs};
use crate::command::promise::unit_of;
use crate::failure::Failure;

/// 明确责任单位
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// 工作要点的编号（见 plan list）
    #[arg(
        value_name = "编号",
        required_unless_present = "duty",
        requires = "written"
    )]
    plan: Option<PlanId>,
    /// 单位在文件中的写法；对全文有效，对以后的修订也有效
    #[arg(value_name = "写法", required_unless_present = "duty")]
    written: Option<String>,
    /// 未注明单位的任务的编号（见 plan show）：在文件所写之外，由这些单位负责
    #[arg(long, value_name = "编号", conflicts_with_all = ["plan", "written"])]
    duty: Option<DutyId>,
    /// 所指单位的编码；多个单位可写多次
    #[arg(long = "unit", required = true, value_name = "编码")]
    units: Vec<String>,
    #[command(flatten)]
    consent: ConsentArgs,
}

/// 登记事件
#[derive(Debug, Args)]
pub struct EventArgs {
    /// 任务的编号（见 plan show）
    #[arg(value_name = "编号")]
    duty: DutyId,
    #[command(flatten)]
    happening: HappeningArgs,
}

/// 周期任务的期限
#[derive(Debug, Args)]
pub struct BasisArgs {
    /// 任务的编号（见 plan show）
    #[arg(value_name = "编号")]
    duty: DutyId,
    /// 每期结束后多久到期，例如 10个工作日内（或 P10WD）；或每年的某日，例如 1月31日前（或 --01-31）
    #[arg(long, value_name = "期限", allow_hyphen_values = true)]
    due: String,
    /// 依据：法律条款或文件文号（向社会公开）
    #[arg(long, value_name = "文字")]
    basis: String,
    #[command(flatten)]
    consent: ConsentArgs,
}

/// `plan assign`
pub async fn assign(
    store: &Store,
    args: AssignArgs,
    authority: &Authority<'_>,
    as_json: bool,
) -> Result<(), Failure> {
    let mut units = Vec::with_capacity(args.units.len());
    for code in &args.units {
        units.extend(unit_of(store, Some(code)).await?);
    }
    let target = match (args.duty, args.plan, args.written) {
        (Some(duty), _, _) => AssignTarget::Duty(duty),
        (None, Some(plan), Some(written)) => AssignTarget::Name { plan, written },
        (None, _, _) => return Err(incomplete()),
    };
    let command = AssignUnit {
        target,
        units,
        late_reason: args.consent.late_reason(),
    };
    let done = assign_unit(store, &command, authority).await;
    let effect = done.map_err(effect::failure_of)?;
    tell("已明确责任单位", &effect, as_json);
    Ok(())
}

fn incomplete() -> Failure {
    Failure::bad_input(
        "plans.nothing_to_assign",
        "没有写明是哪个单位名称或哪项任务",
        "写明工作要点编号与文件中的写法，或用 --duty 写明任务编号",
    )
}

/// `plan event`
pub async fn event(
    store: &Store,
    args: EventArgs,
    authority: &Authority<'_>,
    as_json: bool,
) -> Result<(), Failure> {
    let what = (Origin::Duty(args.duty), args.happening);
    happening::record(store, what, authority, as_json).await
}

/// `plan basis`
pub async fn basis(
    store: &Store,
    args: BasisArgs,
    authority: &Authority<'_>,
    as_json: bool,
) -> Result<(), Failure> {
    let command = SetCadenceBasis {
        duty: args.duty,
        grace: args.due,
        basis: args.basis,
        late_reason: args.consent.late_reason(),
    };
    let done = set_cadence_basis(store, &command, authority).await;
    let effect = done.map_err(effect::failure_of)?;
    tell("已调整期限", &effect, as_json);
    Ok(())
}

/// What an act did to promises.
fn tell(done: &str, effect: &Effect, as_json: bool) {
    if as_json {
        println!("{}", effect::view(effect));
        return;
    }
    println!(
        "{done}：新开承诺 {} 项，调整到期日 {} 项，作废 {} 项",
        effect.opened, effect.moved, effect.withdrawn
    );
    effect::tell_notable(effect);
}
