//! Letters as they are written, and settings that cannot be meant.

use store::outbox::Line;

use super::*;

fn place() -> Place {
    Place {
        name: "云溪市政务公开平台".to_owned(),
        domain: "gk.example".to_owned(),
        base_url: "https://gk.example".to_owned(),
    }
}

fn section() -> MailSection {
    MailSection {
        host: "127.0.0.1".to_owned(),
        security: MailSecurity::None,
        from: "政务公开平台 <gk@gk.example>".to_owned(),
        ..MailSection::default()
    }
}

fn body() -> Body {
    let line = |heading: &str, text: &str, path: &str| Line {
        heading: heading.to_owned(),
        text: text.to_owned(),
        path: path.to_owned(),
    };
    Body {
        lead: "以下事项请及时办理。".to_owned(),
        lines: vec![
            line("已逾期", "按月公开<收支>", "/desk/promises/1"),
            line("今日到期", "公开年报", ""),
        ],
        path: "/desk/queue".to_owned(),
    }
}

fn id() -> DeliveryId {
    let at = Moment::parse("2026-11-23T00:30:00.000Z").unwrap();
    kernel::Ids::seeded(1).next(at)
}

fn letter(body: &Body) -> Letter<'_> {
    Letter {
        id: id(),
        name: "李卫",
        address: "liwei@example.gov.cn",
        subject: "1项已逾期，1项今日到期",
        body,
        created_at: Moment::parse("2026-11-23T00:30:00.000Z").unwrap(),
    }
}

#[test]
fn a_letter_has_text_and_html_with_links_and_cannot_be_broken_by_a_title() {
    let body = body();
    let text = text_of(&letter(&body), &place());
    assert!(
        text.contains("【已逾期】\n· 按月公开<收支>\n  https://gk.example/desk/promises/1"),
        "{text}"
    );
    let html = html_of(&letter(&body), &place());
    assert!(html.contains("按月公开&lt;收支&gt;</a>"), "{html}");
    assert_eq!(html.matches("<ul>").count(), html.matches("</ul>").count());
}

#[tokio::test]
async fn a_letter_sent_twice_carries_the_same_id() {
    let mailer = Mailer::of(&section(), place()).unwrap().unwrap();
    let body = body();
    let first = mailer.compose(&letter(&body)).unwrap().formatted();
    let first = String::from_utf8(first).unwrap();
    assert!(
        first.contains(&format!("Message-ID: <{}@gk.example>", id())),
        "{first}"
    );
    assert!(first.contains("Auto-Submitted: auto-generated"));
    assert!(first.contains("multipart/alternative"));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_for_good() {
    let mailer = Mailer::of(&section(), place()).unwrap().unwrap();
    let body = body();
    let nowhere = Letter {
        address: "nobody",
        ..letter(&body)
    };
    assert_eq!(
        mailer.send(&nowhere).await.unwrap_err().trouble,
        Trouble::Lasting
    );
}

#[test]
fn without_a_server_there_is_no_mail_and_a_sender_must_be_an_address() {
    assert!(
        Mailer::of(&MailSection::default(), place())
            .unwrap()
            .is_none()
    );
    let wrong = MailSection {
        from: "谁".to_owned(),
        ..section()
    };
    assert!(
        Mailer::of(&wrong, place())
            .unwrap_err()
            .to_string()
            .contains("mail.from")
    );
}
