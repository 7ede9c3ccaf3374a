//! What letters to readers say, as text and as HTML. Nothing in them is fetched from anywhere, and nothing tells whether they were read.

use subscriptions::letters::About;
use subscriptions::model::KnownHappening;
use ui::dates;
use ui::markup::escaped;

/// A letter's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The subject.
    pub subject: String,
    /// What it begins with.
    pub lead: Vec<String>,
    /// What happened, one by one.
    pub lines: Vec<Line>,
    /// Where to go, with the words for it.
    pub links: Vec<(&'static str, String)>,
    /// What it ends with.
    pub foot: Vec<String>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    head: String,
    more: String,
    address: String,
}

/// Where letters lead to, and whose links they carry.
#[derive(Debug, Clone, Copy)]
pub struct Way<'a> {
    /// The site's name.
    pub site: &'a str,
    /// Its address, without a closing slash.
    pub base: &'a str,
    /// What opens the reader's subscriptions.
    pub key: &'a str,
}

impl Way<'_> {
    /// Where the reader manages what they follow.
    fn manage(&self) -> String {
        format!("{}/subscriptions?key={}", self.base, self.key)
    }

    /// Where the reader leaves: the page with the button, and what a mail program posts to.
    pub fn leave(&self) -> String {
        format!("{}/subscriptions/leave?key={}", self.base, self.key)
    }

    fn own_links(&self) -> Vec<(&'static str, String)> {
        vec![
            ("管理订阅，修改频次", self.manage()),
            ("退订全部，删除地址", self.leave()),
        ]
    }
}

/// How a letter calls a search that its reader has not confirmed.
pub const UNNAMED_SEARCH: &str = "一项搜索的新结果（搜索的内容见确认页面）";

/// Asks whether the address wants what somebody asked for.
pub fn confirm(way: &Way<'_>, (about, name): (&About, &str), key: &str) -> Words {
    let address = format!("{}/subscribe/confirm?key={key}", way.base);
    Words {
        subject: format!("请确认订阅：{name}"),
        lead: vec![
            format!(
                "有人用这个邮件地址在{}订阅：{name}。频次：{}。",
                way.site,
                about.pace.label()
            ),
            "确认订阅请打开下面的链接，再按“确认订阅”。链接48小时内有效，只能使用一次。".to_owned(),
        ],
        links: vec![("确认订阅", address)],
        foot: vec![
            "不是您本人订阅的，不必理会：不确认就不会收到通知，地址将在48小时后从本站删除。"
                .to_owned(),
        ],
        ..Words::default()
    }
}

/// Says that it is followed already.
pub fn known(way: &Way<'_>, name: &str) -> Words {
    Words {
        subject: format!("您已经订阅：{name}"),
        lead: vec![format!(
            "有人用这个邮件地址在{}订阅：{name}。这项订阅已经生效，没有改动。",
            way.site
        )],
        links: way.own_links(),
        ..Words::default()
    }
}

/// Says that no more can be followed.
pub fn full(way: &Way<'_>) -> Words {
    Words {
        subject: "订阅已达上限".to_owned(),
        lead: vec![format!(
            "有人用这个邮件地址在{}订阅新的内容。每个地址最多订阅50项，请先退订不再需要的，再重新订阅。",
            way.site
        )],
        links: way.own_links(),
        ..Words::default()
    }
}

/// Tells what happened.
pub fn items(way: &Way<'_>, told: &[KnownHappening]) -> Words {
    let lines: Vec<Line> = told.iter().map(|it| line_of(way, it)).collect();
    let subject = match lines.as_slice() {
        [only] => only.head.clone(),
        all => format!("您订阅的内容有{}条新动态", all.len()),
    };
    Words {
        subject,
        lead: vec![format!(
            "您在{}订阅的内容有{}条新动态：",
            way.site,
            lines.len()
        )],
        lines,
        links: way.own_links(),
        foot: Vec::new(),
    }
}

fn line_of(way: &Way<'_>, known: &KnownHappening) -> Line {
    let it = &known.happening;
    let number = match it.number.as_str() {
        "" => String::new(),
        number => format!("（{number}）"),
    };
    let day = dates::long(it.on);
    let more = match it.words.as_str() {
        "" => day,
        words => format!("{day}。{words}"),
    };
    Line {
        head: format!("【{}】{}{number}", it.what.label(), it.title),
        more,
        address: format!("{}{}", way.base, it.path),
    }
}

impl Words {
    /// As plain text.
    pub fn text(&self, site: &str) -> String {
        let mut text = String::from("您好：\n\n");
        for lead in &self.lead {
            text.push_str(&format!("{lead}\n"));
        }
        for line in &self.lines {
            text.push_str(&format!(
                "\n· {}\n  {}\n  {}\n",
                line.head, line.more, line.address
            ));
        }
        for (label, address) in &self.links {
            text.push_str(&format!("\n{label}：\n{address}\n"));
        }
        for foot in &self.foot {
            text.push_str(&format!("\n{foot}\n"));
        }
        text.push_str(&format!("\n—— {site}\n本邮件由系统自动发出，请勿回复。\n"));
        text
    }

    /// As HTML.
    pub fn html(&self, site: &str) -> String {
        let mut html = format!(
            "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
             <body style=\"font-size:16px;line-height:1.6\"><p>您好：</p>",
            escaped(&self.subject)
        );
        for lead in &self.lead {
            html.push_str(&format!("<p>{}</p>", escaped(lead)));
        }
        if !self.lines.is_empty() {
            html.push_str("<ul>");
            for line in &self.lines {
                html.push_str(&format!(
                    "<li><a href=\"{}\">{}</a><br>{}</li>",
                    escaped(&line.address),
                    escaped(&line.head),
                    escaped(&line.more)
                ));
            }
            html.push_str("</ul>");
        }
        for (label, address) in &self.links {
            html.push_str(&format!(
                "<p><a href=\"{}\">{}</a></p>",
                escaped(address),
                escaped(label)
            ));
        }
        for foot in &self.foot {
            html.push_str(&format!("<p>{}</p>", escaped(foot)));
        }
        html.push_str(&format!(
            "<p>—— {}<br>本邮件由系统自动发出，请勿回复。</p></body></html>",
            escaped(site)
        ));
        html
    }
}
