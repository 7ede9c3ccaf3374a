//! Identity of an official document: title, issuer, 发文字号, 索引号, 成文 and 发布 dates, year, and what it cites.
//!
//! It also tells which blocks are title, signature and furniture, so that the grammar of duties leaves them alone. It
//! reads no duties and knows no plan, place or organ by name: everything is told by the shape of such documents.

mod cite;
pub mod date;
mod fields;
mod fold;
mod furniture;
pub mod index_number;
mod lines;
mod notice;
pub mod number;
mod org;
mod signature;
mod title;
mod wordset;
mod year;

use jiff::civil::Date;

pub use cite::{Cited, Mention, cite, list_mentions};

use self::date::Manner;
use self::fields::{Field, Pair};
use self::number::Parsed;
use self::signature::{Layout, Signature};
use crate::blocks::{Block, Source, Table};
use crate::reading::{DocumentIdentity, Doubt};

/// The most blocks at the beginning of a document among which its title is looked for.
const HEAD: usize = 400;

/// Lines longer than this many bytes are prose; they are not folded.
const LONG: usize = 600;

/// What a document says about itself, and which of its blocks say it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    /// The document's fields.
    pub document: DocumentIdentity,
    /// What a person should check.
    pub doubts: Vec<Doubt>,
    /// Blocks of the plan's own title, ascending; empty where only the notice or the page names it.
    pub title_blocks: Vec<usize>,
    /// Signatures, their dates, 抄送 and 印发 lines, notes and lists of attachments beside them: no part of any duty.
    pub signature_blocks: Vec<usize>,
    /// The page's furniture and metadata, and the forwarding notice with all that stands before the title.
    pub furniture_blocks: Vec<usize>,
}

/// One line of the head of a document.
pub(crate) struct Line<'a> {
    block: usize,
    /// Set where the line is the title row of a table.
    table_row: Option<u32>,
    text: &'a str,
    /// Folded text; empty where the line is long.
    folded: String,
    after_gap: bool,
    level: Option<u8>,
    is_labelled: bool,
}

impl<'a> Line<'a> {
    fn new(block: usize, text: &'a str) -> Self {
        let folded = if text.len() <= LONG {
            fold::fold(text)
        } else {
            String::new()
        };
        let head = if folded.is_empty() {
            fold::fold(text.get(..text.floor_char_boundary(24)).unwrap_or(""))
        } else {
            String::new()
        };
        let is_labelled = lines::is_labelled(if folded.is_empty() { &head } else { &folded });
        Line {
            block,
            table_row: None,
            text,
            folded,
            after_gap: false,
            level: None,
            is_labelled,
        }
    }

    /// Whether the line is metadata of the page.
    fn is_field(&self) -> bool {
        !self.is_labelled
            && !self.folded.is_empty()
            && !self.folded.ends_with('。')
            && fields::is_field_line(self.text)
    }

    /// Whether the line may hand a plan on.
    fn is_notice_like(&self) -> bool {
        self.text.len() <= 6000
            && [
                "印发", "印發", "转发", "轉發", "下发", "下發", "公布", "公佈", "下达", "下達",
            ]
            .iter()
            .any(|word| self.text.contains(word))
    }

    fn folded_long(&self) -> String {
        if self.folded.is_empty() {
            fold::fold(self.text)
        } else {
            self.folded.clone()
        }
    }
}

/// Reads the identity of a document.
pub fn identify(source: &Source) -> Identity {
    let head = head_lines(source);
    let body_line = body_line(&head);
    let body = head.get(body_line).map_or_else(
        || first_table(source).unwrap_or(source.blocks.len()),
        |line| line.block,
    );
    let body = body.min(first_table(source).unwrap_or(body));
    let head_end = head
        .iter()
        .take(body_line)
        .filter(|line| line.block < body)
        .count();
    let notice = notice::find(&head[..head_end]);
    let pairs = gather_pairs(
        source,
        body.max(
            notice
                .as_ref()
                .and_then(|n| n.sentence_line)
                .map_or(0, |at| head[at].block),
        ),
    );
    let listed = first_value(&pairs, Field::Title).filter(|title| title.chars().count() >= 5);
    let title = title::choose(&head, notice.as_ref(), listed, head_end);
    let title_blocks: Vec<usize> = title.lines.iter().map(|at| head[*at].block).collect();
    let layout = Layout {
        sentence: notice
            .as_ref()
            .and_then(|notice| notice.sentence_line.or(notice.title_line))
            .map(|at| head[at].block),
        title: title_blocks
            .first()
            .copied()
            .zip(title_blocks.last().copied()),
        body,
    };
    let signature = signature::find(source, layout);
    let mut identity = Identity {
        title_blocks,
        ..Identity::default()
    };
    identity.document.title = title
        .text
        .map(|text| title::without_number(&text).0.to_string());
    let facts = Facts {
        head: &head[..head_end],
        pairs: &pairs,
        signature: &signature,
        layout,
    };
    facts.number(
        &mut identity,
        notice
            .as_ref()
            .and_then(|notice| notice.title_line)
            .map(|at| head[at].text),
    );
    facts.index(&mut identity);
    facts.dates(&mut identity);
    facts.issuer(
        &mut identity,
        notice.as_ref().and_then(|notice| notice.issuer.clone()),
    );
    facts.year(&mut identity);
    furniture::sort_blocks(source, &head, layout, &signature, &mut identity);
    identity
}

/// Paragraphs of the head, and the title rows of tables there.
fn head_lines(source: &Source) -> Vec<Line<'_>> {
    let mut head = Vec::new();
    for (block, content) in source.blocks.iter().enumerate().take(HEAD) {
        match content {
            Block::Paragraph(paragraph) => {
                let mut line = Line::new(block, &paragraph.text);
                line.after_gap = paragraph.after_gap;
                line.level = paragraph.level;
                head.push(line);
            }
            Block::Table(table) => {
                let top = table.cells.first().filter(|cell| {
                    cell.row == 0
                        && cell.column == 0
                        && cell.column_span == table.columns
                        && table.columns > 1
                        && !cell.text.contains('\n')
                });
                if let Some(cell) = top {
                    let mut line = Line::new(block, &cell.text);
                    line.table_row = Some(0);
                    head.push(line);
                }
            }
        }
    }
    head
}

/// The line of the first numbered item, or the number of lines.
fn body_line(head: &[Line<'_>]) -> usize {
    (0..head.len())
        .find(|at| {
            head[*at].is_labelled && !title::is_attachment_item(head, *at)
                || lines::is_flat_head(head[*at..].iter().map(|line| line.folded.as_str()))
        })
        .unwrap_or(head.len())
}

/// The block after the first table of tasks begins: the title row of that table still belongs to the head.
fn first_table(source: &Source) -> Option<usize> {
    let found = source
        .blocks
        .iter()
        .take(HEAD)
        .position(|content| match content {
            Block::Table(table) => is_task_table(table),
            Block::Paragraph(_) => false,
        });
    found.map(|block| block + 1)
}

/// Whether a table looks like tasks and not like metadata or layout: its first rows name the columns of one, or it is long.
fn is_task_table(table: &Table) -> bool {
    const COLUMNS: &[&str] = &[
        "任务", "单位", "部门", "序号", "措施", "时限", "时间", "牵头", "事项", "项目", "内容",
        "责任", "要求",
    ];
    if table.rows < 2 || table.columns < 2 || fields::is_metadata_table(table) {
        return false;
    }
    let top = table
        .cells
        .iter()
        .take(40)
        .take_while(|cell| cell.row < 3)
        .filter(|cell| cell.text.len() <= 45);
    let named = top
        .filter(|cell| {
            COLUMNS
                .iter()
                .any(|word| fold::fold(&cell.text).contains(word))
        })
        .count();
    named >= 2 || table.rows >= 8
}

/// Metadata before the body and in the last lines of the page.
fn gather_pairs(source: &Source, body: usize) -> Vec<Pair> {
    let count = source.blocks.len();
    let head_end = body.min(HEAD).min(count);
    let mut pairs = fields::gather(source, 0..head_end);
    let tail = count.saturating_sub(15).max(head_end);
    pairs.extend(
        fields::gather(source, tail..count)
            .into_iter()
            .filter(|pair| {
                matches!(
                    pair.field,
                    Field::Number | Field::Index | Field::Published | Field::Written
                )
            }),
    );
    pairs
}

fn first_value(pairs: &[Pair], field: Field) -> Option<&str> {
    pairs
        .iter()
        .find(|pair| pair.field == field)
        .map(|pair| pair.value.as_str())
}

/// What has been found about a document, before it is weighed.
struct Facts<'a> {
    head: &'a [Line<'a>],
    pairs: &'a [Pair],
    signature: &'a Signature,
    layout: Layout,
}

impl Facts<'_> {
    /// The document's own number: as listed, else on a line of its own, else at the end of the notice's title.
    fn number(&self, identity: &mut Identity, notice_title: Option<&str>) {
        let listed = self.pairs.iter().filter(|pair| pair.field == Field::Number);
        let mut unread = None;
        let mut found: Option<(Parsed, String)> = None;
        for pair in listed {
            match number::parse(&pair.value) {
                Some(parsed) => {
                    found = found.or(Some((parsed, pair.value.clone())));
                }
                None if pair.value.chars().any(|c| c.is_numeric())
                    && date::parse(&pair.value).is_none() =>
                {
                    unread = unread.or(Some(pair.value.clone()));
                }
                None => {}
            }
        }
        let alone = || {
            self.head
                .iter()
                .find_map(|line| own_line(line).map(|parsed| (parsed, line.text.to_string())))
        };
        let titled = || {
            let lines = notice_title.into_iter().chain(
                self.layout
                    .title
                    .iter()
                    .filter_map(|(_, last)| self.head.iter().find(|line| line.block == *last))
                    .map(|line| line.text),
            );
            lines
                .filter_map(|text| {
                    title::without_number(text)
                        .1
                        .map(|parsed| (parsed, text.to_string()))
                })
                .next()
        };
        let found = found.or_else(alone).or_else(titled);
        if let Some((parsed, written)) = found {
            let number = parsed.number.to_string();
            if parsed.confidence == number::Confidence::Repaired {
                identity.doubt(
                    "number_repaired",
                    format!(
                        "本文发文字号“{}”有残损，按“{number}”理解，请核对原文。",
                        written.trim()
                    ),
                );
            }
            if let Some(padded) = &parsed.number.padded {
                identity.doubt("number_padded", format!("本文发文字号序号编了虚位（{padded}），按规范写作“{number}”，检索时两种写法都要查。"));
            }
            identity.document.doc_number = Some(number);
        } else if let Some(value) = unread {
            identity.doubt(
                "number_unread",
                format!("发文字号“{value}”不合任何一种文号格式，已原样保留，请核对。"),
            );
            identity.document.doc_number = Some(value);
        }
    }

    fn index(&self, identity: &mut Identity) {
        let listed = self.pairs.iter().filter(|pair| pair.field == Field::Index);
        let Some(index) = listed
            .filter_map(|pair| index_number::parse(&pair.value))
            .next()
        else {
            return;
        };
        if index.is_code_valid == Some(false) {
            identity.doubt(
                "index_check_failed",
                format!(
                    "索引号“{}”的机构代码校验位不符，可能录入有误。",
                    index.value
                ),
            );
        }
        identity.document.index_number = Some(index.value);
    }

    /// 发布日期, then 成文日期 in its light.
    fn dates(&self, identity: &mut Identity) {
        let shown = self.page_dates();
        let published = self
            .listed(Field::Published, &[])
            .or_else(|| shown.first().copied())
            .or_else(|| self.listed(Field::PageDate, &[]));
        let mut bounds: Vec<Date> = published.into_iter().chain(shown).collect();
        bounds.extend(self.listed(Field::PageDate, &[]));
        let listed = self.listed(Field::Written, &bounds);
        let signed = self
            .signature
            .date
            .as_ref()
            .and_then(|found| signature::settle(found, &bounds));
        if let (Some(found), None) = (&self.signature.date, signed)
            && let date::DateReading::Lost(candidates) = &found.reading
            && listed.is_none()
        {
            let readings = candidates
                .iter()
                .map(Date::to_string)
                .collect::<Vec<_>>()
                .join("、");
            identity.doubt(
                "date_ambiguous",
                format!("成文日期的年月日分隔符丢失，可以读作 {readings}，请按原件补正。"),
            );
        }
        if let (Some(listed), Some(signed)) = (listed, signed)
            && listed != signed
        {
            identity.doubt(
                "date_conflict",
                format!(
                    "落款日期 {signed} 与页面所列成文日期 {listed} 不一致，暂取落款日期，请核对。"
                ),
            );
        }
        let unread = signed.is_none() && self.signature.date.is_some() && listed.is_none();
        let written = signed
            .or(listed)
            .or_else(|| self.listed(Field::Formed, &bounds).filter(|_| !unread));
        if let (Some(written), Some(published)) = (written, published)
            && written > published
        {
            identity.doubt(
                "date_conflict",
                format!("成文日期 {written} 晚于页面发布日期 {published}，请核对。"),
            );
        }
        identity.document.written_on = written.map(|date| date.to_string());
        identity.document.published_on = published.map(|date| date.to_string());
    }

    /// The first value of a field that is a date; other words may follow it.
    fn listed(&self, field: Field, bounds: &[Date]) -> Option<Date> {
        let values = self.pairs.iter().filter(|pair| pair.field == field);
        values
            .filter_map(|pair| date::prefix(&fold::fold(&pair.value)))
            .find_map(|found| date::settle(&found.reading, bounds))
    }

    /// Dates that the page shows without a key: `2017-12-29 11:34`, `2021-08-13 来源：…`.
    fn page_dates(&self) -> Vec<Date> {
        let signed = |block: usize| self.signature.blocks.contains(&block);
        let within_notice = |block: usize| {
            self.layout
                .sentence
                .is_some_and(|sentence| block > sentence)
        };
        let candidates = self.head.iter().filter(|line| {
            line.folded.chars().count() <= 120 && !signed(line.block) && !within_notice(line.block)
        });
        let whole_lines: Vec<&Line> = candidates.collect();
        // 浏览量:2075 | 2020-07-03 16:40 | 来源:…
        let between_bars = whole_lines
            .iter()
            .filter(|line| !fields::list_pairs(line.text, line.block).is_empty())
            .flat_map(|line| line.folded.split('|').skip(1))
            .filter_map(|part| date::parse(part.trim()))
            .filter(|found| found.manner == Manner::Page);
        let between_bars: Vec<Date> = between_bars
            .filter_map(|found| date::settle(&found.reading, &[]))
            .collect();
        whole_lines
            .into_iter()
            .filter_map(|line| {
                let bare = line
                    .folded
                    .trim_start_matches(|c: char| " •·*-[【".contains(c));
                let found = date::prefix(bare)?;
                let rest = bare
                    .get(found.length..)?
                    .trim_start_matches([' ', ']', '】', '|', ',']);
                let follows =
                    rest.is_empty() || fields::is_field_line(rest) || lines::is_furniture(rest);
                let whole = found.manner == Manner::Page
                    || !rest.is_empty()
                    || self
                        .layout
                        .title
                        .is_none_or(|(first, _)| line.block < first);
                if !follows || !whole || rest.starts_with("星期") {
                    return None;
                }
                date::settle(&found.reading, &[])
            })
            .chain(between_bars)
            .collect()
    }

    /// 发文机关 as signed, else as listed, else as the notice's title or the red head says, else the page's publisher.
    fn issuer(&self, identity: &mut Identity, of_notice: Option<String>) {
        let named = |field: Field| {
            let values = self
                .pairs
                .iter()
                .filter(move |pair| pair.field == field)
                .map(|pair| pair.value.trim());
            values
                .filter(|value| {
                    value.chars().count() >= 3
                        && value.chars().count() <= 60
                        && !value.contains(['。', ':', '：'])
                })
                .map(signature::join_organs)
                .next()
        };
        let notice = of_notice
            .filter(|organ| lines::is_organ(&fold::fold(organ)))
            .map(|organ| signature::join_organs(&organ));
        let red_head = || {
            self.head.iter().find_map(|line| {
                let organ = line.text.trim().strip_suffix("文件")?;
                lines::is_organ(&fold::fold(organ)).then(|| signature::join_organs(organ))
            })
        };
        let full = |organ: &String| lines::is_organ(&fold::fold(organ));
        let known = self
            .signature
            .issuer
            .clone()
            .or_else(|| named(Field::Issuer))
            .or(notice)
            .or_else(red_head)
            .or_else(|| named(Field::Publisher));
        identity.document.issuer = known.or_else(|| {
            let origin = named(Field::Origin).filter(full)?;
            identity.doubt(
                "issuer_from_page",
                format!("文中没有落款和发文机关，按页面来源记为“{origin}”，请核对。"),
            );
            Some(origin)
        });
    }

    fn year(&self, identity: &mut Identity) {
        let document = &identity.document;
        let of_date = |date: &Option<String>| {
            date.as_deref()
                .and_then(|date| date.get(..4))
                .and_then(|year| year.parse().ok())
        };
        let of_title = document
            .title
            .as_deref()
            .map(fold::fold)
            .and_then(|title| year::find(&title));
        let of_number = document
            .doc_number
            .as_deref()
            .and_then(number::parse)
            .and_then(|parsed| parsed.number.year);
        let cited = || {
            self.head
                .iter()
                .filter(|line| line.text.contains('《') && self.layout.title.is_some())
                .find_map(|line| year::of_cited_plan(line.text))
        };
        identity.document.year = of_title
            .or_else(|| of_date(&document.written_on))
            .or(of_number)
            .or_else(cited)
            .or_else(|| of_date(&document.published_on));
    }
}

/// A line that holds the document's number and nothing else but 签发人.
fn own_line(line: &Line<'_>) -> Option<Parsed> {
    if line.folded.is_empty() || line.folded.chars().count() > 60 || line.is_labelled {
        return None;
    }
    if !line.folded.contains('号') {
        return None;
    }
    let text = line.text.split("签发人").next().unwrap_or(line.text);
    let parsed = number::parse(text).or_else(|| number::parse(lines::without_date(text)))?;
    matches!(
        parsed.number.kind,
        number::NumberKind::Document | number::NumberKind::Order
    )
    .then_some(parsed)
    .filter(|parsed| !parsed.number.org.is_empty())
}

impl Identity {
    fn doubt(&mut self, code: &str, message: String) {
        self.doubts.push(Doubt {
            code: code.into(),
            message,
            place: None,
        });
    }
}
