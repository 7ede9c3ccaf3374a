//! Numbers as Word's list formats write them (一, 十一, ①, ⅳ, 甲). Covers the formats of `ST_NumberFormat` that Chinese
//! documents use; any other format counts in Arabic digits.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL_SIMPLIFIED: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_TRADITIONAL: [char; 10] = ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// `number` in the format called `format`; empty for `none` and bullets.
pub fn write(number: u32, format: &str) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, ('①', 20)),
        "decimalEnclosedFullstop" => enclosed(number, ('⒈', 20)),
        "decimalEnclosedParen" => enclosed(number, ('⑴', 20)),
        "ideographEnclosedCircle" => enclosed(number, ('㊀', 10)),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "chineseCounting" | "taiwaneseCounting" => counting(number),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => thousand(number),
        "japaneseCounting" | "koreanCounting" => thousand(number).replace('零', ""),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digital(number),
        "chineseLegalSimplified" => legal(number, (&LEGAL_SIMPLIFIED, ['拾', '佰', '仟'])),
        "ideographLegalTraditional" | "japaneseLegal" => {
            legal(number, (&LEGAL_TRADITIONAL, ['拾', '佰', '仟']))
        }
        "ideographTraditional" => cycle(number, STEMS),
        "ideographZodiac" => cycle(number, BRANCHES),
        _ => number.to_string(),
    }
}

fn full_width(number: u32) -> String {
    let shift = |c: char| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c);
    number.to_string().chars().map(shift).collect()
}

/// Up to `series.1` numbers have a sign of their own, counted from `series.0`; later ones are in digits.
fn enclosed(number: u32, series: (char, u32)) -> String {
    let (first, count) = series;
    match char::from_u32(first as u32 + number.saturating_sub(1)) {
        Some(sign) if (1..=count).contains(&number) => sign.to_string(),
        _ => number.to_string(),
    }
}

/// a…z, aa…zz, as Word counts: the letter is repeated.
fn letters(number: u32, first: char) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1).min(30) as usize).collect()
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut words = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            words.push_str(sign);
            rest -= value;
        }
    }
    words
}

fn digital(number: u32) -> String {
    number
        .to_string()
        .bytes()
        .map(|b| DIGITS[usize::from(b - b'0')])
        .collect()
}

/// 一 … 九十九, from a hundred on digit by digit.
fn counting(number: u32) -> String {
    if (1..100).contains(&number) {
        thousand(number)
    } else {
        digital(number)
    }
}

/// 一 … 十 … 一百零一 … 九千九百九十九.
fn thousand(number: u32) -> String {
    let words = legal(
        number,
        (
            &['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
            ['十', '百', '千'],
        ),
    );
    match words.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => words,
    }
}

fn legal(number: u32, signs: (&[char; 10], [char; 3])) -> String {
    let (digits, units) = signs;
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut words = String::new();
    let mut owes_zero = false;
    for power in (0..4u32).rev() {
        let digit = number / 10u32.pow(power) % 10;
        if digit == 0 {
            owes_zero = !words.is_empty();
            continue;
        }
        if owes_zero {
            words.push(digits[0]);
            owes_zero = false;
        }
        words.push(digits[digit as usize]);
        if power > 0 {
            words.push(units[power as usize - 1]);
        }
    }
    words
}

fn cycle(number: u32, signs: &str) -> String {
    let count = signs.chars().count();
    let index = number.saturating_sub(1) as usize % count;
    signs.chars().nth(index).into_iter().collect()
}
