//! What the demo city's office answers itself and what its people sought in vain, written once.

use answers::actions::{SetCurated, note_sought, set_curated};
use answers::queries::list_sought;
use answers::rules::Draft;
use answers::{AnswerRefusal, Waiting, Wording};
use kernel::{Moment, OpenGovernmentOffice, PageAsk, Stop};
use search::Compared;
use store::Store;
use store::directory::find_unit_by_code;

use crate::failure::Failure;

/// Unit, ways of asking, answer.
const ENTRIES: [(&str, &[&str], &str); 2] = [
    (
        "yx-bgs",
        &[
            "怎么申请政府信息公开",
            "依申请公开交到哪里",
            "想要没有公开的信息怎么办",
        ],
        "可以当面提交，也可以邮寄到云溪市云台区听泉大道1号市政务公开办公室，写明姓名、联系方式和需要的信息。\n收到申请之日起二十个工作日内答复，不收取申请费用。",
    ),
    (
        "yx-czj",
        &["专项资金分配结果什么时候公开", "在哪里看专项资金给了谁"],
        "分配结果自确定之日起二十个工作日内，由主管部门在本平台“财政资金公开专题”公开。",
    ),
];

/// What the city's people sought in vain, and how many of them.
const SOUGHT: [(&str, u64); 4] = [
    ("公共厕所分布图", 17),
    ("老旧小区加装电梯补贴进度", 9),
    ("夜间施工许可查询", 6),
    ("流浪犬收容电话", 4),
];

/// Months until an entry is to be read again.
const MONTHS: i8 = 6;

/// Writes what is not there yet.
pub async fn write(
    store: &Store,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Failure> {
    for (code, questions, answer) in ENTRIES {
        let unit = store::read!(store, |tx| find_unit_by_code(tx, code).await)?;
        let command = SetCurated {
            known: None,
            draft: Draft {
                wordings: questions.iter().copied().map(wording).collect(),
                answer: answer.to_owned(),
                review_by: now
                    .date()
                    .checked_add(jiff::Span::new().months(MONTHS))
                    .ok(),
            },
            unit: unit.map(|it| it.id),
            document: None,
        };
        match set_curated(store, &command, office, now).await {
            Ok(_) | Err(Stop::Refused(AnswerRefusal::Known)) => {}
            Err(Stop::Refused(refusal)) => {
                return Err(Failure::bad_input(
                    "demo.content",
                    format!("演示数据有误：{refusal}"),
                    "请重新获取程序",
                ));
            }
            Err(Stop::Failed(fault)) => return Err(fault.into()),
        }
    }
    let known = store::read!(store, |tx| list_sought(tx, &PageAsk::first(1)).await)?;
    if known.items.is_empty() {
        let of = |(words, times): (&str, u64)| Waiting {
            folded: wording(words).folded,
            words: words.to_owned(),
            times,
        };
        note_sought(store, &SOUGHT.map(of), now).await?;
    }
    Ok(())
}

fn wording(words: &str) -> Wording {
    let compared = Compared::of(words);
    Wording {
        words: words.to_owned(),
        folded: compared.folded,
        grams: compared.grams,
    }
}
