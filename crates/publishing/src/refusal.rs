//! What a user can cause and mend when publishing: a closed list with stable codes.

use kernel::{EditionId, NotAllowed, Refusal};
use promises::PromiseRefusal;

use crate::gathered::typed::Flaws;

/// Why an act on a document was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such document or edition.
    #[error("没有这件信息，请核对编号")]
    Unknown,
    /// No such kind.
    #[error("请选择信息种类")]
    KindUnknown,
    /// A kind that interprets nothing.
    #[error("只有政策解读一类的信息可以关联所解读的文件")]
    InterpretsNothing,
    /// Something that cannot be interpreted, or is not seen from here.
    #[error(
        "没有找到可以关联的文件：请填写本单位的文件，或已公开文件的索引号、发文字号或网址；已撤下的文件和解读本身不能被解读"
    )]
    NotInterpreted,
    /// No such tie.
    #[error("没有这项关联，可能已被取消，请刷新页面")]
    TieUnknown,
    /// Too many ties.
    #[error("一件解读最多关联20件文件")]
    TooManyTies,
    /// The interpreted document comes later.
    #[error("所解读的《{0}》尚未公开：请一同审批，或把解读的发布时间定在它公开之后")]
    InterpretedLater(String),
    /// No such review of a citation, or it is done.
    #[error("没有待复核的引用，可能已有人办理，请刷新页面")]
    NoCitationReview,
    /// Several are signed at once, and the gate has found something in this one.
    #[error("检查有结果，不能批量签署，请打开这件信息逐处审查")]
    SignOneByOne,
    /// One of several that go together was refused.
    #[error("《{title}》：{why}")]
    Together {
        /// Its title.
        title: String,
        /// Why.
        why: Box<DocumentRefusal>,
    },
    /// No such unit, or it ended.
    #[error("没有这个单位，或该单位已撤并，请重新选择")]
    UnitUnknown,
    /// No column, or one in which the kind does not stand.
    #[error("请选择这个种类可以使用的栏目")]
    ColumnUnknown,
    /// No title.
    #[error("请填写标题")]
    TitleMissing,
    /// A field that is too long.
    #[error("{label}过长（最多{most}字），请精简")]
    TooLong {
        /// The field.
        field: &'static str,
        /// What people call it.
        label: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// A number that is none.
    #[error("发文字号应写作“云政发〔2026〕12号”的样式：机关代字、六角括号中的四位年份、序号和“号”")]
    NumberUnreadable,
    /// A damaged number, with what it may mean.
    #[error("发文字号有残损，是否应为“{0}”？请核对后改正")]
    NumberDamaged(String),
    /// A number that another document of the unit has.
    #[error("本单位的《{0}》已使用这个发文字号，请核对")]
    NumberTaken(String),
    /// A day that is none.
    #[error("{label}应写作 2026-11-22 的样式")]
    NotADate {
        /// The field.
        field: &'static str,
        /// What people call it.
        label: &'static str,
    },
    /// A document made in the future.
    #[error("成文日期不能晚于今天")]
    MadeInFuture,
    /// Ends before it begins.
    #[error("失效日期应晚于施行日期")]
    ExpiresTooEarly,
    /// Leaves before it comes.
    #[error("停止公示日期不能早于今天")]
    LeavesTooEarly,
    /// A theme that is none.
    #[error("请从列表中选择主题分类")]
    ThemeUnknown,
    /// Not public, and no ground.
    #[error("依申请公开或不予公开的，请写明理由和依据（《条例》第十三条至第十六条）")]
    GroundMissing,
    /// Not public, and no day to look again.
    #[error("不主动公开的，请填写今后的评估日期（《条例》第十八条），应晚于今天")]
    ReviewDayMissing,
    /// Comes out in the past.
    #[error("定时发布的时间应晚于现在")]
    PublishAtPast,
    /// A body that is too large or too deep.
    #[error("{0}")]
    BodyRefused(String),
    /// Changed by somebody else in the meantime.
    #[error(
        "这一版次在您打开之后已被他人修改（您的第{mine}次保存，现在是第{theirs}次），请对照后再保存"
    )]
    Stale {
        /// The revision that was opened.
        mine: u32,
        /// The revision now.
        theirs: u32,
    },
    /// Not filled in.
    #[error("还不能提交：请先填写{0}")]
    NotReady(String),
    /// Corrected without a word.
    #[error("请写明更正或修订了什么，公众可以看到")]
    ChangeNoteMissing,
    /// There is a draft already.
    #[error("这件信息已有一个版次正在办理，请先办完或废弃它")]
    UnderWay,
    /// Nothing public to correct.
    #[error("这件信息尚未公开，请直接修改草稿")]
    NotPublished,
    /// Taken off already.
    #[error("这件信息已撤下")]
    AlreadyWithdrawn,
    /// Not under review yet.
    #[error("这一版次尚未提交审核")]
    NotSubmitted,
    /// At another stage of review.
    #[error("这一版次现在{0}，不能这样办理，请刷新页面")]
    NotAtThisStage(&'static str),
    /// Public already.
    #[error("这一版次已公开，不能再改；如需更正，请撰写新版次")]
    AlreadyPublished,
    /// Ended.
    #[error("这一版次已结束，不能再办理")]
    Ended,
    /// No words where some are owed.
    #[error("请写明理由或意见")]
    WordsMissing,
    /// Too many files.
    #[error("附件最多{0}个，请合并或打包")]
    TooManyFiles(usize),
    /// No such file.
    #[error("没有这个附件")]
    FileUnknown,
    /// A file without a byte.
    #[error("「{0}」是空文件，请检查后重新选择")]
    FileEmpty(String),
    /// A file that is larger than the site takes.
    #[error("「{name}」太大，附件每个最大{most_mb} MB，请压缩或拆分后重新选择")]
    FileTooLarge {
        /// Its name.
        name: String,
        /// Megabytes at most.
        most_mb: u64,
    },
    /// A file of a kind that is not taken, or whose content is not what its name says.
    #[error(
        "「{0}」不能作为附件：只收 PDF、OFD、Word、Excel、演示文稿、图片、文本、CSV、ZIP 和 MP4、WebM、MP3、M4A、WAV、OGG 音视频，文件内容须与扩展名相符"
    )]
    FileKind(String),
    /// A virus.
    #[error("「{name}」含有病毒（{virus}），不能上传或公开，请移除并检查它来自的电脑")]
    FileInfected {
        /// The file.
        name: String,
        /// What the scanner calls it.
        virus: String,
    },
    /// The scanner could not be asked, or could not look through the file.
    #[error("「{name}」没有完成病毒检查：{why}。请稍后再试；仍不成功请联系系统管理员")]
    FileNotScanned {
        /// The file.
        name: String,
        /// What the scanner says.
        why: String,
    },
    /// No such upload, or its time is over, or it is somebody else's.
    #[error("这次上传已经结束、取消或过期，请重新选择文件")]
    UploadUnknown,
    /// A part that begins elsewhere than where the last one ended: somebody else was faster.
    #[error("已收到的内容到第{0}字节，请从那里继续")]
    UploadElsewhere(u64),
    /// More than was announced.
    #[error("上传的内容比文件大，请重新选择文件")]
    UploadTooLong,
    /// Not all of it is there.
    #[error("文件还没有传完，请继续上传")]
    UploadIncomplete,
    /// Too many under way.
    #[error("您有{0}个文件正在上传，请等它们传完，或取消不再需要的")]
    TooManyUploads(u64),
    /// Too much under way.
    #[error("您正在上传的文件合计超过{0} MB，请等它们传完，或取消不再需要的")]
    TooMuchStaged(u64),
    /// The disk is full.
    #[error("服务器磁盘空间不足，没有保存，请联系系统管理员清理磁盘后再试")]
    DiskFull,
    /// Findings that nobody has decided on.
    #[error("还有{0}处不得公开的内容未处理：请退回修改，或由保密审查员逐处写明保留的理由")]
    FindingsOpen(usize),
    /// A secrecy mark cannot be kept.
    #[error("带有密级标志的内容不能保留，请退回并按保密规定处理")]
    CannotKeep,
    /// Masked, and still to be read.
    #[error("有内容脱敏后仍能读出，没有改动，请手工修改")]
    MaskSurvives,
    /// No such finding.
    #[error("没有这处发现，可能已修改，请刷新页面")]
    FindingUnknown,
    /// What was signed is not what stands there.
    #[error("内容与保密审查时不一致，请重新提交审查")]
    SignatureBroken,
    /// A rule that is there already.
    #[error("已有相同的兑现规则")]
    RuleKnown,
    /// Too many rules.
    #[error("一项任务最多10条兑现规则，请先取消不用的")]
    TooManyRules,
    /// No such rule.
    #[error("没有这条兑现规则，可能已被取消，请刷新页面")]
    RuleUnknown,
    /// A promise that came from a document.
    #[error("这项承诺由一件信息产生，不能设兑现规则")]
    NoRuleFor,
    /// Words that stand nowhere.
    #[error("标题、概述和正文中没有这段文字，请照原文填写（同一段内的几个字即可），或留空针对全文")]
    QuoteUnknown,
    /// Too many remarks.
    #[error("这一版次的批注太多，请退回并写明总的意见")]
    TooManyRemarks,
    /// No such remark, or it is dealt with.
    #[error("没有这条批注，或已处理，请刷新页面")]
    RemarkUnknown,
    /// A unit's name that is none.
    #[error("没有名为“{0}”的现有单位，请写单位全称或简称，多个单位用顿号隔开")]
    JointUnknown(String),
    /// A name that two units have.
    #[error("“{0}”不止一个单位，请写单位全称")]
    JointAmbiguous(String),
    /// The unit that drafts it, named among those that issue it along.
    #[error("“{0}”是起草单位，不必再列为联合发文单位")]
    JointOwn(String),
    /// Too many units.
    #[error("联合发文单位最多{0}个")]
    TooManyJoint(usize),
    /// Nothing to sign for this unit.
    #[error("贵单位不在会签之列，或已会签，请刷新页面")]
    NotAskedToSign,
    /// A kind that may not come out before its approval.
    #[error("这个种类的信息不能先行公开，请按审批程序办理")]
    MayNotComeFirst,
    /// To come out at once and later.
    #[error("这一版次定有发布时间，不能先行公开；确需立即公开的，请退回后去掉发布时间")]
    FirstAndLater,
    /// Nothing that came out before its approval.
    #[error("这一版次没有待补办的审批，可能已有人办理，请刷新页面")]
    NothingToRatify,
    /// No expression to look for.
    #[error("请写明不规范的写法")]
    ExpressionMissing,
    /// What replaces it holds it.
    #[error("规范写法里仍有“{0}”，会被再次查出，请改写")]
    ExpressionWithin(String),
    /// It is not on the list.
    #[error("规范用语表里没有这一条，请刷新页面")]
    ExpressionUnknown,
    /// The list is full.
    #[error("规范用语最多{0}条，请先删去不用的")]
    TooManyExpressions(u64),
    /// What cannot be gathered, line by line.
    #[error("{0}")]
    Gathered(Flaws),
    /// A kind that gathers nothing.
    #[error("这个种类的信息不收录其他信息，请清空“收录的信息”")]
    GathersNothing,
    /// An issue without year or number.
    #[error("年份应为1900至2999之间的四位数字，期号应为1至9999，两项都要填")]
    IssueUnreadable,
    /// An issue that another document of the unit is.
    #[error("本单位的《{0}》已是这一期，请核对年份和期号")]
    IssueTaken(String),
    /// A report of a year that is there already.
    #[error("本单位这一年的《{title}》{stands}，没有另行起草，请在其中修改")]
    YearTaken {
        /// Its title.
        title: String,
        /// How far it is, in words.
        stands: &'static str,
        /// Its edition.
        edition: EditionId,
    },
    /// Nobody whom the kind knows.
    #[error("请从列表中选择解读人")]
    InterpreterUnknown,
    /// A change of validity that says nothing.
    #[error("请选择新的效力状态")]
    ValidityUnchanged,
    /// A kind without validity.
    #[error("这个种类的信息没有效力之分")]
    NoValidity,
    /// No basis.
    #[error("请写明依据（文件名称和发文字号）")]
    BasisMissing,
    /// A successor that is not public, or itself.
    #[error("替代它的信息不存在或未公开，请核对")]
    SuccessorUnknown,
    /// A promise that is not the unit's, or not open.
    #[error("所选承诺不属于本单位或已办结，请重新选择")]
    PromiseUnknown,
    /// What promises refused.
    #[error(transparent)]
    Promise(#[from] PromiseRefusal),
}

impl Refusal for DocumentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Promise(inner) => inner.code(),
            Self::Unknown => "publishing.unknown",
            Self::KindUnknown => "publishing.kind_unknown",
            Self::UnitUnknown => "publishing.unit_unknown",
            Self::ColumnUnknown => "publishing.column_unknown",
            Self::TitleMissing => "publishing.title_missing",
            Self::TooLong { .. } => "publishing.too_long",
            Self::NumberUnreadable => "publishing.number_unreadable",
            Self::NumberDamaged(_) => "publishing.number_damaged",
            Self::NumberTaken(_) => "publishing.number_taken",
            Self::NotADate { .. } => "publishing.not_a_date",
            Self::MadeInFuture => "publishing.made_in_future",
            Self::ExpiresTooEarly => "publishing.expires_too_early",
            Self::LeavesTooEarly => "publishing.leaves_too_early",
            Self::ThemeUnknown => "publishing.theme_unknown",
            Self::GroundMissing => "publishing.ground_missing",
            Self::ReviewDayMissing => "publishing.review_day_missing",
            Self::PublishAtPast => "publishing.publish_at_past",
            Self::BodyRefused(_) => "publishing.body_refused",
            Self::Stale { .. } => "publishing.stale",
            Self::NotReady(_) => "publishing.not_ready",
            Self::ChangeNoteMissing => "publishing.change_note_missing",
            Self::UnderWay => "publishing.under_way",
            Self::NotPublished => "publishing.not_published",
            Self::AlreadyWithdrawn => "publishing.already_withdrawn",
            Self::NotSubmitted => "publishing.not_submitted",
            Self::NotAtThisStage(_) => "publishing.not_at_this_stage",
            Self::AlreadyPublished => "publishing.already_published",
            Self::Ended => "publishing.ended",
            Self::WordsMissing => "publishing.words_missing",
            Self::TooManyFiles(_) => "publishing.too_many_files",
            Self::FileUnknown => "publishing.file_unknown",
            Self::FileEmpty(_) => "publishing.file_empty",
            Self::FileTooLarge { .. } => "publishing.file_too_large",
            Self::FileKind(_) => "publishing.file_kind",
            Self::FileInfected { .. } => "publishing.file_infected",
            Self::FileNotScanned { .. } => "publishing.file_not_scanned",
            Self::UploadUnknown => "publishing.upload_unknown",
            Self::UploadElsewhere(_) => "publishing.upload_elsewhere",
            Self::UploadTooLong => "publishing.upload_too_long",
            Self::UploadIncomplete => "publishing.upload_incomplete",
            Self::TooManyUploads(_) => "publishing.too_many_uploads",
            Self::TooMuchStaged(_) => "publishing.too_much_staged",
            Self::DiskFull => "publishing.disk_full",
            Self::FindingsOpen(_) => "publishing.findings_open",
            Self::CannotKeep => "publishing.cannot_keep",
            Self::MaskSurvives => "publishing.mask_survives",
            Self::FindingUnknown => "publishing.finding_unknown",
            Self::SignatureBroken => "publishing.signature_broken",
            Self::ExpressionMissing => "publishing.expression_missing",
            Self::ExpressionWithin(_) => "publishing.expression_within",
            Self::ExpressionUnknown => "publishing.expression_unknown",
            Self::TooManyExpressions(_) => "publishing.too_many_expressions",
            Self::Gathered(_) => "publishing.gathered",
            Self::GathersNothing => "publishing.gathers_nothing",
            Self::IssueUnreadable => "publishing.issue_unreadable",
            Self::IssueTaken(_) => "publishing.issue_taken",
            Self::YearTaken { .. } => "publishing.year_taken",
            Self::InterpreterUnknown => "publishing.interpreter_unknown",
            Self::ValidityUnchanged => "publishing.validity_unchanged",
            Self::NoValidity => "publishing.no_validity",
            Self::BasisMissing => "publishing.basis_missing",
            Self::SuccessorUnknown => "publishing.successor_unknown",
            Self::PromiseUnknown => "publishing.promise_unknown",
            Self::InterpretsNothing => "publishing.interprets_nothing",
            Self::NotInterpreted => "publishing.not_interpreted",
            Self::TieUnknown => "publishing.tie_unknown",
            Self::TooManyTies => "publishing.too_many_ties",
            Self::InterpretedLater(_) => "publishing.interpreted_later",
            Self::NoCitationReview => "publishing.no_citation_review",
            Self::SignOneByOne => "publishing.sign_one_by_one",
            Self::Together { why, .. } => why.code(),
            Self::RuleKnown => "publishing.rule_known",
            Self::TooManyRules => "publishing.too_many_rules",
            Self::RuleUnknown => "publishing.rule_unknown",
            Self::NoRuleFor => "publishing.no_rule_for",
            Self::QuoteUnknown => "publishing.quote_unknown",
            Self::TooManyRemarks => "publishing.too_many_remarks",
            Self::RemarkUnknown => "publishing.remark_unknown",
            Self::JointUnknown(_) => "publishing.joint_unknown",
            Self::JointAmbiguous(_) => "publishing.joint_ambiguous",
            Self::JointOwn(_) => "publishing.joint_own",
            Self::TooManyJoint(_) => "publishing.too_many_joint",
            Self::NotAskedToSign => "publishing.not_asked_to_sign",
            Self::MayNotComeFirst => "publishing.may_not_come_first",
            Self::FirstAndLater => "publishing.first_and_later",
            Self::NothingToRatify => "publishing.nothing_to_ratify",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::KindUnknown => Some("kind"),
            Self::UnitUnknown => Some("unit"),
            Self::ColumnUnknown => Some("column"),
            Self::TitleMissing => Some("title"),
            Self::TooLong { field, .. } | Self::NotADate { field, .. } => Some(field),
            Self::NumberUnreadable | Self::NumberDamaged(_) | Self::NumberTaken(_) => {
                Some("number")
            }
            Self::MadeInFuture => Some("made_on"),
            Self::ExpiresTooEarly => Some("expires_on"),
            Self::LeavesTooEarly => Some("unpublish_after"),
            Self::ThemeUnknown => Some("theme"),
            Self::GroundMissing => Some("disclosure_ground"),
            Self::ReviewDayMissing => Some("review_again_on"),
            Self::PublishAtPast => Some("publish_at"),
            Self::BodyRefused(_) => Some("body"),
            Self::ChangeNoteMissing => Some("change_note"),
            Self::WordsMissing => Some("words"),
            Self::TooManyFiles(_)
            | Self::FileUnknown
            | Self::FileEmpty(_)
            | Self::FileTooLarge { .. }
            | Self::FileKind(_)
            | Self::FileInfected { .. }
            | Self::FileNotScanned { .. }
            | Self::UploadUnknown
            | Self::UploadElsewhere(_)
            | Self::UploadTooLong
            | Self::UploadIncomplete
            | Self::TooManyUploads(_)
            | Self::TooMuchStaged(_)
            | Self::DiskFull => Some("file"),
            Self::ValidityUnchanged | Self::NoValidity => Some("validity"),
            Self::BasisMissing => Some("basis"),
            Self::ExpressionMissing => Some("wrong"),
            Self::ExpressionWithin(_) => Some("better"),
            Self::SuccessorUnknown => Some("successor"),
            Self::PromiseUnknown => Some("promise"),
            Self::NotInterpreted | Self::InterpretsNothing | Self::TooManyTies => {
                Some("interpreted")
            }
            Self::JointUnknown(_)
            | Self::JointAmbiguous(_)
            | Self::JointOwn(_)
            | Self::TooManyJoint(_) => Some("joint_issuers"),
            Self::Gathered(_) | Self::GathersNothing => Some("gathered"),
            Self::IssueUnreadable | Self::IssueTaken(_) => Some("issue_number"),
            Self::InterpreterUnknown => Some("interpreter"),
            Self::YearTaken { .. } => Some("year"),
            Self::QuoteUnknown => Some("quote"),
            Self::ExpressionUnknown
            | Self::TooManyExpressions(_)
            | Self::RuleKnown
            | Self::TooManyRules
            | Self::RuleUnknown
            | Self::NoRuleFor
            | Self::TooManyRemarks
            | Self::RemarkUnknown
            | Self::NotAskedToSign
            | Self::MayNotComeFirst
            | Self::FirstAndLater
            | Self::NothingToRatify
            | Self::TieUnknown
            | Self::InterpretedLater(_)
            | Self::NoCitationReview
            | Self::SignOneByOne
            | Self::Together { .. }
            | Self::NotAllowed(_)
            | Self::Promise(_)
            | Self::Unknown
            | Self::Stale { .. }
            | Self::NotReady(_)
            | Self::UnderWay
            | Self::NotPublished
            | Self::AlreadyWithdrawn
            | Self::NotSubmitted
            | Self::NotAtThisStage(_)
            | Self::AlreadyPublished
            | Self::Ended
            | Self::FindingsOpen(_)
            | Self::CannotKeep
            | Self::MaskSurvives
            | Self::FindingUnknown
            | Self::SignatureBroken => None,
        }
    }
}
