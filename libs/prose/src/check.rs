//! What readers will stumble over, programs that read aloud above all (《互联网网站适老化通用设计规范》, WCAG 2.2): each remark says where and what to
//! do. Remarks advise; whether they hold up publication is for the caller. Says nothing about style or length.

use std::fmt;

use crate::block::{Block, Piece, Table, text_of};
use crate::body::links_of;
use crate::leaf::{Frame, Joint, Leaf, leaves};
use crate::pasted;
use crate::place::{Place, Spot};
use crate::write;

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What is wrong.
    pub flaw: Flaw,
    /// Where.
    pub place: Place,
}

/// What can be wrong in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// A heading skips a level; the levels before and of it.
    LevelJump(u8, u8),
    /// A heading without words beside its number.
    EmptyHeading,
    /// A picture without words instead of it.
    NoAlt,
    /// A picture that is not stored yet.
    NotStored,
    /// A table of several rows without header cells.
    NoHeader,
    /// A link whose words do not say where it leads.
    VagueLink(String),
    /// A link whose words are an address.
    BareAddress(String),
    /// A link without words.
    EmptyLink,
    /// A link to a place of the page that there is not.
    NoSuchAnchor(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place;
        match &self.flaw {
            Flaw::LevelJump(1, to) => write!(
                f,
                "{place}跳级：第一个标题应为1级，这里是{}级。请改为1级。",
                to - 1
            ),
            Flaw::LevelJump(from, to) => write!(
                f,
                "{place}跳级：前面是{}级，这里是{}级。请改为{}级，或者补上中间一级标题。",
                from - 1,
                to - 1,
                from
            ),
            Flaw::EmptyHeading => write!(f, "{place}只有序号，没有文字。请写明标题，或者删去。"),
            Flaw::NoAlt => write!(
                f,
                "{place}处的图片没有替代文字。请写明图中内容，供看不到图片的读者了解。"
            ),
            Flaw::NotStored => write!(f, "{place}处的图片还没有存入本站。请重新上传。"),
            Flaw::NoHeader => write!(f, "{place}没有表头。请把标题行或标题列设为表头。"),
            Flaw::VagueLink(text) => write!(
                f,
                "{place}的链接文字“{text}”没有说明去向。请改写成所指文件或页面的名称。"
            ),
            Flaw::BareAddress(_) => write!(
                f,
                "{place}的链接直接用网址作文字。请改写成所指文件或页面的名称。"
            ),
            Flaw::EmptyLink => write!(f, "{place}有一个链接没有文字。请补上文字，或者删去链接。"),
            Flaw::NoSuchAnchor(address) => write!(
                f,
                "{place}的链接指向本页的“{address}”，但本页没有这个位置。请改正或者删去链接。"
            ),
        }
    }
}

/// All remarks in reading order.
pub(crate) fn check(blocks: &[Block]) -> Vec<Remark> {
    let leaves = leaves(blocks);
    let anchors = blocks
        .iter()
        .filter(|block| matches!(block, Block::Heading { .. }))
        .count();
    let mut remarks = Vec::new();
    let mut level = 1;
    let mut tables = tables(blocks).into_iter();
    for leaf in &leaves {
        let mut remark = |flaw| {
            remarks.push(Remark {
                flaw,
                place: leaf.place,
            });
        };
        if let Frame::Heading(own) = leaf.frame {
            if own > level + 1 {
                remark(Flaw::LevelJump(level, own));
            }
            level = own;
            if is_only_number(&text_of(leaf.line)) {
                remark(Flaw::EmptyHeading);
            }
        }
        check_images(leaf, &mut remark);
        check_links(leaf, anchors, &mut remark);
        // Every table begins with its caption, which may be empty.
        if let Spot::Caption { table } = leaf.place.spot
            && leaf.joint == Joint::Line
            && tables.next().is_some_and(lacks_header)
        {
            remarks.push(Remark {
                flaw: Flaw::NoHeader,
                place: Place {
                    block: leaf.place.block,
                    spot: Spot::Table(table),
                },
            });
        }
    }
    remarks
}

/// All tables in the order of their lines.
fn tables(blocks: &[Block]) -> Vec<&Table> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => found.push(table),
            Block::List(list) => {
                for item in &list.items {
                    found.extend(tables(item));
                }
            }
            Block::Quote(inner) => found.extend(tables(inner)),
            Block::Paragraph(_) | Block::Heading { .. } | Block::Figure(_) | Block::Rule => {}
        }
    }
    found
}

fn lacks_header(table: &Table) -> bool {
    let mut cells = table.head.iter().chain(&table.body).flatten();
    table.head.len() + table.body.len() > 1 && cells.all(|cell| !cell.is_header)
}

/// Whether a heading is a number and nothing else: `一、`, `（二）`, `3.`, `第四章`.
fn is_only_number(text: &str) -> bool {
    text.chars().all(|c| {
        !c.is_alphanumeric()
            || c.is_numeric()
            || "〇零一二三四五六七八九十百第章节条款项".contains(c)
    })
}

fn check_images(leaf: &Leaf<'_>, remark: &mut impl FnMut(Flaw)) {
    for piece in leaf.line {
        if let Piece::Image(image) = piece {
            if image.alt.trim().is_empty() {
                remark(Flaw::NoAlt);
            }
            if pasted::is_mark(&image.src) {
                remark(Flaw::NotStored);
            }
        }
    }
}

fn check_links(leaf: &Leaf<'_>, anchors: usize, remark: &mut impl FnMut(Flaw)) {
    for link in links_of(leaf) {
        let text = link.text.trim();
        if !text.chars().any(char::is_alphanumeric) {
            remark(Flaw::EmptyLink);
        } else if is_vague(text) {
            remark(Flaw::VagueLink(text.to_owned()));
        } else if link.address.starts_with(['h', 'H', '/']) && is_address(text) {
            remark(Flaw::BareAddress(text.to_owned()));
        }
        if let Some(target) = link.address.strip_prefix('#')
            && !(1..=anchors).any(|number| write::anchor(number) == target)
        {
            remark(Flaw::NoSuchAnchor(link.address.clone()));
        }
    }
}

/// Words that say that there is a link and not where it leads.
const VAGUE: &[&str] = &[
    "点击",
    "点击这里",
    "点击此处",
    "点击查看",
    "点击下载",
    "点击进入",
    "点此",
    "点此查看",
    "点此下载",
    "点这里",
    "请点击",
    "请点击这里",
    "请点击此处",
    "这里",
    "此处",
    "查看",
    "查看详情",
    "查看更多",
    "详情",
    "详细",
    "更多",
    "下载",
    "链接",
    "网址",
    "阅读全文",
    "原文链接",
    "here",
    "clickhere",
    "more",
    "link",
];

fn is_vague(text: &str) -> bool {
    let words: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    VAGUE.contains(&words.as_str())
}

fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["http://", "https://", "www."]
        .iter()
        .any(|beginning| lower.starts_with(beginning))
        && !text.contains(char::is_whitespace)
}
