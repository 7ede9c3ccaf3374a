//! Requests for information in the demo city: who asks for what, and how each goes, act by act on its working day. What began lately is still under way.

use std::sync::Arc;

use calendar::{Calendar, Date};
use kernel::{ConsultationId, Moment, Stop, UnitId};
use requests::actions::{
    self, AskFee, AskSupplement, Extend, Hand, NoteSearch, Opinion, Seen, Sending, Serving, Submit,
    Supply,
};
use requests::clock::Consulted;
use requests::queries::find_case;
use requests::report::AskerKind;
use requests::rules::{Consulting, Draft};
use requests::{
    Charging, Delivery, Form, Identity, Outcome, Receipt, RequestRefusal, Stance, Wish,
};
use store::directory::find_unit_by_code;

use super::{City, disputes};
use crate::failure::Failure;
use crate::secrets;
use crate::subscribing::SiteVault;

/// Days from one request to the next.
const EVERY: i32 = 7;

/// What is asked: unit, name, what else helps to find it, what the unit answers.
const WISHES: [(&str, &str, &str, &str); 14] = [
    (
        "yx-zjj",
        "滨河路雨污分流改造工程竣工验收备案表",
        "2025年完工，云台区段",
        "现将竣工验收备案表复印件提供给您。",
    ),
    (
        "yx-czj",
        "2025年度市级部门整体绩效评价结果",
        "包括评分表和整改情况",
        "现将绩效评价结果汇总表提供给您。",
    ),
    (
        "yx-zrzyj",
        "听泉村集体土地征收补偿安置方案",
        "2024年批次",
        "现将补偿安置方案提供给您。",
    ),
    (
        "yx-sthjj",
        "云溪河三个监测断面近两年水质月报",
        "逐月数据",
        "现将水质月报数据表提供给您。",
    ),
    (
        "yx-jyj",
        "2026年公办幼儿园学位供给测算资料",
        "云台区",
        "现将测算结果说明提供给您。",
    ),
    (
        "yx-rsj",
        "就业见习补贴发放台账",
        "2025年度",
        "现将台账中可以公开的部分提供给您。",
    ),
    (
        "yx-jtj",
        "12路公交线路调整的客流调查报告",
        "2025年下半年",
        "现将调查报告提供给您。",
    ),
    (
        "yx-cgj",
        "老城区占道停车泊位设置论证材料",
        "听泉大道沿线",
        "现将论证材料提供给您。",
    ),
    (
        "yx-mzj",
        "城市居家养老服务机构补助资金分配明细",
        "2025年度",
        "现将分配明细提供给您。",
    ),
    (
        "yx-wjw",
        "基层医疗机构药品配送企业遴选结果",
        "2026年",
        "现将遴选结果提供给您。",
    ),
    (
        "yx-slj",
        "小型水库除险加固项目招标控制价",
        "青石岭水库",
        "现将有关情况答复如下。",
    ),
    (
        "yx-fgw",
        "云溪市充电设施专项规划编制过程稿",
        "征求意见前的文本",
        "现将有关情况答复如下。",
    ),
    (
        "yx-scjgj",
        "云台区集贸市场抽检不合格商品处理情况",
        "2026年上半年",
        "现将处理情况汇总表提供给您。",
    ),
    (
        "yx-nyncj",
        "高标准农田建设项目审计报告",
        "溪口片区",
        "现将有关情况答复如下。",
    ),
];

/// Who asks. The numbers are of no place that there is.
const ASKERS: [(AskerKind, &str, &str, &str); 8] = [
    (AskerKind::Person, "沈书瑶", "990102198803070015", ""),
    (AskerKind::Person, "陆远帆", "990103197911200037", ""),
    (
        AskerKind::Company,
        "云溪市禾木市政工程有限公司",
        "91990100MA0000001X",
        "韩启明",
    ),
    (AskerKind::Person, "邵桂兰", "990105196505120021", ""),
    (
        AskerKind::LegalService,
        "云溪听泉律师事务所",
        "31990000MD00000026",
        "罗一舟",
    ),
    (
        AskerKind::Research,
        "云溪城市发展研究院",
        "12990000MB0000003L",
        "闻静",
    ),
    (AskerKind::Person, "欧阳磊", "990102199210090058", ""),
    (
        AskerKind::Charity,
        "云溪绿水环保志愿者协会",
        "51990000MJ0000004W",
        "贾敏",
    ),
];

/// One act in the life of a request.
#[derive(Debug, Clone, Copy)]
enum Act {
    Confirm,
    Accept,
    AskSupplement,
    Supply,
    EndUnsupplied,
    Consult,
    Serve,
    Agree,
    Object,
    Search,
    Extend,
    AskFee,
    Pay,
    EndUnpaid,
    Draft(Outcome, &'static [Outcome]),
    Pass,
    Sign,
    Approve,
    Send,
    Deliver,
    Withdraw,
}

/// Acts by working days from the day on which the request was sent off.
type Life = &'static [(u32, Act)];

macro_rules! life {
    ($($day:literal $act:expr),* ; $from:literal $outcome:ident) => {
        &[$(($day, $act),)* ($from, Act::Draft(Outcome::$outcome, &[])), ($from + 1, Act::Pass), ($from + 2, Act::Sign),
            ($from + 3, Act::Approve), ($from + 4, Act::Send), ($from + 7, Act::Deliver)]
    };
}

use Act::{Accept, Confirm};

/// How requests go, in turn.
const LIVES: [Life; 16] = [
    life!(1 Confirm, 2 Accept, 4 Act::Search; 8 Provided),
    life!(0 Confirm, 1 Accept; 2 AlreadyPublic),
    &[
        (1, Confirm),
        (2, Accept),
        (4, Act::Consult),
        (6, Act::Serve),
        (14, Act::Object),
        (16, Act::Draft(Outcome::Partly, &[Outcome::ThirdParty])),
        (17, Act::Pass),
        (18, Act::Sign),
        (20, Act::Approve),
        (21, Act::Send),
        (25, Act::Deliver),
    ],
    life!(1 Confirm, 2 Accept, 5 Act::Search; 7 NotThere),
    life!(1 Confirm, 3 Act::AskSupplement, 9 Act::Supply, 12 Act::Search; 15 Provided),
    life!(1 Confirm, 2 Accept; 4 NotInCharge),
    &[
        (1, Confirm),
        (3, Act::AskSupplement),
        (16, Act::EndUnsupplied),
    ],
    life!(1 Confirm, 2 Accept, 6 Act::Search; 10 Process),
    life!(0 Confirm, 1 Accept; 3 Petition),
    life!(1 Confirm, 2 Accept, 18 Act::Extend; 30 Provided),
    life!(1 Confirm, 2 Accept, 5 Act::AskFee, 10 Act::Pay; 18 Provided),
    life!(1 Confirm, 2 Accept, 4 Act::Consult, 6 Act::Serve, 12 Act::Agree; 15 Provided),
    &[
        (1, Confirm),
        (2, Accept),
        (5, Act::AskFee),
        (28, Act::EndUnpaid),
    ],
    life!(1 Confirm, 2 Accept, 7 Act::Search; 9 NeedsMaking),
    &[(1, Confirm), (4, Act::Withdraw)],
    life!(1 Confirm, 2 Accept; 6 EnforcementFile),
];

/// A request under way.
struct Running {
    nth: usize,
    unit: UnitId,
    receipt: Receipt,
    begun_on: Date,
    /// Acts that are done.
    done: usize,
    letter: Option<ConsultationId>,
}

/// The requests of the city.
pub(super) struct Asking {
    vault: SiteVault,
    running: Vec<Running>,
    count: usize,
}

impl Asking {
    /// None yet.
    ///
    /// # Errors
    /// Where the site's key cannot be read.
    pub(super) fn begin(city: &City) -> Result<Self, Failure> {
        Ok(Self {
            vault: SiteVault(secrets::site_key(&city.config)?),
            running: Vec::new(),
            count: 0,
        })
    }

    /// Plays the days after `from` through `to`, one after the other.
    pub(super) async fn play(&mut self, city: &City, from: Date, to: Date) -> Result<(), Failure> {
        let calendar = Arc::clone(&city.calendar);
        let mut day = from;
        while day < to {
            day = day.tomorrow().unwrap_or(to);
            let serial = day
                .since(Date::constant(2020, 1, 1))
                .map_or(0, |it| it.get_days());
            if serial % EVERY == 0 {
                self.submit(city, day).await?;
            }
            if !calendar.is_workday(day) {
                continue;
            }
            for at in 0..self.running.len() {
                self.act(city, (at, day), &calendar).await?;
            }
            self.running.retain(|it| it.done < acts_of(it.nth));
        }
        Ok(())
    }

    async fn submit(&mut self, city: &City, day: Date) -> Result<(), Failure> {
        let nth = self.count;
        self.count += 1;
        let (code, wanted, description, _) = WISHES[nth % WISHES.len()];
        let (asker, name, proof, representative) = ASKERS[nth % ASKERS.len()];
        let unit = store::read!(city.store, |tx| find_unit_by_code(tx, code).await)?;
        let Some(unit) = unit.map(|it| it.id) else {
            return Ok(());
        };
        let filled = Submit {
            unit: Some(unit),
            asker,
            identity: Identity {
                name: name.to_owned(),
                proof: proof.to_owned(),
                representative: representative.to_owned(),
                phone: format!("0000-55{:05}", 20_000 + nth),
                ..Identity::default()
            },
            wish: Wish {
                wanted: wanted.to_owned(),
                doc_number: String::new(),
                description: description.to_owned(),
                form: Form::Electronic,
                delivery: Delivery::Download,
                is_reduction_asked: nth % 13 == 5,
                help: String::new(),
            },
        };
        let by = (
            &self.vault as &dyn kernel::Vault,
            city.calendar.as_ref(),
            Moment::noon_of(day),
        );
        let receipt = told(actions::submit(&city.store, &filled, by).await)?;
        self.running.push(Running {
            nth,
            unit,
            receipt,
            begun_on: day,
            done: 0,
            letter: None,
        });
        Ok(())
    }

    /// Does what is due by a day on one request.
    async fn act(
        &mut self,
        city: &City,
        (at, day): (usize, Date),
        calendar: &Calendar,
    ) -> Result<(), Failure> {
        loop {
            let it = &self.running[at];
            let passed = calendar.count_workdays(it.begun_on, day);
            let is_due = |on: u32| on <= passed;
            let life = life_of(it.nth);
            let letter = match life.get(it.done) {
                Some((on, act)) if is_due(*on) => {
                    told(done(city, (it, *act), &self.vault, day).await)?
                }
                Some(_) => return Ok(()),
                None => match disputes::aftermath_of(it.nth).get(it.done - life.len()) {
                    Some((on, act)) if is_due(*on) => {
                        let what = (&it.receipt, it.unit, *act);
                        told(disputes::done(city, what, day).await)?;
                        None
                    }
                    Some(_) | None => return Ok(()),
                },
            };
            let it = &mut self.running[at];
            it.letter = letter.or(it.letter);
            it.done += 1;
        }
    }
}

/// How many acts a request has, with what follows its answer.
fn acts_of(nth: usize) -> usize {
    life_of(nth).len() + disputes::aftermath_of(nth).len()
}

fn life_of(nth: usize) -> Life {
    LIVES[nth % LIVES.len()]
}

/// What the rules refuse here is wrong in this file.
fn told<T>(outcome: Result<T, Stop<RequestRefusal>>) -> Result<T, Failure> {
    outcome.map_err(|stop| match stop {
        Stop::Refused(refusal) => Failure::bad_input(
            "demo.content",
            format!("演示数据有误：{refusal}"),
            "请重新获取程序",
        ),
        Stop::Failed(fault) => fault.into(),
    })
}

async fn done(
    city: &City,
    (it, act): (&Running, Act),
    vault: &SiteVault,
    day: Date,
) -> Result<Option<ConsultationId>, Stop<RequestRefusal>> {
    let store = &city.store;
    let id = it.receipt.request;
    let revision = store::read!(store, |tx| find_case(tx, id).await)?;
    let seen = Seen {
        request: id,
        revision: revision.map_or(0, |it| it.request.revision),
    };
    let actor = city.office.actor();
    let clerk = &actor.unit_officer(it.unit)?;
    let leader = &actor.unit_leader(it.unit)?;
    let now = Moment::noon_of(day);
    let by = (city.calendar.as_ref(), now);
    match act {
        Act::Confirm => actions::confirm(store, (seen, day), clerk, by).await?,
        Act::Accept => actions::accept(store, seen, clerk, by).await?,
        Act::AskSupplement => {
            let asked = AskSupplement {
                words: "请写明所需信息的年度和具体范围，以便查找。".to_owned(),
                asked_on: day,
                workdays: 10,
            };
            actions::ask_supplement(store, (seen, &asked), clerk, by).await?;
        }
        Act::Supply => {
            let supplied = Supply {
                words: "需要的是最近一个年度、云台区范围内的。".to_owned(),
                received_on: None,
            };
            actions::supply(store, (seen, &supplied), Hand::Officer(clerk), by).await?;
        }
        Act::EndUnsupplied => {
            let words = "补正期限届满，电话提醒后仍未补正，没有提出正当理由。";
            actions::end_unsupplied(store, (seen, words), clerk, by).await?;
        }
        Act::EndUnpaid => {
            let words = "缴费期限届满，申请人没有缴纳。";
            actions::end_unpaid(store, (seen, words), clerk, by).await?;
        }
        Act::Consult => {
            let letter = Consulting {
                whom: Consulted::ThirdParty,
                party: "云溪市青禾建设有限公司".to_owned(),
                words: "申请公开的材料含有贵公司的报价，请书面说明是否同意公开及理由。".to_owned(),
                sent_on: day,
                wished_on: None,
            };
            let by = (vault as &dyn kernel::Vault, city.calendar.as_ref(), now);
            return actions::consult(store, (seen, &letter), clerk, by)
                .await
                .map(Some);
        }
        Act::Serve => {
            if let Some(letter) = it.letter {
                actions::serve_consultation(store, (seen, letter, day), clerk, by).await?;
            }
        }
        Act::Agree | Act::Object => {
            if let Some(consultation) = it.letter {
                let (stance, words) = match act {
                    Act::Agree => (Stance::Agrees, "同意公开。"),
                    _ => (Stance::Objects, "报价明细属于商业秘密，不同意公开。"),
                };
                let opinion = Opinion {
                    consultation,
                    stance,
                    words: words.to_owned(),
                    answered_on: day,
                };
                actions::take_opinion(store, (seen, &opinion), clerk, by).await?;
            }
        }
        Act::Search => {
            let search = NoteSearch {
                place: "公文系统、业务系统、档案室".to_owned(),
                terms: "按名称、年度和承办科室逐项检索".to_owned(),
                found: "检索结果见答复".to_owned(),
                searched_by: "承办科室两名工作人员".to_owned(),
                searched_on: day,
            };
            actions::note_search(store, (seen, &search), clerk, by).await?;
        }
        Act::Extend => {
            let longer = Extend {
                workdays: 20,
                reason: "涉及多个科室的档案，需要逐项核对。".to_owned(),
                told_on: day,
            };
            actions::extend(store, (seen, &longer), leader, by).await?;
        }
        Act::AskFee => {
            let fee = AskFee {
                charging: Charging::ByPage,
                units: 86,
                told_on: day,
            };
            actions::ask_fee(store, (seen, &fee), clerk, by).await?;
        }
        Act::Pay => actions::note_payment(store, (seen, day), clerk, by).await?,
        Act::Draft(outcome, withheld) => {
            let draft = draft_of(it.nth, outcome, withheld);
            actions::draft(store, (seen, &draft), clerk, by).await?;
        }
        Act::Pass => actions::pass(store, (seen, "同意"), leader, by).await?,
        Act::Sign => {
            let reviewer = actor.secrecy_reviewer(it.unit)?;
            actions::sign(store, (seen, "不涉密"), &reviewer, by).await?;
        }
        Act::Approve => {
            let number = letter_number(&it.receipt.number);
            actions::approve(store, (seen, &number), &actor.approver(it.unit)?, by).await?;
        }
        Act::Send => {
            let sending = Sending {
                way: Delivery::Download,
                sent_on: day,
            };
            actions::send(store, (seen, &sending), clerk, by).await?;
        }
        Act::Deliver => {
            let serving = Serving {
                served_on: day,
                proof: "申请人在平台下载".to_owned(),
            };
            actions::serve(store, (seen, &serving), clerk, by).await?;
        }
        Act::Withdraw => {
            let words = "申请人来函说明已从其他渠道获取。";
            actions::withdraw(store, (seen, words), Hand::Officer(clerk), by).await?;
        }
    }
    Ok(None)
}

/// The number of the answer's letter, from that of the request: 2026-000012 has 云依申请〔2026〕12号.
pub(super) fn letter_number(request: &str) -> String {
    let (year, serial) = request.split_once('-').unwrap_or_default();
    format!("云依申请〔{year}〕{}号", serial.trim_start_matches('0'))
}

fn facts_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotThere => "经检索办公系统和档案室目录，没有找到相关的文件、批复或者统计材料。",
        Outcome::NotInCharge => "经核对职责清单，本机关没有制作也没有保存这项信息。",
        Outcome::NeedsMaking => "经检索，本机关只有分散在各科室台账中的原始记录，没有汇总过。",
        Outcome::Petition => "申请中写的是对有关工作的意见和要求，没有指明要获取的政府信息。",
        _ => "经检索，这项信息由本机关在履行职责过程中制作并保存。",
    }
}

fn draft_of(nth: usize, outcome: Outcome, withheld: &[Outcome]) -> Draft {
    let (_, wanted, _, given) = WISHES[nth % WISHES.len()];
    let reply = match outcome {
        Outcome::Provided => given.to_owned(),
        Outcome::Partly => format!("{given}其中涉及第三方商业秘密的报价明细不予公开。"),
        Outcome::AlreadyPublic => {
            format!("“{wanted}”已经主动公开，可以在本平台“政府信息公开”中按标题搜索。")
        }
        Outcome::NotThere => "经检索，本机关没有制作、获取该信息，该信息不存在。".to_owned(),
        Outcome::NotInCharge => {
            "该信息不属于本机关负责公开，建议向制作该信息的机关提出申请。".to_owned()
        }
        Outcome::NeedsMaking => {
            "本机关没有现成的该项信息，需要对现有信息进行加工、分析，不予提供。".to_owned()
        }
        Outcome::Petition => {
            "您提出的事项属于投诉，不作为政府信息公开申请处理，可以通过12345热线反映。".to_owned()
        }
        _ => "经审查，该信息不予公开，理由和依据如上。".to_owned(),
    };
    Draft {
        outcome,
        withheld: withheld.to_vec(),
        facts: facts_of(outcome).to_owned(),
        reply,
    }
}
