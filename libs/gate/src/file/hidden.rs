//! What is hidden in a file: what it is, where, how grave, what to do. Holds no reading of files.

use crate::finding::Severity;
use crate::scan::Gate;

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HiddenKind {
    /// A sheet that Excel does not show.
    Sheet,
    /// Rows with content that are not shown.
    Rows,
    /// Columns with content that are not shown.
    Columns,
    /// A copy of a pivot table's source.
    PivotCache,
    /// Comments, notes of reviewers, annotations.
    Comment,
    /// A defined name that is not listed.
    DefinedName,
    /// A link to another workbook, with copied values.
    ExternalLink,
    /// A file or object inside the file.
    Embedded,
    /// A program inside the file.
    Macro,
    /// Text in the colour of its background, or too small to be seen.
    InvisibleText,
    /// Text marked as hidden.
    HiddenText,
    /// Who wrote it, where, when.
    Metadata,
    /// Where data comes from, with addresses.
    DataConnection,
    /// Deleted and inserted text that is still told apart.
    TrackedChange,
    /// Data of other programs beside the text.
    CustomXml,
    /// A second text for older programs that says something else.
    Alternate,
    /// A slide that is not shown.
    Slide,
    /// Notes of a speaker.
    Notes,
    /// Text under something painted over it.
    Covered,
    /// A layer that is not shown.
    Layer,
    /// Text of a recognition behind a scanned page.
    RecognitionLayer,
    /// Text outside the page.
    OffPage,
    /// A script or an action on opening.
    Script,
    /// Where a picture was taken.
    Location,
    /// Who took a picture, with what, and what it says beside the picture.
    PictureData,
    /// What is in the file and belongs to nothing in it.
    Leftover,
    /// A file in a package.
    Enclosed,
    /// What is seen and heard in a recording.
    Footage,
    /// What cannot be looked into.
    Unseen,
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// [`super::clean`] takes it out.
    Strip,
    /// Not to be published in this form.
    Withhold,
    /// A person looks, and mends the source.
    Look,
}

/// One thing that is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What it is.
    pub kind: HiddenKind,
    /// Where, in words.
    pub place: String,
    /// What can be done.
    pub treatment: Treatment,
    /// All of its text, for [`crate::Gate::examine`]; empty where it has none.
    pub text: String,
}

/// A text that everybody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where, in words.
    pub place: String,
    /// The text.
    pub text: String,
}

/// Characters of a sample at most.
const SAMPLE: usize = 24;

impl Hidden {
    /// How grave.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The same beginning without what identifies; empty where that cannot be told.
    pub fn masked_sample(&self, gate: &Gate) -> String {
        let text = gate.without_personal(&self.text);
        let masked = Self {
            text,
            ..self.clone()
        };
        masked.sample().unwrap_or_default()
    }

    /// The beginning of its text on one line. It may hold personal data: show it only after the gate masked it.
    pub fn sample(&self) -> Option<String> {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let line = words.join(" ");
        let short: String = line.chars().take(SAMPLE).collect();
        match (short.is_empty(), short.len() < line.len()) {
            (true, _) => None,
            (false, true) => Some(format!("{short}…")),
            (false, false) => Some(short),
        }
    }
}

impl HiddenKind {
    /// Every kind, in order.
    pub const ALL: &'static [Self] = &[
        Self::Sheet,
        Self::Rows,
        Self::Columns,
        Self::PivotCache,
        Self::Comment,
        Self::DefinedName,
        Self::ExternalLink,
        Self::Embedded,
        Self::Macro,
        Self::InvisibleText,
        Self::HiddenText,
        Self::Metadata,
        Self::DataConnection,
        Self::TrackedChange,
        Self::CustomXml,
        Self::Alternate,
        Self::Slide,
        Self::Notes,
        Self::Covered,
        Self::Layer,
        Self::RecognitionLayer,
        Self::OffPage,
        Self::Script,
        Self::Location,
        Self::PictureData,
        Self::Leftover,
        Self::Enclosed,
        Self::Footage,
        Self::Unseen,
    ];

    /// The kind that a word of files and addresses means.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }

    /// The word that files and addresses use.
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        self.words().1
    }

    /// What it is and what to do next.
    pub fn reason(self) -> &'static str {
        self.words().2
    }

    /// How grave.
    pub fn severity(self) -> Severity {
        match self {
            Self::Covered => Severity::Block,
            Self::Metadata
            | Self::RecognitionLayer
            | Self::PictureData
            | Self::Enclosed
            | Self::ExternalLink
            | Self::DefinedName
            | Self::CustomXml => Severity::Notice,
            Self::Sheet
            | Self::Rows
            | Self::Columns
            | Self::PivotCache
            | Self::Comment
            | Self::Embedded
            | Self::Macro
            | Self::InvisibleText
            | Self::HiddenText
            | Self::DataConnection
            | Self::TrackedChange
            | Self::Alternate
            | Self::Slide
            | Self::Notes
            | Self::Layer
            | Self::OffPage
            | Self::Script
            | Self::Location
            | Self::Leftover
            | Self::Footage
            | Self::Unseen => Severity::Warning,
        }
    }

    /// What can be done in a file that can be cleaned.
    pub(crate) fn treatment(self) -> Treatment {
        match self {
            Self::Covered => Treatment::Withhold,
            Self::Layer
            | Self::RecognitionLayer
            | Self::OffPage
            | Self::Script
            | Self::Enclosed
            | Self::Footage
            | Self::Unseen => Treatment::Look,
            Self::Sheet
            | Self::Rows
            | Self::Columns
            | Self::PivotCache
            | Self::Comment
            | Self::DefinedName
            | Self::ExternalLink
            | Self::Embedded
            | Self::Macro
            | Self::InvisibleText
            | Self::HiddenText
            | Self::Metadata
            | Self::DataConnection
            | Self::TrackedChange
            | Self::CustomXml
            | Self::Alternate
            | Self::Slide
            | Self::Notes
            | Self::Location
            | Self::PictureData
            | Self::Leftover => Treatment::Strip,
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Sheet => (
                "hidden_sheet",
                "隐藏工作表",
                "下载后取消隐藏即可看到，请删除该工作表",
            ),
            Self::Rows => (
                "hidden_rows",
                "隐藏行",
                "下载后取消隐藏或取消筛选即可看到，请删除这些行",
            ),
            Self::Columns => (
                "hidden_columns",
                "隐藏列",
                "下载后取消隐藏即可看到，请删除这些列",
            ),
            Self::PivotCache => (
                "pivot_cache",
                "透视表缓存",
                "透视表中存有全部源数据，请把透视表粘贴为数值",
            ),
            Self::Comment => (
                "comment",
                "批注",
                "批注及批注人会随文件公开，请删除全部批注",
            ),
            Self::DefinedName => (
                "hidden_name",
                "隐藏名称",
                "名称管理器中不显示的名称，请删除",
            ),
            Self::ExternalLink => (
                "external_link",
                "外部链接",
                "引用了其他文件，存有其路径和数值，请断开链接",
            ),
            Self::Embedded => (
                "embedded",
                "嵌入对象",
                "双击即可打开其中的完整文件，请删除或粘贴为图片",
            ),
            Self::Macro => ("macro", "宏", "文件中有程序，请另存为不含宏的格式"),
            Self::InvisibleText => (
                "invisible_text",
                "看不见的文字",
                "文字与底色相同、过小或不显示，选中即可看到，请删除",
            ),
            Self::HiddenText => (
                "hidden_text",
                "隐藏文字",
                "设为隐藏的文字，显示编辑标记即可看到，请删除",
            ),
            Self::Metadata => (
                "metadata",
                "文件属性",
                "属性中有作者、单位等信息，请用“检查文档”删除",
            ),
            Self::DataConnection => (
                "data_connection",
                "数据连接",
                "存有数据库或文件的地址，请删除连接",
            ),
            Self::TrackedChange => (
                "tracked_change",
                "修订痕迹",
                "删改前的文字仍在文件中，请接受全部修订",
            ),
            Self::CustomXml => (
                "custom_xml",
                "自定义数据",
                "其他程序写入的数据，请用“检查文档”删除",
            ),
            Self::Alternate => (
                "alternate",
                "备用内容",
                "供旧版软件显示的另一份文字，与正文不同，请删除",
            ),
            Self::Slide => (
                "hidden_slide",
                "隐藏幻灯片",
                "放映时不显示，下载后可以看到，请删除",
            ),
            Self::Notes => ("notes", "演讲者备注", "备注会随文件公开，请删除"),
            Self::Covered => (
                "covered_text",
                "被遮盖的文字",
                "色块下的文字仍可复制，不得公开，请从源文件删除后重新导出",
            ),
            Self::Layer => (
                "hidden_layer",
                "隐藏图层",
                "不显示的图层可以重新打开，请从源文件去除后重新导出",
            ),
            Self::RecognitionLayer => (
                "recognition_layer",
                "识别文字层",
                "扫描件背后的识别文字可以复制和检索，请核对其中有无个人信息",
            ),
            Self::OffPage => (
                "off_page",
                "页面外的文字",
                "页面边界之外仍有文字，请从源文件去除后重新导出",
            ),
            Self::Script => (
                "script",
                "脚本或自动动作",
                "打开文件时会运行，请从源文件去除后重新导出",
            ),
            Self::Location => (
                "location",
                "拍摄位置",
                "照片或视频中存有拍摄地点的坐标，请去除",
            ),
            Self::PictureData => (
                "picture_data",
                "图片附加信息",
                "图片中存有作者、设备或说明文字，请去除",
            ),
            Self::Leftover => (
                "leftover",
                "残留内容",
                "已从正文删除但仍在文件中的内容，请另存为新文件",
            ),
            Self::Enclosed => (
                "enclosed",
                "包内文件",
                "压缩包内的文件，请逐个核对是否应当公开",
            ),
            Self::Footage => (
                "footage",
                "音视频内容",
                "画面和声音无法自动检查，请由审核人员完整看完、听完，确认没有不应公开的人像、声音和内容",
            ),
            Self::Unseen => (
                "unseen",
                "无法检查",
                "这种内容无法检查，请改用 .docx、.xlsx、.pdf 后重新检查",
            ),
        }
    }
}
