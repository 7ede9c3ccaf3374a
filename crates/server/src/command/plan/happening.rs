//! What happened and starts a span: the arguments that `plan event` and `catalogue event` share, and the act itself.

use calendar::DateTime;
use clap::Args;
use kernel::Date;
use plans::actions::{Authority, RecordEvent, record_event};
use promises::Origin;
use serde_json::json;
use store::Store;

use crate::failure::Failure;

/// 起算的事件
#[derive(Debug, Args)]
pub struct HappeningArgs {
    /// 事件发生的日期
    #[arg(long, value_name = "日期")]
    on: Date,
    /// 事件发生的时刻，例如 09:30；期限以小时计的须写明，默认为零时
    #[arg(long, value_name = "时刻", value_parser = clock_time)]
    time: Option<jiff::civil::Time>,
    /// 事件的名称，例如“关于绿化办法的征求意见”
    #[arg(long, value_name = "文字")]
    label: String,
    /// 第几条以事件起算的期限；只有一条时可省略
    #[arg(long, value_name = "序号")]
    ordinal: Option<u32>,
}

/// `9:30`, `09:30`.
fn clock_time(text: &str) -> Result<jiff::civil::Time, String> {
    let refuse = || "应写作 09:30".to_owned();
    let (hour, minute) = text.split_once(':').ok_or_else(refuse)?;
    let part = |it: &str| it.parse::<i8>().map_err(|_| refuse());
    jiff::civil::Time::new(part(hour)?, part(minute)?, 0, 0).map_err(|_| refuse())
}

impl HappeningArgs {
    fn at(&self) -> DateTime {
        self.on.to_datetime(self.time.unwrap_or_default())
    }
}

/// Records that it happened to a duty or an item of the catalogue.
pub async fn record(
    store: &Store,
    (origin, args): (Origin, HappeningArgs),
    authority: &Authority<'_>,
    as_json: bool,
) -> Result<(), Failure> {
    let command = RecordEvent {
        origin,
        ordinal: args.ordinal,
        happened_at: args.at(),
        label: args.label,
    };
    let opened = record_event(store, &command, authority).await?;
    if as_json {
        println!(
            "{}",
            json!({ origin.kind(): origin.id(), "happened_at": command.happened_at.to_string(), "opened": opened })
        );
    } else if opened == 0 {
        println!("这一事件此前已登记，没有变化");
    } else {
        println!("已登记事件，新开承诺 {opened} 项");
    }
    Ok(())
}
