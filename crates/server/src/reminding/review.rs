//! What happens to editions and filings, told to whoever is to do something next: one message a person, however many editions moved at once.
//!
//! Who is meant is `publishing`'s to say, who holds the role `accounts`'.

use std::collections::BTreeMap;

use kernel::{AccountId, Fault, Moment, Role, Stop, UnitId};
use publishing::filing::FilingCommand;
use publishing::filing::telling::{UntoldFiling, take_untold_filings};
use publishing::rules::EditionCommand;
use publishing::telling::{Audience, UntoldReview, take_untold_reviews};
use store::Tx;
use store::outbox::{self, Body, Line, NewMessage, Topic};

use super::Reminding;
use super::recipients::{Recipients, ways_of};
use super::told::Told;

/// Editions that one message names; the desk has them all.
const MOST_LINES: usize = 50;

/// What one person is told.
#[derive(Default)]
struct Bundle {
    key: String,
    lines: Vec<Line>,
}

impl Reminding {
    /// Tells what happened to editions; how many messages.
    pub(super) async fn tell_reviews(&self, now: Moment) -> Result<u64, Fault> {
        let mut messages = 0;
        loop {
            let (taken, told) =
                store::write!(self.store, |tx| -> Result<_, Stop<kernel::Never>> {
                    let (taken, steps) = take_untold_reviews(tx, now).await?;
                    Ok((taken, self.tell_review_steps(tx, &steps, now).await?))
                })?;
            messages += told;
            if taken == 0 {
                return Ok(messages);
            }
        }
    }

    async fn tell_review_steps(
        &self,
        tx: &mut Tx,
        steps: &[UntoldReview],
        now: Moment,
    ) -> Result<u64, Fault> {
        let mut recipients = Recipients::on(now.date());
        let mut bundles: BTreeMap<(AccountId, &'static str), Bundle> = BTreeMap::new();
        for step in steps {
            for account in people_of(tx, &mut recipients, step).await? {
                let bundle = bundles.entry((account, wanted(step.command))).or_default();
                if bundle.key.is_empty() {
                    let ordinal = step.ordinal;
                    bundle.key = format!("review/{}/{ordinal}/{account}", step.edition);
                }
                bundle.lines.push(Line {
                    heading: step.unit_name.clone(),
                    text: step.title.clone(),
                    path: format!("/desk/documents/{}", step.edition),
                });
            }
        }
        let mut told = 0;
        for ((account, wanted), bundle) in bundles {
            let new = NewMessage {
                ways: ways_of(tx, account, self.has_mail).await?,
                ..message_of(account, wanted, bundle)
            };
            told += u64::from(outbox::enqueue(tx, &new, now).await?.is_some());
        }
        Ok(told)
    }

    /// Tells what happened to filings; how many messages.
    pub(super) async fn tell_filings(&self, now: Moment) -> Result<u64, Fault> {
        let mut messages = 0;
        loop {
            let (taken, told) =
                store::write!(self.store, |tx| -> Result<_, Stop<kernel::Never>> {
                    let steps = take_untold_filings(tx, now).await?;
                    let mut told = 0;
                    for step in &steps {
                        if let Some(unit) = step.audience() {
                            told += self.tell_filing(tx, (step, unit), now).await?;
                        }
                    }
                    Ok((steps.len(), told))
                })?;
            messages += told;
            if taken == 0 {
                return Ok(messages);
            }
        }
    }

    async fn tell_filing(
        &self,
        tx: &mut Tx,
        (step, unit): (&UntoldFiling, UnitId),
        now: Moment,
    ) -> Result<u64, Fault> {
        let (subject, body) = filing_message(step);
        let mut recipients = Recipients::on(now.date());
        let mut people = recipients.list(tx, (unit, Role::Clerk)).await?;
        people.extend(recipients.list(tx, (unit, Role::SectionHead)).await?);
        people.sort_unstable();
        people.dedup();
        let told = Told {
            key: format!("filing/{}/{}", step.filing, step.ordinal),
            topic: Topic::Filings,
            unit,
            subject,
            body,
        };
        self.tell_of(tx, (&told, people), now).await
    }
}

/// Whoever is meant; whoever drafted it is not asked to review it.
async fn people_of(
    tx: &mut Tx,
    recipients: &mut Recipients,
    step: &UntoldReview,
) -> Result<Vec<AccountId>, Fault> {
    let mut people = Vec::new();
    for audience in &step.audience {
        match audience {
            Audience::Drafter(account) => people.push(*account),
            Audience::Holders(unit, role) => {
                let holders = recipients.list(tx, (*unit, *role)).await?;
                let others = holders.into_iter().filter(|it| Some(*it) != step.drafter);
                people.extend(others);
            }
        }
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// What a person is to do, or what became of what they drafted.
fn wanted(command: EditionCommand) -> &'static str {
    match command {
        EditionCommand::Pass => "待保密审查",
        EditionCommand::Sign | EditionCommand::Gather => "待审批",
        EditionCommand::SignJointly => "待会签",
        EditionCommand::PublishFirst => "已先行公开，待补办审批",
        EditionCommand::Return => "被退回，请修改后重新提交",
        EditionCommand::Publish => "已公开",
        EditionCommand::Withdraw => "已撤下",
        _ => "待初审",
    }
}

fn message_of(account: AccountId, wanted: &str, bundle: Bundle) -> NewMessage {
    let Bundle { key, mut lines } = bundle;
    let many = lines.len();
    let subject = match lines.first() {
        Some(line) if many == 1 => format!("《{}》{wanted}", line.text),
        _ => format!("{many}件信息{wanted}"),
    };
    let path = match lines.first() {
        Some(line) if many == 1 => line.path.clone(),
        _ => "/desk/documents".to_owned(),
    };
    lines.truncate(MOST_LINES);
    let lead = format!("{subject}。");
    NewMessage {
        key,
        topic: Topic::Documents,
        account: Some(account),
        unit: None,
        subject,
        body: Body { lead, lines, path },
        ways: Vec::new(),
    }
}

fn filing_message(step: &UntoldFiling) -> (String, Body) {
    let (title, unit, receiver) = (&step.title, &step.unit_name, &step.receiver);
    let (subject, lead) = match step.command {
        FilingCommand::Send => (
            format!("备案：{unit}报送《{title}》"),
            format!("{unit}向{receiver}报送备案，请审查。"),
        ),
        FilingCommand::Supplement => (
            format!("备案：{unit}已补正《{title}》"),
            format!("{unit}已补正备案材料，请审查。"),
        ),
        FilingCommand::Answer => (
            format!("备案：{unit}报送纠正结果《{title}》"),
            format!("{unit}已按审查意见报送纠正结果，请审查。"),
        ),
        FilingCommand::Register => (
            format!("备案：《{title}》已登记"),
            format!("{receiver}已予以备案登记。"),
        ),
        FilingCommand::Return => (
            format!("备案：《{title}》被退回补正"),
            format!("{receiver}退回备案材料，请按意见补正后重新报送。"),
        ),
        FilingCommand::Object => (
            format!("备案：《{title}》有审查意见"),
            format!("{receiver}提出备案审查意见，请纠正后报送结果。"),
        ),
        FilingCommand::Decline => (
            format!("备案：《{title}》不予备案"),
            format!("{receiver}认为这件信息不属于备案范围，理由见备案页面。"),
        ),
    };
    let path = format!("/desk/filings/{}", step.filing);
    let line = Line {
        heading: "备案".to_owned(),
        text: title.clone(),
        path: path.clone(),
    };
    let body = Body {
        lead,
        lines: vec![line],
        path,
    };
    (subject, body)
}
