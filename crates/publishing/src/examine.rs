//! What the gate finds in an edition: in its title, number, summary, keywords and body, in what it says of what it gathers, and in the text of its files.
//!
//! Pure. The same number in several places is one finding with several places; it is known again after an edit by its fingerprint, so
//! that what was decided about it stays decided. What a sample shows is masked already: the checklist itself holds nothing personal.

use gate::file::{Hidden, Passage};
use gate::{Finding, Gate, Remedy, Severity, shown};
use prose::Body;
use sha2::{Digest as _, Sha256};

use crate::metadata::Metadata;

/// Findings of one edition at most; what is beyond is as good as all.
pub const MOST_FINDINGS: usize = 500;
/// Places named of one finding at most.
const MOST_PLACES: usize = 5;

kernel::coded_enum! {
    /// Which part of an edition.
    Part {
        /// 标题.
        Title = "title", "标题";
        /// 内容概述 and 关键词.
        Summary = "summary", "内容概述";
        /// 正文.
        Body = "body", "正文";
        /// Headings of what it gathers, and its words about it.
        Gathered = "gathered", "收录的信息";
        /// A file.
        File = "file", "附件";
    }
}

kernel::coded_enum! {
    /// How grave, as it is kept.
    Gravity {
        /// Worth a look.
        Notice = "notice", "提示";
        /// Probably should not leave.
        Warning = "warning", "请核对";
        /// Does not leave unless a second person says why.
        Block = "block", "不得公开";
    }
}

impl From<Severity> for Gravity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Notice => Self::Notice,
            Severity::Warning => Self::Warning,
            Severity::Block => Self::Block,
        }
    }
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// By what it is known again.
    pub fingerprint: String,
    /// Which part.
    pub part: Part,
    /// Where, in words.
    pub place: String,
    /// What it is: the gate's code.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// How grave.
    pub gravity: Gravity,
    /// What to do.
    pub advice: String,
    /// What was found, masked.
    pub sample: String,
}

/// What is found in metadata and body.
pub fn examine(gate: &Gate, metadata: &Metadata, body: &Body) -> Vec<Found> {
    let mut list = List::default();
    list.look(gate, Part::Title, &metadata.title, |_| "标题".to_owned());
    list.look(gate, Part::Title, &metadata.number, |_| {
        "发文字号".to_owned()
    });
    list.look(gate, Part::Summary, &metadata.summary, |_| {
        "内容概述".to_owned()
    });
    list.look(gate, Part::Summary, &metadata.keywords, |_| {
        "关键词".to_owned()
    });
    for chapter in &metadata.gathered {
        let place = |line: usize| move |_| format!("收录的信息第{line}行");
        list.look(gate, Part::Gathered, &chapter.heading, place(chapter.line));
        for entry in chapter.entries.iter().filter(|it| !it.words.is_empty()) {
            list.look(gate, Part::Gathered, &entry.words, place(entry.line + 1));
        }
    }
    let plain = body.plain();
    list.look(gate, Part::Body, plain.text(), |at| {
        plain.place(at).to_string()
    });
    // What a link leads to is not in the text, and is public with it.
    for link in body.links() {
        list.look(gate, Part::Body, &link.address, |_| {
            format!("{}的链接", link.place)
        });
    }
    list.found
}

/// What is found in a file: what it hides, and what is personal or secret in its texts, shown and hidden.
pub fn examine_file(
    gate: &Gate,
    name: &str,
    (hidden, visible): (&[Hidden], &[Passage]),
) -> Vec<Found> {
    let mut list = List::default();
    list.look(gate, Part::File, name, |_| "文件名".to_owned());
    for it in hidden {
        list.note_hidden(gate, it);
    }
    for it in hidden {
        list.look(gate, Part::File, &it.text, |_| {
            let place = gate.without_personal(&it.place);
            format!("{place}（{}）", it.kind.label())
        });
    }
    for passage in visible {
        list.look(gate, Part::File, &passage.text, |_| {
            gate.without_personal(&passage.place)
        });
    }
    list.found
}

#[derive(Default)]
struct List {
    found: Vec<Found>,
}

impl List {
    fn look(&mut self, gate: &Gate, part: Part, text: &str, place: impl Fn(usize) -> String) {
        for finding in gate.examine(text) {
            let words = text.get(finding.place.clone()).unwrap_or_default();
            self.note(part, &finding, words, place(finding.place.start));
        }
    }

    /// Something that a file hides, whatever it says.
    fn note_hidden(&mut self, gate: &Gate, hidden: &Hidden) {
        if self.found.len() >= MOST_FINDINGS {
            return;
        }
        let fingerprint = fingerprint(Part::File, hidden.kind.code(), &hidden.place);
        if self.found.iter().any(|it| it.fingerprint == fingerprint) {
            return;
        }
        self.found.push(Found {
            fingerprint,
            part: Part::File,
            place: gate.without_personal(&hidden.place),
            kind: hidden.kind.code().to_owned(),
            label: hidden.kind.label().to_owned(),
            gravity: hidden.severity().into(),
            advice: hidden.kind.reason().to_owned(),
            sample: hidden.masked_sample(gate),
        });
    }

    fn note(&mut self, part: Part, finding: &Finding, words: &str, place: String) {
        let fingerprint = fingerprint(part, finding.kind.code(), words);
        if let Some(known) = self
            .found
            .iter_mut()
            .find(|it| it.fingerprint == fingerprint)
        {
            add_place(&mut known.place, &place);
            return;
        }
        if self.found.len() >= MOST_FINDINGS {
            return;
        }
        self.found.push(Found {
            fingerprint,
            part,
            place,
            kind: finding.kind.code().to_owned(),
            label: finding.kind.label().to_owned(),
            gravity: finding.severity.into(),
            advice: advice_of(finding),
            sample: shown(finding.kind, words),
        });
    }
}

/// What to do about it; what to write instead, where the site's list says so.
fn advice_of(finding: &Finding) -> String {
    match &finding.remedy {
        Remedy::Replace(better) if better.is_empty() => "本站不使用这个说法，请删去".to_owned(),
        Remedy::Replace(better) => format!("本站的规范写法是“{better}”"),
        _ => finding.kind.reason().to_owned(),
    }
}

fn add_place(places: &mut String, place: &str) {
    let mut known = places.split('、');
    if known.clone().any(|it| it == place) || places.ends_with('等') {
        return;
    }
    if known.by_ref().count() >= MOST_PLACES {
        places.push('等');
    } else {
        places.push('、');
        places.push_str(place);
    }
}

fn fingerprint(part: Part, kind: &str, words: &str) -> String {
    let mut hash = Sha256::new();
    for field in [part.code(), kind, words] {
        hash.update(field.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
