//! What was left out when a text was cleaned, gathered by kind, for the person who pasted it. Plain formatting (fonts, colours, sizes) is not
//! told: nobody misses it.

use std::collections::BTreeMap;
use std::fmt;

/// Characters of an example.
const EXAMPLE: usize = 40;

/// One kind of thing that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// What it was.
    pub kind: DroppedKind,
    /// How often.
    pub count: usize,
    /// The beginning of the first one; empty where there is nothing to show.
    pub example: String,
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DroppedKind {
    /// Program code.
    Script,
    /// Frames, films, sounds, drawings, formulas that are no pictures.
    Embedded,
    /// Fields and buttons.
    Form,
    /// Words that the source does not show.
    Hidden,
    /// Words that were struck out or deleted.
    Struck,
    /// Notes of a reviewer.
    Comment,
    /// Notes at the foot of a page or at the end.
    Footnote,
    /// A picture that lies on another site or on somebody's disk.
    RemoteImage,
    /// A picture that is not a PNG, JPEG or GIF.
    BadImage,
    /// A link whose address may not stand in a body; its words stay.
    Link,
}

impl DroppedKind {
    /// Whether somebody should look before going on: words were left out, not only looks.
    pub fn wants_a_look(self) -> bool {
        match self {
            Self::Hidden
            | Self::Footnote
            | Self::Struck
            | Self::RemoteImage
            | Self::BadImage
            | Self::Embedded => true,
            Self::Script | Self::Form | Self::Comment | Self::Link => false,
        }
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        match self.kind {
            DroppedKind::Script => write!(f, "去掉了{count}段脚本。")?,
            DroppedKind::Embedded => write!(
                f,
                "去掉了{count}个嵌入的内容（视频、框架、图形或公式）。需要保留的，请作为附件或图片上传。"
            )?,
            DroppedKind::Form => write!(f, "去掉了{count}个表单控件。")?,
            DroppedKind::Hidden => {
                write!(f, "去掉了{count}处隐藏文字。请核对是否确实不应公开。")?;
            }
            DroppedKind::Struck => write!(f, "去掉了{count}处带删除线的文字。请核对。")?,
            DroppedKind::Comment => write!(f, "去掉了{count}条批注。")?,
            DroppedKind::Footnote => {
                write!(f, "去掉了{count}条脚注或尾注。需要保留的，请写进正文。")?
            }
            DroppedKind::RemoteImage => write!(
                f,
                "去掉了{count}张没有一起粘贴进来的图片。请在原处重新上传。"
            )?,
            DroppedKind::BadImage => write!(
                f,
                "去掉了{count}张无法识别的图片。请改用PNG、JPEG或GIF格式上传。"
            )?,
            DroppedKind::Link => write!(f, "去掉了{count}个不能使用的链接，文字已保留。")?,
        }
        if self.example.is_empty() {
            return Ok(());
        }
        write!(f, "（如“{}”）", self.example)
    }
}

/// Counts what is left out.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<DroppedKind, (usize, String)>,
}

impl Tally {
    /// Notes one; nothing else of it is kept than the beginning.
    pub(crate) fn note(&mut self, kind: DroppedKind, example: &str) {
        let (count, first) = self.kinds.entry(kind).or_default();
        *count += 1;
        if first.is_empty() {
            let words = example.split_whitespace().collect::<Vec<_>>().join(" ");
            first.extend(words.chars().take(EXAMPLE));
        }
    }

    pub(crate) fn into_list(self) -> Vec<Dropped> {
        self.kinds
            .into_iter()
            .map(|(kind, (count, example))| Dropped {
                kind,
                count,
                example,
            })
            .collect()
    }
}
