//! The words of messages: what is late first, then what is due today, then what comes.
//!
//! Whether something is late is asked of `promises` on the day of the message.

use kernel::Date;
use oversight::telling::{DueNotice, UntoldStep};
use promises::events::chinese;
use promises::remind::Due;
use promises::{PromiseState, Standing};
use serde::{Deserialize, Serialize};
use store::outbox::{Body, Line, Part};

/// Lines of a message; the rest is in the queue.
const MOST_LINES: usize = 60;

/// One thing of which a person is reminded, until it stands in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    text: String,
    path: String,
    due_on: Date,
    /// The words of whoever reminds by hand.
    #[serde(default)]
    note: String,
    /// Whoever reminds by hand.
    #[serde(default)]
    by: String,
}

impl Piece {
    pub(super) fn of_promise(due: &Due) -> Part<Self> {
        let hand = if due.by.is_empty() { "" } else { "hand/" };
        Part {
            name: format!("{hand}promise/{}", due.promise),
            body: Self {
                text: format!("{}：{}", due.unit_name, due.title),
                path: format!("/desk/promises/{}", due.promise),
                due_on: due.due_on,
                note: due.note.clone(),
                by: due.by.clone(),
            },
        }
    }

    pub(super) fn of_notice(due: &DueNotice) -> Part<Self> {
        Part {
            name: format!("notice/{}", due.notice),
            body: Self {
                text: format!("{}：{}（{}），请答复", due.unit_name, due.number, due.title),
                path: format!("/desk/notices/{}", due.notice),
                due_on: due.due_on,
                note: String::new(),
                by: String::new(),
            },
        }
    }

    fn kind(&self, today: Date) -> Kind {
        if !self.by.is_empty() {
            return Kind::ByHand;
        }
        match promises::standing(&PromiseState::Open, self.due_on, today) {
            Standing::Late => Kind::Late,
            Standing::DueToday => Kind::DueToday,
            Standing::Open
            | Standing::KeptOnTime
            | Standing::KeptLate
            | Standing::Waived
            | Standing::Void => Kind::Coming,
        }
    }

    fn line(&self, kind: Kind, today: Date) -> Line {
        let until = (self.due_on - today).get_days();
        let when = match kind {
            Kind::Late => format!("应于{}前办理，已逾期{}天", chinese(self.due_on), -until),
            Kind::DueToday => "今日到期".to_owned(),
            Kind::Coming => format!("{}到期，还有{until}天", chinese(self.due_on)),
            Kind::ByHand if until < 0 => {
                format!("应于{}前办理，已逾期{}天", chinese(self.due_on), -until)
            }
            Kind::ByHand => format!("{}到期", chinese(self.due_on)),
        };
        let said = match (kind, self.note.is_empty()) {
            (Kind::ByHand, false) => format!("。催办说明：{}", self.note),
            _ => String::new(),
        };
        Line {
            heading: kind.label().to_owned(),
            text: format!("{}（{when}）{said}", self.text),
            path: self.path.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    ByHand,
    Late,
    DueToday,
    Coming,
}

impl Kind {
    const ALL: [Self; 4] = [Self::ByHand, Self::Late, Self::DueToday, Self::Coming];

    fn label(self) -> &'static str {
        match self {
            Self::ByHand => "催办",
            Self::Late => "已逾期",
            Self::DueToday => "今日到期",
            Self::Coming => "即将到期",
        }
    }
}

/// Subject and body of the message that gathers a person's pieces; `None` for no pieces.
pub(super) fn message_of(mut pieces: Vec<Piece>, today: Date) -> Option<(String, Body)> {
    if pieces.is_empty() {
        return None;
    }
    pieces.sort_by(|a, b| {
        let place = |piece: &Piece| (piece.kind(today), piece.due_on);
        place(a).cmp(&place(b)).then_with(|| a.text.cmp(&b.text))
    });
    let count = |kind: Kind| pieces.iter().filter(|it| it.kind(today) == kind).count();
    let counts: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| (kind, count(kind)))
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| format!("{n}项{}", kind.label()))
        .collect();
    let mut lines: Vec<Line> = pieces
        .iter()
        .take(MOST_LINES)
        .map(|piece| piece.line(piece.kind(today), today))
        .collect();
    if pieces.len() > MOST_LINES {
        lines.push(Line {
            heading: "其余事项".to_owned(),
            text: format!("另有{}项，请在工作台查看", pieces.len() - MOST_LINES),
            path: "/desk/queue".to_owned(),
        });
    }
    let body = Body {
        lead: format!("{}，以下事项请按期公开并登记：", counts.join("，")),
        lines,
        path: "/desk/queue".to_owned(),
    };
    Some((format!("公开承诺提醒：{}", counts.join("，")), body))
}

/// Subject and body of what is told of a notice's step.
pub(super) fn notice_message(step: &UntoldStep) -> (String, Body) {
    let (number, unit, due) = (&step.number, &step.unit_name, chinese(step.due_on));
    let (subject, lead) = match step.command.as_str() {
        "issue" => (
            format!("{number}：请{unit}答复"),
            format!("督查部门向{unit}发出{number}，请于{due}前答复。"),
        ),
        "answer" => (
            format!("{number}：{unit}已答复"),
            format!("{unit}已答复{number}，请审核。"),
        ),
        "return" => (
            format!("{number}：答复被退回"),
            format!("{unit}对{number}的答复被退回，请于{due}前重新答复。"),
        ),
        "close" => (
            format!("{number}：已办结"),
            format!("{unit}的{number}已办结。"),
        ),
        _ => (
            format!("{number}：已撤回"),
            format!("督查部门已撤回发给{unit}的{number}。"),
        ),
    };
    let path = format!("/desk/notices/{}", step.notice);
    let line = Line {
        heading: "督办事项".to_owned(),
        text: step.title.clone(),
        path: path.clone(),
    };
    let body = Body {
        lead,
        lines: vec![line],
        path,
    };
    (subject, body)
}
