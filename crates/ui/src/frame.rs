//! The frame of a page: what `frame.html` needs to draw head, header, breadcrumb and footer.
//!
//! A page's own template extends `frame.html` and fills its blocks; the frame knows nothing of the content.

use std::sync::Arc;

use jiff::civil::Date;

use crate::assets::{Asset, Assets, assets};
use crate::dates;
use crate::identity::SiteIdentity;
use crate::look::Look;
use crate::markup::Markup;
use crate::variant::{Layout, Script, Variant};
use crate::words::FrameWords;

/// The language of the content within a frame of another.
const CONTENT: &str = "zh-CN";

/// A column (栏目) of the site: what the `Column…` tags of 《政府网站发展指引》 say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// `ColumnName`, and the word in the navigation.
    pub name: &'static str,
    /// The word in the navigation of an English frame; the Chinese one where there is none.
    pub english: Option<&'static str>,
    /// `ColumnDescription`.
    pub description: &'static str,
    /// `ColumnKeywords`, comma-separated.
    pub keywords: &'static str,
    /// `ColumnType`.
    pub kind: &'static str,
    /// The path of its first page.
    pub path: &'static str,
}

/// What the `Article…` tags say about a page that is one piece of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// `ArticleTitle`.
    pub title: String,
    /// `PubDate`, `YYYY-MM-DD HH:MM` or a day.
    pub published: String,
    /// `ContentSource`.
    pub source: String,
}

/// One step of the breadcrumb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// The same in English, where there is such a name.
    pub english: Option<String>,
    /// Where it leads, as a path without variant.
    pub path: String,
}

/// A feed or a calendar that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// Its path.
    pub path: String,
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Who runs the site.
    pub identity: Arc<SiteIdentity>,
    /// The form in which the page is asked for.
    pub variant: Variant,
    /// The page's path, shared by all variants, with its canonical query.
    pub path: String,
    /// The page's title, without the site's.
    pub title: String,
    /// The title in English, where it is our own and no office's.
    pub english_title: Option<String>,
    /// Its column.
    pub column: Column,
    /// All columns, for the navigation.
    pub columns: &'static [Column],
    /// Set where the page is one piece of content.
    pub article: Option<Article>,
    /// The way from the first page to this one, both excluded.
    pub crumbs: Vec<Crumb>,
    /// The feed of what it shows.
    pub feed: Option<Feed>,
    /// The calendar of what it shows.
    pub calendar: Option<Feed>,
    /// The day in China at which it was made.
    pub today: Date,
    /// Whether the platform shows the same at the same address, and search engines should keep that.
    pub is_of_platform: bool,
}

impl Frame {
    /// An address in this page's variant.
    pub fn link(&self, path: &str) -> String {
        self.variant.address(path)
    }

    /// The same, unless it leads to this page: that is text, not a link.
    pub fn link_elsewhere(&self, path: &str) -> Option<String> {
        let here = self.path.split('?').next().unwrap_or_default();
        (here != path).then(|| self.link(path))
    }

    /// The full address on the platform, in this page's variant; `None` on the platform itself.
    pub fn on_platform(&self, path: &str) -> Option<String> {
        let platform = self.identity.platform.as_ref()?;
        Some(format!("{}{}", platform.base_url, self.link(path)))
    }

    /// An address that the platform answers for all its sites, in this page's variant.
    pub fn link_to_platform(&self, path: &str) -> String {
        self.on_platform(path).unwrap_or_else(|| self.link(path))
    }

    /// The files that pages refer to.
    pub fn assets(&self) -> &'static Assets {
        assets()
    }

    /// The script of the reading aids, which speaks as the frame does.
    pub fn aids(&self) -> &'static Asset {
        if self.is_english() {
            return &assets().aids_english;
        }
        match self.variant.script {
            Script::Hans => &assets().aids,
            Script::Hant => &assets().aids_hant,
        }
    }

    /// The script of a terminal, which speaks the page's script.
    pub fn kiosk(&self) -> &'static Asset {
        match self.variant.script {
            Script::Hans => &assets().kiosk,
            Script::Hant => &assets().kiosk_hant,
        }
    }

    /// Whether this is as large and simple as 适老版 is.
    pub fn is_elder(&self) -> bool {
        match self.variant.layout {
            Layout::Standard => false,
            Layout::Elder | Layout::Kiosk => true,
        }
    }

    /// Whether this is for a terminal in a service hall.
    pub fn is_kiosk(&self) -> bool {
        self.variant.layout == Layout::Kiosk
    }

    /// What the frame says.
    pub fn words(&self) -> &'static FrameWords {
        self.variant.words()
    }

    /// Whether the frame is in English.
    pub fn is_english(&self) -> bool {
        self.variant.is_english()
    }

    /// The attribute of an element that holds content: its language, where the frame has another.
    pub fn content_lang(&self) -> Markup {
        Markup::trusted(match self.is_english() {
            true => format!(" lang=\"{CONTENT}\""),
            false => String::new(),
        })
    }

    /// The attribute of an element within the content that speaks as the frame does.
    pub fn words_lang(&self) -> Markup {
        Markup::trusted(match self.is_english() {
            true => format!(" lang=\"{}\"", self.variant.language()),
            false => String::new(),
        })
    }

    /// A name in the frame: in English where it has such a name, else in Chinese and marked as that.
    pub fn in_frame(&self, chinese: &str, english: Option<&str>) -> Markup {
        match (self.is_english(), english) {
            (false, _) => Markup::text(chinese),
            (true, Some(english)) => Markup::text(english),
            (true, None) => Markup::text_in(chinese, CONTENT),
        }
    }

    /// The same within the content.
    pub fn in_content(&self, chinese: &str, english: Option<&str>) -> Markup {
        match (self.is_english(), english) {
            (true, Some(english)) => Markup::text_in(english, self.variant.language()),
            (true, None) | (false, _) => Markup::text(chinese),
        }
    }

    /// The page's title as the frame says it.
    pub fn title_in_frame(&self) -> Markup {
        self.in_frame(&self.title, self.own_english_title())
    }

    /// And as its heading says it.
    pub fn title_in_content(&self) -> Markup {
        self.in_content(&self.title, self.own_english_title())
    }

    /// The title of the document, which holds no elements.
    pub fn document_title(&self) -> String {
        let (is_english, identity) = (self.is_english(), &self.identity);
        let pick = |chinese: &str, english: Option<&str>| {
            let english = english.filter(|_| is_english);
            english.unwrap_or(chinese).to_owned()
        };
        let site = pick(&identity.name, identity.english_name.as_deref());
        match self.is_home() {
            true => site,
            false => format!("{} - {site}", pick(&self.title, self.own_english_title())),
        }
    }

    /// The attribute of that title: its language, where it is not the frame's.
    pub fn document_title_lang(&self) -> Markup {
        let english = match self.is_home() {
            true => self.identity.english_name.as_deref(),
            false => self.own_english_title(),
        };
        match english {
            Some(_) => Markup::default(),
            None => self.content_lang(),
        }
    }

    /// The title in English; that of a column's first page is the column's name.
    fn own_english_title(&self) -> Option<&str> {
        let of_column = || {
            self.column
                .english
                .filter(|_| self.title == self.column.name)
        };
        self.english_title.as_deref().or_else(of_column)
    }

    /// This page within an English frame.
    pub fn english(&self) -> String {
        Variant::ENGLISH.address(&self.path)
    }

    /// This page in 简体, standard.
    pub fn plain(&self) -> String {
        Variant::CHINESE.address(&self.path)
    }

    /// Whether search engines are told of other languages than the two scripts: where the layout is what they keep.
    pub fn is_told_abroad(&self) -> bool {
        self.variant.layout == Layout::Standard
    }

    /// The full address of this page within an English frame.
    pub fn english_address(&self) -> String {
        format!("{}{}", self.identity.base_url, self.english())
    }

    /// The guide in English: the platform's.
    pub fn guide(&self) -> String {
        let platform = self.identity.platform.as_ref();
        platform.map_or("/en".to_owned(), |it| format!("{}/en", it.base_url))
    }

    /// Whether this is the page in 繁體.
    pub fn is_hant(&self) -> bool {
        self.variant.script == Script::Hant
    }

    /// Whether this is the first page.
    pub fn is_home(&self) -> bool {
        self.path == "/"
    }

    /// The first page of that column is this page (for `aria-current`).
    pub fn is_at(&self, column: &Column) -> bool {
        column.path == self.column.path
    }

    /// This page in the other script.
    pub fn other_script(&self) -> String {
        self.variant.other_script().address(&self.path)
    }

    /// This page in the other layout.
    pub fn other_layout(&self) -> String {
        self.variant.other_layout().address(&self.path)
    }

    /// The full address of this page.
    pub fn full_address(&self) -> String {
        format!("{}{}", self.identity.base_url, self.link(&self.path))
    }

    /// The full address of this page without its query: for pages whose query opens something.
    pub fn bare_address(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        format!("{}{}", self.identity.base_url, self.link(path))
    }

    /// The full address of this page in 简体, in the same layout.
    pub fn hans_address(&self) -> String {
        self.address_in(Script::Hans)
    }

    /// The full address of this page in 繁體, in the same layout.
    pub fn hant_address(&self) -> String {
        self.address_in(Script::Hant)
    }

    fn address_in(&self, script: Script) -> String {
        let variant = Variant::new(script, self.variant.layout);
        format!("{}{}", self.identity.base_url, variant.address(&self.path))
    }

    /// The day at which it was made, for people and machines.
    pub fn today_tag(&self) -> Markup {
        match self.is_english() {
            true => dates::day_in_english(self.today),
            false => dates::day(self.today),
        }
    }

    /// The full address of the standard layout: the one that search engines should keep. What several sites show is the platform's. An English
    /// frame is a page of its own to them, told of as another language of it.
    pub fn canonical(&self) -> String {
        let variant = match self.is_english() {
            true => self.variant,
            false => Variant::new(self.variant.script, Layout::Standard),
        };
        let platform = self.identity.platform.as_ref();
        let base = match platform.filter(|_| self.is_of_platform) {
            Some(platform) => &platform.base_url,
            None => &self.identity.base_url,
        };
        format!("{base}{}", variant.address(&self.path))
    }

    /// Classes of the whole page; empty for none.
    pub fn classes(&self) -> String {
        let look = Some(self.identity.look).filter(|it| *it != Look::default());
        let look = look.map(|it| format!("look-{}", it.code()));
        let elder = self.is_elder().then(|| "elder".to_owned());
        let kiosk = self.is_kiosk().then(|| "kiosk".to_owned());
        let classes: Vec<String> = elder.into_iter().chain(kiosk).chain(look).collect();
        classes.join(" ")
    }

    /// Whether it needs the sheet of sites beside the main one: their palettes, and what only their pages have.
    pub fn has_look(&self) -> bool {
        self.identity.look != Look::default() || self.identity.platform.is_some()
    }
}
