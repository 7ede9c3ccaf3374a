//! Letters of a request (告知书): which there are, what the law demands in them, and the officer's words between.
//!
//! Pure. What an officer writes is part of a letter; the articles, the days, the remedies and who signs are set here, so that no edit can take them out. A letter
//! is kept as it was made ([`crate::queries::find_letter`]); whom it goes to is filled in when it is opened, since who asks is sealed.

mod answer;
mod asking;

use std::fmt;
use std::str::FromStr;

use calendar::Calendar;
use kernel::unit::{Directory, Unit};
use kernel::{ConsultationId, Date};
use missive::Missive;

use crate::case::Case;
use crate::clock::Consulted;
use crate::outcome::Outcome;
use crate::remedy::Instances;
use crate::report::AskerKind;
use crate::rules::RequestCommand;

/// Which letter of a request. As text: `answer`, `extension-1`, `opinion-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterSlot {
    /// 补正告知书 (第三十条).
    Supplement,
    /// 意见征询书, to one of those who are asked (第三十二条、第三十三条、第三十四条).
    Opinion(ConsultationId),
    /// 收费通知书 (第四十二条).
    Fee,
    /// 延期答复告知书, the how many-th from 1 (第三十三条第二款).
    Extension(u32),
    /// 答复书 (第三十六条).
    Answer,
}

impl fmt::Display for LetterSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Supplement => f.write_str("supplement"),
            Self::Opinion(id) => write!(f, "opinion-{id}"),
            Self::Fee => f.write_str("fee"),
            Self::Extension(ordinal) => write!(f, "extension-{ordinal}"),
            Self::Answer => f.write_str("answer"),
        }
    }
}

impl FromStr for LetterSlot {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once('-') {
            None => match text {
                "supplement" => Ok(Self::Supplement),
                "fee" => Ok(Self::Fee),
                "answer" => Ok(Self::Answer),
                _ => Err(()),
            },
            Some(("opinion", id)) => id.parse().map(Self::Opinion).map_err(|_| ()),
            Some(("extension", ordinal)) => ordinal.parse().map(Self::Extension).map_err(|_| ()),
            Some(_) => Err(()),
        }
    }
}

impl LetterSlot {
    /// The letter that an act makes; `None` for acts that make none.
    pub fn made_by(command: RequestCommand, case: &Case) -> Option<Self> {
        match command {
            RequestCommand::AskSupplement => Some(Self::Supplement),
            RequestCommand::Consult => case.asked.last().map(|it| Self::Opinion(it.id)),
            RequestCommand::AskFee => Some(Self::Fee),
            RequestCommand::Extend => {
                let ordinal = u32::try_from(case.lengthenings.len()).ok()?;
                Some(Self::Extension(ordinal))
            }
            RequestCommand::Approve => Some(Self::Answer),
            RequestCommand::Confirm
            | RequestCommand::Accept
            | RequestCommand::Supply
            | RequestCommand::EndUnsupplied
            | RequestCommand::ServeConsultation
            | RequestCommand::TakeOpinion
            | RequestCommand::NoteSearch
            | RequestCommand::NotePayment
            | RequestCommand::EndUnpaid
            | RequestCommand::Draft
            | RequestCommand::Pass
            | RequestCommand::Sign
            | RequestCommand::Return
            | RequestCommand::Send
            | RequestCommand::Serve
            | RequestCommand::Withdraw
            | RequestCommand::HandOver
            | RequestCommand::NoteDispute
            | RequestCommand::NoteRuling
            | RequestCommand::StrikeDispute
            | RequestCommand::AnswerAnew
            | RequestCommand::VisitBack => None,
        }
    }

    /// Whether the asker gets it.
    pub fn is_for_asker(self) -> bool {
        !matches!(self, Self::Opinion(_))
    }
}

/// Who signs, and by what the law's days and instances follow.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    /// The organ that answers, and whoever reviews its answers.
    pub directory: &'a Directory,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The day on which the letter is made.
    pub today: Date,
}

/// The letter as its case has it; `None` where there is none of the kind. Whom it goes to is left blank.
pub fn compose(case: &Case, slot: LetterSlot, office: &Office<'_>) -> Option<Missive> {
    let unit = office.directory.find(case.request.unit)?;
    let made = match slot {
        LetterSlot::Supplement => asking::supplement(case)?,
        LetterSlot::Opinion(id) => asking::opinion(case, id)?,
        LetterSlot::Fee => asking::fee(case)?,
        LetterSlot::Extension(ordinal) => asking::extension(case, ordinal, office)?,
        LetterSlot::Answer => {
            let instances = Instances::of(office.directory, unit.id);
            answer::write(case, &instances)?
        }
    };
    let mut paragraphs = made.paragraphs;
    paragraphs.extend(contact(unit));
    let is_draft = slot == LetterSlot::Answer && made.number.is_none();
    Some(Missive {
        organ: unit.name.clone(),
        number: made.number.unwrap_or_default(),
        title: made.title.to_owned(),
        to: String::new(),
        paragraphs,
        dated: match is_draft {
            true => "（签发之日）".to_owned(),
            false => said(made.dated.unwrap_or(office.today)),
        },
        mark: match is_draft {
            true => "送审稿，未经签发".to_owned(),
            false => String::new(),
        },
    })
}

/// What a letter says before its organ signs it.
struct Made {
    title: &'static str,
    number: Option<String>,
    paragraphs: Vec<String>,
    /// Its day, where that is another than the one on which it is made.
    dated: Option<Date>,
}

/// A day as letters write it.
fn said(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// How the asker is spoken to.
fn you(case: &Case) -> &'static str {
    match case.request.asker {
        AskerKind::Person => "您",
        AskerKind::Company
        | AskerKind::Research
        | AskerKind::Charity
        | AskerKind::LegalService
        | AskerKind::OtherOrganisation => "你单位",
    }
}

/// The first paragraph: which request it is about.
fn about(case: &Case) -> String {
    let it = &case.request;
    let day = it.received_on.unwrap_or_else(|| it.submitted_at.date());
    let number = match it.wish.doc_number.as_str() {
        "" => String::new(),
        number => format!("（{number}）"),
    };
    format!(
        "{}提出的政府信息公开申请（受理编号{}）本机关于{}收到，申请公开的信息是：{}{number}。",
        you(case),
        it.number,
        said(day),
        it.wish.wanted,
    )
}

/// The name of the Regulation in full where a letter first names it.
fn in_full(basis: &str) -> String {
    basis.replacen(
        "《政府信息公开条例》",
        "《中华人民共和国政府信息公开条例》",
        1,
    )
}

fn contact(unit: &Unit) -> Option<String> {
    let it = &unit.contact;
    let parts = [("联系电话", &it.phone), ("地址", &it.address)];
    let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
    let parts: Vec<String> = parts
        .map(|(name, words)| format!("{name}：{words}"))
        .collect();
    match parts.is_empty() {
        true => None,
        false => Some(format!("（{}）", parts.join("；"))),
    }
}

/// The title of the letter that goes to whoever is asked for an opinion.
fn title_of(whom: Consulted) -> &'static str {
    match whom {
        Consulted::ThirdParty => "政府信息公开第三方意见征询书",
        Consulted::CoMaker | Consulted::OtherOrgan => "政府信息公开征求意见函",
    }
}

/// Whether an end of this kind is told in a letter: what was taken back or given up ends without one.
pub fn is_told(outcome: Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Withdrawn | Outcome::NotSupplemented | Outcome::FeeUnpaid
    )
}

#[cfg(test)]
mod tests;
