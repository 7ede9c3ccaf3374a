//! Names for the references of the log: looked up when they are shown, once a page, so that the log itself needs none.

use std::collections::BTreeMap;

use accounts::queries::find_account;
use kernel::{AccountId, Date, Fault, UnitId};
use oversight::queries::find_notice;
use plans::draft::find_draft_line;
use plans::queries::find_plan_line;
use promises::queries::find_title;
use store::Tx;
use store::directory::find_unit;

/// Names that were looked up.
#[derive(Debug)]
pub(super) struct Names {
    today: Date,
    known: BTreeMap<String, Option<String>>,
}

impl Names {
    /// None yet.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            known: BTreeMap::new(),
        }
    }

    /// A person: name and login.
    pub async fn person(&mut self, tx: &mut Tx, id: AccountId) -> Result<Option<String>, Fault> {
        self.find(tx, &format!("account/{id}")).await
    }

    /// A unit's short name.
    pub async fn unit(&mut self, tx: &mut Tx, id: UnitId) -> Result<String, Fault> {
        let name = self.find(tx, &format!("unit/{id}")).await?;
        Ok(name.unwrap_or_else(|| "（单位不在名录中）".to_owned()))
    }

    /// What an event happened to, in words.
    pub async fn subject(&mut self, tx: &mut Tx, subject: &str) -> Result<String, Fault> {
        let (noun, id) = subject.split_once('/').unwrap_or((subject, ""));
        let kind = match noun {
            "promise" => "承诺",
            "account" => "账号",
            "unit" => "单位",
            "unit_class" => "集合称谓",
            "plan" => "工作要点",
            "duty" => "任务",
            "item" => "目录事项",
            "catalogue" => "公开目录",
            "draft" => "草稿",
            "notice" => "督办单",
            "webhook" => "机器人",
            "calendar" => "工作日历",
            "messages" => "消息",
            "audit" => "审计日志",
            "setting" | "settings" => "系统设置",
            other => other,
        };
        Ok(match self.find(tx, subject).await? {
            Some(name) => format!("{kind}：{name}"),
            None if id.len() == 36 => format!("{kind} …{}", &id[id.len() - 6..]),
            None => kind.to_owned(),
        })
    }

    /// The name of a reference `noun/ID`, where it has one.
    pub async fn find(&mut self, tx: &mut Tx, reference: &str) -> Result<Option<String>, Fault> {
        if let Some(known) = self.known.get(reference) {
            return Ok(known.clone());
        }
        let name = look_up(tx, reference, self.today).await?;
        self.known.insert(reference.to_owned(), name.clone());
        Ok(name)
    }
}

async fn look_up(tx: &mut Tx, reference: &str, today: Date) -> Result<Option<String>, Fault> {
    let Some((noun, id)) = reference.split_once('/') else {
        return Ok(None);
    };
    Ok(match noun {
        "account" => match id.parse() {
            Ok(id) => find_account(tx, id)
                .await?
                .map(|it| format!("{}（{}）", it.name, it.login)),
            Err(_) => None,
        },
        "unit" => match id.parse() {
            Ok(id) => find_unit(tx, id).await?.map(|it| it.short_name),
            Err(_) => None,
        },
        "promise" => match id.parse() {
            Ok(id) => find_title(tx, id).await?,
            Err(_) => None,
        },
        "plan" => match id.parse() {
            Ok(id) => find_plan_line(tx, id, today).await?.map(|it| it.title),
            Err(_) => None,
        },
        "draft" => match id.parse() {
            Ok(id) => find_draft_line(tx, id).await?.map(|it| it.title),
            Err(_) => None,
        },
        "notice" => match id.parse() {
            Ok(id) => find_notice(tx, id, today).await?.map(|it| it.notice.number),
            Err(_) => None,
        },
        _ => None,
    })
}
