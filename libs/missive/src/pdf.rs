//! A letter on pages of paper.

use paper::{Canvas, Color, Ink, PaperError, Role, wrap};

use crate::Missive;
use crate::measure::{
    BOTTOM, DRAWN_IN, HIGH, LEFT, LINE, MEASURE, MM, NAME, ORGAN, RED, TEXT, TITLE, TOP, WIDE,
    signature,
};

const INK: Color = Color(RED[0], RED[1], RED[2]);
/// Length of the rules: 170 mm (10.1).
const RULE: f64 = 170.0 * MM;

/// A letter being set.
struct Sheet {
    canvas: Canvas,
    /// Where the next line begins.
    y: f64,
}

pub(crate) fn write(letter: &Missive) -> Result<Vec<u8>, PaperError> {
    let mut sheet = Sheet {
        canvas: Canvas::new()?,
        y: ORGAN,
    };
    sheet.canvas.begin_page();
    sheet.head(letter);
    let ink = Ink::of(TEXT);
    if !letter.to.is_empty() {
        sheet.paragraph(&format!("{}：", letter.to), ink);
    }
    for line in letter.paragraphs.iter().flat_map(|it| it.lines()) {
        sheet.paragraph(&format!("\u{3000}\u{3000}{}", line.trim()), ink);
    }
    sheet.sign(letter);
    sheet.number_pages();
    sheet.canvas.finish(&letter.title)
}

impl Sheet {
    fn head(&mut self, letter: &Missive) {
        if !letter.mark.is_empty() {
            let ink = Ink::of(TEXT).heavy();
            let at = (LEFT, 20.0 * MM);
            self.canvas.begin(Role::Paragraph);
            self.canvas.text(at, ink, &letter.mark);
            self.canvas.end();
        }
        let size = self.fitting(&letter.organ, NAME);
        let name = Ink::of(size).colored(INK).heavy();
        self.canvas.begin(Role::Paragraph);
        self.centred(&letter.organ, (name, size * 1.4));
        self.canvas.end();
        // The thick rule above the thin one.
        self.y += 4.0 * MM - size * 0.2;
        self.rule(self.y, 2.2);
        self.rule(self.y + 3.6, 0.7);
        self.y += 3.6 + TEXT * 7.0 / 8.0;
        if !letter.number.is_empty() {
            let ink = Ink::of(TEXT);
            let long = self.canvas.width(&letter.number, TEXT);
            let at = (LEFT + MEASURE - long, self.y + TEXT);
            self.canvas.begin(Role::Paragraph);
            self.canvas.text(at, ink, &letter.number);
            self.canvas.end();
        }
        self.y += LINE * 2.0;
        self.canvas.begin(Role::Title(letter.title.clone()));
        let ink = Ink::of(TITLE).heavy();
        for line in wrap(&letter.title, MEASURE, |it| self.canvas.width(it, TITLE)) {
            self.centred(&line, (ink, TITLE * 1.6));
        }
        self.canvas.end();
        self.y += LINE * 0.6;
        let foot = HIGH - 20.0 * MM;
        self.rule(foot - 3.6, 0.7);
        self.rule(foot, 2.2);
    }

    /// The size at which a line fits between the margins, no larger than one.
    fn fitting(&self, text: &str, most: f64) -> f64 {
        let long = self.canvas.width(text, most);
        most * (MEASURE / long.max(1.0)).min(1.0)
    }

    fn rule(&mut self, y: f64, thick: f64) {
        let at = ((WIDE - RULE) / 2.0, y);
        self.canvas.fill(at, (RULE, thick), INK);
    }

    fn centred(&mut self, text: &str, (ink, high): (Ink, f64)) {
        let long = self.canvas.width(text, ink.size);
        let at = (LEFT + (MEASURE - long) / 2.0, self.y + ink.size);
        self.canvas.text(at, ink, text);
        self.y += high;
    }

    /// Goes on on the next page where so many lines do not fit.
    fn need(&mut self, lines: f64) {
        if self.y + lines * LINE > BOTTOM {
            self.canvas.begin_page();
            self.y = TOP;
        }
    }

    fn paragraph(&mut self, text: &str, ink: Ink) {
        self.canvas.begin(Role::Paragraph);
        for line in wrap(text, MEASURE, |it| self.canvas.width(it, ink.size)) {
            self.need(1.0);
            self.canvas.text((LEFT, self.y + ink.size), ink, &line);
            self.y += LINE;
        }
        self.canvas.end();
    }

    /// Who signs above the day, with room for the seal; never alone on a page where that can be helped.
    fn sign(&mut self, letter: &Missive) {
        let ink = Ink::of(TEXT);
        self.need(4.0);
        self.y += LINE * 1.5;
        let day = self.canvas.width(&letter.dated, TEXT);
        let size = self.fitting(&letter.organ, TEXT);
        let organ = self.canvas.width(&letter.organ, size);
        let right = LEFT + MEASURE;
        let lines = [
            (&letter.organ, right - signature(organ, day) - organ, size),
            (&letter.dated, right - DRAWN_IN * TEXT - day, TEXT),
        ];
        for (text, x, size) in lines {
            self.canvas.begin(Role::Paragraph);
            self.canvas
                .text((x, self.y + TEXT), Ink { size, ..ink }, text);
            self.canvas.end();
            self.y += LINE;
        }
    }

    /// From the second page on: the first of a letter shows none (10.1).
    fn number_pages(&mut self) {
        let ink = Ink::of(14.0);
        for page in 1..self.canvas.count_pages() {
            let number = format!("— {} —", page + 1);
            let at = (
                (WIDE - self.canvas.width(&number, ink.size)) / 2.0,
                BOTTOM + 12.0 * MM,
            );
            self.canvas.text_on(page, at, ink, &number);
        }
    }
}
