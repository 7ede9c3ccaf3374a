//! From a row that was understood to a document that can be taken over: its text is read, its pictures and files are kept, and the gate looks
//! through all of it. Nothing is written to the database here.

use std::collections::HashMap;
use std::path::Path;

use gate::Gate;
use kernel::{BlobId, Fault, Moment};
use promises::rules::media_type_of;
use prose::Body;
use publishing::actions::begin::IMAGES;
use publishing::actions::{Arrival, NewFile};
use publishing::examine::{examine, examine_file};
use publishing::import::{ImportRefusal, Row, beside, decode_page, list_pictures, with_pictures};
use publishing::metadata::{self, Metadata, TypedMetadata};
use publishing::rules::MOST_FILES;
use publishing::{DocumentRefusal, Library};
use store::{Blobs, Store, StoredBlob};

use super::folder::Folder;
use crate::failure::Failure;
use crate::importing::{ReadText, Reader, Task};

/// Characters of a summary that is taken from the beginning of the text.
const SUMMARY: usize = 120;

/// Makes rows ready.
pub struct Preparing<'a> {
    /// Where the files are.
    pub folder: &'a Folder,
    /// Where files are kept; nowhere where nothing is to be written.
    pub store: Option<&'a Store>,
    /// The gate as this site sets it.
    pub gate: &'a Gate,
    /// Columns and kinds.
    pub library: &'a Library,
    /// The element of a page that holds the text.
    pub part: &'a str,
    /// When the import began.
    pub now: Moment,
    /// Reads what nobody vouches for.
    pub reader: Reader,
}

/// A document ready to be taken over, and what somebody should look at.
pub struct Ready {
    /// The document.
    pub arrival: Arrival,
    /// In words.
    pub notes: Vec<String>,
}

/// Why a row is not ready.
pub enum Unready {
    /// The operator can mend it.
    Refused(ImportRefusal),
    /// Nobody but the machine's keeper.
    Failed(Fault),
}

impl From<ImportRefusal> for Unready {
    fn from(it: ImportRefusal) -> Self {
        Self::Refused(it)
    }
}

impl From<DocumentRefusal> for Unready {
    fn from(it: DocumentRefusal) -> Self {
        Self::Refused(it.into())
    }
}

impl From<Fault> for Unready {
    fn from(it: Fault) -> Self {
        Self::Failed(it)
    }
}

/// What was read of a row's file.
#[derive(Default)]
struct Text {
    body: Body,
    pictures: Vec<StoredBlob>,
    /// The file itself, where its text cannot be read.
    file: Option<(String, Vec<u8>)>,
    notes: Vec<String>,
}

impl Preparing<'_> {
    /// Makes a row ready.
    pub async fn ready(&mut self, row: Row) -> Result<Ready, Unready> {
        let mut text = self.text(&row).await?;
        let mut files = Vec::new();
        if row.attachments.len() + usize::from(text.file.is_some()) > MOST_FILES {
            return Err(DocumentRefusal::TooManyFiles(MOST_FILES).into());
        }
        if let Some((name, bytes)) = text.file.take() {
            files.push(self.file(&name, bytes, &mut text.notes).await?);
        }
        for path in &row.attachments {
            let bytes = self.folder.read(path)?;
            files.push(self.file(path, bytes, &mut text.notes).await?);
        }
        let has_content = !text.body.is_empty() || !files.is_empty();
        let metadata = self.metadata(&row, &text.body, has_content)?;
        let kind = self.library.find_kind(&row.kind);
        let knows_validity = kind.is_some_and(|it| it.has_validity);
        let found = examine(self.gate, &metadata, &text.body);
        Ok(Ready {
            arrival: Arrival {
                key: row.key,
                unit: row.unit,
                kind: row.kind,
                metadata,
                body: text.body,
                pictures: text.pictures,
                files,
                found,
                published_at: row.published_at,
                validity: row.validity,
                knows_validity,
                old_address: row.old_address,
            },
            notes: text.notes,
        })
    }

    fn metadata(&self, row: &Row, body: &Body, has_content: bool) -> Result<Metadata, Unready> {
        let kind = self.library.find_kind(&row.kind);
        let kind = kind.ok_or(DocumentRefusal::KindUnknown)?;
        let typed = TypedMetadata {
            summary: match row.metadata.summary.is_empty() {
                true => body.summary(SUMMARY),
                false => row.metadata.summary.clone(),
            },
            ..row.metadata.clone()
        };
        let read = metadata::read(&typed, (kind, self.library), self.now);
        let metadata = read.map_err(|mut flaws| flaws.swap_remove(0))?;
        let labels = metadata::missing(&metadata, kind, has_content);
        match labels.is_empty() {
            true => Ok(metadata),
            false => Err(DocumentRefusal::NotReady(labels.join("、")).into()),
        }
    }

    async fn text(&mut self, row: &Row) -> Result<Text, Unready> {
        let Some(path) = &row.file else {
            let content = row.content.clone().unwrap_or_default();
            return self.page("", &content, "").await;
        };
        let bytes = self.folder.read(path)?;
        let ending = path.rsplit_once('.').map_or("", |(_, it)| it);
        let part = self.part.to_owned();
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "shtml" => self.page(path, &decode_page(&bytes), &part).await,
            "docx" => {
                let read = self.reader.read(Task::Docx, &bytes).await;
                let read = read.map_err(|it| refused(path, &it))?;
                self.kept(read, HashMap::new()).await
            }
            "txt" => {
                let read = self.reader.read(Task::Other, &bytes).await;
                let read = read.map_err(|it| refused(path, &it))?;
                self.kept(read, HashMap::new()).await
            }
            "pdf" => match self.reader.read(Task::Other, &bytes).await {
                Ok(read) => self.kept(read, HashMap::new()).await,
                Err(failure) => Ok(of_unread(path, bytes, &failure)),
            },
            _ => {
                let why = "正文须为 .html、.htm、.docx、.pdf 或 .txt；其他文件请作为附件";
                Err(ImportRefusal::FileRefused(path.clone(), why.to_owned()).into())
            }
        }
    }

    /// A page with the pictures that lie beside it.
    async fn page(&mut self, path: &str, html: &str, part: &str) -> Result<Text, Unready> {
        let mut own = HashMap::new();
        let mut named = Vec::new();
        for picture in list_pictures(html) {
            let Some(place) = beside(path, &picture.written) else {
                continue;
            };
            // A picture that was lost on the old site stays lost; the note says how many.
            let Ok(bytes) = self.folder.read(&place) else {
                continue;
            };
            let Some(media_type) = prose::media_type(&bytes) else {
                continue;
            };
            let blob = self.keep((name_of(&place), media_type), bytes).await?;
            let address = format!("{IMAGES}{}", blob.id.as_str());
            own.insert(blob.id.clone(), blob);
            named.push((picture, address));
        }
        let html = with_pictures(html, &named);
        let read = self
            .reader
            .read(Task::Page(part.to_owned()), html.as_bytes());
        let read = read.await.map_err(|it| refused(path, &it))?;
        self.kept(read, own).await
    }

    /// The text with the pictures that came inside it; it shows no other picture of this site than its own.
    async fn kept(
        &self,
        read: ReadText,
        mut own: HashMap<BlobId, StoredBlob>,
    ) -> Result<Text, Unready> {
        let cleaned = Body::clean(&read.html);
        let cleaned = cleaned.map_err(|it| DocumentRefusal::BodyRefused(it.to_string()))?;
        let mut body = cleaned.body;
        let mut inside = HashMap::new();
        for (mark, bytes) in read.pictures {
            let Some(media_type) = prose::media_type(&bytes) else {
                continue;
            };
            let blob = self.keep((String::new(), media_type), bytes).await?;
            inside.insert(mark, format!("{IMAGES}{}", blob.id.as_str()));
            own.insert(blob.id.clone(), blob);
        }
        let is_whole = body.list_images().iter().all(|it| it.starts_with(IMAGES));
        if !is_whole {
            let named = body.with_images(|mark| inside.get(mark).cloned());
            body = named.map_err(|it| DocumentRefusal::BodyRefused(it.to_string()))?;
        }
        let mut pictures = Vec::new();
        for address in body.list_images() {
            let id = address.strip_prefix(IMAGES).and_then(|it| it.parse().ok());
            let blob = id.and_then(|id: BlobId| own.remove(&id));
            pictures.push(blob.ok_or(ImportRefusal::ForeignPicture)?);
        }
        Ok(Text {
            body,
            pictures,
            file: None,
            notes: read.left_out,
        })
    }

    async fn file(
        &mut self,
        path: &str,
        bytes: Vec<u8>,
        notes: &mut Vec<String>,
    ) -> Result<NewFile, Unready> {
        let name = name_of(path);
        let media_type = media_type_of(&name, &bytes)
            .map_err(|it| ImportRefusal::FileRefused(path.to_owned(), it.to_string()))?;
        let (looked, unreadable) = match self.reader.look(&bytes).await {
            Ok(looked) => (looked, None),
            Err(failure) => {
                notes.push(format!("附件“{name}”没有检查：{}", failure.message()));
                (Default::default(), Some(failure.message().to_owned()))
            }
        };
        let found = examine_file(self.gate, &name, (&looked.hidden, &looked.visible));
        let blob = self.keep((name, media_type), bytes).await?;
        Ok(NewFile {
            blob: blob.id,
            file_name: blob.file_name,
            media_type: blob.media_type,
            size: blob.size,
            unreadable,
            found,
        })
    }

    /// Keeps bytes, not public yet; a dry run keeps none.
    async fn keep(
        &self,
        (file_name, media_type): (String, &str),
        bytes: Vec<u8>,
    ) -> Result<StoredBlob, Fault> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let id = match self.store {
            Some(store) => store.blobs().put(bytes).await?,
            None => Blobs::id_of(&bytes),
        };
        Ok(StoredBlob {
            id,
            size,
            media_type: media_type.to_owned(),
            file_name,
            is_public: false,
        })
    }
}

/// A PDF whose text cannot be read is a file, and the text says so.
fn of_unread(path: &str, bytes: Vec<u8>, failure: &Failure) -> Text {
    let name = name_of(path);
    let words = format!("本件为PDF文件，内容见附件“{name}”。");
    Text {
        body: Body::from_text(&words).unwrap_or_default(),
        file: Some((path.to_owned(), bytes)),
        notes: vec![format!("“{name}”的文字没有读出：{}", failure.message())],
        ..Text::default()
    }
}

fn refused(path: &str, failure: &Failure) -> ImportRefusal {
    let path = if path.is_empty() { "正文" } else { path };
    ImportRefusal::FileRefused(path.to_owned(), failure.message().to_owned())
}

fn name_of(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(String::new, |it| it.to_string_lossy().into_owned())
}
