//! Which label stands under which: the stack of open items. Works by shape and number alone.

use super::label::{Label, Style};

/// An open item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Shape of its label.
    pub style: Style,
    /// Its number.
    pub number: u32,
    /// Its label as printed.
    pub printed: String,
    /// Whatever the caller files it under.
    pub node: usize,
}

/// The items that are open at some place of the text, outermost first.
#[derive(Debug, Clone, Default)]
pub struct Nest {
    /// Outermost first.
    pub open: Vec<Open>,
}

impl Nest {
    /// Closes what a label closes and opens it; tells the parent's node and whether its number follows the last one.
    pub fn enter(&mut self, label: &Label, node: usize) -> Entered {
        let mut expected = None;
        if let Some(at) = self.open.iter().position(|o| o.style == label.style) {
            expected = Some(self.open[at].number + 1);
            self.open.truncate(at);
        } else {
            // a first item of a new shape goes under whatever is open, save shapes that are never inner ones
            let outer = label.number != 1 || label.style <= Style::Chinese;
            while outer && self.open.last().is_some_and(|o| o.style > label.style) {
                self.open.pop();
            }
        }
        let parent = self.open.last().map(|o| o.node);
        self.open.push(Open {
            style: label.style,
            number: label.number,
            printed: label.printed.clone(),
            node,
        });
        Entered { parent, expected }
    }

    /// The printed labels, outermost first.
    pub fn section(&self) -> Vec<String> {
        self.open.iter().map(|o| o.printed.clone()).collect()
    }

    /// Whether a label carries on one of the open lists.
    pub fn carries_on(&self, label: &Label) -> bool {
        self.open
            .iter()
            .any(|o| o.style == label.style && o.number + 1 == label.number)
    }

    /// Whether a list of this shape is open.
    pub fn has(&self, style: Style) -> bool {
        self.open.iter().any(|o| o.style == style)
    }
}

/// What [`Nest::enter`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// The node above.
    pub parent: Option<usize>,
    /// The number that would have followed, where the list was open already.
    pub expected: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::label::read;

    fn sections(labels: &[&str]) -> Vec<String> {
        let mut nest = Nest::default();
        labels
            .iter()
            .map(|text| {
                let chars: Vec<char> = format!("{text}甲").chars().collect();
                nest.enter(&read(&chars, 0).unwrap(), 0);
                nest.section().join("/")
            })
            .collect()
    }

    #[test]
    fn shapes_nest_in_the_order_in_which_they_first_come() {
        assert_eq!(
            sections(&["一、", "(一)", "1.", "2.", "(二)", "二、", "1.", "2."]),
            [
                "一",
                "一/(一)",
                "一/(一)/1",
                "一/(一)/2",
                "一/(二)",
                "二",
                "二/1",
                "二/2"
            ]
        );
        assert_eq!(
            sections(&["一、", "1.", "2.", "二、", "3."]),
            ["一", "一/1", "一/2", "二", "二/3"]
        );
        assert_eq!(
            sections(&["1.", "(一)", "(二)", "2."]),
            ["1", "1/(一)", "1/(二)", "2"]
        );
        assert_eq!(
            sections(&["1.", "2.", "一、", "(一)"]),
            ["1", "2", "一", "一/(一)"]
        );
    }
}
