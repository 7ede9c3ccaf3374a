//! What must be there for an act: words, days, grounds, and what the Regulation wants done before.

use calendar::{Calendar, CalendarError, Date, find_period};
use kernel::Moment;
use promises::wording::cleaned;

use crate::case::Case;
use crate::clock::Consulted;
use crate::model::{Channel, Delivery, Identity, Wish};
use crate::outcome::Outcome;
use crate::refusal::RequestRefusal;
use crate::report::AskerKind;

/// Characters of a line at most.
const MOST_LINE: usize = 200;
/// Characters of a text at most.
pub(super) const MOST_TEXT: usize = 5000;
/// Working days that an asker may be given to supplement: the Regulation says a reasonable period (第三十条).
const SUPPLEMENT_DAYS: (u32, u32) = (3, 30);

/// A line, tidied.
pub(super) fn line(
    label: (&'static str, &'static str),
    text: &str,
) -> Result<String, RequestRefusal> {
    let text = cleaned(text).replace('\n', " ");
    match text.chars().count() > MOST_LINE {
        true => Err(RequestRefusal::TooLong(label.0, label.1, MOST_LINE)),
        false => Ok(text),
    }
}

/// Words that must be there.
///
/// # Errors
/// Where there are none, or too many.
pub fn check_words(
    label: (&'static str, &'static str),
    text: &str,
) -> Result<String, RequestRefusal> {
    let text = cleaned(text);
    if text.is_empty() {
        return Err(RequestRefusal::WordsMissing);
    }
    match text.chars().count() > MOST_TEXT {
        true => Err(RequestRefusal::TooLong(label.0, label.1, MOST_TEXT)),
        false => Ok(text),
    }
}

/// Who asks, tidied (第二十九条第二款第一项). No purpose is asked for.
///
/// # Errors
/// What is missing.
pub fn check_identity(
    given: &Identity,
    kind: AskerKind,
    delivery: Delivery,
) -> Result<Identity, RequestRefusal> {
    let identity = Identity {
        name: line(("name", "姓名或者名称"), &given.name)?,
        proof: line(("proof", "证件号码"), &given.proof)?.to_uppercase(),
        representative: line(
            ("representative", "法定代表人或者代理人"),
            &given.representative,
        )?,
        phone: line(("phone", "电话"), &given.phone)?,
        email: line(("email", "电子邮箱"), &given.email)?,
        address: line(("address", "通信地址"), &given.address)?,
    };
    if identity.name.is_empty() {
        return Err(RequestRefusal::NameMissing);
    }
    if identity.proof.is_empty() {
        return Err(RequestRefusal::ProofMissing);
    }
    if kind != AskerKind::Person && identity.representative.is_empty() {
        return Err(RequestRefusal::RepresentativeMissing);
    }
    let Identity {
        phone,
        email,
        address,
        ..
    } = &identity;
    if phone.is_empty() && email.is_empty() && address.is_empty() {
        return Err(RequestRefusal::ContactMissing);
    }
    if !email.is_empty() && !is_email(email) {
        return Err(RequestRefusal::BadEmail);
    }
    match delivery {
        Delivery::Mail if email.is_empty() => Err(RequestRefusal::EmailMissing),
        Delivery::Post if address.is_empty() => Err(RequestRefusal::AddressMissing),
        Delivery::Mail
        | Delivery::Post
        | Delivery::Download
        | Delivery::PickUp
        | Delivery::OnSite => Ok(identity),
    }
}

/// Whether a text can be an address for mail: one @, a name before it, a host with a dot behind it.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let is_plain = |it: char| it.is_ascii_graphic() && it != '@' && it != ',' && it != ';';
    let has_dot = host.split('.').count() > 1 && host.split('.').all(|it| !it.is_empty());
    !name.is_empty()
        && has_dot
        && text.chars().filter(|it| *it == '@').count() == 1
        && name.chars().chain(host.chars()).all(is_plain)
}

/// What is asked for, tidied.
///
/// # Errors
/// What is missing.
pub fn check_wish(given: &Wish) -> Result<Wish, RequestRefusal> {
    let wish = Wish {
        wanted: line(("wanted", "所需信息的名称"), &given.wanted)?,
        doc_number: line(("doc_number", "文号"), &given.doc_number)?,
        description: cleaned(&given.description),
        help: line(("help", "需要的帮助"), &given.help)?,
        ..given.clone()
    };
    if wish.description.chars().count() > MOST_TEXT {
        return Err(RequestRefusal::TooLong(
            "description",
            "特征描述",
            MOST_TEXT,
        ));
    }
    match wish.wanted.is_empty() {
        true => Err(RequestRefusal::WantedMissing),
        false => Ok(wish),
    }
}

/// The day of receipt: not before the request was there, not after today. What both sides confirm is confirmed today, for nothing else is known of it here.
///
/// # Errors
/// Where it is another.
pub fn check_receipt(
    (channel, submitted_at): (Channel, Moment),
    received_on: Date,
    today: Date,
) -> Result<(), RequestRefusal> {
    if received_on > today {
        return Err(RequestRefusal::DayInFuture);
    }
    // What came on paper may be entered days later; what came online was there when it was sent off.
    let first = submitted_at.date();
    match channel.is_confirmed_by_both() && received_on < first {
        true => Err(RequestRefusal::DayTooEarly(first)),
        false => Ok(()),
    }
}

/// A day on which something of a case happened: after the receipt, and not after today.
///
/// # Errors
/// Where it is another.
pub fn check_answer_day(day: Date, not_before: Date, today: Date) -> Result<(), RequestRefusal> {
    if day > today {
        return Err(RequestRefusal::DayInFuture);
    }
    match day < not_before {
        true => Err(RequestRefusal::DayTooEarly(not_before)),
        false => Ok(()),
    }
}

/// The last day for supplementing (第三十条): the asker is told once, within seven working days of the receipt, and given a reasonable time.
///
/// # Errors
/// Where it was asked before, is too late, or the time is none.
pub fn check_supplement(
    case: &Case,
    (asked_on, workdays): (Date, u32),
    calendar: &Calendar,
) -> Result<Date, RequestRefusal> {
    if case.supplement.is_some() {
        return Err(RequestRefusal::SupplementAskedBefore);
    }
    let (least, most) = SUPPLEMENT_DAYS;
    if !(least..=most).contains(&workdays) {
        return Err(RequestRefusal::SupplementDays(least, most));
    }
    let received_on = case
        .request
        .received_on
        .ok_or(RequestRefusal::NotConfirmed)?;
    let last = last_day("disclosure.correction_notice", received_on, calendar)?;
    if let Some(last) = last.filter(|it| *it < asked_on) {
        return Err(RequestRefusal::SupplementTooLate(last));
    }
    let out = |_: CalendarError| RequestRefusal::OutOfCalendar;
    calendar.add_workdays(asked_on, workdays).map_err(out)
}

/// The last day of a period that the law sets from a day; `None` where no such period was in force.
pub(crate) fn last_day(
    code: &str,
    from: Date,
    calendar: &Calendar,
) -> Result<Option<Date>, RequestRefusal> {
    let Some(period) = find_period(code, from) else {
        return Ok(None);
    };
    let due = period.start(from.at(0, 0, 0, 0)).due(calendar);
    due.map(|it| Some(it.on))
        .map_err(|_| RequestRefusal::OutOfCalendar)
}

/// A letter that asks for an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consulting {
    /// Of what sort they are.
    pub whom: Consulted,
    /// Who it is.
    pub party: String,
    /// What they are asked.
    pub words: String,
    /// The day on which it left.
    pub sent_on: Date,
    /// The day that it names, for organs to which no article sets one.
    pub wished_on: Option<Date>,
}

/// The letter, tidied.
///
/// # Errors
/// What is missing.
pub fn check_consulting(given: &Consulting) -> Result<Consulting, RequestRefusal> {
    let party = line(("party", "征求意见的对象"), &given.party)?;
    if party.is_empty() {
        return Err(RequestRefusal::PartyMissing);
    }
    let wished_on = match given.whom {
        Consulted::OtherOrgan => {
            let wished = given.wished_on.ok_or(RequestRefusal::WishMissing)?;
            if wished < given.sent_on {
                return Err(RequestRefusal::DayTooEarly(given.sent_on));
            }
            Some(wished)
        }
        Consulted::ThirdParty | Consulted::CoMaker => None,
    };
    Ok(Consulting {
        party,
        words: check_words(("words", "征求意见的内容"), &given.words)?,
        wished_on,
        ..given.clone()
    })
}

/// How much longer, once before the clock begins anew.
///
/// # Errors
/// Where it was made longer before, or by too much.
pub fn check_extension(case: &Case, workdays: u32, most: u32) -> Result<(), RequestRefusal> {
    if case.lengthening().is_some() {
        return Err(RequestRefusal::ExtendedBefore);
    }
    match (1..=most).contains(&workdays) {
        true => Ok(()),
        false => Err(RequestRefusal::ExtensionDays(most)),
    }
}

/// An answer about to be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How the request ends.
    pub outcome: Outcome,
    /// Why a part is withheld, where a part is given.
    pub withheld: Vec<Outcome>,
    /// What was found.
    pub facts: String,
    /// What the asker is told.
    pub reply: String,
}

/// The answer, tidied, with what the Regulation wants done before it.
///
/// # Errors
/// What is missing.
pub fn check_draft(
    case: &Case,
    given: &Draft,
    (today, calendar): (Date, &Calendar),
) -> Result<Draft, RequestRefusal> {
    let awaited = case.awaited(today, calendar);
    if !awaited
        .map_err(|_| RequestRefusal::OutOfCalendar)?
        .is_empty()
    {
        return Err(RequestRefusal::OpinionsAwaited);
    }
    check_done_before(case, given.outcome)?;
    check_grounds(given.outcome, &given.withheld)?;
    for ground in &given.withheld {
        check_done_before(case, *ground)?;
    }
    Ok(Draft {
        facts: check_words(("facts", "查明的情况"), &given.facts)?,
        reply: check_words(("reply", "答复内容"), &given.reply)?,
        ..given.clone()
    })
}

/// Grounds stand where a part is withheld, and nowhere else.
///
/// # Errors
/// Where they are missing, too many, or no grounds to withhold.
pub(super) fn check_grounds(outcome: Outcome, withheld: &[Outcome]) -> Result<(), RequestRefusal> {
    let is_partly = outcome == Outcome::Partly;
    match (is_partly, withheld.is_empty()) {
        (true, true) => Err(RequestRefusal::WithheldMissing),
        (false, false) => Err(RequestRefusal::WithheldTooMuch),
        (true, false) | (false, true) if withheld.iter().all(|it| it.is_refusal()) => Ok(()),
        (true, false) | (false, true) => Err(RequestRefusal::NoGround),
    }
}

/// What must have been done before a request may end so.
fn check_done_before(case: &Case, outcome: Outcome) -> Result<(), RequestRefusal> {
    match outcome {
        Outcome::Withdrawn | Outcome::NotSupplemented | Outcome::FeeUnpaid => {
            Err(RequestRefusal::NotByDecision)
        }
        Outcome::NotThere | Outcome::NeedsMaking if case.searches.is_empty() => {
            Err(RequestRefusal::SearchMissing)
        }
        Outcome::ThirdParty
            if !case
                .asked
                .iter()
                .any(|it| it.whom() == Consulted::ThirdParty) =>
        {
            Err(RequestRefusal::ThirdPartyNotAsked)
        }
        Outcome::StillUnclear
            if case
                .supplement
                .as_ref()
                .is_none_or(|it| it.received_on.is_none()) =>
        {
            Err(RequestRefusal::NotSupplementedYet)
        }
        Outcome::NotThere
        | Outcome::NeedsMaking
        | Outcome::ThirdParty
        | Outcome::StillUnclear
        | Outcome::AlreadyPublic
        | Outcome::Provided
        | Outcome::Partly
        | Outcome::StateSecret
        | Outcome::Forbidden
        | Outcome::EndangersSecurity
        | Outcome::Internal
        | Outcome::Process
        | Outcome::EnforcementFile
        | Outcome::SpecialInquiry
        | Outcome::NotInCharge
        | Outcome::Petition
        | Outcome::Repeated
        | Outcome::Publication
        | Outcome::Excessive
        | Outcome::Reissue => Ok(()),
    }
}
