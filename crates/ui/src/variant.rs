//! The variants of a page (简/繁, standard/适老/自助终端, with an English frame) and their addresses.
//!
//! A variant is told by the address alone: no cookie, no guess from the browser's language, so that a shared link
//! shows everybody the same page. Converting the text is `hant`'s work.

/// The script that a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// 简体, as stored.
    Hans,
    /// 繁體, converted after rendering.
    Hant,
}

/// How a page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// For everybody.
    Standard,
    /// 适老版: large type, one column, no animation, high contrast (rules of 国办公开办函〔2021〕28号).
    Elder,
    /// For terminals in service halls and 公开专区: large as 适老版, no way out of the site, nothing left for whoever comes next.
    Kiosk,
}

/// The language of what is around the content: navigation, controls, footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Frames {
    /// The content's own.
    Chinese,
    /// English, around content that stays as it is.
    English,
}

/// One of the seven forms in which each page exists. English frames are there in 简体 and the standard layout alone, which is why that is
/// nobody's to set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Its script.
    pub script: Script,
    /// Its layout.
    pub layout: Layout,
    frames: Frames,
}

impl Variant {
    /// What everybody gets who asks for nothing else: 简体, standard.
    pub const CHINESE: Self = Self::new(Script::Hans, Layout::Standard);

    /// 简体 in an English frame.
    pub const ENGLISH: Self = Self {
        script: Script::Hans,
        layout: Layout::Standard,
        frames: Frames::English,
    };

    /// All seven.
    pub const ALL: [Self; 7] = [
        Self::CHINESE,
        Self::new(Script::Hans, Layout::Elder),
        Self::new(Script::Hant, Layout::Standard),
        Self::new(Script::Hant, Layout::Elder),
        Self::new(Script::Hans, Layout::Kiosk),
        Self::new(Script::Hant, Layout::Kiosk),
        Self::ENGLISH,
    ];

    /// A variant of that script and layout, Chinese throughout.
    pub const fn new(script: Script, layout: Layout) -> Self {
        Self {
            script,
            layout,
            frames: Frames::Chinese,
        }
    }

    /// Whether what is around the content is in English.
    pub fn is_english(self) -> bool {
        self.frames == Frames::English
    }

    /// What stands before every address of this variant: ``, `/elder`, `/kiosk`, each of them behind `/hant`, and `/en`.
    pub fn prefix(self) -> &'static str {
        if self.is_english() {
            return "/en";
        }
        match (self.script, self.layout) {
            (Script::Hans, Layout::Standard) => "",
            (Script::Hans, Layout::Elder) => "/elder",
            (Script::Hant, Layout::Standard) => "/hant",
            (Script::Hant, Layout::Elder) => "/hant/elder",
            (Script::Hans, Layout::Kiosk) => "/kiosk",
            (Script::Hant, Layout::Kiosk) => "/hant/kiosk",
        }
    }

    /// The address of a page in this variant; `path` begins with `/` and may carry a query.
    pub fn address(self, path: &str) -> String {
        format!("{}{path}", self.prefix())
    }

    /// The language tag of its pages (BCP 47); within an English frame the content says its own.
    pub fn language(self) -> &'static str {
        if self.is_english() {
            return "en";
        }
        match self.script {
            Script::Hans => "zh-Hans",
            Script::Hant => "zh-Hant",
        }
    }

    /// The same layout in the other script, Chinese throughout.
    pub fn other_script(self) -> Self {
        let script = match self.script {
            Script::Hans => Script::Hant,
            Script::Hant => Script::Hans,
        };
        Self::new(script, self.layout)
    }

    /// The same script in the other layout; of a terminal there is no other.
    pub fn other_layout(self) -> Self {
        let layout = match self.layout {
            Layout::Standard => Layout::Elder,
            Layout::Elder => Layout::Standard,
            Layout::Kiosk => Layout::Kiosk,
        };
        Self::new(self.script, layout)
    }

    /// Splits an address into its variant and the path that all variants share. `/en` itself is a page, the guide in English; what stands
    /// behind its slash is a page within an English frame.
    pub fn split(path: &str) -> (Self, &str) {
        if let Some(rest) = path.strip_prefix("/en").filter(|it| it.starts_with('/')) {
            return (Self::ENGLISH, rest);
        }
        let strip = |path: &'_ str, word: &str| -> Option<usize> {
            let rest = path.strip_prefix(word)?;
            (rest.is_empty() || rest.starts_with('/')).then_some(word.len())
        };
        let (script, path) = match strip(path, "/hant") {
            Some(at) => (Script::Hant, &path[at..]),
            None => (Script::Hans, path),
        };
        let (layout, path) = match (strip(path, "/elder"), strip(path, "/kiosk")) {
            (Some(at), _) => (Layout::Elder, &path[at..]),
            (None, Some(at)) => (Layout::Kiosk, &path[at..]),
            (None, None) => (Layout::Standard, path),
        };
        let path = if path.is_empty() { "/" } else { path };
        (Self::new(script, layout), path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_splits_into_the_variant_that_made_it() {
        for variant in Variant::ALL {
            for path in [
                "/",
                "/plans",
                "/promises/x?y=1",
                "/elderly",
                "/kiosks",
                "/enter",
            ] {
                let address = variant.address(path);
                assert_eq!(Variant::split(&address), (variant, path), "{address}");
            }
        }
    }

    #[test]
    fn a_word_that_only_begins_like_a_prefix_is_no_prefix() {
        let (variant, path) = Variant::split("/hantang/elder");
        assert_eq!(variant, Variant::ALL[0]);
        assert_eq!(path, "/hantang/elder");
        assert_eq!(Variant::split("/hant"), (Variant::ALL[2], "/"));
        assert_eq!(Variant::split("/english"), (Variant::ALL[0], "/english"));
    }

    #[test]
    fn the_guide_is_no_variant_and_the_pages_behind_its_slash_are() {
        assert_eq!(Variant::split("/en"), (Variant::ALL[0], "/en"));
        assert_eq!(Variant::split("/en/"), (Variant::ENGLISH, "/"));
        // No variant of a variant: there is nothing behind such an address.
        assert_eq!(
            Variant::split("/en/elder/x"),
            (Variant::ENGLISH, "/elder/x")
        );
        assert_eq!(Variant::ENGLISH.other_script().prefix(), "/hant");
        assert_eq!(Variant::ENGLISH.other_layout().prefix(), "/elder");
    }
}
