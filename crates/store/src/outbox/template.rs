//! What a webhook is sent: a JSON template whose texts hold placeholders, `{{subject}}`.
//!
//! Placeholders are filled into texts that were parsed already, so that no message can break out of its text. The examples are
//! for robots of 企业微信 and 钉钉 groups and for programs of one's own.

use serde_json::Value;

/// The longest template, in bytes.
const LONGEST: usize = 20_000;

/// The words that a template may hold.
pub const PLACEHOLDERS: &[(&str, &str)] = &[
    ("site", "网站名称"),
    ("subject", "标题"),
    ("text", "正文"),
    ("link", "详情页网址"),
    ("topic", "消息类别代码"),
    ("id", "消息编号，重复投递时不变"),
    ("time", "产生时刻"),
];

/// A robot of a 企业微信 group.
pub const WECOM: &str = r#"{
  "msgtype": "markdown",
  "markdown": { "content": "**{{subject}}**\n{{text}}\n[查看详情]({{link}})" }
}"#;

/// A robot of a 钉钉 group.
pub const DINGTALK: &str = r####"{
  "msgtype": "markdown",
  "markdown": { "title": "{{subject}}", "text": "### {{subject}}\n\n{{text}}\n\n[查看详情]({{link}})" }
}"####;

/// A program of one's own.
pub const PLAIN: &str = r#"{
  "id": "{{id}}",
  "topic": "{{topic}}",
  "time": "{{time}}",
  "subject": "{{subject}}",
  "text": "{{text}}",
  "link": "{{link}}"
}"#;

/// What fills a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filling {
    /// The site's name.
    pub site: String,
    /// The message's subject.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Where to look at it.
    pub link: String,
    /// Its topic's code.
    pub topic: String,
    /// The delivery's id: the same however often it comes.
    pub id: String,
    /// When it was put into the outbox.
    pub time: String,
}

impl Filling {
    fn find(&self, name: &str) -> Option<&str> {
        match name {
            "site" => Some(&self.site),
            "subject" => Some(&self.subject),
            "text" => Some(&self.text),
            "link" => Some(&self.link),
            "topic" => Some(&self.topic),
            "id" => Some(&self.id),
            "time" => Some(&self.time),
            _ => None,
        }
    }
}

/// Why a template is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFlaw {
    /// No JSON.
    #[error("模板不是有效的 JSON：{0}")]
    NotJson(String),
    /// Too long.
    #[error("模板过长（最多20000字节），请精简")]
    TooLong,
    /// A word that nothing fills.
    #[error("模板中有未知的占位符“{0}”，可用的占位符见表单下方")]
    Unknown(String),
    /// Nothing of the message would be sent.
    #[error("模板中没有占位符，请至少写入 {{{{subject}}}}")]
    Empty,
}

/// Checks a template.
///
/// # Errors
/// [`TemplateFlaw`].
pub fn check(template: &str) -> Result<(), TemplateFlaw> {
    if template.len() > LONGEST {
        return Err(TemplateFlaw::TooLong);
    }
    let value: Value =
        serde_json::from_str(template).map_err(|cause| TemplateFlaw::NotJson(cause.to_string()))?;
    let mut names = Vec::new();
    walk(&value, &mut |text| {
        names.extend(pieces(text).into_iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.to_owned()),
            Piece::Words(_) => None,
        }));
    });
    let known = |name: &String| PLACEHOLDERS.iter().any(|(it, _)| it == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(TemplateFlaw::Unknown(unknown.clone()));
    }
    if names.is_empty() {
        return Err(TemplateFlaw::Empty);
    }
    Ok(())
}

/// The JSON that is sent.
///
/// # Errors
/// Where the template is no JSON.
pub fn fill(template: &str, filling: &Filling) -> Result<String, TemplateFlaw> {
    let mut value: Value =
        serde_json::from_str(template).map_err(|cause| TemplateFlaw::NotJson(cause.to_string()))?;
    fill_value(&mut value, filling);
    Ok(value.to_string())
}

fn fill_value(value: &mut Value, filling: &Filling) {
    match value {
        Value::String(text) => *text = fill_text(text, filling),
        Value::Array(items) => items.iter_mut().for_each(|it| fill_value(it, filling)),
        Value::Object(fields) => fields.values_mut().for_each(|it| fill_value(it, filling)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn walk(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|it| walk(it, see)),
        Value::Object(fields) => fields.values().for_each(|it| walk(it, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

enum Piece<'t> {
    Words(&'t str),
    Name(&'t str),
}

/// A text cut at its placeholders.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        pieces.push(Piece::Words(before));
        pieces.push(Piece::Name(name.trim()));
        rest = behind;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

fn fill_text(text: &str, filling: &Filling) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Name(name) => filling.find(name).unwrap_or_default(),
        })
        .collect()
}

/// Whether an address may be a webhook's at all: `https` (or `http` where the operator allows it), a host, no name before it.
pub fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let is_web = scheme == "https" || scheme == "http";
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"\\`".contains(c);
    is_web && !host.is_empty() && !host.contains('@') && url.len() <= 2000 && !url.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling() -> Filling {
        Filling {
            subject: "市财政局：\"3项\"已逾期".to_owned(),
            text: "第一行\n{{link}}\\".to_owned(),
            link: "https://gk.example/desk".to_owned(),
            ..Filling::default()
        }
    }

    #[test]
    fn every_example_is_a_template_that_fills_to_json() {
        for example in [WECOM, DINGTALK, PLAIN] {
            assert_eq!(check(example), Ok(()));
            let filled = fill(example, &filling()).unwrap();
            assert!(serde_json::from_str::<Value>(&filled).is_ok(), "{filled}");
        }
    }

    #[test]
    fn a_message_cannot_break_out_of_its_text_nor_be_filled_itself() {
        let filled = fill(r#"{"a":"{{subject}}|{{ text }}"}"#, &filling()).unwrap();
        let value: Value = serde_json::from_str(&filled).unwrap();
        assert_eq!(value["a"], "市财政局：\"3项\"已逾期|第一行\n{{link}}\\");
    }

    #[test]
    fn a_template_that_says_nothing_or_asks_for_the_unknown_is_refused() {
        assert!(matches!(check("{"), Err(TemplateFlaw::NotJson(_))));
        assert_eq!(check(r#"{"a":"b"}"#), Err(TemplateFlaw::Empty));
        let unknown = check(r#"{"a":["{{password}}"]}"#);
        assert_eq!(unknown, Err(TemplateFlaw::Unknown("password".to_owned())));
    }

    #[test]
    fn an_address_has_a_host_and_no_name_before_it() {
        assert!(is_address(
            "https://oapi.dingtalk.com/robot/send?access_token=1"
        ));
        for wrong in [
            "",
            "ftp://a/",
            "https://",
            "https://u@a/",
            "https://a b/",
            "file:///etc/passwd",
        ] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
