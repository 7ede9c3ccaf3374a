//! From bodies to pages: what is short stands together, what is long is cut between paragraphs and rows, and each page is called by what it holds.

use prose::Body;

use crate::outcome::{Limits, NoRendition, Page, Rendition};

/// A stretch of a file that belongs together: a sheet, a slide, a page of a PDF, or all of it.
#[derive(Debug)]
pub(crate) struct Section {
    /// What people call it; empty where the file has no such parts.
    pub title: String,
    /// What it says.
    pub body: Body,
    /// Whether it begins a page.
    pub is_apart: bool,
}

/// A page in the making.
#[derive(Debug, Default)]
struct Draft {
    html: Vec<String>,
    bytes: usize,
    first: String,
    last: String,
    /// Of the first section: which of its parts this is, from 0.
    part: usize,
    heading: String,
}

/// The pages of some sections.
pub(crate) fn pages_of(
    sections: impl Iterator<Item = Section>,
    limits: &Limits,
) -> Result<Rendition, NoRendition> {
    let mut made = Rendition::default();
    let mut drafts: Vec<Draft> = Vec::new();
    'all: for section in sections {
        let parts = section.body.split(limits.page);
        for (part, body) in parts.map_err(|_| NoRendition::TooLarge)?.iter().enumerate() {
            let size = body.html().len();
            let has_room = drafts.last().is_some_and(|it| {
                let begins = section.is_apart && part == 0;
                !begins && part == 0 && it.bytes + size <= limits.page
            });
            if !has_room {
                if drafts.len() == limits.pages {
                    made.is_cut = true;
                    break 'all;
                }
                drafts.push(Draft {
                    first: section.title.clone(),
                    part,
                    ..Draft::default()
                });
            }
            let Some(draft) = drafts.last_mut() else {
                continue;
            };
            draft.take(body);
            draft.last.clone_from(&section.title);
            made.text.push_str(body.text().trim());
            made.text.push('\n');
        }
    }
    if made.text.trim().is_empty() {
        return Err(NoRendition::Empty);
    }
    let pages = drafts.into_iter().enumerate();
    made.pages = pages.map(|(index, it)| it.finish(index + 1)).collect();
    Ok(made)
}

impl Draft {
    fn take(&mut self, body: &Body) {
        self.bytes += body.html().len();
        self.html.push(body.html().to_owned());
        if self.heading.is_empty()
            && let Some(heading) = body.outline().into_iter().next()
        {
            self.heading = heading.text;
        }
    }

    fn finish(self, number: usize) -> Page {
        /// Characters of a heading that a title repeats.
        const HEADING: usize = 30;
        let title = match (self.first.as_str(), self.last.as_str(), self.part) {
            ("", _, _) => {
                let words: String = self.heading.chars().take(HEADING).collect();
                match words.is_empty() {
                    true => format!("第{number}部分"),
                    false => format!("第{number}部分：{words}"),
                }
            }
            (first, last, 0) if first == last => first.to_owned(),
            (first, last, part) if first == last => format!("{first}（续{part}）"),
            (first, last, 0) => format!("{first}至{last}"),
            (first, last, _) => format!("{first}（续）至{last}"),
        };
        Page {
            title,
            html: levelled(&self.html.join("\n")),
        }
    }
}

/// Headings that begin at level 2 and go down one level at a time: a page may begin in the middle of a chapter. The HTML is clean: what looks like the
/// tag of a heading is one.
fn levelled(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // The level that each of the open headings had, and so the level that it has now.
    let mut open: Vec<u8> = Vec::new();
    while let Some(at) = rest.find("<h") {
        let level = rest
            .as_bytes()
            .get(at + 2)
            .map_or(0, |it| it.wrapping_sub(b'0'));
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if !(2..=4).contains(&level) || from.as_bytes().get(3) != Some(&b'>') {
            out.push_str("<h");
            rest = &from[2..];
            continue;
        }
        open.retain(|it| *it < level);
        open.push(level);
        let now = open.len() + 1;
        let close = format!("</h{level}>");
        let end = from.find(&close).unwrap_or(from.len());
        out.push_str(&format!("<h{now}>{}</h{now}>", &from[4..end]));
        rest = from.get(end + close.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(title: &str, html: &str, is_apart: bool) -> Section {
        Section {
            title: title.to_owned(),
            body: Body::clean(html).unwrap().body,
            is_apart,
        }
    }

    #[test]
    fn headings_go_down_one_level_at_a_time() {
        assert_eq!(
            levelled("<h4>（一）</h4>\n<p>甲</p>\n<h2>二</h2>\n<h4>1.</h4>\n<h3>（二）</h3><hr>"),
            "<h2>（一）</h2>\n<p>甲</p>\n<h2>二</h2>\n<h3>1.</h3>\n<h3>（二）</h3><hr>"
        );
    }

    #[test]
    fn short_sections_share_a_page_and_a_long_one_takes_several() {
        let limits = Limits {
            page: 300,
            ..Limits::default()
        };
        let long: String = (0..40).map(|n| format!("<p>第{n}段文字。</p>")).collect();
        let sections = [
            section("第1页", "<p>甲</p>", false),
            section("第2页", "<p>乙</p>", false),
            section("第3页", &long, false),
        ];
        let made = pages_of(sections.into_iter(), &limits).unwrap();
        let titles: Vec<_> = made.pages.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles[0], "第1页至第2页");
        assert_eq!(titles[1], "第3页");
        assert_eq!(titles[2], "第3页（续1）");
        assert!(made.pages.iter().all(|it| it.html.len() <= 300));
        for n in 0..40 {
            assert!(made.text.contains(&format!("第{n}段文字。")), "{n}");
        }
        assert!(!made.is_cut);
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let limits = Limits {
            page: 300,
            pages: 3,
            ..Limits::default()
        };
        let sections = (0..9).map(|n| section(&format!("表{n}"), "<p>甲</p>", true));
        let made = pages_of(sections, &limits).unwrap();
        assert!(made.is_cut);
        assert_eq!(made.pages.len(), 3);
    }
}
