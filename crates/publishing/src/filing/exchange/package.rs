//! What a package of a filing says: `filing.json`, and the papers as files that people read without any program of ours.
//!
//! Pure. The fields are for ever: a later version of the format has another name in `schema`.

use kernel::{Date, Moment};
use ledger::{LedgerError, Signer, Verifier};
use serde::{Deserialize, Serialize};

use super::believe;
use super::parcel::Parcel;
use super::refusal::PackageRefusal;

/// The name of this version.
const SCHEMA: &str = "gongkai-filing-1";
/// Bytes of attachments in one package at most; what is larger is fetched from its address and compared with its digest.
pub const MOST_ATTACHED: u64 = 15 << 20;
/// Files of one document at most.
const MOST_FILES: usize = 150;
/// Characters of a name, title, number or address at most, and of what people wrote.
const LONGEST: usize = 1_000;
const LONGEST_TEXT: usize = 50_000;
const SHEET: &str = "filing.json";
const HTML: &str = "正文.html";
const TEXT: &str = "正文.txt";

/// A filing as it leaves its site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// `gongkai-filing-1`.
    pub schema: String,
    /// The site that sends it.
    pub site: Site,
    /// The filing's id there.
    pub filing: String,
    /// How often it was sent.
    pub round: u32,
    /// What this sending is: `send`, `supplement`, `answer`.
    pub command: String,
    /// What was supplemented or mended.
    pub words: String,
    /// When it was sent.
    pub sent_at: Moment,
    /// Who puts it on file.
    pub unit: String,
    /// With whom.
    pub receiver: String,
    /// What is put on file.
    pub document: Paper,
    /// 起草说明.
    pub explanation: String,
    /// 合法性审核意见.
    pub legal_review: String,
    /// Whom to ask.
    pub contact: String,
    /// Its files.
    pub attachments: Vec<Attached>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What verifies its signatures.
    pub key: String,
}

/// A document as its metadata describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its id there.
    pub id: String,
    /// Its public address.
    pub address: String,
    /// Which edition: 1, 2, 3.
    pub edition: u32,
    /// SHA-256 of all that was reviewed.
    pub digest: String,
    /// What it is, in words.
    pub kind: String,
    /// Title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// 索引号.
    pub index_number: String,
    /// 主题分类.
    pub theme: String,
    /// 关键词.
    pub keywords: String,
    /// 内容概述.
    pub summary: String,
    /// 成文日期.
    pub made_on: Option<Date>,
    /// 施行日期.
    pub effective_on: Option<Date>,
    /// 失效日期.
    pub expires_on: Option<Date>,
    /// When it first became public.
    pub published_at: Option<Moment>,
    /// Where the public log proves its publication; empty where it does not yet.
    pub proof: String,
}

/// A file of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Media type, as the sender says.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its public address.
    pub address: String,
    /// The name under which it lies in the package; none where it is too large.
    pub file: Option<String>,
}

/// A package with the files that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What it says.
    pub package: Package,
    parcel: Parcel,
}

impl Package {
    /// The name of this version, for whoever writes one.
    pub fn schema() -> String {
        SCHEMA.to_owned()
    }

    /// Whether what it says fits where it is kept and shown: whoever signed it may be known, and have signed anything.
    fn is_of_usual_size(&self) -> bool {
        let it = &self.document;
        let short = [
            &self.site.name,
            &self.site.address,
            &self.site.key,
            &self.filing,
            &self.unit,
            &self.receiver,
            &self.contact,
            &it.id,
            &it.address,
            &it.digest,
            &it.kind,
            &it.title,
            &it.number,
            &it.index_number,
            &it.theme,
            &it.keywords,
            &it.proof,
        ];
        let long = [
            &self.words,
            &self.explanation,
            &self.legal_review,
            &it.summary,
        ];
        let fits = |text: &String, most: usize| text.chars().count() <= most;
        let mut files = self.attachments.iter();
        short.into_iter().all(|it| fits(it, LONGEST))
            && long.into_iter().all(|it| fits(it, LONGEST_TEXT))
            && self.attachments.len() <= MOST_FILES
            && files.all(|it| fits(&it.name, LONGEST) && fits(&it.address, LONGEST))
    }

    /// Signs it. `text` is the body as HTML and as plain text, `files` the bytes of the attachments that name a file, in their order.
    ///
    /// # Errors
    /// Where they are too many to be listed in a note.
    pub fn seal(
        self,
        (html, plain): (&str, &str),
        files: Vec<Vec<u8>>,
        signer: &dyn Signer,
    ) -> Result<Sealed, LedgerError> {
        let mut sheet = serde_json::to_vec_pretty(&self).unwrap_or_default();
        sheet.push(b'\n');
        let base = self.site.address.replace(['"', '<', '>', '&'], "");
        let page =
            format!("<!doctype html>\n<meta charset=\"utf-8\">\n<base href=\"{base}/\">\n{html}\n");
        let mut all = vec![
            (SHEET.to_owned(), sheet),
            (HTML.to_owned(), page.into_bytes()),
            (TEXT.to_owned(), plain.as_bytes().to_vec()),
            (
                "起草说明.txt".to_owned(),
                self.explanation.clone().into_bytes(),
            ),
            (
                "合法性审核意见.txt".to_owned(),
                self.legal_review.clone().into_bytes(),
            ),
        ];
        let names = self.attachments.iter().filter_map(|it| it.file.clone());
        all.extend(names.zip(files));
        let parcel = Parcel::sign(all, signer)?;
        Ok(Sealed {
            package: self,
            parcel,
        })
    }
}

impl Sealed {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.parcel.bytes()
    }

    /// Reads a package that one of the keys signed.
    ///
    /// # Errors
    /// Where it is none, was altered, or somebody signed it who is not known.
    pub fn open(
        bytes: &[u8],
        keys: impl Iterator<Item = String>,
    ) -> Result<(Self, Box<dyn Verifier>), PackageRefusal> {
        let sealed = Self::read(bytes)?;
        let claimed = &sealed.package.site.key;
        let (_, verifier) = believe(&sealed.parcel.note, keys, claimed)?;
        Ok((sealed, verifier))
    }

    /// Reads a package that was believed when it was taken in, and has been kept under the digest of its bytes since.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, PackageRefusal> {
        let parcel = Parcel::read(bytes)?;
        let sheet = parcel.find(SHEET).ok_or(PackageRefusal::NotAPackage)?;
        let named: serde_json::Value =
            serde_json::from_slice(sheet).map_err(|_| PackageRefusal::NotAPackage)?;
        let schema = named["schema"].as_str().unwrap_or_default();
        if schema != SCHEMA {
            return Err(PackageRefusal::UnknownSchema(
                schema.chars().take(40).collect(),
            ));
        }
        let package: Package =
            serde_json::from_value(named).map_err(|_| PackageRefusal::NotAPackage)?;
        if !package.is_of_usual_size() {
            return Err(PackageRefusal::TooLarge);
        }
        let sealed = Self { package, parcel };
        let mut attached = sealed.package.attachments.iter();
        if attached.all(|it| sealed.is_whole(it)) {
            Ok(sealed)
        } else {
            Err(PackageRefusal::Altered)
        }
    }

    /// The text as it was sent: HTML that nobody has cleaned.
    pub fn html(&self) -> &str {
        let html = self.parcel.find(HTML).unwrap_or_default();
        std::str::from_utf8(html).unwrap_or_default()
    }

    /// The bytes of an attachment, where they are in the package.
    pub fn find_attached(&self, it: &Attached) -> Option<&[u8]> {
        self.parcel.find(it.file.as_deref()?)
    }

    /// Whether an attachment that names a file is that file.
    fn is_whole(&self, it: &Attached) -> bool {
        match &it.file {
            None => true,
            Some(_) => self.find_attached(it).is_some_and(|bytes| {
                bytes.len() as u64 == it.size && super::digest_of(bytes) == it.sha256
            }),
        }
    }
}
