//! 行政复议、行政诉讼 over the answer to a request, the new answer that a ruling orders, and calls after the answer (回访).
//!
//! Pure. An answer that was given stays as it was given: a new one stands beside it, so that table 3 counts the request once and in the year of its answer.

use calendar::{Clock, Date, LastDay, Span, find_period};
use kernel::DisputeId;

use crate::case::Case;
use crate::outcome::Outcome;
use crate::remedy::Remedy;
use crate::report::{Branch, Decided};

kernel::coded_enum! {
    /// How a review or lawsuit ended (表四).
    Finding {
        /// 结果维持.
        Upheld = "upheld", "结果维持";
        /// 结果纠正.
        Corrected = "corrected", "结果纠正";
        /// 其他结果: not taken up, withdrawn, ended otherwise.
        Otherwise = "otherwise", "其他结果";
    }
}

impl Finding {
    /// Its column in table 4.
    pub fn column(self) -> Decided {
        match self {
            Self::Upheld => Decided::Upheld,
            Self::Corrected => Decided::Corrected,
            Self::Otherwise => Decided::Otherwise,
        }
    }
}

/// A review or lawsuit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Which way was gone.
    pub branch: Branch,
    /// 复议机关 or court.
    pub body: String,
    /// The number of the case there.
    pub number: String,
    /// The day on which it was applied for or sued over.
    pub filed_on: Date,
    /// How it ended; none while it is pending.
    pub ruling: Option<Ruling>,
    /// Why the note was struck as wrong; none while it stands.
    pub struck_why: Option<String>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// In the words of table 4.
    pub finding: Finding,
    /// The day of the decision or judgment.
    pub decided_on: Date,
    /// What was decided.
    pub words: String,
    /// The order to answer anew, where it holds one.
    pub order: Option<Order>,
}

/// 责令重新答复.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The day on which it reached the unit: the period counts from the next one.
    pub received_on: Date,
    /// The period that it sets, or the Regulation's where it sets none.
    pub period: Span,
    /// The new answer; none while it is owed.
    pub anew: Option<Anew>,
}

/// A new answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anew {
    /// How it ends the request.
    pub outcome: Outcome,
    /// Why a part is withheld, where a part is given.
    pub withheld: Vec<Outcome>,
    /// What the asker is told.
    pub reply: String,
    /// 文号.
    pub letter_number: String,
    /// The day on which it left.
    pub answered_on: Date,
}

impl Dispute {
    /// Whether the note stands.
    pub fn stands(&self) -> bool {
        self.struck_why.is_none()
    }

    /// Whether it stands and is not decided.
    pub fn is_pending(&self) -> bool {
        self.stands() && self.ruling.is_none()
    }

    /// The order to answer anew, where the note stands.
    pub fn order(&self) -> Option<&Order> {
        let ruling = self.ruling.as_ref().filter(|_| self.stands())?;
        ruling.order.as_ref()
    }

    /// Whether a new answer is owed.
    pub fn is_owed_anew(&self) -> bool {
        self.order().is_some_and(|it| it.anew.is_none())
    }

    /// The new answer, where the note stands.
    pub fn anew(&self) -> Option<&Anew> {
        self.order()?.anew.as_ref()
    }

    /// The column of table 4 in which it counts today.
    pub fn column(&self) -> Decided {
        let ruling = self.ruling.as_ref();
        ruling.map_or(Decided::Pending, |it| it.finding.column())
    }
}

impl Order {
    /// What sets the due day, in words that anybody may read: no number of a case, nobody's name.
    pub fn basis(&self) -> String {
        format!(
            "行政复议决定或者行政判决责令重新答复，自收到之日起{}内",
            self.period.describe()
        )
    }

    /// The clock of the new answer. A period in natural days that ends on a day off ends on the first day after it (《行政复议法》第八十八条).
    pub fn clock(&self) -> Clock {
        Clock::start(
            self.received_on,
            self.period,
            LastDay::RollForward,
            self.basis(),
        )
    }

    /// The period where the ruling sets none: that of an answer (《政府信息公开条例》第三十三条).
    pub fn usual_period(received_on: Date) -> Span {
        let period = find_period("disclosure.reply", received_on);
        period.map_or(Span::Workdays(20), |it| it.span)
    }
}

impl Case {
    /// What may be done against the answer that stood on a day: the first, or the last new one until then.
    pub fn remedy_on(&self, day: Date) -> Remedy {
        let anew = self.disputes.iter().filter_map(Dispute::anew);
        let anew = anew.filter(|it| it.answered_on <= day);
        if let Some(it) = anew.max_by_key(|it| it.answered_on) {
            return it.outcome.remedy(&it.withheld);
        }
        let withheld = self.decision.as_ref().map(|it| it.withheld.as_slice());
        let outcome = self.request.outcome;
        outcome.map_or(Remedy::None, |it| it.remedy(withheld.unwrap_or_default()))
    }

    /// The disputes whose notes stand.
    pub fn standing_disputes(&self) -> impl Iterator<Item = &Dispute> {
        self.disputes.iter().filter(|it| it.stands())
    }

    /// Whether a review was decided by a day, one of these left out.
    pub fn is_reviewed_by(&self, day: Date, without: Option<DisputeId>) -> bool {
        self.standing_disputes()
            .filter(|it| it.branch == Branch::Review && Some(it.id) != without)
            .filter_map(|it| it.ruling.as_ref())
            .any(|it| it.decided_on <= day)
    }
}

kernel::coded_enum! {
    /// By which way the asker was asked afterwards.
    VisitWay {
        /// 电话.
        Phone = "phone", "电话";
        /// 信函.
        Letter = "letter", "信函";
        /// 网络.
        Online = "online", "网络";
        /// 当面.
        InPerson = "in_person", "当面";
    }
}

kernel::coded_enum! {
    /// What the asker thinks of the answer.
    Satisfaction {
        /// 满意.
        Satisfied = "satisfied", "满意";
        /// 不满意.
        Dissatisfied = "dissatisfied", "不满意";
        /// 未表态.
        Silent = "silent", "未表态";
    }
}

/// A call after the answer (回访).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// When.
    pub visited_on: Date,
    /// By which way.
    pub way: VisitWay,
    /// What they think.
    pub satisfaction: Satisfaction,
    /// What they said; may be empty.
    pub words: String,
}
