//! 收录的信息 in the form of a collection, and who has interpreted this year: what is wrong is told at its line, with all that was typed.

use axum::http::StatusCode;
use kernel::Role;
use publishing::public::Found;
use testkit::on_both;

use super::{People, document_of, done, shown};
use crate::site::{desk, signed_in, two_units, value_of};

const TOPIC: &[(&str, &str)] = &[
    ("kind", "topic"),
    ("column", "topics"),
    ("title", "专项资金专题"),
    ("summary", "集中公开有关信息。"),
    ("disclosure", "public"),
];

on_both! {
    async fn a_collection_is_typed_line_by_line_reviewed_and_published(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let policy = people.begin(&[("body", "第一条 甲。")]).await;
        let form = people.clerk.get("/desk/documents/new?kind=topic").await.text;
        assert!(form.contains("id=\"gathered\"") && form.contains("章节的名称") && !form.contains("id=\"issue_year\""), "{form}");
        let typed = "# 办法\n\n云财〔2026〕12号\n> 全文<i>公开</i>。";
        let mut fields = TOPIC.to_vec();
        fields.push(("gathered", typed));
        // The policy is a draft still.
        let refused = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = "第3行：没有找到已公开的“云财〔2026〕12号”";
        assert!(refused.text.contains(told) && refused.text.contains("id=\"gathered-error\""), "{}", refused.text);
        assert!(refused.text.contains("# 办法") && refused.text.contains("专项资金专题"), "what was typed comes back: {}", refused.text);
        people.publish(&policy).await;
        people.clerk.get("/desk/documents/new?kind=topic").await;
        let begun = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let draft = begun.location().to_owned();
        let page = people.clerk.get(&draft).await.text;
        assert!(page.contains("收录的信息（1件）") && page.contains("全文&#60;i&#62;公开") && page.contains("<h3>办法</h3>"), "{page}");
        // The form has the list again, by 索引号 and title.
        let form = people.clerk.get(&format!("{draft}/edit")).await.text;
        assert!(form.contains("《云溪市财政局关于印发专项资金管理办法的通知》") && form.contains("# 办法"), "{form}");
        let revision = value_of(&form, "name=\"revision\" value=\"").unwrap();
        let mut fields = TOPIC.to_vec();
        let twice = format!("{typed}\n/documents/{}", document_of(site, &policy).await);
        fields.extend([("gathered", twice.as_str()), ("revision", revision.as_str()), ("then", "show")]);
        let refused = people.clerk.upload(&format!("{draft}/edit"), &fields, &[]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("第5行：与第3行是同一件信息"), "{}", refused.text);
        people.publish(&draft).await;
        match shown(site, &draft).await {
            Some(Found::Document(it)) => assert_eq!(it.edition.gathered[0].entries.len(), 1),
            other => panic!("not public: {other:?}"),
        }
    }

    async fn a_gazette_asks_for_year_and_number_and_refuses_what_is_none(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let form = people.clerk.get("/desk/documents/new?kind=gazette").await.text;
        assert!(form.contains("id=\"issue_year\"") && form.contains("# 栏目的名称"), "{form}");
        let fields = [("kind", "gazette"), ("column", "gazette"), ("title", "云溪市人民政府公报"), ("issue_year", "2026"), ("issue_number", "三"), ("body", "本期目录。")];
        let refused = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("id=\"issue_number-error\"") && refused.text.contains("value=\"三\""), "{}", refused.text);
    }

    async fn the_office_sees_whose_leader_has_interpreted_this_year_and_whose_has_not(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, education).await;
        assert!(office.get("/desk/documents").await.text.contains("href=\"/desk/interpretations\""));
        let before = office.get("/desk/interpretations").await.text;
        assert!(before.contains("2026年") && !before.contains("已达到"), "{before}");
        let mut people = People::of(&desk, finance).await;
        people.clerk.get("/desk/documents/new?kind=interpretation").await;
        let fields = [("kind", "interpretation"), ("column", "interpretations"), ("title", "局长解读专项资金管理办法"), ("summary", "背景和举措。"), ("interpreter", "principal"), ("body", "为什么要制定。")];
        let begun = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let draft = begun.location().to_owned();
        assert!(people.clerk.get(&draft).await.text.contains("<dt>解读人</dt><dd>主要负责人"));
        people.publish(&draft).await;
        let after = office.get("/desk/interpretations").await.text;
        assert_eq!((after.matches("已达到</span>").count(), before.matches("还没有</span>").count() - after.matches("还没有</span>").count()), (1, 1));
        // Those that still owe it come first.
        assert!(after.rfind("还没有</span>") < after.find("已达到</span>"), "{after}");
        assert!(!office.get("/desk/interpretations?year=2025").await.text.contains("已达到"));
        assert_eq!(office.get("/desk/interpretations.xlsx?year=2026").await.status, StatusCode::OK);
        let refused = people.clerk.get("/desk/interpretations").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        done(&mut people.leader, &draft, "withdraw", "重写。").await;
        assert!(!office.get("/desk/interpretations").await.text.contains("已达到"));
    }
}
