//! From a request to an answer: look into the cache, else render, convert, keep.
//!
//! The key of a kept page names the day in China, so that midnight forgets every page: 「逾期」 begins then.

use std::future::Future;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use kernel::Date;
use ui::cache::Ticket;
use ui::{Article, CachedPage, Column, Crumb, Frame, Script, Tag, Variant};

use crate::ask::Ask;
use crate::columns;
use crate::documents::citations::SVG;
use crate::error::Snag;
use crate::library::path_of;
use crate::listing::Lens;
use crate::site::Site;
use crate::tags;

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A page just made.
#[derive(Debug)]
pub(crate) struct Fresh {
    /// Its media type.
    pub content_type: &'static str,
    /// Its text.
    pub body: String,
    /// What it shows.
    pub tags: Vec<Tag>,
}

impl Fresh {
    /// Renders a page.
    pub fn page(template: &impl Template, tags: Vec<Tag>) -> Result<Self, Snag> {
        Ok(Self {
            content_type: HTML,
            body: template.render()?,
            tags,
        })
    }
}

/// A file just made.
#[derive(Debug)]
pub(crate) struct FreshFile {
    /// Its media type.
    pub content_type: &'static str,
    /// Under which name it is saved: `Content-Disposition`.
    pub disposition: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it shows.
    pub tags: Vec<Tag>,
}

/// What a page tells its frame.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    title: String,
    english_title: Option<String>,
    column: Column,
    path: String,
    crumbs: Vec<Crumb>,
    article: Option<Article>,
    feed: Option<ui::frame::Feed>,
    calendar: Option<ui::frame::Feed>,
}

impl Head {
    /// A page of a column, at a path with its canonical query.
    pub fn new(title: impl Into<String>, column: &Column, path: &str) -> Self {
        Self {
            title: title.into(),
            english_title: None,
            column: *column,
            path: path.to_owned(),
            crumbs: Vec::new(),
            article: None,
            feed: None,
            calendar: None,
        }
    }

    /// Under another title.
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// With what an English frame calls it; for titles that are ours.
    pub fn in_english(mut self, title: impl Into<String>) -> Self {
        self.english_title = Some(title.into());
        self
    }

    /// One more step of the way to it.
    pub fn under(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            label: label.into(),
            english: None,
            path: path.into(),
        });
        self
    }

    /// It is one piece of content.
    pub fn article(mut self, article: Article) -> Self {
        self.article = Some(article);
        self
    }

    /// It has a feed.
    pub fn feed(mut self, title: impl Into<String>, path: impl Into<String>) -> Self {
        self.feed = Some(ui::frame::Feed {
            title: title.into(),
            path: path.into(),
        });
        self
    }

    /// It has a calendar.
    pub fn calendar(mut self, title: impl Into<String>, path: impl Into<String>) -> Self {
        self.calendar = Some(ui::frame::Feed {
            title: title.into(),
            path: path.into(),
        });
        self
    }
}

impl Site {
    /// The day in China.
    pub(crate) fn today(&self) -> Date {
        (self.clock)().date()
    }

    /// The columns of its navigation.
    pub(crate) fn columns(&self) -> &'static [Column] {
        match self.subsite {
            None => columns::ALL,
            Some(_) => columns::OF_SUBSITE,
        }
    }

    /// Where documents and units have their one address: the platform.
    pub(crate) fn lasting_base(&self) -> &str {
        let platform = self.identity.platform.as_ref();
        platform.map_or(&self.identity.base_url, |it| &it.base_url)
    }

    /// How lists of data are looked at.
    pub(crate) fn lens(&self, today: Date) -> Lens<'_> {
        Lens {
            base: self.lasting_base(),
            today,
            library: &self.library,
        }
    }

    /// What a column is called in English, by its path and its name on this site.
    fn find_english(&self, path: &str, name: &str) -> Option<String> {
        let named = columns::NAMED.iter();
        let own = named.filter_map(|it| Some((it.path, it.name, it.english?)));
        let library = self.library.columns().iter().filter_map(|it| {
            let english = it.english.as_deref()?;
            (path_of(&it.code) == path && it.name == name).then_some(english)
        });
        let mut own = own.filter(|it| (it.0, it.1) == (path, name));
        let own = own.next().map(|it| it.2);
        own.or_else(|| library.into_iter().next())
            .map(str::to_owned)
    }

    /// The frame of a page.
    pub(crate) fn frame(&self, variant: Variant, mut head: Head, today: Date) -> Frame {
        if variant.is_english() {
            for crumb in &mut head.crumbs {
                crumb.english = self.find_english(&crumb.path, &crumb.label);
            }
            if head.english_title.is_none() {
                head.english_title = self.find_english(&head.path, &head.title);
            }
        }
        // What stands on several sites is one thing, and its address is the platform's.
        let is_of_platform = ["/documents/", "/units/"]
            .iter()
            .any(|it| head.path.starts_with(it));
        Frame {
            identity: Arc::clone(&self.identity),
            is_of_platform,
            variant,
            path: head.path,
            title: head.title,
            english_title: head.english_title,
            column: head.column,
            columns: self.columns(),
            article: head.article,
            crumbs: head.crumbs,
            feed: head.feed,
            calendar: head.calendar,
            today,
        }
    }

    /// Answers from the cache, or with what `make` gives for today. `key` is the canonical path and query.
    pub(crate) async fn serve<F>(
        &self,
        ask: &Ask,
        key: &str,
        make: impl FnOnce(Date) -> F,
    ) -> Response
    where
        F: Future<Output = Result<Fresh, Snag>>,
    {
        self.serve_kept(ask, key, async |today, ticket| {
            let fresh = make(today).await?;
            let is_passing = fresh.tags.contains(&tags::passing());
            Ok((self.finish(ask, fresh, ticket), is_passing))
        })
        .await
    }

    /// The same for a file whose bytes are no text.
    pub(crate) async fn serve_file(
        &self,
        ask: &Ask,
        key: &str,
        make: impl AsyncFnOnce(Date) -> Result<FreshFile, Snag>,
    ) -> Response {
        self.serve_kept(ask, key, async |today, ticket| {
            let FreshFile {
                content_type,
                disposition,
                bytes,
                tags,
            } = make(today).await?;
            let is_passing = tags.contains(&tags::passing());
            let page = CachedPage::of_packed((content_type, disposition), bytes, (ticket, tags));
            Ok((page, is_passing))
        })
        .await
    }

    /// From the cache, or made now and kept, unless it will be otherwise in a moment.
    async fn serve_kept(
        &self,
        ask: &Ask,
        key: &str,
        make: impl AsyncFnOnce(Date, Ticket) -> Result<(CachedPage, bool), Snag>,
    ) -> Response {
        let today = self.today();
        let address = ask.variant.address(key);
        let key = match &self.subsite {
            None => format!("{today} {address}"),
            Some(subsite) => format!("{today} {} {address}", subsite.code),
        };
        if let Some(page) = self.cache.find(&key) {
            metrics::counter!("portal_pages_total", "from" => "cache").increment(1);
            return ui::reply::reply(&page, &ask.wish);
        }
        match make(today, self.cache.ticket()).await {
            Ok((page, true)) => ui::reply::reply(&page, &ask.wish),
            Ok((page, false)) => ui::reply::reply(&self.cache.keep(key, page), &ask.wish),
            Err(snag) => self.trouble(ask, snag),
        }
    }

    /// Answers with a page that is made anew each time.
    pub(crate) fn serve_unkept(&self, ask: &Ask, made: Result<Fresh, Snag>) -> Response {
        match made {
            Ok(fresh) => {
                let page = self.finish(ask, fresh, self.cache.ticket());
                ui::reply::reply(&page, &ask.wish)
            }
            Err(snag) => self.trouble(ask, snag),
        }
    }

    /// The page in the script asked for.
    fn finish(&self, ask: &Ask, fresh: Fresh, ticket: Ticket) -> CachedPage {
        metrics::counter!("portal_pages_total", "from" => "database").increment(1);
        let is_read = [HTML, SVG].contains(&fresh.content_type);
        let is_hant = ask.variant.script == Script::Hant && is_read;
        let body = if is_hant {
            ui::hant::page(&fresh.body)
        } else {
            fresh.body
        };
        CachedPage::new(fresh.content_type, body, (ticket, fresh.tags))
    }
}
