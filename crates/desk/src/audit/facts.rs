//! The facts of an event as people read them: names for fields, words for codes, names for references, before beside after.

use kernel::{Fault, Moment, Role};
use plans::draft::events::DraftEvent;
use plans::events::PlanEvent;
use promises::events::PromiseEvent;
use serde_json::{Map, Value};
use store::audit::Group;
use store::audit::kinds::{label_of, list_kinds};
use store::{RecordedEvent, Tx};
use ui::dates;

use super::names::Names;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// What it is.
    pub label: String,
    /// What it was, where the event changed it.
    pub before: Option<String>,
    /// What it is now.
    pub value: String,
}

/// Names of fields. A name that is not here is shown as it is.
const LABELS: &[(&str, &str)] = &[
    ("account", "账号"),
    ("actor_digest", "姓名摘要（SHA-256）"),
    ("added", "新增"),
    ("address", "地址"),
    ("after", "改后"),
    ("aliases", "别名"),
    ("approved_by", "批准人"),
    ("at", "时间"),
    ("basis", "依据"),
    ("before", "截至"),
    ("by", "方式"),
    ("calendar", "日历版本"),
    ("changed", "变更"),
    ("code", "代码"),
    ("count", "数量"),
    ("decided_as", "审批角色"),
    ("dropped", "取消"),
    ("due_on", "期限"),
    ("duties", "任务数"),
    ("edit", "修改"),
    ("event", "事件"),
    ("files", "文件摘要（SHA-256）"),
    ("format", "格式"),
    ("former_names", "曾用名"),
    ("from", "从"),
    ("from_on", "开始日期"),
    ("grace", "期限"),
    ("hour", "时"),
    ("how", "方式"),
    ("identity", "身份摘要"),
    ("is_active", "启用"),
    ("is_late", "已逾期"),
    ("is_mail_changed", "邮箱已更改"),
    ("is_renamed", "姓名已更改"),
    ("issuer", "认证服务"),
    ("kind", "种类"),
    ("kinds", "事项"),
    ("known", "已有"),
    ("label", "事件"),
    ("late_postponed", "顺延的逾期承诺"),
    ("late_reason", "理由"),
    ("late_withdrawn", "作废的逾期承诺"),
    ("level", "层级"),
    ("link", "链接"),
    ("links", "链接"),
    ("login", "登录名"),
    ("looked_at", "重算"),
    ("minute", "分"),
    ("moved", "调整的承诺"),
    ("name", "名称"),
    ("names", "名称"),
    ("note", "说明"),
    ("number", "编号"),
    ("on", "日期"),
    ("opened", "立项的承诺"),
    ("outcome", "结果"),
    ("parent", "上级单位代码"),
    ("percent", "进展（%）"),
    ("plan", "工作要点"),
    ("promises", "承诺"),
    ("proposed_on", "报送日期"),
    ("published_on", "公开日期"),
    ("reading", "读取结果（SHA-256）"),
    ("reason", "理由"),
    ("revision", "第几次修改"),
    ("role", "角色"),
    ("roles", "角色"),
    ("signed_as", "签署角色"),
    ("signing", "签名方式"),
    ("source", "原文件（SHA-256）"),
    ("span", "延长"),
    ("stated_on", "截至"),
    ("steps", "提醒步骤"),
    ("subject", "对象"),
    ("successor", "承接单位代码"),
    ("superior", "上级要点"),
    ("taker", "受托人"),
    ("through", "至"),
    ("through_on", "结束日期"),
    ("title", "名称"),
    ("to", "到"),
    ("topics", "消息种类"),
    ("unit", "单位"),
    ("units", "单位"),
    ("until", "到何时"),
    ("until_on", "结束日期"),
    ("url_digest", "网址摘要（SHA-256）"),
    ("valid_from", "成立日期"),
    ("valid_to", "撤销日期"),
    ("why", "原因"),
    ("why_not", "未承接的原因"),
    ("withdrawn", "作废的承诺"),
    ("words", "原文"),
    ("words_digest", "文字摘要（SHA-256）"),
    ("written", "原文写法"),
];

/// Fields that hold references, and to what.
const REFERENCES: &[(&str, &str)] = &[
    ("account", "account"),
    ("plan", "plan"),
    ("superior", "plan"),
    ("taker", "account"),
    ("unit", "unit"),
    ("units", "unit"),
];

/// What stands where there is nothing.
const NOTHING: &str = "（无）";

/// Codes as people read them.
const CODES: &[(&str, &str)] = &[
    ("administrator", "管理员"),
    ("elsewhere", "本人在别处"),
    ("first_use", "首次登录时按登录名"),
    ("kept_late", "逾期兑现"),
    ("kept_on_time", "按期兑现"),
    ("move", "调整期限"),
    ("nil_return", "零报告"),
    ("password", "密码"),
    ("provider", "统一身份认证"),
    ("provider+recovery_code", "统一身份认证和恢复码"),
    ("provider+second_factor", "统一身份认证和二次验证"),
    ("provider_second_factor", "统一身份认证（含其二次验证）"),
    ("recovery_code", "恢复码"),
    ("second_factor", "二次验证"),
    ("self", "本人"),
    ("setup_link", "首次设置链接"),
    ("waiver", "豁免"),
];

/// What a field of an event is called.
fn label<'n>(kind: &str, name: &'n str) -> &'n str {
    if (kind, name) == ("account.sign_in_failed", "at") {
        return "环节";
    }
    let known = LABELS.iter().find(|(code, _)| *code == name);
    known.map_or(name, |(_, label)| label)
}

/// The event in one line.
pub(super) async fn summary(
    tx: &mut Tx,
    names: &mut Names,
    event: &RecordedEvent,
) -> Result<String, Fault> {
    if let Some(said) = described(event) {
        return Ok(said);
    }
    let mut said = Vec::new();
    for fact in facts_of(tx, names, (event, None)).await? {
        let is_told_beside = event.address.as_ref() == Some(&fact.value);
        if is_told_beside || (fact.before.is_none() && fact.value == NOTHING) {
            continue;
        }
        said.push(match fact.before {
            Some(before) => format!("{}：{before} → {}", fact.label, fact.value),
            None => format!("{}：{}", fact.label, fact.value),
        });
    }
    Ok(said.join("；"))
}

/// The event in the words of whoever recorded it; `None` where its facts must do.
pub(super) fn described(event: &RecordedEvent) -> Option<String> {
    match event.kind.split('.').next()? {
        "promise" | "promises" => Some(PromiseEvent::from_body(&event.body).ok()?.describe()),
        "plan" | "duty" | "catalogue" => {
            let event: PlanEvent = serde_json::from_str(&event.body).ok()?;
            Some(event.describe())
        }
        "draft" => {
            let event: DraftEvent = serde_json::from_str(&event.body).ok()?;
            Some(event.describe())
        }
        _ => None,
    }
}

/// The facts of an event; those that it changed with what they were, from itself or from the event before it.
pub(super) async fn facts_of(
    tx: &mut Tx,
    names: &mut Names,
    (event, earlier): (&RecordedEvent, Option<&RecordedEvent>),
) -> Result<Vec<Fact>, Fault> {
    let Value::Object(mut body) = event.facts()? else {
        return Ok(Vec::new());
    };
    // The kind says it already.
    body.remove("what");
    let (was, is) = match (body.get("before"), body.get("after")) {
        (Some(before), Some(after)) => (Some(flat(before)), flat(after)),
        _ => {
            let was = earlier.filter(|earlier| is_comparable(event, earlier));
            let was = was.map(RecordedEvent::facts).transpose()?;
            (was.map(|was| flat(&was)), flat(&Value::Object(body)))
        }
    };
    let mut facts = Vec::new();
    for (path, value) in &is {
        let old = was.as_ref().map(|was| was.get(path));
        let before = match old {
            None => None,
            Some(old) if old == Some(value) => None,
            Some(None) => Some(NOTHING.to_owned()),
            Some(Some(old)) => Some(words(tx, names, (path, old)).await?),
        };
        let value = words(tx, names, (path, value)).await?;
        facts.push(Fact {
            label: label_of_path(&event.kind, path),
            before,
            value,
        });
    }
    Ok(facts)
}

/// What a nested field is called: `改后 · 时`.
fn label_of_path(kind: &str, path: &str) -> String {
    let names: Vec<&str> = path.split('.').map(|name| label(kind, name)).collect();
    names.join(" · ")
}

/// Whether an event says all of its subject anew, so that the one before it says what was.
fn is_comparable(event: &RecordedEvent, earlier: &RecordedEvent) -> bool {
    let noun = |kind: &str| {
        kind.rsplit_once(['.', '_'])
            .map(|(noun, _)| noun.to_owned())
    };
    event.kind.ends_with("changed") && noun(&event.kind) == noun(&earlier.kind)
}

/// The leaves of a value by their path, in order of the names.
fn flat(value: &Value) -> Map<String, Value> {
    let mut leaves = Map::new();
    push_flat(&mut leaves, "", value);
    leaves
}

fn push_flat(leaves: &mut Map<String, Value>, path: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = match path {
                    "" => name.clone(),
                    path => format!("{path}.{name}"),
                };
                push_flat(leaves, &path, value);
            }
        }
        other => {
            let path = if path.is_empty() { "name" } else { path };
            leaves.insert(path.to_owned(), other.clone());
        }
    }
}

/// A value in words.
async fn words(
    tx: &mut Tx,
    names: &mut Names,
    (path, value): (&str, &Value),
) -> Result<String, Fault> {
    let name = path.rsplit('.').next().unwrap_or(path);
    Ok(match value {
        Value::Null => NOTHING.to_owned(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => word(tx, names, (name, text)).await?,
        Value::Array(items) if items.is_empty() => NOTHING.to_owned(),
        Value::Array(items) if name == "kinds" => kinds_in_words(items),
        Value::Array(items) => {
            let mut said = Vec::with_capacity(items.len());
            for item in items {
                said.push(match item {
                    Value::String(text) => word(tx, names, (name, text)).await?,
                    other => other.to_string(),
                });
            }
            said.join("、")
        }
        Value::Object(_) => value.to_string(),
    })
}

/// Kinds by their names; all of a group by the group's.
fn kinds_in_words(items: &[Value]) -> String {
    let kinds: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    let whole = Group::ALL.iter().find(|group| list_kinds(**group) == kinds);
    match whole {
        Some(group) => format!("{}（全部）", group.label()),
        None => {
            let labels: Vec<&str> = kinds.iter().map(|kind| label_of(kind)).collect();
            labels.join("、")
        }
    }
}

async fn word(tx: &mut Tx, names: &mut Names, (name, text): (&str, &str)) -> Result<String, Fault> {
    if text.is_empty() {
        return Ok(NOTHING.to_owned());
    }
    if let Some((_, noun)) = REFERENCES.iter().find(|(field, _)| *field == name) {
        let known = names.find(tx, &format!("{noun}/{text}")).await?;
        return Ok(known.unwrap_or_else(|| text.to_owned()));
    }
    if name == "subject" {
        return names.subject(tx, text).await;
    }
    if let Some(role) = Role::from_code(text) {
        return Ok(role.label().to_owned());
    }
    if let Some((_, said)) = CODES.iter().find(|(code, _)| *code == text) {
        return Ok((*said).to_owned());
    }
    Ok(match Moment::parse(text) {
        Ok(at) => dates::minute(at),
        Err(_) => text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_one_name() {
        for pair in LABELS.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} {}", pair[0].0, pair[1].0);
        }
    }

    #[test]
    fn nested_facts_are_laid_out_flat() {
        let body = serde_json::json!({ "rules": { "hour": 8, "steps": ["a"] }, "on": true });
        let flat = flat(&body);
        let paths: Vec<&str> = flat.keys().map(String::as_str).collect();
        assert_eq!(paths, ["on", "rules.hour", "rules.steps"]);
    }
}
