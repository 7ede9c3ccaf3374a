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

/// A column (栏目) of the site: what the `Column…` tags of 《政府网站发展指引》 say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// `ColumnName`, and the word in the navigation.
    pub name: &'static str,
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

    /// The files that pages refer to.
    pub fn assets(&self) -> &'static Assets {
        assets()
    }

    /// The script of the reading aids, which speaks the page's script.
    pub fn aids(&self) -> &'static Asset {
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

    /// The guide in English: the platform's.
    pub fn english(&self) -> String {
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
        dates::day(self.today)
    }

    /// The full address of the standard layout: the one that search engines should keep. What several sites show is the platform's.
    pub fn canonical(&self) -> String {
        let variant = Variant::new(self.variant.script, Layout::Standard);
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
