//! What of a text is indexed: each pair of neighbouring ideographs, and each run of letters or digits.
//!
//! A pair finds any word wherever a dictionary would have cut the text; words of a dictionary are used where a query is read
//! ([`crate::query`]), not here.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::{Sign, fold, sign_of};

/// The longest run of letters that is a word, in characters; what is longer is no word that anybody types.
const LONGEST_RUN: usize = 40;

/// Hands out the grams of a text, in order, each with whether a mark stood within it. An ideograph that touches no other is a gram by
/// itself as well. White space parts, marks do not: who types a title leaves 《》 out, and a phrase may run across a full stop.
pub fn each_gram(text: &str, mut take: impl FnMut(&str, bool)) {
    let mut run = String::new();
    let mut before = Before::Nothing;
    let mut gram = String::with_capacity(8);
    for sign in text.chars().map(fold) {
        let what = sign_of(sign);
        if what != Sign::Letter && !run.is_empty() {
            if run.chars().count() <= LONGEST_RUN {
                take(&run, false);
            }
            run.clear();
        }
        if what == Sign::Han {
            if let Some((one, is_across)) = before.sign() {
                gram.clear();
                gram.extend([one, sign]);
                take(&gram, is_across);
            }
            before = match before {
                Before::Alone(_) | Before::Paired(_) => Before::Paired(sign),
                Before::Nothing | Before::Marked(_) => Before::Alone(sign),
            };
            continue;
        }
        before.hand_out_alone(&mut take);
        before = match (what, before.sign()) {
            (Sign::Break, Some((one, _))) if !sign.is_whitespace() => Before::Marked(one),
            _ => Before::Nothing,
        };
        if what == Sign::Letter && run.len() <= 4 * LONGEST_RUN {
            run.push(sign);
        }
    }
    if !run.is_empty() && run.chars().count() <= LONGEST_RUN {
        take(&run, false);
    }
    before.hand_out_alone(&mut take);
}

/// What stands before a sign.
#[derive(Debug, Clone, Copy)]
enum Before {
    /// No ideograph.
    Nothing,
    /// An ideograph that touches none before it.
    Alone(char),
    /// An ideograph that is half of a pair already.
    Paired(char),
    /// An ideograph and marks behind it.
    Marked(char),
}

impl Before {
    /// The ideograph, and whether marks stand behind it.
    fn sign(self) -> Option<(char, bool)> {
        match self {
            Self::Nothing => None,
            Self::Alone(sign) | Self::Paired(sign) => Some((sign, false)),
            Self::Marked(sign) => Some((sign, true)),
        }
    }

    fn hand_out_alone(self, take: &mut impl FnMut(&str, bool)) {
        if let Self::Alone(sign) = self {
            take(sign.encode_utf8(&mut [0; 4]), false);
        }
    }
}

/// The grams of a text, in order, repeated as they are.
pub fn grams_of(text: &str) -> Vec<String> {
    let mut grams = Vec::new();
    each_gram(text, |gram, _| grams.push(gram.to_owned()));
    grams
}

/// The tokenizer of the index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grams;

/// The grams of one text on their way into the index.
pub(crate) struct GramStream {
    text: String,
    ends: Vec<u32>,
    next: usize,
    token: Token,
}

impl Tokenizer for Grams {
    type TokenStream<'a> = GramStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream {
        let mut all = String::with_capacity(text.len() * 2);
        let mut ends = Vec::with_capacity(text.len() / 3);
        each_gram(text, |gram, _| {
            all.push_str(gram);
            ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        });
        GramStream {
            text: all,
            ends,
            next: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for GramStream {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.ends.get(self.next) else {
            return false;
        };
        let begin = match self.next {
            0 => 0,
            n => self.ends[n - 1],
        };
        self.token.text.clear();
        let gram = self.text.get(begin as usize..end as usize);
        self.token.text.push_str(gram.unwrap_or_default());
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_pairs_and_runs() {
        assert_eq!(
            grams_of("國辦發〔2021〕12号 关于Wi-Fi的通知。"),
            [
                "国办", "办发", "2021", "12", "号", "关于", "wi", "fi", "的通", "通知"
            ]
        );
        assert_eq!(
            grams_of("印发《办法》，税"),
            ["印发", "发办", "办法", "法税", "税"]
        );
        assert_eq!(grams_of("印发\n办法"), ["印发", "办法"]);
        assert_eq!(grams_of("税"), ["税"]);
        assert_eq!(grams_of("，。 "), Vec::<String>::new());
    }

    #[test]
    fn a_run_without_end_is_no_word() {
        assert_eq!(grams_of(&"a".repeat(10_000)), Vec::<String>::new());
        assert_eq!(grams_of(&"a".repeat(40)).len(), 1);
    }

    #[test]
    fn the_stream_gives_what_the_function_gives() {
        let text = "云溪市养老服务条例（2024年修订）第12条";
        let mut tokenizer = Grams;
        let mut stream = tokenizer.token_stream(text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push(stream.token().text.clone());
        }
        assert_eq!(seen, grams_of(text));
    }
}
