//! A city for the tests: two units, their people, and requests brought as far as a test needs them.

use calendar::Date;
use kernel::{
    AccountId, Actor, Approver, Ids, Moment, PageAsk, Post, Role, SecrecyReviewer, SignedIn, Stop,
    UnitId, UnitLeader, UnitOfficer,
};
use promises::Standing;
use promises::queries::{PromiseFilter, list_promises};
use requests::actions::{
    AskFee, AskSupplement, Seen, Sending, Submit, accept, approve, ask_fee, ask_supplement,
    confirm, draft, pass, send, serve, sign, submit,
};
use requests::queries::find_case;
use requests::report::AskerKind;
use requests::rules::Draft;
use requests::{
    Case, Charging, Delivery, Form, Identity, Outcome, Receipt, RequestRefusal, Stage, Wish,
};
use store::directory::register::read_units;
use store::directory::{find_unit_by_code, import};
use testkit::{Glass, TestSite};

/// Whoever works in the unit that is asked.
pub struct City {
    /// The unit.
    pub unit: UnitId,
    /// Another unit.
    pub other: UnitId,
    /// The government that both belong to.
    pub above: UnitId,
    /// 经办人.
    pub clerk: UnitOfficer,
    /// 科室负责人.
    pub leader: UnitLeader,
    /// 保密审查员.
    pub secrecy: SecrecyReviewer,
    /// 分管领导.
    pub approver: Approver,
}

/// Somebody with roles in a unit, with an account of their own.
pub fn person(name: &str, unit: UnitId, roles: &[Role]) -> Actor {
    let account: AccountId = Ids::random().next(moment("2026-01-01T02:00:00.000Z"));
    let posts = roles.iter().map(|role| Post::own(unit, *role)).collect();
    Actor::signed_in(SignedIn {
        account,
        name: name.to_owned(),
        unit,
        posts,
        address: "192.0.2.7".to_owned(),
    })
}

pub fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Ten o'clock in China on a day.
pub fn at(text: &str) -> Moment {
    moment(&format!("{text}T02:00:00.000Z"))
}

impl City {
    /// The city, with its units in the register.
    pub async fn found(site: &TestSite) -> Self {
        let units = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n\
            szf,云溪市人民政府,市政府,government,city,,,,,,,,,,\n\
            czj,云溪市财政局,市财政局,department,city,szf,,,,,,,,,\n\
            zjj,云溪市住房和城乡建设局,市住建局,department,city,szf,,,,,,,,,\n";
        let units = read_units(units).unwrap();
        let office = site.office();
        store::write!(site.store, |tx| {
            import::import_units(tx, &units, &office, site.now).await
        })
        .unwrap();
        let mut found = Vec::new();
        for code in ["czj", "zjj", "szf"] {
            let unit = store::read!(site.store, |tx| find_unit_by_code(tx, code).await);
            found.push(unit.unwrap().unwrap().id);
        }
        let (unit, other, above) = (found[0], found[1], found[2]);
        Self {
            unit,
            other,
            above,
            clerk: person("周敏", unit, &[Role::Clerk])
                .unit_officer(unit)
                .unwrap(),
            leader: person("吴刚", unit, &[Role::SectionHead])
                .unit_leader(unit)
                .unwrap(),
            secrecy: person("郑洁", unit, &[Role::SecrecyOfficer])
                .secrecy_reviewer(unit)
                .unwrap(),
            approver: person("冯涛", unit, &[Role::Approver])
                .approver(unit)
                .unwrap(),
        }
    }

    /// What a citizen fills in.
    pub fn filled(&self) -> Submit {
        Submit {
            unit: Some(self.unit),
            asker: AskerKind::Person,
            identity: Identity {
                name: "沈书瑶".to_owned(),
                proof: "11010519491231002X".to_owned(),
                phone: "13800001234".to_owned(),
                ..Identity::default()
            },
            wish: Wish {
                wanted: "云溪市2025年度政府投资项目竣工财务决算批复".to_owned(),
                doc_number: String::new(),
                description: "滨河路改造工程".to_owned(),
                form: Form::Electronic,
                delivery: Delivery::Download,
                is_reduction_asked: false,
                help: String::new(),
            },
        }
    }

    /// Sends the request off.
    pub async fn submit(&self, site: &TestSite, now: Moment) -> Receipt {
        let by = (&Glass as _, &*site.calendar, now);
        submit(&site.store, &self.filled(), by).await.unwrap()
    }

    /// A request that was confirmed and taken up on one day.
    pub async fn handled(&self, site: &TestSite, on: &str) -> Receipt {
        let now = at(on);
        let receipt = self.submit(site, now).await;
        self.walk(site, &receipt, &[Stage::Registered, Stage::Handling], now)
            .await;
        receipt
    }

    /// Goes on through stages, one act each.
    pub async fn walk(&self, site: &TestSite, receipt: &Receipt, stages: &[Stage], now: Moment) {
        for stage in stages {
            let seen = seen(site, receipt).await;
            self.step(site, seen, *stage, now)
                .await
                .unwrap_or_else(|stop| panic!("{stage:?}: {stop}"));
        }
    }

    async fn step(
        &self,
        site: &TestSite,
        seen: Seen,
        stage: Stage,
        now: Moment,
    ) -> Result<(), Stop<RequestRefusal>> {
        let (store, today) = (&site.store, now.date());
        let by = (&*site.calendar, now);
        match stage {
            Stage::Unconfirmed => Ok(()),
            Stage::Registered => confirm(store, (seen, today), &self.clerk, by).await,
            Stage::Handling => accept(store, seen, &self.clerk, by).await,
            Stage::Supplementing => {
                ask_supplement(store, (seen, &self.missing(today)), &self.clerk, by).await
            }
            Stage::Paying => {
                let fee = AskFee {
                    charging: Charging::ByPage,
                    units: 101,
                    told_on: today,
                };
                ask_fee(store, (seen, &fee), &self.clerk, by).await
            }
            Stage::Review => draft(store, (seen, &self.answer()), &self.clerk, by).await,
            Stage::SecrecyReview => pass(store, (seen, ""), &self.leader, by).await,
            Stage::Approval => sign(store, (seen, ""), &self.secrecy, by).await,
            Stage::Signed => {
                let number = format!("云财公开告〔2026〕{}号", seen.request);
                approve(store, (seen, &number), &self.approver, by).await
            }
            Stage::Sent => {
                let sending = Sending {
                    way: Delivery::Download,
                    sent_on: today,
                };
                send(store, (seen, &sending), &self.clerk, by).await
            }
            Stage::Closed => {
                let serving = requests::actions::Serving {
                    served_on: today,
                    proof: "申请人在平台下载".to_owned(),
                };
                serve(store, (seen, &serving), &self.clerk, by).await
            }
        }
    }

    /// What is missing.
    pub fn missing(&self, asked_on: Date) -> AskSupplement {
        AskSupplement {
            words: "请写明项目的名称或者批准文号".to_owned(),
            asked_on,
            workdays: 10,
        }
    }

    /// An answer that gives what was asked for.
    pub fn answer(&self) -> Draft {
        Draft {
            outcome: Outcome::Provided,
            withheld: Vec::new(),
            facts: "经检索，所需信息由本机关制作并保存。".to_owned(),
            reply: "现将批复提供给您，见附件。".to_owned(),
        }
    }
}

/// The request as it is.
pub async fn case(site: &TestSite, receipt: &Receipt) -> Case {
    let found = store::read!(site.store, |tx| find_case(tx, receipt.request).await);
    found.unwrap().unwrap()
}

/// The request as somebody sees it now.
pub async fn seen(site: &TestSite, receipt: &Receipt) -> Seen {
    Seen {
        request: receipt.request,
        revision: case(site, receipt).await.request.revision,
    }
}

/// What the unit owes: the title, the due day, how it stands on a day; void ones where asked for.
pub async fn owed(site: &TestSite, unit: UnitId, today: Date) -> Vec<(String, Date, Standing)> {
    let mut lines = Vec::new();
    for standing in [None, Some(Standing::Void)] {
        let filter = PromiseFilter {
            unit: Some(unit),
            standing,
            ..PromiseFilter::default()
        };
        let page = store::read!(site.store, |tx| {
            list_promises(tx, &filter, &PageAsk::first(50), today).await
        });
        lines.extend(page.unwrap().items);
    }
    let told = lines.into_iter();
    told.map(|it| (it.title, it.due_on, it.standing)).collect()
}

/// The refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop<RequestRefusal>>) -> RequestRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}
