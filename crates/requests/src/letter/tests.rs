//! What letters are called, and how they name the law.

use super::*;

#[test]
fn every_slot_is_read_as_it_is_written() {
    let id: ConsultationId = "019a0000-0000-7000-8000-000000000001".parse().unwrap();
    let slots = [
        LetterSlot::Supplement,
        LetterSlot::Opinion(id),
        LetterSlot::Fee,
        LetterSlot::Extension(2),
        LetterSlot::Answer,
    ];
    for slot in slots {
        assert_eq!(slot.to_string().parse(), Ok(slot));
    }
    for wrong in [
        "",
        "answers",
        "opinion-",
        "opinion-x",
        "extension",
        "extension--1",
        "fee-1",
    ] {
        assert_eq!(wrong.parse::<LetterSlot>(), Err(()), "{wrong}");
    }
}

#[test]
fn the_regulation_is_named_in_full_once() {
    let named = in_full(Outcome::Partly.basis());
    assert!(named.starts_with("《中华人民共和国政府信息公开条例》第三十六条"));
    assert_eq!(named.matches("中华人民共和国").count(), 1);
}
