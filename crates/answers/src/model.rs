//! What there is: entries, ways of asking, questions of visitors.

use kernel::{CuratedId, Date, DemandId, DocumentId, Moment, UnitId};

/// A way of asking, ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// As it was written.
    pub words: String,
    /// Without marks and polite words, in one script.
    pub folded: String,
    /// Its grams, each once.
    pub grams: Vec<String>,
}

/// A question that an office answered itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curated {
    /// Its id.
    pub id: CuratedId,
    /// The question.
    pub question: String,
    /// The answer: plain text, paragraphs parted by line ends.
    pub answer: String,
    /// Who answers for it.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// What it rests on; `None` where it is the unit's own statement.
    pub document: Option<DocumentId>,
    /// Whether it is shown.
    pub is_shown: bool,
    /// The last day on which it may stand unread.
    pub review_by: Date,
    /// Its revision, counted up by each edit.
    pub revision: u32,
    /// Who set it last.
    pub set_by: String,
    /// When.
    pub set_at: Moment,
}

/// A question of visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// By which it is known.
    pub folded: String,
    /// As somebody asked it first.
    pub words: String,
    /// How often nothing was answered.
    pub unanswered: u64,
    /// How often an answer did not help.
    pub unhelpful: u64,
    /// How often one helped.
    pub helpful: u64,
    /// The first day.
    pub first_on: Date,
    /// The last one.
    pub last_on: Date,
}

/// Words that visitors searched for and that found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// By which they are known.
    pub folded: String,
    /// As somebody typed them first.
    pub words: String,
    /// How many visitors sought them, each once a day.
    pub times: u64,
    /// The first day.
    pub first_on: Date,
    /// The last one.
    pub last_on: Date,
}

/// What the public sought and the office took up (公众需求): a promise comes from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Its id.
    pub id: DemandId,
    /// What is promised.
    pub title: String,
    /// How often it had been sought or asked when it was taken up.
    pub times: u64,
    /// Since when.
    pub since: Date,
    /// When it was taken up.
    pub taken_at: Moment,
}

kernel::coded_enum! {
    /// How the public let it be known.
    Channel {
        /// A search that found nothing.
        Search = "search", "搜索";
        /// A question without an answer.
        Question = "question", "提问";
    }
}

kernel::coded_enum! {
    /// What a visitor says of an answer.
    Press {
        /// It helped.
        Helpful = "helpful", "有帮助";
        /// It did not.
        Unhelpful = "unhelpful", "没解决";
        /// There was none.
        Unanswered = "unanswered", "没有答案";
    }
}
