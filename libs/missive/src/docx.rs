//! A letter to be edited, in the fonts that offices have.

use std::io::Cursor;

use office_oxide::docx::write::{DocxWriter, IrParaProps, Run};
use office_oxide::ir::{
    BorderLine, BorderStyle, LineSpacing, PageSetup, ParagraphAlignment, ParagraphBorder,
    SectionBreakType,
};

use crate::Missive;
use crate::measure::{
    DRAWN_IN, HIGH, LEFT, LINE, MEASURE, MM, NAME, ORGAN, RED, TEXT, TITLE, WIDE, signature,
};

const BODY: &str = "仿宋_GB2312";
const HEAD: &str = "方正小标宋简体";
/// 3号 as office programs call it.
const SIZE: f64 = 16.0;

pub(crate) fn write(letter: &Missive) -> office_oxide::docx::Result<Vec<u8>> {
    let mut writer = DocxWriter::new();
    if !letter.mark.is_empty() {
        set(&mut writer, (&letter.mark, HEAD, SIZE), plain());
    }
    organ(&mut writer, letter);
    if !letter.number.is_empty() {
        set(&mut writer, (&letter.number, BODY, SIZE), to_the_right(0.0));
    }
    title(&mut writer, letter);
    if !letter.to.is_empty() {
        set(
            &mut writer,
            (&format!("{}：", letter.to), BODY, SIZE),
            plain(),
        );
    }
    for line in letter.paragraphs.iter().flat_map(|it| it.lines()) {
        let drawn_in = IrParaProps {
            first_line_indent_twips: Some(twips(2.0 * SIZE)),
            alignment: Some(ParagraphAlignment::Justify),
            ..plain()
        };
        set(&mut writer, (line.trim(), BODY, SIZE), drawn_in);
    }
    sign(&mut writer, letter);
    writer.set_section_props(Some(page()), None, SectionBreakType::NextPage);
    let mut file = Cursor::new(Vec::new());
    writer.write_to(&mut file)?;
    Ok(file.into_inner())
}

/// Points as twentieths of a point, which no measure of a page exceeds.
#[expect(clippy::cast_possible_truncation, reason = "within a page")]
fn twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

fn whole(points: f64) -> u32 {
    twips(points).unsigned_abs()
}

fn page() -> PageSetup {
    PageSetup {
        width_twips: whole(WIDE),
        height_twips: whole(HIGH),
        margin_top_twips: whole(ORGAN),
        margin_bottom_twips: whole(35.0 * MM),
        margin_left_twips: whole(LEFT),
        margin_right_twips: whole(WIDE - LEFT - MEASURE),
        ..PageSetup::default()
    }
}

fn plain() -> IrParaProps {
    IrParaProps {
        line_spacing: Some(LineSpacing::Exact(whole(LINE))),
        space_before_twips: Some(0),
        space_after_twips: Some(0),
        ..IrParaProps::default()
    }
}

fn to_the_right(drawn_in: f64) -> IrParaProps {
    IrParaProps {
        alignment: Some(ParagraphAlignment::Right),
        indent_right_twips: Some(twips(drawn_in)),
        ..plain()
    }
}

/// Characters that no XML may hold are left out.
fn clean(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}

fn run((text, font, size): (&str, &str, f64)) -> Run {
    Run::new(clean(text)).font(font).font_size(size)
}

fn set(writer: &mut DocxWriter, words: (&str, &str, f64), how: IrParaProps) {
    writer.add_ir_paragraph(&[run(words)], Some(how));
}

fn organ(writer: &mut DocxWriter, letter: &Missive) {
    let rule = BorderLine {
        style: BorderStyle::Double,
        color: Some(RED),
        size: Some(18),
        space: Some(4),
    };
    let how = IrParaProps {
        alignment: Some(ParagraphAlignment::Center),
        border: Some(ParagraphBorder {
            bottom: Some(rule),
            top: None,
            left: None,
            right: None,
            between: None,
        }),
        space_after_twips: Some(whole(TEXT * 7.0 / 8.0)),
        ..IrParaProps::default()
    };
    let mut name = run((&letter.organ, HEAD, NAME));
    name.color_rgb = Some(RED);
    writer.add_ir_paragraph(&[name], Some(how));
}

fn title(writer: &mut DocxWriter, letter: &Missive) {
    let how = IrParaProps {
        alignment: Some(ParagraphAlignment::Center),
        line_spacing: Some(LineSpacing::Exact(whole(TITLE * 1.6))),
        space_before_twips: Some(whole(LINE)),
        space_after_twips: Some(whole(LINE * 0.6)),
        outline_level: Some(0),
        ..IrParaProps::default()
    };
    set(writer, (&letter.title, HEAD, TITLE), how);
}

fn sign(writer: &mut DocxWriter, letter: &Missive) {
    let long = |text: &str| text.chars().map(wide).sum::<f64>();
    let (organ, day) = (long(&letter.organ), long(&letter.dated));
    let above = IrParaProps {
        space_before_twips: Some(whole(LINE * 1.5)),
        keep_with_next: true,
        ..to_the_right(signature(organ, day))
    };
    set(writer, (&letter.organ, BODY, SIZE), above);
    set(
        writer,
        (&letter.dated, BODY, SIZE),
        to_the_right(DRAWN_IN * SIZE),
    );
}

/// Width of a character in the text: half of it for figures and Latin letters.
fn wide(c: char) -> f64 {
    match c.is_ascii() {
        true => SIZE / 2.0,
        false => SIZE,
    }
}
