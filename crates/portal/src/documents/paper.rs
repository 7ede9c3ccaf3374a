//! An edition on paper (PDF): number, title, issuers, dates, text, whether it is in force, and what it can be checked by.
//!
//! It says what the page says on the day on which it is made, in 简体 as it was signed, whichever form of the page led here. The same day and data give
//! the same bytes. Pictures stay on the page: their words stand in their place. It is no sealed original, and says so.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, Fault};
use paper::{Code, GridCell, Measure, PaperError, Print, Side};
use prose::{Passage, Stand};
use publishing::public::PublicDocument;
use ui::{dates, qr};

use super::banner::Banner;
use super::rows::validity_of;
use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::FreshFile;
use crate::setting;
use crate::site::Site;
use crate::tags;
use crate::verify::{EditionAct, PaperCode, find_code};

const PDF: &str = "application/pdf";
/// Events of one document that are looked through for the act of the edition.
const EVENTS: u32 = 1000;
/// Characters of a text that are set; what is longer is cut, and said to be.
const LONGEST: usize = 150_000;
/// Files that are named.
const FILES: usize = 100;

/// The newest edition.
pub(crate) async fn newest(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return site.trouble(&ask, Snag::Missing("信息"));
    };
    let path = format!("/documents/{id}/edition.pdf");
    site.serve_file(&ask, &path, async |today| {
        sheet(&site, (id, None), today).await
    })
    .await
}

/// An edition of its history.
pub(crate) async fn edition(
    State(site): State<Arc<Site>>,
    Path((id, ordinal)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let (Ok(id), Ok(ordinal)) = (id.parse::<DocumentId>(), ordinal.parse::<u32>()) else {
        return site.trouble(&ask, Snag::Missing("版次"));
    };
    let path = format!("/documents/{id}/editions/{ordinal}/edition.pdf");
    site.serve_file(&ask, &path, async |today| {
        sheet(&site, (id, Some(ordinal)), today).await
    })
    .await
}

async fn sheet(
    site: &Site,
    (id, ordinal): (DocumentId, Option<u32>),
    today: Date,
) -> Result<FreshFile, Snag> {
    let (sought, act) = store::read!(site.store, |tx| {
        let sought = site.find_document(tx, (id, ordinal)).await?;
        let Some(found) = sought.here() else {
            return Ok((sought, None));
        };
        let subject = format!("document/{id}");
        let events = store::event::list_of_subject(tx, &subject, EVENTS).await?;
        let act = find_code(tx, (&events, found.edition.ordinal)).await?;
        Ok::<_, Fault>((sought, act))
    })?;
    let found = sought.or(ordinal.map_or("信息", |_| "版次"))?;
    let mut tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::unit(found.line.unit),
        tags::directory(),
    ];
    // An act enters the log a second after it: the sheet without its code is not kept.
    if act.as_ref().is_none_or(|(_, code)| code.is_none()) {
        tags.push(tags::passing());
    }
    let disposition = disposition_of(&found, ordinal);
    let sheet = Sheet::of(site, (found, act), today);
    let bytes = setting::set(move || sheet.set()).await?;
    Ok(FreshFile {
        content_type: PDF,
        disposition,
        bytes,
        tags,
    })
}

/// Saved under its title; an edition that was asked for by its number says which it is.
fn disposition_of(found: &PublicDocument, ordinal: Option<u32>) -> String {
    let ending = match ordinal {
        Some(ordinal) => format!("（第{ordinal}版）.pdf"),
        None => ".pdf".to_owned(),
    };
    ui::shown_as(&found.edition.metadata.title, (&ending, "edition.pdf"))
}

/// What stands on the paper.
struct Sheet {
    found: PublicDocument,
    act: Option<(EditionAct, Option<PaperCode>)>,
    /// Validity as of today, in a word.
    validity: Option<&'static str>,
    notices: Vec<String>,
    /// Where the page of this edition is.
    address: String,
    /// Where codes are typed.
    verify: String,
    site: String,
    today: Date,
}

impl Sheet {
    fn of(
        site: &Site,
        (found, act): (PublicDocument, Option<(EditionAct, Option<PaperCode>)>),
        today: Date,
    ) -> Self {
        let now = validity_of(&site.library, (&found.line.kind, found.line.force), today);
        let base = site.lasting_base();
        let ordinal = found.edition.ordinal;
        let newest = found.editions.first().map_or(ordinal, |it| it.ordinal);
        let mut notices = Vec::new();
        let mut address = format!("{base}/documents/{}", found.line.id);
        if newest != ordinal {
            notices.push(format!(
                "这是第{ordinal}版，已被第{newest}版取代，请以现行版次为准。"
            ));
            address = format!("{address}/editions/{ordinal}");
        }
        if let Some(banner) = now.and_then(|now| Banner::of(now, &found, today)) {
            let basis = banner.change.map(|it| format!("依据：{}。", it.basis));
            notices.push(format!("{}{}", banner.says, basis.unwrap_or_default()));
        }
        let platform = site.identity.platform.as_ref();
        Self {
            validity: now.map(|it| it.label()),
            verify: format!("{base}/verify"),
            site: platform.map_or(&site.identity.name, |it| &it.name).clone(),
            notices,
            address,
            found,
            act,
            today,
        }
    }

    fn set(&self) -> Result<Vec<u8>, PaperError> {
        let it = &self.found.edition.metadata;
        let index = format!("索引号：{}", self.found.line.index_number);
        let mut print = Print::new(&index, &it.title, &it.number)?;
        print.small(&self.facts(), Side::Left);
        for notice in &self.notices {
            print.notice(notice);
        }
        print.rule();
        self.set_body(&mut print);
        self.set_files(&mut print);
        let code = qr::squares(&self.address);
        let said = format!("网页地址的二维码：{}", self.address);
        let code = code.as_ref().map(|it| Code {
            side: it.side,
            dark: &it.dark,
            said: &said,
        });
        print.imprint(&self.seal(), &self.checks(), code);
        print.finish(&format!("{}　{}", self.site, it.number))
    }

    /// Who, when, and whether it is in force.
    fn facts(&self) -> String {
        let it = &self.found.edition.metadata;
        let day =
            |name: &str, day: Option<Date>| day.map(|day| format!("{name}：{}", dates::long(day)));
        let facts = [
            Some(format!("发文机关：{}", self.found.issuers())),
            day("成文日期", it.made_on),
            day("发布日期", Some(self.found.first_published_at.date())),
            day("施行日期", it.effective_on),
            day("失效日期", it.expires_on),
            self.validity
                .map(|now| format!("效力：{now}（截至{}）", dates::long(self.today))),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        facts.join("　")
    }

    fn set_body(&self, print: &mut Print) {
        let body = &self.found.edition.body;
        // A body without its pictures is no longer than with them, but for words that stand instead.
        let without = body.without_pictures();
        let body = without.as_ref().unwrap_or(body);
        let mut left = LONGEST;
        for passage in body.passages() {
            let long = length(&passage);
            if long > left {
                print.notice(&format!(
                    "正文很长，以下从略。全文请看网页：{}",
                    self.address
                ));
                return;
            }
            left -= long;
            set(print, passage);
        }
        if !self.found.edition.gathered.is_empty() {
            print.notice(&format!("收录的各篇信息请看网页：{}", self.address));
        }
    }

    fn set_files(&self, print: &mut Print) {
        let files = &self.found.edition.attachments;
        if files.is_empty() {
            return;
        }
        print.heading(2, "附件（在网页上下载）");
        for (file, number) in files.iter().take(FILES).zip(1..) {
            print.item(1, &format!("{number}."), &file.file_name);
        }
        if files.len() > FILES {
            print.item(
                1,
                "",
                &format!("另有{}个附件，见网页。", files.len() - FILES),
            );
        }
    }

    /// 印发机关、成文日期.
    fn seal(&self) -> String {
        let made_on = self.found.edition.metadata.made_on;
        let day = made_on.map(|day| format!("　　{}", dates::long(day)));
        format!("{}{}", self.found.issuers(), day.unwrap_or_default())
    }

    /// By what it can be checked.
    fn checks(&self) -> Vec<String> {
        let ordinal = self.found.edition.ordinal;
        let mut lines = vec![format!("网页：{}", self.address)];
        let at = self.found.editions.iter().find(|it| it.ordinal == ordinal);
        let at = at.and_then(|it| it.published_at);
        let at = at.map(|at| format!("，{}公开", dates::minute(at)));
        lines.push(format!("版次：第{ordinal}版{}", at.unwrap_or_default()));
        match &self.act {
            Some((act, Some(code))) => {
                lines.push(format!("验证码：{}", code.shown()));
                lines.push(format!(
                    "在 {} 输入验证码，可以核对这是哪一份信息、哪一版，是否仍然有效。",
                    self.verify
                ));
                lines.push(format!("本版摘要（SHA-256）：{}", act.digest));
            }
            Some((act, None)) => {
                lines.push("验证码：本版刚刚公开，正在记入公开账，请一分钟后重新下载。".to_owned());
                lines.push(format!("本版摘要（SHA-256）：{}", act.digest));
            }
            None => {}
        }
        lines.push(format!(
            "本件由{}按公开的文本排印，截至{}，不是盖章的原件。",
            self.site,
            dates::long(self.today)
        ));
        lines
    }
}

/// Characters of a passage; a cell counts for some more than its words.
fn length(passage: &Passage) -> usize {
    match passage {
        Passage::Heading { text, .. }
        | Passage::Paragraph { text, .. }
        | Passage::Item { text, .. } => text.chars().count() + 1,
        Passage::Table { caption, rows } => {
            let cells = rows.iter().flatten();
            let cells = cells.map(|cell| cell.text.chars().count() + 4);
            caption.chars().count() + cells.sum::<usize>()
        }
        Passage::Rule => 1,
    }
}

fn set(print: &mut Print, passage: Passage) {
    match passage {
        Passage::Heading { level, text } => print.heading(level, &text),
        Passage::Paragraph { text, stand } => {
            let measure = match stand {
                Stand::Start => Measure::Start,
                Stand::Centre => Measure::Centre,
                Stand::Right => Measure::Right,
            };
            print.paragraph(&text, measure);
        }
        Passage::Item {
            depth,
            marker,
            text,
        } => print.item(depth, &marker, &text),
        Passage::Table { caption, rows } => {
            let rows: Vec<Vec<GridCell>> = rows
                .into_iter()
                .map(|row| {
                    let cells = row.into_iter().map(|cell| GridCell {
                        is_head: cell.is_head,
                        columns: cell.columns,
                        rows: cell.rows,
                        text: cell.text,
                    });
                    cells.collect()
                })
                .collect();
            print.table(&caption, &rows);
        }
        Passage::Rule => print.rule(),
    }
}
