//! Letters, on both engines: what the law demands stands in each, they stay as they were made, and whoever opens one is noted.

use calendar::Calendar;
use kernel::unit::Directory;
use kernel::{NotAllowed, Role, Vault};
use missive::Missive;
use requests::actions::{AskFee, Extend, ask_fee, consult, extend, open_letter};
use requests::clock::Consulted;
use requests::letter::{Office, compose, is_told};
use requests::model::Decision;
use requests::queries::{find_letter, open_addressee};
use requests::remedy::{Instances, Remedy};
use requests::rules::Consulting;
use requests::{Case, Charging, LetterSlot, Outcome, Receipt, RequestRefusal, Stage};
use sha2::{Digest as _, Sha256};
use store::directory;
use store::event::list_newest;
use testkit::{Glass, TestSite, on_both};

use crate::city::{City, at, case, day, person, refused, seen};

async fn units(site: &TestSite) -> Directory {
    store::read!(site.store, |tx| directory::load(tx).await).unwrap()
}

fn office<'a>(directory: &'a Directory, calendar: &'a Calendar, on: &str) -> Office<'a> {
    Office {
        directory,
        calendar,
        today: day(on),
    }
}

async fn letter(site: &TestSite, receipt: &Receipt, slot: LetterSlot, on: &str) -> Option<Missive> {
    let directory = units(site).await;
    let case = case(site, receipt).await;
    let office = office(&directory, &site.calendar, on);
    store::read!(site.store, |tx| find_letter(tx, (&case, slot), &office)
        .await)
    .unwrap()
}

/// How often somebody looked at who asked.
async fn looks(site: &TestSite) -> usize {
    let events = store::read!(site.store, |tx| list_newest(tx, 100).await).unwrap();
    let looks = events
        .iter()
        .filter(|it| it.kind == "request.identity_opened");
    looks.count()
}

fn decided(outcome: Outcome) -> Decision {
    Decision {
        outcome,
        withheld: match outcome {
            Outcome::Partly => vec![Outcome::Internal],
            _ => Vec::new(),
        },
        facts: "查明的情况".to_owned(),
        reply: "答复的内容".to_owned(),
        drafted_by: "周敏".to_owned(),
        drafted_account: None,
        letter_number: Some("云财公开告〔2026〕7号".to_owned()),
        sent_on: None,
        served_on: None,
    }
}

on_both! {
    async fn each_way_of_ending_has_a_letter_with_all_that_the_law_demands(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.handled(site, "2026-03-02").await;
        let directory = units(site).await;
        let office = office(&directory, &site.calendar, "2026-03-20");
        let before = case(site, &receipt).await;
        let mut seen_texts = std::collections::BTreeSet::new();
        for outcome in Outcome::ALL {
            let decision = decided(*outcome);
            let remedy = decision.remedy_paragraph(&Instances::of(&directory, city.unit));
            let after = Case { decision: Some(decision), ..before.clone() };
            let Some(letter) = compose(&after, LetterSlot::Answer, &office) else {
                assert!(!is_told(*outcome), "{outcome:?}");
                continue;
            };
            let text = letter.paragraphs.join("\n");
            let basis = outcome.basis().replace("《政府信息公开条例》", "《中华人民共和国政府信息公开条例》");
            for said in [receipt.number.as_str(), "2026年3月2日", "竣工财务决算批复", &basis, "查明的情况", "答复的内容", &remedy] {
                assert!(!said.is_empty() && text.contains(said), "{outcome:?}: {said} in {text}");
            }
            assert_eq!((letter.organ.as_str(), letter.dated.as_str()), ("云溪市财政局", "2026年3月20日"));
            assert_eq!((letter.number.as_str(), letter.mark.as_str(), letter.to.as_str()), ("云财公开告〔2026〕7号", "", ""));
            let first = outcome.remedy(&[Outcome::Internal]) == Remedy::ReviewFirst;
            assert_eq!(text.contains("应当先自收到本告知书之日起60日内"), first, "{outcome:?}: {text}");
            assert!(seen_texts.insert(text), "{outcome:?} says what another says");
        }
        assert_eq!(seen_texts.len() + 3, Outcome::ALL.len());
    }

    async fn an_answer_is_a_draft_until_it_is_signed_and_then_stays_as_it_is(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.handled(site, "2026-03-02").await;
        assert_eq!(letter(site, &receipt, LetterSlot::Answer, "2026-03-03").await, None);
        city.walk(site, &receipt, &[Stage::Review], at("2026-03-03")).await;
        let draft = letter(site, &receipt, LetterSlot::Answer, "2026-03-03").await.unwrap();
        assert_eq!((draft.mark.as_str(), draft.number.as_str()), ("送审稿，未经签发", ""));
        let rest = [Stage::SecrecyReview, Stage::Approval, Stage::Signed];
        city.walk(site, &receipt, &rest, at("2026-03-05")).await;
        let signed = letter(site, &receipt, LetterSlot::Answer, "2026-03-09").await.unwrap();
        assert_eq!((signed.mark.as_str(), signed.dated.as_str()), ("", "2026年3月5日"));
        let renamed = store::write!(site.store, |tx| -> Result<u64, kernel::Stop<kernel::Never>> {
            Ok(tx.execute("update unit set name = '云溪市财政和国资局' where code = 'czj'", &[]).await?)
        });
        assert_eq!(renamed.unwrap(), 1);
        let later = letter(site, &receipt, LetterSlot::Answer, "2026-05-01").await.unwrap();
        assert_eq!(later, signed, "what was signed stays");
        let events = store::read!(site.store, |tx| list_newest(tx, 10).await).unwrap();
        let made: Vec<_> = events.iter().filter(|it| it.kind == "request.letter_made").collect();
        assert_eq!(made.len(), 1, "a draft is no letter");
        let row = store::read!(site.store, |tx| tx.fetch_one("select text from request_letter", &[]).await).unwrap();
        let text: String = row.get("text").unwrap();
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        assert!(format!("{:?}", made[0]).contains(&digest), "the log proves what it said");
    }

    async fn what_is_told_on_the_way_is_a_letter_with_its_last_day(site: &TestSite) {
        let city = City::found(site).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let supplementing = city.submit(site, at("2026-03-02")).await;
        city.walk(site, &supplementing, &[Stage::Registered, Stage::Supplementing], at("2026-03-03")).await;
        let said = letter(site, &supplementing, LetterSlot::Supplement, "2026-03-30").await.unwrap();
        let due = case(site, &supplementing).await.supplement.unwrap().due_on;
        let words = said.paragraphs.join("\n");
        assert!(words.contains("请写明项目的名称或者批准文号") && words.contains("第三十条"), "{words}");
        assert!(words.contains(&format!("{}年{}月{}日以前补正", due.year(), due.month(), due.day())), "{words}");
        assert_eq!(said.dated, "2026年3月3日", "the day on which the asker was told");

        let receipt = city.handled(site, "2026-03-02").await;
        let longer = Extend { workdays: 10, reason: "需要核对多年档案。".to_owned(), told_on: day("2026-03-09") };
        extend(&site.store, (seen(site, &receipt).await, &longer), &city.leader, by("2026-03-09")).await.unwrap();
        let said = letter(site, &receipt, LetterSlot::Extension(1), "2026-03-30").await.unwrap().paragraphs.join("\n");
        let due = case(site, &receipt).await.reply_clock(&site.calendar).unwrap().unwrap().due(&site.calendar).unwrap().on;
        assert!(said.contains("需要核对多年档案。") && !said.contains("。。"), "{said}");
        assert!(said.contains(&format!("到{}年{}月{}日为止", due.year(), due.month(), due.day())), "{said}");
        let fee = AskFee { charging: Charging::ByPage, units: 101, told_on: day("2026-03-10") };
        ask_fee(&site.store, (seen(site, &receipt).await, &fee), &city.clerk, by("2026-03-10")).await.unwrap();
        let said = letter(site, &receipt, LetterSlot::Fee, "2026-03-30").await.unwrap().paragraphs.join("\n");
        let asked = case(site, &receipt).await.fee.unwrap();
        assert!(said.contains(&format!("应当缴纳{}元", asked.yuan())) && said.contains("共101页"), "{said}");
        assert_eq!(letter(site, &receipt, LetterSlot::Extension(2), "2026-03-30").await, None);
    }

    async fn whoever_opens_a_letter_is_noted_and_nobody_else_learns_who_asked(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.handled(site, "2026-03-02").await;
        let asking = Consulting {
            whom: Consulted::ThirdParty,
            party: "云溪路桥工程有限公司".to_owned(),
            words: "批复中有贵公司的报价，是否同意公开".to_owned(),
            sent_on: day("2026-03-04"),
            wished_on: None,
        };
        let vaulted = (&Glass as &dyn Vault, &*site.calendar, at("2026-03-04"));
        let asked = consult(&site.store, (seen(site, &receipt).await, &asking), &city.clerk, vaulted).await.unwrap();
        let directory = units(site).await;
        let office = office(&directory, &site.calendar, "2026-03-05");
        let by = (&Glass as &dyn Vault, &office, at("2026-03-05"));
        let slot = LetterSlot::Opinion(asked);
        let opened = open_letter(&site.store, (receipt.request, slot), &city.clerk, by).await.unwrap();
        assert_eq!((opened.to.as_str(), opened.title.as_str()), ("云溪路桥工程有限公司", "政府信息公开第三方意见征询书"));
        assert!(!opened.lines().concat().contains("沈书瑶"), "a third party does not learn who asks");
        assert_eq!(looks(site).await, 1);
        let here = case(site, &receipt).await;
        let to = store::read!(site.store, |tx| open_addressee(tx, (&here, LetterSlot::Answer), &Glass).await).unwrap();
        assert_eq!(to, "沈书瑶");

        let stranger = person("陶然", city.other, &[Role::Clerk]).unit_officer(city.other).unwrap();
        let refusal = refused(open_letter(&site.store, (receipt.request, slot), &stranger, by).await);
        assert_eq!(refusal, RequestRefusal::NotAllowed(NotAllowed::ResponsibleUnitOnly));
        let none = (receipt.request, LetterSlot::Fee);
        assert_eq!(refused(open_letter(&site.store, none, &city.clerk, by).await), RequestRefusal::LetterUnknown);
        assert_eq!(looks(site).await, 1, "refused looks leave no trace");
    }
}
