//! The normal form of a unit's name, and its parts: whose it is (云溪市), what it does (发展和改革), what it is (局).
//!
//! Knows how such names are built and no name in particular. Only for matching: what the plan wrote is kept as written.

use kernel::unit::{Directory, UnitKind};

/// The place characters that a short name begins with: 市财政局.
const LEVELS: &[char] = &['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'];

/// Endings that say what a unit is, long before short, each with the class that a short form may use for it.
const TAILS: &[(&str, Tail)] = &[
    ("委员会办公室", Tail::Office),
    ("领导小组办公室", Tail::Office),
    ("街道办事处", Tail::Subdistrict),
    ("管理委员会", Tail::Committee),
    ("有限公司", Tail::Company),
    ("委员会", Tail::Committee),
    ("管委会", Tail::Committee),
    ("办公室", Tail::Office),
    ("街道办", Tail::Subdistrict),
    ("管理局", Tail::Bureau),
    ("街道", Tail::Subdistrict),
    ("政府", Tail::Government),
    ("集团", Tail::Company),
    ("公司", Tail::Company),
    ("中心", Tail::Centre),
    ("支队", Tail::Brigade),
    ("总队", Tail::Brigade),
    ("大队", Tail::Brigade),
    ("局", Tail::Bureau),
    ("委", Tail::Committee),
    ("办", Tail::Office),
    ("厅", Tail::Department),
    ("部", Tail::Ministry),
    ("院", Tail::Court),
    ("会", Tail::Association),
    ("镇", Tail::Town),
    ("乡", Tail::Town),
];

/// What a unit is, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Bureau,
    Committee,
    Office,
    Department,
    Ministry,
    Court,
    Association,
    Centre,
    Brigade,
    Company,
    Government,
    Subdistrict,
    Town,
    /// The name has none of the known endings.
    None,
}

/// A name in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    /// The place it belongs to: `云溪市`, `云溪市云台区`; of a short name also `市` alone.
    pub seat: String,
    /// What it does.
    pub stem: String,
    /// What it is.
    pub tail: Tail,
}

impl Body {
    /// Parts of a full name in normal form.
    pub(super) fn of_full_name(name: &str, seats: &Seats) -> Self {
        let seat = seats.leading(name);
        Self::with_seat(seat, &name[seat.len()..])
    }

    /// Parts of a short name in normal form; `None` where it says no place.
    pub(super) fn of_short_name(name: &str, seats: &Seats) -> Option<Self> {
        let known = seats.leading_known(name);
        if !known.is_empty() {
            return Some(Self::with_seat(known, &name[known.len()..]));
        }
        let level = name.chars().next().filter(|c| LEVELS.contains(c))?;
        let (seat, rest) = name.split_at(level.len_utf8());
        Some(Self::with_seat(seat, rest))
    }

    fn with_seat(seat: &str, rest: &str) -> Self {
        // 政府办公室, 府办: an office of the government, whatever it is called.
        let rest = match rest {
            "府办" | "府办公室" => "政府办",
            other => other,
        };
        let (stem, tail) = split_tail(rest);
        Self {
            seat: seat.to_owned(),
            stem: stem.to_owned(),
            tail,
        }
    }

    /// Whether a short name's place may be this full name's: `市` is any 市, `云台区` is `云溪市云台区`.
    pub(super) fn is_of_seat(&self, short_seat: &str) -> bool {
        self.seat.ends_with(short_seat)
    }
}

fn split_tail(rest: &str) -> (&str, Tail) {
    for (ending, tail) in TAILS {
        if let Some(stem) = rest.strip_suffix(ending)
            && !stem.is_empty()
        {
            // 监督管理局: 管理 is part of what it does.
            let stem = match *ending {
                "管理局" => &rest[..rest.len() - "局".len()],
                _ => stem,
            };
            return (stem, *tail);
        }
    }
    (rest, Tail::None)
}

/// The places that the directory's governments govern.
#[derive(Debug, Clone, Default)]
pub(super) struct Seats {
    /// Longest first.
    known: Vec<String>,
}

impl Seats {
    pub(super) fn of(directory: &Directory) -> Self {
        let mut known: Vec<String> = directory
            .units()
            .iter()
            .filter(|unit| unit.kind == UnitKind::Government)
            .flat_map(|unit| {
                std::iter::once(unit.name.as_str())
                    .chain(unit.aliases.iter().map(|it| it.name.as_str()))
            })
            .map(name)
            .filter_map(|it| it.strip_suffix("政府").map(str::to_owned))
            .filter(|seat| seat.chars().count() > 1)
            .collect();
        known.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        known.dedup();
        Self { known }
    }

    /// The place that the name begins with, as the directory knows it, else as names are built: up to the first 省 市 县
    /// 区 州 that is not the first character.
    fn leading<'n>(&self, name: &'n str) -> &'n str {
        let known = self.leading_known(name);
        if !known.is_empty() {
            return known;
        }
        let place = name
            .char_indices()
            .skip(1)
            .take(6)
            .find(|(_, c)| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗'));
        match place {
            Some((at, c)) => &name[..at + c.len_utf8()],
            None => "",
        }
    }

    fn leading_known<'n>(&self, name: &'n str) -> &'n str {
        self.known
            .iter()
            .find(|seat| name.starts_with(seat.as_str()))
            .map_or("", |seat| &name[..seat.len()])
    }
}

/// The normal form of a name: no blanks, half-width brackets, simplified characters, 政府 for 人民政府.
pub(super) fn name(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    for c in written.chars() {
        let c = match c {
            '(' | '〈' | '<' | '《' | '[' | '［' | '〔' | '【' | '（' => '(',
            ')' | '〉' | '>' | '》' | ']' | '］' | '〕' | '】' | '）' => ')',
            '\u{200b}'..='\u{200d}' | '\u{feff}' => continue,
            c if c.is_whitespace() => continue,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => simplified(c),
        };
        text.push(c);
    }
    text.replace("人民政府", "政府")
}

/// The key under which a class is found: its wording without brackets and separators.
pub(super) fn class_key(written: &str) -> String {
    name(written)
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '、' | ',' | ';' | '和' | '及'))
        .collect()
}

/// The simplified form of the traditional characters that names of units are written with.
fn simplified(c: char) -> char {
    const PAIRS: &str = "財财務务發发環环衛卫計计審审經经濟济會会廳厅辦办單单責责與与業业農农東东區区縣县鄉乡鎮镇長长門门\
        際际電电廣广體体傳传統统計计監监督督質质檢检驗验藥药險险軍军資资源源規规劃划設设國国土土產产稅税貿贸糧粮\
        儲储備备應应急急醫医療疗險险勞劳動动員员團团總总隊队處处黨党組组織织宣宣機机關关事事編编製制測测氣气\
        臺台遊游旅旅歷历圖图書书館馆檔档案案術术學学專专項项標标準准據据數数網网絡络訊讯熱热線线執执綜综務务\
        運运輸输鐵铁橋桥樓楼園园護护養养殘残聯联婦妇兒儿華华雲云溫温灣湾";
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let chars: Vec<char> = PAIRS.chars().filter(|c| !c.is_whitespace()).collect();
        chars
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    });
    if c < '\u{4e00}' {
        return c;
    }
    TABLE.get(&c).copied().unwrap_or(c)
}
