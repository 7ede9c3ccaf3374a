//! The variants of a page (简/繁, standard/适老/自助终端) and their addresses.
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

/// One of the six forms in which each page exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Its script.
    pub script: Script,
    /// Its layout.
    pub layout: Layout,
}

impl Variant {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::new(Script::Hans, Layout::Standard),
        Self::new(Script::Hans, Layout::Elder),
        Self::new(Script::Hant, Layout::Standard),
        Self::new(Script::Hant, Layout::Elder),
        Self::new(Script::Hans, Layout::Kiosk),
        Self::new(Script::Hant, Layout::Kiosk),
    ];

    /// A variant of that script and layout.
    pub const fn new(script: Script, layout: Layout) -> Self {
        Self { script, layout }
    }

    /// What stands before every address of this variant: ``, `/elder`, `/kiosk`, and each of them behind `/hant`.
    pub fn prefix(self) -> &'static str {
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

    /// The language tag of its pages (BCP 47).
    pub fn language(self) -> &'static str {
        match self.script {
            Script::Hans => "zh-Hans",
            Script::Hant => "zh-Hant",
        }
    }

    /// The same layout in the other script.
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

    /// Splits an address into its variant and the path that all variants share.
    pub fn split(path: &str) -> (Self, &str) {
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
            for path in ["/", "/plans", "/promises/x?y=1", "/elderly", "/kiosks"] {
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
    }
}
