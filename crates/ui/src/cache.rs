//! Rendered pages kept as bytes, compressed once, tagged with what they show.
//!
//! Dropping a tag never scans the cache: it notes when the tag was last dropped, and a page counts only while none of
//! its tags was dropped after its data began to be read. So a page that was being rendered while an event came
//! in cannot slip in stale. Nothing here knows which event touches which tag.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

/// A thing that a page shows: `promise:0190…`, `unit:0190…`, `board`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(String);

impl Tag {
    /// The tag of a kind of page as a whole, such as `board`.
    pub fn of(kind: &str) -> Self {
        Self(kind.to_owned())
    }

    /// The tag of one thing.
    pub fn one(kind: &str, id: impl std::fmt::Display) -> Self {
        Self(format!("{kind}:{id}"))
    }
}

/// One rendered page.
#[derive(Debug)]
pub struct CachedPage {
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub plain: Bytes,
    /// Its bytes, compressed; `None` where that does not pay.
    pub gzip: Option<Bytes>,
    /// Digest of its bytes, without quotes.
    pub digest: String,
    /// Under which name it is saved: `Content-Disposition`; `None` for what browsers make of its address.
    pub disposition: Option<String>,
    tags: Vec<Tag>,
    seen_at: u64,
}

impl CachedPage {
    /// Compresses and digests a page. `ticket` was taken before its data was read.
    pub fn new(content_type: &'static str, body: String, shown: (Ticket, Vec<Tag>)) -> Self {
        let plain = Bytes::from(body);
        let gzip = (plain.len() > 1_000).then(|| compress(&plain)).flatten();
        let digest = hex::encode(&Sha256::digest(&plain)[..12]);
        Self {
            content_type,
            plain,
            gzip,
            digest,
            disposition: None,
            seen_at: shown.0.0,
            tags: shown.1,
        }
    }
}

impl CachedPage {
    /// A file that is packed in itself, as PDF is, and the name under which it is saved.
    pub fn of_packed(
        (content_type, disposition): (&'static str, String),
        bytes: Vec<u8>,
        shown: (Ticket, Vec<Tag>),
    ) -> Self {
        Self {
            content_type,
            disposition: Some(disposition),
            digest: hex::encode(&Sha256::digest(&bytes)[..12]),
            plain: Bytes::from(bytes),
            gzip: None,
            seen_at: shown.0.0,
            tags: shown.1,
        }
    }
}

/// Gzip at the default level; `None` only if the encoder fails, which writing to memory does not.
fn compress(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// When reading for a page began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

/// The pages. Clones share one store.
#[derive(Debug, Clone)]
pub struct PageCache {
    pages: Cache<String, Arc<CachedPage>>,
    drops: Arc<Drops>,
}

#[derive(Debug, Default)]
struct Drops {
    /// Counts drops; a page carries the count at which its reading began.
    clock: AtomicU64,
    noted: RwLock<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    /// Pages whose reading began before this count are all stale.
    floor: u64,
    last: HashMap<Tag, u64>,
}

/// More notes than this are folded into the floor: the cache starts afresh rather than growing for ever.
const MOST_NOTES: usize = 50_000;

impl PageCache {
    /// A cache that holds about that many bytes of pages.
    pub fn new(capacity_bytes: u64) -> Self {
        let weigh = |key: &String, page: &Arc<CachedPage>| {
            let gzip = page.gzip.as_ref().map_or(0, Bytes::len);
            u32::try_from(key.len() + page.plain.len() + gzip + 200).unwrap_or(u32::MAX)
        };
        Self {
            pages: Cache::builder()
                .max_capacity(capacity_bytes)
                .weigher(weigh)
                .build(),
            drops: Arc::default(),
        }
    }

    /// Take this before reading what a page shows.
    pub fn ticket(&self) -> Ticket {
        Ticket(self.drops.clock.load(Ordering::SeqCst))
    }

    /// The page of a key, unless something it shows was dropped since.
    pub fn find(&self, key: &str) -> Option<Arc<CachedPage>> {
        let page = self.pages.get(key)?;
        if self.is_fresh(&page) {
            return Some(page);
        }
        self.pages.invalidate(key);
        None
    }

    /// Keeps a page and hands it back shared; one that went stale while it was rendered is not kept.
    pub fn keep(&self, key: String, page: CachedPage) -> Arc<CachedPage> {
        let page = Arc::new(page);
        if self.is_fresh(&page) {
            self.pages.insert(key, Arc::clone(&page));
        }
        page
    }

    /// Forgets every page that shows one of these.
    pub fn drop_tagged(&self, tags: &[Tag]) {
        let mut noted = self
            .drops
            .noted
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let now = self.drops.clock.fetch_add(1, Ordering::SeqCst) + 1;
        if noted.last.len() + tags.len() > MOST_NOTES {
            noted.last.clear();
            noted.floor = now;
        }
        for tag in tags {
            noted.last.insert(tag.clone(), now);
        }
    }

    /// Forgets every page.
    pub fn drop_all(&self) {
        let mut noted = self
            .drops
            .noted
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        noted.floor = self.drops.clock.fetch_add(1, Ordering::SeqCst) + 1;
        noted.last.clear();
        self.pages.invalidate_all();
    }

    fn is_fresh(&self, page: &CachedPage) -> bool {
        let noted = self
            .drops
            .noted
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let is_after = |dropped: &u64| *dropped <= page.seen_at;
        is_after(&noted.floor)
            && page
                .tags
                .iter()
                .all(|tag| noted.last.get(tag).is_none_or(is_after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cache: &PageCache, tags: &[&str]) -> CachedPage {
        let tags = tags.iter().map(|it| Tag::of(it)).collect();
        CachedPage::new("text/html", "甲".repeat(600), (cache.ticket(), tags))
    }

    #[test]
    fn a_page_is_forgotten_when_something_it_shows_is_dropped() {
        let cache = PageCache::new(1_000_000);
        cache.keep("a".into(), page(&cache, &["board", "unit:1"]));
        cache.keep("b".into(), page(&cache, &["unit:2"]));
        cache.drop_tagged(&[Tag::one("unit", 1)]);
        assert!(cache.find("a").is_none());
        assert!(cache.find("b").is_some());
        cache.drop_all();
        assert!(cache.find("b").is_none());
        cache.keep("b".into(), page(&cache, &["unit:2"]));
        assert!(cache.find("b").is_some());
    }

    #[test]
    fn a_page_whose_data_was_read_before_the_drop_is_not_kept() {
        let cache = PageCache::new(1_000_000);
        let stale = page(&cache, &["board"]);
        cache.drop_tagged(&[Tag::of("board")]);
        cache.keep("a".into(), stale);
        assert!(cache.find("a").is_none());
    }

    #[test]
    fn notes_of_drops_do_not_grow_for_ever_and_lose_no_drop() {
        let cache = PageCache::new(1_000_000);
        cache.keep("a".into(), page(&cache, &["unit:0"]));
        for n in 0..MOST_NOTES + 10 {
            cache.drop_tagged(&[Tag::one("unit", n)]);
        }
        assert!(cache.find("a").is_none());
        let noted = cache.drops.noted.read().unwrap();
        assert!(noted.last.len() <= MOST_NOTES);
    }

    #[test]
    fn the_compressed_bytes_are_the_page() {
        use std::io::Read;
        let cache = PageCache::new(1_000_000);
        let page = page(&cache, &[]);
        let gzip = page.gzip.as_ref().unwrap();
        assert!(gzip.len() < page.plain.len() / 5);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&gzip[..])
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text.as_bytes(), &page.plain[..]);
    }
}
