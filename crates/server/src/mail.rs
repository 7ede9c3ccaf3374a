//! Mail: a delivery becomes a letter, text and HTML, and goes to the SMTP server of `[mail]`.
//!
//! Which letters go to whom is decided by the outbox. A failure says whether trying again may help, and never names the
//! person.

use std::path::PathBuf;
use std::time::Duration;

use kernel::{DeliveryId, Moment};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error as SmtpError};
use lettre::{AsyncTransport as _, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use store::outbox::{self, Body, Trouble};

use crate::failure::Failure;
use crate::secrets;

/// `[mail]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSection {
    /// The SMTP server; empty for no mail.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// The sender: an address, or `Name <address>`.
    pub from: String,
    /// The user; empty for a server that asks for none.
    pub user: String,
    /// The password; better in the environment.
    pub password: String,
    /// A file that holds the password; empty for none.
    pub password_file: PathBuf,
    /// How long one letter may take, seconds.
    pub timeout_seconds: u64,
    /// Subscriptions that one visitor may ask for in an hour; 0 for no subscriptions by mail.
    pub subscriptions_per_hour: u32,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after STARTTLS, which must be offered (port 587).
    Starttls,
    /// Not at all: for a server on the same machine or within a protected network.
    None,
}

impl Default for MailSection {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 465,
            security: MailSecurity::Tls,
            from: String::new(),
            user: String::new(),
            password: String::new(),
            password_file: PathBuf::new(),
            timeout_seconds: 30,
            subscriptions_per_hour: 20,
        }
    }
}

/// A letter about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The delivery: part of the letter's own id, so that one sent twice is known as one.
    pub id: DeliveryId,
    /// The reader's name.
    pub name: &'a str,
    /// The reader's address.
    pub address: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// What it says.
    pub body: &'a Body,
    /// When it was put into the outbox.
    pub created_at: Moment,
}

/// A letter as it goes out.
#[derive(Debug, Clone)]
pub struct Post<'a> {
    /// Its own id before the site's domain: one that is sent twice is known as one.
    pub id: String,
    /// Whom it goes to.
    pub to: Mailbox,
    /// The subject.
    pub subject: &'a str,
    /// What it says.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Moment,
    /// Where a mail program leaves with one click (RFC 8058); for readers only.
    pub leave: Option<String>,
}

/// Whoever sends letters.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: Place,
}

/// Where letters come from and lead to.
#[derive(Debug, Clone)]
pub struct Place {
    /// The site's name.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Its address, without a closing slash.
    pub base_url: String,
}

impl Mailer {
    /// Whoever the configuration names; `None` where it names no server.
    ///
    /// # Errors
    /// Where the configuration cannot be meant.
    pub fn of(section: &MailSection, site: Place) -> Result<Option<Self>, Failure> {
        if section.host.is_empty() {
            return Ok(None);
        }
        let from = section.from.parse().map_err(|_| {
            Failure::bad_input(
                "config.invalid",
                "配置项 mail.from 有误：应为邮件地址，例如 政务公开平台 <gongkai@example.gov.cn>",
                "请改正；全部配置项见 gongkai config example",
            )
        })?;
        let tls = || {
            TlsParameters::new(section.host.clone()).map_err(|cause| {
                Failure::bad_input(
                    "config.invalid",
                    format!("配置项 mail.host 有误：{cause}"),
                    "请填写邮件服务器的域名或地址",
                )
            })
        };
        let tls = match section.security {
            MailSecurity::Tls => Tls::Wrapper(tls()?),
            MailSecurity::Starttls => Tls::Required(tls()?),
            MailSecurity::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&section.host)
            .port(section.port)
            .tls(tls)
            .timeout(Some(Duration::from_secs(section.timeout_seconds.max(1))));
        if !section.user.is_empty() {
            let given = ("mail.password_file", section.password.as_str());
            let password = secrets::read(given, &section.password_file)?;
            builder = builder.credentials(Credentials::new(section.user.clone(), password));
        }
        Ok(Some(Self {
            transport: builder.build(),
            from,
            site,
        }))
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// Why not, and whether it may pass.
    pub async fn send(&self, letter: &Letter<'_>) -> Result<(), outbox::Failure> {
        let message = self.compose(letter)?;
        self.hand_over(message, letter.address).await
    }

    /// Sends a letter that is written already.
    ///
    /// # Errors
    /// Why not, and whether it may pass.
    pub async fn post(&self, post: Post<'_>) -> Result<(), outbox::Failure> {
        let address = post.to.email.to_string();
        let message = self.write(post)?;
        self.hand_over(message, &address).await
    }

    async fn hand_over(&self, message: Message, address: &str) -> Result<(), outbox::Failure> {
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure_of(&error, address)),
        }
    }

    fn compose(&self, letter: &Letter<'_>) -> Result<Message, outbox::Failure> {
        let address = letter
            .address
            .parse()
            .map_err(|_| lasting("收件人的邮件地址无效，请在人员管理中改正"))?;
        self.write(Post {
            id: letter.id.to_string(),
            to: Mailbox::new(Some(letter.name.to_owned()), address),
            subject: letter.subject,
            text: text_of(letter, &self.site),
            html: html_of(letter, &self.site),
            created_at: letter.created_at,
            leave: None,
        })
    }

    fn write(&self, post: Post<'_>) -> Result<Message, outbox::Failure> {
        let sent_at = std::time::UNIX_EPOCH
            + Duration::from_millis(u64::try_from(post.created_at.as_millisecond()).unwrap_or(0));
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(post.to)
            .subject(post.subject)
            .date(sent_at)
            .message_id(Some(format!("<{}@{}>", post.id, self.site.domain)))
            .multipart(MultiPart::alternative_plain_html(post.text, post.html))
            .map_err(|_| lasting("邮件内容无法编写"))?;
        let mut put = |name: &'static str, value: String| {
            let name = HeaderName::new_from_ascii_str(name);
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, value));
        };
        // RFC 3834: nobody's absence note answers a program.
        put("Auto-Submitted", "auto-generated".to_owned());
        if let Some(address) = post.leave {
            put("List-Unsubscribe", format!("<{address}>"));
            put(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            );
        }
        Ok(message)
    }
}

fn lasting(reason: &str) -> outbox::Failure {
    outbox::Failure {
        trouble: Trouble::Lasting,
        reason: reason.to_owned(),
    }
}

/// Refusals of the address itself last; everything else may be the server's trouble and pass.
fn failure_of(error: &SmtpError, address: &str) -> outbox::Failure {
    let code = error.status().map(|code| code.to_string());
    let is_lasting = matches!(code.as_deref(), Some("501" | "550" | "551" | "553" | "556"));
    // What a server says often repeats the address.
    let reason = error.to_string().replace(address, "收件人");
    outbox::Failure {
        trouble: if is_lasting {
            Trouble::Lasting
        } else {
            Trouble::Passing
        },
        reason,
    }
}

fn text_of(letter: &Letter<'_>, site: &Place) -> String {
    let mut text = format!("{}：\n\n{}\n", letter.name, letter.body.lead);
    let mut heading = "";
    for line in &letter.body.lines {
        if line.heading != heading {
            heading = &line.heading;
            text.push_str(&format!("\n【{heading}】\n"));
        }
        text.push_str(&format!("· {}\n", line.text));
        if !line.path.is_empty() {
            text.push_str(&format!("  {}{}\n", site.base_url, line.path));
        }
    }
    if !letter.body.path.is_empty() {
        text.push_str(&format!("\n查看：{}{}\n", site.base_url, letter.body.path));
    }
    text.push_str(&format!(
        "\n—— {}\n本邮件由系统自动发出，请勿回复。\n",
        site.name
    ));
    text
}

fn html_of(letter: &Letter<'_>, site: &Place) -> String {
    let escaped = ui::markup::escaped;
    let link = |path: &str, label: &str| {
        let address = format!("{}{path}", site.base_url);
        format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(label))
    };
    let mut html = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
         <body style=\"font-size:16px;line-height:1.6\"><p>{}：</p><p>{}</p>",
        escaped(letter.subject),
        escaped(letter.name),
        escaped(&letter.body.lead)
    );
    let mut heading = "";
    let mut is_open = false;
    for line in &letter.body.lines {
        if line.heading != heading || !is_open {
            if is_open {
                html.push_str("</ul>");
            }
            heading = &line.heading;
            if !heading.is_empty() {
                html.push_str(&format!(
                    "<h2 style=\"font-size:18px\">{}</h2>",
                    escaped(heading)
                ));
            }
            html.push_str("<ul>");
            is_open = true;
        }
        let words = if line.path.is_empty() {
            escaped(&line.text)
        } else {
            link(&line.path, &line.text)
        };
        html.push_str(&format!("<li>{words}</li>"));
    }
    if is_open {
        html.push_str("</ul>");
    }
    if !letter.body.path.is_empty() {
        html.push_str(&format!(
            "<p>{}</p>",
            link(&letter.body.path, "打开工作台查看")
        ));
    }
    html.push_str(&format!(
        "<p>—— {}<br>本邮件由系统自动发出，请勿回复。</p></body></html>",
        escaped(&site.name)
    ));
    html
}

#[cfg(test)]
mod tests;
