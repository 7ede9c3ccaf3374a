//! Files as a document's page lists them: to be saved, to be read on a page of their own, and recordings to be played, with captions and a text where the unit gave them.
//!
//! A recording's captions and its text (文字稿) are files of the same name with another ending: what reads or hears for people finds them beside it
//! (WCAG 2.2, 1.2.1 and 1.2.2). No script is needed to play.

use kernel::{BlobId, DocumentId};
use publishing::files::{ending, is_media, stem};
use publishing::model::{Attachment, Edition};
use publishing::renditions::Standing;
use ui::Frame;

use super::read::path_of;

/// A file of the list.
pub(super) struct FileRow {
    /// Where it lies.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What people call its kind.
    pub kind: String,
    /// How large it is.
    pub size: String,
    /// How it is read here; `None` for what is seen or played.
    pub reading: Option<Reading>,
    /// How it is played, where it is a recording that browsers play.
    pub player: Option<Player>,
}

/// A recording.
pub(super) struct Player {
    /// Whether there is something to be seen.
    pub is_video: bool,
    /// Its media type.
    pub media_type: String,
    /// Where its captions lie.
    pub captions: Option<String>,
    /// Where its text lies, and what that file is called.
    pub transcript: Option<(String, String)>,
}

/// What a text of a recording may be.
const TRANSCRIPTS: &[&str] = &["txt", "docx", "doc", "pdf", "ofd", "wps"];
/// What browsers do not play, though it is a recording.
const UNPLAYED: &[&str] = &["video/quicktime"];

/// Whether a file can be read on this site.
pub(super) enum Reading {
    /// Where.
    At(String),
    /// Why not, in words.
    Not(&'static str),
}

/// What is said of a file whose turn has not come.
pub(crate) const WAITING: &str = "在线阅读版本正在生成，请稍后再来。";

/// Where the files of an edition lie, and how far they have come.
pub(super) struct Shelf<'s> {
    /// The document's path, and the frame of the page.
    pub reading: (&'s str, &'s Frame),
    /// Those that are for reading.
    pub standings: &'s [(BlobId, Standing)],
}

/// The files of an edition.
pub(super) fn rows_of((id, edition): (DocumentId, &Edition), shelf: &Shelf<'_>) -> Vec<FileRow> {
    let files = &edition.attachments;
    let (address, frame) = shelf.reading;
    let href = |it: &Attachment| href_of(address, edition.ordinal, &it.blob);
    let reading = |it: &Attachment| {
        let mut standings = shelf.standings.iter();
        let (_, standing) = standings.find(|(blob, _)| *blob == it.blob)?;
        Some(match standing {
            Standing::Made { .. } => {
                let path = path_of(id, (edition.ordinal, &it.blob), 1);
                Reading::At(frame.link(&path))
            }
            Standing::Waiting => Reading::Not(WAITING),
            Standing::None(reason) => Reading::Not(reason.words()),
        })
    };
    let row = |it: &Attachment| FileRow {
        href: href(it),
        name: it.file_name.clone(),
        kind: kind_of(&it.file_name),
        size: size_of(it.size),
        reading: reading(it),
        player: player_of(it, files, href),
    };
    files.iter().map(row).collect()
}

/// Where a file lies.
pub(super) fn href_of(address: &str, edition: u32, blob: &BlobId) -> String {
    format!("{address}/files/{edition}/{blob}")
}

/// What people call the kind of a file.
pub(super) fn kind_of(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((_, ending)) if ending.len() <= 5 => ending.to_uppercase(),
        Some(_) | None => "文件".to_owned(),
    }
}

/// A size as people read it.
pub(super) fn size_of(bytes: u64) -> String {
    match bytes {
        small if small < 1024 * 1024 => format!("{} KB", small.div_ceil(1024)),
        large => format!("{} MB", large.div_ceil(1024 * 1024)),
    }
}

fn player_of(
    file: &Attachment,
    files: &[Attachment],
    href: impl Fn(&Attachment) -> String,
) -> Option<Player> {
    let media_type = file.media_type.as_str();
    if !is_media(media_type) || UNPLAYED.contains(&media_type) {
        return None;
    }
    let beside = |it: &&Attachment| stem(&it.file_name) == stem(&file.file_name);
    let mut captions = files.iter().filter(beside);
    let captions = captions.find(|it| it.media_type == "text/vtt");
    let mut texts = files.iter().filter(beside);
    let text = texts.find(|it| TRANSCRIPTS.contains(&ending(&it.file_name).as_str()));
    Some(Player {
        is_video: media_type.starts_with("video/"),
        media_type: media_type.to_owned(),
        captions: captions.map(&href),
        transcript: text.map(|it| (href(it), it.file_name.clone())),
    })
}
