//! How a site looks: one of a few palettes, each with its contrasts measured, so that no site's choice makes it hard to read.

/// A palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// 墨青, the main site's.
    #[default]
    Ink,
    /// 朱红.
    Red,
    /// 藏蓝.
    Blue,
    /// 松绿.
    Green,
}

impl Look {
    /// All, as configurations may name them.
    pub const ALL: [Self; 4] = [Self::Ink, Self::Red, Self::Blue, Self::Green];

    /// The word of the configuration and of the style sheet.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }

    /// The palette of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The colour of the browser's own bar.
    pub fn theme_color(self) -> &'static str {
        match self {
            Self::Ink => "#12343f",
            Self::Red => "#6e1517",
            Self::Blue => "#123a6b",
            Self::Green => "#14452f",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of light that a colour gives back (WCAG 2.2, relative luminance).
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_palette_can_be_read() {
        let sheet = include_str!("../assets/looks.css");
        for look in Look::ALL.into_iter().filter(|it| *it != Look::Ink) {
            let rule = sheet
                .split_once(&format!(".look-{}{{", look.code()))
                .and_then(|(_, rest)| rest.split_once('}'))
                .unwrap()
                .0;
            let value = |name: &str| {
                let found = rule.split(';').find_map(|it| it.trim().strip_prefix(name));
                found.unwrap().trim_start_matches(':').to_owned()
            };
            assert_eq!(value("--ink:"), look.theme_color());
            for (text, ground) in [
                ("#ffffff".to_owned(), value("--ink:")),
                ("#ffffff".to_owned(), value("--ink-2")),
                ("#dfe7e9".to_owned(), value("--ink-3")),
                (value("--ink:"), "#f8f5ee".to_owned()),
                (value("--ink-2"), "#f8f5ee".to_owned()),
            ] {
                assert!(
                    contrast(&text, &ground) >= 7.0,
                    "{look:?}: {text} on {ground}"
                );
            }
        }
    }
}
